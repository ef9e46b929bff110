"""Who may see and change what: a permission set per persona, one per exemption, and the custom permissions that rules
and flows ask for. No profile is touched.

A set decides on every field that the package brings to Case and to our own objects, also where the answer is no: an
entry that is left out would keep what an earlier version gave (PERM-012). Formula fields are never editable (PERM-004),
and no field of ours is required (PERM-003).

Three answers are a matter of care rather than of the platform:

- What a person may know but not everybody is read by `confidential` personas alone: fields that the spec calls special,
  what intake noted of the text, and numbers that it masks. Category, flags and special handling are special data too
  (they are classified so), but whoever works a case must see them: a hidden «do not call» would be a call. Who may open
  the case at all is decided by sharing.
- The record of decisions is read by `audit` personas, of all cases (it holds nobody's words), and written by nobody.
- A field with `edited_by` is editable for these personas alone, and for data loads, for whom rules do not hold either.
"""

from collections.abc import Iterable, Iterator

from generator.lower.fields import OWN
from generator.lower.naming import ELSEWHERE, Names
from generator.metadata.component import Component, component
from generator.metadata.custom_objects import CustomObject
from generator.metadata.objects import CustomField, CustomPermission
from generator.metadata.permissions import (
    PermissionSet,
    PermissionSetCustomPermissions,
    PermissionSetFieldPermissions,
    PermissionSetObjectPermissions,
    PermissionSetRecordTypeVisibility,
)
from generator.process.model import Persona, Process

EXEMPTIONS = {
    "override": ("Override of guardrails", "Rules of the workflow do not hold for this user."),
    "data_load": ("Data load", "Cases saved by this user are not read by the workflow."),
}
"""Custom permissions beside those of personas: label, and what they do."""
LONGEST_TEXT, LONGEST_LABEL = 255, 80
"""Of a permission set's description and label (PERM-001)."""


def permissions(process: Process, names: Names) -> Iterator[Component]:
    """Custom permissions that rules and flows ask for."""
    given = [(id, *said) for id, said in EXEMPTIONS.items()]
    given += [(one.id, one.label, f"Held by {one.label}.") for one in process.personas]
    for id, label, what in given:
        body = CustomPermission(description=what[:LONGEST_TEXT], isLicensed=False, label=label[:LONGEST_LABEL])
        yield component(names.own(id), body, process.identity.because)


def permission_sets(process: Process, names: Names, held: Iterable[Component]) -> Iterator[Component]:
    """A set for each persona and exemption. `held`: the fields and objects of the package that
    they decide on."""
    there = tuple(held)
    for persona in process.personas:
        yield component(names.own(persona.id), of_persona(process, names, persona, there), persona.because)
    for id, (label, what) in EXEMPTIONS.items():
        body = PermissionSet(
            customPermissions=allowed(names, id),
            description=f"{what} For a task, not for good."[:LONGEST_TEXT],
            hasActivationRequired=False,
            label=titled(process, label.lower()),
        )
        yield component(names.own(id), body, process.identity.because)


def of_persona(process: Process, names: Names, persona: Persona, held: tuple[Component, ...]) -> PermissionSet:
    exemptions = tuple(EXEMPTIONS) if persona.bypass else ()
    objects = [on_case(persona), *(on_own(one.name, names, persona) for one in objects_of(held))]
    return PermissionSet(
        customPermissions=allowed(names, persona.id, *exemptions),
        description=described(process, persona)[:LONGEST_TEXT],
        fieldPermissions=tuple(sorted(decisions(process, names, persona, held), key=lambda one: one.field)),
        hasActivationRequired=False,
        label=titled(process, persona.label),
        objectPermissions=tuple(sorted(objects, key=lambda one: one.object)),
        recordTypeVisibilities=(
            PermissionSetRecordTypeVisibility(recordType=f"Case.{process.identity.record_type}", visible=True),
        ),
    )


def titled(process: Process, label: str) -> str:
    return f"{process.identity.label}: {label}"[:LONGEST_LABEL]


