"""What is compared: all that two witnesses of one step say of a case, under the same names."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from generator.process.events import Observation
from generator.prove.lexicon import Lexicon
from generator.prove.observing import Witnessed

Seen = Mapping[str, object]

FAULT = "fault: "
"""How a line begins that tells of a fault of the org."""

SECOND = timedelta(seconds=1)
"""What is due at midnight is due on the day that ends then."""


def unlike(told: Observation, found: Observation, lexicon: Lexicon) -> tuple[str, ...]:
    """One line for each thing in which two observations of the same step differ, and for each fault of the org."""
    faults = found.faults if isinstance(found, Witnessed) else ()
    both = {one.clock for one in told.clocks} & {one.clock for one in found.clocks}
    left, right = (aspects(one, lexicon, both) for one in (told, found))
    return (*(f"{FAULT}{fault}" for fault in faults), *differences(left, right))


def aspects(seen: Observation, lexicon: Lexicon, clocks: set[str]) -> Seen:
    """All that an observation says, by name; of `clocks` each part. Effects are sets: order inside one instant is no
    meaning; roles are whoever they mean now, as two names of one recipient are one notification; texts are
    as an org keeps them, without white space around."""
    zone = ZoneInfo(lexicon.process.identity.zone)
    parts = {
        f"clock {one.clock}: {part}": getattr(one, part)
        for one in seen.clocks
        for part in ("level", "started", "warns", "due", "stopped", "warned", "breached")
        if one.clock in clocks
    }
    return {
        "at": seen.at,
        **{f"fact {id}": plain(value) for id, value in seen.facts.items() if id != "owner"},
        "owner": seen.owner,
        "priority": seen.priority,
        "words found": seen.found,
        "words discounted": seen.discounted,
        "visible text": seen.visible_text.strip(),
        "confidential text": seen.confidential_text.strip(),
        "blocked by": seen.blocked_by,
        "clocks": frozenset(one.clock for one in seen.clocks),
        **parts,
        "tasks": frozenset(
            (
                one.id,
                one.subject,
                (one.due - SECOND).astimezone(zone).date() if one.due else None,
                lexicon.meant(one.to, seen),
            )
            for one in seen.tasks
        ),
        "notified": frozenset((lexicon.meant(one.to, seen), one.text) for one in seen.notified),
        "emailed": frozenset((one.message, one.to, one.subject, one.body) for one in seen.emailed),
        "warned": seen.warned,
        "breached": seen.breached,
        "stalled": seen.stalled,
        "linked": seen.linked,
        "log": frozenset((one.kind, one.who, one.was, one.now, one.why) for one in seen.log),
    }


def plain(value: object) -> object:
    """Blank texts and nothing are the same; numbers by value."""
    if value in (None, ""):
        return None
    return value.normalize() if isinstance(value, Decimal) else value


def differences(left: Seen, right: Seen) -> tuple[str, ...]:
    """One line for each name under which the two differ; of sets only what is not in both."""
    names = sorted({*left, *right})
    return tuple(line(name, left.get(name), right.get(name)) for name in names if left.get(name) != right.get(name))


def line(name: str, spec: object, metadata: object) -> str:
    if isinstance(spec, frozenset) and isinstance(metadata, frozenset):
        parts = (("the spec", spec - metadata), ("the metadata", metadata - spec))
        said = (f"only {who} says {', '.join(sorted(shown(one) for one in only))}" for who, only in parts if only)
        return f"{name}: {'; '.join(said)}"
    return f"{name}: the spec says {shown(spec)}, the metadata says {shown(metadata)}"


def shown(value: object) -> str:
    """A value in a line: moments to the second, several values as a list in brackets."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, tuple):
        return f"({', '.join(shown(one) for one in value)})"
    return str(value) if isinstance(value, bool | int | date | Decimal) else repr(value)
