"""Pauses of autolaunched flows, platform events that trigger flows, outcomes as values, posts in feeds."""

import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from generator.emulator.loading import load
from generator.emulator.organisation import Org
from generator.emulator.results import Post, Published
from generator.emulator.schema import NotModelled
from generator.metadata.component import Component, component
from generator.metadata.custom_objects import CustomObject
from generator.metadata.flow import (
    Flow,
    FlowActionCallOutputParameter,
    FlowConnector,
    FlowSchedule,
    FlowStart,
    FlowWait,
    FlowWaitEvent,
    FlowWaitEventInputParameter,
)
from tests.emulator.building import (
    NOON,
    PLACE,
    Ref,
    act,
    assign,
    codes,
    condition,
    create,
    custom,
    decide,
    errors,
    flow,
    formula,
    get,
    new,
    org,
    saved,
    subflow,
    switched,
    update,
    value,
    variable,
)


def event(name: str, then: str, kind: str = "AlarmEvent", *conditions: Any, **given: Any) -> FlowWaitEvent:
    parameters = tuple(FlowWaitEventInputParameter(name=key, value=value(of)) for key, of in given.items())
    return FlowWaitEvent(
        name=name, label=name, eventType=kind, conditionLogic="and", connector=FlowConnector(targetReference=then),
        conditions=tuple(condition(*one) for one in conditions), inputParameters=parameters,
    )  # fmt: skip


def wait(name: str, *events: FlowWaitEvent, otherwise: str | None = None) -> FlowWait:
    way = FlowConnector(targetReference=otherwise) if otherwise else None
    return FlowWait(
        name=name, label=name, defaultConnectorLabel="none", defaultConnector=way, waitEvents=events, **PLACE
    )


def waiting(*parts: Any, first: str, waits: FlowWait, name: str = "Waiting", **start: Any) -> Component:
    made = flow(name, *parts, trigger=None, first=first)
    body = made.body
    assert isinstance(body, Flow)
    begun = FlowStart(connector=FlowConnector(targetReference=first), **PLACE, **start)
    return component(name, dataclasses.replace(body, waits=(waits,), start=begun))


def in_days(count: float, then: str = "Late", name: str = "Time", **more: Any) -> FlowWaitEvent:
    base = {"AlarmTime": Ref("$Flow.CurrentDateTime"), "TimeOffset": count, "TimeOffsetUnit": "Days"}
    return event(name, then, **(base | more))


def subjects(made: Org) -> list[Any]:
    return [row["Subject"] for row in made.rows("Task")]


def test_a_pause_commits_and_goes_on_when_its_time_has_come() -> None:
    """What was written before it stays; variables are kept; the org before can be played again."""
    note = assign("Note", ("Kept", "kept"), then="Before")
    before = create("Before", "Task", {"Subject": "before"}, then="Pause")
    late = create("Late", "Task", {"Subject": Ref("Kept")})
    made = org(waiting(note, before, late, variable("Kept"), first="Note", waits=wait("Pause", in_days(3))))

    paused = made.launch("Waiting", {}).org
    early = paused.advance(NOON + timedelta(days=2, hours=23)).org
    done = early.advance(NOON + timedelta(days=3)).org

    assert subjects(paused) == subjects(early) == ["before"]
    assert subjects(done) == ["before", "kept"]
    assert done.state.paused == {}
    assert done.state.pending == {}
    assert subjects(paused.advance(NOON + timedelta(days=9)).org) == ["before", "kept"]


def test_the_first_event_wins_and_the_others_are_forgotten() -> None:
    late, early = (create(name, "Task", {"Subject": name}) for name in ("Late", "Early"))
    waits = wait("Pause", in_days(3), in_days(1, "Early", "Soon"))
    made = org(waiting(late, early, first="Pause", waits=waits)).launch("Waiting", {}).org

    assert subjects(made.advance(NOON + timedelta(days=9)).org) == ["Early"]


def test_only_events_whose_conditions_hold_are_waited_for() -> None:
    late, never = (create(name, "Task", {"Subject": name}) for name in ("Late", "Never"))
    parts = (late, never, variable("Wanted", "Boolean", isInput=True))
    asked = event("Time", "Late", "AlarmEvent", ("Wanted", "EqualTo", True), AlarmTime=Ref("$Flow.CurrentDateTime"),
                  TimeOffset=1, TimeOffsetUnit="Hours")  # fmt: skip
    made = org(waiting(*parts, first="Pause", waits=wait("Pause", asked, otherwise="Never")))

    assert subjects(made.launch("Waiting", {"Wanted": False}).org) == ["Never"]
    held = made.launch("Waiting", {"Wanted": True}).org
    assert subjects(held.advance(NOON + timedelta(minutes=59)).org) == []
    assert subjects(held.advance(NOON + timedelta(hours=1)).org) == ["Late"]


