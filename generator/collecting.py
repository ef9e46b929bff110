"""When a command looks for circles in memory: not while it makes what stays until its end and holds few of them."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def set_apart() -> Iterator[None]:
    """What is made in here stays until the end of it, as far as `leave_alone` comes after: looking through a spec and
    its compiled files for circles again and again takes a fifth of a large build, and through a tree that is judged a
    third of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if before:
            gc.enable()


def leave_alone() -> None:
    """Within `set_apart`: the collector begins, and passes over all that is there by now."""
    gc.freeze()
    gc.enable()
