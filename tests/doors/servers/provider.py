"""A small but real OpenID Connect provider over HTTP: discovery, keys, code flow with PKCE, signed tokens, user info."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "aftersail", "between us"


@dataclass
class Provider:
    """Whom the provider signs in next, and how it misbehaves.

    spoil: changes the claims of the next tokens. forge: signs with a key that is not published.
    """

    issuer: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    spoil: dict[str, Any] = field(default_factory=dict)
    forge: bool = False
    algorithm: str = "RS256"
    told_at_userinfo_only: bool = False
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "first", "use": "sig"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def renew_key(self) -> None:
        """Sign with a new key, as providers do from time to time."""
        self.key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig"})

    def token(self, nonce: str) -> str:
        """Return an ID token for the person."""
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            "sub": self.person["sub"],
        }
        if not self.told_at_userinfo_only:
            claims |= self.person
        claims = {key: value for key, value in (claims | self.spoil).items() if value is not None}
        key = RSAKey.generate_key(2048, {"kid": self.key.kid}) if self.forge else self.key
        if self.algorithm == "none":
            head = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
            return f"{head}.{base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b'=').decode()}."
        return jwt.encode({"alg": self.algorithm, "kid": self.key.kid}, claims, key)


class Handler(BaseHTTPRequestHandler):
    """Speaks the protocol."""

    provider: Provider

    def do_GET(self) -> None:
        """Answer discovery, keys, the browser, and whoever holds an access token."""
        where, it = urlsplit(self.path), self.provider
        it.asked.append(where.path)
        asked = {key: values[0] for key, values in parse_qs(where.query).items()}
        if where.path == "/.well-known/openid-configuration":
            self._json({
                "issuer": it.issuer, "authorization_endpoint": f"{it.issuer}/authorize", "token_endpoint": f"{it.issuer}/token",
                "jwks_uri": f"{it.issuer}/keys", "userinfo_endpoint": f"{it.issuer}/me",
            })  # fmt: skip
        elif where.path == "/keys":
            self._json({"keys": [it.key.as_dict(private=False)]})
        elif where.path == "/authorize":
            code = secrets.token_urlsafe(16)
            it.codes[code] = asked
            back = {"code": code, "state": asked["state"]}
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(back)}")
            self.end_headers()
        elif where.path == "/me" and self.headers.get("Authorization") == "Bearer access":
            self._json(it.person)
        else:
            self._json({"error": "not_found"}, 404)

    def do_POST(self) -> None:
        """Exchange a code for tokens: once, for the right program, with the verifier of the challenge."""
        form = {
            k: v[0]
            for k, v in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()
        }
        asked = self.provider.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        right = (
            asked is not None
            and asked["code_challenge"] == challenge
            and asked["redirect_uri"] == form.get("redirect_uri")
            and (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        )
        if not right:
            self._json({"error": "invalid_grant"}, 400)
            return
        self._json(
            {
                "id_token": self.provider.token(asked["nonce"]),
                "access_token": "access",
                "token_type": "Bearer",
            }
        )

    def _json(self, told: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Keep quiet."""


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serve on this machine until the block ends; yields the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def provider() -> Iterator[Provider]:
    """Run a provider."""
    made = Provider()
    with serving(type("Speaking", (Handler,), {"provider": made})) as address:
        made.issuer = address
        yield made
