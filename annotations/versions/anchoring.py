"""Find a span again in another version of its text, or say that it cannot be found.

A span goes where the difference of the texts takes it. That place must have its words, and where the words alone prove
little also what stood around them; else the whole text is searched for them, and of several places the one counts that
stands out by what is around it. What is not surely found is lost, with the best guess.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence

from annotations.offsets import CONTEXT, context, trim
from annotations.text import Span
from annotations.versions.alignment import Alignment, Pair
from annotations.versions.likeness import alike, normal
from annotations.versions.placement import Kind, Placement

__all__ = ["Anchoring", "place"]

LEAST_ALIKE = 0.68
"""From this similarity on, changed words count as the same place."""
LEAST_ALIKE_SHORT = 0.6
"""The same for spans of up to 60 code points: of three words, one may be another."""
_SHORT = 60
_PROOF = 28
"""Code points, of a span and of what is unchanged beside it, that prove a place."""
_LEAST_CONTEXT = 0.5
_SURE_CONTEXT = 0.75
_MARGIN = 0.15
"""How much better than the next one the surroundings of a place must be."""
_TELLING = 40
"""Words of this many code points that stand once in both texts need no surroundings."""
_FEW = 3
"""So many words that were replaced at the edge of a span have what replaced them in their place."""
_MUCH = 12
_CHANCE = 3
"""What is the same beyond so many letters that are not, is so by chance if it has no more letters than this."""
_SECONDS = 3.0
"""How long all of a text may be searched for words that are not where they were; what is not found by then is lost."""
_MOST_PLACES = 200
_CLOSING = frozenset(".,;:!?…)]”’ \n")
"""Signs with which no span begins anew."""
_WORD = re.compile(r"[^\W_]+")


def place(old: str, new: str, spans: Iterable[Span]) -> list[Placement]:
    """Place spans of the text `old` in the text `new`, in their order; it takes about a second for 1 MB."""
    anchoring = Anchoring(old, new)
    return [anchoring.place(span) for span in spans]


class Anchoring:
    """Places spans of one text in another.

    Attributes:
        alignment: The texts side by side.
    """

    def __init__(self, old: str, new: str) -> None:
        self._old = old
        self._new = new
        self.alignment = Alignment(old, new)
        self._placed: dict[Span, Placement] = {}
        self._searching = 0.0

    def place(self, span: Span) -> Placement:
        """Place one span.

        Raises:
            ValueError: It reaches beyond the end of the old text.
        """
        if span.end > len(self._old):
            raise ValueError(f"{span.start}-{span.end} reaches beyond the end of the text")
        placed = self._placed.get(span)
        if placed is None:
            placed = self._placed[span] = self._place(span)
        return placed

    def _place(self, span: Span) -> Placement:
        words = span.of(self._old)
        there = self._aligned(span)
        guess = Placement(Kind.LOST, None, 0.0)
        if there is not None:
            target, moved = there
            similarity = alike(words, target.of(self._new))
            guess = Placement(Kind.LOST, target, similarity)
            least = LEAST_ALIKE_SHORT if len(words) <= _SHORT else LEAST_ALIKE
            if similarity >= least and self._stands(span, target, similarity):
                same = words == target.of(self._new)
                kind = (Kind.MOVED if moved else Kind.EXACT) if same else Kind.CHANGED
                return Placement(kind, target, similarity)
        if self._searching > _SECONDS:
            return guess
        start = time.monotonic()
        found = self._searched(span, words, guess)
        self._searching += time.monotonic() - start
        return found

    def offset(self, offset: int) -> int:
        """Where a place in the old text is in the new one, or what stood before it; for a cursor."""
        return self.alignment.offset(offset)

    # By the difference of the texts

    def _aligned(self, span: Span) -> tuple[Span, bool] | None:
        """The stretch that a span becomes, and whether it is out of order."""
        group = self._without_stray(_together(self.alignment.over(span.start, span.end)))
        if not group:
            return self._rewritten(span)
        first, last = group[0], group[-1]
        start, end = first.new_start, last.new_end
        if first.start > span.start:
            start = self._start_in_gap(span, first)
        if last.end < span.end:
            end = self._end_in_gap(span, last)
        while start < end and first.start > span.start and self._new[start] in _CLOSING:
            start += 1
        start, end = trim(self._new, start, end)
        return (Span(start, end), first.moved) if start < end else None

    def _without_stray(self, group: list[Pair]) -> list[Pair]:
        """Leave out what at the edges is the same by chance: a stop, a “the”, beyond much that is not."""
        while len(group) > 1 and self._stray(
            group[0], group[0].end, group[1].start, group[0].new_end, group[1].new_start
        ):
            group = group[1:]
        while len(group) > 1 and self._stray(
            group[-1], group[-2].end, group[-1].start, group[-2].new_end, group[-1].new_start
        ):
            group = group[:-1]
        return group

    def _stray(self, edge: Pair, start: int, end: int, new_start: int, new_end: int) -> bool:
        between = max(_letters(self._old[start:end]), _letters(self._new[new_start:new_end]))
        return between >= _MUCH and _letters(self._old[edge.start : edge.end]) <= _CHANCE

    def _rewritten(self, span: Span) -> tuple[Span, bool] | None:
        """The words that stand in place of words that are all gone: as many, counted from where they stood."""
        before, after = self.alignment.before(span.start), self.alignment.after(span.end)
        ga, na = (0, 0) if before is None else (before.end, before.new_end)
        gb, nb = (len(self._old), len(self._new)) if after is None else (after.start, after.new_start)
        if not na < nb:
            return None
        olds, news = _words(self._old, ga, gb), _words(self._new, na, nb)
        mine = [k for k, word in enumerate(olds) if word.overlaps(span)]
        if not mine or not news or len(news) > 3 * len(olds) + 3:
            return None
        if len(olds) == len(news):
            first, last = mine[0], mine[-1]
        else:
            share = len(news) / len(olds)
            first = min(len(news) - 1, int(mine[0] * share))
            last = min(len(news) - 1, max(first, round((mine[-1] + 1) * share) - 1))
        return Span(news[first].start, news[last].end), False

    def _start_in_gap(self, span: Span, first: Pair) -> int:
        before = self.alignment.before(first.start)
        ga, na = (0, 0) if before is None else (before.end, before.new_end)
        if not na < first.new_start or (before is not None and before.moved != first.moved):
            return first.new_start
        olds, news = _words(self._old, ga, first.start), _words(self._new, na, first.new_start)
        inside = sum(1 for word in olds if word.end > span.start)
        count = self._share(inside, olds, news)
        if not news or not count:
            return first.new_start if inside or not olds else na
        if count == len(news) and inside == len(olds) and not _WORD.search(self._old[ga : span.start]):
            return self._sign_start(span, na, news[0].start)
        return news[-count].start

    def _end_in_gap(self, span: Span, last: Pair) -> int:
        after = self.alignment.after(last.end)
        gb, nb = (len(self._old), len(self._new)) if after is None else (after.start, after.new_start)
        if not last.new_end < nb or (after is not None and after.moved != last.moved):
            return last.new_end
        olds, news = _words(self._old, last.end, gb), _words(self._new, last.new_end, nb)
        inside = sum(1 for word in olds if word.start < span.end)
        count = self._share(inside, olds, news)
        if not news or not count:
            return last.new_end
        if count == len(news) and inside == len(olds):
            return self._sign_end(span, news[-1].end, nb)
        return news[count - 1].end

    def _share(self, inside: int, olds: Sequence[Span], news: Sequence[Span]) -> int:
        """How many of `news` words stand for `inside` of `olds`, at one end of both; none for another sentence."""
        if not inside or not news:
            return 0
        if max(inside, len(news)) > _FEW:
            one, other = self._old[olds[0].start : olds[-1].end], self._new[news[0].start : news[-1].end]
            if alike(one, other) < LEAST_ALIKE:
                return 0
        if len(olds) == len(news):
            return inside
        if inside == len(olds):
            return len(news)
        return max(1, min(len(news), inside if len(news) > len(olds) else round(inside * len(news) / len(olds))))

    def _sign_start(self, span: Span, low: int, word: int) -> int:
        """A span that began with a sign (a quotation mark) takes in the signs before its first new word."""
        if self._old[span.start].isalnum():
            return word
        return trim(self._new, low, word)[0] if low < word else word

    def _sign_end(self, span: Span, word: int, high: int) -> int:
        if self._old[span.end - 1].isalnum():
            return word
        return trim(self._new, word, high)[1] if word < high else word

    # What proves a place

    def _stands(self, span: Span, target: Span, similarity: float) -> bool:
        """Whether the words, with what is unchanged around them, can be no other place."""
        proof = (span.end - span.start) * similarity
        ahead = _common_end(self._old[max(0, span.start - CONTEXT) : span.start], self._new[: target.start][-CONTEXT:])
        behind = _common_start(self._old[span.end : span.end + CONTEXT], self._new[target.end : target.end + CONTEXT])
        if proof + ahead + behind >= _PROOF:
            return True
        return self._around(span, target) >= _LEAST_CONTEXT

    def _around(self, span: Span, target: Span) -> float:
        """How alike are what stands before and behind, from 0 to 1; where one of them is the same, that counts more."""
        _, prefix, suffix = context(self._old, span)
        _, new_prefix, new_suffix = context(self._new, target)
        ahead, behind = _alike_near(prefix, new_prefix), _alike_near(suffix, new_suffix)
        return 0.5 * max(ahead, behind) + 0.5 * (ahead + behind) / 2

    # By the words themselves

    def _searched(self, span: Span, words: str, guess: Placement) -> Placement:
        places = list(_places(words, self._new))
        if not places:
            return guess
        ranked = self._ranked(span, places)
        score, best = ranked[0]
        second = ranked[1][0] if len(ranked) > 1 else 0.0
        telling = len(words) >= _TELLING and len(places) == 1 and self._old.count(words) == 1
        if telling or (score >= _SURE_CONTEXT and score - second >= _MARGIN):
            same = words == best.of(self._new)
            return Placement(Kind.MOVED if same else Kind.CHANGED, best, 1.0)
        return guess if guess.similarity >= LEAST_ALIKE else Placement(Kind.LOST, best, 1.0)

    def _ranked(self, span: Span, places: Sequence[Span]) -> list[tuple[float, Span]]:
        _, prefix, suffix = context(self._old, span)

        def nearness(place: Span) -> int:
            _, ahead, behind = context(self._new, place)
            return _common_end(prefix, ahead) + _common_start(suffix, behind)

        nearest = sorted(places, key=nearness, reverse=True)[:10]
        return sorted(((self._around(span, place), place) for place in nearest), key=lambda one: -one[0])


def _together(pairs: Sequence[Pair]) -> list[Pair]:
    """Of the stretches that a span's words went to, those which together are most of it."""
    groups: list[list[Pair]] = []
    for pair in pairs:
        for group in groups:
            last = group[-1]
            gap = pair.new_start - last.new_end
            if last.moved == pair.moved and 0 <= gap <= 3 * (pair.start - last.end) + 200:
                group.append(pair)
                break
        else:
            groups.append([pair])
    return max(groups, key=lambda group: sum(pair.end - pair.start for pair in group), default=[])


def _words(text: str, start: int, end: int) -> list[Span]:
    return [Span(*match.span()) for match in _WORD.finditer(text, start, end)]


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _common_start(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _common_end(one: str, other: str) -> int:
    return _common_start(one[::-1], other[::-1])


def _alike_near(one: str, other: str) -> float:
    return 1.0 if one == other else alike(one, other)


_CLASSES = {'"': '["“”„‟«»＂″]', "'": "['‘’‚‛‹›`´′]", "-": "[-‐‑‒–—―−]+", " ": r"\s+", "…": r"(?:…|\.\.\.)"}


def _places(words: str, text: str) -> Iterator[Span]:
    """Where words stand in a text, in any typographic form."""
    signs = normal(words).replace("...", "…")
    pattern = re.compile("".join(_CLASSES.get(sign) or re.escape(sign) for sign in signs))
    for count, match in enumerate(pattern.finditer(text)):
        if count == _MOST_PLACES:
            return
        yield Span(*match.span())
