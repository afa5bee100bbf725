"""A real LDAP server (ldaptor) with a few people in it: `python -m tests.doors.servers.directory PORT TLS_PORT CERT KEY`."""

from __future__ import annotations

import base64
import hashlib
import sys
from io import BytesIO
from typing import Any

SERVICE_DN, SERVICE_PASSWORD = "cn=aftersail,dc=yard,dc=example", "let us in"
PEOPLE = "ou=people,dc=yard,dc=example"
DESK = "cn=desk,ou=groups,dc=yard,dc=example"
STATIONS = "cn=stations,ou=groups,dc=yard,dc=example"
PASSWORDS = {"lin": "blue anchor 7", "wu": "green buoy 3", "zhou": "red lamp 9"}
GROUPS = {"lin": [DESK], "wu": [], "zhou": [DESK, STATIONS]}
START_TLS = b"1.3.6.1.4.1.1466.20037"


def hashed(password: str) -> str:
    """Return a password as directories keep it (SSHA)."""
    salt = b"salt"
    return "{SSHA}" + base64.b64encode(hashlib.sha1(password.encode() + salt).digest() + salt).decode()


def ldif() -> bytes:
    """Return the directory's content."""
    blocks = [
        "dn: dc=example\nobjectClass: dcObject\ndc: example",
        "dn: dc=yard,dc=example\nobjectClass: dcObject\ndc: yard",
        f"dn: {SERVICE_DN}\nobjectClass: person\ncn: aftersail\nuserPassword: {hashed(SERVICE_PASSWORD)}",
        f"dn: {PEOPLE}\nobjectClass: organizationalUnit\nou: people",
    ]
    for name, password in PASSWORDS.items():
        groups = "".join(f"\nmemberOf: {group}" for group in GROUPS[name])
        blocks.append(
            f"dn: uid={name},{PEOPLE}\nobjectClass: inetOrgPerson\nuid: {name}\ncn: {name}"
            f"\nuserPassword: {hashed(password)}{groups}"
        )
    return ("\n\n".join(blocks) + "\n\n").encode()


def main() -> None:
    """Serve until killed."""
    from ldaptor import inmemory
    from ldaptor.interfaces import IConnectedLDAPEntry
    from ldaptor.protocols import pureldap
    from ldaptor.protocols.ldap.ldapserver import LDAPServer
    from twisted.internet import reactor, ssl
    from twisted.internet.protocol import ServerFactory
    from twisted.python.components import registerAdapter

    port, tls_port, certificate, key = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
    context = ssl.DefaultOpenSSLContextFactory(key, certificate)

    class Server(LDAPServer):
        def extendedRequest_start_tls(self, _data: Any, reply: Any) -> None:
            reply(pureldap.LDAPExtendedResponse(resultCode=0, responseName=START_TLS))
            self.transport.startTLS(context)

        extendedRequest_start_tls.oid = START_TLS  # type: ignore[attr-defined]

    class Factory(ServerFactory):
        protocol = Server

        def __init__(self, root: Any) -> None:
            self.root = root

    registerAdapter(lambda factory: factory.root, Factory, IConnectedLDAPEntry)

    def serve(root: Any) -> None:
        reactor.listenTCP(port, Factory(root), interface="127.0.0.1")
        reactor.listenSSL(tls_port, Factory(root), context, interface="127.0.0.1")

    inmemory.fromLDIFFile(BytesIO(ldif())).addCallbacks(serve, lambda failure: failure.printTraceback())
    reactor.run()


if __name__ == "__main__":
    main()
