"""What a person may correct of an article besides its annotations, and what values each fact takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime

from annotations.errors import UsageError
from annotations.schema import clip, nearest
from annotations.text import Status

__all__ = ["NAMES", "checked", "language_tag", "parse_assignments", "summary"]

NAMES = ("title", "author", "date", "site", "language", "status", "tags")
"""Facts by their names, in the order in which they are shown."""
MAX_LENGTH = 1000
"""Longest value in code points."""

# RFC 5646, section 2.1, without the grandfathered tags, each of which has a successor that is regular.
_LANGUAGE = re.compile(
    r"(?P<language>[a-z]{2,3}(?:-[a-z]{3}){0,3})"
    r"(?P<script>-[a-z]{4})?(?P<region>-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)",
    re.IGNORECASE,
)
_MONTH = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?P<time>[T ][0-9]{2}:[0-9]{2}.*)?")
_ENGLISH_NAMES = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "portuguese": "pt",
    "russian": "ru", "dutch": "nl", "polish": "pl", "chinese": "zh", "arabic": "ar", "japanese": "ja",
}  # fmt: skip


def checked(facts: Mapping[str, str]) -> dict[str, str | None]:
    """Return facts as they are stored: white space folded, dates and languages in their canonical form.

    An empty value is None, which unsets a fact; an unset title is found anew in the text.

    Raises:
        UsageError: A fact of that name there is not, or its value is none; the hint says what would be.
    """
    return {_name(name): _value(name, value) for name, value in facts.items()}


def parse_assignments(words: tuple[str, ...] | list[str]) -> dict[str, str]:
    """Part what is written as `name=value`.

    Raises:
        UsageError: A word has no “=”, or a name is there twice.
    """
    facts: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise UsageError(f"“{clip(word)}” sets nothing", f"Write name=value; names are {', '.join(NAMES)}.")
        if _name(name.strip()) in facts:
            raise UsageError(f"the {name.strip()} is there twice")
        facts[name.strip()] = value
    return facts


def summary(facts: Mapping[str, object]) -> str:
    """Say what setting these facts does, for the history."""
    parts = [f"set the {name} to {clip(_words(value))}" for name, value in facts.items() if value not in (None, [])]
    unset = [f"unset the {name}" for name, value in facts.items() if value in (None, [])]
    return ", ".join(parts + unset)


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def language_tag(value: str) -> str:
    """Return a language tag of BCP 47 as it is usually written: `de`, `pt-BR`, `zh-Hant-TW`.

    Raises:
        UsageError: It is none.
    """
    match = _LANGUAGE.fullmatch(value) if len(value) <= 100 else None
    if match is None:
        code = _ENGLISH_NAMES.get(value.casefold())
        hint = f"Write “{code}”." if code else "A language is written as en, de-AT or zh-Hant."
        raise UsageError(f"“{clip(value)}” is no language tag", hint)
    script, region = match["script"] or "", match["region"] or ""
    return match["language"].lower() + script.title() + region.upper() + match["rest"].lower()


def _name(name: str) -> str:
    if name not in NAMES:
        raise UsageError(
            f"an article has no fact “{clip(name)}”", nearest(name, NAMES) or f"Facts are {', '.join(NAMES)}."
        )
    return name


def _value(name: str, value: str) -> str | None:
    folded = " ".join(value.split())
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in folded):
        raise UsageError(f"the {name} holds a control character")
    if len(folded) > MAX_LENGTH:
        raise UsageError(f"the {name} is {len(folded)} characters long; {MAX_LENGTH} at most are kept")
    if name == "status":
        return _status(folded)
    if not folded:
        return None
    if name == "date":
        return _date(folded)
    return language_tag(folded.replace("_", "-")) if name == "language" else folded


def _status(value: str) -> str:
    names = [status.value for status in Status]
    if value not in names:
        raise UsageError(
            f"the status is {', '.join(names[:-1])} or {names[-1]}, not “{clip(value)}”", nearest(value, names)
        )
    return value


def _date(value: str) -> str:
    """A year, a month, a day, or a day with a time, as ISO 8601 writes them."""
    wrong = UsageError(
        f"“{clip(value)}” is no date", "Dates are written as 2026-03-31; a month as 2026-03, a year as 2026."
    )
    if (month := _MONTH.fullmatch(value)) is not None and month[1] != "0000":
        return value
    day = _DAY.fullmatch(value)
    if day is None:
        raise wrong
    try:
        if day["time"] is None:
            return date.fromisoformat(value).isoformat()
        return datetime.fromisoformat(value).isoformat()
    except ValueError:
        raise wrong from None
