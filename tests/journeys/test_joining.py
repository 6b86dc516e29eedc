"""A person's first minute from end to end: the form, the letter, the link, the button, the welcome."""

import re
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import Client

from cms.mail import outbox
from cms.members.models import Consent, Member
from cms.series.queries import shown_wordings
from tests.factories.joining import opened
from tests.factories.pages import make_goal, make_home, make_invitation, make_topic
from tests.factories.people import make_organisation

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WORKER = "--backend mail --queue-name letters,mail --batch --no-startup-delay --no-reload"
FIELD = re.compile(r'<(?:input|select)[^>]* name="([^"]+)"')
STAMP = re.compile(r'name="opened" value="[^"]+"')


def words_of_letters():
    call_command("db_worker", *WORKER.split(), verbosity=0)
    return [
        outbox.read(name).get_body(("plain",)).get_content() for name in reversed(outbox.names())
    ]


def test_goes_from_the_front_page_to_a_member_with_consents():
    home, visitor = make_home(), Client(enforce_csrf_checks=True)
    place, topic, goal = make_organisation(name="Køge Kommune"), make_topic(), make_goal(13)
    day = make_invitation(title="Bygninger, der giver")
    (wording,) = shown_wordings("da")

    # From the front page to the form, which asks for all that is typed below and holds its own stamp.
    front = visitor.get(home.url).content.decode()
    address = re.search(r'<a class="go" href="([^"]+)"', front)[1]
    form = visitor.get(address).content.decode()
    typed = {
        "first_name": "Søren",
        "last_name": "O'Brien",
        "email": "Soren.OBrien@koege.example",
        "organisation": "køge",
        "unit": "hr",
        "role": "director",
        "topics": [topic.pk],
        "goals": [goal.pk],
        "wordings": [wording.pk],
        "language": "da",
        "opened": opened(),
    }
    assert set(typed) <= set(FIELD.findall(form))
    assert STAMP.search(form)
    assert wording.words in form

    # The answer says to look in the mail, and nobody is a member yet.
    thanks = visitor.post(address, typed)
    assert (thanks.status_code, Member.objects.count()) == (302, 0)
    assert visitor.get(thanks.url).status_code == 200

    # A scanner opens the link of the letter; the person presses the button.
    (asking,) = words_of_letters()
    link = urlsplit(re.search(r"http://testserver\S+", asking)[0]).path
    assert Client().get(link).status_code == 200
    assert Client().head(link).status_code == 200
    assert Member.objects.count() == 0
    page = visitor.get(link).content.decode()
    for words in ("Søren O&#x27;Brien", "Køge Kommune", wording.words):
        assert words in page
    welcome = visitor.post(link)
    assert visitor.get(welcome.url).status_code == 200

    # A member, with what they said, and a letter that says it too.
    member = Member.objects.get()
    assert (member.full_name, member.email) == ("Søren O'Brien", "Soren.OBrien@koege.example")
    assert (member.organisation, member.unit, member.role) == (place, "hr", "director")
    assert (list(member.topics.all()), list(member.goals.all())) == ([topic], [goal])
    assert [one.wording for one in Consent.objects.filter(member=member)] == [wording]
    _asking, welcoming = words_of_letters()
    for words in ("Søren", "Køge Kommune", "Nyhedsbrev", day.title):
        assert words in welcoming

    # The link is spent, and the address is known by now: nothing more happens.
    assert visitor.post(link).status_code == 404
    visitor.post(address, {**typed, "first_name": "Mallory", "opened": opened()})
    assert len(words_of_letters()) == 2
    assert Member.objects.get().first_name == "Søren"
