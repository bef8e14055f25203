"""Run the benchmarks and print their report: `python -m tests.benchmarks [--quick]`."""

from __future__ import annotations

import argparse
import os
import platform
import shlex
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks import measuring, report
from tests.benchmarks.articles import Generated, markdown, plain
from tests.benchmarks.budgets import ANNOTATED_SIZE, MARKDOWN_SIZE, SIZES
from tests.benchmarks.samples import Case, Sample
from tests.benchmarks.session import COLUMNS, ROWS, Document, Program

_COMMITS = 20


@dataclass(frozen=True, slots=True)
class Source:
    """A generated article on disk."""

    size: str
    is_markdown: bool
    article: Generated
    path: Path

    def case(self, *, is_stored: bool) -> Case:
        """Return this article as the program meets it for the first or a further time."""
        return Case(self.size, self.is_markdown, is_stored)

    def document(self, database: Path) -> Document:
        """Return this article as it is opened in a database."""
        return Document(self.article, self.path, database)


def main() -> None:
    """Measure in turns, then print."""
    options = _options()
    with tempfile.TemporaryDirectory(dir=options.directory) as name:
        directory = Path(name)
        program = Program(tuple(shlex.split(options.command)), directory)
        sources = list(_sources(directory))
        cases = [source.case(is_stored=is_stored) for source in sources for is_stored in (False, True)]
        samples: list[Sample] = []
        imported: list[report.Imported] = []
        for _ in _warm_up():
            pass
        if not options.floors:
            imported = list(_imports(program, sources))
        for number in range(options.rounds):
            for source in sources:
                _say(f"round {number + 1} of {options.rounds}: {source.path.name}")
                document = source.document(directory / f"{number}-{source.path.name}.db")
                for is_stored in (False, True):
                    samples += measuring.measure_empty()
                    samples += measuring.measure_trivial(options.presses)
                    samples += measuring.measure_commits(directory, _COMMITS)
                    if not options.floors:
                        samples += measuring.measure_help(program)
                        case = source.case(is_stored=is_stored)
                        samples += measuring.measure_article(program, case, document, options.presses)
                        if is_stored and source.size == ANNOTATED_SIZE:
                            samples += measuring.measure_among_annotations(program, case, document, options.presses)
        _print(options, samples, cases, imported)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=main.__doc__)
    parser.add_argument("--command", default=f"{shlex.quote(sys.executable)} -m tui", help="the program under test")
    parser.add_argument("--rounds", type=int, default=5, help="how often everything is started")
    parser.add_argument("--presses", type=int, default=10, help="how often each key is pressed in a session")
    parser.add_argument("--quick", action="store_true", help="one round of three presses, to see that it works")
    parser.add_argument("--floors", action="store_true", help="only the empty app, the trivial app and raw SQLite")
    parser.add_argument("--directory", type=Path, help="where articles and databases go (a disk, not memory)")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.presses = 1, 3
    return options


def _sources(directory: Path) -> Iterator[Source]:
    for size, length in SIZES.items():
        yield _write(Source(size, False, plain(length), directory / f"{size.replace(' ', '')}.txt"))
    size = MARKDOWN_SIZE
    yield _write(Source(size, True, markdown(SIZES[size]), directory / f"{size.replace(' ', '')}.md"))


def _write(source: Source) -> Source:
    source.path.write_text(source.article.content, encoding="utf-8")
    return source


def _warm_up() -> Iterator[Sample]:
    """Start the floors once without counting it, so that files are in memory and modules are compiled."""
    yield from measuring.measure_empty()
    yield from measuring.measure_trivial(1)


def _imports(program: Program, sources: list[Source]) -> Iterator[report.Imported]:
    """Run the program once on the short articles, new and stored; this warms it up as well."""
    for source in sources:
        if source.size != MARKDOWN_SIZE:
            continue
        document = source.document(source.path.with_suffix(f"{source.path.suffix}.imports.db"))
        for is_stored in (False, True):
            _say(f"imports: {source.path.name}")
            modules = measuring.modules_at_first_paint(program, document)
            yield report.Imported(source.case(is_stored=is_stored), tuple(modules))


def _print(
    options: argparse.Namespace, samples: list[Sample], cases: list[Case], imported: list[report.Imported]
) -> None:
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"Textual {version('textual')}, {COLUMNS}×{ROWS} cells, "
        f"{options.rounds} rounds of {options.presses} presses of each key\n"
    )
    print(report.floors(samples))
    if not options.floors:
        print(f"\n{report.table(samples, cases)}\n")
        for line in (report.help_line(samples), *report.import_lines(imported)):
            print(f"- {line}")


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
