"""Flow tests: how scenarios begin, as tests that an org keeps beside the intake flow and runs in Flow Builder.

A flow test makes one record and looks at it when the flow has finished (deploy-rules 1.10): it can say how a message is
read, and no more. It names no record type, since a name is not enough there and an id belongs to one org: whoever runs
the tests has the workflow's record type as the default one for cases. That the platform tests flows before save, whose
record has not been written yet, stands in no document that we know of; nothing rests on it.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from generator.conditions.syntax import Value
from generator.lower.naming import ELSEWHERE, Names
from generator.lower.stories import (
    first_look,
    hangs_on_the_day,
    is_stored,
    message,
    names_of_stories,
    values_expected,
)
from generator.metadata.component import Component, component
from generator.metadata.flow_tests import (
    FlowTest,
    FlowTestAssertion,
    FlowTestCondition,
    FlowTestParameter,
    FlowTestPoint,
    FlowTestReferenceOrValue,
)
from generator.process.model import Fact, Process
from generator.scenarios.model import Expect, Scenario

MOST_TESTS = 200
"""Of one flow."""
LONGEST_LABEL = 80
LONGEST_TEXT = 4_000
"""Of a message in a test: longer ones are tried by the Apex tests alone."""
READ = ("category", "urgency", "team", "stage", "fields", "identifiers", "flags")
BY_PEOPLE = ("patient_verified", "verified_identifiers", "time_to_triage")
"""What a scenario may say of a case whose patient is verified by hand right after it came."""


def flow_tests(process: Process, names: Names, scenarios: Sequence[Scenario]) -> Iterator[Component]:
    """A test of the intake flow for each scenario that says how a message is read; nothing of a draft."""
    stories = tuple(one for one in scenarios if not one.is_example)
    called = names_of_stories(stories)
    made = (
        []
        if process.identity.status != "active"
        else [
            component(names.joined("intake", *called[one.name]), test, one.because)
            for one in stories
            if (test := flow_test(process, names, one)) is not None
        ]
    )
    yield from made[:MOST_TESTS]


def flow_test(process: Process, names: Names, scenario: Scenario) -> FlowTest | None:
    subject, body = message(scenario)
    asserted = tuple(
        assertion(names, fact, value) for one in first_look(scenario) for fact, value in readable(process, one)
    )
    if not asserted or scenario.needs_org or len(body) > LONGEST_TEXT:
        return None
    origin = next(one.origin for one in process.channels if one.id == scenario.given.channel)
    given = {"Origin": origin, "Subject": subject, "Description": body, "SuppliedEmail": scenario.given.sender}
    row = json.dumps({name: value for name, value in given.items() if value}, ensure_ascii=False)
    return FlowTest(
        description=f"How the message is read with which this scenario begins: {scenario.name}"[:255],
        flowApiName=names.own("intake"),
        label=(" ".join(scenario.name.split()) or names.own("intake"))[:LONGEST_LABEL].rstrip(),
        testPoints=(
            FlowTestPoint(
                elementApiName="Start",
                parameters=(
                    FlowTestParameter(
                        leftValueReference="$Record",
                        type="InputTriggeringRecordInitial",
                        value=FlowTestReferenceOrValue(sobjectValue=row),
                    ),
                ),
            ),
            FlowTestPoint(assertions=asserted, elementApiName="Finish"),
        ),
        testType="WithAssertion",
    )


def readable(process: Process, one: Expect) -> Iterator[tuple[Fact, Value]]:
    """The facts that stand in the record when the flow has finished, and hang on nothing but the message."""
    if one.what not in READ or one.negated:
        return
    for fact, value in values_expected(process, one):
        elsewhere = fact.id in ELSEWHERE or fact.id in BY_PEOPLE or fact.type.kind == "person"
        if is_stored(fact) and not elsewhere and not hangs_on_the_day(process, fact):
            yield fact, value


def assertion(names: Names, fact: Fact, value: Value) -> FlowTestAssertion:
    condition = FlowTestCondition(
        leftValueReference=f"$Record.{names.field(fact.id)}",
        operator="IsNull" if value is None else "EqualTo",
        rightValue=FlowTestReferenceOrValue(booleanValue=True) if value is None else valued(value),
    )
    return FlowTestAssertion(conditions=(condition,), errorMessage=f"{fact.label} must be {said(fact, value)}."[:255])


def valued(value: Value) -> FlowTestReferenceOrValue:
    """A value in the element of its type (FTEST-007)."""
    match value:
        case bool():
            return FlowTestReferenceOrValue(booleanValue=value)
        case Decimal():
            return FlowTestReferenceOrValue(numberValue=f"{value:f}")
        case date():
            return FlowTestReferenceOrValue(dateValue=value.isoformat())
        case _:
            return FlowTestReferenceOrValue(stringValue=str(value))


def said(fact: Fact, value: Value) -> str:
    """A value as people see it."""
    labels = {one.id: one.label for one in fact.choices}
    return "empty" if value is None else labels.get(str(value), str(value))
