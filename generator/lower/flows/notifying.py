"""The notify flow: tells groups and users of a case. Other flows call it; it decides nothing."""

from dataclasses import replace

from generator.lower.flows.faults import fault_event
from generator.lower.flows.here import Here, program
from generator.lower.naming import Names
from generator.lower.programs import Act, Each, Filter, Get, Item, Program, Set, Step, Variable, when, when_found
from generator.lower.trees import binary, number, ref, text
from generator.process.model import Process


def notifying(process: Process, names: Names) -> Program:
    """The program of the notify flow."""
    here = Here(process=process, names=names)
    send = Act(
        label="Notify",
        action="customNotificationAction",
        type="customNotificationAction",
        inputs=(
            Item(target="customNotifTypeId", value=ref("Notification_Type.Id")),
            Item(target="recipientIds", value=ref("Recipients")),
            Item(target="title", value=ref("Title")),
            Item(target="body", value=ref("Body")),
            Item(target="targetId", value=ref("Case_Id")),
        ),
    )
    collect: tuple[Step, ...] = (
        Set(
            label="Begin with users",
            items=(Item(target="Recipients", value=ref("User_Ids"), operator="Add"),),
        ),
        Get(
            label="Find the groups",
            name="Groups",
            object="Group",
            filters=(Filter(field="DeveloperName", value=ref("Group_Names"), operator="In"),),
            fields=("Id",),
            many=True,
        ),
        Each(
            label="Each group",
            name="One_Group",
            of="Groups",
            steps=(
                Set(
                    label="Add the group",
                    items=(Item(target="Recipients", value=ref("One_Group.Id"), operator="Add"),),
                ),
            ),
        ),
        Set(
            label="Count who is told",
            items=(Item(target="How_Many", value=ref("Recipients"), kind="Number", operator="AssignCount"),),
        ),
        when("Is anybody told", binary(">", ref("How_Many"), number(0)), (send,), yes="Somebody", no="Nobody"),
    )
    return replace(
        program(here, "notify", "Tells groups and users of a case, by a notification without a patient's words."),
        variables=(
            Variable(name="Case_Id", kind="String", what="The case that it is about.", given=True),
            Variable(name="Title", kind="String", what="What the notification is headed.", given=True),
            Variable(name="Body", kind="String", what="What it says.", given=True),
            Variable(name="Group_Names", kind="String", what="Developer names of groups.", many=True, given=True),
            Variable(name="User_Ids", kind="String", what="Ids of users and queues.", many=True, given=True),
            Variable(name="Recipients", kind="String", what="Ids of all who are told.", many=True),
            Variable(name="How_Many", kind="Number", what="How many are told."),
        ),
        steps=(
            Get(
                label="Find the notification type",
                name="Notification_Type",
                object="CustomNotificationType",
                filters=(Filter(field="DeveloperName", value=text(names.own("workflow"))),),
                fields=("Id",),
            ),
            when_found(
                "Is the notification type there",
                "Notification_Type",
                collect,
                yes="It is there",
                no="It is missing",
                otherwise=(fault_event(here, names.own("notify"), ref("Case_Id"), text("")),),
                what="Where it is missing nobody hears of anything: that is recorded, so that somebody can see it.",
            ),
        ),
        on_fault=(
            fault_event(here, names.own("notify"), ref("Case_Id"), text("")),
            Set(
                label="Leave it at that",
                items=(Item(target="How_Many", value=number(0), kind="Number"),),
                what="Where not even the failure can be recorded the save goes on: no message is lost for a notice.",
            ),
        ),
    )
