"""Permission sets decide on every field and object, and give nobody more than the spec says."""

from pathlib import Path

import pytest

from generator.lower import lower
from generator.lower.access import EXEMPTIONS, confidential_fields
from generator.lower.naming import Names, names_of
from generator.metadata.component import Component
from generator.metadata.custom_objects import CustomObject
from generator.metadata.objects import CustomField, CustomPermission, RecordType
from generator.metadata.permissions import PermissionSet
from generator.process.model import Process
from tests.lowering.specs import process_of
from tests.specs.loaded import SPECS, resolved

FOUND = ("sets_found", "found_words", "discounted_words", "confidential_text")


def sets(components: tuple[Component, ...]) -> dict[str, PermissionSet]:
    return {one.name: one.body for one in components if isinstance(one.body, PermissionSet)}


def settings_of(components: tuple[Component, ...]) -> set[str]:
    """Custom settings: they have neither object nor field permissions."""
    return {one.name for one in components if isinstance(one.body, CustomObject) and one.body.customSettingsType}


def fields_in(components: tuple[Component, ...]) -> dict[str, CustomField]:
    settings = settings_of(components)
    return {
        one.name: one.body
        for one in components
        if isinstance(one.body, CustomField) and one.name.partition(".")[0] not in settings
    }


def seen(given: PermissionSet) -> set[str]:
    return {one.field for one in given.fieldPermissions if one.readable}


def editable(given: PermissionSet) -> set[str]:
    return {one.field for one in given.fieldPermissions if one.editable}


def made(process: Process) -> tuple[Names, dict[str, PermissionSet], dict[str, CustomField]]:
    names, foundation = names_of(process), lower(process)["foundation"]
    return names, sets(foundation), fields_in(foundation)


@pytest.mark.parametrize("spec", SPECS)
def test_every_field_of_the_package_is_decided_on(spec: str) -> None:
    """Each persona's set names each field once, in order; and no directory brings a field that it does not know."""
    process = resolved(spec).process
    names, directories = names_of(process), lower(process)
    fields = {name for components in directories.values() for name in fields_in(components)}
    held = sets(directories["foundation"])
    for persona in process.personas:
        assert [one.field for one in held[names.own(persona.id)].fieldPermissions] == sorted(fields)


@pytest.mark.parametrize("spec", SPECS)
def test_the_platform_takes_what_is_granted(spec: str) -> None:
    """PERM-001, PERM-003 to PERM-006."""
    for components in lower(resolved(spec).process).values():
        fields = fields_in(components)
        for body in sets(components).values():
            assert len(body.label) <= 80
            assert 0 < len(body.description or "") <= 255
            assert editable(body) <= seen(body)
            for name in editable(body):
                assert fields[name].formula is None
                assert not fields[name].required
            for one in body.objectPermissions:
                assert not one.modifyAllRecords
                assert one.allowRead or not (one.allowCreate or one.allowEdit or one.allowDelete or one.viewAllRecords)


@pytest.mark.parametrize("spec", SPECS)
def test_only_confidential_personas_read_what_is_confidential(spec: str) -> None:
    process = resolved(spec).process
    names, held, fields = made(process)
    secret = {f"Case.{names.field(id)}" for id in FOUND}
    assert secret <= confidential_fields(process, names) <= set(fields)
    for persona in process.personas:
        readable = seen(held[names.own(persona.id)])
        assert (confidential_fields(process, names) & readable != set()) == persona.confidential
        assert secret <= readable or not persona.confidential
    for body in (held[names.own(id)] for id in EXEMPTIONS):
        assert body.fieldPermissions == ()


def test_what_the_spec_calls_special_or_masks_is_confidential(tmp_path: Path) -> None:
    """Flags are not: whoever works the case must see «do not call»."""
    process = process_of(tmp_path)
    names, held, _ = made(process)
    hidden = {f"Case.{names.field(id)}" for id in ("findings", "card_number", *FOUND)}
    assert confidential_fields(process, names) == hidden
    assert hidden & seen(held["ABC_Clerk"]) == set()
    assert hidden <= seen(held["ABC_Nurse"])
    assert {"Case.ABC_Safe_Contact__c", "Case.ABC_Category__c"} <= editable(held["ABC_Clerk"])


