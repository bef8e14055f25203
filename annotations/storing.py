"""A long article put into the library by a process beside the reader.

To store 10 MB takes three times that for a moment: SQLite makes a record of the whole. The process that draws would
keep what it had to ask the system for; this one ends.

`python -m annotations.storing` answers each line of JSON with one, as it comes.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from annotations.beside import Beside
from annotations.columns import Blocks, Sentences
from annotations.errors import StetError
from annotations.readers.base import Draft
from annotations.text import Style, StyleKind

__all__ = ["StoreProcess"]

_PART = 200_000
"""Code points, or characters of packed columns, that are sent at once."""


class StoreProcess:
    """Stores one article. Questions block, and may come from any thread, one at a time.

    Args:
        path: The database.
        annotator: In whose name it is stored.
    """

    def __init__(self, path: Path, annotator: str) -> None:
        # Once: what it was told does not outlive it.
        self._beside = Beside("annotations.storing", "stores the article", tries=1)
        self._path = path
        self._annotator = annotator

    def close(self) -> None:
        """End the process; nothing can be asked any more."""
        self._beside.close()

    def add(self, draft: Draft, source: str, blocks: Blocks, stamp: str | None) -> int:
        """Add an article; returns its number. See `annotations.workspace.Workspace.add`.

        Raises:
            StetError: It could not be done; nothing is stored, unless the process died at the last moment.
        """
        self._tell("text", draft.text)
        self._tell("blocks", blocks.pack().hex())
        about = {
            "database": str(self._path),
            "annotator": self._annotator,
            "source": source,
            "stamp": stamp,
            "styles": draft.styles,
            "title": draft.title,
            "metadata": dict(draft.metadata),
            "language": draft.language,
        }
        return int(self._ask({"add": about})["number"])

    def put_sentences(self, sentences: Sentences) -> None:
        """Store the sentences of the article that was added.

        Raises:
            StetError: It could not be done.
        """
        self._tell("sentences", sentences.pack().hex())
        self._ask({"finish": True})

    def _tell(self, name: str, whole: Any) -> None:
        for start in range(0, len(whole), _PART):
            self._ask({"name": name, "part": whole[start : start + _PART]})

    def _ask(self, question: Mapping[str, object]) -> Any:
        answer = self._beside.ask(json.dumps(question).encode("ascii") + b"\n")
        if "error" in answer:
            raise StetError(answer["error"])
        return answer


class _Storing:
    """Takes the article in parts, and stores it."""

    def __init__(self) -> None:
        self._parts: dict[str, list[str]] = {}

    def answer(self, question: Mapping[str, Any]) -> dict[str, object]:
        """Answer one question."""
        if "part" in question:
            self._parts.setdefault(question["name"], []).append(question["part"])
            return {}
        if "add" in question:
            return {"number": self._add(question["add"])}
        sentences = Sentences.unpack(bytes.fromhex(self._whole("sentences")))
        self._workspace.put_sentences(self._info, self._text, self._blocks, sentences)
        return {}

    def _add(self, about: Mapping[str, Any]) -> int:
        from annotations.config import first_schema
        from annotations.store import Store
        from annotations.workspace import Workspace

        self._text = self._whole("text")
        self._blocks = Blocks.unpack(bytes.fromhex(self._whole("blocks")))
        styles = tuple(Style(StyleKind(kind), start, end, href) for kind, start, end, href in about["styles"])
        draft = Draft(self._text, iter(()), styles, about["title"], about["metadata"], about["language"])
        self._workspace = Workspace(Store(Path(about["database"])), about["annotator"], first_schema)
        added = self._workspace.add(draft, about["source"], blocks=self._blocks, stamp=about["stamp"])
        self._info = added.info
        return self._info.number

    def _whole(self, name: str) -> str:
        return "".join(self._parts.pop(name, ()))


def _serve() -> None:
    """Answer the lines of standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    storing = _Storing()
    for line in sys.stdin.buffer:
        try:
            answer = storing.answer(json.loads(line))
        except StetError as error:
            answer = {"error": error.message}
        except Exception as error:  # noqa: BLE001 - whoever asks is told, and stores it by itself
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        _serve()
