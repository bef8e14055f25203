from dataclasses import replace

import pytest

from annotations.agreement import agreement
from annotations.checking import check
from annotations.errors import ConflictError, UsageError
from annotations.group.adjudicating import adjudicate, keep, reject, take_agreed, unite
from annotations.group.comparing import Standing, Verdict, compare
from annotations.merging import merge
from annotations.model import Role, Span
from annotations.workspace import Workspace
from tests.annotations.agreement.coded import add_article, annotation, library, put

LINES = ("The wall will not hold.", "She said it again in May.", "Nobody came.")
PEOPLE = ("kim", "lee")


@pytest.fixture
def gold(tmp_path):
    """A library in which kim and lee have coded one article; the adjudicator's view of it."""
    with library(tmp_path / "stet.db", "gold") as workspace:
        info = add_article(workspace, "/a.txt", LINES)
        put(workspace, info, [
            annotation(info, "kim", "claim", (0, 23), attributes={"checkworthiness": "CFS"}),
            annotation(info, "lee", "claim", (0, 23), attributes={"checkworthiness": "CFS"}),
            annotation(info, "kim", "quote", (24, 49), roles=(Role("source", "Vera Lind"),)),
            annotation(info, "lee", "quote", (33, 49)),
            annotation(info, "kim", "claim", (50, 62)),
            annotation(info, "lee", "stance", (50, 61)),
            annotation(info, "lee", "stance", (4, 8)),
        ])  # fmt: skip
        yield workspace


def article(workspace):
    return next(workspace.store.articles.all())


def compared(workspace, people=PEOPLE):
    return compare(workspace, article(workspace), people)


def layer(workspace, annotator="gold"):
    return [a for a in workspace.annotations(article(workspace)) if a.annotator == annotator]


def test_items_tell_how_far_people_agree(gold):
    told = [(item.place, item.standing, item.differences) for item in compared(gold)]
    assert told == [
        (Span(0, 23), Standing.AGREED, ()),
        (Span(4, 8), Standing.MISSING, ()),
        (Span(24, 49), Standing.PARTLY, ("words", "roles")),
        (Span(50, 62), Standing.DIFFERENT, ("label", "words")),
    ]


def test_who_has_not_coded_an_article_misses_nothing_in_it(gold):
    assert {item.annotators for item in compared(gold, ("kim", "lee", "mia"))} == {("kim", "lee")}


def test_three_people_are_put_together_by_what_they_share_most(gold):
    info = article(gold)
    put(gold, info, [annotation(info, "mia", "claim", (0, 20)), annotation(info, "mia", "quote", (30, 49))])
    items = compared(gold, ("kim", "lee", "mia"))
    assert [sorted(item.annotations) for item in items] == [
        ["kim", "lee", "mia"],
        ["lee"],
        ["kim", "lee", "mia"],
        ["kim", "lee"],
    ]


def test_keeping_ones_records_whose_it_was(gold):
    item = compared(gold)[2]
    adjudicate(gold, article(gold), [keep(item, "lee")])
    (made,) = layer(gold)
    assert (made.label, made.fragments, made.roles) == ("quote", (Span(33, 49),), ())
    decided = compared(gold)[2]
    assert decided.done
    kim, lee = (decided.decided[decided.annotations[name].id] for name in PEOPLE)
    assert (kim.verdict, kim.kept_as) == (Verdict.REJECT, None)
    assert (lee.verdict, lee.kept_as) == (Verdict.KEEP, made.id)
    whose = gold.store.decisions.of_article(article(gold).number, "gold")
    assert whose[item.annotations["lee"].id] == {"verdict": "keep", "whose": "lee", "kept_as": made.id}


def test_what_is_united_has_parts_of_both(gold):
    item = compared(gold)[2]
    result = replace(item.annotations["lee"], roles=item.annotations["kim"].roles)
    edit = adjudicate(gold, article(gold), [unite(item, result)])
    assert edit.summary == "united quote “it again in May.”"
    (made,) = layer(gold)
    assert (made.fragments, made.roles[0].name) == ((Span(33, 49),), "Vera Lind")
    assert {d.verdict for d in compared(gold)[2].decided.values()} == {Verdict.MERGE}


def test_what_is_rejected_leaves_nothing_and_is_decided(gold):
    item = compared(gold)[1]
    adjudicate(gold, article(gold), [reject(item)])
    assert layer(gold) == []
    assert compared(gold)[1].done


