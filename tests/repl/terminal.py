#!/usr/bin/env python3
"""terminal.py HUIMIN TINY - a session on a terminal: completion, history, Ctrl-C, wide characters,
lines that go on, an editor. Waits for what must appear, never for a time; each wait ends."""
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time

WAIT_S = 60
huimin, tiny = os.path.realpath(sys.argv[1]), os.path.realpath(sys.argv[2])
work = tempfile.mkdtemp()
os.chdir(work)
for name in ("LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE", "VISUAL"):
    os.environ.pop(name, None)
os.environ.update(TERM="xterm", XDG_STATE_HOME=work + "/state", HOME=work, EDITOR="touch edited; :")


def check(holds, what, seen=""):
    if not holds:
        print("terminal.py: %s\n%r" % (what, seen))
        sys.exit(1)


class Terminal:
    def __init__(self, *args):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execv(huimin, [huimin, "repl"] + list(args))
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        self.seen = ""

    def send(self, text):
        os.write(self.fd, text.encode())

    def until(self, text):
        """What appears up to and with `text`; what comes behind is kept."""
        end = time.time() + WAIT_S
        while text not in self.seen:
            left = end - time.time()
            check(left > 0, "waited for %r in vain" % text, self.seen)
            if not select.select([self.fd], [], [], left)[0]:
                continue
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                data = b""
            check(data, "ended while waiting for %r" % text, self.seen)
            self.seen += data.decode("utf-8", "replace")
        at = self.seen.index(text) + len(text)
        out, self.seen = self.seen[:at], self.seen[at:]
        if text in ("huimin> ", "-> "):
            self.be_read()
        return out

    def be_read(self):
        """libedit prints the prompt first and takes the keys from the terminal then: what is typed
        in between is edited by the terminal itself."""
        end = time.time() + WAIT_S
        while termios.tcgetattr(self.fd)[3] & termios.ICANON:
            check(time.time() < end, "the keys are not read one by one")
            time.sleep(0.001)

    def interrupt(self, text):
        """Ctrl-C, once more when it came just before the program waited for a key."""
        for _ in range(WAIT_S // 2):
            self.send("\x03")
            end = time.time() + 2
            while text not in self.seen and time.time() < end:
                if select.select([self.fd], [], [], 0.1)[0]:
                    self.seen += os.read(self.fd, 65536).decode("utf-8", "replace")
            if text in self.seen:
                break
        self.until(text)

    def ask(self, line, answer):
        self.send(line + "\n")
        out = self.until(answer)
        return out + self.until("huimin> ")

    def end(self):
        self.send("\x04")
        _, status = os.waitpid(self.pid, 0)
        check(status == 0, "ended with %d" % status)
        os.close(self.fd)


def run(*args):
    subprocess.run([huimin] + list(args), check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


with open("families.ndjson", "w", encoding="utf-8") as f:
    f.write('{"id":"Anna-1","division_code":"990101001","income":100,"persons":[]}\n'
            '{"id":"Anna-2","division_code":"990101001","income":100,"persons":[]}\n'
            '{"id":"东河村7","division_code":"990101001","income":100,"persons":[]}\n')
run("init", "s.hm", tiny)
run("import", "s.hm", "families.ndjson", "--month", "2022-01")

t = Terminal("s.hm", tiny, "--month", "2022-08")
t.until("huimin> ")
# Tab: a verb, a parameter, a Chinese name, a list of several.
t.ask("und\t", "nothing was changed")
t.ask("set stand\t= 1200", "set standard=1200@2022-08-01\r\n")
t.ask("set 标\t = 1300", "set standard=1300@2022-08-01\r\n")
t.send("re\t\t")
listed = t.until("huimin> re")
check("redo" in listed and "reload" in listed and "reset" in listed, "no list of verbs", listed)
t.ask("do", "nothing was taken back")
# Wide characters: moving left over two of them and deleting one leaves the others.
t.send('print("甲乙丙")\x1b[D\x1b[D\x1b[D\x7f')
t.send("\n")
t.until("\n甲丙")
t.until("huimin> ")
# Ctrl-C: at the prompt it drops the line, while something runs it ends that and only that.
t.send("1 + ")
t.until("+ ")
t.interrupt("^C")
t.until("huimin> ")
t.send("while true do end\n")
t.until("while true do end")
time.sleep(0.1)
t.interrupt("interrupted")
t.until("huimin> ")
t.ask("law.standard", "1300.00")
# A piece over several lines; an empty line ends it whatever it lacks.
t.send("for i = 1, 2 do\n")
t.until("-> ")
t.send("print(i * 21)\n")
t.until("-> ")
t.ask("end", "42")
t.send("f(\n")
t.until("-> ")
t.ask("", "error")
# History: the line before comes back.
t.send("\x1b[A")
t.until("f(")
t.send("\x15")
t.ask("7 * 6", "42")
t.send("\x1b[A\n")
t.until("42")
t.until("huimin> ")
t.ask("edit", "2 parameters")
check(os.path.exists("edited"), "the editor was not started")
t.ask("plot", "there is no answer yet")
t.end()

history = work + "/state/huimin/history"
mode = os.stat(history).st_mode & 0o777
check(mode == 0o600, "the history has mode %o" % mode)
check(os.stat(os.path.dirname(history)).st_mode & 0o777 == 0o700, "the history's folder is open")
with open(history, encoding="utf-8") as f:
    check("标准" in f.read(), "the history lost Chinese text")

# The next session has it; `quit` ends; ids of households are offered where a verb takes one.
t = Terminal("s.hm", tiny, "--month", "2022-08")
t.until("huimin> ")
t.send("\x1b[A")
t.until("plot")
t.send("\x15")
t.ask("show 东\tX", "河村7 X")
t.send("show An\t\t\t")
listed = t.until("Anna-2")
check("Anna-1" in listed, "no list of ids", listed)
t.send("\x15quit\n")
_, status = os.waitpid(t.pid, 0)
check(status == 0, "quit ended with %d" % status)
subprocess.run(["rm", "-rf", work], check=True)
