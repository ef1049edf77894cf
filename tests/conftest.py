"""How hard the tests try: HYPOTHESIS_PROFILE=thorough looks longer and elsewhere.

Tests marked `thorough` run only where asked for: `python -m pytest -m thorough`.
"""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, settings

if TYPE_CHECKING:
    from tests.servers import Server

settings.register_profile(
    "default",
    max_examples=60,
    deadline=None,
    derandomize=True,  # the same code gives the same answer on every machine
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "quick",  # for mutations, where all is run a thousand times
    max_examples=15,
    phases=[Phase.explicit, Phase.generate],  # that it fails is enough
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough",
    max_examples=2000,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def server() -> "Iterator[Server]":
    """A PostgreSQL server for the whole run, started when first asked for."""
    from tests.servers import Server

    started = Server()
    yield started
    started.close()
