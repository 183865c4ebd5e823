"""expected.py FAMILIES FACTS SEED ABSENT - works out what registers say of the families, by itself, and
holds it against the facts that `huimin export` gives after everybody was answered: what was declared
stays, what was missing is there, a household's count only when all its members were answered."""

import json
import os
import sys
import types

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "service"))
import registry

families, facts, seed, absent = sys.argv[1:]
query = types.SimpleNamespace(query={"seed": seed, "absent": absent})
given = {f["id"]: f for f in map(json.loads, open(families))}
seen = {f["id"]: f for f in map(json.loads, open(facts))}
assert given.keys() == seen.keys()


def says(register, field, key):
    """What the register says of a person: (whether it has them, the value)."""
    if registry.fault_of(query, register, key) == "absent":
        return False, None
    return True, registry.value_of(query, register, key, field)


def same(what, wanted, got):
    assert wanted == got, "%s: expected %s, found %s" % (what, wanted, got)


checked = 0
for name, family in given.items():
    now = seen[name]
    keys = [p.get("id_number") for p in family["persons"]]
    count = family.get("vehicle_count")
    if count is None and all(keys):
        count = sum(says("vehicles", "vehicles", k)[1] or 0 for k in keys)
    same(name + " vehicle_count", count, now.get("vehicle_count"))
    shops = [says("insurance", "shop", k) for k in keys if k]
    shop = any(value for has, value in shops) if len(shops) == len(keys) and all(has for has, v in shops) else None
    same(name + " has_shop", shop, now.get("has_shop"))
    for person, later in zip(family["persons"], now["persons"]):
        key = person.get("id_number")
        for field in ("pension", "stage", "died"):
            value = person.get(field)
            if value is None and key:
                value = says("insurance", field, key)[1]
            same("%s %s %s" % (name, person["id"], field), value, later.get(field))
            checked += 1
print(len(given), "households,", checked, "facts of persons as the registers have them")
