"""push.py HUIMIN - no batch is ever acted on as two payments, and none is lost.

The service acts and then drops the answer; it fails in every other way; the client is killed at
every stage of every batch, and while it writes its log; writes and syncs of the log fail. After
each, the same command is given until it ends well; then each payment of the list must stand in the
service's ledger exactly once."""

import os
import signal
import sys
import time

from harness import HERE, Bench

ARREARS = os.path.join(HERE, "..", "cli", "arrears")
BATCHES = 4


def fresh(service):
    service.keys.clear()
    service.ledger.clear()
    service.counts.clear()
    if os.path.exists("s.hm.pushed"):
        os.unlink("s.hm.pushed")


def command(url, *more, month="2023-07"):
    return ("push", "s.hm", "--what", "payments", "--month", month, "--to", url, "--batch", "2",
            "--quiet", *more)


def finish(bench, service, what, url, tries=8):
    """The same command until it ends well; then the ledger is right."""
    for _ in range(tries):
        code, said = bench.net(*command(url))
        if code == 0:
            break
    bench.check(what + ": ends well", (code, said[-300:] if code else ""), (0, ""))
    paid = sorted((x["household"], x["person"], x["benefit"], x["payable"]) for x in service.ledger)
    bench.check(what + ": each payment once", paid, EXPECTED)
    names = [x["payment"] for x in service.ledger]
    bench.check(what + ": each payment by its name", len(set(names)), len(EXPECTED))
    bench.check(what + ": batches", len(service.keys), BATCHES)


def with_faults(bench, service):
    for fault in ("drop_after@1", "drop_after@3", "drop_after*6", "drop*3", "reset@2", "cut*2",
                  "corrupt*2", "500*2", "500_after*3", "429@2", "repeat", "409@2",
                  "401@2", "422@3", "badgzip@2", "headers@3", "redirect*2", "emptied@2"):
        fresh(service)
        url = service.url("/deliver?fault=" + fault)
        code, said = bench.net(*command(url, "--attempts", "3", "--at-once", "2"))
        bench.check(fault + ": exit code", code in (0, 1, 3), True)
        finish(bench, service, fault, url)
    fresh(service)
    url = service.url("/deliver?rate=60&seed=3")
    finish(bench, service, "60 of 100 fail", url)


def killed_by_the_service(bench, service):
    for stage in ("arriving", "arrived", "acted", "answered"):
        for n in range(1, BATCHES + 1):
            fresh(service)
            client, seen = [None], [0]

            def on_stage(name, _):
                if name == stage:
                    seen[0] += 1
                    if seen[0] == n and client[0]:
                        client[0].send_signal(signal.SIGKILL)
                        client[0].wait(10)

            service.on_stage = on_stage
            url = service.url("/deliver")
            process = client[0] = bench.start(*command(url, "--at-once", "1", "--ca-file",
                                                       "certificates/ca.pem"))
            process.communicate(timeout=60)
            service.on_stage = None
            bench.check("killed when batch %d is %s" % (n, stage), process.returncode in (-9, 0), True)
            finish(bench, service, "killed when batch %d is %s" % (n, stage), url)


def killed_while_writing(bench, service):
    """At sizes of the log: in the plan, after it, between acknowledgements."""
    service.on_stage = lambda name, _: time.sleep(0.005) if name == "acted" else None
    for size in (0, 1, 500, 900, 1000, 1150, 1300, 1450):
        fresh(service)
        url = service.url("/deliver")
        process = bench.start(*command(url, "--at-once", "2", "--ca-file", "certificates/ca.pem"))
        end = time.monotonic() + 30
        while process.poll() is None and time.monotonic() < end:
            if os.path.exists("s.hm.pushed") and os.path.getsize("s.hm.pushed") >= size:
                process.send_signal(signal.SIGKILL)
                break
        process.communicate(timeout=60)
        finish(bench, service, "killed when the log has %d bytes" % size, url)
    service.on_stage = None


def failing_disk(bench, service):
    for kind in ("write", "sync"):
        for n in range(1, 40):
            fresh(service)
            url = service.url("/deliver")
            code, said = bench.net(*command(url, "--at-once", "1"),
                                   environment={"HUIMIN_FAULT": "%s:%d" % (kind, n)})
            if code == 0:
                break
            bench.check("%s %d fails" % (kind, n), (code, "s.hm.pushed" in said), (3, True))
            finish(bench, service, "%s %d fails" % (kind, n), url)
        bench.check(kind + ": some failed, and then none", 2 < n < 39, True)


def torn_log(bench, service):
    """A crash cuts the log anywhere: what is left is gone on with."""
    fresh(service)
    url = service.url("/deliver")
    bench.net(*command(url + "?fault=500@3", "--at-once", "1", "--attempts", "1"))
    url += "?fault=500@3"
    whole = open("s.hm.pushed", "rb").read()
    keys = dict(service.keys)
    ledger = list(service.ledger)
    for n in range(len(whole) - 200, len(whole), 17):
        service.keys, service.ledger = dict(keys), list(ledger)
        service.counts.clear()
        with open("s.hm.pushed", "wb") as f:
            f.write(whole[:n])
        finish(bench, service, "log cut at %d" % n, url)
    lines = whole.splitlines(keepends=True)
    for damaged in (b"x" + whole, b"".join(lines[:2] + lines[3:]), whole.replace(b'"batch":2', b'"batch":9', 1)):
        with open("s.hm.pushed", "wb") as f:
            f.write(damaged)
        code, said = bench.net(*command(url))
        bench.check("a damaged log is refused", (code, "s.hm.pushed:" in said), (1, True))


