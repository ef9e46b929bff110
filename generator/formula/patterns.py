"""Java's regular expressions and LIKE, run by Python's: what Python would read otherwise is translated or refused."""

import re
from functools import lru_cache

from generator.formula.values import FormulaError

LONGEST_INPUT = 1_000_000
CLASSES = {
    "Alpha": "A-Za-z", "Digit": "0-9", "Alnum": "A-Za-z0-9", "Upper": "A-Z", "Lower": "a-z", "XDigit": "0-9A-Fa-f",
    "Space": r"\s", "Blank": r" \t", "Punct": r"!-/:-@\[-`{-~",
}  # fmt: skip
TOKEN = re.compile(r"\\p\{(?:Is)?(?P<class>\w+)\}|\\Q(?P<quoted>.*?)(?:\\E|\Z)|\\z|\\Z|\\.|.", re.DOTALL)
ENDS = {r"\z": r"\Z", r"\Z": r"(?=\n?\Z)"}


def matches(text: str | None, pattern: str | None) -> bool:
    """REGEX: Java's `String.matches`, the whole text; nothing counts as empty. FormulaError for a bad pattern."""
    if len(text or "") > LONGEST_INPUT:
        raise FormulaError("the regular expression is too complicated")
    return compiled(pattern or "").fullmatch(text or "") is not None


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """`\\d`, `\\w`, `\\s` mean ASCII in Java; sets within sets are refused, because Python reads marks there."""
    try:
        return re.compile(translated(pattern), re.ASCII)
    except (re.error, OverflowError, RecursionError) as problem:
        raise FormulaError("the pattern is not a regular expression") from problem


def translated(pattern: str) -> str:
    parts: list[str] = []
    in_set = False
    for match in TOKEN.finditer(pattern):
        token = match.group()
        if match.group("class"):
            token = posix(match.group("class"), in_set)
        elif match.group("quoted") is not None:
            token = re.escape(match.group("quoted"))
        elif in_set and (token == "[" or (token == "&" and pattern.startswith("&&", match.start()))):
            raise FormulaError("sets within sets are not modelled in regular expressions")
        elif token in ENDS:
            token = ENDS[token]
        elif token in ("[", "]"):
            in_set = token == "["
        parts.append(token)
    return "".join(parts)


def posix(name: str, in_set: bool) -> str:
    if name not in CLASSES:
        raise FormulaError(f"the class \\p{{{name}}} is not modelled in regular expressions")
    return CLASSES[name] if in_set else f"[{CLASSES[name]}]"


@lru_cache(maxsize=512)
def like_pattern(like: str) -> str:
    """`%` and `_` as a regular expression; a backslash makes them literal. A full stop stays a wildcard, as there."""
    made = like.replace("\\%", "\t").replace("\\_", "\f")
    made = re.sub(r"([*?+^$(){}\[])", r"\\\1", made)
    return made.replace("_", ".").replace("%", ".*").replace("\f", "_").replace("\t", "%")


def like(text: str | None, pattern: str | None) -> bool:
    return matches(text, like_pattern(pattern or ""))
