"""The keys that `annotations` keeps for the reader are those that the reader has."""

import string
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from annotations.model import Annotation, Span
from annotations.reader_keys import INSPECTOR, LABEL_NAMES, PREFIXES, READING, SELECTING, SIGNS, taken
from annotations.schema import LabelDef, RoleDef, Schema
from annotations.schema.files import shipped
from annotations.schema.keys import free_keys, key_problems
from tui import inspecting
from tui.actions import Context, Where
from tui.acts import all_actions
from tui.acts.tagging import SIGNS as VALUE_SIGNS

BARE = Schema("bare", "1", (LabelDef("x", "", "X", "#000000"),))
"""A scheme without keys: what is left are the reader's own."""


def first_keys(where):
    """Key to the titles of the actions that it runs alone, or begins."""
    alone, begins = {}, {}
    for action in all_actions(BARE).of(Context.READER):
        for sequence in action.keys:
            key, *rest = sequence.split(" ")
            if action.where is where and len(key) == 1:
                (begins if rest else alone).setdefault(key, action.title)
    return alone, begins


def test_every_key_of_the_reader_is_known_and_says_what_it_does():
    alone, begins = first_keys(Where.READING)
    assert {key: title for key, title in READING.items() if key in alone} == alone
    assert begins.keys() <= PREFIXES.keys()
    assert PREFIXES.keys() - begins.keys() <= {"r", "A", "R", "S", "T"}  # these come with roles, relations and labels
    assert READING.keys() == alone.keys()


def test_every_key_of_selecting_is_known():
    alone, begins = first_keys(Where.SELECTING)
    assert not begins
    rest = {key: title for key, title in alone.items() if key not in READING and not key.isdigit()}
    assert dict(SELECTING) == rest


def test_signs_are_those_of_the_reader():
    assert SIGNS == VALUE_SIGNS


class Watched:
    """A desk that notes whether an inspector found something to do."""

    def __init__(self):
        annotation = Annotation("a", 1, "x", (Span(0, 3),), "kim", "", "")
        self.reading = SimpleNamespace(active_annotation=annotation, text="one", names=list, relations_of=lambda _: [])
        self.schema = BARE
        self.nothing = False

    def say(self, text):
        self.nothing = "does nothing" in text

    async def run_action(self, action_id):
        pass

    def changed(self):
        pass


async def test_every_key_inside_the_inspector_is_known():
    keys = set()
    for key in string.printable.strip():
        desk = Watched()
        await inspecting.Inspector(desk).key(key)
        if not desk.nothing:
            keys.add(key)
    assert INSPECTOR.keys() == keys - {"e"}  # a row's own key comes before it, and Enter does the same


def test_names_that_labels_may_not_have_are_those_of_actions():
    names = {
        action.id.rsplit(".", 1)[1]
        for action in all_actions(BARE)
        if action.id.startswith(("tag.", "tag_again.", "step.next.", "step.previous."))
    }
    assert names - {"x"} <= LABEL_NAMES


def test_every_free_key_makes_a_label_that_the_reader_takes():
    for key in [*free_keys(BARE), "#", "é"]:
        schema = Schema("one", "1", (LabelDef("one", key, "O", "#000000"),))
        assert list(key_problems(schema)) == []
        assert key in {k for action in all_actions(schema) for k in action.keys}


KEYS = st.text(string.ascii_letters + "+-=019éßI>g", max_size=1)
NAMES = st.sampled_from(["one", "two", "any", "repeat", "heading", "untagged", "line"])
ROLES = st.lists(
    st.builds(RoleDef, st.sampled_from(["side", "cue", "place"]), KEYS), max_size=3, unique_by=lambda role: role.name
)
LABELS = st.lists(
    st.builds(lambda name, key, roles: LabelDef(name, key, "X", "#000000", roles=tuple(roles)), NAMES, KEYS, ROLES),
    min_size=1, max_size=4, unique_by=(lambda label: label.name, lambda label: label.key),
)  # fmt: skip


@given(LABELS)
def test_no_scheme_that_is_stored_stops_the_reader(labels):
    """It may be older than a key that the reader has by now."""
    schema = Schema("some", "1", tuple(labels))
    actions = all_actions(schema)
    assert "quit" in {action.id for action in actions}
    if not list(key_problems(schema)):
        ids = {action.id for action in actions}
        assert {f"tag.{label.name}" for label in labels if label.key} <= ids
        assert {f"role.{role.name}" for label in labels for role in label.roles if role.key} <= ids


def test_no_key_of_the_scheme_that_ships_is_taken():
    assert [label.key for label in shipped().labels if taken(label.key)] == []
