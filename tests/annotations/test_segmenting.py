"""Sentences over a pipe, and the process beside the reader."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.beside import Beside, EndedError
from annotations.columns import Blocks
from annotations.errors import FormatError, StetError
from annotations.model import Block, BlockKind
from annotations.reader_process import ReaderProcess
from annotations.segmenting import Coprocess, answer_lines
from annotations.sentences import spans_of

COMMAND = [sys.executable, "-m", "annotations.reader_process"]


def ask(text: str, **more: object) -> list[str]:
    line = json.dumps({"id": "a", "text": text, **more})
    answer = json.loads(next(answer_lines([line])))
    assert answer["id"] == "a"
    return [text[start:end] for start, end in answer["spans"]]


def test_each_line_is_answered_with_the_sentences_of_its_text() -> None:
    lines: list[str | bytes] = [b'{"id": 7, "text": "It rained. It poured."}\n', "\n", '{"id": "b", "text": ""}']
    assert list(answer_lines(lines)) == ['{"id": 7, "spans": [[0, 10], [11, 21]]}\n', '{"id": "b", "spans": []}\n']


def test_the_language_is_the_given_one_or_goes_by_the_script() -> None:
    assert ask("Am 3. Mai ging er. Gut.", lang="de") == ["Am 3. Mai ging er.", "Gut."]
    assert ask("Он жил в г. Тверь. Потом уехал.") == ["Он жил в г. Тверь.", "Потом уехал."]


def test_lines_of_a_text_are_its_blocks() -> None:
    text = "A river rises\nThe Lune rose by 3 m. on Sunday, the office said\nBoats sank. So did a pier."
    assert ask(text) == [*text.splitlines()[:2], "Boats sank.", "So did a pier."]


def test_no_character_is_lost_with_bullets_rules_and_pipes() -> None:
    text = "Key points |\n---|\nBoats sank. A pier too. |\nNobody was hurt. |\n\n* one\n* two\n***\n"
    assert ask(text) == [
        "Key points |",
        "---|",
        "Boats sank. A pier too. |",
        "Nobody was hurt. |",
        "* one",
        "* two",
        "***",
    ]


def test_offsets_count_the_text_as_it_was_given() -> None:
    text = "\ufeffIt \x00 rained.\r\nIt \ud800 poured.\rIt stopped. 😀 It began."
    assert ask(text) == ["\ufeffIt \x00 rained.", "It \ud800 poured.", "It stopped.", "😀 It began."]


def test_given_blocks_are_used_instead() -> None:
    text = "No deal. What now?\nIt rained. It poured. | skipped"
    assert ask(text, blocks=[[0, 18, "heading"], [19, 40]]) == ["No deal. What now?", "It rained.", "It poured."]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        b'{"id": 1, "text": "\xff"}',
        "[" * 100_000,
        "[]",
        '{"text": "no id"}',
        '{"id": 1}',
        '{"id": 1, "text": 5}',
        '{"id": 1, "text": "a", "lang": 5}',
        '{"id": 1, "text": "a", "blocks": 5}',
        '{"id": 1, "text": "a", "blocks": [[0, 2]]}',
        '{"id": 1, "text": "a", "blocks": [[1, 0]]}',
        '{"id": 1, "text": "a", "blocks": [[0, 1, "verse"]]}',
        '{"id": 1, "text": "a", "blocks": [["0", 1]]}',
    ],
)
def test_a_broken_line_is_named_by_its_number(line: str | bytes) -> None:
    answers = answer_lines(['{"id": 1, "text": "a"}', line])
    next(answers)
    with pytest.raises(FormatError, match="line 2"):
        next(answers)


LINES = st.lists(
    st.sampled_from(
        [
            *("It rained.", "Boats sank. Nobody", "Title", "By A. Pell", "- ", "* ", "> ", "1. ", "# "),
            *("|", "---|", "a |", "***", " ", "\n", "\n", "\n\n", "\r", "\r\n", "\u2028", "\x0c"),
        ]
    ),
    max_size=25,
).map("".join)


@settings(max_examples=200, deadline=None)
@given(text=LINES | st.text(max_size=40))
def test_every_character_is_answered_once(text: str) -> None:
    spans = json.loads(next(answer_lines([json.dumps({"id": 1, "text": text})])))["spans"]
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@pytest.fixture
def coprocess() -> Iterator[Coprocess]:
    with ReaderProcess().sentences as process:
        yield process


def article(paragraphs: int) -> tuple[str, Blocks]:
    text, blocks = "", Blocks()
    for number in range(paragraphs):
        words = f"Paragraph no. {number} of Mr. Pell begins. It is “as it is!” he said. {'It goes on. ' * 20}"
        blocks.extend([Block(BlockKind.PARAGRAPH, len(text), len(text) + len(words))])
        text += words + "\n"
    return text, blocks


def pid_of(coprocess: Coprocess) -> int:
    assert coprocess._beside._process is not None
    return coprocess._beside._process.pid


def test_the_coprocess_finds_what_this_process_finds(coprocess: Coprocess) -> None:
    text, blocks = article(40)
    expected = list(spans_of(text, blocks, None))
    assert coprocess.segment(text, blocks, None) == expected
    assert [span for part in coprocess.sentences(text, blocks, None) for span in part] == expected
    assert coprocess.segment(text, [], None) == []


def test_parts_come_in_the_order_of_the_blocks_and_the_first_one_is_small(coprocess: Coprocess) -> None:
    text, blocks = article(700)
    page = blocks[500:] + blocks[:500]
    parts = list(coprocess.sentences(text, page, "en"))
    assert parts[0][0][0] == blocks.start(500)
    assert parts[0][-1][1] - parts[0][0][0] < 5_000
    assert all(part[-1][1] - part[0][0] < 70_000 for part in parts)
    assert sorted(span for part in parts for span in part) == list(spans_of(text, blocks, "en"))


def test_blocks_are_taken_as_they_are_needed(coprocess: Coprocess) -> None:
    text, blocks = article(200)
    waiting = iter(blocks)
    next(coprocess.sentences(text, waiting, "en"))
    assert len(list(waiting)) > 160
    assert coprocess.segment("It works.", [Block(BlockKind.PARAGRAPH, 0, 9)], None) == [(0, 9)]


def test_a_killed_coprocess_is_started_again(coprocess: Coprocess) -> None:
    text, blocks = article(3)
    before = coprocess.segment(text, blocks, "en")
    first = pid_of(coprocess)
    os.kill(first, signal.SIGKILL)
    assert coprocess.segment(text, blocks, "en") == before
    assert pid_of(coprocess) != first


def test_an_interrupt_from_the_terminal_does_not_reach_it(coprocess: Coprocess) -> None:
    text, blocks = article(1)
    coprocess.segment(text, blocks, "en")
    first = pid_of(coprocess)
    assert os.getsid(first) != os.getsid(0)
    os.kill(first, signal.SIGINT)
    assert len(coprocess.segment(text, blocks, "en")) == 22
    assert pid_of(coprocess) == first


@pytest.mark.parametrize("program", ["", "input(); print('{')", 'input(); print(\'{"error": "broken"}\')'])
def test_one_that_cannot_answer_is_an_error_and_not_tried_for_ever(program: str) -> None:
    text, blocks = article(1)
    beside = Beside("", "finds sentences", [sys.executable, "-c", program])
    with Coprocess(beside) as coprocess, pytest.raises(StetError, match="sentences"):
        coprocess.segment(text, blocks, "en")


def test_one_that_cannot_start_is_an_error() -> None:
    beside = Beside("", "finds sentences", ["/nowhere/python"])
    with Coprocess(beside) as coprocess, pytest.raises(StetError, match="cannot be started"):
        coprocess.segment("A.", [Block(BlockKind.PARAGRAPH, 0, 2)], None)


def test_a_closed_one_is_gone_and_answers_no_more() -> None:
    ReaderProcess().close()
    text, blocks = article(1)
    with ReaderProcess().sentences as coprocess:
        coprocess.segment(text, blocks, "en")
        process = coprocess._beside._process
        assert process is not None
    assert process.returncode is not None
    with pytest.raises(StetError):
        coprocess.segment(text, blocks, "en")
    coprocess.close()


def test_the_process_answers_each_line_at_once_and_ends_with_its_input() -> None:
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line, answer in (
            (b'{"id": 1, "text": "It is. We go."}\n', {"id": 1, "spans": [[0, 6], [7, 13]]}),
            (b"nonsense\n", None),
            (b'{"id": 2, "text": "A"}\n', {"id": 2, "spans": [[0, 1]]}),
        ):
            process.stdin.write(line)
            process.stdin.flush()
            found = json.loads(process.stdout.readline())
            assert found == answer if answer else "Expecting value" in found["error"]
        process.stdin.close()
        assert process.wait() == 0


def test_the_process_that_asks_never_imports_nltk() -> None:
    program = (
        "import sys; from annotations.reader_process import ReaderProcess\n"
        "from annotations.model import Block, BlockKind\n"
        "block = Block(BlockKind.PARAGRAPH, 0, 13)\n"
        "with ReaderProcess().sentences as c: print(c.segment('It is. We go.', [block], None))\n"
        "print([name for name in sys.modules if name.startswith(('nltk', 'textual', 'regex'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[(0, 6), (7, 13)]", "[]"]


def test_punkt_is_loaded_without_the_rest_of_nltk_and_does_not_stand_in_its_way() -> None:
    program = (
        "import sys\nfrom annotations.sentences import segmenter\n"
        "print(segmenter('en').spans('Mr. Pell of the U.S. left. The end.', 0, 35))\n"
        "print([name for name in sys.modules if name.partition('.')[0] in ('nltk', 'numpy')])\n"
        "import nltk.tokenize.punkt\nfrom nltk.metrics import edit_distance\nprint(edit_distance('a', 'b'))\n"
        "print(nltk.tokenize.punkt.PunktSentenceTokenizer().tokenize('So. It is.'))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[(0, 26), (27, 35)]", "[]", "1", "['So.', 'It is.']"]


def test_punkt_of_an_nltk_that_is_there_already_is_used() -> None:
    program = (
        "import nltk.tokenize.punkt as punkt\nfrom annotations.sentences.punkt import load_punkt\n"
        "print(load_punkt() is punkt)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["True"]


def test_one_that_was_started_is_the_one_that_is_asked() -> None:
    process = ReaderProcess()
    process.start()
    first = pid_of(process.sentences)
    process.start()
    found = process.sentences.segment("It is. We go.", [Block(BlockKind.PARAGRAPH, 0, 13)], None)
    assert found == [(0, 6), (7, 13)]
    assert pid_of(process.sentences) == first
    process.abandon()  # nothing is asked, so nothing is abandoned
    assert pid_of(process.sentences) == first
    process.close()


def test_a_question_that_is_abandoned_is_not_asked_again(tmp_path: Path) -> None:
    place = tmp_path / "asked"
    os.mkfifo(place)
    program = "import sys; sys.stdin.readline(); open(sys.argv[1], 'w').close(); sys.stdin.readline()"
    beside = Beside("", "waits", [sys.executable, "-c", program, str(place)])
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(beside.ask, b"1\n")
        assert place.read_text() == ""  # opens once the process does
        beside.abandon()
        with pytest.raises(EndedError):
            asked.result()
    assert beside._process is None
    beside.close()
