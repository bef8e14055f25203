"""What a suggester is given, and what it gives: suggestions are data, accepted through the same edits as a person's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from annotations.columns import Blocks, Sentences
from annotations.model import AttributeValue, Role, Span

__all__ = ["Closing", "Passage", "Suggester", "Suggestion", "TargetSuggester"]

_NOTHING: Mapping[str, AttributeValue] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to find something in, whole: what is said on one page may be named on another.

    Attributes:
        text: Canonical text; all offsets count its code points.
        blocks: Its blocks, in the order of the text.
        sentences: Its sentences; none crosses a block.
        language: Name of the tables in use: ISO 639-1, or "general".
    """

    text: str
    blocks: Blocks
    sentences: Sentences
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One tag that a person may want.

    Attributes:
        label: As the schema `news` names it: claim, quote, stance.
        fragments: In the order of the text, not touching.
        roles: With a span, and also a name where the words alone do not tell who it is.
        attributes: In their canonical form.
        score: How sure it is, 0 to 1. Scores of different labels do not compare.
        reasons: Why, each in a few words that a person can read.
    """

    label: str
    fragments: tuple[Span, ...]
    roles: tuple[Role, ...] = ()
    attributes: Mapping[str, AttributeValue] = field(default_factory=lambda: _NOTHING)
    score: float = 1.0
    reasons: tuple[str, ...] = ()

    def span_of(self, role: str) -> Span | None:
        """Return the first span that fills `role`."""
        return next((filler.span for filler in self.roles if filler.role == role and filler.span is not None), None)


class Suggester(Protocol):
    """Finds one kind of thing. What is a property here may be a plain attribute."""

    @property
    def kind(self) -> str:
        """As `--kind` takes it."""
        ...

    @property
    def label(self) -> str:
        """Label of what it suggests."""
        ...

    def suggest(self, passage: Passage, sentences: Sequence[int] | None = None) -> Iterator[Suggestion]:
        """Yield suggestions in the order of the text.

        Args:
            passage: What to look at.
            sentences: Indexes, ascending, of the sentences where a suggestion may begin; all if None. The rest of
                the passage may be looked at for context.
        """
        ...


@runtime_checkable
class TargetSuggester(Protocol):
    """A suggester that can also be asked about given targets."""

    def towards(self, passage: Passage, targets: Sequence[Span]) -> Iterator[Suggestion]:
        """Yield one suggestion for each target, in their order."""
        ...


@runtime_checkable
class Closing(Protocol):
    """A suggester that holds something, such as a process, until it is closed."""

    def close(self) -> None:
        """Let go of it; nothing can be asked any more."""
        ...
