"""Custom fields: on Case one for each fact that is stored and those that the workflow keeps for itself; makers for the
fields of our own objects. Each is classified (design rule 9)."""

from collections.abc import Iterator

from generator.conditions.syntax import Constant
from generator.formula.printing import text_of
from generator.lower.conditions import literal
from generator.lower.naming import ELSEWHERE, Names, clock_parts, kept_moments, mails_outside, moment_key
from generator.metadata.component import Component, component
from generator.metadata.objects import CustomField, CustomValue, ValueSet, ValueSetValuesDefinition
from generator.process.model import Fact, FactRef, Process
from generator.source import Span

LONG = 32_768
LONGEST_LABEL = 40
"""Of a field (FLD-002)."""
COMPLIANCE = {"special": "PII;HIPAA;GDPR", "personal": "PII;GDPR", "none": None}
SECURITY = {"special": "MissionCritical", "personal": "Confidential", "none": "Internal"}
OWN = {
    "workflow": ("Text", "Workflow", "The workflow of this case. Only flows that let it in write it.", "none"),
    "token": ("Number", "Automation token", "Moves when automation writes, so that rules for people rest.", "none"),
    "stage_since": ("DateTime", "Stage since", "When the case entered its stage.", "none"),
    "stall_due": ("DateTime", "Stalls at", "When the case counts as stalled if it has not moved.", "none"),
    "opened_at": ("DateTime", "Triage opened at", "When triage last began: on receipt or with a new team.", "none"),
    "accepted": ("Checkbox", "Accepted", "A member of the routed team has it since triage last began.", "none"),
    "replies": ("Number", "Replies", "How often the sender wrote again.", "none"),
    "happened": ("LongTextArea", "Happened", "What the last save made happen, carried out after it.", "none"),
    "turn": ("Number", "Turn", "Counts the saves that made something happen.", "none"),
    "tasks_made": ("LongTextArea", "Tasks made", "Which kinds of task were made; each once a case.", "none"),
    "sets_found": ("LongTextArea", "Lists found", "Which lists of words the last message held.", "special"),
    "found_words": ("LongTextArea", "Words found", "Words that decided category, urgency and flags.", "special"),
    "discounted_words": ("LongTextArea", "Words discounted", "Words that stand only behind a negation.", "special"),
    "confidential_text": ("LongTextArea", "Confidential text", "Text that not everybody may see.", "special"),
}  # fmt: skip
"""Workflow fields: type, label, what they hold, privacy."""
CLOCK = {
    "start": ("DateTime", "{}: started", "When «{}» began to count."),
    "warn": ("DateTime", "{}: warn at", "When «{}» warns."),
    "due": ("DateTime", "{}: due", "When «{}» is due; empty while it does not concern the case."),
    "stopped": ("DateTime", "{}: stopped", "When «{}» was kept or ended."),
    "warned": ("Checkbox", "{}: warned", "«{}» has warned."),
    "breached": ("Checkbox", "{}: late", "«{}» was not kept. No later stop takes it back."),
    "extended": ("Checkbox", "{}: extended", "Tick to extend «{}» once; the rules say what must be filled in before."),
    "rungs": ("Number", "{}: told", "How many steps of the ladder of «{}» were told."),
    "rung": ("DateTime", "{}: next step", "When the next step of the ladder of «{}» is told."),
}  # fmt: skip
"""Parts of a clock on a case: type, label, what it holds."""


def fields(process: Process, names: Names) -> Iterator[Component]:
    """All custom fields of Case that the process needs and the org does not bring."""
    for id, (type, label, what, privacy) in OWN.items():
        yield made("Case", names.field(id), type, label, what, privacy, process.identity.because)
    for fact in process.facts:
        if fact.type.kind in ("clock", "consent") or fact.id in ELSEWHERE or fact.existing:
            continue
        yield of_fact(fact, names)
    for clock in process.clocks:
        for part in clock_parts(clock):
            type, label, what = CLOCK[part]
            label, what = label.format(clock.label), what.format(clock.label)
            yield made("Case", names.field(f"{clock.id}.{part}"), type, label, what, "none", clock.because)
    for consent in process.consents:
        label, what = f"{consent.label}: signed", f"The patient's newest answer to «{consent.form}» is Signed."
        name = names.field(f"{consent.id}.signed")
        yield made("Case", name, "Checkbox", label, what, "personal", consent.because)
    for stage in process.stages:
        for part, label in (("entered", "Entered {}"), ("first_entered", "First entered {}")):
            what = f"{label.format(stage.label)}: written by the workflow."
            name = names.field(f"{stage.id}.{part}")
            yield made("Case", name, "DateTime", label.format(stage.label), what, "none", stage.because)
    messages = {one.id: one for one in process.messages}
    for key, id, _ in mails_outside(process):
        for part, what in (("asked", "When this mail was last due."), ("sent", "When this mail last went out.")):
            name, label = names.field(f"{key}.{part}"), f"{messages[id].label}: {part}"
            yield made("Case", name, "DateTime", label, what, "none", messages[id].because)
    for moment in kept_moments(process):
        words = moment_key(moment).replace("_", " ")
        name, what = names.field(f"{moment_key(moment)}.at"), f"When the moment «{words}» last came."
        yield made("Case", name, "DateTime", f"Last {words}", what, "none", moment.because)


