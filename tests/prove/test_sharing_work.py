"""Messages that are compared by several processes give the lines that one gives."""

from collections.abc import Iterator
from datetime import datetime

from generator.commands.prove import SHOWN, messages
from generator.prove.messages import Draft
from generator.prove.running import Disagreement


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
