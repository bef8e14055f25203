"""Bytes from the terminal, made fit for a parser of key sequences: Esc told from what begins with it. Plain code.

Over a slow line Esc and the next key arrive in one packet, and a parser takes them for Alt and a key, or for a
letter with an accent. Here Esc is a key of its own unless what follows can only be a sequence of the terminal.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import NamedTuple

from tui.key_sequences import ESC, is_key, understood

_PASTE_BEGINS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_SEQUENCE = re.compile(
    r"\[\[[A-E]"  # function keys of the Linux console
    r"|\[[0-?]*[ -/]*[@-~]"  # CSI
    r"|O[0-9;]*[A-Za-z]"  # SS3
    r"|\][0-9][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC: an answer begins with a number
    r"|[P_^X][^\x1b]*\x1b\\"  # DCS, APC, PM, SOS
)
"""A whole control sequence after its Esc."""
_BEGINNING = re.compile(
    r"(?:\[\[?|\[[0-?]*[ -/]*|O[0-9;]*|\](?:[0-9][^\x07\x1b]*\x1b?)?|[P_^X](?:[0-9>!$+=?G][^\x1b]*\x1b?)?)?"
)
"""What may yet become one."""
_LONGEST = 1 << 16
_PATIENCE = 20
"""How many times in a row nothing may come before the rest of a sequence is no longer waited for."""


class EscapeKey(NamedTuple):
    """The Esc key, pressed by itself."""


class InputSplitter:
    """Splits input into text for the parser and Esc keys. Invalid bytes become U+FFFD, which is no key."""

    def __init__(self) -> None:
        self._decode = getincrementaldecoder("utf-8")(errors="replace").decode
        self._held = ""
        self._waited = 0
        self._tail = ""
        self._pasting = False

    @property
    def waiting(self) -> bool:
        """Tell whether something was read that may yet be the beginning of a sequence."""
        return bool(self._held)

    def feed(self, data: bytes) -> Iterator[str | EscapeKey]:
        """Take bytes as they came; what cannot be decided yet is held."""
        text = self._held + self._decode(data)
        self._held, self._waited = "", 0
        while text:
            if self._pasting:
                part, text = self._paste(text)
                yield part
                continue
            before, escape, rest = text.partition(ESC)
            if before:
                self._tail = ""
                yield before
            if not escape:
                return
            sequence = _SEQUENCE.match(rest)
            if sequence is None and len(rest) < _LONGEST and _BEGINNING.fullmatch(rest):
                self._held = ESC + rest
                return
            if sequence is None or (rest[0] == "O" and not is_key(ESC + sequence[0])):
                yield EscapeKey()
                text = rest
                continue
            text = rest[sequence.end() :]
            known = understood(ESC + sequence[0])
            self._pasting = known == _PASTE_BEGINS
            if known is not None:
                yield known

    def time_out(self) -> Iterator[str | EscapeKey]:
        """Nothing came after what is held: an Esc was the key. What has begun as a sequence is waited for longer."""
        held = self._held
        if len(held) > 2 and not is_key(held) and self._waited < _PATIENCE:
            self._waited += 1
            return
        self._held = ""
        if is_key(held):
            yield held
        elif held and len(held) <= 2:
            yield EscapeKey()
            yield from held[1:]

    def _paste(self, text: str) -> tuple[str, str]:
        # The end may come in two packets: what was passed on last is looked at together with what came now.
        joined = self._tail + text
        end = joined.find(_PASTE_ENDS)
        if end < 0:
            self._tail = joined[-(len(_PASTE_ENDS) - 1) :]
            return text, ""
        cut = end + len(_PASTE_ENDS) - len(self._tail)
        self._tail = ""
        self._pasting = False
        return text[:cut], text[cut:]
