"""Sites on this machine, for what is fetched: by https with a certificate of their own, or plainly."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class _Site(BaseHTTPRequestHandler):
    """Answers with a plan, with too much, or by leading to another address; notes what it is asked for."""

    def __init__(self, content: bytes, elsewhere: str, asked: list[str], *args: object) -> None:
        self.content, self.elsewhere, self.asked = content, elsewhere, asked
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """One answer by the name that is asked for."""
        self.asked.append(self.path)
        if "/khac/" in self.path:
            self.send_response(302)
            self.send_header("Location", self.elsewhere)
            self.end_headers()
            return
        self.send_response(404 if "khong-co" in self.path else 200)
        self.end_headers()
        self.wfile.write(self.content)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextmanager
def plainly_served(content: bytes, asked: list[str]) -> Iterator[str]:
    """A site on this machine that speaks http."""
    with HTTPServer(("127.0.0.1", 0), partial(_Site, content, "", asked)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def served(content: bytes, folder: Path, elsewhere: str = "") -> Iterator[str]:
    """A site on this machine that speaks https, and the file of its certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")]), datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    signed = made.add_extension(address, critical=False).sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    plain = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "cert.pem").write_bytes(signed.public_bytes(pem))
    (folder / "both.pem").write_bytes(plain + signed.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    with HTTPServer(("127.0.0.1", 0), partial(_Site, content, elsewhere, [])) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"https://127.0.0.1:{server.server_port}"
        server.shutdown()
