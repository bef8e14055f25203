"""The process beside the reader: it finds sentences, and then what they have to suggest.

`python -m annotations.reader_process` answers each line of JSON with one, as it comes. One process does both, so that
the first page waits for one to start. Its sentences need NLTK, which is never in the process that draws.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from annotations.suggest.serving import Answering, serve

if TYPE_CHECKING:
    from annotations.segmenting import Coprocess
    from annotations.suggest.process import SuggestProcess

__all__ = ["ReaderProcess"]


class ReaderProcess:
    """Finds sentences and suggestions; it starts with `start` or with the first question.

    Attributes:
        sentences: Asks it for sentences.
        suggestions: Asks it for suggestions.
    """

    def __init__(self) -> None:
        from annotations.beside import Beside
        from annotations.segmenting import Coprocess
        from annotations.suggest.process import SuggestProcess

        self._beside = Beside("annotations.reader_process", "finds sentences and suggestions")
        self.sentences: Coprocess = Coprocess(self._beside)
        self.suggestions: SuggestProcess = SuggestProcess(self._beside)

    def start(self) -> None:
        """Start the process, so that it is ready when it is asked; does not wait for it.

        Raises:
            StetError: It cannot be started.
        """
        self._beside.start()

    def abandon(self) -> None:
        """Leave what is being asked without an answer; it can be asked anew at once."""
        self._beside.abandon()

    def close(self) -> None:
        """End the process; nothing can be asked any more."""
        self._beside.close()


class _Reading(Answering):
    """Answers for sentences as `annotations.segmenting` does, and for suggestions."""

    def __init__(self) -> None:
        from annotations.segmenting import Answering as Segmenting

        super().__init__()
        self._segmenting = Segmenting()

    def warm_up(self) -> Iterator[None]:
        """Load what finds quotes and stances, what sentences may yet need, and what ranks claims."""
        from annotations.sentences.punkt import load_punkt

        warming = super().warm_up()
        next(warming)
        next(warming)
        yield
        load_punkt()
        yield
        yield from warming

    def answer(self, question: Mapping[str, Any]) -> dict[str, object]:
        """Answer one question."""
        if "id" in question:
            return self._segmenting.spans(question)
        if "tables" in question:
            from annotations.sentences import tables_for

            return {"tables": tables_for(question["language"], question["tables"])}
        return super().answer(question)


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        serve(_Reading(), sys.stdout)
