"""Wagtail's API v2: pages, pictures and documents that anybody may read."""

from django.core.exceptions import ValidationError
from rest_framework.response import Response
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.caching.publicity import over

from .serializers import PublicPageSerializer


class AnsweringMixin:
    """Answers 400 to a value that fits its field in no way.

    `?starts_at=9999-99-99`, `?goals=x`, `?topics=99999999999999999999`, `find/?id=x`: Wagtail 8.0.1
    hands such values on to the database as they are, which is an error 500.
    """

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, ValidationError):
            exc = BadRequestError(" ".join(exc.messages))
        elif isinstance(exc, ValueError | OverflowError):
            exc = BadRequestError("a parameter has a value that its field cannot have")
        return super().handle_exception(exc)  # type: ignore[misc]  # the viewset's own


class PublicPagesAPIViewSet(AnsweringMixin, PagesAPIViewSet):
    base_serializer_class = PublicPageSerializer

    def get_queryset(self) -> PageQuerySet:
        """Without those that `tick` ends now. By their ids: a search filters by few columns."""
        ended = list(Page.objects.live().filter(over()).values_list("pk", flat=True))
        return super().get_queryset().exclude(pk__in=ended)


class AnsweringImagesAPIViewSet(AnsweringMixin, ImagesAPIViewSet):
    pass


class AnsweringDocumentsAPIViewSet(AnsweringMixin, DocumentsAPIViewSet):
    pass


router = WagtailAPIRouter("wagtailapi")
router.register_endpoint("pages", PublicPagesAPIViewSet)
router.register_endpoint("images", AnsweringImagesAPIViewSet)
router.register_endpoint("documents", AnsweringDocumentsAPIViewSet)
