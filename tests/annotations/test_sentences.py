"""Where sentences end. In the examples " | " stands where one does; it is taken out (in Chinese and Japanese "|").

Those of news are in `sentence_examples`, one file for each language.
"""

import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotations.columns import Sentences
from annotations.model import Block, BlockKind
from annotations.sentences import (
    KNOWN_LANGUAGES,
    load_language,
    segmenter,
    sentences_of,
    spans_of,
    tables_for,
)

LANGUAGES = (*KNOWN_LANGUAGES, "xx")
SEGMENTERS = {code: segmenter(code) for code in LANGUAGES}

ENGLISH = """
The mayor of Ostrava spoke. | Nobody listened.
Mr. Halloran met Mrs. Ito, Dr. Okafor and the Rev. Al Brandt. | They had tea.
He was named on Nov. 29. | Ms. Vance was not.
In Sept. 1990 he left, on Feb. 3, 1991, he was back. | It took until Oct. | Then it was over.
The plant of Marl & Co. in St. Albans, Vt., is shut. | It had 50 workers.
It belongs to Tarn Inc. | The company has no debts. | Officials of Tarn Corp. Chairman Ian Hale declined to comment.
Sales rose at Orrin Motor Co. | Delbrook said its own fell.
They left the U.S. | But the U.S. Senate voted, and so did the U.N. Security Council.
U.S. Officials and the D.C. Circuit agreed. | The U.K. | She said no.
The bell rings at 10 a.m. Eastern and at 3 p.m. Monday. | It rang at 5 p.m. | Police came.
J. R. Pell and George W. Amis Jr. | They sing. | Plan B. | The plan failed. | He is a Ph.D. | So is she.
It costs $1.5 million, 3.25% more, vs. 2.1% before. | 10 people agreed. | See No. 5 and Fig. 3. | No. | He would not.
It weighs 3.5 lb. net, i.e. a lot, e.g. for a bird, etc. | The rest is short.
Roe v. Wade was cited. | The court, cf. p. 12, agreed.
“Is it so?” she asked. | “Yes!” he cried. | “Then go.” | He went.
"Why should we sell?" Mr. Harlan asked. | "It is ours," he added. | "It stays."
"Who pays?" Jo Smith, a lawyer, asked. | No one did.
"Who pays?" | He did not say.
"We won," he said. | "It's over." | Then: "Why?" I wondered.
(He declined to comment.) | The company agreed (as it must). | [It rained.] | So it goes.
She wrote it down.[1][2] | He read it. [17] | It was long.¹ | It was read by minority rights. 4 | The end.
They joined Yahoo! Inc. in June. | Wow! | It works.
He waited... | Nothing came. | He … waited . . . for long. | “It is true. …” | So they say.
“To be is to do.” — A. Pell
LISBON, Jan. 5 (AP) -- The river rose. | Boats sank.
1. First things first. | 2. Second. | A. The third.
Write to a.b@c.org or see www.x.org/a.html?b=1. | Then call.
It cost 5.The end.
It rose. | iPhone sales fell. | $5 was lost. | €3 as well. | #Fun was had. | @pell agreed. | 😀 All is well.
What?! | Really? | Yes!!! | Fine.
The talks -- why now? -- failed. | He asked whether (and why!) it was so.
"""

