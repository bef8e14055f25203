"""Help, as a person opens, reads, searches and closes it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from annotations.model import Annotation
from annotations.schema import AttributeDef, AttributeKind, Choice, LabelDef, RoleDef, Schema
from annotations.schema.files import shipped
from tests.tui.desks import Host, add_article, desk_on, span
from tui.actions import Group
from tui.desk import Desk
from tui.inspecting import Inspector
from tui.keymap import shown
from tui.reading.palette import Palette, looks_of
from tui.reading.selection import whole
from tui.screens.help import HelpScreen
from tui.screens.help_text import Entry, Section, help_lines, help_sections, matching
from tui.session import Session


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    session = Session(tmp_path_factory.mktemp("help") / "library.db", "kim")
    yield session
    session.close()


@pytest.fixture
def desk(session: Session) -> Desk:
    return desk_on(session, session.submit(lambda w: add_article(w, "/news/bridge.txt")).result())


def tag(session: Session, desk: Desk, label: str, words: str) -> Annotation:
    info = desk.reading.info
    assert info is not None
    annotation = session.submit(lambda w: w.tag(info, label, [span(words)])).result().annotation
    desk.reading.annotated.add(annotation)
    desk.reading.active = annotation.id
    return annotation


def words_of(lines: list[Any]) -> str:
    return "\n".join("".join(text for text, _ in line) for line in lines)


def entry(sections: list[Section], words: str) -> Entry:
    return next(entry for section in sections for entry in section.entries if words in entry.words)


async def opened(pilot: Pilot[None]) -> str:
    await pilot.pause()
    return pilot.app.text()  # type: ignore[attr-defined,no-any-return]


def test_every_action_stands_in_help_with_its_keys(desk: Desk) -> None:
    sections = help_sections(desk)
    groups = [group for group, _ in desk.actions.by_group()]
    assert [section.title for section in sections][: len(groups)] == [group.value for group in groups]
    assert groups == [group for group in Group if group not in {Group.ARTICLES, Group.SORT}]
    for group, actions in desk.actions.by_group():
        section = next(section for section in sections if section.title == group.value)
        assert [entry.words for entry in section.entries] == [action.title for action in actions]
        assert [entry.keys for entry in section.entries] == ["  ".join(map(shown, action.keys)) for action in actions]


def test_what_cannot_be_done_now_says_why(session: Session, desk: Desk) -> None:
    sections = help_sections(desk)
    assert entry(sections, "Write a note").why == "no annotation is active: tag something, or step to one with > a"
    assert entry(sections, "Move to the next word").why == "only while words are selected"
    assert not entry(sections, "Go to the next sentence").why
    tag(session, desk, "claim", "4,000 people")
    assert not entry(help_sections(desk), "Write a note").why


def test_while_words_are_selected_the_keys_for_them_come_first(session: Session, desk: Desk) -> None:
    tag(session, desk, "claim", "4,000 people")
    desk.reading.selection = whole(span("ferries"))
    sections = help_sections(desk)
    assert sections[0].title == "Selecting"
    assert not entry(sections, "Move to the next word").why
    # The selection has taken j and ↓ from this action, e and Enter from that one.
    assert entry(sections, "Go to the next sentence") == Entry(
        "j  ↓", "Go to the next sentence", "not while words are selected", "sentence.next"
    )
    assert entry(sections, "Go into the inspector: roles").why == "not while words are selected"


def test_in_the_inspector_its_keys_come_first(session: Session, desk: Desk) -> None:
    tag(session, desk, "quote", "The bridge will stay shut until May")
    desk.taker = Inspector(desk)
    first = help_sections(desk)[0]
    assert first.title == "Inspector"
    assert {("s", "source"), ("t", "kind"), ("m", "note"), ("Esc", "back")} <= {
        (e.keys, e.words) for e in first.entries
    }


def test_labels_stand_with_guidelines_roles_and_values(desk: Desk) -> None:
    text = words_of(help_lines(help_sections(desk), 200))
    for label in shipped().labels:
        assert f"{label.glyph} {label.name}" in text
        assert label.guideline in text
        for role in label.roles:
            assert f"r {role.key}" in text
            assert f"role {role.name} – {role.guideline}" in text
    assert "polarity: + favor, - against, = neutral – Which way it goes." in text
    assert "intensity: a whole number from 1 to 3 – 1 weak, 2 clear, 3 strong." in text
    assert "evidence: an address, or several – Where the evidence can be read." in text


def test_help_is_narrowed_by_words_in_any_order(desk: Desk) -> None:
    sections = help_sections(desk)
    assert matching(sections, "") == sections
    found = matching(sections, "SENTENCE next")
    assert "Go to the next sentence" in words_of(help_lines(found, 80))
    assert "Export" not in words_of(help_lines(found, 80))
    # The title of a section stands for all of it.
    assert len(matching(sections, "who said or thought")) == 1
    # So do the ids of actions, which hold the words that the command line knows.
    assert [entry.words for section in matching(sections, "undo") for entry in section.entries] == [
        "Take back my last edit in this article"
    ]
    assert matching(sections, "no such thing") == []


@pytest.mark.parametrize("width", [1, 5, 10, 20, 39, 40, 80, 200])
def test_no_line_is_wider_than_there_is_room(desk: Desk, width: int) -> None:
    lines = help_lines(help_sections(desk), width)
    widest = max(len("".join(text for text, _ in line).rstrip()) for line in lines)
    assert widest <= max(width, 12)


async def test_help_is_read_by_keys_and_closed(desk: Desk) -> None:
    host = Host(HelpScreen(desk))
    async with host.run_test(size=(100, 30)) as pilot:
        text = await opened(pilot)
        assert "Go to the next sentence" in text
        assert "1–" in text.splitlines()[0]
        await pilot.press("j")
        assert "Moving" not in await opened(pilot)
        await pilot.press("k", "G")
        assert "Said outright, not inferred." in await opened(pilot)
        await pilot.press("g")
        assert "Said outright, not inferred." in await opened(pilot)
        await pilot.press("g")
        assert "Moving" in await opened(pilot)
        for down, up in (("space", "pageup"), ("pagedown", "b"), ("down", "up"), ("end", "home"), ("ctrl+d", "ctrl+u")):
            await pilot.press(down)
            assert "Moving" not in await opened(pilot)
            await pilot.press(up)
            assert "Moving" in await opened(pilot)
        assert host.open
        await pilot.press("q")
        assert not host.open
        assert host.returned == [None]


@pytest.mark.parametrize("key", ["q", "escape", "question_mark", "ctrl+c"])
async def test_keys_that_close_help(desk: Desk, key: str) -> None:
    host = Host(HelpScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert not host.open


async def test_help_is_searched(desk: Desk) -> None:
    host = Host(HelpScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("G", "slash", *"back q")
        assert "nothing is called “back q”" in await opened(pilot)
        await pilot.press("backspace", "backspace")
        assert "Take back my last edit" in await opened(pilot)
        await pilot.press("ctrl+u", *"take back")
        text = await opened(pilot)
        assert "Take back my last edit in this article" in text
        assert "Go to the next sentence" not in text
        await pilot.press("enter")
        assert "Help  /take back" in await opened(pilot)
        await pilot.press("slash", "escape")
        assert "Go to the next sentence" in await opened(pilot)
        assert host.open
        await pilot.press("escape")
        assert not host.open


async def test_help_is_used_with_the_mouse(desk: Desk) -> None:
    host = Host(HelpScreen(desk))
    async with host.run_test(size=(120, 30)) as pilot:
        await opened(pilot)
        await pilot._post_mouse_events([_wheel_down()], "#help-body")
        assert "Moving" not in await opened(pilot)
        await pilot.click("#help-body")
        assert host.open
        await pilot.click(offset=(2, 2))
        assert not host.open
    host = Host(HelpScreen(desk))
    async with host.run_test(size=(60, 20)) as pilot:
        await opened(pilot)
        await pilot.click("#help-foot", offset=(2, 0))
        assert not host.open


@pytest.mark.parametrize("size", [(20, 10), (8, 4), (1, 1), (200, 60)])
async def test_help_fits_any_screen(desk: Desk, size: tuple[int, int]) -> None:
    host = Host(HelpScreen(desk))
    async with host.run_test(size=size) as pilot:
        text = await opened(pilot)
        assert len(text.splitlines()) <= size[1]
        if size[0] >= 20:
            assert "q closes help" in text
        await pilot.press("G", "slash", "a", "b", "enter", "space", "g", "g")
        await pilot.resize_terminal(60, 20)
        assert "Help  /ab" in await opened(pilot)
        await pilot.press("escape")
        assert not host.open


async def test_what_a_schema_says_is_shown_and_never_obeyed(session: Session) -> None:
    hostile = "[bold]x[/] [/nothing] \x1b[31mred\x9b1m \u202egnol"
    label = LabelDef(
        name="claim",
        key="c",
        glyph="C",
        colour="#ff0000",
        guideline=hostile,
        roles=(RoleDef("who", "w", hostile),),
        attributes=(AttributeDef("sort", AttributeKind.CHOICE, "s", hostile, (Choice("[red]", "r"),)),),
    )
    article = session.submit(lambda w: add_article(w, "/news/bridge.txt")).result()
    desk = desk_on(session, article, schema=Schema("own", "1", (label,)))
    host = Host(HelpScreen(desk))
    async with host.run_test(size=(100, 30)) as pilot:
        await pilot.press("G")
        text = await opened(pilot)
        assert text.count("[bold]x[/] [/nothing] ␛[31mred") == 3
        assert "sort: r [red]" in text
        assert not {"\x1b", "\x9b", "\u202e"} & set(text)
        await pilot.press("slash", *"[red]", "enter")
        assert "Help  /[red]" in await opened(pilot)


async def test_without_colour_what_cannot_be_done_is_dim(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    desk.palette = Palette(looks_of(desk.schema), mono=True)
    host = Host(HelpScreen(desk), ansi_color=True)
    async with host.run_test(size=(100, 40)) as pilot:
        await opened(pilot)
        [possible] = host.styles_of("Go to the next sentence")
        await pilot.press("slash", *"note on the active", "enter")
        await opened(pilot)
        impossible = host.styles_of("no annotation is active")
        assert not possible.dim
        assert impossible
        assert all(style.dim for style in impossible)


async def test_keys_typed_ahead_of_the_first_paint_wait_for_it(desk: Desk) -> None:
    host = Host(HelpScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        screen = HelpScreen(desk)
        host.over = screen
        host.push_screen(screen)
        for key in ("G", "k"):
            screen.press(key)
        text = await opened(pilot)
        assert "intensity" in text
        assert "Moving" not in text


async def test_keys_typed_ahead_of_the_closing_go_to_what_comes_to_light(desk: Desk) -> None:
    class Reader(Host):
        pressed: tuple[str, ...] = ()

        def on_key(self, event: Any) -> None:
            self.pressed += (event.key,)

    host = Reader(HelpScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("q", "c", "alt+j")
        await pilot.pause()
        assert host.pressed == ("c", "alt+j")
    host = Reader(HelpScreen(desk))
    async with host.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("alt+j")
        await pilot.pause()
        assert host.pressed == ("j",)
        # Even before help was to be seen.
        host.over = screen = HelpScreen(desk)
        host.push_screen(screen)
        screen.take(["q", "x", "space"])
        await pilot.pause()
        assert host.pressed == ("j", "x", "space")


def test_entries_without_keys_and_sections_without_entries_are_shown(desk: Desk) -> None:
    bare = replace(shipped().labels[0], key="", roles=(), attributes=(), guideline="About it all.")
    desk.schema = Schema("bare", "1", (bare,))
    sections = help_sections(desk)
    assert words_of(help_lines(sections, 80)).endswith(" C claim\n  About it all.")
    assert matching(sections, "about it") == [sections[-1]]


def _wheel_down() -> type:
    from textual.events import MouseScrollDown

    return MouseScrollDown