def of_fact(fact: Fact, names: Names) -> Component:
    name, kind = names.field(fact.id), fact.type.kind
    what = fact.help or f"{fact.label}: " + (
        "filled in by people." if fact.written_by == "people" else "written by the workflow."
    )
    if kind in ("choice", "urgency"):
        values = tuple((one.id, one.label) for one in fact.choices)
        default = fact.default if isinstance(fact.default, str) else None
        return picklist(
            "Case", name, fact.label, what, fact.privacy, fact.because, values, default=default, help=fact.help
        )
    type = {
        "yes_no": "Checkbox", "number": "Number", "date": "Date", "moment": "DateTime", "person": "Lookup",
        "long_text": "LongTextArea",
    }.get(kind, "Text")  # fmt: skip
    decimals = 2 if fact.written_by == "people" else 0
    default = None if fact.default is None or isinstance(fact.default, FactRef) else default_formula(fact)
    return made(
        "Case",
        name,
        type,
        fact.label,
        what,
        fact.privacy,
        fact.because,
        default=default,
        help=fact.help,
        decimals=decimals,
    )


def default_formula(fact: Fact) -> str:
    """A constant default as the platform writes it: `true`, `5`, a date by its parts, a text in quotes."""
    if isinstance(fact.default, bool):
        return str(fact.default).lower()
    assert not isinstance(fact.default, FactRef)
    return text_of(literal(Constant(value=fact.default, type=fact.type, because=fact.because)), "rule")


def picklist(
    object_name: str,
    name: str,
    label: str,
    what: str,
    privacy: str,
    because: Span,
    choices: tuple[tuple[str, str], ...],
    *,
    default: str | None = None,
    help: str | None = None,
) -> Component:
    """A restricted picklist of (id, label): ids as API names, so that a new label is no new value."""
    values = tuple(CustomValue(fullName=id, default=id == default, label=shown) for id, shown in choices)
    body = CustomField(
        fullName=name,
        businessStatus="Active",
        complianceGroup=COMPLIANCE[privacy],
        description=what,
        inlineHelpText=help,
        label=label[:LONGEST_LABEL],
        required=False,
        securityClassification=SECURITY[privacy],
        trackHistory=False,
        type="Picklist",
        valueSet=ValueSet(restricted=True, valueSetDefinition=ValueSetValuesDefinition(sorted=False, value=values)),
    )
    return component(f"{object_name}.{name}", body, because)


def made(
    object_name: str,
    name: str,
    type: str,
    label: str,
    what: str,
    privacy: str,
    because: Span,
    *,
    default: str | None = None,
    help: str | None = None,
    decimals: int = 0,
    to: str = "User",
    children: str | None = None,
) -> Component:
    """A field of a plain type. `default` is a formula (FLD-034). A lookup points `to` an object, which knows the way
    back as `children` (else by the field's name), heads its list of them with these words, and is emptied when what it
    points to goes."""
    lookup = type == "Lookup"
    body = CustomField(
        fullName=name,
        businessStatus="Active",
        complianceGroup=COMPLIANCE[privacy],
        defaultValue=default or ("false" if type == "Checkbox" else None),
        deleteConstraint="SetNull" if lookup else None,
        description=what,
        inlineHelpText=help,
        label=label[:LONGEST_LABEL],
        length=LONG if type == "LongTextArea" else 255 if type == "Text" else None,
        precision=18 if type == "Number" else None,
        referenceTo=to if lookup else None,
        relationshipLabel=(children.replace("_", " ") if children else label)[:LONGEST_LABEL] if lookup else None,
        relationshipName=(children or name.removesuffix("__c")) if lookup else None,
        required=None if type in ("Checkbox", "LongTextArea") else False,
        scale=decimals if type == "Number" else None,
        securityClassification=SECURITY[privacy],
        trackHistory=None if type == "LongTextArea" else False,
        type=type,
        visibleLines=5 if type == "LongTextArea" else None,
    )
    return component(f"{object_name}.{name}", body, because)