def test_agreed_ones_are_taken_over_in_one_step_that_can_be_taken_back(gold):
    again = add_article(gold, "/b.txt", LINES)
    put(gold, again, [annotation(again, who, "claim", (0, 23)) for who in PEOPLE])
    before = layer(gold)
    edit = take_agreed(gold, list(gold.store.articles.all()), PEOPLE)
    assert edit.summary == "kept 2 annotations that kim and lee agree on"
    assert take_agreed(gold, list(gold.store.articles.all()), PEOPLE) is None
    assert [item.done for item in compared(gold)] == [True, False, False, False]
    assert {d.verdict for d in compared(gold)[0].decided.values()} == {Verdict.KEEP}
    gold.undo(again)
    assert layer(gold) == before
    assert not any(item.done for item in compared(gold))
    gold.redo(again)
    assert compared(gold)[0].done


def test_deciding_again_replaces_the_decision(gold):
    info = article(gold)
    adjudicate(gold, info, [keep(compared(gold)[2], "lee")])
    adjudicate(gold, info, [keep(compared(gold)[2], "kim")])
    (made,) = layer(gold)
    assert made.fragments == (Span(24, 49),)
    gold.undo(info)
    assert [a.fragments for a in layer(gold)] == [(Span(33, 49),)]
    adjudicate(gold, info, [reject(compared(gold)[2])])
    assert layer(gold) == []
    assert [f for f in check(gold.store) if f.wrong] == []


def test_nobody_decides_on_their_own(gold):
    kim = Workspace(gold.store, "kim")
    with pytest.raises(ConflictError, match="this claim is your own"):
        adjudicate(kim, article(gold), [keep(compared(kim)[0], "lee")])
    with pytest.raises(UsageError, match="nothing to decide"):
        adjudicate(gold, article(gold), [])


def test_what_was_changed_meanwhile_is_looked_at_again(gold):
    item = compared(gold)[0]
    kim = Workspace(gold.store, "kim")
    mine = item.annotations["kim"]
    kim.change(article(gold), mine, replace(mine, note="new"), "noted")
    with pytest.raises(ConflictError, match="kim has changed this since"):
        adjudicate(gold, article(gold), [keep(item, "lee")])
    assert layer(gold) == []


def test_gold_is_compared_with_people_where_that_is_asked_for(gold):
    take_agreed(gold, [article(gold)], PEOPLE)
    found = agreement(gold, annotators=("kim", "gold"), rounds=0)
    assert found.annotators == ("kim", "gold")


def test_decisions_are_merged_and_taken_back_with_a_merge(gold, tmp_path):
    with library(tmp_path / "other.db", "lee") as other:
        merge(other, [str(tmp_path / "stet.db")])
        item = compared(gold)[2]
        adjudicate(gold, article(gold), [keep(item, "lee")])
        merge(other, [str(tmp_path / "stet.db")])
        there = Workspace(other.store, "gold")
        assert compared(there)[2].decided == compared(gold)[2].decided
        other.undo(article(other))
        assert not compared(there)[2].decided
        merge(other, [str(tmp_path / "stet.db")])
        adjudicate(gold, article(gold), [keep(compared(gold)[2], "kim")])
        assert merge(other, [str(tmp_path / "stet.db")]).conflicts == ()
        assert compared(there)[2].decided == compared(gold)[2].decided
        assert [a.fragments for a in layer(there)] == [(Span(24, 49),)]


def by(workspace, who, label, number=None):
    """The annotation of somebody with a label, the first by default."""
    return [a for a in layer(workspace, who) if a.label == label][number or 0]


def relate(workspace, who, label, source, target):
    return Workspace(workspace.store, who).relate(article(workspace), label, source, target).relation


def ties(workspace, annotator="gold"):
    """Relations of a layer by label and the words that they tie."""
    text = workspace.store.text(article(workspace).key)
    by_id = {a.id: a.fragments[0].of(text) for a in workspace.annotations(article(workspace))}
    found = workspace.relations(article(workspace))
    return [(r.label, by_id[r.source], by_id[r.target]) for r in found if r.annotator == annotator]


