"""Names that may mean the same: each is confirmed or dropped by a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from annotations.counts import counted
from annotations.names.alike import Alike
from tui.actions import Context
from tui.reading.listed import Column, Row, cell
from tui.reading.painting import Parts
from tui.screens.across import Lines
from tui.screens.listing import ListingScreen, spread

if TYPE_CHECKING:
    from tui.desk import Desk

__all__ = ["NamesScreen"]

_COLUMNS = (
    Column("this name", 30, 10, grows=True),
    Column("may stand for", 30, 10, grows=True),
    Column("because", 36, 12, rank=1),
)


class NamesScreen(ListingScreen[bool]):
    """Suggests merges; returns whether any was made or taken back."""

    CONTEXT = Context.NAMES
    HINTS: ClassVar[Sequence[tuple[str, str]]] = (
        ("names.merge", "yes"), ("names.turn", "the other way round"), ("names.drop", "no"), ("names.unmerge", "back"),
        ("list.help", "help"), ("list.close", "close"),
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _COLUMNS, Lines())
        self._found: list[Alike] = []
        self._known = False
        self._merged: list[Alike] = []
        self._changed = False

    def on_mount(self) -> None:
        """Look for names that may mean the same."""
        super().on_mount()
        self.do(self._read())

    async def _read(self) -> None:
        from annotations.names.merged import suggestions

        dropped = self.desk.memory.dropped_names
        found = await self.desk.run(lambda w: suggestions(w.store))
        self._found = [one for one in found if frozenset((one.name, one.into)) not in dropped]
        self._known = True
        self._show()
        if not self._found and self.message is None:
            self.say("no two names look as if they meant the same")

    def _show(self) -> None:
        wanted = self.wanted.casefold()
        rows = [
            Row((cell(one.name), cell(one.into, "heading"), cell(one.why, "quiet")))
            for one in self._shown(wanted)
        ]  # fmt: skip
        self.list.show(Lines(rows), cursor=self.list.cursor)

    def _shown(self, wanted: str) -> list[Alike]:
        return [one for one in self._found if wanted in f"{one.name} {one.into}".casefold()]

    def filter_by(self, typed: str) -> None:
        """Show names that have what is typed."""
        super().filter_by(typed)
        self._show()

    def heading(self, width: int) -> Parts:
        """How many there are, and how many were merged."""
        count = counted(len(self._found), "suggestion") if self._known else "looking …"
        merged = f"{len(self._merged)} merged " if self._merged else ""
        return spread([(" Names that may mean the same", ("heading",)), (f"  {count}", ())], [(merged, ())], width)

    def here(self) -> Alike | None:
        """The suggestion with the cursor; says so where there is none."""
        shown = self._shown(self.wanted.casefold())
        if not shown:
            self.say("there is nothing here")
            return None
        return shown[min(self.list.cursor, len(shown) - 1)]

    async def open_row(self) -> None:
        """Say yes."""
        await self.merge()

    async def merge(self) -> None:
        """Let the name stand for the other one."""
        if (one := self.here()) is not None:
            await self._merge(one)

    async def turn(self) -> None:
        """Let the other one stand for the name."""
        if (one := self.here()) is not None:
            await self._merge(Alike(one.into, one.name, one.why))

    async def _merge(self, one: Alike) -> None:
        from annotations.names.merged import merge

        await self.desk.run(lambda w: merge(w, [one.name], one.into))
        self._merged.append(one)
        self._changed = True
        await self._read()
        self.say(f"“{one.name}” stands for “{one.into}”")

    def drop(self) -> None:
        """Do not suggest this again in this session."""
        if (one := self.here()) is not None:
            self.desk.memory.dropped_names.add(frozenset((one.name, one.into)))
            self._found.remove(one)
            self._show()
            self.say(f"“{one.name}” and “{one.into}” stay two")

    async def unmerge(self) -> None:
        """Take the last yes of this screen back."""
        if not self._merged:
            self.say("nothing was merged here; in the ledger, u on a name takes a merge back")
            return
        from annotations.names.merged import unmerge

        one = self._merged.pop()
        await self.desk.run(lambda w: unmerge(w, one.name))
        await self._read()
        self.say(f"“{one.name}” no longer stands for “{one.into}”")

    def leave(self, result: bool | None = None) -> None:
        """Close, and tell whether anything changed."""
        super().leave(self._changed if result is None else result)
