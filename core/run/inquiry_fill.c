/* inquiry_fill.c - evidence in force against the facts of the month, household by household:
 * what is missing is filled, what came from the source is renewed, what contradicts a declared
 * fact is listed or, by the officer's word, taken over. All of it is one change of facts, which
 * says of each value where it comes from.
 */
#include "run/inquiry_job.h"

#include <string.h>
#include "base/mem.h"
#include "io/idnumber.h"
#include "io/record.h"
#include "run/inquiry_decide.h"
#include "run/task.h"

/* A fact that gets another value. */
struct new_fact {
    uint16_t field;
    uint32_t row;
    int64_t stored;
};
struct filling {
    struct inquiry_job *job;
    struct standing standing;
    struct record_cells cells; /* of the schema: what a fact may be */
    struct inquiry_decisions decisions;
    struct view *view;
    struct frame frame; /* the present block */
    uint32_t block, root_row;
    uint16_t ordinal;
    size_t first, end; /* the household's evidence */
    struct ingest *ingest;
    struct builder *builder; /* households with another fact */
    struct new_fact *facts;  /* of the household */
    size_t fact_count, fact_cap;
    struct evidence_use *uses; /* of the household */
    size_t use_count, use_cap;
    struct buf scratch, text;
    enum hm_status st; /* HM_NOMEM */
};

static enum hm_status nomem(struct filling *x)
{
    return diag_nomem(x->job->diag, _("taking answers over"));
}

/* --- what evidence says --- */

struct resolved {
    enum { NOTHING, INCOMPLETE, KNOWN } state;
    int64_t stored;
    const struct evidence *newest;
};
/* A fact that a source speaks of: a field of the row's, of the source's or an upper entity. */
struct target {
    size_t source, index; /* of the report's sources, of its fields */
    uint16_t field;
    uint8_t entity;
    uint32_t row;
    uint64_t key; /* of the row; 0 when all rows below count together */
};

static struct str key_of(const struct filling *x, const struct inquiry_source *s, uint32_t row)
{
    const struct column *c = &x->frame.columns[s->key];
    return row < c->rows && column_valid(c, row) ? column_text(c, row) : (struct str){"", 0};
}

/* One row's answer about one of the source's fields. */
static struct resolved resolve_row(struct filling *x, const struct target *t, struct str key,
                                   uint32_t upto, bool also_expired)
{
    struct resolved r = {.state = NOTHING};
    struct standing_asked asked = {t->source, evidence_key(key), upto, also_expired};
    if (key.n == 0)
        return r;
    r.newest = standing_find(&x->standing, x->first, x->end, &asked);
    if (!r.newest)
        return r;
    struct str text = standing_value(&x->standing, r.newest, t->source, t->index, &x->scratch);
    bool good = text.n && record_cell_stored(&r.stored, &x->cells, t->field, text,
                                             x->job->today) == RECORD_OK;
    r.state = good ? KNOWN : INCOMPLETE;
    return r;
}

/* Adds one row to a sum; booleans: any of them. */
static void add_up(struct filling *x, const struct target *t, struct resolved *sum,
                   const struct resolved *one)
{
    bool is_any = x->job->schema->fields[t->field].type.kind == KIND_BOOLEAN;
    if (one->newest && (!sum->newest || one->newest->inquiry > sum->newest->inquiry))
        sum->newest = one->newest;
    if (one->state != KNOWN)
        sum->state = INCOMPLETE;
    else if (is_any)
        sum->stored |= one->stored;
    else if (__builtin_add_overflow(sum->stored, one->stored, &sum->stored)) {
        sum->state = INCOMPLETE;
        sum->stored = INT64_MIN; /* proves nothing */
    }
}

/* All rows of the source's entity below a row. */
static void resolve_below(struct filling *x, const struct target *t, uint8_t entity,
                          uint32_t row, uint32_t upto, bool also_expired, struct resolved *sum)
{
    const struct inquiry_source *s = &x->job->report->sources[t->source];
    const struct entity *e = &x->job->schema->entities[entity];
    if (entity == s->entity) {
        struct resolved one = resolve_row(x, t, key_of(x, s, row), upto, also_expired);
        add_up(x, t, sum, &one);
        return;
    }
    for (uint8_t i = 0; i < e->child_count; i++) {
        uint32_t n = 0;
        const uint32_t *rows = x->frame.entities[e->children[i]].rows
                                   ? frame_children(&x->frame, e->children[i], row, &n)
                                   : NULL;
        for (uint32_t k = 0; k < n; k++)
            resolve_below(x, t, e->children[i], rows[k], upto, also_expired, sum);
    }
}

