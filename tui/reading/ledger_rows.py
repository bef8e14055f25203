"""The rows of a ledger: groups that are folded or not, and what is in them. Plain code, without a screen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from annotations.counts import counted
from annotations.ledger.entries import Entry
from annotations.ledger.grouped import Group
from annotations.names.runs import WORDING_ROLES
from annotations.schema import AttributeKind, LabelDef
from annotations.summaries import in_marks, value_words
from tui.reading.listed import Column, Row, cell

__all__ = ["COLUMNS", "At", "LedgerSource", "title_of"]

COLUMNS = (
    Column("who, and what", 24, 16, grows=True, id="words"),
    Column("how", 20, 10, rank=2, id="values"),
    Column("article", 18, 12, rank=1, id="article"),
    Column("no", 5, 3, right=True, rank=3, id="sentence"),
)
"""The last one is the number of the sentence."""
_HOW = frozenset({AttributeKind.CHOICE, AttributeKind.FLAG, AttributeKind.INTEGER})


class At(NamedTuple):
    """What a row is: a group, or with `entry` (the key of an annotation) one of it."""

    group: Group
    entry: int | None = None


class LedgerSource:
    """Groups, each followed by its annotations while it is unfolded.

    Attributes:
        groups: What there is; `total` annotations, each counted once.
        entries: What the annotations say that were looked at, by key.
    """

    def __init__(self, label: LabelDef, need: Callable[[Sequence[int]], None]) -> None:
        """Begin with nothing; `need` is called with keys of annotations whose words are to be shown."""
        self.label = label
        self.groups: Sequence[Group] = ()
        self.total = 0
        self.entries: dict[int, Entry] = {}
        self._need = need
        self._open: set[tuple[str, ...]] = set()
        self._ends: list[int] = []

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def show(self, groups: Sequence[Group], *, unfold: bool = False) -> None:
        """Show other groups; those of the same names stay as they were, and all are open if `unfold`."""
        self.groups = groups
        self.total = len({key for group in groups for key in group.keys})
        if unfold:
            self._open = {group.values for group in groups}
        self._count()

    def fold(self, group: Group, *, fold: bool | None = None) -> bool:
        """Fold or unfold a group; tells whether it is open now."""
        close = group.values in self._open if fold is None else fold
        (self._open.discard if close else self._open.add)(group.values)
        self._count()
        return not close

    def fold_all(self) -> bool:
        """Unfold all groups, or fold them where all are open; tells whether they are open now."""
        every = {group.values for group in self.groups}
        self._open = set() if every <= self._open else every
        self._count()
        return bool(self._open)

    def at(self, row: int) -> At | None:
        """What a row is; None where there is none."""
        if not 0 <= row < len(self):
            return None
        index = bisect_right(self._ends, row)
        group = self.groups[index]
        within = row - (self._ends[index - 1] if index else 0)
        return At(group) if within == 0 else At(group, group.keys[within - 1])

    def row_of(self, values: tuple[str, ...]) -> int:
        """The row at which the group with these values begins; 0 where there is none."""
        for index, other in enumerate(self.groups):
            if other.values == values:
                return self._ends[index - 1] if index else 0
        return 0

    def rows(self, first: int, count: int) -> Sequence[Row | None]:
        """Rows as they are drawn; None where the words are not read yet, which are asked for."""
        found = [self.at(row) for row in range(first, first + count)]
        missing = [at.entry for at in found if at is not None and at.entry is not None and at.entry not in self.entries]
        if missing:
            self._need(missing)
        return [None if at is None else self._row(at) for at in found]

    def _row(self, at: At) -> Row | None:
        if at.entry is None:
            return self._heading(at.group)
        entry = self.entries.get(at.entry)
        return None if entry is None else self._entry(entry)

    def _heading(self, group: Group) -> Row:
        mark = "-" if group.values in self._open else "+"
        also = f"  also {', '.join(group.also)}" if group.also else ""
        where = f"in {counted(group.articles, 'article')}"
        return Row(
            (
                ((f"{mark} ", ("quiet",)), (title_of(group), ("heading",)), (also, ("quiet",))),
                cell(counted(len(group.keys), self.label.name)),
                cell(where, "quiet"),
                cell(""),
            )
        )

    def _entry(self, entry: Entry) -> Row:
        words = in_marks(entry.words) if entry.fragments else "the whole article"
        doubt = "? " if entry.unsure else ""
        number = "" if entry.sentence is None else str(entry.sentence)
        return Row(
            (
                (("    ", ()), (doubt, ("heading",)), (words, ())),
                cell(self._how(entry), "quiet"),
                cell(f"{entry.article} {entry.title}", "quiet"),
                cell(number, "quiet"),
            )
        )

    def _how(self, entry: Entry) -> str:
        """The cue and the values of an annotation, and what speaks for and against it."""
        cues = [filler.called for filler in entry.fillers if filler.role in WORDING_ROLES]
        values = [
            value_words(entry.attributes.get(attribute.name))
            for attribute in self.label.attributes
            if attribute.kind in _HOW and attribute.name in entry.attributes
        ]
        others = [f.means for f in entry.fillers if f.role not in WORDING_ROLES][1:]
        ties = [f"+{len(entry.evidence_for)}"] if entry.evidence_for else []
        ties += [f"−{len(entry.evidence_against)}"] if entry.evidence_against else []
        return ", ".join([*cues, *(f"→ {name}" for name in others), *values, *ties])

    def _count(self) -> None:
        sizes = (1 + (len(group.keys) if group.values in self._open else 0) for group in self.groups)
        self._ends = list(accumulate(sizes))


def title_of(group: Group, unset: Mapping[int, str] | None = None) -> str:
    """What a group is called; `unset` names what is not set, by the place of the value."""
    named = [value or (unset or {}).get(at, "–") for at, value in enumerate(group.values)]
    return ", ".join(named)
