"""What layers take away: words that keep patients safe, and guardrails that serve a rule. Language.md section 9."""

from collections.abc import Iterator

from generator.binding import names
from generator.diagnostics import Diagnostic
from generator.language.spec import Spec
from generator.loading import Loaded
from generator.merging import Removal
from generator.nodes import Listing, Scalar, Table, error


def taken_away(loaded: Loaded) -> Iterator[Diagnostic]:
    """A safety word that is taken out without saying why (CP140) or with it (CP143), a removed guardrail that
    `satisfies` something (CP142), and an entry that is no longer safe as it was (CP144)."""
    loose = [one for one in loaded.removals if is_loosened(one)]
    safe = safety_lists(loaded.spec, frozenset(one.path for one in loose))
    for one in loaded.removals:
        cited = serves(one)
        if one in loose:
            message = f"`{one.what}` of `{one.path[1]}` no longer holds as it does in the layers below"
            help = "whoever approves the package reads the reason in the hazard log"
            said = help if one.why else "say why with `because:` beside it; it goes into the hazard log"
            yield Diagnostic(code="CP144", severity="warning", message=message, span=one.span, help=said)
        elif one.path in safe or was_safe(one):
            yield safety_word(one)
        elif cited:
            message = f"the guardrail `{one.what}` is removed, and it satisfies {names(cited)}"
            help = "see that something else does; a `because:` beside `remove:` goes into the hazard log"
            yield Diagnostic(code="CP142", severity="warning", message=message, span=one.span, help=help)


def safety_word(one: Removal) -> Diagnostic:
    message = f"`{one.what}` is taken out of a list that keeps patients safe"
    if one.why:
        help = "whoever approves the package reads the reason in the hazard log"
        return Diagnostic(code="CP143", severity="warning", message=message, span=one.span, help=help)
    return error("CP140", message, one.span, "say why with `because:` beside `remove:`; it goes into the hazard log")


def is_loosened(one: Removal) -> bool:
    """Whether an entry lost one of merging's SAFEGUARDS and stays."""
    sections = {"only_to": ("urgency",), "never_negate": ("word_lists", "categories")}
    return one.node is None and len(one.path) == 2 and one.path[0] in sections.get(one.what, ())


def safety_lists(spec: Spec, loose: frozenset[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """The paths of lists from which nothing goes without a reason: those of a level with `only_to`, and those that are
    never negated; also when the same layers took that away, from the entries at the paths `loose`."""
    levels = [level for level in spec.urgency if level.only_to or ("urgency", level.id.text) in loose]
    lists = {one.text for level in levels for one in level.lists}
    lists |= {one.id.text for one in spec.word_lists if one.never_negate or ("word_lists", one.id.text) in loose}
    paths: set[tuple[str, ...]] = {("urgency", level.id.text, key) for level in levels for key in ("words", "lists")}
    paths |= {("word_lists", id, "words") for id in lists}
    categories = [one.id.text for one in spec.categories if one.never_negate or ("categories", one.id.text) in loose]
    return paths | {("categories", id, "words") for id in categories}


def was_safe(one: Removal) -> bool:
    """Whether a whole entry went that held such words."""
    match one.path:
        case ("word_lists" | "categories", _):
            said = one.node.get("never_negate") if isinstance(one.node, Table) else None
            return isinstance(said, Scalar) and said.text == "true"
        case ("urgency", _):
            teams = one.node.get("only_to") if isinstance(one.node, Table) else None
            return isinstance(teams, Listing) and bool(teams.items)
        case _:
            return False


def serves(one: Removal) -> list[str]:
    """What a removed guardrail satisfied."""
    satisfied = one.node.get("satisfies") if isinstance(one.node, Table) and one.path[0] == "guardrails" else None
    return [item.text for item in satisfied.items if isinstance(item, Scalar)] if isinstance(satisfied, Listing) else []
