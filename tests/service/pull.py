"""pull.py HUIMIN - a file that was pulled is the service's, whole, or the one that was there before:
in one answer or pages of every kind, resumed after kills and cuts, unchanged, checked, imported."""

import os
import signal
import sys
import time

from harness import HERE, Bench

TINY = os.path.join(HERE, "..", "cli", "tiny")
LINES = [b'{"id":"H%03d","division_code":"330203","income":%d}\n' % (i, 100 + i)
         for i in range(11)]
NDJSON = b"".join(LINES)
CSV = b"id,income\n" + b"".join(b"H%03d,500\n" % i for i in range(11))


def clean():
    for name in os.listdir("."):
        if name.startswith(("got", "s.hm.pulled")):
            os.unlink(name)


def got(name="got"):
    return open(name, "rb").read() if os.path.exists(name) else None


def spaced(data):
    """As Python's json writes it again."""
    return data.replace(b'":', b'": ').replace(b',"', b', "')


def kinds(bench, service):
    for what, words, expected in (
            ("one answer", ["/file/a.ndjson"], NDJSON),
            ("packed", ["/file/a.ndjson?packed=1"], NDJSON),
            ("pages by link", ["/pages?size=2"], NDJSON),
            ("pages of one", ["/pages?size=1"], NDJSON),
            ("JSON with an address", ["/json?size=3"], spaced(NDJSON)),
            ("JSON with a cursor", ["/cursor?size=4"], spaced(NDJSON)),
            ("numbered", ["/numbered?size=5", "--pages", "page"], spaced(NDJSON)),
            ("numbered from 2", ["/numbered?size=5&page=2", "--pages", "page"], spaced(b"".join(LINES[5:]))),
            ("all in a list", ["/words?text=[{\"id\":%201},%0A{}]"], b'{"id": 1}\n{}\n'),
            ("inside data", ["/words?text={\"code\":0,\"data\":{\"list\":[{}],\"has_more\":false}}"], b"{}\n"),
            ("records, said to be JSON lines", ["/bare"], NDJSON)):
        clean()
        url = service.url(words[0].replace('"', "%22").replace("{", "%7B").replace("}", "%7D"))
        code, said = bench.net("pull", url, "-o", "got", *words[1:])
        bench.check(what, (code, got()), (0, expected))
        bench.check(what + ": left over", sorted(n for n in os.listdir(".") if n.startswith("got")),
                    ["got", "got.pull"])
        bench.check(what + ": mode", os.stat("got").st_mode & 0o777, 0o600)
    service.data = CSV
    clean()
    code, said = bench.net("pull", service.url("/table?size=2"), "-o", "got")
    bench.check("pages of CSV", (code, got()), (0, CSV))
    service.data = NDJSON


def refused(bench, service):
    for what, path, part in (
            ("a circle", "/pages?circle=1", "circle"),
            ("JSON in a circle", "/json?style=circle", "circle"),
            ("a page elsewhere", "/json?style=away", "another host"),
            ("other columns", "/mixed", "first line"),
            ("a web page", "/bare?type=text/html", "web page"),
            ("an error told as 200", "/words?text=%7B%22code%22:500,%22msg%22:%22no%22%7D", "no list"),
            ("JSON cut short", "/words?text=%7B%22items%22:[%7B", "no JSON"),
            ("a list of numbers", "/words?text=[1]", "no object"),
            ("an empty list", "/words?text=[]", "sent nothing"),
            ("deep", "/words?text=" + "[" * 40, "no JSON")):
        clean()
        with open("got", "w") as f:
            f.write("before")
        code, said = bench.net("pull", service.url(path), "-o", "got", "--attempts", "1")
        bench.check(what, (code, got()), (1, b"before"))
        bench.check_in(what, part, said)


def unchanged(bench, service):
    clean()
    url = service.url("/file/a.ndjson")
    bench.net("pull", url, "-o", "got")
    before = os.stat("got").st_ino
    code, said = bench.net("pull", url, "-o", "got")
    bench.check("nothing new", (code, "nothing has changed" in said, os.stat("got").st_ino),
                (0, True, before))
    bench.check("it was asked for so", "If-None-Match" in service.last_headers, True)
    code, said = bench.net("pull", url, "-o", "got", "--anew")
    bench.check("--anew", os.stat("got").st_ino != before, True)
    with open("got", "a") as f:
        f.write("changed here")
    code, said = bench.net("pull", url, "-o", "got")
    bench.check("changed here", (code, got()), (0, NDJSON))
    service.data = NDJSON + LINES[0]
    code, said = bench.net("pull", url, "-o", "got")
    bench.check("changed there", (code, got()), (0, service.data))
    service.data = NDJSON