static struct resolved resolve(struct filling *x, const struct target *t, uint32_t upto,
                               bool also_expired)
{
    const struct inquiry_source *s = &x->job->report->sources[t->source];
    if (t->key)
        return resolve_row(x, t, key_of(x, s, t->row), upto, also_expired);
    struct resolved sum = {.state = KNOWN};
    resolve_below(x, t, t->entity, t->row, upto, also_expired, &sum);
    if (!sum.newest)
        sum.state = NOTHING;
    else if (sum.stored < x->cells.cells[t->field].low ||
             sum.stored > x->cells.cells[t->field].high)
        sum = (struct resolved){INCOMPLETE, INT64_MIN, sum.newest};
    return sum;
}

/* --- telling --- */

static const char *keep(struct filling *x, const char *p, size_t n, bool hide)
{
    char *copy = arena_strndup(&x->job->report->arena, p, n);
    if (!copy) {
        x->st = HM_NOMEM;
        return "";
    }
    if (hide)
        idnumber_hide(copy, n);
    return copy;
}

static const char *keep_stored(struct filling *x, uint16_t field, int64_t stored)
{
    buf_clear(&x->text);
    record_put_stored(&x->text, x->job->schema, &x->job->schema->fields[field], stored);
    struct str s = {buf_ok(&x->text) ? x->text.data : "", x->text.len};
    if (s.n >= 2 && s.p[0] == '"')
        s = (struct str){s.p + 1, s.n - 2};
    return keep(x, s.p, s.n, false);
}

/* "persons[1]", or nothing for the household itself. */
static const char *keep_member(struct filling *x, const struct target *t)
{
    buf_clear(&x->text);
    frame_cell_path(&x->frame, t->field, t->row, &x->text);
    const char *dot = buf_ok(&x->text) ? strrchr(x->text.data, '.') : NULL;
    return dot ? keep(x, x->text.data, (size_t)(dot - x->text.data), false) : "";
}

static struct inquiry_conflict describe(struct filling *x, const struct target *t,
                                        const struct resolved *r, int64_t declared)
{
    const struct column *ids = &x->frame.entities[x->frame.root].id;
    const struct column *own = &x->frame.entities[t->entity].id;
    struct str id = column_text(ids, x->root_row);
    struct str row = t->row < own->rows ? column_text(own, t->row) : (struct str){"", 0};
    return (struct inquiry_conflict){
        .household = keep(x, id.p, id.n, true),
        .member = keep_member(x, t),
        .member_id = t->entity == x->frame.root ? "" : keep(x, row.p, row.n, true),
        .source = (uint16_t)t->source,
        .field = (uint16_t)t->index,
        .declared = keep_stored(x, t->field, declared),
        .at_least = r->state == INCOMPLETE,
        .answered = keep_stored(x, t->field, r->stored),
        .evidence = keep(x, r->newest->id.p, r->newest->id.n, true),
        .answered_s = r->newest->answered_s,
        .expires = r->newest->expires};
}

static void list_conflict(struct filling *x, const struct inquiry_conflict *c)
{
    struct inquiry_report *r = x->job->report;
    void *list = r->conflicts;
    if (mem_grow(&list, &r->conflict_cap, r->conflict_count + 1, sizeof *c) != 0) {
        x->st = HM_NOMEM;
        return;
    }
    r->conflicts = list;
    r->conflicts[r->conflict_count++] = *c;
}

/* --- what is done --- */

static void use(struct filling *x, const struct target *t, const struct resolved *r,
                enum evidence_how how)
{
    void *list = x->uses;
    if (mem_grow(&list, &x->use_cap, x->use_count + 1, sizeof *x->uses) != 0) {
        x->st = HM_NOMEM;
        return;
    }
    x->uses = list;
    x->uses[x->use_count++] = (struct evidence_use){
        .block = x->block,
        .ordinal = x->ordinal,
        .key = t->key,
        .inquiry = r->newest->inquiry,
        .field = standing_line(&x->standing, r->newest->inquiry, t->index),
        .how = how};
}

