/* population.c - a month's households held open: counted once, then scanned by as many threads
 * as the host allows. What one thread does with one block is in scan_worker.c.
 */
#include "whatif/population.h"

#include "base/mem.h"
#include "run/tally.h"
#include "value/date.h"
#include "whatif/population_state.h"

/* --- opening --- */

static enum hm_status no_households(const struct population *p, struct diag *d)
{
    struct buf month;
    buf_init(&month);
    month_put(&month, p->month);
    enum hm_status st = diag_add(
        d, HM_LEVEL_ERROR, HM_DATA, NULL, _("import households, or give another --month"),
        _("the store has no households in %s"), buf_ok(&month) ? month.data : "?");
    buf_fini(&month);
    return st;
}

/* Counts rows without reading any fact. */
static enum hm_status count_households(struct population *p, struct diag *d)
{
    uint64_t *nothing = mem_calloc(p->model->field_count / 64 + 1, sizeof *nothing);
    struct view *v = NULL;
    if (!nothing)
        return diag_nomem(d, _("opening a population"));
    enum hm_status st = view_open(&v, p->store, p->model, p->month, p->sequence, d);
    p->blocks = st == HM_OK ? view_blocks(v) : 0;
    for (uint32_t b = 0; st == HM_OK && b < p->blocks; b++) {
        struct frame f;
        st = task_stopped(p->host) ? HM_INTERRUPTED : view_load(v, b, nothing, &f, d);
        if (st != HM_OK)
            break;
        p->households += f.entities[p->agenda.root].rows;
        frame_fini(&f);
    }
    view_close(v);
    mem_free(nothing);
    return st;
}

/* How many earlier months any variable of households reads. */
static enum hm_status find_history(struct population *p, struct diag *d)
{
    const struct model *m = p->model;
    struct arena a;
    arena_init(&a);
    uint64_t *set = arena_zalloc(&a, (m->field_count / 64 + 1) * sizeof *set);
    uint16_t *stack = arena_alloc(&a, (m->field_count + 1) * sizeof *stack);
    uint16_t *all = arena_alloc(&a, (m->field_count + 1) * sizeof *all);
    size_t n = 0;
    for (size_t i = 0; all && i < m->field_count; i++)
        if (m->entities[m->fields[i].entity].root == p->agenda.root)
            all[n++] = (uint16_t)i;
    enum hm_status st = set && stack && all ? HM_OK : diag_nomem(d, _("opening a population"));
    if (st == HM_OK)
        st = history_init(&p->history, p->store, p->month, model_reach(m, all, n, set, stack),
                          p->publications, d);
    arena_fini(&a);
    return st;
}

static enum hm_status open_all(struct population *p, struct diag *d)
{
    TRY(agenda_init(&p->agenda, p->model, d));
    p->sequence = store_sequence(p->store);
    TRY(store_publications(p->store, &p->publications, d));
    TRY(find_history(p, d));
    TRY(count_households(p, d));
    p->kept = mem_calloc(p->blocks + 1u, sizeof *p->kept);
    if (!p->kept || mutex_new(&p->mutex) != HM_OK)
        return diag_nomem(d, _("opening a population"));
    return p->households ? HM_OK : no_households(p, d);
}

enum hm_status population_open(struct population **out, struct store *s, const struct policy *p,
                               int32_t month, const struct hm_host *host, struct diag *d)
{
    struct population *x = mem_zalloc(sizeof *x);
    if (!x)
        return diag_nomem(d, _("opening a population"));
    x->store = s;
    x->policy = p;
    x->model = p->model;
    x->month = month;
    x->host = host;
    x->room = LIMIT_POPULATION_BYTES;
    enum hm_status st = open_all(x, d);
    if (st != HM_OK) {
        population_close(x);
        return st;
    }
    *out = x;
    return HM_OK;
}

