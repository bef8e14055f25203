"""What lies over the reader takes keys as the reader does: by name, one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from textual import events
from textual.screen import ModalScreen, ScreenResultType

from tui.keymap import key_of

__all__ = ["KeyScreen"]


class KeyScreen(ModalScreen[ScreenResultType]):
    """A screen over the reader. No widget in it has the focus: all keys come to `press`.

    Attributes:
        opened: Set when it can take keys.
    """

    AUTO_FOCUS = ""
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self.opened = asyncio.Event()
        self._left = False

    def on_mount(self) -> None:
        """See when everything is in its place."""
        self.call_after_refresh(self.opened.set)

    @property
    def left(self) -> bool:
        """Tell whether the screen was closed; it may still be on its way out."""
        return self._left

    def press(self, key: str) -> None:
        """Take one key, by its name (see `tui.keymap.key_of`)."""
        raise NotImplementedError

    def leave(self, result: ScreenResultType | None = None) -> None:
        """Close the screen, once."""
        if not self._left:
            self._left = True
            self.dismiss(result)

    def on_key(self, event: events.Key) -> None:
        """Take a key."""
        event.stop()
        event.prevent_default()
        if self._left:
            self.app.post_message(events.Key(event.key, event.character))
        else:
            self.take(key_of(event.key, event.character))

    def take(self, keys: Iterable[str]) -> None:
        """Take keys one by one; those that were typed ahead of the closing go to what comes to light."""
        for key in keys:
            if self._left:
                self.app.post_message(events.Key(key, key if len(key) == 1 else None))
            else:
                self.press(key)