static void take(struct filling *x, const struct target *t, const struct resolved *r,
                 enum evidence_how how)
{
    void *list = x->facts;
    if (mem_grow(&list, &x->fact_cap, x->fact_count + 1, sizeof *x->facts) != 0) {
        x->st = HM_NOMEM;
        return;
    }
    x->facts = list;
    x->facts[x->fact_count++] = (struct new_fact){t->field, t->row, r->stored};
    use(x, t, r, how);
}

/* The fact is what this source's earlier answer said, and nobody has changed it since. */
static bool came_from(struct filling *x, const struct target *t, int64_t declared)
{
    const struct evidence_use *u =
        standing_use(&x->standing, x->ordinal, t->key, t->source, t->index);
    if (!u || u->how == EVIDENCE_KEPT)
        return false;
    struct resolved then = resolve(x, t, u->inquiry, true);
    return then.state != NOTHING && then.stored == declared;
}

/* The officer has kept the declared value against this very answer before. */
static bool was_kept(struct filling *x, const struct target *t, const struct resolved *r)
{
    const struct evidence_use *u =
        standing_use(&x->standing, x->ordinal, t->key, t->source, t->index);
    if (!u || u->how != EVIDENCE_KEPT)
        return false;
    struct resolved then = resolve(x, t, u->inquiry, true);
    return then.state != NOTHING && then.stored == r->stored;
}

static enum inquiry_decision decide(struct filling *x, const struct target *t,
                                    const struct inquiry_conflict *c)
{
    struct str id = column_text(&x->frame.entities[x->frame.root].id, x->root_row);
    struct inquiry_source *s = &x->job->report->sources[t->source];
    bool is_shown = strlen(c->household) == id.n && memcmp(c->household, id.p, id.n) == 0;
    buf_clear(&x->text);
    inquiry_fact_name(s, x->job->schema, t->index, &x->text);
    enum inquiry_decision told =
        is_shown && buf_ok(&x->text)
            ? inquiry_decided(&x->decisions, c->household, c->member, x->text.data, c->declared,
                              c->answered, x->job->diag)
            : INQUIRY_UNDECIDED;
    return told == INQUIRY_UNDECIDED && s->accept ? INQUIRY_TAKE_SOURCE : told;
}

static void settle(struct filling *x, const struct target *t, const struct resolved *r,
                   int64_t declared)
{
    struct inquiry_counts *c = &x->job->report->sources[t->source].counts;
    if (came_from(x, t, declared)) {
        c->renewed++;
        take(x, t, r, EVIDENCE_RENEWED);
        return;
    }
    struct inquiry_conflict conflict = describe(x, t, r, declared);
    switch (decide(x, t, &conflict)) {
    case INQUIRY_TAKE_SOURCE:
        c->accepted++;
        take(x, t, r, EVIDENCE_ACCEPTED);
        break;
    case INQUIRY_KEEP_DECLARED:
        c->kept++;
        use(x, t, r, EVIDENCE_KEPT);
        break;
    default:
        if (was_kept(x, t, r)) {
            c->kept++;
            break;
        }
        c->conflicts++;
        list_conflict(x, &conflict);
        break;
    }
}

/* What some rows have is a lower bound of what all have: 核对 proves that there is something,
 * never that there is nothing. */
static bool proves_more(const struct filling *x, const struct target *t,
                        const struct resolved *r, int64_t declared)
{
    return t->key == 0 && x->cells.cells[t->field].low >= 0 && r->stored > declared;
}

static void compare(struct filling *x, const struct target *t)
{
    struct inquiry_counts *c = &x->job->report->sources[t->source].counts;
    const struct column *column = &x->frame.columns[t->field];
    bool has = t->row < column->rows && column_valid(column, t->row);
    struct resolved r = resolve(x, t, UINT32_MAX, false);
    if (r.state == NOTHING)
        return;
    if (r.state == INCOMPLETE) {
        c->incomplete += t->key == 0;
        if (has && proves_more(x, t, &r, column_int(column, t->row)))
            settle(x, t, &r, column_int(column, t->row));
    } else if (!has) {
        c->filled++;
        take(x, t, &r, EVIDENCE_FILLED);
    } else if (column_int(column, t->row) == r.stored) {
        c->equal++;
    } else {
        settle(x, t, &r, column_int(column, t->row));
    }
}

