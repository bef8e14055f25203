"""The library in numbers: counted, drawn in the terminal, as JSON, and as a page that a real browser shows."""

import json
import re
import shutil
import subprocess
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from annotations.cli import make_commands
from annotations.ledger.grouped import Wanted
from annotations.ledger.matrix import matrix_of
from annotations.model import Origin, Role
from annotations.printable import cells
from annotations.statistics.charts import BLOCKS, PLAIN, bars, days_between, fit, heat_map, timeline
from annotations.statistics.counting import statistics
from annotations.statistics.lines import duration, text_lines
from annotations.statistics.page import statistics_page
from annotations.statistics.working_time import time_spent
from tests.annotations.harbour import DAM, HARBOUR, add_dam, add_harbour, annotate, filled, library, span
from tests.annotations.test_html_page import Read

HOSTILE = '</title><script>alert(1)</script>"\x1b[2J\u202e'


class Edit(NamedTuple):
    annotator: str
    article: int
    at: str


@pytest.fixture
def workspace(tmp_path):
    with library(tmp_path / "stet.db") as workspace:
        annotate(workspace, add_harbour(workspace), add_dam(workspace))
        yield workspace


def stet(path, *arguments):
    return CliRunner().invoke(make_commands(), ["stats", *arguments, "--db", str(path)])


# Counting


def test_articles_labels_values_and_annotators_are_counted(workspace):
    found = statistics(workspace)
    assert [(a.number, dict(a.labels), a.status) for a in found.articles] == [
        (1, {"claim": 2, "quote": 1, "stance": 1}, "begun"),
        (2, {"claim": 1}, "begun"),
    ]
    claim = found.labels[0]
    assert (claim.name, claim.annotations) == ("claim", 3)
    assert claim.values == {"checkworthiness": {"CFS": 1, "UFS": 0, "NFS": 0, "": 2}}
    stance = found.labels[2]
    assert stance.values["intensity"] == {"3": 1}
    assert stance.values["explicit"] == {"no": 1}
    (kim,) = found.annotators
    assert (kim.name, kim.annotations, kim.articles) == ("kim", 5, 2)
    assert list(found.matrices) == ["stance"]
    assert sum(sum(labels.values()) for labels in found.days.values()) == found.annotations == 5


def test_coverage_counts_each_sentence_and_character_once(workspace):
    info = workspace.find("1")
    before = statistics(workspace).articles[0]
    tagged = {"We told them in May", "and nobody came.", "Repairs cost 4 million crowns 🌊", "=1911", "madness"}
    assert before.tagged_characters == sum(map(len, tagged))
    assert (before.tagged_sentences, before.sentences) == (4, 8)
    workspace.tag(info, "claim", [span("told them")])
    assert statistics(workspace).articles[0].tagged_characters == before.tagged_characters
    workspace.tag(info, "claim", [span(HARBOUR.strip())])
    after = statistics(workspace).articles[0]
    assert (after.tagged_characters, after.tagged_sentences) == (len(HARBOUR.strip()), 8)


def test_removed_articles_and_those_not_chosen_do_not_count(workspace):
    assert [a.number for a in statistics(workspace, Wanted(articles=(2,))).articles] == [2]
    assert statistics(workspace, Wanted(articles=(2,))).annotations == 1
    workspace.store._connection.execute("UPDATE articles SET removed = '2026-01-01' WHERE number = 1")
    found = statistics(workspace)
    assert ([a.number for a in found.articles], found.annotations) == ([2], 1)


def test_an_empty_library_has_nothing_to_tell(tmp_path):
    with library(tmp_path / "stet.db") as workspace:
        found = statistics(workspace)
    assert (found.annotations, found.sentence_coverage, found.character_coverage) == (0, None, None)
    assert list(text_lines(found, 80)) == ["0 articles", "No annotation yet."]
    assert "No annotation yet." in "".join(statistics_page(found, "stet.db", "2026-01-01T00:00:00.000Z"))


def test_what_was_imported_is_counted_but_not_per_hour(workspace):
    dam = workspace.find("2")
    workspace.tag(dam, "claim", [span("Nobody", DAM)], origin=Origin.IMPORTED)
    moments = [f"2026-03-01T10:{minute:02}:00.000Z" for minute in range(5)]
    connection = workspace.store._connection
    connection.execute("DROP TRIGGER history_is_append_only")
    for (number,), at in zip(
        connection.execute("SELECT min(number) FROM history GROUP BY step").fetchall(), moments, strict=False
    ):
        connection.execute("UPDATE history SET at = ? WHERE number = ?", (at, number))
    connection.execute("DELETE FROM history WHERE at NOT LIKE '2026-03-01%'")
    (kim,) = statistics(workspace).annotators
    assert (kim.annotations, kim.seconds) == (6, 240)
    assert kim.per_hour == 5 * 3600 / 240


