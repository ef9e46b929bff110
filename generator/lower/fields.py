"""Case fields: one for each fact that is stored, and those that the workflow keeps for itself. Each is classified
(design rule 9)."""

from collections.abc import Iterator

from generator.lower.naming import ELSEWHERE, Names
from generator.metadata.component import Component, component
from generator.metadata.objects import CustomField, CustomValue, ValueSet, ValueSetValuesDefinition
from generator.process.model import Fact, Process
from generator.source import Span

LONG = 32_768
COMPLIANCE = {"special": "PII;HIPAA;GDPR", "personal": "PII;GDPR", "none": None}
SECURITY = {"special": "MissionCritical", "personal": "Confidential", "none": "Internal"}
OWN = {
    "workflow": ("Text", "Workflow", "The workflow of this case. Only flows that let it in write it.", "none"),
    "token": ("Number", "Automation token", "Moves when automation writes, so that rules for people rest.", "none"),
    "stage_since": ("DateTime", "Stage since", "When the case entered its stage.", "none"),
    "found_words": ("LongTextArea", "Words found", "Words that decided category, urgency and flags.", "special"),
    "discounted_words": ("LongTextArea", "Words discounted", "Words that stand only behind a negation.", "special"),
    "confidential_text": ("LongTextArea", "Confidential text", "Text that not everybody may see.", "special"),
    "waiting_for": ("Text", "Waiting for", "What keeps the case in its stage.", "none"),
}  # fmt: skip
"""Workflow fields: type, label, what they hold, privacy."""


def fields(process: Process, names: Names) -> Iterator[Component]:
    """All custom fields of Case that the process needs and the org does not bring."""
    for id, (type, label, what, privacy) in OWN.items():
        yield made(names.field(id), type, label, what, privacy, process.identity.because)
    for fact in process.facts:
        if fact.type.kind in ("clock", "consent") or fact.id in ELSEWHERE or fact.existing:
            continue
        yield of_fact(fact, names)


def of_fact(fact: Fact, names: Names) -> Component:
    name, kind = names.field(fact.id), fact.type.kind
    what = fact.help or f"{fact.label}: " + (
        "filled in by people." if fact.written_by == "people" else "written by the workflow."
    )
    if kind in ("choice", "urgency"):
        return picklist(fact, name, what)
    type = {
        "yes_no": "Checkbox", "number": "Number", "date": "Date", "moment": "DateTime", "person": "Lookup",
        "long_text": "LongTextArea",
    }.get(kind, "Text")  # fmt: skip
    return made(name, type, fact.label, what, fact.privacy, fact.because, default=fact.default is True, help=fact.help)


def picklist(fact: Fact, name: str, what: str) -> Component:
    """A restricted picklist: ids as API names, so that a new label is no new value."""
    values = tuple(
        CustomValue(fullName=one.id, default=one.id == fact.default, label=one.label) for one in fact.choices
    )
    body = CustomField(
        fullName=name,
        businessStatus="Active",
        complianceGroup=COMPLIANCE[fact.privacy],
        description=what,
        inlineHelpText=fact.help,
        label=fact.label,
        required=False,
        securityClassification=SECURITY[fact.privacy],
        trackHistory=False,
        type="Picklist",
        valueSet=ValueSet(restricted=True, valueSetDefinition=ValueSetValuesDefinition(sorted=False, value=values)),
    )
    return component(f"Case.{name}", body, fact.because)


def made(
    name: str,
    type: str,
    label: str,
    what: str,
    privacy: str,
    because: Span,
    *,
    default: bool = False,
    help: str | None = None,
) -> Component:
    lookup = type == "Lookup"
    body = CustomField(
        fullName=name,
        businessStatus="Active",
        complianceGroup=COMPLIANCE[privacy],
        defaultValue=("true" if default else "false") if type == "Checkbox" else None,
        deleteConstraint="SetNull" if lookup else None,
        description=what,
        inlineHelpText=help,
        label=label[:40],
        length=LONG if type == "LongTextArea" else 255 if type == "Text" else None,
        precision=18 if type == "Number" else None,
        referenceTo="User" if lookup else None,
        relationshipLabel=label[:40] if lookup else None,
        relationshipName=name.removesuffix("__c") if lookup else None,
        required=None if type in ("Checkbox", "LongTextArea") else False,
        scale=(0 if name.endswith("_Token__c") or "inutes" in label else 2) if type == "Number" else None,
        securityClassification=SECURITY[privacy],
        trackHistory=None if type == "LongTextArea" else False,
        type=type,
        visibleLines=5 if type == "LongTextArea" else None,
    )
    return component(f"Case.{name}", body, because)
