"""What comes from elsewhere: articles, what was done in them, and by whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from annotations.merging.told import Told
from annotations.model import ArticleInfo
from annotations.schema import Schema
from annotations.store.articles import ArticleText

__all__ = ["Source", "SourceArticle", "Text"]


@dataclass(frozen=True, slots=True)
class Text:
    """A version of an article; `token` names it in any database, `load` reads it."""

    sha256: str
    token: str
    version: int
    created: str
    load: Callable[[], ArticleText[str]]


@dataclass(frozen=True, slots=True)
class SourceArticle:
    """An article as the source has it, its versions the oldest first."""

    info: ArticleInfo
    texts: tuple[Text, ...]
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """What one database, export or server has, or a part of it.

    Attributes:
        name: As it was given.
        articles: By id.
        rows: Its history, as far as it is to be told elsewhere.
        schema: Its coding scheme, None where it has none.
        people: When each annotator became known to it; empty for an export.
        assignments: Id of an article, annotator, position, time.
    """

    name: str
    articles: Mapping[str, SourceArticle]
    rows: Sequence[Told]
    schema: Schema | None = None
    people: Mapping[str, str] = field(default_factory=dict)
    assignments: Sequence[tuple[str, str, int, str]] = ()
