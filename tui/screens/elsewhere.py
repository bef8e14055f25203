"""The same words in other articles, with what differs marked; related to each other by a key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from annotations.counts import counted
from annotations.model import Annotation
from annotations.printable import one_line
from annotations.summaries import in_marks, quoted_words, value_words
from annotations.wording import Kind
from tui.actions import Context
from tui.ports import Goal
from tui.reading.listed import Cell, Column, Row, cell
from tui.reading.painting import Parts
from tui.screens.across import Lines, about_entry, goal_of
from tui.screens.drawing import wrapped
from tui.screens.listing import ListingScreen, spread

if TYPE_CHECKING:
    from annotations.elsewhere import Place
    from annotations.ledger.entries import Entry
    from tui.desk import Desk

__all__ = ["ElsewhereScreen"]

_COLUMNS = (
    Column("article", 36, 12, grows=True),
    Column("no", 5, 3, right=True, rank=2),
    Column("alike", 6, 5, right=True),
    Column("tagged there", 40, 10, rank=1),
)
_AROUND = {Kind.SAME: ("", ""), Kind.MISSING: ("[-", "-]"), Kind.ADDED: ("{+", "+}")}
_LOOKS: dict[Kind, tuple[str, ...]] = {Kind.SAME: (), Kind.MISSING: ("quiet",), Kind.ADDED: ("heading",)}


class ElsewhereScreen(ListingScreen[Goal]):
    """Lists places that have the words of an annotation; returns the one that was chosen."""

    CONTEXT = Context.ELSEWHERE
    HINTS: ClassVar[Sequence[tuple[str, str]]] = (
        ("list.open", "opens"), ("elsewhere.relate.restates", "restates"),
        ("elsewhere.relate.contradicts", "contradicts"), ("list.help", "help"), ("list.close", "close"),
    )  # fmt: skip
    HAS_PREVIEW = True

    def __init__(self, desk: Desk, annotation: Annotation) -> None:
        hints = tuple(hint for hint in type(self).HINTS if any(action.id == hint[0] for action in desk.actions))
        super().__init__(desk, _COLUMNS, Lines(), tall=2)
        self.HINTS = hints  # type: ignore[misc]  # an own scheme may have no such relation
        self._annotation = annotation
        self._places: list[Place] = []
        self._known = False
        self._words = ""

    def on_mount(self) -> None:
        """Look for the words."""
        super().on_mount()
        self.do(self._read())

    async def _read(self) -> None:
        from annotations.elsewhere import of_annotation, words_of

        annotation, layers = self._annotation, self.desk.tags.layers
        self._words, places = await self.desk.run(lambda w: (words_of(w, annotation), of_annotation(w, annotation)))
        # Others' words are as little shown here as in the article.
        self._places = [
            replace(place, entries=tuple(entry for entry in place.entries if layers.shows(entry.annotator)))
            for place in places
        ]
        self._known = True
        self._show()
        if not self._places:
            self.say("these words are nowhere else in the library")

    def _show(self) -> None:
        self.list.show(Lines([self._row(place) for place in self._shown()]), cursor=self.list.cursor)

    def _shown(self) -> list[Place]:
        wanted = self.wanted.casefold()
        return [place for place in self._places if wanted in f"{place.title} {_told(place.entries)}".casefold()]

    def filter_by(self, typed: str) -> None:
        """Show places in articles that are called so, or with such tags."""
        super().filter_by(typed)
        self._show()

    def _row(self, place: Place) -> Row:
        sentence = "" if place.sentence is None else str(place.sentence)
        alike = "same" if place.exact else f"{place.likeness:.0%}"
        cells = (
            cell(f"{place.article} {place.title}"),
            cell(sentence, "quiet"),
            cell(alike),
            cell(_told(place.entries)),
        )
        return Row(cells, below=(_marked(place),))

    def heading(self, width: int) -> Parts:
        """Whose words they are, and at how many places they are."""
        count = counted(len(self._places), "place") if self._known else "looking …"
        words = describe_words(self._annotation, self._words)
        return spread([(f" {one_line(words)}", ("heading",))], [(f"{count} ", ())], width)

    def preview(self, width: int, height: int) -> Sequence[Parts]:  # noqa: ARG002 - as the list calls it
        """Both wordings in full, and what is tagged there."""
        place = self.here(quiet=True)
        if place is None:
            return ()
        lines: list[Parts] = []
        for head, words in (("here", in_marks(self._words)), ("there", "".join(text for text, _ in _marked(place)))):
            lines.append([(head, ("quiet",))])
            lines += [[(line, ())] for line in wrapped(words, width)]
            lines.append([])
        for entry in place.entries:
            lines += [[(f"{entry.label}", (f"glyph.{entry.label}",))], *about_entry(entry, width)[2:], []]
        return lines

    def here(self, *, quiet: bool = False) -> Place | None:
        """The place with the cursor; says so where there is none, unless `quiet`."""
        shown = self._shown()
        if shown:
            return shown[min(self.list.cursor, len(shown) - 1)]
        if not quiet:
            self.say("there is nothing here")
        return None

    def open_row(self) -> None:
        """Go to the place."""
        place = self.here()
        if place is None:
            return
        alike = [entry for entry in place.entries if entry.label == self._annotation.label]
        self.leave(goal_of(alike[0]) if alike else Goal(place.article, offset=place.span.start))

    async def relate(self, relation: str) -> None:
        """Tie the annotation to the one at the place, which is made where there is none; one step for undo."""
        from annotations.restating import relate_place

        place = self.here()
        if place is None:
            return
        annotation = self._annotation
        joined = await self.desk.run(lambda w: relate_place(w, annotation, place, relation))
        if joined.edit is None:
            self.say(f"they are related so already: {relation}")
            return
        info = self.desk.reading.info
        if info is not None:
            await self.desk.tags.catch_up(info)
        await self.desk.tags.refresh_relations()
        await self._read()
        made = "" if any(e.label == annotation.label for e in place.entries) else f", a {annotation.label} made there"
        self.say(f"{quoted_words(self._words)} {relation} what is in article {place.article}{made}")

    def copy_source(self) -> None:
        """Copy the words of the place with title and source."""
        place = self.here()
        if place is not None:
            words = " ".join(piece.text for piece in place.pieces if piece.kind is not Kind.MISSING)
            self.desk.shell.copy(" – ".join(part for part in (words, place.title, place.source) if part))
            self.say("copied with title and source")


def describe_words(annotation: Annotation, words: str) -> str:
    """Name an annotation by its label and its words."""
    return f"{annotation.label} {quoted_words(words)}"


def _told(entries: Sequence[Entry]) -> str:
    """Labels, names and choices of what is tagged at a place."""
    told = []
    for entry in entries:
        names = dict.fromkeys(filler.means for filler in entry.fillers if filler.role != "cue")
        values = (value_words(value) for value in entry.attributes.values() if isinstance(value, str))
        told.append(" ".join([entry.label, ", ".join([*names, *values])]).strip())
    return "; ".join(told)


def _marked(place: Place) -> Cell:
    parts: list[tuple[str, tuple[str, ...]]] = []
    for piece in place.pieces:
        before, after = _AROUND[piece.kind]
        parts.append((f"{before}{piece.text}{after} ", _LOOKS[piece.kind]))
    return tuple(parts)
