"""Accounts are opened for members only, and lost keys are forgotten."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.utils import timezone

from cms.accounts.actions import answer_stranger, open_account
from cms.mail.models import Letter
from cms.members.models import User
from tests.factories.people import make_editor, make_member, suppress

NOW = timezone.now()


def test_opens_one_account_for_a_member():
    member = make_member(email="Anna@Kommune.example")
    first = open_account(address="anna@kommune.example")
    assert open_account(address="anna@kommune.example") == first
    assert (first.email, first.first_name) == ("anna@kommune.example", member.first_name)


def test_opens_none_for_a_stranger_or_a_closed_account():
    User.objects.create_user("shut@kommune.example", is_active=False)
    assert open_account(address="nobody@kommune.example") is None
    assert open_account(address="shut@kommune.example") is None


def test_tells_a_stranger_once_a_day():
    def tell(now=NOW, **more):
        return answer_stranger(**{"address": "a@b.example", "may_write": True, "now": now, **more})

    assert [tell(), tell(), tell(now=NOW + dt.timedelta(days=1))] == [True, False, True]
    assert tell(address="c@b.example", may_write=False) is False
    assert Letter.objects.count() == 2
    assert "b.example" not in "".join(letter.key for letter in Letter.objects.all())


def test_writes_to_no_stranger_whose_mail_is_stopped():
    member = make_member(email="gone@kommune.example", consent=False)
    suppress(member)
    member.delete()
    assert answer_stranger(address="gone@kommune.example", may_write=True, now=NOW) is False
    assert Letter.objects.count() == 0


def test_forgets_lost_keys_and_signs_out_everywhere(client, sign_in, capsys):
    editor = make_editor()
    sign_in(editor.email)
    TOTP.activate(editor, "JBSWY3DPEHPK3PXP")
    call_command("forget_keys", editor.email.upper())
    assert Authenticator.objects.count() == 0
    assert client.get("/min-side/").status_code == 302
    assert "Keys removed: 1." in capsys.readouterr().out


@pytest.mark.parametrize("email", ["nobody@network.example", "x"])
def test_says_when_there_is_no_such_account(email):
    with pytest.raises(CommandError):
        call_command("forget_keys", email)
