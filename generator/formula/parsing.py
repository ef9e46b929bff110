"""Formula text -> tree: a Pratt parser on Salesforce's own ladder, where `^` binds looser than `*` and `/`.

Ladder (salesforce/formula-engine, FormulaGrammar.g), loosest first: || && equality comparison additive ^ multiplicative
unary. All binary operators are left-associative. Reading is linear; nesting is capped.
"""

import re
from decimal import Decimal
from functools import lru_cache
from itertools import islice

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
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$")
DIGITS = frozenset("0123456789.")
QUOTES = frozenset("\"'")
TOKEN = re.compile(
    r"""(?>\s+|/\*.*?\*/)*+
    ([A-Za-z_$][A-Za-z0-9_$.:\#]*
    |\|\||&&|==|!=|<>|<=|>=|/(?!\*)|[-+*^&=<>!(),]
    |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'
    |\{![^{}]+\}
    |[0-9]+(?:\.[0-9]*)?|\.[0-9]+
    |\Z
    |/\*
    |.)""",
    re.VERBOSE | re.DOTALL,
)
"""A token and the spaces and comments before it: a name, a mark, a text, a merge field, a number, the end, which is
empty; last, what begins a comment without an end, and any character at which no token begins. What a token is, its
first character says."""
ALONE = LETTERS | frozenset("0123456789-+*/^&=<>!(),")
"""Tokens of one character."""


class FormulaSyntaxError(Exception):
    """Text that is no formula. `offset` is where, in characters from the start."""

    def __init__(self, message: str, offset: int) -> None:
        self.message = message
        self.offset = offset
        super().__init__(f"{message} (at {offset})")


class Places:
    """Where the nodes of one tree begin, by identity: equal nodes stand in many places. `names`: what it refers to,
    once for each time; `functions`: those that it calls."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.names: list[str] = []
        self.functions: set[str] = set()
        self.tokens: dict[int, int] = {}
        """The number of the token at which a node begins."""
        self.grouped: set[int] = set()
        """Nodes that an author put into parentheses."""

    def of(self, node: Formula) -> int:
        at = self.tokens.get(id(node))
        return offset(self.text, at) if at is not None else 0


def offset(text: str, at: int) -> int:
    """Where a token begins, in characters from the start. Looked for where it is told to somebody."""
    return next(islice(TOKEN.finditer(text), at, None)).start(1)


def parse(text: str) -> Formula:
    """The tree of a formula. Raises FormulaSyntaxError with the place and what was expected there."""
    return parse_with_places(text, None)


def parse_with_places(text: str, places: Places | None) -> Formula:
    """`parse`, noting in `places` where each node begins; they hold as long as the tree is kept."""
    parser = Parser(text, places)
    tree = parser.expression(0)
    if parser.texts[parser.place]:
        raise parser.unexpected("an operator or the end", parser.place)
    return tree


@lru_cache(maxsize=MOST_KEPT)
def located(text: str) -> tuple[Formula, Places]:
    """The tree of a formula and its places, kept for those who come to the same text again. Raises
    FormulaSyntaxError."""
    places = Places(text)
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


def stray(token: str) -> bool:
    """Whether it is the beginning of no token."""
    return token == "/*" or (len(token) == 1 and token not in ALONE)


class Parser:
    """Reads the tokens of a text, from `place` on."""

    def __init__(self, text: str, places: Places | None) -> None:
        self.text = text
        self.texts: list[str] = TOKEN.findall(text)
        self.places = places
        self.place = 0
        self.depth = 0
        for one in set(self.texts):
            if stray(one):
                raise unreadable(text, offset(text, next(at for at, each in enumerate(self.texts) if stray(each))))

    def unexpected(self, wanted: str, at: int) -> FormulaSyntaxError:
        found = self.texts[at] or "the end"
        found = found[2:-1].strip() if found.startswith("{") else found
        return FormulaSyntaxError(f"expected {wanted}, found `{found}`", offset(self.text, at))

    def too_deep(self) -> FormulaSyntaxError:
        return FormulaSyntaxError(f"nested deeper than {DEEPEST} levels", offset(self.text, self.place))

    def expression(self, least: int) -> Formula:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.too_deep()
        texts = self.texts
        left = self.unary()
        while (operator := OPERATORS.get(texts[self.place])) is not None:
            op, power = operator
            if power <= least:
                break
            at = self.place
            self.place = at + 1
            left = Binary(op=op, left=left, right=self.expression(power))
            if self.places is not None:
                self.places.tokens[id(left)] = at
        self.depth -= 1
        return left

    def unary(self) -> Formula:
        at = self.place
        text = self.texts[at]
        found = self.operand(text)
        if self.places is not None and text != "(":
            self.places.tokens[id(found)] = at
        return found

    def operand(self, text: str) -> Formula:
        """What begins at the token of this text, which is passed."""
        self.place += 1
        first = text[:1]
        if first in LETTERS:
            return self.named(text)
        if first in QUOTES:
            return Literal(value=unescaped(text[1:-1]))
        if first == "{":
            return self.reference(text[2:-1].strip())
        if first in DIGITS:
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
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.too_deep()
        found = self.unary()
        self.depth -= 1
        return found

    def named(self, text: str) -> Formula:
        name = text.upper()
        if self.texts[self.place] == "(":
            self.place += 1
            return self.call(name, self.arguments(name))
        if name == "NOT":
            return self.call(name, (self.nested(),))
        if name in ("TRUE", "FALSE"):
            return Literal(value=name == "TRUE")
        if name == "NULL":
            return Literal(value=None)
        return self.reference(text)

    def reference(self, name: str) -> Formula:
        if self.places is not None:
            self.places.names.append(name)
        return Ref(name=name)

    def call(self, name: str, args: tuple[Formula, ...]) -> Formula:
        if self.places is not None:
            self.places.functions.add(name)
        return Call(function=name, args=args)

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
