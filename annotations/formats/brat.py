"""brat stand-off (https://brat.nlplab.org/standoff.html): a `.txt`, an `.ann` for each article, and `annotation.conf`.

`T` lines are labels on words, `A` lines their values, `R` lines relations, `#` lines notes. Offsets count code points.
A value of an `A` line is one word, so what has blanks in it stands in a note, `name = value`, which people can read. A
stretch over a line end is written in parts, as brat wants it. Who made what and when are values too.

Events (`E` lines) are read, as PolNeAR has them: a trigger with its source, cue and content is one annotation. With
`--events` they are written too, in the place of relations to roles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from annotations.errors import FormatError
from annotations.formats.base import ArticleRecord, Carried, Carries, FilesFormat, Job, MayLose, Option
from annotations.formats.brat_lines import FRAGMENTS, escaped, join_lines, split_lines, type_name
from annotations.formats.brat_reading import Reader
from annotations.formats.documents import HAS, NOTE, PROVENANCE, Document, Link, Node, graph_of
from annotations.formats.files import Files, Source, decoded, safe_stem
from annotations.formats.folding import said
from annotations.model import AttributeValue
from annotations.schema import Schema

__all__ = ["BratFormat"]

_WORD = re.compile(r"[^\s=]\S*")


class BratFormat(FilesFormat):
    """`stet export --format brat -o FOLDER`, and `stet import --format brat` of it."""

    name = "brat"
    purpose = "brat stand-off, for brat, corpora and converters"
    suffixes = (".brat.zip", ".brat")
    pairs = (".ann", ".txt")
    carries = Carries(relations=Carried.PART, loses="labels on a whole article; relations to another article")
    options = (Option("events", "Tie roles by events, as PolNeAR has them, and not by relations."),)
    may_lose = MayLose.THINGS

    def survey(self, record: ArticleRecord, job: Job) -> None:
        """Count what is on no words, and what leads to another article."""
        ids = {annotation.id for annotation in record.annotations if annotation.fragments}
        job.losses.see("annotations", len(record.annotations))
        job.losses.see("relations", len(record.relations))
        for annotation in record.annotations:
            if not annotation.fragments:
                job.losses.lose("annotations", "left out: on no words", f"annotation {annotation.id}")
        for relation in record.relations:
            if not {relation.source, relation.target} <= ids:
                job.losses.lose("relations", "left out: to another article", f"relation {relation.id}")

    def write(self, records: Iterable[ArticleRecord], job: Job, out: Files) -> None:
        """Write two files for each article, and the configuration."""
        seen = _Seen()
        for record in records:
            stem = safe_stem(record.info.number, record.info.title)
            out.write(f"{stem}.txt", record.content.text.encode())
            out.write(
                f"{stem}.ann", "".join(_Writer(record, job.schema, seen, events=job.flag("events")).lines()).encode()
            )
        out.write("annotation.conf", seen.configuration().encode())

    def recognises(self, head: bytes) -> bool:  # noqa: ARG002 - its suffixes are its own
        """A file with its suffix is of it."""
        return True

    def documents(self, source: Source, schema: Schema) -> Iterator[Document]:
        """Read each `.ann` with the `.txt` of the same name.

        Raises:
            FormatError: A file is missing or broken; the message names it with its line.
        """
        names = set(source.names())
        for name in sorted(names):
            if name.endswith(".ann"):
                text_name = f"{name.removesuffix('.ann')}.txt"
                if text_name not in names:
                    raise FormatError(f"{name}: there is no {PurePosixPath(text_name).name} beside it")
                text = decoded(source.read(text_name), text_name)
                yield Reader(name, text_name, text, schema).document(decoded(source.read(name), name))


@dataclass(slots=True)
class _Seen:
    """What the configuration has to name."""

    entities: dict[str, None] = field(default_factory=dict)
    relations: dict[str, None] = field(default_factory=dict)
    attributes: dict[str, dict[str, None]] = field(default_factory=dict)
    events: dict[str, dict[str, None]] = field(default_factory=dict)

    def configuration(self) -> str:
        """The text of `annotation.conf`."""
        relations = [f"{name}\tArg1:<ENTITY>, Arg2:<ENTITY>" for name in self.relations]
        attributes = [
            f"{name}\tArg:<ENTITY>" + (f", Value:{'|'.join(values)}" if values else "")
            for name, values in self.attributes.items()
        ]
        parts = {
            "entities": list(self.entities),
            "relations": [*relations, "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"],
            "events": [
                f"{name}\t{', '.join(f'{role}*:<ENTITY>' for role in roles)}" for name, roles in self.events.items()
            ],
            "attributes": attributes,
        }
        return "\n".join(f"[{name}]\n" + "".join(f"{line}\n" for line in lines) for name, lines in parts.items())


class _Writer:
    """The `.ann` of one article."""

    def __init__(self, record: ArticleRecord, schema: Schema, seen: _Seen, *, events: bool = False) -> None:
        self._document = graph_of(record, schema)
        self._text = record.content.text
        self._schema = schema
        self._seen = seen
        self._by_event = events
        self._attributes = self._notes = 0

    def lines(self) -> Iterator[str]:
        """The lines, each with its end."""
        marks: dict[str, str] = {}
        for node in self._document.nodes:
            if node.spans:
                marks[node.id] = f"T{len(marks) + 1}"
                yield from self._node(node, marks[node.id])
        links = [link for link in self._document.links if link.source in marks and link.target in marks]
        if self._by_event:
            yield from self._events(links, marks)
            links = [link for link in links if link.provenance]
        for number, link in enumerate(links, 1):
            label = type_name(link.label)
            self._seen.relations.setdefault(label)
            yield f"R{number}\t{label} Arg1:{marks[link.source]} Arg2:{marks[link.target]}\n"
            yield from self._link_values(f"R{number}", link)

    def _events(self, links: list[Link], marks: dict[str, str]) -> Iterator[str]:
        """An event for each annotation with roles on words: itself, then the words of each role."""
        number = 0
        for node in self._document.nodes:
            roles = [link for link in links if link.source == node.id and not link.provenance]
            if not roles:
                continue
            number += 1
            label = type_name(node.label)
            known = self._seen.events.setdefault(label, {})
            counts: Counter[str] = Counter()
            parts = []
            for link in roles:
                role = type_name(link.label.removeprefix(HAS))
                known.setdefault(role)
                counts[role] += 1
                # Of several, brat tells the second and further ones by a number.
                parts.append(f" {role}{counts[role] if counts[role] > 1 else ''}:{marks[link.target]}")
            yield f"E{number}\t{label}:{marks[node.id]}{''.join(parts)}\n"

    def _node(self, node: Node, mark: str) -> Iterator[str]:
        label = type_name(node.label)
        self._seen.entities.setdefault(label)
        parts = split_lines(self._text, node.spans)
        offsets = ";".join(f"{start} {end}" for start, end in parts)
        words = " ".join(self._text[start:end] for start, end in parts)
        yield f"{mark}\t{label} {offsets}\t{words}\n"
        values: dict[str, AttributeValue] = dict(node.values)
        if label != node.label:
            values["label"] = node.label
        if join_lines(self._text, parts) != list(node.spans):
            values[FRAGMENTS] = ";".join(f"{start}-{end}" for start, end in node.spans)
        for name, value in {**values, **node.provenance}.items():
            yield from self._value(mark, name, value)

    def _link_values(self, mark: str, link: Link) -> Iterator[str]:
        for name, value in {**({NOTE: link.note} if link.note else {}), **link.provenance}.items():
            yield from self._value(mark, name, value, attribute=False)

    def _value(self, mark: str, name: str, value: AttributeValue, *, attribute: bool = True) -> Iterator[str]:
        text = said(name, value)
        if attribute and _WORD.fullmatch(text) and name != NOTE:
            self._attributes += 1
            known = self._seen.attributes.setdefault(type_name(name), {})
            if name not in PROVENANCE or name in {"annotator", "origin"}:
                known.setdefault(text)
            yield f"A{self._attributes}\t{type_name(name)} {mark} {text}\n"
        else:
            self._notes += 1
            yield f"#{self._notes}\tAnnotatorNotes {mark}\t{name} = {escaped(text)}\n"
