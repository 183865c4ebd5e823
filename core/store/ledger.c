/* ledger.c - run records, publication, and the policies that runs were made with.
 *
 * Every publication adds pointers (month, counter) -> run; the newest counter of a month is in
 * force and the older ones are its history. Nothing that was published is removed.
 */
#include "store/ledger.h"

#include <string.h>
#include "base/buf.h"
#include "base/clock.h"
#include "base/digest.h"
#include "store/catalog.h"
#include "store/key.h"
#include "value/date.h"

/* --- values with a checksum behind them --- */

static enum hm_status put_sealed(struct txn *t, enum table table, const struct key *key,
                                 struct buf *b, struct diag *d)
{
    buf_u64(b,
            buf_ok(b) ? digest_xxh64(b->data, b->len) ^ digest_xxh64(key->bytes, key->n) : 0);
    if (!buf_ok(b))
        return diag_nomem(d, _("recording a run"));
    return txn_put(t, table, key_bytes(key), (struct bytes){b->data, b->len}, d);
}

static enum hm_status damaged(const struct txn *t, const char *what, struct diag *d)
{
    struct place at = {.file = env_path(t->env)};
    return diag_add(d, HM_LEVEL_ERROR, HM_CORRUPT, &at,
                    _("the disk or a copy damaged the store: restore it from a backup"),
                    _("%s is damaged: its checksum differs"), what);
}

static enum hm_status unseal(struct txn *t, struct bytes key, struct bytes value,
                             struct reader *out, const char *what, struct diag *d)
{
    uint64_t sum = 0;
    if (value.n >= sizeof sum) {
        value.n -= sizeof sum;
        memcpy(&sum, (const char *)value.p + value.n, sizeof sum);
        if (sum == (digest_xxh64(value.p, value.n) ^ digest_xxh64(key.p, key.n))) {
            *out = (struct reader){value.p, (const uint8_t *)value.p + value.n, false};
            return HM_OK;
        }
    }
    return damaged(t, what, d);
}

/* --- records --- */

void run_record_fini(struct run_record *r)
{
    mem_free(r->patches);
    mem_free(r->summary);
    r->patches = NULL;
    r->summary = NULL;
}

static void put_text(struct buf *b, const char *s)
{
    buf_blob(b, s ? s : "", s ? strlen(s) : 0);
}

enum hm_status ledger_put(struct txn *t, const struct run_record *r, struct diag *d)
{
    struct key key = key_run(r->id);
    struct buf b;
    buf_init(&b);
    buf_u8(&b, (uint8_t)r->state);
    buf_u32(&b, (uint32_t)r->from);
    buf_u32(&b, (uint32_t)r->to);
    buf_u64(&b, r->sequence);
    put_text(&b, r->identity);
    put_text(&b, r->policy_name);
    put_text(&b, r->engine);
    put_text(&b, r->who);
    put_text(&b, r->started);
    put_text(&b, r->finished);
    put_text(&b, r->published);
    buf_u64(&b, r->households);
    buf_u64(&b, r->undetermined);
    buf_u64(&b, r->failed);
    put_text(&b, r->patches);
    put_text(&b, r->summary);
    enum hm_status st = put_sealed(t, TABLE_RUN, &key, &b, d);
    buf_fini(&b);
    return st;
}

static void get_text(struct reader *r, char *out, size_t out_bytes)
{
    size_t n;
    const char *s = read_blob(r, &n);
    if (r->failed || n >= out_bytes) {
        r->failed = true;
        n = 0;
    }
    if (n)
        memcpy(out, s, n);
    out[n] = '\0';
}

static char *get_long_text(struct reader *r)
{
    size_t n;
    const char *s = read_blob(r, &n);
    return r->failed ? NULL : mem_strndup(s, n);
}

