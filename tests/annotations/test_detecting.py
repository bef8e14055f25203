"""Which language a text is in, where nobody says it."""

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.readers.base import Draft
from annotations.sentences import KNOWN_LANGUAGES, language_of, tables_for
from annotations.store import Store
from annotations.workspace import Workspace

TEXTS = {
    "ca": "L'alcaldessa va dir que el pont ja no és segur i que amb les pluges se'n farà un altre, però més ample.",
    "cs": "Starostka v pondělí řekla, že most už není bezpečný a že se na jaře postaví nový, který bude širší.",
    "de": "Die Bürgermeisterin sagte am Montag, die Brücke sei nicht mehr sicher, im Mai werde eine neue gebaut.",
    "en": "The mayor said on Monday that the bridge is no longer safe and that a new one will be built.",
    "es": "La alcaldesa dijo el lunes que el puente ya no es seguro y que en mayo se construirá uno nuevo.",
    "fi": "Pormestari sanoi, että silta ei ole enää turvallinen ja että keväällä rakennetaan uusi.",
    "fr": "La maire a dit lundi que le pont n'est plus sûr et qu'un nouveau sera construit au printemps.",
    "hu": "A polgármester azt mondta, hogy a híd már nem biztonságos, és tavasszal újat építenek.",
    "it": "La sindaca ha detto lunedì che il ponte non è più sicuro e che a maggio ne sarà costruito uno nuovo.",
    "nl": "De burgemeester heeft maandag gezegd dat de brug niet meer veilig is en dat er een nieuwe komt.",
    "pl": "Burmistrz powiedziała, że most nie jest już bezpieczny i że wiosną zostanie zbudowany nowy.",
    "pt": "A prefeita disse na segunda-feira que a ponte não é mais segura e que uma nova será construída.",
    "ro": "Primara a declarat luni că podul nu mai este sigur și că la primăvară va fi construit unul nou.",
    "ru": "Мэр сказала в понедельник, что мост уже не безопасен и что весной будет построен новый.",
    "sv": "Borgmästaren sade på måndagen att bron inte längre är säker och att det ska byggas en ny.",
    "tr": "Belediye başkanı köprünün artık güvenli olmadığını ve ilkbaharda yeni bir köprü yapılacağını söyledi.",
    "uk": "Мер сказала в понеділок, що міст уже не безпечний і що навесні збудують новий.",
    "el": "Η δήμαρχος είπε ότι η γέφυρα δεν είναι ασφαλής.",
    "ja": "市長は月曜日に橋はもう安全ではないと言った。",
    "ko": "시장은 월요일에 다리가 더 이상 안전하지 않다고 말했다.",
    "zh": "市长周一说桥已经不安全了。",
}


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_a_sentence_of_news_is_enough(code: str) -> None:
    assert language_of(TEXTS[code]) == code
    assert tables_for(None, TEXTS[code]) == (code if code in KNOWN_LANGUAGES else "general")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "12.5 % (3)",
        "Smith",
        "Rio de Janeiro",
        "Bridge Unsafe, Mayor Says",
        "Gallia est omnis divisa in partes",
    ],
)
def test_what_is_in_doubt_has_no_language_and_english_tables(text: str) -> None:
    assert language_of(text) is None
    assert tables_for(None, text) == "en"


def test_danish_and_norwegian_are_too_near_for_a_name_and_sure_to_be_no_english() -> None:
    text = "Borgmesteren sagde mandag, at broen ikke er sikker, og at der skal bygges en ny."
    assert language_of(text) is None
    assert tables_for(None, text) == "general"


def test_a_quotation_in_another_language_changes_nothing() -> None:
    text = f"{TEXTS['en']} Then she said it once more, for those who had come with her: “{TEXTS['es'][:50]}”"
    assert language_of(text) == "en"


def test_only_the_beginning_counts_however_long_the_text_is() -> None:
    assert language_of(TEXTS["en"] * 50 + TEXTS["de"] * 10_000) == "en"


@given(st.text())
def test_any_text_has_tables_and_those_of_its_language_if_that_is_sure(text: str) -> None:
    code = language_of(text)
    if code is not None:
        assert tables_for(None, text) == tables_for(code)


def test_an_article_has_the_language_its_page_names_or_the_one_its_text_is_surely_in(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "stet.db")) as store:
        workspace = Workspace(store, "kim")
        drafts = [Draft(TEXTS["de"], iter(()), language="de-AT"), Draft(TEXTS["de"], iter(())), Draft("Tja.", iter(()))]
        found = [workspace.add(draft, f"{number}").info.language for number, draft in enumerate(drafts)]
    assert found == ["de-AT", "de", None]
