"""The only SQL: connection, migrations, articles, annotations, history.

The names below are loaded when they are asked for, so that the first page of a stored article can be read by
`annotations.store.articles` alone.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annotations.store.changes import Change, Facts, Step
    from annotations.store.store import Store

__all__ = ["Change", "Facts", "Step", "Store"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from annotations.store import changes, store

    return getattr(store if name == "Store" else changes, name)
