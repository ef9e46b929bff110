"""What leaves the case: no words of a patient, no second automatic answer, nothing to where it must not go."""

import re
from collections.abc import Iterator, Mapping

from generator.emulator.organisation import Org
from generator.emulator.results import Effect, Email, Notification, Post, Published, Submission
from generator.emulator.rows import EMPTY, Row
from generator.process.model import Mail
from generator.prove.lexicon import Lexicon
from generator.prove.properties.standing import Checks, message_of
from generator.prove.watching import Story

SECRETS = re.compile(r"zq\d{4}[a-z]{3}")
"""How the words begin that `watching.secret` makes: a text may have been cut."""
OWN_TEXTS = frozenset(("Subject", "Description", "SuppliedName", "SuppliedCompany", "SuppliedPhone", "SuppliedEmail"))
"""Where the org itself puts what a sender writes, in a case that a message made."""
RETURNED = "email-to-case"
"""The org's own notice to its administrator of a mail that it refused."""
NOT_OURS = frozenset(("EmailMessage", "Contact", "Account"))
MACHINES = ("noreply", "no-reply", "donotreply", "do-not-reply", "mailer-daemon", "postmaster")
"""Senders that might answer an answer (RFC 3834 section 2)."""


def no_words_go_out(lexicon: Lexicon, story: Story) -> Checks:
    """No mail, notification, task, event, clock or second case holds a word that only the sender wrote."""
    last = story[-1]
    for effect in last.outcome.effects:
        if not (isinstance(effect, Email) and effect.by == RETURNED):
            yield f"{type(effect).__name__}: {outgoing(effect)}", not SECRETS.search(outgoing(effect).lower())
    for name, row in changed_rows(last.before, last.org):
        allowed = texts_of_sender(lexicon, row) if name == "Case" else frozenset()
        for field, value in row.items():
            if isinstance(value, str) and field not in allowed and SECRETS.search(value.lower()):
                yield f"{name}.{field}: {value[:100]}", False
    yield "rows", True


def outgoing(effect: Effect) -> str:
    """All the text of an effect; who gets it is no text."""
    match effect:
        case Email(subject=subject, body=body):
            return f"{subject}\n{body}"
        case Notification(title=title, body=body):
            return f"{title}\n{body}"
        case Submission(comment=comment):
            return comment or ""
        case Post(text=text):
            return text
        case Published(row=row):
            return "\n".join(str(value) for _, value in row)


def changed_rows(before: Org, after: Org) -> Iterator[tuple[str, Row]]:
    for name, table in after.state.tables.items():
        if name not in NOT_OURS:
            old = before.state.tables.get(name, EMPTY)
            yield from ((name, row) for id, row in table if old.get(id) is not row)


def texts_of_sender(lexicon: Lexicon, row: Row) -> frozenset[str]:
    """A second case beside another has none."""
    linked = row.get(lexicon.fields["linked"]) is True and row.get("ParentId") is not None
    return frozenset() if linked else OWN_TEXTS | {lexicon.fields["confidential_text"]}


def one_answer(lexicon: Lexicon, story: Story) -> Checks:
    """A case has one automatic answer at most, and a machine none; nothing goes to anybody outside from a case that is
    to be quiet."""
    answers = [
        one.record
        for watched in story
        for one in watched.outcome.effects
        if isinstance(one, Email) and is_answer(lexicon, watched.org, one)
    ]
    for case in set(answers):
        yield f"answers of {case}", answers.count(case) == 1
    last = story[-1]
    quiet = {one.id for one in lexicon.process.categories if one.quiet}
    for effect in last.outcome.effects:
        if not isinstance(effect, Email) or message_of(lexicon, effect) is None:
            continue
        row: Mapping[str, object] = last.org.get(str(effect.record)) or {}
        hushed = row.get(lexicon.fields["category"]) in quiet or any(
            row.get(lexicon.fields[flag]) is True for flag in lexicon.process.quiet_flags
        )
        to = " ".join(effect.to).lower()
        machine = is_answer(lexicon, last.org, effect) and any(mark in to for mark in MACHINES)
        yield f"mail «{effect.subject}» to {effect.to}", not hushed and not machine


def is_answer(lexicon: Lexicon, org: Org, effect: Email) -> bool:
    """A mail to whoever sent the message, of a message that goes to senders."""
    acts = [one.act for one in lexicon.process.effects if isinstance(one.act, Mail)]
    sender = (org.get(str(effect.record)) or {}).get("SuppliedEmail")
    message = message_of(lexicon, effect)
    return effect.to == (sender,) and any(one.to == "sender" and one.message == message for one in acts)
