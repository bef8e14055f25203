"""What a terminal sends when keys are pressed, the mouse is used, or text is pasted."""

from __future__ import annotations

_KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "insert": "\x1b[2~",
    "delete": "\x1b[3~",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "shift+up": "\x1b[1;2A",
    "shift+down": "\x1b[1;2B",
    "shift+right": "\x1b[1;2C",
    "shift+left": "\x1b[1;2D",
    "f1": "\x1bOP",
}
_MOUSE = {"press": (0, "M"), "release": (0, "m"), "drag": (32, "M"), "wheel up": (64, "M"), "wheel down": (65, "M")}


def key_bytes(key: str) -> bytes:
    """Return what a terminal sends for a key: a name (`enter`, `ctrl+x`, `alt+j`, `up`), else the text itself."""
    if key in _KEYS:
        return _KEYS[key].encode()
    modifier, plus, rest = key.partition("+")
    if plus and rest and modifier == "ctrl":
        return bytes([ord(rest.upper()) & 0x1F])
    if plus and rest and modifier == "alt":
        return b"\x1b" + key_bytes(rest)
    return key.encode()


def mouse_bytes(action: str, column: int, row: int) -> bytes:
    """Return the SGR report of `press`, `release`, `drag`, `wheel up` or `wheel down` at a cell, counted from 0."""
    button, final = _MOUSE[action]
    return f"\x1b[<{button};{column + 1};{row + 1}{final}".encode()


def paste_bytes(text: str) -> bytes:
    """Return a bracketed paste of `text`."""
    return b"\x1b[200~" + text.encode() + b"\x1b[201~"
