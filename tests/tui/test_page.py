"""Which lines of a page look different after a change, and how much of them is to be drawn."""

from annotations.columns import Blocks
from annotations.model import Span
from tests.tui.reading_texts import paragraphs
from tui.reading.marks import Layer, Mark, Marks
from tui.reading.page import Page

TEXT, BLOCKS = paragraphs("One is short.", "Two goes on for more than a row of this page does.", *["More."] * 40)


def page(width: int = 40, height: int = 8, blocks: Blocks = BLOCKS) -> Page:
    made = Page()
    made.view.show(TEXT, blocks)
    made.resize(width, height, 80)
    return made


def grid(made: Page) -> list[str]:
    return ["".join(text for text, _ in made.paint(y)) for y in range(made.frame.height)]


def test_lines_fill_the_width() -> None:
    assert grid(page()) == [
        "    One is short.                      ▕",
        "                                        ",
        "    Two goes on for more than a row of  ",
        "    this page does.                     ",
        "                                        ",
        "    More.                               ",
        "                                        ",
        "    More.                               ",
    ]


def test_the_same_size_is_no_change() -> None:
    made = page()
    assert not made.resize(40, 8, 80)
    assert made.resize(40, 9, 80)
    assert made.resize(40, 9, 20)


def test_a_new_current_sentence_changes_its_lines_as_far_as_they_go() -> None:
    made = page()
    made.overlay.current = Span(0, 13)
    assert made.changed(None, made.overlay.current) == [(0, 17)]
    before, made.overlay.current = made.overlay.current, Span(15, 65)
    assert made.changed(before, made.overlay.current) == [(0, 17), (2, 38), (3, 19)]
    assert made.changed(before, made.overlay.current) == []


def test_where_terminals_disagree_on_the_width_the_whole_line_is_drawn() -> None:
    made = Page()
    made.view.show(*paragraphs("family 👨\u200d👩\u200d👧 of three", "日本語", "Hindi क्षेत्रीय"))
    made.resize(40, 8, 80)
    made.overlay.current = Span(0, 60)
    assert made.changed(made.overlay.current) == [(0, 40), (2, 10), (4, 40)]


def test_a_mark_off_the_page_changes_nothing() -> None:
    made = page()
    made.overlay.marks = Marks([Mark(len(TEXT) - 6, len(TEXT) - 2, Layer.ANNOTATION, "claim", "C", "a")])
    assert made.changed_anywhere() == []
    made.overlay.marks = Marks([Mark(0, 3, Layer.ANNOTATION, "claim", "C", "a")])
    assert made.changed_anywhere() == [(0, 17)]


def test_lines_that_show_the_same_again_are_not_drawn() -> None:
    made = page()
    made.view.scroll(5)
    made.turned()
    made.view.scroll(2)
    assert made.turned() == [(1, 40), (2, 40)]  # the thumb
    assert grid(made)[0].startswith("    More.")


def test_lines_are_drawn_as_far_as_the_longer_of_old_and_new() -> None:
    made = page(height=3)
    made.view.scroll(2)
    assert made.turned() == [(0, 38), (1, 19), (2, 38)]


def test_another_text_is_drawn_though_its_rows_are_numbered_the_same() -> None:
    made = page()
    other, blocks = paragraphs("Another text.")
    made.view.show(other, blocks)
    made.renew()
    assert grid(made)[0].rstrip() == "    Another text."


def test_what_is_under_a_cell() -> None:
    made = page()
    assert made.cluster_at(4, 0) == Span(0, 1)
    assert made.cluster_at(0, -3) == Span(0, 1)
    assert made.cluster_at(99, 0) == Span(12, 13)
    assert made.cluster_at(4, 1) is None
    last = TEXT.index("More.") + len("More.\n\n")
    assert made.cluster_at(5, 99) == Span(last + 1, last + 2)
    assert Page().cluster_at(0, 0) is None


def test_lines_of_the_place_column_stand_for_the_whole_text() -> None:
    made = page()
    assert [made.offset_beside(y) for y in (-1, 0, 7, 99)] == [0, 0, len(TEXT), len(TEXT)]
