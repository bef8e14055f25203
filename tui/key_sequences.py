"""Which control sequences of a terminal mean something here. Textual takes the others for keys, character by character.

An answer to a question that an earlier program asked (`CSI ? 62 ; c`) would so become a tag, and a number that is no
character would end the program.
"""

from __future__ import annotations

import re

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

ESC = "\x1b"
LONGEST = 31
"""A longer sequence Textual takes for keys, whatever it is."""

_EXTENDED_KEY = re.compile(r"\x1b\[([0-9:;]*)([u~ABCDEFHPQRS])")
_REPORT = re.compile(
    r"\x1b\[(?:"
    r"<[0-9]{1,3};-?[0-9]{1,5};-?[0-9]{1,5}[Mm]"  # the mouse
    r"|[IO]|20[01]~"  # focus, paste
    r"|\?[0-9]{1,5};[0-4]\$y"  # whether a mode is supported
    r"|48;[0-9]{1,5};[0-9]{1,5};[0-9]{1,5};[0-9]{1,5}t"  # the size
    r"|[0-9]{1,5};[0-9]{1,5}R)"  # where the cursor is
)
_RELEASED = "3"


def is_key(sequence: str) -> bool:
    """Tell whether a sequence is a key of some terminal; Esc alone is none."""
    return len(sequence) > 1 and sequence in ANSI_SEQUENCES_KEYS


def understood(sequence: str) -> str | None:
    """Return a whole sequence as Textual's parser understands it; None when it is to be left out.

    Keys of kitty's protocol lose their alternatives and kinds of event, which were not asked for.
    """
    if len(sequence) > LONGEST:
        return None
    if is_key(sequence) or _REPORT.fullmatch(sequence):
        return sequence
    extended = _EXTENDED_KEY.fullmatch(sequence)
    return _plain_key(extended[1], extended[2]) if extended is not None else None


def _plain_key(parameters: str, final: str) -> str | None:
    parts = parameters.split(";")
    if len(parts) > 3:
        return None
    key, modifiers, text = parts + [""] * (3 - len(parts))
    key = key.partition(":")[0]
    modifiers, _, kind = modifiers.partition(":")
    characters = filter(None, [key, *text.split(":")])
    if kind == _RELEASED or len(modifiers) > 4 or not all(map(_is_character, characters)):
        return None
    numbers = f"{key};{modifiers};{text}".rstrip(";")
    return f"{ESC}[{numbers}{final}"


def _is_character(number: str) -> bool:
    return len(number) <= 7 and int(number) <= 0x10FFFF and not 0xD800 <= int(number) <= 0xDFFF
