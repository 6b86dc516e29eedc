"""Sending a newsletter, now or later; asking a second person first; or a test of it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.errors import NetworkError
from cms.members.models import User
from newsletters.approvals import queries as approvals
from newsletters.approvals.actions import ask
from newsletters.approvals.queries import Standing
from newsletters.audiences.forms import RuleForm
from newsletters.audiences.queries import Counted
from newsletters.audiences.queries import count as count_of
from newsletters.audiences.rules import sentence
from newsletters.editions import previews
from newsletters.editions.languages import (
    Issue,
    drafts,
    issue_of,
    language_of,
    speaker_of,
    versions,
)
from newsletters.editions.pages import NewsletterPage
from newsletters.editions.queries import series_of
from newsletters.editions.rendering import RenderingError
from newsletters.editions.review import Fault, review

from .. import actions, queries
from ..forms import WhenForm
from .access import SenderRequiredMixin
from .testing import ColleaguesForm


class PageMixin(SenderRequiredMixin):
    """The newsletter of the address, which the person must also be allowed to edit."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = speaker_of(get_object_or_404(NewsletterPage, pk=kwargs["page_id"]))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class Chosen:
    """What would go to whom: a page's letter and the rule of a valid form, as they are now."""

    def __init__(self, page: NewsletterPage, form: RuleForm) -> None:
        self.page, self.rule, self.series = page, form.rule, series_of(page)
        self.audience_key = queries.audience_key(self.rule)
        self.sentence = sentence(self.rule, self.series.title)
        self.issue = issue_or_none(page)

    @property
    def seen(self) -> str:
        """What an editor has seen when they press: the very letter and the very rule."""
        return f"{self.issue.content_hash if self.issue else ''}-{self.audience_key}"

    def standing(self) -> Standing | None:
        """Where it stands with the second person; None where there is no letter to ask about."""
        if self.issue is None:
            return None
        return approvals.standing(
            page_key=self.page.pk,
            issue=self.issue,
            audience_key=self.audience_key,
            sentence=self.sentence,
        )


def issue_or_none(page: NewsletterPage) -> Issue | None:
    """The newsletter in all its languages, or None where one cannot be rendered; its faults say why."""
    try:
        return issue_of(page)
    except RenderingError:
        return None


@dataclass(frozen=True)
class Version:
    """One language of a newsletter, with what stands in its way and what is worth a look."""

    page: NewsletterPage
    language: str
    edit_url: str
    faults: list[Fault]
    advice: list[Fault]


def reviewed(page: NewsletterPage) -> list[Version]:
    """Each language of the newsletter as the rules find it, the one that speaks for all first."""
    names = dict(settings.LANGUAGES)
    found = []
    for each in versions(page):
        said = review(each)
        found.append(
            Version(
                page=each,
                language=str(names.get(language_of(each), language_of(each))),
                edit_url=reverse("wagtailadmin_pages:edit", args=[each.pk]),
                faults=[fault for fault in said if fault.is_stop],
                advice=[fault for fault in said if not fault.is_stop],
            )
        )
    return found


