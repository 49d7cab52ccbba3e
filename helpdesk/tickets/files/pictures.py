"""Pictures drawn anew before anyone looks at them; must not know who sent them or why.

A redrawn picture carries no EXIF (place, device), no comments and no second meaning.
"""

import io
import warnings
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageOps

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2560
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


class TooManyPixels(Exception):
    """The picture is larger than `MOST_PIXELS` when unpacked."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A redrawn picture: its bytes, its suffix and its size in pixels."""

    content: bytes
    suffix: Literal["png", "jpeg"]
    width: int
    height: int

    @property
    def media_type(self) -> str:
        return f"image/{self.suffix}"


def redrawn(content: bytes) -> Drawing | None:
    """The picture drawn anew, photos as JPEG and all else as PNG; None when it cannot be drawn.

    Slow (up to a second): call it in a thread. Raises TooManyPixels before unpacking anything.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _draw(content)
    except Image.DecompressionBombError:
        raise TooManyPixels from None
    except TooManyPixels:
        raise
    except Exception:
        # Damaged files, and damaged EXIF in good ones, raise anything: struct.error, TypeError.
        return None


def _draw(content: bytes) -> Drawing:
    with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise TooManyPixels
        is_photo = picture.format == "JPEG"
        if is_photo:
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(picture)
        fitting = upright.convert("RGB" if is_photo else _mode(upright))
    fitting.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    fresh = Image.frombytes(fitting.mode, fitting.size, fitting.tobytes())
    return _written(fresh, "jpeg" if is_photo else "png")


def _mode(picture: Image.Image) -> str:
    see_through = "A" in picture.getbands() or "transparency" in picture.info
    return "RGBA" if see_through else "RGB"


def _written(picture: Image.Image, suffix: Literal["png", "jpeg"]) -> Drawing:
    out = io.BytesIO()
    picture.save(out, suffix.upper(), quality=85, optimize=suffix == "jpeg")
    return Drawing(out.getvalue(), suffix, picture.width, picture.height)
