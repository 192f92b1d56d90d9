"""Is this a whole picture of a size that can be shown, and what does it look like in small?"""

import io
import struct
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from .limits import MAX_HEIGHT, MAX_PIXELS, MAX_WIDTH
from .refusal import Unreadable

# Our own limit stands in `_opened`; the library's would be a warning.
Image.MAX_IMAGE_PIXELS = None

# What the library raises over a file that is damaged: each format its own.
_DAMAGED = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    struct.error,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
)
_PNG_START = 8
_PNG_END = b"IEND"


def check(file: BinaryIO, kind: str) -> bytes:
    """Answer what to beware of; Unreadable `corrupt` or `image_bomb`. `kind` is png or jpeg."""
    try:
        with _opened(file, kind) as picture:
            picture.load()
        return _after_the_end(file).encode() if kind == "png" else b""
    except _DAMAGED:
        raise Unreadable("corrupt") from None


def draw(file: BinaryIO, kind: str) -> bytes:
    """Answer the picture, made smaller if need be and turned the right way up, as PNG with nothing else in it."""
    with _opened(file, kind) as picture:
        picture.draft("RGB", (MAX_WIDTH, MAX_HEIGHT))
        upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((MAX_WIDTH, MAX_HEIGHT))
    return as_png(upright.convert("RGBA" if upright.has_transparency_data else "RGB"))


def as_png(picture: Image.Image) -> bytes:
    """Return the pixels as PNG, and nothing else that the picture carried."""
    drawn = io.BytesIO()
    picture.save(drawn, "PNG", icc_profile=None)
    return drawn.getvalue()


def _opened(file: BinaryIO, kind: str) -> Image.Image:
    picture = Image.open(file, formats=[kind])
    if picture.width * picture.height > MAX_PIXELS:
        raise Unreadable("image_bomb")
    return picture


def _after_the_end(file: BinaryIO) -> str:
    """Walk over the chunks of a PNG: it must have an end, and nothing should follow."""
    file.seek(_PNG_START)
    while True:
        length, name = struct.unpack(">I4s", file.read(8))
        file.seek(length, io.SEEK_CUR)
        struct.unpack(">I", file.read(4))  # its checksum, which the library has compared
        if name == _PNG_END:
            return "has something after the end of the picture" if file.read(1) else ""
