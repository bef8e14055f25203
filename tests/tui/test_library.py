"""What is shown of a library while it is read, filtered and changed at the same time. Without a screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

import annotations.workspace.shelf as shelf_module
from annotations.store.library import ListedRow
from annotations.workspace.shelf import parse_query
from tui import library as library_module
from tui.library import Library

WORDS = ("tram", "bridge", "court", "tower")


def rows(count: int) -> list[ListedRow]:
    return [
        ListedRow(
            number, number, f"{WORDS[number % 4]} {number}", "s", "new", f"{number:09}", None, None, None, None, None
        )
        for number in range(count, 0, -1)
    ]


class Stored:
    """A database that holds these rows; `touched` are those that somebody changed."""

    def __init__(self, held: Sequence[ListedRow]) -> None:
        self.held = list(held)
        self.touched: list[int] = []

    def slice(self, _: str, limit: int, after: ListedRow | None = None) -> list[ListedRow]:
        left = [row for row in self.held if after is None or row.updated < after.updated]
        return left[:limit]

    def of(self, numbers: Sequence[int], _: str) -> list[ListedRow]:
        return [row for row in self.held if row.number in numbers]

    def count(self) -> int:
        return len(self.held)

    def changed_since(self, _: str, newest: int) -> list[int]:
        return [*self.touched, *(row.number for row in self.held if row.number > newest)]

    async def run(self, work: Callable[[Any], Any]) -> Any:
        return work(SimpleNamespace(annotator="kim", store=SimpleNamespace(library=self)))


@example(7, [(1, "t"), (1, "")])
@given(
    st.integers(0, 400),
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["", "t", "tr", "tram", "-tram", "b", "1", "tram 1"]))),
)
async def test_a_filter_that_is_typed_while_rows_are_read_shows_what_fits(
    count: int, typed: list[tuple[int, str]]
) -> None:
    before = library_module._AT_ONCE, library_module.FIRST, shelf_module.STEP, library_module._MOST
    library_module._AT_ONCE, library_module.FIRST, shelf_module.STEP, library_module._MOST = 30, 7, 5, 0.0
    try:
        library, stored, calls = Library(), Stored(rows(count)), 0

        def changed() -> None:
            nonlocal calls
            calls += 1
            for at, words in typed:
                if at == calls:
                    library.filter_by(words)
            library.go_on()

        await library.read(stored.run, changed)
        while library.filtering:
            library.go_on()
    finally:
        library_module._AT_ONCE, library_module.FIRST, shelf_module.STEP, library_module._MOST = before
    assert library.whole
    assert library.shown == library.shelf.filtered(parse_query(library.wanted))
    assert len(library.shelf) == count


async def test_what_others_add_change_and_remove_is_caught_up_with() -> None:
    stored = Stored(rows(10))
    library = Library()
    await library.read(stored.run, lambda: None)
    library.mark(3)
    library.mark(5)
    library.filter_by("tram")
    stored.held = [row for row in stored.held if row.number != 3]
    stored.held.append(ListedRow(12, 12, "tram new", "s", "new", "9", None, None, None, None, None))
    stored.held = [row._replace(title="tram now") if row.number == 5 else row for row in stored.held]
    stored.touched = [3, 5]
    await library.catch_up(stored.run)
    assert library.marked == {5}
    assert library.numbers_shown() == [12, 8, 5, 4]
    assert (library.after(8), library.after(4), library.after(99)) == (5, None, None)
    assert library.mark_all()
    assert not library.mark_all()


async def test_a_search_before_all_is_read_is_filled_in() -> None:
    stored = Stored(rows(300))
    library = Library()

    def changed() -> None:
        if library.found is None:
            library.show_found("tram", [299, 150, 4])

    await library.read(stored.run, changed)
    assert library.numbers_shown() == [299, 150, 4]
    library.filter_by("tram")
    assert library.numbers_shown() == [4]
    library.filter_by("")
    library.show_found("", None)
    assert len(library) == 300