# Time


def test_a_gap_belongs_to_the_article_of_the_later_edit_and_a_pause_to_none():
    edits = [
        Edit("kim", 1, "2026-03-01T10:00:00.000Z"),
        Edit("kim", 1, "2026-03-01T10:01:00.000Z"),
        Edit("kim", 2, "2026-03-01T10:05:59.000Z"),
        Edit("kim", 2, "2026-03-01T10:10:59.000Z"),  # five minutes are a pause
        Edit("kim", 1, "2026-03-01T10:11:09.500Z"),
        Edit("mia", 2, "2026-03-01T10:00:30.000Z"),
        Edit("mia", 2, "2026-03-01T10:00:30.000Z"),
    ]
    assert time_spent(edits) == {("kim", 1): 70.5, ("kim", 2): 299}


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 1000)), max_size=30))
def test_no_more_time_is_spent_than_passed(steps):
    at = datetime.fromisoformat("2026-03-01T10:00:00.000+00:00")
    edits = []
    for article, seconds in steps:
        at += timedelta(seconds=seconds)
        edits.append(Edit("kim", article, at.isoformat()))
    spent = time_spent(edits)
    assert all(seconds > 0 for seconds in spent.values())
    assert sum(spent.values()) <= sum(seconds for _, seconds in steps[1:])
    if all(seconds < 300 for _, seconds in steps):
        assert sum(spent.values()) == sum(seconds for _, seconds in steps[1:])


def test_moments_that_are_none_are_left_out():
    assert time_spent([Edit("kim", 1, "yesterday"), Edit("kim", 1, "2026-03-01T10:00:00Z")]) == {}


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 min"), (0.2, "<1 s"), (29, "29 s"), (90, "2 min"), (3599, "1 h 00 min"), (4320, "1 h 12 min")],
)
def test_a_time_is_written_for_people(seconds, words):
    assert duration(seconds) == words


# Pictures of characters


def test_bars_stand_under_each_other_with_their_numbers():
    assert bars([("claim", 8), ("quote", 4), ("stance", 0)], 22) == [
        "claim   8  ███████████",
        "quote   4  █████▌",
        "stance  0",
    ]
    assert bars([("claim", 8), ("quote", 3)], 22, PLAIN) == ["claim  8  ############", "quote  3  ####"]


def test_few_among_many_still_have_a_mark():
    assert bars([("many", 100_000), ("one", 1)], 40)[1].endswith("1  ▏")


def test_a_heat_map_has_shades_signs_and_counts():
    found = [(1, "Ada", "the dam", "favor"), (2, "Ada", "the dam", "favor"), (3, "Bo", "the dam", "against"),
             (4, "Ada", "the wall", "")]  # fmt: skip
    matrix = matrix_of(("holder", "target"), {"favor": "+", "against": "−"}, found)
    assert heat_map(matrix, 60) == [
        "holder → target  the dam  the wall",
        "Ada              █+2      ▒?1",
        "Bo               ▒−1      ·",
    ]
    assert heat_map(matrix, 20, PLAIN) == [
        "holder > target  the dam",
        "Ada              #+2",
        "Bo               :-1",
        "not shown: 1 target",
    ]


def test_a_timeline_has_every_day_between():
    days = {"2026-03-01": 4, "2026-03-04": 2, "2026-03-12": 1}
    assert timeline(days, 60, height=2) == [
        "4 █",
        "0 █  █       ▄",
        "  2026-03-01 to 2026-03-12",
        "  a column for each day; most on 2026-03-01: 4",
    ]
    assert "a column for each week" in timeline({"2026-01-01": 1, "2026-12-31": 1}, 60)[-1]
    assert timeline({"no day": 3}, 60) == []


@given(st.dictionaries(st.dates().map(str), st.integers(1, 10**6), min_size=1, max_size=5), st.integers(10, 100))
def test_a_timeline_is_never_wider_than_its_room(days, width):
    first, last = min(days), max(days)
    if (datetime.fromisoformat(last) - datetime.fromisoformat(first)).days > 20_000:
        return
    lines = timeline(days, width)
    assert all(len(line) <= width for line in lines[:-2])
    assert sum(count for _, count in days_between(days)) == sum(days.values())


