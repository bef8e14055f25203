"""Suggesters of other packages: the example of the documentation works, and a bad one spoils nothing."""

import json
import subprocess
import sys

import pytest

from tests.annotations.harbour import filled
from tests.annotations.suggest.packages import SENTENCE, START, documented, install, install_weasels

ASKED = json.dumps({"id": "a", "text": f"The wall is old. {SENTENCE}"}) + "\n"


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("library") / "stet.db")


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def stet(environment, *args, given="", db=None):
    named = () if db is None else ("--db", str(db))
    return subprocess.run(
        [sys.executable, "-m", "annotations", *args, *named],
        input=given, capture_output=True, text=True, encoding="utf-8", env=environment, timeout=60, check=False,
    )  # fmt: skip


def bad(folder, body, name="mine"):
    return install(folder, "mine", START + "        " + body + "\n", {name: "mine:Suggester"})


def test_the_documented_example_answers_over_a_pipe(folder):
    done = stet(install_weasels(folder), "suggest", "--jsonl", "--kind", "weasels", given=ASKED)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "id": "a",
        "weasels": [
            {
                "label": "claim",
                "fragments": [[17, 60]],
                "roles": [],
                "attributes": {},
                "score": 0.7,
                "reasons": ["“Critics say”: who?"],
            }
        ],
    }


def test_the_documented_example_is_short():
    code, entry_points = documented()
    assert len(code.splitlines()) <= 25
    assert entry_points == {"weasels": "weasel:Weasels"}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_it_looks_at_the_articles_of_a_library_beside_stets_own(folder, database, jobs):
    done = stet(install_weasels(folder), "suggest", "--jobs", jobs, db=database)
    assert done.returncode == 0, done.stderr
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["quotes"]
    assert list(first)[:3] == ["id", "number", "title"]
    assert first["weasels"] == second["weasels"] == []


def test_what_it_finds_is_stored_under_its_name(folder, tmp_path):
    (tmp_path / "wall.txt").write_text(f"The wall\n\n{SENTENCE} It is old.\n")
    environment, db = install_weasels(folder), tmp_path / "wall.db"
    stet(environment, "import", str(tmp_path / "wall.txt"), db=db)
    assert stet(environment, "suggest", "--store", "--kind", "weasels", db=db).stdout == (
        "stored 1 suggestion for 1 article\n"
    )
    assert stet(environment, "suggest", "--clear", "--maker", "weasel", db=db).stderr == (
        "stet: no suggestions from “weasel” are stored\nDid you mean “weasels”?\n"
    )
    assert stet(environment, "suggest", "--clear", "--maker", "weasels", db=db).stdout == "removed 1 suggestion\n"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("raise ValueError('no model')", "ValueError: no model"),
        ("return [Suggestion('claim', (Span(5, 9000),))]", "5-9000 is no range of the text, which has 60 characters"),
        ("return [Suggestion('claim', ((9, 5),))]", "9-5 is no range of the text, which has 60 characters"),
        ("return [Suggestion('claim', ())]", "there are no fragments"),
        ("return [Suggestion('claim', (Span(5, 9), Span(7, 12)))]", "fragments overlap or are out of order"),
        ("return [Suggestion('quote', (Span(5, 9),))]", "it gave the label 'quote', not “claim”"),
        ("return [Suggestion('claim', (Span(5, 9),), score=1.5)]", "the score is 1.5, not from 0 to 1"),
        ("return [Suggestion('claim', (Span(5, 9),), score='high')]", "the score is no number: 'high'"),
        ("return [Suggestion('claim', (Span(5, 9),), score=float('nan'))]", "the score is nan, not from 0 to 1"),
        ("return [Suggestion('claim', (Span(5, 9),), roles=('me',))]", "'me' is no Role"),
        ("return [Suggestion('claim', (Span(5, 9),), reasons=(1,))]", "its reasons are no texts: (1,)"),
        (
            "return [Suggestion('claim', (Span(5, 9),), attributes={'type': {}})]",
            "the attribute 'type' has the value {}",
        ),
        (
            "return [Suggestion('claim', (Span(5, 9),), attributes={'type': float('inf')})]",
            "the attribute 'type' has the value inf",
        ),
        ("return ['claim']", "it gave 'claim', which is no Suggestion"),
        ("return None", "TypeError: 'NoneType' object is not iterable"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("import os; os._exit(3)", "its process ended (status 3)"),
        ("while True: pass", "an article took it longer than 0.5 s"),
        ("import time; time.sleep(60)", "an article took it longer than 0.5 s"),
    ],
)
def test_a_bad_one_is_named_in_a_sentence(folder, body, reason):
    done = stet(bad(folder, body), "suggest", "--jsonl", "--kind", "mine", "--seconds", "0.5", given=ASKED)
    assert done.returncode == 1
    assert done.stderr == f"stet: the suggester “mine” of mine-suggester is left aside: {reason}\n"
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import nowhere_to_be_found", "ModuleNotFoundError: No module named 'nowhere_to_be_found'"),
        ("Suggester = 5", "mine:Suggester is no suggester: it has no “kind”"),
        (
            "class Suggester:\n    kind, label = 'mine', 'claim'",
            "mine:Suggester is no suggester: it has no method “suggest”",
        ),
        (
            "class Suggester:\n    kind, label, suggest = 'other', 'claim', list",
            "it calls its kind “other”, but is registered as “mine”",
        ),
        ("class Other: pass", "AttributeError: module 'mine' has no attribute 'Suggester'"),
    ],
)  # fmt: skip
def test_one_that_cannot_be_loaded_is_named_once_and_the_rest_goes_on(folder, database, code, reason):
    environment = install(folder, "mine", code, {"mine": "mine:Suggester"})
    done = stet(environment, "suggest", db=database)
    assert done.returncode == 1
    assert done.stderr == f"stet: the suggester “mine” of mine-suggester is left aside: {reason}\n"
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["quotes"]
    assert first["mine"] == second["mine"] == []


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_one_that_fails_amid_a_library_is_left_aside_from_there_on(folder, tmp_path, jobs):
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(
            f"Wall {number}\n\n{SENTENCE} It is {'cracked' if number == 2 else 'old'}.\n"
        )
    environment = bad(
        folder, "assert 'cracked' not in passage.text, 'cracked'; return [Suggestion('claim', (Span(0, 4),))]"
    )
    db = tmp_path / "walls.db"
    stet(environment, "import", *(str(tmp_path / f"{number}.txt") for number in range(6)), db=db)
    done = stet(environment, "suggest", "--kind", "mine", "--jobs", jobs, db=db)
    assert [len(json.loads(line)["mine"]) for line in done.stdout.splitlines()] == [1, 1, 0, 0, 0, 0]
    assert done.stderr.splitlines() == [
        "stet: the suggester “mine” of mine-suggester is left aside: AssertionError: cracked"
    ]
    assert done.returncode == 1


