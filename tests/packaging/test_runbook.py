"""The runbook: a step for whatever the package needs of people, each with its check and its undo, and inert text."""

import dataclasses
import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator.compiler import compile_spec, understand
from generator.lower import Directories, lower
from generator.lower.naming import names_of
from generator.metadata.component import component
from generator.metadata.people import Group
from generator.process.model import Expectations, Process, Status
from generator.runbook import Step, runbook, steps
from generator.runbook.plan import argument, literal
from tests.packaging.building import ROOT, SPECS

PLUGINS = ROOT / "tests" / "peers" / "node_modules" / "@salesforce"
GIVEN: dict[str, Any] = {
    "sender": "desk@abbey.example",
    "statuses": (Status(label="Being read", closed=False),),
    "queues": ("Front_Desk",),
    "fields": ("Account.Ward__c",),
    "case_sharing": "private",
    "person_accounts": True,
    "consent": True,
    "default_workflow_user": "robot@abbey.example",
    "no_active_assignment_rule": True,
    "path": True,
    "record_type_of_automated_case_user": "Letter",
    "identifiers": (("hospital_number", "Account", "Number__c"),),
}
"""Something that the spec may expect, by key."""
NOTHING: dict[str, Any] = {
    **{key: () if isinstance(value, tuple) else None for key, value in GIVEN.items()},
    "person_accounts": False,
    "consent": False,
    "no_active_assignment_rule": False,
    "path": False,
}


@cache
def directories_of(path: Path) -> Directories:
    """What the spec at `path` becomes: lowered once for all tests."""
    return lower(understand(str(path)).resolved.process)


@pytest.fixture(scope="module", params=SPECS, ids=lambda path: path.stem)
def built(request: pytest.FixtureRequest) -> tuple[Process, Directories]:
    return understand(str(request.param)).resolved.process, directories_of(request.param)


@pytest.fixture
def process(built: tuple[Process, Directories]) -> Process:
    return built[0]


@pytest.fixture
def directories(built: tuple[Process, Directories]) -> Directories:
    return built[1]


def steps_of(process: Process, directories: Directories) -> dict[str, Step]:
    found = steps(process, names_of(process), directories)
    assert len({one.id for one in found}) == len(found)
    return {one.id: one for one in found}


def expecting(process: Process, **given: Any) -> Process:
    return dataclasses.replace(process, expects=Expectations(**{**NOTHING, **given}, because=process.expects.because))


@pytest.mark.parametrize("key", [one.name for one in dataclasses.fields(Expectations) if one.name != "because"])
def test_every_expectation_has_its_step(process: Process, directories: Directories, key: str) -> None:
    """A step of the key's name; it is about what the spec says, and what the spec says changes it."""
    id = key.replace("_", "-")
    step = steps_of(expecting(process, **{key: GIVEN[key]}), directories)[id]
    without = steps_of(expecting(process), directories).get(id)

    assert without is None or without != step or key in ("consent", "statuses")
    value = GIVEN[key]
    words = {
        "queues": "Front_Desk", "fields": "Ward__c", "identifiers": "Number__c", "case_sharing": "Private",
        **dict.fromkeys(("sender", "default_workflow_user", "record_type_of_automated_case_user"), value),
    }  # fmt: skip
    assert words.get(key, "") in step.shown()


def test_every_directory_has_its_step(process: Process, directories: Directories) -> None:
    """Also one that is new: nothing is deployed that nobody was told to deploy."""
    group = component("X", Group(name="X"))
    more = {**directories, "optional-anything": (group,), "experience": (group,), "tests": (group,)}
    found = {one.id: one for one in steps(process, names_of(process), more)}

    for name in more:
        assert f"--source-dir {name} " in "\n".join(found[f"deploy-{name}"].commands)
        assert f"--source-dir {name} " in found["production"].commands[0]


