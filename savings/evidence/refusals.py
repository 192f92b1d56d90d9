"""Why is a file not taken? In a code for programs, and in words that say what to do."""

from totalplace.refused_value import ValueRefused

# Every code, with what it stands for. What was sent and refused is kept under its code.
REASONS = {
    "bad_name": "no name that can be kept",
    "too_big": "over the limit on the size of a file",
    "empty": "no bytes",
    "ext_not_allowed": "a type of file that is not taken",
    "type_mismatch": "the content is not what the name says",
    "corrupt": "damaged or cut off",
    "encrypted": "a password is needed to read it",
    "macro": "holds macros",
    "archive_bomb": "unpacks to far too much",
    "too_many_entries": "an archive of too many parts",
    "image_bomb": "a picture of too many pixels",
    "xml_entity": "XML that defines entities of its own",
    "bad_member_name": "a part whose name leads out of the archive",
    "malware": "a virus was found",
    "place_full": "no room left for the place's evidence",
}


class FileRefused(ValueRefused):
    """Nothing of the file is kept. `message` is for the officer: what is wrong, and what to do."""

    def __init__(self, code: str, message: str) -> None:
        if code not in REASONS:
            raise ValueError(f"{code} is not a reason to refuse a file.")
        super().__init__(code, message)
