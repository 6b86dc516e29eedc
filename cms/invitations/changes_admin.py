"""The admin's page on what has changed about a day since people were told, and on cancelling it."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from cms.errors import NetworkError
from cms.mail.lines import LetterLineField
from cms.mail.writing import Written, write

from . import changing, queries
from .letters import CHANGED, DAY, DAY_CANCELLED
from .memory import Change
from .pages import InvitationPage

PAGE, CANCEL_PAGE = "invitations_changes", "invitations_cancel_day"


class NoteForm(forms.Form):
    note = LetterLineField(
        label=gettext_lazy("One more line (optional)"),
        required=False,
        help_text=gettext_lazy("Stands below what has changed. One line of plain text, no links."),
    )


class CancelForm(forms.Form):
    because = LetterLineField(
        label=gettext_lazy("Why"),
        required=False,
        help_text=gettext_lazy(
            "Stands on the page and in the letter. One line of plain text, no links."
        ),
    )


def may_change(user: Any, page: InvitationPage) -> bool:
    return page.permissions_for_user(user).can_publish()


class DayView(WagtailAdminTemplateMixin, TemplateView):
    """A page of the admin about one day, for whoever may publish it."""

    header_icon = "date"
    action = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        page = get_object_or_404(InvitationPage, pk=kwargs["page_id"])
        if not may_change(request.user, page):
            raise PermissionDenied
        self.day = queries.day_of(page)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.day.title

    def get_breadcrumbs_items(self) -> list[dict]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.day.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("invitation_listing:index"), "label": _("Invitations")},
            {"url": edit, "label": self.day.title},
            {"url": "", "label": self.page_title},
        ]

    def again(self, form: forms.Form, fault: str = "") -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, fault=fault))


class ChangesView(DayView):
    """What is another now, for each group that was told the same; only POST tells them."""

    template_name = "cms/invitations/admin/changes.html"
    page_title = gettext_lazy("Changes to tell of")

    def get_context_data(self, **kwargs: Any) -> dict:
        form = kwargs.pop("form", None) or NoteForm()
        groups = changing.pending(self.day, timezone.now())
        note = form.cleaned_data.get("note", "") if form.is_bound and form.is_valid() else ""
        return super().get_context_data(
            day=self.day,
            form=form,
            groups=[{"group": one, "letter": letter_of(one, note)} for one in groups],
            people=sum(one.people for one in groups),
            seen=changing.key_of(groups),
            under_way=Change.objects.under_way().filter(invitation=self.day).exists(),
            decisions=self.day.changes.select_related("by").order_by("-pk")[:10],
            **kwargs,
        )

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        form, deed = NoteForm(request.POST), request.POST.get("deed", "")
        if not form.is_valid() or deed not in Change.Verdict.values:
            return self.again(form)
        try:
            change = changing.decide(
                day=self.day,
                verdict=deed,
                seen=request.POST.get("seen", ""),
                note=form.cleaned_data["note"],
                by=request.user,
                now=timezone.now(),
            )
        except changing.NothingToTellError as error:
            messages.warning(request, str(error))
            return redirect(PAGE, self.day.pk)
        except NetworkError as error:
            return self.again(form, fault=str(error))
        messages.success(request, said_of(change))
        return redirect(PAGE, self.day.pk)


class CancelDayView(DayView):
    """Cancels a day, or says that it takes place after all; only POST does."""

    template_name = "cms/invitations/admin/cancel_day.html"
    page_title = gettext_lazy("Cancel the day")

    def get_context_data(self, **kwargs: Any) -> dict:
        form = kwargs.pop("form", None) or CancelForm()
        because = form.cleaned_data.get("because", "") if form.is_bound and form.is_valid() else ""
        standing = self.day.registrations.standing()
        return super().get_context_data(
            day=self.day,
            form=form,
            is_past=self.day.is_past(timezone.now()),
            seated=standing.seated().count(),
            others=standing.exclude(state="seated").count(),
            letter=written(self.day, DAY_CANCELLED, {"because": because, "has_entry": True}),
            **kwargs,
        )

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        form, deed, now = CancelForm(request.POST), request.POST.get("deed", ""), timezone.now()
        if not form.is_valid() or deed not in ("cancel", "restore"):
            return self.again(form)
        try:
            if deed == "restore":
                changing.restore_day(day=self.day, by=request.user, now=now)
                messages.success(
                    request, _("The page says that the day takes place. Now tell people.")
                )
                return redirect(PAGE, self.day.pk)
            because = form.cleaned_data["because"]
            changing.cancel_day(day=self.day, because=because, by=request.user, now=now)
        except NetworkError as error:
            return self.again(form, fault=str(error))
        messages.success(
            request, _("The day is cancelled. Everybody who was signed up is being told.")
        )
        return redirect(CANCEL_PAGE, self.day.pk)


def said_of(change: Change) -> str:
    if change.verdict == Change.Verdict.SILENT:
        return _("Nobody is told, and you are not asked about this change again.")
    words = ngettext(
        "%(number)s letter is on its way.", "%(number)s letters are on their way.", change.told
    )
    more = "" if change.done_at else " " + _("The rest follow within minutes.")
    return words % {"number": change.told} + more


def letter_of(group: changing.Group, note: str) -> Written:
    """The letter as it goes to somebody with a seat in this group."""
    kind = DAY_CANCELLED if group.said["is_cancelled"] else CHANGED
    return written(group.page, kind, changing.values_of(group, note, has_entry=True))


def written(day: InvitationPage, kind: Any, values: dict[str, Any]) -> Written:
    about = {
        "name": DAY["name"],
        "title": day.title,
        "starts_at": day.starts_at,
        "ends_at": day.ends_at,
        "place": day.place or None,
        "own_url": day.own_path,
    }
    return write(kind, about | values, get_language() or "")


def tell_of_changes(request: HttpRequest, page: Any) -> None:
    """After publishing: people know something else than the page says."""
    if not isinstance(page.specific, InvitationPage):
        return
    day = queries.day_of(page.specific)
    if changing.pending(day, timezone.now()):
        messages.warning(
            request,
            _("People who are signed up were told something else before. Nobody is told yet."),
            buttons=[
                messages.button(
                    reverse(PAGE, args=[day.pk]), _("See what has changed"), new_window=False
                )
            ],
        )


def header_buttons(page: Any, user: Any, view_name: str, next_url: Any = None) -> Any:
    """Below »…« at the top of a day's page in the admin."""
    if isinstance(page, InvitationPage) and page.pk and may_change(user, page):
        yield Button(
            _("Changes to tell of"), reverse(PAGE, args=[page.pk]), icon_name="mail", priority=90
        )
        label = _("Take place after all") if page.is_cancelled else _("Cancel the day")
        yield Button(label, reverse(CANCEL_PAGE, args=[page.pk]), icon_name="cross", priority=95)


urls = [
    path("invitations/<int:page_id>/changes/", ChangesView.as_view(), name=PAGE),
    path("invitations/<int:page_id>/cancel/", CancelDayView.as_view(), name=CANCEL_PAGE),
]
