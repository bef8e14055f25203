"""A sync in a process of its own: whoever draws waits neither for a server nor for this one's share of the processor.

`python -m annotations.sync.beside` takes one line of JSON (database, annotator, address or null) and answers with one.
The address comes in neither by the arguments nor by the environment, where others could see it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

__all__ = ["MODULE", "answer", "question"]

MODULE = "annotations.sync.beside"
_AT_ONCE = 250
"""Few edits in a transaction: a key that writes waits for one to end."""


def question(database: Path, annotator: str, address: str | None) -> bytes:
    """What to write to the process."""
    return json.dumps({"database": str(database), "annotator": annotator, "address": address}).encode("ascii") + b"\n"


def answer(asked: Mapping[str, Any]) -> dict[str, object]:
    """Sync; what has passed, or what went wrong and whether that is for the server being away."""
    from annotations.config import first_schema
    from annotations.errors import OfflineError, StetError
    from annotations.store import Store
    from annotations.sync.options import Options
    from annotations.sync.syncing import address_of, sync, waiting
    from annotations.workspace import Workspace

    try:
        with Store(Path(asked["database"])) as store:
            workspace = Workspace(store, asked["annotator"], first_schema)
            try:
                done = sync(workspace, address_of(workspace, asked["address"]), Options(at_once=_AT_ONCE))
            except OfflineError as error:
                return {
                    "error": error.message, "hint": error.hint, "offline": True, "waiting": waiting(workspace),
                }  # fmt: skip
        return {"at": done.at, "said": done.words, "left": list(done.left), "taken": done.has_taken}
    except StetError as error:
        return {"error": error.message, "hint": error.hint, "offline": False}


def main() -> None:
    """Answer one question."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError, AttributeError):
        os.nice(5)
    print(json.dumps(answer(json.loads(sys.stdin.readline()))))  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
