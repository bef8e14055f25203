"""The export dialog, and what is seen of it."""

import asyncio
import csv
from pathlib import Path

from textual.pilot import Pilot

from annotations.formats import FORMATS as ALL_FORMATS
from tests.tui.desks import Host

FORMATS = tuple(form for form in ALL_FORMATS if form.name in {"jsonl", "csv"})

TAGGED = (("quote", "The bridge will stay shut until May"), ("claim", "Nine ferries a day carry 4,000 people across."))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def prose(text: str) -> str:
    """What the dialog says, without its border and line ends."""
    return " ".join(text.replace("│", " ").split())


async def told(pilot: Pilot[None]) -> str:
    """Wait until what was begun is done; what the screen shows then."""
    host = pilot.app
    assert isinstance(host, Host)
    await host.finished()
    await pilot.pause()
    return host.text()


async def shown(pilot: Pilot[None], words: str) -> str:
    """Wait until the screen shows `words`."""
    host = pilot.app
    assert isinstance(host, Host)
    async with asyncio.timeout(20):
        while words not in (text := host.text()):
            await pilot.pause()
    return text
