# arrow.py HUIMIN LIBRARY TESTS - a store's columns read through the Arrow C data interface by
# another language (ctypes), and by pyarrow where it is installed; every value is compared with
# what `huimin export` prints. Then who releases what when: columns taken out of their batch, the
# stream and the store ended first, on another thread.
import csv, ctypes, datetime, io, json, os, subprocess, sys, tempfile, threading

huimin, library, here = (os.path.abspath(a) for a in sys.argv[1:4])
HOUSEHOLDS, MONTH = 17000, "2024-03"  # more than a block
work = tempfile.TemporaryDirectory()
os.chdir(work.name)
environment = dict(os.environ, LC_ALL="C.UTF-8")
environment.pop("LD_PRELOAD", None)


def run(*args):
    done = subprocess.run([huimin, *args], env=environment, capture_output=True, timeout=120)
    assert done.returncode == 0, (args, done.stderr.decode())
    return done.stdout.decode()


# --- a town ---

def household(i):
    h = {"id": "H%05d" % i}
    if i % 7: h["savings"] = "%d.%02d" % (i % 100000, i % 100)
    if i % 11: h["income"] = i % 3000 + i % 10 / 10
    if i % 2: h["area"] = "%d.%02d" % (i % 300, i % 97)
    if i % 3 == 0: h["rooms"] = i % 200
    if i % 9 == 0: h["heads"] = i * 1000003
    if i % 4: h["native"] = i % 5 == 0
    if i % 5: h["region"] = ("urban", "rural")[i % 2]
    if i % 6 == 0: h["applied"] = "20%02d-%02d" % (i % 25, i % 12 + 1)
    if i % 13 == 0: h["remark"] = '甲"%d", %s' % (i, "x" * (i % 40))
    h["persons"] = []
    for k in range(i % 4):
        p = {"id": "p%d" % k, "born": "19%02d-%02d-%02d" % (10 + i % 85, i % 12 + 1, i % 28 + 1)}
        if k and i % 3: p["phone"] = "1380000%04d" % (i % 10000)
        if i % 2: p["wage"] = "%d.5" % (i % 9000)
        if i % 17 == k: p["cards"] = [{"number": i}, {"id": "c", "number": k}]
        if i % 400 == 0: del p["born"]
        h["persons"].append(p)
    text = json.dumps(h, ensure_ascii=False)
    for name in ("savings", "area", "wage"):  # numbers are not quoted
        text = __import__("re").sub('"%s": "([0-9.]+)"' % name, r'"%s": \1' % name, text)
    return text


with open("h.ndjson", "w") as f:
    f.writelines(household(i) + "\n" for i in range(HOUSEHOLDS))
with open("edit.ndjson", "w") as f:
    f.writelines('{"id":"H%05d","savings":1,"persons":[{"id":"p0","wage":7}]}\n' % i
                 for i in (16500, 16501, 16999))  # of the second block
run("init", "s.hm", here + "/arrow/town")
run("import", "s.hm", "h.ndjson", "--month", MONTH, "--quiet")
run("import", "s.hm", "edit.ndjson", "--month", MONTH, "--mode", "upsert", "--quiet")
run("recompute", "s.hm", here + "/arrow/town", "--month", MONTH, "--publish", "--quiet")

# --- the interface ---

P = ctypes.POINTER


class Schema(ctypes.Structure):
    pass


class Array(ctypes.Structure):
    pass


class Stream(ctypes.Structure):
    pass


Schema._fields_ = [("format", ctypes.c_char_p), ("name", ctypes.c_char_p), ("metadata", ctypes.c_void_p),
                   ("flags", ctypes.c_int64), ("n_children", ctypes.c_int64), ("children", P(P(Schema))),
                   ("dictionary", P(Schema)), ("release", ctypes.CFUNCTYPE(None, P(Schema))),
                   ("private_data", ctypes.c_void_p)]
