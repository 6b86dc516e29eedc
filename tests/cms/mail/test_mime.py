"""A letter as octets, read back by Python's own parser."""

import datetime as dt
import re
from binascii import a2b_qp
from email import message_from_bytes, policy

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cms.mail.message import Attachment, Content, Recipient, UnsafeHeaderError
from cms.mail.mime import LONGEST_LINE, WIDTH, Skeleton, quoted, wrapped
from cms.mail.placeholders import fill, placeholder

NOW = dt.datetime(2026, 3, 2, 9, 30, 15, 250_000, tzinfo=dt.UTC)
GREETING, LINK, HTML = (placeholder(name) for name in ("greeting", "link", "greeting_html"))
ANNA = Recipient(
    1,
    "ref-of-anna",
    "anna@kommune.example",
    {
        "greeting": "Kære Anna & co",
        "greeting_html": "Kære Anna &amp; co",
        "link": "https://network.example/afmeld/a/",
    },
)
# What has broken one encoder or another, and what these ones cut at.
NASTY = [
    ".",
    "..",
    "=",
    "=2E",
    "=\n",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "æ",
    "🌱",
    "é",
    "\u2028",
    "\x00",
]
NASTY += [
    "\n.\n",
    "\n.\r\n",
    "\r\n.",
    "--",
    "\n--=_",
    "From ",
    "x" * 75,
    "x" * 76,
    "å" * 200,
    "y" * 5000,
]
NASTY += ["x" * 75 + ".", "x" * 72 + ".x", " " * 80, "a " * 60, "." * 160, "=?utf-8?q?=C3=A6?="]
words = st.lists(st.sampled_from(NASTY) | st.text(max_size=8), max_size=10).map("".join)
values = words.filter(lambda text: not set(text) & {"\ue000", "\ue001"})
bodies = st.lists(values | st.sampled_from([GREETING, LINK]), max_size=12).map("".join)
headings = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=200)


def content(**fields):
    fields.setdefault("subject", "Nyt fra netværket")
    fields.setdefault("html", f'<p>{HTML}</p>\n<a href="{LINK}">Afmeld</a>')
    fields.setdefault("text", f"{GREETING}\n\nAfmeld: {LINK}\n")
    fields.setdefault("sender", "Netværket <brev@network.example>")
    return Content(**fields)


def letter(recipient=ANNA, **fields):
    return Skeleton(content(**fields)).message_for(recipient, now=NOW)


def read(octets):
    return message_from_bytes(octets, policy=policy.default)


def body(message, kind):
    return message.get_body((kind,)).get_content()


def with_crlf(text):
    return re.sub("\r\n|\r|\n", "\r\n", text)


def with_fields(**fields):
    return ANNA._replace(fields={**ANNA.fields, **fields})


def test_writes_one_message_to_one_recipient():
    message = read(
        letter(
            reply_to="svar@network.example",
            headers={"List-Id": "<nyhedsbrev.network.example>"},
            own_headers={"List-Unsubscribe": f"<{LINK}>"},
        )
    )
    assert message.items() == [
        ("From", "Netværket <brev@network.example>"),
        ("Subject", "Nyt fra netværket"),
        ("Reply-To", "svar@network.example"),
        ("List-Id", "<nyhedsbrev.network.example>"),
        ("To", "anna@kommune.example"),
        ("Date", "Mon, 02 Mar 2026 09:30:15 +0000"),
        ("Message-ID", "<ref-of-anna@network.example>"),
        ("List-Unsubscribe", "<https://network.example/afmeld/a/>"),
        ("MIME-Version", "1.0"),
        ("Content-Type", message["Content-Type"]),
    ]
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert body(message, "plain") == (
        "Kære Anna & co\r\n\r\nAfmeld: https://network.example/afmeld/a/\r\n"
    )
    assert body(message, "html") == (
        '<p>Kære Anna &amp; co</p>\r\n<a href="https://network.example/afmeld/a/">Afmeld</a>'
    )
    assert [part.defects for part in message.walk()] == [[], [], []]


def test_keeps_nothing_of_one_recipient_for_the_next():
    skeleton = Skeleton(content(own_headers={"List-Unsubscribe": f"<{LINK}>"}))
    bo = Recipient(2, "ref-of-bo", "bo@kommune.example", dict.fromkeys(ANNA.fields, "Bo"))
    first = skeleton.message_for(ANNA, now=NOW)
    second = skeleton.message_for(bo, now=NOW + dt.timedelta(hours=1))
    assert b"nna" not in second
    assert read(second)["Date"] == "Mon, 02 Mar 2026 10:30:15 +0000"
    assert skeleton.message_for(ANNA, now=NOW) == first


