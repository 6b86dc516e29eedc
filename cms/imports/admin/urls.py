"""The admin's addresses of imports, below `/admin/`."""

from django.urls import path

from .access import LIST, ONE
from .papers import FaultsView, TemplateFileView
from .uploading import COLUMNS, NEW, ColumnsView, ImportIndexView, UploadView
from .watching import DiscardView, ImportView, ProgressView, RunView, UndoView

urlpatterns = [
    path("imports/", ImportIndexView.as_view(), name=LIST),
    path("imports/new/", UploadView.as_view(), name=NEW),
    path("imports/template.<str:kind>", TemplateFileView.as_view(), name="members_import_template"),
    path("imports/<int:import_id>/", ImportView.as_view(), name=ONE),
    path("imports/<int:import_id>/columns/", ColumnsView.as_view(), name=COLUMNS),
    path(
        "imports/<int:import_id>/progress/", ProgressView.as_view(), name="members_import_progress"
    ),
    path("imports/<int:import_id>/faults.csv", FaultsView.as_view(), name="members_import_faults"),
    path("imports/<int:import_id>/run/", RunView.as_view(), name="members_import_run"),
    path("imports/<int:import_id>/undo/", UndoView.as_view(), name="members_import_undo"),
    path("imports/<int:import_id>/discard/", DiscardView.as_view(), name="members_import_discard"),
]
