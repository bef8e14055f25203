"""How English words sound, and what verbs say about who does them and whom they are done to.

Read from `stance_data/sentiment_en.toml`, which says what its tables mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from annotations.tables import read_table

__all__ = ["Frame", "Sentiment", "SmallWords", "Things", "forms_of", "load_sentiment"]

_SIGNS = {"+": 1, "0": 0, "-": -1}
_VALENCES = {"best": 2, "good": 1, "bad": -1, "worst": -2}
_VOWELS = frozenset("aeiou")
_DOUBLED = frozenset(
    [
        "ban",
        "bar",
        "beg",
        "blab",
        "bomb-shel",
        "cap",
        "chat",
        "commit",
        "compel",
        "concur",
        "confer",
        "control",
        "defer",
        "deter",
        "dispel",
        "drop",
        "dub",
        "expel",
        "grab",
        "grin",
        "hug",
        "incur",
        "infer",
        "jab",
        "jam",
        "kid",
        "knit",
        "lag",
        "lob",
        "mob",
        "nab",
        "nag",
        "omit",
        "pan",
        "permit",
        "plan",
        "plot",
        "plug",
        "prefer",
        "propel",
        "quip",
        "quit",
        "rap",
        "rebut",
        "recur",
        "refer",
        "regret",
        "rig",
        "rip",
        "rob",
        "sag",
        "scam",
        "scan",
        "scrap",
        "ship",
        "shun",
        "sin",
        "skip",
        "slam",
        "slap",
        "slim",
        "slip",
        "snap",
        "snub",
        "sob",
        "spar",
        "spot",
        "spur",
        "stab",
        "star",
        "stem",
        "step",
        "stop",
        "strip",
        "strum",
        "swap",
        "tap",
        "top",
        "transfer",
        "trap",
        "trim",
        "trip",
        "tug",
        "unplug",
        "wrap",
        "submit",
        "admit",
    ]
)


class Frame(NamedTuple):
    """What a form of a verb says.

    Attributes:
        verb: Base form.
        doer: -1, 0 or 1: what doing it says about who does it.
        done_to: The same about whom it is done to.
        form: "b" base, "s" third person, "d" past, "n" participle, "x" past and participle, "g" -ing.
    """

    verb: str
    doer: int
    done_to: int
    form: str


class SmallWords(NamedTuple):
    """Small words and signs, for what stands around a target; the tables of the file, by name."""

    breaks: frozenset[str]
    prepositions: frozenset[str]
    auxiliaries: frozenset[str]
    be: frozenset[str]
    modals: frozenset[str]
    possessives: frozenset[str]
    pronouns: frozenset[str]
    first_person: frozenset[str]
    determiners: frozenset[str]
    joiners: frozenset[str]
    contrast: frozenset[str]
    dates: frozenset[str]
    passed_over: frozenset[str]


class Things(NamedTuple):
    """Words that tell what kind of thing a target is; the tables of the file, by name."""

    places: frozenset[str]
    media: frozenset[str]
    bodies: frozenset[str]
    titles: frozenset[str]
    articles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sentiment:
    """The list, by word form in lower case.

    Attributes:
        valences: -2 worst to 2 best.
        frames: Verb forms.
        negators: Words that turn what comes after.
        boosters: Words that strengthen what comes after.
        reporting: Forms of verbs that report speech.
        phrases: (base form of a verb, word after it) -> what the two say.
        topics: Word form -> names of what it is about.
        small: Small words.
        things: Words for what targets are.
    """

    valences: Mapping[str, int]
    frames: Mapping[str, Frame]
    negators: frozenset[str]
    boosters: frozenset[str]
    reporting: frozenset[str]
    phrases: Mapping[tuple[str, str], Frame]
    topics: Mapping[str, tuple[str, ...]]
    small: SmallWords
    things: Things


def forms_of(verb: str, irregular: Mapping[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the forms of an English verb, each with the letter of its kind (see `Frame`)."""
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        third = verb + "es"
    elif verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        third = verb[:-1] + "ies"
    else:
        third = verb + "s"
    stem = verb + verb[-1] if verb in _DOUBLED else verb
    if verb.endswith("ie"):
        ing = verb[:-2] + "ying"
    elif verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        ing = verb[:-1] + "ing"
    elif verb in _SHORT:
        ing = verb + verb[-1] + "ing"
    else:
        ing = stem + "ing"
    found = [(verb, "b"), (third, "s"), (ing, "g")]
    if verb in irregular:
        past, participle = irregular[verb]
        return [*found, (past, "x")] if past == participle else [*found, (past, "d"), (participle, "n")]
    if verb.endswith("e"):
        past = verb + "d"
    elif verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        past = verb[:-1] + "ied"
    else:
        past = stem + "ed"
    return [*found, (past, "x")]


_SHORT = frozenset(
    [
        "beat",
        "begin",
        "cut",
        "get",
        "hit",
        "let",
        "overrun",
        "put",
        "quit",
        "run",
        "set",
        "shut",
        "sit",
        "spin",
        "upset",
        "win",
    ]
) - {"beat"}


def irregular_forms(text: str) -> dict[str, tuple[str, str]]:
    """Read `base past participle; …` into base -> (past, participle)."""
    found = {}
    for entry in text.split(";"):
        parts = entry.split()
        if len(parts) >= 2:
            found[parts[0]] = (parts[1], parts[-1])
    return found


@cache
def load_sentiment() -> Sentiment:
    """Read the list."""
    data = read_table("suggest/stance_data/sentiment_en.toml")
    words = data["words"]
    valences = {word: valence for kind, valence in _VALENCES.items() for word in words[kind].split()}
    verbs = data["verbs"]
    irregular = irregular_forms(verbs.pop("irregular"))
    frames: dict[str, Frame] = {}
    for signs, listed in verbs.items():
        doer, done_to = (_SIGNS[sign] for sign in signs)
        for verb in listed.split():
            for form, kind in forms_of(verb, irregular):
                frames.setdefault(form, Frame(verb, doer, done_to, kind))
    phrases: dict[tuple[str, str], Frame] = {}
    for signs, listed in data["phrases"].items():
        doer, done_to = (_SIGNS[sign] for sign in signs)
        for phrase in listed.split(";"):
            verb, other = phrase.split()
            phrases[verb, other] = Frame(f"{verb}_{other}", doer, done_to, "b")
            for form, kind in forms_of(verb, irregular):
                frames.setdefault(form, Frame(verb, 0, 0, kind))
    topics: dict[str, tuple[str, ...]] = {}
    for topic, listed in data["topics"].items():
        for word in listed.split():
            topics[word] = (*topics.get(word, ()), topic)
    return Sentiment(
        valences,
        frames,
        frozenset(words["negators"].split()),
        frozenset(words["boosters"].split()),
        frozenset(words["reporting"].split()),
        phrases,
        topics,
        SmallWords(**{name: frozenset(listed.split()) for name, listed in data["small"].items()}),
        Things(**{name: frozenset(listed.split()) for name, listed in data["things"].items()}),
    )
