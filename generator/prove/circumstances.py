"""What an org is like that no process tells of: what somebody has deleted, switches, patients' records; and the runs of
a scenario in which every element that can fail does so in turn."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from generator.conditions.syntax import Value
from generator.emulator.coverage import Point, points_of, reached
from generator.emulator.loading import Package
from generator.emulator.organisation import Org
from generator.process.events import EVERY, Arrival, Circumstances
from generator.process.model import Finder
from generator.prove.lexicon import Lexicon
from generator.prove.observing import Witnessed
from generator.scenarios.model import Scenario
from generator.scenarios.running import Result

NOTIFICATIONS = "notifications"
RECORD = "record"
"""The name in a patient's record to which nothing leads yet."""


def circumstanced(lexicon: Lexicon, org: Org, given: Circumstances) -> Org:
    """The org as `given` says that it is; no automation runs on the way."""
    for record in given.records:
        org = with_record(lexicon, org, dict(record))
    org = switched(lexicon, org, given.control)
    for name in given.lost:
        for object_name, ids in held(lexicon, org, name):
            org = org.delete(object_name, ids).org
    return org


def switched(lexicon: Lexicon, org: Org, values: tuple[tuple[str, str], ...]) -> Org:
    """The org with these switches and this mode; what is not said stays as it is."""
    control = lexicon.objects["control"]
    fields = {control["fields"][name]: value for name, value in values}
    there = org.rows(control["name"])
    if there:
        return org.update(control["name"], {"Id": there[0]["Id"], **fields}).org
    owner = org.rows("Organization")[0]["Id"]
    return org.with_rows(control["name"], [{"SetupOwnerId": owner, **fields}])[0] if values else org


def held(lexicon: Lexicon, org: Org, name: str) -> Iterator[tuple[str, list[str]]]:
    """The records that stand for a team, for people or for notifications."""
    lock = lexicon.lock
    if name == NOTIFICATIONS:
        yield "CustomNotificationType", [row["Id"] for row in org.rows("CustomNotificationType")]
        return
    groups = {lock["teams"].get(name), lock["groups"]["teams"].get(name), lock["groups"]["people"].get(name)}
    yield "Group", [row["Id"] for row in org.rows("Group") if row.get("DeveloperName") in groups]


def with_record(lexicon: Lexicon, org: Org, known: dict[str, Value]) -> Org:
    """A patient's record with these identifiers, each where the spec says that it is found."""
    org, (contact,) = org.with_rows("Contact", [{"LastName": RECORD}])
    finders = {one.fact: one for one in lexicon.process.finders}
    on_account = {field_of(lexicon, finders[fact]): value for fact, value in known.items() if on_patient(finders[fact])}
    account: dict[str, Any] = {"Name": RECORD, "PersonContactId": contact, **on_account}
    org, (patient,) = org.with_rows("Account", [account])
    beside = [
        {"IdValue": value, "ParentRecordId": patient}
        for fact, value in known.items()
        if finders[fact].found_on == "identifier_record"
    ]
    return org.with_rows("Identifier", beside)[0]


def on_patient(finder: Finder) -> bool:
    return finder.found_on == "patient"


def field_of(lexicon: Lexicon, finder: Finder) -> str:
    """The field of a patient's account that holds an identifier."""
    expected = {id: field for id, owner, field in lexicon.process.expects.identifiers if owner == "Account"}
    return "PersonBirthdate" if finder.kind == "date" else expected[finder.fact]


# -- what fails ----------------------------------------------------------------------------------------------------


def named(package: Package, prefix: str, name: str) -> frozenset[str]:
    """The elements that a name means, as `Flow.Element`: the prefix of a flow may be left out, and an element alone is
    every one of that name. None: there is no such element."""
    flow, dot, element = name.partition(".")
    if not dot:
        return frozenset(f"{one.name}.{name}" for one in package.programs.values() if name in {*one.simple, *one.bulk})
    for wanted in (flow, f"{prefix}_{flow}"):
        program = package.programs.get(wanted)
        if program is not None and element in {*program.simple, *program.bulk}:
            return frozenset([f"{wanted}.{element}"])
    return frozenset()


def can_fail(package: Package) -> frozenset[str]:
    """Every element that has a fault path, as `Flow.Element`."""
    points = (point for program in package.programs.values() for point in points_of(program))
    return frozenset(f"{one.where}.{one.name}" for one in points if one.kind == "fault")


def in_turn(scenario: Scenario, ordinary: Result, package: Package) -> Iterator[tuple[str, Scenario]]:
    """For each element with a fault path that the `ordinary` run of a scenario reached: its name, and the scenario in
    which it fails besides what fails anyway. In the order of their names."""
    traces = [one.seen.trace for one in ordinary.timeline if isinstance(one.seen, Witnessed)]
    passed = {f"{one.where}.{one.name}" for trace in traces for one in reached(trace) if is_element(one)}
    given, always = scenario.given, without_every(scenario.given)
    for element in sorted((passed & can_fail(package)) - set(always)):
        org = replace(given.org, fail=(*always, element))
        yield element, replace(scenario, given=replace(given, org=org))


def is_element(point: Point) -> bool:
    return point.kind == "element"


def without_every(given: Arrival) -> tuple[str, ...]:
    return tuple(name for name in given.org.fail if name != EVERY)
