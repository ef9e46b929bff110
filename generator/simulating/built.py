"""A built project on disk, and what it says of the process that it was built from: the names of teams, stages, clocks
and fields, who belongs to which team, which forms there are. Enough to play a history without the spec."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.conditions.syntax import Kind, Type
from generator.diagnostics import Rejected
from generator.metadata.objects import CustomField, RecordType
from generator.metadata.permissions import PermissionSet
from generator.nodes import error
from generator.ownership import LOCK
from generator.process.model import (
    Channel,
    Choice,
    Clock,
    Consent,
    Control,
    Expectations,
    Fact,
    Finder,
    Identity,
    Moment,
    People,
    Persona,
    Process,
    Reading,
    Replies,
    Stage,
    Team,
)
from generator.prove.playing import components_of
from generator.reading import Component, Unreadable, files_below
from generator.source import NOWHERE, Span
from generator.xml import NotXml

NEEDED = {
    **dict.fromkeys(("record_type", "spec", "zone"), str),
    **dict.fromkeys(
        ("clocks", "facts", "finders", "forms", "groups", "identifiers", "members", "objects", "origins",
         "permissions", "personas", "rules", "sources", "stages", "teams"), dict),
}  # fmt: skip
"""What a story needs of a lock file."""
KINDS: Mapping[str, Kind] = {
    "Checkbox": "yes_no", "Picklist": "choice", "Number": "number", "Date": "date", "DateTime": "moment",
    "LongTextArea": "long_text", "Lookup": "person",
}  # fmt: skip
"""What a field of each type holds; every other holds a text."""
STANDARD: Mapping[str, Kind] = {"OwnerId": "person", "IsClosed": "yes_no"}
"""Fields of Case itself that hold a fact and no text."""
BY_PEOPLE = ("OwnerId",)


def files_of(folder: str) -> dict[str, bytes]:
    """The files of a built project. Raises Rejected: CP556 where they cannot be read, CP623 where there is no
    lock file, CP551 where it is damaged, CP624 where an older program wrote it."""
    path = Path(folder)
    top = at(path / LOCK)
    try:
        files = files_below(path)
    except OSError:
        raise Rejected([error("CP556", f"`{folder}` cannot be read", at(path), "see to its rights")]) from None
    if LOCK not in files:
        near = sorted(name.rpartition("/")[0] for name in files if name.count("/") == 1 and name.endswith(f"/{LOCK}"))
        help = f"name one project: {', '.join(f'`{folder}/{one}`' for one in near[:5])}" if near else None
        message = f"`{folder}` is no built project: there is no `{LOCK}` in it"
        raise Rejected([error("CP623", message, at(path), help or "name what `carepath build` wrote, or a spec")])
    try:
        lock = json.loads(files[LOCK])
    except ValueError:
        lock = None
    damaged = not isinstance(lock, dict) or any(key in lock and type(lock[key]) is not NEEDED[key] for key in NEEDED)
    if damaged:
        raise Rejected([error("CP551", "the lock file is damaged", top, "build the project again")])
    missing = sorted(NEEDED - lock.keys())
    if missing:
        message = f"the lock file does not say: {', '.join(missing)}"
        raise Rejected([error("CP624", message, top, "build the project again with this program")])
    return files


def at(path: Path) -> Span:
    return Span(path=path.as_posix(), line=1, column=1, end_line=1, end_column=1)


def components_in(folder: str, files: Mapping[str, bytes]) -> tuple[Component, ...]:
    """The metadata of a project. Raises Rejected (CP625) for a file that is none."""
    try:
        return tuple(components_of(files))
    except (Unreadable, NotXml) as problem:
        message = f"a file of `{folder}` is no metadata: {problem}"
        raise Rejected([error("CP625", message, at(Path(folder)), "build the project again")]) from problem


def process_of(files: Mapping[str, bytes], components: tuple[Component, ...]) -> Process:
    """The process as far as a project tells it. What only a spec says is empty here: words, categories, routes, rules,
    effects; and what a stage or clock does, which the metadata does by itself."""
    lock = json.loads(files[LOCK])
    fields = {one.name: one.body for one in components if isinstance(one.body, CustomField)}
    editable = {
        right.field
        for one in components
        if isinstance(one.body, PermissionSet)
        for right in one.body.fieldPermissions
        if right.editable
    }
    record_type = next((one.body for one in components if isinstance(one.body, RecordType)), None)
    label = lock["spec"] if record_type is None else record_type.label
    return Process(
        identity=Identity(
            id=lock["spec"], label=label, prefix=prefix_of(lock), record_type=lock["record_type"], zone=lock["zone"],
            language="en-GB", status="active", because=NOWHERE,
        ),
        calendars=(),
        channels=tuple(Channel(id=id, origin=one, address=None, because=NOWHERE) for id, one in channels(lock)),
        people=tuple(People(id=id, label=id, api_name=one, because=NOWHERE) for id, one in told(lock)),
        teams=tuple(
            Team(id=id, label=id, lead=None, api_name=one, because=NOWHERE) for id, one in lock["teams"].items()
        ),
        personas=tuple(persona(id, lock) for id in lock["personas"]),
        expects=Expectations(
            sender=None, statuses=(), queues=(), fields=(), case_sharing=None, person_accounts=False, consent=False,
            default_workflow_user=None, no_active_assignment_rule=False, path=False,
            record_type_of_automated_case_user=None, identifiers=identifiers(lock), because=NOWHERE,
        ),
        assignment_rule="handoff",
        control=Control(mode="live", switches=tuple((name, True) for name in switches(lock))),
        replies=Replies(reopen_within=None),
        facts=tuple(facts(lock, fields, editable)),
        reading=Reading(cues=(), history=(), forwards=(), sets=()),
        finders=tuple(
            Finder(fact=id, kind=one["kind"], shapes=(), check=None, order="dmy", found_on=one["found_on"],
                   on_find="store", because=NOWHERE)
            for id, one in lock["finders"].items()
        ),
        setters=(),
        levels=(),
        categories=(),
        special_flags=(),
        quiet_flags=(),
        unreadable_floor=0,
        routes=(),
        stages=tuple(
            Stage(id=id, label=id, rank=rank, status=one["status"], next=(), automatic=False, closed=False, stall=(),
                  because=NOWHERE)
            for rank, (id, one) in enumerate(lock["stages"].items())
        ),
        clocks=tuple(clock(id) for id in lock["clocks"]),
        consents=tuple(
            Consent(id=id, label=form, form=form, when=None, before="", because=NOWHERE)
            for id, form in lock["forms"].items()
        ),
        rules=(),
        effects=(),
        messages=(),
        reports=(),
        hazards=(),
        not_automated=(),
    )  # fmt: skip


def channels(lock: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Mail first, as it is where a message does not say how it came."""
    return sorted(lock["origins"].items(), key=lambda one: (one[1] != "Email", one[0]))


