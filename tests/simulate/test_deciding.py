"""Which decision led to an element: one whose other ways would not have come there."""

from collections.abc import Mapping

from generator.emulator.organisation import Outcome
from generator.metadata.component import Component
from generator.simulating.deciding import Decided, Deciding, Run, said
from tests.emulator.building import Ref, assign, create, decide, flow, loop, new, org, subflow, update, variable

PLACES = {"Flow:F": {"": "spec.yaml:1", "Ask": "spec.yaml:7"}, "Flow:G": {"": "spec.yaml:2"}}


def ran(*components: Component, places: Mapping[str, Mapping[str, str]] = PLACES) -> tuple[Outcome, Run]:
    made = org(*components)
    outcome = new(made, {"Subject": "a"})
    assert outcome.result.errors == ()
    return outcome, Deciding(made.package, places).of(outcome.trace)


def writer(*components: Component) -> Decided:
    outcome, run = ran(*components)
    found = run.writer("SuppliedName", outcome.result.id or "")
    assert found is not None
    return found


def test_what_follows_on_every_way_was_not_decided() -> None:
    parts = (
        decide("Ask", ("$Record.Subject", "EqualTo", "a"), yes="Other", no="Set"),
        assign("Other", ("$Record.SuppliedPhone", "1"), then="Set"), assign("Set", ("$Record.SuppliedName", "x")),
    )  # fmt: skip
    found = writer(flow("F", *parts))

    assert (found.element, found.outcomes, found.place) == ("Set", (), "spec.yaml:1")
    assert not found.is_own


def test_the_outcome_that_led_there_is_named_and_gives_the_line() -> None:
    parts = (
        decide("Ask", ("$Record.Subject", "EqualTo", "a"), yes="Set", no="Other"),
        assign("Other", ("$Record.SuppliedPhone", "1")), assign("Set", ("$Record.SuppliedName", "x")),
    )  # fmt: skip
    found = writer(flow("F", *parts))

    assert said(found) == '«F» F › "Ask" › outcome "yes" › "Set" Set'
    assert (found.place, found.is_own) == ("spec.yaml:7", True)


def test_the_way_that_no_rule_takes_is_named_too() -> None:
    parts = (decide("Ask", ("$Record.Subject", "EqualTo", "b"), no="Set"), assign("Set", ("$Record.SuppliedName", "x")))

    assert [one.outcome for one in writer(flow("F", *parts)).outcomes] == ["default"]


def test_in_a_loop_only_the_decision_of_that_round_counts() -> None:
    """Every way comes round again; that makes no other way lead there."""
    parts = (
        assign("Fill", ("many", "Add", "r"), ("many", "Add", "s"), then="Each"), loop("Each", "many", "Ask", None),
        decide("Ask", ("Each", "EqualTo", "s"), yes="Set", no="Each"),
        assign("Set", ("$Record.SuppliedName", Ref("Each")), then="Each"), variable("many", isCollection=True),
    )  # fmt: skip
    found = writer(flow("F", *parts))

    assert [(one.decision, one.outcome) for one in found.outcomes] == [("Ask", "yes")]


def test_who_writes_the_same_again_decided_nothing() -> None:
    first = flow("F", assign("Set", ("$Record.SuppliedName", "x")), order=1)
    second = flow("G", assign("Again", ("$Record.SuppliedName", "x")), order=2)

    assert writer(first, second).element == "Set"


def test_a_second_case_made_on_the_way_is_another() -> None:
    """Before they are saved neither has an id; what ran for the second is not taken for the first."""
    name = assign("Set", ("$Record.SuppliedName", Ref("$Record.Subject")))
    ask = decide("Ask", ("$Record.Subject", "EqualTo", "a"), yes="Make")
    make = flow("G", ask, create("Make", "Case", {"Subject": "b"}), trigger="after", when="Create")
    outcome, run = ran(flow("F", name), make)
    first, second = (row["Id"] for row in outcome.org.rows("Case"))
    values = {id: [run.trace[place].value for place, one in enumerate(run.records) if one == id and
                   run.trace[place].kind == "write"] for id in (first, second)}  # fmt: skip

    assert values == {first: ["a"], second: ["b"]}
    maker = run.maker("Case", "", second)
    assert maker is not None
    assert said(maker) == '«G» G › "Ask" › outcome "yes" › "Make" Make'


def test_a_subflow_did_it_for_its_caller() -> None:
    called = flow("G", create("Make", "Task", {"Subject": "t"}), trigger=None, on=None)
    ask = decide("Ask", ("$Record.Subject", "EqualTo", "a"), yes="Call", no="Not")
    caller = flow(
        "F", ask, subflow("Call", "G"), assign("Not", ("v", "x")), variable("v"), trigger="after", when="Create"
    )
    _, run = ran(called, caller)
    maker = run.maker("Task", "t")

    assert maker is not None
    assert (maker.flow, maker.element, maker.place) == ("G", "Make", "spec.yaml:7")
    assert said(maker) == '«F» F › "Ask" › outcome "yes" › "Call" Call'


def test_a_field_that_an_element_saves_was_set_by_it() -> None:
    """No flow before the save wrote it: the element that saves the record did."""
    change = update("Change", "Case", [("Subject", "EqualTo", "a")], {"SuppliedName": "x"})
    gate = decide("Ask", ("$Record.SuppliedName", "IsNull", True), yes="Change")
    outcome, run = ran(flow("F", gate, change, trigger="after", when="Create"))
    found = run.writer("SuppliedName", outcome.result.id or "")

    assert found is not None
    assert (found.element, found.place) == ("Change", "spec.yaml:7")
    assert run.writer("SuppliedPhone", outcome.result.id or "") is None
