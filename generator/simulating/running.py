"""A history and a project -> its simulation; also under the other values of what Salesforce does not document, and held
against the spec where there is one."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from generator.diagnostics import Diagnostic, Rejected
from generator.emulator.schema import NotModelled
from generator.emulator.switches import ALTERNATIVES, GRADES, Switches
from generator.formula.parsing import FormulaSyntaxError
from generator.interpret.telling import Interpreter
from generator.nodes import error
from generator.process.events import EVERY
from generator.process.model import Process
from generator.prove.comparing import FAULT
from generator.prove.histories import history, parting
from generator.prove.playing import components_of
from generator.prove.scenarios import unknown
from generator.scenarios.model import Scenario
from generator.simulating.labels import Labels
from generator.simulating.playing import Recorder, Unplayable
from generator.simulating.reasons import Reasons
from generator.simulating.seeing import Seeing
from generator.simulating.simulation import Difference, Moment, Simulation, Switch
from generator.source import Source, Span

UNDOCUMENTED = ("C", "D")
"""Grades of what must not decide a story alone (runtime-semantics section 7)."""


class Simulator:
    """A project made ready to play histories. `path`: of the spec or of the folder; `sources`: the files of the spec,
    where there is one. Raises Rejected (CP622) for what the emulator does not run."""

    def __init__(
        self, process: Process, files: Mapping[str, bytes], path: str, sources: Mapping[str, Source] | None = None
    ) -> None:
        self.process = process
        self.has_spec = sources is not None
        try:
            self.player = Recorder(process, files)
        except (NotModelled, FormulaSyntaxError) as problem:
            raise Rejected([not_run(str(problem), top(path))]) from problem
        labels = Labels(json.loads(files["carepath.lock"]), tuple(components_of(files)))
        reasons = Reasons(process) if sources is not None else None
        self.seeing = Seeing(self.player, labels, path if self.has_spec else "", reasons, sources or {})

    def simulate(self, scenario: Scenario) -> Simulation:
        """The whole story. Raises Rejected: CP622 at an event that the emulator does not run, CP626 where an element is
        to fail that is not there."""
        self.can_fail(scenario)
        played, notes = self.play(scenario, Switches())
        doubtful = [name for name in sorted(notes) if GRADES[name] in UNDOCUMENTED]
        return replace(
            played,
            switches=tuple(one for name in doubtful for one in self.otherwise(scenario, played.moments, name)),
            difference=self.difference(scenario) if self.has_spec and not scenario.needs_org else None,
        )

    def can_fail(self, scenario: Scenario) -> None:
        """A simulation is one run: what fails in it is named."""
        given = scenario.given
        found = [failure.message for failure in unknown(scenario, self.player)]
        if EVERY in given.org.fail:
            found.append("a history is one run, and in one run not every element fails")
        if found:
            help = "name one element, as Flow.Element"
            raise Rejected([error("CP626", message, given.because, help) for message in found])

    def play(self, scenario: Scenario, switches: Switches) -> tuple[Simulation, frozenset[str]]:
        """The story under these switches, and which of all the switches it depended on."""
        before, moments, notes = None, [], frozenset[str]()
        try:
            for one in self.player.happenings(scenario, switches):
                moment = self.seeing.moment(one, before)
                if moment.event or not moment.is_silent:
                    moments.append(moment)
                before, notes = one.seen, notes | one.notes
        except Unplayable as problem:
            raise Rejected([not_run(str(problem), problem.event.because)]) from problem
        assert before is not None
        identity, waiting, first = self.process.identity, tuple(self.seeing.waiting(before)), moments[0]
        told = Simulation(
            workflow=identity.label, zone=identity.zone, ends=before.at, is_lost=not first.case,
            moments=tuple(moments), waiting=waiting, switches=(), difference=None,
        )  # fmt: skip
        return told, notes

    def otherwise(self, scenario: Scenario, moments: tuple[Moment, ...], name: str) -> Iterator[Switch]:
        """The same story under each other value of a switch."""
        for other in ALTERNATIVES[name]:
            changed: dict[str, Any] = {name: other}
            again, _ = self.play(scenario, replace(Switches(), **changed))
            yield Switch(
                name=name, grade=GRADES[name], assumed=str(getattr(Switches(), name)), other=str(other),
                same=again.moments == moments,
            )  # fmt: skip

    def difference(self, scenario: Scenario) -> Difference | None:
        """Where the spec means something else than the metadata does; a fault of the org is told as such already."""
        self.player.switches = Switches()
        moments = tuple(history(self.player, scenario))
        found = parting(Interpreter(self.process), moments, self.player.lexicon, (FAULT,))
        if found is None:
            return None
        number, event, lines = found
        return Difference(
            at=moments[number].seen.at,
            event=self.seeing.said(event),
            line=f"{event.because.path}:{event.because.line}",
            lines=lines,
        )


def not_run(problem: str, span: Span) -> Diagnostic:
    """What the emulator says of something that it does not model, at the event or the project that asks for it."""
    help = "take it out of the history or of the project; what is not modelled is never guessed"
    return error("CP622", f"the emulator does not run this: {problem}", span, help)


def top(path: str) -> Span:
    return Span(path=path, line=1, column=1, end_line=1, end_column=1)
