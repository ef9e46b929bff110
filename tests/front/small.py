"""A whole spec of the smallest useful size."""

SMALL = """\
carepath: 1
workflow: {id: inquiry, label: Inquiry, prefix: ABC, zone: Europe/London}
calendars:
  working: {days: [mon, tue, wed, thu, fri], hours: "08:00-18:00"}
people:
  manager: {label: Manager}
teams:
  nurses: {label: Nurses, lead: manager}
  desk: {label: Desk, lead: manager}
personas:
  nurse: {label: Nurse, teams: [nurses]}
  clerk: {label: Clerk, teams: [desk]}
expects: {sender: {address: desk@abbey.example}, consent: true, no_active_assignment_rule: true}
unreadable: {team: nurses, at_least: urgent}
channels:
  email: {origin: Email}
word_lists:
  red_flags: {words: [chest pain, stroke]}
urgency:
  - {id: emergency, label: Emergency, priority: High, lists: [red_flags], only_to: [nurses]}
  - {id: urgent, label: Urgent, priority: Medium, words: [getting worse]}
  - {id: routine, label: Routine, priority: Low}
categories:
  - {id: symptoms, label: Symptoms, team: nurses, at_least: urgent, lists: [red_flags]}
  - {id: billing, label: Billing, team: desk, at_least: routine, words: [invoice]}
  - {id: general, label: General, team: desk, at_least: urgent}
stages:
  - {id: arrived, label: Arrived, status: New, next: [open], automatic: true}
  - {id: open, label: Open, status: Working, next: [done]}
  - {id: done, label: Done, status: Closed, closed: true}
clocks:
  triage: {label: Time to Triage, starts: created, stops: accepted, within: 4 working hours}
"""
