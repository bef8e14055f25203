"""What one language knows of reporting: its small words, its verbs and what follows them.

Read from `quote_data/<code>.toml`. Each word gets a tag of one character (see `Tag`), so that a sentence becomes a
short string over which grammar is written as regular expressions, as in the finite-state cascades of Abney (1996).
The classes of verbs are of this project's own making, after the roles source, cue and content of PARC 3 (Pareti 2016)
and PolNeAR (Newell et al. 2018).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from annotations.tables import read_table

__all__ = ["Lexicon", "Tag", "Verb", "VerbClass", "load_lexicon"]

KNOWN = ("de", "en", "es", "fr", "it", "pt", "ru")


class Tag(StrEnum):
    """Tag of one word or sign."""

    DETERMINER = "D"
    PRONOUN = "P"
    OBJECT = "o"
    RELATIVE = "W"
    THAT = "H"
    AUXILIARY = "X"
    NEGATION = "M"
    ADVERB = "A"
    PREPOSITION = "I"
    TO = "F"
    CONJUNCTION = "&"
    TIME = "T"
    CLAUSE = "c"
    NUMBER = "#"
    NAME = "N"
    COMMON = "n"
    POSSESSIVE = "S"
    PAST = "v"
    PRESENT = "z"
    EITHER = "y"
    ING = "g"
    OTHER_PAST = "e"
    OTHER_VERB = "b"
    OTHER_ING = "i"
    ACCORDING = "C"
    QUOTED = "Q"
    BOUNDARY = "|"


class VerbClass:
    """What may follow a verb, or stand before it: bits of a number."""

    REPORT = 1
    TELL = 2
    ASK = 4
    VOICE = 8
    THINK = 16
    PROMISE = 32
    URGE = 64
    JUDGE = 128
    PHRASE = 256
    BEHIND = 512
    FACT = 1024
    NAME = 2048
    NOBODY = 4096


CLAUSAL = VerbClass.REPORT | VerbClass.TELL | VerbClass.ASK | VerbClass.THINK | VerbClass.FACT
SPEAKING = VerbClass.REPORT | VerbClass.TELL | VerbClass.ASK | VerbClass.VOICE | VerbClass.BEHIND
_CLASSES = tuple(name for name in vars(VerbClass) if name.isupper())


@dataclass(frozen=True, slots=True)
class Verb:
    """A form of a verb.

    Attributes:
        lemma: As in the tables.
        classes: What it can do.
        particles: Words that may follow it and lead in what is spoken of.
        noun_too: Whether this form is a noun as often.
        base: Whether it is the bare form, which goes with a plural subject.
    """

    lemma: str
    classes: int
    particles: frozenset[str] = frozenset()
    noun_too: bool = False
    base: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables of one language.

    Attributes:
        code: ISO 639-1.
        tags: Word in lower case -> tag.
        verbs: Form in lower case -> verb.
        nouns: Nouns that name what is said.
        following: Words for "according to" that stand after the source.
        according: First word of a phrase for "according to" -> how many words the phrases have.
        titles: Titles before names, in lower case without a stop.
        genders: Title or pronoun in lower case -> "m" or "f".
        roles: Nouns that say what a person does.
        subjunctives: Forms of verbs that show reported speech.
        no_speakers: Words before a colon that name nobody ("Update: …").
        reported: Words that lead in who said what a sentence says ("como dijo …", "wie … mitteilte").
        english: Whether clauses follow the rules of English.
        unsaid: Whether a verb needs no subject.
        placed: Prepositions after which those are named who say it at a place ("desde el sindicato").
        within: Prepositions within a noun phrase ("of"); if empty, any may be.
    """

    code: str
    tags: Mapping[str, str]
    verbs: Mapping[str, Verb]
    nouns: frozenset[str]
    following: frozenset[str]
    according: Mapping[str, tuple[str, ...]]
    titles: frozenset[str]
    genders: Mapping[str, str]
    roles: frozenset[str]
    subjunctives: frozenset[str]
    no_speakers: frozenset[str]
    reported: frozenset[str]
    english: bool
    unsaid: bool
    placed: frozenset[str]
    within: frozenset[str]


_WORD_TAGS = (
    ("common", Tag.COMMON),
    ("verbs", Tag.OTHER_VERB),
    ("determiners", Tag.DETERMINER),
    ("numbers", Tag.NUMBER),
    ("times", Tag.TIME),
    ("adverbs", Tag.ADVERB),
    ("objects", Tag.OBJECT),
    ("pronouns", Tag.PRONOUN),
    ("prepositions", Tag.PREPOSITION),
    ("conjunctions", Tag.CONJUNCTION),
    ("subordinators", Tag.CLAUSE),
    ("relatives", Tag.RELATIVE),
    ("auxiliaries", Tag.AUXILIARY),
    ("negations", Tag.NEGATION),
    ("to", Tag.TO),
    ("that", Tag.THAT),
)


