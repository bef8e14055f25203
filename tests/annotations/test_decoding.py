import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import ReadError
from annotations.readers import decoding
from annotations.readers.decoding import canonical, decode, read_file

FRENCH = "Hier, la maire de Brézolles a déclaré : « Nous n’irons pas plus loin. » Les élus étaient présents.\n"
POLISH = "Wczoraj burmistrz Łękawy powiedział, że są gotowi na rozmowy o przyszłości, żeby uniknąć kłopotów.\n"
RUSSIAN = "Вчера мэр Берёзовки заявил, что переговоры продолжатся. Мы готовы, сказал он журналистам.\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_a_byte_order_mark_decides_and_is_not_part_of_the_text(encoding):
    mark = "" if encoding in {"utf-8-sig", "utf-16", "utf-32"} else "\ufeff"
    decoded = decode((mark + RUSSIAN).encode(encoding))
    assert decoded.text == RUSSIAN
    assert decoded.notes == ()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["The mayor of Oldport said no.\n", RUSSIAN])
def test_utf_16_without_its_mark_is_read_with_a_note(encoding, text):
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert encoding.upper() in decoded.notes[0]


@given(st.text(alphabet=st.characters(exclude_characters="\r\0", exclude_categories=["Cs"])))
def test_utf_8_comes_out_as_it_went_in(text):
    data = ("A sentence. " + text).encode()
    assert decode(data).text == "A sentence. " + text
    assert decode(data).notes == ()


def test_no_unicode_normalisation():
    assert decode("e\u0301 \u00e9 \ufb01 \u212b".encode()).text == "e\u0301 \u00e9 \ufb01 \u212b"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_kind_of_line_end_becomes_a_line_feed(encoding):
    text = "Das erste.\r\nDas zweite für alle.\rDas dritte.\n\r\nÜber das letzte."
    assert decode(text.encode(encoding)).text == "Das erste.\nDas zweite für alle.\nDas dritte.\n\nÜber das letzte."


def test_a_nul_in_a_text_becomes_a_replacement_character():
    assert decode(b"Hello\0World\n").text == "Hello\ufffdWorld\n"
    assert decode("Grüße\0aus\0Neustadt".encode()).text == "Grüße\ufffdaus\ufffdNeustadt"
    assert decode("Grüße\0aus".encode("utf-16")).text == "Grüße\ufffdaus"


def test_lone_surrogates_become_replacement_characters_and_pairs_become_what_they_mean():
    assert canonical("a\ud83d\ude00b\ud800c\udc00d\ud800") == "a😀b\ufffdc\ufffdd\ufffd"
    in_utf_8 = ("Ein langer Satz über Äpfel, Öl und übrige schöne Dinge für Käufer " * 3 + "\ud83d").encode(
        "utf-8", "surrogatepass"
    )
    assert decode(in_utf_8).text.endswith("Käufer \ufffd")
    assert decode(b"\xff\xfe" + "ab\udc00c".encode("utf-16-le", "surrogatepass")).text == "ab\ufffdc"


@given(st.text(alphabet=st.one_of(st.characters(exclude_categories=[]), st.sampled_from("\r\n\0\ud800\udc00"))))
def test_canonical_text_is_clean_and_stays_as_it_is(text):
    clean = canonical(text)
    assert not any(c in "\r\0" or "\ud800" <= c <= "\udfff" for c in clean)
    assert canonical(clean) is clean
    clean.encode()


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (FRENCH, "cp1252", "windows-1252"),
        ("Statsrådet sade på torsdagen att förhandlingarna går vidare.", "cp1252", "windows-1252"),
        ("“We will not go,” she said — it’s over.", "cp1252", "windows-1252"),
        (POLISH, "cp1250", "windows-1250"),
        (POLISH, "iso8859-2", "ISO 8859-2"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "KOI8-U"),
        ("昨日、大臣は記者会見で交渉を続けると述べた。「準備はできている」と語った。", "cp932", "Shift JIS"),
        ("昨天,部长在记者会上表示将继续谈判。他说:“我们已经准备好了。”", "gb18030", "GB 18030"),
    ],
)
@pytest.mark.parametrize("lead", ["", "An ASCII line that says nothing of it.\n" * 3000], ids=["short", "long"])
def test_other_encodings_are_guessed_and_the_note_names_them(text, encoding, named, lead):
    decoded = decode((lead + text).encode(encoding))
    assert decoded.text == lead + text
    assert len(decoded.notes) == 1
    assert named in decoded.notes[0]
    assert "guess" in decoded.notes[0]


def test_one_bad_byte_in_utf_8_does_not_spoil_the_rest():
    decoded = decode(RUSSIAN.encode() + b"\xff" + RUSSIAN.encode())
    assert decoded.text == RUSSIAN + "\ufffd" + RUSSIAN
    assert "UTF-8" in decoded.notes[0]
    assert decode(RUSSIAN.strip().encode()[:-1] + b"\xd1").text.startswith("Вчера мэр")


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n ", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n", " \u00a0\u2003".encode()])
def test_an_empty_file_is_refused(data):
    with pytest.raises(ReadError) as caught:
        decode(data)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"%PDF-1.7\nabc", "PDF"),
        (b"PK\x03\x04\x14\0abc", "ZIP"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"SQLite format 3\0\x10\0", "SQLite"),
        (b"{\\rtf1\\ansi Hello}", "Rich Text"),
        (bytes(1000), "binary"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x01\x02\x03\x04abc\x05\x06" * 9, "binary"),
    ],
)
def test_what_is_no_text_is_refused_by_its_name(data, named):
    with pytest.raises(ReadError, match=named) as caught:
        decode(data)
    assert caught.value.hint


@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_give_clean_text_or_a_reason(data):
    try:
        text = decode(data).text
    except ReadError:
        return
    assert text
    assert canonical(text) is text


def test_a_file_is_read_whole(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"a\r\nb")
    assert read_file(path) == b"a\r\nb"
    assert read_file(str(path)) == b"a\r\nb"


def test_what_cannot_be_read_says_why(tmp_path, monkeypatch):
    (tmp_path / "big.txt").write_bytes(b"12345")
    monkeypatch.setattr(decoding, "MAX_BYTES", 4)
    for path, why in [
        (tmp_path / "none.txt", "does not exist"),
        (tmp_path / "no" / "none.txt", "does not exist"),
        (tmp_path, "is a directory"),
        ("/dev/zero", "not a regular file"),
        (tmp_path / "big.txt", "larger"),
        (tmp_path / "big.txt" / "in-it.txt", "cannot be opened"),
        ("with\0nul", "cannot be opened"),
    ]:
        with pytest.raises(ReadError, match=why):
            read_file(path)


def test_a_pipe_without_a_writer_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ReadError, match="not a regular file"):
        read_file(tmp_path / "pipe")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_says_so(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("secret")
    path.chmod(0)
    with pytest.raises(ReadError, match="may not be read"):
        read_file(path)
