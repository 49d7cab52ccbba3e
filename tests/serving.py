"""The real command in a process of its own, on a free port, for as long as somebody asks it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import httpx
import pytest

from tests.client import Browser, values_of
from tests.html import Document, words

_HELPDESK = "from helpdesk.cli import main; main()"
_LONGEST_START = 180  # seconds; the demonstration loads first, on two busy cores


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: where it answers, and its process."""

    address: str
    process: "subprocess.Popen[bytes]"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def demonstration(folder: Path) -> Iterator[Served]:
    """`helpdesk demo` with its data in `folder`; loaded first when the folder is new."""
    port = free_port()
    with command("demo", "--port", str(port), "--data", str(folder), port=port) as served:
        yield served


@contextmanager
def service(database_url: str, folder: Path) -> Iterator[Served]:
    """`helpdesk serve` on a database that is ready, without the timed chores."""
    port = free_port()
    environment = {
        "HELPDESK_DATABASE_URL": database_url,
        "HELPDESK_DATA_FOLDER": str(folder),
        "HELPDESK_PORT": str(port),
        "HELPDESK_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    with command("serve", "--without-worker", port=port, **environment) as served:
        yield served


@contextmanager
def command(*arguments: str, port: int, **environment: str) -> Iterator[Served]:
    with program(sys.executable, "-c", _HELPDESK, *arguments, port=port, **environment) as served:
        wait_until_ready(f"{served.address}/health/ready", served.process)
        yield served


@contextmanager
def program(*words: str, port: int, **environment: str) -> Iterator[Served]:
    """A program that will answer on `port`; what it says is shown when it is not there in time."""
    process = subprocess.Popen(
        words,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=None if os.environ.get("HELPDESK_TEST_LOG") else subprocess.DEVNULL,
    )
    try:
        yield Served(f"http://127.0.0.1:{port}", process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def wait_until_ready(url: str, process: "subprocess.Popen[bytes]") -> None:
    """Raises RuntimeError when the server ends or is too slow; HELPDESK_TEST_LOG=1 shows why."""
    until = time.monotonic() + _LONGEST_START
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"the server did not start (exit code {process.poll()})")


@asynccontextmanager
async def signed_in(address: str, who: str, *, connections: int = 5) -> AsyncIterator[Browser]:
    """A browser of that person of the cast, by full name, at a served demonstration."""
    limits = httpx.Limits(max_connections=connections)
    async with Browser(address=address, limits=limits, timeout=60) as browser:
        page = Document((await browser.get("/sign-in")).text, "vi")
        [form] = [one for one in page.all("form") if who in words(one)]
        answer = await browser.post("/demonstration-sign-in", data=values_of(form))
        assert answer.headers["location"] == "/"
        yield browser


@pytest.fixture(scope="session")
def demonstration_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a demonstration as `helpdesk demo` loads it; to be copied, not served."""
    folder = tmp_path_factory.mktemp("demonstration") / "data"
    with demonstration(folder):
        return folder
