"""Earlier versions of an article beside another text."""

from __future__ import annotations

from annotations.versions.anchoring import Anchoring
from annotations.workspace import Workspace

__all__ = ["Comparisons"]


class Comparisons:
    """Earlier versions beside a text, each compared once."""

    def __init__(self, workspace: Workspace, text: str) -> None:
        self._workspace = workspace
        self._text = text
        self._made: dict[int, tuple[Anchoring, str]] = {}

    def compare(self, key: int) -> tuple[Anchoring, str]:
        """A version beside the text, and its own text."""
        if key not in self._made:
            old = str(self._workspace.store.articles.text(key))
            self._made[key] = (Anchoring(old, self._text), old)
        return self._made[key]
