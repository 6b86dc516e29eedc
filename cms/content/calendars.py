"""What every calendar file (RFC 5545) has in common: its head, and text as calendar programs read it."""

import datetime as dt
from unicodedata import category

from icalendar import Calendar, vText

LOOK_AGAIN = dt.timedelta(hours=6)
MEDIA_TYPE = "text/calendar; charset=utf-8"


class Words(vText):
    """Text as RFC 5545 3.3.11 escapes it. icalendar 7.3 writes a backslash before an N as a line break."""

    def to_ical(self) -> bytes:
        text = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return text.replace("\r\n", "\\n").replace("\n", "\\n").encode()


def published_calendar(name: str, *, what: str) -> Calendar:
    """An empty calendar that programs subscribe to. `name` is what they call it; `what` is English."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Network//{what}//DA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", Words(one_line(name)))
    # How often a program that subscribes looks again: RFC 7986 5.7, and Outlook's own name for it.
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    return calendar


def one_line(text: str) -> str:
    """The text without line breaks and controls: of these, RFC 5545 3.3.11 allows none but a tab."""
    return " ".join("".join(" " if category(c) == "Cc" else c for c in text).split())
