import pytest

from annotations.schema.files import shipped
from tui.actions import Where
from tui.acts import all_actions
from tui.keymap import Chords, Keymap, Pending, Pressed, Unknown, key_of, shown


@pytest.fixture
def chords():
    return Chords(Keymap([("j", "next"), ("g g", "first"), ("> a", "any"), ("> u", "untagged"), ("0", "start")]))


def press(chords, keys):
    return [chords.press(key) for key in keys.split()][-1]


def test_a_key_a_sequence_and_a_count(chords):
    assert press(chords, "j") == Pressed("next")
    assert press(chords, "g") == Pending("g")
    assert press(chords, "g") == Pressed("first")
    assert press(chords, "1 2 j") == Pressed("next", 12)
    assert press(chords, "3 g g") == Pressed("first", 3)


def test_zero_is_a_count_only_after_another_digit(chords):
    assert press(chords, "0") == Pressed("start")
    assert press(chords, "1 0 j") == Pressed("next", 10)


def test_counts_end_somewhere(chords):
    assert press(chords, "9 9 9 9 9 9 9 9 9 9 j") == Pressed("next", 9999)


def test_an_unknown_key_ends_what_was_typed(chords):
    assert press(chords, "g x") == Unknown("g x")
    assert press(chords, "g") == Pending("g")
    assert chords.clear()
    assert not chords.clear()


def test_what_may_follow_a_prefix_is_told(chords):
    press(chords, ">")
    assert chords.keymap.after(chords.prefix) == {"a": "any", "u": "untagged"}


@pytest.mark.parametrize("bindings", [[("a", "x"), ("a", "y")], [("a", "x"), ("a b", "y")], [("a b", "x"), ("a", "y")]])
def test_keys_that_cannot_all_be_reached_are_refused(bindings):
    with pytest.raises(ValueError, match="a"):
        Keymap(bindings)


@pytest.mark.parametrize(
    ("key", "character", "names"),
    [
        ("j", "j", ("j",)),
        ("J", "J", ("J",)),
        ("shift+J", None, ("J",)),
        ("shift+j", None, ("J",)),
        ("right_curly_bracket", "}", ("}",)),
        ("space", " ", ("space",)),
        ("ctrl+d", "\x04", ("ctrl+d",)),
        ("alt+j", "j", ("escape", "j")),
        ("alt+shift+j", "J", ("escape", "J")),
        ("left_shift", None, ()),
        ("iso_level3_shift", None, ()),
        ("caps_lock", None, ()),
        ("replacement_character", "\ufffd", ()),
        ("enter", "\r", ("enter",)),
        ("shift+tab", None, ("shift+tab",)),
        ("é", "é", ("é",)),
    ],
)
def test_keys_are_named_as_they_are_typed(key, character, names):
    assert key_of(key, character) == names


def test_keys_are_shown_for_people():
    assert shown("ctrl+d") == "Ctrl+D"
    assert shown("> a") == "> a"
    assert shown("shift+right") == "Shift+→"
    assert shown("+") == "+"
    assert shown("space") == "Space"


def test_every_action_has_a_key_without_altgr_dead_keys_or_ctrl():
    awkward = set("\"'`^~@[]{}|\\")
    for action in all_actions(shipped()):
        plain = [s for s in action.keys if not any(k.startswith("ctrl+") or k in awkward for k in s.split(" "))]
        assert plain or action.id == "interrupt", action.id  # which is y, or a hint at :q


def test_selecting_keys_win_only_while_selecting():
    actions = all_actions(shipped())
    assert Chords(actions.keymap).press("o") == Pressed("annotation.next_here")
    assert Chords(actions.selecting_keymap).press("o") == Pressed("select.other_end")
    assert Chords(actions.selecting_keymap).press("q") == Pressed("tag.quote")
    assert any(action.where is Where.SELECTING for action in actions)


def test_ids_titles_and_groups_are_fit_for_help():
    for action in all_actions(shipped()):
        assert action.title[0].isupper()
        assert not action.title.endswith(".")
        assert len(action.title) < 70
