"""The newsletters' public addresses."""

from django.urls import path

from newsletters.delivery.views import choices, unsubscribe

app_name = "newsletters"
urlpatterns = [
    path("afmeld/<str:token>/", unsubscribe, name="unsubscribe"),
    path("valg/<str:token>/", choices, name="choices"),
]