def test_what_it_prints_does_not_get_into_the_answers(folder):
    environment = bad(folder, "print('{loading}'); import os; os.system('echo noise'); return []")
    done = stet(environment, "suggest", "--jsonl", "--kind", "mine", given=ASKED)
    assert (done.returncode, done.stdout) == (0, '{"id": "a", "mine": []}\n')


def test_an_object_will_do_in_place_of_a_class(folder):
    environment = install(
        folder, "mine", START + "        return [Suggestion('claim', (Span(0, 3),))]\nmade = Suggester()\n",
        {"mine": "mine:made"},
    )  # fmt: skip
    done = stet(environment, "suggest", "--jsonl", "--kind", "mine", given=ASKED)
    assert json.loads(done.stdout)["mine"][0]["fragments"] == [[0, 3]]


def test_a_name_of_stets_own_is_refused(folder, database):
    environment = bad(folder, "return [Suggestion('claim', (Span(0, 3),))]", name="quotes")
    done = stet(environment, "suggest", db=database)
    assert done.stderr == ("stet: the suggester “quotes” of mine-suggester is left aside: Stet’s own has that name\n")
    assert done.returncode == 1
    assert json.loads(done.stdout.splitlines()[0])["quotes"][0]["kind"] == "direct"


def test_a_name_that_two_packages_have_is_refused(folder, database):
    install(folder, "mine", START + "        return []\n", {"mine": "mine:Suggester"})
    environment = install(folder, "yours", START + "        return []\n", {"mine": "yours:Suggester"})
    sentence = "the suggester “mine” is left aside: mine-suggester and yours-suggester each have one of that name"
    assert stet(environment, "suggest", db=database).stderr == f"stet: {sentence}\n"
    done = stet(environment, "suggest", "--kind", "mine", db=database)
    assert (done.returncode, done.stderr) == (2, f"stet: {sentence}\n")


def test_an_unknown_kind_hints_at_one_that_is_installed(folder):
    done = stet(install_weasels(folder), "suggest", "--jsonl", "--kind", "weasel", given=ASKED)
    assert done.returncode == 2
    assert done.stderr == "stet: nothing suggests “weasel”\nDid you mean “weasels”?\n"


@pytest.mark.parametrize("args", [["--help"], ["suggest", "--help"], ["list"]])
def test_nobody_looks_for_packages_before_something_is_suggested(folder, database, args):
    program = (
        "import sys; from annotations.cli import run; run(args=sys.argv[1:]);"
        "sys.stderr.write(str('importlib.metadata' in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *args, "--db", str(database)],
        capture_output=True, text=True, env=install_weasels(folder), check=True,
    )  # fmt: skip
    assert done.stderr.splitlines()[-1] == "False"


TOWARDS = (
    START
    + """        yield Suggestion("claim", (Span(0, 7),))

    def towards(self, passage, targets):
        for target in {given}:
            yield Suggestion("claim", (target,), score=0.5)
"""
)


def asked_about_targets(folder, code):
    environment = install(folder, "mine", code, {"mine": "mine:Suggester"})
    request = json.dumps({"id": 1, "text": SENTENCE, "targets": [[16, 23], [0, 7]]})
    return stet(environment, "suggest", "--jsonl", "--kind", "mine", given=request + "\n")


def test_one_that_knows_of_targets_is_asked_about_those_given(folder):
    done = asked_about_targets(folder, TOWARDS.replace("{given}", "targets"))
    assert [one["fragments"] for one in json.loads(done.stdout)["mine"]] == [[[16, 23]], [[0, 7]]]


def test_one_that_does_not_suggests_what_it_finds(folder):
    done = asked_about_targets(folder, TOWARDS.partition("    def towards")[0])
    assert [one["fragments"] for one in json.loads(done.stdout)["mine"]] == [[[0, 7]]]


def test_one_that_passes_a_target_over_is_left_aside(folder):
    done = asked_about_targets(folder, TOWARDS.replace("{given}", "targets[:1]"))
    assert done.returncode == 1
    assert "is left aside: it gave 1 suggestion for 2 targets" in done.stderr