@cache
def load_lexicon(code: str) -> Lexicon:
    """Read the tables of a language; English for one without tables of its own."""
    code = code if code in KNOWN else "en"
    data = read_table(f"suggest/quote_data/{code}.toml")
    words, phrases, people = data["words"], data["phrases"], data["people"]
    tags = {word: str(tag) for table, tag in _WORD_TAGS for word in words.get(table, "").split()}
    verbs = _verbs(data["verbs"], inflected=code == "en")
    for form, (verb, tag) in verbs.items():
        if tags.get(form, Tag.OTHER_VERB) in (Tag.OTHER_VERB, Tag.CLAUSE, Tag.COMMON):
            tags[form] = tag
        del verb
    tags |= {word: str(Tag.ACCORDING) for word in phrases.get("following", "").split()}
    # "nach Angaben von": its first word stays what it is.
    tags |= {phrase: str(Tag.ACCORDING) for phrase in _items(phrases.get("according", "")) if " " not in phrase}
    if code == "en":
        tags["according"] = str(Tag.ACCORDING)
    genders = dict.fromkeys(_lower(people, "female_titles", "female"), "f")
    genders |= dict.fromkeys(_lower(people, "male_titles", "male"), "m")
    according: dict[str, tuple[str, ...]] = {}
    for phrase in _items(phrases.get("according", "")):
        first, _, rest = phrase.strip().partition(" ")
        according[first] = (*according.get(first, ()), rest)
    return Lexicon(
        code=code,
        tags=tags,
        verbs={form: verb for form, (verb, _) in verbs.items()},
        nouns=frozenset(phrases.get("nouns", "").split()),
        following=frozenset(phrases.get("following", "").split()),
        according=according,
        titles=frozenset(_lower(people, "titles")),
        genders=genders,
        roles=frozenset(_lower(people, "roles")),
        subjunctives=frozenset(_lower(words, "subjunctives")),
        no_speakers=frozenset(_lower(people, "no_speakers")),
        reported=frozenset(phrases.get("reported", "").split()),
        english=code == "en",
        unsaid=code in ("es", "it", "pt"),
        placed=frozenset(phrases.get("placed", "").split()),
        within=frozenset(phrases.get("within", "").split()),
    )


def _lower(table: Mapping[str, str], *names: str) -> Iterator[str]:
    for name in names:
        yield from table.get(name, "").lower().split()


def _verbs(data: Mapping[str, Any], *, inflected: bool) -> dict[str, tuple[Verb, str]]:
    """Form -> verb and tag."""
    classes: dict[str, int] = {}
    particles: dict[str, set[str]] = {}
    for name in _CLASSES:
        for lemma in data.get(name.lower(), "").split():
            classes[lemma] = classes.get(lemma, 0) | getattr(VerbClass, name)
    for phrase in _items(data.get("phrases", "")):
        lemma, particle = phrase.split()
        classes[lemma] = classes.get(lemma, 0) | VerbClass.PHRASE
        particles.setdefault(lemma, set()).add(particle)
    irregular = {forms[0]: forms for item in _items(data.get("irregular", "")) if (forms := item.split())}
    noun_too = frozenset(data.get("nouns_too", "").split())
    found: dict[str, tuple[Verb, str]] = {}
    for lemma, its in classes.items():
        name = lemma.rstrip("*")
        after = frozenset(particles.get(lemma, ()))
        for form, tag, base in _forms(lemma, irregular) if inflected else ((lemma, Tag.PAST, False),):
            if form in found and tag == Tag.PRESENT:
                continue
            either = tag == Tag.PRESENT and form in noun_too
            found[form] = (Verb(name, its, after, form in noun_too, base), str(Tag.EITHER if either else tag))
    return found


def _items(table: str) -> Iterable[str]:
    return filter(None, (item.strip() for item in re.split(r"[|\n]", table)))


def _forms(lemma: str, irregular: Mapping[str, list[str]]) -> Iterator[tuple[str, Tag, bool]]:
    """English forms of a lemma: (form, tag, whether it is the bare one)."""
    name = lemma.rstrip("*")
    doubled = name + name[-1] if lemma.endswith("*") else name
    dropped = name[:-1] if name.endswith("e") else doubled
    known = irregular.get(name, [])
    softened = name.endswith("y") and name[-2] not in "aeou"
    plural = "es" if re.search(r"(?:s|x|z|ch|sh)$", name) else "s"
    yield name, Tag.PRESENT, True
    yield (known[4] if len(known) > 4 else name[:-1] + "ies" if softened else name + plural), Tag.PRESENT, False
    yield (known[3] if len(known) > 3 else dropped + "ing"), Tag.ING, False
    past = name[:-1] + "ied" if softened else dropped + "ed"
    for form in known[1:3] or [past]:
        yield form, Tag.PAST, False
