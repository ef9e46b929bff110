"""Texts and values as odd as a field takes them, and a few that it does not."""

from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

from generator.emulator.schema import Field

ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz ", "ABCDEFGHIJKLMNOPQRSTUVWXYZ .,;:!?", "0123456789 -/.", " \t\r\n\u00a0\u2028\u3000",
    "éèüßøæœİı№½", "Здравствуйте ", "שלום עולם\u202e\u200f", "疼痛胸部发烧", "😀🤕🩸\U0001f9d1\u200d\u2695\ufe0f",
    "\u0301\u0300\u200b\ufeff\u00ad", "\x01\x02\x07\x08\x0b\x0c\x1b\x7f", "{!}[]()<>&'\"\\|_^%$#@*~`", "_ | _",
)  # fmt: skip
PHRASES = (
    "{!Case.Subject}", "{!$Record.Description}", "{0}", "</textarea><script>", '" & NOW() & "', "NULL", "&nbsp;&#0;",
    "%s%n", "-----Original Message-----", "\nFrom: ", " wrote:\n", "31/02/2026", "00/00/0000", "9" * 40, "=1+1",
)  # fmt: skip
LENGTHS = (1, 2, 19, 20, 80, 254, 255, 256, 1299, 2600, 3899, 3900, 3901, 31_999, 32_000)
INSTANTS = (
    datetime(1700, 1, 1, tzinfo=UTC),
    datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    datetime(4000, 12, 31, tzinfo=UTC),
)
"""The first and the last day that an org knows, a leap day, and an hour that no clock in London shows."""
NUMBERS = (Decimal(0), Decimal(-1), Decimal("0.5"), Decimal(10**15), Decimal(-(10**15)))


def odd_text(random: Random, most: int) -> str:
    """At most `most` characters of a few alphabets, with phrases that mean something to somebody."""
    length = min(most, random.choice(LENGTHS))
    alphabets = random.sample(ALPHABETS, k=random.choice((1, 1, 2, 4)))
    unit = "".join(random.choice(random.choice(alphabets)) for _ in range(min(length, 60)))
    unit = random.choice(PHRASES) + unit if random.random() < 1 / 3 else unit
    return (unit * (length // max(len(unit), 1) + 1))[:length]


def odd_value(field: Field, random: Random) -> object:
    """A value for a field: of its type, mostly within its bounds, at times nothing."""
    if random.random() < 1 / 6:
        return None
    match field.kind:
        case "boolean":
            return random.random() < 1 / 2
        case "number" | "percent":
            return random.choice(NUMBERS)
        case "date":
            return random.choice(INSTANTS).date() if random.random() < 2 / 3 else date(2026, random.randint(1, 12), 1)
        case "datetime":
            return random.choice(INSTANTS)
        case "picklist" if field.values and random.random() < 4 / 5:
            return random.choice(field.values)
        case "id":
            return "005" + "0" * 15 if random.random() < 1 / 20 else None
        case _:
            return odd_text(random, field.length or 255)
