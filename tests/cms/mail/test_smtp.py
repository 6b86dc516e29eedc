"""Handing letters over to a mail server on loopback."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy

import pytest

from cms.mail import smtp
from cms.mail.answers import Answer, Outcome, Result
from tests.smtp_process import running_smtp_process
from tests.smtp_server import running_smtp

from .carrying import address, answers, carried, carrier_of, people, person


def test_hands_each_recipient_one_message_of_their_own(server, carrier):
    outcome = carrier.carry(people(2), key="batch")
    assert outcome == Outcome(
        results={
            1: Result(Answer.ACCEPTED, provider_id="00000001"),
            2: Result(Answer.ACCEPTED, provider_id="00000002"),
        }
    )
    assert [message[:2] for message in server.messages] == [
        ("brev@network.example", "anna@kommune.example"),
        ("brev@network.example", "bo@kommune.example"),
    ]
    letters = [message_from_bytes(one.octets, policy=policy.default) for one in server.messages]
    assert [letter["To"] for letter in letters] == [address(1), address(2)]
    assert [letter.get_body(("plain",)).get_content() for letter in letters] == [
        "Kære anna\r\n.\r\n",
        "Kære bo\r\n.\r\n",
    ]


def test_needs_no_server_that_takes_eight_bits():
    with running_smtp(eightbit=False) as server:
        outcome = carried(server, people(1))
        assert answers(outcome) == {1: Answer.ACCEPTED}
        assert server.messages[0].octets.isascii() is True


def test_keeps_its_connection_for_the_next_batch(server, carrier):
    carrier.carry([person(1)], key="one")
    carrier.carry([person(2)], key="two")
    assert server.connections == 1
    assert server.verbs == ["ehlo", *["mail", "rcpt", "data"] * 2]


def test_gives_each_thread_a_connection(server, carrier):
    together = threading.Barrier(4)

    def carry(number):
        together.wait(10)
        return carrier.carry([person(number)], key=str(number))

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(carry, [1, 2, 3, 4]))
    assert [answers(outcome) for outcome in outcomes] == [{n: Answer.ACCEPTED} for n in range(1, 5)]
    assert server.connections == 4
    assert server.copies == Counter(address(number) for number in range(1, 5))


def test_says_goodbye(server, carrier):
    carrier.carry([person(1)], key="batch")
    carrier.close()
    assert server.verbs[-1] == "quit"


def test_begins_again_after_it_was_closed(server, carrier):
    carrier.carry([person(1)], key="one")
    carrier.close()
    assert answers(carrier.carry([person(2)], key="two")) == {2: Answer.ACCEPTED}
    assert server.connections == 2


def test_calls_nobody_for_nobody(server, carrier):
    assert carrier.carry([], key="batch") == Outcome()
    assert server.connections == 0


@pytest.mark.parametrize("last_words", [b"", b"421 4.4.2 timeout exceeded\r\n"])
def test_calls_once_more_when_the_server_closed_an_idle_connection(server, carrier, last_words):
    carrier.carry([person(1)], key="one")
    server.hang_up(last_words)
    outcome = carrier.carry([person(2)], key="two")
    assert (answers(outcome), outcome.stopped) == ({2: Answer.ACCEPTED}, None)
    assert server.copies == {address(1): 1, address(2): 1}
    assert server.connections == 2


def test_calls_only_once_more(server, carrier):
    carrier.carry([person(1)], key="one")
    server.say["mail"] = "421 closing down"
    outcome = carrier.carry([person(2)], key="two")
    assert outcome == Outcome(stopped=Result(Answer.REFUSED, "SMTP 421"))
    assert server.connections == 2


def test_does_not_call_again_for_a_message(server, carrier):
    carrier.carry([person(1)], key="one")
    server.say["dot"] = "take close"
    assert answers(carrier.carry([person(2)], key="two")) == {2: Answer.UNKNOWN}
    assert server.copies == {address(1): 1, address(2): 1}
    assert server.connections == 1


def test_leaves_a_connection_before_the_server_has_enough_of_it(server, carrier, monkeypatch):
    monkeypatch.setattr(smtp, "MOST_MESSAGES", 3)
    for key in ("one", "two"):
        carrier.carry(people(2), key=key)
    assert server.connections == 2
    assert server.verbs.count("quit") == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"address": "anna@kommune.example\r\nRCPT TO:<eve@evil.example>"},
        {"address": "anna@kommune.example>,<eve@evil.example"},
        {"address": "ænna@kommune.example"},
        {"ref": "ref\r\nBcc: eve@evil.example"},
    ],
    ids=str,
)
def test_keeps_what_is_unsafe_from_the_wire(server, carrier, changes):
    outcome = carrier.carry([person(1), person(2, **changes), person(3)], key="batch")
    assert outcome.results[2] == Result(Answer.REJECTED, "unsafe_header")
    assert outcome.stopped is None
    assert server.copies == {address(1): 1, address(3): 1}
    assert [message for message in server.messages if b"evil" in message.octets] == []


def test_keeps_an_unsafe_letter_from_everybody(server):
    outcome = carrier_of(subject="Nyt\r\nBcc: eve@evil.example").carry(people(2), key="batch")
    assert outcome == Outcome(common=Result(Answer.REJECTED, "unsafe_header"))
    assert server.connections == 0


def test_leaves_a_letter_from_nobody_to_a_person(server):
    outcome = carrier_of(sender="nobody").carry(people(2), key="batch")
    assert outcome == Outcome(stopped=Result(Answer.MISCONFIGURED, "AnymailInvalidAddress"))


def test_leaves_a_letter_with_an_empty_place_to_a_person(server, carrier):
    outcome = carrier.carry([person(1, fields={}), person(2)], key="batch")
    assert outcome == Outcome(stopped=Result(Answer.MISCONFIGURED, "KeyError"))
    assert server.copies == {}


def test_measures_against_a_server_in_its_own_process():
    with running_smtp_process() as server:
        assert answers(carried(server, people(2))) == {1: Answer.ACCEPTED, 2: Answer.ACCEPTED}
        assert (server.count, server.copies) == (2, {address(1): 1, address(2): 1})
