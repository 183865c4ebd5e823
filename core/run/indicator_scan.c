/* indicator_scan.c - blocks of a store shared out among threads, then the published figures of
 * rows that the store has not.
 */
#include "run/indicator_scan.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "run/history.h"
#include "run/task.h"
#include "vec/pick.h"

/* What is evaluated; fixed before the threads start. */
struct scan {
    struct indicator_scan *job;
    const struct model *model;
    struct evaluation evaluation;
    uint16_t *outputs;
    uint64_t *needed; /* fields to load */
    struct history history;
    uint16_t code;  /* the root's division_code, or NO_FIELD */
    struct map ids; /* of published rows -> index */
    uint32_t blocks;
    struct mutex *mutex; /* both below */
    uint32_t next_block;
    enum hm_status status;
    struct arena arena;
};
struct worker {
    struct scan *scan;
    struct indicator_sums *sums;
    bool *met; /* by index in ids: the store has the row */
    struct diag diag;
};

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

/* --- what to evaluate --- */

static bool has_output(const struct scan *s, uint16_t field)
{
    for (size_t i = 0; i < s->evaluation.output_count; i++)
        if (s->outputs[i] == field)
            return true;
    return false;
}

/* Variables are computed, inputs only loaded. */
static void want(struct scan *s, uint16_t field)
{
    if (field == NO_FIELD)
        return;
    s->needed[field / 64] |= UINT64_C(1) << (field % 64);
    if (s->model->fields[field].kind == FIELD_VARIABLE && !has_output(s, field))
        s->outputs[s->evaluation.output_count++] = field;
}

static enum hm_status plan(struct scan *s, struct diag *d)
{
    const struct indicator_scan *job = s->job;
    const struct model *m = s->model;
    size_t words = m->field_count / 64 + 1;
    uint64_t *reached = arena_zalloc(&s->arena, words * sizeof *reached);
    uint16_t *stack = arena_alloc(&s->arena, (m->field_count + 1) * sizeof *stack);
    s->needed = arena_zalloc(&s->arena, words * sizeof *s->needed);
    s->outputs = arena_alloc(&s->arena, (3 * job->count + 1) * sizeof *s->outputs);
    if (!reached || !stack || !s->needed || !s->outputs)
        return diag_nomem(d, _("preparing the indicators"));
    for (size_t i = 0; i < job->count; i++) {
        want(s, job->indicators[i]->numerator);
        want(s, job->indicators[i]->denominator);
        want(s, job->indicators[i]->where);
    }
    s->evaluation.outputs = s->outputs;
    unsigned before = model_reach(m, s->outputs, s->evaluation.output_count, reached, stack);
    for (size_t i = 0; i < words; i++)
        s->needed[i] |= reached[i];
    s->code = model_field(m, job->root, str_of("division_code"));
    if (s->code != NO_FIELD)
        s->needed[s->code / 64] |= UINT64_C(1) << (s->code % 64);
    return job->store ? history_init(&s->history, job->store, job->month, before, UINT64_MAX, d)
                      : HM_OK;
}

static enum hm_status list_published(struct scan *s, struct diag *d)
{
    const struct model *m = s->model;
    for (size_t i = 0; i < m->figure_count; i++) {
        const struct figure *f = &m->figures[i];
        uint32_t there;
        if (f->entity != s->job->root || f->month > s->job->month ||
            map_get(&s->ids, str_of(f->id), &there))
            continue;
        if (map_put(&s->ids, str_of(f->id), (uint32_t)s->ids.count) < 0)
            return diag_nomem(d, _("preparing the indicators"));
    }
    return HM_OK;
}

/* --- whose rows --- */

static bool begins_with(struct str code, const char *division)
{
    size_t n = strlen(division);
    return n <= code.n && memcmp(code.p, division, n) == 0;
}

/* Where a root row stands: whether it is the policy's. */
enum side { SIDE_IN, SIDE_OUT, SIDE_UNPLACED /* misses division_code */ };

