"""How conditions are joined: `and`, `or`, or numbers as in `1 AND (2 OR NOT 3)`."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from generator.emulator.schema import NotModelled

Test = Callable[[Any], bool]
TOKEN = re.compile(r"\s*(\d+|AND\b|OR\b|NOT\b|[()])", re.IGNORECASE)


def joined(logic: str | None, tests: Sequence[Test], where: str) -> Test:
    """One test of many. Numbers count from 1. Raises NotModelled for logic that cannot be read, and for AND beside OR
    without parentheses, whose order nobody documents (runtime-semantics 2.2)."""
    held = tuple(tests)
    word = (logic or "and").strip().lower()
    if word == "and":
        if len(held) == 1:
            return held[0]
        return lambda scope: all(test(scope) for test in held)
    if word == "or":
        return lambda scope: any(test(scope) for test in held)
    return Reader(logic or "", held, where).read()


class Reader:
    def __init__(self, text: str, tests: tuple[Test, ...], where: str) -> None:
        self.where = where
        self.text = text
        self.tests = tests
        self.tokens: list[str] = []
        place = 0
        while text[place:].strip():
            match = TOKEN.match(text, place)
            if not match:
                raise self.refusal()
            self.tokens.append(match.group(1).upper())
            place = match.end()

    def refusal(self) -> NotModelled:
        return NotModelled(f"the condition logic `{self.text}` in {self.where}")

    def read(self) -> Test:
        made = self.chain()
        if self.tokens:
            raise self.refusal()
        return made

    def take(self) -> str:
        if not self.tokens:
            raise self.refusal()
        return self.tokens.pop(0)

    def chain(self) -> Test:
        parts, words = [self.single()], set()
        while self.tokens and self.tokens[0] in ("AND", "OR"):
            words.add(self.take())
            parts.append(self.single())
        if len(words) > 1:
            raise self.refusal()
        held = tuple(parts)
        if len(held) == 1:
            return held[0]
        if words == {"AND"}:
            return lambda scope: all(test(scope) for test in held)
        return lambda scope: any(test(scope) for test in held)

    def single(self) -> Test:
        token = self.take()
        if token == "NOT":
            inner = self.single()
            return lambda scope: not inner(scope)
        if token == "(":
            made = self.chain()
            if self.take() != ")":
                raise self.refusal()
            return made
        if not token.isdigit() or not 1 <= int(token) <= len(self.tests):
            raise self.refusal()
        return self.tests[int(token) - 1]
