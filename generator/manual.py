"""The manual page of each diagnostic's code: what it means, why it matters, what to do. A test holds that every code
in the package has its page."""

from collections.abc import Mapping

from generator.frozen import record


@record
class Page:
    title: str
    why: str
    cure: str
    example: str = ""
    """A line that causes it."""


def page(title: str, why: str, cure: str, example: str = "") -> Page:
    return Page(title=title, why=why, cure=cure, example=example)


READING: Mapping[str, Page] = {
    "CP101": page("a file is missing", "a spec without its layers would mean something else.", "correct the path; it is relative to the file that names it.", "extends: [bse.yaml]"),
    "CP102": page("a file is too large", "a spec has some 60,000 bytes; a file of megabytes is something else.", "name the right file, or split it into layers."),
    "CP103": page("a file is not UTF-8", "a name or a word would be read as another one.", "save the file as UTF-8."),
    "CP104": page("a character has no place in a spec", "everything in a spec may become XML, and an org refuses a file with a character that XML cannot hold; and some characters end a line to YAML alone, so that a text would arrive as another.", "remove the character, or spell it as an escape."),
    "CP105": page("the file is not YAML", "nothing behind the mistake can be trusted.", "mend it where the message points; texts with `:` or `#` go between double quotes."),
    "CP106": page("anchors, aliases and tags", "a reader must see a value where it stands, and a tag could name a program's type.", "write the value out.", "teams: &all [nurses]"),
    "CP107": page("not one table", "a spec is one document, a table of keys and values.", "begin with `carepath: 1`; remove `---`."),
    "CP108": page("something is written twice", "YAML would silently keep one of them.", "keep one, or give the second another id."),
    "CP109": page("nested too deeply", "no spec needs it, and it is how files attack readers.", "flatten it."),
    "CP110": page("a key is no word", "keys are words of the language or ids.", "write a word."),
    "CP111": page("unknown key", "a misspelt key would silently do nothing.", "use the key that is proposed.", "categries: []"),
    "CP112": page("a key is missing", "it has no safe default.", "add it.", "teams: {nurses: {}}"),
    "CP113": page("the wrong shape", "the key decides whether a text, a list or a table stands there.", "write what the message names.", "next: triage"),
    "CP114": page("not one of the words allowed", "only these words have a meaning here.", "use one of them.", "priority: Highest"),
    "CP115": page("not an id or an API name", "ids become API names, which Salesforce limits.", "lower case letters, digits, single underscores; at most 30 characters.", "teams: {Nurses: {label: Nurses}}"),
    "CP116": page("no value", "an empty place reads like an oversight.", 'write a value, `""` for an empty text, `null` for the default.', "label:"),
    "CP117": page("not a date or opening hours", "a clock would be counted wrongly.", 'write 2026-12-25, or "08:00-18:00".', 'hours: "8-18"'),
    "CP118": page("too long for Salesforce", "the org would refuse it.", "shorten it."),
    "CP131": page("layers in a circle", "no layer would be the lowest.", "remove one of the `extends`."),
    "CP132": page("a layer outside the project", "a build must not read files that its repository does not hold.", "move the layer into the project."),
    "CP133": page("removes what is not there", "the layer below has changed, or the name is misspelt.", "take the removal out."),
    "CP134": page("a new entry without a place", "the order of this list decides; or the layer below no longer has what this one refines.", "say `before:` or `after:`, or use the name that is proposed."),
    "CP135": page("an unknown neighbour", "the entry has no place.", "name an id of the list."),
    "CP136": page("does not edit a list", "a list in a layer is replaced, or edited with `add` and `remove`.", "use these words."),
    "CP137": page("an undeclared variable", "the text would show it as it is.", "declare it under `vars:`."),
    "CP138": page("an unused variable", "somebody meant to use it.", "remove it."),
    "CP139": page("a variable out of place", "words and conditions must be readable as they stand.", "write the value out."),
    "CP140": page("a safety word is taken out", "these words keep patients safe; whoever approves the package must see why one is gone.", "add `because:`; it goes into the hazard log.", "words: {remove: [collapsed]}"),
    "CP141": page("null where a value is needed", "there is no default to go back to.", "give a value, or remove the whole entry."),
    "CP142": page("a guardrail that serves a rule is removed", "whoever relies on the rule must know that nothing holds it any more.", "see that something else does; `because:` beside `remove:` goes into the hazard log.", "identity: {remove: true}"),
    "CP143": page("a safety word is taken out, with a reason", "whoever approves the package should read the reason.", "nothing, when the reason is good; it stands in the hazard log.", "words: {remove: [collapsed], because: Said of furniture here}"),
    "CP146": page("a folder of `extra` that is not there, or lies elsewhere", "a build must not read files that do not belong to the spec.", "put the folder beside the spec.", "extra: [../sharing]"),
    "CP144": page("a safeguard is taken away", "`only_to` promises who takes the most urgent cases, and words that are `never_negate` count even behind a no; the layer below meant it.", "nothing, when the reason is good; write it with `because:` beside it, and it stands in the hazard log.", "crisis: {never_negate: false}"),
    "CP147": page("a layer's key that says nothing", "`remove`, `before`, `after` and `because` take one text; anything else would silently do nothing.", "write `remove: true`, or the id of a neighbour.", "before: [billing]"),
    "CP145": page("an entry under its old name", "the layer below renamed it, and a refinement of the old name would be lost.", "use the new name.", "nurses: {label: Nurses of the ward}"),
}  # fmt: skip
RESOLVING: Mapping[str, Page] = {
    "CP201": page("not a condition", "the rule cannot be read.", "see the grammar: facts, comparisons, and, or, not.", "when: category ="),
    "CP202": page("a habit of another language", "there is one way to say a thing here.", "write what the help says.", "when: urgency == emergency"),
    "CP203": page("not a test", "only a yes or no stands alone.", "compare it, or ask `is filled`.", "require: outcome"),
    "CP204": page("an unknown name in a condition", "the rule would never hold, or always.", "use the name that is proposed."),
    "CP205": page("a state that this cannot have", "the question has no answer.", "ask it of the type that the help names."),
    "CP206": page("this place cannot say that", "what it would need is not known there, or Salesforce cannot express it.", "use a flag, or another place."),
    "CP207": page("types that do not fit", "the comparison would never be true.", "compare like with like.", 'when: category = "billing"'),
    "CP210": page("declared nowhere", "a renamed team or stage must not leave a reference behind.", "use the name that is proposed, or declare it.", "team: nurse_traige"),
    "CP211": page("two things of one name", "a condition could not tell which is meant.", "rename one."),
    "CP212": page("a reserved name", "owner, team, team_lead, sender and patient are roles.", "choose another id."),
    "CP213": page("two ids, one API name", "one would overwrite the other in the org.", "change an id, or give an `api_name`."),
    "CP214": page("not a length of time", "the clock could not be counted.", "write 15m, 4 working hours, 1 working day, 28 days."),
    "CP215": page("an unknown calendar", "nobody would know when it is open.", "declare it under `calendars:`."),
    "CP216": page("not a moment", "nothing would ever happen at it.", "use one of the moments that are listed."),
    "CP217": page("an urgency without a time", "a forgotten level would have no clock.", "add it, `none`, or `otherwise:`."),
    "CP218": page("nothing left of a word", "it would match every message or none.", "a word needs letters or digits."),
    "CP220": page("a field that does not fit its type", "the field could not be built, or never be filled.", "do what the message says."),
    "CP221": page("something is missing in an alert, mail or flag", "nobody would be told.", "add it."),
    "CP222": page("linked case or retention incomplete", "a case would have no owner, or no date.", "add it."),
    "CP223": page("not a prefix", "it begins every API name.", "2 to 8 letters."),
    "CP224": page("a zone that cannot be used", "times would be wrong after a change of clocks.", "name an IANA zone with European or American changes, or none."),
    "CP225": page("a calendar that cannot be kept", "it never opens, or meets the change of clocks.", "mend days or hours."),
    "CP226": page("both entering and leaving", "a guardrail watches one move.", "make two."),
    "CP227": page("an unknown merge field", "the mail would show it as it is; a patient's words must never stand there.", "use one of the list."),
    "CP228": page("an existing thing without its name", "the org has it under a name that only you know.", "give its `api_name`."),
    "CP229": page("a text that does not fit", "the notification or mail would be cut.", "shorten it."),
    "CP231": page("used and not expected", "the package refers to what the org may not have, and would not deploy.", "declare it under `expects:`; preflight then checks it.", "bookings: {label: Bookings, existing: true, api_name: Bookings}"),
    "CP232": page("our own assignment rule, beside another", "an org has one active rule of Case: ours would switch the other off.", "say `no_active_assignment_rule: true` under `expects:`, or choose `handoff` or `merge`.", "assignment_rule: own"),
    "CP233": page("nobody says where an identifier is found", "it cannot be looked up, so only a person can verify the patient by it.", "name object and field under `expects: {identifiers: ...}`.", "hospital_number: {label: Hospital number, written: [NGH9999999], found_on: patient}"),
    "CP234": page("special handling that hides nothing", "permissions only add: while everybody may open every case, its mails are read too.", "make Case private and say `case_sharing: private` under `expects:`."),
    "CP235": page("a confidential fact in a report", "its groups and what it selects tell the fact to whoever opens it.", "narrow `seen_by:`, make the persona `confidential`, or leave the fact out."),
    "CP236": page("an identifier that no formula can read", "it is looked for by formulas, which have 3,900 characters each: its number would stay unread in every message.", "13 characters behind the first letters, 40 without; 4 gaps; 14 shapes; 22 digits for a check digit. Split what is longer into two identifiers.", "written: [NGH9999 9999 9999 9999]"),
    "CP237": page("more groups than a report has", "the org would refuse it.", "name at most three facts under `by:`, or make two reports.", "by: [team, stage, category, urgency]"),
}  # fmt: skip
CHECKING: Mapping[str, Page] = {
    "CP301": page("one urgency only", "nothing could be more urgent than anything else.", "add a level."),
    "CP302": page("the rest starts lowest", "what no word names may be anything, also an emergency in words nobody listed.", "raise its `at_least`."),
    "CP303": page("the unreadable starts too low", "a message that cannot be read may be an emergency.", "raise its `at_least`."),
    "CP304": page("an urgent case could go elsewhere", "`only_to` promises who takes this level, and a route breaks the promise.", "add an exception before that route."),
    "CP305": page("a route that nothing takes", "its author meant something by it.", "remove it, or move it up."),
    "CP306": page("a guardrail that never blocks, or always does", "it holds nothing, or nobody can satisfy it.", "require what somebody can do and somebody may forget.", "require: urgency >= routine"),
    "CP307": page("a consent before the first stage", "every case begins there, and automation asks nobody.", "name a later stage."),
    "CP311": page("a stage that nothing reaches", "it is dead.", "name it in a `next:`."),
    "CP312": page("a stage without a way out", "its cases could never be closed.", "extend its `next:`."),
    "CP313": page("nothing closes a case", "no case would ever end.", "give a stage `closed: true`."),
    "CP314": page("a Status nobody has promised", "the package would not deploy.", "declare it under `expects: {statuses: ...}`."),
    "CP315": page("stage and Status disagree", "a case would be closed and not closed.", "use a Status of the same kind."),
    "CP316": page("no Time to Triage", "it is the promise that everything else serves.", "add the clock `triage`."),
    "CP317": page("Time to Triage counts something else", "it runs from receipt to the first appropriate responder.", "starts: created, stops: accepted."),
    "CP318": page("an automatic stage that people block", "the case would stand still and nobody would know.", "check it on entering a later stage."),
    "CP319": page("a word twice in a list", "harmless, and somebody will change one of them only.", "remove one."),
    "CP320": page("a word that never decides", "an earlier category always takes it.", "remove it here, or order the categories."),
    "CP321": page("words in the wrong place", "the last category takes the rest; the others need words.", "move them."),
    "CP322": page("an unused word list", "its words are not looked for.", "name it, or remove it."),
    "CP323": page("our own mail would alarm", "a patient who answers quotes it.", "say it in other words."),
    "CP324": page("a warning that comes too late", "it warns nobody.", "warn earlier."),
    "CP325": page("a ladder that does not rise", "the second person would be told before the first.", "put the steps in order."),
    "CP326": page("a calendar that has run out", "the next holiday would count as a working day.", "add the holidays of the coming year.", "holidays: [2025-12-25]"),
    "CP329": page("a mail to a patient who may not be verified", "it may reach somebody else.", "add `when: patient_verified`, or a guardrail that requires it on entering the stage.", "told: {on: closed, email: status_update, to: patient}"),
    "CP330": page("a team without a persona", "its members get no permissions, and could not open their cases.", "name it in the `teams` of a persona."),
    "CP331": page("guardrails do not hold for people who work cases", "`bypass` is for data loads.", "give it to a persona without teams."),
    "CP332": page("a text that would be filled in", "texts say the names of teams, stages, clocks and the workflow, and flows hold subjects of tasks, labels of linked cases, forms, words and conditions; a merge field in one could bring out a patient's words, or nothing.", "write it without braces.", "review: {subject: 'Look at {!Case.Subject}'}"),
    "CP335": page("a phrase inside another", "harmless: the shorter one finds it already.", "nothing, or remove the longer one."),
    "CP336": page("a date in a report's filter", "each reader's locale reads it as another day, or none.", "compare with `today`, `today - 30 days` and so on.", 'where: received_on >= "2026-04-01"'),
    "CP337": page("a quotation mark in a report's filter", "it would end the name there, and the report would list other cases.", "take it out of the name.", "label: 'The \"other\" desk'"),
    "CP338": page("a report that asks too much", "a filter has twenty items, one of them our own; the org would refuse it.", "ask for less, or make two reports."),
    "CP339": page("an identifier inside another, in a report", "a case lists its verified identifiers in one text, and a filter looks for a part of it.", "give one of the two another id.", "where: number is verified"),
}  # fmt: skip
LATER: Mapping[str, Page] = {
    "CP401": page("a formula cannot be read", "the org would refuse it.", "mend it where the message points."),
    "CP402": page("an unknown function", "the org would refuse it.", "use the name that is proposed."),
    "CP403": page("an unknown field or resource", "the org would refuse it.", "use the name that is proposed."),
    "CP404": page("the wrong number of arguments", "the org would refuse it.", "give as many as the function takes."),
    "CP405": page("types that do not fit", "the org would refuse it.", "convert with TEXT, VALUE or the like."),
    "CP406": page("a function that may not stand here", "the org would refuse it, or it cannot be worked out without an org.", "use another function, or move the formula."),
    "CP407": page("a picklist used as a text", "picklists are taken by certain functions only.", "wrap it in TEXT, ISPICKVAL or CASE."),
    "CP408": page("a result of the wrong type", "the place takes another type.", "convert the result."),
    "CP409": page("a formula is too long", "3,900 characters are allowed.", "split it."),
    "CP410": page("a formula compiles too large", "the org limits its compiled size.", "split it, or use CASE."),
    "CP411": page("a formula takes too many bytes", "letters beyond ASCII take more than one, and 4,000 are stored.", "split it."),
    "CP412": page("a long text in a formula", "an org refuses it in fields and rules.", "keep what is needed in a short text, or move the formula into a flow."),
    "CP413": page("a precedence that surprises", "Salesforce binds ^ looser than * and /.", "put parentheses around it."),
    "CP414": page("a function that is not on the published list", "the engine knows it, an org may not.", "use a published function."),
    "CP551": page("the lock file is damaged", "what is ours in the folder can no longer be told.", "restore it, or delete the folder."),
    "CP552": page("a file of somebody else is in the way", "it is never overwritten.", "move it, or build elsewhere."),
    "CP553": page("an edited file is no longer built", "somebody's work would be lost.", "move it away, or delete it."),
    "CP554": page("a link or no plain file", "a write could leave the folder through it.", "move it away."),
    "CP555": page("a name that leaves the output", "the build writes into its own folder only.", "rename the spec's file."),
    "CP556": page("the system refuses", "rights or space are missing.", "see to them, then try again."),
    "CP557": page("a file could not come back", "a build was killed, and something new took its place.", "compare both copies, keep one."),
    "CP560": page("two specs of one name or prefix", "one would overwrite the other.", "change the prefix, or the file's name."),
    "CP561": page("a merge without the org's rules", "a rule of ours alone would switch the org's off, and its other cases would go astray.", "retrieve the org's rules and build with `--org DIR`, or choose `handoff`.", "assignment_rule: merge"),
    "CP562": page("rules that cannot be merged", "the org's rules are kept whole or not touched.", "retrieve them again and keep one file, with one active rule."),
    "CP563": page("a file of `extra` that is generated too, or stands there twice", "one would overwrite the other.", "take it out of the folder, or rename what it holds."),
    "CP564": page("more sharing rules than an org has room for", "the org would refuse them all, and nobody could open a case.", "let fewer people be told of single kinds of case, or join teams. Rules that the org has already need room as well."),
    "CP565": page("a file of `extra` that is no metadata", "it could be neither listed in the manifest nor checked, and might sink the deployment of all the rest.", "take it out of the folder, or retrieve it again in source format."),
    "CP571": page("a waiver of an unknown rule", "it would hide nothing, and its author believes that it does.", "name a rule that `carepath explain` knows."),
    "CP572": page("a waiver without a reason", "whoever reads the report must see why a finding stands.", "write the reason."),
    "CP601": page("an unknown name in a scenario", "the story could not be played.", "use the name that is proposed."),
    "CP602": page("not a value", "the fact cannot have it.", "use one of its values."),
    "CP603": page("not a time", "the story could not be played.", "write 2026-01-05 09:00, or 16m."),
    "CP604": page("nothing is expected", "a scenario that cannot fail proves nothing.", "add `expect:` or `blocked_by:`."),
    "CP605": page("not one verb", "a step says one thing.", "make several steps."),
    "CP606": page("not a fact that people change", "only automation writes it.", "expect it instead."),
    "CP621": page("a history expects nothing", "a simulation tells what comes, and would not say that something else was expected.", "take `expect:` and `blocked_by:` out, or make it a scenario for `carepath test`.", "- expect: {urgency: emergency}"),
    "CP622": page("something that the emulator does not run", "what it does not model it never guesses: the rest of the story would be a fable.", "take it out of the history or of the project."),
    "CP623": page("not a built project", "without `carepath.lock` nobody knows how stages, teams and clocks are called there.", "name what `carepath build` wrote: a folder such as `output/northgate`, or a spec."),
    "CP624": page("a project that an older program built", "its lock file does not say all that a story needs: the zone, who belongs to which team, forms.", "build the project again."),
    "CP625": page("a file of a project that is no metadata", "an org would refuse it too.", "build the project again."),
    "CP626": page("an element to fail that is not there", "the story would be told as if nothing failed.", "name an element of a flow, as `Intake.Team_Queue`.", "given: {fail: Intake.Team_Quue}"),
    "CP630": page("a step that the emulator does not run", "what it does not model it never guesses: the rest of the story would be a fable.", "take the step out of the story."),
    "CP631": page("a tree that the emulator does not run whole", "a story on the rest may end otherwise than in an org.", "leave the component out by its name below `without:`, where the story does not need it.", "without: [Their_Screen_Flow]"),
    "CP632": page("a name that the tree does not hold", "the story could not be played, or would prove nothing.", "name a field as the tree or Salesforce does; `assumed: true` takes what is missing to be there."),
}  # fmt: skip
PAGES: Mapping[str, Page] = {**READING, **RESOLVING, **CHECKING, **LATER}


def page_of(code: str) -> str | None:
    """The page of a code as one text; None for a code that is not here."""
    found = PAGES.get(code)
    if found is None:
        return None
    lines = [found.title, "", f"Why it matters: {found.why}", f"What to do: {found.cure}"]
    return "\n".join([*lines, *([f"Caused by, for example: {found.example}"] if found.example else [])])
