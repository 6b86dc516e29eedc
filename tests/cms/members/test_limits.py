"""How often one may ask: by visitor, by network, in all, and by address."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections, transaction

from cms.members import joining, limits
from cms.members.models import SignUp, Tally
from tests.factories.joining import NOW, asked, sign_up

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def tries(ips, now=NOW):
    """How many of these visitors were let through."""
    through = 0
    for number, ip in enumerate(ips):
        try:
            sign_up(ip=ip, email=f"a{number}@koege.example", now=now)
        except limits.TooManySignUpsError:
            continue
        through += 1
    return through


def test_lets_five_through_from_one_address_in_an_hour():
    assert tries(["192.0.2.7"] * 8) == 5
    assert tries(["192.0.2.7"] * 8, NOW + HOUR - dt.timedelta(seconds=1)) == 0
    assert tries(["192.0.2.7"] * 8, NOW + HOUR) == 5


@pytest.mark.parametrize("pattern", ["192.0.2.{}", "2001:db8::{:x}", "::ffff:192.0.2.{}"])
def test_lets_thirty_through_from_one_network(pattern):
    assert tries(pattern.format(number) for number in range(1, 60)) == 30


@pytest.mark.parametrize(
    ("one", "other"), [("192.0.2.1", "192.0.3.1"), ("2001:db8::1", "2001:db8:0:1::1")]
)
def test_does_not_let_one_network_pay_for_another(one, other):
    assert tries([one] * 6) == 5
    assert tries([other] * 6) == 5


@pytest.mark.parametrize("ip", ["", "unknown", "x\x00", "999.1.1.1", "fe80::1%eth0"])
def test_counts_what_is_no_address_as_one_visitor(ip):
    assert tries([ip] * 8) == 5


def test_pauses_for_all_while_too_many_wait(settings):
    settings.JOIN_PER_HOUR = 3
    ips = [f"198.51.{number}.1" for number in range(9)]
    assert tries(ips) == 3
    assert tries(ips, NOW + HOUR) == 3


def test_does_not_count_the_confirmed_towards_the_pause(settings, home):
    settings.JOIN_PER_HOUR = 2
    _made, token = asked(email="bo@koege.example")
    joining.confirm(token=token, now=NOW)
    assert tries(["198.51.100.1"] * 3) == 2


def test_knows_no_limit_of_nought(settings):
    settings.JOIN_PER_IP = settings.JOIN_PER_NETWORK = settings.JOIN_PER_HOUR = 0
    assert tries(["192.0.2.7"] * 40) == 40
    assert Tally.objects.count() == 0


def test_writes_nothing_for_those_it_turns_away():
    tries(["192.0.2.7"] * 5)
    before = (SignUp.objects.count(), Tally.objects.count())
    assert tries(["192.0.2.7"] * 5) == 0
    assert (SignUp.objects.count(), Tally.objects.count()) == before


def test_keeps_no_address_of_anybody():
    sign_up(ip="192.0.2.7")
    with transaction.atomic():
        limits.take_address("anna@koege.example", now=NOW)
    rows = str(list(Tally.objects.values()))
    assert len(Tally.objects.all()) == 3
    assert "192.0.2" not in rows
    assert "anna" not in rows


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("anna@koege.dk", "anna+net@koege.dk", False),
        ("anna+a@koege.dk", "anna+b@koege.dk", False),
        ("an.na@gmail.com", "anna+x@googlemail.com", False),
        ("an.na@koege.dk", "anna@koege.dk", True),
        ("anna@koege.dk", "anna@greve.dk", True),
    ],
)
def test_counts_addresses_of_one_mailbox_as_one(one, other, both):
    with transaction.atomic():
        assert limits.take_address(one, now=NOW) is True
        assert limits.take_address(other, now=NOW) is both


def test_forgets_what_counts_no_more():
    sign_up()
    assert limits.forget(NOW + HOUR - dt.timedelta(seconds=1)) == 0
    assert limits.forget(NOW + HOUR) == 2


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_lets_five_of_twenty_through_that_come_at_once():
    begin = Barrier(20)

    def ask(number):
        begin.wait(10)
        try:
            return sign_up(email=f"a{number}@koege.example") is not None
        except limits.TooManySignUpsError:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(ask, range(20))) == 5
    assert SignUp.objects.count() == 5
