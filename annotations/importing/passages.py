"""A text as far as a file tells it that does not have it: the words of its annotations, and what stood around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotations.errors import FormatError
from annotations.formats.documents import Node

__all__ = ["passages_of"]

_BETWEEN = "\n\n"


@dataclass(slots=True)
class _Passage:
    """What is known of one stretch; `start` is where it began in the text, None where the file does not say."""

    start: int | None
    text: str


def passages_of(nodes: Sequence[Node], place: str) -> tuple[str, tuple[Node, ...]]:
    """Put what is known of a text together, in its order, and the nodes on it; what overlaps is one passage.

    Raises:
        FormatError: A node has a position, and no words.
    """
    known = sorted(
        (
            (node.spans[index][0] if node.spans else None, number, index, quote)
            for number, node in enumerate(nodes)
            for index, quote in enumerate(node.quotes)
        ),
        key=lambda one: (one[0] is None, one[0] or 0, one[1]),
    )
    passages: list[_Passage] = []
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for start, number, index, (before, words, after) in known:
        if not words:
            raise FormatError(f"{nodes[number].place or place}: there are no words in it")
        begin = None if start is None else start - len(before)
        at = _put(passages, begin, before + words + after)
        found[number, index] = (len(passages) - 1, at + len(before))
    offsets = [0]
    for passage in passages:
        offsets.append(offsets[-1] + len(passage.text) + len(_BETWEEN))
    moved = []
    for number, node in enumerate(nodes):
        if len(node.quotes) < len(node.spans):
            raise FormatError(f"{node.place or place}: it has a position and no words, and the text is another by now")
        spans = []
        for index, (_, words, _) in enumerate(node.quotes):
            place_of, at = found[number, index]
            spans.append((offsets[place_of] + at, offsets[place_of] + at + len(words)))
        moved.append(replace(node, spans=tuple(spans), quotes=(), words=None))
    return _BETWEEN.join(passage.text for passage in passages), tuple(moved)


def _put(passages: list[_Passage], start: int | None, text: str) -> int:
    """Put a text where it stood, into the last passage if they overlap and agree; returns its offset in it."""
    last = passages[-1] if passages else None
    if start is not None and last is not None and last.start is not None:
        at = start - last.start
        shared = last.text[at : at + len(text)] if 0 <= at <= len(last.text) else None
        if shared is not None and text.startswith(shared):
            last.text += text[len(shared) :]
            return at
    passages.append(_Passage(start, text))
    return 0