def checksums(bench, service):
    digest = __import__("hashlib").sha256(NDJSON).hexdigest()
    for what, path, words, expected in (
            ("in the header", "/file/a.ndjson", ["header"], 0),
            ("no header", "/bare", ["header"], 1),
            ("beside", "/file/a.ndjson?x=1", ["beside"], 0),
            ("beside, of the packed", "/file/a.ndjson?packed=1", ["beside"], 0),
            ("beside, wrong", "/file/wrong.ndjson", ["beside"], 1),
            ("nothing beside", "/bare", ["beside"], 1),
            ("given", "/bare", [digest.upper()], 0),
            ("given, wrong", "/bare", [digest[:-1] + "x"], 2),
            ("given, of another", "/bare", ["0" * 64], 1)):
        clean()
        code, said = bench.net("pull", service.url(path), "-o", "got", "--checksum", *words)
        bench.check("checksum " + what, (code, got()), (expected, NDJSON if expected == 0 else None))


def resumed(bench, service):
    """What came is not asked for again."""
    clean()
    url = service.url("/pages?size=2")
    pages = []
    for n, end in ((2, signal.SIGKILL), (2, signal.SIGKILL), (1, signal.SIGINT)):
        client, seen = [None], [0]

        def on_stage(name, handler):
            if name == "arrived":
                pages.append(handler.path)
            seen[0] += name == "acted"
            if name == "acted" and seen[0] == n:
                client[0].send_signal(end)
                client[0].wait(10)

        service.on_stage = on_stage
        client[0] = bench.start("pull", url, "-o", "got", "--ca-file", "certificates/ca.pem")
        client[0].communicate(timeout=60)
        bench.check("killed", (client[0].returncode in (-9, 130), got()), (True, None))
    service.on_stage = lambda name, handler: name == "arrived" and pages.append(handler.path)
    code, said = bench.net("pull", url, "-o", "got")
    service.on_stage = None
    bench.check("resumed", (code, got()), (0, NDJSON))
    bench.check("only pages under way are asked for twice", len(pages) - len(set(pages)) <= 3, True)

    service.data = big = NDJSON * 3000  # 2 MB
    clean()
    spans = []
    service.on_stage = lambda name, h: name == "arrived" and spans.append(h.headers.get("Range"))
    url = service.url("/file/big.ndjson?fault=cut*3")
    for _ in range(3):
        code, said = bench.net("pull", url, "-o", "got", "--attempts", "1", "--quiet")
        bench.check("cut", (code, got()), (3, None))
    code, said = bench.net("pull", url, "-o", "got")
    bench.check("the rest of a file", (code, got() == big), (0, True))
    bench.check("by ranges", [s is not None for s in spans], [False, True, True, True])
    clean()
    service.counts.clear()
    code, said = bench.net("pull", url, "-o", "got", "--attempts", "1")
    service.data = NDJSON
    code, said = bench.net("pull", url.replace("*3", "*1"), "-o", "got")
    bench.check("the file changed meanwhile", (code, got()), (0, NDJSON))
    service.on_stage = None


def failing_disk(bench, service):
    url = service.url("/pages?size=6")
    for kind in ("write", "sync"):
        for n in range(1, 40):
            clean()
            with open("got", "w") as f:
                f.write("before")
            code, said = bench.net("pull", url, "-o", "got", environment={"HUIMIN_FAULT": "%s:%d" % (kind, n)})
            if code == 0:
                break
            bench.check("%s %d fails" % (kind, n), (code, got() in (b"before", NDJSON)), (3, True))
            code, said = bench.net("pull", url, "-o", "got")
            bench.check("after %s %d" % (kind, n), (code, got()), (0, NDJSON))
        bench.check(kind + ": some failed, and then none", 3 < n < 39, True)
    codes = []
    for n in range(1, 60):
        clean()
        code, said = bench.net("pull", url, "-o", "got", environment={"HUIMIN_FAULT": "alloc:%d" % n})
        bench.check("allocation %d fails" % n, (code in (0, 3), got() in (None, NDJSON)), (True, True))
        codes.append(code)
    bench.check("some allocations failed", codes.count(3) > 10, True)


