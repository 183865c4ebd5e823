/* parts.c - digests of what the journal records: SHA-256 over small records as they stand, and
 * over the keys and headers of columns, whose checksums stand for their data.
 *
 * Facts of a change are taken block by block: its versions by month, with the columns that they
 * wrote themselves, then its single records. So a change's digest can be made when it is
 * recorded, from the blocks it touched, and all of them again in one walk over the blocks.
 */
#include "base/mem.h"
#include "store/chain.h"
#include "store/evidence_rows.h"
#include "store/ledger.h"
#include "store/packed.h"
#include "store/sealed.h"
#include "store/version.h"
#include "value/date.h"

void parts_line(struct buf *parts, const char *word, const char *hex)
{
    buf_printf(parts, "%s %s\n", word, hex);
}

static enum hm_status new_digest(struct digest **out, struct diag *d)
{
    return digest_new(out) == HM_OK ? HM_OK : diag_nomem(d, _("writing the journal"));
}

static void add_entry(struct digest *x, struct bytes key, struct bytes value)
{
    uint64_t sizes[2] = {key.n, value.n};
    digest_add(x, sizes, sizeof sizes);
    digest_add(x, key.p, key.n);
    digest_add(x, value.p, value.n);
}

/* A column stands for itself with its header, which holds the checksum of its data. */
static void add_column(struct digest *x, struct bytes key, struct bytes value)
{
    uint64_t bytes = value.n;
    size_t head = packed_shared_bytes();
    digest_add(x, &bytes, sizeof bytes);
    add_entry(x, key, (struct bytes){value.p, value.n < head ? value.n : head});
}

/* Adds a whole record, or that it is not there. */
static enum hm_status add_record(struct digest *x, struct txn *t, enum table table,
                                 const struct key *key, struct diag *d)
{
    struct bytes value = {"", 0};
    enum hm_status st = txn_get(t, table, key_bytes(key), &value, d);
    if (st != HM_OK && st != HM_NOT_FOUND)
        return st;
    add_entry(x, key_bytes(key), value);
    return HM_OK;
}

/* --- runs and payments --- */

static void end_month(struct buf *parts, struct digest **x, uint16_t month)
{
    char hex[DIGEST_HEX];
    if (!*x)
        return;
    digest_hex(*x, hex);
    digest_free(*x);
    *x = NULL;
    month_put(parts, month);
    parts_line(parts, "", hex);
}

/* Every month's columns under a run or batch; the table is in key order. */
static enum hm_status add_results(struct buf *parts, struct txn *t, enum table table,
                                  uint32_t run, struct diag *d)
{
    struct scan s;
    struct digest *x = NULL;
    uint16_t month = 0;
    struct key key = key_run(run);
    TRY(scan_open(&s, t, table, d));
    enum hm_status st = scan_seek(&s, key_bytes(&key), d);
    while (st == HM_OK && s.found && s.key.n == KEY_RESULT_BYTES &&
           key_read(s.key, 0, 4) == run) {
        uint16_t at = (uint16_t)key_read(s.key, 4, 2);
        if (at != month)
            end_month(parts, &x, month);
        month = at;
        if (!x)
            st = new_digest(&x, d);
        if (st != HM_OK)
            break;
        add_column(x, s.key, s.value);
        st = scan_next(&s, d);
    }
    if (st == HM_OK)
        end_month(parts, &x, month);
    digest_free(x);
    scan_close(&s);
    return st;
}

static enum hm_status run_record_digest(struct digest *x, struct txn *t, uint32_t run,
                                        struct diag *d)
{
    struct run_record r;
    struct buf b;
    struct key fields = key_run_fields(run);
    TRY(ledger_get(t, run, &r, d));
    struct key policy = key_policy(r.identity);
    buf_init(&b);
    ledger_put_fixed(&b, &r);
    enum hm_status st = buf_ok(&b) ? HM_OK : diag_nomem(d, _("writing the journal"));
    if (st == HM_OK) {
        digest_add(x, &r.id, sizeof r.id);
        digest_add(x, b.data, b.len);
        st = add_record(x, t, TABLE_RUN, &fields, d);
    }
    if (st == HM_OK)
        st = add_record(x, t, TABLE_POLICY, &policy, d);
    buf_fini(&b);
    run_record_fini(&r);
    return st;
}

