"""What a save gives back, what leaves the org, and what was seen on the way."""

from datetime import datetime
from typing import Any

from generator.emulator.rows import Row
from generator.frozen import record


@record
class Error:
    """As an API gives it (runtime-semantics 6.2). `rule`: the validation rule or flow element that said it."""

    code: str
    message: str
    fields: tuple[str, ...] = ()
    rule: str = ""


@record
class Result:
    """The outcome for one record. `row` is the record as it was committed; None when it was not saved."""

    id: str | None
    errors: tuple[Error, ...] = ()
    row: Row | None = None

    @property
    def success(self) -> bool:
        return not self.errors


@record
class Email:
    """`by`: emailAlert, emailSimple, assignment, autoResponse, escalation or fault."""

    by: str
    at: datetime
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    sender: str = ""
    subject: str = ""
    body: str = ""
    template: str = ""
    record: str | None = None


@record
class Notification:
    at: datetime
    type: str
    recipients: tuple[str, ...]
    title: str
    body: str
    target: str | None = None


@record
class Submission:
    """A record submitted for approval."""

    at: datetime
    record: str
    process: str | None
    submitter: str | None
    comment: str | None


@record
class Post:
    """A text in the feed of a record, a user or a group: `subject` is its id or name."""

    at: datetime
    subject: str
    text: str
    item: str


@record
class Published:
    """A platform event."""

    at: datetime
    event: str
    row: tuple[tuple[str, Any], ...]


Effect = Email | Notification | Submission | Post | Published


@record
class Step:
    """One thing seen. `kind`: element, outcome, write, saved, sent, rule (validation rule), entry (of a rule), path,
    fault.

    `where` is the flow or object, `name` the element or rule, `what` the outcome (`held`, `broken`, a decision's rule,
    a connector), the field, the object whose records were saved or the kind of action, `value` what was written, the
    ids of the records or the effect that was sent."""

    kind: str
    where: str
    name: str
    what: str = ""
    value: Any = None
    record: str | None = None
