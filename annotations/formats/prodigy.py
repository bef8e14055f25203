"""JSON Lines as Prodigy has them (https://prodi.gy/docs/api-interfaces): tokens, spans, and relations between spans.

Ranges count code points and, inclusive at their end, tokens. Parts of an annotation are spans of their own, tied by
`next_part`. Values, notes and who made what have no place there: they stand under `stet`, which Prodigy keeps and does
not show, so that a file that comes back unchanged comes back whole. Examples that were rejected or ignored in Prodigy
are not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TextIO

from annotations.formats.base import ArticleRecord, Carried, Carries, Job, MayLose, TextFormat
from annotations.formats.documents import Document, Link, Node, graph_of
from annotations.formats.files import Source
from annotations.formats.hidden import Kept, count_hidden, hidden_of, key_of, linked, valued
from annotations.formats.json_documents import Piece, json_lines
from annotations.formats.parts import parted, rejoined
from annotations.formats.tokens import Tokens, tokens_of
from annotations.schema import Schema

__all__ = ["ProdigyFormat"]


class ProdigyFormat(TextFormat):
    """`stet export --format prodigy`, and `stet import --format prodigy`."""

    name = "prodigy"
    purpose = "Prodigy’s JSON Lines: tokens, spans and relations, for training and for Prodigy"
    suffixes = (".prodigy.jsonl",)
    carries = Carries(
        fragments=Carried.PART,
        attributes=Carried.PART,
        relations=Carried.PART,
        notes=Carried.PART,
        unsure=Carried.PART,
        annotator=Carried.PART,
        times=Carried.PART,
        loses="values, notes and who made it are only under `stet`, which Prodigy does not show; labels on a whole"
        " article; relations to another article",
    )
    may_lose = MayLose.THINGS

    def survey(self, record: ArticleRecord, job: Job) -> None:
        """Count what is on no words, leads to another article, or is only under `stet`."""
        count_hidden(record, job, "Prodigy", "a span")

    def write(self, records: Iterable[ArticleRecord], job: Job, out: TextIO) -> None:
        """Write one line for each article."""
        out.writelines(
            json.dumps(_line(record, job.schema), ensure_ascii=False, separators=(",", ":")) + "\n"
            for record in records
        )

    def recognises(self, head: bytes) -> bool:
        """A line is an object."""
        return head.lstrip().startswith(b"{")

    def documents(self, source: Source, schema: Schema) -> Iterator[Document]:  # noqa: ARG002 - no names are needed
        """Read the accepted examples line by line.

        Raises:
            FormatError: A line is broken; the message names it.
        """
        for line in json_lines(source):
            if line.text_or("answer", "accept") == "accept":
                yield _document(line)


def _line(record: ArticleRecord, schema: Schema) -> dict[str, object]:
    graph = parted(graph_of(record, schema))
    nodes = [node for node in graph.nodes if node.spans]
    text = record.content.text
    tokens = tokens_of(text, record.content.blocks, (edge for node in nodes for edge in node.spans[0]))
    spans = {node.id: _span(node, number, tokens) for number, node in enumerate(nodes)}
    links = [link for link in graph.links if link.source in spans and link.target in spans]
    about = {"article": graph.article, "title": graph.title, "source": graph.source, "language": graph.language}
    return {
        "text": text,
        "meta": {"title": graph.title, "source": graph.source},
        "tokens": [
            {
                "text": token.of(text),
                "start": token.start,
                "end": token.end,
                "id": number,
                "ws": text[token.end : token.end + 1].isspace(),
            }
            for number, token in enumerate(tokens.spans)
        ],
        "spans": list(spans.values()),
        "relations": [
            {
                "head": spans[link.source]["token_end"],
                "child": spans[link.target]["token_end"],
                "head_span": spans[link.source],
                "child_span": spans[link.target],
                "label": link.label,
            }
            for link in links
        ],
        "answer": "accept",
        "stet": {**about, **hidden_of(nodes, links, {node.id: key_of(node) for node in nodes})},
    }


def _span(node: Node, number: int, tokens: Tokens) -> dict[str, object]:
    start, end = node.spans[0]
    touched = tokens.within(start, end)
    place = {
        "start": start,
        "end": end,
        "token_start": touched.start,
        "token_end": max(touched.start, touched.stop - 1),
    }
    return {"id": number, **place, "label": node.label}


def _document(line: Piece) -> Document:
    stet = line.piece("stet") if "stet" in line and isinstance(line.get("stet"), dict) else None
    meta = line.piece("meta") if "meta" in line and isinstance(line.get("meta"), dict) else None
    nodes: dict[str, Node] = {}
    for number, span in enumerate(line.pieces("spans"), 1):
        mark = span.text_or("id", f"span {number}")
        if mark in nodes:
            span.fail(f"another span has the id {mark}")
        nodes[mark] = Node(mark, span.text("label"), (_range(span),), place=span.place)
    kept = Kept(stet, "relations")
    # First, because a relation may bring spans of its own.
    links = tuple(linked(link, nodes, kept) for link in _links(line, nodes))
    document = Document(
        place=line.place,
        name=line.text_or("_input_hash", line.place.replace(" ", "-")),
        text=line.text("text"),
        nodes=tuple(nodes.values()),
        links=links,
        article="" if stet is None else stet.text_or("article"),
        title="" if meta is None else meta.text_or("title"),
        source="" if stet is None else stet.text_or("source"),
        language="" if stet is None else stet.text_or("language"),
    )
    whole = rejoined(document)
    return replace(whole, nodes=tuple(valued(whole.nodes, Kept(stet, "entities"))))


def _range(span: Piece) -> tuple[int, int]:
    return span.number("start"), span.number("end")


def _links(line: Piece, nodes: dict[str, Node]) -> Iterator[Link]:
    for relation in line.pieces("relations"):
        ends = [_end(relation.piece(end), nodes) for end in ("head_span", "child_span")]
        yield Link(relation.text("label"), ends[0], ends[1], place=relation.place)


def _end(span: Piece, nodes: dict[str, Node]) -> str:
    """The node of an end of a relation; it may be a span of its own, which a relation alone made."""
    mark, place = span.text_or("id"), _range(span)
    if mark in nodes and nodes[mark].spans == (place,):
        return mark
    label = span.text_or("label")
    for known, node in nodes.items():
        if node.spans == (place,) and label in {"", node.label}:
            return known
    if not label:
        span.fail(f"there is no span {place[0]}-{place[1]}, and it has no label")
    made = f"{place[0]}-{place[1]} {label}"
    nodes[made] = Node(made, label, (place,), place=span.place)
    return made
