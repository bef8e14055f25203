"""Articles and their versions in and out of their tables, and where each person stopped reading."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

from annotations.columns import Blocks, Sentences
from annotations.errors import NotFoundError, StoreError
from annotations.long_text import LONG, LongText, utf8_of
from annotations.store.search import SearchRows
from annotations.text import ArticleInfo, Status, Style, StyleKind, Text

_COLUMNS = (
    "articles.number, articles.id, versions.key, versions.version, articles.title, articles.source,"
    " articles.language, articles.status, versions.sha256, versions.length, articles.created, articles.updated"
)
_CURRENT = (
    "articles JOIN versions ON versions.article = articles.number AND versions.version ="
    " (SELECT max(version) FROM versions AS v WHERE v.article = articles.number)"
)
_EVERY = "articles JOIN versions ON versions.article = articles.number"
# A short text comes as one, a long one in UTF-8.
_TEXT = f"CASE WHEN length < {LONG} THEN text ELSE CAST(text AS BLOB) END"

METADATA_FACTS = ("author", "date", "site")
"""What an article says of itself that a person may correct."""


TextT_co = TypeVar("TextT_co", bound=Text, covariant=True)


class ArticleText(NamedTuple, Generic[TextT_co]):
    """The text of an article version and what stands beside it.

    `sentences` is None until they are found; `stamp` tells size and time of the file when it was read.
    """

    text: TextT_co
    blocks: Blocks
    styles: tuple[Style, ...] = ()
    sentences: Sentences | None = None
    stamp: str | None = None


def _text(stored: str | bytes) -> Text:
    return stored if isinstance(stored, str) else LongText(stored)


def digest(text: Text) -> str:
    """Return the SHA-256 of a canonical text in UTF-8, hexadecimal."""
    import hashlib

    if isinstance(text, LongText):
        return hashlib.sha256(text.utf8).hexdigest()
    # In parts, so that a long text is not in memory twice.
    whole = hashlib.sha256()
    for start in range(0, len(text), 1 << 20):
        whole.update(text[start : start + (1 << 20)].encode("utf-8"))
    return whole.hexdigest()


def put_text(
    connection: sqlite3.Connection, article: int, version: int, content: ArticleText[Text], *, sha256: str, created: str
) -> int:
    """Add a version of an article; returns its key."""
    styles = [[style.kind, style.start, style.end, style.href] for style in content.styles]
    key = connection.execute(
        "INSERT INTO versions (article, version, sha256, length, created, stamp, blocks, sentences, styles, text)"
        # Bound as text, SQLite's driver would leave its UTF-8 in the string for good: a third more memory.
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT))",
        (
            article,
            version,
            sha256,
            len(content.text),
            created,
            content.stamp,
            content.blocks.pack(),
            None if content.sentences is None else content.sentences.pack(),
            json.dumps(styles, ensure_ascii=False, separators=(",", ":")),
            utf8_of(content.text),
        ),
    ).lastrowid
    assert key is not None  # noqa: S101 - an INSERT always has a row
    return key


class ArticleRows:
    """The tables `articles`, `article_metadata`, `versions` and `places`, and the words of what they hold.

    An article that was removed is found by number and id only where `removed` says so, and by nothing else.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._search = SearchRows(connection)

    def all(self) -> Iterator[ArticleInfo]:
        """Every article with its current version, by number."""
        query = "SELECT number FROM articles WHERE removed IS NULL ORDER BY number"
        for (number,) in self._connection.execute(query).fetchall():
            yield self.get(number)

    def get(self, number: int, *, removed: bool = False) -> ArticleInfo:
        """Return one article.

        Raises:
            NotFoundError: There is none of that number.
        """
        found = self._where("articles.number = ?", number, removed=removed)
        if found:
            return found[0]
        if not removed and self.is_removed(number):
            raise NotFoundError(f"article {number} was removed", f"“stet restore {number}” brings it back.")
        raise NotFoundError(f"there is no article {number}", "“stet list” shows what there is.")

    def is_removed(self, number: int) -> bool:
        """Tell whether there is an article of that number which was removed."""
        query = "SELECT 1 FROM articles WHERE number = ? AND removed IS NOT NULL"
        return self._connection.execute(query, (number,)).fetchone() is not None

    def of_id(self, article_id: str, *, removed: bool = False) -> ArticleInfo | None:
        """Return the article with exactly this id."""
        return next(iter(self._where("articles.id = ?", article_id, removed=removed)), None)

    def at_version(self, key: int) -> ArticleInfo:
        """Return the article that version `key` belongs to, with that version.

        Raises:
            NotFoundError: There is no such version.
        """
        found = self._where("versions.key = ?", key, removed=True, tables=_EVERY)
        if not found:
            raise NotFoundError("the article is no longer in the library")
        return found[0]

    def by_id(self, end: str) -> list[ArticleInfo]:
        """Articles whose id is or ends with `end`."""
        return self._where("substr(articles.id, -length(?)) = ?", end, end)

    def by_source(self, source: str) -> list[ArticleInfo]:
        """Articles read from exactly this path or address, the newest last."""
        return self._where("articles.source = ?", source)

    def by_text(self, sha256: str) -> list[ArticleInfo]:
        """Articles whose current text has this SHA-256."""
        return self._where("versions.sha256 = ?", sha256)

    def by_address(self, address: str) -> list[ArticleInfo]:
        """Articles whose page says that this is its address, the newest last."""
        return self._where(
            "articles.number IN (SELECT article FROM article_metadata WHERE name = 'address' AND value = ?)", address
        )

    def by_source_end(self, end: str) -> list[ArticleInfo]:
        """Articles whose path or address ends with `end` after a slash."""
        return self._where("substr(articles.source, -length(?)) = ?", f"/{end}", f"/{end}")

    def by_any_text(self, sha256: str) -> list[ArticleInfo]:
        """Articles of which a version has a text with this SHA-256, those whose current one it is first."""
        earlier = "articles.number IN (SELECT article FROM versions AS v WHERE v.sha256 = ?)"
        return sorted(self._where(earlier, sha256), key=lambda info: info.sha256 != sha256)

    def of_version(self, key: int) -> int:
        """Return the number of the article that version `key` belongs to."""
        row = self._connection.execute("SELECT article FROM versions WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise NotFoundError("the article is no longer in the library")
        return int(row[0])

    def load(self, key: int) -> ArticleText[str]:
        """Read the text of a version.

        Raises:
            StoreError: What is stored is damaged.
        """
        content = self.open(key)
        return ArticleText(str(content.text), content.blocks, content.styles, content.sentences, content.stamp)

    def open(self, key: int) -> ArticleText[Text]:
        """Read the text of a version, a long one as what takes little memory.

        Raises:
            StoreError: What is stored is damaged.
        """
        row = self._connection.execute(
            f"SELECT {_TEXT}, blocks, styles, sentences, stamp FROM versions WHERE key = ?", (key,)
        ).fetchone()
        if row is None:
            raise NotFoundError("the article is no longer in the library")
        text, blocks, styles, sentences, stamp = row
        try:
            return ArticleText(
                text=_text(text),
                blocks=Blocks.unpack(blocks),
                styles=tuple(Style(StyleKind(kind), start, end, href) for kind, start, end, href in json.loads(styles)),
                sentences=None if sentences is None else Sentences.unpack(sentences),
                stamp=stamp,
            )
        except (ValueError, TypeError) as error:
            raise StoreError("the stored article is damaged", "“stet check” says more.") from error

    def without_sentences(self) -> set[int]:
        """Keys of the versions whose sentences are not found yet."""
        return {key for (key,) in self._connection.execute("SELECT key FROM versions WHERE sentences IS NULL")}

    def text(self, key: int) -> Text:
        """Read only the text of a version."""
        return _text(self._connection.execute(f"SELECT {_TEXT} FROM versions WHERE key = ?", (key,)).fetchone()[0])

    def add(self, info: ArticleInfo, content: ArticleText[Text]) -> ArticleInfo:
        """Add an article and its only version; returns `info` with number and key.

        A number above 0 in `info` is kept if it is free.
        """
        free = (
            info.number > 0
            and not self._connection.execute("SELECT 1 FROM articles WHERE number = ?", (info.number,)).fetchone()
        )
        number = self._connection.execute(
            "INSERT INTO articles (number, id, title, source, language, status, created, updated)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                info.number if free else None,
                info.id,
                info.title,
                info.source,
                info.language,
                info.status,
                info.created,
                info.updated,
            ),
        ).lastrowid
        assert number is not None  # noqa: S101 - an INSERT always has a row
        self._put_metadata(number, info.metadata)
        self._add_version(info._replace(number=number), content)
        self._search.put_in(number)
        return self.get(number)

    def add_version(self, info: ArticleInfo, content: ArticleText[Text]) -> None:
        """Add the version of an article that `info` names, made at `info.created`."""
        with self._search.changing(info.number):
            self._add_version(info, content)

    def _add_version(self, info: ArticleInfo, content: ArticleText[Text]) -> None:
        number, version = info.number, info.version
        put_text(self._connection, number, version, content, sha256=info.sha256, created=info.created)

    def put_sentences(self, key: int, sentences: Sentences) -> None:
        """Store the sentences of a version."""
        self._connection.execute("UPDATE versions SET sentences = ? WHERE key = ?", (sentences.pack(), key))

    def put_title(self, number: int, title: str) -> None:
        """Set the title, as the reader of the file found it."""
        with self._search.changing(number):
            self._connection.execute("UPDATE articles SET title = ? WHERE number = ?", (title, number))

    def put_facts(self, number: int, facts: Mapping[str, object]) -> None:
        """Set title, language, status and what is metadata, as far as `facts` has them; None unsets.

        Sentences were found by the rules of a language: with another one they are to be found again.
        """
        title = facts.get("title")
        if isinstance(title, str):
            self.put_title(number, title)
        for name in ("language", "status"):
            if name in facts:
                self._connection.execute(f"UPDATE articles SET {name} = ? WHERE number = ?", (facts[name], number))
        if "language" in facts:
            self._connection.execute("UPDATE versions SET sentences = NULL WHERE article = ?", (number,))
        for name in METADATA_FACTS:
            if name in facts:
                self._put_metadatum(number, name, facts[name])

    def touch(self, number: int, at: str, *, begins: bool = True) -> None:
        """Note the time of an edit; a new article is begun by its first, if `begins`."""
        self._connection.execute(
            "UPDATE articles SET updated = ?1, status = CASE WHEN ?2 AND status = 'new' THEN 'begun' ELSE status END"
            " WHERE number = ?3",
            (at, begins, number),
        )

    def place(self, number: int, annotator: str) -> int | None:
        """Return the offset where `annotator` stopped reading, in code points."""
        row = self._connection.execute(
            'SELECT "offset" FROM places WHERE article = ? AND annotator = ?', (number, annotator)
        ).fetchone()
        return None if row is None else int(row[0])

    def put_place(self, number: int, annotator: str, version: int, offset: int, at: str) -> None:
        """Remember where `annotator` is reading, in code points."""
        self._connection.execute(
            "INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?, ?)", (number, annotator, version, offset, at)
        )

    def _where(
        self, condition: str, *values: object, removed: bool = False, tables: str = _CURRENT
    ) -> list[ArticleInfo]:
        there = "" if removed else "articles.removed IS NULL AND"
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM {tables} WHERE {there} {condition} ORDER BY articles.number", values
        ).fetchall()
        return [self._info(row) for row in rows]

    def _info(self, row: tuple[Any, ...]) -> ArticleInfo:
        (number, id_, key, version, title, source, language, status, sha256, length, created, updated) = row
        metadata = dict(
            self._connection.execute(
                "SELECT name, value FROM article_metadata WHERE article = ? ORDER BY position", (number,)
            )
        )
        return ArticleInfo(
            number=number,
            id=id_,
            key=key,
            version=version,
            title=title,
            source=source,
            language=language,
            status=Status(status),
            sha256=sha256,
            length=length,
            created=created,
            updated=updated,
            metadata=MappingProxyType(metadata),
        )

    def _put_metadatum(self, number: int, name: str, value: object) -> None:
        if value is None:
            self._connection.execute("DELETE FROM article_metadata WHERE article = ? AND name = ?", (number, name))
            return
        # What comes back comes to the place that it left.
        rows = self._connection.execute("SELECT position FROM article_metadata WHERE article = ?", (number,))
        taken = {position for (position,) in rows}
        free = next(position for position in range(1, len(taken) + 2) if position not in taken)
        self._connection.execute(
            "INSERT INTO article_metadata VALUES (?, ?, ?, ?)"
            " ON CONFLICT (article, name) DO UPDATE SET value = excluded.value",
            (number, free, name, value),
        )

    def _put_metadata(self, number: int, metadata: Mapping[str, object]) -> None:
        self._connection.executemany(
            "INSERT INTO article_metadata VALUES (?, ?, ?, ?)",
            ((number, position, name, value) for position, (name, value) in enumerate(metadata.items(), 1)),
        )
