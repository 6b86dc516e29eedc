"""The members that a rule means."""

from django.db.models import Exists, OuterRef

from cms.members.models import Member, MemberQuerySet

from .rules import Rule


def recipients(rule: Rule) -> MemberQuerySet:
    """The members who get it, each once, by id. Only those whose consent holds now."""
    members = Member.objects.consenting()
    if rule.kinds:
        members = members.filter(organisation__kind__in=rule.kinds)
    if rule.topics:
        interest = Member.topics.through.objects.filter(
            member=OuterRef("pk"), topicpage__in=rule.topics
        )
        members = members.filter(Exists(interest))
    return members.order_by("pk")
