"""What the stories of a test class stand on: its users, and the few things that happen to a case or are seen of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.lower.apex import text, texts
from generator.lower.naming import Names
from generator.process.model import Persona, Process

RECEIVING, LOADING, OVERRIDING = "receiving user", "loading user", "overriding user"
"""Users of the test beside those of the stories: who lets messages in, who loads old cases, whom no rule holds up."""


def members(process: Process, names: Names, cast: Mapping[str, str], fields: Sequence[str]) -> Iterator[str]:
    """The members of the class besides its test methods. `fields`: fields of Case that are looked at."""
    parts = [users(process, names, cast), happening(process, names), seeing(names, fields)]
    parts += [consents(names)] if process.consents else []
    for part in parts:
        yield from part.strip("\n").split("\n")
        yield ""


def receiver(process: Process) -> Persona | None:
    """The persona whose permission set lets the receiving user use the record type: one that loads no data, and reads
    only, where there is one."""
    fitting = [one for one in process.personas if not one.bypass]
    return next((one for one in fitting if one.access == "read"), fitting[0] if fitting else None)


def permission_sets(process: Process, names: Names, cast: Mapping[str, str]) -> dict[str, list[str]]:
    """A user's last name -> the permission sets assigned."""
    lent = receiver(process)
    in_it = [names.own(lent.id)] if lent else []
    found = {user: [names.own(persona)] for user, persona in cast.items()}
    found[RECEIVING] = in_it
    found[LOADING] = [*in_it, names.own("data_load")]
    found[OVERRIDING] = [names.own("override")]
    return found


def groups(process: Process, names: Names, cast: Mapping[str, str]) -> dict[str, list[str]]:
    """A user's last name -> the public groups of the persona's teams."""
    teams = {one.id: one.teams for one in process.personas}
    return {user: [names.members(team) for team in teams[persona]] for user, persona in cast.items()}


def mapping(name: str, lists: Mapping[str, Iterable[str]]) -> str:
    rows = ",\n        ".join(f"{text(key)} => new List<String>{{{texts(values)}}}" for key, values in lists.items())
    kind = "Map<String, List<String>>"
    return f"private static final {kind} {name} = new {kind}{{\n        {rows}\n    }};"


def users(process: Process, names: Names, cast: Mapping[str, str]) -> str:
    domain = f"{process.identity.prefix.lower()}.workflow.example"
    return f"""
    {mapping("ASSIGNED", permission_sets(process, names, cast))}
    {mapping("MEMBER_OF", groups(process, names, cast))}

    // Users and what they are given are setup objects: made as somebody, so that tests may make cases beside them.
    @TestSetup
    static void people() {{
        System.runAs(new User(Id = UserInfo.getUserId())) {{
            Id standard = [SELECT Id FROM Profile WHERE Name = 'Standard User' LIMIT 1].Id;
            List<User> made = new List<User>();
            for (String name : ASSIGNED.keySet()) {{
                String address = 'user' + made.size() + '.' + UserInfo.getOrganizationId() + '@{domain}';
                made.add(new User(
                    LastName = name, Alias = 'u' + made.size(), Email = address, Username = address.toLowerCase(),
                    ProfileId = standard, TimeZoneSidKey = UserInfo.getTimeZone().getID(),
                    LocaleSidKey = UserInfo.getLocale(), LanguageLocaleKey = UserInfo.getLanguage(),
                    EmailEncodingKey = 'UTF-8'
                ));
            }}
            insert made;
            Map<String, Id> sets = new Map<String, Id>();
            for (PermissionSet one : [SELECT Id, Name FROM PermissionSet WHERE NamespacePrefix = null]) {{
                sets.put(one.Name, one.Id);
            }}
            Map<String, Id> publicGroups = new Map<String, Id>();
            for (Group one : [SELECT Id, DeveloperName FROM Group WHERE Type = 'Regular']) {{
                publicGroups.put(one.DeveloperName, one.Id);
            }}
            List<SObject> given = new List<SObject>();
            List<SObject> members = new List<SObject>();
            for (User one : made) {{
                for (String name : ASSIGNED.get(one.LastName)) {{
                    given.add(new PermissionSetAssignment(AssigneeId = one.Id, PermissionSetId = sets.get(name)));
                }}
                if (MEMBER_OF.containsKey(one.LastName)) {{
                    for (String name : MEMBER_OF.get(one.LastName)) {{
                        members.add(new GroupMember(UserOrGroupId = one.Id, GroupId = publicGroups.get(name)));
                    }}
                }}
            }}
            insert given;
            insert members;
        }}
    }}

    private static User personNamed(String name) {{
        return [SELECT Id FROM User WHERE LastName = :name AND Username LIKE '%@{domain}' LIMIT 1];
    }}

    private static Id queueNamed(String name) {{
        return [SELECT Id FROM Group WHERE Type = 'Queue' AND DeveloperName = :name LIMIT 1].Id;
    }}
"""


