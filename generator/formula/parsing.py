"""Formula text -> tree: a Pratt parser on Salesforce's own ladder, where `^` binds looser than `*` and `/`.

Ladder (salesforce/formula-engine, FormulaGrammar.g), loosest first: || && equality comparison additive ^ multiplicative
unary. All binary operators are left-associative. Reading is linear; nesting is capped.
"""

import re
from decimal import Decimal
from functools import lru_cache

from generator.formula.syntax import Binary, Call, Formula, Literal, Ref, Unary

POWER = {
    "||": 1, "&&": 2, "=": 3, "<>": 3, "<": 4, ">": 4, "<=": 4, ">=": 4, "+": 5, "-": 5, "&": 5, "^": 6, "*": 7, "/": 7,
}  # fmt: skip
SAME = {"==": "=", "!=": "<>"}
OPERATORS = {mark: (SAME.get(mark, mark), POWER[SAME.get(mark, mark)]) for mark in (*POWER, *SAME)}
DEEPEST = 200
"""Nesting that is read; Salesforce's own limit of 3,900 characters allows little more."""
MOST_KEPT = 2_048
"""Formulas that are kept once read: a project's flows share most of theirs."""
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
TOKEN = re.compile(
    r"""(?>\s+|/\*.*?\*/)*+
    (?:(?P<name>[A-Za-z_$][A-Za-z0-9_$.:\#]*)
    |(?P<mark>\|\||&&|==|!=|<>|<=|>=|/(?!\*)|[-+*^&=<>!(),])
    |(?P<string>"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<merge>\{![^{}]+\})
    |(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    |(?P<end>\Z)
    |(?P<none>.))""",
    re.VERBOSE | re.DOTALL,
)
"""A token and the spaces and comments before it; `none`: no token begins there."""


class FormulaSyntaxError(Exception):
    """Text that is no formula. `offset` is where, in characters from the start."""

    def __init__(self, message: str, offset: int) -> None:
        self.message = message
        self.offset = offset
        super().__init__(f"{message} (at {offset})")


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
    parser = Parser(text, places)
    tree = parser.expression(0)
    if parser.kinds[parser.place] != "end":
        raise parser.unexpected("an operator or the end", parser.place)
    return tree


@lru_cache(maxsize=MOST_KEPT)
def located(text: str) -> tuple[Formula, Places]:
    """The tree of a formula and its places, kept for those who come to the same text again. Raises
    FormulaSyntaxError."""
    places = Places()
    return parse_with_places(text, places), places


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
    """The tokens of a text stand in three lists side by side, because formulas have many. No text of another kind is
    one of a mark's."""

    def __init__(self, text: str, places: Places | None) -> None:
        self.kinds: list[str] = []
        self.texts: list[str] = []
        self.offsets: list[int] = []
        self.places = places
        self.place = 0
        self.depth = 0
        for match in TOKEN.finditer(text):
            kind = match.lastgroup or ""
            self.kinds.append(kind)
            self.texts.append(match[kind])
            self.offsets.append(match.start(kind))
            if kind == "none":
                raise unreadable(text, match.start(kind))

    def unexpected(self, wanted: str, at: int) -> FormulaSyntaxError:
        kind, found = self.kinds[at], self.texts[at]
        found = "the end" if kind == "end" else found[2:-1].strip() if kind == "merge" else found
        return FormulaSyntaxError(f"expected {wanted}, found `{found}`", self.offsets[at])

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaSyntaxError(f"nested deeper than {DEEPEST} levels", self.offsets[self.place])

    def expression(self, least: int) -> Formula:
        self.deeper()
        left = self.unary()
        while (operator := OPERATORS.get(self.texts[self.place])) is not None:
            op, power = operator
            if power <= least:
                break
            at = self.place
            self.place += 1
            left = Binary(op=op, left=left, right=self.expression(power))
            if self.places is not None:
                self.places.offsets[id(left)] = self.offsets[at]
        self.depth -= 1
        return left

    def unary(self) -> Formula:
        at = self.place
        found = self.operand(self.kinds[at], self.texts[at])
        if self.places is not None:
            self.places.offsets.setdefault(id(found), self.offsets[at])
        return found

    def operand(self, kind: str, text: str) -> Formula:
        """What begins at the token of this kind and text, which is passed."""
        self.place += 1
        if kind == "name":
            return self.named(text)
        if kind == "merge":
            return Ref(name=text[2:-1].strip())
        if kind == "string":
            return Literal(value=unescaped(text[1:-1]))
        if kind == "number":
            return Literal(value=Decimal(text))
        if text == "(":
            return self.grouped()
        if text in ("-", "+", "!"):
            return Unary(op=text, operand=self.nested())
        raise self.unexpected("a value", self.place - 1)

    def grouped(self) -> Formula:
        inner = self.expression(0)
        self.expect(")", "to close the parenthesis")
        if self.places is not None:
            self.places.grouped.add(id(inner))
        return inner

    def nested(self) -> Formula:
        self.deeper()
        found = self.unary()
        self.depth -= 1
        return found

    def named(self, text: str) -> Formula:
        name = text.upper()
        if self.texts[self.place] == "(":
            self.place += 1
            return Call(function=name, args=self.arguments(name))
        if name == "NOT":
            return Call(function=name, args=(self.nested(),))
        if name in ("TRUE", "FALSE"):
            return Literal(value=name == "TRUE")
        if name == "NULL":
            return Literal(value=None)
        return Ref(name=text)

    def arguments(self, name: str) -> tuple[Formula, ...]:
        if self.texts[self.place] == ")":
            self.place += 1
            return ()
        args = [self.expression(0)]
        while self.texts[self.place] == ",":
            self.place += 1
            args.append(self.expression(0))
        self.expect(")", f"or `,` in the arguments of {name}")
        return tuple(args)

    def expect(self, mark: str, why: str) -> None:
        if self.texts[self.place] != mark:
            raise self.unexpected(f"`{mark}` {why}", self.place)
        self.place += 1


def unescaped(text: str) -> str:
    """A literal's text with its escapes resolved; an unknown escape keeps both characters."""
    if "\\" not in text:
        return text
    return re.sub(r"\\(.)", lambda match: ESCAPES.get(match.group(1), match.group()), text)
