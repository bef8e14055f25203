"""Starting the reader: the terminal, the database and the first page, before and while Textual is loaded."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.config import Settings, settings
from annotations.errors import NotFoundError, SchemaError, StetError, UsageError
from annotations.identity import location
from annotations.person import annotator_name, database_path
from tui.asked import Asked
from tui.first_frame import first_frame
from tui.first_page import (
    STANDARD_INPUT,
    FirstPage,
    from_bytes,
    from_file,
    from_store,
    is_there,
    is_yet_to_be_made,
    path_of,
)
from tui.session import Session

if TYPE_CHECKING:
    from annotations.store.page_suggestions import PageSuggestion

_LIBRARY = ""
"""In the place of a reference: the library itself."""


def read(asked: Asked) -> int:
    """Open the reader; returns the exit status.

    Raises:
        StetError: Nothing can be opened, or there is no terminal.
    """
    gc.disable()
    frame = look = None
    try:
        session = Session(database_path(asked.db), _annotator(asked.annotator))
        given = _standard_input(asked.references)
        _take_terminal()
        first, *others = [*asked.references] or [_LIBRARY]
        notes = () if asked.schema is None else _take_up(session, asked.schema)
        try:
            page = session.submit_early(lambda: _first_page(session, first, given)).result()
            personal = settings()
            reader = personal.reader._replace(ascii=personal.reader.ascii or asked.latin)
            if page is not None:
                page = page._replace(notes=(*page.notes, *notes), suggested=_wanted(page, personal))
                frame = first_frame(page, reader)
            if frame is not None and page is not None:
                frame.draw()
                from tui.first_look import look_at

                # Another process loads what finds sentences and suggestions while this one loads Textual.
                look = look_at(page, reader.suggest)
            # The slow import, with the first page to be read meanwhile.
            from tui.app import StetApp

            app = StetApp(session, page, others, personal._replace(reader=reader), frame, look=look)
            status = app.run()
        finally:
            if look is not None:
                look.process.close()
            if frame is not None:
                frame.give_back()
            session.close()
    finally:
        gc.enable()
    if app.failure is not None:
        raise app.failure
    return status or app.return_code or 0


def _wanted(page: FirstPage, personal: Settings) -> tuple[PageSuggestion, ...]:
    """What the first page suggests, as far as this person wants it; nothing where it is to have other colours."""
    wanted = personal.reader.suggest
    if personal.colours or not page.suggested:
        return ()
    if wanted is None:
        return page.suggested
    from annotations.suggest import KINDS  # later than this, for who wants all

    return tuple(one for one in page.suggested if any(KINDS.get(kind) == one.label for kind in wanted))


def _annotator(given: str | None) -> str:
    try:
        return annotator_name(given)
    except SchemaError as error:
        raise UsageError(error.message, "Give another name with --as.") from None


def _take_up(session: Session, reference: str) -> tuple[str, ...]:
    """Take a coding scheme into use before anything is read with it; returns what there is to say."""
    from annotations.schema.use import schema_named, use_schema

    schema = schema_named(reference)
    outcome = session.submit(lambda w: use_schema(w, schema)).result()
    return (f"the coding scheme is {schema.name}, version {schema.version}, now",) if outcome.changed else ()


def _first_page(session: Session, reference: str, given: bytes | None) -> FirstPage | None:
    """Read the first article; None where the library opens instead."""
    if given is not None:
        return from_bytes(given)
    if reference == _LIBRARY:
        _refuse_bad_place(session.path)
        session.connection()
        return None
    path = path_of(reference)
    if is_yet_to_be_made(session.path) and is_there(path):
        _refuse_bad_place(session.path)
        return from_file(path)
    stored = from_store(session.connection(), location(reference), session.annotator)
    if stored is not None:
        return stored
    if not is_there(path):
        try:
            return _by_name(session, reference)
        except NotFoundError:
            pass
    return from_file(path)


def _by_name(session: Session, reference: str) -> FirstPage:
    from annotations.config import first_schema
    from annotations.store import Store
    from annotations.workspace import Workspace
    from tui.opening import open_reference

    workspace = Workspace(Store(session.path, session.connection()), session.annotator, first_schema)
    return open_reference(workspace, reference)


def _refuse_bad_place(database: Path) -> None:
    """The database is made after the first paint; say now what would stop it then."""
    folder = database.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK) or database.is_dir():
        raise StetError(f"the database {database} cannot be made", "Name another file with --db.")


def _standard_input(references: Sequence[str]) -> bytes | None:
    if STANDARD_INPUT not in references:
        return None
    if len(references) > 1:
        raise UsageError("“-” reads standard input, and goes with no other file")
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError("there is nothing on standard input", "Pipe a text into it, or name a file.")
    return sys.stdin.buffer.read()


def _take_terminal() -> None:
    """See that keys come from a terminal and the screen goes to one.

    Raises:
        UsageError: There is none.
    """
    hint = "Other commands work without one; see stet --help."
    if sys.__stderr__ is None or not sys.__stderr__.isatty():
        raise UsageError("reading needs a terminal, and standard error is none", hint)
    if sys.__stdin__ is not None and sys.__stdin__.isatty():
        return
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        raise UsageError("reading needs a terminal to take keys from", hint) from None
    os.dup2(terminal, 0)
    os.close(terminal)
    sys.__stdin__ = sys.stdin = open(0, encoding="utf-8", closefd=False)  # type: ignore[misc]  # noqa: SIM115 - for good
