"""Drawing a row: its text in pieces of one style each, and the margin beside it.

Pure: what comes out depends on what goes in, and is text with names of styles (see `tui.reading.palette`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from rich.cells import cell_len, set_cell_size

from annotations.printable import visible
from annotations.text import BlockKind, Text
from tui.reading.display import Drawn, draw, safe
from tui.reading.labels import JumpLabel
from tui.reading.layout import Piece, Row
from tui.reading.marks import Layer, Mark, OnRow
from tui.reading.palette import StyleKey
from tui.reading.viewport import Frame

__all__ = ["BAR", "Body", "Parts", "fit_line", "paint_body", "paint_line", "paint_margin", "paint_row", "thumb_part"]

Parts: TypeAlias = "list[tuple[str, StyleKey]]"
"""Text and how it is styled, from left to right."""

BAR = "▌"
"""Stands beside the current sentence."""
_ACTIVE_BAR = "│"
_THUMB = "▕"
_MORE = "+"
_CUT = "…"
_KINDS: dict[BlockKind, StyleKey] = {
    BlockKind.HEADING: ("heading",),
    BlockKind.CODE: ("code",),
    BlockKind.CAPTION: ("quiet",),
    BlockKind.BYLINE: ("quiet",),
}
_USES = {Layer.SUGGESTION: "suggestion", Layer.ROLE: "role", Layer.ANNOTATION: "label"}
_MOST = 48
"""Marks that are drawn on one piece; of more, the shortest."""


class Body(NamedTuple):
    """A line of the page without the blank cells behind what stands on it.

    Attributes:
        cells: How many cells it takes.
        reach: How many cells from the left are to be drawn for it: all of the line, where terminals may not agree on
            the width of what is drawn, so that nothing of it stays behind.
    """

    parts: Parts
    cells: int
    reach: int


class _Stretch(NamedTuple):
    """One style on code points `start` to `end` of the article."""

    start: int
    end: int
    name: str


def paint_row(row: Row, text: Text, on: OnRow) -> tuple[Parts, int]:
    """Draw the text and furniture of a row of the article `text`; return the parts and their width in cells."""
    parts: Parts = []
    at = 0
    stretches = list(_stretches(on))
    things: list[tuple[int, Piece | str]] = [*row.furniture, *((piece.x, piece) for piece in row.pieces)]
    for x, thing in sorted(things, key=lambda thing: (thing[0], isinstance(thing[1], Piece))):
        if x > at:
            parts.append((" " * (x - at), ()))
            at = x
        if isinstance(thing, Piece):
            drawn, cells = _paint_piece(thing, text, stretches, _KINDS.get(row.kind, ()))
            if on.labels:
                drawn, cells = _with_labels(thing, text, on.labels, drawn, cells)
            parts += drawn
            at += cells
        else:
            room = min((piece.x - at for piece in row.pieces if piece.x >= x), default=len(thing))
            parts.append((thing[:room], ("furniture",)))
            at += min(room, len(thing))
    return _merged(parts), at


def paint_body(row: Row | None, text: Text, on: OnRow, frame: Frame) -> Body:
    """Draw what stands on a line of the page: margin, text and furniture; `row` is None below the article."""
    if row is None or not (row.pieces or row.furniture):
        return Body([], 0, 0)
    margin = paint_margin(row, on, frame.slots) if frame.text_x else []
    drawn, cells = paint_row(row, text, on)
    space = frame.text_x - frame.left - frame.slots - 1
    parts = _merged([(" " * frame.left, ()), *margin, (" " * max(0, space), ()), *drawn])
    certain = all(part.isascii() or draw(part).ends is None for part, _ in parts)
    at = frame.text_x + cells
    return Body(parts, at, at if certain else frame.width)


def paint_line(body: Body, frame: Frame, *, thumb: bool) -> Parts:
    """Draw a whole line of the page, as many cells as `frame` is wide.

    `thumb` tells whether the column for the place in the article is lit on this line.
    """
    last = frame.width - 1 if frame.thumb_x is not None else frame.width
    parts = [*body.parts, (" " * (last - body.cells), ())]
    if frame.thumb_x is not None:
        parts.append(thumb_part(thumb=thumb))
    return _merged(parts)


def fit_line(parts: Parts, width: int) -> Parts:
    """Make a line that is no article's fit to be drawn, and cut or fill it to `width` cells."""
    fitting: Parts = []
    used = 0
    for text, key in parts:
        cells = cell_len(text)
        if used + cells > width:
            text, cells = set_cell_size(text, width - used), width - used  # noqa: PLW2901
        fitting.append((visible(text), key))
        used += cells
    if used < width:
        fitting.append((" " * (width - used), ()))
    return fitting


