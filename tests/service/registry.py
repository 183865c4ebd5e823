"""registry.py - the registers behind `huimin verify` (docs/verification.md has the protocol).

/registry/NAME answers a batch. What it says of a person, and what goes wrong, depends on seed, NAME
and the key alone, so that a test knows it all beforehand. In hundredths of the persons:
    absent=N    are not in the register
    fail=N      get no answer the first time they are asked for (with always=1: ever)
    type=N range=N word=N   an answer with a value of a wrong type, out of range, or no such word
    nonumber=N old=N future=N  an answer without its number, from long ago, from tomorrow
    repeat=N differ=N       the same answer twice; two answers that differ
    stranger=N  an answer about somebody else as well
    extra=N     a fact that nobody asked for
and of the answer as a whole: broken=text, echo=other, list=no. change=1: other values than without.
The journal counts what was asked and answered, and never names a person.
"""

import hashlib
import json
import sys

from service import Answer, route, with_digest

FAULTS = ["absent", "fail", "type", "range", "word", "nonumber", "old", "future", "repeat", "differ",
          "stranger", "extra"]
WORDS = ["none", "primary", "middle"]


def chance(seed, name, key, what):
    text = "%s %s %s %s" % (seed, name, key, what)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def fault_of(request, name, key):
    """One fault at most for each person: shares stand one after the other on a line of 100."""
    at = chance(request.query.get("seed", "1"), name, key, "fault") % 10000 / 100
    for fault in FAULTS:
        share = float(request.query.get(fault, "0"))
        if at < share:
            return fault
        at -= share
    return None


def value_of(request, name, key, field):
    n = chance(request.query.get("seed", "1"), name, key, field)
    n += int(request.query.get("change", "0"))
    if field == "vehicles":
        return 1 if n % 10 == 0 else 0
    if field == "stage":
        return WORDS[n % 3]
    if field == "died":
        return None if n % 50 else "2020-0%d-1%d" % (n % 9 + 1, n % 9)
    if field == "shop":
        return n % 20 == 0
    return (n % 500000) / 100


def answer_of(request, name, batch, key, fault):
    key_name = batch["key"]
    a = {key_name: key, "evidence": "%s-%08x" % (name, chance("", name, key, "number"))}
    if fault == "absent":
        a["found"] = False
        return a
    a["answered"] = "1999-01-01" if fault == "old" else "2999-01-01" if fault == "future" \
        else request.query.get("day", "") or None
    if a["answered"] is None:
        del a["answered"]
    if fault == "nonumber":
        del a["evidence"]
    for field in batch["fields"]:
        a[field] = value_of(request, name, key, field)
    first = batch["fields"][0]
    if fault == "type":
        a[first] = "some " + key
    elif fault == "range":
        a["vehicles" if "vehicles" in a else "pension"] = -5
    elif fault == "word":
        a["stage" if "stage" in a else first] = "university"
    elif fault == "extra":
        a["party_member"] = True
    return a


def answer_about(request, name, batch, key):
    """The answers about one person: none, one or two."""
    s = request.service
    fault = fault_of(request, name, key)
    if fault == "fail":
        with s.lock:
            tries = s.counts[(name, key)] = s.counts.get((name, key), 0) + 1
        if tries == 1 or "always" in request.query:
            return []
    a = answer_of(request, name, batch, key, fault)
    if fault == "repeat":
        return [a, dict(a)]
    if fault == "differ":
        return [a, dict(a, evidence="another")]
    if fault == "stranger":
        return [a, dict(a, **{batch["key"]: "990101190001010000"})]
    return [a]


@route("registry")
def ask(request):
    name = request.rest[0]
    batch = request.json()
    if request.method != "POST" or len(set(batch["rows"])) != len(batch["rows"]):
        return Answer(400, b'{"code":"rows_twice"}')
    lists = [answer_about(request, name, batch, key) for key in batch["rows"]]
    answers = [a for some in lists for a in some]
    with request.service.lock:
        request.service.note({"registry": name, "rows": len(lists),
                              "answered": sum(1 for some in lists if some)})
    if request.query.get("broken"):
        return with_digest(Answer(200, request.query["broken"].encode()))
    body = {"request": batch["request"], "answers": answers}
    if "echo" in request.query:
        body["request"] = request.query["echo"]
    if "list" in request.query:
        del body["answers"]
    return with_digest(Answer(200, json.dumps(body, ensure_ascii=False).encode()))


def check_digit(seventeen):
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return "10X98765432"[sum(int(c) * w for c, w in zip(seventeen, weights)) % 11]


def identity(n):
    """A well-formed number of a place that does not exist (99): nobody's."""
    body = "990101%04d%02d%02d%03d" % (1900 + n // 1000 % 120, n // 100 % 12 + 1, n % 28 + 1, n % 1000)
    return body + check_digit(body)


def population(households, first=0):
    """Families as NDJSON. Some have declared what a register will be asked about, some have not."""
    person = first * 3
    for h in range(first, first + households):
        family = {"id": "H%07d" % h, "division_code": "990101001", "persons": []}
        if h % 4 == 0 or h % 8 == 3:
            family["vehicle_count"] = h % 3
        for p in range(h % 4 + 1):
            person += 1
            one = {"id": "p%d" % (p + 1), "name": "某人%d" % person}
            if person % 97:
                one["id_number"] = identity(person)
            if person % 5 == 0:
                one["pension"] = 1000
            family["persons"].append(one)
        yield json.dumps(family, ensure_ascii=False)


if __name__ == "__main__": # python3 registry.py HOUSEHOLDS: families on standard output
    for line in population(int(sys.argv[1])):
        print(line)
