"""Messages and histories that are compared by several processes give the lines that one gives."""

from collections.abc import Iterator
from datetime import datetime

from generator.commands.prove import SHOWN, messages, parted
from generator.compiler import understand
from generator.prove.guided import Guided
from generator.prove.messages import Draft
from generator.prove.running import Disagreement
from tests.prove.builds import FLOWS, ROOT, built


class Judge:
    """Says that the two differ on every message with an `x`."""

    channels = ("web", "email")

    def messages(self, cases: int, seed: int) -> Iterator[tuple[str, Draft]]:
        for number in range(cases):
            yield f"random {number}", Draft(body=("pain", "x" if number % 7 == 3 else "y", str(number)))

    def message(self, label: str, draft: Draft, channel: str, at: datetime) -> Disagreement | None:
        if "x" not in draft.texts[1]:
            return None
        return Disagreement(
            label=label, draft=draft, channel=channel, lines=(f"{draft.texts[1]} by {channel} at {at}",)
        )


def test_the_lines_are_the_same() -> None:
    alone, shared = (list(messages(Judge(), 100, 1, jobs)) for jobs in (1, 2))  # type: ignore[arg-type]

    assert alone == shared
    assert alone[-1] == ("messages: 100 compared, 14 disagreements", True)
    assert sum(differs for _, differs in alone[:-1]) == SHOWN


INTAKE = f"{FLOWS}/NGH_Intake.flow-meta.xml"


def test_histories_find_the_same() -> None:
    """What a part finds depends on what was known before all of them, and on no other part. Cases go to a wrong team,
    so that some histories differ."""
    faulty = built("northgate")[INTAKE].replace(b"&quot;nurse_triage&quot;", b"&quot;pharmacy&quot;")
    process = understand(str(ROOT / "specs" / "northgate.yaml")).resolved.process
    guided = Guided(process, {**built("northgate"), INTAKE: faulty})

    parts = [lambda one, start=start: one.random(range(start, start + 5), 1) for start in (0, 5, 10, 15)]
    told = [
        (list(parted(one, "histories", parts, jobs)), one.kept, one.first, one.missed("branch"))
        for one, jobs in ((guided.apart(), 1), (guided.apart(), 2))
    ]

    assert told[0] == told[1]
    assert sum(differs for _, differs in told[0][0]) >= 1
    assert len(told[0][1]) > 5
    assert guided.kept == []
