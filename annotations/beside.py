"""Another process of this Python, asked in lines of JSON, for what is slow to load or to run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from annotations.errors import StetError

if TYPE_CHECKING:
    from subprocess import Popen

__all__ = ["Beside", "EndedError"]

_LAST_WORDS = 1.0
"""Seconds that a process has to end by itself, once it answers no more."""


class EndedError(StetError):
    """The process has ended without an answer; `ended` says how, a signal as its negative number."""

    def __init__(self, message: str, hint: str = "", ended: int | None = None) -> None:
        super().__init__(message, hint)
        self.ended = ended


class Beside:
    """A process that answers each line with a line; it starts with `start` or with the first question.

    Questions block, and may come from any thread, one at a time.

    Args:
        module: What to run, as with `python -m`.
        does: What it does, for messages: “finds sentences”.
        command: What to run instead.
        args: Arguments of the module.
        tries: How often the process is started for one question.
        apart: Out of reach of what the terminal sends (Ctrl+C), in a session of its own.
    """

    def __init__(
        self,
        module: str,
        does: str,
        command: Sequence[str] | None = None,
        *,
        args: Sequence[str] = (),
        tries: int = 2,
        apart: bool = True,
    ) -> None:
        self._command = command or (sys.executable, "-P", "-m", module, *args)
        self._does = does
        self._tries = tries
        self._apart = apart
        self._lock = Lock()
        self._process: Popen[bytes] | None = None
        self._closed = False
        self._abandoned = 0  # how often

    def start(self) -> None:
        """Start the process, so that it is ready when it is asked; does not wait for it.

        Raises:
            StetError: It cannot be started.
        """
        with self._lock:
            if self._process is None and not self._closed:
                self._process = self._start()

    def ask(self, line: bytes) -> Any:
        """Write a line, with its line feed, and return what its answer says; a process that died is started again.

        Raises:
            StetError: The process cannot be started.
            EndedError: It died, each time.
        """
        ended = None
        with self._lock:
            abandoned = self._abandoned
            for _ in range(self._tries):
                if self._closed or self._abandoned != abandoned:
                    break
                process = self._process or self._start()
                self._process = process
                if self._closed:  # whoever closed it may not have seen this process
                    self.close()
                    break
                with suppress(OSError, ValueError):
                    if process.stdin is not None and process.stdout is not None:
                        process.stdin.write(line)
                        process.stdin.flush()
                        return json.loads(process.stdout.readline())
                self._process = None
                with suppress(subprocess.TimeoutExpired):
                    process.wait(_LAST_WORDS)  # so that it can be told how it ended
                _end(process)
                ended = process.returncode
        hint = "Open the article again to try once more."
        raise EndedError(f"the process that {self._does} has ended", hint, ended)

    def abandon(self) -> None:
        """Leave the question that is being asked without an answer: its process ends, and the next one has another."""
        if self._lock.locked():
            self._abandoned += 1
            self._drop()

    def close(self) -> None:
        """End the process; nothing can be asked any more."""
        self._closed = True
        self._drop()

    def _drop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            _end(process)

    def _start(self) -> Popen[bytes]:
        # Where this package is, whatever the working directory holds: -P keeps that off the path.
        path = os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH"))))
        try:
            return subprocess.Popen(  # noqa: S603 - this Python, this module
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
                start_new_session=self._apart,
            )
        except OSError as error:
            raise StetError(f"the process that {self._does} cannot be started: {error.strerror}") from error


def _end(process: Popen[bytes]) -> None:
    """End a process that nobody waits for, and what it started if it leads a session."""
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    process.wait()
