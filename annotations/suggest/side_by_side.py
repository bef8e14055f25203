"""Work for several processes at once, with the answers in the order of the questions.

The processes are other ones of this Python (`annotations.beside`). They are asked several questions at once, because
a question takes its time on the way: first a line that says how many, then a line for each; a line with a list of the
answers comes back. Few questions are under way at a time, however many there are.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import LifoQueue
from typing import IO, Any, Self, TypeVar

from annotations.beside import Beside
from annotations.errors import StetError

__all__ = ["Team", "serve"]

_T = TypeVar("_T")

_AHEAD = 4
"""Bundles of questions under way for each process, at most; below half of that they are not made larger."""
_BUNDLE = 1 << 15
"""Size from which a bundle is sent, in bytes."""
_CHUNK = 1 << 16


class Team:
    """Several processes that answer questions. Use it as a context manager: at its end they are gone.

    Each starts when there is a question for it.

    Args:
        module: What to run, as with `python -m`.
        args: Its arguments.
        jobs: How many processes, 1 or more.
        does: What they do, for messages.
    """

    def __init__(self, module: str, args: Sequence[str], jobs: int, does: str = "suggests") -> None:
        self._all = [Beside(module, does, args=args) for _ in range(jobs)]
        # The one that answered last is asked first: a short job starts no more of them than it needs.
        self._idle: LifoQueue[Beside] = LifoQueue()
        for beside in reversed(self._all):
            self._idle.put(beside)
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="asking")
        self._most = jobs * _AHEAD
        self._woken, self._waking = os.pipe()
        os.set_blocking(self._waking, False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for beside in self._all:
            beside.close()
        self._threads.shutdown(cancel_futures=True)
        os.close(self._woken)
        os.close(self._waking)

    def lines(self, stream: IO[bytes]) -> Iterator[bytes | None]:
        """Yield the lines of a stream as they come, and None where that may take a while or a question was answered.

        Whoever writes the stream may wait for an answer before writing more.
        """
        try:
            source = stream.fileno()
        except (OSError, AttributeError):
            yield from stream
            return
        begun: list[bytes] = []
        while True:
            ready, _, _ = select.select([source, self._woken], [], [], 0)
            if not ready:
                yield None
                ready, _, _ = select.select([source, self._woken], [], [])
            if self._woken in ready:
                os.read(self._woken, _CHUNK)
                yield None
            if source in ready:
                chunk = os.read(source, _CHUNK)
                if not chunk:
                    break
                *whole, rest = chunk.split(b"\n")
                for line in whole:
                    yield b"".join((*begun, line, b"\n"))
                    begun.clear()
                begun.append(rest)
        if any(begun):
            yield b"".join(begun)

    def answers(self, questions: Iterable[tuple[_T, bytes] | None]) -> Generator[tuple[_T, Any], None, None]:
        """Yield each question's companion with its answer, in their order; a None among them asks nothing.

        Args:
            questions: Each a line. None says that the next may take a while.

        Raises:
            StetError: A question was answered with an error, or a process cannot be kept alive.
        """
        under_way: deque[tuple[list[_T], Future[Any]]] = deque()
        bundle: list[tuple[_T, bytes]] = []
        size = 0
        for question in questions:
            if question is not None:
                bundle.append(question)
                size += len(question[1])
            if bundle and (question is None or size >= _BUNDLE or len(under_way) < self._most // 2):
                under_way.append(self._send(bundle))
                bundle, size = [], 0
            while under_way and (len(under_way) >= self._most or under_way[0][1].done()):
                yield from _answered(*under_way.popleft())
        if bundle:
            under_way.append(self._send(bundle))
        while under_way:
            yield from _answered(*under_way.popleft())

    def _send(self, bundle: list[tuple[_T, bytes]]) -> tuple[list[_T], Future[Any]]:
        lines = b"".join((b"%d\n" % len(bundle), *(line for _, line in bundle)))
        future = self._threads.submit(self._ask, lines)
        future.add_done_callback(self._wake)
        return [companion for companion, _ in bundle], future

    def _ask(self, lines: bytes) -> Any:
        beside = self._idle.get()
        try:
            return beside.ask(lines)
        finally:
            self._idle.put(beside)

    def _wake(self, _: Future[Any]) -> None:
        with suppress(OSError):  # full, or closed: nobody needs waking
            os.write(self._waking, b".")


def serve(answer: Callable[[bytes], object]) -> None:
    """Be one of the processes: answer what comes on standard input until it ends, as `Team` asks.

    An answer is `{"done": …}` or `{"error": message, "hint": …}`.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while count := sys.stdin.buffer.readline():
        replies = _replies(answer, [sys.stdin.buffer.readline() for _ in range(int(count))])
        sys.stdout.write(json.dumps(replies) + "\n")
        sys.stdout.flush()


def _replies(answer: Callable[[bytes], object], questions: list[bytes]) -> list[dict[str, object]]:
    """Answer questions, up to the first that is answered with an error."""
    replies: list[dict[str, object]] = []
    for question in questions:
        try:
            replies.append({"done": answer(question)})
        except StetError as error:
            return [*replies, {"error": error.message, "hint": error.hint}]
        except Exception as error:  # noqa: BLE001 - whoever asks is told
            words = f"this is an error of the program itself: {type(error).__name__}: {error}"
            return [*replies, {"error": words}]
    return replies


def _answered(companions: list[_T], future: Future[Any]) -> Iterator[tuple[_T, Any]]:
    for companion, answer in zip(companions, future.result(), strict=False):  # an error is the last
        if "error" in answer:
            raise StetError(answer["error"], answer.get("hint", ""))
        yield companion, answer["done"]
