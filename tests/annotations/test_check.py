import sqlite3

import pytest

from annotations.checking import check
from annotations.store import Store
from tests.annotations.harbour import add_dam, add_harbour, annotate, filled, library


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("check") / "stet.db")


def found_after(path, tmp_path, *statements):
    """Damage a copy of the database by SQL, and check it."""
    damaged = tmp_path / "damaged.db"
    copy = sqlite3.connect(damaged, isolation_level=None)
    with sqlite3.connect(path) as original:
        original.backup(copy)
    original.close()
    for statement in statements:
        copy.execute(statement)
    copy.close()
    with Store(damaged) as store:
        return list(check(store))


def test_nothing_is_wrong_with_what_was_never_damaged(path, tmp_path):
    assert found_after(path, tmp_path) == []


def test_an_empty_database_is_in_order(tmp_path):
    with Store(tmp_path / "empty.db") as store:
        assert list(check(store)) == []


@pytest.mark.parametrize(
    ("statement", "said", "annotated"),
    [
        ("UPDATE fragments SET exact = 'x' WHERE exact = 'madness'", "not on the words that were tagged", True),
        ("UPDATE fragments SET prefix = '' WHERE exact = 'madness'", "does not stand between the words", True),
        ("UPDATE fragments SET suffix = '' WHERE exact = 'madness'", "does not stand between the words", True),
        ("UPDATE fragments SET \"end\" = 9999 WHERE exact = 'madness'", "is no range of the text", True),
        ("UPDATE roles SET exact = 'He' WHERE exact = 'she'", "the claimant", True),
        ("UPDATE annotations SET \"start\" = 0 WHERE label = 'stance'", "its outermost offsets are not those", True),
        ("DELETE FROM fragments WHERE exact = 'madness'", "its outermost offsets are not those", True),
        ("UPDATE versions SET text = replace(text, 'May', 'Mai') WHERE article = 1", "not what its SHA-256", False),
        ("UPDATE versions SET length = 5 WHERE article = 1", "characters, not 5", False),
        ("UPDATE versions SET blocks = x'00' WHERE article = 1", "the blocks are damaged", False),
        ("UPDATE versions SET blocks = x'0500000001000000" + "0000' WHERE article = 1", "block 1 (5-1)", False),
        ("UPDATE versions SET sentences = x'0102' WHERE article = 1", "the sentences are damaged", False),
        ("UPDATE versions SET sentences = x'05000000FFFFFF00' WHERE article = 1", "sentence 1 (5-16777215)", False),
        (
            "UPDATE versions SET sentences = x'00000000020000000500000004000000' WHERE article = 1",
            "sentence 2 begins before sentence 1 ends",
            False,
        ),
        ("UPDATE versions SET styles = '[1]' WHERE article = 1", "the inline styles are damaged", False),
        ("""UPDATE versions SET styles = '[["strong",5,3,null]]' WHERE article = 1""", "the inline style 5-3", False),
    ],
)
def test_damage_is_found_with_article_and_annotation(path, tmp_path, statement, said, annotated):
    findings = found_after(path, tmp_path, statement)
    assert any(said in finding.message for finding in findings), findings
    # What is not in a text any more is still in the index of words, which belongs to no article.
    rest = [finding for finding in findings if "index of words" not in finding.message]
    assert all(finding.wrong and finding.article == 1 for finding in rest)
    assert (len(rest) < len(findings)) is ("SET text" in statement)
    assert any(finding.annotation is not None for finding in findings if said in finding.message) is annotated


def test_text_that_is_not_utf_8_is_found_and_the_rest_still_looked_at(path, tmp_path):
    findings = found_after(
        path, tmp_path,
        "UPDATE versions SET text = CAST(x'ff41' AS TEXT) WHERE article = 1",
        "UPDATE versions SET length = 5 WHERE article = 2",
    )  # fmt: skip
    assert [finding.article for finding in findings] == [1, 2, None]
    assert "cannot be read" in findings[0].message
    assert "index of words" in findings[2].message


@pytest.mark.parametrize("state", ["{", '{"id": 1}', "[]", "null", "[" * 5000])
def test_history_that_cannot_be_read_is_found(path, tmp_path, state):
    (finding,) = found_after(
        path, tmp_path, "DROP TRIGGER history_is_append_only", f"UPDATE history SET after = '{state}' WHERE number = 1"
    )
    assert "row 1 of the history cannot be read" in finding.message
    assert finding.article == 1


def test_a_row_without_its_parent_is_found(path, tmp_path):
    findings = found_after(path, tmp_path, "PRAGMA foreign_keys=OFF", "DELETE FROM articles WHERE number = 2")
    assert any("a row of versions refers to articles that is not there" in finding.message for finding in findings)


def test_a_relation_without_its_target_is_listed_but_not_wrong(path, tmp_path):
    findings = found_after(path, tmp_path, "PRAGMA foreign_keys=ON", "DELETE FROM annotations WHERE version = 2")
    assert [(finding.article, finding.wrong) for finding in findings] == [(1, False)]
    assert "restates goes to" in findings[0].message


def test_a_damaged_file_is_told(path, tmp_path):
    damaged = tmp_path / "damaged.db"
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 12] = b"\xa5" * 4096 * 9
    damaged.write_bytes(data)
    with Store(damaged) as store:
        assert any(finding.wrong for finding in check(store))


def test_progress_counts_articles(tmp_path):
    with library(tmp_path / "stet.db") as workspace:
        annotate(workspace, add_harbour(workspace), add_dam(workspace))
        amounts = []
        assert list(check(workspace.store, amounts.append)) == []
    assert amounts == [1, 1]


def test_an_index_that_lost_words_is_found_and_made_anew(path, tmp_path):
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(path.read_bytes())
    copy = sqlite3.connect(damaged, isolation_level=None)
    copy.execute("INSERT INTO article_search (article_search) VALUES ('delete-all')")
    copy.close()
    with Store(damaged) as store:
        assert store.search.numbers('"crowns"') == []
        assert [finding.message for finding in check(store)] == [
            "the index of words is not that of the texts; “stet check --repair” makes it anew"
        ]
        store.rebuild_index()
        assert store.search.numbers('"crowns"') == [1]
        assert list(check(store)) == []