OTHERS = {
    "de": """
Am 3. Oktober 1990 kam z. B. Dr. Meier. | „Ist das so?“, fragte er. | „Ja.“ | Er ging.
Die 2. Liga beginnt am 5.8. um 15.30 Uhr. | Das kostet ca. 5 Mio. Euro. | König Ludwig XIV. starb.
Im 20. Jahrhundert usw. | Der Rest.
Es entschied die 27. Große Strafkammer. | Das war 1990. | Danach kam er im Alter von 70. | Sie auch.
»So nicht!« | Er lief. | Wer? | „Ich“, sagte sie, d. h. fast.
Er wohnt in der Gartenstr. 5. | Hr. Kunz wohnt in St. Goar.
Ein Wort zum Vermächtnis des Malers | Inzwischen ist er vergessen.
Der Film Das Haus läuft. | Die Partei Die Mitte auch.
""",
    "fr": """
M. Dupont est arrivé à 10 h 30. | « Est-ce vrai ? » demanda-t-il. | « Oui. » | Il partit. | Né en 50 av. J.-C. à Rome.
Mme J. Martin, de la S.A. Dupuis, etc. | Le prix : 1,5 million. | Voir p. 5, art. 3. | Fin... | Peut-être ! | Non.
Elle a dit : « Non. » | L'hiver fut long ; | Elle partit.
""",
    "es": """
El Sr. Pérez llegó a EE. UU. en 1990. | ¿Es verdad? —preguntó. | —Sí. | La Dra. Ruiz, p. ej., dijo: «No». | Fin.
Murió en el 44 a. C. en Roma. | ¡Qué bien! | "No lo sé." | Luego salió.
Vive en la Av. Mayor, núm. 5. | Costó 1.500 euros.
""",
    "it": """
Il dott. Rossi è arrivato alle 10.30. | Ha incontrato l'avv. Bianchi a S. Giovanni. | «Che cosa vuole?» chiese lui.
Nato nel 300 a.C. a Roma, ecc. | La S.p.A. Ferri ha sede a Torino. | Vedi pag. 5 e art. 3. | Il sig. G. B. Verdi tace.
""",
    "pt": """
O sr. João mora na R. Augusta, n. 5. | Custa 1.500,00 reais. | A Dra. Ana, da Silva & Cia. Ltda., saiu às 10h. | Fim.
"É verdade?" | "Sim." | Morreu em 44 a.C. em Roma. | O art. 5 diz isso.
""",
    "ru": """
В 1990 г. Иванов уехал в г. Тверь. | Это было давно, в 1905 г. | Затем он учился и т. д. | А. С. Орлов жил.
Он жил на ул. Садовой, д. 5. | Это 5 см. | Дом цел.
«Правда?» — спросил он. | «Да!» | Он получил 5 тыс. руб. | Это было в XIX в. | Потом всё изменилось, т. е. стало лучше.
""",
    "ar": "هل هذا صحيح؟ | نعم. | قال الرئيس ذلك.",
    "hi": "यह सच है। | क्या? | हाँ।",
    "ko": "그는 갔다. | 비가 온다! | 정말? | 그렇다.",
    "el": "Τι είναι αυτό; | Δεν ξέρω. | «Ναι», είπε ο κ. Ορμ. | «Τι;» | Έφυγε.",
    "cs": "Ve 3. patře žil prof. Lund. | Přišel p. Orm. | Přišel; Orm odešel.",
    "vi": "TS. Lund nói: “Không.” | Ông đi.",
    "nl": '"Is dat zo?" vroeg Dr. Maas om 10.30 uur. | "Ja." | Hij ging.',
    "pl": "Przyszedł J. Kowal ok. 10.30. | Wyszedł. | Urodził się w 1950 r. | Mieszka u prof. Lunda.",
    "uk": "У 2014 р. Орлів поїхав. | Він жив на вул. Садовій, ст. 5, з 2014 по 2016 р. | Потім помер. | Це 5 тис. грн.",
    "bg": "Той живее на ул. Орма 5. | Роден е през 1950 г. | Проф. Орлов дойде. | Цената е 5 млн. лв.",
    "zh": "“你来吗？”他问。|我来了。|他说：“好。”|今天下雨！|真的？|价格是3.5元。",
    "ja": "「はい。」と彼は言った。|雨です。|「本当？」|そうです！",
}

EXAMPLES = [("en", line) for line in ENGLISH.strip().splitlines()] + [
    (language, line) for language, lines in OTHERS.items() for line in lines.strip().splitlines()
]
NEWS_EXAMPLES = [
    (path.stem, line)
    for path in sorted((Path(__file__).parent / "sentence_examples").glob("*.txt"))
    for line in path.read_text(encoding="utf-8").splitlines()
    if line and not (line == "#" or line.startswith("# "))
]


