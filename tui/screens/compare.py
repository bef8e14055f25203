"""Layers side by side: where people differ, and what is decided, with one key or two for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from annotations.counts import counted
from annotations.group.adjudicating import Decision, adjudicate, keep, reject, take_agreed, unite
from annotations.group.comparing import Standing
from annotations.layers import GOLD
from annotations.model import ArticleInfo
from annotations.printable import one_line
from annotations.workspace.edits import Edit, within
from tui.actions import Context
from tui.comparison import (
    Compared,
    Comparison,
    Pieces,
    first_pieces,
    read_article,
    read_comparison,
    texts_of,
    turned,
    united,
)
from tui.ports import Goal
from tui.reading.painting import Parts
from tui.screens.compare_rows import CompareRows, about_item, columns_for
from tui.screens.listing import ListingScreen, spread
from tui.status import clipped

if TYPE_CHECKING:
    from tui.desk import Desk

__all__ = ["CompareScreen"]


class CompareScreen(ListingScreen[Goal]):
    """A comparison over the reader; what is decided is stored at once, in the layer of whoever works.

    It returns the words that the person wants to read in their article.

    Attributes:
        comparison: What is compared.
        home: The article that it is about where it is not about all; else the open one.
    """

    CONTEXT: ClassVar[Context] = Context.COMPARE
    HINTS: ClassVar[Sequence[tuple[str, str]]] = (
        ("compare.next", "next difference"),
        ("compare.keep.1", "keep the first’s …"),
        ("compare.unite", "unite"),
        ("compare.reject", "reject"),
        ("compare.agreed", "keep all agreed"),
        ("list.help", "help"),
        ("list.filter", "filter"),
        ("compare.everywhere", "all articles"),
        ("compare.undo", "undo"),
        ("list.open", "read it"),
    )
    HAS_PREVIEW: ClassVar[bool] = True

    def __init__(
        self, desk: Desk, comparison: Comparison, texts: dict[int, str], home: ArticleInfo | None = None
    ) -> None:
        """Show a comparison; `texts` has texts by the key of their version, and is added to as they are read."""
        self.comparison = comparison
        self.home = home if home is not None else desk.reading.info
        self._texts = texts
        self._pieces: tuple[tuple[str, ...], Pieces] | None = None
        super().__init__(desk, columns_for(comparison.people), CompareRows(comparison, desk.schema))

    def press(self, key: str) -> None:
        """Take one key, and count it in the article with the cursor."""
        if (one := self.here()) is not None:
            self.desk.session.count_key(one.info.number)
        super().press(key)

    # What it shows

    def heading(self, width: int) -> Parts:
        """Who is compared, where, how far they agree, and how much is decided."""
        comparison = self.comparison
        agreed = sum(one.item.standing is Standing.AGREED for one in comparison.items)
        where = "all articles" if comparison.everywhere else self._here(width)
        said = f"  {one_line(', '.join(comparison.people))} · {where} · {agreed} of {len(comparison.items)} agreed"
        said += f" · {comparison.decided} decided"
        if self.wanted:
            said += f" · {len(comparison.shown)} shown"
        who = f"as {one_line(self.desk.session.annotator)[:24]} "
        return spread([(" Compare", ("heading",)), (said, ())], [(who, ("quiet",))], width)

    def _here(self, width: int) -> str:
        """The article that is compared, which need not be the one that is open."""
        opened = self.desk.reading.info
        if self.home is None or (opened is not None and opened.number == self.home.number):
            return "this article"
        return f"{self.home.number} {clipped(one_line(self.home.title), max(8, width // 3))}"

    def preview(self, width: int, height: int) -> Sequence[Parts]:
        """What each of the people has on the words with the cursor."""
        one = self.here()
        if one is None:
            return [[("nothing fits that" if self.comparison.items else "nobody has tagged anything here", ("quiet",))]]
        text = self._texts.get(one.info.key, "")
        return about_item(one, text, self.comparison.people, self.pieces, width, height)

    def here(self) -> Compared | None:
        """The item with the cursor."""
        shown = self.comparison.shown
        return shown[self.list.cursor] if shown else None

    @property
    def pieces(self) -> Pieces | None:
        """Whose parts the item with the cursor would be united of."""
        one = self.here()
        if one is None:
            return None
        if self._pieces is None or self._pieces[0] != one.key:
            self._pieces = (one.key, first_pieces(one.item))
        return self._pieces[1]

    def filter_by(self, typed: str) -> None:
        """Show only what fits."""
        super().filter_by(typed)
        self.comparison.narrow(typed)
        self.list.go_to(0)

    def completions(self, typed: str) -> Sequence[str]:
        """What a filter may go on as."""
        before, _, word = typed.rpartition(" ")
        offered = [*(standing.value for standing in Standing), "differing", "open", "decided"]
        offered += [label.name for label in self.desk.schema.labels]
        return [f"{before} {one}".strip() for one in offered if one.startswith(word) and one != word]

    def follow(self, direction: int) -> None:
        """Go to the next difference that is not decided, or the one before."""
        place = self.comparison.following(self.list.cursor, direction)
        if place is None:
            more = "" if self.comparison.everywhere else " – * shows all articles"
            if self.comparison.following(self.list.cursor, -direction) is not None:
                more = f"; {'N goes back to one' if direction > 0 else 'n goes on to one'}"
            self.say(f"no undecided difference is {'further on' if direction > 0 else 'before this'}{more}")
        else:
            self.list.go_to(place)
        self.moved()

    # Deciding

    def why_not(self) -> str | None:
        """Why nothing can be decided here."""
        one = self.here()
        if one is None:
            return "there is nothing to decide"
        if self.desk.session.annotator in self.comparison.people:
            return f"you are one of those compared; whoever decides works in a layer apart: --as {GOLD}"
        return None

    async def keep(self, number: int) -> None:
        """Keep what one of the people has."""
        one, people = self.here(), self.comparison.people
        if one is None or number >= len(people):
            self.say(f"only {len(people)} people are compared")
            return
        if people[number] not in one.item.annotations:
            self.say(f"{people[number]} has nothing here; x rejects what the others have")
            return
        await self._decide(one, keep(one.item, people[number]))

    async def reject(self) -> None:
        """Keep none."""
        if (one := self.here()) is not None:
            await self._decide(one, reject(one.item))

    async def unite(self) -> None:
        """Put one together, of the pieces that were chosen."""
        one, pieces = self.here(), self.pieces
        if one is not None and pieces is not None:
            await self._decide(one, unite(one.item, united(one.item, pieces)))

    def turn(self, part: str) -> None:
        """Take a part from the next of those who have it."""
        one, pieces = self.here(), self.pieces
        if one is not None and pieces is not None:
            self._pieces = (one.key, turned(one.item, pieces, part))

    async def keep_agreed(self) -> None:
        """Keep all that everybody agrees on, where it is shown."""
        comparison = self.comparison
        infos = list({one.info.number: one.info for one in comparison.items}.values())
        people, shown = comparison.people, {one.key for one in comparison.shown}
        edit = await self.desk.run(
            lambda w: take_agreed(
                w, infos, people, lambda item: tuple(a.id for a in item.annotations.values()) in shown
            )
        )
        if edit is None:
            nothing = "that all agree on and that is not decided"
            if len(comparison.shown) < len(comparison.items):
                self.say(f"nothing is shown {nothing} – Esc drops the filter")
            else:
                self.say(f"there is nothing {nothing}")
            return
        await self._show(edit, infos)

    async def _decide(self, one: Compared, decision: Decision) -> None:
        edit = await self.desk.run(lambda w: adjudicate(w, one.info, [decision]))
        await self._show(edit, [one.info])
        agreed = one.item.standing is Standing.AGREED
        place = self.comparison.following(self.list.cursor, 1, agreed=agreed)
        if place is not None:
            self.list.go_to(place)
        self.moved()

    async def again(self, *, undo: bool) -> None:
        """Take back what was decided last in the article with the cursor, or decide it again."""
        one = self.here() or next(iter(self.comparison.items), None)
        if one is None:
            self.say("there is nothing to take back")
            return
        info = one.info
        edit = await self.desk.run(lambda w: w.undo(info) if undo else w.redo(info))
        if edit is None:
            self.say("there is nothing of yours to take back in this article" if undo else "there is nothing to redo")
            return
        await self._show(edit, [each.info for each in self.comparison.items], "undone: " if undo else "done again: ")

    async def _show(self, edit: Edit, infos: Sequence[ArticleInfo], before: str = "") -> None:
        people = self.comparison.people
        for info in {info.number: info for info in infos}.values():
            items = await self.desk.run(lambda w, info=info: read_article(w, info, people))  # type: ignore[misc]
            self.comparison.put(info, items)
        self.comparison.narrow(self.wanted)
        opened = self.desk.reading.info
        if opened is not None:
            self.desk.tags.apply(within(edit, opened))
            self.desk.changed()
        self.say(f"{before}{edit.summary}")
        self.show_state()

    # Where

    async def toggle_everywhere(self) -> None:
        """Compare in all articles that two of the people have coded, or in the one with the cursor."""
        one, everywhere = self.here(), not self.comparison.everywhere
        if one is not None:
            self.home = one.info
        info = self.home
        if not everywhere and info is None:
            self.say("no article is here")
            return
        people = self.comparison.people
        found = await self.desk.run(lambda w: read_comparison(w, info, people, everywhere=everywhere))
        self._texts |= await self.desk.run(lambda w: texts_of(w, found))
        self.comparison.items, self.comparison.everywhere = found.items, everywhere
        self.comparison.narrow(self.wanted)
        self.list.go_to(0)
        if one is not None:
            self.go_to(one.key)
        self.say(f"{counted(len({one.info.number for one in found.items}), 'article')}")

    def go_to(self, key: tuple[str, ...]) -> None:
        """Put the cursor on the item that is made of these annotations, where it is shown."""
        for index, one in enumerate(self.comparison.shown):
            if one.key == key:
                self.list.go_to(index)

    def open_row(self) -> None:
        """Read the words with the cursor in their article."""
        one = self.here()
        if one is not None:
            place = one.item.place
            self.leave(Goal(one.info.number, offset=place.start if place is not None else None))
