"""Which browser do the tests drive, and how is it started?

`chromium` where it is installed; else the one in an npm package. That one is packed for another
system, so what it misses is brought along: libraries, drawing in software, and a typeface with the
widths of Arial, the site's own.
"""

import os
import shutil
from pathlib import Path

from totalplace.bootstrap import marker, node
from totalplace.bootstrap.terminal import SetupError, say, start

PACKED = node.NODE_MODULES / "@sparticuz" / "chromium" / "bin"
UNPACKED = PACKED.parent / "unpacked"
TYPEFACE = node.NODE_MODULES / "@expo-google-fonts" / "arimo"

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

NO_BROWSER = (
    "The browser for the tests could not be unpacked. If the disk is full, make room; else delete\n"
    "node_modules, or install chromium, and run the same command again."
)


def install() -> None:
    """Unpack the npm package's browser, unless there is one. Raises `SetupError`."""
    packed = sorted(PACKED.glob("*.br"))
    wanted = marker.inputs([node.LOCK])
    if shutil.which("chromium") or marker.is_made(UNPACKED, wanted):
        return
    if not packed:
        raise SetupError(
            f"{PACKED} holds no browser: delete node_modules and run the command again."
        )
    say("Unpacking a browser for the tests …")
    UNPACKED.mkdir(exist_ok=True)
    with marker.making(UNPACKED, wanted):
        start([node.executable(), "-e", DECOMPRESS, UNPACKED, *packed], or_else=NO_BROWSER)
        _unpack(UNPACKED)


def launch_arguments() -> dict:
    """Return what Playwright's `launch` is to be given."""
    installed = shutil.which("chromium")
    if installed:
        return {"executable_path": installed, "args": FLAGS}
    brought_along = {
        "LD_LIBRARY_PATH": str(UNPACKED / "lib"),
        "FONTCONFIG_FILE": str(UNPACKED / "fonts.conf"),
    }
    return {
        "executable_path": str(UNPACKED / "chromium"),
        "args": FLAGS,
        "env": {**os.environ, **brought_along},
    }


def _unpack(folder: Path) -> None:
    for archive in folder.glob("*.tar"):
        shutil.unpack_archive(archive, folder)
        archive.unlink()
    (folder / "chromium").chmod(0o755)
    fonts = FONTS.format(typeface=TYPEFACE, cache=folder / "cache")
    (folder / "fonts.conf").write_text(fonts)
