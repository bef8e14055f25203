"""Who says what in Chinese; every sentence here is invented."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.suggest import suggester
from annotations.suggest.answering import passage_of


def shown(text, language="zh"):
    """Each quote as (kind, content, source, cue), the fragments joined by a bar."""
    found = []
    for quote in suggester("quotes").suggest(passage_of(text, language)):
        spans = {role.role: role.span.of(text) for role in quote.roles}
        content = "|".join(fragment.of(text) for fragment in quote.fragments)
        found.append((quote.attributes["kind"], content, spans.get("source"), spans.get("cue")))
    return found


EXAMPLES = [
    (
        "市长王丽周二表示：“这座桥今年就能通车。我们等了十年。”",
        "direct",
        "“这座桥今年就能通车。我们等了十年。”",
        "市长王丽",
        "表示",
    ),
    ("在被问到预算时，李明笑着说：“钱不是问题。”", "direct", "“钱不是问题。”", "李明", "说"),
    ("“我们不会放弃，”工程师陈强说，“绝不！”", "direct", "“我们不会放弃，”|“绝不！”", "工程师陈强", "说"),
    ("“太贵了。”居民刘燕说。“没人会买。”", "direct", "“太贵了。”|“没人会买。”", "居民刘燕", "说"),
    (
        "「我們不會退讓，」市長林佳說，「因為這是承諾。」",
        "direct",
        "「我們不會退讓，」|「因為這是承諾。」",
        "市長林佳",
        "說",
    ),
    ("银行行长称“经济放缓”的说法没有根据。", "mixed", "“经济放缓”的说法没有根据", "银行行长", "称"),
    (
        "港口3月1日电（记者 张三）发言人赵华1日在例行记者会上说，中方主张和平。",
        "indirect",
        "中方主张和平",
        "发言人赵华",
        "说",
    ),
    (
        "部长陈强在接受采访时告诉记者，新规将于5月生效；旧规废止。",
        "indirect",
        "新规将于5月生效；旧规废止",
        "部长陈强",
        "告诉记者",
    ),
    ("李华认为政策需要更多时间。", "indirect", "政策需要更多时间", "李华", "认为"),
    ("据《海港日报》报道，价格上涨了3.5%。", "indirect", "价格上涨了3.5%", "《海港日报》", "据"),
]


@pytest.mark.parametrize(("text", "kind", "content", "source", "cue"), EXAMPLES)
def test_a_quote_has_its_words_its_speaker_with_the_office_and_its_verb(text, kind, content, source, cue):
    assert shown(text) == [(kind, content, source, cue)]


@pytest.mark.parametrize(
    "text",
    [
        "他读过《红楼梦》和一本小说。",
        "所谓“专家”并没有来。",
        "中方坚持“一条路”原则，反对“脱钩”。",
        "据了解，此案正在审理。",
        "他不认为这是一个问题。",
        "虽说天冷，街道上仍有人。",
        "这座桥被称为“龙桥”。",
    ],
)
def test_titles_and_words_that_somebody_doubts_are_left_alone(text):
    assert shown(text) == []


def test_two_who_speak_in_one_line_keep_their_words():
    found = shown("“谁来付钱？”李明问道，“难道是居民？”“不是。”王丽回答说。")
    assert found == [
        ("direct", "“谁来付钱？”|“难道是居民？”", "李明", "问道"),
        ("direct", "“不是。”", "王丽", "回答说"),
    ]


def test_paragraphs_in_marks_are_turns_of_a_dialogue_also_when_a_mark_is_missing():
    text = "“妈妈，能出去吗？”\n\n“再等等。”\n\n“那什么时候？\n\n“春天。”\n\n孩子每天都这样问。"
    assert [content for _, content, _, _ in shown(text)] == [
        "“妈妈，能出去吗？”",
        "“再等等。”",
        "“那什么时候？",
        "“春天。”",
    ]


def test_a_paragraph_that_takes_up_the_open_marks_goes_on():
    text = "王丽说：“第一，我们要修桥。\n\n“第二，我们要修路。”\n\n会议随后结束。"
    assert shown(text) == [("direct", "“第一，我们要修桥。|“第二，我们要修路。”", "王丽", "说")]


def test_she_is_who_spoke_just_before():
    text = "市长王丽说：“今年通车。”她强调，工程没有超支。"
    first, second = suggester("quotes").suggest(passage_of(text, "zh"))
    assert [role.name for role in first.roles if role.role == "source"] == [None]
    assert [role.name for role in second.roles if role.role == "source"] == ["市长王丽"]


def test_the_language_is_seen_without_being_given():
    assert shown("市长王丽表示：“这座桥今年就能通车。”", None)


@given(
    st.lists(
        st.sampled_from(["“", "”", "，", "。", "：", "说", "他", "在", "对", "据", "1日", "王", "地", "\n"]),
        max_size=60,
    )
)
@example(["说", "“", "说", "“", "说"])
def test_any_text_gives_quotes_inside_of_it_each_place_once(pieces):
    text = "这是一个很好的故事。" + "".join(pieces)
    for quote in suggester("quotes").suggest(passage_of(text, "zh")):
        ends = [at for fragment in quote.fragments for at in fragment]
        assert ends == sorted(set(ends))
        assert ends[-1] <= len(text)
