"""A scenario with its expectations as text to paste into a spec (language.md section 8)."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from generator.process.model import Process
from generator.prove.retelling import flow, given, said, scalar
from generator.scenarios.model import Act, Expect, Scenario

NOTHING_SAID = (("subject", ""), ("patient", "unknown"))


def scenario_text(process: Process, scenario: Scenario) -> str:
    """The scenario in the words of the language, on as few lines as it has steps."""
    zone = ZoneInfo(process.identity.zone)
    lines = [
        f"{json.dumps(scenario.name, ensure_ascii=False)}:",
        f"  given: {flow(begun(scenario, zone))}",
        "  then:",
    ]
    expects: list[Expect] = []
    for step in (*scenario.steps, None):
        if isinstance(step, Expect):
            expects.append(step)
            continue
        lines += expected(expects, zone)
        expects = []
        if isinstance(step, Act):
            lines += acted(step, zone)
    return "\n".join(lines)


def begun(scenario: Scenario, zone: ZoneInfo) -> dict[str, object]:
    """How it begins, without what is so when nothing is said."""
    said_of = given(scenario.given, zone)
    return {name: value for name, value in said_of.items() if (name, value) not in NOTHING_SAID}


def acted(act: Act, zone: ZoneInfo) -> Iterator[str]:
    *before, line = said(act.event, zone)
    yield from before
    yield f"{line[:-1]}, blocked_by: {act.blocked_by}}}" if act.blocked_by else line


def expected(expects: list[Expect], zone: ZoneInfo) -> Iterator[str]:
    for verb, negated in (("expect", False), ("expect_not", True)):
        mine = ", ".join(f"{one.what}: {value(one.expected, zone)}" for one in expects if one.negated == negated)
        if mine:
            yield f"    - {verb}: {{{mine}}}"


def value(one: object, zone: ZoneInfo) -> str:
    match one:
        case Mapping():
            return "{" + ", ".join(f"{name}: {value(each, zone)}" for name, each in one.items()) + "}"
        case tuple():
            return "[" + ", ".join(value(each, zone) for each in one) + "]"
        case None:
            return "none"
        case Decimal():
            return str(one)
        case datetime():
            return f'"{one.astimezone(zone):%Y-%m-%d %H:%M}"'
        case _:
            return scalar(one)
