"""Which column of a table is what of an article, and articles from its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import GeneratorType, MappingProxyType
from typing import NamedTuple

from annotations.errors import ReadError, UsageError
from annotations.identity import is_address, location
from annotations.importing.gathering import STANDARD_INPUT
from annotations.importing.rows import Row
from annotations.readers import Draft
from annotations.readers.plain import blocks_of

__all__ = ["FIELDS", "Columns", "RowArticle", "check_fields", "find_columns", "read_row"]

FIELDS = ("text", "title", "id", "date", "author", "site", "address", "language", "source")
"""What a column can be said to be; `source` is an address where it looks like one, else the name of a site."""

_GUESSES = {
    "text": "text body content article_text full_text fulltext article_body articlebody main_text maintext article"
    " story content_text raw_text",
    "title": "title headline heading article_title",
    "id": "id article_id doc_id document_id docid uid guid uuid",
    "date": "date published date_published datepublished publish_date published_at publication_date pub_date pubdate"
    " date_publish created_at",
    "author": "author authors byline by creator",
    "site": "site publication publisher outlet newspaper source_name source_domain sitename site_name medium",
    "address": "url link address permalink source_url article_url uri web_url",
    "language": "language lang",
    "source": "source",
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_MARKUP = re.compile(r"<(?:p|br|div|h[1-6]|li|blockquote)\b[^<>]{0,300}/?>", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s.:-]+")
_LONGEST_NAME = 100


class Columns(NamedTuple):
    """Names of the columns by what they are; all others are facts that are kept as they are called.

    Attributes:
        given: Columns that a person named; their absence is an error.
    """

    given: Mapping[str, str]
    found: Mapping[str, str]

    @property
    def all(self) -> dict[str, str]:
        """What -> column."""
        return {**self.found, **self.given}


class RowArticle(NamedTuple):
    """The article of a row.

    Attributes:
        source: Where it is from.
        lasting: Whether the source names this article for good.
    """

    draft: Draft
    source: str
    lasting: bool

    @property
    def is_plain(self) -> bool:
        """Whether its blocks are those that the plain reader sees in its text, not looked for yet."""
        return isinstance(self.draft.blocks, GeneratorType)


def find_columns(names: Sequence[str], given: Mapping[str, str]) -> Columns:
    """Say which column is what: as a person said, else by what columns are commonly called.

    Raises:
        ReadError: There is no such column, or none that the text could be in.
    """
    shown = ", ".join(names[:30])
    for column in given.values():
        if column not in names:
            from annotations.schema import nearest

            raise ReadError(f"There is no column “{column}”.", nearest(column, names) or f"Columns: {shown}.")
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(_SEPARATORS.sub("_", name.strip().lower()), name)
    taken = set(given.values())
    found = {}
    for what, words in _GUESSES.items():
        for word in words.split():
            if what not in given and word in folded and folded[word] not in taken:
                found[what] = folded[word]
                taken.add(folded[word])
                break
    if "text" not in given and "text" not in found:
        raise ReadError(
            "No column is called as if the texts were in it.", f"Say which: --text-field NAME. Columns: {shown}."
        )
    return Columns(given, found)


def check_fields(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what a person said of columns, as what -> column.

    Raises:
        UsageError: A column is said to be what no column is.
    """
    given: dict[str, str] = {}
    for what, column in pairs:
        if what not in FIELDS:
            from annotations.schema import nearest

            raise UsageError(
                f"an article has no “{what}”", nearest(what, FIELDS) or f"Choose from: {', '.join(FIELDS)}."
            )
        given[what] = column
    return given


def read_row(row: Row, columns: Columns, where: str) -> RowArticle:
    """Make an article of a row.

    A row that has an address comes from there, else from the table, as its id says, else as its line does: then the
    same line may hold another article the next time.

    Raises:
        ReadError: The row has no text.
    """
    values, at = row.values, columns.all
    text = values.get(at["text"], "")
    if not text.strip():
        raise ReadError(f"no text in “{at['text']}”")

    def of(what: str) -> str:
        return " ".join(values[at[what]].split()) if what in at and at[what] in values else ""

    facts = {"author": of("author"), "date": of("date"), "site": of("site"), "address": of("address"), "id": of("id")}
    origin = of("source")
    facts["address" if is_address(origin) else "site"] = facts["address" if is_address(origin) else "site"] or origin
    used = set(at.values())
    others = {" ".join(name.split())[:_LONGEST_NAME]: value for name, value in values.items() if name not in used}
    metadata = {
        name: value for name, value in (facts | {n: v for n, v in others.items() if n not in facts}).items() if value
    }
    language = of("language")
    code = language.replace("_", "-") if _LANGUAGE.fullmatch(language) else None
    draft = _draft(text)._replace(title=of("title") or None, metadata=MappingProxyType(metadata), language=code)
    if is_address(facts["address"]):
        return RowArticle(draft, location(facts["address"]), lasting=True)
    table = where if where == STANDARD_INPUT else location(where)
    return RowArticle(draft, f"{table}#{facts['id'] or row.line}", lasting=bool(facts["id"]))


def _draft(text: str) -> Draft:
    if len(_MARKUP.findall(text, 0, 20_000)) < 2:
        return Draft(text, blocks_of(text))
    from annotations.readers.html_text import fragments
    from annotations.readers.page_text import PageText
    from annotations.text import BlockKind

    page = PageText()
    for fragment in fragments(text):
        page.add(fragment.kind or BlockKind.PARAGRAPH, fragment.level, fragment.words)
    if not page.blocks:
        return Draft(text, blocks_of(text))
    page.see_credits()
    return Draft(page.text, iter(page.blocks), tuple(page.styles))
