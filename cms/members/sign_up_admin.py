"""The register of those who have signed up and not confirmed: to see them, to ask again, to delete."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import re_path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import registry
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.views import InspectView, InstanceSpecificView

from cms.content.registers import Register, number
from cms.errors import NetworkError
from cms.mail.admin import short

from . import joining
from .models import SignUp

PERMISSION = "cms.ask_signup"


class SignUpPermissions(PermissionHelper):
    """Whoever may see sign-ups may look at them; nobody writes or changes one."""

    def user_can_list(self, user: Any) -> bool:
        return user.has_perm("cms.view_signup")

    def user_can_inspect_obj(self, user: Any, obj: SignUp) -> bool:
        return self.user_can_list(user)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: SignUp) -> bool:
        return False

    def user_can_ask_again(self, user: Any) -> bool:
        return self.user_can_list(user) and user.has_perm(PERMISSION)


class SignUpView(InspectView):
    """One sign-up: what was typed, what came of it, and the button that asks again."""

    page_title = gettext_lazy("Sign-up to the network")
    instance: SignUp

    def get_page_subtitle(self) -> str:
        return self.instance.full_name

    def get_meta_title(self) -> str:
        return str(self.instance)

    def get_context_data(self, **kwargs: Any) -> dict:
        return super().get_context_data(
            sign_up=self.instance,
            may_ask=self.permission_helper.user_can_ask_again(self.request.user),
            ask_url=self.url_helper.get_action_url("ask", self.pk_quoted),
            acts=registry.get_logs_for_instance(self.instance).select_related("user"),
            **kwargs,
        )


class AskAgainView(InstanceSpecificView):
    """»Send the confirmation again«: one press of a button on the sign-up's own page."""

    http_method_names = ["post"]

    def check_action_permitted(self, user: Any) -> bool:
        return self.permission_helper.user_can_ask_again(user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            joining.ask_again(sign_up=self.instance, user=request.user, now=timezone.now())
        except NetworkError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("A new confirmation is on its way. The old link is dead."))
        return redirect(self.url_helper.get_action_url("inspect", self.pk_quoted))


class SignUpAdmin(Register):
    model = SignUp
    base_url_path = "sign-ups"
    menu_icon = "user"
    menu_order = 202
    menu_label = gettext_lazy("New sign-ups")
    permission_helper_class = SignUpPermissions
    inspect_view_class = SignUpView
    inspect_view_enabled = True
    inspect_template_name = "cms/members/admin/sign_up.html"
    index_template_name = "cms/members/admin/sign_ups.html"
    history_view_enabled = False
    list_display = ("who", "email", "where", "became", "since", "until")
    list_display_add_buttons = "who"
    list_filter = ("answer", "language")
    list_select_related = ("organisation",)
    list_per_page = 50
    search_fields = ("first_name", "last_name", "email", "organisation__name", "organisation_name")
    ordering = ("-created_at", "-pk")
    # The page says it in its own words; no other field is read for it.
    inspect_view_fields = ("answer",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(confirmed_at=None)

    def get_admin_urls_for_registration(self) -> tuple:
        helper = self.url_helper
        return (
            *super().get_admin_urls_for_registration(),
            re_path(
                helper.get_action_url_pattern("ask"),
                self.ask_view,
                name=helper.get_action_url_name("ask"),
            ),
        )

    def get_extra_class_names_for_field_col(self, obj: SignUp, field_name: str) -> list[str]:
        return [f"sign-ups-{field_name}"]

    def ask_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        return AskAgainView.as_view(model_admin=self, instance_pk=number(instance_pk))(request)

    def who(self, sign_up: SignUp) -> str:
        return sign_up.full_name

    who.short_description = gettext_lazy("Name")  # type: ignore[attr-defined]
    who.admin_order_field = "first_name"  # type: ignore[attr-defined]

    def where(self, sign_up: SignUp) -> str:
        """The organisation; one that we do not know stands in quotation marks."""
        return sign_up.workplace if sign_up.organisation else f"»{sign_up.organisation_name}«"

    where.short_description = gettext_lazy("Organisation")  # type: ignore[attr-defined]

    def became(self, sign_up: SignUp) -> str:
        return sign_up.get_answer_display()

    became.short_description = gettext_lazy("State")  # type: ignore[attr-defined]
    became.admin_order_field = "answer"  # type: ignore[attr-defined]

    def since(self, sign_up: SignUp) -> str:
        return short(sign_up.created_at)

    since.short_description = gettext_lazy("Signed up")  # type: ignore[attr-defined]
    since.admin_order_field = "created_at"  # type: ignore[attr-defined]

    def until(self, sign_up: SignUp) -> str:
        return short(sign_up.expires_at)

    until.short_description = gettext_lazy("Deleted")  # type: ignore[attr-defined]
    until.admin_order_field = "expires_at"  # type: ignore[attr-defined]
