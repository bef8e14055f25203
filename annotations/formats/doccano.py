"""doccano's JSON Lines (https://doccano.github.io/doccano/): a text a line with its entities and the relations between.

An entity is one stretch with a label: parts of an annotation become entities of their own, joined by relations
`next_part`; values, notes and names have no place in doccano. What doccano keeps and does not show (`meta`) holds them,
so that a file that comes back unchanged comes back whole. After work in doccano, only what doccano has comes back.
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
from annotations.schema import Schema

__all__ = ["DoccanoFormat"]


class DoccanoFormat(TextFormat):
    """`stet export --format doccano`, and `stet import --format doccano`."""

    name = "doccano"
    purpose = "doccano, for projects with overlapping entities and relations"
    suffixes = (".doccano.jsonl",)
    carries = Carries(
        fragments=Carried.PART,
        attributes=Carried.PART,
        relations=Carried.PART,
        notes=Carried.PART,
        unsure=Carried.PART,
        annotator=Carried.PART,
        times=Carried.PART,
        loses="values, notes and who made it are only in `meta`, which doccano does not show; labels on"
        " a whole article; relations to another article; where a project allows no overlaps, doccano drops them",
    )
    may_lose = MayLose.THINGS

    def survey(self, record: ArticleRecord, job: Job) -> None:
        """Count what is on no words, leads to another article, or is only in `meta`."""
        count_hidden(record, job, "doccano", "an entity")

    def write(self, records: Iterable[ArticleRecord], job: Job, out: TextIO) -> None:
        """Write one line for each article."""
        out.writelines(
            json.dumps(_line(record, job.schema), ensure_ascii=False, separators=(",", ":")) + "\n"
            for record in records
        )

    def recognises(self, head: bytes) -> bool:
        """A line of doccano’s has a text, and labels or entities."""
        return head.lstrip().startswith(b"{")

    def documents(self, source: Source, schema: Schema) -> Iterator[Document]:  # noqa: ARG002 - no names are needed
        """Read line by line.

        Raises:
            FormatError: A line is broken; the message names it.
        """
        for line in json_lines(source):
            yield _document(line)


def _dumps(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _line(record: ArticleRecord, schema: Schema) -> dict[str, object]:
    graph = parted(graph_of(record, schema))
    nodes = [node for node in graph.nodes if node.spans]
    marks = {node.id: number for number, node in enumerate(nodes)}
    keys = {node.id: key_of(node) for node in nodes}
    links = [link for link in graph.links if link.source in marks and link.target in marks]
    return {
        "text": graph.text,
        "entities": [
            {
                "id": marks[node.id],
                "label": node.label,
                "start_offset": node.spans[0][0],
                "end_offset": node.spans[0][1],
            }
            for node in nodes
        ],
        "relations": [
            {"id": number, "from_id": marks[link.source], "to_id": marks[link.target], "type": link.label}
            for number, link in enumerate(links)
        ],
        "meta": {
            "article": graph.article,
            "title": graph.title,
            "source": graph.source,
            "language": graph.language,
            **hidden_of(nodes, links, keys),
        },
    }


def _document(line: Piece) -> Document:
    text = line.text("text") if "text" in line else line.text("data")
    meta = line.piece("meta") if "meta" in line and isinstance(line.get("meta"), dict) else None
    nodes = _nodes(line)
    document = Document(
        place=line.place,
        name=line.text_or("id", line.place.replace(" ", "-")),
        text=text,
        nodes=tuple(nodes.values()),
        links=tuple(_links(line, nodes, Kept(meta, "relations"))),
        article="" if meta is None else meta.text_or("article"),
        title="" if meta is None else meta.text_or("title"),
        source="" if meta is None else meta.text_or("source"),
        language="" if meta is None else meta.text_or("language"),
    )
    whole = rejoined(document)
    return replace(whole, nodes=tuple(valued(whole.nodes, Kept(meta, "entities"))))


def _nodes(line: Piece) -> dict[str, Node]:
    """The entities by their ids, each a node of its own."""
    nodes: dict[str, Node] = {}
    for entity in line.pieces("entities"):
        mark = entity.text_or("id")
        if mark in nodes:
            entity.fail(f"another entity has the id {mark}")
        span = (entity.number("start_offset"), entity.number("end_offset"))
        nodes[mark] = Node(mark, entity.text("label"), (span,), place=entity.place)
    for number, label in enumerate(line.items("label") or line.items("labels"), 1):
        match label:
            case [int(start), int(end), str(name)]:
                mark = f"label {number}"
                nodes[mark] = Node(mark, name, ((start, end),), place=f"{line.place}, {mark}")
            case _:
                line.fail(f"label {number} is no [start, end, label]")
    return nodes


def _links(line: Piece, nodes: dict[str, Node], kept: Kept) -> Iterator[Link]:
    for relation in line.pieces("relations"):
        label = relation.text("type")
        source, target = relation.text_or("from_id"), relation.text_or("to_id")
        for end in (source, target):
            if end not in nodes:
                relation.fail(f"there is no entity {end}")
        yield linked(Link(label, source, target, place=relation.place), nodes, kept)
