"""A throw-away PostgreSQL server for the tests; knows nothing of the application."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ACCOUNT = "postgres"
"""PostgreSQL refuses to run as root; then it runs under this account."""

_UNSAFE_BUT_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "5s",
    "shared_buffers": "64MB",
    "listen_addresses": "",
    "wal_level": "replica",
}


def binaries() -> Path | None:
    """The folder of `initdb` and `postgres`, newest version first."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    versions = sorted(folders, key=lambda path: int(path.parts[-3]), reverse=True)
    return versions[0].parent if versions else None


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server: where its programs, its data and its socket are."""

    binaries: Path
    data: Path
    sockets: Path

    @property
    def url(self) -> str:
        return f"postgresql://{ACCOUNT}@/postgres?host={self.sockets}"


@contextmanager
def cluster(binaries: Path) -> Iterator[Cluster]:
    """A new server with an empty database, gone afterwards."""
    with _folder() as folder:
        run(binaries / "initdb", "-D", folder / "data", *_INITDB)
        with _server(Cluster(binaries, folder / "data", folder)) as made:
            yield made


@contextmanager
def replica(of: Cluster, **settings: str) -> Iterator[Cluster]:
    """A read-only copy that streams from another cluster."""
    with _folder() as folder:
        copy = ("-D", folder / "data", "-h", of.sockets, "-U", ACCOUNT)
        run(of.binaries / "pg_basebackup", *copy, "-R", "-c", "fast", "--no-sync")
        with _server(Cluster(of.binaries, folder / "data", folder), **settings) as made:
            yield made


@contextmanager
def _folder() -> Iterator[Path]:
    # Short and outside pytest's folder: a socket's path has 107 characters, and others enter it.
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        if os.geteuid() == 0:
            shutil.chown(name, ACCOUNT, ACCOUNT)
        yield Path(name)


@contextmanager
def _server(made: Cluster, **settings: str) -> Iterator[Cluster]:
    settings = {**_UNSAFE_BUT_FAST, "unix_socket_directories": str(made.sockets), **settings}
    command = [str(made.binaries / "postgres"), "-D", str(made.data)]
    command += [f"--{name}={value}" for name, value in settings.items()]
    with (made.sockets / "log").open("wb") as log:
        process: subprocess.Popen[bytes] = subprocess.Popen(
            command, stdout=log, stderr=log, cwd=made.sockets, **_as_account()
        )
        try:
            _wait(made, process)
            yield made
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait(timeout=20)


def run(*command: object) -> None:
    """Run a program of PostgreSQL; what it said stands in the error when it fails."""
    parts = [str(part) for part in command]
    done = subprocess.run(parts, capture_output=True, cwd="/", **_as_account())
    if done.returncode:
        raise RuntimeError(f"{parts[0]} failed: {done.stderr.decode()}")


def _wait(made: Cluster, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        asked = subprocess.run([made.binaries / "pg_isready", "-q", "-h", made.sockets])
        if asked.returncode == 0:
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError("PostgreSQL did not start: " + (made.sockets / "log").read_text())


def _as_account() -> dict[str, Any]:
    return {"user": ACCOUNT, "group": ACCOUNT} if os.geteuid() == 0 else {}


_INITDB = ("-A", "trust", "-U", ACCOUNT, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
