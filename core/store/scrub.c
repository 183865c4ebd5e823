/* scrub.c - reads everything in a store: every checksum, every reference, both ways.
 *
 * Works with one table after the other in chunks, each under a snapshot of its own, so that a
 * long verification pins no old pages. Only what was committed when it began is looked at.
 */
#include <string.h>
#include "base/mem.h"
#include "store/chain.h"
#include "store/edits.h"
#include "store/evidence_rows.h"
#include "store/ids.h"
#include "store/issues.h"
#include "store/key.h"
#include "store/ledger.h"
#include "store/pages.h"
#include "store/pay.h"
#include "store/view.h"

/* Sums of the columns of one payment batch, held against its record. */
struct paid_sums {
    uint32_t batch; /* 0 = none */
    struct model *fields;
    struct payment_total *by_field;
};

/* What the rows of an inquiry add up to, held against its record. */
struct answered {
    uint64_t of[3]; /* by enum evidence_status */
};

struct scrub {
    struct store *store;
    struct state state;
    struct txn txn;
    struct constants constants;
    struct seen seen;   /* columns that a version names */
    struct arena arena; /* of one entry */
    uint64_t **placed;  /* by block: ordinals that an id leads to */
    uint64_t households;
    uint32_t run; /* whose fields are loaded */
    struct model *fields;
    struct paid_sums paid;
    struct answered *answered; /* by inquiry */
    uint32_t inquiries;
    struct diag *d;
};

