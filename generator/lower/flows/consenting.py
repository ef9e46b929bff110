"""The consent flows: whether the patient's newest answer to a form is Signed, kept on the cases that ask.

Answers stand in the org's own consent records. They are looked at when one changes, when a case is made, and when a
case gets another patient. All of it is in a directory of its own: an org may have consent management switched off.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from generator.lower.flows.faults import FAULT_VARIABLES, fault_tail
from generator.lower.flows.here import Here, field, is_ours, let_in, program
from generator.lower.flows.waiting import moved, touched
from generator.lower.naming import Names
from generator.lower.programs import (
    Each,
    Filter,
    Get,
    Item,
    Path,
    Program,
    Set,
    Step,
    Update,
    Variable,
    when,
    when_found,
)
from generator.lower.trees import FALSE, TRUE, any_of, binary, call, equal, ref, text
from generator.process.model import Consent, Process

ANSWER, FORM_TEXT, FORM = "AuthorizationFormConsent", "AuthorizationFormText", "AuthorizationForm"
TEXT_OF_ANSWER = "AuthorizationFormText"
"""The relationship from an answer to the text that was signed."""
NEWEST = "ConsentCapturedDateTime"


def consenting(process: Process, names: Names) -> Iterator[Program]:
    """The programs of the consent flows; none where no consent is asked for."""
    if not process.consents:
        return
    here = Here(process=process, names=names)
    yield answered(here)
    workflow = let_in(here)
    yield known(here, "consents_at_start", "Create", (workflow,), "and")
    changed = tuple(Filter(field=name, value=TRUE, operator="IsChanged") for name in ("AccountId", "ContactId"))
    yield known(here, "consents_of_patient", "Update", changed, "or")


def variables() -> tuple[Variable, ...]:
    return (
        Variable(name="Text_Ids", kind="String", what="The texts of the form that is looked at.", many=True),
        Variable(name="Giver_Ids", kind="String", what="The records of the patient who may have answered.", many=True),
        Variable(name="No_Ids", kind="String", what="Always empty.", many=True),
        Variable(name="Signed", kind="Boolean", what="The newest answer is Signed."),
        Variable(name="One_Case", kind="SObject", object="Case", what="The case that is being told."),
        Variable(name="Told_Cases", kind="SObject", object="Case", what="The cases that are told.", many=True),
        Variable(name="No_Cases", kind="SObject", object="Case", what="Always empty.", many=True),
        *FAULT_VARIABLES,
    )


def answered(here: Here) -> Program:
    """An answer was given or changed: every open case of that patient learns of it."""
    process, names = here.process, here.names
    steps = tuple(
        when(
            f"Is it about «{consent.label}»",
            equal(ref(f"$Record.{TEXT_OF_ANSWER}.{FORM}.Name"), text(consent.form)),
            (
                *newest_answer(here, consent, ("$Record.ConsentGiverId",)),
                *tell_cases(here, consent),
            ),
            yes="It is",
            no="It is not",
            because=consent.because,
        )
        for consent in process.consents
    )
    return replace(
        program(here, "consent", "Keeps on open cases whether the patient's newest answer to a form is Signed."),
        object=ANSWER,
        trigger="RecordAfterSave",
        on="CreateAndUpdate",
        order=100,
        variables=variables(),
        steps=steps,
        on_fault=fault_tail(here, names.own("consent"), text(""), text(""), target=ref("$Record.Id")),
    )


def known(
    here: Here, id: str, on: Literal["Create", "Update"], entry: tuple[Filter, ...], logic: Literal["and", "or"]
) -> Program:
    """What the patient of a case signed before: when the case is made, and when it gets another patient."""
    process, names = here.process, here.names
    items: list[Item] = []
    steps: list[Step] = []
    for consent in process.consents:
        steps += newest_answer(here, consent, ("$Record.ContactId", "$Record.AccountId"))
        kept = f"Signed_{consent.id}"
        steps.append(
            Set(
                label=f"Keep the answer to «{consent.label}»",
                items=(Item(target=kept, value=ref("Signed"), kind="Boolean"),),
                because=consent.because,
            )
        )
        items.append(Item(target=names.field(f"{consent.id}.signed"), value=ref(kept), kind="Boolean"))
    differs = any_of(
        binary("<>", ref(f"Signed_{one.id}"), ref(field(here, f"{one.id}.signed"))) for one in process.consents
    )
    ours = is_ours(here)
    tell = when(
        "Does the case know",
        differs,
        (touched(names, "$Record.Id", field(here, "token"), *items),),
        yes="It says something else",
        no="It does",
    )
    whole = when("Is this case ours", ours, (*steps, tell), yes="A case of this workflow", no="Another case")
    answers = (
        Variable(name=f"Signed_{one.id}", kind="Boolean", what=f"«{one.label}» is signed.") for one in process.consents
    )
    return replace(
        program(
            here,
            id,
            "Keeps on the case what its patient has signed before.",
            label=f"consents {'of new cases' if on == 'Create' else 'of another patient'}",
        ),
        object="Case",
        trigger="RecordAfterSave",
        on=on,
        order=120,
        entry=entry,
        entry_logic=logic,
        variables=(*variables(), *answers),
        paths=(Path(name="Consents", label="Consents", steps=(whole,)),),
        on_fault=fault_tail(here, names.own(id)),
    )


def newest_answer(here: Here, consent: Consent, givers: tuple[str, ...]) -> Iterator[Step]:
    """Signed := whether the newest answer to any text of the form, by any of the patient's records, is Signed."""
    form, texts, one = f"Form_{consent.id}", f"Texts_{consent.id}", f"Text_{consent.id}"
    yield Get(
        label=f"Find the form of «{consent.label}»",
        name=form,
        object=FORM,
        filters=(Filter(field="Name", value=text(consent.form)),),
        fields=("Id",),
        because=consent.because,
    )
    yield Set(
        label=f"Begin with «{consent.label}»",
        items=(
            Item(target="Text_Ids", value=ref("No_Ids")),
            Item(target="Giver_Ids", value=ref("No_Ids")),
            *(
                Item(target="Giver_Ids", value=call("BLANKVALUE", ref(giver), text("-")), operator="Add")
                for giver in givers
            ),
            Item(target="Signed", value=FALSE, kind="Boolean"),
        ),
    )
    answer = f"Answer_{consent.id}"
    signed = equal(call("TEXT", ref(f"{answer}.Status")), text("Signed"))
    look: tuple[Step, ...] = (
        Get(
            label=f"Find the texts of «{consent.label}»",
            name=texts,
            object=FORM_TEXT,
            filters=(Filter(field="AuthorizationFormId", value=ref(f"{form}.Id")),),
            fields=("Id",),
            many=True,
            because=consent.because,
        ),
        Each(
            label=f"Each text of «{consent.label}»",
            name=one,
            of=texts,
            steps=(
                Set(
                    label=f"Keep the text of «{consent.label}»",
                    items=(Item(target="Text_Ids", value=ref(f"{one}.Id"), operator="Add"),),
                ),
            ),
        ),
        Get(
            label=f"Find the newest answer to «{consent.label}»",
            name=answer,
            object=ANSWER,
            filters=(
                Filter(field="AuthorizationFormTextId", value=ref("Text_Ids"), operator="In"),
                Filter(field="ConsentGiverId", value=ref("Giver_Ids"), operator="In"),
            ),
            fields=("Id", "Status"),
            newest=NEWEST,
            because=consent.because,
        ),
        when_found(
            f"Is there an answer to «{consent.label}»",
            answer,
            (
                Set(
                    label=f"Read the answer to «{consent.label}»",
                    items=(Item(target="Signed", value=signed, kind="Boolean"),),
                ),
            ),
            yes="There is",
            no="There is none",
        ),
    )
    yield when_found(
        f"Is the form of «{consent.label}» there",
        form,
        look,
        yes="It is there",
        no="No such form",
        because=consent.because,
    )