def split(text: str, language: str | None = "en") -> list[str]:
    found = segmenter(language).spans(text, 0, len(text))
    return [text[start:end] for start, end in found]


@pytest.mark.parametrize(("language", "example"), EXAMPLES + NEWS_EXAMPLES)
def test_sentences_end_where_a_reader_sees_it(language: str, example: str) -> None:
    glue = "" if language in {"zh", "ja"} else " "
    sentences = example.split(f"{glue}|{glue}")
    assert split(glue.join(sentences), language) == sentences


@pytest.mark.parametrize("space", ["\n", "\u00a0", "  ", " \n"])
@pytest.mark.parametrize("language", KNOWN_LANGUAGES)
def test_any_white_space_parts_words_as_a_space_does(language: str, space: str) -> None:
    for _, line in (pair for pair in NEWS_EXAMPLES if pair[0] == language):
        sentences = line.replace(" ", space).split(f"{space}|{space}")
        assert split(space.join(sentences), language) == sentences


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"'), ("``", "''"), ("„", "“"), ("«", "»")])
def test_any_quotation_marks_do(opening: str, closing: str) -> None:
    for line in (line for language, line in NEWS_EXAMPLES if language == "en" and "“" in line):
        sentences = line.replace("“", opening).replace("”", closing).split(" | ")
        assert split(" ".join(sentences), "en") == sentences


def test_a_sentence_that_was_glued_to_the_next_is_cut_off() -> None:
    assert split("The room was spartan.The bed was hard.") == ["The room was spartan.", "The bed was hard."]
    assert split('He said: "We are tired."The vote was lost.') == ['He said: "We are tired."', "The vote was lost."]
    assert split("Node.Js and Booking.Com fell.") == ["Node.Js and Booking.Com fell."]


def test_a_blank_line_ends_a_sentence_and_a_line_feed_does_not() -> None:
    assert split("One line\nand another\n \nThird") == ["One line\nand another", "Third"]


def test_an_opening_mark_at_the_end_belongs_to_the_last_sentence() -> None:
    assert split("他走了。 “", "zh") == ["他走了。 “"]
    assert split("He left. “") == ["He left. “"]


def test_only_the_given_range_is_looked_at() -> None:
    text = "Aa bb. Cc dd. Ee ff."
    assert segmenter("en").spans(text, 7, 13) == [(7, 13)]
    assert segmenter("en").spans(text, 5, 10) == [(5, 6), (7, 9)]
    assert segmenter("en").spans("  \n ", 0, 4) == []


def blocks_in(text: str, *parts: tuple[BlockKind, str]) -> list[Block]:
    return [Block(kind, text.index(words), text.index(words) + len(words)) for kind, words in parts]


def test_a_heading_and_a_cell_are_one_sentence_and_a_line_of_code_is_one() -> None:
    text = "No deal. What now?\nIt rained. It poured.\nTalks fail. Again. | Yes. No.\nx = 1. Y\ny = 2\n"
    blocks = blocks_in(
        text,
        (BlockKind.HEADING, "No deal. What now?"),
        (BlockKind.PARAGRAPH, "It rained. It poured."),
        (BlockKind.TABLE_CELL, "Talks fail. Again. "),
        (BlockKind.TABLE_CELL, "Yes. No."),
        (BlockKind.CODE, "x = 1. Y\ny = 2\n"),
    )
    assert [text[start:end] for start, end in spans_of(text, blocks, "en")] == [
        "No deal. What now?",
        "It rained.",
        "It poured.",
        "Talks fail. Again.",
        "Yes. No.",
        "x = 1. Y",
        "y = 2",
    ]
    assert isinstance(sentences_of(text, blocks, "en"), Sentences)
    assert len(sentences_of(text, blocks, "en")) == 7


def test_a_sentence_does_not_cross_a_block() -> None:
    text = "and so it went\non and on"
    blocks = blocks_in(text, (BlockKind.LIST_ITEM, "and so it went"), (BlockKind.LIST_ITEM, "on and on"))
    assert list(spans_of(text, blocks, None)) == [(0, 14), (15, 24)]


