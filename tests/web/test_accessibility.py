"""Every page of the desk and of the public is open to everybody: axe-core finds nothing serious on any of them."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from tests.isolation.reach import REACHED
from tests.isolation.routes import Route, pages
from tests.postgres_plugin import DATABASES
from tests.web.audit import grave_faults
from tests.web.site import GUEST, Look, Site, is_whole_page, opened_site

SHARES = 12
"""The walk is cut into so many tests, for several workers to share and for a failure to say where."""

NO_PAGE: dict[str, str] = {
    "cases:move": "a form within the case's page, and only for a step that is open",
    "core:second_step": "comes after a password, and is the sign-in page until then",
    "core:oidc_start": "leads to an identity provider, and none is set",
    "core:oidc_back": "where an identity provider sends people back to; nobody comes without one",
    "dispatch:board_verdicts": "what the board's script asks for one order, as data",
    "supply:receipt_edit": "what moved stays as it was written; the answer is a refusal",
    "importing:refused": "a workbook of refused rows, and this import has none",
}
"""Addresses that nobody opens as a page, with the reason; those that answer a form, a file or a part of a page say so themselves."""

REFUSED_FORMS = (
    ("core:sign_in", "main form:has([name=username])"),
    ("intake:scan", "main form[method=post]"),
    ("core:account_new", "main form[method=post]"),
    ("core:webhook_new", "main form[method=post]"),
    ("people:skill_new", "main form[method=post]"),
    ("fleet:vessel_new", "main form[method=post]"),
    ("supply:issue_new", "main form[method=post]"),
)
"""Forms of each make, sent empty: what is then said must be open to everybody too."""

TURNS: tuple[Look, ...] = (("zh-hans", "light"), ("en", "dark"), ("zh-hans", "dark"), ("en", "light"))


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Keep hundreds of meant refusals out of the log."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def site(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    browser: Browser,
) -> Iterator[Site]:
    """The product with a record behind every address, served for all tests here, which only read it."""
    with django_db_blocker.unblock(), opened_site(browser, request.config.stash[DATABASES]) as opened:
        yield opened


def visit(site: Site, path: str, name: str, turn: int) -> Page:
    """Open a page; the languages and themes take turns."""
    page = site.window(name, TURNS[turn % len(TURNS)])
    answer = page.goto(path)
    assert answer is not None
    assert answer.ok, f"{path} answers {answer.status} to {name}"
    return page


@pytest.mark.parametrize("share", range(SHARES))
def test_no_page_has_a_grave_fault_and_none_is_left_out(site: Site, share: int) -> None:
    wrong: list[str] = []
    for place, route in list(enumerate(pages()))[share::SHARES]:
        reader = first_reader(site, route)
        if reader is None:
            wrong += (
                []
                if is_lawfully_no_page(site, route)
                else [f"{route}: nobody can open it; say why in NO_PAGE"]
            )
            continue
        page = visit(site, site.url(route, reader), reader, place // SHARES)
        wrong += grave_faults(page, f"{route.name} {reader}", frame=reader == GUEST)
    assert not wrong, "\n" + "\n".join(wrong)


def first_reader(site: Site, route: Route) -> str | None:
    """Return somebody to whom the address answers with a page."""
    for name in site.readers(route):
        answer = site.ask(route, name)
        if is_whole_page(answer):
            return name
        if answer.status_code not in {403, 404, 409}:
            return None
    return None


def is_lawfully_no_page(site: Site, route: Route) -> bool:
    """Whether the address only takes forms, leads on, or gives a file or a part of a page; or it is named with its reason."""
    if route.name in NO_PAGE:
        return True
    statuses = {site.ask(route, name).status_code for name in site.readers(route)[:3]}
    return bool(statuses & {200, 204, 301, 302, 303, 405})


@pytest.mark.parametrize("name", REACHED)
def test_the_home_of_everybody_has_no_grave_fault(site: Site, name: str) -> None:
    page = visit(site, "/", name, list(REACHED).index(name))
    assert grave_faults(page, name) == []


@pytest.mark.parametrize(("name", "form"), REFUSED_FORMS)
def test_a_refused_form_has_no_grave_fault(site: Site, name: str, form: str) -> None:
    route = next(one for one in pages() if one.name == name)
    reader = first_reader(site, route)
    assert reader is not None
    page = visit(site, site.url(route, reader), reader, len(name))
    page.locator(form).first.evaluate("form => { form.noValidate = true; form.requestSubmit() }")
    expect(page.locator("main [data-error-summary], main .field-error").first).to_be_visible()
    assert grave_faults(page, f"{name} refused") == []


def test_a_broken_label_is_found(site: Site) -> None:
    page = visit(site, "/sign-in/", GUEST, 0)
    assert grave_faults(page, "whole") == []
    page.evaluate("document.querySelector('label[for=id_username]').remove()")
    assert [one for one in grave_faults(page, "broken") if "broken: label " in one]
