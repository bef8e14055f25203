import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from annotations.atomic import writing_whole
from annotations.errors import StetError, UsageError
from annotations.exporting import Selection, export_file
from annotations.formats import FORMATS, foreign_format_for, format_for, import_format_for
from tests.annotations.harbour import add_dam, filled, library


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("made") / "stet.db")


@pytest.fixture
def kim(made, tmp_path):
    with library(Path(shutil.copy(made, tmp_path))) as workspace:
        yield workspace


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def test_the_suffix_says_the_format_unless_a_name_does():
    assert format_for("a.csv").name == "csv"
    assert format_for("A.JSONL").name == "jsonl"
    assert format_for("a.csv", "jsonl").name == "jsonl"
    assert format_for().name == "jsonl"
    assert import_format_for("a.jsonl").name == "jsonl"
    assert import_format_for("a.csv") is None
    assert foreign_format_for("a.csv").name == "csv"
    assert foreign_format_for("a.sentences.csv") is None
    assert format_for("a.flat.jsonl").name == "jsonl-flat"
    assert import_format_for("a.txt", "jsonl").name == "jsonl"


def test_an_unknown_suffix_or_name_says_what_is_known():
    with pytest.raises(UsageError) as error:
        format_for("a.xlsx")
    assert ".jsonl" in error.value.hint
    with pytest.raises(UsageError) as error:
        format_for(None, "wordperfect")
    assert error.value.hint.startswith("Formats: jsonl, csv, ")
    with pytest.raises(UsageError) as error:
        format_for(None, "json")
    assert error.value.hint == "Did you mean “jsonl”?"


def test_names_and_suffixes_are_there_once():
    suffixes = [suffix for form in FORMATS for suffix in form.suffixes]
    assert len({form.name for form in FORMATS}) == len(FORMATS)
    assert len(set(suffixes)) == len(suffixes)


def test_a_file_appears_whole(kim, folder):
    done = export_file(kim, format_for("a.csv"), folder / "a.csv")
    assert (done.articles, done.annotations, done.losses) == (2, 5, ())
    assert (folder / "a.csv").read_bytes().count(b"\r\n") == 6
    assert names(folder) == ["a.csv", "a.csv-metadata.json"]


def test_an_error_names_the_file_that_was_asked_for_and_not_the_one_beside_it(kim, folder):
    with pytest.raises(StetError) as error:
        export_file(kim, format_for("a.csv"), folder / "nowhere" / "a.csv")
    assert error.value.message.startswith(f"{folder}/nowhere/a.csv cannot be written")


def test_a_failure_half_way_leaves_what_was_there(folder):
    (folder / "a.csv").write_text("before")
    with pytest.raises(UnicodeEncodeError), writing_whole(folder / "a.csv") as out:
        out.write("half" * 10_000 + "\ud800")
    assert (folder / "a.csv").read_text() == "before"
    assert names(folder) == ["a.csv"]


def test_ctrl_c_leaves_nothing(folder):
    with pytest.raises(KeyboardInterrupt), writing_whole(folder / "a.csv"):
        raise KeyboardInterrupt
    assert names(folder) == []


def test_the_mode_of_a_file_is_kept(folder):
    target = folder / "a.csv"
    target.write_text("before")
    target.chmod(0o640)
    with writing_whole(target) as out:
        out.write("after")
    assert (target.read_text(), stat.S_IMODE(target.stat().st_mode)) == ("after", 0o640)


def test_a_new_file_has_the_usual_mode(folder):
    before = os.umask(0o027)
    try:
        with writing_whole(folder / "a.csv"):
            pass
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / "a.csv").stat().st_mode) == 0o640


def test_a_link_stays_a_link(folder):
    (folder / "real.csv").write_text("before")
    (folder / "link.csv").symlink_to("real.csv")
    with writing_whole(folder / "link.csv") as out:
        out.write("after")
    assert (folder / "link.csv").is_symlink()
    assert (folder / "real.csv").read_text() == "after"