@pytest.mark.parametrize(
    ("language", "text", "tables"),
    [
        ("en-GB", "", "en"),
        ("PT_br", "", "pt"),
        ("cy", "", "general"),
        (None, "", "en"),
        (None, "The Київ Post.", "en"),
        (None, "Он ушёл в IBM.", "ru"),
        (None, "他说IBM很好。", "general"),
        (None, "Ο δήμαρχος είπε ότι η γέφυρα δεν είναι ασφαλής.", "general"),
        (None, "Der Deich ist nicht mehr sicher, und das wusste auch die Bürgermeisterin.", "de"),
        (None, "Burmistrz powiedział, że most nie jest już bezpieczny i że zostanie zbudowany nowy.", "general"),
        (None, "Мер сказав, що міст уже не безпечний і що його збудують, як було обіцяно.", "general"),
        (None, "Borgmesteren sagde, at broen ikke er sikker, og at der skal bygges en ny.", "general"),
    ],
)
def test_tables_go_by_the_code_or_else_by_the_text(language: str | None, text: str, tables: str) -> None:
    assert tables_for(language, text) == tables


@pytest.mark.parametrize("name", [*KNOWN_LANGUAGES, "general"])
def test_tables_hold_abbreviations_without_their_last_stop(name: str) -> None:
    language = load_language(name)
    assert language.kinds
    assert not [word for word in language.kinds if word.endswith(".")]
    assert not [word for word in language.starters | language.openers if word != word.lower()]