def two_at_once(bench, service):
    clean()
    url = service.url("/file/a?fault=stall")
    held = bench.start("pull", url, "-o", "got", "--attempts", "1", "--timeout", "30", "--ca-file",
                       "certificates/ca.pem")
    service.counts.clear()
    end = time.monotonic() + 20
    while not service.counts and time.monotonic() < end:
        time.sleep(0.01)
    code, said = bench.net("pull", url, "-o", "got")
    bench.check("two at once", (code, "another pull" in said), (3, True))
    held.send_signal(signal.SIGINT)
    held.communicate(timeout=60)
    bench.check("Ctrl-C", held.returncode, 130)


def imported(bench, service):
    clean()
    bench.must("init", "s.hm", TINY)
    url = service.url("/pages?size=4")
    code, said = bench.net("pull", "s.hm", url, "--month", "2022-07")
    bench.check("imported", (code, "11 added" in said), (0, True))
    bench.check("the file is gone", [n for n in os.listdir(".") if n.endswith("pulled")], [])
    one = service.url("/file/a.ndjson")
    code, said = bench.net("pull", "s.hm", one, "--month", "2022-07")
    bench.check("imported again", (code, "11 unchanged" in said), (0, True))
    code, said = bench.net("pull", "s.hm", one, "--month", "2022-07")
    bench.check("nothing new, nothing done", (code, "nothing was done" in said), (0, True))
    code, said = bench.net("pull", "s.hm", one, "--month", "2022-08")
    bench.check("another month", (code, "households for 2022-08" in said), (0, True))
    service.data = NDJSON + b'{"id":"X","income":"moon"}\n'
    code, said = bench.net("pull", "s.hm", one, "--month", "2022-09", "--errors", "e.csv")
    bench.check("a bad record", (code, "moon" in said, "kept" in said), (1, True, True))
    code, said = bench.net("pull", "s.hm", one, "--month", "2022-09", "--skip-bad", "--quiet")
    bench.check("not pulled again, imported", (code, "11 " in said, "If-None-Match" in
                                               service.last_headers), (0, True, True))
    service.data = NDJSON
    code, said = bench.net("pull", "none.hm", one)
    bench.check("no store", code, 3)


def limits(bench, service):
    """At the limit, one below, one above."""
    for n, sound in ((65535, True), (65536, True), (65537, False)):
        clean()
        code, said = bench.net("pull", service.url("/bare?fault=heading&bytes=%d" % n), "-o", "got")
        bench.check("a head of %d bytes" % n, (code, got()), (0, NDJSON) if sound else (1, None))
    for n in ((2 << 20) - 1, 2 << 20, (2 << 20) + 1):
        service.data = b"x" * n
        for packed in ("", "?packed=1"):
            clean()
            code, said = bench.net("pull", service.url("/file/a" + packed), "-o", "got", "--max-size", "2")
            bench.check("a file of %d bytes%s" % (n, packed), (code, got() == service.data),
                        (0, True) if n <= 2 << 20 else (1, False))
    service.data = NDJSON
    for redirects in (1, 5, 6):
        clean()
        hops = [0]

        def on_stage(name, handler):
            hops[0] += name == "arrived"

        service.on_stage = on_stage
        service.hops = redirects
        code, said = bench.net("pull", service.url("/file/a?fault=hops"), "-o", "got", "--attempts", "1")
        service.on_stage = None
        bench.check("%d redirects" % redirects, (code, hops[0]), (0, redirects + 1) if redirects <= 5 else (1, 6))
    for n, expected in ((65535, 0), (65536, 0), (65537, 1)):
        clean()
        code, said = bench.net("pull", service.url("/file/a?pad=%d" % n), "-o", "got", "--checksum", "beside")
        bench.check("an answer of %d bytes" % n, code, expected)
    for words, expected in ((["--attempts", "100"], 0), (["--attempts", "101"], 2), (["--attempts", "0"], 2),
                            (["--pause", "3600000"], 0), (["--pause", "3600001"], 2),
                            (["--timeout", "86400"], 0), (["--timeout", "86401"], 2)):
        clean()
        code, said = bench.net("pull", service.url("/file/a"), "-o", "got", *words)
        bench.check(" ".join(words), code, expected)
    for n, expected in ((4095, 0), (4096, 2)):
        clean()
        url = service.url("/file/a?x=")
        code, said = bench.net("pull", url + "y" * (n - len(url)), "-o", "got")
        bench.check("an address of %d characters" % n, code, expected)


with Bench(sys.argv[1]) as bench, bench.service(data=NDJSON) as service:
    for part in (kinds, refused, unchanged, checksums, resumed, failing_disk, two_at_once, imported,
                 limits):
        began = time.monotonic()
        part(bench, service)
        if os.environ.get("VERBOSE"):
            print("%-24s %5.1f s" % (part.__name__, time.monotonic() - began))