def test_gives_a_letter_the_same_octets_whenever_it_is_built():
    assert letter() == letter()


@example(text="æ" * 40, html=f"{GREETING}{LINK}{GREETING}", greeting=".", link=".x")
@example(text=f"{GREETING}\n.\n{LINK}", html=f".{GREETING}.", greeting="x" * 74 + " ", link="")
@example(text=f"a\r{GREETING}\n", html="", greeting="a\n.b\r\n\rc", link="\t")
@given(text=bodies, html=bodies, greeting=values, link=values)
def test_says_what_it_was_given(text, html, greeting, link):
    octets = letter(with_fields(greeting=greeting, link=link), text=text, html=html)
    message = read(octets)
    fields = {"greeting": with_crlf(greeting), "link": with_crlf(link)}
    assert body(message, "plain") == fill(with_crlf(text), fields)
    assert body(message, "html") == fill(with_crlf(html), fields)
    assert [part.defects for part in message.walk()] == [[], [], []]


@given(text=bodies, greeting=values, link=values)
def test_fits_the_wire_whatever_it_says(text, greeting, link):
    octets = letter(with_fields(greeting=greeting, link=link), text=text, html=text)
    assert octets.isascii() is True
    lines = octets.split(b"\r\n")
    assert [line for line in lines if len(line) > WIDTH] == []
    assert [line for line in lines if line.startswith(b".")] == []
    assert [line for line in lines if b"\n" in line or b"\r" in line] == []
    assert [line for line in lines if line != line.rstrip()] == []
    assert octets.endswith(b"--\r\n")


@given(subject=headings)
@example(subject="=?utf-8?q?=C3=A6?=")
@example(subject=" a  b ")
@example(subject="ord " * 60)
@example(subject="x" * 2000)
def test_keeps_every_subject(subject):
    octets = letter(subject=subject)
    assert read(octets)["Subject"] == subject
    assert max(map(len, octets.split(b"\r\n"))) <= LONGEST_LINE


@pytest.mark.parametrize(
    "name",
    [
        "Netværket",
        'Net, "værk"; (nord)',
        "Net, work",
        "=?utf-8?q?=C3=A6?=",
        "🌱" * 8,
        "æ, <ø>",
        "",
    ],
)
def test_keeps_every_name_of_a_sender(name):
    quoted_name = name.replace("\\", "\\\\").replace('"', '\\"')
    message = read(letter(sender=f'"{quoted_name}" <brev@network.example>'))
    (address,) = message["From"].addresses
    assert (address.display_name, address.addr_spec) == (name, "brev@network.example")


def test_takes_several_addresses_for_answers():
    message = read(letter(reply_to="Bo Å <bo@network.example>, ida@network.example"))
    assert [address.addr_spec for address in message["Reply-To"].addresses] == [
        "bo@network.example",
        "ida@network.example",
    ]


def test_writes_the_domain_of_a_sender_as_mail_carries_it():
    skeleton = Skeleton(content(sender="Netværket <brev@netværk.dk>"))
    assert skeleton.sender == "brev@xn--netvrk-sua.dk"
    message = read(skeleton.message_for(ANNA, now=NOW))
    assert message["From"] == "Netværket <brev@xn--netvrk-sua.dk>"
    assert message["Message-ID"] == "<ref-of-anna@xn--netvrk-sua.dk>"


@given(link=headings)
@example(link="https://network.example/" + "a" * 1200)
@example(link="a, <b>, <c>")
def test_keeps_every_value_of_a_header_of_ones_own(link):
    octets = letter(with_fields(link=link), own_headers={"X-Way": f"<{LINK}>"})
    assert read(octets)["X-Way"] == f"<{link}>"
    assert max(map(len, octets.split(b"\r\n"))) <= LONGEST_LINE


def test_folds_a_header_of_ones_own_between_its_addresses():
    octets = letter(own_headers={"List-Unsubscribe": f"<{LINK}>, <mailto:a@b.example>"})
    assert (
        b"List-Unsubscribe: <https://network.example/afmeld/a/>,\r\n <mailto:a@b.example>\r\n"
        in octets
    )


