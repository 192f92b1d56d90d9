"""What is each part of a backup called, and what says the page for whoever opens one without us?"""

FORMAT = 1
MANIFEST, READ_ME = "manifest.json", "README.txt"
STORED_FILES = "savings_storedfile"  # The table whose rows name the evidence files.

WORDS = """This is a backup of a totalplace site: everything that was in it at one moment.

It is as secret as the site itself: it holds people's addresses, the hashes of their passwords, and the secrets of
their second factors. Keep it where few people can read it, and encrypt it before it travels.

It is an ordinary ZIP file.

manifest.json      when it was made, by which release, on which database; the migrations; of each table how many rows
                   it has, of what kind each column is, and the highest number that was given to a row; the tables that
                   are left out, and why; of every other file here its size in bytes and its SHA-256.
tables/NAME.jsonl  a table. The first line names its columns, each further line is one row: text in UTF-8, JSON.
                   integer: a whole number. Where the manifest gives the column 2 places, 12345 means 123.45:
                   so it is with money, in pounds. A financial year is the year it begins in.
                   text, boolean, and null where nothing is stored: as JSON has them.
                   date 2010-03-31 · datetime 2010-03-31T09:30:00.000000Z, in UTC · uuid with dashes
                   json: its text, with its keys in order · binary: base64 (RFC 4648)
                   A column NAME_id holds the id of a row in another table.
evidence/…         the files that people sent, each under its own SHA-256. Which is which is in the tables
                   savings_storedfile (SHA-256, size, type) and savings_evidence (its name and its place).

The last 64 characters of the ZIP are the SHA-256 of all bytes before them. To put it back into a site:
    python manage.py restore FILE
"""


def of_table(name: str) -> str:
    """The part that holds this table."""
    return f"tables/{name}.jsonl"


def of_file(sha256: str) -> str:
    """The part that holds the evidence file with this SHA-256."""
    return f"evidence/{sha256[:2]}/{sha256}"
