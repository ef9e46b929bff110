"""When an allowance runs out: language.md section 4, by walking days in the calendar's own zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from generator.process.model import Allowance, Calendar, Process, Warn

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


class Calendars:
    """The calendars of one process; instants in and out are aware UTC with whole seconds."""

    def __init__(self, process: Process) -> None:
        self.zone = ZoneInfo(process.identity.zone)
        self.by_id = {calendar.id: calendar for calendar in process.calendars}
        self.zones = {calendar.id: ZoneInfo(calendar.zone) for calendar in process.calendars}

    def local_date(self, instant: datetime) -> date:
        """The date in the workflow's zone."""
        return instant.astimezone(self.zone).date()

    def due(self, allowance: Allowance, start: datetime) -> datetime:
        """When `allowance` runs out, counted from `start`."""
        if allowance.calendar is None:
            if allowance.minutes:
                return start + allowance.minutes * MINUTE
            return self.end_of_day(self.local_date(start) + allowance.days * DAY)
        calendar, zone = self.by_id[allowance.calendar], self.zones[allowance.calendar]
        if allowance.days:
            day = self.open_day(calendar, start.astimezone(zone).date(), allowance.days)
            return at(day, calendar.closes, zone)
        return self.open_minutes(calendar, zone, start, allowance.minutes)

    def warning(self, warn: Warn | None, allowance: Allowance, start: datetime, due: datetime) -> datetime | None:
        """When to warn, or None: never at or after `due`."""
        if warn is None:
            return None
        moment = self.warning_moment(warn, allowance, start, due)
        return moment if moment < due else None

    def warning_moment(self, warn: Warn, allowance: Allowance, start: datetime, due: datetime) -> datetime:
        if warn.after is not None:
            return self.due(warn.after, start)
        if warn.before is not None:
            return self.before(warn.before, due)
        share = warn.share or 0
        if allowance.minutes:
            part = allowance.minutes * share // 100
            return (
                self.due(Allowance(minutes=part, calendar=allowance.calendar, because=allowance.because), start)
                if part
                else start
            )
        return self.share_of_days(allowance, share, start)

    def share_of_days(self, allowance: Allowance, share: int, start: datetime) -> datetime:
        """Due minus the rest of the open time of so many days, in whole days and minutes."""
        calendar = self.by_id[allowance.calendar] if allowance.calendar else None
        day_long = calendar.closes - calendar.opens if calendar else 24 * 60
        days, minutes = divmod(allowance.days * day_long * (100 - share) // 100, day_long)
        if calendar is None:
            return self.minutes_before_end(self.local_date(start) + (allowance.days - days) * DAY, minutes)
        zone = self.zones[calendar.id]
        day = self.open_day(calendar, start.astimezone(zone).date(), allowance.days - days)
        return at(day, calendar.closes - minutes, zone)

    def before(self, allowance: Allowance, due: datetime) -> datetime:
        """`allowance` before `due`: minutes elapse, days keep the time of day, open days skip what is closed."""
        if allowance.minutes and allowance.calendar is None:
            return due - allowance.minutes * MINUTE
        zone = self.zones[allowance.calendar] if allowance.calendar else self.zone
        local = due.astimezone(zone)
        if allowance.calendar is None:
            return local_instant(local.date() - allowance.days * DAY, local.time().replace(fold=0), zone)
        calendar = self.by_id[allowance.calendar]
        if allowance.minutes:
            return self.open_minutes_back(calendar, zone, due, allowance.minutes)
        day, left = local.date(), allowance.days
        while left:
            day -= DAY
            left -= is_open(calendar, day)
        return local_instant(day, local.time().replace(fold=0), zone)

    def later(self, days: int, calendar_id: str | None, due: datetime) -> datetime:
        """`due` moved by an extension: the same time of day, so many (open) days later."""
        zone = self.zones[calendar_id] if calendar_id else self.zone
        local = due.astimezone(zone)
        if calendar_id is None:
            return local_instant(local.date() + days * DAY, local.time().replace(fold=0), zone)
        return local_instant(
            self.open_day(self.by_id[calendar_id], local.date(), days), local.time().replace(fold=0), zone
        )

    def end_of_day(self, day: date) -> datetime:
        return self.minutes_before_end(day, 0)

    def minutes_before_end(self, day: date, minutes: int) -> datetime:
        """Midnight at the end of `day` in the workflow's zone, or so many minutes of wall clock before it."""
        wall = datetime.combine(day + DAY, time()) - minutes * MINUTE
        return wall.replace(tzinfo=self.zone).astimezone(UTC)

    def open_day(self, calendar: Calendar, day: date, number: int) -> date:
        """The `number`-th open day after `day`."""
        while number:
            day += DAY
            number -= is_open(calendar, day)
        return day

    def open_minutes(self, calendar: Calendar, zone: ZoneInfo, start: datetime, minutes: int) -> datetime:
        """Counted while open; running out exactly at closing time is due then. Seconds of the start are kept."""
        day = start.astimezone(zone).date()
        left = minutes * MINUTE
        while True:
            if is_open(calendar, day):
                opens, closes = at(day, calendar.opens, zone), at(day, calendar.closes, zone)
                begin = max(opens, start)
                if begin < closes:
                    if begin + left <= closes:
                        return begin + left
                    left -= closes - begin
            day += DAY

    def open_minutes_back(self, calendar: Calendar, zone: ZoneInfo, end: datetime, minutes: int) -> datetime:
        day = end.astimezone(zone).date()
        left = minutes * MINUTE
        while True:
            if is_open(calendar, day):
                opens, closes = at(day, calendar.opens, zone), at(day, calendar.closes, zone)
                last = min(closes, end)
                if last > opens:
                    if last - left >= opens:
                        return last - left
                    left -= last - opens
            day -= DAY


def is_open(calendar: Calendar, day: date) -> bool:
    return day.weekday() in calendar.days and day not in calendar.holidays


def at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """So many minutes after midnight by the wall clock of `zone`."""
    return local_instant(day, time(minutes // 60, minutes % 60), zone)


def local_instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, wall).replace(tzinfo=zone).astimezone(UTC)
