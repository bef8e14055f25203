"""Whole programs that others wrote, each run as itself on an export: doccano's server, and a library of browsers."""

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.interop.consumers import TEXTS, Stretch, consumer

_HERE = Path(__file__).parent


def _run(*command, said=None, folder=None):
    """What a program writes, as JSON. One that fails is no check that fails."""
    done = subprocess.run(command, input=said, capture_output=True, text=True, cwd=folder, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout)


@consumer("doccano", "backend", "django", "polymorphic", "django_drf_filepond")
def doccano_imports_its_lines(path):
    """Its import of a project with overlapping spans and relations, into a database that is only in memory."""
    stored = _run(sys.executable, str(_HERE / "doccano_import.py"), str(path))
    assert stored["errors"] == []
    spans = {mark: Stretch(*span) for mark, span in stored["spans"]}
    for label, source, target in stored["relations"]:
        assert not label.startswith("has_") or spans[target].label == label.removeprefix("has_")
        assert source in spans
    return sorted(spans.values())


@cache
def _annotator():
    """A folder with Apache Annotator; npm brings it once for all tests."""
    folder = TemporaryDirectory(prefix="annotator-")
    for name in ("package.json", "find.mjs"):
        shutil.copy(_HERE / "annotator" / name, folder.name)
    npm = ("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--silent")
    subprocess.run(npm, cwd=folder.name, check=True, capture_output=True)
    return folder


@consumer("web-annotation", texts=True, program="npm")
def annotator_finds_the_selectors(path):
    """Apache Annotator finds each position in a page, and the quote of the same target at the same place."""
    texts = {}
    for line in (path.parent / TEXTS).read_text("utf-8").splitlines():
        article = json.loads(line)
        texts[article["id"]] = article["text"]
    pages = [json.loads(file.read_text("utf-8")) for file in sorted(path.glob("*.jsonld"))]
    asked = [
        {"text": texts[page["stet:article"]], "items": page["items"]}
        for page in pages
        if not page["id"].endswith("#relations")
    ]
    found = _run("node", "find.mjs", said=json.dumps(asked), folder=_annotator().name)
    return sorted(Stretch(*one) for one in found)
