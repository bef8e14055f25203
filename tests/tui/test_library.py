"""What is shown of a library while it is read, filtered and changed at the same time. Without a screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

import annotations.workspace.shelf as shelf_module
from annotations.layers import Layers
from annotations.model import Status
from annotations.store.assignments import AssignmentRow
from annotations.store.library import PART, PIECE, ListedRow
from annotations.workspace.looking import Sight
from annotations.workspace.queries import parse_query
from tui import library as library_module
from tui import library_shown as shown_module
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
        self.queue: list[int] = []
        self.said: dict[int, dict[str, Status]] = {}

    def slice(self, _: str, __: object, limit: int, after: ListedRow | None = None) -> list[ListedRow]:
        left = [row for row in self.held if after is None or row.updated < after.updated]
        return left[:limit]

    def of(self, numbers: Sequence[int], _: str, __: object) -> list[ListedRow]:
        held = {row.number: row for row in self.held}
        return [held[number] for number in numbers if number in held]

    def count(self) -> int:
        return len(self.held)

    def last_edit(self) -> int:
        return 0

    def changed_since(self, _: str, newest: int, __: int) -> list[int]:
        return [*self.touched, *(row.number for row in self.held if row.number > newest)]

    async def run(self, work: Callable[[Any], Any]) -> Any:
        store: Any = SimpleNamespace(
            library=self,
            work=SimpleNamespace(said=lambda _=None: self.said),
            assignments=SimpleNamespace(
                of=lambda _: [AssignmentRow(number, "kim", at) for at, number in enumerate(self.queue, 1)]
            ),
        )
        return work(SimpleNamespace(store=store, sight=lambda others: Sight.of(store, "kim", others)))


@example(7, [(1, "t"), (1, "")])
@given(
    st.integers(0, 400),
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["", "t", "tr", "tram", "-tram", "b", "1", "tram 1"]))),
)
async def test_a_filter_that_is_typed_while_rows_are_read_shows_what_fits(
    count: int, typed: list[tuple[int, str]]
) -> None:
    before = library_module._AT_ONCE, library_module.FIRST, shelf_module.STEP, shown_module._MOST
    library_module._AT_ONCE, library_module.FIRST, shelf_module.STEP, shown_module._MOST = 30, 7, 5, 0.0
    try:
        library, stored, calls = Library(Layers("kim")), Stored(rows(count)), 0

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
        library_module._AT_ONCE, library_module.FIRST, shelf_module.STEP, shown_module._MOST = before
    assert library.whole
    assert library.shown == library.shelf.filtered(parse_query(library.wanted))
    assert len(library.shelf) == count


async def test_what_others_add_change_and_remove_is_caught_up_with() -> None:
    stored = Stored(rows(10))
    library = Library(Layers("kim"))
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
    library = Library(Layers("kim"))

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


def queued(*numbers: int, count: int = 300) -> Stored:
    """A library in which kim is to read some articles, in this order."""
    stored = Stored(rows(count))
    places = {number: f"kim{PIECE}{at}{PART}lee{PIECE}1" for at, number in enumerate(numbers, 1)}
    stored.held = [row._replace(queues=places.get(row.number)) for row in stored.held]
    stored.queue = list(numbers)
    return stored


async def test_ones_own_queue_stands_first_while_the_rest_is_read_and_after_it() -> None:
    stored = queued(5, 200, 17)
    stored.said = {17: {"kim": Status.DONE}}
    stored.held = [row._replace(coders="lee") for row in stored.held]  # so that the status is one's own
    library, firsts = Library(Layers("kim")), []
    await library.read(stored.run, lambda: firsts.append(library.numbers_shown()[:3]))
    assert firsts[0] == [5, 200, 300]
    assert firsts[-1] == [5, 200, 17]
    assert (library.left, library.queued) == (2, 3)
    assert sorted(library.numbers_shown()) == list(range(1, 301))
    stored.said = {17: {"kim": Status.DONE}, 5: {"kim": Status.DONE}}
    stored.touched = [5]
    await library.catch_up(stored.run)
    assert library.numbers_shown()[:4] == [200, 5, 17, 300]
    assert library.left == 1


async def test_a_queue_that_is_asked_for_had_the_order_of_the_library() -> None:
    stored = queued(5, 200, 17, 44)
    library = Library(Layers("kim"))
    library.filter_by("for:kim")
    await library.read(stored.run, lambda: None)
    assert library.numbers_shown() == [5, 200, 17, 44]
    library.filter_by("for:kim bridge")
    assert library.numbers_shown() == [5, 17]
    for typed in ("for:k", "for:ki", "for:kim", "for:kim -bridge"):
        library.filter_by(typed)
    assert library.numbers_shown() == [200, 44]
    await library.sort("number", reverse=False, labels=())
    library.filter_by("for:kim")
    assert library.numbers_shown() == [200, 44, 17, 5]


async def test_what_another_hand_put_into_the_queue_is_seen_on_coming_back() -> None:
    stored = queued(5)
    library = Library(Layers("kim"))
    await library.read(stored.run, lambda: None)
    more = queued(9, 5)
    stored.held, stored.queue = more.held, more.queue
    await library.catch_up(stored.run)
    library.filter_by("for:kim")
    assert set(library.numbers_shown()) == {5, 9}
    assert (library.left, library.queued) == (2, 2)


async def test_a_library_whose_database_was_opened_anew_is_read_on() -> None:
    stored = queued(5)
    library = Library(Layers("kim"))
    await library.read(stored.run, lambda: None)
    assert library._sight is not None
    library._sight.store = None  # type: ignore[assignment]  # it was closed
    stored.held = [row._replace(title="tram now") if row.number == 5 else row for row in stored.held]
    stored.touched = [5]
    await library.catch_up(stored.run)
    assert library.at(0) is not None
    assert library.at(0).title == "tram now"  # type: ignore[union-attr]
