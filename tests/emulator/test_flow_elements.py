"""Decisions, assignments, queries, collections, subflows and actions: vectors 39 to 61 of the runtime contract."""

import dataclasses
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from generator.emulator.loading import load
from generator.emulator.results import Email, Notification
from generator.emulator.schema import NotModelled
from generator.metadata.component import Component, component
from generator.metadata.flow import FlowCollectionSortOption, FlowSubflowInputAssignment
from generator.metadata.messages import CustomNotificationType
from tests.emulator.building import (
    Ref,
    Vectors,
    act,
    assign,
    codes,
    condition,
    create,
    custom,
    decide,
    delete,
    errors,
    flow,
    formula,
    get,
    loop,
    new,
    org,
    processor,
    saved,
    subflow,
    switched,
    template,
    update,
    update_held,
    value,
    variable,
)

vector = Vectors()


def verdict(*conditions: tuple[str, str, Any], given: dict[str, Any] | None = None, parts: tuple[Any, ...] = (),
            with_components: tuple[Component, ...] = (), logic: str = "and") -> bool:  # fmt: skip
    """Do the conditions of a decision hold for a new case?"""
    ask = decide("Ask", *conditions, yes="Yes", no="No", logic=logic)
    yes, no = (assign(name, ("$Record.SuppliedName", name)) for name in ("Yes", "No"))
    made = org(*with_components, flow("Decide", ask, yes, no, *parts, first="Ask"))
    return bool(saved(new(made, given))["SuppliedName"] == "Yes")


def worked_out(expression: str, given: dict[str, Any] | None = None, fields: tuple[Component, ...] = ()) -> Any:
    """A formula resource of type Text, on a new case."""
    made = org(*fields, flow("Work", assign("Set", ("$Record.SuppliedName", Ref("f"))), formula("f", expression)))
    return saved(new(made, given)).get("SuppliedName")


@vector(39, "A")
def decisions_do_not_look_at_case() -> None:
    assert verdict(("$Record.Status", "EqualTo", "escalated"), given={"Status": "Escalated"})


@vector(40, "A")
def formulas_do() -> None:
    given = {"Subject": "ABC"}
    assert worked_out('IF({!$Record.Subject} = "abc", "T", "F")', given) == "F"
    assert worked_out('IF({!$Record.Subject} = "ABC", "T", "F")', given) == "T"


@vector(41, "B")
def starts_with_differs_from_begins() -> None:
    given = {"Subject": "RE: hi"}
    assert verdict(("$Record.Subject", "StartsWith", "re:"), given=given)
    assert worked_out('IF(BEGINS({!$Record.Subject}, "re:"), "T", "F")', given) == "F"


@vector(42, "A")
def ids_are_compared_with_case() -> None:
    owner = org().state.default_user
    assert verdict(("$Record.OwnerId", "EqualTo", owner))
    assert not verdict(("$Record.OwnerId", "EqualTo", owner[:-3] + "aaa"))


TESTS = (("IsNull", True), ("EqualTo", ""), ("IsBlank", True))


@vector(43, "A")
def nothing_is_not_an_empty_text() -> None:
    held = (variable("text"),)
    assert [verdict(("text", *test), parts=held) for test in TESTS] == [True, False, True]


@vector(44, "A")
def an_empty_text_is_not_nothing() -> None:
    held = (variable("text", default=Ref("$GlobalConstant.EmptyString")),)
    assert [verdict(("text", *test), parts=held) for test in TESTS] == [False, True, True]


@vector(45, "A")
def an_unset_yes_or_no_is_not_no() -> None:
    assert not verdict(("flag", "EqualTo", False), parts=(variable("flag", "Boolean"),))
    assert verdict(("flag", "EqualTo", False), parts=(variable("flag", "Boolean", default=False),))


@vector(46, "A")
def a_percent_is_raw_in_decisions_and_a_part_in_formulas() -> None:
    field = custom("Rate__c", "Percent", precision=5, scale=2)
    given = {"Rate__c": 100}
    assert verdict(("$Record.Rate__c", "EqualTo", 100), given=given, with_components=(field,))
    assert worked_out('IF({!$Record.Rate__c} = 1, "T", "F")', given, (field,)) == "T"


