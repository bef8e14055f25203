"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, TextIO

from annotations.errors import StetError

__all__ = ["write_new", "writing_folder", "writing_whole", "writing_whole_bytes"]


def write_new(path: Path, text: str) -> None:
    """Write a UTF-8 text file that is not there yet, whole or not at all; missing folders are made.

    Raises:
        StetError: Something of that name is there, or it cannot be written.
    """
    there = StetError(f"{path} is there already, and stays as it is", "Give another name, or move it away first.")
    if os.path.lexists(path):
        raise there
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_new(path, text)
    except FileExistsError:
        if path.parent.is_dir():
            raise there from None
        raise StetError(f"{path} cannot be written: {path.parent} is no folder") from None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise StetError(f"{path} cannot be written: {reason}") from None


def _write_new(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8", newline="") as out:
        try:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise


@contextmanager
def writing_whole(path: Path) -> Iterator[TextIO]:
    """Open a UTF-8 text file that appears under its name when the block ends, and not at all when it fails.

    Line ends are written as they are. What was there before stays until then, and its mode is kept; a link
    stays a link. A device or pipe is written directly.

    Raises:
        StetError: It cannot be written; the message names the file.
    """
    with writing_whole_bytes(path) as out:
        text = TextIOWrapper(out, encoding="utf-8", newline="")
        try:
            yield text
            text.flush()
        finally:
            text.detach()


@contextmanager
def writing_whole_bytes(path: Path) -> Iterator[BinaryIO]:
    """Open a file that appears under its name when the block ends, and not at all when it fails.

    It is otherwise as `writing_whole` has it.

    Raises:
        StetError: It cannot be written; the message names the file.
    """
    try:
        target = Path(os.path.realpath(path))
        mode = _mode_of(target)
        if mode is not None and not stat.S_ISREG(mode):
            with target.open("wb") as out:
                yield out
            return
        with _in_place_of(target, mode) as out:
            yield out
    except OSError as error:
        raise StetError(f"{path} cannot be written: {error.strerror or error}", _hint(path)) from None


@contextmanager
def writing_folder(path: Path) -> Iterator[Path]:
    """Lend a new folder that appears under its name when the block ends, and not at all when it fails.

    Raises:
        StetError: Something of that name is there, unless it is an empty folder, or it cannot be written.
    """
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{target.name[:200]}.{token_hex(4)}.part")
    try:
        if os.path.lexists(target) and not (target.is_dir() and not any(target.iterdir())):
            raise StetError(f"{path} is there already, and stays as it is", "Give another name, or move it away first.")
        beside.mkdir()
        try:
            yield beside
            for file in beside.rglob("*"):
                if file.is_file():
                    _sync_file(file)
            _sync_folder(beside)
            if target.is_dir():
                target.rmdir()
            beside.rename(target)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    except OSError as error:
        raise StetError(f"{path} cannot be written: {error.strerror or error}", _hint(path)) from None
    _sync_folder(target.parent)


def _mode_of(target: Path) -> int | None:
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(None, "it is a folder")
    if not os.access(target, os.W_OK):
        raise PermissionError(None, "it is read-only")
    return mode


@contextmanager
def _in_place_of(target: Path, mode: int | None) -> Iterator[BinaryIO]:
    # In the same folder, so that the renaming cannot fail half-way; hidden, because nobody should open it.
    beside = target.with_name(f".{target.name[:200]}.{token_hex(4)}.part")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o666)
    try:
        with open(descriptor, "wb") as out:  # noqa: PTH123 - it is open already
            if mode is not None:
                beside.chmod(stat.S_IMODE(mode))
            yield out
            out.flush()
            os.fsync(out.fileno())
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    _sync_folder(target.parent)


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    # The new name is in the folder: without this, a power cut may take it back. Not every system can.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _hint(path: Path) -> str:
    return "" if path.parent.is_dir() else f"There is no folder {path.parent}."
