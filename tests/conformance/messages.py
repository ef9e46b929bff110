"""Runs labelled messages on a spec, on its meaning and on the metadata, and says how each was triaged.

    python -m tests.conformance.messages SPEC FILE [--on process|xml|both] [--format json]

Without --on a message runs on both, which must come to the same: else this says so, and exits 1.

A message's labels are `expect` (what a careful person wants) and perhaps `acceptable` (a safe alternative), each with
category, urgency and queue. It comes out as

    expected        category, urgency and queue are those expected
    acceptable      they are those of an acceptable alternative
    under_triaged   less urgent than every label allows
    over_triaged    more urgent than every label, whatever the queue
    wrong           the urgency is one of the labels', category or queue are not

Exits 1 when anything is under-triaged: the one fault that makes a patient wait.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from generator.compiler import Understood, compile_spec, understand
from generator.interpret.telling import Interpreter
from generator.naming import api_name
from generator.process.events import Arrival
from generator.process.model import Process
from generator.prove.playing import OrgTeller
from generator.scenarios.running import Teller
from generator.source import NOWHERE

KINDS = ("expected", "acceptable", "over_triaged", "under_triaged", "wrong")
AT = datetime(2026, 3, 6, 15, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Triaged:
    """A message, what it became, and how that is to be called."""

    message: Mapping[str, Any]
    found: Mapping[str, str]
    verdict: str


def triaged(process: Process, messages: list[Mapping[str, Any]], teller: Teller) -> Iterator[Triaged]:
    """Each message, as one witness sees it."""
    ranks = {level.id: level.rank for level in process.levels}
    queues = {team.id: team.api_name or api_name(process.identity.prefix, team.id) for team in process.teams}
    for message in messages:
        arrival = Arrival(
            channel=message["channel"],
            subject=message.get("subject") or "",
            text=message.get("body") or "",
            sender="patient@example.org",
            patient="unknown",
            at=AT,
            because=NOWHERE,
        )
        facts = teller.begin(arrival)[1].facts
        found = {
            "category": str(facts["category"]),
            "urgency": str(facts["urgency"]),
            "queue": queues[str(facts["team"])],
        }
        yield Triaged(message=message, found=found, verdict=verdict(message, found, ranks))


def witnesses(understood: Understood, on: str) -> dict[str, Teller]:
    """The witnesses that are asked, by name."""
    process = understood.resolved.process
    asked: dict[str, Teller] = {"process": Interpreter(process)} if on != "xml" else {}
    return asked if on == "process" else asked | {"xml": OrgTeller(process, compile_spec(understood))}


def unlike(seen: Mapping[str, list[Triaged]]) -> Iterator[str]:
    """The messages on which two witnesses do not agree."""
    for told in zip(*seen.values(), strict=True):
        if any(one.found != told[0].found for one in told):
            said = ", ".join(f"{name} {dict(one.found)}" for name, one in zip(seen, told, strict=True))
            yield f"{told[0].message['id']}: {said}"


def alternatives(message: Mapping[str, Any]) -> list[dict[str, str]]:
    """The expected labels, then the acceptable ones: what one leaves out is as expected; lists are choices."""
    expected = dict(message["expect"])
    given = message.get("acceptable") or []
    made = [expected]
    for one in given if isinstance(given, list) else [given]:
        choices: list[dict[str, str]] = [dict(expected)]
        for key, value in one.items():
            values = value if isinstance(value, list) else [value]
            choices = [{**choice, key: each} for choice in choices for each in values]
        made += choices
    return made


def verdict(message: Mapping[str, Any], found: Mapping[str, str], ranks: Mapping[str, int]) -> str:
    labels = [
        {key: one[key] for key in ("category", "urgency", "queue") if key in one} for one in alternatives(message)
    ]
    for number, one in enumerate(labels):
        if all(found[key] == value for key, value in one.items()):
            return "acceptable" if number else "expected"
    urgencies = [ranks[one["urgency"]] for one in labels if "urgency" in one]
    mine = ranks[found["urgency"]]
    if urgencies and mine > max(urgencies):
        return "under_triaged"
    return "over_triaged" if urgencies and mine < min(urgencies) else "wrong"


def main(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="python -m tests.conformance.messages")
    parser.add_argument("spec")
    parser.add_argument("file", type=Path)
    parser.add_argument("--on", choices=("process", "xml", "both"), default="both")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    asked = parser.parse_args(arguments)
    understood = understand(asked.spec)
    messages = yaml.safe_load(asked.file.read_text(encoding="utf-8"))["messages"]
    process = understood.resolved.process
    seen = {name: list(triaged(process, messages, one)) for name, one in witnesses(understood, asked.on).items()}
    parted = list(unlike(seen))
    for line in parted:
        print(f"the witnesses do not agree on {line}", file=sys.stderr)
    lists = {name: sorted_out(told) for name, told in seen.items()}
    first = next(iter(lists.values()))
    if asked.format == "json":
        print(json.dumps(first, ensure_ascii=False, indent=2))
    else:
        for line in table(lists):
            print(line)
    return 1 if parted or any(one["under_triaged"] for one in lists.values()) else 0


def sorted_out(told: list[Triaged]) -> dict[str, list[dict[str, Any]]]:
    lists: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    for one in told:
        lists[one.verdict].append({"id": one.message["id"], "expect": one.message["expect"], "found": dict(one.found)})
    return lists


def table(lists: Mapping[str, Mapping[str, list[dict[str, Any]]]]) -> Iterator[str]:
    """How many of each kind on each witness, and what did not come out as wanted."""
    yield f"{'':<16}" + "".join(f"{name:>10}" for name in lists)
    for kind in KINDS:
        yield f"{kind:<16}" + "".join(f"{len(one[kind]):>10}" for one in lists.values())
    first = next(iter(lists.values()))
    for kind in KINDS[2:]:
        for one in first[kind]:
            yield f"    {kind} {one['id']}: wanted {one['expect']}, found {one['found']}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
