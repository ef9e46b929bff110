"""Who is told and when: notifications, mails to people outside, and second cases."""

from generator.handbook.chapter import Chapter, section
from generator.handbook.conditions import sentence
from generator.handbook.terms import Terms
from generator.handbook.times import moment
from generator.markdown import Markup, blocks, bold, bullets, heading, lines, listed, quoted, said, table
from generator.process.model import Effect, Link, Mail, Notify

FIELDS = {
    "case_number": "the reference of the case",
    "received_on": "the day of receipt",
    "stage": "the stage",
    "team": "the team",
    "reply_by": "the day by which the last promise is due",
    "clock": "the promise that is due or late",
    "stage_since": "when the case entered its stage",
}


def chapter(terms: Terms) -> Chapter:
    return Chapter(
        title="Who is told",
        body=blocks(
            Markup("Everything that holds happens. No notification, mail or task holds a patient's words."),
            section("Notifications", notifications(terms)),
            section("Mails to people outside", mails(terms), quiet(terms)),
            section("Second cases", linked(terms)),
            section("What the mails say", *texts(terms)),
        ),
    )


def notifications(terms: Terms) -> Markup:
    return table(
        ("When", "If", "Told", "What it says"), [notice(one, terms) for one in terms.process.effects if told(one)]
    )


def told(effect: Effect) -> bool:
    return isinstance(effect.act, Notify)


def notice(effect: Effect, terms: Terms) -> tuple[str, ...]:
    assert isinstance(effect.act, Notify)
    to = listed([terms.recipient(one) for one in effect.act.to])
    by_mail = said("{}, by e-mail as well", to) if effect.act.also_by_email else to
    return (moment(effect.on, terms), sentence(effect.when, terms), by_mail, effect.act.text)


def mails(terms: Terms) -> Markup:
    rows = [
        (moment(one.on, terms), sentence(one.when, terms), terms.recipient(one.act.to), terms.messages[one.act.message])
        for one in terms.process.effects
        if isinstance(one.act, Mail)
    ]
    return table(("When", "If", "To", "Mail"), rows)


def quiet(terms: Terms) -> Markup:
    categories = [one.label for one in terms.process.categories if one.quiet]
    flags = [terms.facts[one].label for one in terms.process.quiet_flags]
    return bullets(
        (
            said("No mail goes out of a case of the category {}, however urgent it is.", bold(listed(categories, "or")))
            if categories
            else said("{}: no category stops automatic mail.", bold("Note")),
            said("No mail goes out of a case with {}.", bold(listed(flags, "or")))
            if flags
            else "Nothing else stops them.",
            "The sender gets one automatic answer to a case, and machines get none.",
            (
                "A mail goes out right after the save that asks for it, once: the case keeps when it was asked for and "
                "when it went."
            ),
            "Mail to the patient needs a patient record on the case.",
        )
    )


def linked(terms: Terms) -> Markup:
    rows = []
    for one in terms.process.effects:
        if isinstance(one.act, Link):
            category = terms.categories.get(one.act.category, one.act.category)
            rows.append((bold(one.act.label), sentence(one.when, terms), category, terms.team(one.act.team)))
    if not rows:
        return Markup("")
    return blocks(
        Markup("A second case is made beside the first, for another team. It holds none of the patient's text."),
        table(("Second case", "When", "Category", "Team"), rows),
    )


def texts(terms: Terms) -> list[Markup]:
    found = []
    for one in terms.process.messages:
        sender = said("Subject: {}", bold(one.subject))
        found.append(blocks(heading(4, one.label), sender, quoted(one.body)))
    everything = " ".join(one.subject + one.body for one in terms.process.messages)
    notices = " ".join(one.act.text for one in terms.process.effects if isinstance(one.act, Notify))
    used = [f"{{{name}}} is {meaning}" for name, meaning in FIELDS.items() if f"{{{name}}}" in everything + notices]
    if used:
        found.append(said("In these texts {}.", listed(used)))
    return found


def safety_nets(terms: Terms) -> Markup:
    """The mails that the sender gets at receipt."""
    names = [
        f"«{terms.messages[one.act.message]}» ({sentence(one.when, terms)})"
        for one in terms.process.effects
        if isinstance(one.act, Mail) and one.on.kind == "created" and one.act.to == "sender"
    ]
    return lines(names)
