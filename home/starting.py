"""From Wagtail's welcome page to a site that editors can fill: front, lists, organisations, site record,
group.
"""

from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Locale, Page, Site

from cms.content.goals import GOALS, Goal
from cms.demo.marker import is_untouched
from cms.demo.publishing import publish
from cms.members.groups import EDITORS, make_editors
from cms.organisations.importing import load_organisations
from cms.series.queries import first_series
from cms.topics.pages import GoalIndexPage, GoalPage

from .pages import HomePage

LEAD = "Et fagligt netværk for regioner og kommuner, der arbejder med FN's 17 verdensmål."
# Model, title, slug, lead and whether it stands in the menu; what does not, stands in the foot.
LISTS = (
    (
        "cms.InvitationIndexPage",
        "Netværksdage",
        "netvaerksdage",
        "Her er de dage, vi mødes, og dem, der har været.",
        True,
    ),
    (
        "cms.TopicIndexPage",
        "Fagområder",
        "fagomraader",
        "Find dit fagområde, og se, hvem der er gået først, og hvornår vi mødes.",
        True,
    ),
    (
        "cms.StoryIndexPage",
        "Historier",
        "historier",
        "Læs, hvem der gjorde hvad, hvad der kom ud af det, og hvad du kan låne.",
        True,
    ),
    (
        "cms.LibraryIndexPage",
        "Værktøjer og viden",
        "bibliotek",
        "Værktøjer, projekter, puljer, folk at spørge og det, andre har lært. Tag det, du kan bruge.",
        True,
    ),
    (
        "cms.GoalIndexPage",
        "Verdensmål",
        "verdensmaal",
        "Vælg det af de 17 mål, der ligner din opgave mest, og se, hvem der arbejder med det.",
        False,
    ),
    (
        "newsletters.NewsletterIndexPage",
        "Nyhedsbreve",
        "nyhedsbreve",
        "Her kan du læse de nyhedsbreve, vi har sendt.",
        True,
    ),
)


@transaction.atomic
def start() -> bool:
    """Make all that every site needs. False, and nothing made, if pages, members or the group are
    there.
    """
    if not is_untouched() or Group.objects.filter(name=EDITORS).exists():
        return False
    remove_welcome()
    home = make_home()
    make_site(home)
    make_lists(home)
    load_organisations()
    make_editors()
    return True


def remove_welcome() -> None:
    """Wagtail's welcome page goes, and its site with it."""
    for welcome in Page.objects.filter(depth=2):
        welcome.delete()


def make_home() -> HomePage:
    home = HomePage(
        title=settings.WAGTAIL_SITE_NAME,
        slug="forside",
        lead=LEAD,
        locale=Locale.get_default(),
    )
    return publish(Page.get_first_root_node(), home)


def make_site(home: Page) -> Site:
    """The site at the address that letters link to."""
    address = urlsplit(settings.SITE_URL)
    Site.objects.all().delete()  # the welcome page took it along, if there was one
    return Site.objects.create(
        hostname=address.hostname,
        port=address.port or (443 if address.scheme == "https" else 80),
        site_name=home.title,
        root_page=home,
        is_default_site=True,
    )


def make_lists(home: Page) -> None:
    for name, title, slug, lead, in_menu in LISTS:
        model = apps.get_model(name)
        page = model(title=title, slug=slug, lead=lead, show_in_menus=in_menu)
        if hasattr(page, "series_id"):
            page.series = first_series()
        publish(home, page)
    goals = GoalIndexPage.objects.get()
    for goal in GOALS:
        publish(goals, goal_page(goal))


def goal_page(goal: Goal) -> GoalPage:
    return GoalPage(number=goal.number, title=goal.title_da, slug=f"maal-{goal.number}")