class SendView(PageMixin, WagtailAdminTemplateMixin, TemplateView):
    """Choose an audience, see how many that is, have it approved, send. GET only counts; POST sends."""

    template_name = "newsletters/delivery/admin/send.html"
    page_title = gettext_lazy("Send newsletter")
    header_icon = "mail"

    def get_page_subtitle(self) -> str:
        return self.page.title

    def get_breadcrumbs_items(self) -> list[dict]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": edit, "label": self.page.title},
            {"url": "", "label": _("Send newsletter")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict:
        form = kwargs.pop("form", None) or RuleForm(self.request.GET)
        when = kwargs.pop("when", None) or WhenForm()
        valid = form.is_valid()
        languages = reviewed(self.page)
        found = any(version.faults for version in languages)
        chosen = Chosen(self.page, form) if valid else None
        approval = chosen.standing() if chosen else None
        counted, count = Counted(0, 0, 0), 0
        if chosen:
            counted = count_of(chosen.rule, chosen.series)
            count = queries.still_to_get(
                self.page.translation_key, chosen.rule, chosen.series
            ).count()
        standing = queries.mailing_to(self.page.translation_key, form.rule) if valid else None
        is_ready = valid and not found and count > 0 and standing is None
        return super().get_context_data(
            page=self.page,
            form=form,
            count=count,
            have=counted.members - count,
            unreachable=counted.unreachable,
            unconfirmed=counted.unconfirmed,
            resting=counted.resting,
            when=when,
            chosen=chosen,
            fields=[(name, value) for name in form.fields for value in values(form, name)],
            versions=languages,
            faults=found,
            advice=any(version.advice for version in languages),
            drafts=drafts(self.page),
            approval=approval,
            standing=standing,
            can_ask=bool(is_ready and approval and not approval.may_go and not approval.asked),
            can_send=bool(is_ready and approval and approval.may_go),
            regret=approvals.sending_settings().regret_seconds,
            mailings=queries.mailings_of(self.page.translation_key),
            edit_url=reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            test=ColleaguesForm(user=self.user),
            seen_as=previews.seen_as(self.request),
            **kwargs,
        )

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        form, when = RuleForm(request.POST), WhenForm(request.POST)
        if not (form.is_valid() and when.is_valid()):
            return self.render_to_response(self.get_context_data(form=form, when=when))
        now = timezone.now()
        try:
            self.check_seen(form)
            mailing = actions.send(
                page=self.page,
                rule=form.rule,
                user=self.user,
                now=now,
                at=when.cleaned_data["send_at"] or soonest(now),
            )
        except NetworkError as error:
            messages.error(request, str(error))
            return self.render_to_response(self.get_context_data(form=form, when=when))
        return redirect("newsletters_mailing", mailing_id=mailing.pk)

    def check_seen(self, form: RuleForm) -> None:
        """Raises ChangedError where the letter or the audience is not what this person had on the screen."""
        if self.request.POST.get("seen", "") != Chosen(self.page, form).seen:
            raise ChangedError(
                _("The newsletter or its recipients were changed while you looked. Look again.")
            )


def soonest(now: dt.datetime) -> dt.datetime | None:
    """When »Send now« goes: after the time to regret. None: at once."""
    regret = approvals.sending_settings().regret_seconds
    return now + dt.timedelta(seconds=regret) if regret else None


def values(form: RuleForm, name: str) -> list[str]:
    """What was chosen in a field, as it came: the next form sends it again."""
    data = form.data
    return data.getlist(name) if hasattr(data, "getlist") else []


class ChangedError(NetworkError):
    """What was seen is not what would be sent."""

    code = "changed_while_looking"
    status = 409


class AskView(PageMixin):
    """Ask for a second person's yes to exactly what this person sees."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        form = RuleForm(request.POST)
        query = urlencode([(n, v) for n in form.fields for v in request.POST.getlist(n)])
        back = reverse("newsletters_send", args=[page_id]) + (f"?{query}" if query else "")
        if not form.is_valid() or any(version.faults for version in reviewed(self.page)):
            messages.error(request, _("It cannot be asked about yet. The reasons stand below."))
            return redirect(back)
        chosen = Chosen(self.page, form)
        if chosen.issue is None or request.POST.get("seen", "") != chosen.seen:
            messages.error(
                request,
                _("The newsletter or its recipients were changed while you looked. Look again."),
            )
            return redirect(back)
        ask(
            page_key=self.page.pk,
            issue=chosen.issue,
            rule=chosen.rule,
            audience_key=chosen.audience_key,
            sentence=chosen.sentence,
            user=self.user,
            now=timezone.now(),
        )
        messages.success(
            request,
            _("It is asked. Others who may send newsletters find it on the admin's first page."),
        )
        return redirect(back)


class SendTestView(PageMixin):
    """Send the newsletter as it is saved to oneself and to colleagues, as the picked member sees it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        form = ColleaguesForm(request.POST, user=self.user)
        if form.is_valid():
            self.send(form.cleaned_data["to"])
        else:
            messages.error(request, " ".join(str(words) for words in form.errors["to"]))
        query = request.POST.get("query", "")[:2000]
        return redirect(
            reverse("newsletters_send", args=[page_id]) + (f"?{query}" if query else "")
        )

    def send(self, people: list[User]) -> None:
        """Send it, and say to whom it went and to whom not."""
        try:
            missed = actions.send_test(
                pages=[each.get_latest_revision_as_object() for each in versions(self.page)],
                to=people,
                user=self.user,
                seen_as=previews.seen_as(self.request),
            )
        except NetworkError as error:
            messages.error(self.request, str(error))
            return
        for person, said in missed:
            words = _("The test to %(address)s was not taken: %(words)s.")
            messages.error(self.request, words % {"address": person.email, "words": said or "–"})
        not_sent = {person for person, _words in missed}
        went = [person.email for person in people if person not in not_sent]
        if went:
            words = _("The test is sent to %(address)s.") % {"address": ", ".join(went)}
            messages.success(self.request, words, buttons=outbox_buttons())


def outbox_buttons() -> list:
    """The way to the letters, where they are kept here instead of sent."""
    if settings.MAIL_PROVIDER != "outbox" or settings.PRODUCTION:
        return []
    return [messages.button(reverse("outbox:letters"), _("Open the outbox"))]
