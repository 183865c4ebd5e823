"""service.py - the test service: what a bureau's platform, a registry or a bank's gateway speaks,
over TLS on loopback, and everything that can go wrong on the way. Python's standard library only.

As a program:   python3 service.py --certificates DIR [options]     prints "PORT\n", serves until
                standard input ends. Options: --help.
As a module:    with Service(certificates, ...) as s: s.url("/path")

A request's answer is made by a handler; handlers are found by the first part of the path and
register themselves with @route("name"). Files of handlers beside this one are given with --handlers.

Faults are asked for in the address: ?fault=NAME (always), ?fault=NAME*2 (the first two requests of
this path), ?fault=NAME@3 (the third only). ?rate=5&seed=1 makes about 5 of 100 requests fail with
one of FLAKY, the same ones each time: what fails depends on seed, path and body alone, and the second
attempt of the same request is answered. The faults are listed in FAULTS.
"""

import argparse
import base64
import email.utils
import gzip
import hashlib
import http.server
import importlib.util
import json
import os
import socket
import ssl
import sys
import threading
import time
import urllib.parse

ROUTES = {}


def route(name):
    def register(handler):
        ROUTES[name] = handler
        return handler

    return register


# What a fault does: BEFORE the handler acts, or to the ANSWER it made.
FAULTS = {
    "none": "nothing",
    "stall": "before: accepts and never answers",
    "drop": "before: closes without acting",
    "drop_after": "acts, then closes without an answer",
    "reset": "acts, then resets the connection",
    "cut": "acts, sends half of the body and closes",
    "slow": "acts, sends the body a few bytes a second",
    "corrupt": "acts, changes a byte of the body behind its digest",
    "badgzip": "acts, says gzip and sends bytes that are none",
    "bomb": "sends 4 GiB of blanks as 4 MiB of gzip",
    "oversize": "sends a body without an end",
    "headers": "sends headers without an end",
    "partial": "acts, sends half of the body as 206 although the whole was asked for",
    "202": "before: status 202", "304": "before: status 304",
    "heading": "acts, sends a head of ?bytes=N bytes",
    "repeat": "acts twice, as a proxy does that asks again; sends the answer twice",
    "redirect": "before: sends on to the same path on this host",
    "hops": "before: sends on as often as the service's `hops` says",
    "redirect_away": "before: sends on to another host",
    "redirect_down": "before: sends on to http:// on this host",
    "redirect_loop": "before: sends on to itself",
    "moved_post": "before: 302 for what is delivered",
    "nothttp": "before: answers what is no HTTP",
    "emptied": "acts, answers 200 with nothing",
    "401": "before: status 401", "403": "before: status 403", "404": "before: status 404",
    "409": "before: status 409", "422": "before: status 422", "429": "before: status 429, Retry-After 1",
    "429long": "before: status 429, Retry-After one day",
    "500": "before: status 500", "502": "before: status 502", "503": "before: status 503, Retry-After 1",
    "500_after": "acts, then status 500",
}
FLAKY = ["drop", "drop_after", "cut", "500", "503", "500_after", "corrupt"]
BOMB = None  # made once
PIECE = b" " * 65536


class Answer:
    def __init__(self, code=200, body=b"", kind="application/json", headers=()):
        self.code, self.body, self.kind, self.headers = code, body, kind, list(headers)


class Request:
    """What a handler sees."""

    def __init__(self, service, method, target, headers, body):
        parts = urllib.parse.urlsplit(target)
        self.service, self.method, self.headers, self.body = service, method, headers, body
        self.path = parts.path
        self.rest = parts.path.strip("/").split("/")[1:]
        self.query = dict(urllib.parse.parse_qsl(parts.query))

    def link(self, path, **query):
        """An address of this service that keeps the request's faults."""
        kept = {k: self.query[k] for k in ("fault", "rate", "seed") if k in self.query}
        kept.update(query)
        return path + ("?" + urllib.parse.urlencode(kept) if kept else "")

    def json(self):
        return json.loads(self.body)


def with_digest(answer):
    """Adds the digest that a careful service sends."""
    digest = base64.b64encode(hashlib.sha256(answer.body).digest()).decode()
    answer.headers.append(("Content-Digest", "sha-256=:%s:" % digest))
    return answer


