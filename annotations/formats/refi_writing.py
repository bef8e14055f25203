"""A REFI-QDA project as XML, in the order that the standard's schema wants."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from xml.etree import ElementTree as ET

from annotations.formats.documents import NOTE, Document, Link, Node
from annotations.formats.folding import to_text
from annotations.formats.refi_lines import NAMESPACE, description, guid_of, is_guid
from annotations.formats.xml_safety import for_xml
from annotations.model import AttributeValue
from annotations.schema import Schema, clip

__all__ = ["Project"]

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_TIMES = {"created": "creationDateTime", "updated": "modifiedDateTime"}


class Project:
    """A project that grows source by source.

    Args:
        schema: Its labels and roles are codes, used or not.
        ids: Ids of all annotations that will be in it; links to others are left out.
    """

    def __init__(self, schema: Schema, ids: Container[str]) -> None:
        self._ids = ids
        self._users = ET.Element("Users")
        self._codes = ET.Element("Codes")
        self._sources, self._notes, self._links = ET.Element("Sources"), ET.Element("Notes"), ET.Element("Links")
        self._known: dict[str, str] = {}
        for label in schema.labels:
            self._code(label.name, label.colour, label.guideline)
        for role in schema.roles:
            self._code(role, "", "")

    def add(self, document: Document, text: str) -> str:
        """Add a source; returns the name of its file."""
        guid = guid_of(document.article)
        source = ET.SubElement(self._sources, "TextSource", guid=guid, name=for_xml(document.title))
        source.set("plainTextPath", f"internal://{guid}.txt")
        about = {"article": document.article, "source": document.source, "language": document.language}
        _child(source, "Description", description({name: value for name, value in about.items() if value}))
        for node in document.nodes:
            if node.spans:
                self._selection(source, node, text)
        for node in document.nodes:
            if not node.spans:
                coding = self._coding(source, node, guid_of(node.id))
                self._note(coding, node.id, _kept(node.values, node.provenance), _note_of(node), node.provenance)
        inside = {node.id for node in document.nodes}
        for number, link in enumerate(document.links, 1):
            if link.target in inside or link.target in self._ids:
                self._link(link, f"{document.article}.{number}")
        return f"{guid}.txt"

    def xml(self) -> bytes:
        """The whole project."""
        root = ET.Element("Project", xmlns=NAMESPACE, name="Stet", origin="Stet")
        if len(self._users):
            root.append(self._users)
        ET.SubElement(root, "CodeBook").append(self._codes)
        root.extend(part for part in (self._sources, self._notes, self._links) if len(part))
        ET.indent(root, " ")
        data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
        return data + b"\n"

    def _selection(self, source: ET.Element, node: Node, text: str) -> None:
        start, end = node.spans[0]
        guid = guid_of(node.id)
        name = for_xml(clip(" ".join(text[start:end].split())))
        selection = ET.SubElement(source, "PlainTextSelection", guid=guid, name=name)
        selection.set("startPosition", str(start))
        selection.set("endPosition", str(end))
        self._made(selection, node.provenance)
        if kept := _kept(node.values, node.provenance):
            _child(selection, "Description", description(kept))
        self._coding(selection, node, guid_of(f"{guid}.coding"))
        if note := _note_of(node):
            self._note(selection, node.id, {}, note, node.provenance)

    def _coding(self, parent: ET.Element, node: Node, guid: str) -> ET.Element:
        coding = ET.SubElement(parent, "Coding", guid=guid)
        if node.provenance:
            self._made(coding, {name: value for name, value in node.provenance.items() if name != "updated"})
        ET.SubElement(coding, "CodeRef", targetGUID=self._code(node.label, "", ""))
        return coding

    def _note(
        self,
        parent: ET.Element,
        of: str,
        kept: Mapping[str, AttributeValue],
        text: str,
        provenance: Mapping[str, str],
    ) -> None:
        guid = guid_of(f"{of}.note")
        note = ET.SubElement(self._notes, "Note", guid=guid, name=for_xml(clip(" ".join(text.split()) or "note")))
        self._made(note, provenance)
        if kept:
            _child(note, "Description", description(kept))
        _child(note, "PlainTextContent", text)
        ET.SubElement(parent, "NoteRef", targetGUID=guid)

    def _link(self, link: Link, place: str) -> None:
        given = link.provenance.get("id", "")
        guid = guid_of(given or f"{place}.link")
        tie = ET.SubElement(self._links, "Link", guid=guid, name=for_xml(link.label), direction="OneWay")
        tie.set("originGUID", guid_of(link.source))
        tie.set("targetGUID", guid_of(link.target))
        if link.provenance or link.note:
            self._note(tie, guid, _kept({}, link.provenance), link.note, link.provenance)

    def _code(self, name: str, colour: str, guideline: str) -> str:
        if name not in self._known:
            self._known[name] = guid_of(f"code {name}")
            code = ET.SubElement(self._codes, "Code", guid=self._known[name], name=for_xml(name), isCodable="true")
            if colour:
                code.set("color", colour)
            if guideline:
                _child(code, "Description", guideline)
        return self._known[name]

    def _made(self, element: ET.Element, provenance: Mapping[str, str]) -> None:
        """Say who made something and when, as the standard has it."""
        if who := provenance.get("annotator"):
            guid = guid_of(f"user {who}")
            if all(user.get("guid") != guid for user in self._users):
                ET.SubElement(self._users, "User", guid=guid, name=for_xml(who))
            element.set("creatingUser", guid)
        for name, attribute in _TIMES.items():
            if _TIME.fullmatch(provenance.get(name, "")):
                element.set(attribute, provenance[name])


def _kept(values: Mapping[str, AttributeValue], provenance: Mapping[str, str]) -> dict[str, AttributeValue]:
    """What has no place of its own in the standard; a note has."""
    kept = {name: value for name, value in values.items() if name != NOTE}
    own = {"annotator"} | {name for name in _TIMES if _TIME.fullmatch(provenance.get(name, ""))}
    own |= {"id"} if is_guid(provenance.get("id", "")) else set()
    return {**kept, **{name: value for name, value in provenance.items() if name not in own}}


def _note_of(node: Node) -> str:
    return to_text(node.values.get(NOTE, ""))


def _child(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = for_xml(text.replace("\r\n", "\n").replace("\r", "\n"))
