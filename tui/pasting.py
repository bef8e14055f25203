"""What comes into the reader from outside: pasted text, and pages by their address."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Protocol

from annotations.errors import StetError
from tui.first_page import FirstPage, from_address
from tui.opening import bring_pasted, stored_page

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.desk import Desk

__all__ = ["page_of_address", "show_pasted"]


class _App(Protocol):
    """What is asked of the application."""

    def push_screen(self, screen: Screen[bool], callback: Callable[[bool | None], None]) -> object: ...

    def start(self, work: Coroutine[None, None, None]) -> object: ...


def show_pasted(app: _App, desk: Desk, text: str, open_article: Callable[[str], Awaitable[None]]) -> None:
    """Show what was pasted: Enter keeps it as an article and opens it, or opens the address that it is; Esc drops it.

    Args:
        app: Where it is shown.
        desk: Where is said what came of it.
        text: As the terminal sent it.
        open_article: Opens an article by its number, or by its address.
    """
    from tui.screens.pasted import PastedScreen, look_at

    found = look_at(text)
    if found is None:
        desk.say("nothing but white space was pasted")
        return

    async def keep() -> None:
        try:
            if found.is_address:
                await open_article(found.text)
                return
            brought = await desk.run(partial(bring_pasted, text=found.text))
            await open_article(str(brought.info.number))
            already = "" if brought.added else " was there already"
            desk.say(f"article {brought.info.number}{already}: {brought.info.title}")
        except StetError as error:
            desk.fail(error)
        finally:
            desk.shell.refresh_all()

    def decided(kept: bool | None) -> None:
        if kept:
            app.start(keep())

    app.push_screen(PastedScreen(found, desk.palette), decided)


async def page_of_address(desk: Desk, address: str, refresh: Callable[[], None]) -> FirstPage:
    """Open what the library has of an address, else ask for the page: not on the thread of the database.

    Raises:
        ReadError: It cannot be fetched, or there is no article in it.
    """
    stored = await desk.run(partial(stored_page, reference=address))
    if stored is not None:
        return stored
    desk.say(f"asking for {address} …")
    desk.shell.refresh_place()
    refresh()
    page = await asyncio.to_thread(from_address, address)
    desk.message = None
    return page
