"""Programs and libraries that others wrote, each reading an export and saying which labels it finds on which words.

A stretch is (label, start, end, words): each part of an annotation, and each role on words. Offsets count code points,
and the words are what the consumer itself has there.
"""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

__all__ = ["CONSUMERS", "TEXTS", "Consumer", "Stretch", "stretches"]

TEXTS = "texts.jsonl"
"""What the texts are called that stand beside an export which has none."""


class Stretch(NamedTuple):
    label: str
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Consumer:
    name: str
    form: str
    modules: tuple[str, ...]
    read: object
    roles: bool = True
    folded: bool = False
    layer: str = ""
    verdicts: bool = False
    texts: bool = False
    program: str = ""

    def __str__(self):
        return self.name


def stretches(workspace, roles=True):
    """What is stored, sorted."""
    found = []
    for info in workspace.store.articles.all():
        text = workspace.store.text(info.key)
        for annotation in workspace.annotations(info):
            found += [Stretch(annotation.label, *span, span.of(text)) for span in annotation.fragments]
            spans = [(role.role, role.span) for role in annotation.roles if roles and role.span is not None]
            found += [Stretch(role, *span, span.of(text)) for role, span in spans]
    return sorted(found)


def judged(workspace):
    """Claims that have a verdict, sorted; their words with white space folded, without offsets."""
    found = []
    for info in workspace.store.articles.all():
        text = workspace.store.text(info.key)
        for annotation in workspace.annotations(info):
            if "verdict" in annotation.attributes:
                words = " … ".join(" ".join(span.of(text).split()) for span in annotation.fragments)
                found.append(Stretch(annotation.attributes["verdict"], 0, 0, words))
    return sorted(found)


CONSUMERS = []


def consumer(form, *modules, roles=True, folded=False, layer="", verdicts=False, texts=False, program=""):
    """Register a consumer.

    `folded` where the format folds white space in what is tagged; `layer` where it holds one label, and no offsets;
    `verdicts` where only those that have one; `texts` where the own format is to stand beside it, for its texts;
    `program` where one is needed that no package of Python brings.
    """

    def register(read):
        CONSUMERS.append(Consumer(read.__name__, form, modules, read, roles, folded, layer, verdicts, texts, program))
        return read

    return register


def _rows(rows):
    for row in rows:
        if row["fragments"]:
            spans = [tuple(map(int, part.split("-"))) for part in row["fragments"].split(";")]
        else:
            spans = [(int(row["start"]), int(row["end"]))]
        for (start, end), words in zip(spans, _unguarded(row["text"]).split(" … "), strict=True):
            yield Stretch(row["label"], start, end, words)
        for column in row:
            if column.startswith("role_") and f"{column}_text" in row:
                yield from _fillers(row, column)


def _fillers(row, column):
    starts, ends = (row[f"{column}_{part}"].split(" | ") for part in ("start", "end"))
    words = _unguarded(row[f"{column}_text"])
    words = words.split(" | ") if len(starts) > 1 else [words]
    for start, end, text in zip(starts, ends, words, strict=True):
        if start:
            yield Stretch(column.removeprefix("role_"), int(start), int(end), text)


def _unguarded(cell):
    return cell[1:] if cell[:2] in {"'=", "'+", "'-", "'@", "''"} else cell


@consumer("csv", "pandas")
def pandas_reads_csv(path):
    import pandas as pd

    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    return sorted(_rows(frame.to_dict("records")))


@consumer("csv", "duckdb")
def duckdb_reads_csv(path):
    import duckdb

    connection = duckdb.connect()
    cursor = connection.execute(
        "SELECT * FROM read_csv(?, header = true, all_varchar = true, nullstr = '\x01')", [str(path)]
    )
    names = [column[0] for column in cursor.description]
    return sorted(_rows([dict(zip(names, row, strict=True)) for row in cursor.fetchall()]))


@consumer("csv", "csvw")
def csvw_reads_csv(path):
    from csvw import CSVW

    table = CSVW(f"{path}-metadata.json", validate=True)
    assert table.is_valid
    typed = list(table.tables[0])
    assert all(isinstance(row["start"], int) and isinstance(row["unsure"], bool) for row in typed)
    with Path(path).open(encoding="utf-8", newline="") as stream:
        texts = list(csv.DictReader(stream))
    # What it makes of types must be what stands there.
    assert [str(row["start"]) for row in typed] == [row["start"] for row in texts]
    assert [row["annotation_id"] for row in typed] == [row["annotation_id"] for row in texts]
    rows = [{**one, "text": row["text"]} for one, row in zip(texts, typed, strict=True)]
    return sorted(_rows(rows))


