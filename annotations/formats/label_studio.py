"""Label Studio's JSON (https://labelstud.io/guide/export) and the labelling configuration that it needs.

A task for each article, a region for each annotation and for each role on words. Regions have the ids of annotations,
which Label Studio keeps; values are controls of their region; who made it and when stands in the region's `meta`.
Parts are regions of their own, tied by relations `next_part`. What stands in a task as prediction is not brought in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TextIO

from annotations.errors import FormatError
from annotations.formats.base import ArticleRecord, Carried, Carries, Job, MayLose, TextFormat
from annotations.formats.documents import OF_ATTRIBUTE, Document, Link, Node, graph_of
from annotations.formats.files import Source
from annotations.formats.json_documents import Piece, json_whole, kept_provenance, value_of
from annotations.formats.label_studio_config import ARTICLE, LABEL, TEXT, configuration, control_of
from annotations.formats.parts import parted, rejoined
from annotations.model import AttributeValue
from annotations.schema import Schema

__all__ = ["LabelStudioFormat"]

_TAKEN = frozenset({LABEL, TEXT, ARTICLE})


class LabelStudioFormat(TextFormat):
    """`stet export --format label-studio`, and `stet import --format label-studio`."""

    name = "label-studio"
    purpose = "Label Studio, with its labelling configuration beside it"
    suffixes = (".labelstudio.json",)
    carries = Carries(
        relations=Carried.PART, loses="relations to another article; who and when is in `meta`, which it does not show"
    )
    may_lose = MayLose.THINGS

    def survey(self, record: ArticleRecord, job: Job) -> None:
        """Count relations to another article; note the names that the configuration needs."""
        ids = {annotation.id for annotation in record.annotations if annotation.fragments}
        job.losses.see("relations", len(record.relations))
        for relation in record.relations:
            if not {relation.source, relation.target} <= ids:
                job.losses.lose("relations", "left out: to another article", f"relation {relation.id}")
        graph = parted(graph_of(record, job.schema))
        for node in graph.nodes:
            job.note("labels" if node.spans else "article labels", node.label)
            for name in node.values:
                job.note("values", _control(name))
        for link in graph.links:
            job.note("relations", link.label)

    def write(self, records: Iterable[ArticleRecord], job: Job, out: TextIO) -> None:
        """Write a list of tasks, one a line."""
        comma = "[\n"
        for record in records:
            out.write(comma + json.dumps(_task(record, job.schema), ensure_ascii=False))
            comma = ",\n"
        out.write("\n]\n" if comma.startswith(",") else "[]\n")

    def beside(self, job: Job) -> Iterator[tuple[str, str]]:
        """The labelling configuration."""
        yield "-config.xml", configuration(job)

    def recognises(self, head: bytes) -> bool:
        """A list of tasks, or one."""
        return head.lstrip()[:1] in {b"[", b"{"}

    def documents(self, source: Source, schema: Schema) -> Iterator[Document]:  # noqa: ARG002 - no names are needed
        """Read task by task.

        Raises:
            FormatError: Something is broken; the message names the task.
        """
        data = json_whole(source)
        tasks = data if isinstance(data, list) else [data]
        for number, task in enumerate(tasks, 1):
            yield _document(Piece(task, f"task {number}"), number)


def _control(name: str) -> str:
    return OF_ATTRIBUTE + name if name in _TAKEN else name


def _task(record: ArticleRecord, schema: Schema) -> dict[str, object]:
    graph = parted(graph_of(record, schema))
    text = record.content.text
    kinds = schema.attributes
    results: list[dict[str, object]] = []
    placed = {node.id for node in graph.nodes if node.spans}
    for node in graph.nodes:
        value: dict[str, object] = {}
        if node.spans:
            start, end = node.spans[0]
            value = {"start": start, "end": end, "text": text[start:end]}
        labelled = (
            {"from_name": LABEL, "type": "labels", "value": {**value, "labels": [node.label]}}
            if node.spans
            else {"from_name": ARTICLE, "type": "choices", "value": {"choices": [node.label]}}
        )
        meta = {"meta": {"stet": dict(node.provenance)}} if node.provenance else {}
        results.append({"id": node.id, "to_name": TEXT, **labelled, **meta})
        for name, one in node.values.items():
            kind, content = control_of(kinds.get(name), one)
            said = {"from_name": _control(name), "to_name": TEXT, "type": kind, "value": {**value, **content}}
            results.append({"id": node.id, **said})
    for link in graph.links:
        if link.source in placed and link.target in placed:
            tie = {"type": "relation", "from_id": link.source, "to_id": link.target, "direction": "right"}
            stet = {"note": link.note, "provenance": dict(link.provenance)} if link.provenance else None
            results.append({**tie, "labels": [link.label], **({"meta": {"stet": stet}} if stet else {})})
    return {
        "data": {
            "id": graph.article,
            "text": text,
            "title": graph.title,
            "source": graph.source,
            "language": graph.language,
        },
        "annotations": [{"result": results}],
    }


@dataclass(slots=True)
class _Region:
    """What the results with one id say together."""

    place: str
    labels: list[str] = field(default_factory=list)
    span: tuple[int, int] | None = None
    words: str | None = None
    values: dict[str, AttributeValue] = field(default_factory=dict)
    provenance: dict[str, str] = field(default_factory=dict)


def _document(task: Piece, number: int) -> Document:
    data = task.piece("data")
    texts = [key for key in data.keys() if isinstance(data.get(key), str)]  # noqa: SIM118 - it is no dictionary
    key = TEXT if TEXT in texts else next((key for key in texts if "text" in key.lower()), "")
    if not key:
        data.fail("there is no “text”")
    nodes: list[Node] = []
    links: list[Link] = []
    for coder, annotation in enumerate(task.pieces("annotations"), 1):
        if annotation.get("was_cancelled") is not True:
            more, ties = _results(annotation, coder)
            nodes += more
            links += ties
    document = Document(
        place=task.place,
        name=task.text_or("id", str(number)),
        text=data.text(key),
        nodes=tuple(nodes),
        links=tuple(links),
        article=data.text_or("id"),
        title=data.text_or("title"),
        source=data.text_or("source"),
        language=data.text_or("language"),
    )
    return rejoined(document)


def _results(annotation: Piece, coder: int) -> tuple[list[Node], list[Link]]:
    regions: dict[str, _Region] = {}
    links = []
    for result in annotation.pieces("result"):
        if result.text("type") == "relation":
            links.append(_link(result, coder))
            continue
        mark = f"{coder}/{result.text_or('id', f'result {len(regions)}')}"
        _read(result, regions.setdefault(mark, _Region(result.place)))
    made = {"annotator": _person(annotation), "created": annotation.text_or("created_at")}
    made["updated"] = annotation.text_or("updated_at") or made["created"]
    nodes = []
    for mark, region in regions.items():
        if not region.labels and region.span is None:
            # A question about the whole text: its name is the label.
            region.labels = list(region.values)[:1] or ["region"]
        if not region.labels:
            raise FormatError(f"{region.place}: a region has no label")
        for index, label in enumerate(region.labels):
            provenance = region.provenance or {name: value for name, value in made.items() if value}
            spans = () if region.span is None else (region.span,)
            nodes.append(
                Node(
                    mark if not index else f"{mark}, label {index + 1}", label, spans, region.values, provenance,
                    region.words, region.place,
                )
            )  # fmt: skip
    for link in links:
        for end in (link.source, link.target):
            if end not in regions:
                raise FormatError(f"{link.place}: there is no region “{end.partition('/')[2]}”")
    return nodes, links


def _read(result: Piece, region: _Region) -> None:
    kind = result.text("type")
    value = result.piece("value")
    name = result.text_or("from_name")
    if "startOffset" in value or "globalOffsets" in value:
        result.fail("it is a region of HTML, not of text")
    if "start" in value:
        span = (value.number("start"), value.number("end"))
        if region.span not in {None, span}:
            result.fail("two results of one region are on different words")
        region.span = span
        if "text" in value and isinstance(value.get("text"), str) and kind == "labels":
            region.words = value.text("text")
    if "meta" in result and "stet" in result.piece("meta"):
        region.provenance = kept_provenance(Piece({"provenance": result.piece("meta").get("stet")}, result.place))
    if kind == "labels":
        region.labels += value.texts("labels")
    elif name == ARTICLE:
        region.labels += value.texts("choices")
    elif (content := _content(value)) is not None:
        region.values[name] = content


def _content(value: Piece) -> AttributeValue | None:
    """What a control was set to: the only key of its value that is no place."""
    for key in value.keys():  # noqa: SIM118 - it is no dictionary
        one = value.get(key)
        if key in {"start", "end"} or (key == "text" and isinstance(one, str)):
            continue
        found = value_of(one)
        return found[0] if isinstance(found, tuple) and len(found) == 1 else found
    return None


def _link(result: Piece, coder: int) -> Link:
    source, target = (f"{coder}/{result.text(end)}" for end in ("from_id", "to_id"))
    if result.text_or("direction", "right") == "left":
        source, target = target, source
    labels = result.texts("labels")
    note, provenance = "", {}
    if "meta" in result and "stet" in result.piece("meta"):
        kept = result.piece("meta").piece("stet")
        note, provenance = kept.text_or("note"), kept_provenance(kept)
    return Link(labels[0] if labels else "relation", source, target, note, provenance, result.place)


def _person(annotation: Piece) -> str:
    by = annotation.get("completed_by")
    if isinstance(by, dict):
        who = Piece(by, annotation.place)
        return who.text_or("email") or who.text_or("username") or who.text_or("id")
    return annotation.text_or("completed_by")
