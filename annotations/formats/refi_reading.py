"""A REFI-QDA project into documents; names in it are looked up among those of the zip file and are never a path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from annotations.errors import FormatError
from annotations.formats.documents import NOTE, PROVENANCE, Document, Link, Node
from annotations.formats.files import Source, decoded
from annotations.formats.folding import to_text
from annotations.formats.parts import rejoined
from annotations.formats.refi_lines import NAMESPACE, UNCODED, described
from annotations.formats.xml_safety import refuse_unsafe
from annotations.model import AttributeValue
from annotations.schema import clip

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["documents_of"]

_INTERNAL = "internal://"
_TEXTS = ("TextSource", "Representation")


def documents_of(source: Source) -> Iterator[Document]:
    """Read each text of a project, those that represent a PDF among them.

    Raises:
        FormatError: Something is broken or hostile; the message names it.
    """
    names = [name for name in source.names() if PurePosixPath(name).suffix.lower() == ".qde"]
    if len(names) != 1:
        raise FormatError(f"there are {len(names)} projects (.qde) in it" if names else "there is no project.qde in it")
    yield from _Reader(source, names[0]).documents()


@dataclass(frozen=True, slots=True)
class _Note:
    text: str
    values: dict[str, AttributeValue] | None
    provenance: dict[str, str]


class _Reader:
    def __init__(self, source: Source, name: str) -> None:
        from defusedxml.ElementTree import fromstring

        self._source = source
        self._name = name
        data = source.read(name)
        refuse_unsafe(data, name)
        self._root: Element = fromstring(data, forbid_dtd=True)
        if self._root.tag != _tag("Project"):
            raise FormatError(f"{name}: no project of REFI-QDA: its root is “{clip(self._root.tag)}”")
        # Programs write names with capitals of their own.
        self._files = {PurePosixPath(one).name.casefold(): one for one in source.names()}
        self._users = {_guid(one): one.get("name") or one.get("id") or "" for one in self._root.iter(_tag("User"))}
        self._codes = {_guid(one): one.get("name") or "" for one in self._root.iter(_tag("Code"))}
        self._notes = {_guid(one): self._note(one) for one in self._root.iter(_tag("Note"))}

    def documents(self) -> Iterator[Document]:
        """Document after document; links are of the document where they begin."""
        read = [(element, self._nodes(element)) for kind in _TEXTS for element in self._root.iter(_tag(kind))]
        ids = {node.id: node.provenance.get("id", node.id) for _, nodes in read for node in nodes}
        homes = {node.id: index for index, (_, nodes) in enumerate(read) for node in nodes}
        links: dict[int, list[Link]] = {}
        for number, element in enumerate(self._root.iter(_tag("Link")), 1):
            link = self._link(element, f"{self._name}, link {number}")
            if link.source not in homes:
                continue  # between codes, cases or notes
            home = homes[link.source]
            if homes.get(link.target) != home:
                link = replace(link, target=ids.get(link.target, link.target))
            links.setdefault(home, []).append(link)
        for index, (element, nodes) in enumerate(read):
            if nodes or element.tag == _tag(_TEXTS[0]):
                yield self._document(element, nodes, links.get(index, []))

    def _document(self, element: Element, nodes: list[Node], links: list[Link]) -> Document:
        about = described(_text_of(element, "Description")) or {}
        place = self._place(element)
        return rejoined(
            Document(
                place=place,
                name=_guid(element) or place,
                text=self._text(element, place),
                nodes=tuple(nodes),
                links=tuple(links),
                article=to_text(about.get("article", "")),
                title=element.get("name") or "",
                source=to_text(about.get("source", "")),
                language=to_text(about.get("language", "")),
            )
        )

    def _place(self, element: Element) -> str:
        return f"{self._name}, source “{clip(element.get('name') or _guid(element))}”"

    def _text(self, element: Element, place: str) -> str:
        path = element.get("plainTextPath")
        if not path:
            inline = element.find(_tag("PlainTextContent"))
            if inline is None:
                raise FormatError(f"{place}: it has no plain text")
            return inline.text or ""
        name = self._files.get(path.removeprefix(_INTERNAL).casefold()) if path.startswith(_INTERNAL) else None
        if name is None:
            raise FormatError(f"{place}: its text “{clip(path)}” is not in the file")
        return decoded(self._source.read(name), name)

    def _nodes(self, source: Element) -> list[Node]:
        nodes: dict[str, Node] = {}
        for element in source:
            if element.tag == _tag("PlainTextSelection"):
                found = list(self._selection(element, self._place(source)))
            elif element.tag == _tag("Coding"):
                found = [self._whole(element, self._place(source))]
            else:
                continue
            for node in found:
                if not node.id or node.id in nodes:
                    raise FormatError(f"{node.place}: the GUID “{clip(node.id)}” is missing or not its own")
                nodes[node.id] = node
        return list(nodes.values())

    def _selection(self, element: Element, source: str) -> Iterator[Node]:
        """A node for each code of a selection; the first is what links to the selection mean."""
        guid = _guid(element)
        place = f"{source}, selection {clip(guid)}"
        try:
            span = int(element.get("startPosition", "")), int(element.get("endPosition", ""))
        except ValueError:
            raise FormatError(f"{place}: it has no positions") from None
        said = _text_of(element, "Description")
        values = described(said) if said else {}
        provenance = self._made(element)
        notes = [self._notes[ref] for ref in self._refs(element) if ref in self._notes]
        texts = [*([said] if values is None else []), *(note.text for note in notes)]
        values = dict(values or {})
        provenance |= {name: to_text(values.pop(name)) for name in PROVENANCE if name in values}
        if texts:
            values[NOTE] = "\n".join(texts)
        codings = element.findall(_tag("Coding"))
        if not codings:
            yield Node(guid, UNCODED, (span,), values, {"id": guid, **provenance}, place=place)
        for number, coding in enumerate(codings):
            mark = guid if number == 0 else _guid(coding)
            whole = {"id": mark, **(provenance or self._made(coding))}
            yield Node(mark, self._label(coding, place), (span,), values, whole, place=place)

    def _whole(self, coding: Element, source: str) -> Node:
        guid = _guid(coding)
        place = f"{source}, coding {clip(guid)}"
        values: dict[str, AttributeValue] = {}
        provenance = self._made(coding)
        texts = []
        for note in (self._notes[ref] for ref in self._refs(coding) if ref in self._notes):
            values |= note.values or {}
            provenance |= note.provenance
            texts += [note.text] if note.text else []
        provenance |= {name: to_text(values.pop(name)) for name in PROVENANCE if name in values}
        if texts:
            values[NOTE] = "\n".join(texts)
        return Node(guid, self._label(coding, place), (), values, {"id": guid, **provenance}, place=place)

    def _label(self, coding: Element, place: str) -> str:
        ref = coding.find(_tag("CodeRef"))
        name = self._codes.get(_plain(ref.get("targetGUID") or "")) if ref is not None else None
        if not name:
            raise FormatError(f"{place}: its code is not in the code book")
        return name

    def _link(self, element: Element, place: str) -> Link:
        notes = [self._notes[ref] for ref in self._refs(element) if ref in self._notes]
        provenance: dict[str, str] = {"id": _guid(element)}
        for note in notes:
            provenance |= note.provenance
            kept = note.values or {}
            provenance |= {name: to_text(value) for name, value in kept.items() if name in PROVENANCE}
        text = "\n".join(note.text for note in notes if note.text)
        origin, target = (_plain(element.get(end) or "") for end in ("originGUID", "targetGUID"))
        return Link(element.get("name") or "link", origin, target, text, provenance, place)

    def _note(self, element: Element) -> _Note:
        said = _text_of(element, "Description")
        path = element.get("plainTextPath")
        text = self._text(element, self._place(element)) if path else _text_of(element, "PlainTextContent")
        return _Note(text, described(said) if said else None, self._made(element))

    def _refs(self, element: Element) -> list[str]:
        return [_plain(ref.get("targetGUID") or "") for ref in element.findall(_tag("NoteRef"))]

    def _made(self, element: Element) -> dict[str, str]:
        who = self._users.get(_plain(element.get("creatingUser") or ""), "")
        created, updated = element.get("creationDateTime", ""), element.get("modifiedDateTime", "")
        found = {"annotator": who, "created": created, "updated": updated or created}
        return {name: value for name, value in found.items() if value}


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _plain(guid: str) -> str:
    return guid.strip("{}").lower()


def _guid(element: Element) -> str:
    return _plain(element.get("guid") or "")


def _text_of(element: Element, tag: str) -> str:
    found = element.find(_tag(tag))
    return "" if found is None else found.text or ""
