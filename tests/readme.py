"""The parts of the README that the code knows. `python -m tests.readme` writes them anew."""

from dataclasses import fields
from pathlib import Path

from annotations.cli import make_commands
from annotations.formats import FORMATS, Carried, Carries, ForeignFormat, ImportFormat
from annotations.schema.files import shipped
from tui.acts import all_actions
from tui.key_tables import keys_markdown

README = Path(__file__).parent.parent / "README.md"


def parts():
    """Each generated part by its name."""
    commands = make_commands().commands
    lines = ["| command | what it does |", "|---|---|", "| `stet [read] FILE…` | Open articles in the reader. |"]
    lines += [f"| `stet {name}` | {command.get_short_help_str(120)} |" for name, command in sorted(commands.items())]
    lines.append("| `stet keys` | List every key of the reader and the action that it runs. |")
    formats = list(format_lines())
    schema = ["| label | key | roles | attributes |", "|---|---|---|---|"]
    for label in shipped().labels:
        roles = ", ".join(f"{role.name} (`{role.key}`)" for role in label.roles)
        attributes = ", ".join(f"{attribute.name} ({attribute.kind})" for attribute in label.attributes)
        schema.append(f"| {label.name} | `{label.key}` | {roles} | {attributes} |")
    return {
        "commands": "\n".join(lines),
        "formats": "\n".join(formats),
        "schema": "\n".join(schema),
        "keys": keys_markdown(all_actions(shipped())),
    }


def format_lines():
    """The formats, what each holds of an annotation, and what it loses."""
    held = [field.name for field in fields(Carries) if field.name != "loses"]
    yield f"| format | ends in | for | back | {' | '.join(held)} | loses |"
    yield "|---" * (len(held) + 5) + "|"
    signs = {Carried.YES: "✓", Carried.PART: "(✓)", Carried.NO: "–"}
    for form in FORMATS:
        back = "✓" if isinstance(form, (ImportFormat, ForeignFormat)) else "–"
        cells = [signs[getattr(form.carries, name)] for name in held]
        loses = form.carries.loses or "nothing"
        said = [f"`{form.name}`", ", ".join(form.suffixes), form.purpose, back, *cells, loses]
        yield f"| {' | '.join(said)} |"


def written(text):
    """The README with its generated parts as they should be."""
    for name, part in parts().items():
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        head, rest = text.split(begin)
        text = head + begin + part + "\n" + end + rest.split(end)[1]
    return text


if __name__ == "__main__":
    README.write_text(written(README.read_text("utf-8")), "utf-8")
