/* engine.c - one interface, several engines. A new engine is one more row in `kinds`. */
#include "exec/engine.h"

#include "base/mem.h"
#include "exec/luarun.h"

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

static const struct engine_kind_ops kinds[] = {
    [ENGINE_LUA] = {lua_open, lua_run, lua_close_engine},
    [ENGINE_FAST] = {0},
    [ENGINE_BOTH] = {0},
};

enum hm_status engine_open(struct engine **out, enum engine_kind kind,
                           const struct evaluation *e, struct diag *d)
{
    const struct engine_kind_ops *ops = &kinds[kind];
    if (!ops->open)
        return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL, _("use --engine lua"),
                        _("this build has no fast engine"));
    struct engine *engine = mem_zalloc(sizeof *engine);
    if (!engine)
        return diag_nomem(d, _("starting an engine"));
    engine->ops = ops;
    enum hm_status st = ops->open(&engine->self, e, d);
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