Array._fields_ = [("length", ctypes.c_int64), ("null_count", ctypes.c_int64), ("offset", ctypes.c_int64),
                  ("n_buffers", ctypes.c_int64), ("n_children", ctypes.c_int64), ("buffers", P(ctypes.c_void_p)),
                  ("children", P(P(Array))), ("dictionary", P(Array)),
                  ("release", ctypes.CFUNCTYPE(None, P(Array))), ("private_data", ctypes.c_void_p)]
Stream._fields_ = [("get_schema", ctypes.CFUNCTYPE(ctypes.c_int, P(Stream), P(Schema))),
                   ("get_next", ctypes.CFUNCTYPE(ctypes.c_int, P(Stream), P(Array))),
                   ("get_last_error", ctypes.CFUNCTYPE(ctypes.c_char_p, P(Stream))),
                   ("release", ctypes.CFUNCTYPE(None, P(Stream))), ("private_data", ctypes.c_void_p)]


class Options(ctypes.Structure):
    _fields_ = [("what", ctypes.c_char_p), ("month", ctypes.c_char_p), ("run", ctypes.c_uint32),
                ("of", ctypes.c_char_p), ("entity", ctypes.c_char_p), ("known_on", ctypes.c_char_p),
                ("unmasked", ctypes.c_int), ("decimal", ctypes.c_int)]


class Message(ctypes.Structure):
    _fields_ = [("level", ctypes.c_int), ("file", ctypes.c_char_p), ("line", ctypes.c_uint),
                ("column", ctypes.c_uint), ("field", ctypes.c_char_p), ("text", ctypes.c_char_p),
                ("hint", ctypes.c_char_p)]


hm = ctypes.CDLL(library)
hm.hm_messages_new.restype = ctypes.c_void_p
hm.hm_start()
HM_OK, HM_USAGE, HM_BUSY, HM_NOT_FOUND = 0, 2, 6, 7


def open_store():
    store = ctypes.c_void_p()
    return hm.hm_store_open(ctypes.byref(store), b"s.hm", 0, None), store


def close_store(store):
    hm.hm_store_close(store)


def open_stream(store, **options):
    stream, messages = Stream(), ctypes.c_void_p(hm.hm_messages_new())
    o = Options(month=options.pop("month", MONTH).encode(),
                **{k: v.encode() if isinstance(v, str) else v for k, v in options.items()})
    status, text = hm.hm_arrow(store, ctypes.byref(o), ctypes.byref(stream), messages), ""
    if status != HM_OK:
        message = Message()
        hm.hm_messages_get(messages, ctypes.c_size_t(0), ctypes.byref(message))
        text = message.text.decode()
    hm.hm_messages_free(messages)
    return status, stream, text


def metadata(schema):
    if not schema.metadata:
        return {}
    at, out = schema.metadata, {}

    def text():
        nonlocal at
        n = ctypes.c_int32.from_address(at).value
        at += 4 + n
        return ctypes.string_at(at - n, n).decode()
    count = ctypes.c_int32.from_address(at).value
    at += 4
    for _ in range(count):
        key = text()
        out[key] = text()
    return out


KINDS = {"C": ctypes.c_uint8, "S": ctypes.c_uint16, "i": ctypes.c_int32, "l": ctypes.c_int64,
         "tdD": ctypes.c_int32}


def texts(array):
    offset = (ctypes.c_int32 * (array.length + 1)).from_address(array.buffers[1])
    data = ctypes.string_at(array.buffers[2], offset[array.length])
    return [data[offset[i]:offset[i + 1]].decode() for i in range(array.length)]


