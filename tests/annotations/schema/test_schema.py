import pytest

from annotations.errors import SchemaError
from annotations.model import Annotation, Relation, Role, Span
from annotations.schema.files import from_json, parse_toml, shipped, to_json


def annotation(label="claim", **changes):
    values = dict(id="a", version=1, label=label, fragments=(Span(0, 5),), annotator="kim", created="x", updated="x")
    return Annotation(**(values | changes))


def test_default_schema_has_the_words_of_the_field():
    news = shipped()
    assert [label.name for label in news.labels] == ["claim", "quote", "stance"]
    assert [role.name for role in news.label("quote").roles] == ["source", "cue"]
    assert [c.name for c in news.label("stance").attribute("polarity").values] == [
        "favor",
        "against",
        "neutral",
    ]
    assert [rule.name for rule in news.relations] == [
        "supports", "attacks", "evidence_for", "evidence_against", "restates", "contradicts", "responds_to",
    ]  # fmt: skip


def test_schema_survives_the_database():
    assert from_json(to_json(shipped())) == shipped()


@pytest.mark.parametrize(
    ("attribute", "typed", "value"),
    [
        ("checkworthiness", "CFS", "CFS"),
        ("intensity", " 2 ", 2),
        ("explicit", "yes", True),
        ("explicit", "0", False),
        ("evidence", "https://a.example/x | https://b.example", ("https://a.example/x", "https://b.example")),
        ("rationale", "it is so", "it is so"),
    ],
)
def test_typed_values_become_values(attribute, typed, value):
    assert shipped().attributes[attribute].parse(typed) == value


@pytest.mark.parametrize(
    ("attribute", "typed", "part"),
    [
        ("checkworthiness", "CSF", "CFS"),
        ("intensity", "4", "up to 3"),
        ("intensity", "two", "whole number"),
        ("explicit", "perhaps", "yes or no"),
        ("evidence", "javascript:alert(1)", "address"),
        ("evidence", "not an address", "address"),
        ("rationale", "x" * 10_001, "10001"),
    ],
)
def test_broken_values_are_refused_with_what_would_be_right(attribute, typed, part):
    with pytest.raises(SchemaError) as error:
        shipped().attributes[attribute].parse(typed)
    assert part in error.value.message + error.value.hint


@pytest.mark.parametrize(
    ("bad", "part"),
    [
        (annotation("clam"), "claim"),
        (annotation("claim", roles=(Role("source", "Kim"),)), "role"),
        (annotation("claim", attributes={"polarity": "favor"}), "attribute"),
        (annotation("claim", fragments=()), "words"),
        (annotation("claim", note="x" * 10_001), "note"),
        (annotation("claim", roles=(Role("claimant", "x" * 501),)), "name"),
    ],
)
def test_annotations_that_do_not_fit_are_refused(bad, part):
    with pytest.raises(SchemaError) as error:
        shipped().check(bad)
    assert part in error.value.message + error.value.hint


def test_relations_are_held_to_their_labels():
    def tie(label, source="a", target="b"):
        return Relation("r", label, source, target, "kim", "x", "x")

    news = shipped()
    news.check_relation(tie("evidence_for"), "quote", "claim")
    with pytest.raises(SchemaError, match="goes to claim"):
        news.check_relation(tie("evidence_for"), "claim", "quote")
    with pytest.raises(SchemaError, match="itself"):
        news.check_relation(tie("restates", "a", "a"), "claim", "claim")


GOOD = 'name="mine"\nversion="1"\n[labels.frame]\nkey="f"\nscope="article"\n'


@pytest.mark.parametrize(
    ("toml", "parts"),
    [
        ("name=", ["mine.toml", "not TOML"]),
        ('name="mine"\nversion="1"\n', ["at least one label"]),
        (GOOD + 'coluor="#000000"\n', ["labels.frame", "coluor", "colour"]),
        (GOOD + 'colour="red"\n', ["colour", "red"]),
        (GOOD + '[labels.tone]\nkey="f"\n', ["frame", "tone", "same key"]),
        (GOOD + '[labels.frame.attributes.kind]\nkind="chioce"\n', ["chioce", "choice"]),
        (GOOD + '[labels.frame.attributes.kind]\nkind="choice"\n', ["values"]),
        (
            GOOD + '[labels.frame.attributes.n]\nkind="integer"\nmaximum=3\ndefault=4\n',
            ["default", "up to 3"],
        ),
        (GOOD + '[relations.r]\nto=["frmae"]\n', ["frmae", "frame"]),
        (GOOD + '[labels."two words"]\n', ["two words", "name"]),
        (GOOD.replace('"f"', '"ff"'), ["one character"]),
    ],
)
def test_a_broken_schema_is_refused_with_file_key_and_nearest_name(toml, parts):
    with pytest.raises(SchemaError) as error:
        parse_toml(toml, "mine.toml")
    said = error.value.message + " " + error.value.hint
    assert all(part in said for part in parts), said
