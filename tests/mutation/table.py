"""Verdicts -> the kill table, by grade of the catalogue and by type of file; then what survived, and what was said."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from tests.mutation.grades import grade, kind_of_files, refused
from tests.mutation.judging import Verdict
from tests.mutation.kinds import KINDS

OUTCOMES = ("found", "misplaced", "other", "noticed", "missed")
MEANING = (
    "found: the right code at the right place; misplaced: the right code elsewhere; other: another code at the place; "
    "noticed: something else; missed: nothing"
)
GRADES = ("doc", "maint", "comm", "code", "inf", "unconf")


def code_of(one: Verdict) -> str:
    return KINDS[one.mutant.kind].code


def row(name: str, verdicts: list[Verdict]) -> str:
    counted = Counter(one.outcome for one in verdicts)
    cells = "".join(f"{counted[outcome]:>11}" for outcome in OUTCOMES)
    return f"{name:<44}{len(verdicts):>9}{cells}{share(verdicts):>9.1%}"


def share(verdicts: list[Verdict]) -> float:
    """The part that was found."""
    return sum(one.outcome == "found" for one in verdicts) / len(verdicts) if verdicts else 1.0


def sure(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Those that the catalogue says an org refuses."""
    return [one for one in verdicts if refused(code_of(one))]


def printed(verdicts: list[Verdict]) -> Iterator[str]:
    yield f"{'':<44}{'mutants':>9}{''.join(f'{outcome:>11}' for outcome in OUTCOMES)}{'found':>9}"
    yield row("an org refuses it (D or A; doc, maint, comm)", sure(verdicts))
    yield row("an org may refuse it (D or A; code, inf, unconf)", sub(verdicts, likely))
    yield row("it deploys, and goes wrong (W, R, ?)", sub(verdicts, later))
    for name in GRADES:
        yield row(f"  {name}", [one for one in verdicts if grade(code_of(one))[1] == name])
    for name in sorted({kind_of_files(KINDS[one.mutant.kind].files) for one in verdicts}):
        same = [one for one in verdicts if kind_of_files(KINDS[one.mutant.kind].files) == name]
        yield row(f"  {name}", same)
    yield row("all", verdicts)
    yield MEANING


def sub(verdicts: list[Verdict], chosen: Callable[[Verdict], bool]) -> list[Verdict]:
    return [one for one in verdicts if chosen(one)]


def likely(one: Verdict) -> bool:
    return grade(code_of(one))[0] in "DA" and not refused(code_of(one))


def later(one: Verdict) -> bool:
    return grade(code_of(one))[0] not in "DA"


def survivors(verdicts: list[Verdict]) -> Iterator[str]:
    """Each mutant that was not found, by kind, with what was said of it."""
    for one in verdicts:
        if one.outcome != "found":
            made = KINDS[one.mutant.kind]
            where = f"{one.mutant.tree}/{one.mutant.path}"
            yield f"{one.outcome}: {made.code} {made.name}: {where} (place {one.mutant.number})"
            for code, path, line, message in one.said:
                yield f"    {code} {path}:{line} {message[:110]}"
