"""The register of service letters in the admin: to see what became of each, and to send one again."""

import datetime as dt
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import re_path
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import registry
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.views import InspectView, InstanceSpecificView, WMABaseView

from cms.content.registers import Register, number
from cms.errors import NetworkError

from . import actions
from .kinds import all_kinds, label_of
from .models import Letter

PERMISSION = "cms.resend_letter"


class LetterPermissions(PermissionHelper):
    """Whoever may see letters may look at them; nobody writes, changes or deletes one."""

    def user_can_list(self, user: Any) -> bool:
        return user.has_perm("cms.view_letter")

    def user_can_inspect_obj(self, user: Any, obj: Letter) -> bool:
        return self.user_can_list(user)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Letter) -> bool:
        return False

    user_can_delete_obj = user_can_edit_obj

    def user_can_send_again(self, user: Any) -> bool:
        return self.user_can_list(user) and user.has_perm(PERMISSION)


class LetterButtons(ButtonHelper):
    """A letter's kind leads to its page; a button below it would say the same."""

    def get_buttons_for_obj(self, obj: Letter, *args: Any, **kwargs: Any) -> list[dict]:
        return []


class KindFilter(SimpleListFilter):
    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple]:
        return sorted(
            ((kind.name, kind.label) for kind in all_kinds()), key=lambda one: str(one[1])
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = self.value() in dict(self.lookups(request, None))
        return queryset.filter(kind=self.value()) if known else queryset


class LetterView(InspectView):
    """One letter: what became of it, and what it says, unless that is a secret."""

    page_title = gettext_lazy("Letter")
    instance: Letter

    def get_page_subtitle(self) -> str:
        return label_of(self.instance.kind)

    def get_meta_title(self) -> str:
        return str(self.instance)

    def get_context_data(self, **kwargs: Any) -> dict:
        letter = self.instance
        is_shown = not letter.is_secret and not letter.is_forgotten
        return super().get_context_data(
            letter=letter,
            is_shown=is_shown,
            hindrance=self.hindrance(),
            may_send=self.permission_helper.user_can_send_again(self.request.user),
            again_url=self.url_helper.get_action_url("again", self.pk_quoted),
            acts=registry.get_logs_for_instance(letter).select_related("user"),
            **kwargs,
        )

    def hindrance(self) -> str:
        """Why it cannot be sent again; empty when it can."""
        try:
            actions.check_can_go(self.instance, timezone.now())
        except NetworkError as error:
            return str(error)
        return ""


class SendAgainView(InstanceSpecificView):
    """»Send again«: one press of a button on the letter's own page."""

    http_method_names = ["post"]

    def check_action_permitted(self, user: Any) -> bool:
        return self.permission_helper.user_can_send_again(user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            actions.send_again(letter=self.instance, user=request.user, now=timezone.now())
        except NetworkError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The letter is on its way again. Look here in a minute."))
        return redirect(self.url_helper.get_action_url("inspect", self.pk_quoted))


class SendTestView(WMABaseView):
    """»Send me a test«: whether mail works at all."""

    http_method_names = ["post"]

    def check_action_permitted(self, user: Any) -> bool:
        return self.permission_helper.user_can_send_again(user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            letter = actions.send_test(user=request.user, now=timezone.now())
        except NetworkError as error:
            messages.error(request, str(error))
            return redirect(self.index_url)
        said = _("A test is on its way to %(address)s.") % {"address": letter.address}
        messages.success(request, said)
        return redirect(self.url_helper.get_action_url("inspect", letter.pk))


def short(moment: dt.datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "d.m.Y H.i")


class LetterAdmin(Register):
    model = Letter
    base_url_path = "letters"
    menu_icon = "mail"
    menu_order = 210
    menu_label = gettext_lazy("Letters")
    permission_helper_class = LetterPermissions
    button_helper_class = LetterButtons
    inspect_view_class = LetterView
    inspect_view_enabled = True
    inspect_template_name = "cms/mail/admin/letter.html"
    index_template_name = "cms/mail/admin/letters.html"
    history_view_enabled = False
    list_display = ("what", "to", "became", "attempts", "written", "next_or_end")
    list_display_add_buttons = "what"
    list_filter = ("state", KindFilter)
    list_per_page = 50
    search_fields = ("address", "about")
    ordering = ("-created_at", "-pk")
    # The page says it in its own words; no other field is read for it.
    inspect_view_fields = ("state",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).without_words()

    def get_admin_urls_for_registration(self) -> tuple:
        helper = self.url_helper
        return (
            *super().get_admin_urls_for_registration(),
            re_path(
                helper.get_action_url_pattern("again"),
                self.again_view,
                name=helper.get_action_url_name("again"),
            ),
            re_path(r"^letters/test/$", self.test_view, name="letters_test"),
        )

    def get_extra_class_names_for_field_col(self, obj: Letter, field_name: str) -> list[str]:
        is_time = field_name in ("written", "next_or_end")
        return ["letters-time"] if is_time else [f"letters-{field_name}"]

    def again_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        return SendAgainView.as_view(model_admin=self, instance_pk=number(instance_pk))(request)

    def test_view(self, request: HttpRequest) -> HttpResponse:
        return SendTestView.as_view(model_admin=self)(request)

    def what(self, letter: Letter) -> str:
        return label_of(letter.kind)

    what.short_description = gettext_lazy("Kind")  # type: ignore[attr-defined]
    what.admin_order_field = "kind"  # type: ignore[attr-defined]

    def to(self, letter: Letter) -> str:
        return letter.address or _("forgotten")

    to.short_description = gettext_lazy("To")  # type: ignore[attr-defined]
    to.admin_order_field = "address"  # type: ignore[attr-defined]

    def became(self, letter: Letter) -> str:
        """The state, and what was answered last where the state does not say it."""
        says_it = letter.state in (Letter.State.ACCEPTED, Letter.State.REFUSED)
        said = "" if says_it else letter.get_answer_display()
        return f"{letter.get_state_display()}: {said}" if said else letter.get_state_display()

    became.short_description = gettext_lazy("State")  # type: ignore[attr-defined]
    became.admin_order_field = "state"  # type: ignore[attr-defined]

    def written(self, letter: Letter) -> str:
        return short(letter.created_at)

    written.short_description = gettext_lazy("Written")  # type: ignore[attr-defined]
    written.admin_order_field = "created_at"  # type: ignore[attr-defined]

    def next_or_end(self, letter: Letter) -> str:
        return short(letter.ended_at or letter.retry_at)

    next_or_end.short_description = gettext_lazy("Over, or next")  # type: ignore[attr-defined]
