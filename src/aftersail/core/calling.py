"""Calling other houses' servers over HTTP: to checked addresses only, without following redirects, within limits."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

import aftersail
from aftersail.core.verdicts import Refused

Network: TypeAlias = "ipaddress.IPv4Network | ipaddress.IPv6Network"
TIMEOUT_S = 10.0
LARGEST_ANSWER = 1024 * 1024
ANYWHERE = (ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("::/0"))


class Unreachable(Refused):
    """The other side could not be called, or may not be."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side answered."""

    status: int
    body: bytes


def networks(text: str) -> tuple[Network, ...]:
    """Read networks such as `10.0.0.0/8, 127.0.0.1/32`."""
    return tuple(ipaddress.ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


def require_address(url: str) -> None:
    """Raise `Refused` for an address that is no plain http(s) address of a server."""
    try:
        parts = urlsplit(url)
        lawful = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        lawful = False
    if not lawful or parts.username or any(c.isspace() or ord(c) < 32 for c in url):
        raise Refused(
            [_("Give an address that begins with https:// or http://, without a name and password in it.")]
        )


def checked_addresses(host: str, port: int, allowed: Iterable[Network]) -> list[str]:
    """Return the addresses of a host, refusing private ones unless their network is allowed.

    Every address that a name has is checked, and the call goes to a checked one, so that a name cannot lead inside
    after the check.
    """
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except OSError as error:
        raise Unreachable([_("The name %s is not known.") % host]) from error
    for text in found:
        address = ipaddress.ip_address(text.split("%")[0])
        mapped = getattr(address, "ipv4_mapped", None) or address
        if not mapped.is_global and not any(
            mapped in network for network in allowed if network.version == mapped.version
        ):
            raise Unreachable(
                [
                    _(
                        "The address %s lies inside a private network. The installation does not allow calls there."
                    )
                    % mapped
                ]
            )
    return sorted(found)


def call(
    method: str,
    url: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    allowed: Iterable[Network] = (),
    timeout_s: float = TIMEOUT_S,
) -> Answer:
    """Call an address once and return the answer; redirects are answers like any other.

    allowed: private networks that may be called. Raises `Unreachable`, with the reason, when there is no answer.
    """
    require_address(url)
    parts = urlsplit(url)
    host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
    address = checked_addresses(host, port, allowed)[0]
    connection = _connection(parts.scheme, host, port, address, timeout_s)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = {"User-Agent": f"Aftersail/{aftersail.__version__}", "Connection": "close"} | dict(headers or {})
    try:
        connection.request(method, path, body=body, headers=sent)
        answer = connection.getresponse()
        return Answer(answer.status, answer.read(LARGEST_ANSWER))
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable([_("%(host)s did not answer: %(why)s") % {"host": host, "why": error}]) from error
    finally:
        connection.close()


def _connection(
    scheme: str, host: str, port: int, address: str, timeout_s: float
) -> http.client.HTTPConnection:
    """Return a connection that goes to `address` and speaks, and checks certificates, as to `host`."""
    if scheme == "https":
        made: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, port, timeout=timeout_s, context=ssl.create_default_context()
        )
    else:
        made = http.client.HTTPConnection(host, port, timeout=timeout_s)
    made._create_connection = lambda _there, timeout, source=None: socket.create_connection(  # type: ignore[attr-defined]
        (address, port), timeout, source
    )
    return made
