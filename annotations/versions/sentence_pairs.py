"""Two texts as rows of words and of sentences, and which sentences of them are the same one."""

from __future__ import annotations

import re
import time
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from annotations.versions.likeness import alike, normal

__all__ = ["SHINGLE", "Coded", "Matching", "Piece", "couples", "runs_in_both"]

_TOKEN = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+|\s+|\.\.\.|--+|[\W_]")
_END_OF_PIECE = re.compile(r"(?<=[.!?…])[”’\"'»)\]]*\s+|[^\S\n]*\n\s*")
_WORD = re.compile(r"[^\W_]+")
_RUN = 8
"""Words, signs and spaces in a row that pair two stretches when they stand once in each."""
SHINGLE = 3
"""Words in a row by which a sentence is known that was edited."""
_LEAST_MOVED = 24
"""A run of sentences that stands elsewhere is taken for moved from so many code points on."""
_LEAST_ALIKE = 0.5
_COMMON = 20
"""Three words that stand in more sentences than this say nothing of where a sentence went."""


class Piece(NamedTuple):
    """About a sentence, with the white space after it: its code points, its tokens, and its words as a key."""

    start: int
    end: int
    first: int
    last: int
    key: str
    line: int


class Coded:
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

    def pieces(self) -> list[Piece]:
        """Part the text into about sentences."""
        ends = [match.end() for match in _END_OF_PIECE.finditer(self.text)]
        if not ends or ends[-1] < len(self.text):
            ends.append(len(self.text))
        found: list[Piece] = []
        start = first = line = 0
        for end in ends:
            last = bisect_left(self.starts, end)
            found.append(Piece(start, end, first, last, self.row[first:last].rstrip(self._space), line))
            line += "\n" in self.text[max(start, end - 8) : end]
            start, first = end, last
        return found


class Matching:
    """Which sentences of two texts are the same one: each of either at most once."""

    def __init__(self, old: Sequence[Piece], new: Sequence[Piece]) -> None:
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


def _singles(pieces: Sequence[Piece]) -> Iterator[tuple[str, range]]:
    return ((piece.key, range(i, i + 1)) for i, piece in enumerate(pieces) if piece.key)


def _doubles(pieces: Sequence[Piece]) -> Iterator[tuple[str, range]]:
    for i, (one, other) in enumerate(pairwise(pieces)):
        if one.key and other.key:
            yield f"{one.key}\n{other.key}", range(i, i + 2)


def _lines(pieces: Sequence[Piece]) -> Iterator[tuple[str, range]]:
    for _, group in groupby(enumerate(pieces), lambda one: one[1].line):
        members = list(group)
        yield "\n".join(piece.key for _, piece in members), range(members[0][0], members[-1][0] + 1)


def _once(units: Iterator[tuple[str, range]]) -> dict[str, range]:
    found: dict[str, range | None] = {}
    for key, run in units:
        found[key] = None if key in found else run
    return {key: run for key, run in found.items() if run is not None}


def runs_in_both(a: str, b: str) -> list[tuple[int, int, int]]:
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


def couples(
    lost: Sequence[Piece], fresh: Sequence[Piece], old: str, new: str, until: float
) -> Iterator[tuple[Piece, Piece]]:
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
    return {tuple(words[k : k + SHINGLE]) for k in range(len(words) - SHINGLE + 1)}
