"""What the inspector shows, as lines. Plain code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from annotations.model import Annotation
from annotations.printable import one_line
from annotations.summaries import quoted, value_words
from tui.acts.suggesting import current as suggestion_here
from tui.inspecting import Inspector, Row, RowKind, filler_words, rows
from tui.reading.painting import Parts
from tui.reading.palette import StyleKey
from tui.reading.suggestions import Offered
from tui.status import QUIET, STRONG, clipped
from tui.walking import Walk

if TYPE_CHECKING:
    from tui.desk import Desk

_WHO_SAYS = 3
"""Lines of a suggestion that tell what it is, its source and its cue."""
MOST = 12
"""Annotations at one place that are listed whole; of more, their number."""


def inspector_lines(desk: Desk, width: int, height: int) -> list[Parts]:
    """The annotations at the cursor, the active one marked `▸`; while the inspector has the keys, its rows."""
    if width < 8:
        return []
    taker = desk.taker
    inspector = taker if isinstance(taker, Inspector) else None
    here = desk.reading.annotations_here()
    active = desk.reading.active_annotation
    if active is not None and active not in here and (inspector is not None or desk.reading.selection is not None):
        # It is what a role or a fragment that is selected elsewhere will belong to.
        here = [active, *here]
    offered = suggestion_here(desk) if inspector is None else None
    suggested = _suggestion(desk, offered, width) if offered is not None else []
    if isinstance(taker, Walk):
        suggested = _with_page(suggested, taker.also_on_page(), width, height)
    if offered is not None and offered.id == desk.reading.suggested:
        # The one that was stepped to comes before what is there already.
        return [*suggested, [], *inspector_annotations(desk, here, width, height)] if here else suggested
    if not here:
        return suggested or [[(" no annotation here", QUIET)], *_help(desk, width)]
    lines = inspector_annotations(desk, here, width, height)
    return [*lines, *suggested] if suggested else lines


def _with_page(suggested: list[Parts], also: Sequence[str], width: int, height: int) -> list[Parts]:
    """A suggestion and what else `p` takes, a line each; in little room, without why, the rest counted."""
    if not also:
        return suggested
    whole = len(suggested) + len(also) + 2 <= height
    lines: list[Parts] = [*suggested, []] if whole else suggested[:_WHO_SAYS]
    lines.append([("  p", STRONG), (" takes these as well", QUIET)])
    room = len(also) if whole else max(1, height - len(lines))
    shown = also if len(also) <= room else also[: room - 1]
    lines += [[(f"  {clipped(one_line(line), width - 3)}", ())] for line in shown]
    return lines if len(shown) == len(also) else [*lines, [(f"  and {len(also) - len(shown)} more", QUIET)]]


def inspector_annotations(desk: Desk, here: Sequence[Annotation], width: int, height: int) -> list[Parts]:
    """The annotations of a place, the active one first."""
    taker = desk.taker
    inspector = taker if isinstance(taker, Inspector) else None
    active = desk.reading.active_annotation
    first = [annotation for annotation in here if active is not None and annotation.id == active.id]
    lines: list[Parts] = []
    at = 0
    for annotation in [*first, *(other for other in here if other not in first)][:MOST]:
        editing = inspector if inspector is not None and annotation in first else None
        made, row = _annotation(desk, annotation, width, editing, active=annotation in first)
        if row is not None:
            at = len(lines) + row
        lines += [*made, []]
    if len(lines) > height:
        at -= sum(1 for line in lines[:at] if not line)
        lines = [line for line in lines if line]  # every row is needed
    if len(here) > MOST:
        lines.append([(f" and {len(here) - MOST} more", QUIET)])
    keys = _keys(inspector, width) if inspector is not None else []
    # Keep the row that is edited in sight, and its keys.
    room = max(2, height - len(keys))
    if len(lines) > room and inspector is not None:
        top = max(0, min(at - room + 2, len(lines) - room))
        lines = lines[top : top + room]
    return [*lines, *keys]


def _suggestion(desk: Desk, offered: Offered, width: int) -> list[Parts]:
    """A suggestion: what it would make, why, and the keys that answer it."""
    one = offered.suggestion
    mark = "▸" if offered.id == desk.reading.suggested else "·"
    head = clipped(f" suggested {round(100 * one.score)} %", width - 2 - len(offered.label))
    lines: list[Parts] = [[(mark, STRONG), (offered.label, (f"suggestion.{offered.label}",)), (head, QUIET)]]
    words = [(role.role, filler_words(role, desk.reading.text)) for role in one.roles]
    words += [(name, value_words(value)) for name, value in one.attributes.items()]
    if one.reasons:
        words.append(("why", ", ".join(one.reasons)))
    name_width = max((cell_len(name) for name, _ in words), default=0)
    for name, value in words:
        pieces = _wrapped(one_line(value), max(4, width - name_width - 4))[:3]
        lines.append([(f"  {name}{' ' * (name_width - cell_len(name) + 1)}", QUIET), (pieces[0], ())])
        lines += [[(" " * (name_width + 3), ()), (piece, ())] for piece in pieces[1:]]
    if desk.taker is None:
        lines.append([("  a", STRONG), (" accept  ", QUIET), ("d", STRONG), (" dismiss  ", QUIET), ("A a", STRONG),
                      (" change", QUIET)])  # fmt: skip
    return lines


def _annotation(
    desk: Desk, annotation: Annotation, width: int, inspector: Inspector | None, *, active: bool
) -> tuple[list[Parts], int | None]:
    listed = rows(annotation, desk.schema, desk.reading, whole=inspector is not None)
    lines = [_heading(desk, listed[0], width, active=active)]
    name_width = min(max((cell_len(row.name) for row in listed[1:]), default=0), max(4, width // 2 - 2))
    edited = None
    for index, row in enumerate(listed[1:], 1):
        chosen = inspector is not None and index == inspector.row
        if chosen:
            edited = len(lines)
        lines += _row(row, name_width, width, chosen=chosen, editing=inspector is not None)
    return lines, edited


def _heading(desk: Desk, row: Row, width: int, *, active: bool) -> Parts:
    annotation = row.annotation
    mark = "▸" if active else " "
    parts: Parts = [(mark, STRONG), (annotation.label.upper(), (f"glyph.{annotation.label}",))]
    rest = row.value
    if annotation.annotator != desk.session.annotator:
        rest = ", ".join(filter(None, (rest, f"by {one_line(annotation.annotator)}")))
    if annotation.fragments:
        rest = "  ".join(filter(None, (rest, one_line(quoted(annotation, desk.reading.text)))))
    if rest:
        parts.append((clipped(f"  {rest}", width - 2 - cell_len(annotation.label)), QUIET))
    return parts


def _row(row: Row, name_width: int, width: int, *, chosen: bool, editing: bool) -> list[Parts]:
    mark = "›" if chosen else " "
    key = f"{row.key or ' '} " if editing else ""
    name = clipped(row.name, name_width)
    head = f"{mark}{key}{name}{' ' * (name_width - cell_len(name) + 1)}"
    room = max(4, width - cell_len(head) - 1)
    value = one_line(row.value) or "–"
    style: StyleKey = ("heading",) if chosen else ()
    pieces = _wrapped(value, room)[: 8 if row.kind is RowKind.NOTE else 4]
    lines: list[Parts] = [[(head, STRONG if chosen else QUIET), (pieces[0], style)]]
    lines += [[(" " * cell_len(head), ()), (piece, style)] for piece in pieces[1:]]
    return lines


def _wrapped(text: str, width: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        if line and cell_len(line) + 1 + cell_len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
        while cell_len(line) > width:
            cut = clipped(line, width + 1)[:-1] or line[:1]
            lines.append(cut)
            line = line[len(cut) :]
    return [*lines, line]


def _keys(inspector: Inspector, width: int) -> list[Parts]:
    lines: list[Parts] = []
    line: Parts = [(" ", ())]
    used = 1
    for key, title in inspector.hints():
        cells = cell_len(key) + cell_len(title) + 3
        if used + cells > width and used > 1:
            lines.append(line)
            line, used = [(" ", ())], 1
        line += [(key, STRONG), (f" {title}  ", QUIET)]
        used += cells
    return [*lines, line]


def _help(desk: Desk, width: int) -> list[Parts]:
    keys = "  ".join(f"{label.key} {label.name}" for label in desk.schema.labels if label.key)
    return [[], [(clipped(f" {keys}", width - 1), QUIET)]]
