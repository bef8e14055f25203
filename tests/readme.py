"""The parts of the README that the code knows. `python -m tests.readme` writes them anew."""

from pathlib import Path

from annotations.cli import make_commands
from annotations.formats import FORMATS
from annotations.schema_files import shipped
from tui.acts import all_actions
from tui.key_tables import keys_markdown

README = Path(__file__).parent.parent / "README.md"


def parts():
    """Each generated part by its name."""
    commands = make_commands().commands
    lines = ["| command | what it does |", "|---|---|", "| `stet [read] FILE…` | Open articles in the reader. |"]
    lines += [f"| `stet {name}` | {command.get_short_help_str(120)} |" for name, command in sorted(commands.items())]
    lines.append("| `stet keys` | List every key of the reader and the action that it runs. |")
    formats = ["| format | suffix | for |", "|---|---|---|"]
    formats += [f"| `{form.name}` | {', '.join(sorted(form.suffixes))} | {form.purpose} |" for form in FORMATS]
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


def written(text):
    """The README with its generated parts as they should be."""
    for name, part in parts().items():
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        head, rest = text.split(begin)
        text = head + begin + part + "\n" + end + rest.split(end)[1]
    return text


if __name__ == "__main__":
    README.write_text(written(README.read_text("utf-8")), "utf-8")
