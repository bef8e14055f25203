"""What came of a sync, in figures and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotations.counts import counted
from annotations.merging.outcomes import Conflict

__all__ = ["Synced"]


@dataclass(frozen=True, slots=True)
class Synced:
    """What passed, or with a dry run would pass.

    Attributes:
        address: Of the server, without secrets.
        at: When, UTC.
        sent: How many steps went out, by whose they are; `taken` likewise what came in.
        articles_sent: How many articles went out; `articles_taken` likewise came in.
        texts_sent: How many new texts of articles that were there went out; `texts_taken` likewise came in.
        turned: Of how many articles another text is the current one, since somebody had it at another time.
        assigned_sent: How many assignments went out; `assigned` came in.
        conflicts: What was edited here and there.
        set_back: Whether the server had lost something, and everything was compared anew.
        left: A sentence for each thing that was left out.
    """

    address: str
    at: str
    sent: Mapping[str, int] = field(default_factory=dict)
    taken: Mapping[str, int] = field(default_factory=dict)
    articles_sent: int = 0
    articles_taken: int = 0
    texts_sent: int = 0
    texts_taken: int = 0
    turned: int = 0
    assigned_sent: int = 0
    assigned: int = 0
    conflicts: tuple[Conflict, ...] = ()
    set_back: bool = False
    left: tuple[str, ...] = ()

    @property
    def has_taken(self) -> bool:
        """Whether something came in."""
        return bool(self.taken or self.articles_taken or self.texts_taken or self.turned or self.assigned)

    @property
    def took(self) -> str:
        """What came in, in words; empty where that is nothing."""
        return _passed(self.taken, self.articles_taken, self.texts_taken, self.assigned, self.turned)

    @property
    def gave(self) -> str:
        """What went out, likewise."""
        return _passed(self.sent, self.articles_sent, self.texts_sent, self.assigned_sent)

    @property
    def words(self) -> str:
        """What passed, in a line."""
        parts = [f"took {self.took}" if self.took else "", f"sent {self.gave}" if self.gave else ""]
        return "; ".join(part for part in parts if part) or "nothing is new"


def _passed(steps: Mapping[str, int], articles: int, texts: int, assigned: int, turned: int = 0) -> str:
    parts = [counted(count, noun) for count, noun in ((articles, "article"), (texts, "new text")) if count]
    parts += [f"another order of the texts of {counted(turned, 'article')}"] if turned else []
    parts += [f"{counted(count, 'step')} of {name}" for name, count in sorted(steps.items())]
    parts += [counted(assigned, "assignment")] if assigned else []
    return ", ".join(parts)
