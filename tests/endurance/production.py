"""How is the real site started as production is: by the service file and behind the proxy file that we ship?

Only what differs between machines is filled in: names, ports, folders and a certificate of its own. What
systemd would do is done here: its signals, and a new start after a death. `SERVICE=FILE` tries another service file.
"""

import os
import re
import shlex
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.browser.running_site import wait_for_answer
from tests.endurance.certificate import make_certificate
from tests.endurance.site import RunningSite
from totalplace.bootstrap import ROOT, port

MANUAL, PROXY = ROOT / "docs" / "running.md", ROOT / "deploy" / "nginx.conf"
SERVICE = Path(os.environ.get("SERVICE", ROOT / "deploy" / "totalplace.service"))
PROGRAMS = "/srv/totalplace/.venv/bin/"  # Where the service file has what is installed.
NAME = "localhost"
SITE_AT = "127.0.0.1:8001"  # In the command and in the proxy file: they must agree.
SECONDS = 10  # For nginx to start.


def nginx() -> str:
    """Where nginx is on this machine; empty where there is none."""
    return shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin") or ""


def told_by_service(name: str) -> list[str]:
    """What the service file says of it, each time that it does, with lines that go on made one."""
    text = SERVICE.read_text().replace("\\\n", " ")
    return [" ".join(said.split()) for said in re.findall(rf"^{name}=(.*)", text, re.MULTILINE)]


def server_command(port: str = SITE_AT.partition(":")[2]) -> list[str]:
    """The command of the service file, in words: the programs of this Python, listening at this port."""
    [command] = told_by_service("ExecStart")
    here = f"{Path(sys.executable).parent}/"
    ours = SITE_AT.partition(":")[2]
    return [word.replace(PROGRAMS, here).replace(ours, port) for word in shlex.split(command)]


class SiteBehindProxy(RunningSite):
    """The site of `tried`, on its database and with its people, as production: two processes, and TLS."""

    def __init__(self, folder: Path, tried: RunningSite):
        super().__init__(folder, tried.settings["DATABASE_URL"], tried.evidence)
        self.folder, self.host = folder, NAME
        self.plain_port, self.site_port = port.free(), port.free()
        self.url, self.origin = f"https://{NAME}:{self.port}", f"https://{NAME}"
        self.site_url = f"http://127.0.0.1:{self.site_port}"
        self.process = self.proxy = None
        self.settings = tried.settings | {
            "DJANGO_SETTINGS_MODULE": "totalplace.settings",
            "DEMO": "0",
            "DEBUG": "0",
            "ALLOWED_HOSTS": f"{NAME},127.0.0.1",
            "BEHIND_TLS_PROXY": "1",
            "TRUSTED_PROXY_COUNT": "1",
            "STATIC_ROOT": str(folder / "static"),
        }

    def start(self) -> None:
        """Start both. The proxy stays up whatever becomes of the server."""
        if not self.proxy:
            self._prepare()
        with self.log.open("a") as out:
            self.process = self._start_server(out)
            wait_for_answer(self.site_url + "/health/live", self.process, self.log)
        self.is_up.set()

    def _prepare(self) -> None:
        certificate, key = make_certificate(NAME, self.folder)
        self.tls = ssl.create_default_context(cafile=str(certificate))
        # The database was migrated for the cache of the trial, which is in memory: now its table is made.
        for command in ("migrate", "collectstatic --noinput"):
            done = self.command(*command.split())
            assert done.returncode == 0, done.stderr
        with self.log.open("a") as out:
            self.proxy = self._start_nginx(certificate, key, out)

    def __exit__(self, *failure):
        for process in (self.process, self.proxy):
            process.terminate()
            process.wait()

    def kill(self) -> None:
        """End the server and whatever it started with SIGKILL, as systemd does once its first process has died."""
        self.is_up.clear()
        with suppress(ProcessLookupError):
            while True:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.poll()
                time.sleep(0.01)

    def workers(self) -> list[int]:
        """The processes that the server has started, or itself where it started none."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(each) for each in children.split()] or [self.process.pid]

    def processes(self) -> list[int]:
        """The server and what it has started."""
        return sorted({self.process.pid, *self.workers()})

    def _start_server(self, out) -> subprocess.Popen:
        return subprocess.Popen(
            server_command(str(self.site_port)),
            cwd=ROOT,
            env={**os.environ, **self.settings},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
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
