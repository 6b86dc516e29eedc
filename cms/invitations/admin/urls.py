"""The addresses of what an editor does around a day and on it, under the admin's `days/`."""

from django.urls import path

from .door import CheckInView, PersonCheckInView, WalkInView
from .papers import (
    BadgesView,
    CertificateView,
    KitchenPdfView,
    KitchenXlsxView,
    ParticipantsPdfView,
)
from .participants import ParticipantsView
from .seats import CancelView, OfferView, SignUpView

app_name = "days"
urlpatterns = [
    path("<int:day_id>/participants/", ParticipantsView.as_view(), name="participants"),
    path("<int:day_id>/sign-up/", SignUpView.as_view(), name="sign_up"),
    path("<int:day_id>/offer/", OfferView.as_view(), name="offer"),
    path("<int:day_id>/cancel/<str:code>/", CancelView.as_view(), name="cancel"),
    path("<int:day_id>/check-in/", CheckInView.as_view(), name="check_in"),
    path("<int:day_id>/check-in/walk-in/", WalkInView.as_view(), name="walk_in"),
    path("<int:day_id>/check-in/<str:code>/", PersonCheckInView.as_view(), name="check_in_person"),
    path("<int:day_id>/badges.pdf", BadgesView.as_view(), name="badges"),
    path("<int:day_id>/participants.pdf", ParticipantsPdfView.as_view(), name="participants_pdf"),
    path("<int:day_id>/kitchen.pdf", KitchenPdfView.as_view(), name="kitchen_pdf"),
    path("<int:day_id>/kitchen.xlsx", KitchenXlsxView.as_view(), name="kitchen_xlsx"),
    path("<int:day_id>/certificate/<str:code>.pdf", CertificateView.as_view(), name="certificate"),
]