# --- files and pages of households (the service's --data) ---


def tagged(request, body, kind):
    """ETag, Last-Modified, conditions, ranges."""
    tag = '"%s"' % hashlib.sha256(body).hexdigest()[:16]
    modified = email.utils.formatdate(request.service.data_time, usegmt=True)
    headers = [("ETag", tag), ("Last-Modified", modified), ("Accept-Ranges", "bytes")]
    asked = request.headers.get("If-None-Match")
    if asked == tag or (asked is None and request.headers.get("If-Modified-Since") == modified):
        return Answer(304, b"", kind, headers)
    span = request.headers.get("Range", "")
    unchanged = request.headers.get("If-Range", tag) in (tag, modified)
    if span.startswith("bytes=") and span.endswith("-") and unchanged:
        first = int(span[6:-1])
        if first >= len(body):
            return Answer(416, b"", kind, [("Content-Range", "bytes */%d" % len(body))])
        headers.append(("Content-Range", "bytes %d-%d/%d" % (first, len(body) - 1, len(body))))
        return with_digest(Answer(206, body[first:], kind, headers))
    if "gzip" in request.headers.get("Accept-Encoding", "") and "packed" in request.query:
        headers.append(("Content-Encoding", "gzip"))
        body = gzip.compress(body, mtime=0)
    return with_digest(Answer(200, body, kind, headers))


@route("file")
def send_file(request):
    """/file/NAME: the data as one file; NAME.sha256 beside it."""
    name = request.rest[0]
    kind = "text/csv" if name.endswith(".csv") else "application/x-ndjson"
    if name.endswith(".sha256"):
        digest = hashlib.sha256(request.service.data).hexdigest()
        if "wrong" in request.query or "wrong" in name:
            digest = digest[::-1]
        text = ("%s  %s\n" % (digest, name[:-7])).encode()
        return Answer(200, text.ljust(int(request.query.get("pad", "0"))), "text/plain")
    return tagged(request, request.service.data, kind)


def slice_of(request):
    lines = request.service.data.splitlines(keepends=True)
    size = int(request.query.get("size", "2"))
    at = int(request.query.get("after", "0"))
    return lines[at : at + size], at + size, at + size < len(lines), size


@route("pages")
def send_page(request):
    """/pages?after=N&size=N: NDJSON, the next page in a Link header."""
    lines, at, more, size = slice_of(request)
    headers = []
    if "circle" in request.query:
        at, more = 0, True
    if more:
        extra = {"circle": "1"} if "circle" in request.query else {}
        headers.append(("Link", '<%s>; rel="next"' % request.link("/pages", after=at, size=size, **extra)))
    return with_digest(Answer(200, b"".join(lines), "application/x-ndjson", headers))


@route("json")
def send_json(request):
    """/json?after=N: an object with the records in it, and a cursor or an address for the next."""
    lines, at, more, size = slice_of(request)
    page = {"total": len(request.service.data.splitlines()), "items": [json.loads(x) for x in lines]}
    style = request.query.get("style", "next")
    if style == "next":
        page["next"] = request.link("/json", after=at, size=size) if more else None
    elif style == "away":
        page["next"] = "https://other.example/json?after=%d" % at
    elif style == "circle":
        page["next"] = request.link("/json", after=0, size=size, style=style)
    else:
        page["next_cursor"] = str(at) if more else ""
    return with_digest(Answer(200, json.dumps(page, ensure_ascii=False).encode()))


@route("cursor")
def send_cursor(request):
    """/cursor?cursor=N: as /json, with a cursor to be put into the same address."""
    request.query["after"] = request.query.get("cursor", "0")
    request.query["style"] = "cursor"
    return send_json(request)


@route("bare")
def send_bare(request):
    """/bare: the data without digest, ETag or date."""
    kind = request.query.get("type", "application/x-ndjson")
    return Answer(200, request.service.data, kind)


@route("mixed")
def send_mixed(request):
    """/mixed: the second page of CSV has other columns."""
    if "after" in request.query:
        return Answer(200, b"id,wage\nC,3\n", "text/csv")
    headers = [("Link", '<%s>; rel="next"' % request.link("/mixed", after="1"))]
    return Answer(200, b"id,wage_income\nA,1\n", "text/csv", headers)


