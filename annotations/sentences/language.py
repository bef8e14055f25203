"""What one language knows of its sentences, read from `sentence_data/<code>.toml`.

Every table is a list of words, abbreviations without their last stop. An abbreviation that begins with a
capital counts only when it is written so ("Sat." but not "sat."); one in lower case in any case.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from annotations.tables import read_table

__all__ = ["GENERAL", "KNOWN_LANGUAGES", "Kind", "Language", "load_language"]

KNOWN_LANGUAGES = ("de", "en", "es", "fr", "it", "pt", "ru")
"""ISO 639-1 codes of the languages with tables of their own."""

GENERAL = "general"
"""Name of the tables for any other language."""

_COMMON = "common"


class Kind(IntEnum):
    """How a word with a stop behaves before a capital."""

    NEVER = 1
    """Never ends a sentence ("Mr.")."""
    NUMERIC = 2
    """An abbreviation before a number, else a word ("no. 5")."""
    OPEN = 3
    """May end a sentence; Punkt decides by the word that follows ("U.S.")."""
    COMPANY = 4
    """The same, and a name with a verb after it begins a sentence ("Inc.")."""
    PLACE = 5
    """The same if it follows a comma ("Dover, Del.")."""
    ENDS = 6
    """Ends a sentence before any capital except those that continue it ("p.m.")."""
    UNIT = 7
    """Ends a sentence after a number ("в 1905 г.", but "г. Москва")."""


@dataclass(frozen=True, slots=True)
class Language:
    """The tables of one language.

    Attributes:
        code: ISO 639-1, or "general".
        kinds: Abbreviation -> kind.
        known: The same words in lower case.
        starters: Words in lower case inside a sentence, mostly function words.
        openers: Other words that often open a sentence.
        continues: What may follow an abbreviation of kind ENDS within its sentence.
        joined: Pairs (abbreviation, next word), in lower case, that stay together.
        reporting: Verbs of "… Mr. Smith asked", in the forms that follow a name.
        particles: Words in lower case that a name may hold ("Bank of Orm").
        verbs: Verbs that follow the name of a company.
        given: First names of persons that are no places.
        countries: Countries and bodies in initials, without the last stop ("U.S").
        towns: Towns in initials.
        streets: Streets ("Elm Ave").
        nations: Names of countries.
        bodies: What stands between "U.S." and the rest of a name ("U.S. Senate").
        leads: Prepositions before a time or a place at the head of a sentence.
        prepositions: Prepositions before the name of a country.
        subjects: Pronouns that a verb follows.
        articles: Words before a name that stands for something of that name ("a Tarn Corp. sedan").
        asides: Words that open an apposition or an aside after a name and a comma.
        offices: What stands between a company and a name of its own ("Tarn Corp. Chairman").
        officials: Those of them that no company has.
        lettered: Words before a letter that is no initial ("Group A").
        marked: Names that end in "!" or "?", with it.
        ordinals: Words before which a number with a stop is an ordinal ("3. Oktober"); only in a language
            that writes ordinals with a stop.
        before_ordinals: Words after which it is one before any noun ("die 27. Große Strafkammer").
        unstopped: Words that begin a sentence even when the one before has no stop: a heading or a line
            that was run together with what follows it.
        suffixes: Abbreviations that end a compound ("Goethestr.").
        titled: Ends of words after which such a word belongs to a name ("der Film Das …").
        semicolons: Whether a capitalised function word after ";" begins a sentence.
    """

    code: str
    kinds: dict[str, Kind]
    known: frozenset[str]
    starters: frozenset[str]
    openers: frozenset[str]
    continues: frozenset[str]
    joined: frozenset[tuple[str, str]]
    reporting: frozenset[str]
    particles: frozenset[str]
    verbs: frozenset[str]
    given: frozenset[str]
    countries: frozenset[str]
    towns: frozenset[str]
    streets: frozenset[str]
    nations: frozenset[str]
    bodies: frozenset[str]
    leads: frozenset[str]
    prepositions: frozenset[str]
    subjects: frozenset[str]
    articles: frozenset[str]
    asides: frozenset[str]
    offices: frozenset[str]
    officials: frozenset[str]
    lettered: frozenset[str]
    marked: frozenset[str]
    ordinals: frozenset[str]
    before_ordinals: frozenset[str]
    unstopped: frozenset[str]
    suffixes: tuple[str, ...]
    titled: tuple[str, ...]
    semicolons: bool

    def kind_of(self, word: str) -> Kind | None:
        """Kind of the abbreviation `word` (without its last stop), None if it is none."""
        return self.kinds.get(word) or self.kinds.get(word.lower())

    def is_common(self, word: str) -> bool:
        """Whether `word` has a capital only because it begins a sentence."""
        lower = word.rstrip(".").lower()
        return lower in self.starters or lower in self.openers


_KIND_TABLES = (
    ("may_end", Kind.OPEN),
    ("companies", Kind.COMPANY),
    ("places", Kind.PLACE),
    ("numeric", Kind.NUMERIC),
    ("ends", Kind.ENDS),
    ("units", Kind.UNIT),
    ("never", Kind.NEVER),
)


@lru_cache(maxsize=16)
def load_language(name: str) -> Language:
    """Read the tables of one of the known languages, or the general ones."""
    common, tables = _tables(_COMMON), _tables(name)
    kinds = {word: kind for table, kind in _KIND_TABLES for word in common.get(table, ())}
    kinds |= {word: kind for table, kind in _KIND_TABLES for word in tables.get(table, ())}

    def words(table: str) -> frozenset[str]:
        return frozenset(tables.get(table, ()))

    return Language(
        code=name,
        kinds=kinds,
        known=frozenset(word.lower() for word in kinds),
        starters=words("starters"),
        openers=words("openers"),
        continues=words("continues"),
        joined=frozenset((a, b) for a, _, b in (pair.partition("|") for pair in words("joined"))),
        reporting=words("reporting"),
        particles=frozenset(common["particles"]),
        verbs=words("verbs"),
        given=words("given"),
        countries=words("countries"),
        towns=words("towns"),
        streets=words("streets"),
        nations=words("nations"),
        bodies=words("bodies"),
        leads=words("leads"),
        prepositions=words("prepositions"),
        subjects=words("subjects"),
        articles=words("articles"),
        asides=words("asides"),
        offices=words("offices"),
        officials=words("officials"),
        lettered=words("lettered"),
        marked=words("marked"),
        ordinals=words("ordinals"),
        before_ordinals=words("before_ordinals"),
        unstopped=words("unstopped"),
        suffixes=tuple(tables.get("suffixes", ())),
        titled=tuple(tables.get("titled", ())),
        semicolons=name in ("de", "es", "fr", "it", "pt", "ru"),
    )


def _tables(name: str) -> dict[str, list[str]]:
    return {key: value.split() for key, value in read_table(f"sentence_data/{name}.toml").items()}
