"""Coverage as a table with what is missing, and as data."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from generator.coverage.model import KINDS, Aim, Covered

MOST = 40
"""Missing points of one kind that a table lists."""


def table(covered: Covered) -> str:
    """For people: each kind with its count and share, then what is missing, where, and what is out of reach and why."""
    lines = [f"{covered.title}: coverage by {covered.runs} runs", ""]
    rows = [(KINDS[kind], *counts(covered, kind)) for kind in covered.kinds()]
    rows.append(("everything", *counts(covered, None)))
    lines += [f"  {name:<24}{met:>7} of {of:<7}{share:>6}%" for name, met, of, share in rows]
    missing = covered.missing()
    lines += ["", "not reached:"] if missing else []
    for kind in covered.kinds():
        lines += listed(KINDS[kind], [one for one in missing if one.point.kind == kind])
    excused = covered.excused()
    lines += ["", f"out of reach ({len(excused)}):"] if excused else []
    for reason, group in groupby(sorted(excused, key=lambda one: one.reason), key=lambda one: one.reason):
        held = list(group)
        lines += [f"  {reason}", *(f"    {one.label}" for one in held)]
    for one in covered.refuted():
        lines += ["", f"reached, though it is said to be out of reach: {one.label}", f"  {one.reason}"]
    return "\n".join(lines)


def counts(covered: Covered, kind: str | None) -> tuple[int, int, str]:
    aims = [one for one in covered.aims if not one.reason and kind in (None, one.point.kind)]
    return sum(covered.reached(one) for one in aims), len(aims), said(covered.percent(kind))


def said(percent: float) -> str:
    """To one decimal, and 100 only where nothing is missing."""
    return f"{min(percent, 99.9) if percent < 100 else 100:.1f}"


def listed(title: str, missing: list[Aim]) -> Iterator[str]:
    if missing:
        yield f"  {title}"
    for one in missing[:MOST]:
        yield f"    {one.label}" + (f"  ({one.at})" if one.at else "")
    if len(missing) > MOST:
        yield f"    and {len(missing) - MOST} more, which --coverage json lists"


def as_json(covered: Covered) -> dict[str, Any]:
    """For programs: `kinds` (reached, total, percent of each and of everything), and every point with its hits; sorted
    as the points are, so that equal runs give equal bytes."""
    kinds = {kind or "everything": summed(covered, kind) for kind in (*covered.kinds(), None)}
    points = [point(covered, one) for one in covered.aims]
    return {"spec": covered.title, "runs": covered.runs, "kinds": kinds, "points": points}


def summed(covered: Covered, kind: str | None) -> dict[str, Any]:
    reached, total, percent = counts(covered, kind)
    return {"reached": reached, "total": total, "percent": float(percent)}


def point(covered: Covered, aim: Aim) -> dict[str, Any]:
    kind, where, name, what = aim.point
    found: dict[str, Any] = {"kind": kind, "where": where, "name": name, "what": what, "label": aim.label,
                             "hits": covered.hits.get(aim.point, 0)}  # fmt: skip
    return found | ({"at": aim.at} if aim.at else {}) | ({"reason": aim.reason} if aim.reason else {})