/* --- a household --- */

/* Compares the field of every row of its entity below (entity, row). */
static void walk(struct filling *x, struct target *t, uint8_t entity, uint32_t row)
{
    const struct inquiry_source *s = &x->job->report->sources[t->source];
    const struct entity *e = &x->job->schema->entities[entity];
    if (entity == t->entity) {
        t->row = row;
        struct str key = entity == s->entity ? key_of(x, s, row) : (struct str){"", 0};
        t->key = entity == s->entity ? evidence_key(key) : 0;
        if (entity != s->entity || key.n)
            compare(x, t);
        return;
    }
    for (uint8_t i = 0; i < e->child_count && x->st == HM_OK; i++) {
        uint32_t n = 0;
        const uint32_t *rows = x->frame.entities[e->children[i]].rows
                                   ? frame_children(&x->frame, e->children[i], row, &n)
                                   : NULL;
        for (uint32_t k = 0; k < n; k++)
            walk(x, t, e->children[i], rows[k]);
    }
}

static bool put_facts(struct filling *x, uint8_t entity, uint32_t from, uint32_t to)
{
    const struct entity *e = &x->job->schema->entities[entity];
    for (uint16_t i = 0; i < e->field_count; i++) {
        uint16_t id = e->fields[i];
        const struct column *c = &x->frame.columns[id];
        bool has = from < c->rows && column_valid(c, from);
        bool is_text = has && c->lane == LANE_TEXT;
        struct str text = is_text ? column_text(c, from) : (struct str){"", 0};
        int64_t stored = has && !is_text ? column_int(c, from) : 0;
        for (size_t k = 0; k < x->fact_count; k++)
            if (x->facts[k].field == id && x->facts[k].row == from) {
                stored = x->facts[k].stored;
                has = true;
            }
        if (has && builder_put(x->builder, id, to, stored, text) != 0)
            return false;
    }
    return true;
}

/* Copies a row with all below it, its new facts put in. */
static bool copy_row(struct filling *x, uint8_t entity, uint32_t from, uint32_t parent)
{
    const struct entity *e = &x->job->schema->entities[entity];
    const struct column *ids = &x->frame.entities[entity].id;
    struct str id = from < ids->rows ? column_text(ids, from) : (struct str){"", 0};
    uint32_t to = builder_row(x->builder, entity, parent, id);
    if (to == UINT32_MAX || !put_facts(x, entity, from, to))
        return false;
    for (uint8_t i = 0; i < e->child_count; i++) {
        uint32_t n = 0;
        const uint32_t *rows = x->frame.entities[e->children[i]].rows
                                   ? frame_children(&x->frame, e->children[i], from, &n)
                                   : NULL;
        for (uint32_t k = 0; k < n; k++)
            if (!copy_row(x, e->children[i], rows[k], to))
                return false;
    }
    return true;
}

static enum hm_status begin(struct filling *x)
{
    struct inquiry_job *j = x->job;
    struct buf names;
    if (x->ingest)
        return HM_OK;
    TRY(ingest_begin(&x->ingest, j->store, j->report->month, j->diag));
    buf_init(&names);
    for (size_t i = 0; i < j->report->source_count; i++)
        if (j->report->sources[i].chosen)
            buf_printf(&names, "%s%s", names.len ? "\n" : "", j->report->sources[i].s->name);
    enum hm_status st = buf_ok(&names)
                            ? ingest_describe(x->ingest, "verify", names.data, j->by, j->diag)
                            : nomem(x);
    buf_fini(&names);
    return st;
}

static enum hm_status put_household(struct filling *x)
{
    if (x->job->options->dry_run || x->use_count == 0)
        return HM_OK;
    TRY(begin(x));
    TRY(ingest_use(x->ingest, x->uses, x->use_count, x->job->diag));
    if (x->fact_count && !copy_row(x, x->frame.root, x->root_row, 0))
        return nomem(x);
    return HM_OK;
}

