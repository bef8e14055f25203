"""Suggestions that become annotations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.model import ArticleInfo, Origin

if TYPE_CHECKING:
    from annotations.suggest.base import Suggestion
    from annotations.workspace import Tagged, Workspace

__all__ = ["accept_suggestions"]


def accept_suggestions(
    workspace: Workspace, info: ArticleInfo, suggestions: Sequence[Suggestion], step: str, summary: str = ""
) -> list[Tagged]:
    """Tag what is suggested, all of it or nothing, as part of the step `step`, of which the history says `summary`.

    Raises:
        StetError: One of them cannot be tagged, or the database refused.
    """
    with workspace.store.writing():
        return [
            workspace.tag(
                info, one.label, one.fragments, roles=one.roles, attributes=one.attributes, again=True,
                origin=Origin.SUGGESTED, step=step, summary=summary,
            )
            for one in suggestions
        ]  # fmt: skip
