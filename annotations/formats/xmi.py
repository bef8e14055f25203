"""UIMA CAS as XMI with its type system, for INCEpTION and DKPro, written and read by dkpro-cassis.

Annotations and roles on words are `custom.Span` with a feature `label`, ties are `custom.Relation` from `Governor` to
`Dependent`; values are features, all of them strings, because the CAS has no “not set” for numbers and flags. Parts
are spans of their own, tied by `next_part`. Offsets count UTF-16 units; dkpro-cassis converts them. What XML cannot
hold, most control characters, stands as U+FFFD.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from annotations.errors import FormatError
from annotations.formats.base import ArticleRecord, Carried, Carries, FilesFormat, Job, MayLose
from annotations.formats.documents import NOTE, OF_ATTRIBUTE, PROVENANCE, Document, Link, Node, graph_of
from annotations.formats.files import Files, Source, safe_stem
from annotations.formats.folding import from_text, said, to_text
from annotations.formats.parts import parted, rejoined
from annotations.formats.xml_safety import FORBIDDEN, for_xml, refuse_unsafe
from annotations.model import AttributeValue
from annotations.schema import Schema, clip

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem

__all__ = ["XmiFormat"]

SPAN, RELATION = "custom.Span", "custom.Relation"
_METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_STRING = "uima.cas.String"
_LABEL = "label"
_LABELS = (_LABEL, "value", "identifier", "Value", "PosValue", "DependencyType", "relationType")
_ENDS = ("Governor", "Dependent")
_TAKEN = frozenset({_LABEL, "begin", "end", "sofa", *_ENDS})
_FEATURE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_STRUCTURE = (
    "DocumentMetaData",
    "DocumentAnnotation",
    "Token",
    "Sentence",
    "Paragraph",
    "TagsetDescription",
    "Heading",
)


class XmiFormat(FilesFormat):
    """`stet export --format xmi -o FOLDER`, and `stet import --format xmi`."""

    name = "xmi"
    purpose = "UIMA CAS XMI with its type system, for INCEpTION and DKPro"
    suffixes = (".xmi.zip", ".xmi")
    carries = Carries(relations=Carried.PART, loses="relations to another article; control characters that XML forbids")
    needs = ("cassis",)
    extra = "xmi"
    may_lose = MayLose.THINGS

    def survey(self, record: ArticleRecord, job: Job) -> None:
        """Count relations to another article and what XML cannot hold; note the names of values."""
        ids = {annotation.id for annotation in record.annotations}
        job.losses.see("relations", len(record.relations))
        for relation in record.relations:
            if not {relation.source, relation.target} <= ids:
                job.losses.lose("relations", "left out: to another article", f"relation {relation.id}")
        if found := FORBIDDEN.findall(record.content.text):
            where = f"article {record.info.number}"
            job.losses.lose("characters", "written as U+FFFD: XML cannot hold them", where, len(found))
        for node in graph_of(record, job.schema).nodes:
            for name in node.values:
                job.note("values", name)

    def write(self, records: Iterable[ArticleRecord], job: Job, out: Files) -> None:
        """Write the type system, and a file for each article."""
        features = _features(dict.fromkeys((*job.schema.attributes, *job.seen.get("values", {}), NOTE, *PROVENANCE)))
        with _quiet():
            types = _type_system(features)
        out.write("TypeSystem.xml", types.to_xml().encode())
        for record in records:
            stem = safe_stem(record.info.number, record.info.title)
            out.write(f"{stem}.xmi", _xmi(record, job.schema, types, features))

    def recognises(self, head: bytes) -> bool:
        """It is XML of the CAS."""
        return b"xmi" in head.lower()

    def documents(self, source: Source, schema: Schema) -> Iterator[Document]:  # noqa: ARG002 - no names are needed
        """Read each `.xmi` by the type system beside it.

        Raises:
            FormatError: A file is broken; the message names it.
        """
        names = source.names()
        found = [name for name in names if PurePosixPath(name).name.lower() in {"typesystem.xml", "typesystem.tsd"}]
        if not source.several or not found:
            raise FormatError("there is no TypeSystem.xml", "Give the folder or zip file that has it.")
        types = {str(PurePosixPath(name).parent): name for name in found}
        for name in names:
            if name.endswith(".xmi"):
                folder = str(PurePosixPath(name).parent)
                yield _document(source, name, types.get(folder, found[0]))


def _features(names: Iterable[str]) -> dict[str, str]:
    """The name of the feature for each name of a value: what Java takes, and no name twice."""
    taken = set(_TAKEN)
    features: dict[str, str] = {}
    for name in names:
        wanted = name if name not in _TAKEN else OF_ATTRIBUTE + name
        feature = wanted if _FEATURE.fullmatch(wanted) else f"value_{re.sub('[^A-Za-z0-9_]', '_', wanted)}"
        while feature in taken:
            feature += "_"
        taken.add(feature)
        features[name] = feature
    return features


def _type_system(features: Mapping[str, str]) -> TypeSystem:
    from cassis import TypeSystem

    types = TypeSystem()
    span = types.create_type(SPAN, description="An annotation, or a role of one")
    types.create_feature(span, _LABEL, _STRING)
    relation = types.create_type(RELATION, description="A tie from Governor to Dependent")
    types.create_feature(relation, _LABEL, _STRING)
    for end in _ENDS:
        types.create_feature(relation, end, span)
    for name, feature in features.items():
        types.create_feature(span, feature, _STRING, description=name)
        if name == NOTE or name in PROVENANCE:
            types.create_feature(relation, feature, _STRING, description=name)
    metadata = types.create_type(_METADATA, supertypeName="uima.tcas.DocumentAnnotation")
    for name in ("documentTitle", "documentId", "documentUri"):
        types.create_feature(metadata, name, _STRING)
    return types


@contextmanager
def _quiet() -> Iterator[None]:
    """The library warns of a feature called like something of Python's, which it takes under `_accessor`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _accessor(feature: str) -> str:
    return f"{feature}_" if feature in {"self", "type"} else feature


