"""What each reply of a mail server means for whom, and that none is taken for another one's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.mail import smtp_line
from cms.mail.answers import Answer, Result
from tests.smtp_server import running_smtp

from .carrying import address, answers, carried, people, person


def test_writes_once_a_message_where_the_server_pipelines(monkeypatch):
    writes = []
    send = smtp_line.Line.send
    monkeypatch.setattr(
        smtp_line.Line, "send", lambda line, octets: (writes.append(octets), send(line, octets))
    )
    with running_smtp() as server:
        carried(server, people(4))
    # The greeting, one envelope, four messages, the goodbye.
    assert len(writes) == 7


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ("250 2.0.0 Ok: queued as 4F-a.B_1", "4F-a.B_1"),
        ("250 2.0.0 from MTA(x): 250 OK Queued as 7", "7"),
        ("250-one\r\n250 queued as 8", "8"),
        ("250 queued as " + "9" * 300, "9" * 200),
        ("250 queued as anna@kommune.example", ""),
        ("250 thank you, anna@kommune.example", ""),
        ("250", ""),
    ],
)
def test_keeps_of_a_yes_only_the_name_of_the_message(server, carrier, words, known):
    server.say["dot"] = words
    outcome = carrier.carry([person(1)], key="batch")
    assert outcome.results == {1: Result(Answer.ACCEPTED, "", known)}


@pytest.mark.parametrize(
    ("when", "words"), [("rcpt", "550 5.1.1 no such user"), ("data", "554 no"), ("dot", "554 spam")]
)
def test_takes_no_for_an_answer_about_one_recipient(server, carrier, when, words):
    server.say[f"{when} 2"] = words
    outcome = carrier.carry(people(3), key="batch")
    assert outcome.results[2] == Result(Answer.REJECTED, f"SMTP {words[:3]}")
    assert (outcome.common, outcome.stopped) == (None, None)
    assert server.copies == {address(1): 1, address(3): 1}


def test_lets_the_server_forget_a_recipient_whom_it_refused(server, carrier):
    server.say["rcpt 1"] = "550 no such user"
    carrier.carry([person(1)], key="one")
    carrier.carry([person(2)], key="two")
    asked = ["mail", "rcpt", "data"] if server.pipelining else ["mail", "rcpt"]
    assert server.verbs == ["ehlo", *asked, "rset", "mail", "rcpt", "data"]


@pytest.mark.parametrize("refused", [[1], [2], [3], [1, 2], [2, 3], [1, 2, 3]], ids=str)
def test_sends_nothing_to_nobody_when_the_server_asks_for_it(refused):
    """RFC 2920 3.1: a server may say 354 although it took no recipient."""
    say = {f"rcpt {address(number)}": "550 no such user" for number in refused}
    with running_smtp({**say, "data": "354 go on"}) as server:
        outcome = carried(server, people(3))
        assert answers(outcome) == {
            n: Answer.REJECTED if n in refused else Answer.ACCEPTED for n in (1, 2, 3)
        }
        assert server.copies == {address(n): 1 for n in (1, 2, 3) if n not in refused}
        assert server.faults == []


@pytest.mark.parametrize(
    ("when", "words", "answer"),
    [
        ("mail", "451 busy", Answer.REFUSED),
        ("mail", "553 not you", Answer.MISCONFIGURED),
        ("rcpt", "450 greylisted", Answer.REFUSED),
        ("rcpt", "421 closing down", Answer.REFUSED),
        ("rcpt", "530 sign in first", Answer.MISCONFIGURED),
        ("rcpt", "503 not now", Answer.MISCONFIGURED),
        ("data", "452 full", Answer.REFUSED),
        ("dot", "451 later", Answer.REFUSED),
        ("dot", "421 closing down", Answer.REFUSED),
    ],
)
def test_stops_where_a_server_takes_no_more(server, carrier, when, words, answer):
    server.say[f"{when} 2"] = words
    outcome = carrier.carry(people(4), key="batch")
    assert answers(outcome) == {1: Answer.ACCEPTED}
    assert (outcome.common, outcome.stopped) == (None, Result(answer, f"SMTP {words[:3]}"))
    assert server.copies == {address(1): 1}


@pytest.mark.parametrize("when", ["mail 2", "rcpt 2", "data 2", "dot 1", "dot 2"])
def test_goes_on_after_a_stop(server, carrier, when):
    """When Anna's letter is put off, the server waits for Bo's by then."""
    server.say[when] = "450 later"
    carrier.carry(people(2), key="one")
    server.say.clear()
    outcome = carrier.carry([person(3), person(4)], key="two")
    assert answers(outcome) == {3: Answer.ACCEPTED, 4: Answer.ACCEPTED}
    assert server.copies[address(3)] == server.copies[address(4)] == 1


@pytest.mark.parametrize("when", ["content", "dot"])
def test_holds_only_the_message_in_whose_midst_the_server_hung_up(server, carrier, when):
    server.say[f"{when} 2"] = "close"
    outcome = carrier.carry(people(4), key="batch")
    assert answers(outcome) == {1: Answer.ACCEPTED, 2: Answer.UNKNOWN}
    assert (outcome.common, outcome.stopped.answer) == (None, Answer.REFUSED)
    assert server.copies == {address(1): 1}


def test_holds_a_message_that_was_written_in_part(monkeypatch):
    monkeypatch.setattr(smtp_line, "SEND_BUFFER", 4096)
    with running_smtp({"content": "close"}) as server:
        outcome = carried(server, people(2), html="<p>" * 200_000)
    assert answers(outcome) == {1: Answer.UNKNOWN}
    assert outcome.stopped.answer == Answer.REFUSED


def test_holds_a_message_that_was_taken_without_a_word(server, carrier):
    server.say["dot 2"] = "take close"
    outcome = carrier.carry(people(4), key="batch")
    assert answers(outcome) == {1: Answer.ACCEPTED, 2: Answer.UNKNOWN}
    assert server.copies == {address(1): 1, address(2): 1}


@pytest.mark.parametrize(
    "words",
    [
        "thank you",
        "999 what",
        "251 elsewhere",
        "354 more",
        "251-one\r\n250 two",
        "250 ok\r\n250 ok",
        "250 " + "x" * 2000,
        "250-more\r\n" * 100 + "250 ok",
    ],
    ids=lambda words: repr(words[:20]),
)
def test_holds_a_message_whose_answer_makes_no_sense(server, carrier, words):
    server.say["dot 2"] = words
    outcome = carrier.carry(people(3), key="batch")
    assert outcome.results[2] == Result(Answer.UNKNOWN, "GarbledReplyError")
    assert outcome.stopped == Result(Answer.REFUSED, "GarbledReplyError")
    assert 3 not in outcome.results
    assert server.copies[address(3)] == 0


def test_uses_no_connection_again_that_was_out_of_step(server, carrier):
    server.say["dot 1"] = "250 ok\r\n250 ok"
    assert answers(carrier.carry([person(1)], key="one")) == {1: Answer.UNKNOWN}
    assert carrier.carry([person(2)], key="two").stopped is None
    assert server.connections == 2


@pytest.mark.parametrize("when", ["mail", "rcpt", "data"])
@pytest.mark.parametrize(
    "words", ["hello", "299 what", "close", "250 ok\r\n250 ok", "250 ok\r\n550 no"]
)
def test_sends_no_message_to_a_server_that_is_out_of_step(server, carrier, when, words):
    server.say[when] = words
    outcome = carrier.carry(people(2), key="batch")
    assert (outcome.results, outcome.common) == ({}, None)
    assert outcome.stopped.answer == Answer.REFUSED
    assert server.messages == []


# What can become of one letter: where the server does what, and which answer that is.
FATES = {
    "taken": ("", "", Answer.ACCEPTED),
    "no such user": ("rcpt", "550 no", Answer.REJECTED),
    "spam": ("dot", "554 no", Answer.REJECTED),
    "greylisted": ("rcpt", "450 later", None),
    "put off": ("dot", "451 later", None),
    "hung up on": ("rcpt", "close", None),
    "lost": ("dot", "close", Answer.UNKNOWN),
    "taken in silence": ("dot", "take close", Answer.UNKNOWN),
}

ENDS = (None, Answer.UNKNOWN)


@given(
    fates=st.lists(st.sampled_from(sorted(FATES)), min_size=1, max_size=4),
    pipelining=st.booleans(),
    lax=st.booleans(),
)
def test_pairs_every_answer_with_its_recipient(fates, pipelining, lax):
    say = {"data": "354 go on"} if lax else {}
    expected, ended = {}, False
    for number, fate in enumerate(fates, 1):
        when, words, answer = FATES[fate]
        say |= {f"{when} {address(number)}": words}
        if not ended and answer:
            expected[number] = answer
        ended = ended or answer in ENDS
    with running_smtp(say, pipelining=pipelining) as server:
        outcome = carried(server, people(len(fates)))
    assert answers(outcome) == expected
    assert (outcome.common, outcome.stopped is not None) == (None, ended)
    assert server.copies == {
        address(number): 1
        for number, fate in enumerate(fates, 1)
        if number in expected and fate.startswith("taken")
    }
    assert server.faults == []


words = st.lists(
    st.sampled_from(
        ["250", " ", "-", "250 ok", "354 go", "550 no", "421 bye", "\r\n", "x", "\n", "æ"]
    ),
    max_size=6,
).map("".join)


@given(when=st.sampled_from(["greeting", "ehlo", "mail", "rcpt", "data", "dot"]), words=words)
def test_survives_whatever_a_server_says(when, words):
    with running_smtp({f"{when} 1": f"bye {words}"}) as server:
        outcome = carried(server, people(2))
    assert outcome.stopped.answer in (Answer.REFUSED, Answer.MISCONFIGURED)
    assert server.copies[address(2)] == 0
    if when != "dot":
        assert server.copies == {}
