"""What was changed between two versions of the article: paragraphs, the annotations they touch, and what is lost."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import TYPE_CHECKING, ClassVar

from annotations.counts import counted
from annotations.summaries import quoted_words
from annotations.versions.changes import Change, ChangeKind, Changes
from annotations.versions.differences_shown import head, shown, touched_words
from tui.actions import Context
from tui.acts.versions import Place, delete_orphan, place_orphan
from tui.reading.listed import Cell, Column, Row, cell
from tui.reading.painting import Parts
from tui.screens.drawing import wrapped
from tui.screens.listing import ListingScreen, spread

if TYPE_CHECKING:
    from annotations.versions.orphans import Orphan
    from tui.desk import Desk

__all__ = ["ChangesScreen"]

_COLUMNS = (
    Column("", 1, 1),
    Column("where", 22, 8, rank=2),
    Column("what", 30, 12, grows=True),
    Column("touches", 16, 7, rank=1),
)
_SIGNS = {ChangeKind.CHANGED: "~", ChangeKind.ADDED: "+", ChangeKind.REMOVED: "-", ChangeKind.MOVED: ">"}
_LOST = "?"


class _Items:
    """The rows: what is lost first, then the changes in the order of the text; those with the words of a filter."""

    def __init__(self, desk: Desk, changes: Changes) -> None:
        self._desk = desk
        self._changes = changes
        self.wanted = ""
        self._made: tuple[str, tuple[Orphan, ...]] | None = None
        self._items: list[Orphan | Change] = []

    def items(self) -> list[Orphan | Change]:
        made = (self.wanted, self._desk.reading.orphans)
        if made != self._made:
            self._made = made
            self._items = [*self._desk.reading.orphans, *self._changes.changes]
            if self.wanted:
                wanted = self.wanted.casefold()
                self._items = [item for item in self._items if wanted in _words(item).casefold()]
        return self._items

    def __len__(self) -> int:
        return len(self.items())

    def at(self, index: int) -> Orphan | Change | None:
        items = self.items()
        return items[index] if 0 <= index < len(items) else None

    def rows(self, first: int, count: int) -> Sequence[Row]:
        return [self._row(item) for item in self.items()[first : first + count]]

    def _row(self, item: Orphan | Change) -> Row:
        if not isinstance(item, Change):
            label = item.annotation.label
            guess = "has a guess" if item.guess is not None else "no guess"
            who = f"by {item.annotation.annotator}"
            return Row((cell(_LOST, "error"), cell(f"lost, {guess}"), cell(item.words, f"glyph.{label}"), cell(who)))
        touched: Cell = tuple(
            (f"{self._glyph(one.annotation.label)} ", (f"glyph.{one.annotation.label}",)) for one in item.touched
        )
        quiet = ("quiet",) if not item.touched else ()
        where = head(item, self._changes.older.version).removeprefix("paragraph ")
        return Row((cell(_SIGNS[item.kind], "heading"), cell(where), cell(_differing(item), *quiet), touched))

    def _glyph(self, label: str) -> str:
        schema = self._desk.schema
        return schema.label(label).glyph if schema.has_label(label) else "?"


class ChangesScreen(ListingScreen["Place | None"]):
    """Lists what is lost and what was changed; returns where to go in the reader."""

    CONTEXT: ClassVar[Context] = Context.CHANGES
    HINTS: ClassVar[Sequence[tuple[str, str]]] = (
        ("list.open", "go there"),
        ("changes.accept", "place"),
        ("changes.place", "by hand"),
        ("changes.delete", "delete"),
        ("list.filter", "filter"),
        ("list.help", "help"),
        ("list.close", "close"),
    )
    HAS_PREVIEW: ClassVar[bool] = True

    def __init__(self, desk: Desk, changes: Changes) -> None:
        """List the changes of the open article and its lost annotations."""
        self._items = _Items(desk, changes)
        super().__init__(desk, _COLUMNS, self._items)
        self._changes = changes

    @property
    def orphan(self) -> Orphan | None:
        """The lost annotation under the cursor."""
        item = self._items.at(self.list.cursor)
        return None if item is None or isinstance(item, Change) else item

    def heading(self, width: int) -> Parts:
        """The versions, and what is different in a few words."""
        older, newer = self._changes.older, self._changes.newer
        lost = len(self.desk.reading.orphans)
        left: Parts = [(f" version {older.version} → {newer.version}  ", ("heading",))]
        right: Parts = [(f"{counted(lost, 'annotation')} lost ", ("error",))] if lost else []
        return spread([*left, (self._changes.paragraphs, ("quiet",))], right, width)

    def preview(self, width: int, height: int) -> Sequence[Parts]:
        """The paragraph before and after, and what it touches; of what is lost, its words and the guess."""
        item = self._items.at(self.list.cursor)
        if item is None:
            return [[("nothing was changed but typography", ("quiet",))]]
        lines = list(self._about_change(item, width) if isinstance(item, Change) else self._about_lost(item, width))
        return lines[:height]

    def _about_change(self, change: Change, width: int) -> Sequence[Parts]:
        lines: list[Parts] = [[(head(change, self._changes.older.version), ("heading",))]]
        for line in shown(change, None):
            lines += [[], *_block(f"{line.sign} ", line.text, width, ("quiet",) if line.sign == "-" else ())]
        for one in change.touched:
            lines += [[], *_block("  ", touched_words(one), width, (f"glyph.{one.annotation.label}",))]
        return lines

    def _about_lost(self, orphan: Orphan, width: int) -> Sequence[Parts]:
        annotation = orphan.annotation
        lines: list[Parts] = [[(f"lost, of version {orphan.version}, by {annotation.annotator}", ("heading",))]]
        lines += [[], *_block("- ", orphan.words, width, (f"glyph.{annotation.label}",))]
        text = self.desk.reading.text
        if orphan.guess is None:
            return [*lines, [], [("no place is like it; p places it by hand", ("quiet",))]]
        words = quoted_words(" … ".join(span.of(text) for span in orphan.guess.fragments))
        lines += [[], *_block("? ", f"{annotation.label} {words}", width, ())]
        for role in orphan.guess.roles:
            filler = role.span.of(text) if role.span is not None else f"{role.name} (as a name)"
            lines += _block("  ", f"{role.role}: {filler}", width, ("quiet",))
        return lines

    def filter_by(self, typed: str) -> None:
        """Show only what has the words that are typed."""
        super().filter_by(typed)
        self._items.wanted = typed
        self.list.changed()

    def open_row(self) -> Awaitable[None] | None:
        """Go to the place in the reader."""
        item = self._items.at(self.list.cursor)
        if isinstance(item, Change):
            self.leave(Place(item.span.start))
        elif item is not None:
            self.leave(Place(item.near, item.annotation.id))
        return None

    async def accept(self) -> None:
        """Place the lost annotation at its guess."""
        orphan = self.orphan
        if orphan is not None:
            await place_orphan(self.desk, orphan)
            self.say(f"placed {orphan.words} – u in the reader takes it back")

    def place(self) -> None:
        """Go to the reader to select its words."""
        orphan = self.orphan
        if orphan is not None:
            self.leave(Place(orphan.near, orphan.annotation.id))

    async def delete(self) -> None:
        """Delete the lost annotation."""
        orphan = self.orphan
        if orphan is not None:
            self.say(await delete_orphan(self.desk, orphan))


def _words(item: Orphan | Change) -> str:
    if isinstance(item, Change):
        return " ".join(part.text for part in item.parts) + "".join(map(touched_words, item.touched))
    return f"{item.words} {item.annotation.annotator} lost"


def _differing(change: Change) -> str:
    """What differs, in a line."""
    pieces = [piece.text for line in shown(change) for piece in line.pieces if piece.differs]
    return " ".join(pieces) or " ".join(line.text for line in shown(change))


def _block(sign: str, text: str, width: int, key: tuple[str, ...]) -> list[Parts]:
    rows = wrapped(text, max(8, width - 2))
    return [[(sign if index == 0 else "  ", ("heading",)), (row, key)] for index, row in enumerate(rows)]