/* A row belongs to the policy whose division is the longest that its code begins with. */
static enum side side_of(const struct scan *s, struct str code)
{
    const struct policy *region = s->job->region;
    const char *mine = s->model->division;
    if (!mine)
        return SIDE_IN;
    if (code.n == 0)
        return region ? SIDE_UNPLACED : SIDE_IN;
    if (!begins_with(code, mine))
        return SIDE_OUT;
    for (size_t i = 0; region && i < region->member_count; i++) {
        const char *other = region->members[i]->model->division;
        if (other && strlen(other) > strlen(mine) && begins_with(code, other))
            return SIDE_OUT;
    }
    return SIDE_IN;
}

static struct str code_of(const struct scan *s, const struct frame *f, uint32_t row,
                          char scratch[24])
{
    const struct column *c = s->code == NO_FIELD ? NULL : &f->columns[s->code];
    if (!c || c->rows == 0 || !column_valid(c, row))
        return (struct str){"", 0};
    if (c->lane == LANE_TEXT)
        return column_text(c, row);
    int n = snprintf(scratch, 24, "%lld", (long long)column_int(c, row));
    return (struct str){scratch, n > 0 ? (size_t)n : 0};
}

static bool is_digits(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
    return text.n >= 2;
}

static struct str id_of(const struct frame *f, uint32_t row)
{
    const struct column *ids = &f->entities[f->root].id;
    return ids->data && column_valid(ids, row) ? column_text(ids, row) : (struct str){"", 0};
}

/* Which root rows of a frame are evaluated. */
struct chosen {
    uint32_t *roots;
    uint32_t count;
    bool *is_unplaced; /* by root row */
    bool any_unplaced;
};

/* skip: published rows that the store has, by row; else the store's rows are marked in met. In
 * the arena of f. */
static enum hm_status choose(struct chosen *c, const struct scan *s, struct frame *f,
                             const bool *skip, bool *met, struct diag *d)
{
    uint32_t rows = f->entities[f->root].rows;
    *c = (struct chosen){.roots = arena_alloc(&f->arena, (rows + 1u) * sizeof *c->roots),
                         .is_unplaced = arena_zalloc(&f->arena, rows + 1u)};
    if (!c->roots || !c->is_unplaced)
        return diag_nomem(d, _("adding up an indicator"));
    for (uint32_t row = 0; row < rows; row++) {
        char scratch[24];
        uint32_t at;
        struct str code = code_of(s, f, row, scratch), id = id_of(f, row);
        if (skip && code.n == 0 && is_digits(id))
            code = id; /* figures of a place are under its code */
        if (met && s->ids.count && map_get(&s->ids, id, &at))
            met[at] = true;
        enum side side = skip && skip[row] ? SIDE_OUT : side_of(s, code);
        if (side == SIDE_IN)
            c->roots[c->count++] = row;
        c->is_unplaced[row] = side == SIDE_UNPLACED;
        c->any_unplaced |= side == SIDE_UNPLACED;
    }
    return HM_OK;
}

static enum hm_status evaluate(const struct scan *s, struct engine *e, const struct frame *f,
                               bool is_published, struct indicator_sums *sums, struct diag *d)
{
    struct results r;
    results_init(&r);
    enum hm_status st = s->evaluation.output_count ? engine_run(e, f, &r, d) : HM_OK;
    for (size_t i = 0; i < s->job->count && st == HM_OK; i++)
        st = sums_frame(&sums[i], s->job->indicators[i], f, &r, is_published, d);
    results_fini(&r);
    return st;
}

/* Only the policy's own rows are evaluated. */
static enum hm_status add_frame(const struct scan *s, struct engine *e, struct frame *f,
                                const bool *skip, bool *met, struct indicator_sums *sums,
                                struct diag *d)
{
    struct chosen c;
    struct pick own;
    TRY(choose(&c, s, f, skip, met, d));
    for (size_t i = 0; c.any_unplaced && i < s->job->count; i++)
        TRY(sums_unplaced(&sums[i], s->job->indicators[i], f, c.is_unplaced, d));
    if (c.count == 0)
        return HM_OK;
    if (c.count == f->entities[f->root].rows)
        return evaluate(s, e, f, skip != NULL, sums, d);
    TRY(pick_rows(&own, f, c.roots, c.count, f->jagged, NULL, d));
    enum hm_status st = evaluate(s, e, &own.frame, skip != NULL, sums, d);
    pick_fini(&own);
    return st;
}

