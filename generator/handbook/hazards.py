"""The beginning of a hazard log in the manner of DCB0129: risks are left blank for the clinical safety officer."""

from collections.abc import Callable, Iterable

import generator.handbook.controls as controls
from generator.frozen import record
from generator.handbook.chapter import Chapter, section
from generator.handbook.terms import Terms
from generator.markdown import Markup, blocks, bullets, code, lines, said, table


@record
class Hazard:
    """One row. `number` stays with the hazard for good: logs outside refer to it."""

    number: int
    hazard: str
    causes: tuple[str, ...]
    controls: Callable[[Terms], Iterable[str]]
    evidence: str


TESTED = "Examples and scenarios of the spec (`carepath test`)"
PROVED = f"{TESTED}; every word and its borders (`carepath prove`)"
REVIEW = "Review of this document"

HAZARDS = (
    Hazard(
        number=1,
        hazard="An emergency is not recognised: care comes too late",
        causes=("a word is missing or misspelt", "the patient describes it in other words"),
        controls=controls.not_recognised,
        evidence=PROVED,
    ),
    Hazard(
        number=2,
        hazard="A red flag is taken for its denial",
        causes=("“No. Chest pain is back.”", "“not only fever”"),
        controls=controls.turned_off,
        evidence=PROVED,
    ),
    Hazard(
        number=3,
        hazard="A red flag stands where it is not read",
        causes=("in a quotation or a forwarded message", "at the end of a long text"),
        controls=controls.outside_the_reading,
        evidence=PROVED,
    ),
    Hazard(
        number=4,
        hazard="A message cannot be read and is treated as harmless",
        causes=("empty, HTML only, another language, cut off",),
        controls=controls.cannot_be_read,
        evidence=f"{PROVED}; every text and value that is written meanwhile (`carepath prove`)",
    ),
    Hazard(
        number=5,
        hazard="An urgent case reaches people who cannot act on it",
        causes=("a gap in the routes", "another rule of the org takes the case"),
        controls=controls.wrong_team,
        evidence="`carepath check` tries every pair of category and urgency; table “Who gets what”",
    ),
    Hazard(
        number=6,
        hazard="A case waits too long without anybody noticing",
        causes=("nobody accepts it", "it stands still in a stage"),
        controls=controls.waits_too_long,
        evidence=TESTED,
    ),
    Hazard(
        number=7,
        hazard="A duty with a date is missed",
        causes=("nobody counts the days",),
        controls=controls.duty_missed,
        evidence=TESTED,
    ),
    Hazard(
        number=8,
        hazard="An urgency is lowered without good reason",
        causes=("a slip, or pressure of work", "automation writes over a person's judgement"),
        controls=controls.lowered,
        evidence=PROVED,
    ),
    Hazard(
        number=9,
        hazard="A later message about worsening is missed",
        causes=("a reply is filed unread", "the case was closed already"),
        controls=controls.later_message,
        evidence=PROVED,
    ),
    Hazard(
        number=10,
        hazard="The second need of a message is lost",
        causes=("one message speaks of two things",),
        controls=controls.second_need,
        evidence=TESTED,
    ),
    Hazard(
        number=11,
        hazard="A case is worked on under the wrong patient",
        causes=("a number is mistyped", "the sender is not the patient"),
        controls=controls.wrong_patient,
        evidence=TESTED,
    ),
    Hazard(
        number=12,
        hazard="Information reaches somebody who must not have it",
        causes=("consent is missing", "a colleague opens a case that is none of theirs"),
        controls=controls.disclosed,
        evidence=TESTED,
    ),
    Hazard(
        number=13,
        hazard="An automatic mail puts the sender in danger",
        causes=("somebody else reads the mailbox",),
        controls=controls.mail_harms,
        evidence=TESTED,
    ),
    Hazard(
        number=14,
        hazard="The sender waits for an answer instead of calling for help",
        causes=("the service looks as if it were watched all the time",),
        controls=controls.no_safety_net,
        evidence=f"{TESTED}; {REVIEW[0].lower()}{REVIEW[1:]}",
    ),
    Hazard(
        number=15,
        hazard="A case is closed before it is dealt with",
        causes=("closed in error or in bulk",),
        controls=controls.closed_early,
        evidence=TESTED,
    ),
    Hazard(
        number=16,
        hazard="Guardrails are set aside and nobody sees it",
        causes=("exemptions are given too widely",),
        controls=controls.set_aside,
        evidence=REVIEW,
    ),
    Hazard(
        number=17,
        hazard="The workflow is off, or fails silently",
        causes=("a switch, a fault, a release of the platform",),
        controls=controls.switched_off,
        evidence=f"{TESTED}; every write of the automation (`carepath prove`)",
    ),
    Hazard(
        number=18,
        hazard="Promises are counted in the wrong hours",
        causes=("holidays run out", "the clocks change"),
        controls=controls.wrong_hours,
        evidence=TESTED,
    ),
    Hazard(
        number=19,
        hazard="Too much is called urgent, and real urgency drowns",
        causes=("words that catch more than was meant",),
        controls=controls.too_much,
        evidence=PROVED,
    ),
    Hazard(
        number=20,
        hazard="Records are not kept for as long as they must be",
        causes=("nobody knows when they may go",),
        controls=controls.kept_too_short,
        evidence=TESTED,
    ),
)


def chapter(terms: Terms) -> Chapter:
    found = {one.number: tuple(one.controls(terms)) for one in HAZARDS}
    return Chapter(
        title="Hazard log, to be completed",
        body=blocks(
            Markup(INTRODUCTION),
            section("Gaps that the spec leaves", gaps(found)),
            section("Taken away from a safety list", removed(terms)),
            section("Hazards", log(found)),
        ),
    )


INTRODUCTION = (
    "A beginning, derived from the spec, for the clinical safety officer to complete (DCB0129, DCB0160). Controls are "
    "those that the spec states; training, staffing and the org's own arrangements come on top. That the package "
    "carries them out is shown by the evidence, not by this document. Both columns of risk are left blank on purpose. "
    "The numbers stay with their hazards from build to build."
)


def is_gap(control: str) -> bool:
    return control.startswith("**Gap:** ")


def gaps(found: dict[int, tuple[str, ...]]) -> Markup:
    several = [
        said("{}: {}", named(number), Markup(one.removeprefix("**Gap:** ")))
        for number, controls in found.items()
        for one in controls
        if is_gap(one)
    ]
    return bullets(several) if several else Markup("None of those that are looked for.")


def named(number: int) -> str:
    return f"HZ-{number:02d}"


def log(found: dict[int, tuple[str, ...]]) -> Markup:
    rows = [
        (
            named(one.number),
            one.hazard,
            lines(one.causes),
            lines(found[one.number]),
            Markup(one.evidence),
            "",
            "",
        )
        for one in HAZARDS
    ]
    head = ("Id", "Hazard", "Causes", "Controls that the spec states", "Evidence", "Initial risk", "Residual risk")
    return table(head, rows)


def removed(terms: Terms) -> Markup:
    rows = [(code(one.what), one.why, "", "") for one in terms.process.hazards]
    if not rows:
        return Markup("No layer took a word or a rule away from what guards against these hazards.")
    return table(("What a layer took away", "Its reason", "Initial risk", "Residual risk"), rows)
