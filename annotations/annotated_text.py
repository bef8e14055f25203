"""An article with its annotations as plain lines: for a screen reader, a diff or a search.

Each sentence is a line, its number first; under it, indented, one line for each annotation that starts in it. What is
on the whole article comes first. Nothing in a line depends on the other lines, and ids and times are left out, so that
two people's work on one article, or one person's at two times, can be compared line by line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from annotations.columns import Sentences
from annotations.formats import ArticleRecord
from annotations.model import Annotation, AttributeValue, Origin, Relation, Role, Span
from annotations.text import Text

__all__ = ["ASCII", "MARKS", "Marks", "Target", "annotated_lines"]

_INDENT = "    "
_BETWEEN = " | "
_TARGET_LENGTH = 60


class Marks(NamedTuple):
    """The characters that are put around the article's words; these stay as they are."""

    opening: str
    closing: str
    gap: str


MARKS = Marks("“", "”", "…")
ASCII = Marks('"', '"', "...")


class Target(NamedTuple):
    """Where a relation goes: an annotation, the number of its article, and the text of that."""

    annotation: Annotation
    article: int
    text: Text


def annotated_lines(
    record: ArticleRecord,
    sentences: Sentences,
    target_of: Callable[[str], Target | None],
    marks: Marks = MARKS,
) -> Iterator[str]:
    """Write an article sentence by sentence.

    Args:
        record: The article and what hangs on it.
        sentences: Its sentences.
        target_of: Finds the annotation of an id; None where there is none.
        marks: What is put around words.
    """
    writer = _Writer(record, sentences, target_of, marks)
    info = record.info
    yield f"article {info.number}: {_folded(info.title)}"
    under: dict[int, list[Annotation]] = {}
    for annotation in sorted(record.annotations, key=_order):
        place = -1 if annotation.start is None else writer.sentence_at(annotation.start)
        under.setdefault(place, []).append(annotation)
    yield from map(writer.line, under.get(-1, ()))
    for index, span in enumerate(sentences):
        yield f"{index + 1}  {_folded(span.of(record.content.text))}"
        yield from map(writer.line, under.get(index, ()))


def _order(annotation: Annotation) -> tuple[int, int, str, str, str]:
    start, end = annotation.start, annotation.end
    return (
        -1 if start is None else start,
        -1 if end is None else end,
        annotation.label,
        annotation.annotator,
        annotation.id,
    )


class _Writer:
    def __init__(
        self, record: ArticleRecord, sentences: Sentences, target_of: Callable[[str], Target | None], marks: Marks
    ) -> None:
        self._record = record
        self._sentences = sentences
        self._target_of = target_of
        self._marks = marks
        self._relations: dict[str, list[Relation]] = {}
        for relation in record.relations:
            self._relations.setdefault(relation.source, []).append(relation)

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence at an offset, or the last one before it."""
        return self._sentences.index_at(offset) if self._sentences else -1

    def line(self, annotation: Annotation) -> str:
        text = self._record.content.text
        parts = [f"{annotation.label}: {self._quoted(annotation, text)}"]
        parts += [f"{role.role}: {self._filler(role, text)}" for role in annotation.roles]
        parts += [f"{name}: {_value(value)}" for name, value in sorted(annotation.attributes.items())]
        if annotation.unsure:
            parts.append("unsure")
        if annotation.note:
            parts.append(f"note: {_folded(annotation.note)}")
        related = [f"{r.label}: {self._target(r)}" for r in self._relations.get(annotation.id, ())]
        parts += sorted(related)
        if annotation.origin is not Origin.MANUAL:
            parts.append(annotation.origin.value)
        parts.append(f"by {annotation.annotator}")
        return _INDENT + _BETWEEN.join(parts)

    def _quoted(self, annotation: Annotation, text: Text, most: int | None = None) -> str:
        if not annotation.fragments:
            return "the article"
        return self._in_marks(f" {self._marks.gap} ".join(_words(span, text) for span in annotation.fragments), most)

    def _in_marks(self, words: str, most: int | None = None) -> str:
        if most is not None and len(words) > most:
            words = words[:most].rstrip() + self._marks.gap
        return f"{self._marks.opening}{words}{self._marks.closing}"

    def _filler(self, role: Role, text: str) -> str:
        words = "" if role.span is None else _words(role.span, text)
        if role.name is None or role.name == words:
            return words
        return f"{role.name} ({self._in_marks(words)})" if words else role.name

    def _target(self, relation: Relation) -> str:
        target = self._target_of(relation.target)
        note = f", note: {_folded(relation.note)}" if relation.note else ""
        if target is None:
            return f"what is not in the library{note}"
        annotation = target.annotation
        words = f"{annotation.label} {self._quoted(annotation, target.text, _TARGET_LENGTH)}"
        if target.article != self._record.info.number:
            return f"{words} in article {target.article}{note}"
        if annotation.start is None:
            return f"{words}{note}"
        return f"{words} in sentence {self.sentence_at(annotation.start) + 1}{note}"


def _words(span: Span, text: Text) -> str:
    return _folded(span.of(text))


def _folded(text: str) -> str:
    return " ".join(text.split())


def _value(value: AttributeValue) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(value)
    return _folded(str(value))
