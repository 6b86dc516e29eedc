"""How API v2 shows the pages that a page points at: only those that anybody may see.

Wagtail 8.0.1 names every related page with its title, drafts and private ones too.
"""

from typing import Any

from rest_framework.relations import ManyRelatedField
from wagtail.api.v2.serializers import PageSerializer, RelatedField
from wagtail.query import PageQuerySet

from cms.caching.publicity import public


class PublicPagesField(ManyRelatedField):
    def get_attribute(self, instance: Any) -> Any:
        related = super().get_attribute(instance)
        return public(related) if isinstance(related, PageQuerySet) else related


class PublicRelatedField(RelatedField):
    @classmethod
    def many_init(cls, *args: Any, **kwargs: Any) -> PublicPagesField:
        kwargs.pop("many", None)
        return PublicPagesField(child_relation=cls(*args, **kwargs), read_only=True)


class PublicPageSerializer(PageSerializer):
    serializer_related_field = PublicRelatedField
