"""What a run reached, what a mail says, and what holds for every history."""

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.emulator.coverage import Branches, Point, points, reached
from generator.emulator.loading import load
from generator.emulator.organisation import found_org
from generator.emulator.results import Email, Published
from generator.emulator.schema import NotModelled
from generator.emulator.switches import ALTERNATIVES, GRADES, Switches
from generator.emulator.trees import load_tree
from generator.metadata.component import Component, component
from generator.metadata.custom_objects import CustomObject
from generator.metadata.messages import EmailTemplate, Workflow, WorkflowAlert, WorkflowEmailRecipient
from generator.rendering import render
from tests.emulator.building import (
    NOON,
    Ref,
    act,
    assign,
    assignment,
    create,
    custom,
    decide,
    entry,
    flow,
    formula,
    new,
    org,
    path,
    queue,
    rule,
    saved,
)

EXPRESSION = 'IF({!$Record.Subject} = "a", "x", CASE({!$Record.Origin}, "Web", "w", "Phone", "p", "o"))'


def everything() -> tuple[Component, ...]:
    ask = decide("Ask", ("$Record.Subject", "EqualTo", "a"), yes="Set")
    later = create("Make", "Task", {"Subject": "t"}, fault="Note")
    return (
        queue("Q", "Case"),
        assignment(entry("Q", ("Case.Origin", "equals", "Web")), entry("Q")),
        rule("Short", "LEN(Subject) > 3"),
        flow("Before", ask, assign("Set", ("$Record.SuppliedName", Ref("f"))), formula("f", EXPRESSION)),
        flow("After", later, assign("Note", ("$Record.Subject", "n")), trigger="after", first=None,
             when="Create", paths=(path("p", "Make"),)),
    )  # fmt: skip


def test_coverage_knows_what_there_is_and_what_was_reached() -> None:
    branches = Branches()
    package = load(everything(), branch=branches)
    made = found_org(package, NOON, traced=True)
    whole = points(package)
    seen: set[Point] = set()

    def run(**fields: Any) -> None:
        nonlocal seen
        seen |= reached(new(made, fields).trace)

    run(Subject="a", Origin="Phone")
    assert Point("outcome", "Before", "Ask", "Before_yes") not in whole
    assert Point("outcome", "Before", "Ask", "Ask_yes") in seen
    left = whole - seen - branches.points(package)
    assert left == {
        Point("outcome", "Before", "Ask", "default"), Point("rule", "Case", "Short", "broken"),
        Point("match", "Rule", "1"), Point("fault", "After", "Make"), Point("element", "After", "Note"),
        Point("branch", "Before.f", "0", "1"), Point("branch", "Before.f", "1", "0"),
        Point("branch", "Before.f", "1", "1"), Point("branch", "Before.f", "1", "2"),
    }  # fmt: skip
    run(Subject="long", Origin="Web")
    run(Subject="b", Origin="Web")
    made = dataclasses.replace(made, failing=frozenset(("After.Make",)))
    run(Subject="b")
    left = whole - seen - branches.points(package)
    assert {point.kind for point in left} == {"branch"}


TEXT = (
    b"Dear {!Case.SuppliedName},\nyour case {!Case.CaseNumber} ({!Case.Account.Name}) "
    b'{!IF(ISBLANK(Case.Subject), "-", Case.Subject)}'
)


def lettered(text: bytes = TEXT) -> tuple[Component, ...]:
    template = EmailTemplate(
        available=True, encodingKey="UTF-8", name="Hello", style="none", subject="Case {!Case.CaseNumber}", type="text"
    )
    alert = WorkflowAlert(
        fullName="Tell", description="d", protected=False, template="F/Hello",
        recipients=(WorkflowEmailRecipient(type="email", field="SuppliedEmail"),),
    )  # fmt: skip
    send = act("Send", "emailAlert", "Case.Tell", {"SObjectRowId": Ref("$Record.Id")})
    return (
        component("F/Hello", template, content=text),
        component("Case", Workflow(alerts=(alert,))),
        flow("Send", send, trigger="after", when="Create"),
    )


def test_a_mail_is_written_from_its_template() -> None:
    outcome = new(org(*lettered()), {"SuppliedName": "Pat", "SuppliedEmail": "p@example.org"})
    (mail,) = outcome.effects
    assert isinstance(mail, Email)
    assert (mail.subject, mail.body) == ("Case 00000001", "Dear Pat,\nyour case 00000001 () -")


def test_a_merge_field_that_stands_for_nothing_is_refused() -> None:
    with pytest.raises(NotModelled, match=r"Case\.Gone__c"):
        load(lettered(b"{!Case.Gone__c}"))


