"""Which language a text is in, where nobody says it.

A text is told by its script and, where several languages share that, by the function words among the first few
thousand code points: a word counts for each language that has it, the less the more have it (in the manner of
Grefenstette, "Comparing two language identification schemes", 1995). Function words are two words in five of any
prose, so a paragraph decides and a headline does not; then nothing is said.

Own code, because this runs in the process that draws: it reads one table of 10 KB in 5 ms, and gives the same
answer on every machine, or none. Libraries tell a hundred languages apart, also in three words, but always answer and
load much: py3langid 0.7 s and numpy, lingua and fastText tens of megabytes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from annotations.sentences.language import GENERAL, KNOWN_LANGUAGES
from annotations.tables import read_table
from annotations.text import Text

__all__ = ["language_of", "tables_for"]

_SAMPLE = 4096
_PAGE = 1500
_ENOUGH = 2.0
"""Least evidence, in words or letters that no other language has."""

_SHARE = 0.08
"""Least evidence for each word of the text."""

_NEAR = 0.25
"""Share of the best evidence from which a language is a rival."""

_MARGIN = 2
"""How many times more of what only one of two rivals has must speak for the winner."""

_KANA = 0.05
"""Least share of kana in Japanese."""

_WORD = re.compile(r"[^\W\d_]{1,20}+")
_LETTER = re.compile(r"[^\W\d_\x00-\x7f]")
_SCRIPTS = {
    "Latn": re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+"),
    "Cyrl": re.compile(r"[\u0400-\u052f]+"),
    "el": re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]+"),
    "hy": re.compile(r"[\u0530-\u058f]+"),
    "he": re.compile(r"[\u0590-\u05ff]+"),
    "Arab": re.compile(r"[\u0600-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]+"),
    "th": re.compile(r"[\u0e00-\u0e7f]+"),
    "ka": re.compile(r"[\u10a0-\u10ff]+"),
    "ko": re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]+"),
    "ja": re.compile(r"[\u3040-\u30ff\uff66-\uff9f]+"),
    "Hani": re.compile(r"[\u2e80-\u2fff\u3400-\u9fff\uf900-\ufaff]+"),
    "": re.compile(r"[\u0700-\u074f\u0780-\u089f\u0900-\u0dff\u0e80-\u109f\u1200-\u1cff]+"),
}
_DENSE = 2
"""A word of another script has so many times fewer letters than one in Latin or Cyrillic script."""


def language_of(text: Text) -> str | None:
    """Return the ISO 639-1 code of the language of `text`; None if its first 4096 code points do not settle it."""
    sample = text[:_SAMPLE]
    script = _script(sample)
    if script in ("Latn", "Cyrl"):
        return _winner(sample, str)
    return script if script.islower() and script else None


def tables_for(language: str | None, text: Text = "") -> str:
    """Return the name of the tables for a BCP 47 code, or without one for the language of `text`.

    "en-GB" has those of "en", a language without tables those of "general". Without a code, and where the first
    4096 code points do not settle it, it is English in Latin script, Russian in Cyrillic.
    """
    if language:
        return _tables(language.strip().lower().replace("_", "-").partition("-")[0])
    sample = text[:_SAMPLE]
    script = _script(sample)
    if script in ("Latn", "Cyrl"):
        return _winner(sample, _tables) or ("en" if script == "Latn" else "ru")
    return GENERAL


def _tables(code: str) -> str:
    return code if code in KNOWN_LANGUAGES else GENERAL


def _script(sample: str) -> str:
    """The script of most words: an ISO 15924 code, or an ISO 639-1 code where one language has it to itself."""
    if sample.isascii():
        return "Latn"
    latin = sum(map(len, _SCRIPTS["Latn"].findall(sample)))
    if latin > _DENSE * (len(sample) - latin):
        return "Latn"  # whatever the rest is
    letters = {name: sum(map(len, pattern.findall(sample))) for name, pattern in _SCRIPTS.items()}
    if letters["ja"] > _KANA * letters["Hani"]:
        letters["ja"] += letters["Hani"]
    weights = {name: count * (1 if name in ("Latn", "Cyrl") else _DENSE) for name, count in letters.items()}
    script = max(weights, key=weights.__getitem__)
    return "zh" if script == "Hani" else script


def _winner(sample: str, group: Callable[[str], str]) -> str | None:
    """The group of the language with most evidence: a page of most texts settles it, and spares the rest."""
    return _standing_out(sample[:_PAGE], group) or (_standing_out(sample, group) if len(sample) > _PAGE else None)


def _standing_out(sample: str, group: Callable[[str], str]) -> str | None:
    """That group, if it stands out from each language of another group."""
    marks = _marks()
    lower = sample.lower()
    words, letters = Counter(_WORD.findall(lower)), Counter(_LETTER.findall(lower))
    found = [(count, marks.words[word]) for word, count in words.items() if word in marks.words]
    found += [(count, marks.letters[letter]) for letter, count in letters.items() if letter in marks.letters]
    evidence: dict[str, float] = {}
    for count, languages in found:
        for language in languages:
            evidence[language] = evidence.get(language, 0.0) + count / len(languages)
    if not evidence:
        return None
    best = max(sorted(evidence), key=evidence.__getitem__)
    if evidence[best] < max(_ENOUGH, _SHARE * words.total()):
        return None
    for rival, amount in evidence.items():
        if group(rival) != group(best) and amount > _NEAR * evidence[best]:
            won = sum(count for count, languages in found if best in languages and rival not in languages)
            lost = sum(count for count, languages in found if rival in languages and best not in languages)
            if won < _MARGIN * max(lost, 1):
                return None
    return group(best)


class _Marks(NamedTuple):
    """What tells languages apart -> those that have it."""

    words: Mapping[str, frozenset[str]]
    letters: Mapping[str, frozenset[str]]


@cache
def _marks() -> _Marks:
    tables = read_table("sentence_data/function_words.toml")
    letters = tables.pop("letters")
    return _Marks(
        _languages_of({language: words.split() for language, words in tables.items()}),
        _languages_of(letters),
    )


def _languages_of(tables: Mapping[str, Iterable[str]]) -> Mapping[str, frozenset[str]]:
    """Mark -> languages, from language -> marks."""
    found: dict[str, set[str]] = {}
    for language, marks in tables.items():
        for mark in marks:
            found.setdefault(mark, set()).add(language)
    return {mark: frozenset(languages) for mark, languages in found.items()}
