"""Roll-up summary fields: what they hold, and the save of the parent that each change brings about."""

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from generator.emulator.loading import load
from generator.emulator.organisation import Org
from generator.emulator.schema import NotModelled
from generator.metadata.component import Component, component
from generator.metadata.objects import CustomField
from generator.metadata.people import FilterItem
from tests.emulator.building import Ref, assign, codes, create, custom, decide, flow, new, org, rule, saved, switched

TOTALS = {
    "Lines__c": ("count", None), "Total__c": ("sum", "Amount__c"), "Least__c": ("min", "Amount__c"),
    "Last__c": ("max", "Day__c"),
}  # fmt: skip


def total(name: str, operation: str, summed: str | None, *items: FilterItem, of: str = "Order__c") -> Component:
    body = CustomField(
        fullName=name, label=name, type="Summary", summaryOperation=operation, summaryForeignKey=f"Line__c.{of}",
        summarizedField=f"Line__c.{summed}" if summed else None, summaryFilterItems=items,
    )  # fmt: skip
    return component(f"{of}.{name}", body)


def lines(*more: Component) -> Org:
    """Orders with lines, and totals of every kind."""
    return org(
        custom("Order__c", "MasterDetail", on="Line__c", referenceTo="Order__c"),
        custom("Amount__c", "Number", on="Line__c", precision=16, scale=2),
        custom("Day__c", "Date", on="Line__c"),
        custom("Kind__c", "Text", on="Line__c", length=20),
        *(total(name, operation, summed) for name, (operation, summed) in TOTALS.items()),
        *more,
    )


def line(made: Org, order: str | None, amount: int | None, **more: Any) -> tuple[Org, str]:
    outcome = made.insert("Line__c", {"Order__c": order, "Amount__c": amount} | more)
    return outcome.org, str(saved(outcome)["Id"])


def held(made: Org, order: str) -> tuple[Any, ...]:
    row = made.get(order) or {}
    return tuple(row.get(name) for name in TOTALS)


def test_every_operation_follows_inserts_updates_moves_and_deletes() -> None:
    made = lines()
    made, (first, second) = made.with_rows("Order__c", [{}, {}])
    assert held(made, first) == (Decimal(0), Decimal(0), None, None)

    made, small = line(made, first, 5, Day__c=date(2026, 3, 1))
    made, _ = line(made, first, 7, Day__c=date(2026, 3, 9))
    made, blank = line(made, first, None)
    assert held(made, first) == (Decimal(3), Decimal(12), Decimal(5), date(2026, 3, 9))

    made = made.update("Line__c", {"Id": small, "Amount__c": 6}).org
    assert held(made, first)[1:3] == (Decimal(13), Decimal(6))

    made = made.update("Line__c", {"Id": small, "Order__c": second}).org
    assert held(made, first)[:3] == (Decimal(2), Decimal(7), Decimal(7))
    assert held(made, second)[:3] == (Decimal(1), Decimal(6), Decimal(6))

    made = made.delete("Line__c", blank).org
    assert held(made, first)[0] == Decimal(1)


def test_only_what_the_filter_lets_through_counts() -> None:
    items = FilterItem(field="Line__c.Kind__c", operation="equals", value="open, late")
    made, (order,) = lines(total("Open__c", "sum", "Amount__c", items)).with_rows("Order__c", [{}])
    for kind, amount in (("open", 1), ("LATE", 2), ("done", 4), (None, 8)):
        made, _ = line(made, order, amount, Kind__c=kind)

    assert (made.get(order) or {})["Open__c"] == Decimal(3)
    assert (made.get(order) or {})["Total__c"] == Decimal(15)


def test_the_parent_goes_through_a_save_of_its_own() -> None:
    """Its before-save flow sees the total change, its after-save flow runs, and the rows do not count as written."""
    note = custom("Note__c", "Text", on="Order__c", length=40)
    changed = decide("Ask", ("$Record.Total__c", "IsChanged", True), yes="Set")
    early = flow("Early", changed, assign("Set", ("$Record.Note__c", "changed")), on="Order__c", when="Update")
    late = flow("Late", create("Tell", "Task", {"Subject": "saved"}), on="Order__c", trigger="after", when="Update")
    made, (order,) = lines(note, early, late).with_rows("Order__c", [{}])

    made, _ = line(made, order, 5)

    assert (made.get(order) or {})["Note__c"] == "changed"
    assert [row["Subject"] for row in made.rows("Task")] == ["saved"]


