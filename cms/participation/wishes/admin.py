"""The register of wishes in the admin, and the page where one is moderated."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import registry
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import InspectView

from cms.content.registers import Register
from cms.errors import NetworkError

from . import moderating
from .forms import DecideForm, MergeForm
from .models import Wish

MODERATE = "cms.moderate_wish"
UNPROCESSABLE = 422


class WishPermissions(PermissionHelper):
    """Whoever may see wishes may look at them; members write them."""

    def user_can_list(self, user: Any) -> bool:
        return user.has_perm("cms.view_wish") or user.has_perm(MODERATE)

    def user_can_inspect_obj(self, user: Any, obj: Wish) -> bool:
        return self.user_can_list(user)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Wish) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Wish) -> bool:
        return False


class PublicFilter(SimpleListFilter):
    title = gettext_lazy("who may read it")
    parameter_name = "public"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple]:
        return [
            ("waits", gettext_lazy("Members only: wait to be let through")),
            ("public", gettext_lazy("Everybody")),
            ("editors", gettext_lazy("Editors only: confidential")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "editors":
            return queryset.filter(is_confidential=True)
        if self.value() in ("waits", "public"):
            is_waiting = self.value() == "waits"
            return queryset.filter(is_confidential=False, let_through_at__isnull=is_waiting)
        return queryset


class StateFilter(SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "stands"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple]:
        return list(Wish.State.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = self.value() in Wish.State.values
        return queryset.filter(stands=self.value()) if known else queryset


class WishView(InspectView):
    """One wish, whose it is, and what an editor can do with it. GET shows, POST does."""

    page_title = gettext_lazy("Wish")
    instance: Wish

    def get_page_subtitle(self) -> str:
        return self.instance.title

    def get_meta_title(self) -> str:
        return str(self.instance)

    def get_context_data(self, **kwargs: Any) -> dict:
        wish = (
            Wish.objects.weighed().select_related("author__organisation").get(pk=self.instance.pk)
        )
        said = {"state": wish.state, "answer": wish.answer, "story": wish.story_id}
        return super().get_context_data(
            wish=wish,
            may_moderate=self.request.user.has_perm(MODERATE),
            decide_form=kwargs.pop("decide_form", None) or DecideForm(initial=said),
            merge_form=kwargs.pop("merge_form", None) or MergeForm(wish=wish),
            citations=wish.citations.select_related("invitation"),
            acts=registry.get_logs_for_instance(wish).select_related("user"),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(MODERATE):
            raise PermissionDenied
        deeds = {"public": self.let_through, "hidden": self.let_through}
        deeds |= {"decide": self.decide, "merge": self.merge}
        deed = request.POST.get("deed", "")
        try:
            return deeds[deed](request) if deed in deeds else self.back(self.instance)
        except NetworkError as error:
            context = self.get_context_data(fault=str(error))
            return self.render_to_response(context, status=error.status)

    def let_through(self, request: HttpRequest) -> HttpResponse:
        is_public = request.POST["deed"] == "public"
        moderating.let_through(
            wish=self.instance,
            is_public=is_public,
            by=request.user,  # type: ignore[arg-type]  # who has the permission is signed in
            now=timezone.now(),
        )
        public, hidden = _("Everybody can read the wish now."), _("Only members read the wish now.")
        messages.success(request, public if is_public else hidden)
        return self.back(self.instance)

    def decide(self, request: HttpRequest) -> HttpResponse:
        form = DecideForm(request.POST)
        if not form.is_valid():
            context = self.get_context_data(decide_form=form)
            return self.render_to_response(context, status=UNPROCESSABLE)
        moderating.decide(
            wish=self.instance,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
            **form.cleaned_data,
        )
        messages.success(request, _("The wish says so now."))
        return self.back(self.instance)

    def merge(self, request: HttpRequest) -> HttpResponse:
        form = MergeForm(request.POST, wish=self.instance)
        if not form.is_valid():
            context = self.get_context_data(merge_form=form)
            return self.render_to_response(context, status=UNPROCESSABLE)
        kept = moderating.merge(
            gone=self.instance,
            kept=form.cleaned_data["into"],
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
        messages.success(request, _("The two wishes are one, with the votes of both."))
        return self.back(kept)

    def back(self, wish: Wish) -> HttpResponse:
        return redirect(self.url_helper.get_action_url("inspect", wish.pk))


class WishAdmin(Register):
    model = Wish
    base_url_path = "wishes"
    menu_icon = "comment"
    menu_order = 207
    menu_label = gettext_lazy("Wishes")
    permission_helper_class = WishPermissions
    inspect_view_class = WishView
    inspect_view_enabled = True
    inspect_template_name = "cms/participation/wishes/admin/wish.html"
    inspect_view_fields = ("title",)
    history_view_enabled = False
    list_display = ("title", "kind", "votes_in_all", "became", "readers", "since")
    list_display_add_buttons = "title"
    list_filter = (PublicFilter, StateFilter, "kind", "season")
    list_per_page = 50
    list_export = ("title", "kind", "text", "votes_in_all", "became", "answer", "since")
    search_fields = ("title", "text")
    ordering = ("-written_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Wish.objects.standing().weighed()

    def get_extra_class_names_for_field_col(self, obj: Wish, field_name: str) -> list[str]:
        return [f"wishes-{field_name}"]

    def votes_in_all(self, wish: Wish) -> int:
        return wish.votes_for  # type: ignore[attr-defined]

    votes_in_all.short_description = gettext_lazy("Votes")  # type: ignore[attr-defined]
    votes_in_all.admin_order_field = "votes_for"  # type: ignore[attr-defined]

    def became(self, wish: Wish) -> str:
        return wish.stands_in_words

    became.short_description = gettext_lazy("State")  # type: ignore[attr-defined]
    became.admin_order_field = "stands"  # type: ignore[attr-defined]

    def readers(self, wish: Wish) -> str:
        if wish.is_confidential:
            return _("Editors only")
        return _("Everybody") if wish.is_public else _("Members")

    readers.short_description = gettext_lazy("Who may read it")  # type: ignore[attr-defined]

    def since(self, wish: Wish) -> str:
        return timezone.localtime(wish.written_at).strftime("%Y-%m-%d")

    since.short_description = gettext_lazy("Written")  # type: ignore[attr-defined]
    since.admin_order_field = "written_at"  # type: ignore[attr-defined]