FIND = get("Find", "Contact", ("LastName", "EqualTo", "nobody"), then="Ask")


@vector(47, "A")
def a_record_that_was_not_found_is_null() -> None:
    found = decide("Ask", ("Find", "IsNull", True), yes="Yes")
    made = org(flow("Look", FIND, found, assign("Yes", ("$Record.SuppliedName", "Yes"))))
    assert saved(new(made))["SuppliedName"] == "Yes"
    made, _ = made.with_rows("Contact", [{"LastName": "NOBODY"}])
    assert saved(new(made)).get("SuppliedName") is None


@vector(48, "B")
def a_field_of_a_record_that_was_not_found() -> None:
    reads = decide("Ask", ("Find.LastName", "EqualTo", "x"), yes=None)
    made = org(flow("Look", FIND, reads))
    assert "failed to access the value for Find.LastName because it hasn't been set" in errors(new(made))[0].message
    assert new(made).notes == {"null_record_field_access"}
    saved(new(switched(made, null_record_field_access="null")))
    by_formula = assign("Ask", ("$Record.SuppliedName", Ref("f")))
    lenient = flow("Look", FIND, by_formula, formula("f", 'IF(ISBLANK({!Find.LastName}), "blank", "set")'))
    assert saved(new(org(lenient)))["SuppliedName"] == "blank"


def test_a_field_that_a_query_does_not_list_is_blank() -> None:
    """A flow that forgets to list one deploys, and goes wrong in silence (runtime-semantics 2.4)."""

    def read(*fields: str) -> Any:
        found = get("Find", "Contact", ("LastName", "EqualTo", "x"), then="Keep", queriedFields=fields)
        made = org(flow("Look", found, assign("Keep", ("$Record.SuppliedName", Ref("Find.Email")))))
        made, _ = made.with_rows("Contact", [{"LastName": "x", "Email": "x@example.org"}])
        return saved(new(made)).get("SuppliedName")

    assert [read(), read("Email"), read("LastName"), read("Id")] == ["x@example.org", "x@example.org", None, None]


@vector(49, "A")
def a_variable_is_kept_unless_it_is_to_be_emptied() -> None:
    def kept(empties: bool) -> Any:
        manual = {
            "storeOutputAutomatically": None, "outputReference": "held", "queriedFields": ("LastName",),
            "assignNullValuesIfNoRecordsFound": empties, "getFirstRecordOnly": None,
        }  # fmt: skip
        parts = (
            variable("held", "SObject", objectType="Contact"), assign("Preset", ("held.LastName", "R"), then="Find"),
            get("Find", "Contact", ("LastName", "EqualTo", "nobody"), then="Ask", **manual),
            decide("Ask", ("held", "IsNull", True), yes="Yes"), assign("Yes", ("$Record.SuppliedName", "gone")),
        )  # fmt: skip
        return saved(new(org(flow("Look", *parts)))).get("SuppliedName")

    assert (kept(False), kept(True)) == (None, "gone")


def counted(*given: tuple[str, str, Any], parts: tuple[Any, ...] = (), **more: Any) -> str:
    """How many of four contacts a query finds: one X, one x, one Y, one with a blank title."""
    find = get("Find", "Contact", *given, then="Count", getFirstRecordOnly=False, **more)
    count = assign("Count", ("number", "AssignCount", Ref("Find")), then="Write")
    write = assign("Write", ("$Record.SuppliedName", Ref("f")))
    made = org(flow("Look", find, count, write, variable("number", "Number"), formula("f", "TEXT({!number})"), *parts))
    rows = [
        {"LastName": "1", "Title": "X"},
        {"LastName": "2", "Title": "x"},
        {"LastName": "3", "Title": "Y"},
        {"LastName": "4"},
    ]
    return str(saved(new(made.with_rows("Contact", rows)[0]))["SuppliedName"])


@vector(50, "B")
def not_equal_finds_blanks_too() -> None:
    assert counted(("Title", "NotEqualTo", "X")) == "2"
    assert counted(("Title", "EqualTo", "X")) == "2"
    assert counted(("Title", "GreaterThan", "A")) == "3"
    assert counted(("Title", "IsNull", True)) == "1"