def happening(process: Process, names: Names) -> str:
    verified, listed = names.field("patient_verified"), names.field("verified_identifiers")
    return f"""
    private static Case message(String origin, String subject, String body, String sender, Id patient) {{
        Id recordType = Schema.SObjectType.Case.getRecordTypeInfosByDeveloperName()
            .get({text(process.identity.record_type)}).getRecordTypeId();
        Case made = new Case(
            RecordTypeId = recordType, Origin = origin, Subject = subject, Description = body,
            SuppliedEmail = sender, ContactId = patient
        );
        Database.DMLOptions options = new Database.DMLOptions();
        options.assignmentRuleHeader.useDefaultRule = true;
        made.setOptions(options);
        return made;
    }}

    private static Id arrive(String origin, String subject, String body, String sender, Id patient) {{
        Case made = message(origin, subject, body, sender, patient);
        System.runAs(personNamed({text(RECEIVING)})) {{
            insert made;
        }}
        return made.Id;
    }}

    private static Id patient(String address) {{
        Contact made = new Contact(LastName = 'Patient of a test', Email = address);
        Database.DMLOptions options = new Database.DMLOptions();
        options.duplicateRuleHeader.allowSave = true;
        Database.insert(made, options);
        return made.Id;
    }}

    private static void save(Case change, String who) {{
        System.runAs(personNamed(who)) {{
            update change;
        }}
    }}

    // A rule must refuse the save, and say why in one of these sentences.
    private static void refused(Case change, String who, List<String> sentences) {{
        List<String> said = new List<String>();
        System.runAs(personNamed(who)) {{
            for (Database.Error problem : Database.update(change, false).getErrors()) {{
                said.add(problem.getMessage());
            }}
        }}
        Boolean fits = false;
        for (String sentence : sentences) {{
            fits = fits || String.join(said, ' ').contains(sentence);
        }}
        Assert.isTrue(fits, 'It was to be refused because: ' + sentences + '; what was said: ' + said);
    }}

    // A person finds the patient's record by these identifiers, ties the case to it, and says so.
    private static void verify(Id made, Set<String> identifiers) {{
        Case row = [SELECT ContactId, {listed} FROM Case WHERE Id = :made];
        Set<String> known = new Set<String>(identifiers);
        if (row.{listed} != null) {{
            known.addAll(row.{listed}.split(', '));
        }}
        List<String> sorted = new List<String>(known);
        sorted.sort();
        Case change = new Case(Id = made, {verified} = true, {listed} = String.join(sorted, ', '));
        if (row.ContactId == null) {{
            change.ContactId = patient('patient.record@example.org');
        }}
        save(change, {text(OVERRIDING)});
    }}
"""


def seeing(names: Names, fields: Sequence[str]) -> str:
    words, event = names.field("found_words"), names.object("event")
    category, team = names.field("category"), names.field("team")
    shown = [words, *(one for one in fields if one != words)]
    listed = ", ".join(sorted(shown))
    return f"""
    // What a case holds now, and what has come to it since the look before.
    private class Seen {{
        public Case row;
        public Set<String> words = new Set<String>();
        public Set<String> tasks = new Set<String>();
        public Set<String> audit = new Set<String>();
        public Set<String> linked = new Set<String>();
    }}

    private static final Set<Id> LOOKED_AT = new Set<Id>();
    private static Seen seen;

    private static Boolean holds(String whole, String part) {{
        return whole != null && whole.contains(part);
    }}

    private static void look(Id made) {{
        seen = new Seen();
        seen.row = [SELECT {listed} FROM Case WHERE Id = :made];
        if (seen.row.{words} != null) {{
            for (String word : seen.row.{words}.split(';')) {{
                seen.words.add(word.normalizeSpace());
            }}
        }}
        for (Task one : [SELECT Subject FROM Task WHERE WhatId = :made]) {{
            if (LOOKED_AT.add(one.Id)) {{
                seen.tasks.add(one.Subject);
            }}
        }}
        for ({event} one : [SELECT {names.of("kind")} FROM {event} WHERE {names.of("case")} = :made]) {{
            if (LOOKED_AT.add(one.Id)) {{
                seen.audit.add(one.{names.of("kind")});
            }}
        }}
        for (Case one : [SELECT {category}, {team} FROM Case WHERE ParentId = :made]) {{
            if (LOOKED_AT.add(one.Id)) {{
                seen.linked.add(one.{category} + '/' + one.{team});
            }}
        }}
    }}
"""


def consents(names: Names) -> str:
    """The objects of consents are asked for by name: an org without them must be able to compile the class."""
    active = f"SELECT COUNT() FROM FlowDefinitionView WHERE ApiName = {text(names.own('consent'))} AND IsActive = true"
    return f"""
    private static Boolean consentsAreKept() {{
        return Schema.getGlobalDescribe().get('AuthorizationFormConsent') != null
            && [{active}] > 0;
    }}

    // The patient's newest answer to a form is Signed.
    private static void sign(Id made, String form) {{
        if ([SELECT ContactId FROM Case WHERE Id = :made].ContactId == null) {{
            save(new Case(Id = made, ContactId = patient('patient.record@example.org')), {text(OVERRIDING)});
        }}
        Id sheet = inserted('AuthorizationForm', new Map<String, Object>{{'Name' => form}});
        Id words = inserted(
            'AuthorizationFormText', new Map<String, Object>{{'Name' => form, 'AuthorizationFormId' => sheet}}
        );
        inserted('AuthorizationFormConsent', new Map<String, Object>{{
            'Name' => form,
            'ConsentGiverId' => [SELECT ContactId FROM Case WHERE Id = :made].ContactId,
            'AuthorizationFormTextId' => words,
            'Status' => 'Signed',
            'ConsentCapturedDateTime' => Datetime.now(),
            'ConsentCapturedSource' => 'Form',
            'ConsentCapturedSourceType' => 'Web'
        }});
    }}

    private static Id inserted(String kind, Map<String, Object> values) {{
        SObject made = Schema.getGlobalDescribe().get(kind).newSObject();
        for (String field : values.keySet()) {{
            made.put(field, values.get(field));
        }}
        insert made;
        return made.Id;
    }}
"""
