"""What an editor finds on the admin's first page: what is next, where to write, and
whom to tell of what has changed."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AbstractUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from cms.invitations.changes_admin import may_change
from cms.invitations.changing import all_pending
from cms.invitations.queries import held_seats, upcoming_invitations
from cms.participation.wishes.admin import MODERATE
from cms.participation.wishes.queries import to_let_through

DAYS_SHOWN = 3
# What can be written, and the list that each kind of page lies in.
WRITABLE = (
    ("cms.InvitationPage", "cms.InvitationIndexPage", _("New invitation")),
    ("cms.StoryPage", "cms.StoryIndexPage", _("New story")),
    ("cms.ToolPage", "cms.LibraryIndexPage", _("New tool")),
    ("cms.FundingPage", "cms.LibraryIndexPage", _("New call for funding")),
    ("newsletters.NewsletterPage", "newsletters.NewsletterIndexPage", _("New newsletter")),
)


class StartPanel(Component):
    """The next days, and a button for each kind of page that this person may write."""

    name = "start"
    order = 50
    template_name = "cms/admin/start.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        now = timezone.now()
        return {
            "buttons": write_links(user),
            "days": next_days(now),
            "changed": changed_days(user, now),
            "wishes": to_let_through() if user.has_perm(MODERATE) else 0,
            "may_see_participants": user.has_perm("cms.view_registration"),
        }


def write_links(user: AbstractUser) -> list[dict[str, Any]]:
    """{label, url} for each kind of page that `user` may add somewhere."""
    links = []
    for model, parent_model, label in WRITABLE:
        parent: Page | None = apps.get_model(parent_model).objects.first()
        if parent and parent.permissions_for_user(user).can_add_subpage():
            app, name = model.lower().split(".")
            url = reverse("wagtailadmin_pages:add", args=[app, name, parent.pk])
            links.append({"label": label, "url": url})
    return links


def changed_days(user: AbstractUser, now: dt.datetime) -> list[Page]:
    """Days of which people were told something else than the page says now, for whoever can tell them."""
    days = apps.get_model("cms.InvitationPage").objects.filter(pk__in=all_pending(now))
    return [day for day in days.order_by("starts_at") if may_change(user, day)]


def next_days(now: dt.datetime) -> list[Page]:
    """With how many seats of each are taken: `held`."""
    return list(upcoming_invitations(now).annotate(held=held_seats())[:DAYS_SHOWN])
