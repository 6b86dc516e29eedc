"""The address that a mail provider reports to. It has no language, so it stands apart from `urls`."""

from django.urls import path

from newsletters.tracking.views import receive

urlpatterns = [path("hooks/mail/<str:provider>/", receive, name="newsletters_report")]