static enum hm_status wrong(struct scrub *v, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
static enum hm_status wrong(struct scrub *v, const char *fmt, ...)
{
    struct place at = {.file = v->store->path};
    struct buf text;
    va_list ap;
    buf_init(&text);
    va_start(ap, fmt);
    buf_vprintf(&text, fmt, ap);
    va_end(ap);
    enum hm_status st =
        diag_add(v->d, HM_LEVEL_ERROR, HM_CORRUPT, &at, _("restore the store from a backup"),
                 "%s", buf_ok(&text) ? text.data : "?");
    buf_fini(&text);
    return st;
}

/* Whose the damaged entry is: what reads it knows its block and field alone, since facts, runs
 * and payments have columns of one kind. */
static void name_owner(struct scrub *v, enum table table, struct bytes key)
{
    unsigned number = key.n >= 4 ? (unsigned)key_read(key, 0, 4) : 0;
    unsigned long long counted = key.n >= 8 ? (unsigned long long)key_read(key, 0, 8) : 0;
    int at = table == TABLE_COLUMN ? 6 : table == TABLE_PUBLISHED ? 0 : 4;
    int month = key.n >= 10 ? (int)key_read(key, (size_t)at, 2) : 0;
    int year = month / 12;
    month = month % 12 + 1;
    if (table == TABLE_RESULT)
        wrong(v, _("the damage is in run %u, results for %04d-%02d"), number, year, month);
    else if (table == TABLE_PAID)
        wrong(v, _("the damage is in payment batch %u, payments for %04d-%02d"), number, year,
              month);
    else if (table == TABLE_MANIFEST || table == TABLE_COLUMN)
        wrong(v, _("the damage is in facts for %04d-%02d"), year, month);
    else if (table == TABLE_RUN)
        wrong(v, _("the damage is in run %u"), number);
    else if (table == TABLE_PAYMENT)
        wrong(v, _("the damage is in payment batch %u"), number);
    else if (table == TABLE_PUBLISHED)
        wrong(v, _("the damage is in what is published for %04d-%02d"), year, month);
    else if (table == TABLE_CHANGE)
        wrong(v, _("the damage is in change %llu of the facts"), counted);
    else if (table == TABLE_JOURNAL)
        wrong(v, _("the damage is in journal entry %llu"), counted);
    else if (table == TABLE_INQUIRY)
        wrong(v, _("the damage is in inquiry %u"), number);
    else if (table == TABLE_EVIDENCE)
        wrong(v, _("the damage is in evidence about households of block %u"), number);
}

/* Calls fn for every entry of a table. fn may read through v->txn, and must copy what it keeps.
 */
static enum hm_status each(struct scrub *v, enum table table,
                           enum hm_status (*fn)(struct scrub *v, struct bytes key,
                                                struct bytes value))
{
    enum { CHUNK = 256 };
    uint8_t last[ENV_KEY_BYTES * 4];
    size_t last_n = 0;
    bool more = true;
    while (more) {
        struct scan s;
        TRY(txn_renew(&v->txn, v->d));
        TRY(scan_open(&s, &v->txn, table, v->d));
        enum hm_status st =
            last_n ? scan_seek(&s, (struct bytes){last, last_n}, v->d) : scan_first(&s, v->d);
        for (int i = 0; st == HM_OK && s.found && i < CHUNK; i++) {
            arena_reset(&v->arena);
            st = fn(v, s.key, s.value);
            if (st == HM_OK)
                st = scan_next(&s, v->d);
            else if (st == HM_CORRUPT)
                name_owner(v, table, s.key);
        }
        more = st == HM_OK && s.found && s.key.n <= sizeof last;
        if (more) {
            memcpy(last, s.key.p, s.key.n);
            last_n = s.key.n;
        }
        scan_close(&s);
        TRY(st);
    }
    return HM_OK;
}

/* --- ids --- */

static uint32_t used_of(const struct scrub *v, uint32_t block)
{
    for (int i = 0; i < LIMIT_ENTITIES; i++) {
        const struct tail *t = &v->state.tails[i];
        if (t->used && t->block == block)
            return t->used;
    }
    return v->state.block_households;
}

static enum hm_status check_id(struct scrub *v, struct bytes key, struct bytes value)
{
    struct id_entry e;
    TRY(ids_parse(&e, key, value, v->store->path, v->d));
    if (e.birth > v->state.committed)
        return HM_OK;
    if (e.block >= v->state.block_count || e.ordinal >= used_of(v, e.block))
        return wrong(v,
                     _("the index of ids names a place outside the store: block %u, number %u"),
                     e.block, e.ordinal);
    if (!v->placed[e.block])
        v->placed[e.block] = mem_zalloc(LIMIT_BLOCK_HOUSEHOLDS / 8 + 8);
    if (!v->placed[e.block])
        return diag_nomem(v->d, _("verifying"));
    uint64_t bit = UINT64_C(1) << (e.ordinal % 64);
    if (v->placed[e.block][e.ordinal / 64] & bit)
        return wrong(v, _("two ids lead to number %u of block %u"), e.ordinal, e.block);
    v->placed[e.block][e.ordinal / 64] |= bit;
    v->households++;
    return HM_OK;
}

static enum hm_status check_id_count(struct scrub *v)
{
    uint64_t expected = 0;
    for (uint32_t b = 0; b < v->state.block_count; b++)
        expected += used_of(v, b);
    if (expected != v->households)
        return wrong(v, _("the index of ids has %llu households, the blocks have %llu"),
                     (unsigned long long)v->households, (unsigned long long)expected);
    return HM_OK;
}

static enum hm_status check_leads_to(struct scrub *v, uint8_t root, struct str id,
                                     uint32_t block, uint16_t ordinal)
{
    struct id_entry e;
    enum hm_status st = ids_get(&e, &v->txn, root, id, v->d);
    if (st == HM_NOT_FOUND || (st == HM_OK && (e.block != block || e.ordinal != ordinal)))
        return wrong(v, _("the index of ids does not lead to number %u of block %u"), ordinal,
                     block);
    return st;
}

/* --- versions --- */

static bool column_seen(const struct scrub *v, const struct version *x, uint16_t column)
{
    const struct column_ref *ref = version_ref(x, column);
    if (!ref)
        return false;
    struct key key = key_column(x->block, column, ref->month, ref->sequence);
    return seen_has(&v->seen, seen_print(key_bytes(&key)));
}

/* Members descending, ordinals ascending among equals, each once; own months not in the future.
 */
static enum hm_status check_order(struct scrub *v, const struct block *b)
{
    const struct frame *f = &b->frame;
    const struct entity *root = &f->model->entities[f->root];
    uint32_t before = UINT32_MAX, n = 0;
    for (uint32_t r = 0; r < f->entities[f->root].rows; r++) {
        if (root->child_count)
            (void)frame_children(f, root->children[0], r, &n);
        if (n > before || (n == before && r && b->ordinals[r] <= b->ordinals[r - 1]) ||
            b->ordinals[r] >= used_of(v, b->version.block) || b->own[r] > b->version.month)
            return wrong(v, _("block %u is damaged: its households are out of order"),
                         b->version.block);
        before = n;
    }
    return HM_OK;
}

static enum hm_status check_ids_of(struct scrub *v, const struct block *b)
{
    const struct frame_entity *e = &b->frame.entities[b->frame.root];
    for (uint32_t r = 0; r < e->rows; r++) {
        if (e->id.rows == 0)
            return wrong(v, _("block %u is damaged: its households have no ids"),
                         b->version.block);
        TRY(check_leads_to(v, b->frame.root, column_text(&e->id, r), b->version.block,
                           b->ordinals[r]));
    }
    return HM_OK;
}

static enum hm_status check_version(struct scrub *v, struct bytes key, struct bytes value)
{
    struct version x;
    struct block b;
    struct block_source source = {&v->txn, v->store->schema, &v->constants, &v->seen,
                                  &v->arena};
    if (key.n != KEY_MANIFEST_BYTES)
        return wrong(v, _("a table of contents has a wrong key"));
    TRY(version_parse(&x, key, value, v->store->path, &v->arena, v->d));
    if (x.sequence > v->state.committed)
        return HM_OK;
    if (x.block >= v->state.block_count)
        return wrong(v, _("block %u is not counted"), x.block);
    bool known = x.root < v->store->schema->entity_count &&
                 column_seen(v, &x, (uint16_t)(COLUMN_ID + x.root)) &&
                 column_seen(v, &x, COLUMN_ORDINAL);
    TRY(block_read(&b, &source, x.block, x.month, x.sequence, NULL, v->d));
    TRY(check_order(v, &b));
    return known ? HM_OK : check_ids_of(v, &b);
}

/* Every column was named by a version; what is left over would only waste space, but says that
 * something went wrong. */
static enum hm_status check_column(struct scrub *v, struct bytes key, struct bytes value)
{
    (void)value;
    if (key.n != KEY_COLUMN_BYTES)
        return wrong(v, _("a column has a wrong key"));
    if (key_read(key, 8, 8) > v->state.committed || seen_has(&v->seen, seen_print(key)))
        return HM_OK;
    return wrong(v, _("block %u has a column that no version of it names"),
                 (uint32_t)key_read(key, 0, 4));
}

/* --- single records --- */

static enum hm_status check_edit(struct scrub *v, struct bytes key, struct bytes value)
{
    struct frame f;
    struct edit e;
    if (key.n != KEY_EDIT_BYTES)
        return wrong(v, _("a household's record has a wrong key"));
    uint32_t block = (uint32_t)key_read(key, 0, 4);
    uint64_t sequence = key_read(key, 4, 8);
    uint16_t ordinal = (uint16_t)key_read(key, 12, 2);
    if (sequence > v->state.committed)
        return HM_OK;
    if (block >= v->state.block_count || ordinal >= used_of(v, block))
        return wrong(v, _("a household's record has no place: block %u, number %u"), block,
                     ordinal);
    TRY(edits_parse(&e, key, value, v->store->path, v->d));
    if (rows_is_gone(e.record.p, e.record.n))
        return HM_OK;
    uint8_t root = rows_root(e.record.p, e.record.n);
    if (root >= v->store->schema->entity_count)
        return wrong(v, _("the record of a household makes no sense"));
    TRY(rows_decode(&f, &e.record, 1, v->store->schema, root, v->store->path, &v->arena, v->d));
    return check_leads_to(v, root, column_text(&f.entities[root].id, 0), block, ordinal);
}

/* --- runs --- */

static enum hm_status know_fields(struct scrub *v, uint32_t run)
{
    if (v->fields && v->run == run)
        return HM_OK;
    catalog_free(v->fields);
    v->fields = NULL;
    v->run = run;
    enum hm_status st = ledger_get_fields(&v->txn, run, &v->fields, v->d);
    return st == HM_NOT_FOUND ? wrong(v, _("run %u has results and no list of fields"), run)
                              : st;
}

/* A column that an earlier run holds for this one, too. */
static enum hm_status follow_shared(struct scrub *v, struct bytes *value, uint32_t block,
                                    uint16_t column)
{
    uint32_t run;
    uint16_t month;
    if (!packed_is_shared(*value, &run, &month))
        return HM_OK;
    struct key key = key_result(run, month, block, column);
    enum hm_status st = txn_get(&v->txn, TABLE_RESULT, key_bytes(&key), value, v->d);
    return st == HM_NOT_FOUND
               ? wrong(v, _("run %u lacks a result that a later run shares"), run)
               : st;
}

static enum hm_status check_result(struct scrub *v, struct bytes key, struct bytes value)
{
    struct column c;
    struct bytes blob;
    struct result_issue *list;
    size_t n;
    if (key.n != KEY_RESULT_BYTES)
        return wrong(v, _("a result has a wrong key"));
    uint32_t run = (uint32_t)key_read(key, 0, 4);
    TRY(know_fields(v, run));
    struct packed_place at = {.block = (uint32_t)key_read(key, 6, 4),
                              .column = (uint16_t)key_read(key, 10, 2),
                              .model = v->fields,
                              .file = v->store->path,
                              .verify = true};
    if (at.column != COLUMN_ISSUES) {
        if (at.column >= v->fields->field_count)
            return wrong(v, _("run %u has a result of an unknown field"), run);
        TRY(follow_shared(v, &value, at.block, at.column));
        return packed_read(&c, value, &at, &v->constants, &v->arena, v->d);
    }
    TRY(packed_read_blob(&blob, value, &at, v->d));
    if (issues_decode(&list, &n, blob.p, blob.n, &v->arena) != HM_OK)
        return wrong(v, _("run %u: the list of missing facts of block %u makes no sense"), run,
                     at.block);
    return HM_OK;
}

static enum hm_status check_record(struct scrub *v, struct bytes key, struct bytes value)
{
    struct run_record r;
    (void)value;
    if (key.n != 4)
        return HM_OK; /* its fields: read with its results */
    TRY(ledger_get(&v->txn, (uint32_t)key_read(key, 0, 4), &r, v->d));
    run_record_fini(&r);
    return HM_OK;
}

/* The pointer in force for a month, and every one before it. */
static enum hm_status check_published(struct scrub *v, struct bytes key, struct bytes value)
{
    struct run_record r;
    struct publication p, now;
    TRY(ledger_parse_pointer(&v->txn, key, value, &p, v->d));
    publication_fini(&p);
    if (p.run == 0)
        return HM_OK;
    TRY(ledger_pointer(&v->txn, state_month(p.month), UINT64_MAX, &now, v->d));
    publication_fini(&now);
    enum hm_status st = ledger_get(&v->txn, p.run, &r, v->d);
    if (st == HM_NOT_FOUND)
        return wrong(v, _("run %u is published and not there"), p.run);
    if (st != HM_OK)
        return st;
    bool in_force = now.counter == p.counter;
    if ((in_force ? r.state != RUN_PUBLISHED : r.state < RUN_PUBLISHED) || p.month < r.from ||
        p.month > r.to)
        st = wrong(v, _("run %u is published for a month that it is not of"), p.run);
    run_record_fini(&r);
    return st;
}

static enum hm_status check_policy(struct scrub *v, struct bytes key, struct bytes value)
{
    char identity[DIGEST_HEX] = {0};
    char *copy;
    size_t n;
    (void)value;
    memcpy(identity, key.p, key.n < sizeof identity ? key.n : sizeof identity - 1);
    if (strcmp(identity, "-") == 0)
        identity[0] = '\0';
    enum hm_status st = store_policy(v->store, identity, &copy, &n, NULL);
    if (st == HM_OK)
        mem_free(copy);
    if (st == HM_NOT_FOUND || st == HM_CORRUPT)
        return wrong(v, _("a policy that was kept is damaged"));
    return st == HM_NOMEM ? diag_nomem(v->d, _("verifying")) : st;
}

/* --- payments --- */

static enum hm_status end_batch(struct scrub *v)
{
    struct paid_sums *p = &v->paid;
    struct payment_batch b;
    if (p->batch == 0)
        return HM_OK;
    enum hm_status st = pay_get(&v->txn, p->batch, &b, v->d);
    bool got = st == HM_OK;
    for (size_t i = 0; st == HM_OK && i < b.total_count; i++) {
        const struct payment_total *t = &b.totals[i];
        bool same = false;
        for (size_t k = 0; k < p->fields->field_count && !same; k++) {
            const struct payment_total *x = &p->by_field[k];
            same = strcmp(x->field, t->field) == 0 && x->paid_fen == t->paid_fen &&
                   x->returned_fen == t->returned_fen && x->rows == t->rows;
        }
        if (!same)
            st = wrong(v, _("payment batch %u: the payments of %s do not sum up to its total"),
                       p->batch, t->field);
    }
    if (got)
        payment_batch_fini(&b);
    catalog_free(p->fields);
    mem_free(p->by_field);
    *p = (struct paid_sums){0};
    return st == HM_NOT_FOUND ? HM_OK : st; /* not finished: nobody reads it */
}

static enum hm_status begin_batch(struct scrub *v, uint32_t batch)
{
    struct paid_sums *p = &v->paid;
    if (p->batch == batch)
        return HM_OK;
    TRY(end_batch(v));
    TRY(pay_fields(&v->txn, batch, &p->fields, v->d));
    if (!p->fields)
        return wrong(v, _("payment batch %u has payments and no list of fields"), batch);
    p->batch = batch;
    p->by_field = mem_calloc(p->fields->field_count + 1u, sizeof *p->by_field);
    if (!p->by_field)
        return diag_nomem(v->d, _("verifying"));
    for (size_t i = 0; i < p->fields->field_count; i++)
        pay_field_name(p->fields, (uint16_t)i, p->by_field[i].field);
    return HM_OK;
}

static enum hm_status check_paid(struct scrub *v, struct bytes key, struct bytes value)
{
    struct column c;
    if (key.n != KEY_RESULT_BYTES)
        return wrong(v, _("a column of payments has a wrong key"));
    TRY(begin_batch(v, (uint32_t)key_read(key, 0, 4)));
    struct packed_place at = {.block = (uint32_t)key_read(key, 6, 4),
                              .column = (uint16_t)key_read(key, 10, 2),
                              .model = v->paid.fields,
                              .file = v->store->path,
                              .verify = true};
    if (at.column >= v->paid.fields->field_count)
        return wrong(v, _("payment batch %u has payments of an unknown field"), v->paid.batch);
    TRY(follow_shared(v, &value, at.block, at.column));
    TRY(packed_read(&c, value, &at, &v->constants, &v->arena, v->d));
    struct payment_total *t = &v->paid.by_field[at.column];
    for (uint32_t r = 0; r < c.rows; r++) {
        int64_t fen = column_valid(&c, r) ? column_int(&c, r) : 0;
        int64_t *sum = fen > 0 ? &t->paid_fen : &t->returned_fen;
        t->rows += fen != 0;
        *sum = (int64_t)((uint64_t)*sum + (uint64_t)fen);
    }
    return HM_OK;
}

static enum hm_status check_payment(struct scrub *v, struct bytes key, struct bytes value)
{
    struct payment_batch b;
    struct model *fields = NULL;
    bool complete;
    if (key.n != 4) {
        TRY(pay_fields(&v->txn, (uint32_t)key_read(key, 0, 4), &fields, v->d));
        catalog_free(fields);
        return HM_OK;
    }
    TRY(pay_parse(&v->txn, key, value, &complete, &b, v->d));
    payment_batch_fini(&b);
    return HM_OK;
}

/* --- change log and journal; what they say is journal_verify's matter --- */

static enum hm_status check_change(struct scrub *v, struct bytes key, struct bytes value)
{
    struct change_record r;
    TRY(changelog_parse(&v->txn, key, value, &r, v->d));
    change_record_fini(&r);
    return HM_OK;
}

static enum hm_status check_entry(struct scrub *v, struct bytes key, struct bytes value)
{
    struct journal_entry e;
    char *parts;
    TRY(chain_parse(&v->txn, key, value, &e, &parts, v->d));
    journal_entry_fini(&e);
    mem_free(parts);
    return HM_OK;
}

/* --- evidence: rows first, then the records with their sums --- */

static enum hm_status check_evidence(struct scrub *v, struct bytes key, struct bytes value)
{
    struct evidence_list list = {0};
    TRY(evidence_parse(&list, &v->txn, key, value, &v->arena, v->d));
    uint32_t block = (uint32_t)key_read(key, 0, 4);
    uint16_t ordinal = (uint16_t)key_read(key, 4, 2);
    bool is_use = key_read(key, 6, 1) == EVIDENCE_USE;
    uint64_t number = key_read(key, 7, 8);
    if (number > (is_use ? v->state.committed : v->inquiries))
        return HM_OK; /* after the verification began */
    if (block >= v->state.block_count || ordinal >= used_of(v, block))
        return wrong(v, _("an answer has no place: block %u, number %u"), block, ordinal);
    for (size_t i = 0; i < list.block.count; i++)
        v->answered[number].of[list.block.items[i].status]++;
    for (size_t i = 0; i < list.block.use_count; i++) {
        uint32_t inquiry = list.block.uses[i].inquiry;
        if (inquiry == 0 || inquiry > v->inquiries)
            return wrong(v, _("a fact was taken over from inquiry %u, which is not there"),
                         inquiry);
    }
    return HM_OK;
}

static enum hm_status check_inquiry(struct scrub *v, struct bytes key, struct bytes value)
{
    struct inquiry q;
    TRY(inquiry_parse(&v->txn, key, value, &q, v->d));
    const uint64_t *of = v->answered[q.number <= v->inquiries ? q.number : 0].of;
    bool foots = q.number > v->inquiries ||
                 (of[EVIDENCE_FOUND] == q.found && of[EVIDENCE_ABSENT] == q.absent &&
                  of[EVIDENCE_REFUSED] == q.refused);
    inquiry_fini(&q);
    return foots ? HM_OK
                 : wrong(v, _("the answers of inquiry %u are not as many as recorded"),
                         (uint32_t)key_read(key, 0, 4));
}

static enum hm_status check_answers(struct scrub *v)
{
    TRY(inquiry_last(&v->txn, &v->inquiries, v->d));
    v->answered = mem_calloc(v->inquiries + 1u, sizeof *v->answered);
    if (!v->answered)
        return diag_nomem(v->d, _("verifying"));
    TRY(each(v, TABLE_EVIDENCE, check_evidence));
    return each(v, TABLE_INQUIRY, check_inquiry);
}

static enum hm_status check_runs(struct scrub *v)
{
    TRY(each(v, TABLE_RUN, check_record));
    TRY(each(v, TABLE_RESULT, check_result));
    TRY(each(v, TABLE_PUBLISHED, check_published));
    TRY(each(v, TABLE_POLICY, check_policy));
    TRY(each(v, TABLE_PAYMENT, check_payment));
    TRY(each(v, TABLE_PAID, check_paid));
    TRY(end_batch(v));
    TRY(check_answers(v));
    TRY(each(v, TABLE_CHANGE, check_change));
    return each(v, TABLE_JOURNAL, check_entry);
}

static enum hm_status check_all(struct scrub *v)
{
    TRY(each(v, TABLE_ID, check_id));
    TRY(check_id_count(v));
    TRY(each(v, TABLE_MANIFEST, check_version));
    if (v->seen.forgot)
        return diag_nomem(v->d, _("verifying"));
    TRY(each(v, TABLE_COLUMN, check_column));
    TRY(each(v, TABLE_EDIT, check_edit));
    return check_runs(v);
}

/* The trees of the file as the transaction sees it. */
static enum hm_status check_pages(struct scrub *v)
{
    enum hm_status st = HM_NOT_FOUND;
    while (st ==
           HM_NOT_FOUND) { /* a busy writer has overwritten what said where the trees are */
        TRY(txn_renew(&v->txn, v->d));
        st = pages_check(v->store->path, txn_number(&v->txn), true, v->d);
    }
    return st;
}

enum hm_status store_verify(struct store *s, struct diag *d)
{
    struct scrub v = {.store = s, .d = d};
    TRY(txn_begin(&v.txn, s->env, false, d));
    enum hm_status pages = check_pages(&v);
    if (pages != HM_OK) {
        txn_abort(&v.txn);
        return pages;
    }
    arena_init(&v.arena);
    constants_init(&v.constants);
    enum hm_status st = state_read(&v.state, &v.txn, d);
    if (st == HM_OK)
        st = store_check_schema(s, &v.txn, v.state.committed, d);
    if (st == HM_OK) {
        v.placed = mem_calloc(v.state.block_count + 1u, sizeof *v.placed);
        st = v.placed ? check_all(&v) : diag_nomem(d, _("verifying"));
    }
    txn_abort(&v.txn);
    for (uint32_t b = 0; v.placed && b < v.state.block_count; b++)
        mem_free(v.placed[b]);
    mem_free(v.placed);
    catalog_free(v.fields);
    catalog_free(v.paid.fields);
    mem_free(v.paid.by_field);
    mem_free(v.answered);
    seen_fini(&v.seen);
    constants_fini(&v.constants);
    arena_fini(&v.arena);
    return st;
}
