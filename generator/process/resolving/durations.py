"""Durations, tables per urgency, warnings and moments: language.md sections 4 and 5."""

import re
from collections.abc import Mapping

from generator.binding import names, suggestion
from generator.diagnostics import Diagnostic
from generator.language.values import Pairs, Written
from generator.nodes import error
from generator.process.model import Allowance, Moment, MomentKind, PerLevel, Warn

DURATION = re.compile(r"(\d+)\s*([a-z_][a-z_0-9]*)?(?:\s+([a-z]+))?")
MINUTES = {"m": 1, "minute": 1, "minutes": 1, "h": 60, "hour": 60, "hours": 60}
DAYS = {"day": 1, "days": 1}
YEARS = {"year": 1, "years": 1}
UNITS = (*MINUTES, *DAYS, *YEARS)
PLAIN_MOMENTS: tuple[MomentKind, ...] = (
    "created", "routed", "accepted", "raised", "reclassified", "replied", "closed", "reopened",
)  # fmt: skip
MOMENTS_OF: Mapping[str, str] = {
    "entering": "stages", "leaving": "stages", "stalled": "stages",
    "filled": "facts", "warned": "clocks", "breached": "clocks",
}  # fmt: skip
MAY_STAND_ALONE = ("warned", "breached", "stalled")
HELP = "write it as `15m`, `4 working hours`, `1 working day` or `28 days`"


class Times:
    """Reads times of one spec; collects findings (CP214 to CP217)."""

    def __init__(
        self, calendars: tuple[str, ...], levels: tuple[str, ...], known: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.calendars = calendars
        self.levels = levels
        self.known = known
        self.found: list[Diagnostic] = []

    def allowance(self, written: Written) -> Allowance | None:
        match = DURATION.fullmatch(written.text.strip())
        if not match:
            self.refuse("CP214", f"`{written.text}` is not a duration", written, HELP)
            return None
        number, calendar, unit = int(match.group(1)), match.group(2), match.group(3)
        if unit is None:
            calendar, unit = None, calendar
        if unit not in UNITS:
            self.refuse("CP214", f"`{unit}` is no unit of time", written, HELP)
            return None
        if calendar is not None and calendar not in self.calendars:
            help = suggestion(calendar, self.calendars) or f"calendars are {names(self.calendars)}"
            self.refuse("CP215", f"there is no calendar `{calendar}`", written, help)
            return None
        if number == 0 or number > 20000:
            self.refuse("CP214", f"`{written.text}` is not a length of time that can be kept", written, HELP)
            return None
        if unit in MINUTES:
            return Allowance(minutes=number * MINUTES[unit], calendar=calendar, because=written.span)
        if unit in YEARS:
            self.refuse("CP214", "years are for retention only", written, HELP)
            return None
        return Allowance(days=number, calendar=calendar, because=written.span)

    def years(self, written: Written) -> int:
        match = re.fullmatch(r"(\d{1,3})\s+years?", written.text.strip())
        if not match or int(match.group(1)) == 0:
            self.refuse("CP214", f"`{written.text}` is not a number of years", written, "write it as `8 years`")
            return 1
        return int(match.group(1))

    def per_level(self, given: "Written | Pairs | None", *, complete: bool) -> PerLevel:
        """One allowance for each level; `complete`: a level that is left out needs `otherwise`."""
        if given is None:
            return (None,) * len(self.levels)
        if isinstance(given, Written):
            return (None if given.text == "none" else self.allowance(given),) * len(self.levels)
        for pair in given.pairs:
            if pair.key.text not in (*self.levels, "otherwise"):
                help = suggestion(pair.key.text, self.levels) or f"levels are {names(self.levels)}"
                self.refuse("CP210", f"there is no urgency `{pair.key.text}`", pair.key, help)
        times = {
            pair.key.text: None if pair.value.text == "none" else self.allowance(pair.value) for pair in given.pairs
        }
        missing = [level for level in self.levels if level not in times and "otherwise" not in times]
        if missing and complete:
            message = f"nothing is said for {names(missing)}"
            help = "add it, or `otherwise:`; `none` where the clock does not run"
            self.found.append(error("CP217", message, given.span, help))
        return tuple(times.get(level, times.get("otherwise")) for level in self.levels)

    def warning(self, written: Written | None) -> Warn | None:
        if written is None:
            return None
        text = written.text.strip()
        share = re.fullmatch(r"(\d{1,2})\s*%", text)
        if share and int(share.group(1)) > 0:
            return Warn(share=int(share.group(1)), because=written.span)
        after, before = text.removeprefix("after "), text.removesuffix(" before")
        if after != text:
            return Warn(after=self.allowance(self.inner(written, after)), because=written.span)
        if before != text:
            return Warn(before=self.allowance(self.inner(written, before)), because=written.span)
        help = "write it as `75%`, `after 21 days` or `3 days before`"
        self.refuse("CP214", f"`{written.text}` is not a warning", written, help)
        return None

    def inner(self, written: Written, text: str) -> Written:
        return Written(text=text.strip(), inset=None, plain=True, span=written.span)

    def moment(self, written: Written) -> Moment:
        kind, _, of = written.text.strip().partition(" ")
        of = of.strip()
        plain = next((one for one in PLAIN_MOMENTS if one == kind), None)
        if plain is not None and not of:
            return Moment(kind=plain, because=written.span)
        if kind in MOMENTS_OF and (of or kind in MAY_STAND_ALONE):
            known = self.known[MOMENTS_OF[kind]]
            if of and of not in known:
                start = written.text.find(of)
                span = written.part(start, start + len(of))
                what = {"stages": "stage", "facts": "fact", "clocks": "clock"}[MOMENTS_OF[kind]]
                self.found.append(error("CP210", f"there is no {what} `{of}`", span, suggestion(of, known)))
            return Moment(kind=kind, of=of or None, because=written.span)  # type: ignore[arg-type]
        help = f"it is one of {names([*PLAIN_MOMENTS, *MOMENTS_OF])}"
        self.refuse("CP216", f"`{written.text}` is no moment", written, help)
        return Moment(kind="created", because=written.span)

    def refuse(self, code: str, message: str, written: Written, help: str) -> None:
        self.found.append(error(code, message, written.span, help))
