"""The API names of everything that one process becomes."""

from generator.frozen import record
from generator.naming import api_name, field_name
from generator.process.model import Process, Team

WORKFLOW_FIELDS = (
    "workflow", "token", "stage_since", "found_words", "discounted_words", "confidential_text", "waiting_for",
)  # fmt: skip
"""Fields that the workflow keeps for itself, beside those of the facts."""

ELSEWHERE = {"owner": "OwnerId", "closed": "IsClosed", "channel": "Origin"}
"""Facts that standard fields hold."""


@record
class Names:
    """Derived once; stable under edits elsewhere in the spec."""

    prefix: str
    fields: tuple[tuple[str, str], ...]
    teams: tuple[tuple[str, str], ...]

    def field(self, fact: str) -> str:
        """The Case field of a fact or of a workflow field."""
        return dict(self.fields)[fact]

    def queue(self, team: str) -> str:
        """The developer name of a team's queue."""
        return dict(self.teams)[team]

    def own(self, id: str) -> str:
        return api_name(self.prefix, id)


def names_of(process: Process) -> Names:
    prefix = process.identity.prefix
    fields = {id: field_name(prefix, id) for id in WORKFLOW_FIELDS}
    for fact in process.facts:
        if fact.type.kind not in ("clock", "consent"):
            fields[fact.id] = ELSEWHERE.get(fact.id) or fact.api_name or field_name(prefix, fact.id)
    return Names(
        prefix=prefix,
        fields=tuple(fields.items()),
        teams=tuple((one.id, queue_of(prefix, one)) for one in process.teams),
    )


def queue_of(prefix: str, team: Team) -> str:
    return team.api_name or api_name(prefix, team.id)