static enum hm_status do_household(struct filling *x, uint32_t root_row)
{
    x->root_row = root_row;
    x->ordinal = view_ordinals(x->view)[root_row];
    x->fact_count = x->use_count = 0;
    standing_household(&x->standing, x->ordinal, &x->first, &x->end);
    if (x->first == x->end || !inquiry_is_ours(x->job, &x->frame, root_row))
        return HM_OK;
    for (size_t i = 0; i < x->job->report->source_count; i++) {
        const struct inquiry_source *s = &x->job->report->sources[i];
        for (size_t k = 0; k < s->s->field_count && s->chosen; k++) {
            struct target t = {.source = i, .index = k, .field = s->fields[k]};
            t.entity = x->job->schema->fields[t.field].entity;
            if (x->job->schema->entities[t.entity].root == x->frame.root)
                walk(x, &t, x->frame.root, root_row);
        }
    }
    return x->st == HM_OK ? put_household(x) : nomem(x);
}

/* --- blocks --- */

/* Hands the block's changed households to the ingest. */
static enum hm_status end_block(struct filling *x)
{
    struct frame changed;
    if (builder_rows(x->builder, x->frame.root) == 0)
        return HM_OK;
    TRY(builder_finish(x->builder, &changed, false, NULL, x->job->diag));
    enum hm_status st = ingest_add(x->ingest, &changed, x->job->diag);
    frame_fini(&changed);
    return st;
}

static enum hm_status do_block(struct filling *x)
{
    enum hm_status st = HM_OK;
    TRY(standing_load(&x->standing, x->block, STANDING_ALL, UINT64_MAX, x->job->diag));
    if (x->standing.block.count == 0)
        return HM_OK;
    TRY(view_load(x->view, x->block, NULL, &x->frame, x->job->diag));
    uint32_t rows = x->frame.root == NO_ENTITY ? 0 : x->frame.entities[x->frame.root].rows;
    if (rows) {
        st = builder_new(&x->builder, x->job->schema, x->frame.root);
        st = st == HM_OK ? st : nomem(x);
    }
    for (uint32_t r = 0; r < rows && st == HM_OK; r++)
        st = do_household(x, r);
    if (st == HM_OK && rows)
        st = end_block(x);
    builder_free(x->builder);
    x->builder = NULL;
    frame_fini(&x->frame);
    return st;
}

static enum hm_status do_blocks(struct filling *x)
{
    struct inquiry_job *j = x->job;
    for (x->block = 0; x->block < view_blocks(x->view); x->block++) {
        if (task_stopped(j->host))
            return HM_INTERRUPTED;
        task_progress(j->host, _("comparing answers with facts"), x->block,
                      view_blocks(x->view));
        TRY(do_block(x));
    }
    return HM_OK;
}

static enum hm_status open_all(struct filling *x)
{
    struct inquiry_job *j = x->job;
    if (record_cells_make(&x->cells, j->schema, &j->arena) != HM_OK)
        return nomem(x);
    TRY(inquiry_decisions_read(&x->decisions, j->options->decisions, j->diag));
    TRY(standing_open(&x->standing, j->store, j->report->sources, j->report->source_count,
                      j->report->month, j->today, j->diag));
    return view_open(&x->view, j->store, j->schema, j->report->month, store_sequence(j->store),
                     j->diag);
}

enum hm_status inquiry_fill(struct inquiry_job *j)
{
    struct filling x = {.job = j};
    buf_init(&x.scratch);
    buf_init(&x.text);
    enum hm_status st = open_all(&x);
    if (st == HM_OK)
        st = do_blocks(&x);
    j->report->unused_decisions = inquiry_decisions_unused(&x.decisions);
    if (st == HM_OK && x.ingest) {
        st = ingest_commit(x.ingest, &j->report->stored, j->diag);
        if (st == HM_OK)
            j->report->sequence = store_sequence(j->store);
    } else {
        ingest_abort(x.ingest);
    }
    view_close(x.view);
    if (x.standing.book)
        standing_close(&x.standing);
    inquiry_decisions_fini(&x.decisions);
    mem_free(x.facts);
    mem_free(x.uses);
    buf_fini(&x.scratch);
    buf_fini(&x.text);
    return st;
}
