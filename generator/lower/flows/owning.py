"""Who has a case, as the advance flow decides it: back to a queue, or accepted by a member of its team."""

from collections.abc import Iterator

from generator.lower.flows.beginning import first_open
from generator.lower.flows.here import (
    NOW,
    Here,
    field,
    minutes_between,
    value,
)
from generator.lower.flows.moments import said, say
from generator.lower.flows.queues import find, find_queue, members_of, queue_of
from generator.lower.programs import Branch, Case, Filter, Get, Item, Set, Step, when, when_found
from generator.lower.trees import (
    TRUE,
    all_of,
    any_of,
    call,
    choose,
    equal,
    number,
    ref,
    text,
)

WAS_CLOSED, MOVED, BY_AUTOMATION, NEW_OWNER, TEAM = (
    ref(name) for name in ("Was_Closed", "Handed_Over", "By_Automation", "New_Owner", "Team")
)
USER_IDS = "005"
"""The ids of users begin so, those of queues do not (object reference, key prefixes)."""


def back_to_queue(here: Here) -> Iterator[Step]:
    """A case that another team gets, or that a reply opens again, waits in the queue; where automation handed it over,
    in the first open stage."""
    opens = all_of((said("replied"), WAS_CLOSED))
    returns = any_of((opens, all_of((MOVED, BY_AUTOMATION))))
    waits = choose(returns, text(first_open(here).id), value(here, "stage"))
    yield Set(label="Decide where it waits", items=(Item(target=field(here, "stage"), value=waits),))
    give = Set(label="Give it to the queue", items=(Item(target="$Record.OwnerId", value=ref("Team_Queue.Id")),))
    steps: tuple[Step, ...] = (
        Set(label="Name the queue", items=(Item(target="Group_Name", value=queue_of(here, TEAM)),)),
        find_queue(),
        when_found(
            "Is the queue there",
            "Team_Queue",
            (give,),
            yes="The queue is there",
            no="No such queue",
            what="A queue that is missing never stops a save: the owner stays, and a check reports it.",
        ),
    )
    yield when(
        "Does it go back to a queue",
        all_of((any_of((MOVED, opens)), ref("Routing_On"))),
        steps,
        yes="It does",
        no="It stays",
    )


def new_owner(here: Here) -> Branch:
    """Accepted: a person who is a direct member of the routed team's group has it now. Anybody else has not."""
    outside = Set(label="Keep that it is outside the team", items=(say(None, "accepted_outside_team"),))
    member = when_found(
        "Does the owner belong to the team",
        "Membership",
        (accept(here),),
        yes="A member of the team",
        no="Somebody else",
        otherwise=(outside,),
    )
    look = when_found(
        "Is the team's group there",
        "Team_Group",
        (
            Get(
                label="Find the membership",
                name="Membership",
                object="GroupMember",
                filters=(
                    Filter(field="GroupId", value=ref("Team_Group.Id")),
                    Filter(field="UserOrGroupId", value=ref("$Record.OwnerId")),
                ),
                fields=("Id",),
            ),
            member,
        ),
        yes="The group is there",
        no="No such group",
        otherwise=(outside,),
    )
    person = (
        Set(
            label="Name the team's group",
            items=(Item(target="Group_Name", value=members_of(here, TEAM)),),
        ),
        find("Find the team's group", "Team_Group", "Regular"),
        look,
    )
    owner = call("LEFT", ref("$Record.OwnerId"), number(3))
    queue = (Set(label="Keep that the owner changed", items=(say(None, "edited", "owner"),)),)
    return Branch(
        label="Has it a new owner",
        cases=(
            Case(label="A person", test=all_of((NEW_OWNER, equal(owner, text(USER_IDS)))), steps=person),
            Case(label="A queue", test=NEW_OWNER, steps=queue),
        ),
        otherwise=(),
        otherwise_label="The owner stays",
    )


def accept(here: Here) -> Set:
    received, opened = ref(field(here, "received_at")), ref(field(here, "opened_at"))
    first, latest, triage = (
        field(here, one) for one in ("minutes_to_first_acceptance", "minutes_to_last_acceptance", "time_to_triage")
    )
    accepted = ref(field(here, "accepted"))
    since_received = minutes_between(call("BLANKVALUE", received, NOW), NOW)
    since_opened = minutes_between(call("BLANKVALUE", opened, NOW), NOW)
    return Set(
        label="Keep the acceptance",
        what="Time to triage: from receipt to the acceptance under the classification that stands.",
        items=(
            Item(target=first, value=choose(call("ISBLANK", ref(first)), since_received, ref(first)), kind="Number"),
            Item(target=latest, value=choose(accepted, ref(latest), since_opened), kind="Number"),
            Item(target=triage, value=choose(accepted, ref(triage), since_received), kind="Number"),
            Item(target=field(here, "accepted"), value=TRUE, kind="Boolean"),
            say(None, "accepted"),
        ),
    )
