"""The network page, the site and the network's settings."""

from wagtail.models import Locale, Page

from cms.content.models import NetworkSettings
from cms.demo.publishing import publish
from cms.demo.report import Report
from cms.demo.texts import Text, as_json, blocks, plain, read, rich
from home.pages import HomePage
from home.starting import make_site, remove_welcome

from . import FOLDER


def fill(report: Report) -> None:
    with report.step("the network page") as step:
        home = make_home(read(FOLDER / "front.md"))
        site = make_site(home)
        NetworkSettings.objects.create(
            site=site,
            secretariat_name="Sekretariatet",
            contact_email="sekretariatet@network.example",
            contact_phone="00 00 00 00",
            postal_address="Verdensmålsnetværket, Gadevej 1, 1000 By",
        )
        step.advance()


def make_home(text: Text) -> HomePage:
    """The network page in the place of Wagtail's welcome page."""
    remove_welcome()
    root = Page.get_first_root_node()
    home = HomePage(
        title=text["title"],
        slug="forside",
        seo_title=text["title in searches"],
        search_description=text["description"],
        lead=plain(text.section("")),
        season_title=text["season"],
        about=rich(text.section("about")),
        gains=lines(text.section("gains")),
        units=lines(text.section("units")),
        voices=voices(text.section("voices")),
        roles=lines(text.section("roles")),
        ways=ways(text.section("ways")),
        join_text=plain(text.section("join")),
        locale=Locale.get_default(),
    )
    return publish(root, home)


def lines(section: str) -> str:
    """Each line of a list as a block."""
    return as_json([("line", line.removeprefix("- ")) for line in section.splitlines() if line])


def ways(section: str) -> str:
    """Lines of `: what we do : what it is like`."""
    pairs = [line.removeprefix(": ").split(" : ", 1) for line in section.splitlines() if line]
    return as_json([("way", {"title": title, "text": words}) for title, words in pairs])


def voices(section: str) -> str:
    """Quotations as in other texts; each `> — Name, role, organisation`."""
    said = []
    for _kind, quote in blocks(section):
        role, _comma, organisation = quote.pop("role").rpartition(", ")
        said.append(
            ("voice", {**quote, "role": role, "organisation": organisation, "agreed": True})
        )
    return as_json(said)
