"""The letters that go by themselves, in words, on the page where an editor writes the invitation."""

from typing import Any

from django.db.models import Count
from django.utils import timezone
from wagtail.admin.panels import Panel

from cms.mail.writing import network

from . import queries
from .memory import Nudge, Reminder
from .nudging import MOST_COUNTED, WORDS, invited, moment
from .reminders import RULES


class RemindersPanel(Panel):
    """When each rule falls for this day, and how many it has reached. The switches stand below it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/invitations/admin/reminders.html"

        def nudge(self, day: Any) -> dict:
            """To whoever has not answered, with how many it would reach now."""
            settings, state = network(), Nudge.objects.filter(invitation=day).first()
            is_set = bool(settings.invitations_series)
            reach = invited(day, settings)[: MOST_COUNTED + 1].count() if is_set else 0
            return {
                "words": WORDS,
                "is_on": day.reminds_before_deadline,
                "misses_series": not is_set,
                "moment": moment(day),
                "would_reach": min(reach, MOST_COUNTED),
                "is_more": reach > MOST_COUNTED,
                "is_done": bool(state and state.done_at),
                "is_nudge": True,
                "sent": state.letters if state else 0,
            }

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
            rules.insert(0, self.nudge(day))
            return super().get_context_data(parent_context) | {
                "rules": rules,
                "now": timezone.now(),
                "day": day,
            }
