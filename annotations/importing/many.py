"""Many articles into the library, one after the other: what fails is noted and stops nothing.

Articles are stored some hundred at a time in one transaction, after all that takes time was found outside of it, so
that other programs never wait long for the database.
"""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self

from annotations.errors import ConflictError, ReadError, StetError
from annotations.identity import location
from annotations.importing.articles import Brought, bring_prepared
from annotations.importing.fields import Columns, RowArticle, find_columns, read_row
from annotations.importing.gathering import STANDARD_INPUT, Found
from annotations.importing.options import Options, Outcome
from annotations.importing.preparing import Prepared, answered, prepare, question_of
from annotations.importing.rows import BrokenRow, Row, csv_rows, jsonl_rows
from annotations.readers import Draft, kind_of, read_bytes, read_path
from annotations.suggest.side_by_side import Team
from annotations.workspace import Workspace

__all__ = ["ManyArticles", "Options", "Outcome", "size_of"]

_BATCH = 200
_BATCH_SIZE = 8 * 1024 * 1024
_BATCH_SECONDS = 1.0
_ALONE = 300
"""Rows of a table that are looked at here, before other processes are worth their start."""

_MOST_JOBS = 4


class _Item(NamedTuple):
    """An article of a table, and the line that it begins on, for messages."""

    article: RowArticle
    where: str


class _Waiting(NamedTuple):
    prepared: Prepared
    source: str
    new: bool
    name: str
    size: int


def _nothing(*_: object) -> None:
    pass


