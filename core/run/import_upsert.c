/* import_upsert.c - finds the households of a chunk in the store, block by block, and puts old
 * and new facts together. */
#include "run/import_upsert.h"

#include <stdlib.h>
#include "base/limits.h"
#include "base/mem.h"

struct stored {   /* where a household of the chunk stands; block UINT32_MAX: nowhere */
    uint32_t row; /* in the chunk */
    uint32_t block, old_row;
};
struct merge {
    struct import_job *job;
    const struct frame *new, *old; /* old NULL: a household that is new */
    struct builder *to;
};

enum hm_status import_upsert_open(struct import_job *j)
{
    TRY(view_open(&j->before, j->store, j->model, j->options->month, store_sequence(j->store),
                  j->diag));
    view_only(j->before, j->root);
    return builder_new(&j->merged, j->model, j->root) == HM_OK
               ? HM_OK
               : diag_nomem(j->diag, _("importing"));
}

/* --- faults --- */

static struct str id_of(const struct frame *f, uint8_t entity, uint32_t row)
{
    const struct column *c = &f->entities[entity].id;
    return row < c->rows ? column_text(c, row) : (struct str){"", 0};
}

/* Refuses the household of a row of the chunk, at the line where it stands. */
static enum hm_status refuse(struct import_job *j, struct str id, const char *field,
                             const char *hint, const char *text)
{
    struct record_sink to = import_job_sink(j);
    const struct import_id *seen = import_ids_find(&j->ids, id);
    struct place at = {.field = field};
    if (seen) {
        at.file = j->sources[seen->numbers[0]];
        at.line = seen->numbers[1];
    }
    return record_refuse(&to, &at, id, hint, "%s", text);
}

/* --- one household --- */

/* Whether a row says anything of the household itself, beside its members. */
static bool has_facts(const struct frame *f, uint8_t root, uint32_t row)
{
    for (size_t i = 0; i < f->model->field_count; i++)
        if (f->model->fields[i].entity == root && row < f->columns[i].rows &&
            column_valid(&f->columns[i], row))
            return true;
    return false;
}

static bool has_members(const struct frame *f, uint8_t root, uint32_t row)
{
    const struct entity *e = &f->model->entities[root];
    for (uint8_t i = 0; i < e->child_count; i++) {
        uint32_t n;
        (void)frame_children(f, e->children[i], row, &n);
        if (n > 0)
            return true;
    }
    return false;
}

/* Facts of one row: the new ones, else the old ones. NO_ROW: there is no such row. */
#define NO_ROW UINT32_MAX
static enum hm_status merge_facts(struct merge *m, uint8_t entity, uint32_t new_row,
                                  uint32_t old_row, uint32_t row)
{
    const struct entity *e = &m->job->model->entities[entity];
    for (uint16_t i = 0; i < e->field_count; i++) {
        const struct field *f = &m->job->model->fields[e->fields[i]];
        struct value v;
        bool is_set = false;
        if (new_row != NO_ROW && m->new->columns[f->id].rows)
            is_set = column_value(&v, &m->new->columns[f->id], f, new_row);
        if (!is_set && old_row != NO_ROW && m->old->columns[f->id].rows)
            is_set = column_value(&v, &m->old->columns[f->id], f, old_row);
        if (is_set && builder_set(m->to, f->id, row, &v) != 0)
            return HM_NOMEM;
    }
    return HM_OK;
}

static const uint32_t *children(const struct frame *f, uint8_t child, uint32_t row, uint32_t *n)
{
    *n = 0;
    if (!f || row == NO_ROW || f->entities[child].rows == 0)
        return NULL;
    return frame_children(f, child, row, n);
}

/* The row of a list with this id, or NO_ROW. */
static uint32_t find_id(const struct frame *f, uint8_t entity, const uint32_t *rows, uint32_t n,
                        struct str id)
{
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(id_of(f, entity, rows[i]), id))
            return rows[i];
    return NO_ROW;
}

static enum hm_status merge_row(struct merge *m, uint8_t entity, uint32_t new_row,
                                uint32_t old_row, uint32_t parent);

/* HM_DATA: members that cannot be matched. */
static enum hm_status merge_list(struct merge *m, uint8_t child, uint32_t new_parent,
                                 uint32_t old_parent, uint32_t parent)
{
    uint32_t new_count, old_count, total = 0;
    const uint32_t *news = children(m->new, child, new_parent, &new_count);
    const uint32_t *olds = children(m->old, child, old_parent, &old_count);
    for (uint32_t i = 0; i < old_count; i++, total++) {
        struct str id = id_of(m->old, child, olds[i]);
        if (id.n == 0 && new_count > 0)
            return HM_DATA;
        uint32_t same = id.n ? find_id(m->new, child, news, new_count, id) : NO_ROW;
        TRY(merge_row(m, child, same, olds[i], parent));
    }
    for (uint32_t i = 0; i < new_count; i++) {
        struct str id = id_of(m->new, child, news[i]);
        if (id.n == 0 && old_count > 0)
            return HM_DATA;
        if (id.n && find_id(m->old, child, olds, old_count, id) != NO_ROW)
            continue;
        if (++total > entity_max_rows(&m->job->model->entities[child]))
            return HM_DATA;
        TRY(merge_row(m, child, news[i], NO_ROW, parent));
    }
    return HM_OK;
}

