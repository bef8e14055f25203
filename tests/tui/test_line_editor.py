from hypothesis import given
from hypothesis import strategies as st

from tui.line_editor import _KEYS, LineEditor


def typed(keys, **options):
    editor = LineEditor(**options)
    for key in keys:
        assert editor.key(key)
    return editor


def test_typing_moving_and_deleting():
    assert typed([*"peace", "home", "x", "end", "backspace"]).text == "xpeac"
    assert typed([*"two", "space", *"words", "ctrl+w"]).text == "two "
    assert typed([*"abc", "left", "left", "ctrl+k"]).text == "a"
    assert typed([*"abc", "left", "ctrl+u"]).text == "c"
    assert typed([*"abc", "left", "left", "delete"]).text == "ac"


def test_tab_takes_completions_in_turn():
    names = ["Vera Lind", "Vera Holm"]
    editor = typed([*"Ve", "tab"], complete=lambda t: [name for name in names if name.startswith(t)])
    assert editor.text == "Vera Lind"
    editor.key("tab")
    assert editor.text == "Vera Holm"
    editor.key("shift+tab")
    assert editor.text == "Vera Lind"


def test_arrows_take_lines_from_the_history():
    editor = typed(["up"], history=["first", "second"])
    assert editor.text == "second"
    editor.key("up")
    editor.key("up")
    assert editor.text == "first"
    editor.key("down")
    editor.key("down")
    assert editor.text == ""


def test_pasted_lines_become_one():
    editor = LineEditor()
    editor.insert("a\nb")
    assert editor.text == "a b"


def test_a_key_that_means_nothing_is_said_to():
    assert not LineEditor().key("f5")


def test_what_is_drawn_is_harmless():
    editor = LineEditor("a\x1b[31mb")
    assert "\x1b" not in "".join(editor.shown)


@given(st.lists(st.sampled_from([*_KEYS, *"aé語 ", "space"]), max_size=40))
def test_the_cursor_stays_in_the_line(keys):
    editor = LineEditor("start", complete=lambda t: [t + "x"] if len(t) < 9 else [], history=["h"], limit=12)
    for key in keys:
        editor.key(key)
        assert 0 <= editor.cursor <= len(editor.text) <= 12
