"""How much memory and time may the reading of one file use? Both sides know: the site waits no longer than that."""

MEMORY = 768 << 20  # Bytes of address space. 50 million pixels of four bytes are 200 MB.
PROCESSOR_SECONDS = 6
SECONDS = 8  # on the clock; a page must answer within ten
OUTPUT = 20 << 20  # bytes; a page of 1200 by 2400 pixels drawn as noise is 9 MB

MAX_PIXELS = 50_000_000
MAX_WIDTH, MAX_HEIGHT = 1200, 2400  # of what is drawn

REFUSED = 3  # exit status; the code of the refusal is the output
BEGUN = b"\x06"  # the first that it complains of: it has come to the file, and all that ends it now is the file's
