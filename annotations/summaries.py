"""Annotations in a few words, for messages and the history."""

from __future__ import annotations

from annotations.model import Annotation, AttributeValue, Role
from annotations.text import Text

_LENGTH = 40
_OPENING = "“„«‹‘‚「『\"'"
_CLOSING = "”“»«›’‘」』\"'"


def quoted(annotation: Annotation, text: Text) -> str:
    """Return the words of an annotation in quotation marks, white space folded, cut to a line's worth."""
    return quoted_words(" … ".join(span.of(text) for span in annotation.fragments))


def quoted_words(text: str) -> str:
    """Return words in quotation marks, white space folded, cut to a line's worth; without any, “the article”.

    Words that have marks of their own around them get no second ones.
    """
    words = _bare(" ".join(text.split()))
    if not words:
        return "the article"
    return f"“{words}”" if len(words) <= _LENGTH else f"“{words[:_LENGTH].rstrip()}…”"


def in_marks(words: str) -> str:
    """Return words in quotation marks, all of them; those that have marks of their own get no second ones."""
    return f"“{_bare(words)}”"


def _bare(words: str) -> str:
    if len(words) > 1 and words[0] in _OPENING:
        return words[1:-1] if words[-1] in _CLOSING and len(words) > 2 else words[1:]
    return words


def describe(annotation: Annotation, text: Text) -> str:
    """Name an annotation by its label and words."""
    return f"{annotation.label} {quoted(annotation, text)}"


def filler_name(role: Role, text: Text) -> str:
    """What a role's filler is called: its name, else its words, white space folded."""
    if role.name is not None:
        return role.name
    return " ".join(role.span.of(text).split()) if role.span is not None else ""


def value_words(value: AttributeValue | None) -> str:
    """Write an attribute's value for people; empty when it is unset."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case tuple():
            return " | ".join(value)
    return str(value)
