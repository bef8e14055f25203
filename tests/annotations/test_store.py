import sqlite3
from dataclasses import replace

import pytest
from sqlite_utils import Database

from annotations.columns import Blocks
from annotations.errors import ConflictError, SchemaError, StoreError
from annotations.model import Block, BlockKind, Role, Span, Status
from annotations.readers.base import Draft
from annotations.store import Store
from annotations.store.connection import APPLICATION_ID, SCHEMA_VERSION, connect, is_current
from annotations.store.migrations import migrations
from annotations.workspace import Workspace

TEXT = "The dam will hold, says Vera Lind.\nNobody in Ostermoor believes it."


def draft(text=TEXT):
    blocks, start = [], 0
    for line in text.split("\n"):
        blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(line)))
        start += len(line) + 1
    return Draft(text, iter(blocks))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "stet.db"


@pytest.fixture
def kim(path):
    store = Store(path)
    yield Workspace(store, "kim")
    store.close()


@pytest.fixture
def article(kim):
    return kim.add(draft(), "/articles/dam.txt").info


def words(annotation):
    return [span.of(TEXT) for span in annotation.fragments]


def span(part):
    start = TEXT.index(part)
    return Span(start, start + len(part))


def test_settings_hold_on_the_connection(path):
    connection = connect(path)
    settings = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "busy_timeout", "application_id")
    }
    assert settings == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "busy_timeout": 5000,
        "application_id": APPLICATION_ID,
    }  # fmt: skip
    connection.close()
    assert path.stat().st_mode & 0o777 == 0o600
    assert is_current(path)


def test_every_table_is_strict(path):
    connection = connect(path)
    tables = connection.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    assert [name for name, strict in tables if not strict and not name.startswith("sqlite_")] == []
    connection.close()


def test_a_tag_is_in_the_tables_the_history_and_the_view(kim, article, path):
    tagged = kim.tag(article, "quote", [span("The dam will hold")], roles=[Role("source", None, span("Vera Lind"))])
    other = sqlite3.connect(path)
    assert other.execute("SELECT text, source, annotator FROM quotes").fetchall() == [
        ("The dam will hold", "Vera Lind", "kim")
    ]
    assert other.execute("SELECT action, before IS NULL FROM history").fetchall() == [("tag", 1)]
    assert other.execute("SELECT exact, suffix FROM fragments").fetchone() == (
        "The dam will hold", ", says Vera Lind.\nNobody in Oste",
    )  # fmt: skip
    other.close()
    assert kim.store.annotations.get(tagged.annotation.id) == tagged.annotation


def test_all_kinds_of_values_come_back(kim, article):
    claim = kim.tag(article, "claim", [span("The dam"), span("hold")]).annotation
    full = replace(
        claim,
        attributes={"type": "event", "evidence": ("https://a.example", "https://b.example"), "rationale": "so"},
        roles=(Role("claimant", "V. Lind", span("Vera Lind")), Role("claimant", "the city")),
        note="look again",
        unsure=True,
    )
    kim.change(article, claim, full, "changed")
    stored = kim.store.annotations.get(claim.id)
    assert replace(stored, updated="") == replace(full, updated="")
    stance = kim.tag(article, "stance", [span("Nobody")], attributes={"explicit": True, "intensity": 2}).annotation
    assert dict(kim.store.annotations.get(stance.id).attributes) == {"explicit": True, "intensity": 2}
    assert kim.store.annotations.get(stance.id).attributes["explicit"] is True


def test_a_label_on_exactly_the_text_of_my_annotation_makes_no_second_one(kim, article):
    first = kim.tag(article, "claim", [span("The dam")])
    second = kim.tag(article, "claim", [span("The dam")])
    assert second.annotation == first.annotation
    assert second.edit is None
    assert kim.tag(article, "claim", [span("The dam")], again=True).annotation.id != first.annotation.id
    assert kim.tag(article, "quote", [span("The dam")]).edit is not None


def test_undo_and_redo_survive_a_restart(kim, article, path):
    kim.tag(article, "claim", [span("The dam")])
    stance = kim.tag(article, "stance", [span("Nobody")]).annotation
    kim.change(article, stance, replace(stance, attributes={"polarity": "against"}), "polarity")
    kim.store.close()

    with Store(path) as store:
        again = Workspace(store, "kim")
        info = again.find("dam.txt")
        assert again.undo(info).summary == "polarity"
        assert again.undo(info).summary == "tagged stance “Nobody”"
        assert [words(a) for a in again.annotations(info)] == [["The dam"]]
        assert again.redo(info).added[0].attributes == {}
        assert again.redo(info).added[0].attributes == {"polarity": "against"}
        assert again.redo(info) is None
        again.undo(info)
        again.tag(info, "claim", [span("Ostermoor")])
        assert again.redo(info) is None, "a new edit ends what can be done again"
        for _ in range(3):
            assert again.undo(info) is not None
        assert again.undo(info) is None
        assert list(again.annotations(info)) == []
        assert store.history.count_steps(info.number) == 12


