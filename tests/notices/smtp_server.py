"""A small real mail server for tests: speaks enough SMTP over a socket, with or without STARTTLS."""

import datetime as dt
import socketserver
import ssl
import threading
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Dialogue(socketserver.StreamRequestHandler):
    """One connection: answers as `self.server.behaviour` says."""

    def handle(self):
        self.encrypted = False
        self.say("220 ready")
        while line := self.rfile.readline():
            verb = line.decode("latin-1").strip().upper().split(" ")[0].split(":")[0]
            if self.answer(verb, line.decode("latin-1").strip()) == "end":
                return

    def answer(self, verb, line):
        server = self.server
        server.transcript.append((verb, self.encrypted))
        if verb == "EHLO":
            offer = ["STARTTLS"] if server.context and not self.encrypted else []
            self.say(*(f"250-{each}" for each in ["localhost", *offer]), "250 8BITMIME")
        elif verb == "STARTTLS" and server.context:
            self.say("220 go")
            self.encrypt()
        elif verb == "RCPT":
            self.say(server.behaviour.get("RCPT", "250 ok"))
            server.recipients.append(line.partition(":")[2].strip())
        elif verb == "DATA":
            return self.take()
        elif verb == "QUIT":
            self.say("221 bye")
            return "end"
        else:
            self.say("250 ok" if verb in {"MAIL", "RSET", "NOOP"} else "502 unknown")
        return ""

    def take(self):
        self.say("354 go")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        self.server.mails.append(b"".join(lines))
        if self.server.behaviour.get("DATA") == "die":
            return "end"
        self.say(self.server.behaviour.get("DATA", "250 taken"))
        return ""

    def say(self, *lines):
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    def encrypt(self):
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", 0)
        self.encrypted = True


class MailServer(socketserver.ThreadingTCPServer):
    """`behaviour` maps a verb to the answer; `mails`, `recipients`, `transcript` tell what came."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, context=None, **behaviour):
        super().__init__(("127.0.0.1", 0), Dialogue)
        self.context, self.behaviour = context, behaviour
        self.mails, self.recipients, self.transcript = [], [], []
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def handle_error(self, request, client_address):
        """A client that hangs up on a strange certificate is what one test wants."""

    @property
    def port(self):
        return self.server_address[1]


def certificate(folder: Path) -> Path:
    """Write a fresh certificate with its key for localhost and return the file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start.replace(year=2120))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / "localhost.pem"
    file.write_bytes(built.public_bytes(pem) + secret)
    return file


def tls(file: Path) -> ssl.SSLContext:
    """Return a server's context for the certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