def test_every_channel_team_and_persona_is_in_it(process: Process, directories: Directories) -> None:
    found = steps_of(process, directories)
    for channel in process.channels:
        step = found[f"channel-{channel.id.replace('_', '-')}"]
        assert channel.origin in step.shown()
        assert (channel.address or "") in step.shown()
    names = names_of(process)
    for team in process.teams:
        assert names.members(team.id) in found["queue-members"].table
    for people in process.people:
        assert names.group(people.id) in found["people-told"].table
    emitted = {one.name for components in directories.values() for one in components if one.kind == "PermissionSet"}
    listed = found["permission-sets"].shown() if "permission-sets" in found else ""
    assert [one for one in emitted if f"--name {one} " not in listed] == []


def test_every_step_can_be_checked_and_taken_back(process: Process, directories: Directories) -> None:
    for step in steps_of(process, directories).values():
        assert step.where
        assert step.how
        assert step.check.endswith(".")
        assert step.undo.endswith(".")
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", step.id)


def test_every_step_that_is_named_is_there(process: Process, directories: Directories) -> None:
    found = steps_of(process, directories)
    shown = "\n".join(one.shown() for one in found.values())
    named = set(re.findall(r"[Ss]tep `([a-z-]+)`", shown)) | set(re.findall(r", then `([a-z-]+)`", shown))
    assert named - set(found) == set()
    assert {"restore", "switch-off", "flows-active"} <= named


def test_ids_stay_when_other_things_change(process: Process, directories: Directories) -> None:
    """What an id says is what it is about: a step that goes renames no other."""
    before = set(steps_of(process, directories))
    mailboxes = tuple(one for one in process.channels if one.address)
    after = set(steps_of(dataclasses.replace(process, channels=mailboxes, people=()), directories))

    gone = {f"channel-{one.id.replace('_', '-')}" for one in process.channels if not one.address}
    assert before - after == gone
    assert after <= before


@pytest.mark.parametrize("mode", ["own", "merge", "handoff"])
def test_each_mode_says_what_happens_to_the_org_s_rule(process: Process, directories: Directories, mode: Any) -> None:
    step = steps_of(dataclasses.replace(process, assignment_rule=mode), directories)["assignment-rule"].shown()

    assert {"own": "brings the rule", "merge": "one entry more at its top", "handoff": "brings no rule"}[mode] in step
    assert ("Do Not Reassign Owner" in step) == (mode == "handoff")


def test_the_way_back_deletes_nothing(process: Process, directories: Directories) -> None:
    commands = [
        command
        for step in steps_of(process, directories).values()
        for command in (*step.commands, *step.checks, *step.undoes)
    ]
    deleting = [one for one in commands if re.search(r"\bdelete\b|destructive|purge", one)]
    assert deleting == ["sf org delete scratch --target-org trial"]


HOSTILE = (
    "x`; rm -rf ~; `",
    "```\n# a heading\n<script>alert(1)</script>",
    "$(reboot) \"quoted\" 'single' \\ back",
    "| a | b |\n[link](http://evil.example)",
    "\u202ereversed",
)


