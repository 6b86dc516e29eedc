"""The domain of an address as a sign of where somebody works."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as some

from cms.organisations.domains import FREE_MAIL, domain_of, is_free_mail, read_domain, wider
from cms.organisations.importing import DOMAINS, read


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Middelfart.dk", "middelfart.dk"),
        (" @middelfart.dk ", "middelfart.dk"),
        ("ærø.dk", "xn--r-3fa9c.dk"),
        ("it.middelfart.dk", "it.middelfart.dk"),
    ],
)
def test_reads_a_domain_however_it_is_typed(typed, kept):
    assert read_domain(typed) == kept


@pytest.mark.parametrize(
    "typed", ["gmail.com", "Hotmail.DK", "post.tele.dk", "x.gmail.com", *sorted(FREE_MAIL)[:3]]
)
def test_refuses_where_anybody_can_have_an_address(typed):
    assert is_free_mail(typed.lower()) is True
    with pytest.raises(ValidationError):
        read_domain(typed)


@pytest.mark.parametrize(
    "typed",
    ["dk", "a@b.dk", "https://middelfart.dk", "middelfart .dk", "-.dk", "a\x00.dk", "x" * 300],
)
def test_refuses_what_is_no_domain(typed):
    with pytest.raises(ValidationError):
        read_domain(typed)


@given(some.text(max_size=300))
def test_answers_anything_that_is_typed(typed):
    try:
        kept = read_domain(typed)
    except ValidationError:
        return
    assert read_domain(kept) == kept


def test_goes_from_the_narrowest_domain_to_the_widest():
    assert wider("a.b.middelfart.dk") == ["a.b.middelfart.dk", "b.middelfart.dk", "middelfart.dk"]
    assert wider("") == []


def test_knows_the_domain_of_an_address():
    assert domain_of("Anna@IT.Middelfart.dk") == "it.middelfart.dk"
    assert domain_of("anna") == ""


def test_ships_domains_that_it_would_take_from_an_editor():
    shipped = [row["domain"] for row in read(DOMAINS)]
    assert [read_domain(domain) for domain in shipped] == shipped
    assert len(set(shipped)) == len(shipped)
