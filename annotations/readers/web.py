"""Web pages: the article in them, without what stands around it, found by trafilatura.

The canonical text is what a reader of the page sees of the article: its headline, then blocks separated by a blank
line. They are taken from the tree that trafilatura returns, so that nothing is parsed twice.
"""

from __future__ import annotations

import logging
import re
import sys
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from annotations.errors import ReadError
from annotations.readers.base import Draft, Served
from annotations.readers.bylines import names_in
from annotations.readers.decoding import decode
from annotations.readers.extras import needs
from annotations.readers.web_tree import ArticleTree, mark_breaks, mark_captions, mend_names
from annotations.text import BlockKind

if TYPE_CHECKING:
    from configparser import ConfigParser

    from lxml.html import HtmlElement
    from trafilatura.settings import Document

__all__ = ["WebReader"]

_MAX_BYTES = 20 * 1024 * 1024
_MOST_ELEMENTS = 50_000
"""Elements up to which a page is taken apart: a long live report has ten thousand."""

_SHORTEST = 60
"""Code points of text below which a page has no article."""

_WALLED = 300
"""Code points of text up to which it is taken for a wall, if it asks to log in or is not free."""

_UNLINKED = 0.5
"""Share of the article's length that a page must have outside of links, not to be a list of them."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE)
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,9}))(?![0-9a-fA-F]);?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WALL = re.compile(
    r"\b(?:password|passwort|contraseña|mot de passe|пароль"
    r"|log ?in|sign ?in|subscribe|register|create (?:a|your) (?:free )?account|already a subscriber"
    r"|anmelden|einloggen|abonnieren|registrieren|jetzt abo|s['’]abonner|se connecter|suscr[ií]b\w+|inici[ae]r? sesión"
    r"|accedi|abbonat\w+|assine|войти|подпи\w+)\b",
    re.IGNORECASE,
)
_NOT_FREE = re.compile(r"\"isAccessibleForFree\"\s*:\s*\"?false", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_HEADLINES = "//h1 | //h2 | //*[contains(@class, 'title') or contains(@class, 'headline')]"
_LONGEST_HEADLINE = 400
_ADDED = re.compile(r"\s*[-–—|_:·•»]")

# Trafilatura knows comments by their English names.
_COMMENTS = [
    "//*[self::div or self::section or self::aside or self::ul or self::ol]"
    f"[starts-with(@class, '{word}') or starts-with(@id, '{word}')]"
    for word in ("kommentar", "comentario", "commentaire", "commenti", "comentários")
]


class WebReader:
    """HTML files and addresses."""

    name = "web"
    suffixes = frozenset({".html", ".htm", ".xhtml"})
    media = ("text/html", "application/xhtml+xml")

    def read_data(self, data: bytes, served: Served) -> Draft:
        """Find the article in a page.

        Raises:
            ReadError: There is none in it, it asks for a log-in, or trafilatura is not installed.
        """
        with needs("web", "reading web pages"):
            import trafilatura
            from lxml.etree import LxmlError
        if len(data) > _MAX_BYTES:
            raise ReadError(f"The page is larger than {_MAX_BYTES >> 20} MB.", "No article is that long.")
        decoded = decode(data, served.charset or _declared(data))
        source = str(decoded.text)
        logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
        logging.getLogger("htmldate").setLevel(logging.CRITICAL)
        try:
            tree = trafilatura.load_html(_harmless(source))
            if tree is None:
                raise ReadError("This is no HTML page.", "Is it another kind of file? --reader NAME says which.")
            if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
                raise ReadError(f"The page has more than {_MOST_ELEMENTS:,} elements.", _AS_TEXT)
            looks = _Looks(tree, source)
            mend_names(tree)
            mark_captions(tree)
            mark_breaks(tree)
            found = trafilatura.bare_extraction(
                tree,
                url=served.address,
                with_metadata=True,
                include_comments=False,
                include_formatting=True,
                include_links=True,
                prune_xpath=_COMMENTS,
                date_extraction_params={"extensive_search": False, "original_date": True},
                config=_config(),
            )
        except (LxmlError, RecursionError, LookupError, TypeError, ValueError, AttributeError, AssertionError) as error:
            raise ReadError(f"The page cannot be taken apart ({type(error).__name__}).", _AS_TEXT) from error
        if found is None or isinstance(found, dict):
            raise looks.refusal(0)
        return _draft(found, looks, decoded.notes)


_AS_TEXT = "Copy its text, and import that."


@cache
def _config() -> ConfigParser:
    """Trafilatura's settings; of a short report it would take all of the page, with its navigation."""
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(_SHORTEST))
    return config


