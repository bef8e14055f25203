"""Suggesters of other packages as Stet uses them: each in a process of its own, so that it can break nothing else."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence

from annotations.beside import EndedError
from annotations.errors import StetError
from annotations.model import Span
from annotations.suggest.base import Passage, Suggestion
from annotations.suggest.guarding import LOADING_SECONDS, GuardedProcess
from annotations.suggest.others import Other

__all__ = ["SECONDS", "AsideError", "ForeignSuggester"]

SECONDS = 10.0
"""How long a suggester of another package may take for an article, unless told otherwise."""


class AsideError(StetError):
    """A suggester of another package is broken or slow, and left aside."""


class ForeignSuggester:
    """Asks a suggester of another package; see `annotations.suggest.base.Suggester`.

    It is loaded with the first question. Use `close` at the end.

    Args:
        other: Which one.
        seconds: How long it may take for an article.
        apart: Out of reach of what the terminal sends (Ctrl+C).
    """

    def __init__(self, other: Other, seconds: float = SECONDS, *, apart: bool = True) -> None:
        self.kind = other.kind
        self._other = other
        self._seconds = seconds
        self._process = GuardedProcess(other.kind, seconds, apart=apart)
        self._label = ""
        self._answers_targets = False

    @property
    def label(self) -> str:
        """Label of what it suggests.

        Raises:
            AsideError: It cannot be loaded.
        """
        if not self._label:
            try:
                self._label, self._answers_targets = self._process.label()
            except StetError as error:
                raise self._aside(error, "loading", LOADING_SECONDS) from None
        return self._label

    def suggest(self, passage: Passage, sentences: Sequence[int] | None = None) -> Iterator[Suggestion]:
        """Yield suggestions in the order of the text; `sentences` are those in which one may begin.

        Raises:
            AsideError: It failed, took too long, or gave what is no suggestion.
        """
        if sentences is not None and not sentences:
            return
        first, last = (0, len(passage.sentences)) if sentences is None else (sentences[0], sentences[-1] + 1)
        wanted = None if sentences is None else frozenset(sentences)
        _ = self.label
        try:
            self._process.open(passage.text, passage.blocks, passage.sentences, passage.language)
            found = [one for part in self._process.suggest(self.kind, first, last) for one in part]
        except StetError as error:
            raise self._aside(error, "an article", self._seconds) from None
        for one in sorted(found, key=lambda one: one.fragments[0].start):
            if wanted is None or passage.sentences.index_at(one.fragments[0].start) in wanted:
                yield one

    def towards(self, passage: Passage, targets: Sequence[Span]) -> Iterator[Suggestion]:
        """Yield one suggestion for each target, in their order; all that it suggests if it knows of no targets.

        Raises:
            AsideError: It failed, took too long, or gave what is no suggestion for each.
        """
        _ = self.label
        if not self._answers_targets:
            yield from self.suggest(passage)
            return
        try:
            self._process.open(passage.text, passage.blocks, passage.sentences, passage.language)
            found = [one for part in self._process.towards(targets) for one in part]
        except StetError as error:
            raise self._aside(error, "an article", self._seconds) from None
        yield from found

    def close(self) -> None:
        """End its process; nothing can be asked any more."""
        self._process.close()

    def _aside(self, error: StetError, doing: str, seconds: float) -> AsideError:
        self.close()
        reason = error.message.removeprefix("nothing could be suggested: ")
        if isinstance(error, EndedError):
            reason = f"its process ended (status {error.ended})"
            if error.ended == -signal.SIGALRM:
                reason = f"{doing} took it longer than {seconds:g} s"
        return AsideError(f"the suggester “{self.kind}” of {self._other.package} is left aside: {reason}")
