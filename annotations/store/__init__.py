"""The only SQL: connection, migrations, articles, annotations, history."""

from annotations.store.store import Change, Facts, Step, Store

__all__ = ["Change", "Facts", "Step", "Store"]
