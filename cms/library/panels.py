"""What stands on the form of a resource person, besides its fields."""

from typing import Any

from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

#: The name of the door in `admin`.
TAKE_DOWN = "library_take_down"
#: The id of a form of its own. Inside the page's form the button would be the first, which Enter presses.
FORM = "library-take-down"


def empty_form() -> str:
    """The form that the button belongs to; it stands at the end of the page, as forms hold no forms."""
    return format_html('<form id="{}" method="post" hidden></form>', FORM)


class TakeDownPanel(Panel):
    """One press that takes the page off the site, for when the person wants it no more."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("If they want it no more"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/library/admin/take_down_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and self.instance.live

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return context | {
                "address": reverse(TAKE_DOWN, args=[self.instance.pk]),
                "form": FORM,
                "token": get_token(self.request),
            }