@pytest.mark.parametrize(
    ("path", "said"),
    [("missing/a.csv", "There is no folder"), (".", "it is a folder"), ("file/a.csv", "ot a directory")],
)
def test_what_cannot_be_written_is_said_in_a_sentence(folder, path, said):
    (folder / "file").write_text("")
    with pytest.raises(StetError) as error, writing_whole(folder / path):
        pass
    assert said in f"{error.value.message} {error.value.hint}"
    assert names(folder) == ["file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_read_only_folder_or_file_is_said_in_a_sentence(folder):
    (folder / "a.csv").write_text("before")
    (folder / "a.csv").chmod(0o400)
    with pytest.raises(StetError, match="it is read-only"), writing_whole(folder / "a.csv"):
        pass
    folder.chmod(0o500)
    try:
        with pytest.raises(StetError, match="ermission denied"), writing_whole(folder / "b.csv"):
            pass
    finally:
        folder.chmod(0o700)


def test_a_device_is_written_as_it_is(kim):
    export_file(kim, format_for("a.csv"), Path("/dev/null"))
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_device_is_said_in_a_sentence(kim):
    with pytest.raises(StetError, match="/dev/full cannot be written: No space left on device"):
        export_file(kim, format_for("a.csv"), Path("/dev/full"))


def test_a_file_that_grows_too_large_leaves_nothing(folder):
    # A limit on the size of files fails a write in the middle, as a full disk does.
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from annotations.atomic import writing_whole\n"
        "from annotations.errors import StetError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try:\n"
        "    with writing_whole(Path(sys.argv[1])) as out:\n"
        "        for _ in range(100):\n"
        "            out.write('x' * 10_000)\n"
        "except StetError as error:\n"
        "    print(error.message)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, folder / "a.csv"], capture_output=True, text=True, check=True)
    assert "a.csv cannot be written: File too large" in done.stdout
    assert names(folder) == []


def test_the_database_is_not_overwritten(kim):
    with pytest.raises(UsageError, match="is the database itself"):
        export_file(kim, format_for("a.csv"), kim.store.path)


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        (Selection(labels=frozenset({"qoute"})), "there is no label “qoute”"),
        (Selection(annotators=frozenset({"kin"})), "nobody called “kin”"),
    ],
)
def test_a_filter_that_fits_nothing_is_refused(kim, folder, selection, said):
    with pytest.raises(UsageError, match=said) as error:
        export_file(kim, format_for("a.csv"), folder / "a.csv", selection)
    assert "Did you mean" in error.value.hint
    assert names(folder) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_killed_export_leaves_nothing(folder, number):
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from annotations.atomic import writing_whole\n"
        "from annotations.commands.base import terminable\n"
        "with terminable(), writing_whole(Path(sys.argv[1])) as out:\n"
        "    print('begun', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, folder / "a.csv"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout.readline() == b"begun\n"
        assert len(names(folder)) == 1
        process.send_signal(number)
        process.wait(timeout=20)
    assert names(folder) == []


def test_the_export_is_of_one_moment(kim, folder):
    # Another program adds an article while the first line is written: it is not in this export.
    form = format_for("a.jsonl")

    def meanwhile(_):
        with library(kim.store.path, "lee") as other:
            add_dam(other)

    done = export_file(kim, form, folder / "a.jsonl", advance=meanwhile)
    assert done.articles == 2
    assert export_file(kim, form, folder / "b.jsonl").articles == 4


def test_memory_does_not_grow_with_the_library(tmp_path):
    # A hundred articles of 100 KB: 10 MB in all.
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from annotations.exporting import export_file\n"
        "from annotations.formats import format_for\n"
        "from annotations.readers.base import Draft\n"
        "from tests.annotations.harbour import library\n"
        "from annotations.model import Block, BlockKind\n"
        "def peak():\n"
        "    line = next(l for l in Path('/proc/self/status').read_text().splitlines() if l.startswith('VmHWM'))\n"
        "    return int(line.split()[1])\n"
        "with library(Path(sys.argv[1])) as workspace:\n"
        "    text = 'x' * 100_000\n"
        "    with workspace.store.writing():\n"
        "        for number in range(100):\n"
        "            workspace.add(Draft(text, iter([Block(BlockKind.PARAGRAPH, 0, 9)])), f'/{number}')\n"
        "    before = peak()\n"
        "    export_file(workspace, format_for('a.jsonl'), Path(sys.argv[2]))\n"
        "    print(peak() - before)\n"
    )
    if not Path("/proc/self/status").exists():
        pytest.skip("the peak of memory is read from /proc")
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "a.db", tmp_path / "a.jsonl"],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert int(done.stdout) < 5_000
    assert (tmp_path / "a.jsonl").stat().st_size > 10_000_000
