"""Does the installed program work without anything that only developers have? Run as `smoke.py STET SAMPLES`.

Needs nothing but the standard library: it opens a sample in a real terminal, tags a sentence, quits, exports, and
brings the export back.
"""

import json
import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def run(*command, check=True, **options):
    done = subprocess.run(command, capture_output=True, check=False, **options)
    if check and done.returncode:
        sys.exit(f"{command} ended with {done.returncode}:\n{done.stderr.decode()}")
    return done


def in_terminal(command, script, seconds=30):
    """Run a command in a terminal; `script` is (pattern to wait for, keys to send then)."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="100", LINES="30")
        os.execvp(command[0], command)  # noqa: S606 - no shell is wanted
    seen = b""
    steps = list(script)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 0.2)[0]:
            continue
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        if not data:
            break
        seen += data
        while steps and re.search(steps[0][0], seen):
            os.write(terminal, steps.pop(0)[1])
            seen = b""
    else:
        os.kill(pid, 9)
        sys.exit(f"the terminal said nothing more; still waiting for {steps}; last: {seen[-400:]!r}")
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status or steps:
        sys.exit(f"{command} ended with {status}, waiting for {steps}; last: {seen[-400:]!r}")


def main():
    stet, samples = sys.argv[1], Path(sys.argv[2]).resolve()
    article = str(samples / "tram-vote.txt")
    look = "import importlib.util as u; print([n for n in ('pytest', 'mypy', 'ruff', 'hypothesis') if u.find_spec(n)])"
    extra = run(str(Path(stet).with_name("python")), "-c", look).stdout.strip()
    if extra != b"[]":
        sys.exit(f"this is no plain installation: {extra}")
    with tempfile.TemporaryDirectory() as folder:
        db = f"{folder}/smoke.db"
        run(stet, "--version")
        in_terminal([stet, "--db", db, article], [(rb"sentence 1 of", b"c"), (rb"saved 1", b":q\r")])
        out = f"{folder}/out.jsonl"
        run(stet, "export", "--db", db, "-o", out)
        line = json.loads(Path(out).read_text("utf-8"))
        words = line["annotations"][0]["fragments"][0]
        assert line["text"][words["start"] : words["end"]] == words["text"]
        again = f"{folder}/again.db"
        run(stet, "import", "--db", again, out)
        assert run(stet, "export", "--db", again, "--format", "jsonl").stdout == Path(out).read_bytes()
        run(stet, "check", "--db", db)
        done = run(stet, "sentences", "--jsonl", input=b'{"id": "1", "text": "Mr. Holm left. Nobody saw."}\n')
        assert json.loads(done.stdout) == {"id": "1", "spans": [[0, 14], [15, 26]]}, done.stdout
        missing = run(stet, "import", "--db", db, f"{folder}/missing.txt", check=False)
        assert missing.returncode == 1
        assert b"Traceback" not in missing.stderr
    print("the installed program works by itself")


if __name__ == "__main__":
    main()
