"""Addresses lie in sessions; so these end, and are forgotten."""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from cms.accounts.sweeping import sweep
from cms.members.models import User
from tests.factories.people import make_member


def test_keeps_who_only_asked_for_a_code_an_hour_and_who_signed_in_longer(client, sign_in):
    Client().post("/log-ind/", {"email": "nobody@kommune.example"})
    sign_in(make_member().email)
    now = timezone.now()
    assert sweep(now=now)["sessions ended"] == 0
    assert sweep(now=now + dt.timedelta(hours=2))["sessions ended"] == 1
    assert client.get("/min-side/").status_code == 200
    assert sweep(now=now + dt.timedelta(days=15))["sessions ended"] == 1
    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)


def test_deletes_the_sessions_of_an_account_with_it(client, sign_in):
    sign_in(make_member().email)
    User.objects.all().delete()
    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)
