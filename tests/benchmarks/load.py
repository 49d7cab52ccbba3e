"""Requests as fast as the server answers them, and what they cost it; knows no page."""

import asyncio
import http.client
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

CONNECTIONS = 8
_TICK = os.sysconf("SC_CLK_TCK")
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Measured:
    """One page for one round: CPU time in microseconds of the server, and of its database."""

    requests: int
    seconds: float
    cpu: float
    database_cpu: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


def cpu_seconds(processes: Iterable[int]) -> float:
    """User and system time that processes have used, threads that ended included."""
    found = 0.0
    for process in processes:
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        found += (int(fields[11]) + int(fields[12])) / _TICK
    return found


def children_of(process: int) -> list[int]:
    """The processes that a process has started and that live."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(number) for task in tasks for number in task.read_text().split()]


def measure(url: str, cookie: str, seconds: float, process: int, database: list[int]) -> Measured:
    """Ask for one page for `seconds`, all the time with eight requests under way.

    Raises RuntimeError when an answer is not 200.
    """
    before, database_before = cpu_seconds([process]), cpu_seconds(database)
    began = time.perf_counter()
    requests = _wrk(url, cookie, seconds) or asyncio.run(_ask(url, cookie, seconds))
    elapsed = time.perf_counter() - began
    spent, database_spent = cpu_seconds([process]) - before, cpu_seconds(database) - database_before
    return Measured(requests, elapsed, spent * 1e6 / requests, database_spent * 1e6 / requests)


def latency(url: str, cookie: str, count: int = 60) -> float:
    """The median time of one request alone, in milliseconds."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc)
    times = []
    for _ in range(count):
        began = time.perf_counter()
        connection.request("GET", _target(url), headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - began) * 1e3)
        if answer.status != 200:
            raise RuntimeError(f"{url} answered {answer.status}")
    connection.close()
    return median(times)


def size(url: str, cookie: str) -> tuple[int, str]:
    """The length of a page in bytes, and the page."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    connection.request("GET", _target(url), headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{url} answered {answer.status} {answer.headers.get('location')}")
    return len(body), body.decode()


def _target(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _wrk(url: str, cookie: str, seconds: float) -> int:
    """With wrk where it is installed: it costs less than a client in Python. 0 when it is not."""
    program = shutil.which("wrk")
    if program is None:
        return 0
    given = ["-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "-H", f"Cookie: {cookie}"]
    said = subprocess.run([program, *given, url], capture_output=True, text=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"{url}: {said}")
    found = re.search(r"(\d+) requests in", said)
    if found is None:
        raise RuntimeError(said)
    return int(found[1])


async def _ask(url: str, cookie: str, seconds: float) -> int:
    parts = urlsplit(url)
    request = (
        f"GET {_target(url)} HTTP/1.1\r\nHost: {parts.netloc}\r\nCookie: {cookie}\r\n\r\n".encode()
    )
    until = time.perf_counter() + seconds

    async def one() -> int:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        count = 0
        while time.perf_counter() < until:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            await reader.readexactly(int(length[1]) if length else 0)
            if b" 200 " not in head[:16]:
                raise RuntimeError(f"{url}: {head[:60]!r}")
            count += 1
        writer.close()
        return count

    return sum(await asyncio.gather(*(one() for _ in range(CONNECTIONS))))