def test_a_pause_may_count_from_a_field_of_a_record() -> None:
    late = create("Late", "Task", {"Subject": "Late"})
    given = {"TimeTableColumnEnumOrId": "Case", "TimeFieldColumnEnumOrId": "CreatedDate", "EntityObjectId": Ref("Id"),
             "TimeOffset": 2, "TimeOffsetUnit": "Days"}  # fmt: skip
    waits = wait("Pause", event("Time", "Late", "DateRefAlarmEvent", **given), otherwise="Late")
    made = org(waiting(late, variable("Id", isInput=True), first="Pause", waits=waits))
    made, (case,) = made.with_rows("Case", [{}])
    made = made.advance(NOON + timedelta(days=1)).org

    held = made.launch("Waiting", {"Id": case}).org
    assert subjects(held.advance(NOON + timedelta(days=1, hours=23)).org) == []
    assert subjects(held.advance(NOON + timedelta(days=2)).org) == ["Late"]
    assert subjects(made.launch("Waiting", {"Id": None}).org) == ["Late"]


def test_a_scheduled_flow_may_pause_and_a_failure_afterwards_is_told() -> None:
    """What ran before the pause stays although what came after it failed."""
    before = create("Before", "Task", {"Subject": "before"}, then="Pause")
    find = get("Late", "Case", ("Id", "EqualTo", "none"), then="Use")
    use = create("Use", "Task", {"Subject": Ref("Late.Subject")})
    schedule = FlowSchedule(frequency="Once", startDate="2026-03-03", startTime="09:00:00.000Z")
    made = org(waiting(before, find, use, first="Before", waits=wait("Pause", in_days(1)), triggerType="Scheduled",
                       schedule=schedule))  # fmt: skip

    outcome = made.advance(NOON + timedelta(days=5))

    assert subjects(outcome.org) == ["before"]
    assert [one.by for one in outcome.effects] == ["fault"]  # type: ignore[union-attr]


def test_pauses_that_no_org_has_or_that_need_one_are_refused() -> None:
    late = create("Late", "Task", {"Subject": "Late"})
    other = wait("Pause", event("Time", "Late", "CareBnftVrfyRqstStsChgEvent", Status="x"))
    with pytest.raises(NotModelled, match="waiting for CareBnftVrfyRqstStsChgEvent"):
        load([waiting(late, first="Pause", waits=other)])

    inner = waiting(late, first="Pause", waits=wait("Pause", in_days(1)), name="Inner")
    with pytest.raises(NotModelled, match=r"a pause inside a subflow \(Inner\)"):
        load([inner, flow("Outer", subflow("Call", "Inner"), trigger="after")])

    on_save = waiting(late, first="Pause", waits=wait("Pause", in_days(1)), triggerType="RecordAfterSave",
                      object="Case", recordTriggerType="Create")  # fmt: skip
    with pytest.raises(NotModelled, match="a pause in a flow that starts with RecordAfterSave"):
        load([on_save])


def told(*parts: Any) -> Org:
    """A case tells of itself; a flow hears it."""
    event_object = component("Told__e", CustomObject(label="Told"))
    field = custom("Text__c", length=20, on="Told__e")
    tell = flow(
        "Tell", create("Publish", "Told__e", {"Text__c": Ref("$Record.Subject")}), trigger="after", when="Create"
    )
    start = FlowStart(
        object="Told__e", triggerType="PlatformEvent", connector=FlowConnector(targetReference="Hear"), **PLACE
    )
    made = flow("Hears", *parts, trigger=None, first="Hear")
    assert isinstance(made.body, Flow)
    return org(event_object, field, tell, component("Hears", dataclasses.replace(made.body, start=start)))


def test_a_platform_event_triggers_flows_when_it_has_been_committed() -> None:
    made = told(create("Hear", "Task", {"Subject": Ref("$Record.Text__c")}))

    outcome = new(made, {"Subject": "s"})
    assert subjects(outcome.org) == ["s"]
    assert [type(one) for one in outcome.effects] == [Published]

    many = made.insert("Case", [{"Subject": str(number)} for number in range(3)])
    assert subjects(many.org) == ["0", "1", "2"]


