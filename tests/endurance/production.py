"""How is the real site started as docs/running.md says for production, behind the proxy file that we ship?

Only what differs between machines is filled in: names, ports, folders and a certificate of its own.
"""

import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

from tests.browser.running_site import wait_for_answer
from tests.endurance.certificate import make_certificate
from tests.endurance.site import RunningSite
from totalplace.bootstrap import ROOT, port

MANUAL, PROXY = ROOT / "docs" / "running.md", ROOT / "deploy" / "nginx.conf"
COMMAND = re.compile(r"^ *waitress-serve (.*?)^ *```", re.DOTALL | re.MULTILINE)
NAME = "localhost"
SITE_AT = "127.0.0.1:8001"  # In the command and in the proxy file: they must agree.
SECONDS = 10  # For nginx to start.


def nginx() -> str:
    """Where nginx is on this machine; empty where there is none."""
    return shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin") or ""


def server_options() -> list[str]:
    """What the manual says `waitress-serve` is started with."""
    [options] = COMMAND.findall(MANUAL.read_text())
    return shlex.split(options.replace("\\\n", ""))


class SiteBehindProxy(RunningSite):
    """The site of `tried`, on its database and with its people, as production: two processes, and TLS."""

    def __init__(self, folder: Path, tried: RunningSite):
        super().__init__(folder, tried.settings["DATABASE_URL"])
        self.folder, self.host = folder, NAME
        self.plain_port, self.site_port = port.free(), port.free()
        self.url, self.origin = f"https://{NAME}:{self.port}", f"https://{NAME}"
        self.settings = tried.settings | {
            "DJANGO_SETTINGS_MODULE": "totalplace.settings",
            "DEMO": "0",
            "DEBUG": "0",
            "ALLOWED_HOSTS": f"{NAME},127.0.0.1",
            "BEHIND_TLS_PROXY": "1",
            "TRUSTED_PROXY_COUNT": "1",
            "STATIC_ROOT": str(folder / "static"),
        }

    def start(self):
        certificate, key = make_certificate(NAME, self.folder)
        self.tls = ssl.create_default_context(cafile=str(certificate))
        # The database was migrated for the cache of the trial, which is in memory: now its table is made.
        for command in ("migrate", "collectstatic --noinput"):
            done = self.command(*command.split())
            assert done.returncode == 0, done.stderr
        with self.log.open("a") as out:
            self.process = self._start_server(out)
            wait_for_answer(
                f"http://127.0.0.1:{self.site_port}/health/live", self.process, self.log
            )
            self.proxy = self._start_nginx(certificate, key, out)
        self.is_up.set()

    def __exit__(self, *failure):
        for process in (self.proxy, self.process):
            process.terminate()
            process.wait()

    def _start_server(self, out) -> subprocess.Popen:
        options = [
            each.replace(SITE_AT, f"127.0.0.1:{self.site_port}") for each in server_options()
        ]
        return subprocess.Popen(
            [sys.executable, "-m", "waitress", *options],
            cwd=ROOT,
            env={**os.environ, **self.settings},
            stdout=out,
            stderr=subprocess.STDOUT,
        )

    def _start_nginx(self, certificate: Path, key: Path, out) -> subprocess.Popen:
        conf = self.folder / "nginx.conf"
        conf.write_text(self._filled_in(certificate, key))
        # Its workers give up root where it has it, and could then not reach these folders.
        as_root = [] if os.getuid() else ["-g", "user root root;"]
        command = [nginx(), "-p", str(self.folder), "-c", str(conf), *as_root]
        subprocess.run([*command, "-t"], check=True, stdout=out, stderr=subprocess.STDOUT)
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        latest = time.monotonic() + SECONDS
        while process.poll() is None and time.monotonic() < latest:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return process
            time.sleep(0.1)
        raise AssertionError(f"nginx did not start:\n{self.log.read_text()}")

    def _filled_in(self, certificate: Path, key: Path) -> str:
        text = PROXY.read_text()
        for shipped, here in {
            "worker_processes auto;": "worker_processes auto; daemon off;",
            "totalplace.example.gov.uk": NAME,
            "/etc/totalplace/certificate.pem": str(certificate),
            "/etc/totalplace/key.pem": str(key),
            SITE_AT: f"127.0.0.1:{self.site_port}",
            "/srv/totalplace/deploy": str(PROXY.parent),
            "listen 80 ": f"listen 127.0.0.1:{self.plain_port} ",
            "listen 443 ": f"listen 127.0.0.1:{self.port} ",
            "/run/nginx.pid": str(self.folder / "nginx.pid"),
            "/var/log/nginx": str(self.folder),
            "\nhttp {": f"\nhttp {{\n{self._own_folders()}",
        }.items():
            assert text.count(shipped) == 1 or shipped.startswith("/var/log"), shipped
            text = text.replace(shipped, here)
        return text

    def _own_folders(self) -> str:
        """Where nginx keeps what does not fit into memory, for each kind of server that it was built to speak to."""
        built = subprocess.run([nginx(), "-V"], capture_output=True, text=True, check=True).stderr
        kinds = [
            kind
            for kind in ("proxy", "fastcgi", "uwsgi", "scgi")
            if f"--without-http_{kind}_module" not in built
        ]
        return "\n".join(
            f"    {kind}_temp_path {self.folder / kind};" for kind in ["client_body", *kinds]
        )
