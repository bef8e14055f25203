"""Quoted words inside a sentence that no verb leads in: a sentence behind a comma, a colon or a dash; a phrase."""

from __future__ import annotations

import re

from annotations.model import Span
from annotations.quoting import Quoted
from annotations.suggest.mentions import Phrase, Phrases
from annotations.suggest.quotes_phrases import FOR_SOMEBODY
from annotations.suggest.tagging import Tagged, Tagger

__all__ = [
    "is_clause",
    "is_title",
    "is_titled",
    "lacks_end",
    "name_beside",
    "names_words",
    "source_beside",
    "speaker_between",
    "stands_alone",
    "stands_beside",
]

_LED_IN = re.compile(r"[,:-][&cA]{0,2}\Z|H\Z")
_FOR = re.compile(r"[FI](o|D?[nN]*N),\Z")
_VERB_AND_NAME = re.compile(r",?([nvzybe])(N+)(?=[,|.:-])")
_TO_SOMEBODY = frozenset(["to", "for"])
_VERBAL = re.compile("[XvzybeP]")
_WORDS = frozenset(["phrase", "phrases", "term", "terms", "word", "words", "slogan", "expression", "epithet", "line"])
_USING = re.compile(r"(?:us(?:e[sd]?|ing)|coin(?:s|ed|ing)|repeat(?:s|ed|ing)|invok(?:e[sd]?|ing)|chant(?:s|ed|ing))\Z")
_OWN = frozenset(["his", "her", "their", "its", "my", "our"])
_FINAL = frozenset(".?!…,")
_CLOSING = "”’\"'»›“‘」』 "
_ENDS = frozenset(",.?!…—–-")
_SAID_INSIDE = re.compile(r",\s+(?:(?:said|says|asked|added)|(?:[\w.’'-]+\s+){1,4}(?:said|says|added))\b")
_MARKS = "“”„\"'‘’`«» "
_LONGEST_TITLE = 80
_NAMES_FIRST = re.compile(r"(D?[nN]*NN)(?:\([^()|]{1,8}\))?(?=[,nvXbo])")
_NAME_FIRST = re.compile(r"(D?[nN]*NN|N+)(?:\([^()|]{1,8}\))?(?=[,nvXbo])")
_LEAST_WORDS = 4
_LONGEST = 600
_REACH = 80


def is_clause(text: str, inner: Span, tagger: Tagger) -> bool:
    """Whether some quoted words have a verb or a pronoun among them, and so are no name of a thing."""
    words = text[inner.start : min(inner.end, inner.start + _LONGEST)].split()
    if len(words) < _LEAST_WORDS:
        return False
    tags = tagger.tag(text, [(inner.start, min(inner.end, inner.start + _LONGEST))]).tags
    return _VERBAL.search(tags) is not None


def stands_alone(text: str, tags: str, at: int, part: Quoted) -> bool:
    """Whether quoted words are a sentence, and no title or word in one."""
    before = tags[at - 1] if at else "|"
    after = tags[at + 1] if at + 1 < len(tags) else "|"
    if before not in "|Q:" or after not in "|Q.":
        return False
    if not part.closed:
        return text[part.outer.start] not in "'‘’" and text[part.inner.start] != "("
    if is_titled(text, part):
        return False
    end = part.inner.end
    while end > part.inner.start and text[end - 1] in _CLOSING:
        end -= 1
    whole = before == "|" and after == "." and len(text[part.inner.start : part.inner.end].split()) >= _LEAST_WORDS
    return (whole or text[end - 1] in _ENDS) and text[part.inner.start] != "("


def is_titled(text: str, part: Quoted) -> bool:
    """Whether quoted words are written like a title: Each Word With a Capital."""
    return is_title(text[part.inner.start : min(part.inner.end, part.inner.start + _LONGEST_TITLE)])


def is_title(quoted: str) -> bool:
    """Whether words, with marks or without, are written like a title."""
    words = quoted[:_LONGEST_TITLE].strip(_MARKS).split()
    capitals = sum(word[0].isupper() for word in words)
    return len(words) > 2 and capitals > 0.6 * len(words)


def lacks_end(text: str, part: Quoted, goes_on: object) -> bool:
    """Whether a quotation only lacks its closing mark: “We will pay, said Jo Pell. She left.

    Args:
        text: The whole text.
        part: The quotation.
        goes_on: Something, if the next block begins with a mark, too.
    """
    return not part.closed and not goes_on and _SAID_INSIDE.search(text, part.inner.start, part.inner.end) is not None


def stands_beside(tagged: Tagged, at: int) -> bool:
    """Whether a sign leads the quotation at word `at` in, and it ends with a sign of its own or with the sentence."""
    tags = tagged.tags
    if not _LED_IN.search(tags, max(0, at - 3), at):
        return False
    following = tags[at + 1 : at + 2]
    return following in ("|", "-", ".", "") or (following == "," and tagged.words[at].rstrip(_CLOSING)[-1:] in _FINAL)


def names_words(tagged: Tagged, at: int) -> bool:
    """Whether somebody is said to use the quoted words: "she has used the phrase “…”"."""
    if not at or tagged.words[at - 1].lower() not in _WORDS:
        return False
    return any(_USING.match(word.lower()) for word in tagged.words[max(0, at - 5) : at - 1])


def speaker_between(tagged: Tagged, at: int, phrases: Phrases) -> tuple[Phrase, int] | None:
    """Who speaks after the quotation at word `at`, and with which word: “…,” she corrects me, “…”."""
    tags = tagged.tags
    end = tags.find("Q", at + 1)
    if verb_first := _VERB_AND_NAME.match(tags, at + 1, max(end, at)):  # «…», resume Quiroga, «…»
        return Phrase(*verb_first.span(2)), verb_first.start(1)
    speaker = phrases.at(at + 1, end) if end > 0 and tags[at + 1] in "PN" else None
    if speaker is None or speaker.end >= end or not tagged.words[speaker.end].isalpha():
        return None
    return speaker, speaker.end


def name_beside(tagged: Tagged, at: int, *, one_word: bool) -> Phrase | None:
    """Whose words the quotation at word `at` may be in languages other than English: the name that opens the sentence.

    Quiroga lo tiene claro: «…». Für Ines Barth ist das einfach: „…“.

    Args:
        tagged: The block.
        at: The word.
        one_word: Whether one word with a capital may be a name there.
    """
    sentence = tagged.tags.rfind("|", max(0, at - _REACH), at) + 1
    sentence += tagged.words[sentence].lower() in FOR_SOMEBODY
    found = (_NAME_FIRST if one_word else _NAMES_FIRST).match(tagged.tags, sentence, at)
    return Phrase(*found.span(1)) if found else None


def source_beside(tagged: Tagged, at: int, phrases: Phrases) -> Phrase | None:
    """Whose words the quotation at word `at` may be, that stands beside a sentence; None if nobody is found.

    "He took it as a compliment — “That makes me smart.”": the subject of the sentence. "To her, “there is nothing
    more important.”": she.
    """
    tags = tagged.tags
    sentence = tags.rfind("|", max(0, at - _REACH), at) + 1
    person = _FOR.search(tags, max(sentence, at - 8), at)
    if person is not None and tagged.words[person.start()].lower() in _TO_SOMEBODY:
        return Phrase(*person.span(1))
    if tags.startswith("N-", at - 2) and (named := phrases.last_name(at - 1, sentence)):
        return named  # others, among them Smith — “…” —
    found = phrases.subject_of_sentence(sentence, at)
    if found is not None and tagged.words[found.start].lower() in _OWN:
        return Phrase(found.start, found.start + 1)  # His answer: “…”
    return found
