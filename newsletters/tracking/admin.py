"""The admin's door to one member's mail: whether it arrives, all letters, how to stop it or go on."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.members.actions import ReasonMissingError, lift_suppression, stop_mail
from cms.members.models import Member, User
from cms.members.queries import A_LETTER_ARRIVED, JOINED_AGAIN
from newsletters.delivery.models import Delivery

from . import queries
from .forms import LiftForm, ReasonForm, StopForm

PAGE = "newsletters_member_mail"
SEE = tuple(f"cms.{verb}_member" for verb in ("view", "change", "add", "delete"))
CHANGE = "cms.change_member"
SEE_MAILINGS = "newsletters.send_newsletter"
LETTERS_A_PAGE = 50
FORMS: dict[str, type[ReasonForm]] = {"stop": StopForm, "lift": LiftForm}
SAID = {
    "stop": gettext_lazy("No more mail goes to this member."),
    "lift": gettext_lazy("Mail goes on to this member, from the next newsletter."),
}


def reason_in_words(letter: Delivery) -> str:
    """Why we left the letter out, or what the receiver said."""
    if letter.state == Delivery.State.SKIPPED and letter.reason in Delivery.Reason:
        return str(Delivery.Reason(letter.reason).label)
    return letter.reason


class MemberMailView(WagtailAdminTemplateMixin, TemplateView):
    """One member's mail. GET shows; POST stops it or lets it go on, with a reason."""

    template_name = "newsletters/tracking/admin/member.html"
    page_title = gettext_lazy("Mail")
    header_icon = "mail"
    user: User

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        members = Member.objects.select_related("organisation")
        self.member = get_object_or_404(members, pk=kwargs["member_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        wanted = (CHANGE,) if request.method == "POST" else SEE
        if not isinstance(user, User) or not any(user.has_perm(name) for name in wanted):
            raise PermissionDenied
        self.user = user
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.member)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("members_modeladmin_index"), "label": _("Members")},
            {
                "url": reverse("members_modeladmin_inspect", args=[self.member.pk]),
                "label": str(self.member),
            },
            {"url": "", "label": _("Mail to %(member)s") % {"member": self.member}},
        ]

    def get_context_data(self, **kwargs: Any) -> dict:
        health = queries.health(self.member)
        act = "lift" if health.standing else "stop"
        form = kwargs.pop("form", None)
        if not isinstance(form, FORMS[act]):
            form = FORMS[act]()
        pages = Paginator(queries.letters_of(self.member), LETTERS_A_PAGE)
        letters = pages.get_page(self.request.GET.get("p"))
        return super().get_context_data(
            member=self.member,
            health=health,
            act=act,
            form=form,
            may_change=self.user.has_perm(CHANGE),
            may_see_mailings=self.user.has_perm(SEE_MAILINGS),
            letters=letters,
            rows=[(letter, reason_in_words(letter)) for letter in letters],
            most_soft_bounces=queries.MOST_SOFT_BOUNCES,
            automatic=A_LETTER_ARRIVED,
            returned=JOINED_AGAIN,
            **kwargs,
        )

    def post(self, request: HttpRequest, member_id: int) -> HttpResponse:
        act = request.POST.get("act", "")
        form = FORMS[act](request.POST) if act in FORMS else None
        if form is None or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        do = {"stop": stop_mail, "lift": lift_suppression}[act]
        because = form.cleaned_data["because"]
        try:
            done = do(member=self.member, user=self.user, because=because, now=timezone.now())
        except ReasonMissingError as error:
            form.add_error("because", str(error))
            return self.render_to_response(self.get_context_data(form=form))
        say, words = messages.success, SAID[act]
        if not done:
            say, words = (
                messages.warning,
                gettext_lazy("Somebody else was faster. See how it is now."),
            )
        say(request, words)
        return redirect(PAGE, member_id=member_id)
