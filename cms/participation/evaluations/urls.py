"""The addresses of an evaluation: the mailed link, the sheet, and the way back to it."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from . import views


class ShortNumber(IntConverter):
    """What fits into a database's number."""

    regex = "[0-9]{1,18}"


register_converter(ShortNumber, "short")

app_name = "evaluations"
urlpatterns = [
    path("evaluering/svar/<short:evaluation_id>/", views.answer, name="answer"),
    path(
        "evaluering/svar/<short:evaluation_id>/tak/",
        views.saved,
        {"is_later": False},
        name="thanks",
    ),
    path(
        "evaluering/svar/<short:evaluation_id>/gemt/",
        views.saved,
        {"is_later": True},
        name="later",
    ),
    path("evaluering/igen/<str:secret>/", views.back, name="back"),
    path("evaluering/<str:token>/", views.invited, name="invited"),
]
