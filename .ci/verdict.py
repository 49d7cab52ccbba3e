"""Fails when a test was skipped, or when too few branches of a room were tried."""

import json
import sys
from pathlib import Path
from xml.etree import ElementTree

LEAST = {"helpdesk/tickets/": 90.0, "helpdesk/people/": 90.0}  # per cent of the branches


def skipped(report: Path) -> list[str]:
    cases = ElementTree.parse(report).iter("testcase")  # noqa: S314 (written by our own tests)
    return [
        f"skipped: {case.get('classname')}.{case.get('name')}: {reason.get('message')}"
        for case in cases
        for reason in case.iter("skipped")
    ]


def untried(report: Path) -> list[str]:
    files = json.loads(report.read_text("utf-8"))["files"]
    found = []
    for room, least in LEAST.items():
        of_room = [file["summary"] for name, file in files.items() if name.startswith(room)]
        branches = sum(one["num_branches"] for one in of_room)
        share = 100 * sum(one["covered_branches"] for one in of_room) / max(1, branches)
        print(f"{room}: {share:.1f} % of {branches} branches were tried")  # noqa: T201
        if share < least or not branches:
            found.append(f"{room}: less than {least} % of the branches were tried")
    return found


def main() -> None:
    tests, coverage = map(Path, sys.argv[1:])
    found = [*skipped(tests), *untried(coverage)]
    print("\n".join(found))  # noqa: T201
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
