"""How people are for or against something in one language, read from `stance_data/<code>.toml`.

A cue is a verb, noun or adjective with the words that must follow it before its target: "speak out against", "support
for". The roles holder and target are those of MPQA (Wiebe, Wilson and Cardie 2005).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from annotations.lazy import lazy
from annotations.suggest.stances_sentiment import forms_of, irregular_forms
from annotations.tables import read_table

__all__ = ["Cue", "Grammar", "StanceLexicon", "load_grammar", "load_stances"]


class Cue(NamedTuple):
    """One word that shows a stance, in one of its forms.

    Attributes:
        base: Base form.
        after: Words that follow before the target; none if the target is the object.
        polarity: 1 for, -1 against, 0 for what counts only when it is refused.
        form: See `Frame`; "" for nouns and adjectives.
        kind: verb, action, noun, adjective or people.
    """

    base: str
    after: tuple[str, ...]
    polarity: int
    form: str
    kind: str


@dataclass(frozen=True, slots=True)
class StanceLexicon:
    """The tables of English.

    Attributes:
        cues: Word form in lower case -> what it can be, the longest first.
        control: Form of a verb before "to" -> (base, 1 willing or -1 refusing, form).
        asking: Form -> (base, words after it, form).
        willing: Noun or adjective before "to" -> 1 or -1.
        voicing: Form of a verb whose object is a stance -> (base, 1 or -1, form).
        judging: Form -> (base, whether "as" follows, form).
        holders: Common nouns that can hold a stance.
        strength: Base form -> 1 or 3; all others are 2.
        never: Nouns that are no target.
        violence: In a sentence with these, "attacked" is no matter of words.
        senses: Base form -> objects with which it means something else.
        needs_by: Base forms whose passive says nothing without "by".
        lent: Nouns: who has them is the target.
        receiving: Forms of verbs whose subject gets what others think: "drew criticism from".
        come_under: Nouns that say so after "under".
        trigger: Finds every place where a cue may be, in lower case.
    """

    cues: Mapping[str, tuple[Cue, ...]]
    control: Mapping[str, tuple[str, int, str]]
    asking: Mapping[str, tuple[tuple[str, tuple[str, ...], str], ...]]
    willing: Mapping[str, int]
    voicing: Mapping[str, tuple[str, int, str]]
    judging: Mapping[str, tuple[str, bool, str]]
    holders: frozenset[str]
    strength: Mapping[str, int]
    never: frozenset[str]
    violence: frozenset[str]
    senses: Mapping[str, frozenset[str]]
    needs_by: frozenset[str]
    lent: frozenset[str]
    receiving: frozenset[str]
    come_under: frozenset[str]
    trigger: re.Pattern[str]


def _entries(listed: str) -> list[tuple[str, tuple[str, ...]]]:
    found = []
    for entry in listed.split(";"):
        words = entry.split()
        if words:
            found.append((words[0], tuple(words[1:])))
    return found


@cache
def load_stances() -> StanceLexicon:
    """Read the tables of English."""
    data = _read("en")
    irregular = irregular_forms(_read("sentiment_en")["verbs"]["irregular"])
    cues: dict[str, list[Cue]] = {}
    groups = (
        ("verb", -1, data["verbs"]["against"]),
        ("verb", 1, data["verbs"]["favor"]),
        ("verb", 0, data["verbs"]["yielding"]),
        ("action", -1, data["actions"]["against"]),
        ("action", 1, data["actions"]["favor"]),
        ("action", 0, data["actions"]["taking_part"]),
    )
    for kind, polarity, listed in groups:
        for base, after in _entries(listed):
            for form, letter in forms_of(base, irregular):
                cues.setdefault(form, []).append(Cue(base, after, polarity, letter, kind))
    for kind in ("nouns", "adjectives"):
        for polarity, side in ((-1, "against"), (1, "favor")):
            for base, after in _entries(data[kind][side]):
                cues.setdefault(base, []).append(Cue(base, after, polarity, "", kind.rstrip("s")))
    for polarity, side in ((-1, "against"), (1, "favor")):
        for base in data["people"][side].split():
            cues.setdefault(base, []).append(Cue(base, ("of",), polarity, "", "people"))
    control = _verbs(data["control"]["willing"], 1, irregular) | _verbs(data["control"]["refusing"], -1, irregular)
    asking: dict[str, list[tuple[str, tuple[str, ...], str]]] = {}
    for base, after in _entries(data["control"]["asking"]):
        for form, letter in forms_of(base, irregular):
            asking.setdefault(form, []).append((base, after, letter))
    willing = {
        word: sign
        for sign, side in ((1, "willing"), (-1, "refusing"))
        for part in ("nouns", "adjectives")
        for word in data["control"][f"{side}_{part}"].split()
    }
    voicing = _verbs(data["nouns"]["voicing"], 1, irregular) | _verbs(data["nouns"]["dropping"], -1, irregular)
    judging = {
        form: (base, with_as, letter)
        for with_as, listed in ((True, data["judging"]["as"]), (False, data["judging"]["plain"]))
        for base in listed.split()
        for form, letter in forms_of(base, irregular)
    }
    strength = dict.fromkeys(data["strength"]["strong"].split(), 3)
    strength |= dict.fromkeys(data["strength"]["weak"].split(), 1)
    seen = {
        ("to " if cue.kind == "action" else "") + word + "".join(f" {following}" for following in cue.after[:1])
        for word, entries in cues.items()
        for cue in entries
        if cue.kind != "action" or cue.form == "b"
    } | set(judging)
    return StanceLexicon(
        {word: tuple(sorted(entries, key=lambda cue: -len(cue.after))) for word, entries in cues.items()},
        control,
        {word: tuple(sorted(entries, key=lambda entry: -len(entry[1]))) for word, entries in asking.items()},
        willing,
        voicing,
        judging,
        frozenset(data["holders"]["nouns"].split()),
        strength,
        frozenset(data["objects"]["never"].split()),
        frozenset(data["objects"]["violence"].split()),
        {base: frozenset(words.split()) for base, words in data["senses"].items()},
        frozenset(data["passives"]["needs_by"].split()),
        frozenset(data["passives"]["lent"].split()),
        frozenset(_verbs(data["receiving"]["verbs"], 1, irregular)),
        frozenset(data["receiving"]["under"].split()),
        lazy(rf"\b(?:{_trie(seen)})\b"),
    )


class Grammar(NamedTuple):
    """What tells words and phrases of English apart.

    Attributes:
        verbs: Forms of common verbs without a stance, each with its letter (see `Frame`).
        nouns: Nouns that are also forms of verbs.
        plurals: Nouns and pronouns that take a plural verb without looking so.
        takes_more: Nouns after which "to", "for", "on" or "against" belong to the phrase.
        takes_place: The same for "with" and "in".
        nouns_in_ing: Nouns that end in -ing.
        not_in_names: Words with a capital that are no part of a name.
        small_words: Name of a table -> words.
    """

    verbs: tuple[tuple[str, str], ...]
    nouns: frozenset[str]
    plurals: frozenset[str]
    takes_more: frozenset[str]
    takes_place: frozenset[str]
    nouns_in_ing: frozenset[str]
    not_in_names: frozenset[str]
    small_words: Mapping[str, frozenset[str]]


@cache
def load_grammar() -> Grammar:
    """Read the tables of English that know nothing of stances."""
    data = _read("en")
    irregular = irregular_forms(_read("sentiment_en")["verbs"]["irregular"])
    verbs = tuple(found for base in data["other_verbs"]["bases"].split() for found in forms_of(base, irregular))
    grammar = {name: frozenset(words.split()) for name, words in data["grammar"].items()}
    small = {name: frozenset(words.split()) for name, words in data["tags"].items()}
    return Grammar(
        verbs,
        grammar["nouns"],
        grammar["plurals"],
        grammar["takes_more"],
        grammar["takes_place"],
        grammar["nouns_in_ing"],
        grammar["not_in_names"],
        small,
    )


def _verbs(listed: str, sign: int, irregular: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, int, str]]:
    return {form: (base, sign, letter) for base in listed.split() for form, letter in forms_of(base, irregular)}


@cache
def _read(name: str) -> dict[str, Any]:
    return read_table(f"suggest/stance_data/{name}.toml")


def _trie(words: Iterable[str]) -> str:
    """Return a pattern of the words that looks at each character of the text once."""
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}

    def pattern(node: dict[str, Any]) -> str:
        branches = [
            (r"\s" if letter == " " else re.escape(letter)) + pattern(below)
            for letter, below in sorted(node.items())
            if letter
        ]
        if not branches:
            return ""
        body = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
        return body + "?" if "" in node else body

    return pattern(tree)
