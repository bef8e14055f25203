"""`stet import` of exchange formats, and what it says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.commands.base import complain, say, tell
from annotations.commands.progress import Progress
from annotations.counts import counted
from annotations.errors import StetError, UsageError

if TYPE_CHECKING:
    from annotations.formats import ForeignFormat, ImportFormat
    from annotations.importing.exports import Imported
    from annotations.workspace import Workspace

__all__ = ["import_formats", "tell_imported"]

_HEAD = 4096


def import_formats(
    workspace: Workspace, paths: Sequence[str], format_name: str | None, names: tuple[str, ...]
) -> tuple[list[str], bool]:
    """Bring in those files whose format other programs write too; returns the others, and whether something failed."""
    from annotations.importing.documents import mapping_of

    mapping = mapping_of(names)
    rest: list[str] = []
    failed = False
    for path in paths:
        try:
            if not _import_in_format(workspace, path, format_name, mapping):
                rest.append(path)
        except UsageError:
            raise
        except StetError as error:
            complain(error)
            failed = True
    if names and rest:
        raise UsageError("--map goes with a format of another program", "Say which with --format.")
    return rest, failed


def _import_in_format(workspace: Workspace, path: str, format_name: str | None, mapping: Mapping[str, str]) -> bool:
    """Bring in one file; tells whether it is in a format.

    Raises:
        UsageError: There is no such format, or it is not read back.
        StetError: The file is not as the format promises.
    """
    from annotations.formats import foreign_format_for, format_for, import_format_for
    from annotations.formats.extras import refuse_missing
    from annotations.formats.files import open_source
    from annotations.importing.documents import import_documents
    from annotations.importing.fetching import looks_like_address

    if format_name is None and looks_like_address(path):
        return False
    own, form = import_format_for(path, format_name), foreign_format_for(path, format_name)
    if format_name is not None and own is None and form is None:
        raise UsageError(f"the format {format_for(name=format_name).name} is not read back")
    if path == "-" and format_name is not None:
        raise UsageError("standard input has no format of files", "Put it into a file first.")
    if own is not None and format_name is not None:
        _import_own(workspace, own, path)
        return True
    if form is None and format_name is None:
        form = _of_folder(Path(path))
    elif form is not None and format_name is None and not _recognised(form, path):
        return False
    if form is None:
        return False
    refuse_missing(form)
    with open_source(Path(path)) as source, Progress(source.size(), f"importing {Path(path).name}") as progress:
        outcome = import_documents(workspace, form, source, mapping, progress)
    _say_imported(path, outcome)
    return True


def _of_folder(path: Path) -> ForeignFormat | None:
    """The format of a folder whose name does not say so; who has but a few such files among articles is told."""
    from annotations.formats import folder_format
    from annotations.formats.files import FolderSource

    try:
        found = folder_format(FolderSource(path).names()) if path.is_dir() else None
    except (StetError, OSError, ValueError):
        return None  # whoever reads it says why
    if found is None:
        return None
    texts = counted(found.alone, "text")
    if found.is_whole:
        tell(
            f"{path} is read as {found.form.name}" + (f"; {texts} without annotations passed over" * bool(found.alone))
        )
        return found.form
    tell(
        f"{path}: {counted(found.pairs, 'text')} with annotations of {found.form.name}, which stay out;"
        f" “--format {found.form.name}” brings them in"
    )
    return None


def _import_own(workspace: Workspace, form: ImportFormat, path: str) -> None:
    from annotations.importing.exports import file_size, import_export, open_export

    with open_export(Path(path)) as stream, Progress(file_size(stream), f"importing {Path(path).name}") as progress:
        outcome = import_export(workspace, form, stream, path, progress)
    _say_imported(path, outcome)


def _recognised(form: ForeignFormat, path: str) -> bool:
    if Path(path).is_dir():
        return True  # nobody calls a folder so by chance
    try:
        with Path(path).open("rb") as file:
            head = file.read(_HEAD)
        # What is in a zip file does not show at its beginning; its name has two endings, and is no chance either.
        return head.startswith(b"PK") if path.lower().endswith(".zip") else form.recognises(head)
    except OSError:
        return False  # whoever reads it says why


def tell_imported(where: str, outcome: Imported) -> None:
    """Sum up what came in, and list what did not fit or was left alone."""
    say(f"{where}: {_sum_up(outcome)}")
    for sentence in (*outcome.unfit, *outcome.loose, *outcome.left):
        tell(f"{where}, {sentence}")


def _say_imported(where: str, outcome: Imported) -> None:
    """Sum up what came in, and list what did not fit or was left alone.

    Raises:
        StetError: Something was left alone because the library has it otherwise.
    """
    tell_imported(where, outcome)
    if outcome.left:
        raise StetError(
            f"{where}: not everything in it came in; what the library has otherwise stays ({len(outcome.left)})"
        )


def _sum_up(outcome: Imported) -> str:
    parts = [
        counted(count, word)
        for count, word in (
            (outcome.articles, "article"),
            (outcome.annotations, "annotation"),
            (outcome.relations, "relation"),
        )
        if count
    ]
    summary = f"added {', '.join(parts)}" if parts else "nothing new"
    if outcome.same:
        summary += f"; as they were already: {outcome.same}"
    if outcome.renumbered:
        summary += f"; with another number, because theirs was taken: {outcome.renumbered}"
    return summary
