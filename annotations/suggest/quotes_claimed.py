"""What somebody is said to claim, by a noun: "la afirmación de Pell de que …", "утверждение Пелла о том, что …"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.suggest.mentions import Phrase
from annotations.suggest.quotes_frames import Frame
from annotations.suggest.quotes_plain import SHORTEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotations.suggest.lexicon import Lexicon
    from annotations.suggest.tagging import Tagged

__all__ = ["claimed"]

_LINKS = re.compile(
    r"(?:,? ?)(?:"
    r"de que|según (?:el|la) cual|selon (?:laquelle|lequel)|segundo [oa] qual|secondo (?:cui|il quale|la quale)"
    r"|о том ?, что|, что|che"
    r") "
)
"""What stands between the noun, with who it is of, and what is claimed; "que" alone would be a relative as often."""
_SCORE = 0.95
_KEPT = ("que", "che", "что")
_OWNERS = re.compile(r"(?:de la|de los|de las|dos|das|des|della|dello|degli|delle|dei|del|dell'|du|de|do|da|di|d') ?")
_POSSESSIVES = frozenset("su sus sa son ses leur sua suo loro seu его её ее их".split())  # noqa: SIM905 - a table
_MOST_OWNER = 6
_OPENING = 2


def claimed(block: Tagged, lexicon: Lexicon, first: int, end: int) -> Iterator[Frame]:
    """Yield the frames of the nouns between two words; only where the owner is told and the clause goes on to its end.

    Args:
        block: Words and tags.
        lexicon: Its nouns and language.
        first: Index of the first word.
        end: Index of the one after the last.
    """
    words = [word.lower().replace("’", "'") for word in block.words[first:end]]
    for at, word in enumerate(words):
        bare = word.rpartition("'")[2]
        if bare not in lexicon.nouns:
            continue
        found = _owner(block, lexicon, words, at, first)
        if found is None:
            continue
        source, behind = found
        part = _clause(block, words, behind, at, first)
        if part is not None:
            reason = f"“{block.words[first + at]}” with a clause after it"
            yield Frame((part,), source, (first + at, first + at + 1), _SCORE, reason, is_claim=True)


def _owner(block: Tagged, lexicon: Lexicon, words: list[str], at: int, first: int) -> tuple[Phrase, int] | None:
    """Whose claim it is, and the index of the word after that."""
    if at and words[at - 1] in _POSSESSIVES:
        return Phrase(first + at - 1, first + at), at + 1
    begin = at + 1
    if lexicon.code != "ru":
        match = _OWNERS.match(" ".join(words[begin : begin + 2]) + " ")
        if match is None:
            return None
        begin += len(match[0].split())
    stop = begin
    while stop < min(len(words), begin + _MOST_OWNER) and block.tags[first + stop] in "nN#D" and not _link(words, stop):
        stop += 1
    return (Phrase(first + begin, first + stop), stop) if stop > begin else None


def _link(words: list[str], at: int) -> int:
    """How many words link what follows to the noun; 0 if none do."""
    match = _LINKS.match(" ".join(words[at : at + 4]) + " ")
    return len(match[0].split()) if match else 0


def _clause(block: Tagged, words: list[str], at: int, noun: int, first: int) -> tuple[int, int] | None:
    links = _link(words, at)
    if not links:
        return None
    begin = at + links
    if words[begin - 1] == "che" and block.tags[first + begin : first + begin + 1] in ("X", "v"):
        return None  # "che ha sorpreso tutti"
    if words[begin - 1] in _KEPT:
        begin -= 1
    stop = begin + 1
    while stop < len(words) and block.tags[first + stop] not in ",|.;:":
        stop += 1
    opens = noun <= _OPENING and not set("Xv") & set(
        block.tags[first : first + noun]
    )  # it is the subject of the sentence, whose verb is still to come
    if opens and block.tags[first + stop : first + stop + 1] != ",":
        verb = max((i for i in range(begin + 3, stop) if block.tags[first + i] in "Xv"), default=-1)
        while verb > begin and block.tags[first + verb - 1] == "X":
            verb -= 1
        if verb < 0:
            return None
        stop = verb
    return (first + begin, first + stop) if stop - begin >= SHORTEST else None
