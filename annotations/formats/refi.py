"""REFI-QDA projects (https://www.qdasoftware.org/): `.qdpx`, which QualCoder, MAXQDA, NVivo and ATLAS.ti exchange.

A zip file with `project.qde`, XML by the standard's schema, and the text of each article as `sources/GUID.txt`. Labels
and roles are codes, annotations and roles on words are coded selections, a label on a whole article is a coding of its
source. Parts are selections of their own, tied by a link `next_part`; relations are links, notes are notes. Values,
which a selection has no place for, stand in its description, `name = value` on each line.

Positions count code points from 0. The standard does not tell whether an end is inclusive; here it is exclusive, as
QualCoder has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from annotations.formats.base import ArticleRecord, BinaryFormat, Carries, Job, MayLose
from annotations.formats.documents import Document, graph_of
from annotations.formats.files import Source, ZipFiles
from annotations.formats.parts import parted
from annotations.formats.refi_reading import documents_of
from annotations.formats.refi_writing import Project
from annotations.formats.xml_safety import FORBIDDEN
from annotations.schema import Schema

__all__ = ["RefiFormat"]

_IDS, _TARGETS = "annotations in the project", "targets of relations in the project"


class RefiFormat(BinaryFormat):
    """`stet export --format refi-qda -o FILE.qdpx`, and `stet import` of it."""

    name = "refi-qda"
    purpose = "REFI-QDA project, for QualCoder, MAXQDA, NVivo and ATLAS.ti"
    suffixes = (".qdpx",)
    carries = Carries(loses="relations out of the file; control characters in notes and values, which XML forbids")
    may_lose = MayLose.THINGS

    def survey(self, record: ArticleRecord, job: Job) -> None:
        """Note what there is and what relations lead to; count what XML cannot hold."""
        job.losses.see("relations", len(record.relations))
        for annotation in record.annotations:
            job.note(_IDS, annotation.id)
            texts = (annotation.note, *(str(value) for value in annotation.attributes.values()))
            if found := sum(len(FORBIDDEN.findall(text)) for text in texts):
                where = f"annotation {annotation.id}"
                job.losses.lose("characters", "written as U+FFFD: XML cannot hold them", where, found)
        for relation in record.relations:
            job.note(_TARGETS, f"{relation.id}\n{relation.target}")

    def surveyed(self, job: Job) -> None:
        """Count relations to what is not in the file."""
        ids = job.seen.get(_IDS, {})
        for noted in job.seen.get(_TARGETS, {}):
            relation, _, target = noted.partition("\n")
            if target not in ids:
                job.losses.lose("relations", "left out: to what is not in the file", f"relation {relation}")

    def write(self, records: Iterable[ArticleRecord], job: Job, out: BinaryIO) -> None:
        """Write a text for each article, then the project."""
        files = ZipFiles(out)
        project = Project(job.schema, job.seen.get(_IDS, {}))
        for record in records:
            name = project.add(parted(graph_of(record, job.schema)), record.content.text)
            files.write(f"sources/{name}", record.content.text.encode())
        files.write("project.qde", project.xml())
        files.close()

    def recognises(self, head: bytes) -> bool:
        """It is a zip file."""
        return head.startswith(b"PK")

    def documents(self, source: Source, schema: Schema) -> Iterator[Document]:  # noqa: ARG002 - no names are needed
        """Read each text of the project with its coded selections.

        Raises:
            FormatError: Something is broken or hostile; the message names it.
        """
        return documents_of(source)
