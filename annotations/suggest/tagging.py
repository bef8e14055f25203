"""A block as a string of tags, one character for each word, sign or quotation outside of all others.

What a grammar finds in the string has the index of its words, and so their offsets.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from annotations.model import Span
from annotations.offsets import trim
from annotations.suggest.lexicon import Lexicon, Tag

__all__ = ["Tagged", "Tagger"]

# Most words have a blank behind them, and nothing of what may go on with a word need be tried then. What is possessive
# could not give anything back.
_TOKEN = re.compile(
    r"\s*+([a-z]++(?=[ ])|\w++(?:(?=[ ])|"
    r"(?:(?:[-’'&/@.](?![sS]\b)|[\x80-\x9f\xa2-\xaa\xac-\xba])\w++|[\u0300-\u036f]++\w*+|(?<=\d),(?=\d)\w++)*+"
    r"(?:\.(?=\s+[\w($]|,))?+)|[’'](?:[sS]\b)?+|--|[^\w\s])"
)
_POSSESSIVES = frozenset(["'s", "’s", "'S", "’S", "'", "’"])
_SIGNS = {
    **dict.fromkeys("—–―", "-"),
    **dict.fromkeys(("--", "-"), "-"),
    **dict.fromkeys("([{", "("),
    **dict.fromkeys(")]}", ")"),
    **dict.fromkeys(",，、", ","),
    **dict.fromkeys(";", ";"),
    **dict.fromkeys(":：", ":"),
    **dict.fromkeys(".…!?。！？", "."),
    "&": Tag.CONJUNCTION,
    **dict.fromkeys("$€£#@%", Tag.NUMBER),
}


class Tagged:
    """The words and signs of a block.

    Attributes:
        text: The whole text.
        tags: One character for each of them.
        words: As they are written; a quotation is one word, the end of a sentence an empty one.
        quotes: Index of a quotation among the words -> index in what was passed for quotations.
    """

    __slots__ = ("_anchored", "_anchors", "_starts", "quotes", "tags", "text", "words")

    def __init__(
        self, text: str, tags: str, words: list[str], quotes: dict[int, int], anchors: Mapping[int, int]
    ) -> None:
        self.text = text
        self.tags = tags
        self.words = words
        self.quotes = quotes
        self._anchors = anchors
        self._anchored: list[int] = []
        self._starts: dict[int, list[int]] = {}

    def start(self, index: int) -> int:
        """Offset of word `index`, in code points."""
        # Nothing but white space is between words, so the next word is where it is found first. Most are never asked.
        if not self._anchored:
            self._anchored = list(self._anchors)  # ascending
        place = bisect_right(self._anchored, index) - 1
        first = self._anchored[place] if place >= 0 else 0
        starts = self._starts.get(first)
        if starts is None:
            starts = self._starts[first] = []
        at = len(starts)
        if index - first >= at:
            find, append, words = self.text.find, starts.append, self.words
            end = starts[-1] + len(words[first + at - 1]) if at else self._anchors.get(first, 0)
            for word in words[first + at : index + 1]:
                start = find(word, end)
                append(start)
                end = start + len(word)
        return starts[index - first]

    def end(self, index: int) -> int:
        """Where word `index` ends, exclusive."""
        return self.start(index) + len(self.words[index])

    def span(self, first: int, end: int) -> Span:
        """Offsets of the words from `first` to before `end`."""
        return Span(self.start(first), self.start(end - 1) + len(self.words[end - 1]))


_LONGEST_NICKNAME = 16
_QUOTE, _SHORT_QUOTE, _SHORT_TAG = "\n", "\n\n", "q"  # no words
_NICKNAME = re.compile("(?<=N)q(?=N)")
_THAT_THING = re.compile("(?<=I)H(?=[nT#e])")  # "of that time"
_ELIDED = re.compile(r"(?:l|un|dell|all|dall|nell|sull|quest|quell|gl)'(?=\w)")  # "l'adjointe": a noun with its article
_INVERTED = re.compile(r"-(?:t-)?(?:ils?|elles?|on)$")
_DETERMINED = re.compile("(?:(?<=[|I&,Q:.v])|^)Dv")
_ARTICLES = {
    "es": frozenset(["el", "la", "los", "las", "un", "una"]),
    "fr": frozenset(["le", "la", "les", "un", "une"]),
    "it": frozenset(["il", "la", "i", "gli", "le", "un", "una"]),
    "pt": frozenset(["o", "a", "os", "as", "um", "uma"]),
}
"""After these, a word is a noun; "lo" is more often an object."""
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
    headline = len(tags) < 40 and found + tags.count("N") > 0.6 * sum(map(str.isalpha, tags)) + found * 0.4

    def settle(match: re.Match[str]) -> str:
        at = match.start()
        opens = at == 0 or tags[at - 1] in "|Q:.'"
        return _ORIGINAL[match[0]] if headline or opens else str(Tag.NAME)

    return _CAPITALS.sub(settle, tags)


class _Tags(dict[str, str]):
    """Tags of words as they are written, found once for each of them."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__({"": Tag.BOUNDARY, _QUOTE: Tag.QUOTED, _SHORT_QUOTE: _SHORT_TAG})
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
            if capital and known == Tag.TIME and self._lexicon.code == "ru":
                return Tag.NAME  # Марта
            if capital and (lower in self._lexicon.titles or word in _NAMES):
                return Tag.NAME
            return _CAPITAL.get(Tag(known), known) if capital and self._lexicon.english else known
        if word[0].isdigit():
            return Tag.NUMBER
        if not word[0].isalnum():
            return "'"
        if self._lexicon.english and self._lexicon.tags.get(lower.partition("'")[0]) == Tag.PRONOUN:
            return Tag.PRONOUN  # they're
        if capital or (self._lexicon.code in ("fr", "it") and _ELIDED.match(lower)):
            return Tag.NAME
        if self._lexicon.code == "fr" and (base := _INVERTED.sub("", lower)) != lower:
            return self._lexicon.tags.get(base, Tag.COMMON)  # dit-il
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
        self._articles = _ARTICLES.get(lexicon.code)

    def tag(self, text: str, sentences: Iterable[tuple[int, int]], quotations: Sequence[Span] = ()) -> Tagged:
        """Tag the sentences of a block; each quotation becomes one word.

        Args:
            text: The whole text.
            sentences: Of the block, as offsets.
            quotations: Of the block, with their marks; in order, none in another.
        """
        words: list[str] = []
        quotes: dict[int, int] = {}
        anchors: dict[int, int] = {}

        def scan(start: int, end: int) -> None:
            start, end = trim(text, start, end)  # white space at the end would be tried again and again
            if start < end:
                anchors[len(words)] = start
                words.extend(_TOKEN.findall(text, start, end))

        at = number = 0
        for start, end in sentences:
            at = max(at, start)
            while number < len(quotations) and quotations[number].start < end:
                span = quotations[number]
                scan(at, span.start)
                anchors[len(words)] = span.start
                quotes[len(words)] = number
                words.append(text[span.start : span.end])
                at = max(at, span.end)
                number += 1
            if at <= end:
                scan(at, end)
                at = end
                words.append("")
        if words and words[-1]:
            words.append("")
        return Tagged(text, self._tags_of(words, quotes), words, quotes, anchors)

    def _noun(self, match: re.Match[str], words: list[str]) -> str:
        """Tags of an article and a form of a verb that is a noun after it: "le juge", "la denuncia"."""
        is_noun = self._articles is not None and words[match.end() - 2].lower() in self._articles
        return match[0][:-1] + str(Tag.COMMON) if is_noun else match[0]

    def _tags_of(self, words: list[str], quotes: Iterable[int]) -> str:
        if quotes:
            words = words.copy()
            for at in quotes:
                is_nickname = len(words[at]) < _LONGEST_NICKNAME  # Jo “Red” Smith
                words[at] = _SHORT_QUOTE if is_nickname else _QUOTE
        tags = "".join(map(self._tags.__getitem__, words))
        if self._articles and "Dv" in tags:
            tags = _DETERMINED.sub(lambda match: self._noun(match, words), tags)
        if "IH" in tags:
            tags = _THAT_THING.sub(str(Tag.DETERMINER), tags)
        if _SHORT_TAG in tags:
            tags = _NICKNAME.sub(str(Tag.NAME), tags).replace(_SHORT_TAG, str(Tag.QUOTED))
        return _settled(tags)
