"""Wagtail's API v2: pages, pictures and documents that anybody may read."""

from django.core.exceptions import ValidationError
from rest_framework.response import Response
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet

from .serializers import PublicPageSerializer


class PublicPagesAPIViewSet(PagesAPIViewSet):
    base_serializer_class = PublicPageSerializer

    def handle_exception(self, exc: Exception) -> Response:
        # A filter like ?starts_at=9999-99-99, which Wagtail 8.0.1 hands on to the database as it is.
        if isinstance(exc, ValidationError):
            exc = BadRequestError(" ".join(exc.messages))
        return super().handle_exception(exc)


router = WagtailAPIRouter("wagtailapi")
router.register_endpoint("pages", PublicPagesAPIViewSet)
router.register_endpoint("images", ImagesAPIViewSet)
router.register_endpoint("documents", DocumentsAPIViewSet)
