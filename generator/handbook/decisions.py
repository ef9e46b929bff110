"""The record of decisions: which entries there are, who stands in them, and what they say."""

from collections.abc import Iterator, Mapping

from generator.handbook.chapter import section
from generator.handbook.terms import Terms
from generator.markdown import Markup, bold, bullets, code, listed, said, table
from generator.process.model import Link

AUTOMATION, OWNER = "automation", "the new owner"
PERSON, SAVER = "the person", "the person who saved, or automation"
ENTRIES: Mapping[str, tuple[str, str, str]] = {
    "classified": ("a message was read and classified", AUTOMATION, "category and urgency"),
    "routed": ("a team was chosen, at receipt or anew", AUTOMATION, "team before and now, and the name of the route"),
    "accepted": ("a member of the team became the owner", OWNER, "–"),
    "accepted_outside_team": ("somebody else became the owner; the promises count on", OWNER, "–"),
    "stage": ("the case went to another stage", SAVER, "stage before and now"),
    "raised": ("a reply made the case more urgent", AUTOMATION, "category and urgency, before and now"),
    "reclassified": ("a person changed category or urgency", PERSON, "category and urgency, before and now"),
    "replied": ("the sender wrote again", "the sender", "–"),
    "verified": ("the patient was verified by an identifier", SAVER, "which identifier"),
    "consent": ("a signed form was found", "the patient", "which consent"),
    "edited": ("a person changed a field that the workflow knows", PERSON, "which field, never what is in it"),
    "extended": ("a promise was extended", PERSON, "which promise"),
    "warned": ("a promise gave its warning", AUTOMATION, "which promise"),
    "breached": ("a promise was late", AUTOMATION, "which promise"),
    "stalled": ("the case stood in a stage for too long", AUTOMATION, "which stage"),
    "linked": ("another case was made beside this one", AUTOMATION, "which rule asked for it"),
    "closed": ("the case was closed", SAVER, "how many entries came before, so that a missing one is seen"),
    "reopened": ("a closed case was opened again", SAVER, "–"),
    "owner_restored": ("something else in the org took a new case; the team has it back", AUTOMATION, "who had it"),
    "adopted": ("an old case was let in", PERSON, "–"),
    "fault": ("a step of the automation failed", AUTOMATION, "which flow, never the message of the fault"),
}
"""Kind -> what happened, who stands in the entry, what it says besides."""

RULES = (
    "One entry for every decision and every move: when, who, from what, to what, and which rule or route.",
    "Nobody can create, change or delete an entry by hand.",
    "No entry holds a patient's words.",
)


def record_of_decisions(terms: Terms) -> Markup:
    readers = [one.label for one in terms.process.personas if one.audit]
    read_by = said("It is read by: {}.", bold(listed(readers)) if readers else bold("nobody but administrators"))
    rows = [(code(kind), what, who, says) for kind, (what, who, says) in ENTRIES.items() if kind not in absent(terms)]
    head = ("Entry", "Written when", "Who stands in it", "What it says")
    return section("The record of decisions", bullets((*RULES, read_by)), table(head, rows))


def absent(terms: Terms) -> set[str]:
    return set(never_written(terms))


def never_written(terms: Terms) -> Iterator[str]:
    """Entries that a process can never come to."""
    process = terms.process
    if not process.consents:
        yield "consent"
    if not any(one.extension for one in process.clocks):
        yield "extended"
    if not any(one.found_on != "nothing" for one in process.finders):
        yield "verified"
    if not any(any(one.stall) for one in process.stages):
        yield "stalled"
    if process.replies.reopen_within is not None and not any(isinstance(one.act, Link) for one in process.effects):
        yield "linked"
