"""What stands where: plain-text grids of the rows, and places in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.columns import Blocks
from annotations.text import Block, BlockKind, Span
from tests.tui.reading_texts import article, words
from tui.reading.layout import Layout, Position, Row

CELL, ITEM, QUOTE = BlockKind.TABLE_CELL, BlockKind.LIST_ITEM, BlockKind.BLOCK_QUOTE
PARAGRAPH, HEADING, CODE = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CODE


def draw_row(layout: Layout, row: Row) -> str:
    """A row as text, for rows of one-cell characters."""
    cells = [" "] * layout.width
    for x, furniture in row.furniture:
        cells[x : x + len(furniture)] = furniture
    for piece in row.pieces:
        shown = layout.text[piece.start : piece.end].replace("\n", " ").rstrip()
        cells[piece.x : piece.x + len(shown)] = shown
    return "".join(cells).rstrip()


def grid(layout: Layout) -> list[str]:
    return [draw_row(layout, row) for row in layout.rows_from(Position(0, 0), 1000)]


@pytest.mark.parametrize(
    ("parts", "width", "expected"),
    [
        (
            [(HEADING, 1, "Harbour closed"), (PARAGRAPH, 0, "The port of Vell shut its gates on Monday.")],
            24,
            ["Harbour closed", "", "The port of Vell shut", "its gates on Monday."],
        ),
        (
            [(ITEM, 1, "first thing to be said"), (ITEM, 2, "second"), (PARAGRAPH, 0, "After.")],
            14,
            ["• first thing", "  to be said", "  • second", "", "After."],
        ),
        (
            [(QUOTE, 1, "We will not pay."), (QUOTE, 1, "Not now."), (QUOTE, 2, "Ever?"), (PARAGRAPH, 0, "End.")],
            24,
            ["│ We will not pay.", "│", "│ Not now.", "│", "│ │ Ever?", "", "End."],
        ),
        (
            [(CODE, 0, "if x:\n    go()\nend")],
            30,
            ["  if x:", "      go()", "  end"],
        ),
        (
            [(CELL, 1, "Town"), (CELL, 2, "Votes"), (CELL, 1, "Vell"), (CELL, 2, "1,204"), (PARAGRAPH, 0, "Sum.")],
            30,
            ["Town │ Votes", "Vell │ 1,204", "", "Sum."],
        ),
        (
            [(CELL, 1, "Vell and the villages"), (CELL, 2, "Votes that were cast"), (CELL, 1, "x"), (CELL, 2, "y")],
            23,
            ["Vell and   │ Votes that", "the        │ were cast", "villages   │", "x          │ y"],
        ),
        (
            [(CELL, 1, "Vell"), (CELL, 2, "one long cell"), (CELL, 3, ""), (CELL, 1, "b"), (CELL, 2, "c")],
            14,
            ["Vell", "  one long", "  cell", "b", "  c"],
        ),
        (
            [(CELL, 1, "The first point"), (CELL, 1, "The second point")],
            30,
            ["The first point", "The second point"],
        ),
        (
            [(CELL, 1, ""), (CELL, 2, "b")],
            30,
            ["  │ b"],
        ),
    ],
    ids=["heading", "list", "quote", "code", "table", "squeezed table", "stacked table", "key points", "empty cell"],
)
def test_blocks_look_like_themselves(parts: list[tuple[BlockKind, int, str]], width: int, expected: list[str]) -> None:
    text, blocks = article(parts)
    assert grid(Layout(text, blocks, width)) == expected


def test_a_list_item_keeps_the_number_that_stands_before_it() -> None:
    text = "1. First\n2. Second\n- Third"
    blocks = Blocks([Block(ITEM, 3, 8, 1), Block(ITEM, 12, 18, 1), Block(ITEM, 21, 26, 1)])
    assert grid(Layout(text, blocks, 20)) == ["1. First", "2. Second", "• Third"]
    whole = Blocks([Block(ITEM, 0, 8, 1), Block(ITEM, 9, 18, 1), Block(ITEM, 19, 26, 1)])
    assert grid(Layout(text, whole, 20)) == ["1. First", "2. Second", "- Third"]


def test_columns_are_chosen_from_the_whole_table_and_not_from_each_row() -> None:
    cells = [(CELL, column, word) for word in ("a", "wide word", "b") for column in (1, 2)]
    text, blocks = article(cells)
    assert grid(Layout(text, blocks, 40)) == ["a         │ a", "wide word │ wide word", "b         │ b"]


def test_a_click_finds_the_character_under_it() -> None:
    text, blocks = article([(PARAGRAPH, 0, "a日b"), (ITEM, 1, "item"), (CELL, 1, "c1"), (CELL, 2, "c2")])
    layout = Layout(text, blocks, 20)
    rows = layout.rows_from(Position(0, 0), 10)
    assert [text[layout.offset_at(rows[0].position, cell) or 0] for cell in range(6)] == list("a日日bbb")
    assert layout.offset_at(rows[1].position, 3) is None
    assert text[layout.offset_at(rows[2].position, 0) or 0] == "i"
    cells = rows[4]
    assert [text[slice(*_span(layout.cluster_at(cells, cell)))] for cell in (0, 1, 3, 5, 6, 15)] == [
        "c", "1", "1", "c", "2", "2"
    ]  # fmt: skip


def _span(span: Span | None) -> tuple[int, int]:
    return (span.start, span.end) if span else (0, 0)


def test_a_growing_article_keeps_its_places() -> None:
    text, blocks = article([(PARAGRAPH, 0, "One."), (CELL, 1, "a"), (CELL, 2, "b"), (CELL, 1, "long cell")])
    known = Blocks(blocks[:2])
    layout = Layout(text, known, 30)
    assert grid(layout) == ["One.", "", "a"]
    known.extend(blocks[2:])
    layout.extended()
    assert grid(layout) == ["One.", "", "a         │ b", "long cell │"]


def test_a_page_in_the_middle_of_a_long_article_is_made_alone() -> None:
    text, blocks = article([(PARAGRAPH, 0, f"Paragraph {n} says little.") for n in range(5000)])
    layout = Layout(text, blocks, 40)
    here = layout.position_of(len(text) // 2)
    assert len(layout.rows_from(here, 50)) == 50
    layout.move(here, -50)
    assert layout._unit.cache_info().misses < 60


def test_a_page_of_one_endless_block_is_made_alone() -> None:
    text, blocks = article([(PARAGRAPH, 0, "word " * 200_000)])
    layout = Layout(text, blocks, 80)
    assert len(layout.rows_from(Position(0, 0), 50)) == 50
    assert len(layout._unit(0).bands[0][0].rows._edges) < 200


kinds = st.sampled_from([*BlockKind, CELL, CELL])
articles = st.lists(st.tuples(kinds, st.integers(0, 4), words), min_size=1, max_size=12).map(article)


@given(articles, st.integers(1, 40))
def test_every_code_point_of_every_block_is_on_one_row(made: tuple[str, Blocks], width: int) -> None:
    text, blocks = made
    seen = [0] * len(text)
    layout = Layout(text, blocks, width)
    for row in layout.rows_from(Position(0, 0), 100_000):
        for piece in row.pieces:
            assert 0 <= piece.x < width
            for offset in range(piece.start, piece.end):
                seen[offset] += 1
    inside = [0] * len(text)
    for block in blocks:
        for offset in range(block.start, block.end):
            inside[offset] = 1
    assert seen == inside


@given(articles, st.integers(1, 40), st.data())
def test_places_forward_and_back(made: tuple[str, Blocks], width: int, data: st.DataObject) -> None:
    text, blocks = made
    layout = Layout(text, blocks, width)
    rows = layout.rows_from(Position(0, 0), 100_000)
    positions = [row.position for row in rows]
    assert positions[-1] == layout.last()
    here = data.draw(st.integers(0, len(rows) - 1))
    step = data.draw(st.integers(-len(rows) - 3, len(rows) + 3))
    assert layout.move(positions[here], step) == positions[min(max(0, here + step), len(rows) - 1)]
    assert layout.rows_from(positions[here], 5) == rows[here : here + 5]
    if rows[here].pieces:
        for piece in rows[here].pieces:
            for offset in range(piece.start, piece.end):
                assert layout.position_of(offset) == positions[here]


@given(articles, st.integers(4, 40))
def test_pointing_into_a_row_stays_on_it(made: tuple[str, Blocks], width: int) -> None:
    text, blocks = made
    layout = Layout(text, blocks, width)
    for row in layout.rows_from(Position(0, 0), 100):
        for cell in range(-1, width + 1):
            span = layout.cluster_at(row, cell)
            assert span is None or row.touches(span.start, span.end)
            assert (span is None) == all(piece.start == piece.end for piece in row.pieces)
