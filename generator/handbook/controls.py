"""What in a process guards against each hazard, and where nothing does."""

from collections.abc import Iterator

from generator.conditions.syntax import And, Compare, Condition, FactValue, Not, Or
from generator.handbook.clocks import alerts_of
from generator.handbook.guardrails import closing_rules, names_of
from generator.handbook.pairs import Pair, can_occur, way
from generator.handbook.reading import looked_up_by_automation
from generator.handbook.running import hours
from generator.handbook.telling import safety_nets
from generator.handbook.terms import Terms, day
from generator.handbook.times import allowance
from generator.markdown import Markup, codes, listed, said
from generator.process.model import Rule


def gap(template: str, *parts: str) -> Markup:
    return said("**Gap:** " + template, *parts)


def not_recognised(terms: Terms) -> Iterator[str]:
    process = terms.process
    last = process.categories[-1]
    top = process.levels[0]
    sizes = {one.id: len(one.words) for one in process.reading.sets}
    count = sum(sizes.get(id, 0) for id in top.sets)
    if count:
        yield said("{} words lead to {}.", str(count), top.label)
    else:
        yield gap("no word leads to {}.", top.label)
    yield "Phrases count across line breaks, hyphens and punctuation; capitals, accents and apostrophes do not matter."
    yield said("A message without any word becomes {} with at least {}.", last.label, terms.level(last.floor))
    yield "Texts with other scripts or emoji are read without word borders."


def turned_off(terms: Terms) -> Iterator[str]:
    stubborn = sorted({word.shown for one in terms.process.reading.sets for word in one.words if word.never_negate})
    yield "A cue counts only directly before the word and never across a sentence mark, bracket, dash or line break."
    yield "One place without a cue is enough for the word to count."
    yield "Words that were turned off stay on the case for whoever triages it."
    if stubborn:
        yield said("{} words are never turned off, among them {}.", str(len(stubborn)), codes(stubborn[:5]))
    else:
        yield gap("no word is exempt from negation.")


def outside_the_reading(terms: Terms) -> Iterator[str]:
    yield "A text is read to its end, however long."
    yield "Where nothing stands before the quoted part, all of it is read; quoted lines with “>” are read too."
    if terms.process.reading.forwards:
        yield said("Forwarded messages ({}) are read whole.", codes(terms.process.reading.forwards))
    else:
        yield gap("no subject marks a forwarded message, so what was forwarded is cut off.")


def cannot_be_read(terms: Terms) -> Iterator[str]:
    process = terms.process
    team = next((one.team for one in process.routes if one.id == "unreadable"), process.routes[-1].team)
    level = terms.level(process.unreadable_floor)
    yield said("Such messages go to {} with at least {}.", terms.team(team), level)
    yield "Nothing that runs while a message comes in can stop it: it becomes a case in any event."


def wrong_team(terms: Terms) -> Iterator[str]:
    process = terms.process
    for level in process.levels:
        if level.only_to:
            reached = listed([terms.team(team) for team in level.only_to], "or")
            yield said("{} goes to {} only.", level.label, reached)
            for category in process.categories:
                pair = Pair(category=category, level=level)
                found = way(process, pair)
                if can_occur(pair) and found.team not in level.only_to:
                    yield gap("{} of {} reaches {}.", level.label, category.label, terms.team(found.team))
    if not process.levels[0].only_to:
        yield gap("{} is not held to any team.", process.levels[0].label)
    yield "Every message has a team: the last route holds always."
    yield "If something else in the org takes a new case, its team gets it back, and that is recorded."


def waits_too_long(terms: Terms) -> Iterator[str]:
    process = terms.process
    for clock in process.clocks:
        late = alerts_of(clock, "breached", terms)
        if late:
            yield said("«{}»: somebody is told when it is late.", clock.label)
        else:
            yield gap("nobody is told when «{}» is late.", clock.label)
    triage = next((one for one in process.clocks if one.id == "triage"), None)
    for level, within in zip(process.levels, triage.within if triage else (), strict=False):
        if within is None:
            yield gap("there is no time to triage for {}.", level.label)
        elif level.rank == 0:
            yield said("{} is to be accepted within {}.", level.label, allowance(within))
    if any(one.on.kind == "stalled" for one in process.effects):
        yield "Somebody is told of cases that do not move."
    else:
        yield gap("nobody is told of cases that do not move.")
    yield said("A case that no promise watches, or whose promise was not marked, is found at {}.", hours())


def duty_missed(terms: Terms) -> Iterator[str]:
    several = [one for one in terms.process.clocks if one.when is not None]
    if not several:
        yield gap("no promise is bound to a kind of case.")
    for clock in several:
        allowed = sorted({allowance(one) for one in clock.within if one})
        warned = "warns before" if clock.warn else "does not warn"
        yield said("«{}» within {}; it {}.", clock.label, listed(allowed, "or"), warned)


def lowered(terms: Terms) -> Iterator[str]:
    yield "Automation never lowers an urgency."
    guarding = [one for one in terms.process.rules if one.kind == "guardrail" and speaks_of_lowering(one)]
    if guarding:
        yield said("Guardrail on people: {}.", names_of(guarding))
    else:
        yield gap("no guardrail asks anything of a person who lowers an urgency.")
    yield "The urgency given at receipt is kept, and every change is recorded with who made it."


def speaks_of_lowering(rule: Rule) -> bool:
    return any(compares_urgency(one) for one in (rule.when, rule.require) if one is not None)


def compares_urgency(condition: Condition) -> bool:
    match condition:
        case And(parts=parts) | Or(parts=parts):
            return any(compares_urgency(part) for part in parts)
        case Not(part=part):
            return compares_urgency(part)
        case Compare(left=FactValue(fact="urgency") as left, right=FactValue(fact="urgency") as right):
            return left.was != right.was
        case _:
            return False


