"""The one question that an editor answers before mail to a member is stopped, or goes on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.members.actions import SHORTEST_REASON

LONGEST_REASON = 200


class ReasonForm(forms.Form):
    """Why. Others read it later, on the same page."""

    because = forms.CharField(
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        error_messages={
            "required": _("Write why, so that others can understand it later."),
            "min_length": _("Write a little more, so that others can understand it later."),
        },
    )


class StopForm(ReasonForm):
    """Stop mail to a member by hand."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["because"].label = _("Why should no mail go to this member?")
        self.fields["because"].help_text = _(
            "For example: »The member is on leave until spring«. The member stays a member, and newsletters "
            "leave them out. A member who does not want newsletters is unticked under »Newsletter« instead."
        )


class LiftForm(ReasonForm):
    """Let mail go on to a member."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["because"].label = _("How do you know that mail arrives again?")
        self.fields["because"].help_text = _(
            "For example: »IT has emptied the mailbox, by telephone 3 May«. If letters still come back, mail "
            "is stopped again. The mail provider may keep a list of its own, too: take the address off it."
        )
