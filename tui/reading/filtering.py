"""Which annotations are shown: a filter as a person types it. Plain code, without a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.errors import UsageError
from annotations.model import Annotation
from annotations.schema import Schema, nearest

__all__ = ["Filter", "parse_filter"]


@dataclass(frozen=True, slots=True)
class Filter:
    """What an annotation must be to be shown: every condition that is set holds.

    Attributes:
        words: As it was typed.
        labels: One of these; likewise `annotators`.
        attributes: Each with this value; an empty one stands for “unset”.
        unsure: Whether it must be marked unsure.
    """

    words: str
    labels: frozenset[str] = frozenset()
    annotators: frozenset[str] = frozenset()
    attributes: tuple[tuple[str, str], ...] = ()
    unsure: bool = False

    def passes(self, annotation: Annotation) -> bool:
        """Tell whether an annotation is shown."""
        return (
            (not self.labels or annotation.label in self.labels)
            and (not self.annotators or annotation.annotator in self.annotators)
            and (not self.unsure or annotation.unsure)
            and all(_has(annotation, name, value) for name, value in self.attributes)
        )


def parse_filter(words: str, schema: Schema, annotators: Sequence[str]) -> Filter | None:
    """Make a filter of labels, `@annotator`, `attribute=value` and `unsure`; None of nothing.

    Raises:
        UsageError: A word is none of these.
    """
    labels, people, attributes = set(), set(), []
    unsure = False
    for word in words.split():
        name, equals, value = word.partition("=")
        if word.startswith("@"):
            people.add(_known(word[1:], annotators, "annotator"))
        elif equals:
            attributes.append((_known(name, list(schema.attributes), "attribute"), value))
        elif word == "unsure":
            unsure = True
        else:
            labels.add(_known(word, [label.name for label in schema.labels], "label"))
    if not words.strip():
        return None
    return Filter(words, frozenset(labels), frozenset(people), tuple(attributes), unsure)


def _known(name: str, names: Sequence[str], what: str) -> str:
    if name in names:
        return name
    hint = nearest(name, names) or "A filter is labels, @annotator, attribute=value and unsure."
    raise UsageError(f"there is no {what} “{name}”", hint)


def _has(annotation: Annotation, name: str, value: str) -> bool:
    held = annotation.attributes.get(name)
    match held:
        case None:
            return value == ""
        case bool():
            return value == ("yes" if held else "no")
        case tuple():
            return value in held
    return str(held) == value