def _flat(rows):
    for row in rows:
        words = row["text"].split(" … ")
        for part, text in zip(row["fragments"], words, strict=True):
            yield Stretch(row["label"], part["start"], part["end"], text)
        for column in row:
            if column.startswith("role_") and f"{column}_text" in row:
                parts = (row[f"{column}_{part}"] for part in ("start", "end", "text"))
                for start, end, text in zip(*parts, strict=True):
                    if start is not None:
                        yield Stretch(column.removeprefix("role_"), start, end, text)


@consumer("jsonl-flat", "pandas")
def pandas_reads_flat_lines(path):
    import pandas as pd

    frame = pd.read_json(path, lines=True, dtype=False)
    return sorted(_flat(frame.to_dict("records")))


@consumer("jsonl-flat", "duckdb")
def duckdb_reads_flat_lines(path):
    import duckdb

    cursor = duckdb.connect().execute("SELECT * FROM read_json(?, format = 'newline_delimited')", [str(path)])
    names = [column[0] for column in cursor.description]
    return sorted(_flat(dict(zip(names, row, strict=True)) for row in cursor.fetchall()))


def _documents(rows):
    for row in rows:
        text = row["text"]
        for annotation in row["annotations"]:
            for part in annotation["fragments"]:
                yield Stretch(annotation["label"], part["start"], part["end"], text[part["start"] : part["end"]])
            for role in annotation["roles"]:
                if role["start"] is not None:
                    yield Stretch(role["role"], role["start"], role["end"], text[role["start"] : role["end"]])


def _rows_of(dataset):
    return [dict(row) for row in dataset]


@consumer("jsonl", "datasets")
def datasets_reads_lines(path):
    import datasets

    return sorted(_documents(_rows_of(datasets.load_dataset("json", data_files=str(path), split="train"))))


@consumer("jsonl", "duckdb")
def duckdb_reads_lines(path):
    import duckdb

    query = "SELECT text, annotations FROM read_json(?, format = 'newline_delimited')"
    rows = duckdb.connect().execute(query, [str(path)]).fetchall()
    return sorted(_documents({"text": text, "annotations": annotations} for text, annotations in rows))


@consumer("parquet", "pyarrow", "datasets")
def datasets_reads_parquet(path):
    import datasets

    return sorted(_documents(_rows_of(datasets.load_dataset("parquet", data_files=str(path), split="train"))))


@consumer("parquet", "pyarrow", "duckdb")
def duckdb_reads_parquet(path):
    import duckdb

    rows = duckdb.connect().execute("SELECT text, annotations FROM read_parquet(?)", [str(path)]).fetchall()
    return sorted(_documents({"text": text, "annotations": annotations} for text, annotations in rows))


@consumer("parquet", "pyarrow", "pandas")
def pandas_reads_parquet(path):
    import pandas as pd

    rows = pd.read_parquet(path).to_dict("records")
    # Where some are missing, numpy makes numbers with a point of whole ones.
    found = ((label, int(start), int(end), words) for label, start, end, words in _documents(_whole(rows)))
    return sorted(Stretch(*one) for one in found)


def _whole(rows):
    for row in rows:
        for annotation in row["annotations"]:
            for role in annotation["roles"]:
                for end in ("start", "end"):
                    role[end] = None if role[end] is None or role[end] != role[end] else int(role[end])
        yield row


@consumer("xmi", "cassis")
def cassis_reads_xmi(path):
    import cassis

    with (path / "TypeSystem.xml").open("rb") as stream:
        types = cassis.load_typesystem(stream)
    found = []
    for file in sorted(path.glob("*.xmi")):
        with file.open("rb") as stream:
            cas = cassis.load_cas_from_xmi(stream, typesystem=types)
        spans = cas.select("custom.Span")
        found += [Stretch(one.label, one.begin, one.end, one.get_covered_text()) for one in spans]
        for tie in cas.select("custom.Relation"):
            assert tie.Governor.type.name == tie.Dependent.type.name == "custom.Span"
    return sorted(found)


@consumer("brat", "pybrat")
def pybrat_reads_brat(path):
    from pybrat.parser import BratParser

    # It takes two labels on the same words for an error; brat itself does not.
    found = []
    for example in BratParser(error="ignore").parse(str(path)):
        for entity in example.entities:
            words = [example.text[span.start : span.end] for span in entity.spans]
            assert entity.mention == " ".join(words)
            found += [
                Stretch(entity.type, span.start, span.end, text) for span, text in zip(entity.spans, words, strict=True)
            ]
    return sorted(found)


