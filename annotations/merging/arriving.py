"""Which article of the library an article of a source is: found by id, else by its text and where it came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from annotations.identity import now
from annotations.merging.sources import SourceArticle, Text
from annotations.store import Store
from annotations.store.received import VersionRow

__all__ = ["Arrivals"]


@dataclass(slots=True)
class Arrivals:
    """Brings articles and texts into a library, inside a transaction of the caller's.

    Attributes:
        known: By id in a source, the number of an article here that was found before.
        numbers: By id in a source, the number of the article here; `ids` likewise has its id here.
        numbers_here: By id here, the number of each article.
        added: Numbers of articles that were not here; they are put aside as removed until they are taken up.
        texts: How many texts came to articles that were here.
        earlier: Keys of versions that came to be earlier than a source says.
        turned: Numbers of articles of which another text is the current one, now that it is known how old they are.
        keys: By number and token, the key of a version here.
        tokens: By the key of a version here, what it is called anywhere (see `VersionRow`).
    """

    store: Store
    known: Mapping[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    numbers_here: dict[str, int] = field(default_factory=dict)
    added: dict[int, str] = field(default_factory=dict)
    texts: int = 0
    earlier: set[int] = field(default_factory=set)
    turned: set[int] = field(default_factory=set)
    keys: dict[tuple[int, str], int] = field(default_factory=dict)
    tokens: dict[int, str] = field(default_factory=dict)
    _by_text: dict[str, list[int]] = field(default_factory=dict)
    _created: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in self.store.received.versions():
            self._note(row)
            self.numbers_here[row.article] = row.number

    def key_of(self, number: int, token: str) -> int | None:
        """Key of the version of an article with this text; None where the library does not have it."""
        return self.keys.get((number, token))

    def take(self, articles: Mapping[str, SourceArticle], advance: Callable[[int], None] = lambda _: None) -> None:
        """Find or add every article of a source, by its id there; `advance` is told of each."""
        for article_id, article in articles.items():
            advance(1)
            number = self._find(article)
            if number is None:
                if article.removed:
                    continue
                number = self._add(article)
            elif (at := self._put_aside(number, article)) is not None:
                self.added[number] = at
            self.numbers[article_id] = number
            self.ids[article_id] = self.store.articles.get(number, removed=True).id
            self.numbers_here[self.ids[article_id]] = number
            for text in article.texts:
                if (number, text.token) not in self.keys:
                    row = VersionRow(0, article_id, number, text.version, text.sha256, text.created, text.token)
                    with self.store.search.changing(number):
                        key = self.store.received.put_version(number, row, text.load())
                    self.texts += number not in self.added
                    self._note(row._replace(key=key))
                else:
                    self._date(number, text)

    def _date(self, number: int, text: Text) -> None:
        """A text that several have brought in is as old as the first of them says: all have theirs in one order."""
        key = self.keys[number, text.token]
        same, _, count = text.token.partition("#")
        before = None
        if count.isdecimal():
            before = self.keys.get((number, same if count == "2" else f"{same}#{int(count) - 1}"))
        # A text that came back is named by its place among those that are the same: that stays.
        in_place = not count or (before is not None and self._created[before] < text.created)
        if self._created[key] < text.created:
            self.earlier.add(key)
        elif text.created < self._created[key] and in_place:
            current = self.store.articles.get(number, removed=True).key
            with self.store.search.changing(number):
                self.store.received.date_version(number, key, text.created)
            self._created[key] = text.created
            self.store.syncing.note_date(key)
            if self.store.articles.get(number, removed=True).key != current:
                self.turned.add(number)

    def _find(self, article: SourceArticle) -> int | None:
        if article.info.id in self.known:
            return self.known[article.info.id]
        known = self.store.articles.of_id(article.info.id, removed=True)
        if known is not None:
            return known.number
        called = _file_name(article.info.source)
        for text in reversed(article.texts):
            alike = [self.store.articles.get(n, removed=True) for n in self._by_text.get(text.sha256, ())]
            same = [info.number for info in alike if info.source == article.info.source]
            named = [info.number for info in alike if _file_name(info.source) == called]
            if same or named:
                return min(same or named)
        return None

    def _put_aside(self, number: int, article: SourceArticle) -> str | None:
        """When an article was removed because the merge that added it was taken back; None where it was not."""
        at = self.store.library.removed(number)
        if at is None or article.removed:
            return None
        last = self.store.history.last_of(self.store.articles.get(number, removed=True).id)
        return at if last is not None and self.store.history.first_action(last.step) == "merge" else None

    def _add(self, article: SourceArticle) -> int:
        first = article.texts[0]
        info = article.info._replace(version=1, sha256=first.sha256, created=first.created)
        added = self.store.add_article(info, first.load())
        at = now()
        with self.store.search.changing(added.number):
            self.store.library.put_facts(added.number, {"removed": at})
        self.added[added.number] = at
        self._note(VersionRow(added.key, info.id, added.number, 1, first.sha256, first.created, first.token))
        return added.number

    def _note(self, row: VersionRow) -> None:
        self.keys[row.number, row.token] = row.key
        self.tokens[row.key] = row.token
        self._created[row.key] = row.created
        here = self._by_text.setdefault(row.sha256, [])
        if row.number not in here:
            here.append(row.number)


def _file_name(source: str) -> str:
    """What a file is called, wherever it lies; an address is what it is."""
    return source if "://" in source else PurePath(source.replace("\\", "/")).name
