"""Who works with the cases: teams that nobody belongs to, and exemptions for people who work cases."""

from collections.abc import Iterator

from generator.binding import names
from generator.diagnostics import Diagnostic
from generator.process.checks.words import warning
from generator.process.model import Process


def teams(process: Process) -> Iterator[Diagnostic]:
    """A team that no persona has: its members get no permissions from us (CP330)."""
    covered = {team for persona in process.personas for team in persona.teams}
    for team in process.teams:
        if team.id not in covered:
            message = f"no persona has the team `{team.id}`: its members could not open the cases that they get"
            yield warning("CP330", message, team.because, "name it in the `teams` of a persona")


def bypass(process: Process) -> Iterator[Diagnostic]:
    """`bypass` is for data loads; with teams it frees people who work cases from every guardrail (CP331)."""
    for persona in process.personas:
        if persona.bypass and persona.teams:
            message = f"no guardrail holds for `{persona.id}`, who works the cases of {names(persona.teams)}"
            yield warning("CP331", message, persona.because, "give `bypass` to a persona without teams")