def tell_cases(here: Here, consent: Consent) -> Iterator[Step]:
    """Every open case of the one who answered, as contact or as account; each with its own token."""
    names = here.names
    signed, token = names.field(f"{consent.id}.signed"), names.field("token")
    yield Set(
        label=f"Begin to tell the cases of «{consent.label}»",
        items=(Item(target="Told_Cases", value=ref("No_Cases")),),
        what="Cases that were told of another consent have been saved since: they are read again.",
    )
    for way in ("ContactId", "AccountId"):
        found, one = f"Cases_{way}_{consent.id}", f"Case_{way}_{consent.id}"
        yield Get(
            label=f"Find cases by {way} for «{consent.label}»",
            name=found,
            object="Case",
            filters=(
                let_in(here),
                Filter(field=way, value=ref("$Record.ConsentGiverId")),
            ),
            fields=("Id", token),
            many=True,
            because=consent.because,
        )
        yield Each(
            label=f"Each case by {way} for «{consent.label}»",
            name=one,
            of=found,
            steps=(
                Set(
                    label=f"Note the answer by {way} for «{consent.label}»",
                    items=(
                        Item(target="One_Case.Id", value=ref(f"{one}.Id")),
                        Item(target=f"One_Case.{signed}", value=ref("Signed"), kind="Boolean"),
                        Item(target=f"One_Case.{token}", value=moved(f"{one}.{token}"), kind="Number"),
                        Item(target="Told_Cases", value=ref("One_Case"), operator="Add"),
                    ),
                ),
            ),
        )
    yield Update(label=f"Tell the cases of «{consent.label}»", of="Told_Cases", because=consent.because)
