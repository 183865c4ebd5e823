/* outcome_read.c - reads the results of a run back, on the rows of the facts they stood on.
 *
 * A run numbers fields and enum values as its own policy did; they are matched by name with the
 * view's model. Everything that is handed out is owned by its arena, so that several months of
 * determinations can be held at once.
 */
#include <stdio.h>
#include <string.h>
#include "store/issues.h"
#include "store/key.h"
#include "store/ledger.h"
#include "store/outcome.h"
#include "store/view.h"
#include "value/date.h"

static void forget_run(struct view_run *run)
{
    if (run->id)
        mapping_fini(&run->map);
    catalog_free(run->fields);
    *run = (struct view_run){0};
}

/* The run's sequence number and fields, kept for the next call. A run without results has no
 * fields: HM_NOT_FOUND. */
static enum hm_status know_run(struct view *v, uint32_t id, struct diag *d)
{
    struct run_record record;
    struct view_run run = {.id = id};
    if (v->run.id == id)
        return HM_OK;
    forget_run(&v->run);
    enum hm_status st = ledger_get(&v->txn, id, &record, d);
    if (st == HM_NOT_FOUND)
        return ledger_no_run(v->store, id, d);
    if (st != HM_OK)
        return st;
    run.sequence = record.sequence;
    run_record_fini(&record);
    st = ledger_get_fields(&v->txn, id, &run.fields, d);
    if (st == HM_OK)
        st = mapping_init(&run.map, run.fields, v->model, d);
    if (st == HM_OK)
        v->run = run;
    else
        catalog_free(run.fields);
    return st;
}

static enum hm_status wrong_rows(struct view *v, uint32_t run, uint32_t block, struct diag *d)
{
    struct place at = {.file = v->store->path};
    return diag_add(d, HM_LEVEL_ERROR, HM_CORRUPT, &at,
                    _("the disk or a copy damaged the store: restore it from a backup"),
                    _("the results of run %u do not fit the households of block %u"), run,
                    block);
}

static enum hm_status read_result(struct column *out, struct view *v, uint32_t run,
                                  uint16_t month, uint32_t block, uint16_t field,
                                  struct arena *a, struct diag *d)
{
    struct key key = key_result(run, month, block, field);
    struct bytes value;
    struct packed_place at = {.block = block,
                              .column = field,
                              .model = v->run.fields,
                              .file = v->store->path,
                              .verify = true};
    enum hm_status st = txn_get(&v->txn, TABLE_RESULT, key_bytes(&key), &value, d);
    if (st == HM_NOT_FOUND)
        return HM_OK; /* no row has a value */
    if (st == HM_OK && packed_is_shared(value, &run, &month)) {
        key = key_result(run, month, block, field);
        st = txn_get(&v->txn, TABLE_RESULT, key_bytes(&key), &value, d);
        if (st == HM_NOT_FOUND)
            return wrong_rows(v, run, block, d);
    }
    if (st != HM_OK)
        return st;
    return packed_read(out, value, &at, &v->constants, a, d);
}

/* The run's columns beside its households, in the run's terms, memory in `a`. */
static enum hm_status read_results(struct frame *f, struct view *v, uint32_t run,
                                   uint16_t month, uint32_t block, struct arena *a,
                                   struct diag *d)
{
    const struct model *m = v->run.fields;
    struct scan s;
    struct key from = key_result(run, month, block, 0);
    TRY(scan_open(&s, &v->txn, TABLE_RESULT, d));
    enum hm_status st = scan_seek(&s, key_bytes(&from), d);
    while (st == HM_OK && s.found && s.key.n == KEY_RESULT_BYTES &&
           memcmp(s.key.p, from.bytes, KEY_RESULT_BYTES - 2) == 0) {
        uint16_t field = (uint16_t)key_read(s.key, KEY_RESULT_BYTES - 2, 2);
        if (field >= m->field_count)
            break; /* issues */
        struct column *c = &f->columns[field];
        st = read_result(c, v, run, month, block, field, a, d);
        if (st == HM_OK && m->entities[m->fields[field].entity].root == f->root &&
            c->rows != f->entities[m->fields[field].entity].rows)
            st = wrong_rows(v, run, block, d);
        if (st == HM_OK)
            st = scan_next(&s, d);
    }
    scan_close(&s);
    return st;
}

/* The households of the run's facts as a frame in the run's terms. */
static enum hm_status read_households(struct frame *f, struct view *v, uint16_t month,
                                      uint32_t block, const uint16_t **ordinals,
                                      struct arena *a, struct diag *d)
{
    struct block b;
    struct mapping map;
    TRY(view_read(&b, v, block, month, v->run.sequence, view_no_fields, a, d));
    TRY(mapping_init(&map, v->store->schema, v->run.fields, d));
    uint8_t root = mapping_root(&map, b.frame.root);
    enum hm_status st = frame_init(f, v->run.fields, root == NO_ENTITY ? 0 : root);
    if (st == HM_OK && root != NO_ENTITY)
        st = view_translate(f, &b.frame, &map, view_no_fields, false, v->store->path, d);
    mapping_fini(&map);
    *ordinals = b.ordinals;
    return st;
}

/* The results in the run's terms into *theirs and in the view's into *out, which borrows from
 * *theirs and `a` unless `copy`. */
