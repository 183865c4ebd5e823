/* policies_people.c - two populations over one sequence number of a store, scanned in step.
 * What each policy finds is put in the terms of both joined, so that the counts of runs
 * (run/tally.h) serve as they are.
 */
#include "whatif/policies_people.h"

#include <string.h>
#include "base/mem.h"
#include "model/mapping.h"
#include "policy/join.h"
#include "whatif/sides.h"

struct side {
    const struct policy *policy;
    struct population *population;
    struct mapping terms; /* the side's model in the joined one */
    uint16_t *outputs;    /* of the side, then */
    uint16_t *facts;      /* by which households are grouped */
    size_t output_count, fact_count;
    bool *is_decisive; /* [output]: a benefit or a category of the household */
    struct scan_request scan;
    const struct changes *alternatives[1];
};
struct counts { /* of one result */
    uint64_t rows, differ, lost, gained;
    __int128 before_sum, after_sum;
};
struct work {
    struct policies_people *out;
    struct store *store;
    const struct hm_host *host;
    int32_t month;
    struct model joined;
    bool is_joined;
    struct agenda agenda;
    struct side sides[2];
    struct crew_member *crew;
    unsigned crew_count;
    struct mutex *mutex; /* all below */
    uint32_t next_block, blocks, done;
    enum hm_status status;
};
struct crew_member { /* one thread */
    struct work *work;
    struct diag diag;
    struct scan_worker *workers[2];
    struct side_frame own[2]; /* results in each side's terms */
    struct tally tally;
    struct counts *counts; /* by the agenda's outputs */
    uint64_t undetermined[2], failed[2];
    struct arena arena; /* of one block */
};

/* --- one side in the joined terms --- */

static bool recode(struct column *c, const uint8_t *codes, struct arena *a)
{
    uint8_t *to = arena_alloc(a, c->rows + 64u);
    for (uint32_t r = 0; to && r < c->rows; r++)
        to[r] = codes[(uint8_t)column_int(c, r)];
    *c = (struct column){.lane = LANE_U8, .rows = c->rows, .data = to, .valid = c->valid};
    return to != NULL;
}

/* What a policy does not pay, it pays to nobody. */
static bool nothing(struct column *c, uint32_t rows, struct arena *a)
{
    *c = (struct column){.lane = LANE_U8, .rows = rows, .data = arena_zalloc(a, rows + 64u)};
    return c->data != NULL;
}

static bool put_column(struct frame *out, const struct side *s, uint16_t field,
                       const struct column *from, struct arena *a)
{
    const struct mapping_field *m = &s->terms.fields[field];
    struct column *c = &out->columns[field];
    *c = *from;
    return !c->rows || !m->codes || recode(c, m->codes, a);
}

/* Results, and zero for what only the other policy pays. */
static bool put_results(struct frame *out, const struct side *s, const struct frame *found,
                        const struct agenda *agenda, struct arena *a)
{
    for (size_t i = 0; i < agenda->output_count; i++) {
        uint16_t field = agenda->outputs[i], own = s->terms.fields[field].from;
        const struct field *f = &out->model->fields[field];
        bool there = own != NO_FIELD && found->columns[own].rows;
        if (there && !put_column(out, s, field, &found->columns[own], a))
            return false;
        if (own == NO_FIELD && f->type.kind == KIND_MONEY &&
            !nothing(&out->columns[field], out->entities[f->entity].rows, a))
            return false;
    }
    return true;
}

static enum hm_status joined_frame(struct frame *out, const struct work *w,
                                   const struct side *s, const struct frame *f,
                                   const struct frame *found, struct arena *a)
{
    *out = (struct frame){.model = &w->joined, .root = w->agenda.root, .jagged = f->jagged};
    out->entities = arena_zalloc(a, w->joined.entity_count * sizeof *out->entities);
    out->columns = arena_zalloc(a, w->joined.field_count * sizeof *out->columns);
    if (!out->entities || !out->columns)
        return HM_NOMEM;
    for (size_t i = 0; i < w->joined.entity_count; i++)
        if (s->terms.entity[i] != NO_ENTITY)
            out->entities[i] = f->entities[s->terms.entity[i]];
    for (size_t i = 0; i < w->joined.field_count; i++) {
        uint16_t from = s->terms.fields[i].from;
        if (from != NO_FIELD && w->joined.fields[i].kind == FIELD_INPUT &&
            !put_column(out, s, (uint16_t)i, &f->columns[from], a))
            return HM_NOMEM;
    }
    return put_results(out, s, found, &w->agenda, a) ? HM_OK : HM_NOMEM;
}

