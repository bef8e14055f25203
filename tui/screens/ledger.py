"""The ledger: who said what in all of the library, grouped, filtered as one types, and a way to every place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from annotations.counts import counted
from annotations.errors import StetError
from annotations.ledger.entries import Entry
from annotations.ledger.facets import Facet, FacetKind, facets, usual_facets
from annotations.names.runs import WORDING_ROLES
from annotations.printable import one_line
from tui.actions import Context
from tui.ports import Goal
from tui.reading.ledger_rows import COLUMNS, At, LedgerSource, title_of
from tui.reading.painting import Parts
from tui.screens.across import about_entry, goal_of, ledger_seen
from tui.screens.listing import ListingScreen, spread

if TYPE_CHECKING:
    from annotations.ledger.grouped import Group, Ledger
    from annotations.workspace import Workspace
    from tui.desk import Desk

__all__ = ["LedgerScreen"]

_UNFOLDED = 40
"""With fewer annotations than these, all groups are open at first."""


class LedgerScreen(ListingScreen[Goal]):
    """Lists the annotations of one label after the other; returns the place that was chosen.

    Args:
        desk: Whoever works here.
        label: The label to begin with; the active annotation's, else the first one that has roles.
        only: Keys of the annotations to list, all if None; `title` says which those are.
    """

    CONTEXT = Context.LEDGER
    HINTS: ClassVar[Sequence[tuple[str, str]]] = (
        ("list.open", "opens"), ("ledger.next_label", "next label"), ("list.filter", "filter"),
        ("ledger.by", "group by"), ("ledger.matrix", "matrix"), ("ledger.merge", "merge names"), ("list.help", "help"),
        ("list.close", "close"),
    )  # fmt: skip
    HAS_PREVIEW = True

    def __init__(
        self, desk: Desk, label: str | None = None, only: frozenset[int] | None = None, title: str = ""
    ) -> None:
        active = desk.reading.active_annotation
        name = label or (active.label if active is not None else "quote")
        labels = desk.schema.labels
        self.label = next((one for one in labels if one.name == name), None) or next(
            (one for one in labels if one.roles), labels[0]
        )
        self._source = LedgerSource(self.label, self._need)
        super().__init__(desk, COLUMNS, self._source)
        self._only = only
        self._what = title
        self._by: tuple[Facet, ...] = usual_facets(self.label)
        self._ledger: Ledger | None = None
        self._needed: list[int] = []
        self._reading = False
        self._filtering = False
        self._shown = ""

    def on_mount(self) -> None:
        """Read what there is."""
        super().on_mount()
        self.do(self._read())

    # Reading

    async def _read(self, *, stay: bool = False) -> None:
        """Read the ledger anew; with `stay` the cursor stays on its group."""
        at = self._source.at(self.list.cursor)
        label, only, by, wanted, layers = self.label, self._only, self._by, self.wanted, self.desk.tags.layers

        def read(workspace: Workspace) -> tuple[Ledger, list[Group], bool]:
            ledger = ledger_seen(workspace, label.name, layers)
            if only is not None:
                ledger.keep(only)
            hidden = not all(map(layers.shows, workspace.store.annotations.annotators()))
            return ledger, ledger.groups(by, wanted), hidden

        ledger, groups, hidden = await self.desk.run(read)
        self._ledger = ledger
        if not stay:
            self._source = LedgerSource(label, self._need)
        self._source.entries.clear()
        few = len(ledger) < _UNFOLDED or only is not None
        self._source.show(groups, unfold=few and not stay)
        self._shown = wanted
        # What a cell of a matrix holds is one group: the cursor begins within it.
        cursor = 0 if only is None else 1
        if stay and at is not None:
            first, *rest = at.group.values
            cursor = self._source.row_of((ledger.means.of(first), *rest))
        self.list.show(self._source, cursor=cursor)
        if not groups and not wanted:
            whose = " of yours (g t shows others’)" if hidden else ""
            self.say(f"there is no {label.name}{whose} in the library yet – Tab goes to the next label")

    async def show_layers(self) -> None:
        """List what is in the layers that are shown by now."""
        await self._read()

    async def read_again(self) -> None:
        """Read everything anew; the cursor stays on its group."""
        await self._read(stay=True)

    def keys_shown(self) -> list[int]:
        """Keys of the annotations that are listed, folded or not."""
        return list(dict.fromkeys(key for group in self._source.groups for key in group.keys))

    def _need(self, keys: Sequence[int]) -> None:
        """Read annotations that came into sight."""
        self._needed = list(keys)
        if not self._reading:
            self._reading = True
            self.run_worker(self._read_entries())

    async def _read_entries(self) -> None:
        from annotations.ledger.entries import entries

        try:
            while self._needed and self._ledger is not None:
                keys, self._needed = self._needed, []
                means = self._ledger.means
                found = await self.desk.run(lambda w, keys=keys, means=means: entries(w.store, keys, means))  # type: ignore[misc]
                self._source.entries.update((entry.key, entry) for entry in found)
                if self.left:
                    return
                self.show_state()
        except StetError as error:
            self.fail(error)
        finally:
            self._reading = False

    def filter_by(self, typed: str) -> None:
        """Show what holds what is typed, in words, names or titles; what is typed meanwhile is looked for after it."""
        super().filter_by(typed)
        if not self._filtering and self._ledger is not None:
            self._filtering = True
            self.run_worker(self._look_for())

    async def _look_for(self) -> None:
        try:
            while self.wanted != self._shown and not self.left and (ledger := self._ledger) is not None:
                wanted, by = self.wanted, self._by
                groups = await self._grouped(ledger, by, wanted)
                if ledger is self._ledger:
                    self._shown = wanted
                    few = sum(len(group.keys) for group in groups) < _UNFOLDED
                    self._source.show(groups, unfold=bool(wanted) and few)
                    self.list.go_to(0, top=0)
                self.show_state()
        except StetError as error:
            self.fail(error)
        finally:
            self._filtering = False

    async def _grouped(self, ledger: Ledger, by: tuple[Facet, ...], wanted: str) -> list[Group]:
        return await self.desk.run(lambda w: ledger.on(w.store).groups(by, wanted))

    # What is shown

    def heading(self, width: int) -> Parts:
        """The labels, the one that is listed among them, how it is grouped and how much there is."""
        left: Parts = [(" ", ())]
        if self._what:
            left.append((f"{one_line(self._what)} ", ("heading",)))
        else:
            for label in self.desk.schema.labels:
                here = label.name == self.label.name
                left.append((f"[{label.name}]" if here else f" {label.name} ", ("heading",) if here else ("quiet",)))
        left.append((f"  by {' and '.join(facet.name for facet in self._by)}", ("quiet",)))
        groups = counted(len(self._source.groups), "group")
        return spread(left, [(f"{counted(self._source.total, self.label.name)} in {groups} ", ())], width)

    def preview(self, width: int, height: int) -> Sequence[Parts]:  # noqa: ARG002 - as the list calls it
        """All that is known of the annotation with the cursor."""
        at = self._source.at(self.list.cursor)
        entry = self._source.entries.get(at.entry) if at is not None and at.entry is not None else None
        if entry is not None:
            return about_entry(entry, width)
        if at is None:
            return ()
        head = f"{title_of(at.group)}: {counted(len(at.group.keys), self.label.name)}"
        lines: list[Parts] = [[(one_line(head), ("heading",))]]
        lines += [[(f"also {one_line(name)}", ())] for name in at.group.also]
        return lines

    # What is done

    def _at(self) -> At | None:
        at = self._source.at(self.list.cursor)
        if at is None:
            self.say("there is nothing here")
        return at

    def entry_here(self) -> Entry | None:
        """The annotation with the cursor; says so where there is none."""
        at = self._at()
        if at is None:
            return None
        entry = self._source.entries.get(at.entry) if at.entry is not None else None
        if entry is None:
            self.say("this is a group: go to one of its annotations")
        return entry

    def open_row(self) -> None:
        """Go to the place of an annotation; fold or unfold a group."""
        at = self._at()
        if at is None:
            return
        if at.entry is None:
            self._source.fold(at.group)
        elif (entry := self._source.entries.get(at.entry)) is not None:
            self.leave(goal_of(entry))

    def fold(self) -> None:
        """Fold or unfold the group that the cursor is in."""
        at = self._at()
        if at is not None:
            self._source.fold(at.group)
            self.list.go_to(self._source.row_of(at.group.values))

    def fold_all(self) -> None:
        """Fold or unfold all groups; the cursor stays in its own."""
        at = self._source.at(self.list.cursor)
        self._source.fold_all()
        if at is not None:
            self.list.go_to(self._source.row_of(at.group.values))

    async def next_label(self, step: int) -> None:
        """List the next label of the scheme."""
        if self._only is not None:
            self.say("only these are listed here: q goes back")
            return
        labels = self.desk.schema.labels
        names = [label.name for label in labels]
        self.label = labels[(names.index(self.label.name) + step) % len(labels)]
        self._by = usual_facets(self.label)
        await self._read()

    async def next_facet(self, step: int) -> None:
        """Group by the next role or value."""
        ways = [usual_facets(self.label), *((facet,) for facet in facets(self.label))]
        ways = list(dict.fromkeys(ways))
        self._by = ways[(ways.index(self._by) + step) % len(ways)]
        await self._read()
        self.say(f"grouped by {' and '.join(facet.name for facet in self._by)}")

    async def matrix(self) -> None:
        """Show the label's first two roles against each other."""
        from tui.screens.matrix import MatrixScreen

        ledger = self._ledger
        wanted = self.wanted
        found = await self.desk.run(lambda w: ledger.on(w.store).matrix(wanted)) if ledger is not None else None
        if found is None:
            self.say(f"a {self.label.name} has not two roles to set against each other")
            return
        if not found.cells:
            self.say("there is nothing here")
            return
        self.app.push_screen(MatrixScreen(self.desk, self.label.name, found), self._gone)

    def _gone(self, goal: Goal | None) -> None:
        if goal is not None:
            self.leave(goal)

    def elsewhere(self) -> None:
        """Find the words of the annotation with the cursor in other articles."""
        entry = self.entry_here()
        if entry is not None and entry.fragments:
            self.do(self._elsewhere(entry))

    async def _elsewhere(self, entry: Entry) -> None:
        from tui.screens.elsewhere import ElsewhereScreen

        annotation = await self.desk.run(lambda w: w.store.annotations.get(entry.id))
        if annotation is None:
            self.say("this is gone by now")
        else:
            self.app.push_screen(ElsewhereScreen(self.desk, annotation), self._gone)

    # Names

    def name_here(self) -> str | None:
        """The name that heads the group with the cursor; says so where it is none."""
        at = self._at()
        if at is None:
            return None
        if self._by[0].kind is not FacetKind.ROLE or self._by[0].name in WORDING_ROLES:
            self.say("only names can be merged: b groups by a role")
            return None
        if not at.group.values[0]:
            self.say("nobody is named here")
            return None
        return at.group.values[0]

    def also_here(self) -> tuple[str, ...]:
        """The other names that stand for it."""
        at = self._source.at(self.list.cursor)
        return at.group.also if at is not None else ()

    def names(self) -> None:
        """Show which names may mean the same."""
        from tui.screens.names import NamesScreen

        self.app.push_screen(NamesScreen(self.desk), self._named)

    def _named(self, changed: bool | None) -> None:
        if changed:
            self.do(self.read_again())
