"""docs/cli.md tells of every command, and what it shows can be typed."""

import re
import shlex
from pathlib import Path

from fazhi_tui.cli.verbs import VERBS
from tests.cli.conftest import Fazhi

TEXT = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"`(fazhi record 名称 [0-9]+ [^`]+)`", TEXT)


def test_every_command_is_told_of() -> None:
    assert [verb for verb in VERBS if f"fazhi {verb}" not in TEXT] == []


def test_every_form_of_answer_can_be_typed_as_shown(done: Fazhi) -> None:
    done("new", "名称", "--set", "demo-98")
    assert len(EXAMPLES) == 10
    for example in EXAMPLES:
        done(*shlex.split(example)[1:])
    done("why", "名称", "50")
    done("rectify", "名称", "50.a.市司法局.1/市城管局", "--measure", "补录音像", "--owner", "张三")
