"""Stories on any tree, in API names: records, what happens to them, and what must be so."""

from generator.frozen import because, record
from generator.language.values import NOTHING, Names, Pairs, Text, said
from generator.source import Span


@record
class Row:
    """A record that the org holds before."""

    object: Text = said("API name of an object")
    name: Text | None = said("what later values call it by, as `@name`", default=None)
    values: Pairs = said("fields and values", default=NOTHING)
    span: Span = because()


@record
class Begin:
    """How a story begins: one record is saved."""

    object: Text = said("API name of the object")
    values: Pairs = said("fields and values of the new record", default=NOTHING)
    channel: Text | None = said("rest, soap, apex, ui, web or email; ui without", default=None)
    as_: Text | None = said("a user of `users`; the administrator without", default=None)
    at: Text | None = said("time in GMT, as 2026-01-05 09:00", default=None)
    users: Pairs = said("invented users: name and permission sets, with spaces between", default=NOTHING)
    rows: tuple[Row, ...] = said("records that are there before", default=())
    fail: Names | None = said("elements that fail, as Flow.Element", default=None)
    gone: Names | None = said("elements that look for a record which is gone by then", default=None)
    refused_by: Text | None = said("what must stop it: a rule, a flow's element or an error code", default=None)
    span: Span = because()


@record
class Change:
    """A user changes the record."""

    values: Pairs = said("fields and values")
    as_: Text | None = said("a user of `users`; the administrator without", default=None)
    refused_by: Text | None = said("what must stop it", default=None)
    span: Span = because()


@record
class Insert:
    """Another record is saved."""

    object: Text = said("API name of the object")
    name: Text | None = said("what later values call it by, as `@name`", default=None)
    values: Pairs = said("fields and values", default=NOTHING)
    as_: Text | None = said("a user of `users`; the administrator without", default=None)
    refused_by: Text | None = said("what must stop it", default=None)
    span: Span = because()


@record
class Delete:
    """The record is deleted."""

    as_: Text | None = said("a user of `users`; the administrator without", default=None)
    refused_by: Text | None = said("what must stop it", default=None)
    span: Span = because()


@record
class Launch:
    """A user runs a flow that nothing triggers."""

    flow: Text = said("API name of the flow")
    inputs: Pairs = said("its input variables", default=NOTHING)
    as_: Text | None = said("a user of `users`; the administrator without", default=None)
    span: Span = because()


@record
class Must:
    """What must (or must not) be so now; effects are those since the last `expect`."""

    fields: Pairs | None = said("fields, also over relationships, and their values; `none`: blank", default=None)
    records: Pairs | None = said("objects and how many of their records were made", default=None)
    emails: Names | None = said("subjects or templates of mails that left", default=None)
    notifications: Names | None = said("titles or texts of notifications", default=None)
    faults: Text | None = said("how many flows failed without a path for it", default=None)
    span: Span = because()


@record
class Deed:
    """Exactly one verb."""

    wait: Text | None = said("time passes: 16m, 2h, 3 days", default=None)
    update: Change | None = said("the record changes", default=None)
    insert: Insert | None = said("another record", default=None)
    delete: Delete | None = said("the record goes", default=None)
    launch: Launch | None = said("a user runs a flow", default=None)
    expect: Must | None = said("what must be so", default=None)
    expect_not: Must | None = said("what must not be so", default=None)
    span: Span = because()


@record
class Trial:
    """A story: a record, what happens to it, and what must be so."""

    id: Text
    given: Begin = said("how it begins")
    then: tuple[Deed, ...] = said("what happens")
    span: Span = because()
