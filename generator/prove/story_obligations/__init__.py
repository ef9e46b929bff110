"""The histories that every process obliges `prove` to try, each with a label: what `obligations` are to messages."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from generator.process.model import Process
from generator.prove.story_obligations.clocks import for_clocks
from generator.prove.story_obligations.consents import for_consents
from generator.prove.story_obligations.effects import for_effects
from generator.prove.story_obligations.people import for_people
from generator.prove.story_obligations.replies import for_replies
from generator.prove.story_obligations.rules import for_rules
from generator.prove.story_obligations.script import Script
from generator.scenarios.model import Scenario

KINDS = (for_rules, for_effects, for_consents, for_people, for_replies, for_clocks)


def story_obligations(process: Process) -> Iterator[Scenario]:
    """All of them, in the same order each time; no two have one name."""
    script = Script(process)
    names: Counter[str] = Counter()
    for kind in KINDS:
        for one in kind(script):
            names[one.name] += 1
            again = names[one.name]
            yield one if again == 1 else replace(one, name=f"{one.name} ({again})")
