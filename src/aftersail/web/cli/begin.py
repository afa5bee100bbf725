"""`aftersail begin`: from an empty database to one that people can work in."""

from __future__ import annotations

import secrets
import sys

import click

from aftersail.web.cli.installation import open_installation, pending_migrations, refusals_told
from aftersail.web.cli.outcome import Missing, json_option, say

DRAWN_BYTES = 12


@click.command()
@click.option("--house", required=True, help="The name of the maker whose service department works here.")
@click.option("--house-en", default="", help="Its English name.")
@click.option(
    "--username", default="admin", show_default=True, help="Sign-in name of the first administrator."
)
@click.option("--name", required=True, help="The administrator's own name.")
@click.option("--language", type=click.Choice(["zh-hans", "en"]), default="zh-hans", show_default=True)
@click.option(
    "--password-stdin",
    is_flag=True,
    help="Read the password from standard input; else one is drawn and printed once.",
)
@json_option
def command(
    house: str, house_en: str, username: str, name: str, language: str, password_stdin: bool, as_json: bool
) -> None:
    """Enter the house, its first administrator and the defaults that ship with the product; once, after `migrate`.

    Defaults are the seas, kinds of certificate, task types, shift patterns, grade ladder, failure codes, service
    baseline, checklists of gates and forms. All of them can be edited; none is overwritten later.
    """
    open_installation()
    from django.utils import timezone, translation

    from aftersail.core.accounts import open_first_account
    from aftersail.core.scope import Scope, entered
    from aftersail.fleet.actions import load_default_baseline, load_default_codes, load_default_gates
    from aftersail.people.actions.defaults import load_people_defaults
    from aftersail.visits.actions.form_library import load_form_library

    password = sys.stdin.readline().rstrip("\n") if password_stdin else ""
    drawn = "" if password_stdin else secrets.token_urlsafe(DRAWN_BYTES)
    at = timezone.now()
    with entered(Scope.everything()), translation.override("en"), refusals_told():
        if pending_migrations():
            raise Missing("The database is not at this version. Run `aftersail migrate` first.")
        account = open_first_account(
            house=house, house_en=house_en, username=username, name=name, password=password or drawn,
            language=language, at=at,
        )  # fmt: skip
        loaded = load_people_defaults(by=None, at=at)
        loaded += load_default_baseline(by=None, at=at)
        loaded += load_default_codes(by=None, at=at) + load_default_gates(by=None, at=at)
        loaded += load_form_library(by=None, at=at)
    if as_json:
        say({"username": account.username, "password": drawn or None, "defaults": loaded})
        return
    click.echo(f"{house}: {loaded} default records are in. Sign in as {account.username}.")
    if drawn:
        click.echo(f"Password: {drawn}   (shown only now; change it under Account)")