/* --- counting a block --- */

static bool is_summed(const struct field *f)
{
    return f->type.kind == KIND_MONEY || f->type.kind == KIND_NUMBER ||
           f->type.kind == KIND_INTEGER;
}

static void count_result(struct counts *n, const struct field *f, const struct column *before,
                         const struct column *after)
{
    uint32_t rows = before->rows > after->rows ? before->rows : after->rows;
    for (uint32_t r = 0; r < rows; r++) {
        bool was = r < before->rows && column_valid(before, r);
        bool is = r < after->rows && column_valid(after, r);
        int64_t x = was ? column_int(before, r) : 0, y = is ? column_int(after, r) : 0;
        n->rows += was && is;
        n->differ += was && is && x != y;
        n->lost += was && !is;
        n->gained += is && !was;
        n->before_sum += is_summed(f) ? x : 0;
        n->after_sum += is_summed(f) ? y : 0;
    }
}

/* Households of which a benefit or category is missing, or any result is an error: as runs
 * count them (tally.h). */
static void count_unknown(struct crew_member *c, int side, const struct scan_part *part)
{
    const struct frame *f = part->facts;
    uint32_t rows = f->entities[f->root].rows;
    uint8_t *state = arena_zalloc(&c->arena, rows + 1u);
    const struct results *r = &part->results[0];
    for (size_t i = 0; state && i < r->column_count; i++) {
        const struct result_column *col = &r->columns[i];
        uint8_t entity = f->model->fields[col->field].entity;
        bool decisive = c->work->sides[side].is_decisive[i];
        for (uint32_t row = 0; col->state && row < col->rows; row++) {
            enum hm_trap t = result_state(col, row);
            if (t > HM_TRAP_MISSING || (t == HM_TRAP_MISSING && decisive))
                state[frame_root_row(f, entity, row)] |= t == HM_TRAP_MISSING ? 1 : 2;
        }
    }
    for (uint32_t row = 0; state && row < rows; row++) {
        c->undetermined[side] += state[row] & 1;
        c->failed[side] += state[row] >> 1;
    }
}

static enum hm_status count_block(struct crew_member *c, const struct scan_part *parts)
{
    const struct work *w = c->work;
    struct frame frames[2];
    struct tally_side sides[2];
    arena_reset(&c->arena);
    for (int side = 0; side < 2; side++) {
        struct side_frame *own = &c->own[side];
        if (!side_fill(own, parts[side].facts, &parts[side].results[0]) ||
            joined_frame(&frames[side], w, &w->sides[side], parts[side].facts, &own->frame,
                         &c->arena) != HM_OK)
            return diag_nomem(&c->diag, _("comparing policies"));
        sides[side] = (struct tally_side){&frames[side], parts[side].ordinals};
        count_unknown(c, side, &parts[side]);
    }
    TRY(tally_block(&c->tally, &sides[0], &sides[1], &frames[1], &c->diag));
    for (size_t i = 0; i < w->agenda.output_count; i++) {
        uint16_t field = w->agenda.outputs[i];
        count_result(&c->counts[i], &w->joined.fields[field], &frames[0].columns[field],
                     &frames[1].columns[field]);
    }
    return HM_OK;
}

/* --- threads --- */

static bool take_block(struct work *w, uint32_t *block)
{
    mutex_lock(w->mutex);
    bool found = w->status == HM_OK && w->next_block < w->blocks;
    if (found)
        *block = w->next_block++;
    mutex_unlock(w->mutex);
    return found;
}

