"""`stet suggest --jsonl --jobs N`: the answers of one process, from several."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.errors import FormatError, StetError
from annotations.suggest import KINDS
from annotations.suggest.answering import answer_lines, answer_stream
from annotations.suggest.side_by_side import Team
from tests.annotations.suggest.packages import START, install

PROJECT = Path(__file__).parents[3]
TEXTS = (
    "“The quay is ours,” said Ilse Brandt. It costs 40 million crowns.",
    "Brandt told reporters that nine ferries carry 4,000 people a day.",
    "Nobody doubts it.\r\nThe mayor called it “madness”.",
    "",
)
REQUESTS = [json.dumps({"id": number, "text": TEXTS[number % 4] * (1 + number % 7)}) for number in range(60)]
PROGRAM = (sys.executable, "-m", "annotations", "suggest", "--jsonl", "--kind", "claims", "--jobs", "2")


def file_of(folder, lines):
    (folder / "given.jsonl").write_text("\n".join(lines), "utf-8")
    return (folder / "given.jsonl").open("rb")


def answers(stream, kind, jobs):
    """The answers up to the end, and the error at the end."""
    got = []
    with closing(answer_stream(stream, kind, jobs)) as lines:
        try:
            got.extend(lines)  # keeps what came before the error
        except StetError as error:
            return got, error.message
    return got, ""


@pytest.fixture
def beside():
    """Start a program that is asked and answers, in a process group of its own; nothing is left of it at the end."""
    started = []

    def start(*args, cwd=PROJECT):
        process = subprocess.Popen(
            args, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd,
            start_new_session=True,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        for pipe in (process.stdin, process.stdout, process.stderr):
            pipe.close()
        process.wait()


def workers_of(process):
    """Process ids of what a process started."""
    return workers_of_id(process.pid)


def workers_of_id(number):
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    return [pid for pid, parent in pairs if parent == number]


def is_there(pid):
    """Tell whether a process runs; one that has ended, and that nobody has asked about yet, does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.strip().startswith("Z")


def wait_until(condition):
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("kind", KINDS)
def test_the_answers_are_those_of_one_process_in_the_same_order(tmp_path, kind):
    expected = list(answer_lines(REQUESTS, kind))
    with file_of(tmp_path, REQUESTS) as stream:
        assert answers(stream, kind, 3) == (expected, "")


def test_a_stream_without_a_file_behind_it_will_do():
    stream = io.BytesIO("\n".join(REQUESTS).encode())
    assert answers(stream, "claims", 2) == (list(answer_lines(REQUESTS, "claims")), "")


@pytest.mark.parametrize("broken", ["no JSON", '{"id": 1}', "[1]", '{"id": 1, "text": "a", "lang": 5}', "\udcff"])
def test_a_broken_line_is_named_after_the_answers_before_it(tmp_path, broken):
    lines = [*REQUESTS[:9], "", "  ", broken, *REQUESTS[9:]]
    (tmp_path / "given.jsonl").write_bytes("\n".join(lines).encode("utf-8", "surrogateescape"))
    outcomes = []
    for jobs in (1, 2):
        with (tmp_path / "given.jsonl").open("rb") as stream:
            outcomes.append(answers(stream, "claims", jobs))
    assert outcomes[0] == outcomes[1]
    got, message = outcomes[1]
    assert len(got) == 9
    assert message.startswith("line 12")


@pytest.mark.parametrize("jobs", [1, 2])
def test_who_is_told_of_broken_lines_gets_all_the_other_answers(tmp_path, jobs):
    told = []
    lines = ["no JSON", *REQUESTS[:3], '{"id": 1}', *REQUESTS[3:]]
    with file_of(tmp_path, lines) as stream, closing(answer_stream(stream, "claims", jobs, None, told.append)) as got:
        assert list(got) == list(answer_lines(REQUESTS, "claims"))
    assert [error.message.split(":")[0] for error in told] == [
        "line 1 is not JSON",
        "line 5 is no object with “id” and “text”",
    ]


@pytest.mark.parametrize(
    "target", [[0, 0], [4, 2], [-1, 3], [0, 99], [0.0, 4], [True, 4], [0], [0, 4, "Kern"], ["0", "4"], None, "Kern", {}]
)
def test_a_target_that_is_none_is_refused_and_named(target):
    line = json.dumps({"id": 1, "text": "Kern left.", "targets": [[0, 4], target]})
    with pytest.raises(FormatError) as error:
        list(answer_lines([line], "stances"))
    assert error.value.message == f"line 1: {json.dumps(target)} is no target [start, end] in the text"


