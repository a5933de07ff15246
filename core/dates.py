"""The only clock, and the calendar of committee papers.

Facts are local dates (Europe/London); moments are aware datetimes in UTC. Nothing else in the project
asks the machine what time it is.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from django.conf import settings

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)
START_OF_BUSINESS = time(9, 0)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SATURDAY = 5


# The clock


@dataclass
class _SetClock:
    """A clock set by hand; each reading moves it on by a microsecond, so that readings have an order."""

    moment: datetime

    def read(self) -> datetime:
        self.moment += timedelta(microseconds=1)
        return self.moment


_set_clock: ContextVar[_SetClock | None] = ContextVar("set_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC. `clock(...)` comes before `settings.CLOCK`, and that before the
    machine's own time. Under `settings.CLOCK` the day is fixed and the time of day is London's real one."""
    if set_clock := _set_clock.get():
        return set_clock.read()
    return _present()


def today() -> date:
    """The present day in London."""
    set_clock = _set_clock.get()
    return local_day(set_clock.moment if set_clock else _present())


@contextmanager
def clock(moment: date | datetime) -> Iterator[None]:
    """Set the clock for the block; blocks may be nested. A plain date means 09:00 in London on that day,
    a datetime without a zone is London time. Successive `now()`s are a microsecond apart."""
    token = _set_clock.set(_SetClock(_as_utc(moment) - timedelta(microseconds=1)))
    try:
        yield
    finally:
        _set_clock.reset(token)


def fixed_day() -> date | None:
    """The day `settings.CLOCK` fixes (a date, or text like 2025-01-02), or None.
    Raises `ValueError` when the setting is neither."""
    setting: str | date | None = getattr(settings, "CLOCK", None)
    if not setting or isinstance(setting, date):
        return setting or None
    return date.fromisoformat(setting)


def machine_time() -> datetime:
    """What the machine's own clock says, in London."""
    return datetime.now(LONDON)


def _present() -> datetime:
    real = machine_time()
    day = fixed_day()
    return (datetime.combine(day, real.time(), LONDON) if day else real).astimezone(UTC)


def _as_utc(moment: date | datetime) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, START_OF_BUSINESS)
    return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC)


def local_day(moment: datetime) -> date:
    """The London day of an aware moment."""
    return moment.astimezone(LONDON).date()


def end_of_day(day: date) -> datetime:
    """The last microsecond of a London day, in UTC: what was recorded on that day was recorded by then."""
    return datetime.combine(day, time.max, LONDON).astimezone(UTC)


# Months and words


def first_of_month(day: date) -> date:
    """The first day of the day's month; a month is stored as this."""
    return day.replace(day=1)


def last_of_month(day: date) -> date:
    """The last day of the day's month."""
    return add_months(first_of_month(day), 1) - ONE_DAY


def add_months(day: date, months: int) -> date:
    """The same day so many months on (or back); 31 January plus one month is the last day of February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))


def full_date(day: date) -> str:
    """`13 November 2024`. A datetime is read as its London day."""
    day = local_day(day) if isinstance(day, datetime) else day
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def month_name(day: date) -> str:
    """`October 2024`."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def short_month(day: date) -> str:
    """`Oct 24`, for the heads of narrow columns and the axes of charts."""
    return f"{MONTHS[day.month - 1][:3]} {day.year % 100:02}"


def full_moment(moment: datetime) -> str:
    """`13 November 2024 at 9:05am`, in London time."""
    local = moment.astimezone(LONDON)
    half = "am" if local.hour < 12 else "pm"
    return f"{full_date(local.date())} at {local.hour % 12 or 12}:{local.minute:02}{half}"


def parse_day(text: str) -> date:
    """The date in `2024-11-13`, `13/11/2024` or `13 November 2024` (or `13 Nov 2024`).
    Raises `ValueError` with a sentence to show the person who typed it."""
    parts = text.strip().replace("/", " ").replace("-", " ").split()
    try:
        if len(parts) != 3 or len(text) > 40:
            raise ValueError
        if len(parts[0]) == 4:
            parts.reverse()
        day, month, year = _number(parts[0]), _month_number(parts[1]), _number(parts[2])
        if not 1900 <= year <= 2199:
            raise ValueError
        return date(year, month, day)
    except ValueError:
        raise ValueError("Enter a real date, like 2024-11-13 or 13 November 2024") from None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError
    return int(text)


def _month_number(text: str) -> int:
    if text.isascii() and text.isdigit():
        return int(text)
    for number, name in enumerate(MONTHS, start=1):
        if text.lower() in (name.lower(), name[:3].lower()):
            return number
    raise ValueError


def slip_days(due: date, current: date) -> int:
    """How many calendar days the current date lies after the original one (negative: brought forward)."""
    return (current - due).days


# Working days and statutory notice


def is_working_day(day: date) -> bool:
    """Whether the day is neither a weekend nor a bank holiday in England and Wales."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


def working_days_before(day: date, count: int) -> date:
    """The working day that lies so many working days before the given day; 0 gives the day itself.
    Raises `ValueError` for a negative count."""
    if count < 0:
        raise ValueError("The number of working days cannot be negative")
    while count:
        day -= ONE_DAY
        count -= is_working_day(day)
    return day


def publication_deadline(meeting: date, clear_days: int = 5) -> date:
    """The last day on which papers for a meeting may be published: five clear days counted as working days,
    neither the day of publication nor the day of the meeting counted (Local Government Act 1972, section
    100B). For 13 January 2025 that is Friday 3 January."""
    return working_days_before(meeting, clear_days + 1)


def key_decision_notice(meeting: date) -> date:
    """The last day on which notice of a key decision may be published: 28 clear calendar days (Local
    Authorities (Executive Arrangements) Regulations 2012, regulation 9)."""
    return meeting - timedelta(days=29)


@cache
def _published_holidays() -> dict[int, frozenset[date]]:
    """Bank holidays in England and Wales by year, from the list that comes with govuk-bank-holidays. Only its
    data file is read: the package's own loader asks the network first."""
    published = json.loads(files("govuk_bank_holidays").joinpath("bank-holidays.json").read_text("utf-8"))
    days = [date.fromisoformat(event["date"]) for event in published["england-and-wales"]["events"]]
    return {year: frozenset(day for day in days if day.year == year) for year in {day.year for day in days}}


@cache
def _holidays(year: int) -> frozenset[date]:
    return _published_holidays().get(year) or _standing_holidays(year)


def _standing_holidays(year: int) -> frozenset[date]:
    """The bank holidays that the standing rules give a year beyond the published list."""
    easter = _easter(year)
    return frozenset(
        [
            _moved_off_weekend(date(year, 1, 1)),
            easter - timedelta(days=2),
            easter + ONE_DAY,
            _monday_from(date(year, 5, 1)),
            _monday_from(date(year, 5, 25)),
            _monday_from(date(year, 8, 25)),
            *_christmas(year),
        ]
    )


def _christmas(year: int) -> tuple[date, date]:
    christmas = _moved_off_weekend(date(year, 12, 25))
    boxing = _moved_off_weekend(date(year, 12, 26))
    return christmas, boxing + ONE_DAY * (boxing <= christmas)


def _moved_off_weekend(day: date) -> date:
    return _monday_from(day) if day.weekday() >= SATURDAY else day


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar, by the golden number, the epact and the Sunday letter."""
    golden, century = year % 19, year // 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - epact - year % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
