"""Whatever an article, a file's name or a title holds is shown, and nothing of it reaches the terminal as an order."""

from __future__ import annotations

import re

from tests.end_to_end.program import Home, counted, quit_reader, ready, told
from tests.terminal import Terminal

SEQUENCES = {
    "colour": "\x1b[5;31mred and blinking",
    "clear": "\x1b[2J\x1b[3J\x1b[999;999H",
    "title": "\x1b]0;owned\x07\x1b]2;owned\x1b\\",
    "clipboard": "\x1b]52;c;b3duZWQ=\x07",
    "link": "\x1b]8;;https://owned.example\x1b\\here\x1b]8;;\x1b\\",
    "device control": "\x1bP$qm\x1b\\\x1bP+q544e\x1b\\",
    "application": "\x1b_Gf=24;AAAA\x1b\\\x1b^private\x1b\\\x1bXstring\x1b\\",
    "question": "\x1b[6n\x1b[c\x1b[>q\x1b[?u\x1b[21t\x05",
    "modes": "\x1b[?1001h\x1b[?47h\x1b[4h\x1b[20h\x1bc\x1b(0\x0e",
    "C1": "\x9b5;31m\x9d0;owned\x9c\x90q\x9c\x85\x8d",
    "C0": "\x00\x01\x07\x08\x0b\x0c\x0f\x7f",
    "bidi": "\u202eright to left\u202c \u2066isolate\u2069 \u200e\u200f\u061c",
    "lines": "one\u2028two\u2029three",
    "hidden": "\U000e0041\U000e0042\ufeff\u200b\u2060\ufff9",
    "markup": "[bold red]loud[/] [link=file:///etc/passwd]x[/link] [@click=app.quit]quit[/] [/nothing] [[ \\[",
}
HOSTILE = "\n".join(f"The {name} sentence says {text} and then ends." for name, text in SEQUENCES.items())

_OWN = re.compile(
    rb"\r\n|\x1b\[\??[0-9;]*[hlmHJKABCDGXrst]"  # modes, styles, places, erasing, saving the place
    rb"|\x1b\[\?[0-9;]*\$p|\x1b\[\?u|\x1b\[>[0-9;]*[um]|\x1b\[<[0-9]*u|\x1b\[\?4m"  # questions, keyboard levels
    rb"|\x1b\][0-9]+;[a-z]*(?:\x07|\x1b\\)"  # a pointer's shape
)
"""What the program itself has reason to write."""
_ORDERS = re.compile(
    rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae\x8e\x8f]|\xe2\x81[\xa6-\xa9]|\xd8\x9c"
)
"""C0 but white space, C1, separators and bidirectional controls, in UTF-8."""


def orders(terminal: Terminal) -> list[bytes]:
    """Return what was written that only a terminal would understand, beyond what the program writes for itself."""
    return _ORDERS.findall(_OWN.sub(b"", terminal.raw))


def payloads(terminal: Terminal) -> list[str]:
    """Name the sequences of the article that were written as they are."""
    pieces = {name: re.findall(r"[\x1b\x9b\x9d\x90][^\x1b\x9b\x9d\x90]{2,}", text) for name, text in SEQUENCES.items()}
    return [name for name, found in pieces.items() if any(piece.encode() in terminal.raw for piece in found)]


def test_escape_sequences_in_an_article_are_seen_and_not_obeyed(home: Home) -> None:
    article = home.write("hostile.txt", HOSTILE)
    with home.read(article, rows=50) as terminal:
        ready(terminal)
        terminal.wait_for("␛[5;31mred and blinking")
        for shown in (
            "␛]52;c;b3duZWQ=␇",
            "␛P$qm␛\\",
            "�5;31m�0;owned��q�␤�",
            "�␁␇␈␋␌␏␡",
            "·right to left· ·isolate· ···",
            "one␤two␤three",
        ):
            assert shown in terminal.text()
        terminal.press("G")
        terminal.wait_for("[bold red]loud[/] [link=file:///etc/passwd]x[/link]")
        terminal.wait_for("[@click=app.quit]quit[/] [/nothing] [[ \\[")
        sentences = int(re.findall(r"of (\d+)", terminal.row(-1))[0])
        terminal.press("g", "g", "c", *"jc" * (sentences - 1), "}", "{", "space", "z", "z", "g", "g")
        terminal.wait_for(f"saved {sentences} ")
        terminal.press("s", "+", "m", "\\", "[", "b", "]", "enter")
        terminal.wait_for("noted on stance")
        terminal.press("v", "w", "y")
        terminal.wait_for("copied")
        terminal.press("/", "\\", "x", "1", "b", "enter")
        terminal.wait_for("match 1 of ")
        terminal.press("esc", "u", "u", "u")
        terminal.wait_for("undone: tagged claim")
        assert payloads(terminal) == []
        assert terminal.title == ""
        quit_reader(terminal)
    # A copy is the one order that a person gave: it takes the words as they are, and is base64.
    written = re.sub(rb"\x1b\]52;c;[A-Za-z0-9+/=]*\x07", b"", terminal.raw)
    assert _ORDERS.findall(_OWN.sub(b"", written)) == []
    assert home.check() == []


