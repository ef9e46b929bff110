"""The verify flows: whether the patient's records know the identifiers of a case.

Identifiers propose. Verified is exactly one record and a second identifier that agrees (design.md section 4), or what a
person says. Two records that claim one number, or two numbers that lead to two records, verify nothing. In a directory
of its own: an org may lack person accounts, identifier records, or the field that the spec expects.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from generator.formula.syntax import Formula
from generator.frozen import record
from generator.lower.flows.faults import FAULT_VARIABLES, fault_tail
from generator.lower.flows.here import Here, field, is_ours, let_in, program
from generator.lower.flows.waiting import woken
from generator.lower.naming import Names
from generator.lower.programs import Branch, Filter, Get, Item, Path, Program, Set, Variable, when, when_found
from generator.lower.trees import (
    TRUE,
    all_of,
    any_of,
    binary,
    call,
    choose,
    equal,
    joined,
    negation,
    number,
    ref,
    text,
)
from generator.process.model import Finder, Process

PATIENT = ref("Patient_Id")
ENOUGH = 2
"""Identifiers that agree on one record."""


@record
class Place:
    """Where an identifier stands on a patient's records: `finds` a record by it, or only agrees with one."""

    fact: str
    object: str
    field: str
    finds: bool


def places(process: Process) -> tuple[Place, ...]:
    """The places that the spec and the org's features give, by identifier."""
    expected = {id: (of, name) for id, of, name in process.expects.identifiers}
    found = (place(process, finder, expected.get(finder.fact)) for finder in process.finders)
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.fact))


def place(process: Process, finder: Finder, expected: tuple[str, str] | None) -> Place | None:
    if finder.found_on == "identifier_record":
        return Place(fact=finder.fact, object="Identifier", field="IdValue", finds=True)
    if finder.found_on != "patient" or not process.expects.person_accounts:
        return None
    if finder.kind == "date":
        return Place(fact=finder.fact, object="Account", field="PersonBirthdate", finds=False)
    if expected is not None and expected[0] == "Account":
        return Place(fact=finder.fact, object="Account", field=expected[1], finds=True)
    return None


def verifying(process: Process, names: Names) -> Iterator[Program]:
    """The programs of the verify flows; none where no two identifiers can agree."""
    known = places(process)
    if len(known) < ENOUGH or not any(one.finds for one in known):
        return
    here = Here(process=process, names=names)
    workflow = let_in(here)
    yield verified_on(here, known, "verify_at_start", "Create", (workflow,), "and")
    changed = tuple(Filter(field=names.field(one.fact), value=TRUE, operator="IsChanged") for one in known)
    yield verified_on(here, known, "verify", "Update", changed, "or")


def verified_on(
    here: Here,
    known: tuple[Place, ...],
    id: str,
    on: Literal["Create", "Update"],
    entry: tuple[Filter, ...],
    logic: Literal["and", "or"],
) -> Program:
    names = here.names
    wanted = all_of(
        (
            is_ours(here),
            negation(ref(field(here, "patient_verified"))),
        )
    )
    steps = (*(look_up(here, one) for one in known if one.finds), judge(here, known))
    whole = when("Is the patient to be verified", wanted, steps, yes="Not verified yet", no="Verified, or not ours")
    agrees = (
        Variable(name=f"Agrees_{one.fact}", kind="Boolean", what=f"The {one.fact.replace('_', ' ')} agrees.")
        for one in known
    )
    return replace(
        program(
            here,
            id,
            "Looks whether exactly one patient's record knows the identifiers of a case.",
            label=f"verify {'new cases' if on == 'Create' else 'by a new identifier'}",
        ),
        object="Case",
        trigger="RecordAfterSave",
        on=on,
        order=130,
        entry=entry,
        entry_logic=logic,
        variables=(
            Variable(name="Patient_Id", kind="String", what="The record that the identifiers lead to."),
            Variable(name="Two_Records", kind="Boolean", what="The identifiers lead to two records."),
            *agrees,
            *FAULT_VARIABLES,
        ),
        paths=(Path(name="Verify", label="Verify", steps=(whole,)),),
        on_fault=fault_tail(here, names.own(id)),
    )


