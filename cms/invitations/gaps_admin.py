"""What readers miss, on the page where an editor writes the invitation, and when it is published."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.panels import Panel
from wagtail.models import Page

from cms.content.models import NetworkSettings

from .completeness import Gap, found_gaps, gaps, stopped_at, stopping_gaps


class GapsPanel(Panel):
    """»What readers miss«: each gap leads to its field. Of the page as it was saved last."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/invitations/admin/gaps.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict:
            network = NetworkSettings.for_request(self.request)
            return super().get_context_data(parent_context) | {
                "gaps": gaps(self.instance, network),
                "settings_url": settings_url(network),
                "stopped_at": stopped_at(self.instance),
            }


def settings_url(network: NetworkSettings) -> str:
    options = network._meta
    names = [options.app_label, options.model_name, network.site_id]
    return reverse("wagtailsettings:edit", args=names) if network.site_id else ""


def stop_at_gaps(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Before publishing: the draft is saved; whether it goes out is what the network has decided."""
    if page._meta.label != "cms.InvitationPage":
        return None
    found, network = found_gaps(page)
    if not found or not network.stops_at_gaps:
        return None
    said = _("Your draft is saved, but not published. Readers would ask: %(questions)s")
    messages.error(request, said % {"questions": in_words(found)})
    return redirect("wagtailadmin_pages:edit", page.pk)


def stop_many_at_gaps(
    request: HttpRequest, action: str, pages: Iterable[Any], view: Any
) -> HttpResponse | None:
    """Before many pages are published at once: all or none, and which ones are not ready."""
    pages = list(pages)
    if action != "publish" or not all(isinstance(page, Page) for page in pages):
        return None
    days = [page for page in pages if page.specific_class._meta.label == "cms.InvitationPage"]
    stopped = [page.title for page in days if stopping_gaps(page.get_latest_revision_as_object())]
    if not stopped:
        return None
    said = _("Nothing was published. Look first at what readers miss: %(titles)s")
    messages.error(request, said % {"titles": ", ".join(f"»{title}«" for title in stopped)})
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


def warn_of_gaps(request: HttpRequest, page: Any) -> None:
    """After publishing."""
    if page._meta.label != "cms.InvitationPage":
        return
    found, _network = found_gaps(page)
    if found:
        said = _("It is published. Readers will ask: %(questions)s")
        messages.warning(request, said % {"questions": in_words(found)})


def in_words(found: list[Gap]) -> str:
    return " ".join(gap.words for gap in found)
