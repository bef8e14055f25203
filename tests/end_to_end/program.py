"""The program as a person starts it, and what they can see and keep of it."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotations.checking import check
from annotations.columns import Blocks
from annotations.identity import location
from annotations.readers import read_path
from annotations.sentences import sentences_of
from annotations.store import Store
from annotations.workspace import Workspace
from tests.terminal import Terminal
from tests.vt import Emulator

ROOT = Path(__file__).parents[2]
STET = [sys.executable, "-m", "tui"]
SAVED = re.compile(r"saved (\d+)")
COUNTS = re.compile(r"C (\d+) +Q (\d+) +S (\d+)")
FRAME_END = b"\x1b[?2026l"

ARTICLE = "\n".join(
    [
        "The harbour of Ostmark closes on Sunday.",
        "Why it closes",
        *(
            f"On day {number} of the strike {100 + number} ships were counted outside. “We will wait,” said Ida Brook"
            f" of crew {number}. The harbour master disagreed with crew {number} and called it a loss."
            for number in range(1, 41)
        ),
    ]
)
"""An article with 122 sentences of which no two are alike."""


@dataclass(frozen=True)
class Home:
    """A folder of one's own: nothing that the person running the tests has set up is seen from in there."""

    path: Path

    @property
    def db(self) -> Path:
        return self.path / "library.db"

    @property
    def environment(self) -> dict[str, str | None]:
        return {
            "HOME": str(self.path),
            "XDG_DATA_HOME": None,
            "XDG_CONFIG_HOME": None,
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "STET_ANNOTATOR": "kim",
        }

    def write(self, name: str, text: str | bytes = ARTICLE) -> Path:
        """Make a file."""
        path = self.path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def read(
        self,
        *arguments: str | Path,
        db: Path | None = None,
        env: Mapping[str, str | None] | None = None,
        wrapper: Sequence[str] = (),
        **options: Any,
    ) -> Terminal:
        """Start the reader in a terminal."""
        command = [*wrapper, *STET, "--db", str(db or self.db), *map(str, arguments)]
        return Terminal(command, env={**self.environment, **(env or {})}, cwd=self.path, **options)

    def run(self, *arguments: str | Path, db: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command without a screen."""
        set_up = {name: value for name, value in os.environ.items() if not name.startswith(("STET_", "XDG_"))}
        return subprocess.run(
            [*STET, *map(str, arguments), "--db", str(db or self.db)],
            env=set_up | {name: value for name, value in self.environment.items() if value is not None},
            cwd=self.path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )

    def rows(self, query: str, *values: object, db: Path | None = None) -> list[Any]:
        """Look into the database."""
        with closing(sqlite3.connect(db or self.db)) as connection:
            return connection.execute(query, values).fetchall()

    def shelve(self, name: str, text: str = ARTICLE) -> Path:
        """Make a file, and put it into the library without a process of its own: it opens sooner from there."""
        path = self.write(name, text)
        draft = read_path(path)
        blocks = Blocks(draft.blocks)
        sentences = sentences_of(draft.text, blocks, draft.language)
        with Store(self.db) as store:
            Workspace(store, "kim").add(draft, location(path), blocks=blocks, sentences=sentences)
        return path

    def check(self) -> list[str]:
        """Say what is wrong in the database, as `stet check` does; nothing when all is well."""
        with Store(self.db) as store:
            return [finding.message for finding in check(store)]

    def saved_words(self, db: Path | None = None) -> list[tuple[str, str, str]]:
        """Return annotator, label and words of each annotation, in the order in which they were made."""
        return self.rows(
            "SELECT a.annotator, a.label, s.exact FROM annotations a JOIN fragments s ON s.annotation = a.key"
            " ORDER BY a.key",
            db=db,
        )


def ready(terminal: Terminal) -> None:
    """Wait until the sentences are known and the article is in the library."""
    terminal.wait_for(lambda t: re.search(r"(sentence \d+ of|\d+/\d+ ).*saved \d", t.row(-1)), timeout=30)


def told(terminal: Terminal, *sentences: str) -> None:
    """Wait until the screen says something, on however many rows."""
    terminal.wait_for(lambda t: all(words in " ".join(t.text().split()) for words in sentences), timeout=30)


def saved(terminal: Terminal) -> int:
    """Read what the status line says is saved."""
    found = SAVED.search(terminal.row(-1))
    assert found, terminal.text()
    return int(found[1])


def counts(terminal: Terminal) -> tuple[int, ...]:
    """Read how many claims, quotes and stances the title line counts."""
    found = COUNTS.search(terminal.row(0))
    assert found, terminal.text()
    return tuple(map(int, found.groups()))


def counted(terminal: Terminal, claims: int, quotes: int, stances: int) -> None:
    """Wait until the title line counts so many; it is drawn apart from the status line."""
    terminal.wait_for(lambda t: counts(t) == (claims, quotes, stances))


def quit_reader(terminal: Terminal) -> None:
    """Leave by keys, and see that nothing is left behind."""
    terminal.press(":q", "enter")
    assert terminal.wait() == 0
    assert terminal.left_behind() == []


def frames(raw: bytes, columns: int, rows: int) -> Iterator[Emulator]:
    """Play what was written frame by frame; what a kill cut off is no frame, and nobody saw it."""
    emulator = Emulator(columns, rows)
    for frame in raw.split(FRAME_END)[:-1]:
        emulator.feed(frame + FRAME_END)
        yield emulator