/* --- the store --- */

static bool take_block(struct scan *s, uint32_t *block)
{
    mutex_lock(s->mutex);
    bool found = s->status == HM_OK && s->next_block < s->blocks;
    if (found)
        *block = s->next_block++;
    mutex_unlock(s->mutex);
    return found;
}

static enum hm_status do_block(struct worker *w, struct view *v, struct engine *e,
                               uint32_t block)
{
    struct scan *s = w->scan;
    struct frame f;
    TRY(view_load(v, block, s->needed, &f, &w->diag));
    enum hm_status st = HM_OK;
    if (f.root == s->job->root && f.entities[f.root].rows > 0) {
        st = history_lend(&f, v, block, &s->history, NULL, 0, &w->diag);
        if (st == HM_OK)
            st = add_frame(s, e, &f, NULL, w->met, w->sums, &w->diag);
        history_give_back(&f, NULL, 0);
    }
    frame_fini(&f);
    return st;
}

static enum hm_status do_blocks(struct worker *w, struct view *v, struct engine *e, bool leads)
{
    struct scan *s = w->scan;
    uint32_t block;
    while (take_block(s, &block)) {
        if (task_stopped(s->job->host))
            return HM_INTERRUPTED;
        if (leads)
            task_progress(s->job->host, _("adding up"), block, s->blocks);
        TRY(do_block(w, v, e, block));
    }
    return HM_OK;
}

static void work(void *ctx, unsigned k)
{
    struct worker *w = (struct worker *)ctx + k;
    struct scan *s = w->scan;
    struct view *v = NULL;
    struct engine *e = NULL;
    enum hm_status st =
        view_open(&v, s->job->store, s->model, s->job->month, s->job->sequence, &w->diag);
    if (st == HM_OK && s->evaluation.output_count)
        st = engine_open(&e, task_engine(s->job->host), &s->evaluation, &w->diag);
    if (st == HM_OK)
        st = do_blocks(w, v, e, k == 0);
    if (e)
        engine_close(e);
    if (v)
        view_close(v);
    mutex_lock(s->mutex);
    if (s->status == HM_OK)
        s->status = st;
    mutex_unlock(s->mutex);
}

static enum hm_status worker_init(struct worker *w, struct scan *s, struct diag *d)
{
    w->scan = s;
    diag_init(&w->diag);
    w->sums = mem_calloc(s->job->count, sizeof *w->sums);
    w->met = mem_calloc(s->ids.count + 1, sizeof *w->met);
    if (!w->sums || !w->met)
        return diag_nomem(d, _("preparing the indicators"));
    for (size_t i = 0; i < s->job->count; i++)
        sums_init(&w->sums[i]);
    return HM_OK;
}

static void worker_fini(struct worker *w, struct diag *d)
{
    if (!w->scan)
        return;
    for (size_t i = 0; w->sums && i < w->scan->job->count; i++)
        sums_fini(&w->sums[i]);
    mem_free(w->sums);
    mem_free(w->met);
    diag_move(d, &w->diag);
    diag_fini(&w->diag);
}

static enum hm_status count_blocks(struct scan *s, struct diag *d)
{
    struct view *v;
    TRY(view_open(&v, s->job->store, s->model, s->job->month, s->job->sequence, d));
    s->blocks = view_blocks(v);
    view_close(v);
    return HM_OK;
}

