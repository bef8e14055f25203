import json
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import UsageError
from annotations.group.assigning import assign, queues, share_out, take_away
from annotations.merging import merge
from annotations.model import ArticleInfo, Status
from annotations.workspace import Workspace
from tests.annotations.agreement.coded import WORDS, add_article, annotation, library, put


def article(number, length):
    at = "2026-03-31T12:00:00.000Z"
    return ArticleInfo(
        number, f"id-{number:04}", number, 1, "Title", "/a.txt", "en", Status.NEW, "0" * 64, length, at, at
    )


lengths = st.lists(st.integers(200, 20_000), min_size=1, max_size=40)
people = st.integers(1, 5).map(lambda count: [f"person {i}" for i in range(count)])


@given(lengths, people, st.integers(0, 40), st.integers(2, 3), st.integers(0, 99))
def test_every_article_has_as_many_readers_as_it_should(lengths, people, several, coders, seed):
    articles = [article(number, length) for number, length in enumerate(lengths, 1)]
    several = 0 if len(people) < coders else min(several, len(articles))
    shared = share_out(articles, people, several=several, coders=coders, seed=seed)
    readers = Counter(row.article for row in shared.given)
    assert readers == {a.number: coders if a.number in shared.several else 1 for a in articles}
    assert len(shared.several) == several
    assert len({row[:2] for row in shared.given}) == len(shared.given)
    for name in people:
        own = [row for row in shared.given if row.annotator == name]
        assert [row.position for row in own] == list(range(1, len(own) + 1))
        assert shared.load[name] == sum(articles[row.article - 1].length for row in own)
    if not several:
        assert max(shared.load.values()) - min(shared.load.values()) <= max(lengths)


def test_a_seed_draws_the_same_lot_whatever_the_order_of_articles():
    articles = [article(number, 1000 + 37 * number) for number in range(1, 31)]
    one = share_out(articles, ["kim", "lee", "mia"], several=6, seed=7)
    assert share_out(articles[::-1], ["kim", "lee", "mia"], several=6, seed=7) == one
    assert share_out(articles, ["kim", "lee", "mia"], several=6, seed=8).several != one.several


def test_every_two_people_get_about_as_many_together():
    articles = [article(number, 1000 + 37 * number) for number in range(1, 61)]
    names = ["kim", "lee", "mia", "noa"]
    shared = share_out(articles, names, several=24, seed=1)
    readers = {n: {row.annotator for row in shared.given if row.article == n} for n in shared.several}
    pairs = Counter(frozenset(pair) for both in readers.values() for pair in combinations(sorted(both), 2))
    assert set(pairs.values()) == {4}
    loads = shared.load.values()
    assert max(loads) - min(loads) < 0.05 * max(loads)


def test_what_was_given_before_counts():
    articles = [article(number, 1000) for number in range(1, 5)]
    shared = share_out(articles, ["kim", "lee"], before=[("kim", 3000), ("kim", 1000)])
    assert {row.annotator for row in shared.given} == {"lee"}
    mixed = share_out(articles, ["kim", "lee"], before=[("kim", 2000)])
    assert sorted(row.position for row in mixed.given if row.annotator == "kim") == [2]


@pytest.mark.parametrize(
    ("people", "more", "words"),
    [
        ([], {}, "name who is to read them"),
        (["kim"], {"several": 1}, "2 people are to read the same articles, and there are 1"),
        (["kim", "kim"], {"several": 1}, "there are 1"),
        (["kim", "lee"], {"several": 9}, "9 articles are to be read by several, and there are 2"),
    ],
)
def test_what_cannot_be_shared_out(people, more, words):
    with pytest.raises(UsageError, match=words):
        share_out([article(1, 10), article(2, 10)], people, **more)


@pytest.fixture
def workspace(tmp_path):
    with library(tmp_path / "stet.db") as workspace:
        for number in range(6):
            add_article(workspace, f"/{number}.txt", [" ".join(WORDS * (number + 1)) + "."])
        yield workspace


