"""Who says what in German, Spanish, French, Italian, Portuguese and Russian; every sentence here is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.suggest import suggester
from annotations.suggest.answering import passage_of
from annotations.suggest.lexicon import KNOWN
from annotations.tables import read_table


def shown(text, language):
    """Each quote as (kind, content, source, its name), the fragments joined by an ellipsis."""
    found = []
    for quote in suggester("quotes").suggest(passage_of(text, language)):
        content = " … ".join(fragment.of(text) for fragment in quote.fragments)
        source = next((role for role in quote.roles if role.role == "source"), None)
        words = source.span.of(text) if source and source.span else None
        found.append((quote.attributes["kind"], content, words, source and source.name))
    return found


LEFT_OUT = [
    ("es", "El juez explicó: «No hay pruebas». Y añadió que el caso está cerrado.", "el juez"),
    ("es", "La alcaldesa, Marta Ríos, dijo que no. «Nadie lo sabe», insistió, «ni lo sabrá».", "Marta Ríos"),
    ("es", "Raúl Tovar no se opone a la obra. Se opone, explica, a firmar sin fecha de regreso.", "Raúl Tovar"),
    ("es", "Ana Holm enciende la luz y dice lo de todos los días: «Buenos días».", "Ana Holm"),
    ("it", "La sindaca, Marta Neri, ha detto di no. Ha aggiunto che il molo chiuderà a marzo.", "Marta Neri"),
    ("pt", "A prefeita, Marta Bastos, disse que não. Acrescentou que o cais vai fechar.", "Marta Bastos"),
]


@pytest.mark.parametrize(("language", "text", "name"), LEFT_OUT)
def test_a_verb_without_a_subject_means_who_spoke_or_acted_last(language, text, name):
    _, _, source, given = shown(text, language)[-1]
    assert (source, given) == (None, name)


NOBODY = [
    ("es", "Ana Ríos dijo que no. Sobre el pan se informó que llegará mañana.", "que llegará mañana"),
    (
        "it",
        "Ana Neri ha detto di no. È stato annunciato che i lavori inizieranno presto.",
        "che i lavori inizieranno presto",
    ),
    ("fr", "Il a été annoncé que les travaux commenceraient bientôt.", "que les travaux commenceraient bientôt"),
    ("ru", "Сообщается, что работы начнутся скоро.", "что работы начнутся скоро"),
]


@pytest.mark.parametrize(("language", "text", "content"), NOBODY)
def test_what_nobody_in_particular_says_has_no_source(language, text, content):
    assert shown(text, language)[-1] == ("indirect", content, None, None)


FOUND = [
    (
        "de",
        "„Das ist schön“, freut sich Bürgermeister Kai Lund.",
        ("direct", "„Das ist schön“", "Bürgermeister Kai Lund"),
    ),
    (
        "de",
        "Der Minister hat am Montag angekündigt, die Stadt zu verlassen.",
        ("indirect", "die Stadt zu verlassen", "Der Minister"),
    ),
    (
        "de",
        "Das halbe Dorf behauptet, genau das gewollt zu haben.",
        ("indirect", "genau das gewollt zu haben", "Das halbe Dorf"),
    ),
    (
        "de",
        "Drei Jahre lang, so erzählt es die Wirtin, Eva Ost, habe keiner geredet.",
        ("indirect", "Drei Jahre lang … habe keiner geredet", "die Wirtin"),
    ),
    ("de", "„Wir prüfen das“, hieß es aus dem Ministerium.", ("direct", "„Wir prüfen das“", "dem Ministerium")),
    (
        "de",
        "Der Bericht soll laut Stadtrat im April erscheinen.",
        ("indirect", "Der Bericht soll … im April erscheinen", "Stadtrat"),
    ),
    ("de", "Die Behauptung von Lund, der Deich sei alt, stimmt nicht.", ("indirect", "der Deich sei alt", "Lund")),
    (
        "de",
        "Die Anwohnerin Ines Barth (54) ist wütend: „Die sollen gehen.“",
        ("direct", "„Die sollen gehen.“", "Die Anwohnerin Ines Barth (54)"),
    ),
    (
        "es",
        "“El puente es mío”, resume Inés Barrera, dueña de una tienda.",
        ("direct", "“El puente es mío”", "Inés Barrera"),
    ),
    (
        "es",
        "El informe, según el concejal, llegará en abril.",
        ("indirect", "El informe … llegará en abril", "el concejal"),
    ),
    (
        "es",
        "Según el concejal, Raúl Tovar, la obra costará tres millones.",
        ("indirect", "la obra costará tres millones", "el concejal"),
    ),
    ("es", "Tovar rechazó la idea y calificó el plan de «ocurrencia».", ("mixed", "el plan de «ocurrencia»", "Tovar")),
    ("es", "El alcalde promete devolverlo «en un año».", ("mixed", "devolverlo «en un año»", "El alcalde")),
    (
        "es",
        "Para Inés Barrera, es sencillo: «Que lo hagan de noche».",
        ("direct", "«Que lo hagan de noche»", "Inés Barrera"),
    ),
    ("es", "—Todos —respondió Tovar—. Como siempre.", ("direct", "Todos … Como siempre.", "Tovar")),
    ("es", "Ana Holm baja y dice lo que dice cada día: «Buenos días».", ("direct", "«Buenos días»", None)),
    (
        "es",
        "«Nadie viene», dijo Tovar. Luego se ríe. «Claro que antes sí venían todos».",
        ("direct", "«Nadie viene» … «Claro que antes sí venían todos»", "Tovar"),
    ),
    ("es", "Como explicó el ministro, el dique está seco.", ("indirect", "el dique está seco", "el ministro")),
    ("fr", "Selon l’adjointe, Claire Morin, la digue tiendra bon.", ("indirect", "la digue tiendra bon", "l’adjointe")),
    ("fr", "« Rien n’est décidé », précise-t-on à la mairie.", ("direct", "« Rien n’est décidé »", "on")),
    ("fr", "Le juge a expliqué : « Il n’y a rien. »", ("direct", "« Il n’y a rien. »", "Le juge")),
    (
        "fr",
        "« On l’a promis, insiste-t-il, et rien n’est venu. »",
        ("direct", "« On l’a promis, … et rien n’est venu. »", "il"),
    ),
    ("fr", "– Et qui paiera ? demande un voisin.", ("direct", "Et qui paiera ?", "un voisin")),
    ("it", "– Tutti – risponde Conti –. Come sempre.", ("direct", "Tutti … Come sempre.", "Conti")),
    ("it", "Conti ha definito la proposta «una trovata».", ("mixed", "la proposta «una trovata»", "Conti")),
    ("pt", "— Todos — respondeu Tavares. — Como sempre.", ("direct", "Todos … Como sempre.", "Tavares")),
    ("pt", "“É uma vergonha”, disparou Paulo Neto.", ("direct", "“É uma vergonha”", "Paulo Neto")),
    ("ru", "— Все, — ответил Тарасов. — Как всегда.", ("direct", "Все, … Как всегда.", "Тарасов")),
    ("ru", "Тарасов отверг критику и назвал план «заплаткой».", ("mixed", "план «заплаткой»", "Тарасов")),
    ("ru", "Как сообщил источник, дело давно закрыто.", ("indirect", "дело давно закрыто", "источник")),
    (
        "ru",
        "Мост очень опасен. Об этом сообщил представитель мэрии.",
        ("indirect", "Мост очень опасен", "представитель мэрии"),
    ),
    ("ru", "Министр транспорта пообещал, что мост откроют.", ("indirect", "что мост откроют", "Министр транспорта")),
]


@pytest.mark.parametrize(("language", "text", "expected"), FOUND)
def test_who_says_what(language, text, expected):
    assert shown(text, language)[0][:3] == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "El ministro señaló la confianza que ello da a la gente."),
        ("es", "Los vendedores, que temen por sus ventas, exigen una fecha."),
        ("es", "El libro «Puentes del sur» vuelve a las librerías."),
        ("fr", "Le fameux « plan pont » ne convainc personne."),
        ("de", "Der sogenannte „Brückenplan“ überzeugt niemanden."),
        ("ru", "Книга «Мосты юга» снова в магазинах."),
    ],
)
def test_nobody_is_quoted(language, text):
    assert shown(text, language) == []


def test_german_sentences_in_the_subjunctive_go_on_with_what_somebody_says():
    text = "„Es ist kein Geld da“, sagte der Minister. Die Opposition wisse das seit Jahren. Es regnet."
    assert [quote[:3] for quote in shown(text, "de")] == [
        ("direct", "„Es ist kein Geld da“", "der Minister"),
        ("indirect", "Die Opposition wisse das seit Jahren", "der Minister"),
    ]


NAMED = [
    (
        "es",
        "La alcaldesa de Puerto Sael, Marta Ríos, dijo que no lo sabe. «Nunca», repitió la alcaldesa.",
        ["Marta Ríos", "Marta Ríos"],
    ),
    (
        "de",
        "Der Bürgermeister von Port Sael, Jan Delius, sagte, er gehe. „Nie“, sagte er.",
        ["Jan Delius", "Jan Delius"],
    ),
    (
        "ru",
        "Мэр Порт-Саэля Марта Белова заявила, что причал закроют. «Денег нет», — сказала мэр.",
        [None, "Марта Белова"],
    ),
    ("fr", "Marc Roux a dit que non. Le juge a expliqué que oui. « C’est clos », a-t-il dit.", [None, None, None]),
]


@pytest.mark.parametrize(("language", "text", "expected"), NAMED)
def test_names(language, text, expected):
    assert [name for _, _, _, name in shown(text, language)] == expected


NEWS = [
    ("es", "“Es grave”, advirtió el jefe de la obra durante una visita.", "“Es grave”", "el jefe de la obra", None),
    ("es", "“Hay que esperar”, insisten desde el sindicato.", "“Hay que esperar”", "el sindicato", None),
    ("es", "El ministro aseguró estar “tranquilo”.", "estar “tranquilo”", "El ministro", None),
    ("es", "El Puerto informó de que la fábrica cerrará.", "que la fábrica cerrará", "El Puerto", None),
    ("es", "Para Ana Ríos, jefa de obra, el plan “es un error”.", "el plan “es un error”", "Ana Ríos", None),
    ("es", "«Hay que actuar —explicó el alcalde— y rápido».", "«Hay que actuar … y rápido»", "el alcalde", None),
    ("fr", "« C’est grave, estime Jean Duval, chef du port. »", "« C’est grave,", "Jean Duval", None),
    ("fr", "– Et pourquoi ? demanda le juge.", "Et pourquoi ?", "le juge", None),
    ("fr", "Pour Anne Morel, « c’est une honte pour tous ».", "« c’est une honte pour tous »", "Anne Morel", None),
    (
        "it",
        "«Dobbiamo agire – ha spiegato il sindaco – e in fretta».",
        "«Dobbiamo agire … e in fretta»",
        "il sindaco",
        None,
    ),
    ("it", "La premier ha fatto sapere che non si candiderà.", "che non si candiderà", "La premier", None),
    ("it", "Per Marta Neri il piano «è una follia».", "il piano «è una follia»", "Marta Neri", None),
    ("pt", "“Vamos esperar”, explicavam os moradores.", "“Vamos esperar”", "os moradores", None),
    ("de", "So Barth: „Das ist eine Schande.“", "„Das ist eine Schande.“", "Barth", None),
    ("de", "Nach Angaben des Amtes sank die Zahl um zwei Prozent.", "sank die Zahl um zwei Prozent", "des Amtes", None),
    ("ru", "В министерстве отметили, что мост закрыт.", "что мост закрыт", "министерстве", None),
    ("ru", "Глава порта сообщил агентству, что мост закрыт.", "что мост закрыт", "Глава порта", None),
]


@pytest.mark.parametrize(("language", "text", "content", "source", "name"), NEWS)
def test_what_the_news_of_each_language_does(language, text, content, source, name):
    assert [quote[1:] for quote in shown(text, language)] == [(content, source, name)]


CLAIMED = [
    (
        "es",
        "La afirmación de Pell de que el puerto pierde dinero fue rechazada.",
        "que el puerto pierde dinero",
        "Pell",
    ),
    ("es", "El alcalde rechazó la afirmación de Pell de que el puerto cierra.", "que el puerto cierra", "Pell"),
    (
        "fr",
        "L’affirmation de Pell selon laquelle le port perd de l’argent a été rejetée.",
        "le port perd de l’argent",
        "Pell",
    ),
    ("fr", "Le maire a rejeté son accusation selon laquelle le port perd tout.", "le port perd tout", "son"),
    ("it", "Il sindaco ha respinto l’affermazione di Pell secondo cui il porto chiude.", "il porto chiude", "Pell"),
    (
        "it",
        "L’accusa del ministro che il porto perde denaro è stata respinta.",
        "che il porto perde denaro",
        "ministro",
    ),
    (
        "pt",
        "O prefeito rejeitou a afirmação de Pell de que o porto perde dinheiro.",
        "que o porto perde dinheiro",
        "Pell",
    ),
    ("ru", "Мэр отверг утверждение Пелла о том, что порт теряет деньги.", "что порт теряет деньги", "Пелла"),
]


@pytest.mark.parametrize(("language", "text", "content", "source"), CLAIMED)
def test_what_somebody_claims_by_a_noun_is_theirs(language, text, content, source):
    assert [quote[1:3] for quote in shown(text, language)] == [(content, source)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "La denuncia de la asociación que preside Pell fue archivada."),
        ("fr", "La thèse de doctorat que Pell a soutenue est longue."),
        ("it", "L’accusa di Pell che ha sorpreso tutti è caduta."),
    ],
)
def test_a_relative_clause_behind_such_a_noun_is_no_quote(language, text):
    assert shown(text, language) == []


def test_a_phrase_for_according_to_that_is_all_of_the_sentence_says_nothing():
    assert shown("Nach Angaben des Amtes.", "de") == []


def test_a_name_that_is_alone_is_no_name_for_itself():
    assert shown("«Non me ne vado», disse Neri.", "it") == [("direct", "«Non me ne vado»", "Neri", None)]


def test_a_quotation_after_who_spoke_without_being_named_again_goes_on():
    text = "Encarna Ruiz enciende la luz. «Era de mi abuela», cuenta sin parar. Luego se ríe. «Ella no lo conocía»."
    assert [content for _, content, _, _ in shown(text, "es")] == ["«Era de mi abuela» … «Ella no lo conocía»"]


def words_of(code):
    """What the tables of a language hold, with names and signs, so that any pattern of its grammar may be met."""
    tables = read_table(f"suggest/quote_data/{code}.toml")
    listed = [
        word for part in ("words", "verbs", "phrases") for words in tables[part].values() for word in words.split()
    ]
    signs = [*"“”„\"«»‘’'—–-:;,.!?(", "\n\n", "”, ", ", “", ".” ", "Ines Barth", "Kim Ruiz", "Анна Котова", "12"]
    return st.lists(st.one_of(st.sampled_from(listed), st.sampled_from(signs)), min_size=1, max_size=30)


@pytest.mark.parametrize("code", KNOWN)
@given(data=st.data())
def test_no_order_of_words_and_signs_stops_the_suggestions(code, data):
    text = " ".join(data.draw(words_of(code)))
    for quote in suggester("quotes").suggest(passage_of(text, code)):
        ends = [at for fragment in quote.fragments for at in fragment]
        assert ends == sorted(set(ends))
        assert ends[-1] <= len(text)
        assert 0 <= quote.score <= 1


@pytest.mark.parametrize("text", ["—No me voy —dijo Ríos—", "—No —dijo Ríos—."])
def test_a_dash_at_the_very_end_of_a_dialogue_goes_on_with_nothing(text):
    assert [quote[1:3] for quote in shown(text, "es")] == [(text[1:].split(" —")[0], "Ríos")]