def _declared(data: bytes) -> str | None:
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii") if found else None


def _harmless(source: str) -> str:
    """Replace what no tree can hold: control characters, as they are or as references."""
    return _CONTROL.sub("\ufffd", _REFERENCE.sub(_reference, source))


def _reference(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2])
    bad = code < 32 and code not in (9, 10, 13)
    return "\ufffd" if bad or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF) or code > sys.maxunicode else match[0]


def _draft(found: Document, looks: _Looks, notes: tuple[str, ...]) -> Draft:
    title = " ".join((found.title or "").split())
    headline = looks.headline(title)
    authors = [name for name in (found.author or "").split("; ") if len(name) > 3]
    page = ArticleTree(headline, authors).read(found.body)
    length = sum(block.end - block.start for block in page.blocks)
    if length < _SHORTEST or (length < _WALLED and (looks.is_not_free or _WALL.search(page.text))):
        raise looks.refusal(length)
    if looks.unlinked < _UNLINKED * length:
        raise ReadError("The page is a list of links, without an article of its own.", "Import the articles it links.")
    if looks.is_not_free:
        notes = (*notes, "The page says that not all of it is free to read: this may be only the beginning.")
    first = (page.words_of(index) for index, block in enumerate(page.blocks) if block.kind is BlockKind.BYLINE)
    facts = {
        "author": ", ".join((found.author or "").split("; ")) or next(filter(None, map(names_in, first)), ""),
        "date": found.date,
        "site": found.sitename,
        "address": found.url,
    }
    return Draft(
        text=page.text,
        blocks=iter(page.blocks),
        styles=tuple(page.styles),
        title=headline or title or None,
        metadata=MappingProxyType({name: " ".join(value.split()) for name, value in facts.items() if value}),
        language=looks.language,
        notes=notes,
    )


class _Looks:
    """What is to be seen on a page before its article is taken out.

    Attributes:
        is_not_free: Whether it says that not everybody may read it.
        unlinked: Code points of its text outside of links.
    """

    def __init__(self, tree: HtmlElement, source: str) -> None:
        self.is_not_free = bool(_NOT_FREE.search(source))
        self.unlinked = _length(tree, "//body//text()[not(ancestor::a or ancestor::script or ancestor::style)]")
        self._has_password = bool(tree.xpath("//input[@type='password']"))
        body = tree.find("body")
        words = " ".join(
            " ".join((tree if body is None else body).itertext("p", "h1", "h2", "h3", "label", "button")).split()
        )
        self._wants = bool(_WALL.search(words[:5000]))
        self.language = _language(tree)
        texts = (" ".join(element.text_content().split()) for element in _elements(tree, _HEADLINES))
        self._headlines = [text for text in texts if text and len(text) <= _LONGEST_HEADLINE]

    def headline(self, title: str) -> str | None:
        """The words on the page that are its title, without what `<title>` adds to them (site, date)."""
        fits = [text for text in self._headlines if title.casefold().startswith(text.casefold())]
        fits = [text for text in fits if len(text) * 3 >= len(title)]
        shorter = [text for text in fits if _ADDED.match(title, len(text))]
        return max(shorter or fits, key=len, default=None)

    def refusal(self, length: int) -> ReadError:
        """Why there is no article."""
        if self._has_password or (self._wants and length) or self.is_not_free:
            return ReadError(
                "The page asks for a log-in or a subscription, and shows no article.",
                "Open it in a browser where you are logged in, save the page, and import that file.",
            )
        seen = f"only {length} characters of text" if length else "no text"
        return ReadError(
            f"No article is in this page: {seen} apart from navigation.",
            "If its text is made by a script, save the page from a browser and import that file.",
        )


def _length(tree: HtmlElement, path: str) -> int:
    """Code points of the words at a path."""
    return sum(len(" ".join(text.split())) for text in tree.xpath(path))


def _elements(tree: HtmlElement, path: str) -> list[Any]:
    return list(tree.xpath(path))[:200]


def _language(tree: HtmlElement) -> str | None:
    named = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    if not named:
        content = "//meta[@http-equiv='content-language' or @name='language' or @property='og:locale']/@content"
        named = next(iter(tree.xpath(content)), "")
    match = _LANGUAGE.match(str(named).strip())
    return match[0].replace("_", "-") if match else None
