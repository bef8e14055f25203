import base64
import io
import sys
import zipfile
import zlib

import pytest

from annotations.errors import ReadError
from annotations.model import StyleKind
from annotations.readers import read_bytes
from tests.annotations.pages import docx, lines, pdf


def seen(draft):
    """Each block as (kind, level, words)."""
    return [(block.kind.value, block.level, draft.text[block.start : block.end]) for block in draft.blocks]


def drawn(*pages, **more):
    """A PDF of pages, each a list of lines with its title above."""

    def draw(canvas):
        for number, (title, texts) in enumerate(pages, 1):
            top = lines(canvas, [title], size=18, font="Helvetica-Bold") if title else 700
            lines(canvas, texts, top=top - 20)
            canvas.setFont("Helvetica", 8)
            if len(pages) > 1:
                canvas.drawString(72, 810, "The Halvering Messenger")
            canvas.drawString(290, 20, f"Page {number}")
            canvas.showPage()

    return read_bytes(pdf(draw, **more), "pdf")


def test_lines_of_a_pdf_become_paragraphs_and_its_heading_the_title():
    draft = drawn(
        (
            "A Margin of One",
            [
                "The council of Halvering voted for the tram on Tuesday night, after a",
                "sitting that lasted until two.",
                "The line is to open in 2031, at a cost of 412 million crowns, which is",
                "38 percent more than was said.",
            ],
        )
    )
    assert seen(draft) == [
        ("heading", 1, "A Margin of One"),
        (
            "paragraph",
            0,
            "The council of Halvering voted for the tram on Tuesday night, after a sitting that lasted until two.",
        ),
        (
            "paragraph",
            0,
            "The line is to open in 2031, at a cost of 412 million crowns, which is 38 percent more than was said.",
        ),
    ]
    assert draft.page.media == "application/pdf"


def test_a_word_that_is_parted_at_the_end_of_a_line_is_joined():
    words = drawn(
        ("", ["The council has taken a long-term deci-", "sion on the tram, and a long-", "term loan.", "It stands."])
    ).text
    assert "a long-term decision on the tram, and a long-term loan." in words


def test_a_paragraph_goes_on_over_the_page_and_page_numbers_and_running_heads_are_left_out():
    draft = drawn(
        ("One", ["The council voted for the tram after a sitting that"]),
        ("", ["lasted until two in the morning."]),
        ("Three", ["Nobody was in the gallery by then, it is said."]),
    )
    assert seen(draft) == [
        ("heading", 1, "One"),
        ("paragraph", 0, "The council voted for the tram after a sitting that lasted until two in the morning."),
        ("heading", 1, "Three"),
        ("paragraph", 0, "Nobody was in the gallery by then, it is said."),
    ]


def test_a_pdf_of_pictures_says_what_would_help():
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    picture = ImageReader(Image.new("RGB", (40, 40), "navy"))
    with pytest.raises(ReadError) as error:
        read_bytes(pdf(lambda canvas: canvas.drawImage(picture, 50, 50)), "pdf")
    assert "only pictures" in error.value.message
    assert "recognised" in error.value.hint


