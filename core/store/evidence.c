/* evidence.c - recording inquiries and uses, and reading evidence back.
 *
 * An inquiry is one transaction: record, rows, journal entry. Uses are written under the number
 * of a change that is under way, and swept with it when it never becomes visible.
 */
#include "store/evidence.h"

#include <stdlib.h>
#include <string.h>
#include "base/digest.h"
#include "base/mem.h"
#include "store/chain.h"
#include "store/evidence_rows.h"
#include "store/ingest.h"

uint64_t evidence_key(struct str text)
{
    uint64_t sum = digest_xxh64(text.p, text.n);
    return sum ? sum : 1; /* 0 stands for the household */
}

/* --- recording --- */

static int by_place(const void *left, const void *right)
{
    const struct evidence *a = left, *b = right;
    if (a->block != b->block)
        return a->block < b->block ? -1 : 1;
    if (a->ordinal != b->ordinal)
        return a->ordinal < b->ordinal ? -1 : 1;
    return (a->key > b->key) - (a->key < b->key);
}

static size_t household_end(const struct evidence *list, size_t from, size_t n)
{
    size_t end = from + 1;
    while (end < n && list[end].block == list[from].block &&
           list[end].ordinal == list[from].ordinal)
        end++;
    return end;
}

static enum hm_status put_rows(struct txn *t, const struct evidence *list, size_t n,
                               struct diag *d)
{
    for (size_t i = 0, end; i < n; i = end) {
        end = household_end(list, i, n);
        TRY(evidence_put_row(t, list + i, end - i, d));
    }
    return HM_OK;
}

static enum hm_status put_in_journal(struct txn *t, const struct inquiry *q,
                                     const struct evidence *list, size_t n,
                                     const struct author *by, struct diag *d)
{
    struct buf parts, details;
    struct chain_entry e = {.kind = JOURNAL_VERIFY,
                            .subject = q->number,
                            .when = q->recorded,
                            .by = by,
                            .parts = &parts,
                            .details = &details};
    buf_init(&parts);
    buf_init(&details);
    inquiry_details(&details, q);
    enum hm_status st = parts_inquiry(&parts, t, q->number, list, n, d);
    if (st == HM_OK)
        st = chain_add(t, &e, d);
    buf_fini(&parts);
    buf_fini(&details);
    return st;
}

static bool foots(const struct inquiry *q, const struct evidence *list, size_t n)
{
    uint64_t of[3] = {0};
    for (size_t i = 0; i < n; i++)
        of[list[i].status]++;
    return of[EVIDENCE_FOUND] == q->found && of[EVIDENCE_ABSENT] == q->absent &&
           of[EVIDENCE_REFUSED] == q->refused && q->asked == n + q->failed;
}

static enum hm_status record(struct txn *t, struct inquiry *q, struct evidence *list, size_t n,
                             const struct author *by, struct diag *d)
{
    uint32_t last;
    TRY(inquiry_last(t, &last, d));
    q->number = last + 1;
    for (size_t i = 0; i < n; i++)
        list[i].inquiry = q->number;
    chain_who(by, q->who);
    TRY(chain_now(t, q->recorded, d));
    TRY(inquiry_put(t, q, d));
    TRY(put_rows(t, list, n, d));
    TRY(put_in_journal(t, q, list, n, by, d));
    return txn_commit(t, d);
}

enum hm_status evidence_record(struct store *s, struct inquiry *q, struct evidence *list,
                               size_t n, const struct author *by, struct diag *d)
{
    struct txn t = {0};
    enum hm_status st;
    assert(foots(q, list, n));
    TRY(store_take(s, d));
    if (n > 1)
        qsort(list, n, sizeof *list, by_place);
    TRY_DONE(txn_begin(&t, s->env, true, d));
    TRY_DONE(record(&t, q, list, n, by, d));
done:
    txn_abort(&t);
    store_give_back(s);
    return st;
}

/* --- uses --- */

/* The block gets its bit, so that the journal's digest of the change covers it. */
static bool touch(struct ingest *g, uint32_t block)
{
    void *words = g->touched;
    size_t old = g->touched_words;
    if (mem_grow(&words, &g->touched_words, block / 64 + 1u, sizeof *g->touched) != 0)
        return false;
    g->touched = words;
    if (g->touched_words > old)
        memset(g->touched + old, 0, (g->touched_words - old) * sizeof *g->touched);
    g->touched[block / 64] |= UINT64_C(1) << (block % 64);
    return true;
}

