"""A block as a string of tags, one character for each word, sign or quotation outside of all others.

What a grammar finds in the string has the index of its words, and so their offsets.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from annotations.model import Span
from annotations.offsets import trim
from annotations.suggest.lexicon import Lexicon, Tag

__all__ = ["Tagged", "Tagger"]

_TOKEN = re.compile(r"\s*(\w+(?:[-’'&/@.](?![sS]\b)\w+)*(?:\.(?=\s+[\w($]|,))?|[’'](?:[sS]\b)?|--|[^\w\s])")
_POSSESSIVES = frozenset(["'s", "’s", "'S", "’S", "'", "’"])
_SIGNS = {
    **dict.fromkeys("—–―", "-"),
    "--": "-",
    **dict.fromkeys("([{", "("),
    **dict.fromkeys(")]}", ")"),
    **dict.fromkeys(",，、", ","),
    **dict.fromkeys(";", ";"),
    **dict.fromkeys(":：", ":"),
    **dict.fromkeys(".…!?。！？", "."),
    "&": Tag.CONJUNCTION,
    **dict.fromkeys("$€£#@%", Tag.NUMBER),
}


@dataclass(slots=True)
class Tagged:
    """The words and signs of a block.

    Attributes:
        text: The whole text.
        tags: One character for each of them.
        words: As they are written; "" for a quotation and for the end of a sentence.
        starts: Offsets in code points.
        ends: Exclusive.
        quotes: Index of a quotation among the words -> index in what was passed for quotations.
    """

    text: str
    tags: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    quotes: dict[int, int] = field(default_factory=dict)

    def span(self, first: int, end: int) -> Span:
        """Offsets of the words from `first` to before `end`."""
        return Span(self.starts[first], self.ends[end - 1])

    def index_at(self, offset: int) -> int:
        """Index of the first word that ends after `offset`."""
        index = bisect_left(self.ends, offset)
        return index + (index < len(self.ends) and self.ends[index] == offset)


_NAMES = frozenset(["Will", "Us", "IT", "US"])
_ENDINGS = (("ly", Tag.ADVERB), ("ed", Tag.OTHER_PAST), ("ing", Tag.OTHER_ING))
_CAPITAL = {Tag.PAST: "1", Tag.PRESENT: "2", Tag.EITHER: "5", Tag.ING: "3", Tag.OTHER_VERB: "4"}
_CAPITALS = re.compile("[12345]")
_ORIGINAL = {sign: str(tag) for tag, sign in _CAPITAL.items()}


def _settled(tags: str) -> str:
    """With verbs that have a capital as names, unless they open a sentence or stand in a headline."""
    found = len(_CAPITALS.findall(tags))
    if not found:
        return tags
    headline = found + tags.count("N") > 0.6 * sum(map(str.isalpha, tags)) + found * 0.4 and len(tags) < 40

    def settle(match: re.Match[str]) -> str:
        at = match.start()
        opens = at == 0 or tags[at - 1] in "|Q:.'"
        return _ORIGINAL[match[0]] if headline or opens else str(Tag.NAME)

    return _CAPITALS.sub(settle, tags)


class _Tags(dict[str, str]):
    """Tags of words as they are written, found once for each of them."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, word: str) -> str:
        tag = self._tag(word)
        if len(self) < 50_000:  # a text without end must not fill the memory
            self[word] = tag
        return tag

    def _tag(self, word: str) -> str:
        if word in _SIGNS:
            return str(_SIGNS[word])
        if word in _POSSESSIVES:
            return Tag.POSSESSIVE
        lower = word.lower().replace("’", "'").rstrip(".")
        known = self._lexicon.tags.get(lower)
        capital = word[0].isupper()
        if known is not None:
            if capital and (lower in self._lexicon.titles or word in _NAMES):
                return Tag.NAME
            return _CAPITAL.get(Tag(known), known) if capital and self._lexicon.english else known
        if word[0].isdigit():
            return Tag.NUMBER
        if not word[0].isalnum():
            return "'"
        if self._lexicon.english and self._lexicon.tags.get(lower.partition("'")[0]) == Tag.PRONOUN:
            return Tag.PRONOUN  # they're
        if capital:
            return Tag.NAME
        return self._by_ending(word) if self._lexicon.english else Tag.COMMON

    def _by_ending(self, word: str) -> str:
        if len(word) > 4:
            for ending, tag in _ENDINGS:
                if word.endswith(ending):
                    return tag
        return Tag.COMMON


class Tagger:
    """Tags blocks with the words of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._tags = _Tags(lexicon)

    def tag(self, text: str, sentences: Iterable[tuple[int, int]], quotations: Sequence[Span] = ()) -> Tagged:
        """Tag the sentences of a block; each quotation becomes one word.

        Args:
            text: The whole text.
            sentences: Of the block, as offsets.
            quotations: Of the block, with their marks; in order, none in another.
        """
        words: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        tags: list[str] = []
        quotes: dict[int, int] = {}
        get = self._tags.__getitem__

        def scan(start: int, end: int) -> None:
            start, end = trim(text, start, end)
            if start >= end:
                return
            first = len(words)
            spans = [match.span(1) for match in _TOKEN.finditer(text, start, end)]
            starts.extend([start for start, _ in spans])
            ends.extend([end for _, end in spans])
            words.extend([text[start:end] for start, end in spans])
            tags.extend(map(get, words[first:]))

        def add(tag: str, start: int, end: int) -> None:
            words.append("")
            starts.append(start)
            ends.append(end)
            tags.append(tag)

        at = -1
        number = 0
        for start, end in sentences:
            at = max(at, start)
            while number < len(quotations) and quotations[number].start < end:
                span = quotations[number]
                scan(at, span.start)
                quotes[len(words)] = number
                add(Tag.QUOTED, span.start, span.end)
                at = max(at, span.end)
                number += 1
            if at <= end:
                scan(at, end)
                at = end
                add(Tag.BOUNDARY, end, end)
        if tags and tags[-1] != Tag.BOUNDARY:
            add(Tag.BOUNDARY, at, at)
        for at in quotes:
            # Jo “Red” Smith
            if tags[at - 1 : at] == tags[at + 1 : at + 2] == [Tag.NAME] and ends[at] - starts[at] < 16:
                tags[at] = Tag.NAME
        return Tagged(text, _settled("".join(tags)), words, starts, ends, quotes)
