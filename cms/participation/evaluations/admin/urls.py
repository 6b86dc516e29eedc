"""The addresses of a day's evaluation, under the admin's `days/`."""

from django.urls import path

from .overview import OverviewView
from .views import CloseView, EvaluationView

app_name = "day_evaluations"
urlpatterns = [
    path("evaluations/", OverviewView.as_view(), name="overview"),
    path("<int:day_id>/evaluation/", EvaluationView.as_view(), name="evaluation"),
    path("<int:day_id>/evaluation/close/", CloseView.as_view(), name="close"),
]
