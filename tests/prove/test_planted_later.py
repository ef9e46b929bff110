"""A fault planted in the source of the lowering or of the interpreter, in what happens to a case after its message is
read, is found by the histories that the process obliges prove to try.

The flow (or rule) in question is lowered with the fault, as a programmer's slip would be; the others are not.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

import pytest

from generator.compiler import understand
from generator.interpret.state import State
from generator.interpret.telling import Interpreter
from generator.lower.assemble import assemble
from generator.lower.flows import advance, alerting, consenting, owning, preparing, recording, replying
from generator.lower.naming import names_of
from generator.lower.rules import rules
from generator.lower.trees import TRUE
from generator.metadata.component import Component
from generator.process.model import MakeTask, Process
from generator.prove.guided import Guided, Parting
from generator.prove.histories import Remembering
from generator.prove.playing import OrgTeller
from generator.prove.story_obligations import story_obligations
from generator.rendering import files_of
from generator.scenarios.model import Scenario
from tests.prove.builds import ROOT, WORKFLOW, built

Patch = pytest.MonkeyPatch
MOST = 60
"""Histories of one topic that are tried: enough, and no more than a test may take."""


@cache
def process() -> Process:
    return understand(str(ROOT / "specs" / "northgate.yaml")).resolved.process


@cache
def every_story() -> tuple[Scenario, ...]:
    return tuple(story_obligations(process()))


def lowered(of: Process | None = None) -> dict[str, bytes]:
    """Northgate, its later flows and its rules lowered as they are now, from `of` where the process was changed."""
    found = of or process()
    names = names_of(found)
    programs = [one(found, names) for one in (advance.advance, alerting.alerting, recording.recording)]
    made = [assemble(one) for one in (*programs, replying.replying(found, names))]
    answers = [assemble(one) for one in consenting.consenting(found, names)]
    return {
        **built("northgate"),
        **placed(WORKFLOW, (*made, *rules(found, names))),
        **placed("optional-consent/main/default", answers),
    }


def placed(folder: str, components: Iterable[Component]) -> dict[str, bytes]:
    return {f"{folder}/{path}": content for one in components for path, content in files_of(one).items()}


def first(guided: Guided, topic: str) -> Parting | None:
    """The first obliged history on a topic on which the two witnesses differ."""
    chosen = [one for one in every_story() if topic in one.name]
    assert chosen, topic
    step = max(1, len(chosen) // MOST)
    return next((found for one in chosen[::step] if (found := guided.parting(one)) is not None), None)


def accepted_by_the_queue(patch: Patch) -> None:
    """Members of a team are looked for in the queue, which has none."""
    patch.setattr(owning, "members_of", owning.queue_of)


def any_answer_counts(patch: Patch) -> None:
    """Whatever a patient answers to a form is a consent."""
    patch.setattr(consenting, "equal", lambda left, right: TRUE)


def anybody_is_mailed(patch: Patch) -> None:
    """A mail to the patient is asked for where nobody knows who that is."""
    patch.setattr(preparing, "filled", lambda name: TRUE)


def without_alert(process: Process) -> Process:
    """An alert fires whatever its condition says."""
    effects = tuple(replace(one, when=None) if one.id == "emergency_in" else one for one in process.effects)
    return replace(process, effects=effects)


def tasks_for_nobody(process: Process) -> Process:
    """The tasks go to the owner, not to the team."""
    effects = tuple(
        replace(one, act=replace(one.act, to="owner")) if isinstance(one.act, MakeTask) else one
        for one in process.effects
    )
    return replace(process, effects=effects)


def routes_swapped(process: Process) -> Process:
    one, other, *rest = process.routes
    return replace(process, routes=(other, one, *rest))


def floors_lowered(process: Process) -> Process:
    lower = tuple(replace(one, floor=len(process.levels) - 1) for one in process.categories)
    return replace(process, categories=lower)


PATCHED: dict[str, tuple[Callable[[Patch], None], str]] = {
    "members of a team are looked for in its queue": (accepted_by_the_queue, "given to a member"),
    "whatever is answered is a consent": (any_answer_counts, "consent share_results, needed"),
    "a patient is mailed whom nobody knows": (anybody_is_mailed, "mails from"),
}
CHANGED: dict[str, tuple[Callable[[Process], Process], str]] = {
    "an alert fires whatever its condition says": (without_alert, "a whole life"),
    "tasks go to the owner": (tasks_for_nobody, "a whole life"),
    "a case is routed anew by another order": (routes_swapped, "safeguarding emergency"),
    "a mail does not raise to the floor of its category": (floors_lowered, "a mail «"),
}
"""A fault, and what the histories speak of that are to find it: trying only these keeps the test short."""


def test_without_a_fault_these_histories_agree() -> None:
    guided = Guided(process(), lowered())
    for _, topic in (*PATCHED.values(), *CHANGED.values()):
        assert first(guided, topic) is None


@pytest.mark.parametrize("said", PATCHED)
def test_a_fault_in_the_lowering_is_found(said: str) -> None:
    plant, topic = PATCHED[said]
    with Patch.context() as patch:
        plant(patch)
        files = lowered()

    assert first(Guided(process(), files), topic) is not None


@pytest.mark.parametrize("said", CHANGED)
def test_a_flow_made_from_another_process_is_found(said: str) -> None:
    change, topic = CHANGED[said]

    assert first(Guided(process(), lowered(change(process()))), topic) is not None


def too_early(patch: Patch) -> None:
    """A closed case does not open again in the last second in which it may."""
    right = Interpreter.may_reopen

    def may_reopen(self: Interpreter, state: State) -> bool:
        within, closed = self.process.replies.reopen_within, state.closed_at
        edge = within is not None and closed is not None and state.now == self.calendars.due(within, closed)
        return right(self, state) and not edge

    patch.setattr(Interpreter, "may_reopen", may_reopen)


def sticky(patch: Patch) -> None:
    """What was signed stays signed, whatever is answered later."""
    right = Interpreter.answered
    patch.setattr(
        Interpreter,
        "answered",
        lambda self, state, consent, answer: answer == "Signed" and right(self, state, consent, answer),
    )


@pytest.mark.parametrize(
    ("plant", "topic"), [(too_early, "a mail at the end"), (sticky, "consent share_results, needed")]
)
def test_a_fault_in_the_interpreter_is_found(plant: Callable[[Patch], None], topic: str, monkeypatch: Patch) -> None:
    plant(monkeypatch)
    guided = Guided(process(), built("northgate"))

    assert first(guided, topic) is not None


def test_histories_that_begin_alike_are_told_once() -> None:
    """What is remembered is what would be told anew."""
    teller = OrgTeller(process(), built("northgate"))
    remembering = Remembering(teller)
    story = next(one for one in every_story() if "a whole life" in one.name)
    state, seen = remembering.begin(story.given)

    assert remembering.begin(story.given)[1] is seen
    assert remembering.after.cache_info().hits == 1
    assert teller.begin(story.given)[1].facts == seen.facts
    assert state == (story.given, ())