@vector(51, "A")
def empty_collections_in_filters() -> None:
    many = (variable("many", isCollection=True),)
    assert counted(("Title", "In", Ref("many")), parts=many) == "0"
    assert counted(("Title", "NotIn", Ref("many")), parts=many) == "4"


@vector(52, "A")
def queries_put_blanks_first() -> None:
    find = get("Find", "Contact", then="Write", sortField="Title", sortOrder="Asc")
    made = org(flow("Look", find, assign("Write", ("$Record.SuppliedName", Ref("Find.LastName")))))
    made, _ = made.with_rows(
        "Contact", [{"LastName": "1", "Title": "X"}, {"LastName": "2"}, {"LastName": "3", "Title": "A"}]
    )
    assert saved(new(made))["SuppliedName"] == "2"


def sorted_titles(**option: Any) -> str:
    find = get("Find", "Contact", then="Sort", getFirstRecordOnly=False)
    chosen = FlowCollectionSortOption(sortField="Title", sortOrder="Asc", doesPutEmptyStringAndNullFirst=False)
    if option:
        chosen = FlowCollectionSortOption(sortField="Title", **option)
    sort = processor("Sort", "SortCollectionProcessor", "Find", then="Each", sortOptions=(chosen,))
    each = loop("Each", "Sort", "Add", None)
    add = assign("Add", ("$Record.SuppliedName", "Add", Ref("Each.LastName")), then="Each")
    made = org(flow("Look", find, sort, each, add))
    rows = [{"LastName": "1", "Title": "X"}, {"LastName": "2"}, {"LastName": "3", "Title": "A"}]
    return str(saved(new(made.with_rows("Contact", rows)[0]))["SuppliedName"])


@vector(53, "A")
def sorted_collections_put_blanks_last() -> None:
    assert sorted_titles() == "312"
    assert sorted_titles(sortOrder="Desc", doesPutEmptyStringAndNullFirst=True) == "213"


@vector(54, "A")
def dates_move_by_days() -> None:
    field = custom("Day__c", "Date")
    steps = (("$Record.Day__c", "Add", 2), ("$Record.Day__c", "Subtract", 5))
    made = org(field, flow("Move", assign("Move", *steps)))
    assert saved(new(made, {"Day__c": date(2026, 3, 2)}))["Day__c"] == date(2026, 2, 27)


@vector(55, "A")
def items_of_a_multipicklist() -> None:
    def made(operator: str) -> Any:
        steps = assign("Set", ("m", "a"), ("m", operator, "b"), ("$Record.SuppliedName", Ref("m")))
        return saved(new(org(flow("Set", steps, variable("m", "Multipicklist")))))["SuppliedName"]

    assert (made("AddItem"), made("Add")) == ("a;b", "ab")


COLOURS = (("many", "Add", "Red"), ("many", "Add", "Green"), ("many", "Add", "Blue"))


def colours(*steps: tuple[Any, ...]) -> str:
    parts = (
        variable("many", isCollection=True), variable("other", isCollection=True),
        assign("Fill", *COLOURS, *steps, then="Each"), loop("Each", "many", "Add", None),
        assign("Add", ("$Record.SuppliedName", "Add", Ref("Each")), ("$Record.SuppliedName", "Add", ","), then="Each"),
    )  # fmt: skip
    return str(saved(new(org(flow("Set", *parts)))).get("SuppliedName"))


@vector(56, "A")
def positions_count_from_one() -> None:
    assert colours(("many", "RemovePosition", 2)) == "Red,Blue,"
    outcome = new(
        org(flow("Set", variable("many", isCollection=True), assign("Fill", *COLOURS, ("many", "RemovePosition", 4))))
    )
    assert codes(outcome) == ["CANNOT_EXECUTE_FLOW_TRIGGER"]


@vector(57, "C")
def formulas_are_worked_out_each_time() -> None:
    steps = assign(
        "Set", ("n", 1), ("$Record.SuppliedName", Ref("f")), ("n", "Add", 1), ("$Record.SuppliedName", "Add", Ref("f"))
    )
    assert (
        saved(new(org(flow("Set", steps, variable("n", "Number"), formula("f", "TEXT({!n} * 10)")))))["SuppliedName"]
        == "1020"
    )


