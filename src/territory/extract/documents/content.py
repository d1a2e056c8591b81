"""What a file of any format comes down to: a text, and what the file says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from territory.errors import ArticleError
from territory.extract.documents.limits import MAX_TEXT_CHARS

_ISO_DAY = re.compile(r"\s*(\d{4})-?(\d\d)-?(\d\d)(?:$|[T\s])")
_WRITTEN = ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%Y/%m/%d", "%a %d %b %Y", "%A %d %B %Y")
_TITLE_CHARS = 160
_SENTENCE = re.compile(rf".{{20,{_TITLE_CHARS - 1}}}?[.!?](?= [A-Z])")
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Content:
    """The text of a document, and its own metadata; what it does not say is empty.

    `published` is a publication date that the document states. `made` is when its file was made or the date was
    worked out from what the text says: good enough only where nobody gives a better one. `notes` are for the user.
    """

    text: str
    title: str = ""
    publisher: str = ""
    url: str = ""
    language: str = ""
    published: date | None = None
    made: date | None = None
    notes: tuple[str, ...] = ()


def check_text(name: str, text: str) -> str:
    """Return `text` unchanged if it can be stored.

    Raises
    ------
    ArticleError
        If it is empty, too long, or holds characters that no text has.
    """
    if not text.strip():
        raise ArticleError(f"{name} is empty. Give a file that holds the text of an article.")
    if len(text) > MAX_TEXT_CHARS:
        raise ArticleError(f"{name} has {len(text):,} characters; at most {MAX_TEXT_CHARS:,} are read. Split it.")
    if "\0" in text:
        raise ArticleError(f"{name} is not text: character {text.index(chr(0))} is null. Save it as plain text.")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ArticleError(f"{name} is not text: character {error.start} is half a character. Save it again.") from None
    return text


def tidy(text: str) -> str:
    """Return text taken out of a file format without control characters, and with plain line ends."""
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", text)).strip()


def one_line(text: object, limit: int = 300) -> str:
    """Return a title or name on one line, cut to `limit` characters; what is no string is no name."""
    return " ".join(tidy(text).split())[:limit] if isinstance(text, str) else ""


def first_line(text: str) -> str:
    """Return the first line that is not blank, which serves as a title where there is none; a long one is cut."""
    line = next((one_line(line) for line in text.splitlines() if line.strip()), "")
    if len(line) <= _TITLE_CHARS:
        return line
    sentence = _SENTENCE.match(line)
    return sentence[0] if sentence else line[:_TITLE_CHARS].rpartition(" ")[0] + " …"


def web_address(text: object) -> str:
    """Return `text` if it is an http address, else nothing: other schemes could be made to run in a browser."""
    address = one_line(text, 4000)
    return address if re.match(r"https?://[^\s<>\"']+$", address, re.IGNORECASE) else ""


def parse_written_day(text: object) -> date | None:
    """Return the day of a date as people and programs write it: ISO 8601, 9 July 2017, July 9, 2017, RFC 2822.

    The order of day and month is never guessed: 9/7/2017 is no date.
    """
    if (day := parse_published(text)) or not isinstance(text, str):
        return day
    words = " ".join(text.replace(",", " ").split()[: 5 if "," in text else 4])
    for form in _WRITTEN:
        for length in (3, 4):
            try:
                return datetime.strptime(" ".join(words.split()[:length]), form).date()  # noqa: DTZ007 - a day only
            except ValueError:
                continue
    return None


def parse_published(text: object) -> date | None:
    """Return the day of an ISO 8601 date or moment, None if it is none."""
    match = _ISO_DAY.match(text) if isinstance(text, str) else None
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None
