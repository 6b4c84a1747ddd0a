"""The sample street on a real server: a data directory of its own, `zelian demo`, `zelian serve` on a free port."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ACCOUNT = re.compile(r"^\s{2}(\w+)\s+((?:\w{4}-){2}\w{4})\s")
COMMAND = [sys.executable, "-m", "zelian.config.cli"]


@dataclass(frozen=True)
class Server:
    """A running server: its address, its data directory, and the passwords printed once."""

    address: str
    data: Path
    passwords: dict[str, str]


@contextmanager
def sample_server(data: Path) -> Iterator[Server]:
    """The sample street served from `data`; about fifteen seconds to start, stopped at the end."""
    environment = {**os.environ, "ZELIAN_DATA": str(data)}
    environment.pop("DATABASE_URL", None)
    built = subprocess.run(
        [*COMMAND, "demo", "--no-serve"], env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    passwords = {found[1]: found[2] for line in built.stdout.splitlines() if (found := ACCOUNT.match(line))}
    port = _free_port()
    running = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, running)
        yield Server(address, data, passwords)
    finally:
        running.terminate()
        running.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _wait_for(address: str, running: subprocess.Popen) -> None:
    for _ in range(200):
        if running.poll() is not None:
            raise RuntimeError(f"服务没有启动，退出码 {running.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/login/", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("服务 20 秒内没有应答")