@vector(58, "A")
def subflows_keep_their_defaults() -> None:
    parts = (
        assign("Set", ("out", Ref("given")), ("out", "Add", Ref("other"))), variable("out", isOutput=True),
        variable("given", default="d", isInput=True), variable("other", default="-", isInput=True),
    )  # fmt: skip
    child = flow("Child", *parts, trigger=None)
    plain = (
        subflow("Call", "Child", then="Write"),
        assign("Write", ("$Record.SuppliedName", Ref("Call.out")), then="Put"),
    )
    put = update_held("Put", "$Record")
    made = org(child, flow("Parent", *plain, put, trigger="after", when="Create"))
    assert saved(new(made))["SuppliedName"] == "d-"
    given = (FlowSubflowInputAssignment(name="given", value=value("x")),)
    told = (subflow("Call", "Child", then="Write", inputAssignments=given), *plain[1:], put)
    assert saved(new(org(child, flow("Parent", *told, trigger="after", when="Create"))))["SuppliedName"] == "x-"


@vector(59, "A")
def blank_numbers_stay_blank_in_formulas() -> None:
    field = custom("N__c", "Number", precision=5, scale=0)
    other = custom("M__c", "Number", precision=5, scale=0)

    def sum_of(expression: str) -> Any:
        made = org(
            field, other, flow("Work", assign("Set", ("$Record.M__c", Ref("f"))), formula("f", expression, "Number"))
        )
        return saved(new(made)).get("M__c")

    assert sum_of("BLANKVALUE({!$Record.N__c}, 0) + 1") == 1
    assert sum_of("{!$Record.N__c} + 1") is None


@vector(60, "A")
def a_mail_needs_a_subject() -> None:
    def outcome(**given: Any) -> Any:
        inputs = {"emailAddresses": "a@example.org", "emailBody": "b"} | given
        return new(org(flow("Send", act("Mail", "emailSimple", "emailSimple", inputs), trigger="after")))

    assert "emailSubject" in errors(outcome())[0].message
    (mail,) = outcome(emailSubject="s").effects
    assert isinstance(mail, Email)
    assert (mail.to, mail.subject, mail.body) == (("a@example.org",), "s", "b")


@vector(61, "A")
def a_notification_has_a_longest_title() -> None:
    def outcome(length: int) -> Any:
        inputs = {
            "customNotifTypeId": Ref("Type.Id"), "recipientIds": Ref("to"), "title": "t" * length, "body": "b",
            "targetId": Ref("$Record.Id"),
        }  # fmt: skip
        parts = (
            get("Type", "CustomNotificationType", ("DeveloperName", "EqualTo", "Bell"), then="Fill"),
            variable("to", isCollection=True), assign("Fill", ("to", "Add", Ref("$Record.OwnerId")), then="Tell"),
            act("Tell", "customNotificationAction", "customNotificationAction", inputs),
        )  # fmt: skip
        bell = CustomNotificationType(customNotifTypeName="Bell", masterLabel="Bell", desktop=True, mobile=True)
        return new(org(component("Bell", bell), flow("Tell", *parts, trigger="after")))

    assert "at most 250 characters" in errors(outcome(251))[0].message
    (told,) = outcome(250).effects
    assert isinstance(told, Notification)
    assert (told.type, len(told.recipients)) == ("Bell", 1)


@pytest.mark.parametrize("check", vector.held)
def test_vector(check: Callable[[], None]) -> None:
    check()


def test_every_vector_of_the_section_is_here() -> None:
    assert sorted(vector.numbers) == list(range(39, 62))


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        ((("many", "AddAtStart", "White"),), "White,Red,Green,Blue,"),
        ((("many", "RemoveFirst", "green"),), "Red,Blue,"),
        ((("many", "Add", "Red"), ("many", "RemoveAll", "Red")), "Green,Blue,"),
        ((("many", "RemoveBeforeFirst", "Green"),), "Green,Blue,"),
        ((("many", "RemoveAfterFirst", "Green"),), "Red,Green,"),
        ((("other", "Add", "Blue"), ("many", "RemoveUncommon", Ref("other"))), "Blue,"),
        ((("other", "Add", "x"), ("many", "Add", Ref("other"))), "Red,Green,Blue,x,"),
    ],
)
def test_collections_change(steps: tuple[tuple[Any, ...], ...], left: str) -> None:
    assert colours(*steps) == left


