"""Pages and documents to read, made as the tests need them."""

import io

WORDS = (
    "The council of Halvering voted for the tram on Tuesday night, after a sitting that lasted until two in the"
    " morning and that nobody in the gallery will forget."
)
MORE = (
    "“We have asked people in the east to wait since 1964,” said the mayor, “and I was not prepared to ask them once"
    " more.” Her opponents left the chamber before the count was read out."
)
LAST = "The line is to open in 2031, at a cost of 412 million crowns, if the hospital gives up its car park in time."


def html(body, *, title="A margin of one", head="", lang="en"):
    """A page of a news site around `body`, with navigation and what else is no article."""
    return (
        f"<!DOCTYPE html><html lang='{lang}'><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
        f"<article>{body}</article>"
        "<footer><p>Imprint and privacy</p><a href='/jobs'>Jobs</a></footer></body></html>"
    )


def article_html(extra="", **more):
    """A page with an article of three paragraphs."""
    return html(f"<h1>A margin of one</h1><p>{WORDS}</p><p>{MORE}</p>{extra}<p>{LAST}</p>", **more)


def pdf(draw, *, encrypt=None, title=None):
    """A PDF document; `draw` gets a reportlab canvas of A4 pages."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, encrypt=encrypt)
    if title is not None:
        canvas.setTitle(title)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def lines(canvas, texts, *, top=700, left=72, size=11, font="Helvetica"):
    """Draw lines below each other; returns where the next would stand."""
    canvas.setFont(font, size)
    for text in texts:
        canvas.drawString(left, top, text)
        top -= size * 1.3
    return top


def docx(fill):
    """A Word document; `fill` gets an empty one of python-docx."""
    from docx import Document

    document = Document()
    document.core_properties.author = "Ida Krag"
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