def test_a_child_is_not_saved_when_its_parent_refuses_the_total() -> None:
    most = rule("Most", "Total__c > 10", on="Order__c", message="too much")
    made, (order,) = lines(most).with_rows("Order__c", [{}])
    made, _ = line(made, order, 8)

    outcome = made.insert("Line__c", {"Order__c": order, "Amount__c": 8})

    assert codes(outcome) == ["FIELD_CUSTOM_VALIDATION_EXCEPTION"]
    assert held(outcome.org, order)[:2] == (Decimal(1), Decimal(8))


def test_one_save_of_the_parent_for_many_children() -> None:
    late = flow("Late", create("Tell", "Task", {"Subject": "saved"}), on="Order__c", trigger="after", when="Update")
    made, (order,) = lines(late).with_rows("Order__c", [{}])

    made = made.insert("Line__c", [{"Order__c": order, "Amount__c": 1} for _ in range(200)]).org

    assert held(made, order)[:2] == (Decimal(200), Decimal(200))
    assert len(made.rows("Task")) == 1


def test_a_total_of_totals() -> None:
    """The grandparent follows: its child's total is summed up in turn."""
    up = custom("Deal__c", "MasterDetail", on="Order__c", referenceTo="Deal__c")
    body = CustomField(
        fullName="Sum__c", label="Sum", type="Summary", summaryOperation="sum", summaryForeignKey="Order__c.Deal__c",
        summarizedField="Order__c.Total__c",
    )  # fmt: skip
    made, (deal,) = lines(up, component("Deal__c.Sum__c", body)).with_rows("Deal__c", [{}])
    made, (order,) = made.with_rows("Order__c", [{"Deal__c": deal}])

    made, _ = line(made, order, 5)
    made, _ = line(made, order, 6)

    assert (made.get(deal) or {})["Sum__c"] == Decimal(11)


def test_rows_that_were_there_before_are_summed_and_nothing_runs() -> None:
    late = flow("Late", create("Tell", "Task", {"Subject": "saved"}), on="Order__c", trigger="after", when="Update")
    made, (order,) = lines(late).with_rows("Order__c", [{}])

    made, _ = made.with_rows("Line__c", [{"Order__c": order, "Amount__c": Decimal(3)}] * 2)

    assert held(made, order)[:2] == (Decimal(2), Decimal(6))
    assert made.rows("Task") == ()


def test_a_new_parent_holds_what_the_switch_says() -> None:
    """Grade C: 0 before there are children."""
    seen = custom("Seen__c", "Checkbox", on="Order__c")
    early = flow(
        "Early", assign("Set", ("$Record.Seen__c", True)), on="Order__c", filters=(("Total__c", "EqualTo", 0),)
    )
    made = lines(seen, early)

    zero = new(made, on="Order__c")
    assert saved(zero)["Seen__c"] is True
    assert "roll_up_without_children" in zero.notes
    assert saved(new(switched(made, roll_up_without_children="blank"), on="Order__c"))["Seen__c"] is False


def test_nobody_sets_a_total() -> None:
    assert codes(new(lines(), {"Total__c": 5}, on="Order__c")) == ["INVALID_FIELD_FOR_INSERT_UPDATE"]


def test_a_roll_up_that_is_not_understood_is_refused_with_what_reads_it() -> None:
    odd = component("Order__c.Odd__c", CustomField(fullName="Odd__c", label="Odd", type="Summary"))
    reads = flow("Reads", assign("Set", ("$Record.Description", Ref("$Record.Odd__c"))), on="Order__c")

    with pytest.raises(NotModelled, match=r"Order__c\.Odd__c: the roll-up summary"):
        load([odd])
    package = load([odd, dataclasses.replace(reads)], partial=True, open=True)
    assert [one.name for one in package.refused] == ["Order__c.Odd__c", "Reads"]
