"""The form of a newsletter."""

from django.forms import BaseModelForm
from django.utils.functional import cached_property
from wagtail.admin.panels import TabbedInterface


class TabsWithOneForm(TabbedInterface):
    """Tabs that make the class of their form once: it follows from the panels, which never change.

    Wagtail makes it anew for each request, and the previews beside the form are many.
    """

    @cached_property
    def form_class(self) -> type[BaseModelForm]:
        return super().get_form_class()

    def get_form_class(self) -> type[BaseModelForm]:
        return self.form_class
