"""The editors' doors to a newsletter besides its form: gather what is new, see all previews."""

from email.utils import parseaddr
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.errors import NetworkError
from cms.members.models import User

from . import actions, previews, queries
from .gathering import Gathered, gather
from .pages import NewsletterPage
from .rendering import RenderingError, render

MOST_FOUND = 10
LONGEST_SEARCH = 100


class NewsletterView(WagtailAdminTemplateMixin, TemplateView):
    """A page about one newsletter, for those who may edit it."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(NewsletterPage, pk=kwargs["page_id"])
        self.edit_url = reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.edit_url, "label": self.page.get_admin_display_title()},
            {"url": "", "label": str(self.page_title)},
        ]


class GatherView(NewsletterView):
    """What is new on the site. GET shows it, the new ones ticked; POST adds what is ticked."""

    template_name = "newsletters/editions/gather.html"
    page_title = gettext_lazy("Gather what is new")
    header_icon = "download"

    def gathered(self) -> Gathered:
        return gather(self.page.get_parent(), timezone.now(), self.page)

    def get_context_data(self, **kwargs: Any) -> dict:
        gathered = self.gathered()
        kinds = {
            "invitation": _("Invitations"),
            "story": _("Stories"),
            "topic": _("Areas"),
            "library": _("Library"),
        }
        groups = [
            (name, [find for find in gathered.finds if find.kind == kind])
            for kind, name in kinds.items()
        ]
        return super().get_context_data(
            page=self.page,
            edit_url=self.edit_url,
            since=gathered.since,
            groups=groups,
            has_finds=bool(gathered.finds),
            **kwargs,
        )

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        # Only what this page offers can be added, whatever is posted.
        ticked = set(request.POST.getlist("find"))
        finds = [find for find in self.gathered().finds if find.name in ticked]
        user = request.user if isinstance(request.user, User) else None
        try:
            count = actions.add_pages(page=self.page, finds=finds, user=user)
        except NetworkError as error:
            messages.error(request, str(error))
            return redirect("newsletters_gather", page_id=page_id)
        words = ngettext(
            "%(count)s page is added at the end of the newsletter, as a draft.",
            "%(count)s pages are added at the end of the newsletter, as a draft.",
            count,
        )
        messages.success(request, words % {"count": count})
        return redirect(self.edit_url)


class PreviewsView(NewsletterView):
    """The letter as it was saved last, in all its looks, as one member or a sample sees it.

    GET changes nothing. POST looks for a member (the words stay out of the address), picks one, or goes
    back to the sample.
    """

    template_name = "newsletters/editions/previews.html"
    page_title = gettext_lazy("Previews")
    header_icon = "view"

    def get_context_data(self, **kwargs: Any) -> dict:
        draft = self.page.get_latest_revision_as_object()
        try:
            letter = render(draft)
        except RenderingError:
            letter = None  # Each frame says why.
        return super().get_context_data(
            page=self.page,
            edit_url=self.edit_url,
            letter=letter,
            sender=parseaddr(letter.sender)[0] if letter else "",
            looks=previews.LOOKS,
            may_pick=previews.may_pick(self.request),
            seen_as=previews.seen_as(self.request),
            **kwargs,
        )

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        if not previews.may_pick(request):
            raise PermissionDenied
        here = redirect("newsletters_previews", page_id=page_id)
        picked = request.POST.get("member", "")
        if "sample" in request.POST:
            request.session.pop(previews.SEEN_AS, None)
            return here
        if picked:
            member = queries.member_of(picked)
            if member is None:
                messages.error(request, _("That member is not there any more. Look for another."))
            else:
                request.session[previews.SEEN_AS] = member.pk
            return here
        words = request.POST.get("words", "").replace("\x00", "")[:LONGEST_SEARCH].strip()
        found = list(queries.members_called(words)[:MOST_FOUND]) if words else []
        return self.render_to_response(
            self.get_context_data(words=words, found=found, has_looked=True)
        )


class PreviewFrameView(NewsletterView):
    """One look, for a frame on the page of all of them."""

    http_method_names = ["get", "head"]

    @method_decorator(xframe_options_sameorigin)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mode = kwargs["mode"]
        if mode not in dict(previews.LOOKS):
            raise Http404
        return previews.serve(self.page.get_latest_revision_as_object(), request, mode)
