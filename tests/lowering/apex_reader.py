"""Runs the stories of the generated Apex test class on the emulated org: the statements they are made of, read from the
code itself, and nothing of the lowering. What is not such a statement is an error."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from generator.emulator.organisation import Org, Outcome
from generator.process.events import SIGNED
from generator.prove.playing import OrgTeller, patient
from generator.scenarios.model import Scenario

TOKEN = re.compile(
    r"""\s*(?:(?P<text>'(?:[^'\\]|\\.)*')|(?P<number>\d+(?:\.\d+)?)|(?P<query>\[SELECT[^\]]*\])"""
    r"""|(?P<name>[A-Za-z_]\w*)|(?P<mark>\|\||&&|==|!=|=>|[^\s\w]))"""
)
ESCAPED = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)")
PLAIN = {"n": "\n", "r": "\r", "t": "\t", "'": "'", "\\": "\\"}
METHOD = re.compile(r"^    @IsTest\n    static void (\w+)\(\) \{\n(.*?)\n    \}$", re.DOTALL | re.MULTILINE)


def methods(code: str) -> dict[str, list[str]]:
    """The lines of every test method."""
    return {name: [line.strip() for line in body.split("\n")] for name, body in METHOD.findall(code)}


def unescaped(literal: str) -> str:
    units = ESCAPED.sub(
        lambda found: chr(int(found[1][1:], 16)) if found[1][0] == "u" else PLAIN[found[1]], literal[1:-1]
    )
    return units.encode("utf-16", "surrogatepass").decode("utf-16")


