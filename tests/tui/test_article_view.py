"""The article as a person sees it in a terminal, and what the mouse does there."""

import unicodedata
from collections.abc import Sequence

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.message import Message
from textual.pilot import Pilot

from annotations.columns import Blocks
from annotations.model import Block, BlockKind, Span
from tests.tui.reading_texts import article, paragraphs
from tui.reading.marks import Layer, Mark
from tui.widgets.article import ArticleView

HEADING, PARAGRAPH, ITEM, QUOTE = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.BLOCK_QUOTE
HARBOUR = article(
    [
        (HEADING, 1, "Harbour closed"),
        (PARAGRAPH, 0, "The port of Vell shut its gates on Monday. “Nobody was told,” said Ann Berg, who rows over."),
        (ITEM, 1, "The ferry stays"),
        (ITEM, 1, "The market goes"),
        (QUOTE, 1, "We were not asked."),
    ]
)  # fmt: skip
LONG = paragraphs(*(f"Paragraph {n:02} has a few words that go on for more than a row." for n in range(60)))


class Reader(App[None]):
    """An app with nothing but the article."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, made: tuple[str, Blocks] | None = None, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self.made = made
        self.messages: list[Message] = []
        self.view = ArticleView()

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        if self.made is not None:
            self.view.show(*self.made)

    def on_article_view_clicked(self, message: ArticleView.Clicked) -> None:
        self.messages.append(message)

    def on_article_view_dragged(self, message: ArticleView.Dragged) -> None:
        self.messages.append(message)

    def on_article_view_scrolled(self, message: ArticleView.Scrolled) -> None:
        self.messages.append(message)


def lines(app: Reader) -> list[str]:
    """What stands on the screen, without spaces at the ends."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def span(words: str, text: str = HARBOUR[0]) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def cell_of(app: Reader, words: str) -> tuple[int, int]:
    """Column and line where words (of one-cell characters) stand."""
    for y, line in enumerate(lines(app)):
        if words in line:
            return line.index(words), y
    raise AssertionError(f"{words!r} is not on the screen: {lines(app)}")


async def test_an_article_looks_like_itself() -> None:
    app = Reader(HARBOUR)
    async with app.run_test(size=(60, 14)) as pilot:
        app.view.current = span("“Nobody was told,” said Ann Berg, who rows over.")
        app.view.replace_marks({"1": [mark("“Nobody was told,”", "quote"), mark("Ann Berg", "quote", Layer.ROLE)]})
        app.view.active = "1"
        await pilot.pause()
        assert lines(app) == [
            "     Harbour closed",
            "",
            "  Q▌ The port of Vell shut its gates on Monday. “Nobody",
            "  Q▌ was told,” said Ann Berg, who rows over.",
            "",
            "     • The ferry stays",
            "     • The market goes",
            "",
            "     │ We were not asked.",
            *[""] * 5,
        ]


def mark(words: str, label: str, layer: Layer = Layer.ANNOTATION, owner: str = "1") -> Mark:
    found = span(words)
    return Mark(found.start, found.end, layer, label, "" if layer is Layer.ROLE else label[0].upper(), owner)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((20, 5), ["   Harbour closed", "", " ▌ The port of Vell", " ▌ shut its gates", " ▌ on Monday."]),
        ((200, 3), [f"{'':59}Harbour closed", "", f"{'':57}▌ The port of Vell shut its gates on Monday. “Nobody was"]),
        ((5, 3), [" Harb", " our", " clos"]),
    ],
)  # fmt: skip
async def test_narrow_and_wide_terminals(size: tuple[int, int], expected: list[str]) -> None:
    app = Reader(HARBOUR)
    async with app.run_test(size=size) as pilot:
        app.view.current = span("The port of Vell shut its gates on Monday.")
        await pilot.pause()
        assert [line[: len(start)].rstrip("▕ ") for line, start in zip(lines(app), expected, strict=True)] == expected


async def test_before_an_article_there_is_nothing() -> None:
    app = Reader()
    async with app.run_test(size=(40, 5)):
        assert lines(app) == [""] * 5
        assert app.view.visible_range() is None
        assert not app.view.scroll_rows(1)
        assert not app.view.reveal(Span(3, 9))


async def test_a_move_draws_only_the_lines_of_both_sentences() -> None:
    app = Reader(LONG)
    async with app.run_test(size=(40, 24)) as pilot:
        block = LONG[1]
        app.view.current = Span(block.start(0), block.end(0))
        await pilot.pause()
        drawn = watch_drawing(app)
        app.view.current = Span(block.start(1), block.end(1))
        app.view.active = ""
        app.view.reveal(app.view.current)
        await pilot.pause()
        assert sorted(drawn) == [0, 1, 3, 4]