static void end_part(struct buf *parts, struct digest *x, const char *word, enum hm_status st)
{
    char hex[DIGEST_HEX];
    if (st == HM_OK) {
        digest_hex(x, hex);
        parts_line(parts, word, hex);
    }
    digest_free(x);
}

enum hm_status parts_run(struct buf *parts, struct txn *t, uint32_t run, struct diag *d)
{
    struct digest *x;
    TRY(new_digest(&x, d));
    enum hm_status st = run_record_digest(x, t, run, d);
    end_part(parts, x, "record", st);
    return st == HM_OK ? add_results(parts, t, TABLE_RESULT, run, d) : st;
}

enum hm_status parts_payment(struct buf *parts, struct txn *t, uint32_t batch, struct diag *d)
{
    struct digest *x;
    struct key record = key_run(batch), fields = key_run_fields(batch);
    TRY(new_digest(&x, d));
    enum hm_status st = add_record(x, t, TABLE_PAYMENT, &record, d);
    if (st == HM_OK)
        st = add_record(x, t, TABLE_PAYMENT, &fields, d);
    end_part(parts, x, "record", st);
    return st == HM_OK ? add_results(parts, t, TABLE_PAID, batch, d) : st;
}

enum hm_status parts_pointer(struct buf *parts, struct txn *t, uint16_t month, uint64_t counter,
                             struct diag *d)
{
    struct digest *x;
    struct key key = key_published(month, counter);
    TRY(new_digest(&x, d));
    enum hm_status st = add_record(x, t, TABLE_PUBLISHED, &key, d);
    if (st == HM_OK)
        month_put(parts, month);
    end_part(parts, x, "", st);
    return st;
}

/* --- facts --- */

/* The digest of a change, or NULL when it is not asked for. */
typedef enum hm_status (*facts_of_fn)(void *ctx, uint64_t sequence, struct digest **out,
                                      struct diag *d);
struct facts_walk {
    struct txn *t;
    facts_of_fn of;
    void *ctx;
    struct arena arena;
};

/* A version's table of contents, and the columns that it wrote itself. */
static enum hm_status add_version(struct facts_walk *w, struct digest *x, struct bytes key,
                                  struct bytes value, struct diag *d)
{
    struct version v;
    struct bytes column;
    arena_reset(&w->arena);
    add_entry(x, key, value);
    TRY(version_parse(&v, key, value, env_path(w->t->env), &w->arena, d));
    for (size_t i = 0; i < v.count; i++) {
        const struct column_ref *ref = &v.refs[i];
        if (ref->month != v.month || ref->sequence != v.sequence)
            continue;
        struct key at = key_column(v.block, ref->column, ref->month, ref->sequence);
        enum hm_status st = txn_get(w->t, TABLE_COLUMN, key_bytes(&at), &column, d);
        if (st == HM_OK)
            add_column(x, key_bytes(&at), column);
        else if (st != HM_NOT_FOUND) /* a missing one changes the digest */
            return st;
    }
    return HM_OK;
}

static enum hm_status walk_versions(struct facts_walk *w, uint32_t block, struct diag *d)
{
    struct scan s;
    struct digest *x;
    struct key from = key_manifest(block, 0, 0);
    TRY(scan_open(&s, w->t, TABLE_MANIFEST, d));
    enum hm_status st = scan_seek(&s, key_bytes(&from), d);
    while (st == HM_OK && s.found && s.key.n == KEY_MANIFEST_BYTES &&
           key_read(s.key, 0, 4) == block) {
        st = w->of(w->ctx, key_read(s.key, 6, 8), &x, d);
        if (st == HM_OK && x)
            st = add_version(w, x, s.key, s.value, d);
        if (st == HM_OK)
            st = scan_next(&s, d);
    }
    scan_close(&s);
    return st;
}