@pytest.mark.parametrize("spec", SPECS)
def test_clocks_and_the_record_of_decisions_are_written_by_nobody(spec: str) -> None:
    """And the record is read by those who audit, all of it."""
    process = resolved(spec).process
    names, held, fields = made(process)
    own = {names.object("clock"), names.object("event")}
    assert {name.partition(".")[0] for name in fields} == {"Case", *own}
    for persona in process.personas:
        body = held[names.own(persona.id)]
        objects = {one.object: one for one in body.objectPermissions}
        assert set(objects) == {"Case", *own}
        for name in own:
            given = objects[name]
            assert {given.allowCreate, given.allowEdit, given.allowDelete} == {False}
            assert {one for one in editable(body) if one.startswith(f"{name}.")} == set()
        event = objects[names.object("event")]
        assert (event.allowRead, event.viewAllRecords) == (persona.audit, persona.audit)
        assert any(one.startswith(f"{names.object('event')}.") for one in seen(body)) == persona.audit
        assert {objects["Case"].viewAllRecords, objects["Case"].allowDelete} == {False}


@pytest.mark.parametrize("spec", SPECS)
def test_people_edit_what_people_write_and_nothing_else(spec: str) -> None:
    process = resolved(spec).process
    names, held, fields = made(process)
    by_people = {one.id: one for one in process.facts if one.written_by == "people" and one.id != "owner"}
    extended = {f"{one.id}.extended" for one in process.clocks if one.extension}
    for persona in process.personas:
        body = held[names.own(persona.id)]
        (case,) = (one for one in body.objectPermissions if one.object == "Case")
        works = persona.access == "edit"
        assert (case.allowRead, case.allowCreate, case.allowEdit) == (True, works, works)
        mine = {
            f"Case.{names.field(id)}"
            for id, fact in by_people.items()
            if not fact.editors or persona.id in fact.editors or persona.bypass
        } | {f"Case.{names.field(id)}" for id in extended}
        mine = mine & set(fields) if works else set()
        assert editable(body) == mine - (set() if persona.confidential else confidential_fields(process, names))


@pytest.mark.parametrize("spec", SPECS)
def test_nobody_writes_what_keeps_automation_apart(spec: str) -> None:
    process = resolved(spec).process
    names, held, _ = made(process)
    kept = {f"Case.{names.field(id)}" for id in ("token", "workflow", "accepted", "received_at", "team", *FOUND)}
    kept |= {f"Case.{names.field(f'{one.id}.{part}')}" for one in process.clocks for part in ("due", "breached")}
    assert all(editable(body) & kept == set() for body in held.values())


def test_edited_by_names_who_may(tmp_path: Path) -> None:
    _, held, _ = made(process_of(tmp_path))
    may = {name for name, body in held.items() if "Case.ABC_Verdict__c" in editable(body)}
    assert may == {"ABC_Nurse", "ABC_Loader"}


@pytest.mark.parametrize("spec", SPECS)
def test_each_set_carries_its_own_permission(spec: str) -> None:
    """Guardrails that ask who saves, the override and the data load: held by a set of the name, and by `bypass`."""
    process = resolved(spec).process
    names = names_of(process)
    foundation = lower(process)["foundation"]
    given = {
        name: {one.name for one in body.customPermissions if one.enabled} for name, body in sets(foundation).items()
    }
    there = {one.name for one in foundation if isinstance(one.body, CustomPermission)}
    exemptions = {names.own(id) for id in EXEMPTIONS}
    for persona in process.personas:
        own = names.own(persona.id)
        assert given[own] == {own} | (exemptions if persona.bypass else set())
    for one in exemptions:
        assert given[one] == {one}
    assert set().union(*given.values()) == there


@pytest.mark.parametrize("spec", SPECS)
def test_personas_see_the_record_type(spec: str) -> None:
    process = resolved(spec).process
    foundation = lower(process)["foundation"]
    types = {one.name for one in foundation if isinstance(one.body, RecordType)}
    held = sets(foundation)
    for persona in process.personas:
        visible = held[names_of(process).own(persona.id)].recordTypeVisibilities
        assert {one.recordType for one in visible if one.visible} == types


def test_a_set_says_whom_it_is_for(tmp_path: Path) -> None:
    held = sets(lower(process_of(tmp_path))["foundation"])
    assert held["ABC_Nurse"].label == "Inquiry: Nurse"
    assert held["ABC_Nurse"].description == (
        "Works on cases, sees confidential text. For the members of Nurses, night & day."
    )
    assert held["ABC_Auditor"].description == "Reads cases, sees confidential text, reads the record of decisions."
    assert held["ABC_Loader"].description == "Works on cases, loads data, and no guardrail holds."
