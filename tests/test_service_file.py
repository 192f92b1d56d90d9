"""Do the service file, the proxy file, the server's settings and the manual agree?"""

import re
import shlex

import pytest

from tests.endurance.production import MANUAL, PROXY, SERVICE, SITE_AT, told_by_service
from totalplace import production_server

pytestmark = pytest.mark.no_database

HOME = "/srv/totalplace"
# What no later line of the file may take back.
SAYS = {
    "User": "totalplace",
    "Group": "totalplace",
    "WorkingDirectory": HOME,
    "ReadWritePaths": f"{HOME}/var",
    "Restart": "always",
    "StartLimitIntervalSec": "0",
    "KillMode": "mixed",
    "OOMPolicy": "continue",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "PrivateTmp": "yes",
    "ProtectHome": "yes",
    "UMask": "0077",
    "LimitCORE": "0",
}


def value(name):
    [said] = told_by_service(name)
    return said


@pytest.mark.parametrize("name", SAYS)
def test_the_service_keeps_its_word(name):
    assert value(name) == SAYS[name]


def test_the_server_listens_where_the_proxy_asks_and_to_this_machine_alone():
    proxy = re.sub(r"#.*", "", PROXY.read_text())

    assert re.findall(r"\bserver (\S+);", proxy) == [SITE_AT]
    assert [word for word in shlex.split(value("ExecStart")) if "bind" in word] == [
        f"--bind={SITE_AT}"
    ]


def test_the_proxy_finds_its_pages_where_the_service_has_the_site():
    [root] = re.findall(r"^ *root (\S+);", PROXY.read_text(), re.MULTILINE)

    assert root == f"{value('WorkingDirectory')}/deploy"


def test_the_server_reads_our_settings_and_is_told_of_a_new_version():
    assert f"--config=python:{production_server.__name__}" in value("ExecStart")
    assert value("ExecStart").startswith(f"{HOME}/.venv/bin/gunicorn ")
    assert value("ExecReload") == "/bin/kill -s HUP $MAINPID"
    assert value("Type") == "notify"


def test_what_is_under_way_is_waited_for():
    assert production_server.graceful_timeout < int(value("TimeoutStopSec"))


def test_there_are_files_enough_for_a_thousand_connections_of_each_worker():
    assert int(value("LimitNOFILE")) >= 4 * 1_000


def test_the_site_may_do_what_its_children_need():
    """They lower their own limits, and start programs: `savings.evidence.child`."""
    calls = " ".join(told_by_service("SystemCallFilter"))

    assert calls == "@system-service ~@privileged"
    assert "@resources" not in calls


def test_the_manual_puts_it_where_systemd_reads_it():
    assert f"cp deploy/{SERVICE.name} /etc/systemd/system/" in MANUAL.read_text()
