"""The addresses of wishes, in the language that they are read in."""

from django.urls import path

from cms.content.paths import spoken

from . import ledger_views, views

app_name = "wishes"
urlpatterns = [
    path(spoken("du-sagde/", "you-said/"), ledger_views.ledger, name="ledger"),
    path(spoken("oensker/", "wishes/"), views.wishes, name="wishes"),
    path(spoken("oensker/skriv/", "wishes/write/"), views.write, name="write"),
    path(spoken("oensker/mine/", "wishes/mine/"), views.own, name="own"),
    path(spoken("oensker/<str:code>/", "wishes/<str:code>/"), views.wish, name="wish"),
    path(
        spoken("oensker/<str:code>/ret/", "wishes/<str:code>/change/"), views.change, name="change"
    ),
    path(spoken("oensker/<str:code>/stem/", "wishes/<str:code>/vote/"), views.vote, name="vote"),
    path(
        spoken("oensker/<str:code>/tilbage/", "wishes/<str:code>/withdraw/"),
        views.withdraw,
        name="withdraw",
    ),
]
