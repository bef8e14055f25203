"""CoNLL columns with BIO tags: one layer of entities that neither overlap nor have parts, a token a line.

The columns are those of CoNLL-2003 (`word POS chunk entity`; the two in the middle are empty), the tags IOB2. Where two
stretches overlap the longer one stays, then the one that begins first. A sentence does not end inside an entity. What
is left out is listed in a file beside the export.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TextIO

from annotations.errors import UsageError
from annotations.formats.base import ArticleRecord, Carried, Carries, Job, MayLose, Option, TextFormat
from annotations.formats.outline import Outline
from annotations.formats.tokens import tokens_of
from annotations.model import Annotation, Span
from annotations.schema import Schema, nearest

__all__ = ["ConllFormat"]

_NO = Carried.NO
_DROPPED = "dropped"
_BLANK = re.compile(r"\s")


class ConllFormat(TextFormat):
    """`stet export --format conll --layer LABEL`."""

    name = "conll"
    purpose = "CoNLL columns with BIO tags, one layer, for taggers"
    suffixes = (".conll", ".bio")
    carries = Carries(
        Carried.PART, _NO, Carried.PART, _NO, _NO, _NO, _NO, _NO, _NO,
        loses="all but the words of one layer; of stretches that overlap, the shorter; which parts belong together",
    )  # fmt: skip
    options = (Option("layer", "Only this label, or the words of this role (else all labels).", "NAME"),)
    needs_sentences = True
    may_lose = MayLose.THINGS

    def refuse(self, job: Job) -> None:
        """Look at the layer's name."""
        layer = job.option("layer")
        known = [*(label.name for label in job.schema.labels), *job.schema.roles]
        if layer and layer not in known:
            raise UsageError(
                f"--layer is “{layer}”, which is no label and no role",
                nearest(layer, known) or f"Known: {', '.join(known)}.",
            )

    def survey(self, record: ArticleRecord, job: Job) -> None:
        """Count and list what overlaps, has parts, or is on no words."""
        layer = job.option("layer")
        role = _is_role(layer, job.schema)
        for annotation in record.annotations:
            where = f"annotation {annotation.id}"
            if role or layer not in {"", annotation.label}:
                continue
            job.losses.see("annotations")
            if not annotation.fragments:
                job.losses.lose("annotations", "left out: on no words", where)
            elif len(annotation.fragments) > 1:
                job.losses.lose("annotations", "there in parts, each an entity of its own", where)
        kept = _entities(record, layer, role=role)
        staying = set(kept)
        overlapping = [one for one in _stretches(record, layer, role=role) if one not in staying]
        job.losses.see("stretches", len(kept) + len(overlapping))
        for one in overlapping:
            job.losses.lose("stretches", "left out: overlapping longer ones", f"annotation {one.annotation}")
            words = " ".join(one.span.of(record.content.text).split())
            place = f"article {record.info.number}\t{one.span.start}-{one.span.end}"
            job.note(_DROPPED, f"{place}\t{one.label}\t{one.annotation}\t{words}")

    def beside(self, job: Job) -> Iterator[tuple[str, str]]:
        """What was left out, a line each, where there is something."""
        if dropped := job.seen.get(_DROPPED):
            yield "-left-out.tsv", "".join(f"{line}\n" for line in dropped)

    def write(self, records: Iterable[ArticleRecord], job: Job, out: TextIO) -> None:
        """Write token by token."""
        layer = job.option("layer")
        role = _is_role(layer, job.schema)
        for record in records:
            out.write("-DOCSTART- -X- O O\n\n")
            out.writelines(_lines(record, _entities(record, layer, role=role)))


class _Stretch(NamedTuple):
    span: Span
    label: str
    annotation: str


def _is_role(layer: str, schema: Schema) -> bool:
    return layer in schema.roles and not schema.has_label(layer)


def _stretches(record: ArticleRecord, layer: str, *, role: bool) -> Iterator[_Stretch]:
    for annotation in record.annotations:
        if role:
            yield from _fillers(annotation, layer)
        elif layer in {"", annotation.label}:
            for span in annotation.fragments:
                yield _Stretch(span, annotation.label, annotation.id)


def _fillers(annotation: Annotation, role: str) -> Iterator[_Stretch]:
    for filler in annotation.roles:
        if filler.role == role and filler.span is not None:
            yield _Stretch(filler.span, role, annotation.id)


def _entities(record: ArticleRecord, layer: str, *, role: bool) -> list[_Stretch]:
    """A layer in which nothing overlaps, in the order of the text: the longest first have their place."""
    found = sorted(
        _stretches(record, layer, role=role), key=lambda one: (one.span.start - one.span.end, one.span.start)
    )
    kept: list[_Stretch] = []
    for one in found:
        at = bisect_left(kept, one.span.start, key=lambda other: other.span.start)
        before_ends = kept[at - 1].span.end if at else 0
        after_starts = kept[at].span.start if at < len(kept) else one.span.end
        if before_ends <= one.span.start and one.span.end <= after_starts:
            kept.insert(at, one)
    return kept


def _lines(record: ArticleRecord, entities: list[_Stretch]) -> Iterator[str]:
    text, outline = record.content.text, Outline(record.content)
    edges = (edge for one in entities for edge in one.span)
    pending = iter(entities)
    entity = next(pending, None)
    sentence = 0
    inside = False
    for token in tokens_of(text, record.content.blocks, edges).spans:
        while entity is not None and entity.span.end <= token.start:
            entity, inside = next(pending, None), False
        number = outline.sentence(token.start).number
        if number != sentence and not inside:
            if sentence:
                yield "\n"
            sentence = number
        tag = "O"
        if entity is not None and entity.span.start <= token.start:
            tag, inside = f"{'I' if inside else 'B'}-{_word(entity.label)}", True
        yield f"{_word(token.of(text))} -X- _ {tag}\n"
    yield "\n"


def _word(text: str) -> str:
    return _BLANK.sub("_", text)
