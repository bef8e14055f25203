"""Marks are found by place, whatever their number and length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model import Annotation, Role, Span, Style, StyleKind
from tests.tui.reading_texts import paragraphs
from tui.reading.layout import Layout, Position
from tui.reading.marks import NOTHING, Layer, Mark, Marks, OnRow, Overlay, marks_of

LABEL = Layer.ANNOTATION


def mark(start: int, end: int, owner: str = "") -> Mark:
    return Mark(start, end, LABEL, "claim", "C", owner)


spans = st.tuples(st.integers(0, 3000), st.sampled_from([1, 63, 64, 65, 512, 700, 5000])).map(
    lambda pair: (pair[0], sum(pair))
)


@given(st.lists(spans, max_size=60), spans, st.lists(st.integers(0, 59)))
def test_marks_over_a_place(places: list[tuple[int, int]], asked: tuple[int, int], gone: list[int]) -> None:
    marks = Marks()
    kept = {str(number): mark(*place, str(number)) for number, place in enumerate(places)}
    for owner, made in kept.items():
        marks.replace(owner, [made])
    for number in gone:
        marks.replace(str(number))
        kept.pop(str(number), None)
    start, end = asked
    expected = {m for m in kept.values() if m.start < end and m.end > start}
    assert set(marks.over(start, end)) == expected
    assert set(Marks(kept.values()).over(start, end)) == expected
    assert len(marks) == len(kept)


def test_an_owner_changes_all_its_marks_at_once() -> None:
    marks = Marks([mark(0, 5, "a"), mark(9, 12, "a"), mark(0, 5, "b")])
    marks.replace("a", [mark(20, 30, "a")])
    assert marks.of("a") == [mark(20, 30, "a")]
    assert marks.over(0, 100) == [mark(0, 5, "b"), mark(20, 30, "a")]
    marks.replace("a")
    assert marks.of("a") == []


def test_one_mark_over_everything_does_not_make_the_others_slow() -> None:
    marks = Marks([mark(0, 1_000_000), *(mark(i * 10, i * 10 + 8) for i in range(100_000))])
    held = marks._classes[0]
    looked_at: list[Mark] = []

    class Watched(list[Mark]):
        def __getitem__(self, index):  # type: ignore[no-untyped-def]
            found = super().__getitem__(index)
            looked_at.extend(found if isinstance(index, slice) else [found])
            return found

    marks._classes = (Watched(held), *marks._classes[1:])
    assert len(marks.over(500_000, 500_080)) == 9
    assert len(looked_at) < 100


def test_marks_of_an_annotation() -> None:
    made = Annotation(
        "id1", 1, "quote", (Span(0, 4), Span(9, 12)), "kim", "", "",
        roles=(Role("source", "Ann", Span(5, 8)), Role("cue", "said")),
    )  # fmt: skip
    assert marks_of(made, "Q") == [
        Mark(0, 4, LABEL, "quote", "Q", "id1"),
        Mark(9, 12, LABEL, "quote", "Q", "id1"),
        Mark(5, 8, Layer.ROLE, "quote", "", "id1"),
    ]


def test_what_lies_on_each_row() -> None:
    text, blocks = paragraphs("one two three four", "five")
    layout = Layout(text, blocks, 8)
    over = Overlay(Marks([mark(4, 13, "a")]), [Style(StyleKind.STRONG, 0, 30), Style(StyleKind.LINK, 4, 7, "x")])
    over.active, over.current, over.selection = "a", Span(0, 18), (Span(6, 10),)
    over.matches, over.match = [Span(0, 3), Span(14, 15)], Span(14, 15)
    first, second, third, blank, last = (over.on(row) for row in layout.rows_from(Position(0, 0), 9))
    strong, link = Style(StyleKind.STRONG, 0, 30), Style(StyleKind.LINK, 4, 7, "x")
    assert first == OnRow((mark(4, 13, "a"),), (strong, link), "a", Span(0, 8), (Span(6, 8),), (Span(0, 3),))
    assert second == OnRow((mark(4, 13, "a"),), (strong,), "a", Span(8, 14), (Span(8, 10),))
    assert third == OnRow((), (strong,), "", Span(14, 18), (), (Span(14, 15),), Span(14, 15))
    assert blank is NOTHING
    assert last == OnRow((), (strong,))


@pytest.mark.parametrize("count", [0, 5])
@given(data=st.data())
def test_inline_styles_over_a_row(count: int, data: st.DataObject) -> None:
    text, blocks = paragraphs("x" * 60)
    drawn = st.lists(st.tuples(st.integers(0, 59), st.integers(1, 40)), min_size=count, max_size=20)
    styles = [Style(StyleKind.STRONG, start, start + size) for start, size in sorted(data.draw(drawn))]
    over = Overlay(styles=styles)
    for row in Layout(text, blocks, 7).rows_from(Position(0, 0), 20):
        assert over.on(row).styles == tuple(s for s in styles if row.touches(s.start, s.end))
