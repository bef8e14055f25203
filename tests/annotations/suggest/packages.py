"""Small packages with a suggester, installed into a folder as pip would leave them."""

import os

from annotations.suggest import others

SENTENCE = "Critics say the harbour wall will not hold."
START = """
from annotations.model import Span
from annotations.suggest import Suggestion

class Suggester:
    kind, label = "mine", "claim"

    def suggest(self, passage, sentences=None):
"""


def install(folder, name, code, entry_points):
    """Install a package of one module; returns the environment in which it can be seen."""
    (folder / f"{name}.py").write_text(code, "utf-8")
    info = folder / f"{name}_suggester-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}-suggester\nVersion: 1.0\n")
    lines = [f"{kind} = {target}" for kind, target in entry_points.items()]
    (info / "entry_points.txt").write_text("\n".join(["[stet.suggesters]", *lines, ""]), "utf-8")
    return os.environ | {"PYTHONPATH": str(folder)}


def documented():
    """The example of the documentation: its code, and its entry point."""
    _, _, example = others.__doc__.partition("    import re\n")
    code, _, rest = example.partition("\nand in the")
    kind, _, target = rest.splitlines()[-1].strip().partition(" = ")
    lines = [line.removeprefix("    ") for line in ("    import re\n" + code).splitlines()]
    return "\n".join(lines) + "\n", {kind: target.strip('"')}


def install_weasels(folder):
    code, entry_points = documented()
    return install(folder, "weasel", code, entry_points)