def thumb_part(*, thumb: bool) -> tuple[str, StyleKey]:
    """Draw the cell of the column for the place in the article."""
    return (_THUMB, ("thumb",)) if thumb else (" ", ())


def paint_margin(row: Row, on: OnRow, slots: int) -> Parts:
    """Draw `slots` cells of glyphs and one of the bar.

    Each annotation on the row shows its glyph: those that start here before those that go on. When there are too many,
    each glyph is shown once, and then `+` stands for the rest. What is suggested shows one for each label, on the
    outside and only where there is room, so that the glyphs of annotations stay where they are.
    """
    found = _glyphs(row, on)
    offered = list(dict.fromkeys(one for one in found if one[1][0].startswith("suggestion.")))
    glyphs = [one for one in found if not one[1][0].startswith("suggestion.")]
    if len(glyphs) <= slots:
        glyphs = [*offered[: slots - len(glyphs)], *glyphs]
    if len(glyphs) > slots:
        first = dict(reversed(glyphs))
        glyphs = [(glyph, first[glyph]) for glyph in dict.fromkeys(glyph for glyph, _ in glyphs)]
    if len(glyphs) > slots:
        glyphs = [*glyphs[: max(0, slots - 1)], (_MORE, ("quiet",))][:slots]
    return _merged([(" " * (slots - len(glyphs)), ()), *glyphs, _bar(row, on)])


def _bar(row: Row, on: OnRow) -> tuple[str, StyleKey]:
    if on.current and row.touches(on.current.start, on.current.end):
        return BAR, ("bar.current",)
    if any(m.owner == on.active and m.layer is Layer.ANNOTATION for m in on.marks):
        return _ACTIVE_BAR, ("bar.active",)
    return " ", ()


def _glyphs(row: Row, on: OnRow) -> Parts:
    """The glyph of each owner with a mark on the row; what is active first, then what starts here."""
    found: dict[str, tuple[bool, bool, int, str, StyleKey]] = {}
    for mark in on.marks:
        if not mark.glyph or (mark.owner and mark.owner in found):
            continue
        starts = any(piece.start <= mark.start < piece.end for piece in row.pieces)
        active = bool(on.active) and mark.owner == on.active
        use = "suggestion" if mark.layer is Layer.SUGGESTION else "glyph" if starts else "rest"
        key: StyleKey = (f"{use}.{mark.label}", *(("glyph.active",) if active else ()))
        found[mark.owner or str(len(found))] = (not active, not starts, mark.start, _one_cell(mark.glyph), key)
    return [(glyph, key) for _, _, _, glyph, key in sorted(found.values())]


def _one_cell(glyph: str) -> str:
    drawn = draw(safe(glyph))
    return drawn.text[slice(*drawn.cluster_at(0))] if drawn.cell_at(drawn.cluster_at(0)[1]) == 1 else _MORE


def _stretches(on: OnRow) -> Iterator[_Stretch]:
    """All styles on the row, the weakest first. Of two annotations, the longer is the weaker."""
    if on.current:
        yield _Stretch(on.current.start, on.current.end, "current")
    for style in on.styles:
        yield _Stretch(style.start, style.end, f"style.{style.kind}")

    def strength(mark: Mark) -> tuple[int, bool, Layer]:
        return mark.start - mark.end, mark.owner == on.active, mark.layer

    marks = sorted(on.marks, key=strength)[-_MOST:]
    for mark in marks:
        yield _Stretch(mark.start, mark.end, f"{_USES[mark.layer]}.{mark.label}")
    for mark in marks:
        if on.active and mark.owner == on.active and mark.layer is not Layer.ROLE:
            yield _Stretch(mark.start, mark.end, "active")
    for span in on.matches:
        yield _Stretch(span.start, span.end, "match")
    if on.match:
        yield _Stretch(on.match.start, on.match.end, "match.current")
    for span in on.selection:
        yield _Stretch(span.start, span.end, "selected")