static enum hm_status parse_record(struct txn *t, struct bytes key, struct bytes value,
                                   struct run_record *out, struct diag *d)
{
    struct reader r;
    struct run_record x = {.id = (uint32_t)key_read(key, 0, 4)};
    TRY(unseal(t, key, value, &r, _("the record of a run"), d));
    x.state = (enum run_state)read_u8(&r);
    x.from = (int32_t)read_u32(&r);
    x.to = (int32_t)read_u32(&r);
    x.sequence = read_u64(&r);
    get_text(&r, x.identity, sizeof x.identity);
    get_text(&r, x.policy_name, sizeof x.policy_name);
    get_text(&r, x.engine, sizeof x.engine);
    get_text(&r, x.who, sizeof x.who);
    get_text(&r, x.started, sizeof x.started);
    get_text(&r, x.finished, sizeof x.finished);
    get_text(&r, x.published, sizeof x.published);
    x.households = read_u64(&r);
    x.undetermined = read_u64(&r);
    x.failed = read_u64(&r);
    x.patches = get_long_text(&r);
    x.summary = get_long_text(&r);
    if (!r.failed && x.patches && x.summary && x.state <= RUN_SUPERSEDED) {
        *out = x;
        return HM_OK;
    }
    enum hm_status st = !r.failed && x.state <= RUN_SUPERSEDED
                            ? diag_nomem(d, _("reading a run"))
                            : damaged(t, _("the record of a run"), d);
    run_record_fini(&x);
    return st;
}

enum hm_status ledger_get(struct txn *t, uint32_t run, struct run_record *out, struct diag *d)
{
    struct key key = key_run(run);
    struct bytes value;
    TRY(txn_get(t, TABLE_RUN, key_bytes(&key), &value, d));
    return parse_record(t, key_bytes(&key), value, out, d);
}

static enum hm_status no_run(struct store *s, uint32_t run, struct diag *d)
{
    struct place at = {.file = s->path};
    return diag_add(d, HM_LEVEL_ERROR, HM_NOT_FOUND, &at,
                    _("`huimin runs` lists the runs of a store"), _("there is no run %u"), run);
}

enum hm_status run_get(struct store *s, uint32_t id, struct run_record *out, struct diag *d)
{
    struct txn t;
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = ledger_get(&t, id, out, d);
    txn_abort(&t);
    return st == HM_NOT_FOUND ? no_run(s, id, d) : st;
}

static enum hm_status list_runs(struct txn *t, struct run_record **list, size_t *n,
                                struct diag *d)
{
    struct scan s;
    void *items = NULL;
    size_t cap = 0;
    TRY(scan_open(&s, t, TABLE_RUN, d));
    enum hm_status st = scan_first(&s, d);
    while (st == HM_OK && s.found) {
        if (s.key.n == 4) {
            if (mem_grow(&items, &cap, *n + 1, sizeof **list) != 0) {
                st = diag_nomem(d, _("reading a run"));
                break;
            }
            *list = items;
            st = parse_record(t, s.key, s.value, &(*list)[*n], d);
            *n += st == HM_OK;
        }
        if (st == HM_OK)
            st = scan_next(&s, d);
    }
    scan_close(&s);
    return st;
}

enum hm_status run_list(struct store *s, struct run_record **out, size_t *n, struct diag *d)
{
    struct txn t;
    struct run_record *list = NULL;
    size_t count = 0;
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = list_runs(&t, &list, &count, d);
    txn_abort(&t);
    if (st != HM_OK) {
        for (size_t i = 0; i < count; i++)
            run_record_fini(&list[i]);
        mem_free(list);
        return st;
    }
    *out = list;
    *n = count;
    return HM_OK;
}

/* --- publication --- */

enum hm_status ledger_in_force(struct txn *t, uint16_t month, uint16_t *found, uint32_t *run,
                               struct diag *d)
{
    struct scan s;
    struct reader r;
    struct key key = key_published(month, UINT64_MAX);
    TRY(scan_open(&s, t, TABLE_PUBLISHED, d));
    enum hm_status st = scan_seek_back(&s, key_bytes(&key), d);
    if (st == HM_OK && !s.found)
        st = HM_NOT_FOUND;
    if (st == HM_OK)
        st = unseal(t, s.key, s.value, &r, _("the list of published runs"), d);
    if (st == HM_OK) {
        *found = (uint16_t)key_read(s.key, 0, 2);
        *run = read_u32(&r);
    }
    scan_close(&s);
    return st;
}

