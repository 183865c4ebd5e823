"""faults.py HUIMIN DOCUMENT [--update] - the table of network faults survived.

Each fault is tried on a pull of a file and on a push of a payment list. Whatever happens: the file
is whole or not there; and when the same push is given again over a sound network, each payment is
acted on exactly once. The table is compared with the one in DOCUMENT, or put there."""

import os
import re
import sys

from harness import HERE, Bench

ARREARS = os.path.join(HERE, "..", "cli", "arrears")
DATA = b"".join(b'{"id":"H%03d","wage_income":%d}\n' % (i, 1000 + i) for i in range(40))
BEGIN, END = "<!-- faults: tests/service/faults.py -->\n", "<!-- /faults -->\n"

# fault, how it is told; a file has less patience where the fault takes time
FAULTS = [
    ("none", "nothing"),
    ("drop*2", "hangs up twice without acting, then answers"),
    ("drop", "always hangs up"),
    ("drop_after*1", "acts, and hangs up without an answer, once"),
    ("drop_after", "always acts and hangs up"),
    ("reset*1", "acts, and the connection is reset, once"),
    ("cut*1", "breaks off in the middle of the answer, once"),
    ("cut", "always breaks off in the middle"),
    ("slow", "sends 8 bytes a second"),
    ("stall", "accepts and never answers"),
    ("repeat", "gets each request twice, answers twice"),
    ("corrupt*1", "answers with a byte changed, once"),
    ("corrupt", "always answers with a byte changed"),
    ("badgzip", "says gzip and sends something else"),
    ("bomb", "4 MiB of gzip that are 4 GiB"),
    ("oversize", "a body without an end"),
    ("headers", "headers without an end"),
    ("partial", "half of it as 206, although the whole was asked for"),
    ("202", "202, and not what was asked for"),
    ("304", "304, although nothing was said of an older one"),
    ("emptied", "200 and nothing"),
    ("nothttp", "answers what is no HTTP"),
    ("redirect", "sends on to another path of the same host"),
    ("redirect_away", "sends on to another host"),
    ("redirect_down", "sends on to http:// on the same host"),
    ("redirect_loop", "sends on to itself"),
    ("moved_post", "sends on with 302"),
    ("429*1", "429, come back in 1 second, then answers"),
    ("429long", "429, come back tomorrow"),
    ("503*1", "503, come back in 1 second, then answers"),
    ("500", "always 500"),
    ("500_after*1", "acts and says 500, once"),
    ("409*1", "409 (an earlier attempt is being worked on), once"),
    ("422", "422"),
    ("401", "401"),
    ("404", "404"),
]
CERTIFICATES = [
    ("expired", "a certificate that has expired"),
    ("other", "a certificate for another name"),
    ("unknown", "a certificate signed by itself"),
]


def reason(said):
    """What an officer reads, without addresses and numbers of batches."""
    for line in said.splitlines():
        if "error: " in line:
            text = line.split("error: ", 1)[1]
            return re.sub(r"^batch \d+ of \d+: ", "", re.sub(r"(https?)://localhost:\d+", r"\1://…", text))
    return ""


def attempts(url):
    """Few where each takes a second."""
    return "1" if "slow" in url or "stall" in url else "3"


def pull(bench, url, ca="certificates/ca.pem"):
    for name in os.listdir("."):
        if name.startswith("got"):
            os.unlink(name)
    code, said = bench.net("pull", url, "-o", "got", "--attempts", attempts(url), "--timeout", "2",
                           "--max-size", "8" if "oversize" in url else "100", "--quiet", ca=ca)
    whole = os.path.exists("got") and open("got", "rb").read() == DATA
    bench.check(url + ": the file is whole or not there", os.path.exists("got"), whole)
    bench.check(url + ": the exit code tells which", code == 0, whole)
    size = sum(os.path.getsize(n) for n in os.listdir(".") if n.startswith("got"))
    bench.check(url + ": bounded", size < 20 << 20, True)
    return code, reason(said)


def push(bench, url, sound, service, ca="certificates/ca.pem"):
    if os.path.exists("s.hm.pushed"):
        os.unlink("s.hm.pushed")
    for s in (service, sound):
        s.keys.clear()
        s.ledger.clear()
    words = ("push", "s.hm", "--what", "payments", "--month", "2023-07", "--batch", "3", "--quiet",
             "--to", url)
    code, said = bench.net(*words, "--attempts", attempts(url), "--timeout", "2", "--at-once", "1", ca=ca)
    # The network is mended: the same address, answered soundly.
    healed = service.healed
    service.healed = True
    again, more = bench.net(*words) if service is sound else (0, "")
    service.healed = healed
    bench.check(url + ": then it ends well", (again, reason(more)), (0, ""))
    if service is sound:
        bench.check(url + ": each payment once", len(service.ledger), 7)
        bench.check(url + ": by its name", len({x["payment"] for x in service.ledger}), 7)
    return code, reason(said)


def rows(bench, sound):
    for fault, told in FAULTS:
        sound.counts.clear()
        p, why = pull(bench, sound.url("/file/data.ndjson?fault=" + fault))
        sound.counts.clear()
        q, why_not = push(bench, sound.url("/deliver?fault=" + fault), sound, sound)
        yield told, p, q, why or why_not
    for name, told in CERTIFICATES:
        with bench.service(name, data=DATA) as other:
            p, why = pull(bench, other.url("/file/data.ndjson"))
            q, _ = push(bench, other.url("/deliver"), sound, other)
            bench.check(told + ": nothing was sent", (other.ledger, other.counts), ([], {}))
            yield told, p, q, why
    p, why = pull(bench, sound.url("/file/data.ndjson"), ca=None)
    q, _ = push(bench, sound.url("/deliver"), sound, sound, ca=None)
    yield "a certificate of an authority that was not given", p, q, why
    p, why = pull(bench, "https://localhost:1/file")
    yield "nobody listens", p, 3, why
    p, why = pull(bench, "http://example.org/file")
    yield "http:// in place of https://", p, 2, why


def table(bench, sound):
    lines = ["| what the service does | pull | push | what is said |", "|---|---|---|---|"]
    for told, p, q, why in rows(bench, sound):
        lines.append("| %s | %d | %d | %s |" % (told, p, q, why))
    return "\n".join(lines) + "\n"


with Bench(sys.argv[1]) as bench, bench.service(data=DATA) as sound:
    document = os.path.join(HERE, "..", "..", sys.argv[2])
    bench.must("init", "s.hm", ARREARS)
    bench.must("import", "s.hm", os.path.join(ARREARS, "families.ndjson"), "--month", "2023-01")
    bench.must("recompute", "s.hm", ARREARS, "--month", "2023-07", "--publish")
    made = table(bench, sound)
    text = open(document, encoding="utf-8").read()
    before, rest = text.split(BEGIN)
    kept, after = rest.split(END)
    if "--update" in sys.argv:
        with open(document, "w", encoding="utf-8") as f:
            f.write(before + BEGIN + made + END + after)
    else:
        for a, b in zip(made.splitlines(), kept.splitlines()):
            bench.check("a row of the table", a, b)
        bench.check("rows of the table", len(made.splitlines()), len(kept.splitlines()))
