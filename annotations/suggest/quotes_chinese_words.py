"""What Chinese says "say" with, and what stands around it: the tables of `quote_data/zh.toml` as patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from annotations.tables import read_table

__all__ = ["ChineseWords", "chinese_words"]

_TIME = r"(?:\d{1,4}年)?(?:\d{1,2}月)?\d{1,2}[日号]|(?:本|上|下)?(?:周|星期|週)[一二三四五六日天]"
_PLACE = r"在(?!野)(?:[^，,]{1,6}|[^，,]{1,24}?(?:上|中|时|時|后|後|里|裡|期间|期間|前|间|場|场|会议|會議))"
_DATELINE = r"[^，,]{2,20}[电電]\s*(?:[（(][^）)]{0,20}[）)])?\s*"
_TO = (
    r"(?:接受|通过|通過|就|针对|針對)[^，,]{1,20}?(?:采访时|採訪時|采访|採訪|时|時|问题|問題|声明|聲明|微博|媒体|媒體)"
    r"|(?:对|對|向)[^，,]{0,10}?(?:记者|記者|媒体|媒體)"
)
_LONGEST_SOURCE = 30


@dataclass(frozen=True, slots=True)
class ChineseWords:
    """The tables, as patterns.

    Attributes:
        cue: A verb of saying, as group `verb`; without that, a word that only looks like one.
        bare: Verbs that need no sign before what is said.
        source: What stands between two commas before a verb; group `who` is who says it, if that is said there.
        according: "According to" and a comma, with groups `cue`, `who` and `rest`.
        pronoun: He, she, they.
        nobody: What "according to" may have before it, and is no source.
    """

    cue: re.Pattern[str]
    bare: frozenset[str]
    source: re.Pattern[str]
    according: re.Pattern[str]
    pronoun: re.Pattern[str]
    nobody: frozenset[str]


@cache
def chinese_words() -> ChineseWords:
    """Read the tables."""
    data: Mapping[str, str] = read_table("suggest/quote_data/zh.toml")

    def any_of(table: str) -> str:
        return "|".join(sorted(data[table].split(), key=len, reverse=True))

    amid = f"(?:{any_of('amid')}|{_TIME}|{_PLACE}|{_TO}|[^，,]{{2}}地)"
    before = f"(?:(?:{any_of('lead')}|{_TIME}|{_DATELINE})[，,]?)*"
    return ChineseWords(
        cue=re.compile(
            f"(?:{any_of('no_cue')})|(?P<verb>{any_of('cues')})"
            "(?:(?<=告诉|告訴)[^，,：:]{0,8}?(?:记者|記者|媒体|媒體|我们|我們|我))?"
        ),
        bare=frozenset(data["bare"].split()),
        source=re.compile(rf"\s*{before}(?:{amid}{{1,4}}|(?P<who>[^，,]{{1,{_LONGEST_SOURCE}}}?){amid}{{0,4}})[，,]?"),
        according=re.compile(
            r"(?P<cue>据|據|根据|根據)(?P<who>[^，,]{2,20}?)(?:报道|報導|報道|介绍|介紹|透露|消息|称|稱|数据|數據|统计|統計)"
            r"(?:显示|顯示|称|稱)?[，,]\s*(?P<rest>.+)"
        ),
        pronoun=re.compile(any_of("pronouns")),
        nobody=frozenset(data["nobody"].split()),
    )
