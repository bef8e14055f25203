"""Whatever a person names into the library: articles of any kind, tables of them, exports, standard input."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Protocol

from annotations.errors import ReadError, StetError
from annotations.formats import ImportFormat, import_format_for
from annotations.importing.articles import Brought
from annotations.importing.exports import Imported, file_size, import_export, open_export
from annotations.importing.gathering import STANDARD_INPUT, TABLE_SUFFIXES, Found, Gathered
from annotations.importing.many import ManyArticles, size_of
from annotations.importing.options import Options, Outcome, is_table, looks_like_export
from annotations.readers.decoding import MAX_BYTES
from annotations.workspace import Workspace

__all__ = ["Listener", "import_gathered", "size_of"]

_HEAD = 4096
_INPUT = "standard input"


class Listener(Protocol):
    """Who is told what comes in, once it is stored."""

    def advance(self, amount: int) -> None:
        """So many more bytes are done."""

    def brought(self, name: str, brought: Brought, *, row: bool) -> None:
        """What a file, an address or (`row`) a row of a table is in the library."""

    def table(self, name: str, added: int, changed: int, same: int) -> None:
        """How many articles of a table came in, have a new version, and were there already."""

    def exported(self, name: str, imported: Imported) -> None:
        """What came of an export."""


def import_gathered(
    workspace: Workspace,
    gathered: Gathered,
    options: Options,
    listener: Listener,
    *,
    stop: Callable[[], bool] = lambda: False,
    standard_input: Callable[[], BinaryIO] | None = None,
) -> Outcome:
    """Bring in all that was gathered; what fails is noted and stops nothing.

    Args:
        workspace: The library.
        gathered: What there is (`annotations.importing.gathering.gather`).
        options: How.
        listener: Who is told.
        stop: Asked between articles whether to stop.
        standard_input: Gives all of it, as a file that is closed here.

    Raises:
        StoreError: The database refused.
    """
    return _Named(workspace, options, listener, stop, standard_input).take_all(gathered)


class _Named:
    def __init__(
        self,
        workspace: Workspace,
        options: Options,
        listener: Listener,
        stop: Callable[[], bool],
        standard_input: Callable[[], BinaryIO] | None,
    ) -> None:
        self._workspace = workspace
        self._options = options
        self._listener = listener
        self._standard_input = standard_input
        self._in_table = False
        self._many = ManyArticles(workspace, options, brought=self._brought, progress=listener.advance, stop=stop)

    def take_all(self, gathered: Gathered) -> Outcome:
        """Bring in one after the other."""
        outcome = self._many.outcome
        for problem in gathered.problems:
            outcome.fail(problem)
        with self._many:
            for found in gathered.found:
                try:
                    if not self._take(found):
                        break
                except StetError as error:
                    outcome.fail(error)
        return outcome

    def _brought(self, name: str, brought: Brought) -> None:
        self._listener.brought(name, brought, row=self._in_table)

    def _take(self, found: Found) -> bool:
        """Bring in one file, address or standard input; tells whether to go on."""
        if found.name == STANDARD_INPUT:
            return self._take_input()
        form = None if found.is_address else import_format_for(found.name, self._options.reader)
        if found.is_address or (found.suffix not in TABLE_SUFFIXES and form is None):
            return self._many.take(found)
        with open_export(Path(found.name)) as stream:
            head = stream.read(_HEAD)
            stream.seek(0)
            try:
                table = is_table(found.suffix, head, self._options)
            except ReadError as error:
                raise ReadError(f"{found.name}: {error.message}", error.hint) from None
            if table:
                return self._take_table(stream, found.name, found.suffix)
            if form is None:
                return self._many.take(found)
            self._take_export(form, stream, found.name)
        return True

    def _take_input(self) -> bool:
        if self._standard_input is None:
            raise ReadError("there is no standard input to read")
        options = self._options
        with self._standard_input() as stream:
            head = stream.read(_HEAD)
            stream.seek(0)
            exported = looks_like_export(head) and options.reader is None and not options.fields
            form = import_format_for(None, options.reader or ("jsonl" if exported else None))
            if form is not None:
                self._take_export(form, stream, _INPUT)
            elif options.fields and options.reader is None:
                suffix = ".jsonl" if head.lstrip().startswith(b"{") else ".csv"
                return self._take_table(stream, STANDARD_INPUT, suffix)
            elif file_size(stream) > MAX_BYTES:
                raise ReadError(f"{_INPUT} is longer than {MAX_BYTES >> 20} MB", "No article is that long.")
            else:
                self._many.take_input(stream.read())
        return True

    def _take_table(self, stream: BinaryIO, name: str, suffix: str) -> bool:
        self._many.flush()
        outcome = self._many.outcome
        added, changed, same = outcome.added, outcome.changed, outcome.same
        self._in_table = True
        try:
            goes_on = self._many.take_rows(stream, name, suffix)
            self._many.flush()
        finally:
            self._in_table = False
        shown = _INPUT if name == STANDARD_INPUT else name
        self._listener.table(shown, outcome.added - added, outcome.changed - changed, outcome.same - same)
        return goes_on

    def _take_export(self, form: ImportFormat, stream: BinaryIO, name: str) -> None:
        self._many.flush()
        imported = import_export(self._workspace, form, stream, name, self._listener.advance)
        self._listener.exported(name, imported)
        if imported.left:
            count = len(imported.left)
            raise StetError(f"{name}: not everything in it came in; what the library has otherwise stays ({count})")
