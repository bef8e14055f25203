"""PDF documents: pdfminer.six says where each line stands, and paragraphs are put together from that."""

from __future__ import annotations

import logging
import re
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING

from annotations.errors import ReadError
from annotations.readers.base import Draft, Served
from annotations.readers.decoding import canonical
from annotations.readers.extras import needs
from annotations.readers.inline import InlineText
from annotations.readers.page_text import PageText
from annotations.readers.pdf_bounds import refuse_bombs
from annotations.readers.pdf_lines import Line, Paragraph, paragraphs_of
from annotations.text import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pdfminer.layout import LTPage, LTTextLine
    from pdfminer.pdfdocument import PDFDocument

__all__ = ["PdfReader"]

_MAX_BYTES = 100 * 1024 * 1024
_MOST_PAGES = 1000
_SIGNATURE = re.compile(r"microsoft word|untitled|\.(?:docx?|indd|qxd|tex|dvi|pdf|rtf|pages)$", re.IGNORECASE)
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_SAVE_ANEW = "Open it in a viewer, and save or print it anew."


class PdfReader:
    """PDF files with text in them."""

    name = "pdf"
    suffixes = frozenset({".pdf"})
    media = ("application/pdf", "application/x-pdf")

    def read_data(self, data: bytes, served: Served) -> Draft:  # noqa: ARG002 - a document needs nothing of it
        """Make a draft of a document: its paragraphs and headings, without page numbers and running heads.

        Raises:
            ReadError: It has no text but pictures, is encrypted, damaged or too large, or pdfminer.six is not
                installed.
        """
        with needs("pdf", "reading PDF documents"):
            from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
            from pdfminer.pdfparser import PDFParser
        if len(data) > _MAX_BYTES:
            raise ReadError(f"The document is larger than {_MAX_BYTES >> 20} MB.", "Split it into articles first.")
        refuse_bombs(data)
        logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
        try:
            document = PDFDocument(PDFParser(BytesIO(data)))
            layout = _Layout(document)
            lines = layout.lines()
        except (PDFEncryptionError, PDFPasswordIncorrect) as error:
            raise ReadError("The document is encrypted.", "Save it without a password first.") from error
        except RecursionError as error:
            raise ReadError("The document is nested too deeply.", _SAVE_ANEW) from error
        except Exception as error:  # pdfminer says what is damaged by whatever its parsers raise
            raise ReadError(f"The document is damaged ({type(error).__name__}).", _SAVE_ANEW) from error
        page = _page_text(paragraphs_of(lines))
        if not page.blocks:
            raise layout.refusal()
        title, facts = _facts(document)
        return Draft(
            text=page.text,
            blocks=iter(page.blocks),
            styles=tuple(page.styles),
            title=None if page.blocks[0].kind is BlockKind.HEADING else title,
            metadata=MappingProxyType(facts),
            notes=layout.notes(),
        )


def _page_text(paragraphs: Iterator[Paragraph]) -> PageText:
    page = PageText()
    for paragraph in paragraphs:
        words = InlineText()
        words.add(canonical(paragraph.text))
        kind = BlockKind.HEADING if paragraph.level else BlockKind.PARAGRAPH
        if paragraph.is_item:
            kind = BlockKind.LIST_ITEM
        page.add(kind, 1 if paragraph.is_item else paragraph.level, words.finish())
    page.see_credits()
    return page


class _Layout:
    """The pages of a document, as pdfminer lays them out."""

    def __init__(self, document: PDFDocument) -> None:
        self._document = document
        self._pages = self._pictures = self._unmapped = self._characters = 0
        self._left_out = False

    def lines(self) -> list[Line]:
        """Every line with words, in the order in which a page is read."""
        from pdfminer.converter import PDFPageAggregator
        from pdfminer.layout import LAParams
        from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
        from pdfminer.pdfpage import PDFPage

        resources = PDFResourceManager()
        device = PDFPageAggregator(resources, laparams=LAParams(boxes_flow=0.5))
        interpreter = PDFPageInterpreter(resources, device)
        found: list[Line] = []
        for page in PDFPage.create_pages(self._document):
            if self._pages == _MOST_PAGES:
                self._left_out = True
                break
            self._pages += 1
            interpreter.process_page(page)
            found.extend(self._lines_of(device.get_result()))
        return found

    def _lines_of(self, page: LTPage) -> Iterator[Line]:
        for box, line in self._text_lines(page, 0):
            text = line.get_text()
            self._characters += len(text)
            self._unmapped += len("".join(_UNMAPPED.findall(text)))
            words = " ".join(_UNMAPPED.sub("\ufffd", text).split())
            if words:
                size, bold = _type(line)
                yield Line(words, self._pages, box, line.x0, line.x1, line.y0, line.y1, page.height, size, bold)

    def _text_lines(self, container: Iterable[object], depth: int) -> Iterator[tuple[int, LTTextLine]]:
        from pdfminer.layout import LTFigure, LTImage, LTTextBox, LTTextLine

        for number, item in enumerate(container):
            if isinstance(item, LTTextBox):
                yield from ((number, line) for line in item if isinstance(line, LTTextLine))
            elif isinstance(item, LTImage):
                self._pictures += 1
            elif isinstance(item, LTFigure) and depth < 10:
                yield from self._text_lines(item, depth + 1)

    def notes(self) -> tuple[str, ...]:
        """What a person should know of the text."""
        notes = []
        if self._left_out:
            notes.append(f"Only the first {_MOST_PAGES} pages were read.")
        if self._unmapped * 20 > self._characters:
            notes.append("The document does not say which letters some of its signs are; they are shown as \ufffd.")
        return tuple(notes)

    def refusal(self) -> ReadError:
        """Why there is no text."""
        if self._pictures:
            return ReadError(
                "The document has only pictures of pages, and no text.",
                "Have the text recognised first, for instance with ocrmypdf.",
            )
        return ReadError("The document holds no words.", "There is nothing to read in it.")


def _type(line: LTTextLine) -> tuple[float, bool]:
    """Size in points of most characters of a line, and whether all are bold."""
    from pdfminer.layout import LTChar

    sizes: dict[float, int] = {}
    bold = True
    for character in line:
        if isinstance(character, LTChar) and not character.get_text().isspace():
            size = round(character.size * 2) / 2
            sizes[size] = sizes.get(size, 0) + 1
            name = character.fontname.lower()
            bold = bold and ("bold" in name or "black" in name or "heavy" in name)
    return (max(sizes, key=sizes.__getitem__), bold) if sizes else (0.0, False)


def _facts(document: PDFDocument) -> tuple[str | None, dict[str, str]]:
    """Title, and author and date, as far as the document says them in words that mean something."""
    from pdfminer.utils import decode_text

    found: dict[str, str] = {}
    for info in document.info[:1]:
        for name in ("Title", "Author", "CreationDate"):
            value = info.get(name)
            words = decode_text(value) if isinstance(value, bytes) else value if isinstance(value, str) else ""
            found[name] = " ".join(canonical(words).split())[:500]
    title = found.get("Title", "")
    facts = {}
    if author := found.get("Author"):
        facts["author"] = author
    if date := re.match(r"D?:?(\d{4})(\d\d)(\d\d)", found.get("CreationDate", "")):
        facts["date"] = "-".join(date.groups())
    return (None if not title or _SIGNATURE.search(title) else title), facts
