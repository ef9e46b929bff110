"""Flow tests of the intake flow: what they say is so on the emulated org, and an org takes them."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compiler import Understood, compile_spec, understand
from generator.lower.fields import fields
from generator.lower.flow_tests import MOST_TESTS, flow_tests
from generator.lower.naming import names_of
from generator.lower.stories import first_look
from generator.metadata.component import Component
from generator.metadata.flow_tests import FlowTest, FlowTestReferenceOrValue
from generator.metadata.objects import CustomField
from generator.metadata.registry import BY_NAME
from generator.prove.playing import OrgTeller
from generator.reading import read
from generator.rendering import render
from generator.schemas.validation import validate

SPECS = Path(__file__).resolve().parents[2] / "specs"
NAMES = ("northgate", "ashfell")
ANY_DAY = datetime(2026, 6, 20, 23, 10, tzinfo=UTC)
ELEMENT = {
    "Checkbox": "booleanValue", "Number": "numberValue", "Date": "dateValue", "Picklist": "stringValue",
    "Text": "stringValue",
}  # fmt: skip
"""Which element holds a value of a field (FTEST-007)."""


@cache
def understood(name: str) -> Understood:
    return understand(str(SPECS / f"{name}.yaml"))


@cache
def made(name: str) -> tuple[Component, ...]:
    resolved = understood(name).resolved
    return tuple(flow_tests(resolved.process, names_of(resolved.process), resolved.scenarios))


def body(component: Component) -> FlowTest:
    assert isinstance(component.body, FlowTest)
    return component.body


def record_of(test: FlowTest) -> Mapping[str, str]:
    """What the test makes."""
    start, _ = test.testPoints
    (parameter,) = start.parameters
    assert (parameter.leftValueReference, parameter.type) == ("$Record", "InputTriggeringRecordInitial")
    found: Mapping[str, str] = json.loads(str(parameter.value.sobjectValue))
    return found


def value_of(value: FlowTestReferenceOrValue) -> tuple[str, Any]:
    ((element, found),) = ((key, one) for key, one in asdict(value).items() if one is not None)
    return element, found


@pytest.mark.parametrize("name", NAMES)
def test_what_they_say_is_so(name: str) -> None:
    """Each record, made on the emulated org on any day, holds what the test asserts when intake has finished."""
    understanding = understood(name)
    teller = OrgTeller(understanding.resolved.process, compile_spec(understanding))
    given = replace(understanding.resolved.scenarios[0].given, sender="", patient="unknown", at=ANY_DAY)
    org = teller.peopled(given)
    for component in made(name):
        outcome = org.insert("Case", {**record_of(body(component)), "RecordTypeId": teller.record_type(org)})
        row = outcome.org.get(str(outcome.results[0].id))
        assert row is not None
        for assertion in body(component).testPoints[1].assertions:
            (condition,) = assertion.conditions
            there = row.get(condition.leftValueReference.removeprefix("$Record."))
            assert condition.rightValue is not None
            element, wanted = value_of(condition.rightValue)
            if condition.operator == "IsNull":
                assert (there is None) is wanted, (component.name, condition)
            else:
                found = there.isoformat() if element == "dateValue" else there  # type: ignore[union-attr]
                assert found == wanted, (component.name, condition)


@pytest.mark.parametrize("name", NAMES)
def test_an_org_takes_them(name: str) -> None:
    """Valid, read back whole, two points, at least one assertion, each value in the element of its field's type."""
    process = understood(name).resolved.process
    types = {
        one.name.removeprefix("Case."): one.body.type
        for one in fields(process, names_of(process))
        if isinstance(one.body, CustomField)
    }
    for component in made(name):
        written = render(component)
        assert validate(written) == ()
        assert read(written, component.name, BY_NAME["FlowTest"]).component.body == component.body
        test = body(component)
        assert [one.elementApiName for one in test.testPoints] == ["Start", "Finish"]
        assert test.testPoints[1].assertions
        for assertion in test.testPoints[1].assertions:
            (condition,) = assertion.conditions
            assert condition.rightValue is not None
            if condition.operator == "EqualTo":
                type = types[condition.leftValueReference.removeprefix("$Record.")]
                assert value_of(condition.rightValue)[0] == ELEMENT[str(type)]


@pytest.mark.parametrize("name", NAMES)
def test_names_are_names(name: str) -> None:
    names = [one.name for one in made(name)]
    assert len(names) == len({one.lower() for one in names})
    assert all(re.fullmatch(r"[A-Za-z](?:_?[A-Za-z0-9])*", one) and len(one) <= 80 for one in names)
    assert all(len(body(one).label) <= 80 and body(one).testType == "WithAssertion" for one in made(name))


@pytest.mark.parametrize("name", NAMES)
def test_scenarios_that_say_how_a_message_is_read_have_one(name: str) -> None:
    """No id of any org stands in them."""
    said = {body(one).label for one in made(name)}
    for scenario in understood(name).resolved.scenarios:
        says = {one.what for one in first_look(scenario) if not one.negated} & {"category", "urgency", "team"}
        if says and not scenario.is_example and not scenario.needs_org:
            assert scenario.name[:80] in said
    assert all("RecordTypeId" not in record_of(body(one)) for one in made(name))


def test_one_flow_has_no_more_than_an_org_takes() -> None:
    resolved = understood("northgate").resolved
    names = names_of(resolved.process)
    first = next(one for one in resolved.scenarios if not one.is_example and first_look(one))
    many = tuple(replace(first, name=f"Scenario {number}") for number in range(MOST_TESTS + 5))
    found = tuple(flow_tests(resolved.process, names, many))
    assert [body(one).label for one in found] == [f"Scenario {number}" for number in range(MOST_TESTS)]
    assert found[0] == next(flow_tests(resolved.process, names, many[:1]))


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn"))), st.text("<>&'\"{}!\\$]/ \t\n"))
def test_no_text_gets_out_of_its_record(subject: str, text: str) -> None:
    resolved = understood("northgate").resolved
    names = names_of(resolved.process)
    first = next(one for one in resolved.scenarios if not one.is_example and first_look(one))
    hostile = replace(first, name=f"{subject} {text}", given=replace(first.given, subject=subject, text=text))
    (component,) = flow_tests(resolved.process, names, (hostile,))
    again = read(render(component), component.name, BY_NAME["FlowTest"]).component.body
    assert isinstance(again, FlowTest)
    found = record_of(again)
    assert (found.get("Subject", ""), found.get("Description", "")) == (subject[:255], text)
    assert re.fullmatch(r"[A-Za-z](?:_?[A-Za-z0-9])*", component.name)
    assert len(component.name) <= 80
    assert again.label
    assert validate(render(component)) == ()


def test_a_draft_has_none() -> None:
    resolved = understood("northgate").resolved
    draft = replace(resolved.process, identity=replace(resolved.process.identity, status="draft"))
    assert list(flow_tests(draft, names_of(draft), resolved.scenarios)) == []
