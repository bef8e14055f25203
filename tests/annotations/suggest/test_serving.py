"""The process beside the reader, asked about one article after the other."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from annotations.columns import Blocks, Sentences
from annotations.errors import StetError
from annotations.reader_process import ReaderProcess
from annotations.text import Block, BlockKind, Span

LEFT = "“The dam will hold,” said Ilse Brandt. “It always has.”"
OPENED = "“Nobody came,” said Jan Voss."


@pytest.fixture
def process() -> Iterator[ReaderProcess]:
    process = ReaderProcess()
    yield process
    process.close()


def article(text: str) -> tuple[str, Blocks, Sentences, str]:
    whole = Span(0, len(text))
    return text, Blocks([Block(BlockKind.PARAGRAPH, *whole, 0)]), Sentences([whole]), "en"


class Interrupted:
    """Asks, and lets something else happen after the answer of that number."""

    def __init__(self, beside: Any, answer: int, happens: Callable[[], None]) -> None:
        self._beside = beside
        self._left = answer
        self._happens = happens

    def ask(self, line: bytes) -> Any:
        answer = self._beside.ask(line)
        self._left -= 1
        if not self._left:
            self._happens()
        return answer


@pytest.mark.parametrize("answer", [1, 2, 3, 4])
def test_parts_of_an_article_that_was_left_got_among_those_of_the_next_one(process: ReaderProcess, answer: int) -> None:
    left, opened = process.suggestions.anew(), process.suggestions.anew()
    left._beside = Interrupted(left._beside, answer, lambda: opened.open(*article(OPENED)))  # type: ignore[assignment]
    with suppress(StetError):
        left.open(*article(LEFT))
    with pytest.raises(StetError, match="another article was opened since"):
        list(left.suggest("quotes", 0, 1))
    with pytest.raises(StetError, match="another article was opened since"):
        left.open(*article(LEFT))
    spans = [one.fragments[0] for part in opened.suggest("quotes", 0, 1) for one in part]
    assert [span.of(OPENED) for span in spans] == ["Nobody came"]


def test_an_article_can_be_opened_again(process: ReaderProcess) -> None:
    asking = process.suggestions.anew()
    for text in (LEFT, OPENED):
        asking.open(*article(text))
    assert [len(part) for part in asking.suggest("quotes", 0, 1)] == [1]
