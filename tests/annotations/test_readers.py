import subprocess
import sys

import pytest

from annotations.errors import ReadError, UsageError
from annotations.readers import READERS, read_bytes, read_path, reader_for


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("news/a.txt", "plain"),
        (".txt", "plain"),
        ("A.TXT", "plain"),
        ("no-suffix", "plain"),
        ("a.unknown", "plain"),
        ("", "plain"),
    ],
)
def test_the_suffix_tells_the_reader(path, name):
    assert reader_for(path).name == name


def test_a_name_tells_the_reader_and_a_wrong_one_is_refused_with_those_that_are():
    assert reader_for("a.unknown", "plain").name == "plain"
    with pytest.raises(UsageError) as caught:
        reader_for("a.txt", "papyrus")
    assert all(reader.name in caught.value.hint for reader in READERS)


def test_no_two_readers_share_a_name_or_a_suffix():
    assert len({reader.name for reader in READERS}) == len(READERS)
    assert len(frozenset().union(*(reader.suffixes for reader in READERS))) == sum(
        len(reader.suffixes) for reader in READERS
    )


def test_a_file_is_read_and_its_notes_kept(tmp_path):
    path = tmp_path / "café.txt"
    path.write_bytes("Un café fermé à Brézolles, déjà ? C’est ce qu’a déclaré la maire.\r\n".encode("cp1252"))
    draft = read_path(path)
    assert draft.text.endswith("la maire.\n")
    assert len(list(draft.blocks)) == 1
    assert len(draft.notes) == 1


def test_an_error_names_the_file(tmp_path):
    path = tmp_path / "empty.txt"
    path.touch()
    with pytest.raises(ReadError, match=r"empty\.txt: The file is empty"):
        read_path(path)


def test_bytes_are_read_by_suffix_or_name():
    assert read_bytes(b"words").text == "words"
    assert read_bytes(b"words", ".txt").text == "words"
    assert read_bytes(b"words", "plain").text == "words"


def test_plain_text_is_read_without_the_parsers_of_others():
    heavy = {"markdown_it", "mdit_py_plugins", "yaml", "charset_normalizer", "regex", "nltk", "textual", "rich"}
    code = (
        "import sys; from annotations.readers import read_bytes; "
        "list(read_bytes(b'A harbour closes.').blocks); print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert heavy.isdisjoint(loaded.split())