NEWS = st.lists(
    st.sampled_from(
        [
            *("The", "Mr.", "U.S.", "said", "Inc.", "He", "3", "1990.", "Oktober", "г.", "в", "z.", "B.", "A", "etc."),
            *("Dover,", "Del.", "Pell", "PELL", "Corp.", "Chairman", "I", "J.-P.", "a.m.", "No.", "1.", "X.Y", "x@y.z"),
            *(
                '"',
                "“",
                "”",
                "'",
                "(",
                ")",
                "[1]",
                "[…]",
                ".",
                "?",
                "!",
                "…",
                "...",
                ";",
                ":",
                ":-)",
                "—",
                "-",
                "«",
                "»",
            ),
            *(
                " ",
                " ",
                " ",
                "\n",
                "\n\n",
                "\r\n",
                "\u2029",
                "\u00a0",
                "。",
                "」",
                "他",
                "&#39;",
                "\x00",
                "\ud800",
                "😀",
                "👩\u200d🚒",
                "\u200b",
                "\ufeff",
                "\u202e",
                "\u200f",
                "א",
                "سلام؟",
                "“好。”",
                "》",
                "U.S. Japan",
                "Jr. Pell",
                "m.",
            ),
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(text=NEWS | st.text(max_size=60), language=st.sampled_from(LANGUAGES))
def test_each_character_is_in_one_sentence_and_none_has_space_at_its_edges(text: str, language: str) -> None:
    spans = SEGMENTERS[language].spans(text, 0, len(text))
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        assert not re.search(r"\n\s*\n", text[start:end])
        at = end
    assert not text[at:].strip()


BLANK_LINES = ["\n\n", "\r\n\r\n", "\n \t\n", "\n\u00a0\n\n", "\u2029"]


@settings(max_examples=300, deadline=None)
@given(
    text=NEWS | st.text(max_size=40),
    blank=st.sampled_from(BLANK_LINES),
    more=NEWS | st.text(max_size=40),
    language=st.sampled_from(LANGUAGES),
)
@example(text="", blank="\n\n", more=":-)«The", language="en")
def test_a_paragraph_more_changes_nothing_before_it(text: str, blank: str, more: str, language: str) -> None:
    alone = SEGMENTERS[language].spans(text, 0, len(text))
    start = len(text) + len(blank)
    appended = [(a + start, b + start) for a, b in SEGMENTERS[language].spans(more, 0, len(more))]
    whole = text + blank + more
    assert SEGMENTERS[language].spans(whole, 0, len(whole)) == alone + appended


@settings(max_examples=100, deadline=None)
@given(text=NEWS, language=st.sampled_from(LANGUAGES))
def test_lines_that_end_as_on_windows_are_split_alike(text: str, language: str) -> None:
    unix = text.replace("\r\n", "\n").replace("\r", "")
    windows = unix.replace("\n", "\r\n")
    expected = [sentence.split() for sentence in split(unix, language)]
    assert [sentence.split() for sentence in split(windows, language)] == expected


@settings(max_examples=100, deadline=None)
@given(before=NEWS, text=NEWS, after=NEWS)
@example(before="The", text="Jr. Pell", after="")
def test_what_stands_outside_the_range_changes_nothing(before: str, text: str, after: str) -> None:
    alone = SEGMENTERS["en"].spans(text, 0, len(text))
    start = len(before)
    within = SEGMENTERS["en"].spans(before + text + after, start, start + len(text))
    assert within == [(a + start, b + start) for a, b in alone]


@settings(max_examples=200, deadline=None)
@given(
    parts=st.lists(st.tuples(NEWS, st.sampled_from(list(BlockKind))), max_size=6), language=st.sampled_from(LANGUAGES)
)
def test_sentences_of_any_blocks_stay_inside_them_and_cover_them(
    parts: list[tuple[str, BlockKind]], language: str
) -> None:
    text, blocks = "", []
    for words, kind in parts:
        blocks.append(Block(kind, len(text), len(text) + len(words)))
        text += words + "\n"
    spans = list(SEGMENTERS[language].sentences(text, blocks))
    for block in blocks:
        covered = [text[start:end] for start, end in spans if block.start <= start and end <= block.end]
        assert "".join("".join(covered).split()) == "".join(text[block.start : block.end].split())
    assert sum(end - start for start, end in spans) <= len(text)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


HOSTILE = [
    ". ",
    "a.",
    "A. ",
    "U.S. ",
    "“",
    "(",
    '"',
    ' " . ',
    ".[1]",
    "[…] ",
    "…",
    "&#39;",
    "x?” Aa, ",
    ". ( ",
    "\n ",
    ":) ",
    "A.B.C.",
    "A.B.C. ",
    "Inc. Aa Bb ",
    "Dover, Del. Pell ",
    "PELL CO. SAID ",
    "a: 1. B ",
    "I ... I ",
    "in the U.S. Pell ",
    "Tarn Inc. Tarn ",
    "Orm Jr. ",
    "5 ft. Pell ",
    '. "[...] ',
    ". b) ",
    "A. Q: ",
    "他说：“好。”他",
    "《？》",
    "—\u00a0. ",
    "x",
    "7",
    "\u0301",
    "。」",
]


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("pattern", HOSTILE)
def test_long_runs_of_marks_are_covered(pattern: str, language: str) -> None:
    text = pattern * (50_000 // len(pattern))
    spans = SEGMENTERS[language].spans(text, 0, len(text))
    assert sum(len(text[start:end].replace(" ", "").replace("\n", "")) for start, end in spans) == len(
        text.replace(" ", "").replace("\n", "")
    )


def seconds(text: str) -> float:
    """Return the processor time that the sentences of `text` take, the less of two times."""
    took = []
    for _ in range(2):
        began = time.process_time()
        SEGMENTERS["en"].spans(text, 0, len(text))
        took.append(time.process_time() - began)
    return min(took)


@pytest.mark.parametrize("pattern", [*HOSTILE, "• a ", "1) "])
def test_eight_times_the_text_takes_far_less_than_the_square_of_that(pattern: str) -> None:
    text = pattern * (80_000 // len(pattern))
    assert seconds(text) < 24 * max(seconds(text[:10_000]), 0.002)


def test_a_list_of_thousands_of_items_is_cut_in_the_time_of_any_other_text() -> None:
    text = " ".join(f"{number}) x" for number in range(1, 12_000))
    assert len(split(text)) == 11_999
    assert seconds(text) < 24 * max(seconds(text[: len(text) // 8]), 0.002)
