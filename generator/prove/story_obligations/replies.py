"""Histories of mails to a case: every kind of message to open, closed, special and linked matters, by anybody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from generator.process.events import Event
from generator.prove.messages import spelled
from generator.prove.story_obligations.openings import PLAIN, Opening, arrival
from generator.prove.story_obligations.script import Script, accept, edit, history, move, reply, until, wait
from generator.scenarios.model import Scenario

SECOND = timedelta(seconds=1)
MACHINE, STRANGER = "no-reply@example.org", "somebody.else@example.org"


def for_replies(script: Script) -> Iterator[Scenario]:
    """All obligations of replies."""
    yield from of_every_kind(script)
    yield from to_the_closed(script)
    yield from from_anybody(script)
    yield from of_every_word(script)


def least(script: Script) -> Opening:
    """The message that asks for least."""
    ranks = script.interpreter.levels
    categories = script.interpreter.categories
    return max(script.openings.all, key=lambda one: (ranks[one.pair[1]].rank, categories[one.pair[0]].rank))


def states(script: Script, opening: Opening) -> dict[str, tuple[Event, ...]]:
    """What may have happened to a case before a mail comes."""
    team = opening.facts["team"]
    levels = script.process.levels
    return {
        "nobody took": (),
        "somebody took": (accept(script.member(team)),),
        "a stranger has": (accept(script.stranger(team)),),
        "a person raised": (edit(script.free, urgency=levels[0].id),),
        "a person lowered": (edit(script.free, urgency=levels[-1].id),),
        "is being worked on": (accept(script.member(team)), move(script.elsewhere("triage"), script.free)),
        "is closed": (accept(script.member(team)), move(script.closed[0], script.free)),
    }


def of_every_kind(script: Script) -> Iterator[Scenario]:
    """Every kind of message as a mail, to cases in every state that ask for least and for most."""
    ends = (least(script), script.openings.pairs()[0])
    for number, said in enumerate(script.openings.all):
        for place, opening in enumerate(ends):
            given = script.given(opening)
            for turn, (state, before) in enumerate(states(script, opening).items()):
                if (number + turn) % 2 == place:
                    label = f"a mail «{said.text}» to {' '.join(opening.pair)} that {state}"
                    yield history(label, given, wait(3), *before, wait(4), reply(said.text), wait(24 * 60))


def to_the_closed(script: Script) -> Iterator[Scenario]:
    """A second before the time to open again is over, at its end, a second after it; closed twice; closed again."""
    within = script.process.replies.reopen_within
    for opening in script.few():
        given = script.given(opening)
        close = (wait(5), move(script.closed[0], script.free))
        state, _ = script.told(given, *close)
        urgent = script.openings.pairs()[0].text
        if within is None:
            yield history(f"a mail to {' '.join(opening.pair)}, closed", given, *close, wait(1), reply(PLAIN))
            continue
        due = script.calendars.due(within, state.now)
        for name, at in (("in time", due - SECOND), ("at the end", due), ("too late", due + SECOND)):
            for said in (PLAIN, urgent):
                label = f"a mail {name} to {opening.facts['route']} {' '.join(opening.pair)}, closed: {said}"
                again = (wait(1), move(script.closed[0], script.free), until(due + SECOND * 2), reply(said))
                yield history(label, given, *close, until(at), reply(said), *again)


def from_anybody(script: Script) -> Iterator[Scenario]:
    """The first mail makes the case and is not read again; the next are, also a machine's and a stranger's."""
    raises = script.openings.pairs()[0].text
    for opening in script.few():
        for channel in [one.id for one in script.process.channels]:
            for patient in ("unknown", "known"):
                given = arrival(script.process, opening.text, channel=channel, patient=patient)
                mails = [reply(PLAIN), reply(opening.text), reply(raises)]
                others = [replace(one, sender=MACHINE) for one in mails]
                label = f"mails to {' '.join(opening.pair)} by {opening.facts['route']}, {channel}, {patient}"
                yield history(label, given, *mails, wait(20))
                yield history(f"{label}, from a machine", given, wait(1), *others, wait(20))
    opening = script.openings.kinds()[0]
    close = (move(script.closed[0], script.free), wait(60 * 24 * 60))
    for sender in (MACHINE, STRANGER, None):
        mail = replace(reply(raises, "Re"), sender=sender)
        yield history(f"a late mail from {sender}", script.given(opening), *close, mail, mail)


def of_every_word(script: Script) -> Iterator[Scenario]:
    """Each word of the process in a mail, alone and behind a cue, in its text and in its subject."""
    given = script.given(least(script))
    cues = script.process.reading.cues or ("",)
    for place, words in enumerate(script.process.reading.sets):
        for number, word in enumerate(words.words):
            said, cue = spelled(word), cues[(place + number) % len(cues)]
            label = f"the word {said} of {words.id} in a mail"
            yield history(label, given, reply(f"I have {said} today"))
            if number == 0:
                yield history(f"{label} behind {cue}", given, reply(f"{cue} {said} today"))
                yield history(f"{label}, in its subject", given, reply("Please see above", said))
                yield history(f"{label}, behind {cue} and a stop", given, reply(f"{cue}. {said} today"))
