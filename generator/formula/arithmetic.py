"""Numbers as the engine works with them (runtime-semantics 3.3)."""

import math
from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DecimalException,
)

from generator.formula.values import EXACT, FormulaError

Function = Callable[..., float]
Exact = Callable[..., Decimal]

ZERO = Decimal(0)
ONE = Decimal(1)
OUTWARD = Context(prec=33, rounding=ROUND_HALF_DOWN)
INWARD = Context(prec=33, rounding=ROUND_HALF_UP)
"""Six digits fewer before rounding to whole numbers, so that 6/11*11 is 6."""
WIDE = Context(prec=400)
POWERS = Context(prec=18, rounding=ROUND_HALF_UP)
LARGEST_POWER = 64
SMALLEST = Decimal(1).scaleb(-39)


def plain(number: Decimal) -> str:
    """Shortest plain decimal, without grouping or exponent: what TEXT gives."""
    if not number:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def divide(a: Decimal, b: Decimal) -> Decimal:
    if not b:
        raise FormulaError("division by zero")
    return EXACT.divide(a, b)


def power(a: Decimal, b: Decimal) -> Decimal:
    """18 digits; the exponent is a whole number; 0^0 is 1; no result above 10^64."""
    if b != b.to_integral_value():
        raise FormulaError("the exponent of ^ is a whole number")
    exponent = int(b)
    if not a:
        if exponent < 0:
            raise FormulaError("zero has no negative power")
        return ONE if exponent == 0 else ZERO
    if abs(exponent) > 999_999_999 or a.copy_abs().log10() * exponent > LARGEST_POWER:
        raise FormulaError("the power is out of range")
    raised = POWERS.power(a, abs(exponent))
    if exponent < 0:
        raised = POWERS.divide(ONE, raised)
    return ZERO if raised.copy_abs() < SMALLEST else raised


def remainder(a: Decimal, b: Decimal) -> Decimal:
    """With the sign of the dividend."""
    if not b:
        raise FormulaError("division by zero")
    try:
        return EXACT.remainder(a, b)
    except DecimalException as problem:
        raise FormulaError("the division has too many digits") from problem


def rounded(number: Decimal, places: int, rounding: str) -> Decimal:
    try:
        return number.quantize(ONE.scaleb(-places), rounding=rounding, context=WIDE)
    except DecimalException:
        return number


def round_half_up(number: Decimal, places: Decimal) -> Decimal:
    """Half away from zero; negative places round to tens and hundreds."""
    return rounded(number, int(places), ROUND_HALF_UP)


def truncate(number: Decimal, places: Decimal = ZERO) -> Decimal:
    return rounded(number, int(places), ROUND_DOWN)


def ceiling(number: Decimal) -> Decimal:
    """Away from zero."""
    near = OUTWARD.plus(number)
    return near.to_integral_value(ROUND_FLOOR if near < 0 else ROUND_CEILING)


def floor(number: Decimal) -> Decimal:
    """Toward zero."""
    return INWARD.plus(number).to_integral_value(ROUND_DOWN)


def mceiling(number: Decimal) -> Decimal:
    return OUTWARD.plus(number).to_integral_value(ROUND_CEILING)


def mfloor(number: Decimal) -> Decimal:
    return INWARD.plus(number).to_integral_value(ROUND_FLOOR)


def from_float(number: float) -> Decimal:
    """A double as its shortest decimal, as Java's BigDecimal.valueOf; infinite and undefined ones are errors."""
    if math.isnan(number) or math.isinf(number):
        raise FormulaError("the result is not a number")
    return Decimal(repr(number))


def through_float(function: Function) -> Exact:
    """A function of doubles as one of decimals."""

    def run(*numbers: Decimal) -> Decimal:
        try:
            return from_float(function(*(float(number) for number in numbers)))
        except (ValueError, OverflowError, ZeroDivisionError) as problem:
            raise FormulaError("the argument is out of range") from problem

    return run


def log10(number: float) -> float:
    return math.log(number) / math.log(10)


def number_of(text: str) -> Decimal | None:
    """The number that a text spells (Java's BigDecimal grammar), or None: no blanks, no grouping, digits needed."""
    body = text[1:] if text[:1] in ("+", "-") else text
    mantissa, mark, exponent = body.replace("E", "e").partition("e")
    digits = mantissa.replace(".", "", 1)
    if not (digits.isdigit() and digits.isascii()):
        return None
    if mark:
        power_digits = exponent[1:] if exponent[:1] in ("+", "-") else exponent
        if not (power_digits.isdigit() and power_digits.isascii() and len(power_digits) <= 9):
            return None
    return EXACT.create_decimal(text)
