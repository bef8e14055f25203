"""The store: one database, and the only way in which anything in it changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from annotations.errors import StoreError
from annotations.identity import just_before
from annotations.model import ArticleInfo
from annotations.store.articles import ArticleRows, ArticleText
from annotations.store.connection import connect, joined, told
from annotations.store.decisions import DecisionRows
from annotations.store.facts import ArticleFacts
from annotations.store.history import HistoryRows
from annotations.store.library import LibraryRows
from annotations.store.packed import PackedRows
from annotations.store.rows import AnnotationRows
from annotations.store.schemas import SchemaRows
from annotations.store.search import SearchRows
from annotations.store.steps import Steps
from annotations.store.suggestions import SuggestionRows
from annotations.store.versions import VersionRows
from annotations.store.work import WorkRows
from annotations.text import Text

if TYPE_CHECKING:
    from annotations.store.assignments import AssignmentRows
    from annotations.store.checking import CheckRows
    from annotations.store.elsewhere import ElsewhereRows
    from annotations.store.keys import KeyRows
    from annotations.store.ledger import LedgerRows
    from annotations.store.names import NameRows
    from annotations.store.page_suggestions import PageSuggestionRows
    from annotations.store.pages import PageRows
    from annotations.store.plain import PlainRows
    from annotations.store.received import ReceivedRows
    from annotations.store.statistics import StatisticsRows
    from annotations.store.syncing import SyncRows
    from annotations.store.tally import StepTally
    from annotations.store.unsent import UnsentRows
    from annotations.store.usage import UsageRows


class Store:
    """An open database. All calls come from the thread that opened it.

    Attributes:
        path: The file.
        articles: Reads articles; `annotations`, `facts`, `history`, `library`, `schemas`, `search`, `suggestions` and
            `versions` likewise.
        packed: Writes very many annotations.
        steps: Writes what a person does.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection | None = None) -> None:
        """Open or create the database at `path`, unless it was opened already.

        Raises:
            StoreError: It cannot be opened (see `annotations.store.connection.connect`).
        """
        self.path = path
        self._connection = connect(path) if connection is None else connection
        self.articles = ArticleRows(self._connection)
        self.annotations = AnnotationRows(self._connection)
        self.history = HistoryRows(self._connection)
        self.library = LibraryRows(self._connection)
        self.search = SearchRows(self._connection)
        self.suggestions = SuggestionRows(self._connection)
        self.versions = VersionRows(self._connection)
        self.schemas = SchemaRows(self._connection, path)
        self.packed = PackedRows(self._connection)
        self.facts = ArticleFacts(self)
        self.steps = Steps(self)
        self._text: tuple[int, Text] | None = None

    @property
    def checks(self) -> CheckRows:
        """What `stet check` holds against each other."""
        from annotations.store.checking import CheckRows

        return CheckRows(self._connection, self.path)

    @property
    def pages(self) -> PageRows:
        """The pages that articles were made from."""
        from annotations.store.pages import PageRows

        return PageRows(self._connection)

    @property
    def usage(self) -> UsageRows:
        """What of the coding scheme is in use."""
        from annotations.store.usage import UsageRows

        return UsageRows(self._connection)

    @property
    def plain(self) -> PlainRows:
        """Annotations as plain rows, for exports."""
        from annotations.store.plain import PlainRows

        return PlainRows(self._connection)

    @property
    def elsewhere(self) -> ElsewhereRows:
        """Articles by the words that they have."""
        from annotations.store.elsewhere import ElsewhereRows

        return ElsewhereRows(self._connection)

    @property
    def ledger(self) -> LedgerRows:
        """Annotations of all of the library."""
        from annotations.store.ledger import LedgerRows

        return LedgerRows(self._connection)

    @property
    def statistics(self) -> StatisticsRows:
        """Counts over the library."""
        from annotations.store.statistics import StatisticsRows

        return StatisticsRows(self._connection)

    @property
    def keys(self) -> KeyRows:
        """How many keys were pressed."""
        from annotations.store.keys import KeyRows

        return KeyRows(self._connection)

    @property
    def page_suggestions(self) -> PageSuggestionRows:
        """What was suggested where each person stopped reading."""
        from annotations.store.page_suggestions import PageSuggestionRows

        return PageSuggestionRows(self._connection)

    @property
    def names(self) -> NameRows:
        """Names that mean the same, and what roles are called."""
        from annotations.store.names import NameRows

        return NameRows(self._connection)

    @property
    def work(self) -> WorkRows:
        """Who has worked on which article."""
        return WorkRows(self._connection)

    @property
    def assignments(self) -> AssignmentRows:
        """Who is to read what."""
        from annotations.store.assignments import AssignmentRows

        return AssignmentRows(self._connection)

    @property
    def decisions(self) -> DecisionRows:
        """What was decided between layers; written by way of `commit`."""
        return DecisionRows(self._connection)

    @property
    def received(self) -> ReceivedRows:
        """Rows that travel between databases."""
        from annotations.store.received import ReceivedRows

        return ReceivedRows(self._connection)

    def tally(self) -> AbstractContextManager[StepTally]:
        """Count steps, inside a transaction of the caller's."""
        from annotations.store.tally import tally

        return tally(self._connection)

    @property
    def syncing(self) -> SyncRows:
        """How far the library is in step with servers."""
        from annotations.store.syncing import SyncRows

        return SyncRows(self._connection)

    @property
    def unsent(self) -> UnsentRows:
        """What is still to be sent to servers."""
        from annotations.store.unsent import UnsentRows

        return UnsentRows(self._connection)

    def close(self) -> None:
        """Close the database. A second call does nothing."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See one state of the database over several reads, whatever others write meanwhile.

        Raises:
            StoreError: The database refused.
        """
        with told(self.path):
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Make several writes into one transaction.

        Raises:
            StoreError: The database refused; nothing was written.
        """
        with told(self.path):
            try:
                with joined(self._connection):
                    yield
            except BaseException:
                self._text = None  # its key may be given again, to another text
                raise

    @contextmanager
    def writing_much(self) -> Iterator[None]:
        """Like `writing`, for very many rows: the page cache may grow to 32 MB meanwhile.

        Raises:
            StoreError: The database refused; nothing was written.
        """
        with told(self.path):
            (before,) = self._connection.execute("PRAGMA cache_size").fetchone()
            self._connection.execute("PRAGMA cache_size=-32768")
            try:
                with self.writing():
                    yield
            finally:
                self._connection.execute(f"PRAGMA cache_size={before}")

    def make_alike(self, target: Path) -> None:
        """Make an empty database at a place where no file is.

        Raises:
            StoreError: The database refused.
        """
        from annotations.store.alike import make_alike

        make_alike(self._connection, target)

    def back_up(self, target: Path) -> None:
        """Copy the database, as it is between two transactions, to a new file.

        Raises:
            StoreError: The file exists or cannot be made, or the database refused.
        """
        from annotations.store.migrations import back_up

        with told(self.path):
            back_up(self._connection, target)

    def load(self, key: int) -> ArticleText[str]:
        """Read the text of a version and what stands beside it.

        Raises:
            NotFoundError: It is no longer there.
            StoreError: It is damaged.
        """
        with told(self.path):
            content = self.articles.load(key)
        self._text = (key, content.text)
        return content

    def text(self, key: int) -> Text:
        """Return the text of a version; that of the version used last is kept in memory."""
        if self._text is None or self._text[0] != key:
            with told(self.path):
                self._text = (key, self.articles.text(key))
        return self._text[1]

    def keep_text(self, key: int, text: Text) -> None:
        """Take the text of a version from whoever has it already, so that it is not in memory twice."""
        self._text = (key, text)

    def add_article(self, info: ArticleInfo, content: ArticleText[Text]) -> ArticleInfo:
        """Add an article, with the number that `info` has if that is free.

        Raises:
            StoreError: The database refused, or the id is there already.
        """
        with self.writing():
            try:
                added = self.articles.add(info, content)
            except sqlite3.IntegrityError as error:
                raise StoreError(f"the article {info.id} cannot be added: {error}") from None
        self._text = (added.key, content.text)
        return added

    def add_version(self, info: ArticleInfo, content: ArticleText[Text]) -> ArticleInfo:
        """Add the version of an article that `info` names; returns the article with it.

        Raises:
            StoreError: The database refused, or the article has a version of that number.
        """
        with self.writing():
            try:
                self.articles.add_version(info, content)
            except sqlite3.IntegrityError as error:
                raise StoreError(f"version {info.version} of {info.id} cannot be added: {error}") from None
            keys = {row.version: row.key for row in self.versions.of_article(info.number)}
            return self.articles.at_version(keys[info.version])

    def add_earlier(self, info: ArticleInfo, content: ArticleText[Text]) -> ArticleInfo:
        """Add a text to the article that `info` names, as the version before the current one; returns it with that.

        Raises:
            StoreError: The database refused.
        """
        from annotations.store.received import VersionRow

        with self.writing():
            current = self.versions.of_article(info.number)[-1]
            row = VersionRow(0, info.id, info.number, 0, info.sha256, just_before(current.created), info.sha256)
            return self.articles.at_version(self.received.put_version(info.number, row, content))

    def index_is_right(self) -> bool:
        """Tell whether the index of words is that of the articles.

        Raises:
            ReadOnlyError: It cannot be looked at in a database that may not be written.
        """
        with told(self.path):
            return self.search.is_right()

    def rebuild_index(self) -> None:
        """Make the index of words anew.

        Raises:
            StoreError: The database refused.
        """
        with self.writing():
            self.search.rebuild()
