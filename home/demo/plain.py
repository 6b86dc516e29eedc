"""The plain pages: about the network, accessibility."""

from wagtail.models import Site

from cms.content.models import NetworkSettings
from cms.demo.publishing import publish
from cms.demo.report import Report
from cms.demo.texts import plain, read_all, stream
from home.pages import StandardPage

from . import FOLDER

PRIVACY = "privatliv"


def fill(report: Report) -> None:
    home = Site.objects.get(is_default_site=True).root_page
    for text in report.each("plain pages", read_all(FOLDER / "plain")):
        page = StandardPage(
            title=text["title"],
            slug=text.slug,
            lead=plain(text.section("")),
            body=stream(text.section("text")),
            show_in_menus=text.get("menu") == "yes",
        )
        publish(home, page)
        if text.slug == PRIVACY:
            NetworkSettings.objects.filter(site__root_page=home).update(privacy_page=page)
