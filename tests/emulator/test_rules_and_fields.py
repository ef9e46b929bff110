"""Assignment, escalation and what fields accept: vectors 94 to 115 of the runtime contract."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from generator.emulator.organisation import Org
from generator.emulator.results import Email
from generator.metadata.component import component
from generator.metadata.objects import PicklistValue, RecordType, RecordTypePicklistValue
from generator.metadata.people import (
    AutoResponseRule,
    AutoResponseRules,
    EscalationAction,
    EscalationRule,
    EscalationRules,
    RuleEntry,
)
from generator.metadata.values import StandardValue, StandardValueSet
from tests.emulator.building import (
    NOON,
    Ref,
    Vectors,
    assign,
    assignment,
    codes,
    custom,
    entry,
    errors,
    flow,
    new,
    org,
    queue,
    rule,
    saved,
    switched,
)

vector = Vectors()
QUEUES = (queue("Q1", "Case"), queue("Q2", "Case"), queue("Tasks", "Task"))


def owner(made: Org, given: dict[str, Any] | None = None, **more: Any) -> str:
    """The queue that owns a new case, or `user`."""
    row = saved(new(made, given, **more))
    held = made.get(row["OwnerId"]) or {}
    return str(held["DeveloperName"]) if row["OwnerId"].startswith("00G") else "user"


BY_ORIGIN = assignment(entry("Q1", ("Case.Origin", "equals", "Phone")), entry("Q2"))


@vector(94, "A")
def the_first_entry_that_matches_wins() -> None:
    made = org(*QUEUES, BY_ORIGIN)
    assert [owner(made, {"Origin": one}) for one in ("phone", "Web")] == ["Q1", "Q2"]


@vector(95, "A")
def a_comma_means_or() -> None:
    made = org(*QUEUES, assignment(entry("Q1", ("Case.Origin", "equals", "Web, Email"))))
    assert [owner(made, {"Origin": one}) for one in ("Email", "Web", "Phone")] == ["Q1", "Q1", "user"]


@vector(96, "A")
def not_equal_means_none_of_them() -> None:
    made = org(*QUEUES, assignment(entry("Q1", ("Case.Priority", "notEqual", "High,Low")), entry("Q2")))
    assert [owner(made, {"Priority": one}) for one in ("Medium", "High", None)] == ["Q1", "Q2", "Q1"]


@vector(97, "A")
def equals_nothing_means_blank() -> None:
    made = org(*QUEUES, assignment(entry("Q1", ("Case.Subject", "equals", "")), entry("Q2")))
    assert [owner(made, {"Subject": one}) for one in (None, "x")] == ["Q1", "Q2"]


@vector(98, "A")
def nobody_found_means_the_default_owner() -> None:
    made = org(*QUEUES, assignment(entry("Q1", ("Case.Origin", "equals", "Phone"))), default_owner="Q2")
    assert [owner(made, {"Origin": one}) for one in ("Phone", "Web")] == ["Q1", "Q2"]
    unruled = org(*QUEUES, default_owner="Q2")
    assert owner(unruled) == "Q2"
    assert new(unruled).notes == {"no_active_rule_rest"}
    assert owner(switched(unruled, no_active_rule_rest="untouched")) == "user"


@vector(99, "A")
def apex_asks_for_the_rules_or_gets_none() -> None:
    made = org(*QUEUES, BY_ORIGIN)
    outcome = new(made, {"Origin": "Phone"}, channel="apex")
    assert not [step for step in outcome.trace if step.kind == "entry"]
    assert owner(made, {"Origin": "Phone"}, channel="apex") == "user"


@vector(100, "A")
def a_header_may_say_no() -> None:
    outcome = new(org(*QUEUES, BY_ORIGIN), {"Origin": "Phone"}, assign=False)
    assert not [step for step in outcome.trace if step.kind == "entry"]


def escalating(**more: Any) -> Org:
    action = EscalationAction(
        minutesToEscalation=60, assignedTo="Q2", assignedToType="Queue", notifyEmail=("boss@example.org",)
    )
    escalation = RuleEntry(
        businessHoursSource="Static", businessHours="Nine to five", escalationAction=(action,), **more
    )
    rules = EscalationRules(escalationRule=(EscalationRule(fullName="R", active=True, ruleEntry=(escalation,)),))
    made = org(*QUEUES, component("Case", rules), now=datetime(2026, 3, 6, 16, 30, tzinfo=UTC))
    hours: dict[str, Any] = {"Name": "Nine to five", "IsActive": True, "TimeZoneSidKey": "UTC"}
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        hours |= {f"{day}StartTime": time(9), f"{day}EndTime": time(17)}
    return made.with_rows("BusinessHours", [hours])[0]


@vector(101, "A")
def escalation_counts_business_hours() -> None:
    first = new(escalating())
    monday = datetime(2026, 3, 9, 9, 30, tzinfo=UTC)
    assert [due.at for due in first.org.state.pending.values()] == [monday]
    early = first.org.advance(monday - timedelta(seconds=1)).org
    assert (early.rows("Case")[0]["IsEscalated"], early.state.pending == {}) == (False, False)
    late = early.advance(monday)
    (row,) = late.org.rows("Case")
    assert (row["IsEscalated"], (late.org.get(row["OwnerId"]) or {})["DeveloperName"]) == (True, "Q2")
    assert [mail.to for mail in late.effects if isinstance(mail, Email)] == [("boss@example.org",)]
    (ticked,) = new(switched(escalating(), escalation_tick_minutes=20)).org.state.pending.values()
    assert ticked.at == datetime(2026, 3, 9, 9, 40, tzinfo=UTC)


@vector(102, "A")
def a_case_that_was_touched_may_not_escalate() -> None:
    first = new(escalating(disableEscalationWhenModified=True))
    assert len(first.org.state.pending) == 1
    saturday = first.org.advance(datetime(2026, 3, 7, 12, tzinfo=UTC)).org
    touched = saturday.update("Case", {"Id": first.result.id, "Subject": "x"})
    assert touched.org.state.pending == {}
    assert touched.org.advance(datetime(2026, 3, 20, tzinfo=UTC)).org.rows("Case")[0]["IsEscalated"] is False


PICK = custom("Pick__c", values=("A", "B"))


@vector(103, "A")
def a_restricted_picklist_takes_its_values() -> None:
    (error,) = errors(new(org(PICK), {"Pick__c": "Foo"}))
    assert (error.code, error.fields) == ("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", ("Pick__c",))
    assert error.message == "Pick__c: bad value for restricted picklist field: Foo"
    assert saved(new(org(PICK), {"Pick__c": "A"}))["Pick__c"] == "A"


@vector(104, "B")
def a_record_type_narrows_a_picklist() -> None:
    values = (RecordTypePicklistValue(picklist="Pick__c", values=(PicklistValue(fullName="A", default=True),)),)
    made = org(
        PICK, component("Case.Small", RecordType(fullName="Small", active=True, label="Small", picklistValues=values))
    )
    small = (made.find("RecordType", DeveloperName="Small") or {})["Id"]
    assert codes(new(made, {"Pick__c": "B", "RecordTypeId": small})) == ["INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"]
    assert saved(new(made, {"Pick__c": "B"}))["Pick__c"] == "B"
    assert saved(new(made, {"RecordTypeId": small}))["Pick__c"] == "A"


@vector(105, "A")
def a_standard_picklist_takes_anything() -> None:
    assert saved(new(org(), {"Reason": "brand new"}))["Reason"] == "brand new"


@vector(106, "A")
def numbers_have_room_before_the_point() -> None:
    made = org(custom("N__c", "Number", precision=5, scale=2))
    assert codes(new(made, {"N__c": 12345})) == ["NUMBER_OUTSIDE_VALID_RANGE"]
    kept = new(made, {"N__c": Decimal("123.456")})
    assert (saved(kept)["N__c"], "round_on_api_write" in kept.notes) == (Decimal("123.456"), True)
    assert saved(new(switched(made, round_on_api_write=True), {"N__c": Decimal("123.456")}))["N__c"] == Decimal(
        "123.46"
    )


@vector(107, "A")
def texts_are_trimmed() -> None:
    assert [saved(new(org(), {"Subject": one}))["Subject"] for one in ("  hi  ", "")] == ["hi", None]


@vector(108, "A")
def defaults_are_for_what_is_not_named() -> None:
    made = org(custom("X__c", length=10, defaultValue='"X"'))
    first = new(made)
    assert saved(first)["X__c"] == "X"
    assert saved(new(made, {"X__c": None}))["X__c"] is None
    emptied = first.org.update("Case", {"Id": first.result.id, "X__c": None})
    assert saved(emptied.org.update("Case", {"Id": first.result.id, "Subject": "s"}))["X__c"] is None


@vector(109, "A")
def a_default_satisfies_required() -> None:
    needed = custom("X__c", length=10, required=True, defaultValue='"X"')
    saved(new(org(needed)))
    assert codes(new(org(needed), {"X__c": None})) == ["REQUIRED_FIELD_MISSING"]


def people() -> tuple[Org, str, str, str, str]:
    made, (one, two) = org().with_rows("Account", [{"Name": "1"}, {"Name": "2"}])
    made, (ann, ben) = made.with_rows(
        "Contact", [{"LastName": "Ann", "AccountId": one}, {"LastName": "Ben", "AccountId": two}]
    )
    return made, one, two, ann, ben


@vector(110, "A")
def a_contact_brings_its_account() -> None:
    made, one, _, ann, _ = people()
    assert saved(new(made, {"ContactId": ann}))["AccountId"] == one


@vector(111, "A")
def another_contact_leaves_the_account() -> None:
    made, one, two, ann, ben = people()
    first = new(made, {"ContactId": ann})
    assert saved(first.org.update("Case", {"Id": first.result.id, "ContactId": ben}))["AccountId"] == one
    bare = first.org.update("Case", {"Id": first.result.id, "AccountId": None})
    moved = bare.org.update("Case", {"Id": first.result.id, "ContactId": ben})
    assert saved(moved)["AccountId"] == two


@vector(112, "A")
def closing_is_a_matter_of_the_status() -> None:
    first = new(org())
    closed = first.org.update("Case", {"Id": first.result.id, "Status": "Closed"})
    assert (saved(closed)["IsClosed"], saved(closed)["ClosedDate"]) == (True, NOON)
    assert codes(first.org.update("Case", {"Id": first.result.id, "IsClosed": True})) == [
        "INVALID_FIELD_FOR_INSERT_UPDATE"
    ]
    statuses = StandardValueSet(
        sorted=False,
        standardValue=(
            StandardValue(fullName="Open", default=True),
            StandardValue(fullName="Done", default=False, closed=True),
        ),
    )
    row = saved(new(org(component("CaseStatus", statuses)), {"Status": "Done"}))
    assert (row["IsClosed"], row["IsClosedOnCreate"]) == (True, True)


@vector(113, "A")
def unique_texts_do_not_look_at_case() -> None:
    for sensitive, expected in ((False, ["DUPLICATE_VALUE"]), (True, [])):
        made = org(custom("U__c", length=10, unique=True, caseSensitive=sensitive))
        first = new(made, {"U__c": "ABC"})
        assert codes(new(first.org, {"U__c": "abc"})) == expected
        assert codes(new(first.org, {"U__c": "ABC"})) == ["DUPLICATE_VALUE"]
        assert codes(first.org.update("Case", {"Id": first.result.id, "U__c": "ABC"})) == []


@vector(114, "B")
def a_queue_must_serve_the_object() -> None:
    made = org(*QUEUES)
    tasks, cases = ((made.find("Group", DeveloperName=one) or {})["Id"] for one in ("Tasks", "Q1"))
    assert codes(new(made, {"OwnerId": tasks})) == ["FIELD_INTEGRITY_EXCEPTION"]
    assert saved(new(made, {"OwnerId": cases}, assign=False))["OwnerId"] == cases


@vector(115, "A")
def a_mail_that_a_rule_refuses_leaves_nothing() -> None:
    made = org(rule("No", 'Subject = "bad"', message="not this"))
    bad = made.receive(subject="bad", body="b", sender="p@example.org")
    assert (bad.org.rows("Case"), bad.org.rows("EmailMessage")) == ((), ())
    assert [(mail.by, mail.body) for mail in bad.effects if isinstance(mail, Email)] == [("email-to-case", "not this")]
    good = made.receive(subject="good", body="b", sender="p@example.org", name="Pat")
    (case,), (message,) = good.org.rows("Case"), good.org.rows("EmailMessage")
    assert (message["ParentId"], message["Incoming"], message["TextBody"]) == (case["Id"], True, "b")
    assert (case["Origin"], case["SuppliedEmail"], case["SuppliedName"]) == ("Email", "p@example.org", "Pat")


@pytest.mark.parametrize("check", vector.held)
def test_vector(check: Callable[[], None]) -> None:
    check()


def test_every_vector_of_the_section_is_here() -> None:
    assert sorted(vector.numbers) == list(range(94, 116))


def test_an_automatic_answer_goes_to_whoever_wrote() -> None:
    answers = AutoResponseRules(
        autoResponseRule=(
            AutoResponseRule(
                fullName="R", active=True, ruleEntry=(RuleEntry(template="T", senderEmail="us@example.org"),)
            ),
        )
    )
    outcome = new(org(component("Case", answers)), {"SuppliedEmail": "p@example.org"})
    assert [(mail.by, mail.to) for mail in outcome.effects if isinstance(mail, Email)] == [
        ("autoResponse", ("p@example.org",))
    ]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"Nowhere__c": 1}, "INVALID_FIELD"),
        ({"SuppliedEmail": "no mail"}, "INVALID_EMAIL_ADDRESS"),
        ({"ContactId": "003000000000009AAA"}, "INVALID_CROSS_REFERENCE_KEY"),
        ({"ContactId": "001000000000001AAA"}, "FIELD_INTEGRITY_EXCEPTION"),
        ({"Subject": 5}, "INVALID_TYPE_ON_FIELD_IN_RECORD"),
        ({"Subject": "x" * 256}, "STRING_TOO_LONG"),
    ],
)
def test_what_a_case_does_not_take(given: dict[str, Any], code: str) -> None:
    assert codes(new(org(), given)) == [code]


def test_permissions_come_from_sets_or_by_hand() -> None:
    from generator.metadata.objects import CustomPermission
    from generator.metadata.permissions import PermissionSet, PermissionSetCustomPermissions

    given = PermissionSet(label="P", customPermissions=(PermissionSetCustomPermissions(enabled=True, name="May"),))
    may = CustomPermission(label="May", isLicensed=False)
    made = org(component("May", may), component("P", given), rule("Only", "NOT($Permission.May)"))
    made, ann = made.with_user("Ann", permission_sets=("P",))
    made, ben = made.with_user("Ben", permissions=("May",))
    made, cat = made.with_user("Cat")
    assert [codes(new(made, user=one)) for one in (ann, ben, cat)] == [[], [], ["FIELD_CUSTOM_VALIDATION_EXCEPTION"]]


def test_a_setting_holds_from_the_save_after_which_it_was_changed() -> None:
    from generator.metadata.custom_objects import CustomObject

    setting = component("S__c", CustomObject(label="S", customSettingsType="Hierarchy"))
    first = org(setting, custom("Mode__c", on="S__c", length=9), rule("Off", '$Setup.S__c.Mode__c = "off"'))
    (whole,) = first.rows("Organization")
    on, (id,) = first.with_rows("S__c", [{"SetupOwnerId": whole["Id"], "Mode__c": "on"}])
    off = on.update("S__c", {"Id": id, "Mode__c": "off"}).org
    own, _ = off.with_rows("S__c", [{"SetupOwnerId": off.state.default_user, "Mode__c": "on"}])

    refused = ["FIELD_CUSTOM_VALIDATION_EXCEPTION"]
    assert [codes(new(one)) for one in (first, on, off, own, off, on)] == [[], [], refused, [], refused, []]


def test_history_is_kept_for_tracked_fields() -> None:
    made = org(custom("T__c", length=10, trackHistory=True))
    first = new(made, {"T__c": "a"})
    second = first.org.update("Case", {"Id": first.result.id, "T__c": "b", "Subject": "s"})
    (line,) = second.org.rows("CaseHistory")
    assert (line["CaseId"], line["Field"], line["OldValue"], line["NewValue"]) == (first.result.id, "T__c", "a", "b")


def test_an_org_is_a_value() -> None:
    made = org()
    first = new(made, {"Subject": "a"})
    assert made.rows("Case") == ()
    second = first.org.update("Case", {"Id": first.result.id, "Subject": "b"})
    assert [one.rows("Case")[0]["Subject"] for one in (first.org, second.org)] == ["a", "b"]
    assert dataclasses.is_dataclass(made)


def test_many_records_stay_in_their_order() -> None:
    made = org(flow("Name", assign("Set", ("$Record.SuppliedName", Ref("$Record.Subject")))))
    for start in range(0, 600, 150):
        made = made.insert("Case", [{"Subject": f"{start + n}"} for n in range(150)]).org
    assert [row["Subject"] for row in made.rows("Case")] == [f"{n}" for n in range(600)]
    found = made.find("Case", SuppliedName="77")
    assert found is not None
    assert found["CaseNumber"] == "00000078"
