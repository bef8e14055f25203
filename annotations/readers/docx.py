"""Word documents: mammoth says what the reader of the document sees, as simple HTML that is read block by block."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from types import MappingProxyType
from typing import Any

from annotations.errors import ReadError
from annotations.readers.base import Draft, Served
from annotations.readers.decoding import canonical
from annotations.readers.extras import needs
from annotations.readers.html_text import fragments
from annotations.readers.page_text import PageText
from annotations.text import BlockKind

__all__ = ["DocxReader"]

_MAX_XML = 32 * 1024 * 1024
"""Bytes that the parts of a document may have unpacked, pictures apart: a novel has five million."""

_MOST_PARTS = 5000
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Caption'] => figcaption:fresh
p[style-name='caption'] => figcaption:fresh
"""
_BACK_LINKS = re.compile(r"\s*<a href=\"#(?:foot|end)note-ref-\d+\">↑</a>")
_FACTS = {"creator": "author", "created": "date", "title": "title", "language": "language"}


class DocxReader:
    """Documents of Word and of whatever else writes DOCX."""

    name = "docx"
    suffixes = frozenset({".docx"})
    media = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",)

    def read_data(self, data: bytes, served: Served) -> Draft:  # noqa: ARG002 - a document needs nothing of it
        """Make a draft of a document: headings, lists, tables, quotes, captions, bold, italics and links.

        Raises:
            ReadError: It is no such document, is damaged, encrypted, empty or too large unpacked, or mammoth is not
                installed.
        """
        with needs("docx", "reading Word documents"):
            import mammoth
        facts = _look_inside(data)
        try:
            converted: Any = mammoth.convert_to_html(
                BytesIO(data), style_map=_STYLES, convert_image=lambda _: [], external_file_access=False
            )
        except Exception as error:  # mammoth says what is damaged by whatever its parsers raise
            raise ReadError(f"The document is damaged ({type(error).__name__}).", _SAVE_ANEW) from error
        page = PageText()
        for fragment in fragments(canonical(_BACK_LINKS.sub("", converted.value))):
            page.add(fragment.kind or BlockKind.PARAGRAPH, fragment.level, fragment.words)
        if not page.blocks:
            raise ReadError(
                "The document holds no words.", "If it is made of pictures, their text must be recognised first."
            )
        page.see_credits()
        language = facts.pop("language", None)
        title = facts.pop("title", None)
        if page.blocks[0].kind is BlockKind.HEADING:
            title = None  # templates leave titles behind that nobody sees
        return Draft(
            text=page.text,
            blocks=iter(page.blocks),
            styles=tuple(page.styles),
            title=title,
            metadata=MappingProxyType(facts),
            language=language,
        )


_SAVE_ANEW = "Open it in a word processor, and save it anew as DOCX or as plain text."


def _look_inside(data: bytes) -> dict[str, str]:
    """Refuse what is no document, or one that would not fit into memory; returns what it says of itself."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReadError("This is an old or an encrypted office document.", _SAVE_ANEW)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if not any(name.endswith(".xml") and name.startswith("word/") for name in names):
                raise ReadError("This archive is no Word document.", "Unpack it, and import the files in it.")
            # What the directory of an archive says of a part's size is also the most that is read of it.
            unpacked = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
            if unpacked > _MAX_XML or len(parts) > _MOST_PARTS:
                raise ReadError(
                    f"Unpacked, this document would take {unpacked >> 20} MB; {_MAX_XML >> 20} at most are read.",
                    "Is it a document? Open it in a word processor, and save its text.",
                )
            if any(part.flag_bits & 1 for part in parts):
                raise ReadError("The document is encrypted.", "Save it without a password first.")
            return _facts(archive.read("docProps/core.xml")) if "docProps/core.xml" in names else {}
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise ReadError("This is no Word document, or it is damaged.", _SAVE_ANEW) from error


def _facts(core: bytes) -> dict[str, str]:
    """Title, author, date and language from the properties of a document."""
    from xml.etree import ElementTree as ET

    if b"<!DOCTYPE" in core or b"<!ENTITY" in core:
        return {}
    try:
        root = ET.fromstring(core)  # noqa: S314 - without declarations there is nothing to expand
    except ET.ParseError:
        return {}
    facts = {}
    for element in root:
        name = _FACTS.get(element.tag.rpartition("}")[2])
        words = " ".join((element.text or "").split())
        if name and words:
            facts[name] = words.partition("T")[0] if name == "date" else words
    return facts
