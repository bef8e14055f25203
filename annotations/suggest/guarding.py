"""A suggester of another package in a process of its own, where it may do anything.

`python -m annotations.suggest.guarding NAME SECONDS` answers as `annotations.suggest.serving` does, with that suggester
alone. If it takes longer than that for an article, the system ends the process. Without a name, the process looks up
what there is.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from annotations.beside import Beside
from annotations.counts import counted
from annotations.errors import StetError
from annotations.model import Span
from annotations.suggest.base import Suggester, Suggestion, TargetSuggester
from annotations.suggest.others import Other, Others
from annotations.suggest.process import SuggestProcess
from annotations.suggest.serving import Answering, serve

__all__ = ["LOADING_SECONDS", "GuardedProcess"]

LOADING_SECONDS = 60.0
"""How long a suggester may take to load."""


class GuardedProcess(SuggestProcess):
    """Asks a suggester of another package, or what there is of them.

    Args:
        kind: Its name.
        seconds: How long it may take for an article.
        apart: Out of reach of what the terminal sends (Ctrl+C).
    """

    def __init__(self, kind: str | None = None, seconds: float = 0.0, *, apart: bool = True) -> None:
        args = () if kind is None else (kind, str(seconds))
        super().__init__(Beside("annotations.suggest.guarding", "suggests", args=args, tries=1, apart=apart))

    def label(self) -> tuple[str, bool]:
        """Return the label of what the suggester suggests, and whether it answers targets; which loads it.

        Raises:
            StetError: The process cannot be started, died, or the suggester cannot be loaded.
        """
        answer = self.ask({"label": True})
        return str(answer["label"]), bool(answer["towards"])

    def towards(self, targets: Sequence[Span]) -> Iterator[list[Suggestion]]:
        """Yield one suggestion for each target in the article that was given, in their order and in parts.

        Raises:
            StetError: The process cannot be started, died, or the suggester failed.
        """
        self.ask({"towards": [[target.start, target.end] for target in targets]})
        yield from self.parts()

    def others(self) -> Others:
        """Look up the suggesters of other packages.

        Raises:
            StetError: The process cannot be started, or died.
        """
        answer = self.ask({"others": True})
        found = [Other(*other) for other in answer["others"]]
        return Others({other.kind: other for other in found}, tuple(answer["problems"]))


class _Guarding(Answering):
    """Answers with a suggester of another package."""

    def __init__(self, kind: str, seconds: float) -> None:
        super().__init__()
        self._kind = kind
        self._seconds = seconds
        self._loaded: Suggester | None = None

    def warm_up(self) -> Iterator[None]:
        """Load nothing before it is asked for."""
        return iter(())

    def answer(self, question: Mapping[str, Any]) -> dict[str, object]:
        """Answer one question."""
        if "label" in question:
            suggester = self._suggester()
            return {"label": suggester.label, "towards": isinstance(suggester, TargetSuggester)}
        if "towards" in question:
            self._found = self._towards([Span(start, end) for start, end in question["towards"]])
            return {}
        if "others" in question:
            from annotations.suggest.others import others

            found = others()
            return {"others": list(found.usable.values()), "problems": found.problems}
        return super().answer(question)

    def _suggest(self, kind: str, first: int, last: int) -> Iterator[dict[str, object]]:  # noqa: ARG002 - one alone
        from annotations.suggest.checking import checked
        from annotations.suggest.codec import to_plain

        passage, suggester = self.passage(), self._suggester()
        wanted = range(first, min(last, len(passage.sentences)))
        with _alarm(self._seconds):
            found = list(suggester.suggest(passage, None if len(wanted) == len(passage.sentences) else wanted))
        return map(to_plain, [checked(one, suggester.label, len(passage.text)) for one in found])

    def _towards(self, targets: list[Span]) -> Iterator[dict[str, object]]:
        from annotations.suggest.checking import checked
        from annotations.suggest.codec import to_plain

        passage, suggester = self.passage(), self._suggester()
        if not isinstance(suggester, TargetSuggester):
            raise StetError("it cannot be asked about targets")
        with _alarm(self._seconds):
            found = list(suggester.towards(passage, targets))
        if len(found) != len(targets):
            raise StetError(f"it gave {counted(len(found), 'suggestion')} for {counted(len(targets), 'target')}")
        return map(to_plain, [checked(one, suggester.label, len(passage.text)) for one in found])

    def _suggester(self) -> Suggester:
        if self._loaded is None:
            from annotations.suggest.others import load

            with _alarm(LOADING_SECONDS):
                self._loaded = load(self._kind)
        return self._loaded


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Have the system end this process if a block takes longer, whatever goes on in it."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _answers_alone() -> TextIO:
    """Keep standard output for the answers: what anything else prints goes the way of its errors."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return out


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        name, limit = sys.argv[1:] or ("", "0")
        serve(_Guarding(name, float(limit)), _answers_alone())
