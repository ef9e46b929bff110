"""The order of a save, entry conditions, recursion, transactions and time: vectors 1 to 38 of the runtime contract."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from generator.emulator.results import Email
from generator.emulator.saving import save
from generator.metadata.flow import FlowSchedule
from generator.metadata.messages import Workflow, WorkflowAlert, WorkflowEmailRecipient
from tests.emulator.building import (
    NOON,
    Ref,
    Vectors,
    act,
    assign,
    assignment,
    codes,
    component,
    create,
    custom,
    custom_error,
    decide,
    entry,
    errors,
    flow,
    get,
    loop,
    new,
    org,
    path,
    queue,
    rule,
    saved,
    switched,
    update,
    update_held,
    variable,
)

vector = Vectors()


@vector(1, "A")
def a_rule_sees_what_the_flow_wrote() -> None:
    raised = flow("Raise", assign("Set", ("$Record.Priority", "High")), filters=[("Origin", "EqualTo", "Phone")])
    made = org(raised, rule("Low", 'ISPICKVAL(Priority, "Low")'))
    assert saved(new(made, {"Origin": "Phone", "Priority": "Low"}))["Priority"] == "High"
    assert codes(new(made, {"Origin": "Web", "Priority": "Low"})) == ["FIELD_CUSTOM_VALIDATION_EXCEPTION"]


@vector(2, "B")
def creation_has_no_date_before_the_write() -> None:
    row = saved(new(org(rule("Dated", "NOT(ISBLANK(CreatedDate))"))))
    assert row["CreatedDate"] == NOON


@vector(3, "A")
def an_update_knows_the_date_of_creation() -> None:
    made = org(rule("Dated", "NOT(ISBLANK(CreatedDate))"))
    first = new(made)
    again = first.org.update("Case", {"Id": first.result.id, "Subject": "x"})
    assert codes(again) == ["FIELD_CUSTOM_VALIDATION_EXCEPTION"]


@vector(4, "A")
def every_rule_that_is_broken_is_reported() -> None:
    outcome = new(org(rule("A", "TRUE", message="first"), rule("B", "TRUE", message="second"), rule("C", "FALSE")))
    assert [error.message for error in errors(outcome)] == ["first", "second"]
    assert outcome.org.rows("Case") == ()


@vector(5, "A")
def a_flow_may_fill_a_required_field() -> None:
    needed = custom("Need__c", length=20, required=True)
    fills = flow("Fill", assign("Set", ("$Record.Need__c", "here")), filters=[("Origin", "EqualTo", "Web")])
    made = org(needed, fills)
    assert saved(new(made, {"Origin": "Web"}))["Need__c"] == "here"
    assert errors(new(made, {"Origin": "Phone"}))[0].code == "REQUIRED_FIELD_MISSING"
    assert errors(new(made, {"Origin": "Phone"}))[0].fields == ("Need__c",)


@vector(6, "A")
def a_text_that_is_too_long_stops_before_any_flow() -> None:
    made = org(custom("Short__c", length=10), flow("Look", assign("Set", ("$Record.Subject", "seen"))))
    outcome = new(made, {"Short__c": "x" * 11})
    assert errors(outcome)[0].code == "STRING_TOO_LONG"
    assert errors(outcome)[0].message == f"Short__c: data value too large: {'x' * 11} (max length=10)"
    assert not [step for step in outcome.trace if step.kind == "element"]


@vector(7, "A")
def a_flow_that_writes_too_much_fails_the_save() -> None:
    made = org(custom("Short__c", length=10), flow("Fill", assign("Set", ("$Record.Short__c", "x" * 11))))
    assert codes(new(made)) == ["STRING_TOO_LONG"]


TASK = create("Make", "Task", {"Subject": "Call", "WhatId": Ref("$Record.Id")})


@vector(8, "A")
def a_broken_rule_leaves_no_task() -> None:
    after = flow("After", TASK, trigger="after", filters=[("Status", "EqualTo", "New")])
    outcome = new(org(after, rule("Never", "TRUE")))
    assert outcome.org.rows("Task") == ()
    assert len(new(org(after)).org.rows("Task")) == 1


@vector(9, "A")
def a_failing_create_without_fault_path_fails_the_save() -> None:
    made = org(flow("After_Case", TASK, trigger="after"), rule("No", 'Subject = "Call"', on="Task", message="not now"))
    outcome = new(made)
    (error,) = errors(outcome)
    assert (error.code, error.fields) == ("CANNOT_EXECUTE_FLOW_TRIGGER", ())
    assert "the “After Case” process failed" in error.message
    assert "tried to create records: FIELD_CUSTOM_VALIDATION_EXCEPTION: not now." in error.message
    assert outcome.org.rows("Case") == ()
    assert [effect.by for effect in outcome.effects if isinstance(effect, Email)] == ["fault"]


@vector(10, "A")
def a_fault_path_saves_the_case_and_says_why() -> None:
    task = create("Make", "Task", {"Subject": "Call"}, fault="Note")
    parts = (
        task,
        assign("Note", ("$Record.Description", Ref("$Flow.FaultMessage")), then="Write"),
        update_held("Write", "$Record"),
    )
    made = org(flow("After", *parts, trigger="after", when="Create"), rule("No", "TRUE", on="Task", message="not now"))
    row = saved(new(made))
    assert row["Description"].startswith(
        "This error occurred when the flow tried to create records: FIELD_CUSTOM_VALIDATION_EXCEPTION: not now"
    )


@vector(11, "A")
def a_custom_error_stands_beside_its_field() -> None:
    made = org(flow("Stop", custom_error("Say", "Please say more", "Subject")))
    (error,) = errors(new(made))
    assert (error.message, error.fields) == ("Please say more", ("Subject",))
    assert new(made).org.rows("Case") == ()


@vector(12, "A")
def a_custom_error_takes_back_what_came_before_it() -> None:
    task = create("Make", "Task", {"Subject": "Call"}, then="Say")
    outcome = new(org(flow("Stop", task, custom_error("Say", "No"), trigger="after")))
    assert [error.message for error in errors(outcome)] == ["No"]
    assert (outcome.org.rows("Case"), outcome.org.rows("Task")) == ((), ())


def writes_its_name(name: str, order: int | None, trigger: str = "before") -> object:
    return flow(name, assign("Set", ("$Record.Description", "Add", name)), order=order, trigger=trigger)


@vector(13, "A")
def flows_run_in_their_order() -> None:
    given = [("Z", 1500), ("Y", 20), ("B", None), ("A", None), ("X", 20)]
    made = org(*(writes_its_name(name, order) for name, order in given))  # type: ignore[arg-type]
    assert saved(new(made))["Description"] == "XYBAZ"  # B before A: flows without an order run as they are declared


@vector(14, "A")
def before_save_flows_always_come_first() -> None:
    put = update_held("Put", "$Record")
    add = assign("Set", ("$Record.Description", "Add", "after"), then="Put")
    late = flow("Late", add, put, trigger="after", order=1, when="Create")
    made = org(late, writes_its_name("before", 2))  # type: ignore[arg-type]
    row = saved(new(made))
    assert row["Description"].startswith("beforeafter")


ESCALATED = {"filters": [("Status", "EqualTo", "Escalated")], "doesRequireRecordChangedToMeetCriteria": True}


@vector(15, "A")
def only_the_update_that_meets_the_conditions_enters() -> None:
    made = org(flow("Once", TASK, trigger="after", when="Update", **ESCALATED))
    first = new(made)
    second = first.org.update("Case", {"Id": first.result.id, "Status": "Escalated"})
    third = second.org.update("Case", {"Id": first.result.id, "Subject": "again"})
    assert [len(one.org.rows("Task")) for one in (first, second, third)] == [0, 1, 1]


@vector(16, "C")
def on_create_there_is_no_before() -> None:
    made = org(flow("Once", TASK, trigger="after", **ESCALATED))
    assert len(new(made, {"Status": "Escalated"}).org.rows("Task")) == 1


@vector(17, "B")
def one_branch_of_an_or_hides_the_other() -> None:
    either = {
        "filters": [("A__c", "EqualTo", True), ("B__c", "EqualTo", True)], "filterLogic": "or",
        "doesRequireRecordChangedToMeetCriteria": True,
    }  # fmt: skip
    made = org(
        custom("A__c", "Checkbox"),
        custom("B__c", "Checkbox"),
        flow("Either", TASK, trigger="after", when="Update", **either),
    )
    held = new(made, {"A__c": True})
    free = new(made, {"A__c": False})
    assert held.org.update("Case", {"Id": held.result.id, "B__c": True}).org.rows("Task") == ()
    assert len(free.org.update("Case", {"Id": free.result.id, "B__c": True}).org.rows("Task")) == 1


@vector(18, "A")
def nothing_is_changed_on_create() -> None:
    made = org(flow("Changed", TASK, trigger="after", filters=[("Status", "IsChanged", True)]))
    first = new(made)
    second = first.org.update("Case", {"Id": first.result.id, "Status": "Working"})
    assert [len(one.org.rows("Task")) for one in (first, second)] == [0, 1]


@vector(19, "A")
def an_entry_formula_sees_new_and_changed() -> None:
    made = org(flow("Formula", TASK, trigger="after", filterFormula="ISNEW() || ISCHANGED({!$Record.Priority})"))
    first = new(made)
    second = first.org.update("Case", {"Id": first.result.id, "Subject": "x"})
    third = second.org.update("Case", {"Id": first.result.id, "Priority": "High"})
    assert [len(one.org.rows("Task")) for one in (first, second, third)] == [1, 1, 2]


def own_update() -> tuple[object, ...]:
    after = flow(
        "After", assign("Set", ("$Record.Description", "Add", "a"), then="Put"), update_held("Put", "$Record"),
        trigger="after", when="Update",
    )  # fmt: skip
    return after, flow("Before", assign("Count", ("$Record.SuppliedName", "Add", "b")), when="Update")


@vector(20, "A")
def a_flow_is_not_entered_again_by_its_own_update() -> None:
    made = org(*own_update())  # type: ignore[arg-type]
    first = new(made)
    second = first.org.update("Case", {"Id": first.result.id, "Subject": "x"})
    row = saved(second)
    assert (row["Description"], row["SuppliedName"]) == ("a", "bb")
    assert "after_save_reentry" in second.notes
    twice = switched(first.org, after_save_reentry="max2").update("Case", {"Id": first.result.id, "Subject": "x"})
    assert saved(twice)["Description"] == "aa"
    endless = switched(first.org, after_save_reentry="rerun_if_criteria")
    (error,) = errors(endless.update("Case", {"Id": first.result.id, "Subject": "x"}))
    assert "Maximum trigger depth exceeded" in error.message


@vector(21, "B")
def flows_of_several_objects_chain() -> None:
    case = flow(
        "Case_After",
        update("Touch", "Account", [("Id", "EqualTo", Ref("$Record.AccountId"))], {"Site": "x"}),
        trigger="after",
    )
    account = flow(
        "Account_After", create("Make", "Task", {"Subject": "Look"}), trigger="after", on="Account", when="Update"
    )
    made, (id,) = org(case, account).with_rows("Account", [{"Name": "A"}])
    assert len(new(made, {"AccountId": id}).org.rows("Task")) == 1


@vector(22, "A")
def a_chain_that_is_too_deep_loses_everything() -> None:
    grow = flow(
        "Grow", create("Next", "Account", {"Name": "x", "ParentId": Ref("$Record.Id")}), trigger="after", on="Account"
    )
    outcome = org(grow).insert("Account", {"Name": "root"})
    assert "Maximum trigger depth exceeded" in errors(outcome)[0].message
    assert outcome.org.rows("Account") == ()


@vector(23, "A")
def a_batch_asks_once_for_all() -> None:
    find = get("Find", "Contact", ("LastName", "EqualTo", "X"), then="Write")
    write = update("Write", "Contact", [("Id", "EqualTo", Ref("$Record.ContactId"))], {"Department": "d"})
    made = org(flow("Batch", find, write, trigger="after"))
    made, ids = made.with_rows("Contact", [{"LastName": f"N{n}"} for n in range(200)])
    tx = made.transaction()
    save(tx, "insert", "Case", [{"ContactId": id} for id in ids], all_or_none=True)
    assert (tx.used["queries"], tx.used["statements"], tx.used["rows_written"]) == (1, 1, 400)


@vector(24, "A")
def too_many_queries_take_no_fault_path() -> None:
    items = assign("Fill", *[("many", "Add", f"i{n}") for n in range(101)], then="Each")
    parts = (
        variable("many", isCollection=True), items, loop("Each", "many", "Find", None),
        get("Find", "Contact", ("LastName", "EqualTo", Ref("Each")), then="Each"),
    )  # fmt: skip
    outcome = new(org(flow("Loop", *parts, trigger="after")))
    assert "Too many SOQL queries: 101" in errors(outcome)[0].message
    assert outcome.org.rows("Case") == ()
    fewer = assign("Fill", *[("many", "Add", f"i{n}") for n in range(100)], then="Each")
    saved(new(org(flow("Loop", parts[0], fewer, *parts[2:], trigger="after"))))


@vector(25, "A")
def the_good_records_of_a_batch_are_saved_once() -> None:
    made = org(flow("After", TASK, trigger="after"), rule("Bad", 'Subject = "bad"'))
    outcome = made.insert("Case", [{"Subject": "one"}, {"Subject": "bad"}, {"Subject": "three"}])
    assert [one.success for one in outcome.results] == [True, False, True]
    assert len(outcome.org.rows("Task")) == 2
    whole = made.insert("Case", [{"Subject": "one"}, {"Subject": "bad"}], all_or_none=True)
    assert (whole.org.rows("Case"), whole.org.rows("Task")) == ((), ())


ROUTED = (queue("Q", "Case"), assignment(entry("Q")))


@vector(26, "A")
def after_save_sees_the_owner_that_the_rule_gave() -> None:
    copy = assign("Set", ("$Record.Description", Ref("$Record.OwnerId")), then="Put")
    note = flow("After", copy, update_held("Put", "$Record"), trigger="after", when="Create")
    row = saved(new(org(*ROUTED, note)))
    assert row["Description"] == row["OwnerId"]
    assert row["OwnerId"].startswith("00G")


@vector(27, "A")
def rules_run_before_the_assignment() -> None:
    assert codes(new(org(*ROUTED, rule("Mine", "OwnerId = $User.Id")))) == ["FIELD_CUSTOM_VALIDATION_EXCEPTION"]
    saved(new(org(*ROUTED, rule("Mine", "OwnerId <> $User.Id"))))


ALERT = component(
    "Case",
    Workflow(
        alerts=(
            WorkflowAlert(
                fullName="Tell", description="d", protected=False, template="T", senderType="CurrentUser",
                recipients=(WorkflowEmailRecipient(type="email", field="SuppliedEmail"),),
            ),
        )
    ),
)  # fmt: skip


@vector(28, "A")
def no_mail_leaves_a_save_that_fails() -> None:
    sends = flow(
        "Send", act("Alert", "emailAlert", "Case.Tell", {"SObjectRowId": Ref("$Record.Id")}), trigger="after", order=1
    )
    fails = flow("Stop", custom_error("Say", "No"), trigger="after", order=2, filters=[("Subject", "EqualTo", "bad")])
    made = org(ALERT, sends, fails)
    good, bad = (new(made, {"SuppliedEmail": "p@example.org", "Subject": one}) for one in ("good", "bad"))
    assert [(mail.by, mail.to) for mail in good.effects if isinstance(mail, Email)] == [
        ("emailAlert", ("p@example.org",))
    ]
    assert bad.effects == ()
    assert errors(bad)


ASYNC = {"pathType": "AsyncAfterCommit", "timeSource": None, "offsetNumber": None, "offsetUnit": None}


@vector(29, "A")
def an_async_path_runs_after_the_commit_by_itself() -> None:
    later = flow(
        "Later",
        create("Make", "Task", {"Subject": "t"}),
        trigger="after",
        first=None,
        paths=(path("async", "Make", **ASYNC),),
    )
    good = new(org(later))
    assert len(good.org.rows("Task")) == 1
    bad = new(org(later, rule("No", "TRUE", on="Task")))
    assert saved(bad)["Id"]
    assert [mail.by for mail in bad.effects if isinstance(mail, Email)] == ["fault"]
    assert bad.org.rows("Task") == ()


COPY = create("Make", "Task", {"Subject": Ref("$Record.Subject")})


@vector(30, "A")
def a_path_runs_when_it_is_due_on_the_row_as_it_then_is() -> None:
    made = org(
        flow("Wait", COPY, trigger="after", when="Create", first=None, paths=(path("p", "Make", offsetNumber=2),))
    )
    first = new(made, {"Subject": "old"})
    changed = first.org.update("Case", {"Id": first.result.id, "Subject": "new"})
    early = changed.org.advance(NOON + timedelta(hours=47, minutes=59))
    assert early.org.rows("Task") == ()
    late = early.org.advance(NOON + timedelta(hours=48))
    assert [row["Subject"] for row in late.org.rows("Task")] == ["new"]


OPEN = {"filters": [("Status", "EqualTo", "New")]}


@vector(31, "B")
def a_path_is_dropped_as_soon_as_the_conditions_fail() -> None:
    made = org(flow("Wait", COPY, trigger="after", first=None, paths=(path("p", "Make", offsetNumber=2),), **OPEN))
    first = new(made)
    assert len(first.org.state.pending) == 1
    second = first.org.update("Case", {"Id": first.result.id, "Status": "Working"})
    assert second.org.state.pending == {}
    assert second.org.advance(NOON + timedelta(days=9)).org.rows("Task") == ()


def before_due() -> object:
    paths = (path("p", "Make", timeSource="RecordField", recordField="Due__c", offsetNumber=-1),)
    return flow("Wait", COPY, trigger="after", first=None, paths=paths, **OPEN)


@vector(32, "C")
def a_path_moves_with_its_field() -> None:
    made = org(custom("Due__c", "Date"), before_due())  # type: ignore[arg-type]
    first = new(made, {"Due__c": date(2026, 3, 10)})
    (waits,) = first.org.state.pending.values()
    second = first.org.update("Case", {"Id": first.result.id, "Due__c": date(2026, 3, 17)})
    (moved,) = second.org.state.pending.values()
    assert (waits.at, moved.at - waits.at) == (datetime(2026, 3, 9, tzinfo=UTC), timedelta(days=7))


@vector(33, "C")
def nothing_waits_for_a_blank_date() -> None:
    made = org(custom("Due__c", "Date"), before_due())  # type: ignore[arg-type]
    first = new(made)
    assert first.org.state.pending == {}
    second = first.org.update("Case", {"Id": first.result.id, "Due__c": date(2026, 3, 10)})
    assert len(second.org.state.pending) == 1


@vector(34, "C")
def what_is_overdue_runs_at_once() -> None:
    made = org(custom("Due__c", "Date"), before_due())  # type: ignore[arg-type]
    assert len(new(made, {"Due__c": date(2026, 3, 2)}).org.rows("Task")) == 1


@vector(35, "C")
def a_deleted_record_waits_for_nothing() -> None:
    made = org(custom("Due__c", "Date"), before_due())  # type: ignore[arg-type]
    first = new(made, {"Due__c": date(2026, 3, 10)})
    gone = first.org.delete("Case", first.result.id or "")
    assert gone.org.state.pending == {}
    assert gone.org.advance(NOON + timedelta(days=30)).org.rows("Task") == ()


@vector(36, "A")
def due_interviews_run_in_batches() -> None:
    paths = (path("p", "Make", offsetNumber=1, maxBatchSize=50),)
    made = org(flow("Wait", COPY, trigger="after", when="Create", first=None, paths=paths))
    first = made.insert("Case", [{"Subject": f"{n}"} for n in range(120)])
    late = first.org.advance(NOON + timedelta(days=1))
    elements = [step for step in late.trace if step.kind == "element"]
    assert (len(elements), len(late.org.rows("Task"))) == (120, 120)
    starts = [place for place, step in enumerate(late.trace) if step.kind == "path"]
    blocks = [place for number, place in enumerate(starts) if number == 0 or starts[number - 1] != place - 1]
    assert len(blocks) == 3


@vector(37, "A")
def a_daily_flow_keeps_the_wall_clock() -> None:
    schedule = FlowSchedule(frequency="Daily", startDate="2026-03-06", startTime="02:30:00.000Z")
    body = flow("Sweep", COPY, on="Case", filters=[("Status", "EqualTo", "New")]).body
    start = dataclasses.replace(body.start, triggerType="Scheduled", recordTriggerType=None, schedule=schedule)  # type: ignore[union-attr]
    sweep = component("Sweep", dataclasses.replace(body, start=start))  # type: ignore[type-var]
    made = org(sweep, zone="America/New_York", now=datetime(2026, 3, 5, tzinfo=UTC))
    made = made.insert("Case", [{"Subject": "a"}, {"Subject": "b"}, {"Subject": "c"}, {"Status": "Closed"}]).org
    winter = made.advance(datetime(2026, 3, 6, 7, 30, tzinfo=UTC))
    assert len(winter.org.rows("Task")) == 3
    assert made.advance(datetime(2026, 3, 6, 7, 29, tzinfo=UTC)).org.rows("Task") == ()
    summer = made.advance(datetime(2026, 3, 10, tzinfo=UTC))
    assert summer.org.rows("Task")[-1]["CreatedDate"] == datetime(2026, 3, 9, 6, 30, tzinfo=UTC)


@vector(38, "A")
def an_old_flow_runs_after_the_others() -> None:
    def append(name: str, version: str) -> object:
        parts = (assign("Set", ("$Record.Description", "Add", name), then="Put"), update_held("Put", "$Record"))
        return flow(name, *parts, trigger="after", when="Create", version=version)

    made = org(append("Old", "53.0"), append("New", "54.0"))  # type: ignore[arg-type]
    assert saved(new(made))["Description"] == "NewOld"


@pytest.mark.parametrize("check", vector.held)
def test_vector(check: Callable[[], None]) -> None:
    check()


def test_every_vector_of_the_section_is_here() -> None:
    assert sorted(vector.numbers) == list(range(1, 39))


def test_a_decision_can_ask_for_the_change() -> None:
    newly = decide("Ask", ("$Record.Status", "EqualTo", "Escalated"), yes="Make", newly=True)
    made = org(flow("After", newly, COPY, trigger="after", when="Update"))
    first = new(made)
    second = first.org.update("Case", {"Id": first.result.id, "Status": "Escalated"})
    third = second.org.update("Case", {"Id": first.result.id, "Subject": "x"})
    assert [len(one.org.rows("Task")) for one in (first, second, third)] == [0, 1, 1]


def test_a_failure_can_be_asked_for() -> None:
    note = assign("Note", ("$Record.Subject", "x"))
    made = org(flow("After", create("Make", "Task", {"Subject": "t"}, fault="Note"), note, trigger="after"))
    broken = dataclasses.replace(made, failing=frozenset(("After.Make",)))
    outcome = new(broken)
    assert outcome.org.rows("Task") == ()
    assert [step.what for step in outcome.trace if step.kind == "fault"] == ["taken"]
