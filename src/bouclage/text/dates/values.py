"""Calendar arithmetic: from the parts of a matched date expression to its first and last day."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bouclage.text.dates.parts import Days, Parts, Way, day_of, kind, month_days, nearest, unit_days, weekday, which

DAYS_OF = {"day": 1, "week": 7, "month": 30, "year": 365}
VAGUE_DAYS = {"day": 7, "week": 30, "month": 180, "year": 3 * 365}  # "in the coming days / weeks / months"
_SEASON_MONTH = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_TENS = {  # words for decades, by how they begin
    "venti": 20, "trenta": 30, "quaranta": 40, "cinquanta": 50, "sessanta": 60, "settanta": 70, "ottanta": 80,
    "novanta": 90, "duemila": 2000, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50,
    "soixante-dix": 70, "soixante": 60,
    "septante": 70, "quatre-vingt-dix": 90, "quatre-vingt": 80, "huitante": 80, "nonante": 90, "zwanzig": 20,
    "drei": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "siebzig": 70, "achtzig": 80, "neunzig": 90,
}  # fmt: skip
_NUMBER = re.compile(r"\d+")


def _month(parts: Parts, name: str = "mon") -> int:
    return which(parts.words.months, parts.found[name]) + 1


def _day_month(parts: Parts) -> Days:
    month2 = _month(parts, "mon2") if parts.get("mon2") else None
    if month2 is not None:
        last_day = _numbers(parts.found["day2"])[0]
        year2 = parts.year("year2")
        last = day_of(year2, month2, last_day) if year2 else nearest(parts, month2, last_day)
        month = _month(parts) if parts.get("mon") else month2
        year = parts.year("year") or last.year
        first = day_of(year, month, _numbers(parts.found["day"])[0])
        return (first if first <= last else day_of(year - 1, month, first.day)), last
    month = _month(parts)
    days = _numbers(parts.get("days") or parts.found["day"])
    year_given = parts.year()
    made = [day_of(year_given, month, one) if year_given else nearest(parts, month, one) for one in (days[0], days[-1])]
    if made[0] > made[1]:
        raise LookupError("backwards")
    return made[0], made[1]


def _numbers(text: str) -> list[int]:
    return [int(number) for number in _NUMBER.findall(text)] or [1]  # "premier", "primo"


def _numeric(parts: Parts) -> Days:
    day, month = int(parts.found["d"]), int(parts.found["m"])
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        raise LookupError("not a date")
    year = parts.get("y")
    found = day_of(int(year), month, day) if year else nearest(parts, month, day)
    return found, found


def _weekday(parts: Parts) -> Days:
    found = weekday(parts)
    return found, found


def _weekday_of_week(parts: Parts) -> Days:
    """ "mercredi de la semaine prochaine": that weekday of the week before or after."""
    monday, _ = unit_days(parts.day, "week", ("next" in parts.found) - ("last" in parts.found))
    found = monday + timedelta(days=which(parts.words.weekdays, parts.found["wd"]))
    return found, found


def _weekday_day(parts: Parts) -> Days:
    """ "samedi 18": the month nearest to publication in which that day is that weekday."""
    wanted = which(parts.words.weekdays, parts.found["wd"])
    number = _numbers(parts.found["day"])[0]
    near = sorted(range(-45, 46), key=lambda away: abs(away) + (15 if away * parts.turn < 0 else 0))
    for away in near:
        day = parts.day + timedelta(days=away)
        if day.day == number and day.weekday() == wanted:
            last = day
            if parts.get("day2"):
                last = day + timedelta(days=(_numbers(parts.found["day2"])[0] - number) % 31)
            return day, last
    raise LookupError("no such day near")


def _weekdays(parts: Parts) -> Days:
    first = weekday(parts)
    last = weekday(parts, "wd2")
    # "lundi et mardi" said on a Tuesday: yesterday and today
    if parts.turn is Way.BACK or (parts.turn is Way.UNKNOWN and not parts.present):
        first = last - timedelta(days=(last - first).days % 7)
    else:
        last = first + timedelta(days=(last - first).days % 7)
    return first, last


def _night_to(parts: Parts) -> Days:
    last = weekday(parts)
    return last - timedelta(days=1), last


def _night_from(parts: Parts) -> Days:
    first = weekday(parts)
    return first, first + timedelta(days=1)


def _rel_night(parts: Parts) -> Days:
    if parts.turn is Way.AHEAD:
        return parts.day, parts.day + timedelta(days=1)
    return parts.day - timedelta(days=1), parts.day


def _relative(parts: Parts) -> Days:
    for offset, pattern in parts.words.relative:
        if pattern.match(parts.found["relative"]):
            day = parts.day + timedelta(days=offset)
            return day, day
    raise LookupError(parts.found["relative"])


def _month_shape(parts: Parts) -> Days:
    month = _month(parts)
    year = parts.year()
    if year is None:
        year = parts.day.year
        away = (year * 12 + month) - (parts.day.year * 12 + parts.day.month)
        if "this" not in parts.found:
            if parts.turn is Way.BACK and away > 0:
                year -= 1
            elif (parts.turn is Way.AHEAD and away < 0) or (parts.turn is Way.UNKNOWN and away < -6):
                year += 1
            elif parts.turn is Way.UNKNOWN and away > 6:
                year -= 1
            elif away == 0 and {"next", "last"} & parts.found.keys():
                year += int(parts.turn)
    return _edge_of_month(parts, *month_days(year, month))


def _edge_of_month(parts: Parts, first: date, last: date) -> Days:
    if parts.get("begin"):
        return first, first.replace(day=10)
    if parts.get("middle"):
        return first.replace(day=11), first.replace(day=20)
    if parts.get("end") or parts.get("end2"):
        return first.replace(day=21), last
    return first, last


def _months(parts: Parts) -> Days:
    first, _ = _month_shape(parts)
    month = _month(parts, "mon2")
    return first, month_days(first.year + (month < first.month), month)[1]


def _year(parts: Parts) -> Days:
    year = parts.year()
    assert year is not None  # the shape has it
    last = parts.year("year2") or year
    if last < year:
        raise LookupError("backwards")
    return date(year, 1, 1), date(last, 12, 31)


def _year_part(parts: Parts) -> Days:
    year = parts.year()
    assert year is not None  # the shape has it
    return _edge_of_year(parts, year)


def _edge_of_year(parts: Parts, year: int) -> Days:
    if parts.get("begin"):
        return date(year, 1, 1), date(year, 4, 30)
    if parts.get("middle"):
        return date(year, 5, 1), date(year, 8, 31)
    if parts.get("end") or parts.get("end2"):
        return date(year, 9, 1), date(year, 12, 31)
    return date(year, 1, 1), date(year, 12, 31)


def _decade(parts: Parts) -> Days:
    word = parts.get("decade_word")
    if word:
        start = next(tens for begin, tens in _TENS.items() if word.lower().startswith(begin))
    else:
        start = int(parts.found["decade"])
    if start < 100:
        start += 1900 if start + 2000 > parts.day.year else 2000
        if start >= 2000 and start + 9 > parts.day.year:
            start -= 100
    return date(start, 1, 1), date(start + 9, 12, 31)


def _division(months: int, name: str) -> Callable[[Parts], Days]:
    def resolve(parts: Parts) -> Days:
        index = which(parts.words.ordinals, parts.found[name])
        if index * months >= 12:
            index = 12 // months - 1
        year = parts.year()
        if year is None:
            year = parts.day.year
            if "next" in parts.found:
                year += 1
            elif "last" in parts.found or (parts.way is Way.BACK and date(year, index * months + 1, 1) > parts.day):
                year -= 1
            elif parts.way is Way.AHEAD and month_days(year, (index + 1) * months)[1] < parts.day:
                year += 1
        return date(year, index * months + 1, 1), month_days(year, (index + 1) * months)[1]

    return resolve


def _season(parts: Parts) -> Days:
    month = _SEASON_MONTH[kind(parts.words.seasons, parts.found["season"])]
    mod = (parts.get("mod") or "").strip()
    turn = parts.turn if not mod else (Way.AHEAD if mod.startswith("proch") else Way.BACK)

    def days(year: int) -> Days:
        return date(year, month, 1), month_days(year + (month == 12), (month + 2 - 1) % 12 + 1)[1]

    year = parts.year()
    if year is not None:
        return days(year)
    options = [days(parts.day.year + step) for step in (-1, 0, 1)]
    if "this" in parts.found:
        return options[1]
    if turn is Way.BACK:
        return [one for one in options if one[0] <= parts.day][-1]
    if turn is Way.AHEAD:
        return next(one for one in options if one[1] >= parts.day)
    return min(options, key=lambda one: max((one[0] - parts.day).days, (parts.day - one[1]).days, 0))


def _unit(parts: Parts) -> Days:
    if parts.get("last_year"):
        return unit_days(parts.day, "year", -1)
    if "unit" not in parts.found:
        return unit_days(parts.day, "year", 0)
    unit = parts.unit()
    if unit in {"hour", "day"}:
        raise LookupError("not a date")
    return unit_days(parts.day, unit, ("next" in parts.found) - ("last" in parts.found))


def _weekend(parts: Parts) -> Days:
    if "mon" in parts.found:
        return _day_month(parts)
    weekday_now = parts.day.weekday()
    saturday = parts.day + timedelta(days=5 - weekday_now)
    if (parts.turn is Way.BACK and weekday_now < 5 and "this" not in parts.found) or (
        parts.way is Way.BACK and weekday_now < 3 and "next" not in parts.found
    ):
        saturday -= timedelta(days=7)
    if weekday_now >= 5 and {"next", "last"} & parts.found.keys():
        saturday += timedelta(days=7 * int(parts.turn))
    return saturday, saturday + timedelta(days=1)


def _unit_edge(parts: Parts) -> Days:
    unit = (
        parts.unit()
        if "unit" in parts.found
        else "week"
        if "sem" in (parts.get("end") or parts.get("begin") or "")
        else "year"
    )
    step = ("next" in parts.found) - ("last" in parts.found)
    if unit not in {"month", "year", "week"}:
        raise LookupError("not a date")
    first, last = unit_days(parts.day, unit, step)
    if unit == "year":
        return _edge_of_year(parts, first.year)
    if unit == "month":
        return _edge_of_month(parts, first, last)
    if parts.get("begin"):
        return first, first + timedelta(days=1)
    if parts.get("end") and parts.words.language in {"fr", "it"}:
        return last - timedelta(days=1), last  # in French and Italian the end of the week is the weekend
    return (
        (first + timedelta(days=2), first + timedelta(days=3)) if parts.get("middle") else (last - timedelta(2), last)
    )


def _span(parts: Parts) -> Days:
    unit, count = parts.unit(), parts.count()
    if unit == "hour":
        raise LookupError("hours are not days")
    if unit == "day" and not count and parts.found["unit"].lower() in {"tag", "day", "jour", "giorno"}:
        raise LookupError("a day of some other event")
    length = timedelta(days=count * DAYS_OF[unit] if count else VAGUE_DAYS[unit])
    day = timedelta(days=1)
    if parts.get("back"):
        return parts.day - length, parts.day - day
    return parts.day + day, parts.day + length


def _ago(parts: Parts) -> Days:
    return _from_now(parts, -1)


def _ahead(parts: Parts) -> Days:
    if parts.way is Way.BACK and parts.words.language in {"en", "de"}:
        raise LookupError("how long it took")  # "the worst crash in 30 years", "starb in drei Jahren"
    return _from_now(parts, 1)


def _from_now(parts: Parts, sign: int) -> Days:
    unit, count = parts.unit(), parts.count(1)
    if unit == "hour" or count is None or (unit == "year" and count > 500):
        raise LookupError("not a date")
    return unit_days(parts.day, unit, sign * count)


SHAPES: dict[str, Callable[[Parts], Days]] = {
    "day_month": _day_month,
    "numeric": _numeric,
    "weekday": _weekday,
    "weekday_of_week": _weekday_of_week,
    "weekday_day": _weekday_day,
    "weekdays": _weekdays,
    "night_to": _night_to,
    "night_from": _night_from,
    "rel_night": _rel_night,
    "relative": _relative,
    "month": _month_shape,
    "months": _months,
    "year": _year,
    "year_part": _year_part,
    "decade": _decade,
    "quarter": _division(3, "quarter"),
    "half": _division(6, "half"),
    "season": _season,
    "unit": _unit,
    "weekend": _weekend,
    "unit_edge": _unit_edge,
    "span": _span,
    "ago": _ago,
    "ahead": _ahead,
}