/* Whether any of its months still points to a run. */
static enum hm_status is_in_force(struct txn *t, const struct run_record *r, bool *out,
                                  struct diag *d)
{
    *out = false;
    for (int32_t month = r->from; month <= r->to && !*out; month++) {
        uint16_t found;
        uint32_t run;
        enum hm_status st = ledger_in_force(t, state_month(month), &found, &run, d);
        if (st != HM_OK && st != HM_NOT_FOUND)
            return st;
        *out = st == HM_OK && found == month && run == r->id;
    }
    return HM_OK;
}

/* A run that lost a month to another is superseded when it has lost all of them. */
static enum hm_status supersede(struct txn *t, uint32_t run, struct diag *d)
{
    struct run_record r;
    bool in_force;
    TRY(ledger_get(t, run, &r, d));
    enum hm_status st = is_in_force(t, &r, &in_force, d);
    if (st == HM_OK && !in_force && r.state == RUN_PUBLISHED) {
        r.state = RUN_SUPERSEDED;
        st = ledger_put(t, &r, d);
    }
    run_record_fini(&r);
    return st;
}

static enum hm_status point(struct txn *t, uint16_t month, uint64_t counter, uint32_t run,
                            struct diag *d)
{
    struct key key = key_published(month, counter);
    struct buf b;
    buf_init(&b);
    buf_u32(&b, run);
    enum hm_status st = put_sealed(t, TABLE_PUBLISHED, &key, &b, d);
    buf_fini(&b);
    return st;
}

static enum hm_status take_month(struct txn *t, int32_t month, uint64_t counter, uint32_t run,
                                 struct diag *d)
{
    uint16_t found;
    uint32_t before;
    enum hm_status st = ledger_in_force(t, state_month(month), &found, &before, d);
    if (st != HM_OK && st != HM_NOT_FOUND)
        return st;
    bool replaces = st == HM_OK && found == month && before != run;
    TRY(point(t, state_month(month), counter, run, d));
    return replaces ? supersede(t, before, d) : HM_OK;
}

enum hm_status ledger_publish(struct txn *t, struct run_record *r, const char *when,
                              struct diag *d)
{
    struct state st;
    TRY(state_read(&st, t, d));
    st.publications++;
    for (int32_t month = r->from; month <= r->to; month++)
        TRY(take_month(t, month, st.publications, r->id, d));
    TRY(state_write(&st, t, d));
    r->state = RUN_PUBLISHED;
    size_t n = strlen(when);
    n = n < sizeof r->published ? n : sizeof r->published - 1;
    memcpy(r->published, when, n);
    r->published[n] = '\0';
    return ledger_put(t, r, d);
}

enum hm_status run_publish(struct store *s, uint32_t id, const struct author *by,
                           struct diag *d)
{
    char when[32];
    (void)by;
    clock_iso(clock_unix_seconds(), when);
    struct place at = {.file = s->path};
    struct txn t = {0};
    struct run_record r = {0};
    TRY(store_take(s, d));
    enum hm_status st;
    TRY_DONE(txn_begin(&t, s->env, true, d));
    st = ledger_get(&t, id, &r, d);
    if (st == HM_NOT_FOUND)
        st = no_run(s, id, d);
    if (st != HM_OK)
        goto done;
    if (r.state == RUN_STARTED) {
        st = diag_add(d, HM_LEVEL_ERROR, HM_USAGE, &at, _("repeat the recomputation"),
                      _("run %u is not complete"), id);
        goto done;
    }
    TRY_DONE(ledger_publish(&t, &r, when, d));
    TRY_DONE(txn_commit(&t, d));
done:
    txn_abort(&t);
    run_record_fini(&r);
    store_give_back(s);
    return st;
}