@given(st.text(max_size=30), st.integers(1, 20), st.booleans())
def test_what_is_fitted_takes_exactly_its_cells(text, width, right):
    assert cells(fit(text, width, BLOCKS, right=right)) == width


@given(
    st.lists(st.tuples(st.integers(1, 9), st.text(max_size=40), st.text(max_size=40), st.sampled_from(["favor", ""]))),
    st.integers(10, 120),
)
def test_a_heat_map_of_any_names_is_harmless(found, width):
    for line in heat_map(matrix_of(("holder", "target"), {"favor": "+"}, found), width, PLAIN):
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", line)


# The command


def test_numbers_in_the_terminal(tmp_path):
    path = filled(tmp_path / "stet.db")
    text = stet(path).stdout
    assert text.splitlines()[:3] == [
        "2 articles (2 begun)",
        "5 annotations in 2 articles by 1 annotator",
        "Tagged there: 50 % of the sentences, 34 % of the characters",
    ]
    assert "  claim   3  █" in text
    assert "  Jan Voss         █−1" in text
    assert stet(path, "--ascii").stdout.isascii()


def test_numbers_as_json(tmp_path):
    path = filled(tmp_path / "stet.db")
    record = json.loads(stet(path, "--json").stdout)
    assert record["annotations"] == 5
    assert record["labels"][1] == {
        "name": "quote",
        "annotations": 1,
        "values": {"kind": {"direct": 1, "indirect": 0, "mixed": 0, "scare": 0}},
    }
    assert record["matrices"]["stance"]["cells"][0]["counts"] == {"favor": 0, "against": 1, "neutral": 0}
    assert record["articles"][0]["tagged_sentences"] == 4
    assert record["annotators"][0]["per_hour"] is None


def test_what_excludes_each_other_is_refused(tmp_path):
    path = filled(tmp_path / "stet.db")
    assert stet(path, "--json", "--ascii").exit_code == 2
    assert stet(path, "--json", "--html", str(tmp_path / "x.html")).exit_code == 2
    assert stet(path, "--html", str(path)).exit_code == 2
    assert stet(path, "--html", str(tmp_path / "nowhere" / "x.html")).exit_code == 1


# The page


def hostile_page(tmp_path):
    path = filled(tmp_path / "stet.db")
    with library(path, annotator="<b>mia</b>") as workspace:
        dam = workspace.find("2")
        workspace.set_facts(dam, {"title": "</title><script>alert(1)</script>"})
        roles = [Role("holder", HOSTILE), Role("target", "<img src=x onerror=alert(1)>")]
        workspace.tag(dam, "stance", [span("Nobody", DAM)], roles=roles, attributes={"polarity": "favor"})
    target = tmp_path / "stats.html"
    done = stet(path, "--html", str(target))
    assert (done.exit_code, done.stdout) == (0, f"{target}: open it in a browser\n")
    return target


def test_the_page_is_whole_and_every_picture_says_what_it_is(tmp_path):
    read = Read(hostile_page(tmp_path).read_text("utf-8"))
    tags = [tag for tag, _ in read.elements]
    assert not {"script", "img", "b", "link", "iframe"} & set(tags)
    assert not [
        name for _, attributes in read.elements for name in attributes if name.startswith("on") or name == "style"
    ]
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in (one for one in read.elements if one[0] == "svg"):
        assert set(attributes["aria-labelledby"].split()) <= set(ids)
    assert "<img src=x onerror=alert(1)>" in read.text
    assert tags.count("table") >= 5


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here to show the page (Debian: chromium)")
def test_a_real_browser_shows_the_page_and_runs_nothing(tmp_path):
    page = hostile_page(tmp_path)
    done = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
         f"--user-data-dir={tmp_path / 'profile'}",
         "--enable-logging=stderr", "--window-size=1000,1400", f"--screenshot={tmp_path / 'page.png'}", "--dump-dom",
         page.as_uri()],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    shown = Read(done.stdout)
    assert [tag for tag, _ in shown.elements if tag in {"script", "img"}] == []
    assert "5 annotations" not in shown.text
    assert "6 annotations in 2 articles by 2 annotators" in shown.text
    assert "Refused to apply" not in done.stderr
    assert "violates" not in done.stderr
    assert (tmp_path / "page.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
