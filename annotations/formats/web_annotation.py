"""W3C Web Annotation (https://www.w3.org/TR/annotation-model/): JSON-LD, a page for each article.

Each annotation has a position in code points and the words with what stands around them. Relations are annotations
with the motivation `linking`, on a page of their own, because some clients stop at a target without words. The text
does not go along: what comes back needs its article in the library.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from annotations.errors import FormatError
from annotations.formats.base import ArticleRecord, Carries, FilesFormat, Job
from annotations.formats.documents import NOTE, Document, Link, Node, graph_of
from annotations.formats.files import Files, Source, safe_stem
from annotations.formats.folding import from_text, said, to_text
from annotations.formats.json_documents import Piece, json_whole
from annotations.model import ArticleInfo, AttributeValue, Span
from annotations.offsets import context
from annotations.schema import Schema, clip

__all__ = ["WebAnnotationFormat"]

_CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"stet": "urn:x-stet:"}]
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NAMES = (".jsonld", ".json")


class WebAnnotationFormat(FilesFormat):
    """`stet export --format web-annotation -o FOLDER`, and `stet import --format web-annotation`."""

    name = "web-annotation"
    purpose = "W3C Web Annotation (JSON-LD), for annotation clients and archives"
    suffixes = (".w3c.zip", ".w3c")
    reads = (".jsonld",)
    carries = Carries(loses="the text, which must be in the library when annotations come back")

    def write(self, records: Iterable[ArticleRecord], job: Job, out: Files) -> None:
        """Write a page of annotations for each article, and one of its relations if it has any."""
        for record in records:
            graph = graph_of(record, job.schema)
            stem = safe_stem(record.info.number, record.info.title)
            source = _source(record.info)
            items = [_annotation(node, record, source) for node in graph.nodes]
            out.write(f"{stem}.jsonld", _page(record.info, "annotations", items))
            if graph.links:
                ties = [_linking(link, number, record.info) for number, link in enumerate(graph.links, 1)]
                out.write(f"{stem}.relations.jsonld", _page(record.info, "relations", ties))

    def recognises(self, head: bytes) -> bool:
        """It says so in its context, or its type."""
        return b"anno.jsonld" in head or b"Annotation" in head

    def documents(self, source: Source, schema: Schema) -> Iterator[Document]:  # noqa: ARG002 - no names are needed
        """Read every page, and put together what is about one text.

        Raises:
            FormatError: Something is broken; the message names file and place.
        """
        found = _Found()
        for name in source.names():
            if name.endswith(_NAMES) or not source.several:
                for number, item in enumerate(_items(json_whole(source, name), name), 1):
                    found.take(Piece(item, f"{name}, item {number}"))
        yield from found.documents()


def _page(info: ArticleInfo, what: str, items: list[dict[str, object]]) -> bytes:
    page = {
        "@context": _CONTEXT,
        "id": f"{_iri(info.id)}#{what}",
        "type": "AnnotationPage",
        "stet:article": info.id,
        "items": items,
    }
    # So it can stand in a page of HTML as well.
    return (json.dumps(page, ensure_ascii=False, indent=1).replace("<", "\\u003c") + "\n").encode()


def _iri(id_: str) -> str:
    return f"urn:uuid:{id_}" if _UUID.fullmatch(id_) else f"urn:x-stet:{quote(id_, safe='')}"


def _id_of(iri: str) -> str:
    """The id here for an address there."""
    if iri.startswith("urn:uuid:"):
        return iri.removeprefix("urn:uuid:")
    return unquote(iri.removeprefix("urn:x-stet:")) if iri.startswith("urn:x-stet:") else iri


def _source(info: ArticleInfo) -> str:
    web = info.source.startswith(("http://", "https://"))
    return quote(info.source, safe="!#$%&'()*+,/:;=?@[]~") if web else _iri(info.id)


def _annotation(node: Node, record: ArticleRecord, source: str) -> dict[str, object]:
    bodies = [_body("tagging", node.label)]
    bodies += [
        _body("classifying", f"{name}={said(name, value)}") for name, value in node.values.items() if name != NOTE
    ]
    if NOTE in node.values:
        bodies.append(_body("commenting", to_text(node.values[NOTE])))
    targets = [{"source": source, "selector": _selectors(record.content.text, span)} for span in node.spans]
    target: object = targets if len(targets) > 1 else targets[0] if targets else {"source": source}
    return {
        "id": _iri(node.id),
        "type": "Annotation",
        "motivation": "tagging",
        **_made(node.provenance),
        "stet:article": record.info.id,
        "body": bodies,
        "target": target,
    }


def _body(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _selectors(text: str, span: tuple[int, int]) -> list[dict[str, object]]:
    start, end = span
    exact, prefix, suffix = context(text, Span(start, end))
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix},
    ]


def _made(provenance: object) -> dict[str, object]:
    known = provenance if isinstance(provenance, dict) else {}
    if not known:
        return {}
    return {
        "creator": {"type": "Person", "name": known["annotator"]},
        "created": known["created"],
        "modified": known["updated"],
        "stet:origin": known["origin"],
    }


def _linking(link: Link, number: int, info: ArticleInfo) -> dict[str, object]:
    bodies: list[object] = [_iri(link.target), _body("classifying", link.label)]
    if link.note:
        bodies.append(_body("commenting", link.note))
    own = link.provenance.get("id")
    return {
        "id": _iri(own) if own else f"{_iri(info.id)}#relation-{number}",
        "type": "Annotation",
        "motivation": "linking",
        **_made(link.provenance),
        "body": bodies,
        "target": _iri(link.source),
    }


def _items(data: object, name: str) -> Iterator[object]:
    """The annotations of a page, a collection, a list, or the only one."""
    if isinstance(data, list):
        yield from data
        return
    piece = Piece(data, name)
    if "items" in piece:
        yield from piece.items("items")
    elif "first" in piece and isinstance(piece.get("first"), dict):
        yield from _items(piece.get("first"), name)
    elif "rows" in piece:
        yield from piece.items("rows")
    elif "target" in piece:
        yield data
    else:
        piece.fail("no annotation, and no page of them")


def _many(data: object) -> list[object]:
    return data if isinstance(data, list) else [] if data is None else [data]


@dataclass(slots=True)
class _Text:
    """What is about one text."""

    place: str
    article: str
    source: str
    nodes: dict[str, Node] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)


class _Found:
    """Annotations of several pages by their texts."""

    def __init__(self) -> None:
        self._texts: dict[str, _Text] = {}
        self._links: list[Link] = []

    def take(self, item: Piece) -> None:
        """Take an annotation or a relation."""
        if "linking" in _many(item.get("motivation")) and isinstance(item.get("target"), str):
            self._links.append(_link(item))
            return
        node, source = _node(item)
        article = item.text_or("stet:article") or ("" if "://" in source else _id_of(source))
        text = self._texts.setdefault(article or source, _Text(item.place, article, source))
        if node.id in text.nodes:
            item.fail(f"another annotation is called {clip(node.id)}")
        text.nodes[node.id] = node

    def documents(self) -> Iterator[Document]:
        """One document for each text."""
        home = {mark: text for text in self._texts.values() for mark in text.nodes}
        for link in self._links:
            if link.source not in home:
                raise FormatError(f"{link.place}: there is no annotation {clip(link.source)}")
            home[link.source].links.append(link)
        for text in self._texts.values():
            yield Document(
                place=text.place,
                name=text.source,
                text=None,
                nodes=tuple(text.nodes.values()),
                links=tuple(text.links),
                article=text.article,
                source=unquote(text.source) if "%" in text.source else text.source,
            )


def _node(item: Piece) -> tuple[Node, str]:
    source = ""
    spans: list[tuple[int, int]] = []
    quotes: list[tuple[str, str, str]] = []
    for part in _many(item.get("target")):
        if isinstance(part, str):
            source = source or part
            continue
        target = Piece(part, item.place)
        inner = target.get("source") or target.get("id")
        there = inner if isinstance(inner, str) else Piece(inner, item.place).text("id")
        if source not in {"", there}:
            item.fail("it is about two texts")
        source = there
        for selector in _many(target.get("selector")):
            one = Piece(selector, item.place)
            if one.text_or("type") == "TextPositionSelector":
                spans.append((one.number("start"), one.number("end")))
            elif one.text_or("type") == "TextQuoteSelector":
                quotes.append((one.text_or("prefix"), one.text("exact"), one.text_or("suffix")))
    if not source:
        item.fail("it has no target")
    if spans and quotes and len(spans) != len(quotes):
        item.fail("some of its targets have a position, others only words")
    label, values = _bodies(item)
    if spans and quotes:
        spans, quotes = map(list, zip(*sorted(zip(spans, quotes, strict=True)), strict=True))
    words = " ".join(exact for _, exact, _ in quotes) if spans and quotes else None
    mark = _id_of(item.text_or("id", item.place))
    provenance = {} if "." in mark and "creator" not in item and "created" not in item else _provenance(item)
    return Node(mark, label, tuple(spans), values, provenance, words, item.place, quotes=tuple(quotes)), source


def _bodies(item: Piece) -> tuple[str, dict[str, AttributeValue]]:
    tags: list[str] = []
    notes: list[str] = []
    values: dict[str, AttributeValue] = {}
    bodies = _many(item.get("body"))
    if "bodyValue" in item:
        bodies.append(item.get("bodyValue"))
    for part in bodies:
        if isinstance(part, str):
            notes.append(part)
            continue
        body = Piece(part, item.place)
        value = body.text_or("value")
        purpose = _many(body.get("purpose")) or _many(item.get("motivation"))
        name, equals, said = value.partition("=")
        if "tagging" in purpose:
            tags.append(value)
        elif "classifying" in purpose and equals:
            values[name] = from_text(said)
        elif "classifying" in purpose:
            tags.append(value)
        elif value:
            notes.append(value)
    if len(tags) > 1:
        values["tags"] = tuple(tags[1:])
    if notes:
        values[NOTE] = "\n".join(notes)
    motivation = next((str(one) for one in _many(item.get("motivation"))), "annotation")
    return (tags[0] if tags else motivation), values


def _provenance(item: Piece) -> dict[str, str]:
    creator = item.get("creator")
    if isinstance(creator, dict):
        who = Piece(creator, item.place)
        person = who.text_or("name") or who.text_or("nickname") or who.text_or("id")
    else:
        person = creator if isinstance(creator, str) else ""
    found = {
        "id": _id_of(item.text_or("id")),
        "annotator": person,
        "origin": item.text_or("stet:origin"),
        "created": item.text_or("created"),
        "updated": item.text_or("modified"),
    }
    return {name: value for name, value in found.items() if value}


def _link(item: Piece) -> Link:
    target, label, notes = "", "linking", []
    for part in _many(item.get("body")):
        if isinstance(part, str):
            target = target or part
            continue
        body = Piece(part, item.place)
        if "id" in body and "value" not in body:
            target = target or body.text("id")
        elif "commenting" in _many(body.get("purpose")):
            notes.append(body.text_or("value"))
        else:
            label = body.text_or("value", label)
    if not target:
        item.fail("it leads nowhere")
    provenance = _provenance(item)
    if "creator" not in item:
        provenance = {}
    return Link(label, _id_of(item.text("target")), _id_of(target), "\n".join(notes), provenance, item.place)
