"""The letters that go by themselves, in words, on the page where an editor writes the invitation."""

from typing import Any

from django.db.models import Count
from django.utils import timezone
from wagtail.admin.panels import Panel

from . import queries
from .memory import Reminder
from .reminders import RULES


class RemindersPanel(Panel):
    """When each rule falls for this day, and how many it has reached. The switches stand below it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/invitations/admin/reminders.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict:
            day = queries.day_of(self.instance)
            rows = Reminder.objects.filter(registration__invitation=day).order_by()
            sent = dict(rows.values_list("rule").annotate(number=Count("pk")))
            rules = [
                {
                    "words": rule.words,
                    "is_on": getattr(day, rule.switch),
                    "moment": rule.moment(day),
                    "sent": sent.get(rule.name, 0),
                }
                for rule in RULES
            ]
            return super().get_context_data(parent_context) | {
                "rules": rules,
                "now": timezone.now(),
                "day": day,
            }
