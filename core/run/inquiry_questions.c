/* inquiry_questions.c - see inquiry_questions.h. */
#include "run/inquiry_questions.h"

#include <string.h>
#include "base/mem.h"
#include "run/task.h"

static enum hm_status nomem(struct inquiry_questions *q)
{
    return diag_nomem(q->job->diag, _("asking registers"));
}

static bool want(struct inquiry_questions *q, uint16_t field)
{
    if (field != NO_FIELD)
        q->fields[field / 64] |= UINT64_C(1) << (field % 64);
    return field != NO_FIELD;
}

/* The key, and where the household lives. */
static bool choose_columns(struct inquiry_questions *q)
{
    static const char division[] = "division_code";
    const struct model *m = q->job->schema;
    uint8_t root = m->entities[q->source->entity].root;
    q->fields = mem_calloc(m->field_count / 64 + 1, sizeof *q->fields);
    if (!q->fields)
        return false;
    want(q, q->source->key);
    want(q, model_field(m, root, (struct str){division, sizeof division - 1}));
    return true;
}

enum hm_status inquiry_questions_open(struct inquiry_questions *q, struct inquiry_job *j,
                                      struct inquiry_source *s, bool counts)
{
    *q = (struct inquiry_questions){
        .job = j, .source = s, .number = (size_t)(s - j->report->sources), .counts = counts};
    buf_init(&q->texts);
    enum hm_status st = choose_columns(q) ? HM_OK : nomem(q);
    if (st == HM_OK)
        st = view_open(&q->view, j->store, j->schema, j->report->month,
                       store_sequence(j->store), j->diag);
    if (st == HM_OK)
        st = standing_open(&q->standing, j->store, j->report->sources, j->report->source_count,
                           j->report->month, j->today, j->diag);
    if (st != HM_OK)
        inquiry_questions_close(q);
    return st;
}

void inquiry_questions_close(struct inquiry_questions *q)
{
    view_close(q->view);
    if (q->standing.book)
        standing_close(&q->standing);
    mem_free(q->fields);
    mem_free(q->items);
    buf_fini(&q->texts);
    *q = (struct inquiry_questions){0};
}

/* --- one block --- */

static bool add(struct inquiry_questions *q, const struct inquiry_question *item,
                struct str key, struct str household)
{
    void *items = q->items;
    if (mem_grow(&items, &q->cap, q->count + 1, sizeof *q->items) != 0)
        return false;
    q->items = items;
    struct inquiry_question *x = &q->items[q->count++];
    *x = *item;
    x->key_at = (uint32_t)q->texts.len;
    x->key_bytes = (uint32_t)key.n;
    buf_put(&q->texts, key.p, key.n);
    x->household_at = (uint32_t)q->texts.len;
    x->household_bytes = (uint32_t)household.n;
    buf_put(&q->texts, household.p, household.n);
    return buf_ok(&q->texts);
}

static bool is_fresh(const struct inquiry_questions *q, uint16_t ordinal, struct str key)
{
    size_t first, end;
    struct standing_asked asked = {
        .source = q->number, .key = evidence_key(key), .upto = UINT32_MAX};
    if (q->job->options->again)
        return false;
    standing_household(&q->standing, ordinal, &first, &end);
    return standing_find(&q->standing, first, end, &asked) != NULL;
}

/* Its place under its parent. */
static uint16_t member_of(const struct frame *f, uint8_t entity, uint32_t row)
{
    const struct frame_entity *e = &f->entities[entity];
    uint32_t n, i = 0;
    if (!e->parent)
        return 0;
    const uint32_t *list = frame_children(f, entity, e->parent[row], &n);
    while (i < n && list[i] != row)
        i++;
    return (uint16_t)i;
}

/* One row of the source's entity. */
static bool look_at(struct inquiry_questions *q, const struct frame *f, uint32_t row)
{
    struct inquiry_counts none, *c = q->counts ? &q->source->counts : &none;
    const struct column *keys = &f->columns[q->source->key];
    uint32_t root_row = frame_root_row(f, q->source->entity, row);
    if (!inquiry_is_ours(q->job, f, root_row)) {
        q->job->report->elsewhere += q->counts;
        return true;
    }
    struct str key = {"", 0};
    if (row < keys->rows && column_valid(keys, row))
        key = column_text(keys, row);
    uint16_t ordinal = view_ordinals(q->view)[root_row];
    none = (struct inquiry_counts){0};
    c->rows++;
    if (key.n == 0) {
        c->unkeyed++;
        return true;
    }
    if (is_fresh(q, ordinal, key)) {
        c->fresh++;
        return true;
    }
    c->due++;
    struct inquiry_question item = {
        .block = q->block, .ordinal = ordinal, .member = member_of(f, q->source->entity, row)};
    return q->counts || add(q, &item, key, column_text(&f->entities[f->root].id, root_row));
}

static enum hm_status next_block(struct inquiry_questions *q)
{
    struct frame f;
    q->count = q->next = 0;
    buf_clear(&q->texts);
    TRY(view_load(q->view, q->block, q->fields, &f, q->job->diag));
    bool is_mine = f.root == q->job->schema->entities[q->source->entity].root;
    enum hm_status st = HM_OK;
    if (is_mine)
        st = standing_load(&q->standing, q->block, STANDING_ALL, UINT64_MAX, q->job->diag);
    for (uint32_t r = 0; st == HM_OK && is_mine && r < f.entities[q->source->entity].rows; r++)
        if (!look_at(q, &f, r))
            st = nomem(q);
    frame_fini(&f);
    q->block++;
    return st;
}

/* --- batches --- */

static enum hm_status move(struct inquiry_questions *q, struct inquiry_batch *b, size_t n)
{
    void *items = b->items;
    if (mem_grow(&items, &b->cap, n, sizeof *b->items) != 0)
        return nomem(q);
    b->items = items;
    for (size_t i = 0; i < n; i++) {
        const struct inquiry_question *from = &q->items[q->next++];
        struct inquiry_question *to = &b->items[b->count++];
        *to = *from;
        to->key_at = (uint32_t)b->texts.len;
        buf_put(&b->texts, q->texts.data + from->key_at, from->key_bytes);
        to->household_at = (uint32_t)b->texts.len;
        buf_put(&b->texts, q->texts.data + from->household_at, from->household_bytes);
    }
    return buf_ok(&b->texts) ? HM_OK : nomem(q);
}

enum hm_status inquiry_questions_take(struct inquiry_questions *q, struct inquiry_batch *b,
                                      size_t n)
{
    b->count = 0;
    buf_clear(&b->texts);
    while (q->next == q->count && q->block < view_blocks(q->view)) {
        if (task_stopped(q->job->host))
            return HM_INTERRUPTED;
        TRY(next_block(q));
    }
    size_t left = q->count - q->next;
    return left ? move(q, b, left < n ? left : n) : HM_OK;
}
