"""Names of days, months, seasons and numbers, and the feasts of the Islamic calendar."""

from __future__ import annotations

from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
WEEKDAYS = {
    name: number
    for number, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""First month of each season of the northern half of the world."""

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
]
NUMBERS = {word: number for number, word in enumerate(_UNITS)} | {
    "a": 1,
    "an": 1,
    "couple": 2,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
}
ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        start=1,
    )
}


def number_of(word: str) -> int | None:
    """Return the number a word or numeral stands for."""
    return int(word) if word.isdecimal() else NUMBERS.get(word.lower())


def ordinal_of(word: str) -> int | None:
    """Return the number of an ordinal such as `third` or `12th`."""
    lower = word.lower()
    digits = lower.rstrip("stndrh")
    return int(digits) if digits.isdecimal() else ORDINALS.get(lower)


def from_hijri(year: int, month: int, day: int) -> date:
    """Return the Gregorian day of an Islamic date by the tabular calendar (civil epoch, leap years of type II).

    Notes
    -----
    A moon seen early or late moves the real day by one.
    """
    days = day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    return date(622, 7, 18) + timedelta(days=days)


def hijri_year(day: date) -> int:
    """Return the Islamic year in which `day` falls."""
    year = (day.year - 622) * 33 // 32
    while from_hijri(year + 1, 1, 1) <= day:
        year += 1
    return year