def spoken(one: Place) -> str:
    return one.fact.replace("_", " ")


def look_up(here: Here, one: Place) -> Branch:
    """The one record that has this number; a number that two records have says nothing."""
    given, record_id = ref(field(here, one.fact)), "Id" if one.object == "Account" else "ParentRecordId"
    first, second = f"First_{one.fact}", f"Second_{one.fact}"
    here_it_is = Filter(field=one.field, value=given)
    found = ref(f"{first}.{record_id}")
    find = Get(
        label=f"Find a record by {spoken(one)}",
        name=first,
        object=one.object,
        filters=(here_it_is,),
        fields=tuple(sorted({"Id", record_id})),
    )
    find_another = Get(
        label=f"Find another record by {spoken(one)}",
        name=second,
        object=one.object,
        filters=(here_it_is, Filter(field=record_id, value=found, operator="NotEqualTo")),
        fields=("Id",),
    )
    only = call("ISBLANK", ref(f"{second}.Id"))
    other = all_of((negation(call("ISBLANK", PATIENT)), binary("<>", PATIENT, found)))
    keep = Set(
        label=f"Keep the record of the {spoken(one)}",
        items=(
            Item(target="Two_Records", value=any_of((ref("Two_Records"), other)), kind="Boolean"),
            Item(target="Patient_Id", value=found),
            Item(target=f"Agrees_{one.fact}", value=TRUE, kind="Boolean"),
        ),
    )
    judged = when(f"Does one record have this {spoken(one)}", only, (keep,), yes="Exactly one", no="Several")
    there = when_found(
        f"Is there a record with this {spoken(one)}", first, (find_another, judged), yes="There is", no="There is none"
    )
    return when(
        f"Is there a {spoken(one)}", negation(call("ISBLANK", given)), (find, there), yes="There is", no="There is none"
    )


def judge(here: Here, known: tuple[Place, ...]) -> Branch:
    names = here.names
    agree = [one for one in known if not one.finds]
    patient = Get(
        label="Read the patient's record",
        name="The_Patient",
        object="Account",
        filters=(Filter(field="Id", value=PATIENT),),
        fields=tuple(sorted({"Id", "PersonContactId", *(one.field for one in agree)})),
    )
    compare = Set(
        label="Compare what else is known",
        items=tuple(
            Item(
                target=f"Agrees_{one.fact}",
                value=all_of(
                    (
                        negation(call("ISBLANK", ref(field(here, one.fact)))),
                        negation(call("ISBLANK", ref(f"The_Patient.{one.field}"))),
                        equal(ref(field(here, one.fact)), ref(f"The_Patient.{one.field}")),
                    )
                ),
                kind="Boolean",
            )
            for one in agree
        ),
    )
    counted = [choose(ref(f"Agrees_{one.fact}"), number(1), number(0)) for one in known]
    total: Formula = counted[0]
    for more in counted[1:]:
        total = binary("+", total, more)
    enough = all_of((negation(ref("Two_Records")), binary(">=", total, number(ENOUGH))))
    listed = joined(choose(ref(f"Agrees_{one.fact}"), text(f", {one.fact}"), text("")) for one in known)
    verified = call("MID", listed, number(3), number(255))
    update = woken(
        names,
        "Case_Now",
        "$Record.Id",
        Item(target="AccountId", value=PATIENT),
        Item(target="ContactId", value=ref("The_Patient.PersonContactId")),
        Item(target=names.field("patient_verified"), value=TRUE, kind="Boolean"),
        Item(target=names.field("verified_identifiers"), value=verified),
    )
    known_patient = when("Do two identifiers agree", enough, update, yes="They agree on one record", no="They do not")
    there = when_found(
        "Is the record a patient's",
        "The_Patient",
        (*((compare,) if agree else ()), known_patient),
        yes="It is there",
        no="It is not",
    )
    return when(
        "Do identifiers lead to a record",
        negation(call("ISBLANK", PATIENT)),
        (patient, there),
        yes="They do",
        no="They do not",
    )
