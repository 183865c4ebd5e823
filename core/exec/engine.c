/* engine.c - one interface, several engines. A new engine is one more row in `kinds`. */
#include "exec/engine.h"

#include "base/mem.h"
#include "exec/luarun.h"
#include "exec/region.h"
#include "exec/vecrun.h"

struct engine_kind_ops {
    enum hm_status (*open)(void **out, const struct evaluation *e, struct diag *d);
    enum hm_status (*run)(void *self, const struct frame *f, struct results *out,
                          struct diag *d);
    void (*close)(void *self);
};

struct engine {
    const struct engine_kind_ops *ops;
    void *self;
};

static enum hm_status lua_open(void **out, const struct evaluation *e, struct diag *d)
{
    struct luarun *lr;
    TRY(luarun_open(&lr, e, d));
    *out = lr;
    return HM_OK;
}

static enum hm_status lua_run(void *self, const struct frame *f, struct results *out,
                              struct diag *d)
{
    return luarun_run(self, f, out, d);
}

static void lua_close_engine(void *self)
{
    luarun_close(self);
}

static enum hm_status fast_open(void **out, const struct evaluation *e, struct diag *d)
{
    struct vecrun *v;
    TRY(vecrun_open(&v, e, d));
    *out = v;
    return HM_OK;
}

static enum hm_status fast_run(void *self, const struct frame *f, struct results *out,
                               struct diag *d)
{
    return vecrun_run(self, f, out, d);
}

static void fast_close(void *self)
{
    vecrun_close(self);
}

/* Both engines on every household: the fast one's results, if the reference engine agrees. */
struct both {
    struct evaluation exact; /* nothing rounded for storage: compared to the last bit */
    struct luarun *reference;
    struct vecrun *fast;
};

static void both_close(void *self)
{
    struct both *b = self;
    luarun_close(b->reference);
    vecrun_close(b->fast);
    mem_free(b);
}

static enum hm_status both_open(void **out, const struct evaluation *e, struct diag *d)
{
    struct both *b = mem_zalloc(sizeof *b);
    if (!b)
        return diag_nomem(d, _("starting an engine"));
    b->exact = *e;
    b->exact.stored = false;
    b->exact.bare = false;
    enum hm_status st = luarun_open(&b->reference, &b->exact, d);
    if (st == HM_OK)
        st = vecrun_open(&b->fast, &b->exact, d);
    if (st != HM_OK) {
        both_close(b);
        return st;
    }
    *out = b;
    return HM_OK;
}

static enum hm_status both_run(void *self, const struct frame *f, struct results *out,
                               struct diag *d)
{
    struct both *b = self;
    struct results reference;
    results_init(&reference);
    enum hm_status st = luarun_run(b->reference, f, &reference, d);
    if (st == HM_OK)
        st = vecrun_run(b->fast, f, out, d);
    if (st == HM_OK && results_compare(&reference, out, &b->exact, f, d) != HM_OK)
        st = diag_error(d, HM_INTERNAL, NULL,
                        _("the fast engine and the reference engine differ: please report this "
                          "policy and household; --engine lua is right"));
    results_fini(&reference);
    return st;
}

static const struct engine_kind_ops kinds[] = {
    [ENGINE_LUA] = {lua_open, lua_run, lua_close_engine},
    [ENGINE_FAST] = {fast_open, fast_run, fast_close},
    [ENGINE_BOTH] = {both_open, both_run, both_close},
};

/* --- several alternatives, an engine each: for engines that know one law at a time --- */

struct several {
    enum engine_kind kind;
    struct evaluation *evaluations;
    struct engine **engines; /* opened when they are first needed */
    size_t count;
};

static void several_close(void *self)
{
    struct several *x = self;
    for (size_t k = 0; x->engines && k < x->count; k++)
        engine_close(x->engines[k]);
    mem_free(x->evaluations);
    mem_free(x->engines);
    mem_free(x);
}

static enum hm_status several_open(struct several **out, enum engine_kind kind,
                                   const struct evaluation *e, struct diag *d)
{
    struct several *x = mem_zalloc(sizeof *x);
    if (!x)
        return diag_nomem(d, _("starting an engine"));
    x->kind = kind;
    x->count = e->alternative_count;
    x->evaluations = mem_calloc(x->count + 1, sizeof *x->evaluations);
    x->engines = mem_calloc(x->count + 1, sizeof(void *));
    if (!x->evaluations || !x->engines) {
        several_close(x);
        return diag_nomem(d, _("starting an engine"));
    }
    for (size_t k = 0; k < x->count; k++)
        x->evaluations[k] = evaluation_alone(e, k);
    *out = x;
    return HM_OK;
}

static enum hm_status several_run(void *self, const struct frame *f, struct results *out,
                                  struct diag *d)
{
    struct several *x = self;
    for (size_t k = 0; k < x->count; k++) {
        if (!x->engines[k])
            TRY(engine_open(&x->engines[k], x->kind, &x->evaluations[k], d));
        TRY(engine_run(x->engines[k], f, &out[k], d));
    }
    return HM_OK;
}

static const struct engine_kind_ops several_ops = {NULL, several_run, several_close};

/* Any of these for each policy of a region. */
static enum hm_status region_run_engine(void *self, const struct frame *f, struct results *out,
                                        struct diag *d)
{
    return region_run(self, f, out, d);
}

static void region_close_engine(void *self)
{
    region_close(self);
}

static const struct engine_kind_ops region_ops = {NULL, region_run_engine, region_close_engine};

static enum hm_status open_self(struct engine *engine, enum engine_kind kind,
                                const struct evaluation *e, struct diag *d)
{
    struct region *r;
    struct several *x = NULL;
    if (!e->policy->members && (kind == ENGINE_FAST || !e->alternatives)) {
        engine->ops = &kinds[kind];
        return engine->ops->open(&engine->self, e, d);
    }
    if (!e->policy->members) {
        engine->ops = &several_ops;
        TRY(several_open(&x, kind, e, d));
        engine->self = x;
        return HM_OK;
    }
    engine->ops = &region_ops;
    TRY(region_open(&r, kind, e, d));
    engine->self = r;
    return HM_OK;
}

enum hm_status engine_open(struct engine **out, enum engine_kind kind,
                           const struct evaluation *e, struct diag *d)
{
    struct engine *engine = mem_zalloc(sizeof *engine);
    if (!engine)
        return diag_nomem(d, _("starting an engine"));
    enum hm_status st = open_self(engine, kind, e, d);
    if (st != HM_OK) {
        mem_free(engine);
        return st;
    }
    *out = engine;
    return HM_OK;
}

enum hm_status engine_run(struct engine *e, const struct frame *f, struct results *out,
                          struct diag *d)
{
    return e->ops->run(e->self, f, out, d);
}

void engine_close(struct engine *e)
{
    if (!e)
        return;
    e->ops->close(e->self);
    mem_free(e);
}
