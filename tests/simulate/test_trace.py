"""A trace tells who saved which records and who sent what: what timelines name as the one who decided."""

import dataclasses
from typing import Any

import pytest

from generator.emulator.organisation import Org, Outcome
from generator.metadata.component import Component, component
from generator.metadata.messages import CustomNotificationType
from tests.emulator.building import Ref, act, create, flow, get, new, org, switched, update


def steps(outcome: Outcome, kind: str) -> list[tuple[str, str, Any]]:
    return [(step.name, step.what, step.value) for step in outcome.trace if step.kind == kind]


def making() -> Component:
    one = create("One", "Task", {"Subject": "t"}, then="Change")
    change = update("Change", "Task", [("Subject", "EqualTo", "t")], {"Priority": "High"})
    return flow("Make", one, change, trigger="after", when="Create")


def telling() -> tuple[Component, ...]:
    inputs = {
        "customNotifTypeId": Ref("Type.Id"), "recipientIds": Ref("$Record.OwnerId"), "title": "t", "body": "b",
        "targetId": Ref("$Record.Id"),
    }  # fmt: skip
    mail = {"emailAddresses": "a@example.org", "emailSubject": "s", "emailBody": "b"}
    parts = (
        get("Type", "CustomNotificationType", ("DeveloperName", "EqualTo", "Bell"), then="Tell"),
        act("Tell", "customNotificationAction", "customNotificationAction", inputs, then="Mail"),
        act("Mail", "emailSimple", "emailSimple", mail),
    )
    bell = CustomNotificationType(customNotifTypeName="Bell", masterLabel="Bell", desktop=True, mobile=True)
    return component("Bell", bell), flow("Tell", *parts, trigger="after", when="Create")


def test_a_trace_names_the_records_that_an_element_saved() -> None:
    outcome = new(org(making()), {"Subject": "s"})
    (task,) = outcome.org.rows("Task")

    assert steps(outcome, "saved") == [("One", "Task", (task["Id"],)), ("Change", "Task", (task["Id"],))]


@pytest.mark.parametrize("on_commit", [True, False])
def test_a_trace_names_what_an_action_sent(on_commit: bool) -> None:
    outcome = new(switched(org(*telling()), notify_on_commit=on_commit), {"Subject": "s"})
    sent = {name: value for name, _, value in steps(outcome, "sent")}

    assert [type(effect).__name__ for effect in sent.values()] == ["Notification", "Email"]
    assert {id(effect) for effect in sent.values()} == {id(effect) for effect in outcome.effects}


def test_without_a_trace_nothing_is_kept() -> None:
    silent: Org = dataclasses.replace(org(making(), *telling()), traced=False)

    assert new(silent, {"Subject": "s"}).trace == ()
