"""Who may come in."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic.base import View

from cms.members.models import User

PERMISSION = "newsletters.send_newsletter"


class SenderRequiredMixin(View):
    """Only those who may send newsletters come in; Wagtail turns all others away."""

    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, User) or not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        self.user = request.user
        return super().dispatch(request, *args, **kwargs)
