"""The first page on the terminal before Textual is loaded, which takes longer than everything else at the start.

What is drawn here is what Textual draws next, cell for cell, so that nothing is seen of its coming.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
import tty
from collections.abc import Iterator
from typing import Any

from rich.console import COLOR_SYSTEMS, Console
from rich.style import Style

from annotations.config import ReaderSettings
from annotations.printable import one_line
from tui.first_page import FirstPage
from tui.places import MEASURE, places
from tui.reading.marks import Overlay, marks_of_page
from tui.reading.page import Page
from tui.reading.painting import Parts, fit_line
from tui.reading.palette import Palette

__all__ = ["ALTERNATE_SCREEN", "FirstFrame", "first_frame", "title_parts"]

ALTERNATE_SCREEN = "\x1b[?1049h"
_BACK = "\x1b[0m\x1b[?25h\x1b[?1049l"
_GROUND = Style(color="#e0e0e0", bgcolor="#121212")
"""Text and ground of Textual's own theme."""


class FirstFrame:
    """The first page for a terminal, which is given back here unless the application takes it over.

    Args:
        drawn: What draws the page.
        attributes: How the terminal was set before (see `termios`).
    """

    def __init__(self, drawn: str, attributes: list[Any]) -> None:
        self.attributes = attributes
        self._drawn = drawn
        self._is_ours = False

    def draw(self) -> None:
        """Take the terminal and draw the page."""
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _end)
        self._is_ours = True
        _take_keys(self.attributes)
        _write(f"{ALTERNATE_SCREEN}\x1b[?25l{self._drawn}")

    def take_over(self) -> bool:
        """Leave it to the caller to give the terminal back; tells whether the page is still on it."""
        ours, self._is_ours = self._is_ours, False
        return ours

    def give_back(self) -> None:
        """Put the terminal back to how it was, if nobody took it over."""
        if self.take_over():
            _write(_BACK)
            termios.tcsetattr(_keyboard(), termios.TCSANOW, self.attributes)


def first_frame(page: FirstPage, reader: ReaderSettings) -> FirstFrame | None:
    """Make ready to draw the first page; None where Textual is to be waited for.

    That is so where it would look otherwise than by itself: in another theme, or as variables for it say.
    """
    if reader.theme is not None or any(name.startswith("TEXTUAL") for name in os.environ):
        return None
    try:
        width, height = os.get_terminal_size(_keyboard())
        attributes = termios.tcgetattr(_keyboard())
    except (OSError, termios.error):
        return None
    if width < 1 or height < 3:
        return None
    palette = Palette(mono=bool(os.environ.get("NO_COLOR")), latin=reader.ascii)
    return FirstFrame("".join(_written(_lines(page, reader, width, height), palette)), attributes)


def _lines(first: FirstPage, reader: ReaderSettings, width: int, height: int) -> Iterator[Parts]:
    """All lines of the screen: title, article, nothing yet where the inspector and the status will be."""
    columns, rows = places(width, height, wanted=reader.inspector).article
    page = Page()
    page.overlay = Overlay(marks_of_page(first.suggested), first.styles)
    page.view.show(first.text, first.blocks)
    page.overlay.current = first.current
    if first.seen_first is not None:
        page.view.reveal(first.seen_first, "center")
    page.resize(columns, rows, reader.measure or MEASURE)
    yield fit_line(title_parts(first), width)
    for y in range(rows):
        yield [*page.paint(y), (" " * (width - columns), ())]
    for _ in range(rows + 1, height):
        yield [(" " * width, ())]


def title_parts(page: FirstPage) -> Parts:
    """What stands in the first row while nothing is known but the page."""
    return [(f" {one_line(page.title)}", ("heading",))]


def _written(lines: Iterator[Parts], palette: Palette) -> Iterator[str]:
    """Return what draws lines of the screen, from the top, as Textual writes it."""
    # It finds out from the environment how many colours there are, as Textual's does.
    name = Console(force_terminal=True, legacy_windows=False).color_system
    colours = None if name is None else COLOR_SYSTEMS[name]
    for number, line in enumerate(lines, 1):
        yield f"\x1b[{number};1H"
        for text, key in line:
            style = _GROUND + palette.style(key)
            if palette.mono:
                style = style.without_color
            yield style.render(palette.text(text), color_system=colours)


def _keyboard() -> int:
    return sys.__stdin__.fileno() if sys.__stdin__ is not None else 0


def _take_keys(attributes: list[Any]) -> None:
    """Have keys wait for the application, unseen, with those that would end or stop it."""
    taken = [*attributes]
    taken[tty.LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    taken[tty.IFLAG] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    termios.tcsetattr(_keyboard(), termios.TCSANOW, taken)


def _write(text: str) -> None:
    data = text.encode(errors="replace")
    terminal = sys.__stderr__.fileno() if sys.__stderr__ is not None else 2
    while data:
        data = data[os.write(terminal, data) :]


def _end(number: int, _: object) -> None:
    # What is open is closed on the way out, the terminal with it.
    raise SystemExit(128 + number)
