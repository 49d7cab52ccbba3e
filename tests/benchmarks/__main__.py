"""What pages cost beside a bare answer and beside a plain page of the same bytes.

Everything is measured in one run and in rounds, one page after the other, so that what else the
machine does falls on all alike; the median of the rounds counts. CPU is user and system time of
the server's process, per request, in microseconds; a database server's own is given apart.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.filling import Filled, fill
from tests.benchmarks.load import Measured, children_of, latency, measure, size
from tests.postgres_cluster import Cluster, binaries, cluster, run
from tests.serving import free_port, program, service, wait_until_ready

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class House:
    """A served database of some size."""

    tickets: int
    address: str
    process: int
    database: int | None
    filled: Filled

    @property
    def pages(self) -> dict[str, tuple[str, str]]:
        """Name -> address and cookie of everything that is measured."""
        agent, asker = f"session={self.filled.technician}", f"session={self.filled.official}"
        every = {
            "list, 50 rows": ("/tickets?scope=all&status=all", agent),
            "list, open": ("/tickets?scope=all", agent),
            "list, filtered": ("/tickets?scope=all&status=closed&category=phan-mem", agent),
            "list, one unit": ("/tickets?scope=all&status=all&unit=20", agent),
            "ticket, 10 replies": (f"/tickets/{self.filled.talkative}", agent),
            "report": ("/tickets/new", asker),
            "search, common": ("/tickets?scope=all&text=duong+truyen", agent),
            "search, rare": ("/tickets?scope=all&text=000.25.12.H53-260315-0042", agent),
            "home, counters": ("/", agent),
            "home, official": ("/", asker),
            "list, official": ("/tickets", asker),
        }
        return {name: (self.address + path, cookie) for name, (path, cookie) in every.items()}

    def measured(self, name: str, seconds: float) -> Measured:
        url, cookie = self.pages[name]
        database = children_of(self.database) if self.database else []
        return measure(url, cookie, seconds, self.process, database)


def main() -> None:
    given = _arguments()
    with ExitStack() as stack:
        folder = Path(given.data or stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        server = stack.enter_context(_postgres()) if given.engine == "postgres" else None
        sizes = [given.tickets, *([given.compare] if given.compare else [])]
        houses = [stack.enter_context(_house(tickets, folder, server)) for tickets in sizes]
        names = [name for name in houses[0].pages if given.only in name]
        if given.compare:
            _compare(houses[0], houses[1], names, given.seconds)
        else:
            _beside(stack, houses[0], names, folder, given.seconds)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--engine", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seconds", type=float, default=3, help="for each page, over all rounds")
    parser.add_argument("--compare", type=int, metavar="N", help="beside a database of N tickets")
    parser.add_argument("--only", default="", metavar="WORDS", help="pages with these words")
    parser.add_argument("--data", metavar="DIR", help="keep SQLite databases here, and use them")
    return parser.parse_args()


@contextmanager
def _postgres() -> Iterator[Cluster]:
    """A server of our own, tuned to lose everything when it dies: here only reading is timed."""
    programs = binaries()
    if programs is None:
        sys.exit("no PostgreSQL server is installed here")
    with cluster(programs) as made:
        yield made


@contextmanager
def _house(tickets: int, folder: Path, server: Cluster | None) -> Iterator[House]:
    if server:
        url = _new_database(server, f"tickets_{tickets}")
        filled = _filled(url, tickets)
        process = int((server.data / "postmaster.pid").read_text().split()[0])
    else:
        url, process = f"sqlite:///{folder.absolute()}/{tickets}.db", None
        filled = _kept(url, tickets, folder / f"{tickets}.json")
    with service(url, folder) as served:
        yield House(tickets, served.address, served.process.pid, process, filled)


def _new_database(server: Cluster, name: str) -> str:
    createdb = (server.binaries / "createdb", "-h", server.sockets, "-U", "postgres")
    run(*createdb, name)
    return server.url.replace("/postgres?", f"/{name}?")


def _kept(url: str, tickets: int, beside: Path) -> Filled:
    """The database as an earlier run left it, else a new one."""
    if beside.exists():
        return Filled(**json.loads(beside.read_text()))
    filled = _filled(url, tickets)
    beside.write_text(json.dumps(asdict(filled)))
    return filled


def _filled(url: str, tickets: int) -> Filled:
    began = time.perf_counter()
    filled = asyncio.run(fill(url, tickets))
    print(f"{tickets:,} tickets in {time.perf_counter() - began:.0f} s", flush=True)
    return filled


# Beside hello and a plain page --------------------------------------------------------------------


def _beside(stack: ExitStack, house: House, names: list[str], folder: Path, seconds: float) -> None:
    plain = folder / "plain"
    plain.mkdir(exist_ok=True)
    sizes = {}
    for number, name in enumerate(names):
        sizes[name], page = size(*house.pages[name])
        (plain / f"{number}.html").write_text(page, "utf-8")
    port = free_port()
    command = (sys.executable, "-m", "tests.benchmarks.naive", str(port), str(plain))
    naive = stack.enter_context(program(*command, port=port))
    wait_until_ready(f"{naive.address}/hello", naive.process)
    for number, name in enumerate(names):
        got, _ = size(f"{naive.address}/page/{number}", "")
        if abs(got - sizes[name]) > 0.02 * sizes[name]:
            print(f"(the plain page of “{name}” has {got} bytes instead of {sizes[name]})")

    found: dict[str, list[Measured]] = {}
    each = seconds / ROUNDS
    for _ in range(ROUNDS):
        hello = measure(f"{naive.address}/hello", "", each, naive.process.pid, [])
        found.setdefault("hello", []).append(hello)
        for number, name in enumerate(names):
            found.setdefault(name, []).append(house.measured(name, each))
            page = f"{naive.address}/page/{number}"
            copied = measure(page, "", each, naive.process.pid, [])
            found.setdefault(f"plain {name}", []).append(copied)
    _print_beside(names, sizes, found)


def _print_beside(
    names: list[str], sizes: dict[str, int], found: dict[str, list[Measured]]
) -> None:
    def cpu(name: str) -> float:
        return median(one.cpu for one in found[name])

    print(f"\n{'page':<20}{'bytes':>8}{'CPU µs':>9}{'req/s':>8}{'× hello':>9}{'× plain':>9}"
          f"{'plain µs':>10}{'database µs':>13}")  # fmt: skip
    hello = cpu("hello")
    rate = median(one.per_second for one in found["hello"])
    print(f"{'hello':<20}{5:>8}{hello:>9.0f}{rate:>8.0f}{1:>9.1f}")
    for name in names:
        rate = median(one.per_second for one in found[name])
        database = median(one.database_cpu for one in found[name])
        plain = cpu(f"plain {name}")
        print(f"{name:<20}{sizes[name]:>8}{cpu(name):>9.0f}{rate:>8.0f}{cpu(name) / hello:>9.1f}"
              f"{cpu(name) / plain:>9.2f}{plain:>10.0f}{database:>13.0f}")  # fmt: skip


# Beside another size ------------------------------------------------------------------------------


def _compare(large: House, small: House, names: list[str], seconds: float) -> None:
    costs: dict[tuple[str, int], list[float]] = {}
    times: dict[tuple[str, int], list[float]] = {}
    for _ in range(ROUNDS):
        for name in names:
            for house in (large, small):
                one = house.measured(name, seconds / ROUNDS)
                costs.setdefault((name, house.tickets), []).append(one.cpu + one.database_cpu)
                alone = latency(*house.pages[name])
                times.setdefault((name, house.tickets), []).append(alone)
    print(f"\nCPU µs of server and database, and the median time of a request alone in ms,"
          f" with {large.tickets:,} and {small.tickets:,} tickets\n"
          f"{'page':<20}{'CPU µs':>9}{'µs':>8}{'ratio':>7}"
          f"{'ms':>10}{'ms':>8}{'ratio':>7}")  # fmt: skip
    for name in names:
        cpu = [median(costs[name, house.tickets]) for house in (large, small)]
        alone_ = [median(times[name, house.tickets]) for house in (large, small)]
        print(f"{name:<20}{cpu[0]:>9.0f}{cpu[1]:>8.0f}{cpu[0] / cpu[1]:>7.2f}"
              f"{alone_[0]:>10.2f}{alone_[1]:>8.2f}{alone_[0] / alone_[1]:>7.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
