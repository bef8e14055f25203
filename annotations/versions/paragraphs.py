"""Two texts compared paragraph by paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from annotations.text import Span
from annotations.versions.alignment import Alignment, Pair
from annotations.versions.changes import Change, ChangeKind, Mark, Part
from annotations.versions.likeness import normal

__all__ = ["paragraph_changes"]

_LINE = re.compile(r"[^\n]*\S[^\n]*")


def paragraph_changes(old: str, new: str) -> list[Change]:
    """Compare two texts paragraph by paragraph; what differs only in typography and spaces is the same."""
    return _Comparison(old, new).changes()


class _Comparison:
    def __init__(self, old: str, new: str) -> None:
        self._old = old
        self._new = new
        self._alignment = Alignment(old, new)
        self._olds = [Span(*match.span()) for match in _LINE.finditer(old)]
        self._news = [Span(*match.span()) for match in _LINE.finditer(new)]
        self._told: set[int] = set()

    def changes(self) -> list[Change]:
        found = [(span.start, 0, change) for change in self._paragraphs() for span in (change.span,)]
        for line in self._olds:
            for gap in self._gaps(line):
                if gap.start not in self._told:
                    change = self._removed(line, gap)
                    found.append((change.span.start, gap.start + 1, change))
        return [change for *_, change in sorted(found, key=lambda one: one[:2])]

    def _paragraphs(self) -> Iterator[Change]:
        for number, line in enumerate(self._news, 1):
            pairs = self._of_one_line([_cut_new(pair, line) for pair in self._alignment.over_new(*line)])
            gaps: list[Span] = []
            parts = list(_merged(self._parts(line, pairs, gaps)))
            letters = {mark: sum(_letters(part.text) for part in parts if part.mark is mark) for mark in Mark}
            moved = 2 * sum(pair.new_end - pair.new_start for pair in pairs if pair.moved) > line.end - line.start
            places = [*gaps, *(Span(pair.start, pair.end) for pair in pairs)]
            old = Span(min(p.start for p in places), max(p.end for p in places)) if places else None
            if not any(letters.values()):
                continue  # the rule of a table
            if not letters[Mark.SAME] and not letters[Mark.OUT]:
                yield Change(ChangeKind.ADDED, number, tuple(parts), line, None)
            elif letters[Mark.IN] or letters[Mark.OUT] or any(_tells(part) for part in parts):
                yield Change(ChangeKind.CHANGED, number, tuple(parts), line, old, moved=moved)
            elif moved:
                yield Change(ChangeKind.MOVED, number, tuple(parts), line, old, moved=True)

    def _parts(self, line: Span, pairs: Sequence[Pair], gaps: list[Span]) -> Iterator[Part]:
        """The words of a line of the newer version, and those gone from among them; their places go to `gaps`."""
        at = line.start
        for index, pair in enumerate(pairs):
            if index == 0 or self._adjoin(pairs[index - 1], pair):
                yield from self._out(self._before(pair), gaps)
            yield Part(Mark.IN, self._new[at : pair.new_start])
            yield Part(Mark.SAME, self._new[pair.new_start : pair.new_end])
            at = pair.new_end
        if pairs:
            yield from self._out(self._after(pairs[-1]), gaps)
        yield Part(Mark.IN, self._new[at : line.end])

    def _of_one_line(self, pairs: Sequence[Pair]) -> list[Pair]:
        """Leave out stops and spaces that are from other lines than the words."""
        letters: Counter[Span] = Counter()
        for pair in pairs:
            letters[self._line_at(pair.start)] += _letters(self._old[pair.start : pair.end])
        main = max(letters, key=lambda line: letters[line], default=None)
        return [
            pair
            for pair in pairs
            if _letters(self._old[pair.start : pair.end]) or (main and letters[main] and pair.start in range(*main))
        ]

    def _adjoin(self, one: Pair, other: Pair) -> bool:
        before = self._alignment.before(other.start)
        return before is None or before.start <= one.start < before.end

    def _out(self, gap: Span | None, gaps: list[Span]) -> Iterator[Part]:
        """What the older version has in a gap, the first time that it is come upon."""
        if gap is not None and gap.start not in self._told:
            self._told.add(gap.start)
            gaps.append(gap)
            yield Part(Mark.OUT, gap.of(self._old))

    def _before(self, pair: Pair) -> Span | None:
        before = self._alignment.before(pair.start)
        line = self._line_at(pair.start)
        start = max(line.start, 0 if before is None else before.end)
        return Span(start, pair.start) if start < pair.start else None

    def _after(self, pair: Pair) -> Span | None:
        after = self._alignment.after(pair.end)
        line = self._line_at(pair.end - 1)
        end = min(line.end, len(self._old) if after is None else after.start)
        return Span(pair.end, end) if pair.end < end else None

    def _line_at(self, offset: int) -> Span:
        index = bisect_right(self._olds, offset, key=lambda line: line.start) - 1
        return self._olds[max(0, index)]

    def _gaps(self, line: Span) -> Iterator[Span]:
        """Stretches of a line of the older version that are in no pair, as far as they have a letter."""
        at = line.start
        for pair in [*self._alignment.over(*line), None]:
            end = line.end if pair is None else max(pair.start, at)
            if not _letters(self._old[end : line.end]):
                end = line.end
            if at < end and _letters(self._old[at:end]):
                yield Span(at, end)
            at = at if pair is None else max(at, pair.end)

    def _removed(self, line: Span, gap: Span) -> Change:
        number = self._olds.index(line) + 1
        near = self._alignment.offset(gap.start)
        index = max(0, bisect_right(self._news, near, key=lambda one: one.start) - 1)
        part = Part(Mark.OUT, " ".join(gap.of(self._old).split()))
        return Change(ChangeKind.REMOVED, number, (part,), self._news[index], gap)


def _merged(parts: Iterator[Part]) -> Iterator[Part]:
    """Fold white space, and join parts of one mark."""
    last: Part | None = None
    for part in parts:
        if not part.text:
            continue
        folded = Part(part.mark, re.sub(r"\s+", " ", part.text))
        if last is not None and last.mark is folded.mark:
            last = Part(last.mark, last.text + folded.text)
        else:
            if last is not None:
                yield last
            last = folded
    if last is not None:
        yield last


def _tells(part: Part) -> bool:
    """Whether a change without letters says something: a question mark does, a space does not."""
    return part.mark is not Mark.SAME and not part.text.isspace() and normal(part.text).strip("\"'- ,") != ""


def _cut_new(pair: Pair, line: Span) -> Pair:
    if pair.end - pair.start != pair.new_end - pair.new_start:
        return pair
    ahead, behind = max(0, line.start - pair.new_start), max(0, pair.new_end - line.end)
    return Pair(pair.start + ahead, pair.end - behind, pair.new_start + ahead, pair.new_end - behind, pair.moved)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