def _paint_piece(piece: Piece, text: Text, stretches: list[_Stretch], base: StyleKey) -> tuple[Parts, int]:
    drawn = draw(text[piece.start : piece.end])
    size = len(drawn.text.rstrip(" "))
    if drawn.cell_at(size) > piece.width:
        size = drawn.cluster_at(piece.width)[0]
        if not size:
            return [(_CUT, base)], 1
    layers = [
        (*drawn.whole(max(start - piece.start, 0), min(end - piece.start, size)), name)
        for start, end, name in stretches
        if start < piece.start + size and end > piece.start
    ]
    if not layers and "\u200d" not in drawn.text:
        return [(drawn.text[:size], base)] if size else [], drawn.cell_at(size)
    cuts = {0, size, *_joiners(drawn)}
    for start, end, _ in layers:
        cuts.update((start, end))
    edges = sorted(cut for cut in cuts if cut <= size)
    parts: Parts = []
    for start, end in pairwise(edges):
        names = [name for first, last, name in layers if first <= start and last >= end]
        # A name that comes twice counts where it is strongest.
        key = base + tuple(name for index, name in enumerate(names) if name not in names[index + 1 :])
        parts.append((drawn.text[start:end], key))
    return parts, drawn.cell_at(size)


def _with_labels(
    piece: Piece, text: Text, labels: tuple[JumpLabel, ...], parts: Parts, width: int
) -> tuple[Parts, int]:
    """Draw jump labels over what is drawn of a piece, `width` cells of it; return all of it and its width."""
    drawn = draw(text[piece.start : piece.end])
    for label in labels:
        if piece.start <= label.offset < piece.end:
            left = max(0, min(drawn.cell_at(label.offset - piece.start), piece.width - len(label.text)))
            right = left + len(label.text)
            before, _ = _cut(parts, left)
            _, behind = _cut(parts, right)
            # The first letter differs from the rest, so that labels side by side can be told apart.
            parts = [*before, (label.text[:1], ("jump",)), (label.text[1:], ("jump.rest",)), *behind]
            width = max(width, right)
    return parts, width


def _cut(parts: Parts, at: int) -> tuple[Parts, Parts]:
    """Part what is drawn at a cell; blanks stand for a wide character that is cut, and for what is missing."""
    before: Parts = []
    for index, (part, key) in enumerate(parts):
        drawn = draw(part)
        if drawn.width <= at:
            before.append((part, key))
            at -= drawn.width
            continue
        start, end = drawn.cluster_at(at)
        left = drawn.cell_at(start)
        inside = at - left
        behind: Parts = [(part[end:], key)] if inside else [(part[start:], key)]
        if inside:
            behind.insert(0, (" " * (drawn.cell_at(end) - at), key))
        return [*before, (part[:start] + " " * inside, key)], [*behind, *parts[index + 1 :]]
    return [*before, (" " * at, ())], []


def _joiners(drawn: Drawn) -> list[int]:
    """Ends of clusters after a joiner that joins nothing, where measuring text as a whole would go wrong."""
    if drawn.ends is None or "\u200d" not in drawn.text:
        return []
    return [end for end in drawn.ends if drawn.text[end - 1] == "\u200d"]


def _merged(parts: Parts) -> Parts:
    """Join neighbours of one style, but not over a joiner."""
    merged: Parts = []
    for text, key in parts:
        if merged and merged[-1][1] == key and not merged[-1][0].endswith("\u200d"):
            merged[-1] = (merged[-1][0] + text, key)
        elif text:
            merged.append((text, key))
    return merged
