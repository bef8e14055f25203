"""What the desk asks of what is around it: the view of the article, the application, who takes keys."""

from __future__ import annotations

from collections.abc import Collection, Coroutine, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from annotations.model import Annotation, Span
from annotations.schema import LabelDef, RelationDef
from tui.reading.suggestions import Offered

if TYPE_CHECKING:
    from annotations.versions.changes import Changes
    from tui.screens.modal import KeyScreen

__all__ = ["Goal", "KeyTaker", "Pin", "Screens", "Shell", "View"]


class View(Protocol):
    """What the desk asks of the article's view."""

    def reveal(self, span: Span) -> None:
        """Scroll as little as shows the span."""

    def centre(self, span: Span) -> None:
        """Scroll so that the span is in the middle."""

    def turn_to(self, span: Span) -> None:
        """Scroll so that the span begins at the top."""

    def visible(self) -> Span | None:
        """The code points from the first to the last on the page; None when there are none."""

    def offset_after_page(self, share: float) -> int:
        """Scroll by a share of a page and return the offset (code points) where the cursor should go."""

    def draw_all(self) -> None:
        """Draw the annotations of the article anew, as far as the filter lets them be seen."""

    def mark(self, annotations: Sequence[Annotation]) -> None:
        """Draw annotations, each in place of what was drawn of it."""

    def unmark(self, annotation: Annotation) -> None:
        """Draw an annotation no longer."""

    def mark_offered(self, suggestions: Sequence[Offered]) -> None:
        """Draw suggestions."""

    def unmark_offered(self, suggestions: Sequence[Offered]) -> None:
        """Draw suggestions no longer."""


class Shell(Protocol):
    """What the desk asks of the application around the article."""

    def refresh_all(self) -> None:
        """Show the state of the desk: article, inspector, title, status."""

    def refresh_place(self) -> None:
        """Show that the cursor or selection moved."""

    def copy(self, text: str) -> None:
        """Put text on the clipboard."""

    def toggle_inspector(self) -> bool:
        """Show or hide the inspector; tells whether it is shown now."""

    async def take_up_schema(self) -> None:
        """Work with the coding scheme that is stored by now."""

    def set_up(self, name: str, value: str) -> str | None:
        """Change how the reader looks; returns what was done, None for what is no such setting.

        Raises:
            UsageError: The value is none of the setting's.
        """

    async def suggest(self, kind: str, *, on: bool) -> None:
        """Suggest a kind, or no longer."""

    async def suggest_more(self) -> tuple[int, int]:
        """Offer as many claims again, and doubtful quotes; returns how many claims there are, and quotes more."""

    @property
    def suggested_kinds(self) -> Collection[str]:
        """The kinds that are suggested."""

    @property
    def known_kinds(self) -> Collection[str]:
        """The kinds that can be suggested."""

    def suspend_to_shell(self) -> None:
        """Give the terminal back to the shell until the program is resumed."""

    def quit(self) -> None:
        """End the program."""

    async def open_next(self) -> bool:
        """Open the next of the files given, of one's own queue, or of the library; tells whether there was one."""

    def start(self, work: Coroutine[None, None, None]) -> object:
        """Do something beside everything else; what goes wrong in it is shown."""

    async def open_article(self, number: int) -> None:
        """Open an article of the library.

        Raises:
            StetError: It cannot be opened; the article that was open stays.
        """

    async def open(self, reference: str) -> None:
        """Open the file or article of the library that is named.

        Raises:
            StetError: It cannot be opened; the article that was open stays.
        """


class Screens(Protocol):
    """The screens that the desk shows over the article."""

    def show(self, screen: KeyScreen[Goal]) -> None:
        """Show a screen over the reader; where it leads, the reader goes."""

    def export(self) -> None:
        """Ask what to export, and where."""

    def pasted(self, text: str) -> None:
        """Show what was pasted, to be kept as an article or dropped."""

    def changes(self, changes: Changes) -> None:
        """Show what was changed between two versions of the article, and what is lost."""

    def help(self) -> None:
        """Show help for what has the focus."""

    def guideline(self, label: LabelDef, uses: Sequence[str]) -> None:
        """Show what is said of a label, and how it was used last."""

    def palette(self) -> None:
        """Open the command palette."""

    def library(self, said: str = "") -> None:
        """Show the library, and say something in it."""

    def agreement(self, names: Sequence[str] = ()) -> None:
        """Show how far these people agree, or all of them."""

    async def compare(
        self, names: Sequence[str] = (), number: int | None = None, *, wanted: str = "", everywhere: bool = False
    ) -> None:
        """Show the layers of these people side by side, of all who have coded the article where none is named.

        A comparison that was left for the article that is open is shown as it was left, if nothing else is asked for.

        Args:
            names: Whom to compare.
            number: Of the article; else it is the open one.
            wanted: What to filter by.
            everywhere: Compare in all articles.

        Raises:
            UsageError: There are no two people to compare.
        """


class KeyTaker(Protocol):
    """Something that takes all keys while it has the focus: the inspector, labels to pick from, a walk."""

    @property
    def says(self) -> str:
        """What it asks, for the status line; empty when it is to be seen elsewhere."""

    async def key(self, key: str) -> bool:
        """Take a key; False gives the focus back."""

    def left(self) -> None:
        """Take notice that the focus is gone."""


@dataclass(frozen=True, slots=True)
class Pin:
    """An annotation that is carried to the one which a relation will tie it to, possibly in another article."""

    annotation: Annotation
    relation: RelationDef
    words: str


class Goal(NamedTuple):
    """A place in some article, where a list leads.

    Attributes:
        article: Its number.
        annotation: Id of what is there, None where nothing is tagged; `label` and `words` are its own.
        offset: In code points; None for the whole article.
    """

    article: int
    annotation: str | None = None
    label: str | None = None
    words: str = ""
    offset: int | None = None
