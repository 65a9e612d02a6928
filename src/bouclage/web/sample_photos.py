"""Photos of the bundled days: landscapes drawn from a photo's name, free of all rights. Nothing real is shown."""

import math
import random
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

_SIZE = (800, 450)
_SKIES = (((250, 214, 165), (126, 157, 186)), ((214, 228, 240), (92, 134, 176)), ((244, 190, 160), (96, 92, 128)))
_ROCKS = ((70, 84, 104), (58, 78, 84), (84, 76, 92))

Colour = tuple[int, int, int]


@lru_cache(maxsize=128)
def drawn(name: str) -> bytes:
    """Return the photo of a name as JPEG: a sky, ridges one behind the other, and a lake that mirrors them."""
    rng = random.Random(name)  # noqa: S311 - a drawing, no secret
    width, height = _SIZE
    shore = int(height * rng.uniform(0.58, 0.72))
    low, high = rng.choice(_SKIES)
    image = Image.new("RGB", _SIZE)
    draw = ImageDraw.Draw(image)
    for y in range(shore):
        draw.line([(0, y), (width, y)], fill=_between(high, low, y / shore))
    sun = rng.randint(120, width - 120), rng.randint(50, shore // 2)
    draw.ellipse([sun[0] - 26, sun[1] - 26, sun[0] + 26, sun[1] + 26], fill=_between(low, (255, 255, 240), 0.7))
    rock = rng.choice(_ROCKS)
    for ridge in range(4):
        depth = ridge / 3
        line = _ridge(rng, shore, shore * (0.62 - 0.42 * depth), 1 + ridge)
        far = _between(_between(low, high, 0.5), rock, 0.35 + 0.6 * depth)
        draw.polygon([(0, shore), *line, (width, shore)], fill=far)
    water = image.crop((0, 2 * shore - height, width, shore)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    water = Image.blend(water.filter(ImageFilter.GaussianBlur(3)), Image.new("RGB", water.size, high), 0.35)
    image.paste(water, (0, shore))
    for _ in range(70):
        y = rng.randint(shore + 4, height - 1)
        x = rng.randint(-40, width)
        draw.line([(x, y), (x + rng.randint(20, 110), y)], fill=_between(high, (255, 255, 255), rng.uniform(0.1, 0.4)))
    out = BytesIO()
    image.filter(ImageFilter.GaussianBlur(0.6)).save(out, "JPEG", quality=84)
    return out.getvalue()


def _ridge(rng: random.Random, shore: int, tall: float, rough: int) -> list[tuple[float, float]]:
    waves = [(rng.uniform(0.4, 2.2) * rough, rng.uniform(0, 6.3)) for _ in range(5)]
    line = []
    for x in range(0, _SIZE[0] + 8, 8):
        swell = sum(math.sin(x / 130 * pace * step + turn) / step for step, (pace, turn) in enumerate(waves, 1))
        line.append((float(x), shore - max(4.0, tall * (0.55 + 0.22 * swell))))
    return line


def _between(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (int(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
