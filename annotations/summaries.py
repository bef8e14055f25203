"""Annotations in a few words, for messages and the history."""

from __future__ import annotations

from annotations.model import Annotation

_LENGTH = 40


def quoted(annotation: Annotation, text: str) -> str:
    """Return the words of an annotation in quotation marks, white space folded, cut to a line's worth."""
    words = " … ".join(" ".join(span.of(text).split()) for span in annotation.fragments)
    if not words:
        return "the article"
    return f"“{words}”" if len(words) <= _LENGTH else f"“{words[:_LENGTH].rstrip()}…”"


def describe(annotation: Annotation, text: str) -> str:
    """Name an annotation by its label and words."""
    return f"{annotation.label} {quoted(annotation, text)}"