def test_undo_of_a_step_with_two_edits_takes_both_back(kim, article):
    tagged = kim.tag(article, "stance", [span("Nobody")])
    stance = tagged.annotation
    kim.change(article, stance, replace(stance, attributes={"polarity": "favor"}), "favor", step=tagged.edit.step)
    assert kim.store.history.count_steps(article.number) == 1
    kim.undo(article)
    assert list(kim.annotations(article)) == []
    assert kim.redo(article).added[0].attributes == {"polarity": "favor"}


def test_undo_is_mine_alone(kim, article):
    kim.tag(article, "claim", [span("The dam")])
    lee = Workspace(kim.store, "lee")
    assert lee.undo(article) is None
    lee.tag(article, "claim", [span("The dam")])
    assert len(list(kim.annotations(article))) == 2
    kim.undo(article)
    assert [a.annotator for a in kim.annotations(article)] == ["lee"]


def test_undo_is_refused_by_name_when_somebody_built_on_it(kim, article):
    claim = kim.tag(article, "claim", [span("The dam")]).annotation
    lee = Workspace(kim.store, "lee")
    quote = lee.tag(article, "quote", [span("hold")]).annotation
    lee.relate(article, "supports", quote, claim)
    with pytest.raises(ConflictError, match="lee"):
        kim.undo(article)
    with pytest.raises(ConflictError, match="lee"):
        kim.delete(article, claim)
    assert kim.store.annotations.get(claim.id) == claim


def test_another_persons_annotation_is_not_mine_to_change(kim, article):
    claim = kim.tag(article, "claim", [span("The dam")]).annotation
    lee = Workspace(kim.store, "lee")
    with pytest.raises(ConflictError, match="kim"):
        lee.delete(article, claim)
    with pytest.raises(ConflictError, match="kim"):
        lee.change(article, claim, replace(claim, note="no"), "no")


def test_deleting_takes_relations_along_and_undo_brings_them_back(kim, article):
    claim = kim.tag(article, "claim", [span("The dam")]).annotation
    quote = kim.tag(article, "quote", [span("hold")]).annotation
    relation = kim.relate(article, "evidence_for", quote, claim).relation
    kim.delete(article, claim)
    assert kim.relations(article) == []
    kim.undo(article)
    assert kim.relations(article) == [relation]
    kim.delete(article, quote)
    kim.undo(article)
    assert kim.relations(article) == [relation]


def test_changing_an_annotation_keeps_relations_on_both_ends(kim, article):
    claim = kim.tag(article, "claim", [span("The dam")]).annotation
    quote = kim.tag(article, "quote", [span("hold")]).annotation
    relation = kim.relate(article, "evidence_for", quote, claim).relation
    for annotation in (claim, quote):
        kim.change(article, annotation, replace(annotation, note="x"), "note")
    assert kim.relations(article) == [relation]


def test_a_stale_edit_is_refused_and_writes_nothing(kim, article):
    claim = kim.tag(article, "claim", [span("The dam")]).annotation
    kim.change(article, claim, replace(claim, note="first"), "noted")
    before = kim.store.history.count_steps(article.number)
    with pytest.raises(ConflictError, match="noted"):
        kim.change(article, claim, replace(claim, note="second"), "noted again")
    assert kim.store.history.count_steps(article.number) == before
    assert kim.store.annotations.get(claim.id).note == "first"


def test_what_does_not_fit_the_schema_is_not_stored(kim, article):
    with pytest.raises(SchemaError):
        kim.tag(article, "clam", [span("The dam")])
    assert list(kim.annotations(article)) == []


def test_a_span_beyond_the_text_is_refused(kim, article):
    with pytest.raises(Exception, match="beyond the end"):
        kim.tag(article, "claim", [Span(0, len(TEXT) + 1)])
    assert kim.store.history.count_steps(article.number) == 0


def test_history_cannot_be_rewritten(kim, article, path):
    kim.tag(article, "claim", [span("The dam")])
    other = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        other.execute("UPDATE history SET annotator = annotator")
    other.close()


def test_done_on_a_new_article_can_be_undone_and_done_again(kim, article):
    # The edit itself used to begin the article, so that “new” never came back and redo was refused.
    kim.set_status(article, Status.DONE)
    kim.undo(article)
    assert kim.find("1").status is Status.NEW
    kim.redo(article)
    assert kim.find("1").status is Status.DONE


