"""The register of known issues in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from cms.content.registers import Register

from .models import AccessibilityIssue


class AccessibilityIssueAdmin(Register):
    model = AccessibilityIssue
    base_url_path = "accessibility-issues"
    menu_icon = "warning"
    menu_order = 225
    menu_label = _("Accessibility issues")
    index_template_name = "cms/accessibility/issues.html"
    list_display = ("what", "where", "reason", "expected_on", "solved_at")
    list_filter = ("reason",)
    search_fields = ("what", "where", "hits")
    ordering = ("-pk",)
    list_export = ("what", "where", "hits", "reason", "expected_on", "solved_at")
    edit_handler = ObjectList(
        [
            FieldPanel("what"),
            FieldRowPanel([FieldPanel("where"), FieldPanel("hits")], heading=_("Where")),
            MultiFieldPanel(
                [FieldPanel("reason"), FieldPanel("explanation"), FieldPanel("workaround")],
                heading=_("Why, and what to do meanwhile"),
            ),
            FieldRowPanel([FieldPanel("expected_on"), FieldPanel("solved_at")], heading=_("When")),
        ]
    )
