"""A person's own keys: what takes effect, what is named, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.schema.files import shipped
from tui.actions import Action, Actions, Group, Where
from tui.acts import all_actions
from tui.keymap import Chords, Pressed
from tui.user_keys import check_sequence, with_user_keys


def act(action_id, *keys, where=Where.READING):
    return Action(action_id, action_id.capitalize(), keys, Group.MOVE, lambda *_: None, where=where)


ACTS = (
    act("next", "j", "down"),
    act("previous", "k"),
    act("first", "g g"),
    act("back", "g o"),
    act("search", "/"),
    act("left", "h", where=Where.SELECTING),
    act("edge", "0", where=Where.SELECTING),
    act("quit", "Z Z", "ctrl+q"),
)
NEWS = tuple(all_actions(shipped()))


def keys_of(actions):
    return {action.id: action.keys for action in actions}


def used(keys, actions=ACTS):
    changed, problems = with_user_keys(actions, keys)
    Actions(changed)
    return keys_of(changed), problems


def test_no_keys_of_ones_own_change_nothing():
    assert with_user_keys(ACTS, {}) == (ACTS, ())


def test_keys_take_the_place_of_an_actions_own():
    keys, problems = used({"search": ("s", "ctrl+f"), "previous": ()})
    assert problems == ()
    assert keys["search"] == ("s", "ctrl+f")
    assert keys["previous"] == ()
    assert keys["next"] == ("j", "down")


def test_all_else_of_an_action_stays():
    changed, _ = with_user_keys(NEWS, {"sentence.next": ("n",), "search.next": ("j",)})
    assert [action.id for action in changed] == [action.id for action in NEWS]
    assert [action.title for action in changed] == [action.title for action in NEWS]
    assert Chords(Actions(changed).keymap).press("n") == Pressed("sentence.next")


def test_two_actions_may_swap_their_keys():
    keys, problems = used({"next": ("k",), "previous": ("j",)})
    assert problems == ()
    assert (keys["next"], keys["previous"]) == (("k",), ("j",))


def test_what_is_taken_from_another_action_is_named():
    keys, problems = used({"search": ("j",)})
    assert keys["search"] == ("j",)
    assert keys["next"] == ("down",)
    assert problems == ("next loses j to j (search); it still has ↓. Give it others, or [] to have it so",)
    assert used({"search": ("j",), "next": ("n",)})[1] == ()
    assert used({"search": ("k",), "previous": ()})[1] == ()


def test_sequences_that_can_no_longer_be_reached_are_named():
    keys, problems = used({"search": ("g",)})
    assert keys["search"] == ("g",)
    assert keys["first"] == keys["back"] == ()
    assert [problem.split(";")[0] for problem in problems] == [
        "first loses g g to g (search)", "back loses g o to g (search)",
    ]  # fmt: skip


def test_a_prefix_takes_the_key_that_stands_in_its_way():
    keys, problems = used({"search": ("j j",)})
    assert keys["search"] == ("j j",)
    assert keys["next"] == ("down",)
    assert problems[0].startswith("next loses j to j j (search)")


def test_of_two_own_keys_that_collide_the_first_stays():
    keys, problems = used({"search": ("s",), "next": ("s", "n")})
    assert (keys["search"], keys["next"]) == (("s",), ("n",))
    assert problems == ("keys.next: s is search too",)
    assert used({"search": ("s",), "next": ("s s",)})[1] == (
        "keys.next: s s cannot be reached: s (search) has its beginning",
    )
    assert used({"search": ("s s",), "next": ("s",)})[1] == ("keys.next: s would leave s s (search) out of reach",)


def test_an_action_of_which_no_key_can_be_used_keeps_its_own():
    keys, problems = used({"next": ("gg",)})
    assert keys["next"] == ("j", "down")
    assert problems == ("keys.next: “gg” is no key. A sequence is written with blanks: “g g”.",)


def test_the_same_key_twice_is_once():
    assert used({"next": ("n", "n", "down")}) == (used({"next": ("n", "down")})[0], ())


def test_selecting_keys_hide_others_as_they_always_do():
    keys, problems = used({"left": ("j",)})
    assert problems == ()
    assert keys["next"] == ("j", "down")


def test_selecting_keys_that_no_keymap_could_hold_are_named():
    keys, problems = used({"left": ("j x",)})
    assert keys["left"] == ("j x",)
    assert keys["next"] == ("down",)
    assert problems[0].startswith("next loses j to j x (left)")


@pytest.mark.parametrize("keys", [{"quit": ()}, {"quit": (), "next": ("n",)}])
def test_a_keymap_that_hides_quit_is_not_used_at_all(keys):
    changed, problems = with_user_keys(ACTS, keys)
    assert changed == ACTS
    assert problems == ("quit would have no key: none of these keys is used. Give it one",)


def test_quit_may_have_other_keys():
    assert used({"quit": ("Q",)})[0]["quit"] == ("Q",)
    assert used({"quit": ("ctrl+q",)})[0]["quit"] == ("ctrl+q",)
    keys, problems = used({"search": ("Z",)})
    assert keys["quit"] == ("ctrl+q",)
    assert problems[0].startswith("quit loses Z Z to Z (search); it still has Ctrl+Q")


@pytest.mark.parametrize(
    ("action_id", "said"),
    [
        ("serch", "keys.serch: there is no such action. Did you mean “search”?"),
        ("zzzz", "keys.zzzz: there is no such action. “stet keys” lists them."),
        ("x" * 500, "xxx…: there is no such action."),
    ],
)
def test_unknown_actions_are_named_with_the_nearest(action_id, said):
    keys, problems = used({action_id: ("n",), "next": ("n",)})
    assert said in problems[0]
    assert keys["next"] == ("n",)


@pytest.mark.parametrize(
    ("written", "sequence"),
    [
        ("j", "j"), ("J", "J"), ("Ctrl+D", "ctrl+d"), ("CTRL+d", "ctrl+d"), ("shift+j", "J"), ("Space", "space"),
        ("PgUp", "pageup"), ("esc", "escape"), ("shift+Tab", "shift+tab"), ("g  g", "g g"), ("> a", "> a"), ("+", "+"),
        ("ctrl++", "ctrl++"), ("é", "é"), ("я", "я"), ("F5", "f5"), ("Ctrl+Shift+Left", "ctrl+shift+left"), ("0", "0"),
        ("z 5", "z 5"), ("Return", "enter"),
    ],
)  # fmt: skip
def test_keys_are_taken_as_people_write_them(written, sequence):
    assert check_sequence(written) == (sequence, "")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "missing"), ("5", "part of a count"), ("5 j", "part of a count"), ("ctrl+q", "always quits"),
        ("ctrl+q j", "always quits"), ("ctrl+i", "Tab"), ("ctrl+m", "Enter"), ("alt+x", "Esc and then x"),
        ("spce", "Did you mean “space”?"), ("hyper+x", "no key"), ("ctrl+ctrl+x", "no key"),
        ("shift+5", "as the character"),
        ("g escape", "Esc ends what was begun"), ("\x1b", "no key"), ("ctrl+nothing", "no key"), ("x" * 1000, "no key"),
        ("ctrl+", "no key"), ("+ctrl", "no key"),
    ],
)  # fmt: skip
def test_keys_that_cannot_work_are_refused_in_a_sentence(written, said):
    checked, wrong = check_sequence(written)
    assert checked is None
    assert said in wrong
    assert len(wrong) < 150


def test_any_keys_at_all_make_a_keymap():
    """Whatever a person writes, the reader starts, and quits."""
    every = [sequence for action in NEWS for sequence in action.keys]
    for sequence in [*every, "g", "Z", "A", "r", ">", "j j", "c c"]:
        for action_id in ("search", "select.left", "quit"):
            changed, _ = with_user_keys(NEWS, {action_id: (sequence,)})
            assert keys_of(changed)["quit"]
            Actions(changed)


IDS = st.sampled_from([action.id for action in NEWS] + ["serch", "tag.frame", ""])
PRESSES = st.lists(st.sampled_from([*"jkgZrAc>q0+5", "Esc", "ctrl+q", "space", "gg", "\x00"]), min_size=1, max_size=3)
SEQUENCES = st.lists(PRESSES.map(" ".join), max_size=3).map(tuple)


@given(st.dictionaries(IDS, SEQUENCES, max_size=8))
def test_no_settings_stop_the_reader_or_keep_anybody_in_it(keys):
    changed, _ = with_user_keys(NEWS, keys)
    assert keys_of(changed)["quit"]
    actions = Actions(changed)
    again, _ = with_user_keys(tuple(actions), keys)
    assert keys_of(again) == keys_of(changed)


def test_a_label_can_have_other_keys_than_its_scheme_says():
    changed, problems = with_user_keys(NEWS, {"tag.claim": ("1",), "tag.quote": ("p",)})
    assert keys_of(changed)["tag.quote"] == ("p",)
    assert keys_of(changed)["tag.claim"] == ("c",)
    assert problems == ("keys.tag.claim: 1 is part of a count (as in 3 j), and begins nothing else",)