@route("words")
def send_words(request):
    """/words: the query's text as it is, as JSON."""
    return Answer(200, request.query["text"].encode(), request.query.get("type", "application/json"))


@route("numbered")
def send_numbered(request):
    """/numbered?page=N, from 1: a list of records; an empty one is the end."""
    lines = request.service.data.splitlines()
    size = int(request.query.get("size", "2"))
    at = (int(request.query.get("page", "1")) - 1) * size
    items = [json.loads(x) for x in lines[at : at + size]]
    return with_digest(Answer(200, json.dumps(items, ensure_ascii=False).encode()))


@route("table")
def send_table(request):
    """/table?after=N: CSV, each page with the header."""
    lines = request.service.data.splitlines(keepends=True)
    size, at = int(request.query.get("size", "2")), int(request.query.get("after", "1"))
    headers = []
    if at + size < len(lines):
        headers.append(("Link", '<%s>; rel="next"' % request.link("/table", after=at + size, size=size)))
    return with_digest(Answer(200, lines[0] + b"".join(lines[at : at + size]), "text/csv", headers))


# --- what is delivered: payments and determinations ---


@route("deliver")
def take_batch(request):
    """/deliver: acts once for each idempotency key, whatever comes how often."""
    if request.method != "POST":
        return Answer(405, b"{}")
    key = request.headers.get("Idempotency-Key", "").strip('"')
    batch = request.json()
    digest = hashlib.sha256(request.body).hexdigest()
    if digest != request.headers.get("X-Checksum-Sha256"):
        return Answer(400, b'{"code":"damaged"}')
    s = request.service
    with s.lock:
        known = s.keys.get(key)
        if known and known["digest"] != digest:
            return Answer(422, b'{"code":"key_reused"}')
        if not known:
            if not key or len(batch["items"]) != batch["rows"]:
                return Answer(400, b'{"code":"rows_do_not_match"}')
            receipt = "R%06d" % (len(s.keys) + 1)
            s.keys[key] = known = {"digest": digest, "receipt": receipt}
            for item in batch["items"]:
                s.ledger.append(dict(item, key=key))
            s.note({"acted": key, "kind": batch["kind"], "rows": batch["rows"], "batch": batch["batch"]})
        else:
            s.note({"again": key})
        if "miscount" in request.query:
            return Answer(200, json.dumps({"rows": batch["rows"] - 1}).encode())
        answer = {"key": key, "rows": batch["rows"], "receipt": known["receipt"]}
    return with_digest(Answer(200 if "again" in request.query else 201, json.dumps(answer).encode()))


@route("ledger")
def send_ledger(request):
    """/ledger: everything that was acted on."""
    with request.service.lock:
        return Answer(200, json.dumps(request.service.ledger).encode())


