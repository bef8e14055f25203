"""Over TLS, as libpq has it: what the address asks for is done, or the connection is not made."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from annotations.errors import ServerError
from annotations.sync.address import parsed
from annotations.sync.options import Options
from annotations.sync.syncing import sync
from tests.sync.groups import Group
from tests.sync.postgres import Postgres

HBA = b"hostssl all all 127.0.0.1/32 trust\nhostssl all all ::1/128 trust\nlocal all all trust\n"


def certificate(host, days=10):
    """A certificate for a host that has signed itself, and its key; with negative days it has run out."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=20))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return made.public_bytes(Encoding.PEM), secret


def started(host="localhost", **more):
    shown, secret = certificate(host, **more)
    files = {"server.crt": shown, "server.key": secret, "pg_hba.conf": HBA}
    try:
        server = Postgres(settings=("fsync=off", "shared_buffers=32MB", "ssl=on"), files=files)
    except RuntimeError as error:
        if "SSL is not supported by this build" in str(error):
            pytest.skip("this PostgreSQL was built without TLS")
        raise
    (server.folder / "trusted.crt").write_bytes(shown)
    return server


@pytest.fixture(scope="module")
def postgres():
    """A server that lets nobody in but over TLS, with a certificate for “localhost”."""
    server = started()
    yield server
    server.close()


@pytest.fixture
def trusted(postgres, tmp_path):
    """The file of whom to trust, where a person would have put it."""
    path = tmp_path / "trusted.crt"
    path.write_bytes((postgres.folder / "trusted.crt").read_bytes())
    return path


def address(postgres, database="postgres", host="localhost", **options):
    asked = "&".join(f"{name}={value}" for name, value in options.items())
    return parsed(f"postgresql://kim@{host}:{postgres.port}/{database}?{asked}")


def refused(group, match, hint, where):
    with group.library("kim") as workspace, pytest.raises(ServerError, match=match) as caught:
        sync(workspace, where, Options())
    assert hint in caught.value.hint


@pytest.mark.parametrize("asked", [{"sslmode": "require"}, {"sslmode": "verify-ca"}, {"sslmode": "verify-full"}])
def test_two_libraries_come_to_the_same_over_tls(group, trusted, asked):
    if asked["sslmode"] != "require":
        asked = asked | {"sslrootcert": trusted}
    where = address(group.postgres, group.database, **asked)
    mine, secured = group.tag("kim"), []
    for path in (group.path("kim"), group.path("home")):
        with group.library("kim", path) as workspace:
            sync(workspace, where, Options(advance=lambda _: secured.append(encrypted(group))))
            assert workspace.store.annotations.get(mine.id) is not None
            sync(workspace, parsed(workspace.store.syncing.last().address), Options())
    assert secured == [1, 1]
    assert group.state("kim") == group.state("kim", group.path("home"))


def encrypted(group):
    """How many sessions go over TLS to the group's database just now."""
    with group.postgres.connect() as connection:
        return connection.execute(
            "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE ssl AND datname = %s",
            (group.database,),
        ).fetchone()[0]


def test_a_certificate_for_another_host(group, trusted):
    where = address(group.postgres, group.database, "127.0.0.1", sslmode="verify-full", sslrootcert=trusted)
    refused(group, "shows a certificate that is for another host", "name the host as its certificate does", where)


def test_a_certificate_that_nobody_has_signed_who_is_trusted(group, tmp_path):
    other = tmp_path / "other.crt"
    other.write_bytes(certificate("localhost")[0])
    for mode in ("verify-ca", "verify-full"):
        where = address(group.postgres, group.database, sslmode=mode, sslrootcert=other)
        refused(group, "nobody has signed who is trusted here", "names whom to trust", where)


def test_trusted_certificates_that_are_not_there(group, tmp_path):
    where = address(group.postgres, group.database, sslmode="verify-full", sslrootcert=tmp_path / "nowhere.crt")
    refused(group, "the certificates that are trusted are not where they should be", "sslrootcert=system", where)


def test_a_connection_in_the_clear_is_refused(group):
    where = address(group.postgres, group.database, host="127.0.0.1", sslmode="disable")
    refused(group, "lets nobody in from here", "sslmode=require", where)


def test_a_certificate_that_has_run_out(folder, tmp_path):
    server = started(days=-1)
    try:
        (tmp_path / "trusted.crt").write_bytes((server.folder / "trusted.crt").read_bytes())
        where = address(server, sslmode="verify-full", sslrootcert=tmp_path / "trusted.crt")
        group = Group.__new__(Group)
        group.folder = folder
        refused(group, "or that is no longer valid", "names whom to trust", where)
    finally:
        server.close()
