"""The pseudo-terminal helper does what the end-to-end tests and benchmarks rely on."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from tests.keyboard import key_bytes
from tests.terminal import Terminal
from tests.vt import Emulator

TINY_APP = """
from textual.app import App, ComposeResult
from textual.widgets import Static


class Tiny(App[None]):
    BINDINGS = [("j", "more", "More"), ("escape", "leave", "Leave"), ("y", "copy", "Copy")]
    count = 0

    def compose(self) -> ComposeResult:
        yield Static("pressed 0", id="count")
        yield Static("wide 第三 and 👩‍🌾 then Zoe\\u0308", id="wide")
        yield Static("", id="size")

    def on_resize(self, event) -> None:
        self.query_one("#size", Static).update(f"size {event.size.width}x{event.size.height}")

    def on_paste(self, event) -> None:
        self.query_one("#wide", Static).update(f"pasted {event.text}")

    def on_click(self, event) -> None:
        self.query_one("#wide", Static).update(f"clicked {event.screen_x},{event.screen_y}")

    def action_more(self) -> None:
        self.count += 1
        self.query_one("#count", Static).update(f"[u]pressed {self.count}[/u]")

    def action_copy(self) -> None:
        self.copy_to_clipboard("“words”")

    def action_leave(self) -> None:
        self.exit(return_code=3)


app = Tiny()
app.run()
raise SystemExit(app.return_code)
"""


def python(code: str, size: tuple[int, int] = (100, 30), env: dict[str, str | None] | None = None) -> Terminal:
    return Terminal([sys.executable, "-c", code], columns=size[0], rows=size[1], env=env)


@pytest.fixture
def tiny_app(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.py"
    path.write_text(TINY_APP, encoding="utf-8")
    return path


def test_one_types_at_a_program_and_sees_what_it_prints() -> None:
    with python("name = input('Who? '); print(f'Good day, {name}')") as terminal:
        terminal.wait_for("Who?")
        terminal.press("K", "i", "m", "enter")
        terminal.wait_for("Good day, Kim")
        assert terminal.wait() == 0
        assert terminal.row(0) == "Who? Kim"
        assert terminal.find("Kim") == (5, 0)
        assert terminal.left_behind() == []


def test_the_program_gets_the_environment_size_and_terminal_asked_for() -> None:
    code = "import os, sys; print(os.environ['TERM'], os.get_terminal_size(), os.getenv('HOME'), sys.stdin.isatty())"
    with python(code, size=(61, 7), env={"TERM": "vt100", "HOME": None}) as terminal:
        terminal.wait_for("vt100 os.terminal_size(columns=61, lines=7) None True")


def test_a_program_that_ends_or_hangs_is_reported_with_its_screen() -> None:
    with python("print('last words')") as terminal, pytest.raises(TimeoutError, match=r"(?s)ended with.*last words"):
        terminal.wait_for("more")
    with python("print('so far'); input()") as terminal:
        terminal.wait_for("so far")
        with pytest.raises(TimeoutError, match="so far"):
            terminal.wait_for("more", timeout=0.05)
        with pytest.raises(TimeoutError, match="still running"):
            terminal.wait(timeout=0.05)


def test_a_signal_ends_the_program() -> None:
    with python("print('ready'); input()") as terminal:
        terminal.wait_for("ready")
        terminal.kill(signal.SIGTERM)
        assert terminal.wait() == -signal.SIGTERM


def test_a_terminal_left_raw_is_noticed() -> None:
    with python("import tty; tty.setraw(0); print('\\x1b[?1049h\\x1b[?25l\\x1b[>5uraw', flush=True)") as terminal:
        terminal.wait()
        assert terminal.left_behind() == ["line discipline", "mode 1049 set", "mode 25 reset", "1 keyboard levels"]


def test_typing_at_a_program_that_has_ended_is_an_error() -> None:
    with python("") as terminal:
        terminal.wait()
        with pytest.raises(ConnectionError, match="has ended"):
            terminal.press("j")


def test_more_than_the_kernel_buffers_goes_in_and_comes_out() -> None:
    code = (
        "import sys, tty; tty.setraw(0); print('go', flush=True)\nwhile True: print(len(sys.stdin.buffer.read(50000)))"
    )
    with python(code) as terminal:
        terminal.wait_for("go")
        terminal.feed(b"x" * 200_000)
        terminal.wait_for(lambda t: t.text().count("50000") == 4)


def test_a_textual_app_starts_takes_keys_and_leaves_the_terminal_as_it_was(tiny_app: Path) -> None:
    with Terminal([sys.executable, tiny_app], columns=40, rows=8) as terminal:
        terminal.wait_for("pressed 0")
        terminal.settle()
        before = terminal.written
        terminal.press("j")
        terminal.wait_for("pressed 1")
        assert 0 < terminal.written - before < 1000
        assert terminal.cell(*terminal.find("pressed")).underscore
        assert terminal.row(1) == "wide 第三 and 👩‍🌾 then Zoe\u0308"
        assert terminal.find("then") == (17, 1)
        assert "line discipline" in terminal.left_behind()
        terminal.press("y")
        terminal.wait_for(lambda t: t.clipboard == "“words”")
        terminal.press("esc")
        assert terminal.wait() == 3
        assert terminal.left_behind() == []
        assert terminal.text().strip() == ""


def test_a_textual_app_sees_a_new_size_a_paste_and_a_click(tiny_app: Path) -> None:
    with Terminal([sys.executable, tiny_app], columns=40, rows=8) as terminal:
        terminal.wait_for("size 40x8")
        terminal.resize(50, 12)
        terminal.wait_for("size 50x12")
        terminal.paste("j\nj")
        terminal.wait_for("pasted j")
        assert terminal.row(0) == "pressed 0"
        terminal.mouse("press", 5, 1)
        terminal.mouse("release", 5, 1)
        terminal.wait_for("clicked 5,1")


def test_keys_have_the_bytes_that_terminals_send() -> None:
    keys = ["j", "enter", "ctrl+q", "alt+j", "shift+tab", "}", "+", "é"]
    assert b" ".join(map(key_bytes, keys)) == b"j \r \x11 \x1bj \x1b[Z } + \xc3\xa9"


def test_sequences_that_pyte_would_draw_are_not_drawn_even_in_pieces() -> None:
    emulator = Emulator(30, 2)
    output = "a\x1b[<u\x1b[=1;1ub\x1b[>4;1m\x1bP+q544e\x1b\\c\x1b]52;c;aGk=\x07\x1b[?2048$pd"
    output += "\x1b]2;News\x07\x1b]22;default\x07\x1b[21me\u0301\x1b[24mf👩\u200d🌾g"
    for byte in output.encode():
        emulator.feed(bytes([byte]))
    assert emulator.row(0).startswith("abcde\u0301f")
    assert emulator.row(0).endswith("g")
    assert emulator.clipboard == "hi"
    assert emulator.screen.title == "News"
    assert emulator.screen.buffer[0][4].underscore
    assert not emulator.screen.buffer[0][5].underscore


def test_the_alternate_screen_covers_the_main_one_for_a_time() -> None:
    emulator = Emulator(20, 3)
    emulator.feed(b"prompt $ \x1b[?1049h\x1b[1;1Happ")
    assert emulator.text().strip() == "app"
    emulator.feed(b"\x1b[?1049lbye")
    assert emulator.row(0) == "prompt $ bye"
