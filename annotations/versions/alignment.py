"""Which stretches of one text are in another version of it: the difference of the texts, word by word.

Sentences that stand once in each text are paired first, which is linear and finds moved paragraphs; between them, words
in a row that stand once in both. What lies between those is compared with diff-match-patch, and what then is left of
both sides is searched for sentences that were moved and edited as well. Quotation marks, dashes and spaces count as the
same in all their forms.
"""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotations.versions.likeness import differ
from annotations.versions.sentence_pairs import SHINGLE, Coded, Matching, Piece, couples, runs_in_both

__all__ = ["Alignment", "Pair"]

_SECONDS = 1.2
"""About the longest time that comparing may take; long stretches not compared by then count as rewritten."""
_LAST_SECONDS = 0.01
"""What each short stretch may take after that."""
_SMALL = 60
"""Runs of fewer words, signs and spaces are compared at once."""
_LEAST_ALIKE = 0.5


class Pair(NamedTuple):
    """A stretch of the old text and the same stretch of the new one, in code points; `moved` if out of order.

    The two are of one length and the same words, or one word, sign or space in two typographic forms.
    """

    start: int
    end: int
    new_start: int
    new_end: int
    moved: bool = False


class Alignment:
    """Two versions of a text, aligned.

    Attributes:
        pairs: What is in both, in the order of the old text; no two share a code point in either text.
    """

    def __init__(self, old: str, new: str, seconds: float = _SECONDS) -> None:
        """Align two texts in about `seconds` at most."""
        self.old = old
        self.new = new
        self._until = time.time() + seconds
        self.pairs: list[Pair] = []
        self._align()
        self._starts = [pair.start for pair in self.pairs]
        self._by_new = sorted(self.pairs, key=lambda pair: pair.new_start)
        self._new_starts = [pair.new_start for pair in self._by_new]

    def over(self, start: int, end: int) -> list[Pair]:
        """Pairs that share a code point with a stretch of the old text, cut to it where they are of one length."""
        found = self._over(self.pairs, self._starts, start, end, new=False)
        return [_cut(pair, start, end) for pair in found]

    def over_new(self, start: int, end: int) -> list[Pair]:
        """Pairs that share a code point with a stretch of the new text, in its order."""
        return self._over(self._by_new, self._new_starts, start, end, new=True)

    def before(self, offset: int) -> Pair | None:
        """The last pair that ends at or before an offset of the old text."""
        index = bisect_right(self._starts, offset) - 1
        while index >= 0 and self.pairs[index].end > offset:
            index -= 1
        return self.pairs[index] if index >= 0 else None

    def after(self, offset: int) -> Pair | None:
        """The first pair that begins at or after an offset of the old text."""
        index = bisect_left(self._starts, offset)
        return self.pairs[index] if index < len(self.pairs) else None

    def offset(self, offset: int) -> int:
        """Where an offset of the old text is in the new one, or the end of what stands before it there."""
        here = self.over(offset, offset + 1)
        if here:
            return here[0].new_start
        before = self.before(offset)
        return 0 if before is None else min(before.new_end, max(0, len(self.new) - 1))

    @staticmethod
    def _over(pairs: Sequence[Pair], starts: Sequence[int], start: int, end: int, *, new: bool) -> list[Pair]:
        index = max(0, bisect_right(starts, start) - 1)
        found = []
        for at in range(index, len(pairs)):
            pair = pairs[at]
            first, last = (pair.new_start, pair.new_end) if new else (pair.start, pair.end)
            if first >= end:
                break
            if last > start:
                found.append(pair)
        return found

    def _align(self) -> None:
        codes: dict[str, str] = {" ": "\x20"}
        self._a, self._b = Coded(self.old, codes), Coded(self.new, codes)
        old, new = self._a.pieces(), self._b.pieces()
        found = Matching(old, new)
        found.match()
        pairs = [pair for i, j, moved in found for pair in self._same(old[i], new[j], moved=moved)]
        for i, i_end, j, j_end in found.gaps():
            pairs += self._compare(old[i].first, old[i_end - 1].last, new[j].first, new[j_end - 1].last)
        pairs = self._moved_and_edited(_joined(sorted(pairs)), old, new)
        self.pairs = _joined(sorted(pairs))

    def _same(self, one: Piece, other: Piece, *, moved: bool) -> Iterator[Pair]:
        """Two sentences that are the same but for typography and the space after them."""
        count = min(one.last - one.first, other.last - other.first)
        yield from self._tokens(one.first, other.first, count, moved=moved)

    def _tokens(self, i: int, j: int, count: int, *, moved: bool = False) -> Iterator[Pair]:
        """Pair `count` tokens from `i` and `j` on."""
        old, new = self._a.starts, self._b.starts
        whole = Pair(old[i], old[i + count], new[j], new[j + count], moved)
        if self.old[whole.start : whole.end] == self.new[whole.new_start : whole.new_end]:
            yield whole
            return
        for k in range(count):
            yield Pair(old[i + k], old[i + k + 1], new[j + k], new[j + k + 1], moved)

    def _compare(self, i: int, i_end: int, j: int, j_end: int, *, moved: bool = False) -> Iterator[Pair]:
        """Compare two rows of tokens."""
        a, b = self._a.row, self._b.row
        if min(i_end - i, j_end - j) > _SMALL:
            at, new_at = i, j
            for first, new_first, count in runs_in_both(a[i:i_end], b[j:j_end]):
                yield from self._differ(at, i + first, new_at, j + new_first, moved=moved)
                yield from self._tokens(i + first, j + new_first, count, moved=moved)
                at, new_at = i + first + count, j + new_first + count
            i, j = at, new_at
        yield from self._differ(i, i_end, j, j_end, moved=moved)

    def _differ(self, i: int, i_end: int, j: int, j_end: int, *, moved: bool) -> Iterator[Pair]:
        if i == i_end or j == j_end:
            return
        now = time.time()
        if now > self._until and min(i_end - i, j_end - j) > _SMALL:
            return
        comparing = differ()
        until = min(max(self._until, now + _LAST_SECONDS), now + _SECONDS / 4)
        diffs = comparing.diff_main(self._a.row[i:i_end], self._b.row[j:j_end], False, until)
        comparing.diff_cleanupSemantic(diffs)
        for kind, part in diffs:
            if kind == 0:
                yield from self._tokens(i, j, len(part), moved=moved)
            i += len(part) if kind <= 0 else 0
            j += len(part) if kind >= 0 else 0

    def _moved_and_edited(self, pairs: list[Pair], old: list[Piece], new: list[Piece]) -> list[Pair]:
        """Pair sentences that stand elsewhere and are not the same any more; weak pairs in them give way."""
        starts = [pair.start for pair in pairs]
        by_new = sorted(pairs, key=lambda pair: pair.new_start)
        new_starts = [pair.new_start for pair in by_new]

        def poor(piece: Piece, *, is_new: bool) -> bool:
            if piece.last - piece.first < 2 * SHINGLE + 2:
                return False
            source, at = (by_new, new_starts) if is_new else (pairs, starts)
            covered = 0
            for pair in self._over(source, at, piece.start, piece.end, new=is_new):
                first, last = (pair.new_start, pair.new_end) if is_new else (pair.start, pair.end)
                covered += min(last, piece.end) - max(first, piece.start)
            return covered < _LEAST_ALIKE * (piece.end - piece.start)

        lost = [piece for piece in old if poor(piece, is_new=False)]
        fresh = [piece for piece in new if poor(piece, is_new=True)]
        moved = list(couples(lost, fresh, self.old, self.new, self._until + _SECONDS / 2))
        if not moved:
            return pairs
        gone = sorted((one.start, one.end) for one, _ in moved)
        taken = sorted((other.start, other.end) for _, other in moved)
        kept = [
            pair
            for pair in pairs
            if not _within(pair.start, pair.end, gone) and not _within(pair.new_start, pair.new_end, taken)
        ]
        for one, other in moved:
            kept += self._compare(one.first, one.last, other.first, other.last, moved=True)
        return kept


def _within(start: int, end: int, ranges: Sequence[tuple[int, int]]) -> bool:
    index = bisect_right(ranges, (end, -1)) - 1
    return index >= 0 and ranges[index][1] > start


def _joined(pairs: Sequence[Pair]) -> list[Pair]:
    """Join pairs that adjoin in both texts; those that are no rising row keep to themselves."""
    joined: list[Pair] = []
    for pair in pairs:
        last = joined[-1] if joined else None
        if (
            last is not None
            and (last.end, last.new_end, last.moved) == (pair.start, pair.new_start, pair.moved)
            and last.end - last.start == last.new_end - last.new_start
            and pair.end - pair.start == pair.new_end - pair.new_start
        ):
            joined[-1] = Pair(last.start, pair.end, last.new_start, pair.new_end, pair.moved)
        else:
            joined.append(pair)
    return joined


def _cut(pair: Pair, start: int, end: int) -> Pair:
    if pair.end - pair.start != pair.new_end - pair.new_start:
        return pair
    ahead, behind = max(0, start - pair.start), max(0, pair.end - end)
    return Pair(pair.start + ahead, pair.end - behind, pair.new_start + ahead, pair.new_end - behind, pair.moved)