def changed_meanwhile(bench, service):
    """A push that was begun keeps its list, whatever is published or recorded before its end."""
    url = service.url("/deliver?fault=500@3")
    for change in (("recompute", "s.hm", ARREARS, "--month", "2023-09", "--since", "2023-07", "--set",
                    "standard=1300@2023-01-01", "--publish"),
                   ("pay", "s.hm", "record", "--month", "2023-07", "--all")):
        fresh(service)
        if os.path.exists("s.hm"):
            os.unlink("s.hm")
        make_store(bench)
        bench.net(*command(url, "--at-once", "1", "--attempts", "1"))
        bench.check("half of it was sent", 0 < len(service.ledger) < len(EXPECTED), True)
        bench.must(*change)
        finish(bench, service, "after " + change[0], url)


def make_store(bench):
    bench.must("init", "s.hm", ARREARS)
    bench.must("import", "s.hm", os.path.join(ARREARS, "families.ndjson"), "--month", "2023-01")
    bench.must("recompute", "s.hm", ARREARS, "--month", "2023-09", "--since", "2023-07", "--publish")


def rules(bench, service):
    """What may not be pushed."""
    fresh(service)
    url = service.url("/deliver")
    for n, expected in (("100000", 0), ("100001", 2), ("0", 2)):
        words = list(command(service.url("/deliver"), "--dry-run"))
        words[words.index("--batch") + 1] = n
        bench.check("--batch " + n, bench.net(*words)[0], expected)
    finish(bench, service, "plain", url)
    code, said = bench.net(*command(service.url("/deliver?x=1")))
    bench.check("the same list elsewhere is pushed before", (code, "pushed before" in said), (0, True))
    code, said = bench.net(*command(url, month="2023-08"))
    bench.check("another list while this one is open", (code, "second time" in said), (1, True))
    code, said = bench.net(*command(url, "--after", "9999", month="2023-08"))
    bench.check("another list after the wrong one", code, 1)
    bench.must("pay", "s.hm", "record", "--month", "2023-07", "--all", "--quiet")
    code, said = bench.net(*command(url, month="2023-08"))
    bench.check("another list when this one is recorded", (code, len(service.keys)), (0, 8))
    code, said = bench.net(*command(url, month="2023-09"))
    bench.check("a third list", (code, "second time" in said), (1, True))
    code, said = bench.net(*command(url, "--after", said.split("list ")[1][:12], month="2023-09"))
    bench.check("a third list after the named one", (code, len(service.keys)), (0, 12))
    code, said = bench.net("push", "s.hm", "--what", "determinations", "--month", "2023-08", "--to",
                           url, "--batch", "4", "--log", "other.log")
    bench.check("determinations", (code, len(service.ledger)), (0, 3 * 7 + 6))

    fresh(service)
    bench.net(*command(url + "?fault=500@3", "--at-once", "1", "--attempts", "1", month="2023-08"))
    code, said = bench.net(*command(url, month="2023-08"))
    bench.check("a push under way goes where it goes", (code, "goes to" in said), (2, True))
    bench.check_in("a slip of the pen", "--after LIST", said)
    code, said = bench.net("push", "s.hm", "--json")
    bench.check_in("what was pushed", '"batches":4,"acknowledged":2', said)

    fresh(service)
    code, said = bench.net(*command(url + "?miscount=1", month="2023-08"))
    bench.check("a receipt of fewer rows", (code, "took" in said), (1, True))
    code, said = bench.net(*command(url + "?miscount=1", "--status-only", month="2023-08"))
    bench.check("any receipt will do", code, 0)

    fresh(service)
    stalling = command(service.url("/deliver?fault=stall"), month="2023-08")
    held = bench.start(*stalling, "--attempts", "1", "--timeout", "20", "--ca-file",
                       "certificates/ca.pem")
    end = time.monotonic() + 20
    while not service.counts and time.monotonic() < end:
        time.sleep(0.01)
    code, said = bench.net(*stalling)
    bench.check("two at once", (code, "another push" in said), (3, True))
    held.send_signal(signal.SIGINT)
    bench.check("Ctrl-C", (held.communicate(timeout=60) and held.returncode), 130)


with Bench(sys.argv[1]) as bench, bench.service() as service:
    make_store(bench)
    EXPECTED = []
    for line in bench.must("pay", "s.hm", "list", "--month", "2023-07", "--format", "csv",
                           "--quiet").splitlines()[1:]:
        cells = line.split(",")
        EXPECTED.append((cells[0], cells[1], cells[2], float(cells[-1])))
    EXPECTED.sort()
    bench.check("the list", len(EXPECTED), 7)
    for part in (with_faults, killed_by_the_service, killed_while_writing, failing_disk, torn_log,
                 rules, changed_meanwhile):
        began = time.monotonic()
        part(bench, service)
        if os.environ.get("VERBOSE"):
            print("%-24s %5.1f s" % (part.__name__, time.monotonic() - began))
