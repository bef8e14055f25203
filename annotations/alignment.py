"""Which stretches of one text are in another version of it: the difference of the texts, word by word.

Sentences that stand once in each text are paired first, which is linear and finds moved paragraphs; between them, words
in a row that stand once in both. What lies between those is compared with diff-match-patch, and what then is left of
both sides is searched for sentences that were moved and edited as well. Quotation marks, dashes and spaces count as the
same in all their forms.
"""

from __future__ import annotations

import re
import time
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from diff_match_patch import diff_match_patch

__all__ = ["Alignment", "Pair", "alike", "normal"]

_SECONDS = 1.2
"""About the longest time that comparing may take; long stretches not compared by then count as rewritten."""
_LAST_SECONDS = 0.01
"""What each short stretch may take after that."""
_FORMS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»＂″", '"'),
        **dict.fromkeys("‘’‚‛‹›`´′", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
_SPACES = re.compile(r"\s+")
_DOTS = re.compile(r"…|\.\.\.")
_DASHES = re.compile(r"--+")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+|\s+|\.\.\.|--+|[\W_]")
_END_OF_PIECE = re.compile(r"(?<=[.!?…])[”’\"'»)\]]*\s+|[^\S\n]*\n\s*")
_WORD = re.compile(r"[^\W_]+")
_RUN = 8
"""Words, signs and spaces in a row that pair two stretches when they stand once in each."""
_SMALL = 60
"""Runs of fewer words, signs and spaces are compared at once."""
_SHINGLE = 3
_LEAST_MOVED = 24
"""A run of sentences that stands elsewhere is taken for moved from so many code points on."""
_LEAST_ALIKE = 0.5
_COMMON = 20
"""Three words that stand in more sentences than this say nothing of where a sentence went."""


class Pair(NamedTuple):
    """A stretch of the old text and the same stretch of the new one, in code points; `moved` if out of order.

    The two are of one length and the same words, or one word, sign or space in two typographic forms.
    """

    start: int
    end: int
    new_start: int
    new_end: int
    moved: bool = False


def normal(text: str) -> str:
    """Write a text with plain quotation marks, dashes and single spaces."""
    return _SPACES.sub(" ", _DASHES.sub("-", _DOTS.sub("...", text.translate(_FORMS))))


def alike(one: str, other: str) -> float:
    """How much two texts have in common, from 0 to 1: twice their common code points over all of theirs."""
    one, other = normal(one), normal(other)
    if one == other:
        return 1.0
    total = len(one) + len(other)
    if not one or not other:
        return 0.0
    if total > 4000:
        return _alike_words(one, other)
    differ = _differ()
    diffs = differ.diff_main(one, other, False, time.time() + 0.2)
    differ.diff_cleanupSemantic(diffs)
    return 2 * sum(len(part) for kind, part in diffs if kind == 0) / total


class _Piece(NamedTuple):
    """About a sentence, with the white space after it: its code points, its tokens, and its words as a key."""

    start: int
    end: int
    first: int
    last: int
    key: str
    line: int


class _Coded:
    """A text as a row of tokens, each one character: the same for all typographic forms of a word or sign."""

    def __init__(self, text: str, codes: dict[str, str]) -> None:
        self.text = text
        self.starts = array("I", (match.start() for match in _TOKEN.finditer(text)))
        tokens = _TOKEN.findall(text)
        for token in dict.fromkeys(tokens):
            if token not in codes:
                key = normal(token)
                if key not in codes:
                    number = len(codes) + 0x100
                    codes[key] = chr(number if number < 0xD800 else number + 0x800)
                codes[token] = codes[key]
        self.row = "".join(map(codes.__getitem__, tokens))
        self.starts.append(len(text))
        self._space = codes.get(" ", "")

    def pieces(self) -> list[_Piece]:
        """Part the text into about sentences."""
        ends = [match.end() for match in _END_OF_PIECE.finditer(self.text)]
        if not ends or ends[-1] < len(self.text):
            ends.append(len(self.text))
        found: list[_Piece] = []
        start = first = line = 0
        for end in ends:
            last = bisect_left(self.starts, end)
            found.append(_Piece(start, end, first, last, self.row[first:last].rstrip(self._space), line))
            line += "\n" in self.text[max(start, end - 8) : end]
            start, first = end, last
        return found


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
        self._a, self._b = _Coded(self.old, codes), _Coded(self.new, codes)
        old, new = self._a.pieces(), self._b.pieces()
        found = _Matching(old, new)
        found.match()
        pairs = [pair for i, j, moved in found for pair in self._same(old[i], new[j], moved=moved)]
        for i, i_end, j, j_end in found.gaps():
            pairs += self._compare(old[i].first, old[i_end - 1].last, new[j].first, new[j_end - 1].last)
        pairs = self._moved_and_edited(_joined(sorted(pairs)), old, new)
        self.pairs = _joined(sorted(pairs))

    def _same(self, one: _Piece, other: _Piece, *, moved: bool) -> Iterator[Pair]:
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
            for first, new_first, count in _anchors(a[i:i_end], b[j:j_end]):
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
        differ = _differ()
        until = min(max(self._until, now + _LAST_SECONDS), now + _SECONDS / 4)
        diffs = differ.diff_main(self._a.row[i:i_end], self._b.row[j:j_end], False, until)
        differ.diff_cleanupSemantic(diffs)
        for kind, part in diffs:
            if kind == 0:
                yield from self._tokens(i, j, len(part), moved=moved)
            i += len(part) if kind <= 0 else 0
            j += len(part) if kind >= 0 else 0

    def _moved_and_edited(self, pairs: list[Pair], old: list[_Piece], new: list[_Piece]) -> list[Pair]:
        """Pair sentences that stand elsewhere and are not the same any more; weak pairs in them give way."""
        starts = [pair.start for pair in pairs]
        by_new = sorted(pairs, key=lambda pair: pair.new_start)
        new_starts = [pair.new_start for pair in by_new]

        def poor(piece: _Piece, *, is_new: bool) -> bool:
            if piece.last - piece.first < 2 * _SHINGLE + 2:
                return False
            source, at = (by_new, new_starts) if is_new else (pairs, starts)
            covered = 0
            for pair in self._over(source, at, piece.start, piece.end, new=is_new):
                first, last = (pair.new_start, pair.new_end) if is_new else (pair.start, pair.end)
                covered += min(last, piece.end) - max(first, piece.start)
            return covered < _LEAST_ALIKE * (piece.end - piece.start)

        lost = [piece for piece in old if poor(piece, is_new=False)]
        fresh = [piece for piece in new if poor(piece, is_new=True)]
        couples = list(_couples(lost, fresh, self.old, self.new, self._until + _SECONDS / 2))
        if not couples:
            return pairs
        gone = sorted((one.start, one.end) for one, _ in couples)
        taken = sorted((other.start, other.end) for _, other in couples)
        kept = [
            pair
            for pair in pairs
            if not _within(pair.start, pair.end, gone) and not _within(pair.new_start, pair.new_end, taken)
        ]
        for one, other in couples:
            kept += self._compare(one.first, one.last, other.first, other.last, moved=True)
        return kept


class _Matching:
    """Which sentences of two texts are the same one: each of either at most once."""

    def __init__(self, old: Sequence[_Piece], new: Sequence[_Piece]) -> None:
        self._old = old
        self._new = new
        self._of_old: dict[int, int] = {}
        self._of_new: dict[int, int] = {}
        self._moved: set[int] = set()

    def __iter__(self) -> Iterator[tuple[int, int, bool]]:
        return ((i, j, i in self._moved) for i, j in sorted(self._of_old.items()))

    def match(self) -> None:
        """Pair what stands once in each text, those in order first, and what adjoins it and is the same."""
        unique = self._candidates()
        lengths = [len(self._old[i].key) for i, _ in unique]
        in_order = {unique[k] for k in _heaviest([j for _, j in unique], lengths)}
        for i, j in in_order:
            self._pair(i, j)
        for i, j in sorted(in_order):
            self._spread(i, j)
        for i, j in unique:
            if (i, j) not in in_order and i not in self._of_old and j not in self._of_new:
                self._move(i, j)

    def _candidates(self) -> list[tuple[int, int]]:
        """Sentences that stand once in each text: by themselves, with the one after them, or as part of a paragraph."""
        found: dict[int, int] = {}
        taken: set[int] = set()
        for units in (_singles, _doubles, _lines):
            there = _once(units(self._new))
            for key, run in _once(units(self._old)).items():
                twin = there.get(key)
                if twin is None or len(twin) != len(run):
                    continue
                for i, j in zip(run, twin, strict=True):
                    if i not in found and j not in taken:
                        found[i] = j
                        taken.add(j)
        return sorted(found.items())

    def gaps(self) -> Iterator[tuple[int, int, int, int]]:
        """Runs that lie between pairs in order: (first, end) of the old sentences, and of the new ones.

        Moved sentences part the runs of their text, and the parts are compared with all of the other side.
        """
        i = j = 0
        ordered = [(a, b) for a, b in sorted(self._of_old.items()) if a not in self._moved]
        for a, b in [*ordered, (len(self._old), len(self._new))]:
            if i < a and j < b:
                yield from self._parted(i, a, j, b)
            i, j = a + 1, b + 1

    def _parted(self, i: int, i_end: int, j: int, j_end: int) -> Iterator[tuple[int, int, int, int]]:
        olds = list(_runs(k for k in range(i, i_end) if k not in self._of_old))
        news = list(_runs(k for k in range(j, j_end) if k not in self._of_new))
        if len(olds) == len(news):
            yield from ((a, a_end, b, b_end) for (a, a_end), (b, b_end) in zip(olds, news, strict=True))
        elif len(olds) == 1:
            a, a_end = olds[0]
            b, b_end = max(news, key=lambda run: run[1] - run[0], default=(j, j))
            yield (a, a_end, b, b_end)
        elif olds and news:
            a, a_end = max(olds, key=lambda run: run[1] - run[0])
            b, b_end = max(news, key=lambda run: run[1] - run[0])
            yield (a, a_end, b, b_end)

    def _pair(self, i: int, j: int) -> None:
        self._of_old[i] = j
        self._of_new[j] = i

    def _spread(self, i: int, j: int) -> list[int]:
        """Pair the neighbours of a pair on both sides as far as they are the same; returns the old ones."""
        found = []
        for step in (-1, 1):
            a, b = i + step, j + step
            while (
                0 <= a < len(self._old)
                and 0 <= b < len(self._new)
                and a not in self._of_old
                and b not in self._of_new
                and self._old[a].key == self._new[b].key
            ):
                self._pair(a, b)
                found.append(a)
                a, b = a + step, b + step
        return found

    def _move(self, i: int, j: int) -> None:
        self._pair(i, j)
        run = [i, *self._spread(i, j)]
        if sum(len(self._old[k].key) for k in run) < _LEAST_MOVED:
            for k in run:
                del self._of_new[self._of_old.pop(k)]
        else:
            self._moved.update(run)


def _singles(pieces: Sequence[_Piece]) -> Iterator[tuple[str, range]]:
    return ((piece.key, range(i, i + 1)) for i, piece in enumerate(pieces) if piece.key)


def _doubles(pieces: Sequence[_Piece]) -> Iterator[tuple[str, range]]:
    for i, (one, other) in enumerate(pairwise(pieces)):
        if one.key and other.key:
            yield f"{one.key}\n{other.key}", range(i, i + 2)


def _lines(pieces: Sequence[_Piece]) -> Iterator[tuple[str, range]]:
    for _, group in groupby(enumerate(pieces), lambda one: one[1].line):
        members = list(group)
        yield "\n".join(piece.key for _, piece in members), range(members[0][0], members[-1][0] + 1)


def _once(units: Iterator[tuple[str, range]]) -> dict[str, range]:
    found: dict[str, range | None] = {}
    for key, run in units:
        found[key] = None if key in found else run
    return {key: run for key, run in found.items() if run is not None}


def _anchors(a: str, b: str) -> list[tuple[int, int, int]]:
    """Rows of tokens that stand once in each of two rows, in order: first of the one, of the other, how many."""
    once = _row_once(b)
    diagonals: list[list[int]] = []
    for row, i in _row_once(a).items():
        j = once.get(row)
        if j is None:
            continue
        last = diagonals[-1] if diagonals else None
        if last is not None and i - j == last[0] - last[1] and last[0] < i <= last[0] + last[2]:
            last[2] = i + _RUN - last[0]
        else:
            diagonals.append([i, j, _RUN])
    order = sorted(range(len(diagonals)), key=lambda k: diagonals[k][1])
    rank = {k: position for position, k in enumerate(order)}
    chain = _heaviest([rank[k] for k in range(len(diagonals))], [one[2] for one in diagonals])
    found: list[tuple[int, int, int]] = []
    at = new_at = 0
    for k in chain:
        i, j, count = diagonals[k]
        cut = max(0, at - i, new_at - j)
        if cut < count:
            found.append((i + cut, j + cut, count - cut))
            at, new_at = i + count, j + count
    return found


def _row_once(row: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for i in range(len(row) - _RUN + 1):
        part = row[i : i + _RUN]
        found[part] = -1 if part in found else i
    return {part: i for part, i in found.items() if i >= 0}


def _heaviest(numbers: Sequence[int], weights: Sequence[int]) -> list[int]:
    """Indexes of the rising subsequence whose weights sum up to most."""
    # A Fenwick tree over the numbers holds the best sum that ends below each.
    tree: list[tuple[int, int]] = [(0, -1)] * (max(numbers, default=-1) + 2)
    before: list[int] = []
    best = (0, -1)
    for index, number in enumerate(numbers):
        at, found = number, (0, -1)
        while at > 0:
            found = max(found, tree[at])
            at -= at & -at
        total = (found[0] + weights[index], index)
        before.append(found[1])
        best = max(best, total)
        at = number + 1
        while at < len(tree):
            tree[at] = max(tree[at], total)
            at += at & -at
    chain = []
    index = best[1]
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    first = last = -2
    for number in numbers:
        if number != last + 1:
            if first >= 0:
                yield first, last + 1
            first = number
        last = number
    if first >= 0:
        yield first, last + 1


def _couples(
    lost: Sequence[_Piece], fresh: Sequence[_Piece], old: str, new: str, until: float
) -> Iterator[tuple[_Piece, _Piece]]:
    """Sentences that have so many runs of three words in common, as no other has with either, that they are one."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j, piece in enumerate(fresh):
        for shingle in _shingles(new[piece.start : piece.end]):
            places[shingle].append(j)
    found: dict[int, tuple[float, int]] = {}
    for i, piece in enumerate(lost):
        votes: Counter[int] = Counter()
        shingles = _shingles(old[piece.start : piece.end])
        for shingle in shingles:
            if len(where := places.get(shingle, ())) <= _COMMON:
                votes.update(where)
        for j, count in votes.most_common(1):
            share = count / max(1, len(shingles))
            if share > 0.2 and share > found.get(j, (0.0, -1))[0]:
                found[j] = (share, i)
    for j, (_, i) in found.items():
        one, other = lost[i], fresh[j]
        if time.time() < until and alike(old[one.start : one.end], new[other.start : other.end]) >= _LEAST_ALIKE:
            yield one, other


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text)
    return {tuple(words[k : k + _SHINGLE]) for k in range(len(words) - _SHINGLE + 1)}


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


def _alike_words(one: str, other: str) -> float:
    a, b = Counter(_WORD.findall(one)), Counter(_WORD.findall(other))
    common = sum(len(word) * count for word, count in (a & b).items())
    total = sum(len(word) * count for words in (a, b) for word, count in words.items())
    return 2 * common / max(1, total)


def _differ() -> diff_match_patch:
    from diff_match_patch import diff_match_patch

    return diff_match_patch()