enum hm_status ingest_use(struct ingest *g, const struct evidence_use *uses, size_t n,
                          struct diag *d)
{
    TRY(g->failed);
    struct evidence_use *copy = mem_calloc(n + 1, sizeof *copy);
    enum hm_status st = ingest_txn(g, d);
    if (st == HM_OK && (!copy || !touch(g, uses->block)))
        st = diag_nomem(d, _("recording what was taken over"));
    for (size_t i = 0; i < n && st == HM_OK; i++) {
        copy[i] = uses[i];
        copy[i].sequence = g->sequence;
    }
    if (st == HM_OK)
        st = evidence_put_uses(&g->txn, copy, n, d);
    g->used |= st == HM_OK;
    g->failed = st;
    mem_free(copy);
    return st;
}

/* --- reading --- */

struct evidence_book {
    struct store *store;
    struct txn txn;
    struct inquiry *inquiries;
    uint32_t count;
    size_t cap;
    struct arena loaded; /* the last load */
};

static enum hm_status read_inquiries(struct evidence_book *b, struct diag *d)
{
    struct scan s;
    TRY(scan_open(&s, &b->txn, TABLE_INQUIRY, d));
    enum hm_status st = scan_first(&s, d);
    while (st == HM_OK && s.found) {
        void *list = b->inquiries;
        if (mem_grow(&list, &b->cap, b->count + 1u, sizeof *b->inquiries) != 0) {
            st = diag_nomem(d, _("reading evidence"));
            break;
        }
        b->inquiries = list;
        st = inquiry_parse(&b->txn, s.key, s.value, &b->inquiries[b->count], d);
        b->count += st == HM_OK;
        if (st == HM_OK)
            st = scan_next(&s, d);
    }
    scan_close(&s);
    return st;
}

enum hm_status evidence_open(struct evidence_book **out, struct store *s, struct diag *d)
{
    struct evidence_book *b = mem_zalloc(sizeof *b);
    if (!b)
        return diag_nomem(d, _("reading evidence"));
    b->store = s;
    arena_init(&b->loaded);
    enum hm_status st = txn_begin(&b->txn, s->env, false, d);
    if (st == HM_OK)
        st = read_inquiries(b, d);
    txn_abort(&b->txn); /* pins no pages between loads */
    if (st != HM_OK) {
        evidence_close(b);
        return st;
    }
    *out = b;
    return HM_OK;
}

void evidence_close(struct evidence_book *b)
{
    if (!b)
        return;
    for (uint32_t i = 0; i < b->count; i++)
        inquiry_fini(&b->inquiries[i]);
    mem_free(b->inquiries);
    arena_fini(&b->loaded);
    mem_free(b);
}

uint32_t evidence_inquiries(const struct evidence_book *b)
{
    return b->count;
}

const struct inquiry *evidence_inquiry(const struct evidence_book *b, uint32_t number)
{
    assert(number >= 1 && number <= b->count);
    return &b->inquiries[number - 1];
}

/* Entries of the block, or of one household, that the book knows. */
static enum hm_status load(struct evidence_book *b, uint32_t block, int32_t ordinal,
                           uint64_t sequence, struct evidence_list *out, struct diag *d)
{
    struct scan s;
    struct key from =
        key_evidence(block, (uint16_t)(ordinal < 0 ? 0 : ordinal), EVIDENCE_ROW, 0);
    TRY(scan_open(&s, &b->txn, TABLE_EVIDENCE, d));
    enum hm_status st = scan_seek(&s, key_bytes(&from), d);
    while (st == HM_OK && s.found && s.key.n == KEY_EVIDENCE_BYTES &&
           key_read(s.key, 0, 4) == block &&
           (ordinal < 0 || key_read(s.key, 4, 2) == (uint64_t)ordinal)) {
        bool is_row = key_read(s.key, 6, 1) == EVIDENCE_ROW;
        if (key_read(s.key, 7, 8) <= (is_row ? b->count : sequence))
            st = evidence_parse(out, &b->txn, s.key, s.value, &b->loaded, d);
        if (st == HM_OK)
            st = scan_next(&s, d);
    }
    scan_close(&s);
    return st;
}

enum hm_status evidence_load(struct evidence_book *b, uint32_t block, int32_t ordinal,
                             uint64_t sequence, struct evidence_block *out, struct diag *d)
{
    struct evidence_list list = {0};
    arena_reset(&b->loaded);
    TRY(txn_begin(&b->txn, b->store->env, false, d));
    enum hm_status st = load(b, block, ordinal, sequence, &list, d);
    txn_abort(&b->txn);
    if (st == HM_OK)
        *out = list.block;
    return st;
}
