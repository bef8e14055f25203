"""The keys that the reader has for itself, so that a schema can be checked without it.

A test holds this against the reader's own registry of actions.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["INSPECTOR", "LABEL_NAMES", "PREFIXES", "READING", "SELECTING", "SIGNS", "taken"]

READING: Mapping[str, str] = MappingProxyType(
    {
        "j": "Go to the next sentence",
        "k": "Go to the previous sentence",
        "J": "Go to the next paragraph",
        "}": "Go to the next paragraph",
        "K": "Go to the previous paragraph",
        "{": "Go to the previous paragraph",
        "G": "Go to the last sentence, or the one counted",
        "f": "Go to a sentence or annotation on the page, by its label",
        "F": "Select from one word to another, by their labels",
        "v": "Select a word; again: fix its start",
        "i": "Select the quoted words at or after this; again: the next ones",
        '"': "Select the quoted words at or after this; again: the next ones",
        ")": "Grow the selection: marks, clause, sentence, paragraph",
        "(": "Shrink the selection",
        ".": "Repeat the last tag with its values here",
        ",": "Add the selection to the active annotation, or take it away",
        "o": "Make the next annotation at this place active",
        "t": "Tag with a label by its name",
        "a": "Accept the suggestion",
        "d": "Dismiss the suggestion",
        "e": "Go into the inspector: roles, values, note",
        "m": "Write a note on the active annotation",
        "!": "Mark the active annotation unsure, or sure again",
        "x": "Delete the active annotation, when it is here",
        "u": "Take back my last edit in this article",
        "U": "Do it again",
        "M": "Mark the article done and open the next; again: not done",
        "/": "Search the article (a regular expression)",
        "n": "Go to the next match",
        "N": "Go to the previous match",
        "*": "Go to the same words further on",
        "y": "Copy the selection, annotation or sentence",
        "Y": "Copy it with speaker, title and source",
        "I": "Show or hide the inspector",
        "E": "Export",
        "D": "Compare layers, and decide between them",
        "L": "Library",
        "W": "Ledger: who said what",
        "?": "Help",
        "P": "Command palette",
        ":": "Command line",
    }
)
"""Keys that do something at once while an article is read."""

SELECTING: Mapping[str, str] = MappingProxyType(
    {
        "w": "Move to the next word",
        "b": "Move to the previous word",
        "l": "Move right: a word, or a character once the start is fixed",
        "h": "Move left",
        "$": "Move to the end of the sentence",
    }
)
"""Further keys that do something while words are selected, where a label's key should tag them."""

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        ">": "the steps to the next of a kind",
        "<": "the steps to the previous of a kind",
        "]": "the steps to the next of a kind",
        "[": "the steps to the previous of a kind",
        "g": "jumps",
        "z": "scrolling",
        "Z": "quitting",
        "r": "the roles",
        "A": "tagging another on the same words",
        "R": "the relations",
        "S": "walking over suggestions",
        "T": "tagging wherever words stand",
    }
)
"""Keys that begin sequences, and what of."""

SIGNS = "+-="
"""Keys that values may have which are set on the active annotation at once; no label may."""

INSPECTOR: Mapping[str, str] = MappingProxyType(
    {
        "j": "Go to the next row",
        "k": "Go to the previous row",
        "m": "Write the note",
        "o": "Go to the next annotation here",
        "!": "Mark it unsure",
        "u": "Take back the last edit",
        "U": "Do it again",
        "x": "Delete the annotation",
        "q": "Leave the inspector",
        "?": "Help",
    }
)
"""Keys inside the inspector. `e` edits a row there, but a row's own key comes first, and Enter does the same."""


LABEL_NAMES = frozenset({"any", "heading", "line", "orphan", "repeat", "untagged"})
"""Names that no label may have: the reader's actions are called so (`step.next.any`, `tag.repeat`)."""


def taken(key: str) -> str | None:
    """Say what a key does in the reader, so that no label can have it; None for a key that is free."""
    if key in PREFIXES:
        return f"it begins {PREFIXES[key]}"
    if key and key in SIGNS:
        return "it is for values, such as in favour and against"
    if key.isascii() and key.isdigit():
        return "it is part of a count"
    if key in SELECTING:
        return f"{SELECTING[key]} (while words are selected)"
    return READING.get(key)
