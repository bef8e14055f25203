"""Searching the texts of the library: what a person types, made into a query that cannot be misunderstood."""

from __future__ import annotations

import re

from annotations.errors import UsageError

__all__ = ["search_query"]

_TERM = re.compile(r'(?P<no>-?)(?:(?P<field>title|text):)?(?:"(?P<phrase>[^"]*)(?P<closed>"?)|(?P<word>[^\s"]+))')


def search_query(typed: str, *, unfinished: bool = False) -> str:
    """Return a query in the syntax of FTS5 for words, "phrases", beginnings*, title:words and -words to leave out.

    All of it must stand in an article. Nothing that is typed is an operator of FTS5. While the line is `unfinished`,
    its last word may go on, if it has more than one letter.

    Raises:
        UsageError: Nothing is sought.
    """
    sought: list[str] = []
    left_out: list[str] = []
    matches = list(_TERM.finditer(typed))
    for match in matches:
        words = match["word"] if match["phrase"] is None else match["phrase"]
        if not any(character.isalnum() for character in words):
            continue  # it would stand nowhere
        last = unfinished and match is matches[-1] and match.end() == len(typed) and not match["closed"]
        if last and len(words) == 1 and words.isascii() and match["phrase"] is None:
            continue  # nearly every text has a word that begins so; the next letter says more
        begins = "*" if last or (match["word"] and words.endswith("*")) else ""
        quoted = words.replace("\0", " ").replace('"', '""')
        term = f'{match["field"] + ":" if match["field"] else ""}"{quoted}"{begins}'
        (left_out if match["no"] else sought).append(term)
    if not sought:
        raise UsageError("say what to look for", 'Words, "a phrase", begin*, title:word, and -word to leave out.')
    query = " AND ".join(sought)
    return f"({query}) NOT ({' OR '.join(left_out)})" if left_out else query
