"""What widgets hand over to be drawn at once leaves the terminal as if everything had been drawn anew."""

import random
from collections.abc import Callable

import pytest
from textual.app import App, ComposeResult

from annotations.model import Span
from tests.tui.reading_texts import paragraphs
from tests.vt import Emulator
from tui.reading.marks import Layer, Mark
from tui.reading.painting import Parts
from tui.reading.palette import Palette
from tui.widgets.article import ArticleView
from tui.widgets.lines import Cells
from tui.widgets.panel import Panel

SIZE = WIDTH, HEIGHT = 60, 20
TEXT, BLOCKS = paragraphs(
    *(f"Paragraph {n}: the quay of 日本 was saved, “and so was the market”, as Ann Berg says." for n in range(80))
)
LINES: list[list[Parts]] = [
    [[(" sentence 1 of 9 ", ("quiet",)), ("saved 1", ())]],
    [[(" sentence 12 of 9 ", ("quiet",)), ("saved 1", ())], [("second", ("heading",))]],
    [[(" 日本語 ", ("quiet",)), ("日", ()), ("saved 12", ())]],
    [[(" 日本語 ", ("quiet",)), ("本語", ()), ("saved 2", ())], [("2nd", ())]],
    [],
]


class Page(App[None]):
    """An article, and a panel with an edge over it."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        self.panel = Panel(Palette(), "panel")
        self.panel.styles.height = 3
        self.panel.styles.border_top = ("hkey", "#6b6b6b")
        self.view = ArticleView(palette=Palette())

    def compose(self) -> ComposeResult:
        yield self.panel
        yield self.view

    def on_mount(self) -> None:
        self.view.show(TEXT, BLOCKS)

    def whole(self) -> Emulator:
        """The terminal, had all been drawn anew."""
        terminal = Emulator(WIDTH, HEIGHT)
        for y, strip in enumerate(self.screen._compositor.render_strips()):
            terminal.feed(f"\x1b[{y + 1};1H{strip.render(self.console)}".encode())
        return terminal

    def draw(self, terminal: Emulator) -> None:
        """Draw what is due on the terminal."""
        for widget in (self.panel, self.view):
            terminal.feed("".join(widget.drawn()).encode())


def cells(terminal: Emulator) -> list[list[object]]:
    return [[terminal.screen.buffer[y][x] for x in range(WIDTH)] for y in range(HEIGHT)]


def changes(app: Page, chance: random.Random) -> list[Callable[[], object]]:
    view = app.view

    def stretch() -> Span:
        start = chance.randrange(0, 2500)
        return Span(start, start + chance.randrange(1, 200))

    def mark() -> None:
        span = stretch()
        owner = str(chance.randrange(5))
        view.replace_marks({owner: [Mark(*span, chance.choice(list(Layer)), "claim", "C", owner)]})

    return [
        lambda: setattr(view, "current", stretch()),
        lambda: setattr(view, "selection", (stretch(),)),
        lambda: setattr(view, "matches", [Span(start, start + 4) for start in range(0, 3000, 90)]),
        lambda: setattr(view, "active", str(chance.randrange(5))),
        lambda: view.scroll_rows(chance.randrange(-30, 30)),
        lambda: view.reveal(stretch()),
        lambda: view.reveal(stretch(), "center"),
        mark,
        lambda: app.panel.show(chance.choice(LINES)),
    ]


@pytest.mark.parametrize("seed", range(4))
async def test_the_terminal_shows_what_it_would_if_all_was_drawn(seed: int) -> None:
    chance = random.Random(seed)
    app = Page()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        terminal = app.whole()
        for _ in range(40):
            for change in chance.choices(changes(app, chance), k=chance.randrange(1, 4)):
                change()
            app.draw(terminal)
            assert cells(terminal) == cells(app.whole())


async def test_what_was_drawn_is_not_drawn_again() -> None:
    app = Page()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.view.current = Span(0, 40)
        assert list(app.view.drawn())
        assert not list(app.view.drawn())
        app.view.current = Span(0, 40)
        assert not list(app.view.drawn())


async def test_what_nobody_draws_is_left_to_textual() -> None:
    app = Page()
    async with app.run_test(size=SIZE) as pilot:
        app.panel.show(LINES[0])
        await pilot.pause()
        assert not list(app.panel.drawn())
        assert any("sentence 1 of 9" in strip.text for strip in app.screen._compositor.render_strips())


async def test_a_part_of_a_line_begins_where_it_is_asked_for() -> None:
    app = Page()
    async with app.run_test(size=SIZE) as pilot:
        app.panel.show([[("日本語", ())]])
        await pilot.pause()
        terminal = Emulator(WIDTH, 1)
        terminal.feed(app.panel.written(Cells(0, 3, 8)).encode())
        assert terminal.text().rstrip() == " 語"
