"""What notifications and mails say: merge fields filled. The case number is known to an org only and stays as it is."""

from datetime import date, datetime
from decimal import Decimal

from generator.interpret.calendars import Calendars
from generator.interpret.state import State
from generator.process.model import Process


class Wording:
    def __init__(self, process: Process, calendars: Calendars) -> None:
        self.process = process
        self.calendars = calendars
        self.stages = {stage.id: stage.label for stage in process.stages}
        self.teams = {team.id: team.label for team in process.teams}
        self.clocks = {clock.id: clock.label for clock in process.clocks}
        self.messages = {message.id: message for message in process.messages}
        self.day_form = "%d/%m/%Y" if process.identity.language == "en-GB" else "%m/%d/%Y"

    def filled(self, state: State, text: str, clock: str | None = None) -> str:
        """`text` with its merge fields; `clock` is the one that warned or breached."""
        values = {
            "received_on": self.calendars.local_date(state.received).strftime(self.day_form),
            "stage": self.stages[str(state.facts["stage"])],
            "team": self.teams[str(state.facts["team"])],
            "reply_by": self.reply_by(state),
            "clock": self.clocks.get(clock or "", ""),
            "stage_since": state.stage_since.astimezone(self.calendars.zone).strftime(f"{self.day_form} %H:%M"),
        }
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    def reply_by(self, state: State) -> str:
        """The day of the latest due time among the running clocks."""
        dues = [run.due for run in state.clocks.values() if run.stopped is None]
        return self.calendars.local_date(max(dues)).strftime(self.day_form) if dues else ""

    def mail(self, state: State, message: str) -> tuple[str, str]:
        """Subject and body of a mail."""
        found = self.messages[message]
        return self.filled(state, found.subject), self.filled(state, found.body)

    def minutes(self, start: datetime, end: datetime) -> Decimal:
        """Whole minutes from `start` to `end`, never negative."""
        return Decimal(max(int((end - start).total_seconds() // 60), 0))

    def years_after(self, day: date, years: int) -> date:
        """The same day `years` later; 29 February becomes the 28th where there is none."""
        try:
            return day.replace(year=day.year + years)
        except ValueError:
            return day.replace(year=day.year + years, day=28)
