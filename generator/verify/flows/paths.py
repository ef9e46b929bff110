"""What stands at a path that the reader gives, such as `decisions[2].rules[0].label`."""

import re
from typing import Any

STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")


def standing(body: Any, path: str) -> tuple[object, str]:
    """The record at a path and no element of it; or the innermost record on the way, and the element's name."""
    here: Any = body
    for name, place in STEP.findall(path):
        held = getattr(here, name, None)
        inner = held[int(place)] if isinstance(held, tuple) and place and int(place) < len(held) else held
        if inner is None or isinstance(inner, str | bool | int | tuple):
            return here, name
        here = inner
    return here, ""