def test_a_flow_that_fails_on_an_event_leaves_the_record_that_told_of_it() -> None:
    made = told(get("Hear", "Case", ("Id", "EqualTo", "none"), then="Use"),
                create("Use", "Task", {"Subject": Ref("Hear.Subject")}))  # fmt: skip

    outcome = new(made, {"Subject": "s"})

    assert outcome.result.success
    assert subjects(outcome.org) == []


def test_an_outcome_is_a_value() -> None:
    """True once the decision has gone that way; before that the switch says what it is."""
    first = decide("First", ("$Record.Subject", "EqualTo", "a"), yes="Second", no="Second")
    second = decide("Second", ("First_yes", "EqualTo", False), yes="Told")
    told_by = assign("Told", ("$Record.SuppliedName", "other way"))
    made = org(flow("Ask", first, second, told_by))

    assert saved(new(made, {"Subject": "a"})).get("SuppliedName") is None
    away = new(made, {"Subject": "b"})
    assert saved(away)["SuppliedName"] == "other way"
    assert "outcome_not_taken" in away.notes
    assert saved(new(switched(made, outcome_not_taken="null"), {"Subject": "b"})).get("SuppliedName") is None


def test_a_formula_may_ask_for_an_outcome() -> None:
    first = decide("First", ("$Record.Subject", "EqualTo", "a"), yes="Set", no="Set")
    work = assign("Set", ("$Record.SuppliedName", Ref("f")))
    made = org(flow("Ask", first, work, formula("f", 'IF({!First_yes}, "yes", "no")')))

    assert [saved(new(made, {"Subject": one}))["SuppliedName"] for one in "ab"] == ["yes", "no"]


def test_an_element_is_a_value_too() -> None:
    """True once it has run."""
    ask = decide("Ask", ("$Record.Subject", "EqualTo", "a"), yes="Mark", no="Set")
    mark = assign("Mark", ("$Record.Description", "x"), then="Set")
    work = assign("Set", ("$Record.SuppliedName", Ref("f")))
    made = org(flow("Tell", ask, mark, work, formula("f", 'IF({!Mark}, "ran", "not")')))

    assert [saved(new(made, {"Subject": one}))["SuppliedName"] for one in "ab"] == ["ran", "not"]


def test_a_post_leaves_with_the_commit() -> None:
    post = act("Post", "chatterPost", "chatterPost", {"subjectNameOrId": Ref("$Record.Id"), "text": "Hi"}, then="Mark")
    mark = update("Mark", "Case", [("Id", "EqualTo", Ref("$Record.Id"))], {"Description": Ref("Post.feedItemId")})
    outcome = new(org(flow("Say", post, mark, trigger="after", when="Create")))

    (said,) = outcome.effects
    assert isinstance(said, Post)
    assert (said.subject, said.text, said.item) == (saved(outcome)["Id"], "Hi", saved(outcome)["Description"])


@pytest.mark.parametrize(
    ("given", "missing"),
    [({"text": "Hi"}, "subjectNameOrId"), ({"subjectNameOrId": "Everybody", "text": "Hi"}, "type"),
     ({"subjectNameOrId": "Everybody"}, "text")],
)  # fmt: skip
def test_a_post_needs_what_the_guide_says(given: dict[str, Any], missing: str) -> None:
    made = org(flow("Say", act("Post", "chatterPost", "chatterPost", given), trigger="after"))

    assert f"Missing required input parameter: {missing}" in errors(new(made))[0].message


def test_what_an_action_gives_back_goes_where_the_flow_says() -> None:
    given = {"subjectNameOrId": "Everybody", "type": "Group", "text": "Hi"}
    call = act("Post", "chatterPost", "chatterPost", given, then="Mark")
    kept = FlowActionCallOutputParameter(assignToReference="Item", name="feedItemId")
    mark = update("Mark", "Case", [("Id", "EqualTo", Ref("$Record.Id"))], {"Description": Ref("Item")})

    def made(output: FlowActionCallOutputParameter) -> Component:
        return flow("Say", dataclasses.replace(call, outputParameters=(output,)), mark, variable("Item"),
                    trigger="after", when="Create")  # fmt: skip

    assert saved(new(org(made(kept))))["Description"].startswith("0D5")
    with pytest.raises(NotModelled, match="the output Other of chatterPost"):
        load([made(FlowActionCallOutputParameter(assignToReference="Item", name="Other"))])


def test_a_long_post_is_a_fault() -> None:
    given = {"subjectNameOrId": "Everybody", "type": "Group", "text": "x" * 10_001}
    assert codes(new(org(flow("Say", act("Post", "chatterPost", "chatterPost", given), trigger="after")))) == [
        "CANNOT_EXECUTE_FLOW_TRIGGER"
    ]
