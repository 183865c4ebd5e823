"""credentials.py HUIMIN - tokens, keys and the trust in certificates: where they come from, and that they
are nowhere else. No option, environment variable or file of curl's changes what is trusted."""

import os
import subprocess
import sys

from harness import HERE, Bench

ARREARS = os.path.join(HERE, "..", "cli", "arrears")
TOKEN = "tok-5pIQxYbR0"
PASSWORD = "pw-8sKz31"
DATA = b'{"id":"A"}\n'
heap = []  # whatever was said


def net(bench, *words, **more):
    code, said = bench.net(*words, "--attempts", "1", **more)
    heap.append(said)
    return code, said


def write(name, text, mode=0o600):
    with open(name, "w") as f:
        f.write(text)
    os.chmod(name, mode)
    return name


def tokens(bench):
    with bench.service(token=TOKEN, data=DATA) as s:
        url = s.url("/file/a.ndjson")
        write("token", TOKEN + "\n")
        code, said = net(bench, "pull", url, "-o", "got")
        bench.check("without a token", (code, "does not let us in" in said), (1, True))
        code, said = net(bench, "pull", url, "-o", "got", "--token-file", "token")
        bench.check("from a file", code, 0)
        for mode in (0o644, 0o640, 0o604, 0o660):
            os.chmod("token", mode)
            code, said = net(bench, "pull", url, "-o", "got", "--anew", "--token-file", "token")
            bench.check("mode %o" % mode, (code, "chmod 600" in said), (1, True))
        os.chmod("token", 0o600)
        for variable, value in (("HUIMIN_TOKEN", TOKEN), ("HUIMIN_TOKEN_FILE", "token")):
            code, said = net(bench, "pull", url, "-o", "got", "--anew", environment={variable: value})
            bench.check("from " + variable, code, 0)
        for bad in ("", "two words", "line\nX-Evil: 1", "t\u00e9", "x" * 70000):
            code, said = net(bench, "pull", url, "-o", "got", "--token-file", write("bad", bad))
            bench.check("no token: %.10r" % bad, code, 1)
        code, said = net(bench, "pull", url, "-o", "got", "--token", TOKEN + "x")
        bench.check("not on the command line", code, 2)
        heap.pop()  # it repeats what was typed there
        for fault in ("401", "422", "500", "redirect", "redirect_away", "redirect_loop", "drop_after",
                      "cut", "corrupt", "headers", "nothttp"):
            there = s.url("/file/a.ndjson?fault=" + fault)
            net(bench, "pull", there, "-o", "got", "--anew", "--token-file", "token")
            net(bench, "push", "s.hm", "--what", "payments", "--month", "2023-07", "--to",
                s.url("/deliver?fault=" + fault), "--token-file", "token", "--log", "log-" + fault,
                "--errors", "errors-" + fault)
        code, said = net(bench, "push", "s.hm", "--what", "payments", "--month", "2023-07", "--to",
                         s.url("/deliver"), "--token-file", "token")
        bench.check("a push with a token", (code, len(s.ledger)), (0, 7))
        held = bench.start("pull", s.url("/file/a?fault=stall"), "-o", "got", "--anew", "--token-file",
                           "token", "--ca-file", "certificates/ca.pem")
        with open("/proc/%d/cmdline" % held.pid) as f:
            heap.append(f.read())
        held.kill()
        held.communicate(timeout=60)
    with bench.service("unknown", token=TOKEN, data=DATA) as s:
        net(bench, "pull", s.url("/file/a"), "-o", "got", "--anew", "--token-file", "token")
        bench.check("nothing is sent before the certificate is proved", s.counts, {})


def certificates(bench):
    def client(*words, environment=None):
        return net(bench, "pull", url, "-o", "got", "--anew", *words, environment=environment)[0]

    for name in ("client.pem", "client.key"):
        os.chmod("certificates/" + name, 0o600)
    subprocess.run(["openssl", "pkcs8", "-topk8", "-in", "certificates/client.key", "-out", "locked.key",
                    "-passout", "pass:" + PASSWORD], check=True, capture_output=True)
    os.chmod("locked.key", 0o600)
    with bench.service(client=True, data=DATA) as s:
        url = s.url("/file/a.ndjson")
        bench.check("no certificate", client(), 3)
        bench.check("certificate and key", client("--cert-file", "certificates/client.pem"), 0)
        bench.check("apart", client("--cert-file", "certificates/client.crt", "--key-file",
                                    "certificates/client.key"), 0)
        bench.check("from the environment",
                    client(environment={"HUIMIN_CERT_FILE": "certificates/client.pem"}), 0)
        locked = ("--cert-file", "certificates/client.crt", "--key-file", "locked.key")
        bench.check("locked", client(*locked, environment={"HUIMIN_KEY_PASSWORD": PASSWORD}), 0)
        bench.check("locked, the wrong password",
                    client(*locked, environment={"HUIMIN_KEY_PASSWORD": PASSWORD + "x"}), 3)
        bench.check("locked, no password", client(*locked), 1)
        bench.check("another's key", client("--cert-file", "certificates/client.crt", "--key-file",
                                            "certificates/good.key"), 3)
        bench.check("no PEM", client("--cert-file", "token"), 1)
        os.chmod("certificates/client.pem", 0o644)
        bench.check("others may read it", client("--cert-file", "certificates/client.pem"), 1)
        bench.check("a key alone", client("--key-file", "certificates/client.key"), 2)


