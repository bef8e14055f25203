"""spaCy's DocBin, for training: a `Doc` for each article, its annotations and roles on words in `doc.spans`.

Spans are of whole tokens. By default spaCy's own tokens are cut where an annotation begins or ends inside one, so that
every span is exactly what was annotated; `--align` leaves the tokens whole and widens, narrows or drops spans. What
training does not look at, values, ties, notes and who made what, is in `doc.user_data["stet"]`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO

from annotations.errors import UsageError
from annotations.formats.base import ArticleRecord, BinaryFormat, Carried, Carries, Job, MayLose, Option
from annotations.formats.documents import Document, Node, graph_of
from annotations.formats.parts import parted

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

__all__ = ["SpacyFormat"]

_ALIGNMENTS = {"split": "", "strict": "strict", "contract": "contract", "expand": "expand"}
_KEY = re.compile(r"[A-Za-z0-9_.-]{1,60}")


class SpacyFormat(BinaryFormat):
    """`stet export --format spacy -o FILE.spacy`."""

    name = "spacy"
    purpose = "spaCy’s DocBin, to train and evaluate pipelines with (`doc.spans`)"
    suffixes = (".spacy",)
    carries = Carries(
        fragments=Carried.PART,
        attributes=Carried.PART,
        relations=Carried.PART,
        notes=Carried.PART,
        unsure=Carried.PART,
        annotator=Carried.PART,
        times=Carried.PART,
        loses="values, relations, notes and who made it are only in `doc.user_data`; with `--align`, spans that are"
        " not whole tokens change or go",
    )
    options = (
        Option("align", "What is not of whole tokens: split (the tokens), expand, contract or strict.", "HOW", "split"),
        Option("spans-key", "Name of the group of spans.", "NAME", "sc"),
    )
    needs = ("spacy",)
    extra = "spacy"
    may_lose = MayLose.THINGS

    def refuse(self, job: Job) -> None:
        """Look at how spans are to be aligned, and at the name of their group."""
        how, key = job.option("align", "split"), job.option("spans-key", "sc")
        if how not in _ALIGNMENTS:
            raise UsageError(f"--align is “{how}”", f"It is one of {', '.join(_ALIGNMENTS)}.")
        if not _KEY.fullmatch(key):
            raise UsageError(f"--spans-key is “{key}”", "It is letters, digits, _, . and -.")

    def survey(self, record: ArticleRecord, job: Job) -> None:
        """Count annotations in parts or on no words, and spans that are not as annotated."""
        job.losses.see("annotations", len(record.annotations))
        job.losses.see("relations", len(record.relations))
        for annotation in record.annotations:
            where = f"annotation {annotation.id}"
            if not annotation.fragments:
                job.losses.lose("annotations", "only in user_data: on no words", where)
            elif len(annotation.fragments) > 1:
                job.losses.lose("annotations", "there in parts, each a span of its own", where)
        for relation in record.relations:
            job.losses.lose("relations", "only in user_data", f"relation {relation.id}")
        if mode := _ALIGNMENTS[job.option("align", "split")]:
            doc, nodes = _doc(record, job)
            job.losses.see("spans", len(nodes))
            for node in nodes:
                span = _span(doc, node, mode)
                if span is None:
                    job.losses.lose("spans", "left out: not of whole tokens", node.place)
                elif (span.start_char, span.end_char) != node.spans[0]:
                    what = "wider" if mode == "expand" else "narrower"
                    job.losses.lose("spans", f"{what} than annotated: not of whole tokens", node.place)

    def write(self, records: Iterable[ArticleRecord], job: Job, out: BinaryIO) -> None:
        """Write one DocBin."""
        from spacy.tokens import DocBin

        key, mode = job.option("spans-key", "sc"), _ALIGNMENTS[job.option("align", "split")] or "strict"
        bin_ = DocBin(store_user_data=True)
        for record in records:
            doc, nodes = _doc(record, job)
            spans = (_span(doc, node, mode) for node in nodes)
            doc.spans[key] = [span for span in spans if span is not None]
            doc.user_data["stet"] = _kept(parted(graph_of(record, job.schema)))
            bin_.add(doc)
        out.write(bin_.to_bytes())


def _span(doc: Doc, node: Node, mode: str) -> Span | None:
    start, end = node.spans[0]
    span: Span | None = doc.char_span(start, end, label=node.label, alignment_mode=mode, span_id=node.id)
    return span if span is not None and len(span) else None


def _doc(record: ArticleRecord, job: Job) -> tuple[Doc, list[Node]]:
    """The article as a `Doc`, and what is to be a span of it."""
    nodes = [node for node in parted(graph_of(record, job.schema)).nodes if node.spans]
    pipeline = _pipeline((record.info.language or "").partition("-")[0])
    # Longer texts are refused by default for the sake of parsers, which do not run here.
    pipeline.max_length = max(pipeline.max_length, len(record.content.text) + 1)
    doc = pipeline.make_doc(record.content.text)
    if job.option("align", "split") == "split":
        doc = _split(doc, {start for node in nodes for start, _ in node.spans}, {node.spans[0][1] for node in nodes})
    return doc, nodes


@cache
def _pipeline(language: str) -> Language:
    """Tokens by the rules of a language, or by those for any where spaCy has none or needs more for it."""
    import spacy

    try:
        return spacy.blank(language)
    except ImportError:
        return spacy.blank("xx")


def _split(doc: Doc, starts: set[int], ends: set[int]) -> Doc:
    """The same text with tokens cut at these offsets; a blank after a token may then be a token of its own."""
    from spacy.tokens import Doc

    text = doc.text  # made anew each time that one asks
    words: list[str] = []
    spaces: list[bool] = []
    for token in doc:
        begin, end = token.idx, token.idx + len(token)
        cuts = [begin, *(at for at in range(begin + 1, end) if at in starts or at in ends), end]
        words += [text[left:right] for left, right in itertools.pairwise(cuts)]
        alone = bool(token.whitespace_) and (end in starts or end + 1 in ends)
        spaces += [False] * (len(cuts) - 2) + [bool(token.whitespace_) and not alone]
        if alone:
            words.append(" ")
            spaces.append(False)
    return Doc(doc.vocab, words=words, spaces=spaces)


def _kept(document: Document) -> dict[str, Any]:
    return {
        "article": document.article,
        "title": document.title,
        "source": document.source,
        "language": document.language,
        "annotations": [
            {"id": node.id, "label": node.label, "values": dict(node.values), "provenance": dict(node.provenance)}
            for node in document.nodes
        ],
        "relations": [
            {
                "label": link.label,
                "from": link.source,
                "to": link.target,
                "note": link.note,
                "provenance": dict(link.provenance),
            }
            for link in document.links
        ],
    }
