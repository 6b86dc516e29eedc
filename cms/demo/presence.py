"""One who has said goodbye and may still come back, and one who is asked whether they are still here."""

import datetime as dt

from django.utils import timezone

from cms.members import presence
from cms.members.leaving import say_goodbye
from cms.members.models import Member

from .report import Report


def fill(report: Report) -> None:
    now = timezone.now()
    with report.step("one who left, one who is asked") as step:
        reading = Member.objects.consenting().order_by("pk")
        left, quiet = Member.objects.exclude(pk__in=reading.values("pk"))[:1].get(), reading[0]
        say_goodbye(member=left, now=now - dt.timedelta(days=2))
        then = now - dt.timedelta(days=5)
        Member.objects.filter(pk=quiet.pk).update(seen_at=then - presence.QUIET_FOR)
        presence.ask(then)
        step.advance(2)
