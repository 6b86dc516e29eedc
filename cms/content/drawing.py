"""Two pens for one composition: SVG for the web, PNG for letters and share pictures."""

import io
import math
from collections.abc import Iterable, Iterator, Sequence

from PIL import Image, ImageDraw

from .covers import SAND, Piece, Shape, compose

#: The PNG is drawn this many times larger and reduced: Pillow has no anti-aliasing of its own.
SUPERSAMPLING = 3


def svg(seed: str, goals: Iterable[int], shape: Shape) -> str:
    """The cover as an SVG document of its own, without text, styles or scripts."""
    dx, dy = _margins(shape)
    squares, forms = [], []
    for piece in compose(seed, goals, shape):
        x, y, size = piece.x * shape.cell - dx, piece.y * shape.cell - dy, piece.size * shape.cell
        ink = piece.colour
        if piece.kind == "square":
            squares.append(f'<path fill="{ink}" d="M{x:g} {y:g}h{size:g}v{size:g}h-{size:g}z"/>')
        else:
            forms.append(f'<path fill="{ink}" stroke="{ink}" d="{_path(piece, x, y, size)}"/>')
    # Crisp squares, and forms that reach one unit over their edge: no hairlines between cells.
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{shape.width}" height="{shape.height}"'
        f' viewBox="0 0 {shape.width} {shape.height}">'
        f'<g shape-rendering="crispEdges">{"".join(squares)}</g>'
        f'<g stroke-width="2" stroke-linejoin="round">{"".join(forms)}</g></svg>'
    )


def _path(piece: Piece, x: float, y: float, size: float) -> str:
    corners = [(x, y), (x + size, y), (x + size, y + size), (x, y + size)]
    at = [corners[(piece.turn + i) % 4] for i in range(4)]
    match piece.kind:
        case "quarter":
            (cx, cy), (ax, ay), _, (bx, by) = at
            return f"M{cx:g} {cy:g}L{ax:g} {ay:g}A{size:g} {size:g} 0 0 1 {bx:g} {by:g}z"
        case "half":
            (ax, ay), (bx, by) = _middles(at)
            return f"M{ax:g} {ay:g}A{size / 2:g} {size / 2:g} 0 0 1 {bx:g} {by:g}z"
        case "triangle":
            return "M" + "L".join(f"{px:g} {py:g}" for px, py in at[:3]) + "z"
        case _:
            r = size * _disc_radius(piece)
            cx, cy = x + size / 2, y + size / 2
            arc = f"a{r:g} {r:g} 0 0 1"
            return f"M{cx - r:g} {cy:g}{arc} {2 * r:g} 0{arc} -{2 * r:g} 0z"


def png(seed: str, goals: Iterable[int], shape: Shape) -> bytes:
    """The cover as PNG bytes, in a palette of 64 colours (about 8 to 20 kB)."""
    out = io.BytesIO()
    small = picture(seed, goals, shape).quantize(64, method=Image.Quantize.FASTOCTREE)
    small.save(out, "PNG", optimize=False)
    return out.getvalue()


def picture(seed: str, goals: Iterable[int], shape: Shape) -> Image.Image:
    """The cover as pixels."""
    scale = shape.cell * SUPERSAMPLING
    dx, dy = (margin * SUPERSAMPLING for margin in _margins(shape))
    image = Image.new("RGB", (shape.width * SUPERSAMPLING, shape.height * SUPERSAMPLING), SAND)
    pen = ImageDraw.Draw(image)
    for piece in compose(seed, goals, shape):
        x, y, size = piece.x * scale - dx, piece.y * scale - dy, piece.size * scale
        pen.polygon(list(_outline(piece, x, y, size)), fill=piece.colour)
    return image.reduce(SUPERSAMPLING)


def _outline(piece: Piece, x: float, y: float, size: float) -> Iterator[tuple[float, float]]:
    """The form as a polygon; arcs in steps of one degree."""
    corners = [(x, y), (x + size, y), (x + size, y + size), (x, y + size)]
    at = [corners[(piece.turn + i) % 4] for i in range(4)]
    match piece.kind:
        case "square":
            yield from corners
        case "triangle":
            yield from at[:3]
        case "quarter":
            yield at[0]
            yield from _arc(*at[0], size, 90 * piece.turn, 90)
        case "half":
            yield from _arc(x + size / 2, y + size / 2, size / 2, 180 + 90 * piece.turn, 180)
        case "disc":
            yield from _arc(x + size / 2, y + size / 2, size * _disc_radius(piece), 0, 360)


def _arc(
    cx: float, cy: float, radius: float, start: float, sweep: float
) -> Iterator[tuple[float, float]]:
    for degrees in range(round(sweep) + 1):
        angle = math.radians(start + degrees)
        yield cx + radius * math.cos(angle), cy + radius * math.sin(angle)


def _middles(at: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The ends of a half disc's straight side: the middles of the square's left and right side."""
    (ax, ay), (bx, by), (cx, cy), (ex, ey) = at
    return [((ax + ex) / 2, (ay + ey) / 2), ((bx + cx) / 2, (by + cy) / 2)]


def _disc_radius(piece: Piece) -> float:
    """In cells: a disc alone has air around it, one that answers a large form fills its place."""
    return 0.3 if piece.size == 1 else 0.5


def _margins(shape: Shape) -> tuple[float, float]:
    return (
        (shape.columns * shape.cell - shape.width) / 2,
        (shape.rows * shape.cell - shape.height) / 2,
    )
