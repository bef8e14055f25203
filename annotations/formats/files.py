"""Formats of several files: written into a folder or a zip file, read from a file, a folder or a zip file.

What comes from outside may be anything: names in a zip file are never a path here, links are not followed, and sizes
and numbers have limits, of which the size that an entry promises is none.
"""

from __future__ import annotations

import io
import os
import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol
from zlib import error as zlib_error

from annotations.errors import FormatError, ReadError

__all__ = [
    "MAX_FILE",
    "MAX_FILES",
    "FileSource",
    "Files",
    "FolderFiles",
    "FolderSource",
    "Source",
    "ZipFiles",
    "ZipSource",
    "decoded",
    "open_source",
    "safe_stem",
]

MAX_FILE = 512 * 1024 * 1024
"""Largest file that is read as a whole, in bytes: twice what the text of an article may have."""
MAX_FILES = 100_000
"""Most files that are read from a folder or zip file."""
MAX_UNZIPPED = 4 * 1024 * 1024 * 1024
"""Most bytes that are taken out of one zip file."""

_STEM_LENGTH = 60
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])")


class Files(Protocol):
    """Where a format of several files writes."""

    def write(self, name: str, data: bytes) -> None:
        """Write one file; `name` is made by the format, with `safe_stem` where a word of it comes from an article."""
        ...


class FolderFiles:
    """Files in a folder that is there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, data: bytes) -> None:
        """Write one file."""
        path = self._folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)


class ZipFiles:
    """Files in a zip file, all of the same time, so that the same export is the same file."""

    def __init__(self, out: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)

    def write(self, name: str, data: bytes) -> None:
        """Write one file."""
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = (stat.S_IFREG | 0o644) << 16
        self._zip.writestr(entry, data)

    def close(self) -> None:
        """Write the table of contents."""
        self._zip.close()


def safe_stem(number: int, title: str) -> str:
    """Name an article's file: its number, which no other has, and what of its title is letters and digits."""
    folded = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:_STEM_LENGTH].strip("-")
    return f"{number:04d}-{words}" if words and not _RESERVED.fullmatch(words) else f"{number:04d}"