def later_message(terms: Terms) -> Iterator[str]:
    yield "Replies are read and raise category and urgency; then the routes run again and tell whom they tell."
    within = terms.process.replies.reopen_within
    if within is None:
        yield "A reply to a closed case becomes a new case, which is read like any other."
    else:
        yield said("A reply to a closed case re-opens it for {}; later it becomes a new case.", allowance(within))


def second_need(terms: Terms) -> Iterator[str]:
    several = [f"«{one.label}»" for one in terms.process.effects if one.kind == "linked_case"]
    yield "The category that stands first in the list wins, and the list puts safety first."
    if several:
        yield said("A second case is made for {}.", listed(several))
    else:
        yield gap("no second case is made: only one need of a message is routed.")


def wrong_patient(terms: Terms) -> Iterator[str]:
    process = terms.process
    known = {"patient_verified", "verified_identifiers", *(one.fact for one in process.finders)}
    guarding = [one for one in process.rules if one.kind == "guardrail" and known & set(one.reads)]
    if guarding:
        yield said("Guardrail: {}.", names_of(guarding))
    else:
        yield gap("no guardrail asks for a verified patient.")
    checked = [terms.facts[one.fact].label for one in process.finders if one.check]
    if checked:
        yield said("Check digits are tested for {}.", listed(checked))
    two = "two identifiers that agree on exactly one record verify, or a person"
    who = two if looked_up_by_automation(process) else "a person verifies"
    yield said("What is read from the text only proposes a patient; {}. The record of decisions says by what.", who)


def disclosed(terms: Terms) -> Iterator[str]:
    process = terms.process
    if process.consents:
        yield said("Consent is needed: {}.", listed([f"«{one.label}»" for one in process.consents]))
    else:
        yield gap("no consent is asked for.")
    special = [one.label for one in process.categories if one.special]
    yield (said("Special handling: {}.", listed(special)) if special else gap("no category is under special handling."))
    if process.expects.case_sharing != "private":
        yield gap("the org is not expected to keep cases private.")
    yield "No notification, mail, task, list or report holds a patient's words."


def mail_harms(terms: Terms) -> Iterator[str]:
    process = terms.process
    categories = [one.label for one in process.categories if one.quiet]
    flags = [f"«{terms.facts[one].label}»" for one in process.quiet_flags]
    if categories or flags:
        yield said("No automatic mail goes out for {}.", listed([*categories, *flags], "or"))
    else:
        yield gap("no category and no flag stops automatic mail.")
    yield "Mail to the patient needs a patient record on the case; machines get no answer."


def no_safety_net(terms: Terms) -> Iterator[str]:
    mails = safety_nets(terms)
    if mails:
        yield said("The sender gets at receipt: {}. Its text stands in the chapter “Who is told”.", mails)
    else:
        yield gap("the sender gets no answer at receipt, and so no advice on what to do in an emergency.")


def closed_early(terms: Terms) -> Iterator[str]:
    guarding = closing_rules(terms)
    if guarding:
        yield said("Guardrail before closing: {}.", names_of(guarding))
    else:
        yield gap("nothing is asked for before a case is closed.")
    yield "Nothing closes a case by itself."


def set_aside(terms: Terms) -> Iterator[str]:
    bypass = [one.label for one in terms.process.personas if one.bypass]
    yield (
        said("Guardrails do not bind {}; give this to as few as possible.", listed(bypass))
        if bypass
        else "No kind of user is exempt."
    )
    yield "Every move and change is recorded with who made it; nobody can change that record."


def switched_off(terms: Terms) -> Iterator[str]:
    control = terms.process.control
    off = [name for name, is_on in control.switches if not is_on]
    if control.mode == "shadow":
        yield gap("the workflow starts in shadow mode: nothing is routed, nobody is told.")
    if off:
        yield gap("switched off at the start: {}.", codes(off))
    if control.mode != "shadow" and not off:
        yield "Everything is switched on at the start."
    yield "A step that fails is recorded, and those who run the org are told."
    yield said("Every day at {} open cases are looked at, and promises that were left are made up for.", hours())
    yield "With everything off, cases come in as they did before: nothing is lost, and nothing is triaged either."


def wrong_hours(terms: Terms) -> Iterator[str]:
    for one in terms.process.calendars:
        if one.holidays:
            yield said("{} hours know holidays up to {}.", one.id.replace("_", " ").capitalize(), day(one.holidays[-1]))
        else:
            yield gap("{} hours know no holidays.", one.id.replace("_", " "))
    yield "Changes between winter and summer time are counted."


def kept_too_short(terms: Terms) -> Iterator[str]:
    if any(one.kind == "retention" for one in terms.process.effects):
        yield "A date to keep it until is written at closing; nothing is ever deleted."
    else:
        yield gap("no date is written until which a case is to be kept.")


def too_much(terms: Terms) -> Iterator[str]:
    yield "The chapter “The words” shows for each word what else it catches."
    reclassified = any(one.where is not None and "reclassified" in facts_in(one.where) for one in terms.process.reports)
    if reclassified:
        yield "A report shows the cases that people re-classified."
    else:
        yield gap("no report shows the cases that people re-classified.")


def facts_in(condition: Condition) -> frozenset[str]:
    match condition:
        case And(parts=parts) | Or(parts=parts):
            return frozenset().union(*(facts_in(part) for part in parts))
        case Not(part=part):
            return facts_in(part)
        case _:
            fact = getattr(condition, "fact", None) or getattr(condition, "left", None)
            return frozenset((fact.fact,)) if isinstance(fact, FactValue) else frozenset()