def test_an_empty_an_encrypted_and_a_damaged_pdf_are_refused_each_with_its_reason():
    whole = pdf(lambda canvas: lines(canvas, ["The council voted."]))
    for data, said in (
        (pdf(lambda canvas: canvas.showPage()), "no words"),
        (pdf(lambda canvas: lines(canvas, ["The council voted."]), encrypt="secret"), "encrypted"),
        (b"%PDF-1.7\nnot a document at all", "damaged"),
        (whole[: len(whole) // 3], "damaged"),
    ):
        with pytest.raises(ReadError, match=said):
            read_bytes(data, "pdf")


def test_a_pdf_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr("annotations.readers.pdf_bounds._MOST", 4 << 20)
    whole = pdf(lambda canvas: lines(canvas, ["The council voted."]))
    assert read_bytes(whole, "pdf").text == "The council voted."
    letters = base64.a85encode(zlib.compress(bytes(5 << 20)), adobe=True)[2:]
    for filters, body in (
        (b"/FlateDecode", zlib.compress(bytes(5 << 20))),
        (b"[/ASCII85Decode /FlateDecode]", letters),
    ):
        bomb = whole + b"9 0 obj <</Filter " + filters + b">> stream\n" + body + b"\nendstream endobj"
        with pytest.raises(ReadError, match="Unpacked, a part of the document would take more than 4 MB"):
            read_bytes(bomb, "pdf")
    with pytest.raises(ReadError, match="twice"):
        read_bytes(whole + b"<</Filter [/FlateDecode /FlateDecode]>>", "pdf")


def test_a_title_that_is_only_the_name_of_a_file_is_none():
    lead = ["The council voted for the tram on Tuesday night, after a sitting."]
    assert drawn(("", lead), title="Microsoft Word - tram.docx").title is None
    assert drawn(("", lead), title="A margin of one").title == "A margin of one"


def test_a_word_document_has_its_headings_lists_tables_quotes_and_styles():
    def fill(document):
        document.add_heading("A margin of one", 0)
        document.add_heading("The vote", 2)
        paragraph = document.add_paragraph("The council ")
        paragraph.add_run("voted").bold = True
        paragraph.add_run(" for the tram.")
        document.add_paragraph("Night buses", style="List Bullet")
        document.add_paragraph("Sundays", style="List Bullet 2")
        document.add_paragraph("A monument with rails.", style="Quote")
        document.add_paragraph("The mayor after the vote", style="Caption")
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "yes", "31"

    draft = read_bytes(docx(fill), "docx")
    blocks = seen(draft)
    assert blocks == [
        ("heading", 1, "A margin of one"),
        ("heading", 2, "The vote"),
        ("paragraph", 0, "The council voted for the tram."),
        ("list_item", 1, "Night buses"),
        ("list_item", 1, "Sundays"),
        ("block_quote", 1, "A monument with rails."),
        ("caption", 0, "The mayor after the vote"),
        ("table_cell", 1, "yes"),
        ("table_cell", 2, "31"),
    ]
    assert [draft.text[s.start : s.end] for s in draft.styles if s.kind is StyleKind.STRONG] == ["voted"]
    assert draft.metadata["author"] == "Ida Krag"
    assert draft.text == "\n\n".join(words for _, _, words in blocks)


def packed(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), body)
    return out.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = packed(word__document_xml=b"<w:t>" + b" " * (64 << 20))
    assert len(bomb) < 100_000
    with pytest.raises(ReadError, match=r"Unpacked, this document would take 64 MB; 32 at most"):
        read_bytes(bomb, "docx")


def test_other_archives_and_damaged_documents_are_refused_each_with_its_reason():
    whole = docx(lambda document: document.add_paragraph("The council voted."))
    for data, said in (
        (packed(sheet_xml=b"<a/>"), "no Word document"),
        (packed(word__document_xml=b"<a"), "damaged"),
        (whole[: len(whole) // 2], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "old or an encrypted"),
        (docx(lambda _: None), "no words"),
    ):
        with pytest.raises(ReadError, match=said):
            read_bytes(data, "docx")


def test_entities_in_a_document_are_not_expanded():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE w [{laughs}]><w:document xmlns:w="urn:w">&l11;</w:document>'
    with pytest.raises(ReadError, match="damaged"):
        read_bytes(packed(word__document_xml=bomb.encode()), "docx")


@pytest.mark.parametrize(
    ("kind", "module", "extra"), [("pdf", "pdfminer.pdfdocument", "pdf"), ("docx", "mammoth", "docx")]
)
def test_without_the_extra_the_message_names_it(monkeypatch, kind, module, extra):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ReadError) as error:
        read_bytes(b"%PDF-1.7", kind)
    assert f"extra “{extra}”" in error.value.message
    assert f"pip install 'stet-tui[{extra}]'" in error.value.hint