def saying(process: Process, text: str) -> Process:
    """The same process, with `text` wherever the runbook shows an author's words."""
    return dataclasses.replace(
        expecting(process, **{**GIVEN, "sender": text, "default_workflow_user": text}),
        identity=dataclasses.replace(process.identity, label=text),
        stages=tuple(dataclasses.replace(one, status=text, label=text) for one in process.stages),
        consents=tuple(dataclasses.replace(one, form=text, label=text) for one in process.consents),
        channels=tuple(dataclasses.replace(one, origin=text, address=text) for one in process.channels),
        teams=tuple(dataclasses.replace(one, label=text) for one in process.teams),
        people=tuple(dataclasses.replace(one, label=text) for one in process.people),
        personas=tuple(dataclasses.replace(one, label=text) for one in process.personas),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert(process: Process, directories: Directories, text: str) -> None:
    """It can neither break a heading, a table or a block of code, nor run when a command is copied."""
    shown = runbook(saying(process, text), names_of(process), directories)
    plain = runbook(saying(process, "Plain"), names_of(process), directories)

    assert headings(shown)[1:] == headings(plain)[1:]
    assert "\u202e" not in shown
    outside = re.sub(r"^(`{3,})sh\n.*?^\1$", "", shown, flags=re.MULTILINE | re.DOTALL)
    assert "<script" not in outside
    assert "](http" not in outside
    rows, expected = (re.findall(r"^\|.*\|$", one, flags=re.MULTILINE) for one in (outside, plain))
    assert [bars(row) for row in rows] == [bars(row) for row in expected]
    commands, usual = list(blocks(shown)), list(blocks(plain))
    assert len(commands) == len(usual)
    assert [len(shlex.split(one)) for one in commands] == [len(shlex.split(one)) for one in usual]
    assert by_a_shell(commands) == [shlex.split(one) for one in commands]


def by_a_shell(commands: list[str]) -> list[list[str]]:
    """What a shell makes of commands: each with its arguments, as the program would get them. Nothing else may run."""
    programs = sorted({command.partition(" ")[0] for command in commands})
    assert set(programs) <= {"sf", "git", "shasum", "diff"}
    shown = "\n".join(f"""{one}() {{ printf '%s\\0' {one} "$@"; printf '\\n\\0'; }}""" for one in programs)
    done = subprocess.run(
        ["bash", "-r", "-c", "\n".join([shown, *commands])], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stderr == ""
    return [one.split("\0")[:-1] for one in done.stdout.split("\n\0")[:-1]]


def bars(row: str) -> int:
    """How many cells a row of a table has."""
    return len(re.findall(r"(?<!\\)\|", row))


def headings(shown: str) -> list[str]:
    return [line for line in shown.split("\n") if re.match(r"#{1,6} ", line)]


def blocks(shown: str) -> Iterator[str]:
    """The commands of a runbook, as a shell would get them."""
    for _, block in re.findall(r"^(`{3,})sh\n(.*?)^\1$", shown, flags=re.MULTILINE | re.DOTALL):
        yield from filter(None, block.split("\n"))


@pytest.mark.parametrize("text", ["o'clock", 'a "b"', "$HOME `id` !x", "back\\slash", "plain (text), with: marks"])
def test_a_command_s_argument_is_one_argument(text: str) -> None:
    """A shell hands it on as it is; SOQL's own quoting lies inside."""
    assert shlex.split(f"x {argument(text)}") == ["x", text]
    inside = literal(text)
    assert inside[0] == inside[-1] == "'"
    assert re.sub(r"\\(.)", r"\1", inside[1:-1]) == text


def test_the_cli_knows_every_command_and_flag(process: Process, directories: Directories) -> None:
    manifests = sorted(PLUGINS.glob("*/oclif.manifest.json"))
    if not manifests:
        pytest.skip("the peers are not installed (run `npm ci` in tests/peers)")
    known = {
        id: one for path in manifests for id, one in json.loads(path.read_text(encoding="utf-8"))["commands"].items()
    }
    commands = [one for one in blocks(runbook(process, names_of(process), directories)) if one.startswith("sf ")]
    assert len(commands) > 20
    for command in commands:
        words = shlex.split(command)[1:]
        verb = words[: next((n for n, one in enumerate(words) if one.startswith("-")), len(words))]
        id = next(":".join(verb[:n]) for n in range(len(verb), 0, -1) if ":".join(verb[:n]) in known)
        flags = [word.removeprefix("--") for word in words if word.startswith("--")]
        assert set(flags) - set(known[id]["flags"]) - {"json"} == set(), command
        needed = {name for name, flag in known[id]["flags"].items() if flag.get("required")}
        assert needed - set(flags) == set(), command


def test_it_is_in_the_project() -> None:
    files = compile_spec(understand(str(SPECS[0])))
    assert files["RUNBOOK.md"].decode().startswith("# ")