def test_relations_between_what_is_kept_come_along(gold):
    relate(gold, "kim", "supports", by(gold, "kim", "quote"), by(gold, "kim", "claim"))
    adjudicate(gold, article(gold), [keep(compared(gold)[2], "kim")])
    assert ties(gold) == []  # the other end is not decided yet
    adjudicate(gold, article(gold), [keep(compared(gold)[0], "kim")])
    assert ties(gold) == [("supports", "She said it again in May.", "The wall will not hold.")]
    gold.undo(article(gold))
    assert ties(gold) == []


def test_a_relation_goes_to_what_was_kept_for_its_end(gold):
    mine = relate(gold, "kim", "supports", by(gold, "kim", "quote"), by(gold, "kim", "claim"))
    adjudicate(gold, article(gold), [keep(compared(gold)[2], "lee")])  # kim's quote is rejected for lee's
    adjudicate(gold, article(gold), [keep(compared(gold)[0], "kim")])
    assert ties(gold) == [("supports", "it again in May.", "The wall will not hold.")]
    (fact,) = gold.store.decisions.facts([f"decision/gold/{mine.id}"]).values()
    (made,) = [r for r in gold.relations(article(gold)) if r.annotator == "gold"]
    assert fact == {"verdict": "keep", "whose": "kim", "kept_as": made.id}


@pytest.mark.parametrize("order", [(0, 2), (2, 0)])
def test_in_whichever_order_ends_are_decided_the_relations_are_the_same(gold, order):
    for who in PEOPLE:
        relate(gold, who, "supports", by(gold, who, "quote"), by(gold, who, "claim"))
    wanted = {0: "kim", 2: "lee"}
    for place in order:
        adjudicate(gold, article(gold), [keep(compared(gold)[place], wanted[place])])
    assert ties(gold) == [("supports", "it again in May.", "The wall will not hold.")]


def test_a_relation_between_what_is_rejected_stays_behind(gold):
    relate(gold, "kim", "supports", by(gold, "kim", "quote"), by(gold, "kim", "claim", 1))
    adjudicate(gold, article(gold), [keep(compared(gold)[2], "lee"), keep(compared(gold)[3], "lee")])
    assert ties(gold) == []
    adjudicate(gold, article(gold), [reject(compared(gold)[3])])
    assert ties(gold) == []


def test_of_what_all_agree_on_relations_come_along_that_all_have(gold):
    info = article(gold)
    more = [annotation(info, who, "quote", (50, 62)) for who in PEOPLE]
    put(gold, info, more)
    relate(gold, "kim", "supports", more[0], by(gold, "kim", "claim"))
    take_agreed(gold, [info], PEOPLE)
    assert ties(gold) == []
    gold.undo(info)
    relate(gold, "lee", "supports", more[1], by(gold, "lee", "claim"))
    take_agreed(gold, [info], PEOPLE)
    assert ties(gold) == [("supports", "Nobody came.", "The wall will not hold.")]


def test_deciding_again_takes_relations_along_and_forgets_those_that_went(gold):
    info = article(gold)
    mine = relate(gold, "kim", "supports", by(gold, "kim", "quote"), by(gold, "kim", "claim"))
    adjudicate(gold, info, [keep(compared(gold)[0], "kim"), keep(compared(gold)[2], "kim")])
    adjudicate(gold, info, [keep(compared(gold)[2], "lee")])
    assert ties(gold) == [("supports", "it again in May.", "The wall will not hold.")]
    adjudicate(gold, info, [reject(compared(gold)[2])])
    assert ties(gold) == []
    assert gold.store.decisions.facts([f"decision/gold/{mine.id}"]) == {f"decision/gold/{mine.id}": None}
    gold.undo(info)
    assert ties(gold) == [("supports", "it again in May.", "The wall will not hold.")]
    assert [f for f in check(gold.store) if f.wrong] == []


def test_relations_of_gold_go_over_articles(gold):
    info = article(gold)
    far = add_article(gold, "/b.txt", LINES)
    ends = [annotation(far, who, "claim", (0, 23)) for who in PEOPLE]
    put(gold, far, ends)
    for who, end in zip(PEOPLE, ends, strict=True):
        relate(gold, who, "supports", by(gold, who, "claim"), end)
    edit = take_agreed(gold, [info, far], PEOPLE)
    (made,) = [r for r in gold.relations(info) if r.annotator == "gold"]
    assert {made.source, made.target} == {a.id for a in edit.added}
    gold.undo(far)
    assert [r.annotator for r in gold.relations(info)] == ["kim", "lee"]
