"""Python as a judge of what fleet-certlab wrote: `judge.py ssl|cryptography handshake < jobs.json`, verdicts on stdout.

`ssl` shakes hands with the standard library; `cryptography` verifies both certificates with its own path builder, which
shares nothing with OpenSSL's.
"""

import datetime
import functools
import ipaddress
import json
import ssl
import sys

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.verification import PolicyBuilder, Store

MODES = {"none": ssl.CERT_NONE, "optional": ssl.CERT_OPTIONAL, "required": ssl.CERT_REQUIRED}


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in JUDGES or sys.argv[2] != "handshake":
        sys.exit("usage: judge.py ssl|cryptography handshake < jobs.json")
    judge = JUDGES[sys.argv[1]]
    json.dump([{"id": job["id"], **judge(job)} for job in json.load(sys.stdin)], sys.stdout)


def verdict(**texts):
    said = {name: text for name, text in texts.items() if text is not None}
    return {"accepted": not said, **said}


def text_of(error):
    return f"{type(error).__name__}: {error}"


def read(path):
    with open(path, "rb") as file:
        return file.read()


# ssl


def judge_by_ssl(job):
    if "at" in job:
        # OpenSSL's clock cannot be set from Python.
        return judge_by_cryptography(job)
    loaded = {}
    for end, make in (("server", server_context), ("client", client_context)):
        try:
            loaded[end] = make(job[end], job["tls"])
        except (OSError, ssl.SSLError, ValueError) as error:
            return verdict(**{f"{end}Load": text_of(error)})
    return shake(loaded["server"], loaded["client"], job["dial"])


def server_context(settings, tls):
    context = context_of(ssl.PROTOCOL_TLS_SERVER, settings, tls)
    context.verify_mode = MODES[settings["client_authentication"]]
    return context


def client_context(settings, tls):
    context = context_of(ssl.PROTOCOL_TLS_CLIENT, settings, tls)
    context.check_hostname = settings.get("verification_mode") == "full"
    return context


def context_of(protocol, settings, tls):
    context = ssl.SSLContext(protocol)
    context.minimum_version = context.maximum_version = ssl.TLSVersion[tls.replace("TLSv1.", "TLSv1_")]
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    for path in settings.get("certificate_authorities", []):
        context.load_verify_locations(path)
    if "certificate" in settings:
        passphrase = settings.get("key_passphrase_path")
        password = read(passphrase) if passphrase else b""
        context.load_cert_chain(settings["certificate"], settings["key"], password=password)
    return context


class End:
    """One end of a connection in memory: what it is told, and how it ended."""

    def __init__(self, context, **options):
        self.inbox, self.outbox = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.inbox, self.outbox, **options)
        self.steps = [self.tls.do_handshake, lambda: self.tls.write(b"1"), lambda: self.tls.read(1)]
        self.error = None

    def go_on(self):
        """Does what can be done with what has arrived."""
        try:
            while self.steps:
                self.steps[0]()
                self.steps.pop(0)
        except ssl.SSLWantReadError:
            pass
        except (ssl.SSLError, ssl.CertificateError) as error:
            self.error = error
            self.steps = []


def shake(server_context, client_context, name):
    if not name:
        client_context.check_hostname = False
    server = End(server_context, server_side=True)
    client = End(client_context, server_hostname=name or None)
    for _ in range(20):
        for end, other in ((client, server), (server, client)):
            end.go_on()
            other.inbox.write(end.outbox.read())
    unfinished = "no answer" if (server.steps or client.steps) and not (server.error or client.error) else None
    return verdict(
        server=server.error and text_of(server.error),
        client=(client.error and text_of(client.error)) or unfinished,
    )


# cryptography


def judge_by_cryptography(job):
    at = datetime.datetime.fromisoformat(job["at"]) if "at" in job else datetime.datetime.now(datetime.timezone.utc)
    ends = {}
    for end in ("server", "client"):
        try:
            ends[end] = opened(job[end])
        except (OSError, ValueError, TypeError) as error:
            return verdict(**{f"{end}Load": text_of(error)})
    server_chain, server_trusts = ends["server"]
    client_chain, client_trusts = ends["client"]
    name = job["dial"] if job["client"].get("verification_mode") == "full" and job["dial"] else None
    at_client = failure(lambda: verify_server(server_chain, client_trusts, name, at))
    at_server = None
    wanted = job["server"]["client_authentication"]
    if wanted != "none" and client_chain:
        at_server = failure(lambda: verify_client(client_chain, server_trusts, at))
    elif wanted == "required":
        at_server = "no certificate"
    return verdict(server=at_server, client=at_client)


def opened(settings):
    chain = []
    if "certificate" in settings:
        chain = x509.load_pem_x509_certificates(read(settings["certificate"]))
        if public_key(settings["key"], settings.get("key_passphrase_path")) != chain[0].public_key():
            raise ValueError("certificate and key do not belong together")
    paths = settings.get("certificate_authorities", [])
    return chain, [certificate for path in paths for certificate in x509.load_pem_x509_certificates(read(path))]


@functools.cache
def public_key(path, passphrase_path):
    passphrase = read(passphrase_path) if passphrase_path else None
    return load_pem_private_key(read(path), passphrase).public_key()


def verify_server(chain, trusts, name, at):
    subject = named(name) if name else some_name(chain[0])
    PolicyBuilder().store(Store(trusts)).time(at).build_server_verifier(subject).verify(chain[0], chain[1:])


def verify_client(chain, trusts, at):
    PolicyBuilder().store(Store(trusts)).time(at).build_client_verifier().verify(chain[0], chain[1:])


def named(name):
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def some_name(leaf):
    """This verifier always wants a name: one of its own is as good as none."""
    return leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value[0]


def failure(verify):
    try:
        verify()
    except Exception as error:  # noqa: BLE001 - whatever it says is the verdict
        return text_of(error)
    return None


JUDGES = {"ssl": judge_by_ssl, "cryptography": judge_by_cryptography}

if __name__ == "__main__":
    main()
