"""Oneself over time, everybody's progress, and articles coded again."""

import json
import random

import pytest

from annotations.agreement import agreement
from annotations.errors import UsageError
from annotations.group.adjudicating import adjudicate, reject, take_agreed
from annotations.group.assigning import assign, assign_again, queues
from annotations.group.comparing import compare
from annotations.group.everybody import progress, progress_lines
from annotations.identity import new_id
from annotations.layers import are_people, round_of
from annotations.merging import merge
from annotations.model import Span
from annotations.statistics.charts import PLAIN
from annotations.statistics.pace import Coded, Forecast, forecast, pace
from annotations.statistics.pace_lines import foretold, pace_lines
from annotations.store import Change, Step
from annotations.workspace import Workspace
from tests.annotations.agreement.coded import add_article, annotation, library, put

LINES = ("The wall will not hold.", "She said it again in May.", "Nobody came.")


@pytest.fixture
def workspace(tmp_path):
    with library(tmp_path / "stet.db") as workspace:
        yield workspace


def tagged(workspace, info, at, who="kim"):
    """Let somebody tag something at a time of the 31st of March 2026."""
    one = annotation(info, who, "claim", (0, 23))
    step = Step(new_id(), f"2026-03-31T{at}.000Z", who, "tag", "tagged")
    workspace.store.steps.commit(step, [Change(info.number, one.id, None, one)])
    return one


def coded(workspace, count, *, seconds=60):
    """Articles in each of which two things were tagged, `seconds` apart, hours from one another; all marked done."""
    infos = []
    for hour in range(count):
        info = add_article(workspace, f"/{hour}.txt", LINES)
        tagged(workspace, info, f"{hour:02}:00:00")
        tagged(workspace, info, f"{hour:02}:{seconds // 60:02}:{seconds % 60:02}")
        workspace.toggle_done(info)
        infos.append(info)
    return infos


def test_seconds_and_keys_for_each_item(workspace):
    infos = coded(workspace, 2)
    found = pace(workspace)
    assert (found.items, round(found.seconds), round(found.seconds_per_item)) == (4, 120, 30)
    assert found.keys_per_item is None
    with workspace.store.writing():
        workspace.store.keys.add("kim", "2026-03-31", {infos[0].number: 7})
        workspace.store.keys.add("kim", "2026-03-31", {infos[0].number: 3, 99: 5})
        workspace.store.keys.add("lee", "2026-03-31", {infos[0].number: 100})
    found = pace(workspace)
    assert (found.keys, found.keyed_items, found.keys_per_item) == (10, 2, 5)  # the other article has none counted
    assert found.days[0][:2] == ("2026-03-31", 4)


def test_what_was_taken_back_is_no_item(workspace):
    info = add_article(workspace, "/a.txt", LINES)
    made = workspace.tag(info, "claim", [Span(0, 23)]).annotation
    workspace.tag(info, "quote", [Span(24, 49)])
    workspace.undo(info)
    assert pace(workspace).items == 1
    workspace.redo(info)
    assert pace(workspace).items == 2
    workspace.delete(info, made)
    workspace.undo(info)
    assert pace(workspace).items == 2


def test_decisions_are_items_of_whoever_decides(workspace):
    info = add_article(workspace, "/a.txt", LINES)
    put(workspace, info, [annotation(info, who, "claim", (0, 23)) for who in ("kim", "lee")])
    put(workspace, info, [annotation(info, "lee", "quote", (24, 49))])
    gold = Workspace(workspace.store, "gold")
    take_agreed(gold, [info], ("kim", "lee"))
    adjudicate(gold, info, [reject(compare(gold, info, ("kim", "lee"))[1])])
    assert pace(gold).items == 2


def test_keys_stay_where_they_were_pressed(workspace, tmp_path):
    (info, *_) = coded(workspace, 1)
    with workspace.store.writing():
        workspace.store.keys.add("kim", "2026-03-31", {info.number: 7})
    with library(tmp_path / "other.db") as other:
        merge(other, [str(tmp_path / "stet.db")])
        assert other.store.keys.of("kim") == []
        assert (pace(other).items, pace(other).keys_per_item) == (2, None)


def test_a_forecast_needs_five_articles_that_are_done(workspace):
    coded(workspace, 4)
    add_article(workspace, "/left.txt", LINES)
    found = pace(workspace)
    assert found.forecast is None
    assert foretold(found).startswith(
        "Left: 1 article of the library, 62 characters; time not defined, it takes 5 articles"
    )


def test_what_is_left_takes_as_long_as_what_is_done(workspace):
    coded(workspace, 5)
    for number in range(3):
        add_article(workspace, f"/left-{number}.txt", LINES)
    found = pace(workspace)
    foreseen = (found.forecast.low, found.forecast.seconds, found.forecast.high)
    assert foreseen == pytest.approx((180, 180, 180), abs=2)  # all took the same: nothing speaks for another time
    assert "about 3 min, in 8 of 10 cases 3 min to 3 min" in foretold(found)
    assign(workspace, [workspace.store.articles.get(6)], ["kim"])
    assert (pace(workspace).queued, round(pace(workspace).forecast.seconds)) == (True, 60)


def test_what_an_article_took_already_is_taken_off():
    done = [Coded(100, 50.0)] * 5
    assert forecast(done, [Coded(100, 20.0), Coded(200, 0.0), Coded(10, 30.0)]) == Forecast(130, 130, 130)