@pytest.mark.parametrize("broken", ["\r\n", "\n", "\r", "\x00", "\x85", "\u2028"], ids=ascii)
@pytest.mark.parametrize(
    "place", ["subject", "sender", "reply_to", "value", "name", "own", "own name"]
)
def test_refuses_a_letter_with_a_control_character_in_a_header(place, broken):
    injected = f"x{broken}Bcc: e@e.example"
    fields = {
        "value": {"headers": {"List-Id": injected}},
        "name": {"headers": {injected: "x"}},
        "own": {"own_headers": {"List-Unsubscribe": injected}},
        "own name": {"own_headers": {injected: "x"}},
    }.get(place, {place: injected})
    with pytest.raises(UnsafeHeaderError):
        Skeleton(content(**fields))


@pytest.mark.parametrize("broken", ["\r\n", "\n", "\r", "\x00", "\x85", "\u2028"], ids=ascii)
@pytest.mark.parametrize("place", ["address", "ref", "link"])
def test_refuses_a_recipient_with_a_control_character_in_a_header(place, broken):
    injected = f"a@b.example{broken}Bcc: e@e.example"
    person = with_fields(link=injected) if place == "link" else ANNA._replace(**{place: injected})
    with pytest.raises(UnsafeHeaderError):
        letter(person, own_headers={"List-Unsubscribe": f"<{LINK}>"})


@pytest.mark.parametrize(
    "address", ["", "a@b.example,c@d.example", "A <a@b.example>", "æ@b.example"]
)
def test_refuses_what_is_not_one_bare_address(address):
    with pytest.raises(UnsafeHeaderError):
        letter(ANNA._replace(address=address))


@pytest.mark.parametrize("fields", [{"sender": "nobody"}, {"sender": ""}, {"reply_to": "<>"}])
def test_refuses_a_letter_from_nobody(fields):
    with pytest.raises(ValueError, match="address"):
        Skeleton(content(**fields))


def test_asks_for_every_field():
    with pytest.raises(KeyError):
        letter(ANNA._replace(fields={}))


def test_writes_a_half_character_as_a_question_mark():
    message = read(letter(with_fields(greeting="a\ud800b"), text=f"{GREETING}\udfff"))
    assert body(message, "plain") == "a?b?"


@pytest.mark.parametrize(
    "text", [".", "x" * 75 + ".x", "x" * 151, "x" * 150 + "=", "x" * 74 + " ", "x\t"]
)
def test_keeps_a_field_between_its_soft_breaks(text):
    """At the beginning of a line no dot, at its end no space, and room for the soft break."""
    lines = quoted(text).split(b"\r\n")
    assert [line for line in lines if line.startswith(b".")] == []
    assert max(map(len, lines)) <= WIDTH
    assert len(lines[-1]) < WIDTH
    assert lines[-1] == lines[-1].rstrip()
    assert a2b_qp(quoted(text)) == text.encode()


def test_breaks_no_line_that_ends_anyway():
    text = f"a {GREETING}\n{GREETING}b{GREETING}"
    octets = letter(with_fields(greeting="x"), text=text, html="")
    assert b"\r\n\r\na=20=\r\nx\r\nx=\r\nb=\r\nx\r\n--=_" in octets


@given(st.text(alphabet=".=x \tæ🌱", max_size=400))
def test_encodes_octet_by_octet_what_the_quick_way_would(line):
    for octets in (quoted(line), wrapped(line.encode())):
        assert a2b_qp(octets) == line.encode()
        lines = octets.split(b"\r\n")
        assert [line for line in lines if line.startswith(b".") or line != line.rstrip()] == []
        assert max(map(len, lines)) <= WIDTH
        assert len(lines[-1]) < WIDTH


def test_carries_a_calendar_entry_beside_its_words():
    day = Attachment(
        "dag.ics", "text/calendar", "BEGIN:VCALENDAR\r\nSUMMARY:Fælles dag\r\n.\r\n" * 40
    )
    content = Content("Æ", "<p>Æ</p>", "Æ\n", "N <a@b.example>", attachments=(day,))
    octets = Skeleton(content).message_for(ANNA, now=NOW)
    assert max(map(len, octets.split(b"\r\n"))) <= WIDTH + 2
    mail = message_from_bytes(octets, policy=policy.default)
    assert (mail.get_content_type(), mail.defects) == ("multipart/mixed", [])
    words, file = mail.iter_parts()
    assert [part.get_content_type() for part in words.iter_parts()] == ["text/plain", "text/html"]
    assert (file.get_filename(), file.get_content_disposition()) == ("dag.ics", "attachment")
    assert file.get_content() == day.text
