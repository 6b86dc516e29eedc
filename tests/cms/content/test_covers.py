"""Covers: the same for the same page always, and nothing but what `cover_url` asks for."""

import hashlib
import io

import pytest
from PIL import Image

from cms.content import covers, drawing
from cms.content.covers import SHAPES, chosen_goals, compose, cover_url
from cms.content.goals import GOALS, contrast


def test_draws_the_same_picture_for_the_same_page():
    lead = SHAPES["lead"]

    assert drawing.svg("7", [7, 13], lead) == drawing.svg("7", [13, 7], lead)
    assert drawing.png("7", [7, 13], lead) == drawing.png("7", [7, 13], lead)


def test_keeps_its_picture_until_the_edition_is_raised():
    drawn = drawing.svg("7", [7, 13], SHAPES["tile"])

    assert covers.EDITION == 1
    assert hashlib.sha256(drawn.encode()).hexdigest()[:16] == "31febf2d4c018dfa"


def test_draws_another_picture_for_another_page():
    assert drawing.svg("7", [7], SHAPES["lead"]) != drawing.svg("8", [7], SHAPES["lead"])


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_fills_the_whole_grid(shape):
    squares = [piece for piece in compose("1", [3], shape) if piece.kind == "square"]
    cells = {
        (square.x + dx, square.y + dy)
        for square in squares
        for dx in range(int(square.size))
        for dy in range(int(square.size))
    }

    assert cells == {(x, y) for x in range(shape.columns) for y in range(shape.rows)}


@pytest.mark.parametrize("number", range(1, 18))
def test_uses_the_colour_of_the_goal(number):
    assert GOALS[number - 1].colour in drawing.svg("1", [number], SHAPES["lead"])


@pytest.mark.parametrize("seed", range(20))
def test_sets_no_form_on_a_colour_too_much_like_it(seed):
    pieces = compose(str(seed), [2, 7, 11], SHAPES["card"])
    grounds = {(p.x, p.y): p.colour for p in pieces if p.kind == "square" and p.size == 1}
    forms = [p for p in pieces if p.kind != "square" and p.size == 1 and (p.x, p.y) in grounds]

    assert forms
    for form in forms:
        assert contrast(form.colour, grounds[form.x, form.y]) >= covers.LEAST_CONTRAST


@pytest.mark.parametrize("shape", ["share", "letter"])
def test_makes_a_png_of_the_shape_s_size(shape):
    data = drawing.png("7", [7], SHAPES[shape])
    image = Image.open(io.BytesIO(data))

    assert image.size == (SHAPES[shape].width, SHAPES[shape].height)
    assert len(data) < 60_000


def test_takes_at_most_three_known_goals():
    assert chosen_goals([17, 3, 3, 9, 12, 99, -1]) == (3, 12, 17)
    assert chosen_goals([]) == ()


def test_writes_addresses_that_it_answers(client):
    for shape in SHAPES:
        for format, media_type in (("svg", "image/svg+xml"), ("png", "image/png")):
            response = client.get(cover_url(7, [7, 13], shape, format))
            assert response.status_code == 200
            assert response["Content-Type"] == media_type
            assert "immutable" in response["Cache-Control"]


def test_answers_without_asking_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        client.get(cover_url(7, [7], "card"))


def test_refuses_to_write_an_address_of_an_unknown_shape():
    with pytest.raises(ValueError, match="no shape of a cover"):
        cover_url(7, [7], "banner")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "1/7-7-banner.svg",
        "1/7-7-lead.gif",
        "1/7-18-lead.svg",
        "1/7-13.7-lead.svg",
        "1/7-7.7-lead.svg",
        "1/7-1.2.3.4-lead.svg",
        "1/7-07-lead.svg",
        "1/A-7-lead.svg",
        "2/7-7-lead.svg",
        "999999/7-7-lead.svg",
        f"1/{'1' * 21}-7-lead.svg",
        "1/7-7-lead.svg/",
    ],
)
def test_answers_404_to_an_address_it_never_writes(path, client):
    assert client.get(f"/covers/{path}").status_code == 404