async def test_a_tag_draws_only_its_lines_and_moves_nothing() -> None:
    app = Reader(LONG)
    async with app.run_test(size=(40, 24)) as pilot:
        app.view.scroll_rows(7)
        await pilot.pause()
        before, top = [line[5:] for line in lines(app)], app.view.top_offset
        seen = app.view.visible_range()
        assert seen is not None
        drawn = watch_drawing(app)
        app.view.replace_marks({"1": [Mark(seen.start, seen.start + 5, Layer.ANNOTATION, "claim", "C", "1")]})
        await pilot.pause()
        assert len(drawn) == 1
        assert ([line[5:] for line in lines(app)], app.view.top_offset) == (before, top)


def watch_drawing(app: Reader) -> list[int]:
    """A list that each line drawn from now on is added to."""
    drawn: list[int] = []
    original = app.view.render_line

    def watched(y: int):  # type: ignore[no-untyped-def]
        drawn.append(y)
        return original(y)

    app.view.render_line = watched  # type: ignore[method-assign]
    return drawn


async def test_a_click_is_on_the_character_under_it() -> None:
    app = Reader(paragraphs("ab日本cd", "second"))
    async with app.run_test(size=(60, 6)) as pilot:
        x, y = cell_of(app, "ab")
        for column in (0, 1, 2, 3, 4, 6, 30):
            await pilot.click(ArticleView, offset=(x + column, y))
        await pilot.click(ArticleView, offset=(x, y + 2), shift=True)
        await pilot.click(ArticleView, offset=(x, y + 1))
        clicks = [(m.offset, m.shift) for m in app.messages if isinstance(m, ArticleView.Clicked)]
        assert clicks == [(0, False), (1, False), (2, False), (2, False), (3, False), (4, False), (5, False), (8, True)]


async def test_a_drag_takes_whole_characters_both_ways() -> None:
    app = Reader(paragraphs("ab日本cd", "second"))
    async with app.run_test(size=(60, 6)) as pilot:
        x, y = cell_of(app, "ab")
        await drag(pilot, (x + 5, y), (x + 3, y), (x + 1, y))
        assert dragged(app) == [(2, 4, False), (1, 4, False), (1, 4, True)]
        app.messages.clear()
        await drag(pilot, (x, y), (x + 1, y + 2))
        assert dragged(app) == [(0, 10, False), (0, 10, True)]


async def drag(pilot: Pilot[None], *places: tuple[int, int]) -> None:
    await pilot.mouse_down(ArticleView, offset=places[0])
    for place in places[1:]:
        await pilot.hover(ArticleView, offset=place)
    await pilot.mouse_up(ArticleView, offset=places[-1])


def dragged(app: Reader) -> list[tuple[int, int, bool]]:
    return [(m.start, m.end, m.done) for m in app.messages if isinstance(m, ArticleView.Dragged)]


async def test_scrolling_says_where_the_page_is() -> None:
    app = Reader(LONG)
    async with app.run_test(size=(40, 10)) as pilot:
        assert app.view.page_rows == 10
        assert app.view.scroll_rows(3)
        assert not app.view.scroll_rows(0)
        app.view.top_offset = LONG[1].start(20)
        await pilot.pause()
        assert [m.top_offset for m in app.messages if isinstance(m, ArticleView.Scrolled)] == [
            LONG[1].start(1), LONG[1].start(20)
        ]  # fmt: skip
        assert lines(app)[0].startswith("    Paragraph 20")
        assert app.view.reveal(Span(0, 5))
        assert app.view.top_offset == 0


async def test_the_column_for_the_place_shows_it_and_leads_there() -> None:
    app = Reader(LONG)
    async with app.run_test(size=(40, 10)) as pilot:
        assert [y for y, line in enumerate(lines(app)) if line.endswith("▕")] == [0]
        await pilot.click(ArticleView, offset=(39, 9))
        await pilot.pause()
        assert [y for y, line in enumerate(lines(app)) if line.endswith("▕")] == [9]
        assert "row." in lines(app)[9]
        assert not any(isinstance(m, ArticleView.Clicked) for m in app.messages)


async def test_a_page_that_holds_all_has_no_thumb() -> None:
    app = Reader(HARBOUR)
    async with app.run_test(size=(80, 30)):
        assert not [line for line in lines(app) if line.endswith("▕")]


