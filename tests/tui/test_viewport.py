"""The page keeps its place: scrolling, revealing, resizing, and an article that grows."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.columns import Blocks
from annotations.text import Span
from tests.tui.reading_texts import paragraphs
from tui.reading.viewport import Viewport, frame

TEXT, BLOCKS = paragraphs(*(f"Paragraph {n:02} has a few words that go on for more than a row." for n in range(50)))


def page(width: int = 30, height: int = 10) -> Viewport:
    view = Viewport()
    view.show(TEXT, BLOCKS)
    view.resize(width, height)
    return view


def shown(view: Viewport) -> list[str]:
    return ["".join(TEXT[p.start : p.end].rstrip() for p in row.pieces) for row in view.rows]


def paragraph(n: int) -> Span:
    block = BLOCKS[n]
    return Span(block.start, block.end)


def test_the_first_page() -> None:
    view = page(height=4)
    assert shown(view) == ["Paragraph 00 has a few words", "that go on for more than a", "row.", ""]
    assert view.top_offset == 0
    assert view.visible() == paragraph(0)


def test_scrolling_stops_at_both_ends() -> None:
    view = page()
    assert view.scroll(3)
    assert shown(view)[:2] == ["", "Paragraph 01 has a few words"]
    assert not view.scroll(0)
    assert view.scroll(-10)
    assert not view.scroll(-1)
    assert view.scroll(10_000)
    assert shown(view)[-1] == "row."
    assert len(view.rows) == 10
    assert not view.scroll(1)


def test_revealing_scrolls_as_little_as_it_can() -> None:
    view = page()
    assert not view.reveal(paragraph(1))
    assert view.reveal(paragraph(3))
    assert shown(view)[-1] == "row."
    assert view.rows[-1].touches(BLOCKS.end(3) - 1, BLOCKS.end(3))
    assert view.reveal(paragraph(0))
    assert view.top_offset == 0


def test_what_was_far_away_came_up_on_the_last_row_without_what_follows_it() -> None:
    view = page(height=11)
    view.reveal(paragraph(30))
    seen = [bool(row.touches(BLOCKS.start(30), BLOCKS.end(30))) for row in view.rows]
    assert seen == [False] * 4 + [True] * 3 + [False] * 4
    view.reveal(paragraph(5))
    assert [bool(row.touches(BLOCKS.start(5), BLOCKS.end(5))) for row in view.rows] == seen


def test_revealing_at_the_top_and_in_the_middle() -> None:
    view = page(height=11)
    view.reveal(paragraph(20), "top")
    assert view.top_offset == BLOCKS.start(20)
    view.reveal(paragraph(20), "center")
    assert [bool(row.touches(BLOCKS.start(20), BLOCKS.end(20))) for row in view.rows] == [False] * 4 + [True] * 3 + [
        False
    ] * 4
    view.reveal(paragraph(49), "top")
    assert len(view.rows) == 11
    assert shown(view)[-1] == "row."


def test_a_span_longer_than_the_page_shows_its_start() -> None:
    view = page(height=2)
    view.reveal(paragraph(7))
    assert view.top_offset == BLOCKS.start(7)


def test_a_page_that_is_not_there_yet_comes_up_where_it_was_wanted() -> None:
    view = Viewport()
    view.show(TEXT, BLOCKS)
    view.reveal(paragraph(30), "top")
    view.resize(30, 10)
    assert view.top_offset == BLOCKS.start(30)
    other = Viewport()
    other.show(TEXT, BLOCKS)
    other.go_to(BLOCKS.start(12))
    other.resize(30, 10)
    assert other.visible() is not None
    assert other.top_offset == BLOCKS.start(12)


def test_a_growing_article_fills_the_page_and_then_leaves_it_alone() -> None:
    known = Blocks(BLOCKS[:2])
    view = Viewport()
    view.show(TEXT, known)
    view.resize(30, 10)
    assert len(view.rows) == 7
    known.extend(BLOCKS[2:4])
    view.extended()
    assert len(view.rows) == 10
    view.go_to(BLOCKS.start(40))
    known.extend(BLOCKS[4:20])
    view.extended()
    assert view.rows[-1].touches(BLOCKS.end(19) - 1, BLOCKS.end(19))
    known.extend(BLOCKS[20:])
    view.extended()
    assert view.rows[0].start == BLOCKS.start(40)


def test_a_place_that_is_not_known_yet_is_revealed_when_it_is() -> None:
    known = Blocks(BLOCKS[:10])
    view = Viewport()
    view.show(TEXT, known)
    view.resize(30, 10)
    assert not view.reveal(paragraph(30), "top")
    assert view.top_offset == 0
    known.extend(BLOCKS[10:])
    view.extended()
    assert view.top_offset == BLOCKS.start(30)


def test_nothing_to_show() -> None:
    view = Viewport()
    view.resize(30, 10)
    assert (view.rows, view.visible(), view.scroll(1), view.reveal(Span(0, 1))) == ([], None, False, False)
    view.show("", Blocks())
    assert view.rows == []
    view.show("text without blocks", Blocks())
    assert (view.rows, view.scroll(3)) == ([], False)


@given(st.integers(0, 49), st.integers(1, 60), st.lists(st.integers(1, 120), min_size=1, max_size=6))
def test_resizing_keeps_the_place_and_comes_back_to_it(number: int, height: int, widths: list[int]) -> None:
    view = page(height=height)
    view.reveal(paragraph(number), "top")
    top, rows = view.top_offset, shown(view)
    seen = [BLOCKS.start(n) for n in range(50) if view._sees(paragraph(n))]
    for width in widths:
        view.resize(width, height)
        assert any(row.touches(top, top + 1) for row in view.rows)
    view.resize(30, height)
    assert shown(view) == rows
    assert [BLOCKS.start(n) for n in range(50) if view._sees(paragraph(n))] == seen


def test_a_blank_row_at_the_top_is_there_again_when_the_size_is() -> None:
    view = page()
    view.scroll(3)
    rows = shown(view)
    assert rows[0] == ""
    view.resize(12, 10)
    view.resize(30, 10)
    assert shown(view) == rows


@given(st.integers(0, 49), st.integers(1, 30), st.integers(1, 90), st.integers(1, 30))
def test_the_current_sentence_stays_on_the_page(number: int, height: int, width: int, other: int) -> None:
    view = page(height=height)
    view.reveal(paragraph(number))
    view.resize(width, other, keep=paragraph(number))
    assert view._sees(paragraph(number))


@given(st.integers(1, 300), st.integers(1, 100), st.sampled_from([20, 80]))
def test_columns_are_given_out_within_the_width(width: int, height: int, measure: int) -> None:
    columns = frame(width, height, measure)
    assert columns.text_width >= 1
    assert columns.text_x + columns.text_width <= (width if columns.thumb_x is None else columns.thumb_x)
    assert columns.left + columns.slots < max(columns.text_x, 1) or not columns.slots
    if width >= measure + 7:
        assert columns.text_width == measure


def test_a_wide_page_has_its_text_in_the_middle() -> None:
    columns = frame(200, 50, 80)
    assert (columns.text_x, columns.text_width) == (59, 80)
    assert frame(20, 10, 80).text_width == 16