# --- the server ---


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service = None  # set by Service
    timeout = 30

    def log_message(self, *_):
        pass

    def hang_up(self, reset=False):
        self.close_connection = True
        if reset:
            linger = b"\1\0\0\0\0\0\0\0"
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def send(self, answer, close=False, length=None):
        self.send_response(answer.code)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.code != 304:
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(answer.body) if length is None else length))
        if close:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def serve(self):
        n = int(self.headers.get("Content-Length", 0))
        if n > 256 << 20:
            return self.send(Answer(413, b"{}"), close=True)
        self.service.stage("arriving", self)
        body = self.rfile.read(n)
        request = Request(self.service, self.command, self.path, self.headers, body)
        self.service.last_headers = dict(self.headers)
        self.service.stage("arrived", self)
        fault = self.service.fault_of(request)
        if self.service.token and self.headers.get("Authorization") != "Bearer " + self.service.token:
            return self.send(Answer(401, b'{"code":"no_token"}'))
        handler = ROUTES.get(request.path.strip("/").split("/")[0])
        if not handler:
            return self.send(Answer(404, b'{"code":"nothing_here"}'))
        try:
            self.respond(request, handler, fault)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError, socket.timeout, TimeoutError):
            self.close_connection = True

    def respond(self, request, handler, fault):
        if fault.isdigit() or fault == "429long":
            headers = [("Retry-After", "1")] if fault in ("429", "503") else []
            headers = [("Retry-After", "86400")] if fault == "429long" else headers
            return self.send(Answer(int(fault[:3]), b'{"code":"asked_for"}', headers=headers))
        before = getattr(self, "before_" + fault, None)
        if before:
            return before(request)
        answer = handler(request)
        self.head_bytes = int(request.query.get("bytes", "0"))
        if fault == "repeat":
            answer = handler(request)
        self.service.stage("acted", self)
        after = getattr(self, "after_" + fault, None)
        if after:
            return after(answer)
        self.send(answer)
        self.service.stage("answered", self)

    do_GET = do_POST = do_PUT = do_HEAD = serve

    # Faults before the handler acts.

    def before_stall(self, request):
        self.service.ended.wait(20)
        self.hang_up()

    def before_drop(self, request):
        self.hang_up()

    def before_nothttp(self, request):
        self.wfile.write(b"220 ready\r\nno web here\r\n")
        self.hang_up()

    def before_redirect(self, request):
        self.send(Answer(307, b"", headers=[("Location", request.path + "?" + plain_query(request))]))

    def before_hops(self, request):
        left = int(request.query.get("left", self.service.hops))
        onwards = "?fault=hops&left=%d" % (left - 1) if left > 1 else "?x=1"
        self.send(Answer(307, b"", headers=[("Location", request.path + onwards)]))

    def before_redirect_away(self, request):
        self.send(Answer(307, b"", headers=[("Location", "https://other.example" + request.path)]))

    def before_redirect_down(self, request):
        down = "http://localhost:%d%s" % (self.service.port, request.path)
        self.send(Answer(307, b"", headers=[("Location", down)]))

    def before_redirect_loop(self, request):
        self.send(Answer(308, b"", headers=[("Location", self.path)]))

    def before_moved_post(self, request):
        self.send(Answer(302, b"", headers=[("Location", request.path + "?" + plain_query(request))]))

    def before_bomb(self, request):
        headers = [("Content-Encoding", "gzip")]
        self.send(Answer(200, bomb(), "application/x-ndjson", headers))

    def before_oversize(self, request):
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Connection", "close")
        self.end_headers()
        while not self.service.ended.is_set():
            self.wfile.write(PIECE)

    def before_headers(self, request):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.service.ended.is_set():
            self.wfile.write(b"X-More: %s\r\n" % (b"a" * 4000))

    # Faults in the answer.

    def after_drop_after(self, answer):
        self.hang_up()

    def after_reset(self, answer):
        self.hang_up(reset=True)

    def after_cut(self, answer):
        whole = len(answer.body)
        answer.body = answer.body[: whole // 2]
        self.send(answer, length=max(whole, 1))
        self.hang_up()

    def after_partial(self, answer):
        whole, answer.code = len(answer.body), 206
        answer.body = answer.body[: whole // 2]
        answer.headers = [h for h in answer.headers if h[0] not in ("Content-Digest", "ETag")]
        answer.headers.append(("Content-Range", "bytes 0-%d/%d" % (whole // 2 - 1, whole)))
        self.send(answer)

    def after_slow(self, answer):
        body, answer.body = answer.body, b""
        self.send(answer, length=len(body))
        for i in range(0, len(body), 2):
            if self.service.ended.wait(0.25):
                break
            self.wfile.write(body[i : i + 2])
            self.wfile.flush()
        self.hang_up()

    def after_corrupt(self, answer):
        if answer.body:
            answer.body = answer.body[:-2] + bytes([answer.body[-2] ^ 1]) + answer.body[-1:]
        self.send(answer)

    def after_badgzip(self, answer):
        answer.headers = [h for h in answer.headers if h[0] != "Content-Digest"]
        answer.headers.append(("Content-Encoding", "gzip"))
        self.send(answer)

    def after_heading(self, answer):
        head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n" % len(answer.body)
        left = self.head_bytes - len(head) - len(b"\r\n")
        while left:
            n = min(left, 4000) if left - min(left, 4000) not in range(1, 10) else left - 10
            head += b"X-A: " + b"a" * (n - 7) + b"\r\n"
            left -= n
        self.wfile.write(head + b"\r\n" + answer.body)

    def after_repeat(self, answer):
        self.send(answer)
        self.send(answer)

    def after_emptied(self, answer):
        self.send(Answer(200, b"", answer.kind))

    def after_500_after(self, answer):
        self.send(Answer(500, b'{"code":"asked_for"}'))


def plain_query(request):
    return urllib.parse.urlencode({k: v for k, v in request.query.items() if k != "fault"})


def bomb():
    global BOMB
    if BOMB is None:
        BOMB = gzip.compress(b" " * (64 << 20), compresslevel=9, mtime=0) * 64
    return BOMB


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, address):  # a client that hangs up is no news
        pass


class Service:
    """certificate: good, expired, other, unknown; or None for plain HTTP."""

    def __init__(self, certificates=None, certificate="good", token=None, client=False, data=b"",
                 journal=None, port=0):
        self.lock = threading.Lock()
        self.ended = threading.Event()
        self.keys, self.ledger, self.counts = {}, [], {}
        self.token, self.data, self.data_time = token, data, 1667260800
        self.journal = journal  # a file that gets a line for each thing that happened
        self.hops = 1
        self.healed = False  # no faults, whatever is asked for
        self.on_stage = None  # called with the name of each stage of a request
        handler = type("Bound", (Handler,), {"service": self})
        self.server = Server(("127.0.0.1", port), handler)
        self.scheme = "http"
        if certificate:
            self.scheme = "https"
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(os.path.join(certificates, certificate + ".pem"))
            if client:
                context.load_verify_locations(os.path.join(certificates, "ca.pem"))
                context.verify_mode = ssl.CERT_REQUIRED
            # The handshake happens in the request's thread, not while others wait to be accepted.
            self.server.socket = context.wrap_socket(
                self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)

    def url(self, path, host="localhost"):
        return "%s://%s:%d%s" % (self.scheme, host, self.port, path)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.server.shutdown()
        self.server.server_close()

    def note(self, what):
        if self.journal:
            with open(self.journal, "a") as f:
                f.write(json.dumps(what) + "\n")

    def stage(self, name, handler):
        if self.on_stage:
            self.on_stage(name, handler)

    def fault_of(self, request):
        asked = request.query.get("fault", "none")
        name, always = asked, True
        for mark in "*@":
            if mark in asked:
                name, n = asked.split(mark)
                always = False
        with self.lock:
            key = (request.method, request.path, asked)
            self.counts[key] = count = self.counts.get(key, 0) + 1
            if not always:
                hit = count <= int(n) if "*" in asked else count == int(n)
                name = name if hit else "none"
            if name == "none" and "rate" in request.query:
                name = self.by_chance(request)
        if self.healed:
            name = "none"
        if name not in FAULTS:
            raise ValueError("there is no fault " + name)
        if self.journal and name != "none":
            self.note({"fault": name, "path": request.path})
        return name

    def by_chance(self, request):
        what = "%s %s %s" % (request.query.get("seed", "1"), request.path, request.query)
        digest = hashlib.sha256(what.encode() + request.body).digest()
        tries = self.counts[digest] = self.counts.get(digest, 0) + 1
        if tries > 1 or digest[0] * 256 + digest[1] >= int(request.query["rate"]) * 655.36:
            return "none"
        return FLAKY[digest[2] % len(FLAKY)]


def load_handlers(path):
    spec = importlib.util.spec_from_file_location(os.path.basename(path)[:-3], path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)


def main():
    p = argparse.ArgumentParser(description="The test service.")
    p.add_argument("--certificates", help="folder made by certificates.sh")
    p.add_argument("--certificate", default="good", help="good, expired, other, unknown, none")
    p.add_argument("--token", help="what the client must send")
    p.add_argument("--client", action="store_true", help="the client must show a certificate")
    p.add_argument("--data", help="a file that /file, /pages, ... hand out")
    p.add_argument("--journal", help="a file that gets a line for each thing that happened")
    p.add_argument("--handlers", action="append", default=[], help="a Python file with more routes")
    p.add_argument("--port", type=int, default=0)
    a = p.parse_args()
    sys.modules["service"] = sys.modules["__main__"]  # handlers say: from service import route
    for path in a.handlers:
        load_handlers(path)
    data = open(a.data, "rb").read() if a.data else b""
    certificate = None if a.certificate == "none" else a.certificate
    with Service(a.certificates, certificate, a.token, a.client, data, a.journal, a.port) as s:
        print(s.port, flush=True)
        sys.stdin.read()  # until whoever started it is gone


if __name__ == "__main__":
    main()