static enum hm_status do_block(struct crew_member *c, uint32_t block)
{
    struct scan_part parts[2];
    if (task_stopped(c->work->host))
        return HM_INTERRUPTED;
    for (int side = 0; side < 2; side++)
        TRY(scan_worker_block(c->workers[side], block, &parts[side], &c->diag));
    uint8_t root = parts[0].facts->root;
    return parts[0].facts->entities[root].rows ? count_block(c, parts) : HM_OK;
}

static void crew_run(void *ctx, unsigned k)
{
    struct work *w = ctx;
    struct crew_member *c = &w->crew[k];
    enum hm_status st = HM_OK;
    uint32_t block;
    for (int side = 0; side < 2 && st == HM_OK; side++)
        st = scan_worker_open(&c->workers[side], w->sides[side].population,
                              &w->sides[side].scan, &c->diag);
    while (st == HM_OK && take_block(w, &block)) {
        st = do_block(c, block);
        mutex_lock(w->mutex);
        uint32_t done = ++w->done;
        mutex_unlock(w->mutex);
        if (k == 0)
            task_progress(w->host, _("comparing"), done, w->blocks);
    }
    for (int side = 0; side < 2; side++)
        scan_worker_close(c->workers[side]);
    mutex_lock(w->mutex);
    w->status = w->status == HM_OK ? st : w->status;
    mutex_unlock(w->mutex);
}

static enum hm_status crew_open(struct work *w, size_t top, struct diag *d)
{
    w->crew_count = population_threads(w->sides[1].population);
    w->blocks = population_blocks(w->sides[1].population);
    w->crew = mem_calloc(w->crew_count, sizeof *w->crew);
    if (!w->crew || mutex_new(&w->mutex) != HM_OK)
        return diag_nomem(d, _("comparing policies"));
    for (unsigned k = 0; k < w->crew_count; k++) {
        struct crew_member *c = &w->crew[k];
        c->work = w;
        diag_init(&c->diag);
        arena_init(&c->arena);
        c->counts = mem_calloc(w->agenda.output_count + 1, sizeof *c->counts);
        if (!c->counts)
            return diag_nomem(d, _("comparing policies"));
        for (int side = 0; side < 2; side++)
            if (!side_init(&c->own[side], w->sides[side].policy->model,
                           population_agenda(w->sides[side].population)->root))
                return diag_nomem(d, _("comparing policies"));
        TRY(tally_init(&c->tally, &w->agenda, top, d));
        c->tally.month = w->month;
    }
    return HM_OK;
}

static void crew_close(struct work *w, struct diag *d)
{
    for (unsigned k = 0; w->crew && k < w->crew_count; k++) {
        struct crew_member *c = &w->crew[k];
        diag_move(d, &c->diag);
        diag_fini(&c->diag);
        if (c->tally.agenda)
            tally_fini(&c->tally);
        side_fini(&c->own[0]);
        side_fini(&c->own[1]);
        mem_free(c->counts);
        arena_fini(&c->arena);
    }
    mem_free(w->crew);
    mutex_free(w->mutex);
}

/* Everything adds up in the first one. */
static enum hm_status crew_add_up(struct work *w, struct diag *d)
{
    struct crew_member *all = &w->crew[0];
    for (unsigned k = 1; k < w->crew_count; k++) {
        const struct crew_member *c = &w->crew[k];
        TRY(tally_add(&all->tally, &c->tally, d));
        for (int side = 0; side < 2; side++) {
            all->undetermined[side] += c->undetermined[side];
            all->failed[side] += c->failed[side];
        }
        for (size_t i = 0; i < w->agenda.output_count; i++) {
            struct counts *to = &all->counts[i];
            const struct counts *n = &c->counts[i];
            to->rows += n->rows;
            to->differ += n->differ;
            to->lost += n->lost;
            to->gained += n->gained;
            to->before_sum += n->before_sum;
            to->after_sum += n->after_sum;
        }
    }
    all->tally.undetermined = all->undetermined[1];
    all->tally.failed = all->failed[1];
    return HM_OK;
}

/* --- what came out --- */

static const struct field *own_field(const struct side *s, uint16_t joined)
{
    uint16_t id = s->terms.fields[joined].from;
    return id == NO_FIELD ? NULL : &s->policy->model->fields[id];
}

