"""What a terminal may send that is no plain key: pastes, bursts, packed escapes, bare modifiers, broken bytes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.end_to_end.program import Home, counted, counts, quit_reader, ready, saved
from tests.terminal import Terminal


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, Terminal]]:
    """One program for all tests of this file; each begins at the first sentence, with nothing tagged."""
    home = Home(tmp_path_factory.mktemp("input"))
    with home.read(home.write("harbour.txt")) as terminal:
        ready(terminal)
        yield home, terminal
        quit_reader(terminal)
        assert b"Traceback" not in terminal.raw
    assert home.check() == []


@pytest.fixture
def terminal(shared: tuple[Home, Terminal]) -> Iterator[Terminal]:
    _, terminal = shared
    terminal.press("esc", "esc", "g", "g")
    terminal.wait_for("sentence 1 of")
    yield terminal
    while any(counts(terminal)):
        before = saved(terminal)
        terminal.press("u")
        terminal.wait_for(f"saved {before + 1} ")


def test_a_paste_is_not_run_as_keys(terminal: Terminal) -> None:
    before = saved(terminal)
    terminal.paste("cqs")
    terminal.wait_for("Pasted text, 1 paragraph, 1 word")
    terminal.press("c", "j", "esc")
    terminal.paste("jjj\rc:q\rZZ\x03")
    terminal.wait_for("Pasted text, 3 paragraphs, 3 words")
    terminal.press("esc")
    terminal.feed(b"\x1b[200~c")  # in several packets, the end mark cut in two
    terminal.feed(b"qs\x1b[20")
    terminal.feed(b"1~")
    terminal.wait_for("Pasted text, 1 paragraph, 1 word")
    terminal.press("esc", "j")
    terminal.wait_for("sentence 2 of")
    assert (counts(terminal), saved(terminal)) == ((0, 0, 0), before)


def test_a_paste_into_the_search_line_is_what_is_searched(terminal: Terminal) -> None:
    terminal.press("/")
    terminal.paste("strike\n114")
    terminal.wait_for("/strike 114")
    terminal.press("enter")
    terminal.wait_for("match 1 of 1")
    counted(terminal, 0, 0, 0)


def test_a_search_typed_ahead_in_one_burst_searches_and_tags_nothing(terminal: Terminal) -> None:
    before = saved(terminal)
    terminal.feed(b"/crews? 1[0-9]\r")
    terminal.wait_for("match 1 of 20")
    assert "/" not in terminal.row(-1)
    terminal.feed(b"gg/squids and cqs\rj")
    terminal.wait_for("sentence 2 of")
    assert (counts(terminal), saved(terminal)) == ((0, 0, 0), before)


def test_keys_in_one_packet_are_taken_in_their_order(terminal: Terminal) -> None:
    before = saved(terminal)
    terminal.feed(b"jjc")
    terminal.wait_for("claim “On day 1 of the strike")
    terminal.feed(b"js+jqmsecond thoughts\rx")
    terminal.wait_for("deleted quote")
    counted(terminal, 1, 0, 1)
    terminal.press("esc")
    terminal.wait_for("sentence 5 of")
    assert saved(terminal) == before + 5
    terminal.feed(b"gg3jvwwc")
    terminal.wait_for("claim “wait")
    terminal.press("esc")
    terminal.wait_for("sentence 4 of")


def test_esc_and_a_key_in_one_packet_are_esc_and_then_the_key(terminal: Terminal) -> None:
    terminal.press("j", "j", "v", "w")
    terminal.wait_for(lambda t: any(t.cell(x, y).reverse for x in range(20) for y in range(20)))
    terminal.feed(b"\x1bj")
    terminal.wait_for("sentence 4 of")
    terminal.feed(b"/nothing\x1bj")
    terminal.wait_for("sentence 5 of")
    terminal.feed(b"\x1b\x1bj")
    terminal.wait_for("sentence 6 of")
    terminal.feed(b"\x1b[B\x1b[Bj\x1bOB")
    terminal.wait_for("sentence 10 of")
    counted(terminal, 0, 0, 0)


def test_an_escape_sequence_in_two_packets_is_one_key(terminal: Terminal) -> None:
    for byte in b"\x1b[B":
        terminal.feed(bytes([byte]))
    terminal.wait_for("sentence 2 of")
    counted(terminal, 0, 0, 0)


def test_bare_modifiers_neither_count_nor_act(terminal: Terminal) -> None:
    before = saved(terminal)
    modifiers = b"".join(f"\x1b[{code}u\x1b[{code};2u".encode() for code in range(57441, 57455))
    modifiers += b"\x1b[57358u\x1b[57359u\x1b[57360u"  # the locks
    terminal.feed(b"2" + modifiers + b"j")
    terminal.wait_for("sentence 3 of")
    terminal.feed(modifiers + b"g" + modifiers + b"g")
    terminal.wait_for("sentence 1 of")
    terminal.feed(b"s" + modifiers + b"+")
    terminal.wait_for("favor")
    assert saved(terminal) == before + 1, "the polarity belongs to the tag's step"
    counted(terminal, 0, 0, 1)


def test_keys_of_the_kitty_protocol_are_the_same_keys(terminal: Terminal) -> None:
    terminal.feed(b"\x1b[106u\x1b[106;1:1u")  # j, twice
    terminal.wait_for("sentence 3 of")
    terminal.feed(b"\x1b[106;2u")  # J
    terminal.wait_for("sentence 6 of")
    terminal.feed(b"v\x1b[27uj")
    terminal.wait_for("sentence 7 of")
    terminal.feed(b"\x1b[107;;107u\x1b[107;;107u")  # k, with the text that it types
    terminal.wait_for("sentence 5 of")
    terminal.feed(b"\x1b[57441u\x1b[98;2;66u\x1b[106;;106u")  # B is no key; j is
    terminal.wait_for("sentence 6 of")
    terminal.feed(b"\x1b[47;;47u\x1b[228;;228u\x1b[113;;113u\x1b[13u")  # a search for äq
    terminal.wait_for("“äq” is not in this article")


@pytest.mark.parametrize(
    "garbage",
    [
        b"\xff\xfe",
        b"\xc3",
        b"\xf0\x9f\x98",
        b"\x80\x80\x80",
        b"\xed\xa0\x80",
        b"\x00",
        b"\xc0\xaf\xff",
        b"\x1b[999;999;999;999~",
        b"\x1b[1;99Z",
        b"\x1b[<0;999;999M\x1b[<0;999;999m",
        b"\x1b[<999;0;0M",
        b"\x1b[99999999999u",
        b"\x1b[1114112u",
        b"\x1b[55296u",
        b"\x1b[201~",
        b"\x1b[?2048;9$y\x1b[?62;c\x1b[>1;1;1c",
        b"\x1b[I\x1b[O",
        b"\x1b[1;1R",
        b"\x1bP>|term 1.0\x1b\\",
        b"\x1b]11;rgb:0000/0000/0000\x1b\\",
        "é第👩‍🌾".encode(),
    ],
    ids=repr,
)
def test_broken_bytes_and_unasked_answers_do_no_harm(terminal: Terminal, garbage: bytes) -> None:
    before = saved(terminal)
    terminal.feed(garbage)
    terminal.feed(b"j")
    terminal.wait_for("sentence 2 of")
    terminal.feed(garbage * 20 + b"gg")
    terminal.wait_for("sentence 1 of")
    assert (counts(terminal), saved(terminal)) == ((0, 0, 0), before)


def test_a_character_that_comes_in_two_packets_is_typed_whole(terminal: Terminal) -> None:
    terminal.press("/")
    for byte in "“We".encode():
        terminal.feed(bytes([byte]))
    terminal.press("enter")
    terminal.wait_for("match 1 of 40")


def test_keys_typed_before_the_first_page_are_done_after_it(home: Home) -> None:
    article = home.shelve("harbour.txt")
    with home.read(article) as terminal:
        terminal.wait_for(lambda t: t.written)
        terminal.feed(b"jjcq")
        terminal.wait_for("saved 2 ")
        quit_reader(terminal)
    with home.read(article) as terminal:
        terminal.wait_for(lambda t: t.written)
        terminal.feed(b"u")
        terminal.wait_for("undone: tagged quote")
        terminal.wait_for("saved 3 ")
        counted(terminal, 1, 0, 0)
        quit_reader(terminal)
    assert [label for _, label, _ in home.saved_words()] == ["claim"]
    assert home.check() == []
