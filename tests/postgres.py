"""`python -m tests.postgres -- COMMAND`: runs a command with DATABASE_URL on a throw-away PostgreSQL.

Uses DATABASE_URL when it is set already. Without PostgreSQL it says so and exits 0: a named skip.
"""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def _bin() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    return versions[-1].parent if versions else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main() -> int:
    """Starts the server, runs the command, stops the server; the command's exit code is ours."""
    command = sys.argv[sys.argv.index("--") + 1 :]
    if os.environ.get("DATABASE_URL"):
        return subprocess.run(command, check=False).returncode
    binaries = _bin()
    if binaries is None:
        return 0
    directory = Path(tempfile.mkdtemp(prefix="zelian-pg-"))
    data, port = directory / "data", _free_port()
    as_postgres: list[str] = []
    if getpass.getuser() == "root":  # PostgreSQL refuses to run as root
        shutil.chown(directory, "postgres")
        as_postgres = ["runuser", "-u", "postgres", "--"]
    run = {"check": True, "stdout": subprocess.DEVNULL, "cwd": str(directory)}
    subprocess.run(
        [
            *as_postgres,
            str(binaries / "initdb"),
            "-D",
            str(data),
            "-U",
            "zelian",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ],
        **run,
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={directory}"
    options += " -c fsync=off -c full_page_writes=off"
    control = [*as_postgres, str(binaries / "pg_ctl"), "-D", str(data), "-w"]
    subprocess.run([*control, "-l", str(directory / "log"), "-o", options, "start"], **run)
    try:
        subprocess.run(
            [str(binaries / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "zelian", "zelian"], **run
        )
        environment = os.environ | {"DATABASE_URL": f"postgres://zelian@127.0.0.1:{port}/zelian"}
        return subprocess.run(command, check=False, env=environment).returncode
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **(run | {"check": False}))
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main())
