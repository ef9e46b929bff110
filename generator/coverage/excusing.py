"""Why some points are reached by no history: reasons as data, held to be wrong as soon as a history reaches one."""

import re

from generator.emulator.coverage import Point
from generator.frozen import record


@record
class Excuse:
    """`kind`: of points; `where`: a flow without its prefix, `name` and `what`: an element and its outcome, as regular
    expressions over whole names."""

    kind: str
    where: str
    name: str
    what: str = ""
    reason: str


EXCUSES: tuple[Excuse, ...] = ()


def reason_for(point: Point, prefix: str) -> str:
    """Why a point of a package of ours is out of reach; empty where it is not."""
    where = point.where.removeprefix(f"{prefix}_")
    for one in EXCUSES:
        parts = ((one.where, where), (one.name, point.name), (one.what, point.what))
        if one.kind == point.kind and all(re.fullmatch(pattern, said) for pattern, said in parts):
            return one.reason
    return ""
