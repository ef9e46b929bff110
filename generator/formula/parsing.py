"""Formula text -> tree: a Pratt parser on Salesforce's own ladder, where `^` binds looser than `*` and `/`.

Ladder (salesforce/formula-engine, FormulaGrammar.g), loosest first: || && equality comparison additive ^ multiplicative
unary. All binary operators are left-associative. Reading is linear; nesting is capped.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from generator.formula.syntax import Binary, Call, Formula, Literal, Ref, Unary

POWER = {
    "||": 1, "&&": 2, "=": 3, "<>": 3, "<": 4, ">": 4, "<=": 4, ">=": 4, "+": 5, "-": 5, "&": 5, "^": 6, "*": 7, "/": 7,
}  # fmt: skip
SAME = {"==": "=", "!=": "<>"}
DEEPEST = 200
"""Nesting that is read; Salesforce's own limit of 3,900 characters allows little more."""
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
TOKEN = re.compile(
    r"""(?P<space>\s+|/\*.*?\*/)
    |(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    |(?P<string>"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<merge>\{![^{}]+\})
    |(?P<name>[A-Za-z_$][A-Za-z0-9_$.:\#]*)
    |(?P<mark>\|\||&&|==|!=|<>|<=|>=|/(?!\*)|[-+*^&=<>!(),])""",
    re.VERBOSE | re.DOTALL,
)


class FormulaSyntaxError(Exception):
    """Text that is no formula. `offset` is where, in characters from the start."""

    def __init__(self, message: str, offset: int) -> None:
        self.message = message
        self.offset = offset
        super().__init__(f"{message} (at {offset})")


class Token(NamedTuple):
    """A named tuple, because formulas have many."""

    kind: str
    text: str
    offset: int


class Places:
    """Where the nodes of one tree begin, by identity: equal nodes stand in many places."""

    def __init__(self) -> None:
        self.offsets: dict[int, int] = {}
        self.grouped: set[int] = set()
        """Nodes that an author put into parentheses."""

    def of(self, node: Formula) -> int:
        return self.offsets.get(id(node), 0)


def parse(text: str) -> Formula:
    """The tree of a formula. Raises FormulaSyntaxError with the place and what was expected there."""
    return parse_with_places(text, None)


def parse_with_places(text: str, places: Places | None) -> Formula:
    """`parse`, noting in `places` where each node begins; they hold as long as the tree is kept."""
    parser = Parser(scan(text), places)
    tree = parser.expression(0)
    if parser.now.kind != "end":
        raise FormulaSyntaxError(f"expected an operator or the end, found `{parser.now.text}`", parser.now.offset)
    return tree


def scan(text: str) -> list[Token]:
    tokens, place = [], 0
    match_at = TOKEN.match
    while place < len(text):
        match = match_at(text, place)
        if not match:
            raise unreadable(text, place)
        kind = match.lastgroup or ""
        if kind == "merge":
            tokens.append(Token(kind, match.group()[2:-1].strip(), place))
        elif kind != "space":
            tokens.append(Token(kind, match.group(), place))
        place = match.end()
    return [*tokens, Token("end", "the end", len(text))]


def unreadable(text: str, place: int) -> FormulaSyntaxError:
    """Why no token begins here."""
    if text[place] in "\"'":
        return FormulaSyntaxError("a text is not closed", place)
    if text.startswith("/*", place):
        return FormulaSyntaxError("a comment is not closed", place)
    if text.startswith("{!", place):
        return FormulaSyntaxError("a reference is not closed", place)
    return FormulaSyntaxError(f"`{text[place]}` has no meaning in a formula", place)


class Parser:
    def __init__(self, tokens: list[Token], places: Places | None) -> None:
        self.tokens = tokens
        self.places = places
        self.place = 0
        self.depth = 0

    @property
    def now(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        token = self.now
        self.place += token.kind != "end"
        return token

    def expression(self, least: int) -> Formula:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaSyntaxError(f"nested deeper than {DEEPEST} levels", self.now.offset)
        left = self.unary()
        while self.now.kind == "mark" and (op := SAME.get(self.now.text, self.now.text)) in POWER:
            if POWER[op] <= least:
                break
            place = self.take().offset
            left = Binary(op=op, left=left, right=self.expression(POWER[op]))
            if self.places is not None:
                self.places.offsets[id(left)] = place
        self.depth -= 1
        return left

    def unary(self) -> Formula:
        place = self.now.offset
        found = self.operand()
        if self.places is not None:
            self.places.offsets.setdefault(id(found), place)
        return found

    def operand(self) -> Formula:
        token = self.now
        if token.kind == "mark" and token.text in ("-", "+", "!"):
            self.take()
            return Unary(op=token.text, operand=self.nested())
        if token.kind == "name" and token.text.upper() == "NOT" and self.tokens[self.place + 1].text != "(":
            self.take()
            return Call(function="NOT", args=(self.nested(),))
        return self.primary()

    def nested(self) -> Formula:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaSyntaxError(f"nested deeper than {DEEPEST} levels", self.now.offset)
        found = self.unary()
        self.depth -= 1
        return found

    def primary(self) -> Formula:
        token = self.take()
        if token.kind == "number":
            return Literal(value=Decimal(token.text))
        if token.kind == "string":
            return Literal(value=unescaped(token.text[1:-1]))
        if token.kind == "merge":
            return Ref(name=token.text)
        if token.kind == "name":
            return self.named(token)
        if token.text == "(" and token.kind == "mark":
            inner = self.expression(0)
            self.expect(")", "to close the parenthesis")
            if self.places is not None:
                self.places.grouped.add(id(inner))
            return inner
        raise FormulaSyntaxError(f"expected a value, found `{token.text}`", token.offset)

    def named(self, token: Token) -> Formula:
        name = token.text.upper()
        if self.now.text == "(" and self.now.kind == "mark":
            self.take()
            return Call(function=name, args=self.arguments(name))
        if name in ("TRUE", "FALSE"):
            return Literal(value=name == "TRUE")
        if name == "NULL":
            return Literal(value=None)
        return Ref(name=token.text)

    def arguments(self, name: str) -> tuple[Formula, ...]:
        args: list[Formula] = []
        if self.now.text == ")" and self.now.kind == "mark":
            self.take()
            return ()
        while True:
            args.append(self.expression(0))
            if self.now.kind == "mark" and self.now.text == ",":
                self.take()
                continue
            self.expect(")", f"or `,` in the arguments of {name}")
            return tuple(args)

    def expect(self, mark: str, why: str) -> None:
        token = self.take()
        if token.text != mark or token.kind != "mark":
            raise FormulaSyntaxError(f"expected `{mark}` {why}, found `{token.text}`", token.offset)


def unescaped(text: str) -> str:
    """A literal's text with its escapes resolved; an unknown escape keeps both characters."""
    if "\\" not in text:
        return text
    return re.sub(r"\\(.)", lambda match: ESCAPES.get(match.group(1), match.group()), text)
