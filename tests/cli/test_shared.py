"""The command line on a database of a server."""

from pathlib import Path

import pytest

from tests.cli.conftest import Fazhi
from tests.servers import Server


def test_a_round_on_a_server(server: Server, done: Fazhi, town: Path) -> None:
    url = server.fresh()
    done("--db", url, "new", "甲轮", "--set", str(town))
    done("--db", url, "none", "甲轮", "1", "--json")
    (listed,) = done("list", "--db", url, "--json").json
    assert (listed["name"], listed["seq"]) == ("甲轮", 2)
    assert "完好" in done("log", "甲轮", "--verify", "--db", url).out


def test_a_password_is_never_said(server: Server, fazhi: Fazhi) -> None:
    for url in (server.url("clerk:geheim"), "postgresql://clerk:geheim@127.0.0.1:1/x"):
        refused = fazhi("list", "--db", url)
        assert refused.status == 1
        assert refused.err.count("\n") == 1
        assert "geheim" not in refused.out + refused.err


def test_the_environment_may_name_a_server(
    server: Server, done: Fazhi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAZHI_DB", server.fresh())
    assert done("list", "--json").json == []