async def test_another_size_keeps_the_place_and_the_current_sentence() -> None:
    app = Reader(LONG)
    async with app.run_test(size=(60, 12)) as pilot:
        blocks = LONG[1]
        app.view.reveal(Span(blocks.start(30), blocks.end(30)), "top")
        app.view.current = Span(blocks.start(33), blocks.end(33))
        await pilot.pause()
        before = lines(app)
        await pilot.resize_terminal(25, 12)
        await pilot.pause()
        assert [line for line in lines(app) if "▌" in line]
        await pilot.resize_terminal(90, 12)
        await pilot.pause()
        assert "Paragraph 30" in lines(app)[0]
        await pilot.resize_terminal(60, 12)
        await pilot.pause()
        assert lines(app) == before


async def test_an_article_that_grows() -> None:
    text, blocks = LONG
    known = Blocks(blocks[:2])
    app = Reader((text, known))
    async with app.run_test(size=(60, 8)) as pilot:
        assert len([line for line in lines(app) if line]) == 4
        known.extend(blocks[2:])
        app.view.extend_blocks()
        await pilot.pause()
        assert len([line for line in lines(app) if line.strip("▕ ")]) == 6


async def test_another_article_in_the_same_view() -> None:
    app = Reader(LONG)
    async with app.run_test(size=(60, 14)) as pilot:
        app.view.current = Span(0, 5)
        app.view.scroll_rows(4)
        app.view.show(*HARBOUR)
        await pilot.pause()
        assert lines(app)[0] == "     Harbour closed"
        assert (app.view.current, app.view.top_offset) == (None, 0)
        known = Blocks([Block(BlockKind.TABLE_CELL, 0, 7, 1)])
        app.view.show("Harbour closed", known)
        await pilot.pause()
        known.extend([Block(BlockKind.TABLE_CELL, 8, 14, 2)])
        app.view.extend_blocks()
        await pilot.pause()
        assert lines(app)[0] == "     Harbour │ closed"


@pytest.mark.parametrize("ansi_color", [None, True])
async def test_without_colour_every_segment_has_a_style(
    monkeypatch: pytest.MonkeyPatch, ansi_color: bool | None
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Reader(HARBOUR, ansi_color=ansi_color)
    async with app.run_test(size=(60, 14)) as pilot:
        app.view.current = span("“Nobody was told,” said Ann Berg, who rows over.")
        app.view.selection = (span("Ann Berg"),)
        app.view.matches = [span("port"), span("gates")]
        app.view.match = span("port")
        app.view.replace_marks({"1": [mark("Nobody", "claim")]})
        await pilot.pause()
        segments = [s for strip in drawn_strips(app) for s in strip]
        assert all(segment.style is not None for segment in segments)
        looks = {segment.text: segment.style for segment in segments}
        assert looks["Ann Berg"].reverse
        assert looks["port"].underline
        assert looks["Nobody"].underline
        assert not looks["gates"].underline


def drawn_strips(app: Reader) -> Sequence[object]:
    return app.view.render_lines(Region(0, 0, *app.view.size))


async def test_hostile_text_reaches_no_terminal() -> None:
    hostile = "\x1b[31mred\x1b]0;title\x07 \x9b2J\x00 \u202eevil\u202c [bold]x[/] \u2028 a" + "\u0301" * 200 + "\tb\x7f"
    app = Reader(paragraphs(hostile, "\u0301starts with a mark", "x" * 5000, "\u200b" * 300))
    async with app.run_test(size=(40, 30)) as pilot:
        app.view.scroll_rows(2)
        app.view.current = Span(0, len(hostile))
        await pilot.pause()
        text = "".join(strip.text for strip in app.screen._compositor.render_strips())
        assert not {unicodedata.category(c) for c in text} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
        for strip in drawn_strips(app):
            assert strip.cell_length == 40 == sum(segment.cell_length for segment in strip)  # type: ignore[attr-defined]


async def test_every_line_is_as_wide_as_the_view() -> None:
    app = Reader(
        paragraphs(
            "日本語" * 40, "👨\u200d👩\u200d👧 and 🇩🇪 " * 20, "กำลังทดสอบ" * 20, "ක්\u200dය" * 40, "قال المتحدث" * 9
        )
    )
    for size in ((20, 40), (33, 20), (80, 24)):
        async with app.run_test(size=size):
            for strip in drawn_strips(app):
                assert sum(segment.cell_length for segment in strip) == size[0]  # type: ignore[attr-defined]
        app = Reader(app.made)
