"""The line between ship and shore: a relay to the server that can be cut, so that nothing at all gets through."""

from __future__ import annotations

import contextlib
import socket
import threading
from urllib.parse import urlsplit

CHUNK = 65536


class Line:
    """Carries bytes to the server of an address while it is whole; `address` is where the browser goes."""

    def __init__(self, server: str) -> None:
        parts = urlsplit(server)
        self.target = (parts.hostname or "localhost", parts.port or 80)
        self.whole = True
        self.tried = 0
        """Connections that were tried while the line was cut."""
        self.carried = 0
        self.most: int | None = None
        """After so many bytes to the server the line breaks by itself."""
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://localhost:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """Let nothing through from now on, and break what is under way."""
        with self._lock:
            self.whole = False
            gone, self._open = self._open, set()
        for one in gone:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def mend(self) -> None:
        """Let everything through again."""
        self.most = None
        self.whole = True

    def close(self) -> None:
        """Take the line down."""
        self.cut()
        self._listening.close()

    def _listen(self) -> None:
        while True:
            try:
                near, _from = self._listening.accept()
            except OSError:
                return
            if not self.whole:
                self.tried += 1
                near.close()
                continue
            try:
                far = socket.create_connection(self.target)
            except OSError:
                near.close()
                continue
            with self._lock:
                cut_meanwhile = not self.whole
                if not cut_meanwhile:
                    self._open |= {near, far}
            if cut_meanwhile:
                self.tried += 1
                near.close()
                far.close()
                continue
            threading.Thread(target=self._carry, args=(near, far, True), daemon=True).start()
            threading.Thread(target=self._carry, args=(far, near, False), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, to_server: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK):
                if to_server:
                    self.carried += len(data)
                    if self.most is not None and self.carried > self.most:
                        self.cut()
                        return
                target.sendall(data)
        for one in (source, target):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        with self._lock:
            self._open -= {source, target}