/* A region's joined fields keep the law that the first policy cites. */
static const char *law_of(const struct side *s, uint16_t joined, struct arena *a)
{
    const struct field *f = own_field(s, joined);
    return f && f->law ? arena_strdup(a, f->law) : NULL;
}

static enum hm_status keep_results(struct work *w, struct diag *d)
{
    struct policies_people *p = w->out;
    p->results = arena_zalloc(&p->arena, (w->agenda.output_count + 1) * sizeof *p->results);
    if (!p->results)
        return diag_nomem(d, _("comparing policies"));
    for (size_t i = 0; i < w->agenda.output_count; i++) {
        char path[2 * LIMIT_NAME_BYTES + 2];
        uint16_t field = w->agenda.outputs[i];
        const struct field *f = &w->joined.fields[field];
        const struct counts *n = &w->crew[0].counts[i];
        model_field_path(&w->joined, field, path, sizeof path);
        p->results[p->result_count++] = (struct policies_result){
            .name = arena_strdup(&p->arena, path),
            .zh = f->zh ? arena_strdup(&p->arena, f->zh) : NULL,
            .in_before = own_field(&w->sides[0], field),
            .in_after = own_field(&w->sides[1], field),
            .rows = n->rows,
            .differ = n->differ,
            .lost = n->lost,
            .gained = n->gained,
            .is_number = is_summed(f),
            .is_money = f->type.kind == KIND_MONEY,
            .decimals = f->type.kind == KIND_NUMBER ? f->type.decimals : 0,
            .before_sum = n->before_sum,
            .after_sum = n->after_sum};
        if (!p->results[i].name)
            return diag_nomem(d, _("comparing policies"));
    }
    return HM_OK;
}

static enum hm_status keep_articles(struct work *w, struct diag *d)
{
    struct policies_people *p = w->out;
    const struct agenda *s = &w->agenda;
    p->articles = arena_zalloc(&p->arena, (s->benefit_count + 1) * sizeof *p->articles);
    if (!p->articles)
        return diag_nomem(d, _("comparing policies"));
    for (size_t i = 0; i < s->benefit_count; i++) {
        uint16_t of = w->joined.fields[s->benefits[i]].sum_of; /* a child's states the law */
        uint16_t field = of == NO_FIELD ? s->benefits[i] : of;
        const struct field *f = &w->joined.fields[s->benefits[i]];
        p->articles[p->article_count++] =
            (struct policies_article){.benefit = arena_strdup(&p->arena, f->name),
                                      .zh = f->zh ? arena_strdup(&p->arena, f->zh) : NULL,
                                      .before = law_of(&w->sides[0], field, &p->arena),
                                      .after = law_of(&w->sides[1], field, &p->arena),
                                      .in_before = own_field(&w->sides[0], s->benefits[i]),
                                      .in_after = own_field(&w->sides[1], s->benefits[i]),
                                      .line = w->crew[0].tally.benefits[i]};
        if (!p->articles[i].benefit)
            return diag_nomem(d, _("comparing policies"));
    }
    return HM_OK;
}

static enum hm_status summarise(struct work *w, struct diag *d)
{
    struct summary s;
    TRY(keep_results(w, d));
    TRY(keep_articles(w, d));
    w->out->before_undetermined = w->crew[0].undetermined[0];
    w->out->before_failed = w->crew[0].failed[0];
    TRY(summary_init(&s, &w->joined, "", 1, d));
    enum hm_status st = summary_month(&s, 0, w->month, 0, 0, &w->crew[0].tally, d);
    if (st == HM_OK)
        w->out->summary = s;
    else
        summary_fini(&s);
    return st;
}

/* --- opening --- */

static bool is_decisive(const struct agenda *a, uint16_t field)
{
    bool found = false;
    for (size_t i = 0; i < a->benefit_count; i++)
        found = found || a->benefits[i] == field;
    for (size_t i = 0; i < a->category_count; i++)
        found = found || a->categories[i] == field;
    return found;
}

