"""Places on the page that can be picked by a jump label. Plain code, without a screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from annotations.names.runs import PRONOUNS, name_runs
from annotations.text import Span
from annotations.words import words
from tui.reading.reading import Reading

__all__ = ["Target", "by_distance", "filler_targets", "near", "place_targets", "word_targets"]


_SHORT = 4
"""Letters of the longest word like “of” and “with” that cannot be picked to fill a role."""


class _Words(NamedTuple):
    common: frozenset[str]
    reporting: frozenset[str]


class Target(NamedTuple):
    """A place that can be picked.

    Attributes:
        offset: Where its label is drawn, in code points.
        span: What is picked.
        annotation: Id of the annotation that it stands for, or nothing.
    """

    offset: int
    span: Span
    annotation: str = ""


def place_targets(reading: Reading, page: Span) -> list[Target]:
    """Sentences that begin on the page, and annotations that begin inside of them."""
    found = {span.start: Target(span.start, span) for span in _sentences(reading, page) if span.start >= page.start}
    for annotation in reading.annotated.over(page):
        start = annotation.fragments[0].start
        shown = reading.filter is None or reading.filter.passes(annotation)
        if shown and page.start <= start < page.end and start not in found:
            found[start] = Target(start, annotation.fragments[0], annotation.id)
    return sorted(found.values())


def near(reading: Reading, page: Span, span: Span) -> Span:
    """The part of a page that is near a span: its sentences, two before and one after."""
    sentences = reading.sentences
    if not sentences:
        return page
    first = max(0, sentences.index_at(span.start) - 2)
    last = min(len(sentences) - 1, sentences.index_at(span.end - 1) + 1)
    start, end = max(page.start, sentences.start(first)), min(page.end, sentences.end(last) + 1)
    return Span(start, end) if start < end else page


def word_targets(reading: Reading, page: Span) -> list[Target]:
    """Every word on the page."""
    return [Target(word.start, word) for word in _words(reading, page) if page.start <= word.start < page.end]


def filler_targets(reading: Reading, page: Span) -> list[Target]:
    """What may fill a role: names, single words but for those like “of”, and the runs between commas.

    The label on a word of a name picks the name from there on; the one of a run is on the mark that ends it.
    """
    known = _words_of(reading.info.language if reading.info is not None else None)
    found: dict[int, Target] = {}
    for sentence in _sentences(reading, page):
        inside = words(reading.text, sentence.start, sentence.end)
        found.update(
            (word.start, Target(word.start, word)) for word in inside if _may_fill(word.of(reading.text), known)
        )
        for run in name_runs(reading.text, inside, known.common):
            # From each word of a name to its end: “Ines Vandermoor” can be picked out of “Mayor Ines Vandermoor”.
            parts = (word for word in inside if run.start <= word.start < run.end and word.start in found)
            found.update({word.start: Target(word.start, Span(word.start, run.end)) for word in parts})
        for run in reading.selecting.clauses(sentence):
            after = reading.text[run.end : run.end + 1]
            if after and not after.isspace() and not after.isalnum():
                found.setdefault(run.end, Target(run.end, run))
    return sorted(target for target in found.values() if page.start <= target.offset < page.end)


def _may_fill(word: str, words: _Words) -> bool:
    folded = word.casefold()
    return len(word) > _SHORT or folded not in words.common or folded in words.reporting or folded in PRONOUNS


def by_distance(targets: Iterable[Target], span: Span) -> list[int]:
    """Indexes of targets, those nearest to `span` first."""

    def distance(target: Target) -> int:
        if target.offset < span.start:
            return span.start - target.offset
        return max(0, target.offset - span.end)

    places = list(targets)
    return sorted(range(len(places)), key=lambda index: (distance(places[index]), index))


def _sentences(reading: Reading, page: Span) -> Iterator[Span]:
    sentences = reading.sentences
    for index in range(sentences.first_from(page.start), len(sentences)):
        if sentences.start(index) >= page.end:
            break
        yield sentences[index]


def _words(reading: Reading, page: Span) -> Iterator[Span]:
    for sentence in _sentences(reading, page):
        yield from words(reading.text, sentence.start, sentence.end)


@cache
def _words_of(language: str | None) -> _Words:
    from annotations.sentences import load_language, tables_for

    known = load_language(tables_for(language))
    return _Words(known.starters, known.reporting)