def _xmi(record: ArticleRecord, schema: Schema, types: TypeSystem, features: Mapping[str, str]) -> bytes:
    from cassis import Cas

    graph = parted(graph_of(record, schema))
    text = for_xml(record.content.text)
    cas = Cas(types, sofa_string=text, sofa_mime="text/plain")
    kind = types.get_type(_METADATA)
    cas.add(
        kind(
            begin=0, end=len(text), language=graph.language or "x-unspecified", documentTitle=for_xml(graph.title),
            documentId=graph.article, documentUri=for_xml(graph.source),
        )
    )  # fmt: skip
    span, relation = types.get_type(SPAN), types.get_type(RELATION)
    made = {}
    for node in graph.nodes:
        # What is on no words stands on all of them.
        start, end = node.spans[0] if node.spans else (0, 0)
        whole = {**node.values, **node.provenance}
        values = {_accessor(features[name]): for_xml(said(name, value)) for name, value in whole.items()}
        made[node.id] = span(begin=start, end=end, label=for_xml(node.label), **values)
        cas.add(made[node.id])
    for link in graph.links:
        if link.source in made and link.target in made:
            source, target = made[link.source], made[link.target]
            told = {**({NOTE: link.note} if link.note else {}), **link.provenance}
            more = {_accessor(features[name]): for_xml(value) for name, value in told.items()}
            place = {"begin": target.begin, "end": target.end, _LABEL: for_xml(link.label)}
            cas.add(relation(**place, Governor=source, Dependent=target, **more))
    return str(cas.to_xmi()).encode()


def _document(source: Source, name: str, types_name: str) -> Document:
    from cassis import load_cas_from_xmi, load_typesystem

    types_data, data = source.read(types_name), source.read(name)
    refuse_unsafe(types_data, types_name)
    refuse_unsafe(data, name)
    try:
        with _quiet():
            types = load_typesystem(BytesIO(types_data))
        cas = load_cas_from_xmi(BytesIO(data), typesystem=types, lenient=True)
        text = cas.sofa_string
    except Exception as error:  # noqa: BLE001 - the library raises whatever its parts raise
        raise FormatError(f"{name}: no CAS that can be read: {clip(str(error), 200)}") from None
    if not isinstance(text, str):
        raise FormatError(f"{name}: it has no text")
    nodes, links = _told(cas, text, name)
    said = next((one for one in cas.select_all_fs() if one.type.name == _METADATA), None)
    return rejoined(
        Document(
            place=name,
            name=name,
            text=text,
            nodes=tuple(nodes),
            links=tuple(links),
            article=_string(said, "documentId"),
            title=_string(said, "documentTitle") or PurePosixPath(name).stem,
            source=_string(said, "documentUri"),
            language=_string(said, "language").replace("x-unspecified", ""),
        )
    )


def _string(structure: Any, feature: str) -> str:
    value = getattr(structure, feature, None)
    return value if isinstance(value, str) else ""


def _told(cas: Cas, text: str, name: str) -> tuple[list[Node], list[Link]]:
    nodes: dict[int, Node] = {}
    ties = []
    # Ids tell the order in which they were written; the library gives them by offset.
    for structure in sorted(cas.select_all_annotations(), key=lambda structure: int(structure.xmiID)):
        short = structure.type.name.rpartition(".")[2]
        features = {feature.name: feature for feature in structure.type.all_features}
        if not {"begin", "end"} <= features.keys() or short in _STRUCTURE:
            continue
        if set(_ENDS) <= features.keys():
            ties.append((structure, short))
            continue
        place = f"{name}, {short} {structure.xmiID}"
        start, end = structure.begin, structure.end
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= len(text)):
            raise FormatError(f"{place}: {start}-{end} is no range of the text")
        label, values, provenance = _values(structure, short)
        spans = ((start, end),) if start < end else ()
        nodes[structure.xmiID] = Node(str(structure.xmiID), label, spans, values, provenance, place=place)
    links = []
    for structure, short in ties:
        ends = [getattr(getattr(structure, end), "xmiID", None) for end in _ENDS]
        if not all(end in nodes for end in ends):
            raise FormatError(f"{name}, {short} {structure.xmiID}: an end of it is no annotation")
        label, values, provenance = _values(structure, short)
        note = to_text(values.get(NOTE, ""))
        place = f"{name}, {short} {structure.xmiID}"
        links.append(Link(label, str(ends[0]), str(ends[1]), note, provenance, place))
    return list(nodes.values()), links


def _values(structure: Any, short: str) -> tuple[str, dict[str, AttributeValue], dict[str, str]]:
    """The label, and what else is said, by the names that values had."""
    values: dict[str, AttributeValue] = {}
    names = {feature.name: feature for feature in structure.type.all_features}
    label_name = next((name for name in _LABELS if _string(structure, name)), "")
    for name, feature in names.items():
        value = getattr(structure, name, None)
        if name in _TAKEN or name == label_name or value is None:
            continue
        own = feature.description or (name[:-1] if name in {"self_", "type_"} else name)
        if isinstance(value, str):
            values[own] = from_text(value)
        elif isinstance(value, (bool, int, float)):
            values[own] = value
    provenance = {name: to_text(values.pop(name)) for name in PROVENANCE if name in values}
    return _string(structure, label_name) if label_name else short, values, provenance
