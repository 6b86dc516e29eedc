"""What a day says that people rely on, and the difference between what it said then and now, in words.

Facts are kept as plain data without a language: a time is a moment, a price an amount. So a change of the
clocks between now and the day is no change, and each reads the difference in their own language.
"""

import datetime as dt
import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from cms.content.dates import clock, span_text
from cms.mail.placeholders import one_line

from .memory import Facts
from .prices import price_words

if TYPE_CHECKING:
    from .pages import InvitationPage

Said = dict[str, Any]
# So many lines of a programme stand in a letter; the rest is read on the page.
MOST_LINES = 10
# Who only waits for a seat hears of these.
WHEN_AND_WHERE = ("starts_at", "ends_at", "place", "address", "is_cancelled")


@dataclass(frozen=True)
class Difference:
    """One fact that is another now. Empty where it was not there before, or is not there now."""

    name: str
    before: str
    after: str


def said_by(page: "InvitationPage") -> Said:
    """What the page says now, as it lies in the database."""
    return {
        "title": one_line(page.title),
        "starts_at": page.starts_at.astimezone(dt.UTC).isoformat(),
        "ends_at": page.ends_at.astimezone(dt.UTC).isoformat(),
        "place": one_line(page.place_name),
        "address": one_line(page.place_address),
        "link": page.online_url,
        "price": None if page.is_free or page.price is None else f"{page.price:.2f}",
        "programme": [item(child.value) for child in page.programme or []],
        "is_cancelled": page.is_cancelled,
    }


def item(value: Any) -> list[str]:
    """[from, to, title, who] of one item of the programme."""
    clocks = [value.get(name) for name in ("starts_at", "ends_at")]
    words = [one_line(value.get(name) or "") for name in ("title", "speaker")]
    return [f"{one:%H:%M}" if one else "" for one in clocks] + words


def digest_of(said: Said) -> str:
    plain = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def facts_of(page: "InvitationPage") -> Facts:
    """The row of what the page says now."""
    said = said_by(page)
    found, _made = Facts.objects.get_or_create(
        invitation=page, digest=digest_of(said), defaults={"said": said}
    )
    return found


def concerns_those_who_wait(before: Said, after: Said) -> bool:
    return any(before[name] != after[name] for name in WHEN_AND_WHERE)


def differences(before: Said, after: Said) -> list[Difference]:
    """What is another now, in the words of the active language; the most important first."""
    found = [
        Difference(name, *two)
        for name, two in (
            (_("The day"), pair(before, after, takes_place, "is_cancelled")),
            (_("Title"), pair(before, after, lambda said: said["title"], "title")),
            (_("Time"), time_difference(before, after)),
            (_("Place"), pair(before, after, lambda said: said["place"], "place")),
            (_("Address"), pair(before, after, lambda said: said["address"], "address")),
            (_("Meeting on the net"), link_difference(before["link"], after["link"])),
            (_("Price"), pair(before, after, said_price, "price")),
        )
        if two
    ]
    return found + programme_differences(before["programme"], after["programme"])


def pair(before: Said, after: Said, words: Any, *names: str) -> tuple[str, str] | None:
    if all(before[name] == after[name] for name in names):
        return None
    return words(before), words(after)


def takes_place(said: Said) -> str:
    return _("is cancelled") if said["is_cancelled"] else _("takes place")


def time_difference(before: Said, after: Said) -> tuple[str, str] | None:
    two = pair(before, after, time_words, "starts_at", "ends_at")
    if two and two[0] == two[1]:
        # Another year, or the hour that a clock strikes twice in October.
        return whole_time_words(before), whole_time_words(after)
    return two


def time_words(said: Said) -> str:
    return span_text(*moments(said))


def whole_time_words(said: Said) -> str:
    # Django's own »T« is empty for an hour that comes twice.
    start, end = (f"{formats.date_format(one, 'j. F Y H.i')} {one:%Z}" for one in moments(said))
    return f"{start} – {end}"


def moments(said: Said) -> list[dt.datetime]:
    both = (dt.datetime.fromisoformat(said[name]) for name in ("starts_at", "ends_at"))
    return [timezone.localtime(one) for one in both]


def link_difference(before: str, after: str) -> tuple[str, str] | None:
    """In words: an address of the net says nothing to a reader, and no letter holds one."""
    if before == after:
        return None
    if not after:
        return _("there was a link"), ""
    if before:
        return "", _("the link is a new one; you find it at your seat")
    return "", _("you find the link at your seat")


def said_price(said: Said) -> str:
    return price_words(None if said["price"] is None else Decimal(said["price"]))


def programme_differences(before: list[list[str]], after: list[list[str]]) -> list[Difference]:
    """Items that are new, gone or another. An item is known again by its title."""
    name = _("Programme")
    if before == after:
        return []
    gone, new = only_in(before, after), only_in(after, before)
    found = []
    for one in gone:
        same = next((other for other in new if other[2] == one[2]), None)
        if same:
            new.remove(same)
        found.append(Difference(name, line(one), line(same) if same else ""))
    found += [Difference(name, "", line(one)) for one in new]
    if not found:
        return [Difference(name, "", _("the order is another"))]
    if len(found) > MOST_LINES:
        more = _("and more: read the programme on the page")
        found = [*found[: MOST_LINES - 1], Difference(name, "", more)]
    return found


def only_in(these: list[list[str]], those: list[list[str]]) -> list[list[str]]:
    """These without those, each as often as it is there more; in the order of these."""
    left = Counter(map(tuple, those))
    found = []
    for one in these:
        if left[tuple(one)]:
            left[tuple(one)] -= 1
        else:
            found.append(one)
    return found


def line(one: list[str]) -> str:
    """»10.00–11.00 Velkomst · Ida Berg«."""
    start, end, title, who = one
    times = "–".join(clock(dt.time.fromisoformat(text)) for text in (start, end) if text)
    return " · ".join(part for part in (f"{times} {title}".strip(), who) if part)