static enum hm_status none_published(struct store *s, int32_t month, struct diag *d)
{
    struct place at = {.file = s->path};
    struct buf text;
    buf_init(&text);
    month_put(&text, month);
    enum hm_status st =
        diag_add(d, HM_LEVEL_ERROR, HM_NOT_FOUND, &at,
                 _("`huimin recompute --publish` makes determinations"),
                 _("no determinations are published for %s"), buf_ok(&text) ? text.data : "?");
    buf_fini(&text);
    return st;
}

enum hm_status run_published_before(struct store *s, int32_t month, int32_t *found,
                                    uint32_t *id, struct diag *d)
{
    struct txn t;
    uint16_t at;
    uint32_t run;
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = ledger_in_force(&t, state_month(month), &at, &run, d);
    txn_abort(&t);
    if (st == HM_NOT_FOUND)
        return none_published(s, month, d);
    if (st == HM_OK) {
        *found = at;
        *id = run;
    }
    return st;
}

enum hm_status run_published(struct store *s, int32_t month, uint32_t *id, struct diag *d)
{
    int32_t found;
    uint32_t run;
    TRY(run_published_before(s, month, &found, &run, d));
    if (found != month)
        return none_published(s, month, d);
    *id = run;
    return HM_OK;
}

/* --- fields and policies --- */

enum hm_status ledger_put_fields(struct txn *t, uint32_t run, const struct model *m,
                                 struct diag *d)
{
    struct key key = key_run_fields(run);
    struct buf b;
    buf_init(&b);
    catalog_put(&b, m);
    enum hm_status st = put_sealed(t, TABLE_RUN, &key, &b, d);
    buf_fini(&b);
    return st;
}

enum hm_status ledger_get_fields(struct txn *t, uint32_t run, struct model **out,
                                 struct diag *d)
{
    struct key key = key_run_fields(run);
    struct bytes value;
    struct reader r;
    TRY(txn_get(t, TABLE_RUN, key_bytes(&key), &value, d));
    TRY(unseal(t, key_bytes(&key), value, &r, _("the list of a run's fields"), d));
    return catalog_parse(out, r.at, (size_t)(r.end - r.at), env_path(t->env), d);
}

static struct key key_policy(const char *identity)
{
    struct key k = {.n = strnlen(identity, DIGEST_HEX - 1)};
    memcpy(k.bytes, identity, k.n);
    if (k.n == 0)
        k.bytes[k.n++] = '-'; /* keys have a byte */
    return k;
}

enum hm_status ledger_put_policy(struct txn *t, const char identity[65], const void *bytes,
                                 size_t n, struct diag *d)
{
    struct key key = key_policy(identity);
    struct bytes value;
    enum hm_status st = txn_get(t, TABLE_POLICY, key_bytes(&key), &value, d);
    if (st != HM_NOT_FOUND)
        return st;
    struct buf b;
    buf_init(&b);
    buf_put(&b, bytes, n);
    st = put_sealed(t, TABLE_POLICY, &key, &b, d);
    buf_fini(&b);
    return st;
}

enum hm_status store_policy(struct store *s, const char identity[65], char **bytes, size_t *n,
                            struct diag *d)
{
    struct place at = {.file = s->path};
    struct key key = key_policy(identity);
    struct bytes value;
    struct reader r;
    struct txn t;
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = txn_get(&t, TABLE_POLICY, key_bytes(&key), &value, d);
    if (st == HM_OK)
        st = unseal(&t, key_bytes(&key), value, &r, _("a policy that was kept"), d);
    else if (st == HM_NOT_FOUND)
        st = diag_error(d, HM_NOT_FOUND, &at, _("no policy %s is kept in the store"), identity);
    if (st == HM_OK) {
        char *copy = mem_strndup((const char *)r.at, (size_t)(r.end - r.at));
        if (copy) {
            *bytes = copy;
            *n = (size_t)(r.end - r.at);
        } else {
            st = diag_nomem(d, _("reading a policy"));
        }
    }
    txn_abort(&t);
    return st;
}
