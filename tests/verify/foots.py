"""foots.py FILE... - the numbers of `huimin verify --json` foot; prints each source's in a line."""

import json
import sys

for path in sys.argv[1:]:
    report = json.load(open(path))
    for s in report["sources"]:
        assert s["rows"] == s["unkeyed"] + s["fresh"] + s["due"], s
        assert s["due"] == s["asked"] + s["left"], s
        assert s["asked"] == s["found"] + s["absent"] + s["refused"] + s["failed"], s
        assert s["attempts"] >= s["requests"], s
        names = "rows unkeyed fresh asked found absent refused failed left filled renewed equal conflicts accepted kept"
        print(s["source"], *("%s %d" % (n, s[n]) for n in names.split()))
    listed = sum(s["conflicts"] for s in report["sources"])
    assert listed == len(report["conflicts"]), (listed, len(report["conflicts"]))
