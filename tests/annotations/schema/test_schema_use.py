"""A coding scheme changes while annotations stand on it: what follows, what is kept, what is refused."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.checking import check
from annotations.errors import ConflictError, SchemaError, StoreError
from annotations.exporting import article_record
from annotations.formats.jsonl import encode
from annotations.model import Role
from annotations.reader_keys import LABEL_NAMES
from annotations.schema.files import from_json, parse_toml, shipped, to_json
from annotations.schema.keys import free_keys, key_notes, key_problems
from annotations.schema.toml import draft_from, draft_of_shipped, to_toml
from annotations.schema.use import next_version, schema_named, use_schema
from annotations.store import Store
from annotations.store.connection import _open_for_reading
from annotations.workspace import Workspace
from tests.annotations.harbour import DAM, add_dam, add_harbour, annotate, library, span

NEWS = to_toml(shipped())


def news(version="2", *changes):
    """The scheme that comes with the program, under another version, with pieces of its TOML replaced."""
    toml = NEWS.replace('version = "1"', f'version = "{version}"')
    for before, after in changes:
        assert before in toml, before
        toml = toml.replace(before, after)
    return parse_toml(toml, "mine.toml")


CLAIM_TO_ASSERTION = (
    ("labels.claim", "labels.assertion"),
    ('glyph = "C"', 'glyph = "C"\nwas = "claim"'),
    ('to = ["claim"]', 'to = ["assertion"]'),
)


@pytest.fixture
def kim(tmp_path):
    with library(tmp_path / "stet.db") as workspace:
        yield workspace


@pytest.fixture
def made(kim):
    """Both articles, annotated; returns their infos and the annotations by a word."""
    harbour, dam = add_harbour(kim), add_dam(kim)
    return harbour, dam, annotate(kim, harbour, dam)


def labels(workspace, info):
    return [annotation.label for annotation in workspace.annotations(info)]


def whole(workspace, *infos):
    """All that an export holds of articles, but for the name of the scheme and the times of change."""
    lines = [encode(article_record(workspace, info), shipped()) for info in infos]
    return [line.split('"annotations"')[1] for line in lines]


def test_a_label_with_another_name_takes_its_annotations_along(kim, made):
    harbour, dam, _ = made
    outcome = use_schema(kim, news("2", *CLAIM_TO_ASSERTION))
    assert outcome.renamed == ("renamed the label claim to assertion (3 annotations)",)
    assert set(labels(kim, harbour)) == {"quote", "assertion", "stance"}
    assert labels(kim, dam) == ["assertion"]
    assert kim.schema.version == "2"
    last = list(kim.store.history.steps())[-2:]
    assert [(step.article, step.action, step.summary) for step in last] == [
        (1, "schema", "renamed the label claim to assertion (3 annotations)"),
        (2, "schema", "renamed the label claim to assertion (3 annotations)"),
    ]
    assert last[0].step == last[1].step
    assert [finding for finding in check(kim.store, lambda _: None) if finding.wrong] == []


def test_one_undo_brings_all_articles_and_the_scheme_back_and_redo_does_it_again(kim, made):
    harbour, dam, before = made
    then = whole(kim, harbour, dam)
    use_schema(kim, news("2", *CLAIM_TO_ASSERTION))
    undone = kim.undo(dam)
    assert undone.schema
    assert undone.summary == "renamed the label claim to assertion (3 annotations)"
    assert {annotation.version for annotation in undone.added} == {dam.key}
    assert whole(kim, harbour, dam) == then
    assert kim.schema == shipped()
    assert kim.store.annotations.get(before["cost"].id) == before["cost"]
    assert kim.redo(harbour).schema
    assert kim.schema.version == "2"
    assert labels(kim, dam) == ["assertion"]
    with Store(kim.store.path) as store:
        assert Workspace(store, "kim").schema.version == "2"


def test_undo_leaves_no_work_without_its_label(kim, made):
    harbour, dam, _ = made
    use_schema(kim, news("2", *CLAIM_TO_ASSERTION))
    new = kim.tag(dam, "assertion", [span("Nobody", DAM)])
    before = whole(kim, harbour, dam)
    with pytest.raises(ConflictError) as error:
        kim.undo(harbour)
    assert error.value.message == (
        "there has been work under news, version 2, since:"
        " the schema news, version 1, lacks what is in use: the label assertion (1)"
    )
    assert whole(kim, harbour, dam) == before
    assert kim.schema.version == "2"
    kim.delete(dam, new.annotation)
    assert kim.undo(harbour).schema
    assert labels(kim, dam) == ["claim"]


def test_work_goes_on_under_the_new_names(kim, made):
    harbour, _, _ = made
    use_schema(kim, news("2", *CLAIM_TO_ASSERTION))
    kim.tag(harbour, "assertion", [span("A spokesman")])
    with pytest.raises(SchemaError, match="no label “claim”"):
        kim.tag(harbour, "claim", [span("madness")])


def test_others_work_follows_too_and_they_are_told_who_did_it(kim, made):
    harbour, _, _ = made
    lee = Workspace(kim.store, "lee")
    theirs = lee.tag(harbour, "claim", [span("40 m")]).annotation
    use_schema(kim, news("2", *CLAIM_TO_ASSERTION))
    now = kim.store.annotations.get(theirs.id)
    assert (now.label, now.annotator) == ("assertion", "lee")
    with pytest.raises(ConflictError, match="kim has changed this since"):
        lee.undo(harbour)
    lee.take_up_schema()
    lee.change(harbour, now, replace(now, note="so"), "noted")
    with pytest.raises(ConflictError, match="lee has changed this since"):
        kim.undo(harbour)


def test_roles_attributes_values_and_relations_follow(kim, made):
    harbour, _, before = made
    outcome = use_schema(
        kim,
        news(
            "2",
            ("labels.quote.roles.source]", 'labels.quote.roles.speaker]\nwas = "source"'),
            ("labels.stance.attributes.polarity]", 'labels.stance.attributes.side]\nwas = "polarity"'),
            ('name = "against"', 'name = "con", was = "against"'),
            ("relations.attacks]", 'relations.rebuts]\nwas = "attacks"'),
        ),
    )
    assert outcome.renamed == (
        "renamed the role source of quote to speaker (1 annotation)",
        "renamed the attribute polarity of stance to side (1 annotation)",
        "renamed the value against of polarity in stance to con (1 annotation)",
        "renamed the relation attacks to rebuts (1 relation)",
    )
    told, madness = (kim.store.annotations.get(before[word].id) for word in ("told", "madness"))
    assert [role.role for role in told.roles] == ["speaker", "cue"]
    assert told.roles[0].span == span("Vera Lind")
    assert madness.attributes == {"side": "con", "intensity": 3, "explicit": False}
    assert {relation.label for relation in kim.relations(harbour)} == {"rebuts", "restates"}
    kim.undo(harbour)
    assert {relation.label for relation in kim.relations(harbour)} == {"attacks", "restates"}
    assert kim.store.annotations.get(before["madness"].id) == before["madness"]


def test_names_can_move_in_a_chain(kim, made):
    _, _, before = made
    chain = (
        ("labels.stance", "labels.tmp"), ("labels.claim", "labels.stance"), ("labels.tmp", "labels.opinion"),
        ('glyph = "C"', 'glyph = "C"\nwas = "claim"'), ('glyph = "S"', 'glyph = "O"\nwas = "stance"'),
        ('to = ["claim"]', 'to = ["stance"]'),
    )  # fmt: skip
    use_schema(kim, news("2", *chain))
    assert kim.store.annotations.get(before["cost"].id).label == "stance"
    assert kim.store.annotations.get(before["madness"].id).label == "opinion"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([("labels.claim", "labels.fact"), ('to = ["claim"]', 'to = ["fact"]')], "the label claim (3)"),
        ([("roles.cue", "roles.verb")], "the role cue of quote (1)"),
        ([("attributes.polarity", "attributes.side")], "the attribute polarity of stance (1)"),
        ([('name = "against"', 'name = "con"')], "the value against of polarity in stance (1)"),
        ([("relations.attacks", "relations.rebuts")], "the relation attacks (1)"),
    ],
)
def test_what_is_in_use_does_not_vanish(kim, made, changes, said):
    harbour, dam, _ = made
    before = whole(kim, harbour, dam)
    with pytest.raises(SchemaError) as error:
        use_schema(kim, news("2", *changes))
    assert said in error.value.message
    assert "was = " in error.value.hint
    assert "--keep" in error.value.hint
    assert whole(kim, harbour, dam) == before
    assert kim.schema == shipped()
    outcome = use_schema(kim, news("2", *changes), keep=True)
    assert outcome.kept == (said,)
    assert whole(kim, harbour, dam) == before
    for info in (harbour, dam):
        for annotation in kim.annotations(info):
            kim.schema.check(annotation)


def test_what_was_kept_is_retired_and_takes_nothing_new(kim, made):
    harbour, _, before = made
    fact = news("2", ("labels.claim", "labels.fact"), ('to = ["claim"]', 'to = ["fact"]'))
    kept = use_schema(kim, fact, keep=True).schema
    assert kept.label("claim").retired
    assert kept.label("claim").key == ""
    assert [label.name for label in kept.labels] == ["fact", "quote", "stance", "claim"]
    with pytest.raises(SchemaError, match="retired"):
        kim.tag(harbour, "claim", [span("A spokesman")])
    cost = before["cost"]
    kim.change(harbour, cost, replace(cost, note="still to be worked on"), "noted")
    # The same file again is the same scheme, whatever was kept in it here.
    assert not use_schema(kim, fact).changed
    # And its next version carries along what is retired already, without being asked.
    assert use_schema(kim, replace(fact, version="3")).schema.label("claim").retired
    assert from_json(to_json(kim.schema)) == kim.schema


def test_what_is_retired_goes_when_nothing_has_it_any_more(kim, made):
    _, _, before = made
    use_schema(kim, news("2", ("relations.attacks", "relations.rebuts")), keep=True)
    assert kim.schema.relation("attacks").retired
    relation = next(r for r in kim.store.steps.dependents(before["madness"].id) if r.label == "attacks")
    with kim.store.writing():
        kim.store.annotations.delete_relation(relation.id)
    use_schema(kim, news("3", ("relations.attacks", "relations.rebuts")))
    assert "attacks" not in [rule.name for rule in kim.schema.relations]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([("maximum = 3", "maximum = 2")], "intensity is a number from 1 up to 2, not 3"),
        ([('kind = "flag"', 'kind = "integer"')], "explicit takes a whole number, not False"),
        ([('kind = "text"', 'kind = "date"')], "rationale takes a date such as 2026-03-31"),
        (
            [('kind = "address"\nkey = "e"', 'kind = "address"\nkey = "e" #'), ("several = true", "")],
            "one value, not 2",
        ),
    ],
)
def test_values_that_no_longer_fit_are_refused_with_an_example(kim, made, changes, said):
    _, _, before = made
    with pytest.raises(SchemaError) as error:
        use_schema(kim, news("2", *changes), keep=True)
    assert said in error.value.message
    assert any(annotation.id in error.value.message for annotation in before.values())
    assert kim.schema == shipped()


def test_a_single_choice_becomes_one_of_several(kim, made):
    harbour, _, before = made
    several = ('kind = "choice"\nkey = "p"', 'kind = "choice"\nseveral = true\nkey = "p"')
    use_schema(kim, news("2", several))
    assert kim.store.annotations.get(before["madness"].id).attributes["polarity"] == ("against",)
    kim.undo(harbour)
    assert kim.store.annotations.get(before["madness"].id) == before["madness"]


def test_a_label_that_is_put_on_something_else_is_refused(kim, made):
    with pytest.raises(SchemaError, match="puts claim on the whole article, but 3 of them are on words"):
        use_schema(kim, news("2", ('line = "underline"\nscope = "text"', 'scope = "article"')))


def test_a_relation_that_may_no_longer_join_what_it_joins_is_refused(kim, made):
    with pytest.raises(SchemaError, match="does not let restates join claim to claim"):
        use_schema(kim, news("2", ("[relations.restates]", '[relations.restates]\nfrom = ["quote"]')))


def test_the_same_version_with_other_content_is_refused(kim, made):
    with pytest.raises(SchemaError) as error:
        use_schema(kim, news("1", ("A statement that", "Any statement that")))
    assert error.value.hint == "Raise the version: version = “2”."
    use_schema(kim, news("2", *CLAIM_TO_ASSERTION))
    assert not use_schema(kim, news("2", *CLAIM_TO_ASSERTION)).changed
    steps = kim.store.history.steps()
    assert sum(step.action == "schema" for step in steps) == 2
    assert next_version("1.9") == "1.10"
    assert next_version("draft") == "draft.1"


def test_the_file_of_the_second_version_serves_as_the_third(kim, made):
    """`was` of things that have their new name already says nothing more."""
    use_schema(kim, news("2", *CLAIM_TO_ASSERTION))
    outcome = use_schema(kim, news("3", *CLAIM_TO_ASSERTION))
    assert outcome.changed
    assert outcome.renamed == ()


def test_going_back_to_an_earlier_scheme_needs_the_names_too(kim, made):
    use_schema(kim, news("2", *CLAIM_TO_ASSERTION))
    with pytest.raises(SchemaError, match="the label assertion"):
        use_schema(kim, shipped())


def test_a_library_without_articles_takes_any_scheme(kim):
    assert use_schema(kim, news("7")).changed
    info = add_dam(kim)
    assert kim.schema.version == "7"
    assert labels(kim, info) == []
    assert [stored.version for stored in kim.store.schemas.all()] == ["7"]


def test_unknown_labels_stay_and_break_nothing(kim, made):
    """A label that came from elsewhere, in a database that another program wrote."""
    harbour, _, before = made
    with sqlite3.connect(kim.store.path) as raw:
        raw.execute("UPDATE annotations SET label = 'rumour' WHERE id = ?", (before["year"].id,))
    raw.close()
    assert use_schema(kim, news("2")).unknown == ("rumour",)
    assert "rumour" in labels(kim, harbour)
    assert use_schema(kim, news("3", ("labels.stance]", 'labels.stance]\nwas = "rumour"'))).unknown == ()
    assert kim.store.annotations.get(before["year"].id).label == "stance"
    assert [finding for finding in check(kim.store, lambda _: None) if finding.wrong] == []


def test_another_program_that_has_the_library_open_is_told(kim, made, tmp_path):
    harbour, _, _ = made
    with Store(kim.store.path) as store:
        lee = Workspace(store, "lee")
        use_schema(kim, news("2", *CLAIM_TO_ASSERTION))
        with pytest.raises(ConflictError, match="the coding scheme is news, version 2, by now"):
            lee.tag(harbour, "claim", [span("A spokesman")])
        assert lee.schema.version == "2"
        assert lee.tag(harbour, "assertion", [span("A spokesman")]).edit is not None


def test_several_programs_at_once_change_the_scheme_once(kim, made):
    path, barrier = kim.store.path, Barrier(4)

    def program(_):
        with Store(path) as store:
            workspace = Workspace(store, "kim")
            barrier.wait()
            return use_schema(workspace, news("2", *CLAIM_TO_ASSERTION)).changed

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(program, range(4))) == [False, False, False, True]
    assert len({step.step for step in kim.store.history.steps() if step.action == "schema"}) == 1
    assert [stored.version for stored in kim.store.schemas.all()] == ["1", "2"]


def test_a_library_that_cannot_be_written_keeps_its_scheme(kim, made):
    with Store(kim.store.path, _open_for_reading(kim.store.path)) as store:
        workspace = Workspace(store, "kim")
        assert not use_schema(workspace, shipped()).changed
        with pytest.raises(StoreError, match="read-only"):
            use_schema(workspace, news("2"))
        assert workspace.schema == shipped()


def test_names_longer_or_stranger_than_any_other_are_no_names(tmp_path):
    for name in ("a" * 65, "Ünlaut", "two words", "x\x1b[31m"):
        with pytest.raises(SchemaError, match="not a name"):
            parse_toml(f'name="a"\nversion="1"\n[labels.{to_json_text(name)}]\nkey="b"\n', "x.toml")


def to_json_text(text):
    return '"' + text.replace("\x1b", "\\u001b") + '"'


MINE = 'name="mine"\nversion="1"\n'


@pytest.mark.parametrize(
    ("toml", "part"),
    [
        ('[labels.a]\nwas="b"\n[labels.b]\nwas="a"\n', "goes in a circle: a, which was b, which was a"),
        ('[labels.a]\nwas="a"\n', "goes in a circle: a, which was a"),
        ('[labels.a]\nwas="x"\n[labels.b]\nwas="x"\n', "a and b both say was = “x”"),
        ('[labels.a]\nwas="b"\n[labels.b]\n', "a says was = “b”, but b is still there"),
        ('[labels.a]\nwas="No Name"\n', "not a name"),
        ("[labels.a]\nwas=3\n", "must be text"),
        ('[labels.a.roles.r]\nwas="s"\n[labels.a.roles.s]\nwas="r"\n', "labels.a: roles: what each was"),
        (
            '[labels.a.attributes.k]\nkind="choice"\nvalues=[{name="x",was="y"},{name="y",was="x"}]\n',
            "labels.a.attributes.k: values",
        ),
    ],
)
def test_a_past_that_cannot_be_true_is_refused(toml, part):
    with pytest.raises(SchemaError) as error:
        parse_toml(MINE + toml, "mine.toml")
    assert part in error.value.message
    assert error.value.message.startswith("mine.toml")


def test_the_scheme_that_comes_with_the_program_passes_its_own_check():
    assert list(key_problems(shipped())) == []
    assert set("cqs").isdisjoint(free_keys(shipped()))
    assert len(list(key_notes(shipped()))) == 2  # `e` is evidence and explicit, in the inspector


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('[labels.foo]\nkey="j"\n', "the key j of label foo is taken: Go to the next sentence"),
        ('[labels.foo]\nkey="f"\n', "the key f of label foo is taken"),
        ('[labels.foo]\nkey="g"\n', "the key g of label foo is taken: it begins jumps"),
        (
            '[labels.foo]\nkey="w"\n',
            "the key w of label foo is taken: Move to the next word (while words are selected)",
        ),
        ('[labels.foo]\nkey="5"\n', "it is part of a count"),
        ('[labels.foo]\nkey="+"\n', "it is for values"),
        ('[labels.repeat]\nkey="c"\n', "a label cannot be called repeat"),
        ('[labels.a.roles.r]\nkey="s"\n[labels.a.roles.q]\nkey="S"\n', "differ only in case"),
        ('[labels.a.roles.r]\nkey="1"\n', "no letter with a capital"),
        ('[labels.a.roles.r]\nkey="ß"\n', "no letter with a capital"),
        ('[labels.a.roles.r]\nkey="א"\n', "no letter with a capital"),
        ('[labels.a.roles.r]\nkey="R"\n', "a capital, which is for its name"),
        ('[labels.a.roles.r]\nkey="s"\n[labels.a.attributes.n]\nkind="flag"\nkey="s"\n', "that of role r too"),
        ('[labels.a.roles.r]\nkey="x"\n', "the key x of role r in a is taken: Delete the annotation"),
        ('[labels.a.attributes.n]\nkind="flag"\nkey="m"\n', "that of the note too"),
        ('[labels.a.roles.r]\nkey="s"\n[labels.b.roles.q]\nkey="s"\n', "the role r in a and the role q in b"),
        ('[labels.a.roles.r]\nkey="s"\n[labels.b.roles.r]\nkey="t"\n', "the key s in a and the key t in b"),
    ],
)
def test_keys_that_would_not_work_are_named(toml, said, tmp_path):
    problems = list(key_problems(parse_toml(MINE + toml, "mine.toml")))
    assert any(said in problem for problem in problems), problems
    (tmp_path / "mine.toml").write_text(MINE + toml)
    with pytest.raises(SchemaError) as error:
        schema_named(str(tmp_path / "mine.toml"))
    assert "Free for labels: " in error.value.hint


def test_drafts_are_schemes_that_pass(kim, made):
    mine = parse_toml(draft_of_shipped("mine.toml", "mine"), "mine.toml")
    assert replace(mine, name="news") == shipped()
    use_schema(kim, news("2", *CLAIM_TO_ASSERTION))
    following = parse_toml(draft_from(kim.schema, "news.toml", "3"), "news.toml")
    assert following.label("assertion").was == ""
    assert use_schema(kim, following).changed


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff\xfe", "utf-8"), (b"a = ", "not TOML"), (b"\xef\xbb\xbfname = 3", "version|name|label")],
)
def test_a_file_that_is_no_scheme_is_refused_in_a_sentence(tmp_path, content, said):
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    with pytest.raises(SchemaError, match=said):
        schema_named(str(path))


def test_names_of_files_that_are_none(tmp_path):
    with pytest.raises(SchemaError, match="no file"):
        schema_named(str(tmp_path))
    with pytest.raises(SchemaError, match="cannot read the schema"):
        schema_named(str(tmp_path / "nothing.toml"))
    with pytest.raises(SchemaError, match="cannot read the schema"):
        schema_named("a\0b.toml")
    with pytest.raises(SchemaError, match="no schema “newz” comes with Stet"):
        schema_named("newz")
    assert schema_named("news") == shipped()


def test_many_annotations_move_in_one_transaction(kim):
    info = add_dam(kim)
    words = [span(word, DAM) for word in ("dam", "hold", "Nobody", "believes")]
    for at in words:
        for number in range(25):
            kim.tag(info, "claim", [at], roles=[Role("claimant", f"person {number}")], again=True)
    use_schema(kim, news("2", *CLAIM_TO_ASSERTION))
    assert set(labels(kim, info)) == {"assertion"}
    kim.undo(info)
    assert set(labels(kim, info)) == {"claim"}
    assert kim.store.annotations.count(info.key) == {"claim": 100}


def test_label_names_of_actions_are_refused_in_any_case():
    assert {"any", "repeat"} <= LABEL_NAMES


THINGS = {
    "label": ["claim", "quote", "stance"],
    "role": [("claim", "claimant"), ("quote", "source"), ("quote", "cue"), ("stance", "holder"), ("stance", "target")],
    "attribute": [("claim", "checkworthiness"), ("claim", "evidence"), ("quote", "kind"), ("stance", "polarity")],
    "value": [("claim", "checkworthiness", "CFS"), ("quote", "kind", "direct"), ("stance", "polarity", "against")],
    "relation": ["attacks", "restates"],
}
PARTS = [(kind, *([place] if isinstance(place, str) else place)) for kind, places in THINGS.items() for place in places]


def without_or_renamed(schema, part, new):
    """Rename a part of a scheme, or take it out where `new` is None."""
    kind, *names = part

    def edited(parts, name):
        kept = [one for one in parts if one.name != name or new is not None]
        return tuple(replace(one, name=new, was=name) if one.name == name else one for one in kept)

    def in_label(label):
        if label.name != names[0] and label.was != names[0]:
            return label
        if kind == "role":
            return replace(label, roles=edited(label.roles, names[1]))
        if kind == "attribute":
            return replace(label, attributes=edited(label.attributes, names[1]))
        return replace(
            label,
            attributes=tuple(
                replace(a, values=edited(a.values, names[2])) if names[1] in (a.name, a.was) else a
                for a in label.attributes
            ),
        )

    if kind == "relation":
        return replace(schema, relations=edited(schema.relations, names[0]))
    if kind == "label":
        there = {label.name: new if label.name == names[0] else label.name for label in schema.labels}
        rules = [
            replace(rule, targets=tuple(filter(None, (there.get(name, name) for name in rule.targets))))
            for rule in schema.relations
        ]
        return replace(schema, labels=edited(schema.labels, names[0]), relations=tuple(rules))
    return replace(schema, labels=tuple(in_label(label) for label in schema.labels))


@given(st.lists(st.tuples(st.sampled_from(PARTS), st.booleans()), unique_by=lambda edit: edit[0], max_size=6))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_renamed_or_left_out_nothing_is_lost(tmp_path_factory, edits):
    """Every annotation fits the scheme that is in use then, and one undo brings every byte back."""
    with library(tmp_path_factory.mktemp("some") / "stet.db") as workspace:
        harbour, dam = add_harbour(workspace), add_dam(workspace)
        annotate(workspace, harbour, dam)
        schema = replace(shipped(), version="2")
        for number, (part, leave_out) in enumerate(edits):
            schema = without_or_renamed(schema, part, None if leave_out else f"new_{number}")
        if not schema.labels:
            return
        before = whole(workspace, harbour, dam)
        use_schema(workspace, schema, keep=True)
        assert from_json(workspace.store.schemas.definition()) == workspace.schema
        for info in (harbour, dam):
            known = {annotation.id: annotation for annotation in workspace.annotations(info)}
            for annotation in known.values():
                workspace.schema.check(annotation)
            for relation in workspace.relations(info):
                target = workspace.store.annotations.get(relation.target)
                workspace.schema.check_relation(relation, known[relation.source].label, target.label)
        assert [finding.message for finding in check(workspace.store) if finding.wrong] == []
        step = list(workspace.store.history.steps())[-1]
        if step.action == "schema":
            workspace.undo(workspace.store.articles.get(step.article))
            assert workspace.schema == shipped()
        assert whole(workspace, harbour, dam) == before
