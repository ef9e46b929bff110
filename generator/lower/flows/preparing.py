"""Effects that are decided before the save, because what they need is the case itself: tasks, mails, linked cases and
the date until which the case is kept. The flows after the save carry them out."""

from collections.abc import Iterator

from generator.formula.syntax import Formula
from generator.lower.conditions import lowered
from generator.lower.fields import LONG
from generator.lower.flows.here import NOW, Here, field, place_of, value
from generator.lower.flows.moments import came, say
from generator.lower.naming import mails_outside
from generator.lower.programs import Item, Set, Variable
from generator.lower.trees import (
    all_of,
    any_of,
    binary,
    call,
    choose,
    contains,
    equal,
    joined,
    negation,
    number,
    ref,
    text,
)
from generator.lower.zones import local_date
from generator.process.characters import MACHINES
from generator.process.model import Effect, Link, Mail, MakeTask, Stamp

FEBRUARY, LEAP_DAY = 2, 29
TODAY = "Today"


def prepare(here: Here) -> Set:
    """Notes what the moments of this save ask for."""
    items: list[Item] = [
        Item(target=one.name, value=local_date(here.process.identity.zone, NOW), kind="Date") for one in variables(here)
    ]
    for effect in here.process.effects:
        holds = held(here, effect)
        match effect.act:
            case MakeTask():
                items += make_task(here, effect, holds)
            case Mail():
                items += ask_for_mail(here, effect.act, holds)
            case Link():
                items.append(say(holds, "linked", effect.id))
            case Stamp():
                items.append(stamp(here, effect.act, holds))
            case _:
                pass
    return Set(
        label="Note what is to be done",
        items=tuple(items),
        what="Tasks, mails, linked cases and the date until which the case is kept.",
    )


def variables(here: Here) -> tuple[Variable, ...]:
    """What is worked out once, where cases are kept for years that count from now."""
    stamps = [one.act for one in here.process.effects if isinstance(one.act, Stamp)]
    today = Variable(name=TODAY, kind="Date", what="The date in the workflow's zone.")
    return (today,) if any(one.since == "closed" for one in stamps) else ()


def held(here: Here, effect: Effect) -> Formula:
    """Whether the moment of an effect came and its condition holds."""
    when = (lowered(effect.when, place_of(here)),) if effect.when else ()
    return all_of((came(here, effect.on), *when))


def make_task(here: Here, effect: Effect, holds: Formula) -> Iterator[Item]:
    made = ref(field(here, "tasks_made"))
    new = all_of((holds, negation(contains(joined((text("|"), made)), f"|{effect.id}|"))))
    yield say(new, "task", effect.id)
    yield Item(
        target=field(here, "tasks_made"),
        value=choose(said_task(effect), call("LEFT", joined((made, text(f"|{effect.id}|"))), number(LONG)), made),
    )


def said_task(effect: Effect) -> Formula:
    return contains(ref("Happened"), f"|task.{effect.id}|")


def ask_for_mail(here: Here, mail: Mail, holds: Formula) -> Iterator[Item]:
    """Nothing goes out of a quiet case, to nobody, to a machine, or twice as an automatic answer."""
    process = here.process
    quiet = [equal(value(here, "category"), text(one.id)) for one in process.categories if one.quiet]
    quiet += [ref(field(here, flag)) for flag in process.quiet_flags]
    reachable = to_sender(here) if mail.to == "sender" else filled("$Record.ContactId")
    key = next(key for key, message, to in mails_outside(process) if (message, to) == (mail.message, mail.to))
    target = field(here, f"{key}.asked")
    asks = all_of((holds, ref("Mails_On"), reachable, *(negation(one) for one in quiet)))
    yield Item(target=target, value=choose(asks, NOW, ref(target)), kind="DateTime")


def to_sender(here: Here) -> Formula:
    """An automatic answer goes once a case, and never to a machine, which might answer in turn."""
    address = call("LOWER", ref("$Record.SuppliedEmail"))
    machine = any_of(contains(joined((address, text(" "))), one) for one in MACHINES)
    answers = [key for key, _, to in mails_outside(here.process) if to == "sender"]
    never = all_of(call("ISBLANK", ref(field(here, f"{one}.asked"))) for one in answers)
    return all_of((filled("$Record.SuppliedEmail"), negation(machine), never))


def filled(name: str) -> Formula:
    return negation(call("ISBLANK", ref(name)))


def stamp(here: Here, act: Stamp, holds: Formula) -> Item:
    """The same day so many years later; 29 February is the last day of February where there is none."""
    day = ref(TODAY if act.since == "closed" else field(here, "received_on"))
    leap = all_of((equal(call("MONTH", day), number(FEBRUARY)), equal(call("DAY", day), number(LEAP_DAY))))
    year = binary("+", call("YEAR", day), number(act.years))
    # Neither arm asks for a day that there is not, whichever of them is worked out.
    day_of_month = choose(leap, number(LEAP_DAY - 1), call("DAY", day))
    last_of_february = binary("-", call("DATE", year, number(FEBRUARY + 1), number(1)), number(1))
    later = choose(leap, last_of_february, call("DATE", year, call("MONTH", day), day_of_month))
    target = field(here, act.fact)
    return Item(target=target, value=choose(holds, later, ref(target)), kind="Date")
