"""The site with Django's own cache in front of its pages: what ours is measured against."""

from cms.settings import *  # noqa: F403
from cms.settings import MIDDLEWARE

PAGE_CACHE = False
MIDDLEWARE = [
    "django.middleware.cache.UpdateCacheMiddleware",
    *MIDDLEWARE[1:],
    "django.middleware.cache.FetchFromCacheMiddleware",
]
CACHE_MIDDLEWARE_SECONDS = 600