static enum hm_status run_workers(struct scan *s, struct worker *workers, unsigned n, bool *met,
                                  struct diag *d)
{
    enum hm_status st = HM_OK;
    for (unsigned k = 0; k < n && st == HM_OK; k++)
        st = worker_init(&workers[k], s, d);
    if (st == HM_OK)
        st = mutex_new(&s->mutex);
    if (st == HM_OK) {
        thread_run(n, work, workers);
        st = s->status;
        mutex_free(s->mutex);
    }
    for (unsigned k = 0; k < n && st == HM_OK; k++) {
        for (size_t i = 0; i < s->job->count && st == HM_OK; i++)
            st = sums_add(&s->job->sums[i], &workers[k].sums[i], false, d);
        for (size_t i = 0; i < s->ids.count; i++)
            met[i] |= workers[k].met[i];
    }
    for (unsigned k = 0; k < n; k++)
        worker_fini(&workers[k], d);
    return st;
}

static enum hm_status scan_store(struct scan *s, bool *met, struct diag *d)
{
    TRY(count_blocks(s, d));
    unsigned n = task_threads(s->job->host);
    n = n < s->blocks ? n : s->blocks;
    if (n == 0)
        return HM_OK;
    struct worker *workers = mem_calloc(n, sizeof *workers);
    if (!workers)
        return diag_nomem(d, _("preparing the indicators"));
    enum hm_status st = run_workers(s, workers, n, met, d);
    mem_free(workers);
    return st;
}

/* --- published figures --- */

/* The latest figure of each cell: a later line of the list may be of an earlier month. */
static bool is_latest(const struct scan *s, const struct figure *f)
{
    const struct model *m = s->model;
    for (size_t i = 0; i < m->figure_count; i++) {
        const struct figure *g = &m->figures[i];
        if (g->entity == f->entity && g->field == f->field && g->month > f->month &&
            g->month <= s->job->month && strcmp(g->id, f->id) == 0)
            return false;
    }
    return true;
}

static enum hm_status build_rows(const struct scan *s, struct builder *b, struct diag *d)
{
    const struct model *m = s->model;
    for (size_t i = 0; i < s->ids.count; i++)
        if (builder_row(b, s->job->root, 0, s->ids.entries[i].key) == UINT32_MAX)
            return diag_nomem(d, _("reading published figures"));
    for (size_t i = 0; i < m->figure_count; i++) {
        const struct figure *f = &m->figures[i];
        uint32_t row;
        if (f->entity != s->job->root || f->month > s->job->month || !is_latest(s, f) ||
            !map_get(&s->ids, str_of(f->id), &row))
            continue;
        if (builder_set(b, f->field, row, &f->value) != 0)
            return diag_nomem(d, _("reading published figures"));
    }
    return HM_OK;
}

static enum hm_status scan_published(struct scan *s, const bool *met, struct diag *d)
{
    struct builder *b;
    struct frame f;
    struct engine *e = NULL;
    if (s->ids.count == 0)
        return HM_OK;
    if (builder_new(&b, s->model, s->job->root) != HM_OK)
        return diag_nomem(d, _("reading published figures"));
    enum hm_status st = build_rows(s, b, d);
    if (st == HM_OK)
        st = builder_finish(b, &f, false, NULL, d);
    builder_free(b);
    if (st != HM_OK)
        return st;
    if (s->evaluation.output_count)
        st = engine_open(&e, task_engine(s->job->host), &s->evaluation, d);
    if (st == HM_OK)
        st = add_frame(s, e, &f, met, NULL, s->job->sums, d);
    if (e)
        engine_close(e);
    frame_fini(&f);
    return st;
}

enum hm_status indicator_scan(struct indicator_scan *job, struct diag *d)
{
    struct scan s = {
        .job = job,
        .model = job->policy->model,
        .evaluation = {.policy = job->policy, .month = job->month, .root = job->root}};
    arena_init(&s.arena);
    map_init(&s.ids);
    enum hm_status st = plan(&s, d);
    if (st == HM_OK)
        st = list_published(&s, d);
    bool *met = st == HM_OK ? arena_zalloc(&s.arena, s.ids.count + 1) : NULL;
    if (st == HM_OK && !met)
        st = diag_nomem(d, _("preparing the indicators"));
    if (st == HM_OK && job->store)
        st = scan_store(&s, met, d);
    if (st == HM_OK)
        st = scan_published(&s, met, d);
    history_fini(&s.history);
    map_fini(&s.ids);
    arena_fini(&s.arena);
    return st;
}
