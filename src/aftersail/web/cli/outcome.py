"""How a command ends: exit codes that a script may rely on, and answers that a program may read."""

from __future__ import annotations

import json
from typing import Any, NoReturn

import click

DONE = 0
PROBLEM_FOUND = 1
WRONG_USAGE = 2
ENVIRONMENT_MISSING = 3


class Missing(click.ClickException):
    """Something that this machine or installation lacks; the message says what and how to get it."""

    exit_code = ENVIRONMENT_MISSING


json_option = click.option("--json", "as_json", is_flag=True, help="Answer as JSON, one object a line.")


def say(row: dict[str, Any]) -> None:
    """Write one JSON object on one line; anything JSON does not know becomes text."""
    click.echo(json.dumps(row, ensure_ascii=False, default=str))


def problem_found(message: str = "") -> NoReturn:
    """End the command with exit code 1."""
    if message:
        click.echo(message, err=True)
    raise SystemExit(PROBLEM_FOUND)