static enum hm_status merge_row(struct merge *m, uint8_t entity, uint32_t new_row,
                                uint32_t old_row, uint32_t parent)
{
    const struct entity *e = &m->job->model->entities[entity];
    struct str id =
        new_row != NO_ROW ? id_of(m->new, entity, new_row) : id_of(m->old, entity, old_row);
    uint32_t row = builder_row(m->to, entity, parent, id);
    if (row == UINT32_MAX)
        return HM_NOMEM;
    TRY(merge_facts(m, entity, new_row, old_row, row));
    for (uint8_t i = 0; i < e->child_count; i++)
        TRY(merge_list(m, e->children[i], new_row, old_row, row));
    return HM_OK;
}

static enum hm_status merge_household(struct merge *m, uint32_t new_row, uint32_t old_row)
{
    struct import_job *j = m->job;
    struct str id = id_of(m->new, j->root, new_row);
    if (old_row == NO_ROW && !has_facts(m->new, j->root, new_row) &&
        has_members(m->new, j->root, new_row)) {
        refuse(j, id, NULL, _("check the id; a new household comes with a fact of its own"),
               _("there is no such household in the store, and only members are given"));
        import_job_refused(j);
        return HM_OK;
    }
    builder_mark(m->to);
    enum hm_status st = merge_row(m, j->root, new_row, old_row, 0);
    if (st == HM_NOMEM)
        return diag_nomem(j->diag, _("importing"));
    if (st == HM_OK)
        return HM_OK;
    builder_rollback(m->to);
    refuse(j, id, NULL, _("give its members ids, or replace the household as a whole"),
           _("its members cannot be matched with those in the store"));
    import_job_refused(j);
    return HM_OK;
}

/* --- a chunk --- */

static int by_place(const void *left, const void *right)
{
    const struct stored *a = left, *b = right;
    if (a->block != b->block)
        return a->block < b->block ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static enum hm_status find_stored(struct import_job *j, const struct frame *f,
                                  struct stored *list)
{
    struct diag quiet;
    diag_init(&quiet);
    enum hm_status st = HM_OK;
    for (uint32_t r = 0; r < f->entities[j->root].rows && st == HM_OK; r++) {
        list[r] = (struct stored){r, UINT32_MAX, NO_ROW};
        st = view_find(j->before, id_of(f, j->root, r), &list[r].block, &list[r].old_row,
                       &quiet);
        if (st == HM_NOT_FOUND) {
            list[r] = (struct stored){r, UINT32_MAX, NO_ROW};
            st = HM_OK;
            diag_clear(&quiet);
        }
    }
    diag_move(j->diag, &quiet);
    diag_fini(&quiet);
    return st;
}

/* Merges list[from..to), all of one block. */
static enum hm_status merge_block(struct import_job *j, const struct frame *f,
                                  const struct stored *list, size_t n)
{
    struct frame old;
    struct merge m = {.job = j, .new = f, .to = j->merged};
    enum hm_status st = HM_OK;
    if (list->block != UINT32_MAX) {
        TRY(view_load(j->before, list->block, NULL, &old, j->diag));
        m.old = &old;
    }
    for (size_t i = 0; i < n && st == HM_OK; i++)
        st = merge_household(&m, list[i].row, list[i].old_row);
    if (m.old)
        frame_fini(&old);
    return st;
}

enum hm_status import_upsert(struct import_job *j, const struct frame *f, struct frame *out)
{
    size_t n = f->entities[j->root].rows;
    struct stored *list = mem_calloc(n + 1, sizeof *list);
    if (!list)
        return diag_nomem(j->diag, _("importing"));
    enum hm_status st = find_stored(j, f, list);
    qsort(list, n, sizeof *list, by_place);
    for (size_t i = 0, end; i < n && st == HM_OK; i = end) {
        for (end = i; end < n && list[end].block == list[i].block;)
            end++;
        st = merge_block(j, f, list + i, end - i);
    }
    mem_free(list);
    if (st != HM_OK) {
        builder_clear(j->merged);
        return st;
    }
    return builder_finish(j->merged, out, false, NULL, j->diag);
}

enum hm_status import_delete(struct import_job *j, const struct frame *f)
{
    struct diag quiet;
    enum hm_status st = HM_OK;
    diag_init(&quiet);
    for (uint32_t r = 0; r < f->entities[j->root].rows && st == HM_OK && j->ingest; r++) {
        struct str id = id_of(f, j->root, r);
        st = ingest_delete(j->ingest, id, &quiet);
        if (st != HM_NOT_FOUND)
            continue;
        diag_clear(&quiet);
        refuse(j, id, "id", NULL, _("the store has no household with this id in this month"));
        import_job_refused(j);
        st = HM_OK;
    }
    diag_move(j->diag, &quiet);
    diag_fini(&quiet);
    return st;
}
