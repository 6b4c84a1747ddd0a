"""One server with the sample street and one browser for all walks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.street import Server, sample_server


@pytest.fixture(scope="session")
def server(tmp_path_factory, chromium) -> Iterator[Server]:
    """The sample street on a real server; asked for after Chromium so that nothing is built for a skip."""
    with sample_server(tmp_path_factory.mktemp("street")) as running:
        yield running
