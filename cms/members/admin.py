"""The register of members in the admin."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import DeleteView, InspectView

from cms.content.exports import SafeExportIndexView
from cms.content.registers import Register
from cms.series.models import Series
from cms.topics.queries import topics_with_goals

from . import queries
from .forms import MemberForm
from .history_admin import PAGE as HISTORY_PAGE
from .history_admin import HistoryButtons
from .leaving import GONE_AFTER, erase
from .models import Consent, Member, Suppression

# A page of the newsletters', which know more of a member's mail than we do; so here it is a name only.
MAIL_PAGE = "newsletters_member_mail"
MAIL_PANEL = "cms/members/admin/mail_panel.html"


def mail_in_words(stopped_because: str | None) -> str:
    """Whether mail arrives, and if not, why."""
    if not stopped_because:
        return gettext("arrives")
    return gettext("stopped: %(reason)s") % {
        "reason": Suppression.Reason(stopped_because).label,
    }


def mail_context(member: Member) -> dict[str, Any]:
    """What `mail_panel.html` says of one member."""
    standing = queries.standing([member.fingerprint]).first()
    rests = member.resting_until and member.resting_until >= timezone.localdate()
    return {
        "member": member,
        "standing": standing,
        "rests_until": member.resting_until if rests else None,
        "url": reverse(MAIL_PAGE, args=[member.pk]),
        "history_url": reverse(HISTORY_PAGE, args=[member.pk]),
        "erased_at": member.left_at and member.left_at + GONE_AFTER,
    }


class ConsentFilter(SimpleListFilter):
    title = _("newsletters")
    parameter_name = "newsletter"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple]:
        each = [(series.key, series.title) for series in Series.objects.all()]
        return [*each, ("no", _("Has said yes to none"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "no":
            return queryset.silent()
        series = Series.objects.filter(key=self.value()).first() if self.value() else None
        return queryset.consenting(series) if series else queryset


class ReachFilter(SimpleListFilter):
    title = _("mail")
    parameter_name = "mail"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple]:
        return [("arrives", _("Arrives")), ("stopped", _("Stopped"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "arrives":
            return queryset.reachable()
        if self.value() == "stopped":
            return queryset.unreachable()
        return queryset


class TopicFilter(SimpleListFilter):
    """Those interested in an area. modeladmin's own filter joins, and would have to sort out doubles."""

    title = _("areas of interest")
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple]:
        return [(str(pk), title) for pk, title in topics_with_goals().values_list("pk", "title")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = dict(self.lookup_choices)
        if self.value() not in chosen:
            return queryset
        interests = Member.topics.through.objects.filter(topicpage=int(self.value()))
        return queryset.filter(Exists(interests.filter(member=OuterRef("pk"))))


class MemberIndexView(SafeExportIndexView):
    """The list, in which only the members on the page are asked about, however many there are."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        shown = list(context["object_list"])
        stopped = queries.standing([member.fingerprint for member in shown])
        reasons = dict(stopped.values_list("fingerprint", "reason"))
        for member in shown:
            member.stopped_because = reasons.get(member.fingerprint)
        context["object_list"] = context["page_obj"].object_list = shown
        return context


class MemberInspectView(InspectView):
    """modeladmin's page about one member, with a line on their mail."""

    def get_fields_dict(self) -> list[dict]:
        said = render_to_string(MAIL_PANEL, mail_context(self.instance))
        return [*super().get_fields_dict(), {"label": gettext("Mail"), "value": said}]


class MemberDeleteView(DeleteView):
    """modeladmin's page before a member is deleted; here a person is erased, and the page says what stays."""

    page_title = _("Erase")

    def confirmation_message(self) -> str:
        return gettext(
            "The member, what they said yes to, and letters about them are erased at once; it cannot be "
            "undone. What stays holds no person: how many letters were sent, and a coded mark of the "
            "address, so that no list that is imported later brings it back."
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        erase(member=self.instance, now=timezone.now())
        messages.success(request, gettext("The member is erased."))
        return redirect(self.index_url)


class MailPanel(Panel):
    """Whether mail to the member arrives, above the form in which the member is edited."""

    class BoundPanel(Panel.BoundPanel):
        template_name = MAIL_PANEL

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict:
            return super().get_context_data(parent_context) | mail_context(self.instance)


class MemberAdmin(Register):
    model = Member
    base_url_path = "members"
    menu_icon = "user"
    menu_order = 200
    menu_label = _("Members")
    index_view_class = MemberIndexView
    inspect_view_class = MemberInspectView
    delete_view_class = MemberDeleteView
    button_helper_class = HistoryButtons
    index_template_name = "cms/members/admin/members.html"
    list_display = ("tick", "full_name", "email", "organisation", "role", "newsletter", "mail")
    list_display_add_buttons = "full_name"
    list_filter = (
        ConsentFilter,
        ReachFilter,
        "organisation__kind",
        "unit",
        "role",
        "level",
        "language",
        TopicFilter,
    )
    list_per_page = 50
    list_select_related = ("organisation",)
    list_export = (
        "first_name",
        "last_name",
        "email",
        "organisation",
        "unit",
        "role",
        "level",
        "language",
        "newsletter",
        "joined_at",
    )
    export_filename = "members"
    search_fields = ("first_name", "last_name", "email", "organisation__name")
    # As the index has them.
    ordering = ("first_name", "last_name", "pk")
    inspect_view_enabled = True
    inspect_view_fields = (
        "first_name",
        "last_name",
        "email",
        "organisation",
        "unit",
        "role",
        "level",
        "topics",
        "goals",
        "language",
        "consents",
        "joined_at",
    )
    panels = [
        MailPanel(heading=_("Mail")),
        FieldRowPanel([FieldPanel("first_name"), FieldPanel("last_name")], heading=_("Name")),
        FieldPanel("email"),
        MultiFieldPanel(
            [
                FieldPanel("organisation"),
                FieldRowPanel([FieldPanel("unit"), FieldPanel("role")]),
                FieldPanel("level"),
            ],
            heading=_("Work"),
        ),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
        FieldPanel("goals", widget=CheckboxSelectMultiple),
        FieldPanel("language"),
        MultiFieldPanel(
            [FieldPanel("subscriptions"), FieldPanel("words")], heading=_("Newsletters")
        ),
    ]
    edit_handler = ObjectList(panels, base_form_class=MemberForm)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        standing = Consent.objects.filter(withdrawn_at=None).select_related("series")
        said = Prefetch("consents", standing.order_by("series__place"), to_attr="standing")
        return super().get_queryset(request).prefetch_related(said)

    def tick(self, member: Member) -> SafeString:
        name = gettext("Choose %(name)s") % {"name": member}
        box = '<input type="checkbox" form="bulk" name="member" value="{}" aria-label="{}">'
        return format_html(box, str(member.pk), name)

    tick.short_description = _("Choose")  # type: ignore[attr-defined]

    def newsletter(self, member: Member) -> str:
        return ", ".join(consent.series.title for consent in member.standing) or "–"

    newsletter.short_description = _("Newsletters")  # type: ignore[attr-defined]

    def mail(self, member: Member) -> SafeString:
        url, words = reverse(MAIL_PAGE, args=[member.pk]), mail_in_words(member.stopped_because)
        return format_html('<a href="{}">{}</a>', url, words)

    mail.short_description = _("Mail")  # type: ignore[attr-defined]

    def full_name(self, member: Member) -> str:
        return member.full_name

    full_name.short_description = _("Name")  # type: ignore[attr-defined]
    full_name.admin_order_field = "first_name"  # type: ignore[attr-defined]