@given(
    text=st.text(st.sampled_from("Ké rn😀\r\n .“”’,\x00\u2028"), min_size=1, max_size=40),
    language=st.sampled_from([None, "en", "de", "ru", "zh", "x-none"]),
    data=st.data(),
)
@settings(max_examples=150, deadline=None)
def test_each_target_gets_one_stance_in_the_order_asked(text, language, data):
    span = st.integers(0, len(text) - 1).flatmap(
        lambda start: st.integers(start + 1, len(text)).map(lambda end: [start, end])
    )
    targets = data.draw(st.lists(span, max_size=5))
    request = json.dumps({"id": 1, "text": text, "lang": language, "targets": targets})
    (answer,) = map(json.loads, answer_lines([request], "stances"))
    assert [stance["target"] for stance in answer["stances"]] == targets
    for stance in answer["stances"]:
        assert stance["polarity"] in {"favor", "against", "neutral"}
        assert 0 <= stance["score"] <= 1
        assert 0 <= stance["start"] <= stance["target"][0] < stance["target"][1] <= stance["end"] <= len(text)


def test_targets_are_passed_on_and_verified(tmp_path):
    text = "The mayor praised the quay and called the ferry a disgrace."
    line = json.dumps({"id": 1, "text": text, "targets": [[18, 26], [38, 47]]})
    with file_of(tmp_path, [line, line]) as stream:
        got, message = answers(stream, "stances", 2)
    assert (got, message) == (list(answer_lines([line, line], "stances")), "")
    assert [stance["target"] for stance in json.loads(got[1])["stances"]] == [[18, 26], [38, 47]]
    broken = json.dumps({"id": 2, "text": text, "targets": [[18, 260]]})
    with file_of(tmp_path, [line, broken]) as stream:
        assert answers(stream, "stances", 2) == (got[:1], "line 2: [18, 260] is no target [start, end] in the text")


def test_whoever_waits_for_an_answer_before_asking_more_gets_it(beside):
    process = beside(*PROGRAM)
    for number in range(3):
        process.stdin.write(json.dumps({"id": number, "text": "So it is."}).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == number
    assert len(workers_of(process)) == 1  # no more than it takes
    process.stdin.close()
    assert process.wait(30) == 0


def test_few_questions_are_under_way_however_many_there_are(tmp_path):
    read = 0

    def counted():
        nonlocal read
        for number in range(100_000):
            read += 1
            yield number, b"1 " + REQUESTS[0].encode() + b"\n"

    args = ("lines", json.dumps({"kind": "claims", "seconds": None}))
    with Team("annotations.suggest.worker", args, 2) as team, closing(team.answers(counted())) as got:
        assert next(got)[0] == 0
        assert read < 8 * (1 + (1 << 15) // len(REQUESTS[0]))


def test_a_process_that_dies_is_started_again(tmp_path):
    args = ("lines", json.dumps({"kind": "claims", "seconds": None}))
    with Team("annotations.suggest.worker", args, 1) as team:
        questions = [(number, b"%d %b\n" % (number, REQUESTS[number].encode())) for number in range(2)]
        with closing(team.answers(iter(questions[:1]))) as got:
            first = list(got)
        os.kill(team._all[0]._process.pid, signal.SIGKILL)
        with closing(team.answers(iter(questions[1:]))) as got:
            second = list(got)
    assert [line for _, line in first + second] == list(answer_lines(REQUESTS[:2], "claims"))


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_nothing_is_left_when_it_is_interrupted(beside, number, status):
    process = beside(*PROGRAM)
    process.stdin.write("\n".join([*REQUESTS, ""]).encode())
    process.stdin.flush()
    process.stdout.readline()
    workers = workers_of(process)
    assert workers
    process.send_signal(number)
    assert process.wait(30) == status
    assert process.stderr.read() == b""
    wait_until(lambda: not any(map(is_there, workers)))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_nothing_is_left_of_a_suggester_that_hangs(beside, tmp_path, monkeypatch, jobs):
    hangs = "        open('asked', 'w').close()\n        while True: pass\n"
    environment = install(tmp_path, "mine", START + hangs, {"mine": "mine:Suggester"})
    monkeypatch.setenv("PYTHONPATH", f"{PROJECT}{os.pathsep}{environment['PYTHONPATH']}")
    monkeypatch.chdir(tmp_path)
    program = (sys.executable, "-m", "annotations", "suggest", "--jsonl", "--kind", "mine", "--jobs", jobs)
    process = beside(*program, cwd=tmp_path)
    process.stdin.write((REQUESTS[0] + "\n").encode())
    process.stdin.flush()
    while not (tmp_path / "asked").exists():
        assert process.poll() is None
        time.sleep(0.02)
    started = workers_of(process)
    started += [pid for worker in started for pid in workers_of_id(worker)]
    assert len(started) == int(jobs)
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 130
    wait_until(lambda: not any(map(is_there, started)))


def test_an_unknown_kind_is_refused_before_a_process_is_started(tmp_path):
    with file_of(tmp_path, REQUESTS[:1]) as stream:
        assert answers(stream, "rumours", 2) == ([], "nothing suggests “rumours”")


def test_one_process_refuses_as_before():
    with pytest.raises(FormatError, match="line 1 is not JSON"):
        list(answer_lines(["{"], "claims"))
