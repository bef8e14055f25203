"""What is asked of a library: a filter as a person types it, understood, and held against the text of each article."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["CONTROLS", "FIELDS", "MARKS", "Condition", "Query", "fold", "parse_query", "test_of"]

# What is looked through is one text for each article: its parts, each after a character that says what it is.
MARKS = {
    "title": "\x01", "source": "\x02", "status": "\x03", "tag": "\x04", "label": "\x05", "by": "\x06",
    "author": "\x07", "date": "\x08", "site": "\x0e", "for": "\x0f",
}  # fmt: skip
FIELDS = tuple(MARKS)
"""What may stand before a colon in a query."""
_FROM_START = frozenset(("status", "tag", "label", "by", "date", "for"))
"""Fields that are compared from their beginning; the others hold the words somewhere."""
CONTROLS = re.compile("[\x00-\x1f]")
_WORD = re.compile(r'(?P<no>-?)(?:(?P<field>[a-z]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>\S+))')


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that is asked of an article: `field` is None where the words may stand in any of them."""

    words: str
    field: str | None = None
    negated: bool = False

    def narrows(self, before: Condition) -> bool:
        """Tell whether everything that passes this passes `before`."""
        same = self.field == before.field and self.negated == before.negated
        return same and (self.words == before.words if self.negated else self.words.startswith(before.words))


Query = tuple[Condition, ...]


def parse_query(text: str) -> Query:
    """Understand what is typed as a filter: `tram "by a vote" status:done -tag:old label:claim by:kim`.

    All of it must hold. What is no field before a colon is a word like any other, as in `https://example.org`.
    """
    conditions = []
    for match in _WORD.finditer(text):
        field, words = match["field"], match["word"] if match["phrase"] is None else match["phrase"]
        if words.endswith(":") and words[:-1] in MARKS:
            continue  # what it should hold is yet to be typed
        if field is not None and field not in MARKS:
            field, words = None, match[0].removeprefix(match["no"])
        if folded := CONTROLS.sub("", fold(words)):
            conditions.append(Condition(folded, field, bool(match["no"])))
    return tuple(conditions)


def fold(text: str) -> str:
    """Return text as it is compared: without case and accents."""
    if text.isascii():
        return text.lower()
    # Parted first as well: a mathematical capital has no other case until it is taken for the letter that it shows.
    parted = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(character for character in parted if not unicodedata.combining(character))


def test_of(condition: Condition) -> Callable[[list[int], Sequence[str]], list[int]]:
    """Return what takes indexes of texts, and the texts, and gives the indexes of those that pass."""
    words, field = condition.words, condition.field
    if field is None or field in _FROM_START:
        sought = words if field is None else MARKS[field] + words
        if condition.negated:
            return lambda part, texts: [index for index in part if sought not in texts[index]]
        return lambda part, texts: [index for index in part if sought in texts[index]]
    pattern = re.compile(MARKS[field] + r"[^\x00-\x1f]*" + re.escape(words))
    found, wanted = pattern.search, not condition.negated
    return lambda part, texts: [index for index in part if (found(texts[index]) is not None) is wanted]