@pytest.mark.parametrize(
    ("operator", "right", "holds"),
    [
        ("Contains", "PAIN", True),
        ("EndsWith", "Pain", True),
        ("NotEqualTo", "chest PAIN", False),
        ("WasSet", True, True),
        ("IsBlank", False, True),
        ("GreaterThan", "a", True),
    ],
)
def test_operators_of_decisions(operator: str, right: Any, holds: bool) -> None:
    assert verdict(("$Record.Subject", operator, right), given={"Subject": "Chest pain"}) is holds


@pytest.mark.parametrize(
    ("logic", "holds"), [("1 AND (2 OR 3)", True), ("NOT 1", False), ("or", True), ("1 AND 2", False)]
)
def test_numbered_logic(logic: str, holds: bool) -> None:
    tests = (
        ("$Record.Subject", "EqualTo", "a"),
        ("$Record.Subject", "EqualTo", "b"),
        ("$Record.Subject", "IsNull", False),
    )
    assert verdict(*tests, given={"Subject": "a"}, logic=logic) is holds


def test_logic_that_nobody_documents_is_refused() -> None:
    with pytest.raises(NotModelled, match="condition logic"):
        verdict(("$Record.Subject", "EqualTo", "a"), ("$Record.Subject", "EqualTo", "b"), logic="1 AND 2 OR 1")


def test_a_filter_keeps_what_holds() -> None:
    parts = (
        variable("many", isCollection=True), assign("Fill", *COLOURS, then="Keep"),
        processor("Keep", "FilterCollectionProcessor", "many", then="Each", assignNextValueToReference="one",
                  conditionLogic="and", conditions=(condition("one", "Contains", "RE"),)),
        variable("one"), loop("Each", "Keep", "Add", None),
        assign("Add", ("$Record.SuppliedName", "Add", Ref("Each")), then="Each"),
    )  # fmt: skip
    assert saved(new(org(flow("Keep", *parts))))["SuppliedName"] == "RedGreen"


def test_a_loop_goes_backwards_and_gives_copies() -> None:
    find = get("Find", "Contact", then="Each", getFirstRecordOnly=False)
    each = loop("Each", "Find", "Change", "Again", iterationOrder="Desc")
    change = assign(
        "Change", ("$Record.SuppliedName", "Add", Ref("Each.LastName")), ("Each.LastName", "x"), then="Each"
    )
    again = loop("Again", "Find", "Add", None)
    add = assign("Add", ("$Record.SuppliedName", "Add", Ref("Again.LastName")), then="Again")
    made, _ = org(flow("Look", find, each, change, again, add)).with_rows(
        "Contact", [{"LastName": "1"}, {"LastName": "2"}]
    )
    assert saved(new(made))["SuppliedName"] == "2112"


def test_records_are_made_changed_and_deleted() -> None:
    parts = (
        variable("one", "SObject", objectType="Contact"),
        assign("Fill", ("one.LastName", "New"), then="Make"),
        create("Make", "", {}, then="Change", inputReference="one"),
        update("Change", "Contact", [("LastName", "EqualTo", "New")], {"Title": "t"}, then="Drop"),
        delete("Drop", "Contact", ("LastName", "EqualTo", "Old"), then="Link"),
        assign("Link", ("$Record.ContactId", Ref("one.Id")), then="Put"),
        update_held("Put", "$Record"),
    )  # fmt: skip
    made, _ = org(flow("Write", *parts, trigger="after", when="Create")).with_rows("Contact", [{"LastName": "Old"}])
    outcome = new(made)
    (contact,) = outcome.org.rows("Contact")
    assert (contact["LastName"], contact["Title"]) == ("New", "t")
    assert saved(outcome)["ContactId"] == contact["Id"]


def test_texts_are_filled_in() -> None:
    steps = assign(
        "Set", ("$Record.SuppliedName", Ref("t")), ("$Record.Description", "{!$Record.Subject}: {!n}/{!none}")
    )
    parts = (
        template("t", "Dear {!$Record.Subject}, {!flag}"),
        variable("n", "Number", 2),
        variable("none"),
        variable("flag", "Boolean", True),
    )
    row = saved(new(org(flow("Say", steps, *parts)), {"Subject": "Ann"}))
    assert (row["SuppliedName"], row["Description"]) == ("Dear Ann, true", "Ann: 2/")


