"""Merged nodes -> language records: every mistake at its place, with suggestions. The only reader of annotations
besides merging and the JSON Schema."""

import difflib
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from generator.diagnostics import Diagnostic
from generator.language.spec import Spec
from generator.language.values import Pair, Pairs, Reads, Written
from generator.nodes import Listing, Node, Scalar, Table, error
from generator.shapes import Shape, places
from generator.source import Span

ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
API_NAME = re.compile(r"[A-Za-z](_?[A-Za-z0-9])*(__c|__r)?")
HOURS = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]")
VARIABLE = re.compile(r"\$\{([^}]*)\}")
LONGEST_ID = 30
MOST_SUGGESTIONS = 20
MISSING: Any = object()


class Binder:
    """Binds one merged spec. `variables` are the values of `vars`; `used` collects the names that were filled in."""

    def __init__(self, variables: dict[str, str]) -> None:
        self.variables = variables
        self.used: set[str] = set()
        self.found: list[Diagnostic] = []

    def spec(self, node: Table) -> Spec | None:
        """The whole spec, or None when findings stand in its way."""
        bound = self.record(Spec, node, "a spec")
        return bound if isinstance(bound, Spec) else None

    def record(self, cls: type[Any], node: Node, what: str, identity: Written | None = None) -> Any:
        if not isinstance(node, Table):
            return self.wrong(node, f"{what} is a table of keys and values")
        known = {place.key: place for place in places(cls)}
        entries = {entry.key.text: entry for entry in node.entries}
        values: dict[str, Any] = {"span": node.span}
        in_list = identity is not None and "id" in entries and entries["id"].value.span == identity.span
        for entry in node.entries:
            key = entry.key.text
            if key in known:
                values[known[key].attribute] = self.value(known[key].shape, entry.value, key)
                needed = known[key].required and known[key].shape.kind in ("keyed", "ordered")
                if needed and values[known[key].attribute] == ():
                    help = f"at least one is needed: {known[key].help}"
                    self.found.append(error("CP116", f"`{key}` has no entry", entry.value.span, help))
            elif not (in_list and key == "id") and not (identity is not None and key == "was"):
                help = self.suggested(key, known) or f"the keys here are {names(known)}"
                self.found.append(error("CP111", f"unknown key `{key}` in {what}", entry.key.span, help))
        missing = [place for place in known.values() if place.required and place.key not in entries]
        for place in missing:
            message = f"{what} needs the key `{place.key}`"
            span = identity.span if identity is not None else first(node)
            self.found.append(error("CP112", message, span, f"{place.key}: {place.help}"))
        if identity is not None:
            values["id"] = identity
        if missing or any(value is MISSING for value in values.values()):
            return MISSING
        return cls(**values)

    def suggested(self, key: str, known: Iterable[str]) -> str | None:
        """A suggestion for the first findings; a file with more is no slip of the hand."""
        return suggestion(key, known) if len(self.found) < MOST_SUGGESTIONS else None

    def value(self, shape: Shape, node: Node, key: str) -> Any:
        """The bound value, or MISSING after a finding."""
        if shape.kind == "scalar":
            return self.scalar(shape.reads, node, key)
        if shape.kind == "boolean":
            return self.choice(("true", "false"), node, key) == "true" if self.is_scalar(node, key) else MISSING
        if shape.kind == "choice":
            return self.choice(shape.choices, node, key) if self.is_scalar(node, key) else MISSING
        if shape.kind == "record" and shape.of is not None:
            return self.record(shape.of, node, f"`{key}`")
        if shape.kind in ("keyed", "ordered") and shape.of is not None:
            return self.entries(shape, node, key)
        if shape.kind == "listing" and shape.item is not None:
            return self.listing(shape.item, node, key)
        if shape.kind == "pairs":
            return self.pairs(node, key)
        return self.either(shape, node, key)

    def either(self, shape: Shape, node: Node, key: str) -> Any:
        kinds = {Scalar: "scalar", Listing: "listing", Table: "pairs"}
        fitting = next((option for option in shape.options if option.kind == kinds[type(node)]), None)
        if fitting is None:
            wanted = " or ".join(
                {"scalar": "one text", "listing": "a list", "pairs": "a table"}[o.kind] for o in shape.options
            )
            return self.wrong(node, f"`{key}` is {wanted}")
        return self.value(fitting, node, key)

    def entries(self, shape: Shape, node: Node, key: str) -> Any:
        assert shape.of is not None
        found: list[tuple[Written, Node]] = []
        if shape.kind == "keyed":
            if not isinstance(node, Table):
                return self.wrong(node, f"`{key}` is a table: an id, then what it is")
            found = [(written(entry.key), entry.value) for entry in node.entries]
        else:
            if not isinstance(node, Listing):
                return self.wrong(node, f"`{key}` is a list, because its order means something")
            for item in node.items:
                name = item.get("id") if isinstance(item, Table) else None
                if not isinstance(name, Scalar):
                    span = first(item) if isinstance(item, Table) else item.span
                    self.found.append(error("CP112", f"an entry of `{key}` needs the key `id`", span))
                else:
                    found.append((written(name), item))
        singular = f"an entry of `{key}`"
        bound = [self.entry(shape.of, identity, value, singular, key) for identity, value in found]
        if any(one is MISSING for one in bound):
            return MISSING
        return tuple(sorted(bound, key=lambda one: str(one.id.text))) if shape.kind == "keyed" else tuple(bound)

    def entry(self, cls: type[Any], identity: Written, node: Node, what: str, key: str) -> Any:
        if key != "scenarios":
            self.check_id(identity)
        elif not identity.text.strip():
            self.found.append(error("CP116", "a scenario needs a sentence as its name", identity.span))
        return self.record(cls, node, what, identity)

    def listing(self, item: Shape, node: Node, key: str) -> Any:
        if not isinstance(node, Listing):
            return self.wrong(node, f"`{key}` is a list")
        values = [self.value(item, one, key) for one in node.items]
        return MISSING if any(value is MISSING for value in values) else tuple(values)

    def pairs(self, node: Node, key: str) -> Any:
        if not isinstance(node, Table):
            return self.wrong(node, f"`{key}` is a table of words and values")
        pairs = []
        for entry in node.entries:
            if not isinstance(entry.value, Scalar):
                self.wrong(entry.value, f"the value of `{entry.key.text}` is one text")
                return MISSING
            pairs.append(Pair(key=written(entry.key), value=written(entry.value)))
        return Pairs(pairs=tuple(sorted(pairs, key=lambda pair: pair.key.text)), span=node.span)

    def scalar(self, reads: Reads | None, node: Node, key: str) -> Any:
        if not self.is_scalar(node, key):
            return MISSING
        assert isinstance(node, Scalar)
        if not node.text and node.plain:
            self.found.append(
                error("CP116", f"`{key}` has no value", node.span, 'write one, or `""` for an empty text')
            )
            return MISSING
        text = written(node)
        what = reads.what if reads else "text"
        if what == "filled":
            text = self.filled(text, key)
        elif what != "text" and "${" in text.text:
            message = f"`{key}` is no place for variables"
            self.found.append(
                error("CP139", message, text.span, "variables stand in label, help, text, message, subject, body")
            )
        self.check_form(what, text, key)
        if reads and reads.longest is not None and len(text.text) > reads.longest:
            message = f"`{key}` has {len(text.text)} characters, and Salesforce takes {reads.longest}"
            self.found.append(error("CP118", message, text.span, "shorten it"))
        return text

    def check_form(self, what: str, text: Written, key: str) -> None:
        if what in ("id", "ref"):
            self.check_id(text)
        elif what == "api_name" and not API_NAME.fullmatch(text.text):
            help = "letters, digits and single underscores, beginning with a letter"
            self.found.append(error("CP115", f"`{text.text}` is not an API name", text.span, help))
        elif what == "date" and not is_date(text.text):
            self.found.append(error("CP117", f"`{text.text}` is not a date", text.span, "write it as 2026-12-25"))
        elif what == "hours" and not HOURS.fullmatch(text.text):
            self.found.append(
                error("CP117", f"`{text.text}` are not opening hours", text.span, 'write them as "08:00-18:00"')
            )

    def check_id(self, text: Written) -> None:
        if not ID.fullmatch(text.text):
            help = "lower case letters, digits and single underscores, beginning with a letter"
            self.found.append(error("CP115", f"`{text.text}` is not an id", text.span, help))
        elif len(text.text) > LONGEST_ID:
            message = f"the id `{text.text}` has {len(text.text)} characters, and {LONGEST_ID} are allowed"
            self.found.append(error("CP115", message, text.span, "shorten it"))

    def filled(self, text: Written, key: str) -> Written:
        """`text` with its variables replaced; unknown ones are reported at the text."""

        def replacement(match: re.Match[str]) -> str:
            name = match.group(1)
            self.used.add(name)
            if name not in self.variables:
                help = suggestion(name, self.variables) or "declare it under `vars:`"
                span = text.part(match.start(), match.end())
                self.found.append(error("CP137", f"the variable `{name}` is declared nowhere", span, help))
                return match.group()
            return self.variables[name]

        if "${" not in text.text:
            return text
        return Written(text=VARIABLE.sub(replacement, text.text), inset=None, plain=text.plain, span=text.span)

    def choice(self, choices: tuple[str, ...], node: Node, key: str) -> Any:
        assert isinstance(node, Scalar)
        if node.text in choices:
            return node.text
        help = suggestion(node.text, choices) or f"it is one of {names(choices)}"
        self.found.append(error("CP114", f"`{key}` cannot be `{node.text}`", node.span, help))
        return MISSING

    def is_scalar(self, node: Node, key: str) -> bool:
        if isinstance(node, Scalar):
            return True
        self.wrong(node, f"`{key}` is one text")
        return False

    def wrong(self, node: Node, message: str) -> Any:
        kind = {Scalar: "one text", Listing: "a list", Table: "a table"}[type(node)]
        self.found.append(error("CP113", f"{message}, and this is {kind}", node.span))
        return MISSING


def variables_of(node: Table) -> dict[str, str]:
    """The values of `vars` in a merged spec."""
    table = node.get("vars")
    if not isinstance(table, Table):
        return {}
    return {entry.key.text: entry.value.text for entry in table.entries if isinstance(entry.value, Scalar)}


def unused_variables(spec: Spec, used: set[str]) -> list[Diagnostic]:
    return [
        error("CP138", f"the variable `{pair.key.text}` is used nowhere", pair.key.span, "remove it")
        for pair in spec.vars.pairs
        if pair.key.text not in used
    ]


def written(node: Scalar) -> Written:
    return Written(text=node.text, inset=node.inset, plain=node.plain, span=node.span)


def first(node: Table) -> Span:
    """Where a table begins: its first key."""
    return node.entries[0].key.span if node.entries else node.span


def names(choices: Iterable[str]) -> str:
    return ", ".join(f"`{choice}`" for choice in choices)


def suggestion(word: str, known: Iterable[str]) -> str | None:
    """`did you mean ...?` for the nearest known words, or None."""
    near = difflib.get_close_matches(word, list(known), n=3, cutoff=0.6)
    return f"did you mean {' or '.join(f'`{one}`' for one in near)}?" if near else None


def is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
