"""A few who have signed up and not confirmed yet, so that their register is not empty."""

import datetime as dt

from django.utils import timezone

from cms.members import answering
from cms.members.joining import Details, sign_up
from cms.members.models import SignUp
from cms.organisations.models import Organisation
from cms.series.queries import shown_wordings
from cms.topics.pages import TopicPage

from .report import Report

# First and last name, address, organisation, hours ago. The last one is in a hurry and asks twice.
WAITING = (
    ("Maja", "Holmgaard", "maja.holmgaard@middelfart.example", "Middelfart Kommune", 52),
    ("Viggo", "Thrane", "viggo@sunde-skoler.example", "Foreningen Sunde Skoler", 20),
    ("Ellen", "Kirk", "ellen.kirk@odense.example", "Odense Kommune", 3),
    ("Ellen", "Kirk", "ellen.kirk@odense.example", "Odense Kommune", 2),
)
# Addresses for documentation (RFC 5737).
IP = "192.0.2.{}"


def fill(report: Report) -> None:
    with report.step("sign-ups that wait") as step:
        for number, row in enumerate(WAITING, 1):
            wait(row, IP.format(number))
            step.advance()


def wait(row: tuple[str, str, str, str, int], ip: str) -> SignUp:
    """One sign-up, asked to confirm at the time."""
    first, last, email, workplace, hours = row
    then = timezone.now() - dt.timedelta(hours=hours)
    topic = TopicPage.objects.order_by("path").first()
    details = Details(
        first_name=first,
        last_name=last,
        email=email,
        language="da",
        organisation=Organisation.objects.filter(name=workplace).first(),
        organisation_name=workplace,
        topics=[topic.pk] if topic else [],
        wordings=[wording.pk for wording in shown_wordings("da")][:1],
    )
    made = sign_up(details=details, ip=ip, now=then)
    answering.answer(made.pk, now=then)
    return made