void population_close(struct population *p)
{
    if (!p)
        return;
    if (p->base)
        tally_fini(p->base);
    mem_free(p->base);
    keep_fini(p);
    if (p->mutex)
        mutex_free(p->mutex);
    history_fini(&p->history);
    agenda_fini(&p->agenda);
    mem_free(p);
}

const struct policy *population_policy(const struct population *p)
{
    return p->policy;
}

const struct agenda *population_agenda(const struct population *p)
{
    return &p->agenda;
}

struct store *population_store(const struct population *p)
{
    return p->store;
}

int32_t population_month(const struct population *p)
{
    return p->month;
}

uint64_t population_sequence(const struct population *p)
{
    return p->sequence;
}

uint64_t population_households(const struct population *p)
{
    return p->households;
}

uint32_t population_blocks(const struct population *p)
{
    return p->blocks;
}

unsigned population_threads(const struct population *p)
{
    unsigned n = task_threads(p->host);
    return n < p->blocks ? n : p->blocks;
}

bool population_stopped(const struct population *p)
{
    return task_stopped(p->host);
}

/* --- a scan on all threads --- */

struct scan_crew {
    struct population *population;
    const struct scan_request *scan;
    void *const *contexts;
    enum hm_status (*take)(void *context, const struct scan_part *part, struct diag *d);
    struct diag *diags;  /* by thread */
    struct mutex *mutex; /* all below */
    uint32_t next_block, done;
    enum hm_status status; /* the first failure stops everybody */
};

static bool take_block(struct scan_crew *c, uint32_t *block)
{
    mutex_lock(c->mutex);
    bool found = c->status == HM_OK && c->next_block < c->population->blocks;
    if (found)
        *block = c->next_block++;
    mutex_unlock(c->mutex);
    return found;
}

static void end_block(struct scan_crew *c, unsigned k, enum hm_status st)
{
    mutex_lock(c->mutex);
    if (c->status == HM_OK)
        c->status = st;
    uint32_t done = ++c->done;
    mutex_unlock(c->mutex);
    if (k == 0)
        task_progress(c->population->host, _("asking the households"), done,
                      c->population->blocks);
}

static enum hm_status do_block(struct scan_crew *c, struct scan_worker *w, unsigned k,
                               uint32_t block)
{
    struct scan_part part;
    if (task_stopped(c->population->host))
        return HM_INTERRUPTED;
    TRY(scan_worker_block(w, block, &part, &c->diags[k]));
    return part.facts->entities[c->population->agenda.root].rows
               ? c->take(c->contexts[k], &part, &c->diags[k])
               : HM_OK;
}

static void scan_member(void *ctx, unsigned k)
{
    struct scan_crew *c = ctx;
    struct scan_worker *w = NULL;
    uint32_t block;
    enum hm_status st = scan_worker_open(&w, c->population, c->scan, &c->diags[k]);
    while (st == HM_OK && take_block(c, &block)) {
        st = do_block(c, w, k, block);
        end_block(c, k, st);
    }
    scan_worker_close(w);
    mutex_lock(c->mutex);
    if (c->status == HM_OK)
        c->status = st;
    mutex_unlock(c->mutex);
}

enum hm_status population_scan(
    struct population *p, const struct scan_request *s, void *const *contexts,
    enum hm_status (*take)(void *context, const struct scan_part *part, struct diag *d),
    struct diag *d)
{
    unsigned n = population_threads(p);
    struct scan_crew c = {.population = p, .scan = s, .contexts = contexts, .take = take};
    c.diags = mem_calloc(n, sizeof *c.diags);
    if (!c.diags || mutex_new(&c.mutex) != HM_OK) {
        mem_free(c.diags);
        return diag_nomem(d, _("asking the households"));
    }
    for (unsigned k = 0; k < n; k++)
        diag_init(&c.diags[k]);
    thread_run(n, scan_member, &c);
    for (unsigned k = 0; k < n; k++) {
        diag_move(d, &c.diags[k]);
        diag_fini(&c.diags[k]);
    }
    mem_free(c.diags);
    mutex_free(c.mutex);
    return c.status;
}
