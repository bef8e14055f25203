"""Whether who makes a claim is a person or an organisation, as schema.org asks, told by the name alone."""

from __future__ import annotations

import re
from functools import cache

__all__ = ["kind_of"]

_PRONOUNS = frozenset(("he", "she", "er", "sie", "il", "elle", "él", "ella", "lui", "lei", "ele", "ela", "он", "она"))
_PERSONAL = frozenset((
    "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "lady", "lord", "dame", "president", "chancellor",
    "minister", "senator", "governor", "mayor", "secretary", "judge", "justice", "congressman", "congresswoman",
    "councillor", "professor", "doctor", "herr", "frau", "monsieur", "madame", "señor", "señora",
))  # fmt: skip
_ARTICLES = frozenset(("the", "a", "der", "die", "das", "le", "la", "el"))
_ORGANISATIONS = re.compile(
    r"(?i)\b(?:ministry|department|office|agency|authority|bureau|commission|committee|council|board|court|police|army|navy"
    r"|government|administration|parliament|congress|senate|party|union|association|federation|foundation|institute"
    r"|university|college|school|hospital|church|bank|fund|company|corporation|group|campaign|coalition|alliance|league|ngo"
    r"|newspaper|times|post|news|inc|ltd|llc|plc|gmbh|ag|ministerium|behörde|amt|rat|partei|verband|verein|gesellschaft"
    r"|universität|ministère|conseil|parti|syndicat|gobierno|ministerio|partido|universidad)\b"
)
_LETTERS = re.compile(r"[A-Z]{2,6}")
_FIRST = re.compile(r"[^\W\d_]+")


def kind_of(name: str) -> str | None:
    """Return `Person` or `Organization`, None where a name does not tell."""
    words = _FIRST.findall(name)
    if not words:
        return None
    first = next((word.casefold() for word in words if word.casefold() not in _ARTICLES), "")
    if first in _PRONOUNS or words[0] in _given_names():
        return "Person"
    # What somebody is the head of is not who they are: “the president of the university”.
    head = re.split(r",| (?:of|for|der|des|de|du|del) ", name, maxsplit=1)[0]
    if _ORGANISATIONS.search(head) or _LETTERS.fullmatch(head.split()[-1]):
        return "Organization"
    return "Person" if first in _PERSONAL else None


@cache
def _given_names() -> frozenset[str]:
    from annotations.tables import read_table

    data = read_table("suggest/quote_data/names.toml")
    return frozenset(data["female"].split()) | frozenset(data["male"].split())