def test_queues_tell_who_is_how_far(workspace):
    assign(workspace, [], ["kim", "lee"], overlap=1.0)
    infos = list(workspace.store.articles.all())
    put(workspace, infos[0], [annotation(infos[0], "lee", "claim", (0, 5))])
    Workspace(workspace.store, "lee").set_status(infos[1], Status.DONE)
    kim, lee = queues(workspace)
    assert (kim.annotator, [kim.count(status) for status in Status]) == ("kim", [6, 0, 0])
    assert (lee.annotator, [lee.count(status) for status in Status]) == ("lee", [4, 1, 1])
    assert kim.left - lee.left == infos[1].length


def test_again_shares_out_only_what_is_in_nobodys_queue(workspace):
    infos = list(workspace.store.articles.all())
    assign(workspace, infos[:2], ["kim"])
    dry = assign(workspace, [], ["kim", "lee"], dry_run=True)
    assert {row.article for row in dry.given} == {3, 4, 5, 6}
    assert len(queues(workspace)) == 1
    assert assign(workspace, [], ["kim", "lee"]) == dry
    with pytest.raises(UsageError, match="in nobody's queue"):
        assign(workspace, [], ["lee"])
    assert take_away(workspace, {1, 2}, set()) == 2
    assert take_away(workspace, set(), {"lee"}) + take_away(workspace, set(), set()) == 4
    assert queues(workspace) == []


def test_queues_travel_with_a_merge(workspace, tmp_path):
    assign(workspace, [], ["kim", "lee"], overlap=2)
    with library(tmp_path / "lee.db", "lee") as lee:
        assert merge(lee, [str(tmp_path / "stet.db")]).assigned == 8
        told = [(q.annotator, [a.info.id for a in q.articles]) for q in queues(lee)]
    assert told == [(q.annotator, [a.info.id for a in q.articles]) for q in queues(workspace)]


@pytest.fixture
def stet(workspace, stet_on):
    return stet_on(workspace.store.path)


def test_assign_as_a_person_does(stet):
    assert stet("assign")[1] == "Nothing is assigned. “stet assign --to NAME” shares articles out.\n"
    status, out, _ = stet("assign", "--to", "kim", "--to", "lee", "--overlap", "34%", "--seed", "3", "--dry-run")
    *tried, last = out.splitlines()
    assert (status, last, tried[0].split()[:4]) == (
        0,
        "Nothing was changed.",
        ["annotator", "articles", "shared", "characters"],
    )
    assert stet("assign", "--to", "kim", "--to", "lee", "--overlap", "34%", "--seed", "3")[1].splitlines() == tried
    rows = [line.split() for line in stet("assign")[1].splitlines()]
    assert [row[0] for row in rows] == ["annotator", "kim", "lee"]
    assert sum(int(row[1]) for row in rows[1:]) == 8
    assert stet("assign", "--mine")[1].splitlines()[1].split()[0] == "1"
    queue = [line.split()[0] for line in stet("list", "for:kim")[1].splitlines()[1:]]
    assert len(queue) == int(rows[1][1])
    assert stet("assign", "--clear")[1] == "taken out of queues: 8\n"
    assert stet("assign", "--clear")[1] == "no queue had any of them\n"


def test_assign_as_json(stet):
    given = json.loads(stet("assign", "1", "2", "--to", "kim", "--to", "lee", "--overlap", "1", "--json")[1])
    assert sorted(a["shared"] for a in given["assignments"]) == [False, True, True]
    (kim, lee) = json.loads(stet("assign", "--json")[1])
    assert len(kim["articles"]) + len(lee["articles"]) == 3
    assert kim["articles"][0]["status"] == "new"


@pytest.mark.parametrize("overlap", ["much", "-1", "120%", "0.2", "1.2.3%", "%"])
def test_an_overlap_that_is_none(stet, overlap):
    assert stet("assign", "--to", "kim", "--to", "lee", f"--overlap={overlap}")[0] == 2
