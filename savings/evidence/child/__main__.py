"""`python -m savings.evidence.child TASK ARGUMENT…`: reads a file from standard input, writes the answer."""

import resource
import sys
from collections.abc import Callable
from contextlib import suppress

from . import limits
from .refusal import Unreadable


def main() -> None:
    """Give up what is not needed, then do the task."""
    give_up_rights()
    # Only now: these load the libraries.
    from . import pdfs, pictures

    tasks: dict[str, Callable[..., bytes]] = {
        "check_pdf": pdfs.check,
        "check_picture": pictures.check,
        "count_pages": pdfs.count_pages,
        "draw_page": pdfs.draw_page,
        "draw_picture": pictures.draw,
    }
    task, *arguments = sys.argv[1:]
    do = tasks[task]
    sys.stderr.buffer.write(limits.BEGUN)
    sys.stderr.buffer.flush()
    try:
        answer, status = do(sys.stdin.buffer, *arguments), 0
    except Unreadable as refused:
        answer, status = str(refused).encode(), limits.REFUSED
    sys.stdout.buffer.write(answer)
    sys.exit(status)


def give_up_rights() -> None:
    """Lower the limits of this process for good."""
    for name, limit in {
        "RLIMIT_CPU": limits.PROCESSOR_SECONDS,
        "RLIMIT_FSIZE": limits.OUTPUT,
        "RLIMIT_CORE": 0,
        "RLIMIT_NPROC": 0,
        "RLIMIT_AS": limits.MEMORY,
    }.items():
        # macOS knows the name RLIMIT_AS and refuses to set it.
        with suppress(ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (limit, limit))


if __name__ == "__main__":
    main()