def test_hostile_names_and_titles_are_shown_harmless_everywhere(home: Home) -> None:
    name = "a\x1b]0;owned\x07\x1b[5;31m[bold red]b[bold]\u202e\x9b31m.txt"
    title = "The \x1b[5;31mtitle\x9b31m [bold]of[/] \u202eit"
    article = home.write(name, f"{title}\n\nSome words stand here, so that there is something to read.\n")
    with home.read(article) as terminal:
        ready(terminal)
        assert "The ␛[5;31mtitle�31m [bold]of[/] ·it" in terminal.row(0)
        terminal.press("j", "c")
        terminal.wait_for("saved 1")
        article.unlink()
        terminal.press("M")
        terminal.wait_for("is marked done")
        quit_reader(terminal)
        assert orders(terminal) == []
        assert terminal.title == ""
    with home.read("1") as terminal:
        ready(terminal)
        quit_reader(terminal)
        assert orders(terminal) == []
    with home.read(home.path / (name + "\x1b[5;31mmissing"), columns=300) as terminal:
        assert terminal.wait() in {1, 2}
        assert "␛[5;31mmissing" in terminal.text()
        assert orders(terminal) == []


def test_a_line_of_a_megabyte_without_a_space_is_read_and_tagged(home: Home) -> None:
    article = home.write("long.txt", "Before it.\n" + "abcdefghi\u0301" * 100_000 + "END\nAfter it, something follows.")
    with home.read(article) as terminal:
        ready(terminal)
        terminal.press("j")
        terminal.wait_for("sentence 2 of 3")
        terminal.press("c")
        terminal.wait_for("saved 1", timeout=30)
        for key in (" ", " ", "z", "z", "v", "l", "w", "esc", "}", "{", "k", "j"):
            terminal.press(key)
        terminal.press("G")
        terminal.wait_for("After it, something follows.")
        terminal.wait_for("sentence 3 of 3")
        terminal.press("q", "u")
        terminal.wait_for("undone: tagged quote")
        quit_reader(terminal)
        assert orders(terminal) == []
    assert home.rows("SELECT end - start FROM fragments") == [(1_000_003,)]
    assert home.check() == []


def test_ten_thousand_marks_on_one_letter_are_passed_over_as_any_word(home: Home) -> None:
    article = home.write("marks.txt", "Before it.\nZa" + "\u0301" * 10_000 + "lgo came here.\nAfter it.")
    with home.read(article) as terminal:
        ready(terminal)
        terminal.press("j", "c")
        terminal.wait_for("saved 1")
        terminal.press("v", "w", "l", "l", "h", "esc", "G")
        terminal.wait_for("sentence 3 of 3")
        terminal.press("k")
        terminal.wait_for("sentence 2 of 3")
        assert "came here." in terminal.text()
        terminal.press("u")
        terminal.wait_for("undone: tagged claim")
        quit_reader(terminal)
    assert home.check() == []


def test_three_hundred_thousand_lines_of_one_character_are_read(home: Home) -> None:
    article = home.write("lines.txt", "a\n" * 300_000)
    with home.read(article) as terminal:
        terminal.wait_for(lambda t: "a" in t.row(5))
        terminal.wait_for("sentence 1 of 300000", timeout=60)
        terminal.press("G")
        terminal.wait_for("sentence 300000 of")
        terminal.press("c")
        terminal.wait_for("saved 1")
        terminal.press("g", "g", "}", "j", "k", " ", "5", "0", "0", "0", "j")
        terminal.wait_for(lambda t: re.search(r"sentence 50\d\d of", t.row(-1)))
        terminal.press("q")
        terminal.wait_for("saved 2")
        counted(terminal, 1, 1, 0)
        quit_reader(terminal)


ODD = ["[", "[/]", "\x1b", "\u0301", "a", "👩‍🌾" * 300, "第" * 300, "\t" * 50 + "x", "حداد " * 90]
INVISIBLE = ["\u202e", "\u200b"]


def test_articles_of_one_odd_thing_are_read_one_after_another(home: Home) -> None:
    texts = [INVISIBLE[0], *ODD, INVISIBLE[1]]
    articles = [home.write(f"{number}.txt", f"{text}\n") for number, text in enumerate(texts)]
    with home.read(*articles, columns=40) as terminal:
        for text in texts:
            title = terminal.row(0)
            terminal.wait_for(lambda t, title=title: t.row(0) != title and "saved 0" in t.row(-1))
            if text in ODD:
                ready(terminal)
            terminal.press("j", "c", "v", "l", "esc", "G", "u", "U")
            if text in ODD:
                terminal.wait_for("saved 3")
            terminal.press("M")
        told(terminal, "there is no other after it")
        quit_reader(terminal)
        assert orders(terminal) == []
    assert len(home.rows("SELECT number FROM articles WHERE status = 'done'")) == len(texts)
    assert home.check() == []
