"""Pictures as SVG, inside a page of HTML: each with a title and a description, its numbers written in it.

Sizes are in the units of the picture; every word goes through `annotations.html_page.escaped`. Looks come from the
classes of `STYLE`, so that pictures follow light, dark and paper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotations.html_page import escaped
from annotations.ledger.matrix import Matrix
from annotations.printable import cells
from annotations.statistics.charts import BLOCKS, days_between, fit

__all__ = ["STYLE", "bars", "heat_map", "timeline"]

STYLE = """
svg { font: 13px system-ui, sans-serif; } svg .bar { fill: var(--bar); } svg .axis { stroke: var(--line); }
svg .small { font-size: 11px; } svg .quiet { fill: var(--quiet); } svg .cell { stroke: var(--ground); stroke-width: 2; }
svg .v0 { fill: #009e73; } svg .v1 { fill: #d55e00; } svg .vx { fill: #7d7d7d; }
"""
"""Rules for the pictures; cells are bluish green and vermilion of Okabe and Ito, with their signs written in them."""

_WIDTH = 720
_NAME = 190
_ROW = 22
_CELL = 64
_HEAD = 110
_LETTERS = 23
_MOST_ROWS, _MOST_COLUMNS = 24, 14
_HEIGHT = 90


def bars(name: str, title: str, counts: Sequence[tuple[str, int]]) -> str:
    """A bar for each count; `name` is an id that no other picture of the page has."""
    most = max((count for _, count in counts), default=0) or 1
    room = _WIDTH - _NAME - 60
    parts = []
    for at, (label, count) in enumerate(counts):
        y = at * _ROW
        parts += [
            f'<text x="{_NAME - 8}" y="{y + 16}" text-anchor="end">{_short(label)}</text>',
            f'<rect class="bar" x="{_NAME}" y="{y + 4}" width="{count / most * room:.1f}" height="{_ROW - 7}"/>',
            f'<text class="small" x="{_NAME + count / most * room + 6:.1f}" y="{y + 16}">{count}</text>',
        ]
    told = ", ".join(f"{label}: {count}" for label, count in counts)
    return _svg(name, (title, told), (_WIDTH, len(counts) * _ROW + 4), parts)


def timeline(name: str, title: str, days: Mapping[str, int]) -> str:
    """A column for each day from the first to the last, or for as many days as have one unit of the width."""
    filled = days_between(days)
    if not filled:
        return ""
    step = -(-len(filled) // _WIDTH)
    stretches = [filled[at : at + step] for at in range(0, len(filled), step)]
    counts = [sum(count for _, count in stretch) for stretch in stretches]
    most = max(counts) or 1
    wide = min(24.0, (_WIDTH - 60) / len(counts))
    parts = [f'<line class="axis" x1="40" x2="{_WIDTH - 20}" y1="{_HEIGHT + 10}" y2="{_HEIGHT + 10}"/>']
    parts.append(f'<text class="small quiet" x="34" y="18" text-anchor="end">{most}</text>')
    for at, (stretch, count) in enumerate(zip(stretches, counts, strict=True)):
        high = count / most * _HEIGHT
        if count:
            parts.append(
                f'<rect class="bar" x="{40 + at * wide:.1f}" y="{_HEIGHT + 10 - high:.1f}"'
                f' width="{max(0.8, wide - 1):.1f}" height="{high:.1f}">'
                f"<title>{escaped(stretch[0][0])}: {count}</title></rect>"
            )
    first, last = filled[0][0], filled[-1][0]
    parts.append(f'<text class="small" x="40" y="{_HEIGHT + 26}">{escaped(first)}</text>')
    if last != first:
        parts.append(
            f'<text class="small" x="{_WIDTH - 20}" y="{_HEIGHT + 26}" text-anchor="end">{escaped(last)}</text>'
        )
    busiest, count = max(filled, key=lambda one: one[1])
    told = f"From {first} to {last}; most on {busiest}: {count}"
    return _svg(name, (title, told), (_WIDTH, _HEIGHT + 34), parts)


def heat_map(name: str, title: str, matrix: Matrix) -> str:
    """A cell for each two names: the more annotations, the stronger; green, red or grey by where most of them go.

    Not more than 24 rows and 14 columns, those with most annotations first; the table beside it has all.
    """
    rows = range(min(_MOST_ROWS, len(matrix.rows)))
    columns = matrix.columns_of(rows)[:_MOST_COLUMNS]
    most = max((len(cell.keys) for cell in matrix.cells.values()), default=1)
    values = list(matrix.values)
    parts = []
    for at, column in enumerate(columns):
        x, y = _NAME + at * _CELL + _CELL // 2, _HEAD - 8
        label = _short(matrix.columns[column] or "–", 18)
        parts.append(f'<text class="small" transform="translate({x} {y}) rotate(-40)">{label}</text>')
    for row in rows:
        y = _HEAD + row * (_ROW + 6)
        parts.append(f'<text x="{_NAME - 8}" y="{y + 19}" text-anchor="end">{_short(matrix.rows[row] or "–")}</text>')
        for at, column in enumerate(columns):
            cell = matrix.cells.get((row, column))
            if cell is None:
                continue
            way = cell.direction
            kind = f"v{values.index(way)}" if way in values[:2] else "vx"
            x = _NAME + at * _CELL
            strength = 0.2 + 0.35 * len(cell.keys) / most
            parts.append(
                f'<rect class="cell {kind}" x="{x}" y="{y}" width="{_CELL}" height="{_ROW + 6}"'
                f' fill-opacity="{strength:.2f}"/>'
            )
            parts.append(
                f'<text class="small" x="{x + _CELL // 2}" y="{y + 18}" text-anchor="middle">'
                f"{escaped(matrix.written(cell))}</text>"
            )
    width = _NAME + max(1, len(columns)) * _CELL + 70
    told = f"{len(rows)} of {len(matrix.rows)} rows, {len(columns)} of {len(matrix.columns)} columns"
    return _svg(name, (title, told), (width, _HEAD + len(rows) * (_ROW + 6) + 6), parts)


def _svg(name: str, said: tuple[str, str], size: tuple[int, int], parts: Sequence[str]) -> str:
    """Put a frame around a picture: its title and description, width and height."""
    (title, told), (width, height) = said, size
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"'
        f' aria-labelledby="{name}-title {name}-desc" xmlns="http://www.w3.org/2000/svg">\n'
        f'<title id="{name}-title">{escaped(title)}</title>\n<desc id="{name}-desc">{escaped(told)}</desc>\n'
        + "\n".join(parts)
        + "\n</svg>"
    )


def _short(text: str, width: int = _LETTERS) -> str:
    return escaped(fit(text, min(width, cells(text)), BLOCKS).strip())
