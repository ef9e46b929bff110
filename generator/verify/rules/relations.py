"""Lookups, masters and roll-up summaries (deploy rules, section 3)."""

from collections.abc import Iterator

from generator.verify.objects import package_of
from generator.verify.rule import Fault, fault, rule, said
from generator.verify.subject import Subject

LONGEST_NAME = 40


@rule("FLD-015", "deploy", "inf", "CustomField")
def lookups(one: Subject) -> Iterator[Fault]:
    """A lookup names its object and its relationship, unique below the parent.

    The name of the relationship has at most 40 characters; each package has names of its own. A deleted parent is
    handled by SetNull or Restrict.
    """
    body = one.body
    if body.type not in ("Lookup", "MasterDetail") or not one.is_custom:
        return
    if not body.referenceTo:
        yield fault(f"a {body.type} needs `referenceTo`", field="type")
    if body.relationshipName and len(body.relationshipName) > LONGEST_NAME:
        yield fault(f"`{body.relationshipName}` has more than {LONGEST_NAME} characters", field="relationshipName")
    if not body.relationshipName and one.is_custom:
        yield fault(f"a {body.type} needs `relationshipName`", field="type", help="children are asked for by it")
    package = package_of(one.name.partition(".")[2])
    name = package, (body.referenceTo or "").lower(), (body.relationshipName or "").lower()
    first = one.world.relationships.get(name)
    if first is not None and first.name.lower() != one.name.lower():
        message = f"`{body.relationshipName}` is the relationship of {first.name} to {body.referenceTo} already"
        yield fault(message, field="relationshipName", help="name it otherwise")


@rule("FLD-016", "deploy", "maint", "CustomField")
def required_lookups(one: Subject) -> Iterator[Fault]:
    """A required lookup says what happens when its parent is deleted: Restrict.

    "must specify either cascade delete or restrict delete for required lookup foreign key".
    """
    body = one.body
    if body.type == "Lookup" and body.required and body.deleteConstraint not in ("Restrict", "Cascade"):
        yield fault("a required lookup needs `deleteConstraint` Restrict", field="required")


@rule("FLD-017", "deploy", "maint", "CustomField")
def user_lookups(one: Subject) -> Iterator[Fault]:
    """A lookup to a user neither restricts nor cascades, so it cannot be required.

    "Cannot add a lookup relationship child with cascade or restrict options to User".
    """
    body = one.body
    if body.type == "Lookup" and body.referenceTo == "User":
        if body.deleteConstraint in ("Restrict", "Cascade"):
            yield fault("a lookup to User cannot restrict or cascade", field="deleteConstraint")
        if body.required:
            yield fault("a lookup to User cannot be required", field="required")


@rule("FLD-018", "deploy", "maint", "CustomField")
def cascades(one: Subject) -> Iterator[Fault]:
    """A lookup that deletes with its parent needs a feature that Salesforce switches on.

    "If you want to cascade delete, please contact salesforce.com". Use Restrict, or a master-detail.
    """
    if one.body.type == "Lookup" and one.body.deleteConstraint == "Cascade":
        yield fault("a lookup does not cascade", field="deleteConstraint", help="use Restrict or SetNull")


@rule("FLD-019", "deploy", "maint", "CustomField")
def masters(one: Subject) -> Iterator[Fault]:
    """A master-detail says nothing of being required or of deleted parents, and an object has at most two.

    "Master-Detail Relationship Fields Cannot be Optional or Required"; "Can not specify 'deleteConstraint' for a
    CustomField of type MasterDetail". A user or an account cannot be the child.
    """
    body = one.body
    if body.type != "MasterDetail":
        return
    if body.required:
        yield fault("a MasterDetail cannot be required", field="required")
    if said(body.deleteConstraint):
        yield fault("a MasterDetail says no `deleteConstraint`", field="deleteConstraint")
    if one.parent in ("User", "Account"):
        yield fault(f"{one.parent} cannot be the detail of another object", field="type")
    if len(one.world.masters.get(one.parent.lower(), ())) > 2:
        yield fault(f"{one.parent} has more than two masters", field="type")


@rule("FLD-021", "deploy", "maint", "CustomField")
def summaries(one: Subject) -> Iterator[Fault]:
    """A roll-up summary names its fields with their object, and a count names none to sum.

    "Must specify the name in the CustomObject.CustomField format". It says no length, precision, scale or required.
    """
    body = one.body
    if body.type != "Summary":
        return
    for field in ("summaryForeignKey", "summarizedField"):
        named = getattr(body, field)
        if named is not None and "." not in named:
            yield fault(f"`{named}` does not name its object", field=field, help="write Child__c.Field__c")
    if body.summaryForeignKey is None:
        yield fault("a Summary needs `summaryForeignKey`", field="type")
    if body.summaryOperation == "count" and said(body.summarizedField):
        yield fault("a count sums no field", field="summarizedField")
    if body.summaryOperation in ("sum", "min", "max") and not said(body.summarizedField):
        yield fault(f"{body.summaryOperation} needs `summarizedField`", field="summaryOperation")
    for field in ("length", "required"):
        if getattr(body, field):
            yield fault(f"a Summary says no `{field}`", field=field)


@rule("FLD-033", "deploy", "doc", "CustomField")
def lookup_filters(one: Subject) -> Iterator[Fault]:
    """A lookup filter has at most ten conditions, and a message only when it is not optional.

    An optional filter only proposes, so that nobody would see its message. Take it out, or set `isOptional` to false.
    """
    found = one.body.lookupFilter
    if found is None:
        return
    if len(found.filterItems) > 10:
        yield fault(f"a lookup filter has at most 10 conditions, not {len(found.filterItems)}", found, "filterItems")
    if found.isOptional and found.errorMessage:
        yield fault("an optional lookup filter shows no message", found, "errorMessage")
