"""Who says goodbye leaves the directory."""

import pytest
from django.utils import timezone

from cms.directory.models import Entry
from cms.members.leaving import come_back, say_goodbye
from tests.factories.directory import make_entry

pytestmark = pytest.mark.django_db


def test_finds_nobody_who_has_said_goodbye_and_nobody_who_came_back_without_saying_so(home):
    member = make_entry().member
    say_goodbye(member=member, now=timezone.now())
    assert not Entry.objects.exists()
    come_back(member=member, now=timezone.now())
    assert not Entry.objects.exists()
