from hypothesis import given
from hypothesis import strategies as st

from tui.terminal_input import EscapeKey, InputSplitter

ESC = EscapeKey()


def split(*packets):
    splitter = InputSplitter()
    parts = [part for packet in packets for part in splitter.feed(packet)]
    return parts + list(splitter.time_out())


def test_esc_and_a_key_in_one_packet_is_esc_then_the_key():
    assert split(b"\x1bj") == [ESC, "j"]
    assert split(b"\x1b=") == [ESC, "="]
    assert split(b"\x1b}") == [ESC, "}"]


def test_esc_alone_is_held_until_nothing_follows():
    splitter = InputSplitter()
    assert list(splitter.feed(b"\x1b")) == []
    assert splitter.waiting
    assert list(splitter.time_out()) == [ESC]
    assert not splitter.waiting


def test_an_arrow_that_came_in_two_packets_is_still_an_arrow():
    assert "".join(split(b"\x1b", b"[A")) == "\x1b[A"


def test_two_escs_before_an_arrow_are_esc_and_an_arrow():
    assert split(b"\x1b\x1b[A") == [ESC, "\x1b[A"]


def test_esc_inside_a_paste_is_pasted_text_however_it_is_cut():
    whole = b"\x1b[200~cq\x1bx\x1b[201~j"
    for cut in range(1, len(whole)):
        parts = split(whole[:cut], whole[cut:])
        assert "".join(part for part in parts if isinstance(part, str)) == whole.decode()
        assert ESC not in parts


@given(st.lists(st.binary(max_size=8), max_size=8))
def test_no_bytes_raise(packets):
    assert all(isinstance(part, (str, EscapeKey)) for part in split(*packets))


def test_an_invalid_byte_becomes_a_replacement_character():
    assert split(b"a\xffb") == ["a\ufffdb"]


def test_answers_that_nobody_asked_for_are_no_keys():
    for answer in (b"\x1b[?62;4c", b"\x1bP>|term 1.0\x1b\\", b"\x1b]11;rgb:00/00/00\x1b\\", b"\x1b_Gi=1;OK\x1b\\"):
        assert split(answer + b"j") == ["j"]
        for cut in range(2, len(answer)):
            assert split(answer[:cut], answer[cut:] + b"j") == ["j"]


def test_what_a_terminal_is_asked_for_comes_through():
    for report in ("\x1b[<0;5;7M", "\x1b[I", "\x1b[?2026;2$y", "\x1b[48;24;80;480;800t", "\x1b[3;4R", "\x1b[57441u"):
        assert split(report.encode()) == [report]


def test_keys_of_kittys_protocol_lose_what_was_not_asked_for():
    assert split(b"\x1b[106;1:1u") == ["\x1b[106;1u"]
    assert split(b"\x1b[97:65;2u") == ["\x1b[97;2u"]
    assert split(b"\x1b[106;1:3uj") == ["j"]


def test_numbers_that_are_no_character_are_left_out():
    for number in (b"1114112", b"55296", b"99999999999999999999"):
        assert split(b"\x1b[" + number + b"uj") == ["j"]


def test_a_sequence_that_never_ends_is_given_up():
    splitter = InputSplitter()
    list(splitter.feed(b"\x1b]11;rgb"))
    while splitter.waiting:
        assert list(splitter.time_out()) == []
    assert list(splitter.feed(b"j")) == ["j"]


def test_a_bracket_after_esc_is_a_key_when_nothing_follows():
    assert split(b"\x1b[") == [ESC, "["]
    assert split(b"\x1b]") == [ESC, "]"]
    assert split(b"\x1b]c") == [ESC, "]c"]
