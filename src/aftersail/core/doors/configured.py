"""What the installation says of its doors, read from settings in one shape."""

from __future__ import annotations

from dataclasses import dataclass, field

from aftersail.core.roles import Role

DIRECTORY = "directory"
"""The provider under which names of the directory (LDAP) are kept."""


@dataclass(frozen=True, slots=True)
class Oidc:
    """An OpenID Connect provider; without an issuer the door is closed.

    role_map: value of `role_claim` → roles; empty: roles are kept as the administrator gave them.
    """

    issuer: str = ""
    client_id: str = ""
    client_secret: str = ""
    label: str = ""
    scopes: str = "openid profile email"
    role_claim: str = "groups"
    role_map: dict[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Directory:
    """An LDAP directory; without an address the door is closed.

    search: filter with `{name}` for the name typed. role_map: value of `group_attribute` → roles.
    """

    url: str = ""
    start_tls: bool = False
    ca_file: str = ""
    bind_dn: str = ""
    bind_password: str = ""
    under: str = ""
    search: str = "(uid={name})"
    group_attribute: str = "memberOf"
    role_map: dict[str, frozenset[str]] = field(default_factory=dict)


def role_map(text: str) -> dict[str, frozenset[str]]:
    """Read `group=role role; group=role`. ValueError names a role that does not exist.

    A group may be a distinguished name with equal signs: the last one separates.

    >>> role_map("cn=desk,dc=x=dispatcher quality")["cn=desk,dc=x"] == {"dispatcher", "quality"}
    True
    """
    read: dict[str, frozenset[str]] = {}
    for part in filter(str.strip, text.split(";")):
        group, _equal, roles = part.strip().rpartition("=")
        named = frozenset(roles.split())
        if not group or not named or named - set(Role.values):
            raise ValueError(f"a map of roles reads `group=role role; …` with roles of ours, not {part!r}")
        read[group.strip()] = named
    return read


def roles_for(groups: list[str], mapped: dict[str, frozenset[str]]) -> list[str]:
    """Return the roles that these groups give, in any letter case."""
    held = {group.casefold() for group in groups}
    return sorted(set().union(*(roles for group, roles in mapped.items() if group.casefold() in held)))
