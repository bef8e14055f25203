"""Two roles of a label against each other: whose stances there are towards what, and which way they go."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotations.schema import Choice

__all__ = ["Cell", "Matrix", "matrix_of", "sign"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a holder and a target have in common.

    Attributes:
        keys: Of the annotations.
        values: Of each, the value of the matrix's attribute, an empty one where it is unset.
    """

    keys: tuple[int, ...]
    values: tuple[str, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """Annotations by value."""
        return Counter(self.values)

    @property
    def direction(self) -> str:
        """The value that most of them have; “mixed” where two have as many, empty where none is set."""
        most = Counter({value: count for value, count in self.counts.items() if value}).most_common(2)
        if not most:
            return ""
        return "mixed" if len(most) > 1 and most[0][1] == most[1][1] else most[0][0]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A label's two roles against each other: who is for or against what.

    Attributes:
        row_role: Whose fillers head the rows; `column_role` likewise.
        values: The values of the attribute that is counted, in the order of the schema, each with its sign.
        rows: Names, the ones with most annotations first; empty for nobody named. `columns` likewise.
        cells: By row and column; those without an annotation are left out.
    """

    row_role: str
    column_role: str
    values: Mapping[str, str]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[int, int], Cell]

    def columns_of(self, rows: Sequence[int]) -> list[int]:
        """Columns that have something in one of these rows, those with most annotations there first."""
        weights: Counter[int] = Counter()
        for row, column in self.cells:
            if row in rows:
                weights[column] += len(self.cells[row, column].keys)
        return sorted(weights, key=lambda column: (not self.columns[column], -weights[column], column))

    def written(self, cell: Cell) -> str:
        """Write the counts of a cell with their signs: “+3 −1”."""
        signs = {**self.values, "": "?" if self.values else ""}
        counts = cell.counts
        known = [value for value in signs if counts.get(value)]
        rest = [value for value in counts if value not in signs]
        return " ".join(f"{signs.get(value, value)}{counts[value]}" for value in (*known, *rest))


def matrix_of(roles: tuple[str, str], signs: Mapping[str, str], found: Iterable[tuple[int, str, str, str]]) -> Matrix:
    """Make a matrix.

    Args:
        roles: Of the rows and of the columns.
        signs: The values that are counted, in the order of the schema, each with its sign.
        found: Key of an annotation, who heads its row and its column, and its value (empty where it is unset).
    """
    keys: dict[tuple[str, str], list[int]] = defaultdict(list)
    values: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, row, column, value in found:
        keys[row, column].append(key)
        values[row, column].append(value)
    rows = _by_weight((row, len(found)) for (row, _), found in keys.items())
    row_at = {name: at for at, name in enumerate(rows)}
    first: dict[str, int] = {}
    for row, column in keys:
        first[column] = min(row_at[row], first.get(column, len(rows)))
    columns = _by_weight(((column, len(found)) for (_, column), found in keys.items()), first)
    column_at = {name: at for at, name in enumerate(columns)}
    placed = sorted((row_at[row], column_at[column], (row, column)) for row, column in keys)
    cells = {(row, column): Cell(tuple(keys[pair]), tuple(values[pair])) for row, column, pair in placed}
    return Matrix(*roles, signs, rows, columns, cells)


def sign(choice: Choice) -> str:
    """What stands before a count of a value: its key where that is a sign (“+3”), else its name (“true 3”)."""
    if choice.key and not choice.key.isalnum():
        return "−" if choice.key == "-" else choice.key
    return f"{choice.name} "


def _by_weight(weights: Iterable[tuple[str, int]], first: Mapping[str, int] | None = None) -> tuple[str, ...]:
    """Names with the heaviest first; of those that weigh the same, by `first`; nobody at the end."""
    order = first or {}
    total: Counter[str] = Counter()
    for name, weight in weights:
        total[name] += weight
    return tuple(sorted(total, key=lambda name: (not name, -total[name], order.get(name, 0), name)))
