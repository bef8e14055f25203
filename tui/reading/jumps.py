"""Back and forward: where jumps began, in one article and from one to another. Plain code, without a screen."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Jumps", "Stop", "Trail"]

MOST = 100


class Jumps:
    """Offsets (code points) that jumps left, as a browser keeps pages."""

    def __init__(self) -> None:
        self._places: list[int] = []
        self._at = 0

    def leave(self, offset: int) -> None:
        """Note that a jump begins at `offset`; what lay forward is forgotten."""
        del self._places[self._at :]
        if not self._places or self._places[-1] != offset:
            self._places.append(offset)
            del self._places[:-MOST]
        self._at = len(self._places)

    def back(self, here: int) -> int | None:
        """Return where the last jump began; None when there was none. `here` is kept for the way forward."""
        if self._at == len(self._places) and (not self._places or self._places[-1] != here):
            self._places.append(here)
        else:
            self._at = min(self._at, len(self._places) - 1)
        if self._at <= 0:
            return None
        self._at -= 1
        return self._places[self._at]

    def forward(self) -> int | None:
        """Return where the last step back came from; None when there is nothing ahead."""
        if self._at + 1 >= len(self._places):
            return None
        self._at += 1
        return self._places[self._at]


@dataclass(frozen=True, slots=True)
class Stop:
    """An article (its number), an offset in it in code points, and the jumps that were made in it."""

    article: int
    offset: int
    jumps: Jumps


@dataclass(frozen=True, slots=True)
class Trail:
    """The articles that were left for others, as a browser keeps pages: those behind and those ahead."""

    behind: tuple[Stop, ...] = ()
    ahead: tuple[Stop, ...] = ()

    def left(self, stop: Stop) -> Trail:
        """Note that another article is opened from `stop`; what lay ahead is forgotten."""
        return Trail((*self.behind, stop)[-MOST:])

    def back(self, here: Stop) -> tuple[Stop, Trail] | None:
        """Return where the last article was left, and the trail once one is there; None when there was none."""
        return (self.behind[-1], Trail(self.behind[:-1], (*self.ahead, here))) if self.behind else None

    def forward(self, here: Stop) -> tuple[Stop, Trail] | None:
        """Return where the last step back came from, and the trail once one is there; None when there is nothing."""
        return (self.ahead[-1], Trail((*self.behind, here), self.ahead[:-1])) if self.ahead else None