/* first: the sequence to begin with. */
static enum hm_status walk_records(struct facts_walk *w, uint32_t block, uint64_t first,
                                   uint64_t last, struct diag *d)
{
    struct scan s;
    struct digest *x;
    struct key from = key_edit(block, first, 0, 0);
    TRY(scan_open(&s, w->t, TABLE_EDIT, d));
    enum hm_status st = scan_seek(&s, key_bytes(&from), d);
    while (st == HM_OK && s.found && s.key.n == KEY_EDIT_BYTES &&
           key_read(s.key, 0, 4) == block && key_read(s.key, 4, 8) <= last) {
        st = w->of(w->ctx, key_read(s.key, 4, 8), &x, d);
        if (st == HM_OK && x)
            add_entry(x, s.key, s.value);
        if (st == HM_OK)
            st = scan_next(&s, d);
    }
    scan_close(&s);
    return st;
}

struct one_change {
    uint64_t sequence;
    struct digest *digest;
};

static enum hm_status only_one(void *ctx, uint64_t sequence, struct digest **out,
                               struct diag *d)
{
    struct one_change *one = ctx;
    (void)d;
    *out = sequence == one->sequence ? one->digest : NULL;
    return HM_OK;
}

/* What a change took over from evidence stands among its facts. */
static enum hm_status walk_uses(struct facts_walk *w, uint32_t block, struct diag *d)
{
    struct scan s;
    struct digest *x;
    struct key from = key_evidence(block, 0, EVIDENCE_ROW, 0);
    TRY(scan_open(&s, w->t, TABLE_EVIDENCE, d));
    enum hm_status st = scan_seek(&s, key_bytes(&from), d);
    while (st == HM_OK && s.found && s.key.n == KEY_EVIDENCE_BYTES &&
           key_read(s.key, 0, 4) == block) {
        x = NULL;
        if (key_read(s.key, 6, 1) == EVIDENCE_USE)
            st = w->of(w->ctx, key_read(s.key, 7, 8), &x, d);
        if (st == HM_OK && x)
            add_entry(x, s.key, s.value);
        if (st == HM_OK)
            st = scan_next(&s, d);
    }
    scan_close(&s);
    return st;
}

static enum hm_status walk_touched(struct facts_walk *w, uint64_t sequence,
                                   const uint64_t *touched, size_t words, struct diag *d)
{
    for (size_t i = 0; i < words * 64; i++) {
        if (!(touched[i / 64] >> (i % 64) & 1))
            continue;
        TRY(walk_versions(w, (uint32_t)i, d));
        TRY(walk_records(w, (uint32_t)i, sequence, sequence, d));
        TRY(walk_uses(w, (uint32_t)i, d));
    }
    return HM_OK;
}

enum hm_status parts_change_record(struct buf *parts, struct txn *t, uint64_t sequence,
                                   struct diag *d)
{
    struct digest *x;
    struct key key = key_number(sequence);
    TRY(new_digest(&x, d));
    enum hm_status st = add_record(x, t, TABLE_CHANGE, &key, d);
    end_part(parts, x, "record", st);
    return st;
}

enum hm_status parts_change(struct buf *parts, struct txn *t, uint64_t sequence,
                            const uint64_t *touched, size_t words, struct diag *d)
{
    struct one_change one = {.sequence = sequence};
    struct facts_walk w = {.t = t, .of = only_one, .ctx = &one};
    TRY(parts_change_record(parts, t, sequence, d));
    TRY(new_digest(&one.digest, d));
    arena_init(&w.arena);
    enum hm_status st = walk_touched(&w, sequence, touched, words, d);
    arena_fini(&w.arena);
    end_part(parts, one.digest, "facts", st);
    return st;
}

struct all_changes {
    struct digest **digests;
    uint64_t count;
};

static enum hm_status any_of_them(void *ctx, uint64_t sequence, struct digest **out,
                                  struct diag *d)
{
    struct all_changes *all = ctx;
    *out = NULL;
    if (sequence == 0 || sequence > all->count)
        return HM_OK;
    struct digest **x = &all->digests[sequence - 1];
    if (!*x)
        TRY(new_digest(x, d));
    *out = *x;
    return HM_OK;
}