class ManyArticles:
    """Brings articles in. Use it as a context manager: what is still on its way is stored at the end.

    Attributes:
        outcome: What has come of it.
    """

    def __init__(
        self,
        workspace: Workspace,
        options: Options,
        *,
        brought: Callable[[str, Brought], None] = _nothing,
        progress: Callable[[int], None] = _nothing,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        """Prepare to bring articles in.

        Args:
            workspace: The library.
            options: How.
            brought: Called with the name of each file or row and what it is in the library, once that is stored.
            progress: Called with the number of bytes that are done since the last call.
            stop: Asked between articles whether to stop.
        """
        self.outcome = Outcome()
        self._workspace = workspace
        self._options = options
        self._brought = brought
        self._progress = progress
        self._stop = stop
        self._waiting: list[_Waiting] = []
        self._size = 0
        self._since = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.flush()

    def take(self, found: Found) -> bool:
        """Bring in a file or an address; tells whether to go on.

        Raises:
            StoreError: The database refused.
        """
        if self._asked_to_stop():
            return False
        try:
            draft, source = self._read(found)
        except StetError as error:
            self.outcome.fail(error)
        else:
            self._add(draft, source, found.name, new=self._options.new)
        self._progress(size_of(found))
        return True

    def take_input(self, data: bytes) -> None:
        """Bring in what came on standard input.

        Raises:
            StoreError: The database refused.
        """
        try:
            draft = read_bytes(data, self._options.reader or kind_of(data))
        except StetError as error:
            self.outcome.fail(error)
        else:
            self._add(draft, STANDARD_INPUT, "standard input", new=True)

    def take_rows(self, stream: BinaryIO, name: str, suffix: str) -> bool:
        """Bring in the articles of a table; tells whether to go on.

        Raises:
            ReadError: The table has no column for the texts.
            StoreError: The database refused.
        """
        items = self._row_articles(stream, name, suffix)
        for item in itertools.islice(items, _ALONE):
            self._store(prepare(item.article.draft), item)
        jobs = min(_MOST_JOBS, os.cpu_count() or 1)
        following = next(items, None)
        if following is not None and jobs > 1:
            self._take_side_by_side(itertools.chain([following], items), jobs)
        elif following is not None:
            for item in itertools.chain([following], items):
                self._store(prepare(item.article.draft), item)
        return not self.outcome.stopped

    def _take_side_by_side(self, items: Iterable[_Item], jobs: int) -> None:
        """Bring in very many articles: other processes look at them while they are stored here."""
        with Team("annotations.importing.preparing", (), jobs, does="finds sentences") as team:
            for item, answer in team.answers((item, question_of(item.article.draft)) for item in items):
                draft = item.article.draft
                self._store(answered(draft, answer) if item.article.is_plain else prepare(draft), item)

    def _row_articles(self, stream: BinaryIO, name: str, suffix: str) -> Iterator[_Item]:
        """Yield the articles of a table, until somebody asks to stop; rows that are none are noted."""
        columns: Columns | None = None
        rows: Iterable[Row | BrokenRow | Sequence[str]]
        rows = csv_rows(stream, tabs=suffix == ".tsv") if suffix in (".csv", ".tsv") else jsonl_rows(stream)
        done = 0
        shown = "standard input" if name == STANDARD_INPUT else name
        for row in rows:
            if self._asked_to_stop():
                return
            if isinstance(row, BrokenRow):
                self.outcome.fail(ReadError(f"{shown}, line {row.line}: {row.reason}"))
            elif isinstance(row, Row):
                columns = columns or _columns(shown, list(row.values), self._options.fields)
                where = f"{shown}, line {row.line}"
                try:
                    yield _Item(read_row(row, columns, name), where)
                except ReadError as error:
                    self.outcome.fail(ReadError(f"{where}: {error.message}", error.hint))
            else:
                columns = _columns(shown, row, self._options.fields)
            if (at := stream.tell()) > done:
                self._progress(at - done)
                done = at

    def flush(self) -> None:
        """Store what is on its way.

        Raises:
            StoreError: The database refused; none of it was stored.
        """
        waiting, self._waiting, self._size = self._waiting, [], 0
        if not waiting:
            return
        done: list[tuple[str, Brought]] = []
        failures: list[StetError] = []
        with self._workspace.store.writing_much():
            for item in waiting:
                try:
                    brought = bring_prepared(self._workspace, item.prepared, item.source, new=item.new, name=item.name)
                    done.append((item.name, brought))
                except ConflictError as error:
                    failures.append(error)
        for name, brought in done:
            self.outcome.added += brought.added
            self.outcome.changed += brought.carried is not None
            self.outcome.same += not brought.added and brought.carried is None
            self._brought(name, brought)
        for failure in failures:
            self.outcome.fail(failure)

    def _read(self, found: Found) -> tuple[Draft, str]:
        if found.is_address:
            from annotations.importing.fetching import check_address, read_address

            address = check_address(found.name)
            return read_address(address, self._options.reader), address
        return read_path(found.name, self._options.reader), location(found.name)

    def _store(self, prepared: Prepared, item: _Item) -> None:
        article = item.article
        self._put(prepared, article.source, item.where, new=self._options.new or not article.lasting)

    def _add(self, draft: Draft, source: str, name: str, *, new: bool) -> None:
        self._put(prepare(draft), source, name, new=new)

    def _put(self, prepared: Prepared, source: str, name: str, *, new: bool) -> None:
        """Put an article among those that are stored next."""
        draft = prepared.draft
        size = len(draft.text) + (len(draft.page.body) if draft.page is not None else 0)
        if not self._waiting:
            self._since = time.monotonic()
        self._waiting.append(_Waiting(prepared, source, new, name, size))
        self._size += size
        if len(self._waiting) >= _BATCH or self._size >= _BATCH_SIZE or time.monotonic() - self._since > _BATCH_SECONDS:
            self.flush()

    def _asked_to_stop(self) -> bool:
        self.outcome.stopped = self.outcome.stopped or self._stop()
        return self.outcome.stopped


def size_of(found: Found) -> int:
    """How much there is to do, in bytes; an address counts as a page of the usual size."""
    if found.is_address:
        return 100_000
    try:
        return Path(found.name).stat().st_size
    except (OSError, ValueError):
        return 0


def _columns(shown: str, names: Sequence[str], given: Mapping[str, str]) -> Columns:
    try:
        return find_columns(names, given)
    except ReadError as error:
        raise ReadError(f"{shown}: {error.message}", error.hint) from None
