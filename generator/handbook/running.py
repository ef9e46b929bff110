"""What runs when, how it is switched off, and what happens when something fails."""

from collections.abc import Iterator, Mapping

from generator.handbook.chapter import Chapter, section
from generator.handbook.reading import looked_up_by_automation
from generator.handbook.terms import Terms
from generator.handbook.times import allowance
from generator.markdown import Markup, blocks, bold, bullets, code, listed, said, table

LOOKED_AT = (6, 12, 18)
"""Hours at which every open case is looked at; they are those of the sweep flows."""
SWITCHES: Mapping[str, tuple[str, str]] = {
    "intake": (
        "reading and classifying messages",
        (
            "New messages are not read. Their cases come in as they would without the workflow, and stay outside of it "
            "until somebody lets them in."
        ),
    ),
    "routing": (
        "giving cases to teams",
        "The team is decided and recorded, and the case stays with whoever has it.",
    ),
    "clocks": ("promises", "No promise begins or counts anew. Those that count already go on."),
    "guardrails": (
        "guardrails",
        (
            "No save is stopped: not by a guardrail, a consent, a field that only some may change, or a way between "
            "stages that there is not."
        ),
    ),
    "notifications": ("telling people inside", "Nobody is told anything. What would have been told is not told later."),
    "replies": (
        "reading replies, and mails to people outside",
        "Replies are not read, and no mail goes to anybody outside.",
    ),
}
"""A switch, what it is for, and what is so while it is off."""


def chapter(terms: Terms) -> Chapter:
    return Chapter(
        title="How it runs and how it is stopped",
        body=blocks(
            section("What happens when", table(("When", "What happens"), list(occasions(terms)))),
            section("Switches", Markup(SWITCHED), switches(terms), shadow(terms)),
            section("When something fails", bullets(failures(terms))),
            section("Cases from before", bullets(adopted(terms))),
        ),
    )


def hours() -> str:
    return listed([f"{hour:02d}:00" for hour in LOOKED_AT])


def occasions(terms: Terms) -> Iterator[tuple[str, str]]:
    process = terms.process
    yield (
        "a message comes in",
        (
            "It is read, classified and given to its team before the case is saved. Right after that people "
            "are told, the decisions are recorded, tasks and second cases are made and mails go out. If something else "
            "in the org took the case, the team gets it back."
        ),
    )
    yield (
        "somebody saves a case",
        (
            "Guardrails look at what the person did. What follows from it (team, stage, promises) is decided in "
            "the same save, and recorded."
        ),
    )
    yield (
        "a promise is to warn, or is due",
        (
            "The case is brought up to date at that time: what is due is marked, and people are told. Any other save "
            "before that marks it as well."
        ),
    )
    yield "the sender writes again", Markup(" ".join(replies(terms)))
    if looked_up_by_automation(process):
        yield (
            "an identifier is read or filled in",
            "The patients' records are searched for it (chapter “How a message is read”).",
        )
    if process.consents:
        yield (
            "a patient answers a form",
            (
                "Every open case of that patient that asks for the form learns of the newest answer. A new case, "
                "and one that gets another patient, looks up what was answered before."
            ),
        )
    yield (
        f"every day at {hours()}",
        (
            "Every open case is looked at. One with a promise that is overdue and not marked, or with no promise that "
            "counts, is brought up to date. The hours are those of the org's own time zone."
        ),
    )


def replies(terms: Terms) -> Iterator[str]:
    """How a reply is taken, sentence by sentence."""
    within = terms.process.replies.reopen_within
    yield (
        "The reply is read as a message is, by its HTML where it has no plain text; the mail that made the case is not "
        "read twice. It can only raise category and urgency, and set flags. Then the routes run again."
    )
    if within is None:
        yield "A reply to a closed case becomes a new case beside the old one."
    else:
        yield said(
            "A closed case opens again and waits in its team's queue; more than {} after closing, the reply becomes a "
            "new case beside the old one.",
            allowance(within),
        )


SWITCHED = (
    "Each part can be switched off without a deployment, for everybody or for one user, in the control setting of the "
    "package (RUNBOOK.md says how). An empty switch means what stands here."
)


def switches(terms: Terms) -> Markup:
    given = dict(terms.process.control.switches)
    rows = [
        (code(name), what, "on" if given.get(name, True) else bold("off"), off)
        for name, (what, off) in SWITCHES.items()
    ]
    return table(("Switch", "For", "At the start", "While it is off"), rows)


def shadow(terms: Terms) -> Markup:
    starts = bold("shadow") if terms.process.control.mode == "shadow" else "live"
    return said(
        "The switch {} is {} at the start. In shadow mode messages are read; category, urgency, team, stage and "
        "promises are decided and recorded beside the case, for comparison. Its owner, status and priority are left "
        "alone; no task and no second case is made of a message, nobody is told, no mail goes out, and no save is "
        "stopped.",
        code("mode"),
        starts,
    )


def failures(terms: Terms) -> Iterator[Markup | str]:
    prefix = terms.process.identity.prefix
    prove = code("carepath prove")
    yield said(
        "Nothing that runs while a message comes in can stop its case from being saved: texts are cut to their fields, "
        "and every value is one that its field has. {} shows this of each build, and tries thousands of messages.",
        prove,
    )
    yield said("Nothing that the automation writes is stopped by a guardrail. {} shows this of each build too.", prove)
    yield said(
        "A step that fails later leaves an entry {} in the record of decisions, and the group {} is told. The case "
        "stands as it was saved. The message of the fault is not kept, because it may quote the patient.",
        code("fault"),
        bold(f"{prefix} operations"),
    )
    yield said("What a failure left undone about promises is made up for at {}.", hours())


def adopted(terms: Terms) -> Iterator[Markup | str]:
    process = terms.process
    last, route = process.categories[-1], process.routes[-1]
    yield "Cases from before the workflow, and those that a data load brings in, are outside: nothing acts on them."
    yield said(
        "A person or a list lets them in, one by one (flow “adopt”). Such a case becomes {} with {}, for {}, in the "
        "stage that has its Case Status; a person classifies it.",
        bold(last.label),
        bold(terms.level(last.floor)),
        bold(terms.team(route.team)),
    )
    yield "Its promises count from then. No mail goes out and nobody is told that it was let in."
