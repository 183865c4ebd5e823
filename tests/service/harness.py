"""harness.py - what the scripts of this folder share: a folder of their own, certificates, a store,
running the program with a time limit, and checks that name what they found."""

import os
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from service import Service  # noqa: E402

LIMIT_S = 60  # no command of these tests takes a tenth of it


class Bench:
    def __init__(self, huimin):
        self.huimin = os.path.abspath(huimin)
        self.folder = tempfile.mkdtemp(prefix="huimin-service-")
        os.chdir(self.folder)
        self.environment = {"PATH": os.environ["PATH"], "HOME": self.folder,
                            "HUIMIN_NOW": "1697000000"}  # 2023-10-11
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "HUIMIN_LOCALEDIR"):
            if name in os.environ:
                self.environment[name] = os.environ[name]
        subprocess.run(["sh", os.path.join(HERE, "certificates.sh"), "certificates"], check=True)
        self.failures = self.checks = 0

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        os.chdir("/")
        shutil.rmtree(self.folder, ignore_errors=True)
        if kind is None:
            if self.failures or not self.checks:
                sys.exit("%d of %d checks failed" % (self.failures, self.checks))
            print("%d checks" % self.checks)

    def service(self, certificate="good", **more):
        return Service("certificates", certificate, **more)

    def start(self, *words, environment=None, **more):
        env = dict(self.environment, **(environment or {}))
        return subprocess.Popen([self.huimin, *words], env=env, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, **more)

    def run(self, *words, environment=None):
        """(exit code, all it said)"""
        process = self.start(*words, environment=environment)
        try:
            said = process.communicate(timeout=LIMIT_S)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            said = process.communicate()[0] + b"\nTIME IS UP"
        said = said.decode("utf-8", "replace")
        if "Sanitizer" in said or "runtime error" in said:
            sys.exit("%s\n%s" % (" ".join(words), said))
        return process.returncode, said

    def net(self, *words, environment=None, ca="certificates/ca.pem"):
        """A command that talks to a service: impatient."""
        more = ["--pause", "5"] if "--pause" not in words else []
        more += ["--timeout", "5"] if "--timeout" not in words else []
        more += ["--ca-file", ca] if ca else []
        return self.run(*words, *more, environment=environment)

    def must(self, *words):
        code, said = self.run(*words)
        if code != 0:
            sys.exit("%s: exit %d\n%s" % (" ".join(words), code, said))
        return said

    def check(self, what, found, expected):
        self.checks += 1
        if found != expected:
            self.failures += 1
            print("%s:\n   found    %r\n   expected %r" % (what, found, expected))

    def check_in(self, what, part, whole):
        self.checks += 1
        if part not in whole:
            self.failures += 1
            print("%s:\n   %r is not in\n   %r" % (what, part, whole))
