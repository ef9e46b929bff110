"""Categories, urgency, and which team gets what."""

from generator.handbook.chapter import Chapter, section
from generator.handbook.conditions import sentence
from generator.handbook.pairs import Pair, can_occur, way
from generator.handbook.terms import Terms
from generator.markdown import Markup, blocks, bold, bullets, codes, lines, listed, said, table
from generator.process.model import Category, Level, Route


def chapter(terms: Terms) -> Chapter:
    return Chapter(
        title="Categories, urgency and teams",
        body=blocks(
            section("Categories", Markup(CATEGORIES), categories(terms)),
            section("Urgency", Markup(URGENCY), levels(terms)),
            section("Routes", Markup(ROUTES), routes(terms)),
            section("Who gets what", Markup(PAIRS), pairs(terms), dash(terms)),
            section("Changes later", bullets(LATER)),
        ),
    )


CATEGORIES = (
    "They are tried in this order, and the first with a word in the message wins. "
    "The last takes everything else. No case is ever less urgent than its category allows."
)
URGENCY = (
    "The most urgent level with a word in the message wins, or the lowest urgency of the category, "
    "whichever is more urgent."
)
ROUTES = (
    "They are tried in this order, and the first that holds decides the team. It decides nothing else: "
    "category and urgency stay."
)
PAIRS = "What the routes come to for a message that can be read."
LATER = (
    "Automation raises category and urgency, and never lowers what stands there.",
    "When a person changes category or urgency, the routes run again, unless the owner was changed in the same save.",
    "When a reply raises them, the routes run again.",
    "If a reply changes the team, the case goes back to that team's queue and to triage, also when it was closed.",
    "Every decision leaves a record: when, who or which route, from what, to what. It never holds the patient's words.",
)


def categories(terms: Terms) -> Markup:
    rows = []
    for one in terms.process.categories:
        rows.append(
            (
                str(one.rank + 1),
                bold(one.label),
                terms.team(category_team(one, terms)),
                terms.level(one.floor),
                "yes" if one.special else "–",
                "none" if one.quiet else "–",
                sources(one.sets, terms, none="takes everything else"),
            )
        )
    head = ("", "Category", "Usual team", "At least", "Special handling", "Automatic mail", "Words")
    return table(head, rows)


def category_team(category: Category, terms: Terms) -> str:
    """The team of the route `category.<id>`, which every category has."""
    named = f"category.{category.id}"
    return next((one.team for one in terms.process.routes if one.id == named), terms.process.routes[-1].team)


def sources(sets: tuple[str, ...], terms: Terms, none: str) -> Markup:
    """Which sets of words count for something, and how many words each has."""
    sizes = {one.id: len(one.words) for one in terms.process.reading.sets}
    shown = [
        said("{} ({})", "its own words" if "." in id else terms.sets[id], str(sizes[id])) for id in sets if id in sizes
    ]
    return lines(shown) if shown else Markup(none)


def levels(terms: Terms) -> Markup:
    rows = [
        (
            str(one.rank + 1),
            bold(one.label),
            one.priority,
            listed([terms.team(team) for team in one.only_to], "or", none="any team"),
            sources(one.sets, terms, none="no words: the category alone gives it"),
        )
        for one in terms.process.levels
    ]
    return table(("", "Urgency", "Case priority", "Goes only to", "Words"), rows)


def routes(terms: Terms) -> Markup:
    rows = [
        (str(number), route_when(one, terms), bold(terms.team(one.team)), codes((one.id,)))
        for number, one in enumerate(terms.process.routes, start=1)
    ]
    return table(("", "When", "Team", "Name in the record"), rows)


def route_when(route: Route, terms: Terms) -> str:
    return "in every other case" if route.when is None else sentence(route.when, terms)


def pairs(terms: Terms) -> Markup:
    process = terms.process
    rows = [
        (bold(category.label), *(cell(Pair(category=category, level=level), terms) for level in process.levels))
        for category in process.categories
    ]
    return table(("Category", *(level.label for level in process.levels)), rows)


def cell(pair: Pair, terms: Terms) -> str:
    if not can_occur(pair):
        return "–"
    found = way(terms.process, pair)
    perhaps = [f"{terms.team(one.team)} if {sentence(one.when, terms)}" for one in found.perhaps]
    return lines([*perhaps, f"else {terms.team(found.team)}"]) if perhaps else terms.team(found.team)


def dash(terms: Terms) -> Markup:
    lowest: Level = terms.process.levels[-1]
    if all(category.floor >= lowest.rank for category in terms.process.categories):
        return Markup("")
    return Markup("A dash: the category does not allow so low an urgency at receipt.")
