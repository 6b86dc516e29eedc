"""The form in which an editor writes an invitation."""

from typing import Any

from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm

from cms.seasons.queries import current_season


class InvitationForm(WagtailAdminPageForm):
    """A new invitation begins in the running season: without one, a day is on no line and in no calendar."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "season" in self.fields and not self.instance.pk and not self.instance.season_id:
            self.initial["season"] = current_season(timezone.localdate())
