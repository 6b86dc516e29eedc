"""Where the letter leads: pages and addresses that a reader can open, by links that say where."""

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from ..queries import next_days
from ..rendering import TEASERS
from ..text import absolute
from .draft import Draft
from .fault import Fault, warning

# RFC 6761 and 6762, 8375, and what nets at home are called. Not `.example`: nobody can own it, so it is
# what the demonstration is written with.
TEST_DOMAINS = {"localhost", "local", "test", "invalid", "internal", "localdomain", "home", "lan"}
TEST_NAMES = {"test", "staging", "dev"}
# WCAG 2.2, 2.4.9: a link is understood by its own words, as screen readers list links without the rest.
VAGUE = {
    *("her", "herover", "klik", "klik her", "tryk her", "se her", "læs her", "find det her"),
    *("mere", "læs mere", "se mere", "find ud af mere", "læs mere her", "se mere her"),
    *("læs videre", "link", "dette link", "linket", "denne side"),
    *("here", "click", "click here", "press here", "see here", "read here", "more", "read more"),
    *("see more", "learn more", "find out more", "read on", "continue", "this link", "this page"),
}


def shows_public_pages(draft: Draft) -> Iterator[Fault]:
    for place in draft.of_kind(*TEASERS, "button"):
        picked = place.value["page"]
        if place.kind in TEASERS and picked is None:
            words = _("Block %(number)s (%(kind)s) picks a page that is deleted. Pick another.")
            yield Fault(words % place.names, place.id)
        elif picked is not None and picked.pk not in draft.readable:
            yield Fault(
                _("Block %(number)s (%(kind)s) shows »%(title)s«, which readers cannot open. ")
                % (place.names | {"title": picked.title})
                + _("Publish that page, or take the block out."),
                place.id,
            )


def has_files(draft: Draft) -> Iterator[Fault]:
    for place in draft.of_kind("file"):
        if place.value["document"] is None:
            words = _("Block %(number)s (%(kind)s) has a file that is deleted. Pick another.")
            yield Fault(words % place.names, place.id)


def announces_days(draft: Draft) -> Iterator[Fault]:
    places = draft.of_kind("days")
    if places and not next_days(draft.now, draft.page.locale_id).exists():
        for place in places:
            words = _("Block %(number)s (%(kind)s) is empty: no day can be signed up for now.")
            yield warning(words % place.names, place.id)


def links_to_public_pages(draft: Draft) -> Iterator[Fault]:
    for link in draft.links:
        place = link.place
        if link.page is None or link.page in draft.readable:
            continue
        linked = draft.linked.get(link.page)
        if linked is None:
            words = _(
                "Block %(number)s (%(kind)s) links to a page that is deleted. Take the link out."
            )
            yield Fault(words % place.names, place.id)
        else:
            words = _(
                "Block %(number)s (%(kind)s) links to »%(title)s«, which readers cannot open. "
                "Publish that page, or take the link out."
            )
            yield Fault(words % (place.names | {"title": linked.title}), place.id)


def leads_somewhere(draft: Draft) -> Iterator[Fault]:
    for link in draft.links:
        if link.href is None or (link.href.strip() != "#" and whole(link.href)):
            continue
        if link.place.kind == "button":
            words = _("Block %(number)s (%(kind)s) leads nowhere. Choose a page or an address.")
        else:
            words = _(
                "Block %(number)s (%(kind)s) has a link, »%(words)s«, that leads nowhere. "
                "Give it an address, or take it out."
            )
        yield Fault(words % (link.place.names | {"words": link.words.strip()}), link.place.id)


def leads_where_readers_can_come(draft: Draft) -> Iterator[Fault]:
    for link in draft.links:
        host = host_of(link.href or "")
        if is_out_of_reach(host):
            words = _(
                "Block %(number)s (%(kind)s) links to %(host)s, which readers cannot reach. "
                "Write the public address."
            )
            yield Fault(words % (link.place.names | {"host": host}), link.place.id)


def says_where_links_lead(draft: Draft) -> Iterator[Fault]:
    for link in draft.links:
        if is_vague(link.words):
            words = _(
                "Block %(number)s (%(kind)s) has a link that only says »%(words)s«. "
                "Write what the reader finds there."
            )
            yield warning(words % (link.place.names | {"words": link.words.strip()}), link.place.id)


def whole(href: str) -> str:
    """The address as the letter writes it; empty for what is none."""
    try:
        return absolute(href) if href.strip() else ""
    except ValueError:
        return ""


def host_of(href: str) -> str:
    return (urlsplit(whole(href)).hostname or "").rstrip(".")


def is_out_of_reach(host: str) -> bool:
    """Whether the host is for tests or inside somebody's own net. The site's own host never is."""
    if not host or host == urlsplit(settings.SITE_URL).hostname:
        return False
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        names = host.split(".")
    # »test.dk« is somebody's domain; »test.kommune.dk« is a place to try things.
    return (
        len(names) == 1 or names[-1] in TEST_DOMAINS or (len(names) > 2 and names[0] in TEST_NAMES)
    )


def is_vague(words: str) -> bool:
    letters = "".join(letter if letter.isalnum() else " " for letter in words.casefold())
    return " ".join(letters.split()) in VAGUE