def trust(bench):
    home = {"HOME": os.path.join(bench.folder, "home"), "CURL_HOME": os.path.join(bench.folder, "home")}
    os.mkdir("home")
    write("home/.curlrc", "insecure\nproxy = http://127.0.0.1:1\n")
    write("home/.netrc", "machine localhost login me password " + PASSWORD + "\n")
    with bench.service("unknown", data=DATA) as s:
        url = s.url("/file/a")
        own = os.path.abspath("certificates/unknown.crt")
        for variables in ({"CURL_CA_BUNDLE": own}, {"SSL_CERT_FILE": own},
                          {"SSL_CERT_DIR": os.path.dirname(own)}, {"CURL_INSECURE": "1"}, home,
                          {"PYTHONHTTPSVERIFY": "0", "SSL_NO_VERIFY": "1", "GIT_SSL_NO_VERIFY": "1"}):
            for ca in ("certificates/ca.pem", None):
                code, said = net(bench, "pull", url, "-o", "got", environment=variables, ca=ca)
                bench.check("trust with %r" % variables, (code, "nobody this machine trusts" in said),
                            (3, True))
        for option in ("--insecure", "-k", "--no-check-certificate", "--insecure-https", "--no-verify"):
            code, said = net(bench, "pull", url, "-o", "got", option)
            bench.check(option, code, 2)
        code, said = net(bench, "pull", url, "-o", "got", "--insecure-http")
        bench.check("--insecure-http is not for https", code, 3)
        for bad in ("none.pem", "token", "certificates/good.key"):
            code, said = net(bench, "pull", url, "-o", "got", ca=bad)
            bench.check("authorities from " + bad, code in (1, 3), True)
        bench.check("nothing came through", s.counts, {})
    with bench.service(data=DATA) as s:
        url = s.url("/file/a")
        keys = os.path.join(bench.folder, "tls-keys")
        proxies = {"https_proxy": "http://127.0.0.1:1", "HTTPS_PROXY": "http://127.0.0.1:1",
                   "ALL_PROXY": "http://127.0.0.1:1", "all_proxy": "http://127.0.0.1:1"}
        code, said = net(bench, "pull", url, "-o", "got", "--anew",
                         environment=dict(proxies, SSLKEYLOGFILE=keys, **home))
        bench.check("proxies of the environment", code, 0)
        bench.check("keys of connections are not written", os.path.exists(keys), False)
        bench.check("no netrc", "Authorization" in s.last_headers, False)
        bench.check("no cookies", "Cookie" in s.last_headers, False)


def plain(bench):
    with bench.service(None, data=DATA) as s:
        for host, insecure, expected in (("localhost", False, 2), ("localhost", True, 0),
                                         ("127.0.0.1", True, 0), ("127.1.2.3", False, 2)):
            words = ["--insecure-http"] if insecure else []
            code, said = net(bench, "pull", s.url("/file/a", host), "-o", "got", "--anew", *words, ca=None)
            bench.check("http:// to %s %s" % (host, words), code, expected)
    for url in ("http://10.1.2.3/a", "http://example.org/a", "http://localhost.example.org/",
                "http://127.0.0.1.example.org/", "ftp://localhost/a", "file:///etc/passwd", "localhost/a",
                "https://me:" + PASSWORD + "@localhost/a", "https://", "https://local host/", "", "https://h/\n"):
        code, said = net(bench, "pull", url, "-o", "got", "--insecure-http", ca=None)
        bench.check("address %r" % url, code, 2)


def nowhere(bench):
    """The token and the passwords are in nothing that was said or written."""
    for folder, _, names in os.walk("."):
        for name in names:
            if name in ("token", ".netrc", ".curlrc"):
                continue
            with open(os.path.join(folder, name), "rb") as f:
                heap.append(f.read().decode("latin-1"))
    bench.check("something was said", len(heap) > 60, True)
    for secret in (TOKEN, PASSWORD):
        bench.check("a secret is somewhere", [x[:300] for x in heap if secret in x], [])
    for name in os.listdir("."):
        if name.startswith(("got", "log-", "errors-", "s.hm.pushed")):
            bench.check("mode of " + name, os.stat(name).st_mode & 0o777, 0o600)


with Bench(sys.argv[1]) as bench:
    bench.must("init", "s.hm", ARREARS)
    bench.must("import", "s.hm", os.path.join(ARREARS, "families.ndjson"), "--month", "2023-01")
    bench.must("recompute", "s.hm", ARREARS, "--month", "2023-07", "--publish")
    for part in (tokens, certificates, trust, plain, nowhere):
        part(bench)