def told(lock: Mapping[str, Any]) -> list[tuple[str, str]]:
    """People who are told, and their groups."""
    return list(lock["groups"]["people"].items())


def identifiers(lock: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """Where the org holds each identifier: object and field."""
    return tuple((id, *where.split(".", 1)) for id, where in lock["identifiers"].items())


def switches(lock: Mapping[str, Any]) -> list[str]:
    return sorted(lock["objects"]["control"]["fields"].keys() - {"mode"})


def prefix_of(lock: Mapping[str, Any]) -> str:
    """Every name of the package's own begins with it."""
    return str(lock["permissions"]["override"]).partition("_")[0]


def persona(id: str, lock: Mapping[str, Any]) -> Persona:
    return Persona(
        id=id, label=id, teams=tuple(lock["members"][id]), access="edit", confidential=False, audit=False, bypass=False,
        because=NOWHERE,
    )  # fmt: skip


def clock(id: str) -> Clock:
    moment = Moment(kind="created", because=NOWHERE)
    return Clock(
        id=id, label=id, when=None, starts=moment, stops=moment, within=(), warn=None, extension=None, ladder=(),
        because=NOWHERE,
    )  # fmt: skip


def facts(lock: Mapping[str, Any], fields: Mapping[str, CustomField], editable: set[str]) -> Iterator[Fact]:
    """Whatever a field of Case holds; people write it where some permission set lets them."""
    for id, name in lock["facts"].items():
        body = fields.get(f"Case.{name}")
        kind: Kind = STANDARD.get(name, "text") if body is None else KINDS.get(body.type or "", "text")
        choices = tuple(Choice(id=one, label=label) for one, label in values(body))
        by_people = name in BY_PEOPLE or f"Case.{name}" in editable
        yield Fact(
            id=id, label=id if body is None else str(body.label or id), type=Type(kind=kind), origin="field",
            written_by="people" if by_people else "automation", choices=choices, because=NOWHERE,
        )  # fmt: skip


def values(field: CustomField | None) -> Iterator[tuple[str, str]]:
    """The values of a picklist and their labels."""
    listed = field.valueSet.valueSetDefinition if field is not None and field.valueSet is not None else None
    for one in listed.value if listed is not None else ():
        yield one.fullName, one.label or one.fullName
