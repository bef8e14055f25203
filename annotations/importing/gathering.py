"""What there is to bring in, from what a person named: files, folders with all below them, addresses, standard input.

Folders give the files of known kinds in them, sorted, without hidden ones and without those that tell about the folder
(README, LICENSE); a link that leads back to a folder above is not followed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import NamedTuple

from annotations.counts import counted
from annotations.errors import ReadError
from annotations.importing.fetching import looks_like_address
from annotations.readers import READERS

__all__ = ["PASTED", "STANDARD_INPUT", "TABLE_SUFFIXES", "Found", "Gathered", "gather"]

STANDARD_INPUT = "-"
"""Source of an article that came from no file."""

PASTED = "pasted"
"""Source of an article that was pasted."""

TABLE_SUFFIXES = frozenset([".csv", ".tsv", ".jsonl", ".ndjson"])
_ABOUT = frozenset(["readme", "license", "licence"])
"""What files are called, before a dot, that tell about the folder they are in."""
_KNOWN = frozenset[str]().union(TABLE_SUFFIXES, *(reader.suffixes for reader in READERS))


class Found(NamedTuple):
    """One thing to bring in: a path as it was named, an address, or `STANDARD_INPUT`."""

    name: str
    is_address: bool = False

    @property
    def suffix(self) -> str:
        """Suffix in lower case with its dot; empty for an address."""
        return "" if self.is_address else os.path.splitext(self.name)[1].lower()  # noqa: PTH122 - names are text here


class Gathered(NamedTuple):
    """All that was found.

    Attributes:
        found: In the order named, folders sorted.
        passed_over: Files of unknown kinds in folders.
        about: Files that tell about their folder; who names one gets it.
        problems: Folders that cannot be looked into, and links that lead in a circle.
    """

    found: Sequence[Found]
    passed_over: int
    about: Sequence[str]
    problems: Sequence[ReadError]

    @property
    def left(self) -> str:
        """What folders had besides, for people; empty where that is nothing."""
        said = []
        if self.about:
            said.append(f"{_some(self.about)} left aside, being about the folder: name it to bring it in")
        if self.passed_over:
            said.append(f"{counted(self.passed_over, 'file')} of other kinds passed over")
        return "; ".join(said)


def gather(names: Sequence[str]) -> Gathered:
    """Look into every folder that is named."""
    walk = _Walk()
    found: list[Found] = []
    for name in names:
        path = os.path.expanduser(name)  # noqa: PTH111 - pathlib's raises where a user is unknown
        if name == STANDARD_INPUT:
            found.append(Found(name))
        elif not os.path.lexists(path) and looks_like_address(name):
            found.append(Found(name, is_address=True))
        elif os.path.isdir(path):  # noqa: PTH112 - pathlib's raises for names that no file can have
            found.extend(walk.files(Path(path)))
        else:
            found.append(Found(path))
    return Gathered(found, walk.passed_over, walk.about, walk.problems)


def _some(paths: Sequence[str]) -> str:
    return paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more"


class _Walk:
    def __init__(self) -> None:
        self.passed_over = 0
        self.about: list[str] = []
        self.problems: list[ReadError] = []

    def files(self, folder: Path, above: tuple[tuple[int, int], ...] = ()) -> Iterator[Found]:
        """Yield the files below a folder; `above` are the folders that led here, by device and inode."""
        try:
            status = folder.stat()
            here = (status.st_dev, status.st_ino)
            if here in above:
                self.problems.append(ReadError(f"{folder} leads back to a folder above it, and is not followed."))
                return
            entries = sorted(folder.iterdir())
        except OSError as error:
            self.problems.append(ReadError(f"{folder} cannot be looked into: {error.strerror}."))
            return
        for entry in entries:
            if not entry.name.startswith("."):
                yield from self._entry(entry, (*above, here))

    def _entry(self, path: Path, above: tuple[tuple[int, int], ...]) -> Iterator[Found]:
        known = path.suffix.lower() in _KNOWN
        try:
            mode = path.stat().st_mode
        except OSError as error:
            if known or path.is_symlink():
                self.problems.append(ReadError(f"{path} cannot be opened: {error.strerror}."))
            return
        if S_ISDIR(mode):
            yield from self.files(path, above)
        elif known and S_ISREG(mode) and path.name.partition(".")[0].lower() in _ABOUT:
            self.about.append(str(path))
        elif known and S_ISREG(mode):
            yield Found(str(path))
        else:
            self.passed_over += 1
