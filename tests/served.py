"""The real project's site, built and served on this machine as a web host serves it: parts of files on request too."""

from __future__ import annotations

import functools
import io
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


@dataclass
class Served:
    """``address`` of the site's top, ending with ``/``; ``parts`` of files that were asked for, by path."""

    folder: Path
    address: str = ""
    parts: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, served: Served, **kwargs: Any) -> None:
        self.served = served
        super().__init__(*args, **kwargs)

    def log_message(self, *_: object) -> None:
        return

    def send_head(self) -> Any:
        path, asked = Path(self.translate_path(self.path)), _RANGE.fullmatch(self.headers.get("Range", ""))
        if not asked or not path.is_file():
            return super().send_head()
        content = path.read_bytes()
        first, last = int(asked[1]), min(int(asked[2] or len(content)), len(content) - 1)
        self.served.parts.setdefault(self.path, []).append((first, last))
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(content)}")
        self.send_header("Content-Length", str(last + 1 - first))
        self.end_headers()
        return io.BytesIO(content[first : last + 1])


@contextmanager
def serve(folder: Path) -> Iterator[Served]:
    """Serves ``folder`` on the loopback address while the context lasts."""
    served = Served(folder)
    handler = functools.partial(_Handler, served=served, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        served.address = f"http://127.0.0.1:{server.server_address[1]}/"
        yield served
        server.shutdown()
