"""Changed paragraphs as lines for people: `-` what was, `+` what is, marks around the words that differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotations.summaries import quoted_words
from annotations.versions.changes import Change, ChangeKind, Mark, Part, Touched

__all__ = ["AROUND", "Line", "Piece", "head", "shown", "touched_words"]

AROUND = 60
"""Code points that are shown of what is the same before and after a change."""
_HEADS = {
    ChangeKind.CHANGED: "paragraph {}",
    ChangeKind.ADDED: "paragraph {}, added",
    ChangeKind.REMOVED: "paragraph {} of version {}, taken out",
    ChangeKind.MOVED: "paragraph {}, moved",
}


class Piece(NamedTuple):
    """A stretch of a line, and whether it is what differs."""

    text: str
    differs: bool = False


class Line(NamedTuple):
    """A side of a change: `-` for the older version, `+` for the newer, `>` for what only moved."""

    sign: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The line without its sign."""
        return "".join(piece.text for piece in self.pieces)


def head(change: Change, older: int) -> str:
    """Name a changed paragraph; `older` is the number of the older version."""
    also = ", moved" if change.moved and change.kind is ChangeKind.CHANGED else ""
    return _HEADS[change.kind].format(change.number, older) + also


def shown(change: Change, around: int | None = AROUND) -> Iterator[Line]:
    """The lines of a change; of what is the same, `around` code points beside what differs, all if None."""
    whole = "".join(part.text for part in change.parts)
    match change.kind:
        case ChangeKind.MOVED:
            yield Line(">", (Piece(whole if around is None else _beginning(whole, 2 * around)),))
        case ChangeKind.ADDED:
            yield Line("+", (Piece(whole, differs=True),))
        case ChangeKind.REMOVED:
            yield Line("-", (Piece(whole, differs=True),))
        case ChangeKind.CHANGED:
            parts = change.parts if around is None else tuple(_shortened(change.parts, around))
            if any(part.mark is Mark.OUT for part in parts):
                yield Line("-", tuple(_side(parts, Mark.OUT, "[-", "-]")))
            yield Line("+", tuple(_side(parts, Mark.IN, "{+", "+}")))


def touched_words(one: Touched) -> str:
    """Say which annotation is touched, and how."""
    annotation = one.annotation
    state = "lost, it waits for a place" if one.lost else "on changed words"
    return f"{annotation.label} {quoted_words(' … '.join(one.before))} by {annotation.annotator}: {state}"


def _side(parts: Sequence[Part], mark: Mark, opening: str, closing: str) -> Iterator[Piece]:
    for part in parts:
        if part.mark is Mark.SAME:
            yield Piece(part.text)
        elif part.mark is mark:
            text = part.text.strip()
            at = part.text.index(text) if text else len(part.text)
            yield Piece(part.text[:at])
            if text:
                yield Piece(f"{opening}{text}{closing}", differs=True)
                yield Piece(part.text[at + len(text) :])


def _shortened(parts: Sequence[Part], around: int) -> Iterator[Part]:
    for index, part in enumerate(parts):
        text = part.text
        if part.mark is Mark.SAME:
            first, last = index == 0, index == len(parts) - 1
            if first and len(text) > around:
                text = f"…{text[-around:]}"
            elif last:
                text = _beginning(text, around)
            elif len(text) > 2 * around:
                text = f"{text[:around]} … {text[-around:]}"
        yield Part(part.mark, text)


def _beginning(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