def test_how_a_date_looks_is_a_switch() -> None:
    made = org(flow("Say", assign("Set", ("$Record.Description", "{!$Flow.CurrentDate}"))))
    outcome = new(made)
    assert (saved(outcome)["Description"], outcome.notes) == ("2026-03-02", {"text_render_dates"})
    assert saved(new(switched(made, text_render_dates="en_US")))["Description"] == "3/2/2026"


def test_how_a_number_is_rounded_is_a_switch() -> None:
    field = custom("N__c", "Number", precision=9, scale=2)
    steps = assign("Set", ("n", Ref("$Record.N__c")), ("$Record.SuppliedName", "{!n}"))
    made = org(field, flow("Round", steps, variable("n", "Number")))
    rounded = [
        saved(new(one, {"N__c": Decimal("2.5")}))["SuppliedName"]
        for one in (made, switched(made, flow_number_scale_rounding="truncate"))
    ]
    assert rounded == ["3", "2"]


def test_nothing_plus_a_number_is_a_switch() -> None:
    made = org(flow("Add", assign("Set", ("n", "Add", 2), ("$Record.SuppliedName", "{!n}")), variable("n", "Number")))
    assert saved(new(made))["SuppliedName"] == "2"
    assert saved(new(switched(made, flow_null_arithmetic="null"))).get("SuppliedName") is None


def update_record(name: str, fields: dict[str, Any], *given: tuple[str, str, Any], reference: str = "$Record") -> Any:
    """Update Records as Flow Builder writes it for the record that triggers."""
    made = update(name, "", given, fields)
    return dataclasses.replace(made, object=None, inputReference=reference)


@pytest.mark.parametrize("trigger", ["before", "after"])
def test_the_record_that_triggers_is_updated(trigger: str) -> None:
    high = update_record("Raise", {"Priority": "High"}, ("Origin", "EqualTo", "phone"))
    made = org(flow("Raise", high, trigger=trigger, when="Create"))
    assert [saved(new(made, {"Origin": one}))["Priority"] for one in ("Phone", "Web")] == ["High", "Medium"]


def test_records_around_the_one_that_triggers_are_updated() -> None:
    up = update_record("Up", {"Site": "s"}, reference="$Record.Account")
    down = update_record("Down", {"Title": "t"}, ("LastName", "EqualTo", "Ann"), reference="$Record.Contacts")
    account = flow("Account", down, trigger="after", on="Account", when="Update")
    made, (id,) = org(flow("Case", up, trigger="after"), account).with_rows("Account", [{"Name": "A"}])
    made, _ = made.with_rows("Contact", [{"LastName": name, "AccountId": id} for name in ("Ann", "Ben")])
    after = new(made, {"AccountId": id}).org
    assert [row.get("Title") for row in after.rows("Contact")] == ["t", None]
    assert after.rows("Account")[0]["Site"] == "s"


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        (flow("F", act("Do", "apex", "Klass", {}), trigger="after"), "apex"),
        (flow("F", create("Make", "Task", {})), "before a save"),
        (flow("F", assign("Set", ("$Record.Nowhere__c", "x"))), "Nowhere__c"),
        (flow("F", assign("Set", ("$Record.Subject", Ref("gone")))), "gone"),
        (flow("F", assign("Set", ("$Record.Subject", "x"), then="Gone")), "Gone"),
        (flow("F", assign("Set", ("$Record.CreatedDate", Ref("$Flow.CurrentDateTime")))), "nobody can set"),
        (flow("F", get("Find", "Nothing__x")), "Nothing__x"),
        (flow("F", subflow("Call", "Gone"), trigger="after"), "Gone"),
        (flow("F", formula("f", "NOSUCH(1)"), assign("Set", ("$Record.Subject", "x"))), "NOSUCH"),
        (flow("F", assign("Set", ("$Record.IsEscalated", "Add", True))), "Add"),
    ],
)
def test_what_is_not_run_is_refused_by_name(broken: Component, named: str) -> None:
    with pytest.raises(NotModelled, match=named):
        load([broken])
    (refusal,) = load([broken], partial=True).refused
    assert named in refusal.reason
