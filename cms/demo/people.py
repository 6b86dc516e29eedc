"""Two hundred invented members in real municipalities and regions, and what they said yes to.

Names are drawn with a fixed seed, so that every demo has the same people. Their addresses end in `.example`,
which no mail can reach (RFC 2606).
"""

import datetime as dt
import random

from django.utils import timezone
from django.utils.text import slugify
from wagtail.search.backends import get_search_backends

from cms.content.levels import Level
from cms.content.models import NetworkSettings
from cms.mail.addresses import canonical, fingerprint
from cms.members.models import Consent, Member
from cms.organisations.models import Organisation
from cms.series.actions import reword
from cms.series.models import Series
from cms.series.queries import current_wording, first_series
from cms.topics.pages import TopicPage

from . import texts
from .report import Report

MEMBERS = 200
NEVER_CONSENTED, WITHDREW = 12, 8
# The second series, beside the one that every site has: two members in three want it.
INVITATIONS = "invitationer"
WORDS = {
    "da": (
        "Ja tak, send mig en invitation på e-mail, når tilmeldingen til en netværksdag åbner. "
        "Jeg kan sige nej igen med ét tryk i hvert brev."
    ),
    "en": (
        "Yes, please send me an invitation by e-mail when sign-up for a network day opens. "
        "I can say no again with one press in every letter."
    ),
}
# How common each is among members: the higher, the more.
UNITS = dict(zip(Member.Unit.values, (26, 8, 22, 24, 34, 22, 26, 10, 16, 8, 4), strict=True))
ROLES = dict(zip(Member.Role.values, (34, 18, 44, 52, 14, 12, 14, 12), strict=True))
# The fourth have not said.
LEVELS = [*Level.values, ""]
SEVERAL = {"410": 6, "461": 6, "751": 7, "630": 5, "265": 5, "851": 6, "101": 7, "621": 4, "740": 4}
FOLDED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})


def fill(report: Report) -> None:
    now = timezone.now()
    with report.step("members", of=MEMBERS) as step:
        members = make_members(now)
        step.advance(len(members))
    with report.step("consents") as step:
        step.advance(len(give_consents(members, now)))


def make_members(now: dt.datetime) -> list[Member]:
    dice = random.Random("the people of the network")  # noqa: S311 - names, not secrets
    workplaces, names = draw_workplaces(dice), draw_names(dice)
    topics = list(TopicPage.objects.order_by("path"))
    members = [
        member(dice, first, last, workplace)
        for (first, last), workplace in zip(names, workplaces, strict=True)
    ]
    members = Member.objects.bulk_create(members)
    for number, person in enumerate(members):
        person.joined_at = now - dt.timedelta(hours=dice.randrange(20, 24 * 420))
        person.seen_at = max(person.joined_at, now - dt.timedelta(days=number))
    Member.objects.bulk_update(members, ["joined_at", "seen_at"])
    for backend in get_search_backends(with_auto_update=True):  # bulk_create sends no signals
        backend.add_bulk(Member, members)
    interest = Member.topics.through
    interest.objects.bulk_create(
        interest(member=person, topicpage=topic)
        for person in members
        for topic in dice.sample(topics, min(len(topics), dice.choice((1, 2, 2, 3, 4))))
    )
    return members


def member(dice: random.Random, first: str, last: str, workplace: Organisation) -> Member:
    domain = slugify(workplace.name.translate(FOLDED).removesuffix(" Kommune"))
    local = slugify(f"{first} {last}".translate(FOLDED)).replace("-", ".")
    email = f"{local}@{domain}.example"
    return Member(
        first_name=first,
        last_name=last,
        email=email,
        email_key=canonical(email),
        fingerprint=fingerprint(canonical(email)),
        organisation=workplace,
        unit=dice.choices(list(UNITS), list(UNITS.values()))[0],
        role=dice.choices(list(ROLES), list(ROLES.values()))[0],
        level=dice.choices(LEVELS, (2, 3, 5, 2))[0],
        language=Member.Language.ENGLISH if dice.random() < 0.04 else Member.Language.DANISH,
    )


def draw_names(dice: random.Random) -> list[tuple[str, str]]:
    """First and last names, no pair twice."""
    names = texts.read(texts.FOLDER / "names.md")
    last_names = names.section("last").split()
    pairs = [(first, last) for first in names.section("first").split() for last in last_names]
    return dice.sample(pairs, MEMBERS)


def draw_workplaces(dice: random.Random) -> list[Organisation]:
    """Where each member works: every region several times, most municipalities once or twice."""
    today = timezone.localdate()
    here = Organisation.objects.valid(today)
    regions = list(here.filter(kind=Organisation.Kind.REGION).order_by("name"))
    municipalities = list(here.filter(kind=Organisation.Kind.MUNICIPALITY).order_by("code"))
    drawn = [region for region in regions for _ in range(8)]
    drawn += [place for place in municipalities for _ in range(SEVERAL.get(place.code, 0))]
    drawn += dice.sample(municipalities, 80)
    drawn += dice.choices(municipalities, k=MEMBERS)
    drawn = drawn[:MEMBERS]
    dice.shuffle(drawn)
    return drawn


def make_invitations(now: dt.datetime) -> Series:
    series = Series.objects.create(
        key=INVITATIONS,
        name="Invitationer",
        name_en="Invitations",
        about="Et brev, når tilmeldingen til en netværksdag åbner.",
        about_en="A letter when sign-up for a network day opens.",
        place=2,
    )
    for language, words in WORDS.items():
        reword(series=series, language=language, words=words, now=now)
    NetworkSettings.objects.update(invitations_series=series)
    return series


def give_consents(members: list[Member], now: dt.datetime) -> list[Consent]:
    """A yes from most; some never said it, a few took it back. Most of the others want invitations too."""
    series, second = first_series(), make_invitations(now)
    wording, other = current_wording(series, "da"), current_wording(second, "da")
    consents = [
        Consent(member=person, series=series, wording=wording, given_at=person.joined_at)
        for person in members[NEVER_CONSENTED:]
    ]
    for consent in consents[:WITHDREW]:
        consent.withdrawn_at = consent.given_at + dt.timedelta(hours=19)
    consents += [
        Consent(member=person, series=second, wording=other, given_at=person.joined_at)
        for number, person in enumerate(members[NEVER_CONSENTED + WITHDREW :])
        if number % 3
    ]
    return Consent.objects.bulk_create(consents)
