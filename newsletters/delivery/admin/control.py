"""Stopping, going on, cancelling, sending what is missing or unknown: asked for first where it must be."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.errors import NetworkError
from newsletters.audiences.rules import Rule

from .. import actions, queries
from .mailings import MailingMixin


class PauseView(MailingMixin):
    """Stop a mailing. It can go on, so it is not asked for twice."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, mailing_id: int) -> HttpResponse:
        if actions.pause(mailing=self.mailing, user=self.user, now=timezone.now()):
            messages.success(
                request,
                _("The mailing is stopped. What was being handed over is brought to its end."),
            )
        else:
            messages.info(request, _("This mailing is not under way, so there is nothing to stop."))
        return redirect("newsletters_mailing", mailing_id=mailing_id)


class StopView(MailingMixin):
    """Stop a mailing whose time has not come: one press, no question, because nothing has left."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, mailing_id: int) -> HttpResponse:
        stopped = actions.cancel(mailing=self.mailing, user=self.user, now=timezone.now())
        self.mailing.refresh_from_db(fields=["planned_at", "page"])
        if not stopped:
            messages.info(request, _("This mailing was over already."))
        elif self.mailing.planned_at:
            messages.warning(
                request, _("It had just begun. The rest is cancelled; what is out is out.")
            )
        else:
            messages.success(request, _("Stopped. Nothing was sent."))
            if self.mailing.page_id:
                return redirect("newsletters_send", page_id=self.mailing.page_id)
        return redirect("newsletters_mailing", mailing_id=mailing_id)


class ResumeView(MailingMixin):
    """Go on with a stopped mailing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, mailing_id: int) -> HttpResponse:
        if actions.resume(mailing=self.mailing, user=self.user, now=timezone.now()):
            messages.success(request, _("The mailing goes on."))
        else:
            messages.info(request, _("This mailing is not stopped."))
        return redirect("newsletters_mailing", mailing_id=mailing_id)


class ConfirmedView(MailingMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page that says what will happen; only its button does it."""

    template_name = "newsletters/delivery/admin/confirm.html"
    header_icon = "mail"
    button: str | Promise = ""
    is_serious = False

    def get_page_subtitle(self) -> str:
        return self.mailing.subject

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*super().get_breadcrumbs_items(), *self.crumbs(str(self.page_title))]

    def get_context_data(self, **kwargs: Any) -> dict:
        return super().get_context_data(
            mailing=self.mailing,
            words=self.words(),
            count=self.count(),
            button=self.button,
            is_serious=self.is_serious,
            **kwargs,
        )

    def count(self) -> int:
        """How many letters it is about; with none, there is no button."""
        raise NotImplementedError

    def words(self) -> list[str]:
        """What happens, a sentence or two a paragraph."""
        raise NotImplementedError

    def act(self) -> tuple[str, int]:
        """Do it. Returns what to say, and the mailing to show."""
        raise NotImplementedError

    def post(self, request: HttpRequest, mailing_id: int) -> HttpResponse:
        try:
            said, shown = self.act()
        except NetworkError as error:
            messages.error(request, str(error))
            return redirect("newsletters_mailing", mailing_id=mailing_id)
        messages.success(request, said)
        return redirect("newsletters_mailing", mailing_id=shown)


class CancelView(ConfirmedView):
    page_title = gettext_lazy("Cancel the mailing")
    button = gettext_lazy("Cancel the rest")
    is_serious = True

    def count(self) -> int:
        if self.mailing.is_over:
            return 0
        return queries.balance(self.mailing).waiting or int(not self.mailing.planned_at)

    def words(self) -> list[str]:
        if not self.count():
            return [_("This mailing is over. There is nothing left to cancel.")]
        return [
            _("Nothing more of this mailing is sent. A letter that is out cannot be called back."),
            _("Those who did not get it can be sent it later: »Send to the missing ones«."),
        ]

    def act(self) -> tuple[str, int]:
        done = actions.cancel(mailing=self.mailing, user=self.user, now=timezone.now())
        said = _("The rest is cancelled.") if done else _("This mailing was over already.")
        return said, self.mailing.pk


class SendAgainView(ConfirmedView):
    page_title = gettext_lazy("Send the unknown ones again")
    button = gettext_lazy("Send again, in my name")
    is_serious = True

    def count(self) -> int:
        return queries.balance(self.mailing).held if self.mailing.is_over else 0

    def words(self) -> list[str]:
        count = self.count()
        if not count:
            return [_("No letter of this mailing is unknown, or it is still under way.")]
        return [
            ngettext(
                "Of %(count)s letter nobody knows whether the provider took it.",
                "Of %(count)s letters nobody knows whether the provider took them.",
                count,
            )
            % {"count": count},
            _("Sent again, some people may get a second copy. Left alone, some may get none."),
            _("Your name stands in the mailing's history as the one who chose."),
        ]

    def act(self) -> tuple[str, int]:
        count = actions.send_held_again(mailing=self.mailing, user=self.user, now=timezone.now())
        said = ngettext(
            "%(count)s letter is sent again.", "%(count)s letters are sent again.", count
        )
        return said % {"count": count}, self.mailing.pk


class SendMissingView(ConfirmedView):
    page_title = gettext_lazy("Send to the missing ones")
    button = gettext_lazy("Send to the missing ones")

    def count(self) -> int:
        rule = Rule.stored(self.mailing.audience)
        return queries.still_to_get(self.mailing.letter_key, rule, self.mailing.series).count()

    def words(self) -> list[str]:
        count = self.count()
        if not count:
            return [_("Nobody is missing: everybody in this audience has it already.")]
        return [
            ngettext(
                "%(count)s member of this audience has no copy: came since, was left out or was refused.",
                "%(count)s members of this audience have no copy: came since, were left out or were refused.",
                count,
            )
            % {"count": count},
            _("They get the letter exactly as it was frozen then. Nobody gets it twice."),
        ]

    def act(self) -> tuple[str, int]:
        mailing = actions.send_missing(mailing=self.mailing, user=self.user, now=timezone.now())
        return _("The letter is on its way to the missing ones."), mailing.pk