def decoded(data: bytes, name: str) -> str:
    """Return what a file has as text, without a byte order mark.

    Raises:
        FormatError: It is not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(f"{name}: not UTF-8 at byte {error.start + 1}") from None


class Source(Protocol):
    """What an import reads: one file, or several with names.

    Attributes:
        where: What messages call it.
        several: Whether it is a folder or zip file.
    """

    where: str
    several: bool

    def size(self) -> int:
        """How much there is: bytes of a file, else files."""
        ...

    def done(self) -> int:
        """How much of that was read."""
        ...

    def names(self) -> list[str]:
        """Names of the files, sorted, with `/` between folders."""
        ...

    def read(self, name: str) -> bytes:
        """Return what is in a file.

        Raises:
            FormatError: It is too large, or damaged.
            ReadError: It cannot be read.
        """
        ...

    def open(self) -> BinaryIO:
        """The only file, from its beginning.

        Raises:
            FormatError: There are several.
        """
        ...


class FileSource:
    """One file, open already."""

    several = False

    def __init__(self, stream: BinaryIO, where: str) -> None:
        self.where = where
        self._stream = stream

    def size(self) -> int:
        """Bytes of the file."""
        return os.fstat(self._stream.fileno()).st_size

    def done(self) -> int:
        """Bytes up to where it was read."""
        return 0 if self._stream.closed else self._stream.tell()

    def names(self) -> list[str]:
        """Its own name."""
        return [PurePosixPath(self.where).name]

    def read(self, name: str) -> bytes:  # noqa: ARG002 - there is only one
        """Return all of it."""
        self._stream.seek(0)
        data = self._stream.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            raise FormatError(f"{self.where}: larger than {MAX_FILE >> 20} MB")
        return data

    def open(self) -> BinaryIO:
        """The file itself."""
        self._stream.seek(0)
        return self._stream


class FolderSource:
    """The files in a folder and the folders in it; links are not followed."""

    several = True

    def __init__(self, folder: Path) -> None:
        self.where = str(folder)
        self._folder = folder
        self._read = 0

    def size(self) -> int:
        """Number of files."""
        return len(self.names())

    def done(self) -> int:
        """Number of files that were read."""
        return self._read

    def names(self) -> list[str]:
        """Names of the regular files."""
        found: list[str] = []
        for base, folders, names in os.walk(self._folder):
            folders.sort()
            for name in names:
                path = Path(base, name)
                if path.is_file() and not path.is_symlink() and not name.startswith("."):
                    found.append(path.relative_to(self._folder).as_posix())
            if len(found) > MAX_FILES:
                raise FormatError(f"{self.where}: more than {MAX_FILES} files", "Bring them in a part at a time.")
        return sorted(found)

    def read(self, name: str) -> bytes:
        """Return what is in a file."""
        self._read += 1
        try:
            with (self._folder / name).open("rb") as file:
                data = file.read(MAX_FILE + 1)
        except OSError as error:
            raise ReadError(f"{self.where}/{name} cannot be read: {error.strerror}") from None
        if len(data) > MAX_FILE:
            raise FormatError(f"{self.where}/{name}: larger than {MAX_FILE >> 20} MB")
        return data

    def open(self) -> BinaryIO:
        """Refused.

        Raises:
            FormatError: Always.
        """
        raise FormatError(f"{self.where} is a folder", "This format is one file: name the file itself.")


class ZipSource:
    """The files in a zip file."""

    several = True

    def __init__(self, stream: BinaryIO, where: str) -> None:
        self.where = where
        self._taken = self._read = 0
        try:
            self._zip = zipfile.ZipFile(stream)
            entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise FormatError(f"{where}: no zip file that can be read: {error}") from None
        if len(entries) > MAX_FILES:
            raise FormatError(f"{where}: more than {MAX_FILES} files", "Bring them in a part at a time.")
        self._entries = {entry.filename: entry for entry in entries}
        if len(self._entries) < len(entries):
            raise FormatError(f"{where}: two files in it have one name")

    def size(self) -> int:
        """Number of files."""
        return len(self._entries)

    def done(self) -> int:
        """Number of files that were read."""
        return self._read

    def names(self) -> list[str]:
        """Names of the files."""
        return sorted(self._entries)

    def read(self, name: str) -> bytes:
        """Return what is in a file."""
        self._read += 1
        try:
            with self._zip.open(self._entries[name]) as file:
                data = file.read(MAX_FILE + 1)
        except (zipfile.BadZipFile, zlib_error, RuntimeError, OSError, NotImplementedError, EOFError) as error:
            raise FormatError(f"{self.where}: {name} in it is damaged: {error}") from None
        self._taken += len(data)
        if len(data) > MAX_FILE or self._taken > MAX_UNZIPPED:
            raise FormatError(f"{self.where}: {name} in it is too large when it is unzipped")
        return data

    def open(self) -> BinaryIO:
        """The file in it, where there is only one.

        Raises:
            FormatError: There are several.
        """
        if len(self._entries) != 1:
            raise FormatError(f"{self.where}: {len(self._entries)} files are in it", "This format is one file.")
        return io.BytesIO(self.read(next(iter(self._entries))))


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """Open a file, folder or zip file for reading.

    Raises:
        ReadError: It is missing, no regular file, or may not be read.
        FormatError: It is called a zip file and is none.
    """
    if path.is_dir():
        yield FolderSource(path)
        return
    with suppress(OSError):
        if path.exists() and not path.is_file():
            raise ReadError(f"{path} is no file", "Name the file itself.")
    try:
        stream = path.open("rb")
    except OSError as error:
        raise ReadError(f"{path} cannot be opened: {error.strerror}") from None
    with stream:
        head = stream.read(4)
        stream.seek(0)
        zipped = head == b"PK\x03\x04" or path.suffix.lower() == ".zip"
        yield ZipSource(stream, str(path)) if zipped else FileSource(stream, str(path))
