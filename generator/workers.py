"""The same work on many things, spread over processes; what comes of it is in the order of the things."""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
TOGETHER = 16
"""So many things are worked on before anything is said of them: a message costs as much as a small piece of work."""


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(work: Callable[[T], R], things: Sequence[T], jobs: int, *, together: int = TOGETHER) -> Iterator[R]:
    """What `work` makes of each thing, in their order, whatever `jobs` is. The first thing on which it fails raises its
    exception, as it would here.

    Processes are forked, so that they have what `work` holds without being told; where a system cannot fork, or one
    process is asked for, the work is done here. What is made must be picklable.
    """
    if jobs < 2 or len(things) <= together or "fork" not in get_all_start_methods():
        yield from map(work, things)
        return
    context = get_context("fork")
    gc.freeze()  # else the first collection in a child copies every page that it looks at
    parts = [things[start : start + together] for start in range(0, len(things), together)]
    jobs = min(jobs, len(parts))
    children: list[tuple[BaseProcess, Connection]] = []
    try:
        for number in range(jobs):
            # An end is made when its child is, and closed at once: a child that held another's would keep it open.
            near, far = context.Pipe(duplex=False)
            child: BaseProcess = context.Process(target=labour, args=(work, parts[number::jobs], far), daemon=True)
            child.start()
            far.close()
            children.append((child, near))
        for number in range(len(parts)):
            yield from received(children[number % jobs][1])
    finally:
        for child, near in children:
            child.terminate()
            child.join()
            near.close()
        gc.unfreeze()


def labour(work: Callable[[Any], Any], parts: Sequence[Sequence[Any]], end: Connection) -> None:
    """In a child: tells of each part when it is done; an exception ends it."""
    for part in parts:
        done: list[Any] = []
        try:
            for thing in part:
                done.append(work(thing))
        except Exception as problem:
            end.send((done, (type(problem), problem.args, vars(problem))))
            return
        end.send((done, None))


def received(end: Connection) -> Iterator[Any]:
    try:
        done, problem = end.recv()
    except EOFError:
        raise RuntimeError("a process of several that shared the work has ended early") from None
    yield from done
    if problem is not None:
        kind, args, held = problem
        # Made of its parts: one whose `__init__` takes something else than its arguments cannot be pickled itself.
        made = kind.__new__(kind, *args)
        made.__dict__.update(held)
        raise made