def bits(address, n):
    data = (ctypes.c_uint8 * ((n + 7) // 8)).from_address(address)
    return [data[i // 8] >> (i % 8) & 1 for i in range(n)]


def scaled(v, digits):
    sign, v = "-" if v < 0 else "", abs(v)
    return "%s%d.%0*d" % (sign, v // 10 ** digits, digits, v % 10 ** digits)


# The cells of a column as export prints them.
def cells(schema, array):
    n, format, about = array.length, schema.format.decode(), metadata(schema)
    kind = about.get("huimin.type", "")
    if format == "u":
        values = texts(array)
    elif format == "b":
        values = [("false", "true")[b] for b in bits(array.buffers[1], n)]
    elif format.startswith("d:"):
        digits = int(format.split(",")[1])
        pairs = (ctypes.c_uint64 * (2 * n)).from_address(array.buffers[1])
        values = [pairs[2 * i] | pairs[2 * i + 1] << 64 for i in range(n)]
        values = [scaled(v - (1 << 128) if v >> 127 else v, digits) for v in values]
    else:
        values = list((KINDS[format] * n).from_address(array.buffers[1]))
        if schema.dictionary:
            names = texts(array.dictionary.contents)
            values = [names[v] for v in values]
        elif format == "tdD":
            days = [datetime.date(1970, 1, 1) + datetime.timedelta(v) for v in values]
            values = [d.isoformat()[:7 if kind == "month" else 10] for d in days]
        elif "huimin.scale" in about:
            values = [scaled(v, int(about["huimin.scale"])) for v in values]
    if kind == "number":
        values = [v.rstrip("0").rstrip(".") if "." in v else v for v in values]
    valid = bits(array.buffers[0], n) if array.buffers[0] else [1] * n
    assert array.null_count == n - sum(valid), (schema.name, array.null_count)
    return [str(v) if ok else "" for v, ok in zip(values, valid)]


# Columns by name, over all batches; `lent` counts buffers inside the store's file.
def read(stream):
    schema, columns, batches = Schema(), {}, 0
    assert stream.get_schema(stream, schema) == 0
    names = [schema.children[i].contents.name.decode() for i in range(schema.n_children)]
    while True:
        array = Array()
        assert stream.get_next(stream, array) == 0, stream.get_last_error(stream)
        if not array.release:
            break
        batches += 1
        for i, name in enumerate(names):
            child = array.children[i].contents
            assert child.length == array.length
            columns.setdefault(name, []).extend(cells(schema.children[i].contents, child))
        array.release(array)
    schema.release(schema)
    stream.release(stream)
    return columns, batches


def table(columns):
    return [dict(zip(columns, row)) for row in zip(*columns.values())]


# --- values ---

def exported(what, entity=None, unmasked=False):
    args = ["export", "s.hm", "--what", what, "--month", MONTH, "--format", "csv"]
    args += ["--entity", entity] if entity else []
    args += ["--unmasked"] if unmasked else []
    return list(csv.DictReader(io.StringIO(run(*args))))


def compare(store, what, unmasked, decimal):
    above = {}
    for entity, key in ((None, ("id",)), ("persons", ("household", "id")),
                        ("cards", ("household", "person", "id"))):
        if what == "results" and entity == "cards":
            break
        status, stream, text = open_stream(store, what=what, entity=entity, unmasked=unmasked,
                                           decimal=decimal)
        assert status == HM_OK, text
        columns, batches = read(stream)
        assert batches == 2, batches
        rows = table(columns)
        for row in rows:  # ids of the rows above, through parent_row
            parent = above["rows"][int(row.pop("parent_row"))] if above else None
            row["path"] = (parent["path"] if parent else ()) + (row["id"],)
        above = {"rows": rows}
        expected = exported(what, entity, unmasked)
        assert len(rows) == len(expected) > 1000
        by_path = {}
        for row in rows:
            by_path.setdefault(row["path"], []).append(row)
        for want in expected:
            row = by_path[tuple(want[k] for k in key)].pop(0)
            for name, value in want.items():
                if name not in key and name not in ("missing", "errors"):
                    assert row[name] == value, (what, entity, want, row)
            known = set(want) - set(key) - {"missing", "errors"}
            assert known == set(row) - {"id", "path"}, (known, set(row))


def test_values():
    status, store = open_store()
    assert status == HM_OK
    for what in ("households", "results"):
        compare(store, what, False, 0)
    compare(store, "households", True, 1)
    compare(store, "results", True, 1)
    close_store(store)


# --- who releases what ---

def mapped():
    inode = os.stat("s.hm").st_ino
    for line in open("/proc/self/maps"):
        part = line.split()
        if len(part) >= 5 and part[4] == str(inode):
            first, last = (int(x, 16) for x in part[0].split("-"))
            yield first, last


def test_releases():
    status, store = open_store()
    status, stream, _ = open_stream(store)
    schema, batches, lent, own = Schema(), [], 0, 0
    assert stream.get_schema(stream, schema) == 0
    names = [schema.children[i].contents.name.decode() for i in range(schema.n_children)]
    places = list(mapped())
    while True:
        array = Array()
        assert stream.get_next(stream, array) == 0
        if not array.release:
            break
        batches.append(array)
        for name in ("income", "savings", "region"):
            at = array.children[names.index(name)].contents.buffers[1]
            inside = any(first <= at < last for first, last in places)
            lent, own = lent + inside, own + (not inside)
    assert lent == 3 and own == 3  # the block with single edits is merged, the other one lent
    stream.release(stream)
    close_store(store)  # while batches are out
    assert open_store()[0] != HM_OK  # a second handle of the same file is refused, not shared
    moved = Array()  # a column taken out of its batch
    column = batches[0].children[names.index("income")]
    ctypes.memmove(ctypes.byref(moved), column, ctypes.sizeof(Array))
    column.contents.release = type(column.contents.release)()
    batches[0].release(batches[0])
    values = cells(schema.children[names.index("income")].contents, moved)
    assert sum(v != "" for v in values) > 10000
    other = threading.Thread(target=lambda: batches[1].release(batches[1]))
    other.start()
    other.join()
    assert cells(schema.children[names.index("income")].contents, moved) == values
    moved.release(moved)  # the last: the file is closed now
    schema.release(schema)
    status, store = open_store()
    assert status == HM_OK
    status, stream, _ = open_stream(store)
    stream.release(stream)  # nothing was read
    close_store(store)


def test_refusals():
    status, store = open_store()
    for options, want, text in (({"entity": "dogs"}, HM_USAGE, "dogs"), ({"what": "x"}, HM_USAGE, "x"),
                                ({"month": "2024-13"}, HM_USAGE, "2024-13"),
                                ({"what": "results", "month": "2020-01"}, HM_NOT_FOUND, "2020-01"),
                                ({"what": "results", "run": 99}, HM_NOT_FOUND, "99")):
        status, stream, said = open_stream(store, **options)
        assert status == want and text in said, (options, status, said)
        assert not stream.release
    close_store(store)


# --- pyarrow ---

def test_pyarrow():
    try:
        import pyarrow
    except ImportError:
        print("pyarrow is not installed: its test is left out")
        return
    status, store = open_store()
    tables = {}
    for entity in (None, "persons"):
        status, stream, _ = open_stream(store, entity=entity, decimal=1)
        reader = pyarrow.RecordBatchReader._import_from_c(ctypes.addressof(stream))
        tables[entity] = reader.read_all()
        tables[entity].validate(full=True)
    close_store(store)
    homes, persons = tables[None], tables["persons"]
    want = exported("households")
    assert homes.num_rows == len(want)
    total = sum(__import__("decimal").Decimal(h["savings"] or 0) for h in want)
    assert pyarrow.compute.sum(homes["savings"]).as_py() == total
    assert homes["region"].combine_chunks().value_counts().to_pylist()
    joined = homes["id"].take(persons["parent_row"]).to_pylist()
    pairs = sorted(zip(joined, persons["id"].to_pylist()))
    assert pairs == [(p["household"], p["id"]) for p in exported("households", "persons")]
    print("pyarrow %s read %d and %d rows" % (pyarrow.__version__, homes.num_rows, persons.num_rows))


test_values()
test_releases()
test_refusals()
try:
    import pyarrow.compute
except ImportError:
    pass
test_pyarrow()
print("arrow: values, releases and refusals are right")
