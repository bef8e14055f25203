"""What a person sees of a program's output: pyte's screen, taught what programs of today send."""

from __future__ import annotations

import base64
import codecs
import re

import pyte
import regex
from wcwidth import wcswidth

_CLUSTERS = regex.compile(r"\X")
_ALTERNATE_SCREENS = frozenset({47, 1047, 1049})
_PRIVATE = 5
"""pyte keeps private modes shifted by so many bits, to tell them from the others."""

_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[\]P_^X][^\x07\x1b]*\x1b?)?\Z")
"""An escape sequence of which the end has not been read yet."""

_UNKNOWN_TO_PYTE = re.compile(
    r"\x1b\[(?P<keyboard>[<>])[0-9;:]*u"  # kitty's keyboard levels: > pushes one, < pops it
    r"|\x1b\[[<=>][0-9;:]*[ -/]*[@-~]"  # others with these marks, which pyte takes for plain CSI or text
    r"|\x1b\[\?[0-9;]*m"  # a query, no colour
    r"|\x1b[P_^X][^\x1b]*\x1b\\"  # DCS, APC, PM, SOS: pyte would draw what is in them
    r"|\x1b\]52;[^;]*;(?P<clipboard>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|\x1b\][0-9]{2,};[^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC 22 is a pointer's shape; pyte reads 2, a title
)


class Screen(pyte.Screen):
    """A grid of cells that draws by grapheme cluster and has an alternate screen.

    pyte draws by code point, and drops the rest of a line after one that it cannot place, such as the joiner in
    an emoji of several code points.
    """

    def __init__(self, columns: int, rows: int) -> None:
        self._main: dict[int, dict[int, pyte.screens.Char]] | None = None
        super().__init__(columns, rows)

    def draw(self, data: str) -> None:
        """Put the clusters of `data` into cells from the cursor on; a wide one takes two."""
        for cluster in _CLUSTERS.findall(data):
            width = min(2, wcswidth(cluster))
            if width > 0:
                self._put(cluster, width)
            elif width == 0 and self.cursor.x:
                before = self.buffer[self.cursor.y]
                column = self.cursor.x - (2 if before[self.cursor.x - 1].data == "" else 1)
                before[column] = before[column]._replace(data=before[column].data + cluster)
        self.dirty.add(self.cursor.y)

    def _put(self, cluster: str, width: int) -> None:
        if self.cursor.x + width > self.columns:
            if pyte.modes.DECAWM in self.mode:
                self.carriage_return()
                self.linefeed()
            else:
                self.cursor.x = self.columns - width
        line = self.buffer[self.cursor.y]
        line[self.cursor.x] = self.cursor.attrs._replace(data=cluster)
        if width == 2:
            line[self.cursor.x + 1] = self.cursor.attrs._replace(data="")
        self.cursor.x += width

    def select_graphic_rendition(self, *attrs: int, **_kwargs: object) -> None:
        """Set colours and styles; double underline counts as underline, which pyte knows."""
        known: list[int] = []
        rest = iter(attrs)
        for attribute in rest:
            known.append(4 if attribute == 21 else attribute)
            if attribute in (38, 48):  # a colour's own numbers follow
                kind = next(rest, 0)
                known += [kind, *(next(rest, 0) for _ in range({2: 3, 5: 1}.get(kind, 0)))]
        super().select_graphic_rendition(*known)

    def set_mode(self, *modes: int, **kwargs: object) -> None:
        """Set modes; the alternate screen begins empty."""
        if kwargs.get("private") and _ALTERNATE_SCREENS.intersection(modes) and self._main is None:
            self._main = {y: dict(line) for y, line in self.buffer.items()}
            self.save_cursor()
            self.erase_in_display(2)
        super().set_mode(*modes, **kwargs)

    def reset_mode(self, *modes: int, **kwargs: object) -> None:
        """Reset modes; the main screen comes back as it was."""
        if kwargs.get("private") and _ALTERNATE_SCREENS.intersection(modes) and self._main is not None:
            self.erase_in_display(2)
            for y, line in self._main.items():
                self.buffer[y].update(line)
            self._main = None
            self.restore_cursor()
        super().reset_mode(*modes, **kwargs)


class Emulator:
    """Bytes in, a screen out.

    Attributes:
        screen: The grid, with cursor, title and modes.
        keyboard_levels: How many times the program asked for kitty's keyboard protocol without taking it back.
        clipboard: What the program last copied (OSC 52), or None.
    """

    def __init__(self, columns: int, rows: int) -> None:
        self.screen = Screen(columns, rows)
        self.keyboard_levels = 0
        self.clipboard: str | None = None
        self._stream = pyte.Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._pending = ""

    def feed(self, data: bytes) -> None:
        """Take what the program wrote; an escape sequence or character may be split over several calls."""
        text = self._pending + self._decoder.decode(data)
        unfinished = _UNFINISHED.search(text)
        cut = unfinished.start() if unfinished else len(text)
        self._pending = text[cut:]
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(self._note, text[:cut]))

    def row(self, number: int) -> str:
        """Return the text of row `number` (from 0; negative from the bottom), without blanks at its end."""
        line = self.screen.buffer[number % self.screen.lines]
        return "".join(line[column].data for column in range(self.screen.columns)).rstrip()

    def text(self) -> str:
        """Return all rows, joined by newlines."""
        return "\n".join(self.row(number) for number in range(self.screen.lines))

    def private_modes(self) -> frozenset[int]:
        """Return the numbers of the private (DEC, xterm) modes that are set, such as 1049 or 25."""
        return frozenset(mode >> _PRIVATE for mode in self.screen.mode if mode >= 1 << _PRIVATE)

    def _note(self, match: re.Match[str]) -> str:
        if match["keyboard"]:
            self.keyboard_levels += 1 if match["keyboard"] == ">" else -1
        elif match["clipboard"] is not None:
            self.clipboard = base64.b64decode(match["clipboard"]).decode()
        return ""