def test_status_is_begun_by_the_first_tag_and_done_can_be_undone(kim, article):
    assert article.status is Status.NEW
    kim.tag(article, "claim", [span("The dam")])
    assert kim.find("1").status is Status.BEGUN
    kim.set_status(kim.find("1"), Status.DONE)
    assert kim.find("1").status is Status.DONE
    assert kim.undo(article).summary == "marked the article done"
    assert kim.find("1").status is Status.BEGUN


def test_numbers_are_never_used_again(kim, article, path):
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA foreign_keys=ON")
    other.execute("DELETE FROM articles")
    other.close()
    assert kim.add(draft(), "/articles/dam.txt").info.number == 2


def test_articles_are_found_by_number_id_path_and_end_of_path(kim, article, monkeypatch):
    other = kim.add(draft("Another."), "/articles/old/dam.txt").info
    assert kim.find("1").id == article.id
    assert kim.find(article.id).number == 1
    assert kim.find("/articles/dam.txt").number == 1
    assert kim.find("old/dam.txt").number == other.number
    monkeypatch.chdir("/")
    assert kim.find("articles/dam.txt").number == 1
    with pytest.raises(Exception, match="1, 2"):
        kim.find("dam.txt")
    with pytest.raises(Exception, match="no article"):
        kim.find("nowhere.txt")


def test_the_place_is_remembered_for_each_person(kim, article):
    kim.remember_place(article, 35)
    assert kim.open(article).place == 35
    assert Workspace(kim.store, "lee").open(article).place is None


def test_foreign_newer_and_damaged_databases_are_refused(tmp_path):
    foreign = tmp_path / "foreign.db"
    other = sqlite3.connect(foreign)
    other.execute("CREATE TABLE t (a)")
    other.commit()
    other.close()
    with pytest.raises(StoreError, match="another program"):
        connect(foreign)

    newer = tmp_path / "newer.db"
    connection = connect(newer)
    connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(StoreError, match="newer Stet"):
        connect(newer)

    text = tmp_path / "notes.txt"
    text.write_text("this is no database\n" * 100)
    with pytest.raises(StoreError, match="not a database"):
        connect(text)
    with pytest.raises(StoreError, match="folder"):
        connect(tmp_path)


def test_an_older_database_is_backed_up_then_migrated(tmp_path, monkeypatch):
    path = tmp_path / "old.db"
    connect(path).close()
    monkeypatch.setattr("annotations.store.connection.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr("annotations.store.migrations.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    connection = connect(path)
    assert connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION + 1
    connection.close()
    backups = list(tmp_path.glob(f"old.db.schema-{SCHEMA_VERSION}.*.backup"))
    assert len(backups) == 1
    copy = sqlite3.connect(backups[0])
    assert copy.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
    assert copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    copy.close()


def test_a_database_of_the_first_version_keeps_what_is_in_it(tmp_path):
    path = tmp_path / "first.db"
    connection = sqlite3.connect(path, isolation_level=None)
    migrations.apply(Database(connection, execute_plugins=False), stop_before="m002_suggestions")
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute("PRAGMA user_version=1")
    connection.execute("INSERT INTO annotators VALUES ('kim', '2026-01-01T00:00:00.000Z')")
    connection.close()
    with Store(path) as store:
        assert store.annotations.annotators() == ["kim"]
        assert store.suggestions.dismissed(1, "kim") == set()
    assert len(list(tmp_path.glob("first.db.schema-1.*.backup"))) == 1


def test_a_locked_database_says_so_and_the_edit_is_not_made(kim, article, path):
    kim.store._connection.execute("PRAGMA busy_timeout=20")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        kim.tag(article, "claim", [span("The dam")])
    other.execute("ROLLBACK")
    other.close()
    assert list(kim.annotations(article)) == []
    assert kim.tag(article, "claim", [span("The dam")]).edit is not None


def test_a_full_disk_says_so_and_the_program_goes_on(kim, article):
    pages = kim.store._connection.execute("PRAGMA page_count").fetchone()[0]
    kim.store._connection.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreError, match="disk is full"):  # noqa: PT012 - at some tag or other
        for _ in range(1000):
            kim.tag(article, "claim", [span("The dam")], again=True)
    count = len(list(kim.annotations(article)))
    assert kim.store.history.count_steps(article.number) == count
    kim.store._connection.execute("PRAGMA max_page_count=100000")
    assert kim.tag(article, "claim", [span("The dam")], again=True).edit is not None


def test_packed_blocks_come_back(kim, article):
    assert kim.open(article).content.blocks == Blocks(draft().blocks)
