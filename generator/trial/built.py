"""Stories on a project that `carepath build` wrote, in the words of its spec, without the spec: the lock file tells how
the words are called in the org."""

import json
from collections.abc import Mapping
from dataclasses import replace

from generator.diagnostics import Rejected
from generator.language.values import Written
from generator.metadata.messages import EmailTemplate
from generator.ownership import LOCK
from generator.process.model import Message, Process
from generator.process.resolving.scenarios import Stories
from generator.reading import Component
from generator.scenarios.model import Scenario
from generator.scenarios.running import rule_name
from generator.simulating.built import components_in, process_of
from generator.source import NOWHERE, Source
from generator.trial.reading import stories

NOT_TOLD = ("tasks", "linked_cases")
"""What a project holds under other names than the spec's, and does not say which."""


def told_by(folder: str, files: Mapping[str, bytes]) -> Process:
    """The process as far as a project tells of it. Raises Rejected."""
    components = components_in(folder, files)
    process = process_of(files, components)
    return replace(process, messages=tuple(messages(process, components)))


def messages(process: Process, components: tuple[Component, ...]) -> list[Message]:
    """The mails that a project brings, by the ids from which their names were made."""
    found = []
    for one in components:
        if isinstance(one.body, EmailTemplate):
            name = one.name.rpartition("/")[2]
            id = name.removeprefix(f"{process.identity.prefix}_").lower()
            found.append(Message(id=id, label=id, subject="", body="", api_name=name, because=NOWHERE))
    return found


def scenarios_of(source: Source, process: Process, files: Mapping[str, bytes]) -> tuple[Scenario, ...]:
    """The stories of a file, with names resolved in a project. Raises Rejected."""
    told = Told(process, files)
    made = tuple(told.scenario(one) for one in stories(source).scenarios)
    if told.found:
        raise Rejected(told.found)
    return made


class Told(Stories):
    """Names of a story, resolved in what a project tells."""

    def __init__(self, process: Process, files: Mapping[str, bytes]) -> None:
        super().__init__(process)
        choices = {fact.id: [one.id for one in fact.choices] for fact in process.facts}
        rules = json.loads(files[LOCK])["rules"].values()
        self.known |= {"categories": choices["category"], "levels": choices["urgency"]}
        self.known |= {"flags": [fact.id for fact in process.facts if fact.type.kind == "yes_no"]}
        self.blockers = sorted({rule_name(one) for one in rules})

    def one_of(self, written: Written, what: str, kind: str) -> str:
        if kind in NOT_TOLD:
            message = f"a built project does not say which {kind.replace('_', ' ')} there are"
            self.refuse("CP632", message, written.span, "expect them of the spec")
            return written.text
        return super().one_of(written, what, kind)