def test_platform_events_leave_with_the_commit() -> None:
    event = component("Told__e", CustomObject(label="Told"))
    field = custom("Text__c", length=20, on="Told__e")
    tell = flow("Tell", create("Publish", "Told__e", {"Text__c": Ref("$Record.Subject")}), trigger="after")
    outcome = new(org(event, field, tell), {"Subject": "s"})
    (told,) = outcome.effects
    assert isinstance(told, Published)
    assert told.row == (("Text__c", "s"),)
    assert new(org(event, field, tell, rule("No", "TRUE"))).effects == ()


def test_a_tree_of_files_is_loaded() -> None:
    held = [flow("Set", assign("Set", ("$Record.SuppliedName", "x"))), rule("No", 'Subject = "bad"')]
    files = {
        "flows/Set.flow-meta.xml": render(held[0]),
        "objects/Case/validationRules/No.validationRule-meta.xml": render(held[1]),
    }
    made = found_org(load_tree(files), NOON)
    assert saved(new(made))["SuppliedName"] == "x"
    assert new(made, {"Subject": "bad"}).result.errors
    screens = files["flows/Set.flow-meta.xml"].replace(
        b"<label>Set</label>", b"<label>Set</label><screens><name>S</name></screens>", 1
    )
    with pytest.raises(NotModelled, match="screens"):
        load_tree({"flows/Set.flow-meta.xml": screens})
    trigger = {"triggers/T.trigger-meta.xml": b"<ApexTrigger/>"}
    with pytest.raises(NotModelled, match="the Apex trigger T"):
        load_tree(files | trigger)
    assert [one.name for one in load_tree(files | trigger, partial=True).refused] == ["triggers/T.trigger-meta.xml"]


def test_every_switch_has_a_grade_and_another_value() -> None:
    names = {one.name for one in dataclasses.fields(Switches)}
    assert set(GRADES) == set(ALTERNATIVES) == names
    for name, values in ALTERNATIVES.items():
        assert getattr(Switches(), name) not in values


# Properties

FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "Subject": st.text(max_size=300),
        "Origin": st.sampled_from(["Phone", "Web", "Email", ""]),
        "SuppliedEmail": st.sampled_from(["p@example.org", "none", " p@example.org "]),
        "N__c": st.integers(-100_000, 100_000),
        "Gone__c": st.just("x"),
    },
)
WAITING = (
    custom("N__c", "Number", precision=5, scale=0),
    custom("Copy__c", length=40),
    rule("Small", "N__c > 50000"),
    flow("Copy", assign("Set", ("$Record.Copy__c", Ref("f"))), formula("f", "LEFT({!$Record.Subject}, 40)")),
    flow("Wait", create("Make", "Task", {"Subject": "t"}), trigger="after", first=None, when="Create",
         paths=(path("p", "Make", offsetNumber=1), path("q", "Make", offsetNumber=5, offsetUnit="Hours"))),
)  # fmt: skip
BASE = org(*WAITING)


@settings(max_examples=60, deadline=None)
@given(fields=FIELDS)
def test_an_insert_is_kept_whole_or_leaves_nothing(fields: dict[str, Any]) -> None:
    outcome = new(BASE, fields)
    if outcome.result.success:
        row = saved(outcome)
        assert outcome.org.get(row["Id"]) == row
        subject = row.get("Subject")
        assert subject is None or (0 < len(subject) <= 255 and subject == subject.strip())
        assert row["Copy__c"] == ((subject or "")[:40].strip() or None)
    else:
        assert outcome.org.rows("Case") == ()
        assert outcome.org.state.pending == {}


@settings(max_examples=40, deadline=None)
@given(hours=st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_time_may_pass_in_pieces(hours: list[int]) -> None:
    pieces = whole = new(BASE).org
    now = NOON
    for count in hours:
        now += timedelta(hours=count)
        pieces = pieces.advance(now).org
    whole = whole.advance(now).org
    assert pieces.rows("Task") == whole.rows("Task")
    assert pieces.state.pending == whole.state.pending
    assert pieces.now == now


@settings(max_examples=40, deadline=None)
@given(given_fields=st.lists(FIELDS, max_size=8))
def test_a_batch_saves_what_single_saves_would(given_fields: list[dict[str, Any]]) -> None:
    together = BASE.insert("Case", given_fields)
    alone = [new(BASE, fields).result for fields in given_fields]
    assert [[error.code for error in one.errors] for one in together.results] == [
        [error.code for error in one.errors] for one in alone
    ]
    kept = [one.row.get("Subject") for one in alone if one.row is not None]
    assert [row.get("Subject") for row in together.org.rows("Case")] == kept


def test_the_same_history_gives_the_same_org() -> None:
    def run() -> Any:
        made = org(*WAITING)
        for count in range(5):
            made = new(made, {"Subject": f"s{count}"}).org.advance(NOON + timedelta(hours=6 * (count + 1))).org
        return made.rows("Case"), made.rows("Task"), made.state.pending

    assert run() == run()
    assert datetime(2026, 3, 2, 12, tzinfo=UTC) == NOON
