"""Exports as a whole: what is asked of one, what would be lost, and where it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TextIO

from annotations.atomic import writing_folder, writing_whole, writing_whole_bytes
from annotations.collecting import collecting_less
from annotations.errors import StetError, UsageError
from annotations.exporting.run import Exported, Run
from annotations.exporting.selection import (
    Advance,
    Selection,
    Watch,
    find_sentences,
    refuse_unknown,
)
from annotations.formats import BinaryFormat, FilesFormat, Format, Job, all_formats
from annotations.formats.base import ArticleRecord
from annotations.formats.extras import refuse_missing
from annotations.formats.files import FolderFiles
from annotations.model import ArticleInfo
from annotations.workspace import Workspace

__all__ = ["Asked", "LossError", "article_record", "export", "export_file", "losses_of"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of an export besides what to export.

    Attributes:
        options: Of the format, by name.
        strict: Refuse what would lose something.
        told: Called before anything is written with what will be lost, in sentences.
    """

    options: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False
    told: Callable[[tuple[str, ...]], None] | None = None


class LossError(StetError):
    """An export would lose something and was asked not to; nothing was written."""


def export(
    workspace: Workspace,
    form: Format,
    out: TextIO | BinaryIO,
    selection: Selection | None = None,
    advance: Advance | None = None,
    *,
    asked: Asked | None = None,
) -> Exported:
    """Write a whole export to `out`: text, which must not translate line ends, or bytes, as the format is.

    A format of several files is written as a zip file.

    Raises:
        UsageError: A filter names a label or annotator that there is not, or an option cannot be as it is.
        LossError: Something would be lost, and that was not wanted.
        StetError: The format needs what is not installed.
        StoreError: The database refused.
    """
    with _prepared(workspace, form, selection, asked, advance=advance) as run:
        return run.to(out)


def export_file(
    workspace: Workspace,
    form: Format,
    path: Path,
    selection: Selection | None = None,
    advance: Advance | None = None,
    *,
    asked: Asked | None = None,
) -> Exported:
    """Write an export to a file, whole or not at all; one of several files to a new folder or a zip file.

    Raises:
        StetError: The file cannot be written, or see `export`.
    """
    if path.exists() and path.samefile(workspace.store.path):
        raise UsageError(f"{path} is the database itself", "Give the export another name.")
    with _prepared(workspace, form, selection, asked, advance=advance, name=path.name) as run:
        if isinstance(form, FilesFormat):
            if path.suffix.lower() != ".zip":
                with writing_folder(path) as folder:
                    return run.to_files(FolderFiles(folder))
            with writing_whole_bytes(path) as zipped:
                return run.to(zipped)
        with ExitStack() as stack:
            ordinary = _is_ordinary(path)
            # The one that was asked for is opened first, so that an error names it.
            out: TextIO | BinaryIO
            if isinstance(form, BinaryFormat):
                out = stack.enter_context(writing_whole_bytes(path))
            else:
                out = stack.enter_context(writing_whole(path))
            for ending, text in form.beside(run.job) if ordinary else ():
                stack.enter_context(writing_whole(path.with_name(path.name + ending))).write(text)
            return run.to(out)


def losses_of(
    workspace: Workspace, form: Format, selection: Selection | None = None, asked: Asked | None = None
) -> tuple[str, ...]:
    """Tell what an export would lose, in sentences, without writing anything.

    Raises:
        StetError: See `export`.
    """
    with _prepared(workspace, form, selection, asked) as run:
        return run.losses


@contextmanager
def _prepared(
    workspace: Workspace,
    form: Format,
    selection: Selection | None,
    asked: Asked | None,
    *,
    advance: Advance | None = None,
    name: str = "",
) -> Iterator[Run]:
    """See one state of the database until all is written; what will be lost is counted and told."""
    chosen = Selection() if selection is None else selection
    asked = Asked() if asked is None else asked
    refuse_missing(form)
    _refuse_options(form, asked.options)
    job = Job(workspace.schema, options=asked.options, name=name)
    form.refuse(job)
    refuse_unknown(workspace, chosen)
    if form.needs_sentences:
        find_sentences(workspace, chosen, _only_looking(advance))
    with workspace.store.reading(), collecting_less():
        run = Run(workspace, form, chosen, advance, job)
        run.survey()
        losses = run.losses
        if losses and asked.told is not None:
            asked.told(losses)
        if losses and asked.strict:
            raise LossError(
                f"the format {form.name} cannot hold everything, and nothing was written: {losses[0]}"
                + (f"; and {len(losses) - 1} more" if len(losses) > 1 else ""),
                "Without --strict, what it can hold is written.",
            )
        yield run


def _only_looking(advance: Advance | None) -> Watch | None:
    """Watch what comes before an export, whose articles are not done with that; whoever watches may stop it."""
    if advance is None:
        return None

    @contextmanager
    def watch(total: int, what: str) -> Iterator[Advance]:  # noqa: ARG001 - it is no part of the export
        yield lambda _: advance(0)

    return watch


def _refuse_options(form: Format, options: Mapping[str, str]) -> None:
    known = {option.name for option in form.options}
    for name in options:
        if name not in known:
            others = " or ".join(
                other.name for other in all_formats() if any(option.name == name for option in other.options)
            )
            raise UsageError(f"--{name} does not go with {form.name}", f"It goes with {others}." if others else "")


def _is_ordinary(path: Path) -> bool:
    return not path.exists() or path.is_file()


def article_record(workspace: Workspace, info: ArticleInfo) -> ArticleRecord:
    """Read one article with all that hangs on it."""
    return ArticleRecord(
        info,
        workspace.store.load(info.key),
        tuple(workspace.annotations(info)),
        tuple(workspace.relations(info)),
    )
