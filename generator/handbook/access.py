"""Who may see and do what, and what special handling means."""

from generator.handbook.chapter import Chapter, section
from generator.handbook.terms import Terms
from generator.markdown import Markup, blocks, bold, bullets, listed, said, table


def chapter(terms: Terms) -> Chapter:
    return Chapter(
        title="Access and special handling",
        body=blocks(
            section("Kinds of users", personas(terms)),
            section("Special handling", special(terms)),
        ),
    )


def personas(terms: Terms) -> Markup:
    rows = [
        (
            bold(one.label),
            listed([terms.team(team) for team in one.teams], none="–"),
            "fills in fields" if one.access == "edit" else "reads only",
            "yes" if one.confidential else "–",
            "yes" if one.audit else "–",
            "yes" if one.bypass else "–",
        )
        for one in terms.process.personas
    ]
    head = (
        "Kind of user",
        "In the teams",
        "May",
        "Sees confidential text",
        "Reads the record",
        "Guardrails do not bind",
    )
    return table(head, rows)


def special(terms: Terms) -> Markup:
    process = terms.process
    categories = [one.label for one in process.categories if one.special]
    flags = [f"«{terms.facts[one].label}»" for one in process.special_flags]
    if not categories and not flags:
        return said("{}: no category and no flag puts a case under special handling.", bold("Note"))
    sees = [one.label for one in process.personas if one.confidential]
    return blocks(
        said(
            "Under special handling is a case of the category {}{}.",
            bold(listed(categories, "or", none="none")),
            said(", or with {}", bold(listed(flags, "or"))) if flags else "",
        ),
        bullets(
            (
                said("Confidential text is seen by: {}.", bold(listed(sees))),
                "Lists, reports, notifications, tasks and mails show the reference only, of every case.",
                sharing(terms),
            )
        ),
    )


def sharing(terms: Terms) -> Markup:
    if terms.process.expects.case_sharing == "private":
        return Markup(
            "Who may open the case at all is decided by sharing: the org keeps cases private (it is checked before "
            "the package goes in), and special cases are shared with their team only."
        )
    return said(
        "{}: the spec does not say that the org keeps cases private. Without that, whoever sees cases sees these too.",
        bold("Gap"),
    )