static enum hm_status choose(struct side *s, const struct work *w, struct diag *d)
{
    const struct agenda *a = &w->agenda;
    size_t n = 0;
    s->outputs = mem_calloc(a->output_count + 1, sizeof *s->outputs);
    s->facts = mem_calloc(2 + 1, sizeof *s->facts);
    s->is_decisive = mem_calloc(a->output_count + 1, sizeof *s->is_decisive);
    if (!s->outputs || !s->facts || !s->is_decisive)
        return diag_nomem(d, _("comparing policies"));
    for (size_t i = 0; i < a->output_count; i++) {
        uint16_t own = s->terms.fields[a->outputs[i]].from;
        if (own == NO_FIELD || s->policy->model->fields[own].kind != FIELD_VARIABLE)
            continue;
        s->is_decisive[n] = is_decisive(a, a->outputs[i]);
        s->outputs[n++] = own;
    }
    s->output_count = n;
    const uint16_t grouped[] = {a->division, a->birth};
    for (size_t i = 0; i < 2; i++)
        if (grouped[i] != NO_FIELD && s->terms.fields[grouped[i]].from != NO_FIELD)
            s->facts[s->fact_count++] = s->terms.fields[grouped[i]].from;
    s->scan = (struct scan_request){.alternatives = s->alternatives,
                                    .alternative_count = 1,
                                    .outputs = s->outputs,
                                    .output_count = s->output_count,
                                    .facts = s->facts,
                                    .fact_count = s->fact_count};
    return HM_OK;
}

/* Both at the same sequence number: one who imports meanwhile does not come between. */
static enum hm_status open_populations(struct work *w, struct diag *d)
{
    enum { TRIES = 10 };
    for (int tries = 0; tries < TRIES; tries++) {
        for (int side = 0; side < 2; side++) {
            struct side *s = &w->sides[side];
            population_close(s->population);
            s->population = NULL;
            TRY(population_open(&s->population, w->store, s->policy, w->month, w->host, d));
        }
        if (population_sequence(w->sides[0].population) ==
            population_sequence(w->sides[1].population))
            return HM_OK;
    }
    return diag_error(d, HM_BUSY, NULL,
                      _("the facts change faster than they can be read; try again"));
}

static enum hm_status prepare(struct work *w, struct diag *d)
{
    const struct model *models[2] = {w->sides[1].policy->model, w->sides[0].policy->model};
    TRY(join_models(&w->joined, models, 2, d));
    w->is_joined = true;
    TRY(join_names(&w->joined, models, 2, d));
    TRY(agenda_init(&w->agenda, &w->joined, d));
    for (int side = 0; side < 2; side++) {
        struct side *s = &w->sides[side];
        TRY(mapping_init(&s->terms, s->policy->model, &w->joined, d));
        TRY(choose(s, w, d));
    }
    return open_populations(w, d);
}

static void work_fini(struct work *w, struct diag *d)
{
    crew_close(w, d);
    for (int side = 0; side < 2; side++) {
        population_close(w->sides[side].population);
        mapping_fini(&w->sides[side].terms);
        mem_free(w->sides[side].outputs);
        mem_free(w->sides[side].facts);
        mem_free(w->sides[side].is_decisive);
    }
    agenda_fini(&w->agenda);
    if (w->is_joined)
        join_fini(&w->joined);
}

enum hm_status policies_people(struct policies_people *out, struct store *s,
                               const struct policy *before, const struct policy *after,
                               int32_t month, size_t top, const struct hm_host *host,
                               struct diag *d)
{
    struct policies_people found = {0};
    struct work w = {.out = &found, .store = s, .host = host, .month = month};
    arena_init(&found.arena);
    w.sides[0].policy = before;
    w.sides[1].policy = after;
    enum hm_status st = prepare(&w, d);
    if (st == HM_OK)
        st = crew_open(&w, top, d);
    if (st == HM_OK) {
        thread_run(w.crew_count, crew_run, &w);
        st = w.status;
    }
    if (st == HM_OK)
        st = crew_add_up(&w, d);
    if (st == HM_OK)
        st = summarise(&w, d);
    work_fini(&w, d);
    if (st == HM_OK)
        *out = found;
    else
        policies_people_fini(&found);
    return st;
}

void policies_people_fini(struct policies_people *p)
{
    summary_fini(&p->summary);
    arena_fini(&p->arena);
    *p = (struct policies_people){0};
}
