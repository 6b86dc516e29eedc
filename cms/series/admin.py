"""The register of newsletter series in the admin."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.views import InspectView

from cms.content.registers import Register

from .forms import SeriesForm
from .models import Series


class SeriesPermissions(PermissionHelper):
    """A series is closed, not deleted: consents and letters point at it."""

    def user_can_delete_obj(self, user: object, obj: object) -> bool:
        return False


class SeriesInspectView(InspectView):
    """modeladmin's page about one series, with every wording that there ever was."""

    def get_context_data(self, **kwargs: object) -> dict:
        context = super().get_context_data(**kwargs)
        context["wordings"] = self.instance.wordings.order_by("language", "-version")
        return context


class SeriesAdmin(Register):
    model = Series
    base_url_path = "series"
    menu_icon = "list-ul"
    menu_order = 205
    menu_label = _("Newsletter series")
    permission_helper_class = SeriesPermissions
    inspect_view_class = SeriesInspectView
    inspect_view_enabled = True
    inspect_view_fields = ("key", "name", "name_en", "about", "about_en", "is_open")
    inspect_template_name = "cms/series/admin/inspect.html"
    list_display = ("title", "key", "summary", "is_open")
    list_display_add_buttons = "title"
    ordering = ("place", "name")
    edit_handler = ObjectList(
        [
            FieldPanel("key"),
            FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")], heading=_("Name")),
            FieldRowPanel([FieldPanel("about"), FieldPanel("about_en")], heading=_("About")),
            MultiFieldPanel([FieldPanel("words_da"), FieldPanel("words_en")], heading=_("Consent")),
            FieldRowPanel([FieldPanel("place"), FieldPanel("is_open")], heading=_("Where")),
        ],
        base_form_class=SeriesForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Series.objects.all()

    def title(self, series: Series) -> str:
        return series.title

    title.short_description = _("Name")  # type: ignore[attr-defined]
    title.admin_order_field = "name"  # type: ignore[attr-defined]

    def summary(self, series: Series) -> str:
        return series.summary

    summary.short_description = _("About")  # type: ignore[attr-defined]
