"""Regular expressions that are compiled when they are first used.

A large pattern takes milliseconds to compile, and the first page of an article waits for every module that it
needs; most articles never use most patterns.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("match", "search", "fullmatch", "finditer", "findall", "sub", "split")


class _LazyPattern:
    def __init__(self, pattern: str, flags: int) -> None:
        self._source = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(*self._source)
        # From here on the methods are found on the instance: nothing is looked up twice.
        self.__dict__ |= {method: getattr(compiled, method) for method in _METHODS}
        return self.__dict__[name]


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return something with the methods of `re.compile(pattern, flags)` that does not compile it yet."""
    return cast("re.Pattern[str]", _LazyPattern(pattern, flags))