@consumer("label-studio", "label_studio_sdk")
def label_studio_reads_its_json(path):
    from label_studio_sdk.label_interface import LabelInterface

    interface = LabelInterface(Path(f"{path}-config.xml").read_text("utf-8"))
    interface.validate()
    tasks = json.loads(path.read_text("utf-8"))
    found = []
    for task in tasks:
        assert interface.validate_task({"data": task["data"]})
        text = task["data"]["text"]
        for annotation in task["annotations"]:
            assert interface.validate_annotation(annotation)
            for result in annotation["result"]:
                if result["type"] == "labels":
                    value = result["value"]
                    assert value["text"] == text[value["start"] : value["end"]]
                    found.append(Stretch(value["labels"][0], value["start"], value["end"], value["text"]))
    return sorted(found)


@consumer("label-studio", "label_studio_sdk")
def label_studio_converts_its_json(path):
    import tempfile

    from label_studio_sdk.converter import Converter

    config = Path(f"{path}-config.xml").read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "in").mkdir()
        # As the server has it: with ids, and a number for each annotation.
        tasks = json.loads(path.read_text("utf-8"))
        for number, task in enumerate(tasks, 1):
            task["id"] = number
            for annotation in task["annotations"]:
                annotation["id"] = number
        (Path(folder) / "in" / "tasks.json").write_text(json.dumps(tasks), "utf-8")
        Converter(config, project_dir=None).convert(str(Path(folder) / "in"), str(Path(folder) / "out"), "JSON_MIN")
        (file,) = (Path(folder) / "out").glob("*.json")
        converted = json.loads(file.read_text("utf-8"))
    return sorted(
        Stretch(region["labels"][0], region["start"], region["end"], region["text"])
        for task in converted
        for region in task.get("label", ())
    )


# The terms of https://www.w3.org/ns/anno.jsonld that an export uses, by the vocabulary.
_OA, _DCTERMS, _AS = "http://www.w3.org/ns/oa#", "http://purl.org/dc/terms/", "http://www.w3.org/ns/activitystreams#"
_TERMS = {
    "id": "@id",
    "type": "@type",
    **{
        name: f"{_OA}{name}"
        for name in ("Annotation", "TextualBody", "TextPositionSelector", "TextQuoteSelector", "exact", "prefix")
    },
    **{
        name: {"@id": f"{_OA}{name}", "@type": "@vocab"} for name in ("tagging", "classifying", "commenting", "linking")
    },
    "suffix": f"{_OA}suffix",
    "start": {"@id": f"{_OA}start", "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"},
    "end": {"@id": f"{_OA}end", "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"},
    "body": {"@id": f"{_OA}hasBody", "@type": "@id"},
    "target": {"@id": f"{_OA}hasTarget", "@type": "@id"},
    "source": {"@id": f"{_OA}hasSource", "@type": "@id"},
    "selector": {"@id": f"{_OA}hasSelector", "@type": "@id"},
    "purpose": {"@id": f"{_OA}hasPurpose", "@type": "@vocab"},
    "motivation": {"@id": f"{_OA}motivatedBy", "@type": "@vocab"},
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "created": f"{_DCTERMS}created",
    "modified": f"{_DCTERMS}modified",
    "creator": {"@id": f"{_DCTERMS}creator", "@type": "@id"},
    "Person": "http://xmlns.com/foaf/0.1/Person",
    "name": "http://xmlns.com/foaf/0.1/name",
    "AnnotationPage": f"{_AS}OrderedCollectionPage",
    "items": {"@id": f"{_AS}items", "@container": "@list"},
}
_QUERY = """
PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?label ?start ?end ?exact WHERE {
  ?a a oa:Annotation ; oa:hasBody ?b ; oa:hasTarget ?t .
  ?b oa:hasPurpose oa:tagging ; rdf:value ?label .
  ?t oa:hasSelector ?p, ?q . ?p oa:start ?start ; oa:end ?end . ?q oa:exact ?exact .
}
"""


@consumer("web-annotation", "pyld", "rdflib")
def rdf_reads_web_annotations(path):
    import rdflib
    from pyld import jsonld

    def load(url, _):
        assert url == "http://www.w3.org/ns/anno.jsonld"
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": _TERMS}}

    found = []
    for file in sorted(path.glob("*.jsonld")):
        page = json.loads(file.read_text("utf-8"))
        options = {"format": "application/n-quads", "documentLoader": load}
        graph = rdflib.Graph().parse(data=jsonld.to_rdf(page, options), format="nt")
        for label, start, end, exact in graph.query(_QUERY):
            found.append(Stretch(str(label), int(start), int(end), str(exact)))
    return sorted(found)
