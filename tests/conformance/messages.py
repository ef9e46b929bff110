"""Runs labelled messages on a spec and says how each was triaged.

    python -m tests.conformance.messages SPEC FILE [--format json]

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
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from generator.compiler import understand
from generator.interpret.telling import Interpreter
from generator.naming import api_name
from generator.process.events import Arrival
from generator.process.model import Process
from generator.source import NOWHERE

KINDS = ("expected", "acceptable", "over_triaged", "under_triaged", "wrong")
AT = datetime(2026, 3, 6, 15, 30, tzinfo=UTC)


def triaged(
    process: Process, messages: list[Mapping[str, Any]]
) -> Iterator[tuple[str, Mapping[str, Any], dict[str, str]]]:
    """For each message: how it came out, the message, and what it became."""
    interpreter = Interpreter(process)
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
        facts = interpreter.begin(arrival)[1].facts
        found = {
            "category": str(facts["category"]),
            "urgency": str(facts["urgency"]),
            "queue": queues[str(facts["team"])],
        }
        yield verdict(message, found, ranks), message, found


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
    as_json = "--format" in arguments and arguments[arguments.index("--format") + 1] == "json"
    spec, path = [one for one in arguments if not one.startswith("-") and one != "json"]
    process = understand(spec).resolved.process
    messages = yaml.safe_load(Path(path).read_text(encoding="utf-8"))["messages"]
    lists: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    for kind, message, found in triaged(process, messages):
        lists[kind].append({"id": message["id"], "expect": message["expect"], "found": found})
    if as_json:
        print(json.dumps(lists, ensure_ascii=False, indent=2))
    else:
        for kind in KINDS:
            print(f"{kind}: {len(lists[kind])}")
            for one in lists[kind] if kind not in ("expected", "acceptable") else ():
                print(f"    {one['id']}: wanted {one['expect']}, found {one['found']}")
    return 1 if lists["under_triaged"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
