"""How does gunicorn serve the site in production? It reads these settings; `deploy/totalplace.service` starts it.

Before it is the proxy, which holds slow connections back and keeps the access log: see decision 013.
"""

import logging
from pathlib import Path
from typing import Any

from totalplace.logs import Line

# A page waits for the database, or for a mail server after it was answered: meanwhile the other threads go on.
worker_class = "gthread"
# A worker whose threads are all busy leaves what comes next to the others.
threads = worker_connections = 8
# Seconds without a sign of life after which a worker is taken to hang, and replaced; a long page is no reason.
timeout = 60
# Seconds for what is under way when the site is stopped or takes in a new version. The service file waits longer.
graceful_timeout = 60
# No connection is kept: mail is sent after the answer, and the next would wait for it, and tell of an account.
keepalive = 0
# Bytes. Larger than what the proxy takes, which refuses in our words.
limit_request_line = limit_request_field_size = 16_380
# Where workers show that they live: in memory, where Linux has some for it, so that a full disk does not end them.
_IN_MEMORY = "/dev/shm"  # noqa: S108 - files without a name
worker_tmp_dir = _IN_MEMORY if Path(_IN_MEMORY).is_dir() else None
# Nobody gives it orders but systemd.
control_socket_disable = True


class OfRequests(Line):
    """What the server says of a request, without what came with it: it fills that in itself."""

    def format(self, record: logging.LogRecord) -> str:
        if not record.args:
            record.msg = str(record.msg).partition(" from ")[0]
        return super().format(record)


def post_worker_init(worker: Any) -> None:
    """Gunicorn's own way to write stays until the site is loaded: what stops that are the settings, said in full."""
    for handler in worker.log.error_log.handlers:
        handler.setFormatter(OfRequests())
