"""`manage.py demo`: from an empty database to a whole network, once."""

import io
import re
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Page, PageLogEntry, Site
from wagtail.permissions import policy_registry

from cms.demo import accounts, worker
from cms.invitations.pages import InvitationPage
from cms.members.models import Consent, Member, SignUp, User
from cms.organisations.models import Organisation
from cms.participation.decisions.models import Ballot, Decision
from cms.participation.wishes.models import Wish
from cms.stories.pages import StoryPage
from cms.topics.pages import GoalPage, TopicPage
from newsletters.delivery.models import Delivery, Mailing
from newsletters.editions.blocks import LetterBlock
from newsletters.editions.pages import NewsletterPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare_site")]


@pytest.fixture
def demo(settings, tmp_path: Path, monkeypatch, work) -> Callable[[], str]:
    """Run the command as far as it goes without serving; return what it said."""
    settings.VAR_DIR = tmp_path
    # The worker command closes the connection that this test's transaction lives in.
    monkeypatch.setattr(worker, "run_what_waits", work)

    def run(*arguments: str) -> str:
        said = io.StringIO()
        call_command("demo", *(arguments or ["--no-serve"]), stdout=said)
        return said.getvalue()

    return run


def test_fills_an_empty_database_with_a_whole_network(demo, client: Client, letters):
    said = demo()
    now = timezone.now()
    assert Organisation.objects.count() == 104
    assert Member.objects.count() == 200
    assert (TopicPage.objects.count(), GoalPage.objects.count()) == (10, 17)
    assert StoryPage.objects.count() >= 10
    assert InvitationPage.objects.filter(season__name="2019–2020").count() == 5
    assert InvitationPage.objects.filter(starts_at__gt=now).count() == 4
    assert re.findall(r"✓ members +(\d+)", said) == ["200"]
    assert accounts.EDITOR in said
    every_page_is_whole(client)
    sent = NewsletterPage.objects.get(mailings__isnull=False)
    assert {block.block_type for block in sent.body} == set(LetterBlock().child_blocks)
    consents = Consent.objects.values_list("series__key", "wording__version", "words").distinct()
    assert set(consents) == {("nyhedsbrev", 1, ""), ("invitationer", 1, "")}
    every_letter_is_there([letter for letter in letters() if letter["List-Unsubscribe"]])
    assert SignUp.objects.waiting().count() == 4
    members_have_a_say(client)


def every_page_is_whole(client: Client):
    for page in Page.objects.filter(depth__gt=1).specific():
        assert page.live, page
        assert page.live_revision_id, page
        assert not page.has_unpublished_changes, page
        assert client.get(page.url).status_code == 200, page
    for story in StoryPage.objects.all():
        parts = (story.lead, story.challenge, story.approach, story.lessons, story.contact_email)
        assert all(parts), story
        assert story.results, story
        assert story.levels, story
        assert story.goals.exists(), story
        assert story.topics.exists(), story


def every_letter_is_there(letters: list):
    consenting = Member.objects.consenting()
    assert consenting.count() == 180
    assert sorted(letter["To"] for letter in letters) == sorted(
        consenting.values_list("email", flat=True)
    )
    assert Delivery.objects.filter(state=Delivery.State.ACCEPTED).count() == 180
    assert Mailing.objects.get().state == Mailing.State.DONE
    names = dict(consenting.values_list("email", "first_name"))
    for letter in letters:
        text = letter.get_body(("plain",)).get_content()
        assert f"Kære {names[letter['To']]}" in text
        assert "http://testserver/" in text
        assert letter["List-Unsubscribe"]


def members_have_a_say(client: Client):
    public = Wish.objects.public().weighed()
    assert set(public.values_list("stands", flat=True)) == set(Wish.State.values)
    assert Wish.objects.filter(is_confidential=True).exists()
    assert Decision.objects.filter(published_at__isnull=False).count() == 1
    assert Ballot.objects.count() > 50
    page = client.get("/du-sagde/").content.decode()
    assert ("Medlemmerne valgte" in page, "Nattevagterne" in page) == (True, False)