enum hm_status parts_all_facts(char (*facts)[DIGEST_HEX], uint64_t count, uint32_t blocks,
                               struct txn *t, struct diag *d)
{
    struct all_changes all = {mem_calloc(count + 1, sizeof *all.digests), count};
    struct facts_walk w = {.t = t, .of = any_of_them, .ctx = &all};
    if (!all.digests)
        return diag_nomem(d, _("verifying"));
    enum hm_status st = HM_OK;
    arena_init(&w.arena);
    for (uint32_t b = 0; b < blocks && st == HM_OK; b++) {
        st = walk_versions(&w, b, d);
        if (st == HM_OK)
            st = walk_records(&w, b, 0, count, d);
        if (st == HM_OK)
            st = walk_uses(&w, b, d);
    }
    arena_fini(&w.arena);
    for (uint64_t i = 0; i < count; i++) {
        struct digest *empty = NULL;
        if (st == HM_OK && !all.digests[i]) /* a change that left nothing behind */
            st = new_digest(&empty, d);
        if (st == HM_OK)
            digest_hex(empty ? empty : all.digests[i], facts[i]);
        digest_free(empty);
        digest_free(all.digests[i]);
    }
    mem_free(all.digests);
    return st;
}

/* --- inquiries --- */

enum hm_status parts_inquiry_record(struct buf *parts, struct txn *t, uint32_t number,
                                    struct diag *d)
{
    struct digest *x;
    struct key key = key_run(number);
    TRY(new_digest(&x, d));
    enum hm_status st = add_record(x, t, TABLE_INQUIRY, &key, d);
    end_part(parts, x, "record", st);
    return st;
}

enum hm_status parts_inquiry(struct buf *parts, struct txn *t, uint32_t number,
                             const struct evidence *list, size_t n, struct diag *d)
{
    struct digest *x;
    enum hm_status st = HM_OK;
    TRY(parts_inquiry_record(parts, t, number, d));
    TRY(new_digest(&x, d));
    for (size_t i = 0; i < n && st == HM_OK; i++) {
        struct key key =
            key_evidence(list[i].block, list[i].ordinal, EVIDENCE_ROW, list[i].inquiry);
        bool is_next = i == 0 || list[i].block != list[i - 1].block ||
                       list[i].ordinal != list[i - 1].ordinal;
        if (is_next)
            st = add_record(x, t, TABLE_EVIDENCE, &key, d);
    }
    end_part(parts, x, "evidence", st);
    return st;
}

static enum hm_status walk_evidence(struct digest **digests, uint32_t count, struct txn *t,
                                    struct diag *d)
{
    struct scan s;
    TRY(scan_open(&s, t, TABLE_EVIDENCE, d));
    enum hm_status st = scan_first(&s, d);
    while (st == HM_OK && s.found) {
        bool is_row =
            s.key.n == KEY_EVIDENCE_BYTES && key_read(s.key, 6, 1) == EVIDENCE_ROW;
        uint64_t number = is_row ? key_read(s.key, 7, 8) : 0;
        if (number >= 1 && number <= count)
            add_entry(digests[number - 1], s.key, s.value);
        st = scan_next(&s, d);
    }
    scan_close(&s);
    return st;
}

enum hm_status parts_all_evidence(char (*evidence)[DIGEST_HEX], uint32_t count, struct txn *t,
                                  struct diag *d)
{
    struct digest **digests = mem_calloc(count + 1u, sizeof *digests);
    enum hm_status st = digests ? HM_OK : diag_nomem(d, _("verifying"));
    for (uint32_t i = 0; i < count && st == HM_OK; i++)
        st = new_digest(&digests[i], d);
    if (st == HM_OK)
        st = walk_evidence(digests, count, t, d);
    for (uint32_t i = 0; digests && i < count; i++) {
        if (st == HM_OK)
            digest_hex(digests[i], evidence[i]);
        digest_free(digests[i]);
    }
    mem_free(digests);
    return st;
}
