"""What a proof compares: all that the interpreter and the org both say of a case, under the same names.

The org is read through the lock file alone, never through the lowering."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from generator.emulator.organisation import Org
from generator.emulator.results import Result
from generator.process.events import Observation

NOT_KEPT = frozenset(("owner", "closed", "channel", "keep_until", "time_to_triage"))
"""Facts that stand elsewhere, or that no flow of this package writes yet."""

Seen = Mapping[str, object]


def by_interpreter(seen: Observation, compared: frozenset[str]) -> Seen:
    """What the interpreter says: facts that are compared, owner, priority, words, texts."""
    facts = {f"fact {id}": plain(value) for id, value in seen.facts.items() if id in compared}
    return {
        **facts,
        "owner": seen.owner,
        "priority": seen.priority,
        "words found": seen.found,
        "words discounted": seen.discounted,
        "visible text": seen.visible_text,
        "confidential text": seen.confidential_text,
    }


def by_org(result: Result, org: Org, lock: Mapping[str, Any], compared: frozenset[str]) -> Seen:
    """What the org says of the case that was saved."""
    if result.row is None:
        return {"errors": tuple(f"{error.code}: {error.message}" for error in result.errors)}
    row, fields = result.row, lock["facts"]
    owner = org.get(str(row.get("OwnerId"))) or {}
    teams = {name: team for team, name in lock["teams"].items()}
    return {
        **{f"fact {id}": plain(row.get(fields[id])) for id in compared},
        "owner": teams.get(str(owner.get("DeveloperName")), str(row.get("OwnerId"))),
        "priority": row.get("Priority"),
        "words found": words(row.get(fields["found_words"])),
        "words discounted": words(row.get(fields["discounted_words"])),
        "visible text": row.get("Description") or "",
        "confidential text": row.get(fields["confidential_text"]) or "",
    }


def words(listed: object) -> frozenset[str]:
    return frozenset(" ".join(word.split()) for word in str(listed or "").split(";") if word.strip())


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
