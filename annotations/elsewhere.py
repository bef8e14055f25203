"""The same words in other articles: who else carries a quote, where else a claim is made.

Articles that may have them are found by their rare words in the index; each is then read and its wording set against
what is looked for (`annotations.wording`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import log
from typing import TYPE_CHECKING

from annotations.columns import Sentences
from annotations.errors import NotFoundError, UsageError
from annotations.ledger.entries import Entry, entries
from annotations.names.merged import meanings
from annotations.text import Span
from annotations.wording import MOST_WORDS, Kind, Piece, Wording, matches, plain_words

if TYPE_CHECKING:
    from annotations.model import Annotation
    from annotations.store.elsewhere import ElsewhereRows, TextRow
    from annotations.workspace import Workspace

__all__ = ["Place", "annotation_of", "elsewhere", "of_annotation", "words_of"]

_MOST_OF_A_WORD = 1000
"""A word that more articles have tells nothing of where to look."""
_CANDIDATES = 32
"""Most articles that are read."""
_PHRASE = 4
"""Words of a phrase that is looked for where all of the words are common."""
_PHRASES = 6
_LEAST_SHARE = 0.2
"""Share of the rare words, by weight, that an article must have to be read."""
_LEAST_WEIGHT, _MOST_WEIGHT = 0.08, 0.8


@dataclass(frozen=True, slots=True)
class Place:
    """Where the same words are.

    Attributes:
        article: Number; `title` and `source` are the article's.
        span: Offsets in its current text.
        sentence: Number of the sentence where they begin, from 1; None while sentences are not found.
        whole: From the start of the sentence where they begin to the end of that where they end.
        likeness: 1 where all words are the same.
        pieces: What is the same and what differs.
        entries: Annotations that overlap the place.
    """

    article: int
    title: str
    source: str
    span: Span
    sentence: int | None
    whole: Span
    likeness: float
    pieces: tuple[Piece, ...]
    entries: tuple[Entry, ...] = ()

    @property
    def exact(self) -> bool:
        """Tell whether every word is the same."""
        return all(piece.kind is Kind.SAME for piece in self.pieces)


def of_annotation(workspace: Workspace, annotation: Annotation, most: int = 50) -> list[Place]:
    """Other places that have the words of an annotation; of a quote, in other articles only.

    Raises:
        UsageError: It has no words.
        StoreError: The database refused.
    """
    if not annotation.fragments:
        raise UsageError(f"this {annotation.label} is on the whole article: it has no words to look for")
    words = words_of(workspace, annotation)
    article = workspace.store.articles.of_version(annotation.version)
    found = elsewhere(workspace, words, most=most + 1)
    own = Span(annotation.fragments[0].start, annotation.fragments[-1].end)
    kept = [
        place
        for place in found
        if place.article != article or (annotation.label != "quote" and not place.span.overlaps(own))
    ]
    return kept[:most]


def words_of(workspace: Workspace, annotation: Annotation) -> str:
    """The words of an annotation, a blank between its fragments."""
    text = workspace.store.text(annotation.version)
    return " ".join(" ".join(span.of(text).split()) for span in annotation.fragments)


def elsewhere(workspace: Workspace, wanted: str, most: int = 50) -> list[Place]:
    """Places that have these words or nearly these, the most alike first, `most` of them at most.

    Raises:
        UsageError: There are no words in it.
        StoreError: The database refused.
    """
    wording = Wording(wanted, plain_words(wanted)[:MOST_WORDS])
    if not wording.words:
        raise UsageError("there are no words to look for")
    rows = workspace.store.elsewhere
    weights, candidates = _candidates(rows, wording)
    found = [
        (match, row) for row in rows.texts(candidates) for match in matches(wording, Wording.of(row.text), weights)
    ]
    found.sort(key=lambda one: (-one[0].likeness, one[1].article, one[0].span.start))
    means = meanings(workspace.store)
    places = []
    for match, row in found[:most]:
        place = _place(row, match.span)
        keys = rows.keys_within(row.version, match.span.start, match.span.end)
        places.append(
            replace(
                place,
                likeness=match.likeness,
                pieces=match.pieces,
                entries=tuple(entries(workspace.store, keys, means)),
            )
        )
    return places


def _place(row: TextRow, span: Span) -> Place:
    sentences = None if row.sentences is None else Sentences.unpack(row.sentences)
    number, whole = None, span
    if sentences:
        first, last = sentences.index_at(span.start), sentences.index_at(span.end - 1)
        number = first + 1
        whole = Span(min(span.start, sentences.start(first)), max(span.end, sentences.end(last)))
    return Place(row.article, row.title, row.source, span, number, whole, 0.0, ())


def _candidates(rows: ElsewhereRows, wanted: Wording) -> tuple[Mapping[str, float], list[int]]:
    """Weights of the words, and numbers of the articles that have enough of the rare ones, the best first."""
    count = rows.count()
    weights: dict[str, float] = {}
    tally: dict[int, float] = {}
    rare = common = 0.0
    for word in dict.fromkeys(word.plain for word in wanted.words):
        having = rows.having(word, _MOST_OF_A_WORD)
        known = count if len(having) == _MOST_OF_A_WORD else len(having)
        rarity = log((count + 1) / (known + 0.5)) / log(count + 2)
        weight = weights[word] = min(max(_LEAST_WEIGHT, rarity), _MOST_WEIGHT)
        if len(having) == _MOST_OF_A_WORD:
            common += weight
            continue
        rare += weight
        for article in having:
            tally[article] = tally.get(article, 0.0) + weight
    found = [article for article, weight in tally.items() if weight >= _LEAST_SHARE * rare]
    found = sorted(found, key=lambda article: (-tally[article], article))[:_CANDIDATES]
    if common > rare:
        for phrase in _phrases(wanted):
            found += rows.having(phrase, _CANDIDATES)
    return weights, list(dict.fromkeys(found))[: 2 * _CANDIDATES]


def _phrases(wanted: Wording) -> list[str]:
    """A few runs of words, spread over all of them."""
    last = max(0, len(wanted.words) - _PHRASE)
    starts = sorted({round(last * part / (_PHRASES - 1)) for part in range(_PHRASES)})
    return [wanted.part(at, min(at + _PHRASE, len(wanted.words))) for at in starts]


def annotation_of(workspace: Workspace, reference: str) -> Annotation:
    """Return the annotation of an id or the end of one.

    Raises:
        NotFoundError: There is none.
        UsageError: Several have that end.
    """
    ids = workspace.store.annotations.ids_ending(reference)
    if len(ids) > 1:
        raise UsageError(f"“{reference}” may be any of {len(ids)} annotations", "Give more of the id.")
    found = workspace.store.annotations.get(ids[0]) if ids else None
    if found is None:
        raise NotFoundError(f"there is no annotation “{reference}”", "“stet show ARTICLE” prints the ids.")
    return found
