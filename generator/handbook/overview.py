"""The first chapter: what service this is, when it is open, and who stands behind it."""

from generator.handbook.chapter import Chapter, section
from generator.handbook.running import SWITCHES
from generator.handbook.terms import Terms, day
from generator.handbook.times import allowance, clock_time, weekdays
from generator.markdown import Markup, blocks, bold, bullets, code, listed, said, table
from generator.process.model import Calendar

SIGNATORIES = ("Clinical safety officer", "Clinical lead", "Information governance lead", "Service owner")


def chapter(terms: Terms) -> Chapter:
    return Chapter(
        title="The service at a glance",
        body=blocks(
            state(terms),
            section("How messages come in", channels(terms), replies(terms)),
            section("Opening hours that promises count in", calendars(terms), counting(terms)),
            section("Teams and people", teams(terms), people(terms)),
            section("Approval", Markup(APPROVAL), table(("Role", "Name", "Date", "Signature"), signatures())),
        ),
    )


APPROVAL = "The rules in this document are in use once each of these has approved them."


def signatures() -> list[tuple[str, str, str, str]]:
    return [(role, "", "", "") for role in SIGNATORIES]


def state(terms: Terms) -> Markup:
    process = terms.process
    facts = [
        said("Every message becomes a case of the record type {}.", code(process.identity.record_type)),
        said("Days and times are those of {}.", code(process.identity.zone)),
    ]
    if process.identity.status == "draft":
        facts.append(said("{}: nothing of this is active until it is activated by hand.", bold("Draft")))
    if process.control.mode == "shadow":
        facts.append(
            said("{}: messages are classified and recorded, and nothing else is touched.", bold("Shadow mode"))
        )
    off = [SWITCHES[name][0] for name, is_on in process.control.switches if not is_on]
    if off:
        facts.append(said("{}: {}.", bold("Switched off at the start"), listed(off)))
    return bullets(facts)


def channels(terms: Terms) -> Markup:
    rows = [(one.id.replace("_", " "), one.origin, one.address or "–") for one in terms.process.channels]
    return table(("Channel", "Case origin", "Address"), rows)


def replies(terms: Terms) -> Markup:
    within = terms.process.replies.reopen_within
    open_case = "A reply to an open case is read as well. It can only raise category and urgency, never lower them."
    if within is None:
        return Markup(f"{open_case} A reply to a closed case becomes a new case that is linked to the old one.")
    return said(
        "{} A reply to a closed case re-opens it for {} after it was closed; later it becomes a new case that is "
        "linked to the old one.",
        open_case,
        allowance(within),
    )


def calendars(terms: Terms) -> Markup:
    rows = [
        (
            one.id.replace("_", " "),
            weekdays(one.days),
            f"{clock_time(one.opens)} to {clock_time(one.closes)}",
            holidays(one),
            one.zone,
        )
        for one in terms.process.calendars
    ]
    return table(("Hours", "Open on", "From, to", "Closed on", "Time zone"), rows)


def holidays(calendar: Calendar) -> str:
    return ", ".join(day(one) for one in calendar.holidays) or "no holidays given"


def counting(terms: Terms) -> Markup:
    if not terms.process.calendars:
        return Markup("All promises count day and night.")
    return bullets(
        (
            "Minutes and hours without a kind of hours count day and night.",
            "Hours of a kind count only while it is open; outside, counting begins at the next opening.",
            "Days of a kind end at closing time of the last of them. The day of receipt does not count.",
            "Plain days end at midnight of the last of them. The day of receipt does not count.",
            "No clock ever pauses.",
        )
    )


def teams(terms: Terms) -> Markup:
    rows = []
    for team in terms.process.teams:
        members = [one.label for one in terms.process.personas if team.id in one.teams]
        lead = terms.people.get(team.lead, team.lead) if team.lead else "–"
        rows.append((team.label, lead, listed(members, none="–"), "yes" if team.existing else "–"))
    return table(("Team", "Lead", "Its members are", "Queue exists already"), rows)


def people(terms: Terms) -> Markup:
    if not terms.process.people:
        return Markup("")
    return said("Told besides the teams: {}.", listed([one.label for one in terms.process.people]))