def described(process: Process, persona: Persona) -> str:
    """What the persona may do, and who gets the set."""
    teams = {one.id: one.label for one in process.teams}
    may = ["Works on cases" if persona.access == "edit" else "Reads cases"]
    may += ["sees confidential text"] if persona.confidential else []
    may += ["reads the record of decisions"] if persona.audit else []
    may += ["loads data, and no guardrail holds"] if persona.bypass else []
    members = f" For the members of {', '.join(teams[one] for one in persona.teams)}." if persona.teams else ""
    return f"{', '.join(may)}.{members}"


def allowed(names: Names, *ids: str) -> tuple[PermissionSetCustomPermissions, ...]:
    return tuple(PermissionSetCustomPermissions(enabled=True, name=one) for one in sorted(map(names.own, ids)))


# -- objects -------------------------------------------------------------------------------------------------------


def objects_of(held: Iterable[Component]) -> list[Component]:
    """Our own objects; a setting has neither object nor field permissions."""
    return [one for one in held if isinstance(one.body, CustomObject) and one.body.customSettingsType is None]


def on_case(persona: Persona) -> PermissionSetObjectPermissions:
    """Nobody deletes a case by this package, and none sees cases that are not shared with them."""
    return on_object("Case", reads=True, edits=persona.access == "edit", reads_all=False)


def on_own(name: str, names: Names, persona: Persona) -> PermissionSetObjectPermissions:
    """Rows of clocks and of the record of decisions are written by automation alone."""
    return on_object(name, reads=reads_rows(name, names, persona), edits=False, reads_all=persona.audit)


def reads_rows(name: str, names: Names, persona: Persona) -> bool:
    return persona.audit or name != names.object("event")


def on_object(name: str, *, reads: bool, edits: bool, reads_all: bool) -> PermissionSetObjectPermissions:
    return PermissionSetObjectPermissions(
        allowCreate=edits,
        allowDelete=False,
        allowEdit=edits,
        allowRead=reads,
        modifyAllRecords=False,
        object=name,
        viewAllRecords=reads_all,
    )


# -- fields --------------------------------------------------------------------------------------------------------


def fields_of(held: Iterable[Component], object_name: str) -> Iterator[tuple[str, CustomField]]:
    """The fields of an object that a directory brings, by their full names."""
    for one in held:
        if isinstance(one.body, CustomField) and one.name.partition(".")[0] == object_name:
            yield one.name, one.body


def decisions(
    process: Process, names: Names, persona: Persona, held: tuple[Component, ...]
) -> Iterator[PermissionSetFieldPermissions]:
    """Whether the persona reads and edits each field."""
    secret, open_to = confidential_fields(process, names), edited_fields(process, names, persona)
    for name, body in fields_of(held, "Case"):
        seen = persona.confidential or name not in secret
        editable = seen and name in open_to and body.formula is None
        yield PermissionSetFieldPermissions(editable=editable, field=name, readable=seen)
    for one in objects_of(held):
        seen = reads_rows(one.name, names, persona)
        for name, _ in fields_of(held, one.name):
            yield PermissionSetFieldPermissions(editable=False, field=name, readable=seen)


def confidential_fields(process: Process, names: Names) -> frozenset[str]:
    """Fields of Case that only `confidential` personas read."""
    noted = [id for id, (_, _, _, privacy) in OWN.items() if privacy == "special"]
    masked = [one.fact for one in process.finders if one.on_find == "mask"]
    declared = [one.id for one in process.facts if one.origin == "field" and one.privacy == "special"]
    return frozenset(f"Case.{names.field(id)}" for id in (*noted, *masked, *declared))


def edited_fields(process: Process, names: Names, persona: Persona) -> frozenset[str]:
    """Fields of Case that the persona fills: facts that people write, and the extension of clocks."""
    if persona.access != "edit":
        return frozenset()
    filled = [
        fact.id
        for fact in process.facts
        if fact.written_by == "people" and fact.id not in ELSEWHERE
        if not fact.editors or persona.id in fact.editors or persona.bypass
    ]
    filled += [f"{clock.id}.extended" for clock in process.clocks if clock.extension]
    return frozenset(f"Case.{names.field(id)}" for id in filled)
