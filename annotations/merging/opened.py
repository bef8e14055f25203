"""A database that is merged: its articles at once, and its history some articles at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotations.errors import FullError, SchemaError, StoreError
from annotations.merging.here import Past
from annotations.merging.sound import UNSOUND
from annotations.merging.sources import Source, SourceArticle, Text
from annotations.merging.told import Told, canonical_of, standing_of, told_from
from annotations.schema import Schema
from annotations.schema.files import from_json
from annotations.store import Store
from annotations.store.articles import ArticleText
from annotations.store.connection import told
from annotations.store.received import Done, Lifetime

__all__ = ["AGAIN", "Opened", "damage_told", "whole"]

AGAIN = "Copy it again while nobody works on it: “stet backup” makes a copy that is whole."


@dataclass(frozen=True, slots=True)
class Opened:
    """A database that is open for reading.

    Attributes:
        head: All of it but its history.
        store: The copy that is read.
        names: Other names for its annotators.
    """

    head: Source
    store: Store
    names: Mapping[str, str] = field(default_factory=dict)
    _tokens: Mapping[int, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """As it was given."""
        return self.head.name

    def weights(self) -> Mapping[str, int]:
        """How many rows of the history each article has, by its id."""
        with self._reading():
            return self.store.received.weights()

    def part(self, articles: Collection[str]) -> Source:
        """What was done in some articles, by their ids; without the articles themselves.

        Raises:
            StoreError: It cannot be read.
        """
        return self._source(lambda: self.store.received.history_of(articles))

    def about(self, subjects: Collection[str]) -> Sequence[Told]:
        """What was done to some things, by their ids, those of each in their order.

        Raises:
            StoreError: It cannot be read.
        """
        return self._source(lambda: self.store.received.history(subjects)).rows

    def lifetimes(self) -> Iterator[Lifetime]:
        """When each thing was edited first and last.

        Raises:
            StoreError: It cannot be read.
        """
        with self._reading():
            yield from self.store.received.lifetimes()

    def done_by(self, annotator: str, without: Collection[str]) -> Iterator[Done]:
        """Steps to be told of an annotator, as they are called in the library; none that do something in `without`.

        Raises:
            StoreError: It cannot be read.
        """
        past = Past(self.store)
        with self._reading():
            for name in sorted(self.store.received.annotators()):
                if self.names.get(name, name) == annotator:
                    yield from filter(past.is_told, self.store.received.done_by(name, without))

    def _source(self, read: Callable[[], Iterator[Mapping[str, object]]]) -> Source:
        past = Past(self.store)
        with self._reading():
            rows = standing_of(told_from(read(), self._tokens), past.is_book, past.stands)
            return replace(self.head, articles={}, rows=_renamed(rows, self.names), assignments=())

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with damage_told(self.store.path, self.name), told(self.store.path):
            yield


def whole(store: Store, name: str, names: Mapping[str, str], schema: Schema | None = None) -> Opened:
    """Everything in a database, which messages call `name`.

    Args:
        store: The database.
        name: As it was given.
        names: Other names for its annotators.
        schema: Its coding scheme, where it came as an export, which has none and knows nobody.

    Raises:
        StoreError: It cannot be read.
    """
    with damage_told(store.path, name), told(store.path):
        versions = store.received.versions()
        texts: dict[int, list[Text]] = {}
        for row in versions:
            load = _loader(store, row.key)
            texts.setdefault(row.number, []).append(Text(row.sha256, row.token, row.version, row.created, load))
        articles = {}
        for number, of_article in texts.items():
            info = store.articles.get(number, removed=True)
            removed = store.library.removed(number) is not None
            # What an export says of earlier texts does not make them later than what the library has.
            articles[info.id] = SourceArticle(info, tuple(of_article if schema is None else of_article[-1:]), removed)
        definition = store.schemas.definition()
        scheme = schema if schema is not None or definition is None else from_json(definition)
        people = {} if schema is not None else store.received.annotators()
        head = Source(
            name,
            articles,
            (),
            scheme,
            {names.get(person, person): at for person, at in people.items()},
            [(article, names.get(who, who), place, at) for article, who, place, at in store.assignments.told()],
        )
        return Opened(head, store, names, {row.key: row.token for row in versions})


@contextmanager
def damage_told(copy: Path, name: str) -> Iterator[None]:
    """Say of a copy that cannot be read what it is a copy of.

    Raises:
        StoreError: In place of any error that damaged data makes, or a disk that is full.
    """
    try:
        yield
    except UNSOUND as error:
        raise StoreError(f"the database {name} is damaged: its history cannot be read", AGAIN) from error
    except SchemaError as error:
        raise StoreError(f"the database {name} is damaged: {error.message}", AGAIN) from error
    except FullError:
        raise StoreError(
            f"there is no room for a copy of {name} in {copy.parent.parent}",
            "Free some space there, or let TMPDIR name another folder.",
        ) from None
    except StoreError as error:
        raise StoreError(error.message.replace(str(copy), name), error.hint or AGAIN) from None


def _loader(store: Store, key: int) -> Callable[[], ArticleText[str]]:
    return lambda: store.load(key)


def _renamed(rows: Sequence[Told], names: Mapping[str, str]) -> Sequence[Told]:
    """The same rows, with other names for their annotators."""
    if not names:
        return rows

    def state(text: str | None) -> str | None:
        if text is None:
            return None
        data = json.loads(text)
        if isinstance(data.get("annotator"), str):
            data["annotator"] = names.get(data["annotator"], data["annotator"])
        return canonical_of(data)

    return [
        replace(
            row, annotator=names.get(row.annotator, row.annotator), before=state(row.before), after=state(row.after)
        )
        for row in rows
    ]
