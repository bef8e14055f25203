"""One annotation after the other in words that people read, for notes and reports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from annotations.formats.base import ArticleRecord, Job
from annotations.formats.outline import Outline
from annotations.model import Annotation, AttributeValue, Relation, Role, Span
from annotations.schema import Schema
from annotations.summaries import value_words
from annotations.text import written_spans

__all__ = [
    "Tie",
    "Told",
    "articles_in",
    "filler_words",
    "is_web_address",
    "number_annotations",
    "numbers_in",
    "ranges",
    "tellings",
]

_FILE = "annotations in the file"
_ARTICLES = "articles in the file"
_ADDRESS = re.compile(r"https?://[!#$%&()*+,./0-9:;=?@A-Z\[\]_a-z~-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation from an annotation: its name, the id, label and words of what it leads to, and its note.

    Label and words are empty where that is not on the same article; `by` tells who made it and when.
    """

    label: str
    target: str
    target_label: str
    words: str
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to say of one annotation.

    Attributes:
        number: In the file, from 1.
        sentence: Number of the sentence where it begins, 0 for the whole article; likewise `paragraph`.
        section: Words of the heading above.
        values: Names and values of its attributes, in the order of the schema; several values are parts.
    """

    annotation: Annotation
    number: int
    words: tuple[str, ...]
    sentence: int
    paragraph: int
    section: str
    values: tuple[tuple[str, tuple[str, ...]], ...]
    ties: tuple[Tie, ...]

    @property
    def by(self) -> str:
        """Who made it, how, and when."""
        return _by(self.annotation)


def number_annotations(record: ArticleRecord, job: Job) -> None:
    """Note an article and its annotations, so that what is written can lead to any of them."""
    job.note(_ARTICLES, record.info.id)
    for annotation in record.annotations:
        job.note(_FILE, annotation.id)


def numbers_in(job: Job) -> Mapping[str, int]:
    """The number of each annotation that was noted, from 1, by its id."""
    return {one: number for number, one in enumerate(job.seen.get(_FILE, {}), 1)}


def articles_in(job: Job) -> int:
    """How many articles were noted."""
    return len(job.seen.get(_ARTICLES, {}))


def tellings(record: ArticleRecord, schema: Schema, numbers: Mapping[str, int]) -> Iterator[Told]:
    """Tell of each annotation of an article whose sentences are found, in the order of the text."""
    outline, text = Outline(record.content), record.content.text
    by_id = {annotation.id: annotation for annotation in record.annotations}
    ties: dict[str, list[Tie]] = {}
    for relation in record.relations:
        target = by_id.get(relation.target)
        label, words = ("", "") if target is None else (target.label, " … ".join(_words(target.fragments, text)))
        ties.setdefault(relation.source, []).append(
            Tie(relation.label, relation.target, label, words, relation.note, _by(relation))
        )
    order = {name: place for place, name in enumerate(schema.attributes)}
    for annotation in record.annotations:
        start = annotation.start
        names = sorted(annotation.attributes, key=lambda name: (order.get(name, len(order)), name))
        yield Told(
            annotation,
            numbers.get(annotation.id, 0),
            _words(annotation.fragments, text),
            0 if start is None else outline.sentence(start).number,
            0 if start is None else outline.paragraph_number(start),
            "" if start is None else outline.section(start),
            tuple((name, _parts(annotation.attributes[name])) for name in names),
            tuple(ties.get(annotation.id, ())),
        )


def filler_words(role: Role, text: str) -> tuple[str, str]:
    """What a filler is called, and the words of the text, white space folded; empty where there are none."""
    return role.name or "", "" if role.span is None else " ".join(role.span.of(text).split())


def ranges(spans: tuple[Span, ...]) -> str:
    """Write ranges of code points as the CSV has them: `12-40;55-80`."""
    return written_spans(spans)


def is_web_address(value: str) -> bool:
    """Tell whether a value may be made a link: an address of the web without anything that would end it."""
    return _ADDRESS.fullmatch(value) is not None


def _by(one: Annotation | Relation) -> str:
    changed = f", changed {one.updated}" if one.updated != one.created else ""
    return f"{one.annotator}, {one.origin}, {one.created}{changed}"


def _parts(value: AttributeValue) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value_words(value),)


def _words(fragments: tuple[Span, ...], text: str) -> tuple[str, ...]:
    return tuple(" ".join(span.of(text).split()) for span in fragments)
