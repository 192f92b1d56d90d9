"""Is this a whole picture of a size that can be shown, and what does it look like in small?"""

import io
import struct
from typing import BinaryIO

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from .answers import Hidden, answer
from .hidden_kinds import HiddenKind
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
_LATITUDE = b"GPSLatitude"
_PNG_START = 8
_PNG_END = b"IEND"


def check(file: BinaryIO, kind: str) -> bytes:
    """Answer what was found; Unreadable `corrupt` or `image_bomb`. `kind` is png or jpeg."""
    try:
        with _opened(file, kind) as picture:
            picture.load()
            hidden = [Hidden(HiddenKind.WHERE_TAKEN)] if _says_where(picture) else []
        return answer(_after_the_end(file) if kind == "png" else [], hidden)
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


def _says_where(picture: Image.Image) -> bool:
    """Whether the picture says where on the earth it was taken, as telephones write it."""
    try:
        in_exif = picture.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    except _DAMAGED:
        in_exif = {}  # What says more of a picture may be damaged; it is as whole as before.
    xmp = picture.info.get("xmp", b"")
    return ExifTags.GPS.GPSLatitude in in_exif or _LATITUDE in (
        xmp.encode() if isinstance(xmp, str) else xmp
    )


def _after_the_end(file: BinaryIO) -> list[str]:
    """Walk over the chunks of a PNG: it must have an end, and nothing should follow."""
    file.seek(_PNG_START)
    while True:
        length, name = struct.unpack(">I4s", file.read(8))
        file.seek(length, io.SEEK_CUR)
        struct.unpack(">I", file.read(4))  # its checksum, which the library has compared
        if name == _PNG_END:
            return ["has something after the end of the picture"] if file.read(1) else []