static enum hm_status load(struct frame *out, struct frame *theirs, struct view *v,
                           uint32_t run, uint16_t month, uint32_t block,
                           const uint16_t **ordinals, struct arena *a, bool copy,
                           struct diag *d)
{
    *theirs = (struct frame){0};
    TRY(know_run(v, run, d));
    TRY(read_households(theirs, v, month, block, ordinals, a, d));
    TRY(read_results(theirs, v, run, month, block, a, d));
    uint8_t root = mapping_root(&v->run.map, theirs->root);
    TRY(frame_init(out, v->model, root == NO_ENTITY ? 0 : root));
    if (root == NO_ENTITY)
        return HM_OK;
    enum hm_status st = view_translate(out, theirs, &v->run.map, NULL, copy, v->store->path, d);
    if (st != HM_OK)
        frame_fini(out);
    return st;
}

static enum hm_status copy_ordinals(struct frame *f, const uint16_t *list,
                                    const uint16_t **ordinals, struct diag *d)
{
    uint32_t rows = f->entities[f->root].rows;
    uint16_t *copy = arena_alloc(&f->arena, rows * sizeof *copy + 64);
    if (!copy)
        return diag_nomem(d, _("reading results"));
    if (rows)
        memcpy(copy, list, rows * sizeof *copy);
    if (ordinals)
        *ordinals = copy;
    return HM_OK;
}

enum hm_status run_load(struct view *v, uint32_t run, int32_t month, uint32_t block,
                        struct frame *out, const uint16_t **ordinals, struct diag *d)
{
    struct txn saved;
    struct arena a;
    struct frame f, theirs;
    const uint16_t *list = NULL;
    TRY(view_borrow(&saved, v, d));
    arena_init(&a);
    enum hm_status st =
        load(&f, &theirs, v, run, state_month(month), block, &list, &a, true, d);
    if (st == HM_OK) {
        st = copy_ordinals(&f, list, ordinals, d);
        if (st == HM_OK)
            *out = f;
        else
            frame_fini(&f);
    }
    frame_fini(&theirs);
    arena_fini(&a);
    view_return(&saved, v);
    return st;
}

enum hm_status run_peek(struct view *v, uint32_t run, int32_t month, uint32_t block,
                        struct frame *out, const uint16_t **ordinals, struct diag *d)
{
    struct txn saved;
    frame_fini(&v->peeked_theirs);
    arena_reset(&v->peeked);
    TRY(view_borrow(&saved, v, d));
    enum hm_status st = load(out, &v->peeked_theirs, v, run, state_month(month), block,
                             ordinals, &v->peeked, false, d);
    view_return(&saved, v);
    return st;
}

enum hm_status run_fields(struct store *s, uint32_t run, struct model **out, struct diag *d)
{
    struct txn t;
    *out = NULL;
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = ledger_get_fields(&t, run, out, d);
    txn_abort(&t);
    return st == HM_NOT_FOUND ? HM_OK : st;
}

void run_fields_free(struct model *m)
{
    catalog_free(m);
}

bool run_peeked_has(const struct view *v, uint16_t field)
{
    return v->run.id != 0 && v->run.map.fields[field].from != NO_FIELD;
}

/* --- issues --- */

static enum hm_status read_issues(struct view *v, uint32_t run, uint16_t month, uint32_t block,
                                  struct results *out, struct diag *d)
{
    struct key key = key_result(run, month, block, COLUMN_ISSUES);
    struct bytes value, blob;
    struct result_issue *list;
    size_t n;
    TRY(know_run(v, run, d));
    struct packed_place at = {.block = block,
                              .column = COLUMN_ISSUES,
                              .model = v->run.fields,
                              .file = v->store->path,
                              .verify = true};
    enum hm_status st = txn_get(&v->txn, TABLE_RESULT, key_bytes(&key), &value, d);
    if (st == HM_NOT_FOUND)
        return HM_OK;
    if (st != HM_OK)
        return st;
    TRY(packed_read_blob(&blob, value, &at, d));
    st = issues_decode(&list, &n, blob.p, blob.n, &out->arena);
    if (st == HM_CORRUPT)
        return wrong_rows(v, run, block, d);
    if (st != HM_OK)
        return diag_nomem(d, _("reading results"));
    out->issues = list;
    out->issue_count = n;
    return HM_OK;
}

/* The view's model may number fields otherwise, or lack some. */
static enum hm_status renumber(struct view *v, struct results *r, struct diag *d)
{
    const struct mapping *map = &v->run.map;
    uint16_t *to = arena_alloc(&r->arena, map->from->field_count * sizeof *to + 64);
    size_t kept = 0;
    if (!to)
        return diag_nomem(d, _("reading results"));
    memset(to, 0xFF, map->from->field_count * sizeof *to);
    for (size_t i = 0; i < map->to->field_count; i++) {
        if (map->fields[i].from != NO_FIELD)
            to[map->fields[i].from] = (uint16_t)i;
    }
    for (size_t i = 0; i < r->issue_count; i++) {
        struct result_issue issue = r->issues[i];
        if (issue.field >= map->from->field_count || to[issue.field] == NO_FIELD)
            continue;
        issue.field = to[issue.field];
        r->issues[kept++] = issue;
    }
    r->issue_count = kept;
    return HM_OK;
}

enum hm_status run_load_issues(struct view *v, uint32_t run, int32_t month, uint32_t block,
                               struct results *out, struct diag *d)
{
    struct txn saved;
    TRY(view_borrow(&saved, v, d));
    enum hm_status st = read_issues(v, run, state_month(month), block, out, d);
    if (st == HM_OK && out->issue_count)
        st = renumber(v, out, d);
    view_return(&saved, v);
    return st;
}