def test_nothing_is_foretold_where_nothing_is_left():
    assert forecast([Coded(100, 50.0)] * 5, []) == "nothing is left"


def test_the_range_holds_what_comes_about_as_often_as_it_says():
    roll, within, trials = random.Random(7), 0, 300
    for trial in range(trials):
        coder = [
            Coded(length, length * roll.lognormvariate(-1, 0.4)) for length in roll.choices(range(500, 9000), k=20)
        ]
        left = [Coded(length, length * roll.lognormvariate(-1, 0.4)) for length in roll.choices(range(500, 9000), k=14)]
        found = forecast(coder, [one._replace(seconds=0.0) for one in left], seed=trial)
        within += found.low <= sum(one.seconds for one in left) <= found.high
    assert 0.70 < within / trials < 0.90


def test_lines_of_a_pace_are_ascii_where_that_is_asked_for(workspace):
    coded(workspace, 2)
    told = "\n".join(pace_lines(pace(workspace), 80, PLAIN))
    assert "kim: 4 items in 2 min" in told
    assert "Items by day" in told


def test_everybodys_progress(workspace):
    infos = [add_article(workspace, f"/{number}.txt", LINES) for number in range(4)]
    assign(workspace, infos[:3], ["kim"])
    put(workspace, infos[0], [annotation(infos[0], "kim", "claim", (0, 23))])
    workspace.toggle_done(infos[1])
    put(workspace, infos[3], [annotation(infos[3], who, "claim", (0, 23)) for who in ("kim", "lee")])
    kim, lee = progress(workspace)
    assert (kim.annotator, kim.assigned, kim.done, kim.begun, kim.new, kim.others_begun) == ("kim", 3, 1, 1, 1, 1)
    assert kim.characters_left == 2 * infos[0].length
    assert (lee.assigned, lee.others_begun) == (0, 1)
    lines = list(progress_lines([kim, lee], 80, PLAIN))
    bar = lines[0].split()[1]
    assert {mark: bar.count(mark) for mark in "#:."} == {"#": len(bar) // 3, ":": len(bar) // 3,
                                                        ".": len(bar) - 2 * (len(bar) // 3)}  # fmt: skip
    assert lines[-1] == "# done  : begun  . not begun"


def test_names_of_those_who_code_again():
    assert [round_of(name) for name in ("kim", "kim#2", "kim#12", "kim#1", "kim#x", "#2", "a#b#3")] == [
        ("kim", 1), ("kim", 2), ("kim", 12), ("kim#1", 1), ("kim#x", 1), ("#2", 1), ("a#b", 3),
    ]  # fmt: skip
    assert are_people({"kim", "kim#2", "lee", "gold"}) == ["kim", "lee"]


def test_a_sample_of_what_is_done_is_coded_again_and_agrees_with_itself(workspace):
    infos = coded(workspace, 5)
    add_article(workspace, "/not-done.txt", LINES)
    tried = assign_again(workspace, [], 0.4, seed=3, dry_run=True)
    assert queues(workspace) == []
    given = assign_again(workspace, [], 0.4, seed=3)
    assert given == tried
    (queue,) = queues(workspace)
    assert (queue.annotator, len(queue.articles)) == ("kim#2", 2)
    with pytest.raises(UsageError, match="kim#2 has 2 articles left to code"):
        assign_again(workspace, [], 1)
    again = Workspace(workspace.store, "kim#2")
    for queued in queue.articles:
        tagged(workspace, queued.info, "20:00:00", "kim#2")
        again.toggle_done(queued.info)
    assert pace(workspace).again == (("kim#2", 2),)
    found = agreement(workspace, annotators=("kim", "kim#2"), rounds=0)
    assert len(found.articles) == 2
    assert agreement(workspace, rounds=0).annotators == ("kim",)  # nobody agrees with others by agreeing with oneself
    assert {row.annotator for row in assign_again(again, [], 1).given} == {"kim#3"}
    with pytest.raises(UsageError, match="lee has marked none of these articles done"):
        assign_again(Workspace(workspace.store, "lee"), infos, 1)


@pytest.fixture
def stet(workspace, stet_on):
    return stet_on(workspace.store.path)


def test_commands_as_a_person_uses_them(stet, workspace):
    assert stet("assign", "--progress")[1] == "Nothing is assigned, and nobody has annotated anything.\n"
    assert stet("agree", "--again")[2].startswith("stet: kim has coded nothing again")
    coded(workspace, 5)
    assert "kim: 10 items in 5 min" in stet("pace")[1]
    found = json.loads(stet("pace", "--json")[1])
    assert (found["items"], found["articles_left"], found["reason"]) == (10, 0, "nothing is left")
    assert json.loads(stet("assign", "--progress", "--json")[1])[0]["others_done"] == 5
    assert "kim#2" in stet("assign", "--again", "2")[1]
    tagged(workspace, queues(workspace)[0].articles[0].info, "21:00:00", "kim#2")
    assert stet("agree", "--again", "--rounds", "0")[1].startswith("kim, kim#2: 1 article coded by at least two")
    assert stet("assign", "--again", "2", "--to", "kim")[0] == 2
    assert stet("agree", "--again", "--annotator", "lee")[0] == 2
