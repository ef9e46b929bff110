"""Loads other people's projects into the emulator, and says what stops the flows that it does not run.

    python -m tests.conformance.foreign [--drafts] [--saves N] DIRECTORY...

For each project the flows that a record, a schedule or an event triggers, or that another flow or program launches, are
counted: loaded, or not and why. Those that call Apex, a package or a service outside the org are counted apart, and so
are screen flows and every other type. Only active flows count; `--drafts` takes the others for active. `--saves N` then
runs each loaded flow of a record on N random saves of its object (tests.conformance.saves).

Exits 1 when fewer than 85 % of the flows load that need neither Apex, packages nor services.
"""

import argparse
import dataclasses
import re
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from generator.emulator.loading import ACTIVE, Package
from generator.emulator.trees import package_of
from generator.frozen import record
from generator.metadata.flow import Flow
from generator.reading import files_below, read_files
from generator.reading.projects import Project
from tests.conformance import saves

LEAST_SHARE = 0.85
WANTED = re.compile(
    r"\.(flow|object|field|recordType|businessProcess|validationRule|standardValueSet|globalValueSet|workflow|labels|md"
    r"|queue|group|customPermission|notiftype|assignmentRules|autoResponseRules|escalationRules)(-meta\.xml)?$"
)
"""What bears on a save. Mails are not read: an alert sends one whatever it says."""
PACKAGED = re.compile(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*__[A-Za-z0-9_]+")
"""A name with a namespace before it."""
OUTSIDE = frozenset(
    (
        "externalService", "slackPostMessage", "slackSendMessageToLaunchFlow", "generatePromptResponse",
        "industriesSendApexAsyncRequest",
    )
)  # fmt: skip
"""Types of actions that leave the org, or that run what the org's owner wrote in another language."""
KINDS = ("loaded", "not loaded", "Apex", "package", "outside")


@record
class Verdict:
    """`kind`: one of KINDS. `trigger`: what starts it."""

    flow: str
    kind: str
    trigger: str
    reason: str = ""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tests.conformance.foreign")
    parser.add_argument("directories", nargs="+", type=Path)
    parser.add_argument("--drafts", action="store_true")
    parser.add_argument("--saves", type=int, default=0)
    given = parser.parse_args(arguments)
    total: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    triggers: dict[str, Counter[str]] = {}
    runs: Counter[str] = Counter()
    projects = 0
    print(f"{'project':42}" + "".join(f"{name:>11}" for name in ("flows", "others", "inactive", *KINDS, "share")))
    for directory in given.directories:
        project = read_files(files_below(directory, WANTED.search), whole=True)
        if given.drafts:
            project = activated(project)
        counted, verdicts, package = judged(project)
        counted.update(one.kind for one in verdicts)
        projects += counted["loaded"] + counted["not loaded"] > 0
        reasons.update(plain(one) for one in verdicts if one.kind == "not loaded")
        for one in verdicts:
            triggers.setdefault(one.trigger, Counter())[one.kind] += 1
        print(line(directory.name, counted), flush=True)
        total += counted
        for one in verdicts:
            if one.kind == "not loaded":
                print(f"    {one.flow}: {one.reason}")
        if given.saves:
            found = saves.tried(package, [one.flow for one in verdicts if one.kind == "loaded"], given.saves)
            runs.update(found.counts)
            for said in found.crashes:
                print(f"    crash: {said}")
    print(line(f"{projects} projects", total))
    for trigger, kinds in sorted(triggers.items()):
        print(line(trigger, kinds | Counter(flows=kinds.total())))
    for reason, count in reasons.most_common():
        print(f"{count:5}  {reason}")
    if given.saves:
        print(", ".join(f"{count} {what}" for what, count in sorted(runs.items())))
    return 0 if share(total) >= LEAST_SHARE and not runs["crashes"] else 1


def line(name: str, counted: Mapping[str, int]) -> str:
    cells = [counted["flows"], counted["others"], counted["inactive"], *(counted[kind] for kind in KINDS)]
    asked = counted["loaded"] + counted["not loaded"]
    return f"{name:42}" + "".join(f"{one:11}" for one in cells) + (f"{share(counted):>10.1%}" if asked else f"{'':>10}")


def share(counted: Mapping[str, int]) -> float:
    """Of the flows that need nothing from outside, how many load."""
    asked = counted["loaded"] + counted["not loaded"]
    return counted["loaded"] / asked if asked else 1.0


def plain(verdict: Verdict) -> str:
    """A reason without the names that are only of this flow."""
    return re.sub(r"\(.*\)", "(...)", verdict.reason.replace(verdict.flow, "FLOW"))


def activated(project: Project) -> Project:
    """The project with every flow active, whatever its file says."""
    found = []
    for one in project.found:
        component = one.read.component
        if isinstance(component.body, Flow):
            body = dataclasses.replace(component.body, status="Active")
            component = dataclasses.replace(component, body=body)
        found.append(dataclasses.replace(one, read=dataclasses.replace(one.read, component=component)))
    return dataclasses.replace(project, found=tuple(found))


def judged(project: Project) -> tuple[Counter[str], list[Verdict], Package]:
    """What the flows of a project are, and whether those that the emulator should run load."""
    flows = {
        one.read.component.name: one.read.component.body
        for one in project.found
        if isinstance(one.read.component.body, Flow)
    }
    package = package_of(project, open=True)
    why: dict[str, str] = {}
    for one in package.refused:
        why.setdefault(one.name, one.reason)
    counted: Counter[str] = Counter({"flows": len(flows)})
    verdicts = []
    for name, flow in sorted(flows.items()):
        if flow.processType not in (None, "AutoLaunchedFlow"):
            counted["others"] += 1
        elif flow.status not in ACTIVE:
            counted["inactive"] += 1
        else:
            kind = outside(flows, name, set()) or ("loaded" if name in package.programs else "not loaded")
            trigger = (flow.start.triggerType if flow.start else None) or "launched"
            verdicts.append(Verdict(flow=name, kind=kind, trigger=trigger, reason=why.get(name, "")))
    return counted, verdicts, package


def outside(flows: Mapping[str, Flow], name: str, seen: set[str]) -> str:
    """What a flow, or one that it runs, needs and no emulator has: Apex, package, outside; or nothing."""
    flow = flows.get(name)
    if name in seen:
        return ""
    if flow is None:
        return "package" if PACKAGED.fullmatch(name) else ""
    needs = {of_action(one.actionType, one.actionName) for one in flow.actionCalls}
    if any(one.dataType == "Apex" for one in flow.variables):
        needs.add("Apex")
    needs |= {outside(flows, one.flowName, seen | {name}) for one in flow.subflows}
    return next((one for one in ("Apex", "package", "outside") if one in needs), "")


def of_action(kind: str, name: str) -> str:
    if kind == "apex":
        return "package" if PACKAGED.fullmatch(name) else "Apex"
    if kind in OUTSIDE:
        return "outside"
    return "package" if kind in ("component", "flow") and PACKAGED.fullmatch(name) else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