def tokens(line: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while line[at:].strip():
        match = TOKEN.match(line, at)
        assert match is not None, line[at:]
        found.append((str(match.lastgroup), match[str(match.lastgroup)]))
        at = match.end()
    return found


@dataclass
class Look:
    """What was seen of the case."""

    row: dict[str, Any]
    words: set[str]
    tasks: set[str]
    audit: set[str]
    linked: set[str]


@dataclass
class Reader:
    """One story on one org. `broken` holds assertions that failed."""

    teller: OrgTeller
    scenario: Scenario
    receiving: str
    at: datetime
    org: Org = field(init=False)
    made: str = ""
    seen: Look | None = None
    known: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    line: str = ""
    rest: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        given = self.scenario.given
        nobody = replace(given, sender="", patient="unknown", at=self.at)
        self.org, _ = self.teller.peopled(nobody).with_user("receiving user", permission_sets=[self.receiving])

    def run(self, lines: list[str]) -> list[str]:
        """What was asserted and did not hold."""
        skipped = 0
        for line in lines:
            if line.startswith("if (!consentsAreKept())"):
                skipped = 3
            if skipped or line.startswith("//"):
                skipped = max(skipped - 1, 0)
                continue
            self.line, self.rest = line, tokens(line)
            self.statement()
        return self.broken

    # -- statements ----------------------------------------------------------------------------------------------------

    def statement(self) -> None:
        if self.next_is("Id"):
            self.take("Id", "made", "=")
            self.made = self.expression()
        elif self.next_is("Assert"):
            self.take("Assert", ".")
            self.check(self.rest.pop(0)[1], self.arguments())
        else:
            self.expression()
        self.take(";")
        assert not self.rest, self.line

    def check(self, kind: str, given: list[Any]) -> None:
        held = {
            "areEqual": lambda: given[0] == given[1] and type(given[0]) is type(given[1]),
            "areNotEqual": lambda: given[0] != given[1],
            "isNull": lambda: given[0] is None,
            "isNotNull": lambda: given[0] is not None,
            "isTrue": lambda: given[0] is True,
            "isFalse": lambda: given[0] is False,
        }[kind]()
        if not held:
            self.broken.append(self.line)

    # -- expressions ---------------------------------------------------------------------------------------------------

    def next_is(self, word: str) -> bool:
        return bool(self.rest) and self.rest[0][1] == word and self.rest[0][0] != "text"

    def take(self, *words: str) -> None:
        for word in words:
            assert self.next_is(word), f"{word} in {self.line}"
            self.rest.pop(0)

    def arguments(self, end: str = ")") -> list[Any]:
        self.take("(" if end == ")" else "{")
        found = []
        while not self.next_is(end):
            found.append(self.expression())
            if not self.next_is(end):
                self.take(",")
        self.take(end)
        return found

    def expression(self) -> Any:
        value = self.comparison()
        while self.next_is("||"):
            self.take("||")
            other = self.comparison()
            value = value is True or other is True
        return value

    def comparison(self) -> Any:
        left = self.operand()
        if self.next_is("==") or self.next_is("!="):
            mark = self.rest.pop(0)[1]
            return (left == self.operand()) == (mark == "==")
        return left

    def operand(self) -> Any:
        kind, word = self.rest.pop(0)
        if kind == "text":
            return unescaped(word)
        if kind == "number":
            return Decimal(word)
        if kind == "query":
            self.take(".")
            return self.row().get(self.rest.pop(0)[1])
        if word == "!":
            return self.operand() is not True
        if word == "new":
            return self.constructed()
        return self.named(word)

    def constructed(self) -> Any:
        kind = self.rest.pop(0)[1]
        if kind == "Case":
            self.take("(", "Id", "=", "made")
            change = {}
            while self.next_is(","):
                self.take(",")
                name = self.rest.pop(0)[1]
                self.take("=")
                change[name] = self.expression()
            self.take(")")
            return change
        self.take("<", "String", ">")
        return self.arguments("}")

    def named(self, word: str) -> Any:
        simple = {"null": None, "true": True, "false": False, "made": self.made}
        if word in simple:
            return simple[word]
        if word in ("Date", "Datetime"):
            self.take(".")
            self.rest.pop(0)
            numbers = [int(one) for one in self.arguments()]
            return date(*numbers) if word == "Date" else datetime(*numbers, tzinfo=UTC)  # type: ignore[arg-type]
        if word == "seen":
            return self.of_look()
        value = getattr(self, word)(*self.arguments())
        if self.next_is("."):
            self.take(".", "Id")
        return value

    def of_look(self) -> Any:
        assert self.seen is not None
        self.take(".")
        part = self.rest.pop(0)[1]
        self.take(".")
        name = self.rest.pop(0)[1]
        if part == "row":
            return self.seen.row.get(name)
        found = getattr(self.seen, part)
        given = self.arguments()
        return {"isEmpty": lambda: not found, "contains": lambda: given[0] in found}[name]()

    # -- what the class brings along ---------------------------------------------------------------------------------

    def row(self) -> dict[str, Any]:
        return dict(self.org.get(self.made) or {})

    def kept(self, outcome: Outcome) -> Outcome:
        errors = [error.message for result in outcome.results for error in result.errors]
        assert not errors, f"{self.line}: {errors}"
        self.org = outcome.org
        return outcome

    def personNamed(self, name: str) -> str:  # noqa: N802
        return self.teller.lexicon.id(self.org, name.partition(" (")[0] if "(" in name else name)

    def queueNamed(self, name: str) -> str:  # noqa: N802
        found = self.org.find("Group", DeveloperName=name, Type="Queue")
        assert found is not None, name
        return str(found["Id"])

    def patient(self, address: str) -> str:
        self.org, contact = patient(self.org, address)
        return contact

    def arrive(self, origin: str, subject: str, body: str, sender: str, contact: str | None) -> str:
        request = {
            "RecordTypeId": self.teller.record_type(self.org), "Origin": origin, "Subject": subject,
            "Description": body, "SuppliedEmail": sender or None, "ContactId": contact,
        }  # fmt: skip
        outcome = self.kept(self.org.insert("Case", request, user=self.personNamed("receiving user")))
        return str(outcome.results[0].id)

    def verify(self, made: str, identifiers: list[str]) -> None:
        self.kept(self.teller.verify(self.org, made, identifiers))

    def sign(self, made: str, form: str) -> None:
        consent = next(one.id for one in self.teller.process.consents if one.form == form)
        self.kept(self.teller.sign(self.org, made, consent, SIGNED))

    def save(self, change: dict[str, Any], who: str) -> None:
        self.kept(self.org.update("Case", {"Id": self.made, **change}, user=self.personNamed(who)))

    def refused(self, change: dict[str, Any], who: str, sentences: list[str]) -> None:
        outcome = self.org.update("Case", {"Id": self.made, **change}, user=self.personNamed(who))
        said = [error.message for result in outcome.results for error in result.errors]
        if not any(sentence in " ".join(said) for sentence in sentences):
            self.broken.append(self.line)

    def holds(self, whole: str | None, part: str) -> bool:
        return whole is not None and part in whole

    def look(self, made: str) -> None:
        lexicon = self.teller.lexicon
        row, kind = self.row(), lexicon.of("event", "kind")
        words = str(row.get(lexicon.fields["found_words"]) or "").split(";")
        category, team = lexicon.fields["category"], lexicon.fields["team"]
        self.seen = Look(
            row=row,
            words={" ".join(word.split()) for word in words if word.strip()},
            tasks={one["Subject"] for one in self.new("Task", "WhatId", made)},
            audit={one[kind] for one in self.new(lexicon.objects["event"]["name"], lexicon.of("event", "case"), made)},
            linked={f"{one[category]}/{one[team]}" for one in self.new("Case", "ParentId", made)},
        )

    def new(self, object_name: str, by: str, made: str) -> Iterator[Any]:
        for row in self.org.rows(object_name):
            if row.get(by) == made and row["Id"] not in self.known:
                self.known.add(str(row["Id"]))
                yield row
