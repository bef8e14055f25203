"""One self-contained page of HTML: nothing in it runs, nothing is fetched, and every word is escaped.

Whatever makes such a page writes its words through `escaped` and hands its parts to `page`, which puts the frame
around them: a policy that forbids scripts, pictures, fonts, forms and frames from anywhere, and one style sheet,
known to the browser by its hash. Colours follow the reader's light or dark setting; paper is white.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

from annotations.printable import visible

__all__ = ["BASE_STYLE", "Linked", "escaped", "page", "table"]

BASE_STYLE = """
:root { color-scheme: light dark;
  --ink: #1b1b1b; --ground: #fdfdfb; --quiet: #5f5f5f; --line: #cfcfca; --bar: #4f7ca0; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e4e0; --ground: #161616; --quiet: #a2a29c; --line: #3d3d3a; --bar: #6fa3cc; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 66rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink);
  background: var(--ground); overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.2rem; margin-top: 2.2rem; }
.quiet, caption, figcaption { color: var(--quiet); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding-bottom: .3rem; }
th, td { padding: .2rem .8rem .2rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th.number, td.number { text-align: right; white-space: nowrap; }
figure { margin: 1rem 0; } svg { max-width: 100%; height: auto; } svg text { fill: var(--ink); }
@media print {
  :root { color-scheme: light; --ink: #000; --ground: #fff; --quiet: #444; --line: #bbb; --bar: #4f7ca0; }
  body { max-width: none; padding: 0; font-size: 10pt; } h2 { break-after: avoid; } figure, tr { break-inside: avoid; }
  .wide { overflow: visible; } details::details-content { content-visibility: visible; block-size: auto; }
  * { print-color-adjust: exact; }
}
"""
"""The style of every page: text, tables and figures, in light and dark and on paper."""


class Linked(NamedTuple):
    """A cell of a table that leads to what has the id `place` on the same page."""

    words: str
    place: str


def escaped(text: str) -> str:
    """Return text for the inside of an element or of a quoted attribute, harmless whatever is in it.

    Characters that nobody sees, and those that turn the direction of what follows, become visible ones.
    """
    return escape(visible(text), quote=True)


def page(title: str, parts: Iterable[str], *, language: str = "en", style: str = "") -> Iterator[str]:
    """Yield a page in parts, to be written one after the other.

    Args:
        title: Shown in the window's title and as the first heading.
        parts: Markup of the body, in which every word went through `escaped`.
        language: BCP 47 tag of what the page says.
        style: Rules in addition to `BASE_STYLE`; they are of this program, never of an article.
    """
    sheet = BASE_STYLE + style
    policy = f"default-src 'none'; style-src '{_hash(sheet)}'; base-uri 'none'; form-action 'none'"
    yield (
        f'<!DOCTYPE html>\n<html lang="{escaped(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escaped(title)}</title>\n<style>{sheet}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escaped(title)}</h1>\n"
    )
    for part in parts:
        yield f"{part}\n"
    yield "</main>\n</body>\n</html>\n"


def table(caption: str, headers: Sequence[str], rows: Iterable[Sequence[object]], numbers: Sequence[int] = ()) -> str:
    """Write a table, every cell escaped; the first column heads its rows, `numbers` are aligned on the right."""

    def cell(tag: str, index: int, value: object, scope: str = "") -> str:
        kind = ' class="number"' if index in numbers else ""
        if isinstance(value, Linked):
            words = f'<a href="#{escaped(value.place)}">{escaped(value.words)}</a>'
        else:
            words = escaped(str(value))
        return f"<{tag}{scope}{kind}>{words}</{tag}>"

    head = "".join(cell("th", index, value, ' scope="col"') for index, value in enumerate(headers))
    body = "\n".join(
        "<tr>"
        + "".join(
            cell("th", 0, value, ' scope="row"') if index == 0 else cell("td", index, value)
            for index, value in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="wide"><table>\n<caption>{escaped(caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def _hash(sheet: str) -> str:
    import base64
    import hashlib

    return "sha256-" + base64.b64encode(hashlib.sha256(sheet.encode("utf-8")).digest()).decode("ascii")
