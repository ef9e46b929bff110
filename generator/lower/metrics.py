"""Formula fields of Case that reports need: the age of an open case, and of each measured clock the minutes that it
took, whether it was kept, and bands of minutes. Only an age asks what time it is (FML-020)."""

from collections.abc import Iterator, Sequence

from generator.formula.printing import text_of
from generator.formula.syntax import Formula
from generator.lower.naming import Names, measured, metric_parts, minutes_key
from generator.lower.trees import NULL, any_of, binary, call, choose, number, ref, text
from generator.metadata.component import Component, component
from generator.metadata.objects import CustomField
from generator.process.model import Allowance, Clock, Process
from generator.source import Span

AGES = (1, 3, 7, 14, 28)
"""Days at which a band of ages ends: a day, a weekend, a week, two, four (the month that records may take)."""
HOUR, DAY = 60, 1440
"""In minutes."""
LONGEST_LABEL = 40
DECIMALS = {"within": 2}
"""A share is an average of noughts and ones, and is shown with the decimals of its field."""


def metric_fields(process: Process, names: Names) -> Iterator[Component]:
    """The formula fields, in the order of `metric_parts`."""
    clocks = {clock.id: clock for clock in measured(process)}
    for owner, part in metric_parts(process):
        if owner == "age":
            label, what, tree = AGE[part](names)
            yield formula_field(names, owner, part, label, what, tree, process.identity.because)
        else:
            clock = clocks[owner]
            label, what, tree = CLOCK[part](names, clock)
            yield formula_field(names, owner, part, label, what, tree, clock.because)


def formula_field(
    names: Names, owner: str, part: str, label: str, what: str, tree: Formula, because: Span
) -> Component:
    """A formula field: bands are texts, all else numbers. It has neither length nor default (FLD-022)."""
    name = names.field(f"{owner}.{part}")
    is_text = part == "band"
    body = CustomField(
        fullName=name,
        businessStatus="Active",
        description=what,
        formula=text_of(tree, "rule"),
        formulaTreatBlanksAs="BlankAsBlank",
        label=label[:LONGEST_LABEL],
        precision=None if is_text else 18,
        required=False,
        scale=None if is_text else DECIMALS.get(part, 0),
        securityClassification="Internal",
        type="Text" if is_text else "Number",
    )
    return component(f"Case.{name}", body, because)


# -- age -----------------------------------------------------------------------------------------------------------

Said = tuple[str, str, Formula]
"""Label, description, formula."""


def age_days(names: Names) -> Said:
    received = ref(names.field("received_at"))
    gone = any_of((ref("IsClosed"), call("ISBLANK", received)))
    days = choose(gone, NULL, call("FLOOR", binary("-", call("NOW"), received)))
    return "Age in days", "Whole days since an open case was received; blank when it is closed.", days


def age_band(names: Names) -> Said:
    age = ref(names.field("age.days"))
    bands = banded(age, "<", AGES, [ages(first, last) for first, last in spans(AGES)])
    return "Age", "The age of an open case, in bands.", choose(call("ISBLANK", age), text("Closed"), bands)


def ages(first: int | None, last: int | None) -> str:
    """`3 to 6 days`: whole days, of which the last is not one any more."""
    if first is None:
        return "under a day" if last == 1 else f"under {last} days"
    return f"{first} days and over" if last is None else f"{first} to {last - 1} days"


AGE = {"days": age_days, "band": age_band}

# -- clocks --------------------------------------------------------------------------------------------------------


def minutes(names: Names, clock: Clock) -> Said:
    """Rounded to thousandths before whole minutes are taken: the difference of two times is a fraction of days."""
    start, stopped = (ref(names.field(f"{clock.id}.{part}")) for part in ("start", "stopped"))
    taken = call("ROUND", binary("*", binary("-", stopped, start), number(DAY)), number(3))
    unknown = any_of((call("ISBLANK", start), call("ISBLANK", stopped)))
    what = f"Whole minutes that «{clock.label}» ran until it stopped, day and night."
    return f"{clock.label}: minutes", what, choose(unknown, NULL, call("FLOOR", taken))


def within(names: Names, clock: Clock) -> Said:
    """1 kept, 0 late, blank while it runs and where it does not concern the case: its average is the share."""
    due, stopped, late = (ref(names.field(f"{clock.id}.{part}")) for part in ("due", "stopped", "breached"))
    open_still = any_of((call("ISBLANK", due), call("ISBLANK", stopped)))
    tree = choose(late, number(0), choose(open_still, NULL, number(1)))
    what = f"«{clock.label}»: 1 kept, 0 late, blank while it runs. The average is the share in time."
    return f"{clock.label}: in time", what, tree


def band(names: Names, clock: Clock) -> Said:
    taken = ref(names.field(minutes_key(clock.id)))
    bounds = boundaries(clock)
    bands = banded(taken, "<=", bounds, [times(first, last) for first, last in spans(bounds)])
    what = f"The minutes of «{clock.label}» in bands that end where its allowances do, counted day and night."
    return f"{clock.label}: band", what, choose(call("ISBLANK", taken), text("Not yet"), bands)


CLOCK = {"minutes": minutes, "within": within, "band": band}


def boundaries(clock: Clock) -> tuple[int, ...]:
    """The clock's allowances as elapsed minutes, rising; a day is 24 hours, whatever its calendar opens."""
    return tuple(sorted({elapsed(one) for one in clock.within if one is not None}))


def elapsed(allowance: Allowance) -> int:
    return allowance.minutes + allowance.days * DAY


def times(first: int | None, last: int | None) -> str:
    if first is None:
        return f"up to {duration(last or 0)}"
    return f"over {duration(first)}" if last is None else f"{duration(first)} to {duration(last)}"


def duration(minutes: int) -> str:
    for unit, word in ((DAY, "day"), (HOUR, "hour")):
        if minutes % unit == 0:
            count = minutes // unit
            return f"{count} {word}" + ("s" if count > 1 else "")
    return f"{minutes} minutes"


# -- bands ---------------------------------------------------------------------------------------------------------


def spans(bounds: Sequence[int]) -> list[tuple[int | None, int | None]]:
    """From and to of each band: one more than there are boundaries."""
    return list(zip((None, *bounds), (*bounds, None), strict=True))


def banded(value: Formula, op: str, bounds: Sequence[int], labels: Sequence[str]) -> Formula:
    """The label of the first band whose boundary holds the value; numbered, because reports sort texts by letters."""
    digits = len(str(len(labels)))
    said = [text(f"{place:0{digits}}: {label}") for place, label in enumerate(labels, 1)]
    tree: Formula = said[-1]
    for bound, label in zip(reversed(bounds), reversed(said[:-1]), strict=True):
        tree = choose(binary(op, value, number(bound)), label, tree)
    return tree
