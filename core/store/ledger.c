/* ledger.c - run records, the fields that number their results, and the policies that runs were
 * made with. */
#include "store/ledger.h"

#include <string.h>
#include "base/digest.h"
#include "store/catalog.h"
#include "store/sealed.h"

/* --- records --- */

void run_record_fini(struct run_record *r)
{
    mem_free(r->patches);
    mem_free(r->reason);
    mem_free(r->job);
    mem_free(r->summary);
    r->patches = r->reason = r->job = r->summary = NULL;
}

void ledger_put_fixed(struct buf *b, const struct run_record *r)
{
    buf_u32(b, (uint32_t)r->from);
    buf_u32(b, (uint32_t)r->to);
    buf_u64(b, r->sequence);
    buf_u64(b, r->publications);
    buf_u32(b, r->payments);
    sealed_put_text(b, r->identity);
    sealed_put_text(b, r->policy_name);
    sealed_put_text(b, r->engine);
    sealed_put_text(b, r->version);
    sealed_put_text(b, r->who);
    sealed_put_text(b, r->started);
    sealed_put_text(b, r->finished);
    buf_u64(b, r->households);
    buf_u64(b, r->undetermined);
    buf_u64(b, r->failed);
    sealed_put_text(b, r->patches);
    sealed_put_text(b, r->reason);
    sealed_put_text(b, r->job);
    sealed_put_text(b, r->summary);
}

enum hm_status ledger_put(struct txn *t, const struct run_record *r, struct diag *d)
{
    struct key key = key_run(r->id);
    struct buf b;
    buf_init(&b);
    buf_u8(&b, (uint8_t)r->state);
    sealed_put_text(&b, r->published);
    ledger_put_fixed(&b, r);
    enum hm_status st = sealed_put(t, TABLE_RUN, &key, &b, d);
    buf_fini(&b);
    return st;
}

static void get_fixed(struct reader *r, struct run_record *x)
{
    x->from = (int32_t)read_u32(r);
    x->to = (int32_t)read_u32(r);
    x->sequence = read_u64(r);
    x->publications = read_u64(r);
    x->payments = read_u32(r);
    sealed_get_text(r, x->identity, sizeof x->identity);
    sealed_get_text(r, x->policy_name, sizeof x->policy_name);
    sealed_get_text(r, x->engine, sizeof x->engine);
    sealed_get_text(r, x->version, sizeof x->version);
    sealed_get_text(r, x->who, sizeof x->who);
    sealed_get_text(r, x->started, sizeof x->started);
    sealed_get_text(r, x->finished, sizeof x->finished);
    x->households = read_u64(r);
    x->undetermined = read_u64(r);
    x->failed = read_u64(r);
    x->patches = sealed_get_long_text(r);
    x->reason = sealed_get_long_text(r);
    x->job = sealed_get_long_text(r);
    x->summary = sealed_get_long_text(r);
}

static enum hm_status parse_record(struct txn *t, struct bytes key, struct bytes value,
                                   struct run_record *out, struct diag *d)
{
    const char *what = _("the record of a run");
    struct reader r;
    struct run_record x = {.id = (uint32_t)key_read(key, 0, 4)};
    TRY(sealed_read(&r, t, key, value, what, d));
    x.state = (enum run_state)read_u8(&r);
    sealed_get_text(&r, x.published, sizeof x.published);
    get_fixed(&r, &x);
    r.failed = r.failed || x.state > RUN_SUPERSEDED;
    bool missing = !x.patches || !x.reason || !x.job || !x.summary;
    enum hm_status st = sealed_done(t, &r, missing, what, d);
    if (st == HM_OK)
        *out = x;
    else
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

enum hm_status ledger_no_run(const struct store *s, uint32_t run, struct diag *d)
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
    return st == HM_NOT_FOUND ? ledger_no_run(s, id, d) : st;
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

/* --- fields and policies --- */

enum hm_status ledger_put_fields(struct txn *t, uint32_t run, const struct model *m,
                                 struct diag *d)
{
    struct key key = key_run_fields(run);
    struct buf b;
    buf_init(&b);
    catalog_put(&b, m);
    enum hm_status st = sealed_put(t, TABLE_RUN, &key, &b, d);
    buf_fini(&b);
    return st;
}

enum hm_status ledger_get_fields(struct txn *t, uint32_t run, struct model **out,
                                 struct diag *d)
{
    struct key key = key_run_fields(run);
    struct reader r;
    TRY(sealed_get(&r, t, TABLE_RUN, &key, _("the list of a run's fields"), d));
    return catalog_parse(out, r.at, (size_t)(r.end - r.at), env_path(t->env), d);
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
    st = sealed_put(t, TABLE_POLICY, &key, &b, d);
    buf_fini(&b);
    return st;
}

enum hm_status store_policy(struct store *s, const char identity[65], char **bytes, size_t *n,
                            struct diag *d)
{
    struct place at = {.file = s->path};
    struct key key = key_policy(identity);
    struct reader r;
    struct txn t;
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = sealed_get(&r, &t, TABLE_POLICY, &key, _("a policy that was kept"), d);
    if (st == HM_NOT_FOUND)
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