def test_running_again_changes_nothing_that_a_person_changed(demo, letters):
    demo()
    home = Site.objects.get().root_page.specific
    home.title = "Vores netværk"
    home.slug = "vores"
    home.save_revision().publish()
    StoryPage.objects.get(slug="cykelbroen").delete()
    TopicPage.objects.filter(slug="energi").update(title="Energi og varme")
    member = Member.objects.consenting().first()
    Consent.objects.filter(member=member).update(withdrawn_at=timezone.now())
    User.objects.get(email=accounts.EDITOR).delete()
    before = counts()
    said = demo()
    assert counts() == before
    assert Site.objects.get().root_page.title == "Vores netværk"
    assert TopicPage.objects.get(slug="energi").title == "Energi og varme"
    assert not StoryPage.objects.filter(slug="cykelbroen").exists()
    # The newsletter, three who are asked to confirm, one who left, one who is asked to stay, seats, and an
    # evaluation.
    assert len(letters()) == 180 + 3 + 2 + 69 + 31
    assert "nothing is sent again" in said
    assert f"{accounts.EDITOR} (deleted)" in said


def counts() -> list[int]:
    models = (Page, Organisation, Member, Consent, User, Mailing, Delivery, Site, PageLogEntry)
    return [model._default_manager.count() for model in models]


def test_makes_one_password_a_machine_and_keeps_it_from_others(demo, settings):
    settings.DEMO_STEPS = ["cms.demo.register.fill", "home.demo.front.fill"]
    said = demo()
    file = settings.VAR_DIR / "demo-password"
    password = file.read_text().strip()
    assert len(password) >= 12
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert said.count(f"password  {password}") == 2
    assert User.objects.get(email=accounts.EDITOR).check_password(password)
    assert demo().count(f"password  {password}") == 2


def test_does_not_show_a_password_that_a_person_changed(demo, settings):
    settings.DEMO_STEPS = ["cms.demo.register.fill", "home.demo.front.fill"]
    demo()
    administrator = User.objects.get(email=accounts.ADMINISTRATOR)
    administrator.set_password("something of my own")
    administrator.save()
    assert f"changepassword {accounts.ADMINISTRATOR}" in demo()


def test_the_editor_may_write_publish_upload_and_send(demo, settings):
    settings.DEMO_STEPS = ["cms.demo.register.fill", "home.demo.front.fill"]
    demo()
    editor = User.objects.get(email=accounts.EDITOR)
    home = Site.objects.get().root_page
    may = home.permissions_for_user(editor)
    assert may.can_add_subpage()
    assert may.can_edit()
    assert may.can_publish()
    assert editor.has_perm("newsletters.send_newsletter")
    assert editor.has_perm("cms.change_member")
    images = policy_registry.get_by_type(get_image_model())
    assert images.user_has_permission(editor, "add")
    assert not editor.is_superuser


def test_what_fails_half_way_leaves_the_database_empty(demo, settings):
    settings.DEMO_STEPS = ["cms.demo.register.fill", "tests.cms.test_demo.break_off"]
    with pytest.raises(RuntimeError):
        demo()
    assert Organisation.objects.count() == 0
    assert not User.objects.exists()


def break_off(report: object) -> None:
    raise RuntimeError


def test_refuses_production_settings(demo, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="does not run on production settings"):
        demo()
    assert not User.objects.exists()


def test_refuses_to_post_letters_through_a_provider(demo, settings):
    settings.MAIL_PROVIDER = "mailgun"
    with pytest.raises(CommandError, match="Unset MAIL_PROVIDER"):
        demo()


def test_refuses_a_database_with_pages_of_others(demo, home):
    with pytest.raises(CommandError, match=r"did not make.*DATABASE_URL=sqlite:///"):
        demo()
    assert not Organisation.objects.exists()


def test_names_the_option_when_the_port_is_taken(demo):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"manage.py demo --port {port + 1}"):
            demo("--port", str(port))
    assert not User.objects.exists()
