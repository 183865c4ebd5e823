/* rig_reach.c - runs each case by itself and writes down what the reference engine does. */
#include <stdlib.h>
#include <string.h>
#include "model/decision.h"
#include "base/mem.h"
#include "exec/luarun.h"
#include "run/rig.h"
#include "run/task.h"
#include "value/date.h"

struct recorder {
    const struct rig *rig;
    const struct rig_level *level;
    const struct rig_case *now;
    rig_mark *marks;
    size_t count, cap;
    uint64_t steps;
    uint32_t test; /* number of the comparison of the law that was just asked; 0: none */
    bool failed;
};

/* Marks come again and again: those just noted are not noted twice. */
static void note(struct recorder *c, rig_mark mark)
{
    void *marks = c->marks;
    for (size_t i = c->count; i-- > 0 && i + 8 > c->count;)
        if (c->marks[i] == mark)
            return;
    if (mem_grow(&marks, &c->cap, c->count + 1, sizeof *c->marks) != 0) {
        c->failed = true;
        return;
    }
    c->marks = marks;
    c->marks[c->count++] = mark;
}

/* --- values --- */

static bool rational_value(const struct value *v, struct rational *out)
{
    switch (v->kind) {
    case KIND_INTEGER:
        *out = rational_of(v->as.integer);
        return true;
    case KIND_NUMBER:
    case KIND_MONEY:
        *out = v->as.rational;
        return true;
    case KIND_DATE:
    case KIND_MONTH:
        *out = rational_of(v->as.day);
        return true;
    default:
        return false;
    }
}

static enum reach_order order_of(const struct value *left, const struct value *right)
{
    struct rational a, b;
    if (!rational_value(left, &a) || !rational_value(right, &b))
        return ORDER_NONE;
    int c = rational_cmp(a, b);
    return c < 0 ? ORDER_LESS : c > 0 ? ORDER_GREATER : ORDER_EQUAL;
}

static bool key_rational(const struct recorder *c, const struct parameter *p,
                         const struct value *key, struct rational *out)
{
    if (key->kind != KIND_TEXT)
        return rational_value(key, out);
    int code = enum_code(&c->level->policy->model->enums[p->key.enum_id], key->as.text);
    *out = rational_of(code);
    return code >= 0;
}

static void note_lookup(struct recorder *c, const struct parameter *p,
                        const struct parameter_value *v, const struct value *key,
                        uint32_t number)
{
    struct rational x;
    bool found = false;
    if (!key_rational(c, p, key, &x))
        return;
    for (size_t i = 0; i < v->count; i++) {
        bool here = p->kind == PARAMETER_KEYED
                        ? rational_cmp(x, rational_of(v->entries[i].key)) == 0
                        : band_holds(&v->bands[i], x);
        if (here)
            note(c, rig_mark_make(REACH_VALUE, 0, number, (uint32_t)i));
        found |= here;
    }
    if (!found && v->has_otherwise)
        note(c, rig_mark_make(REACH_VALUE, 0, number, RIG_OTHERWISE));
}

/* The rows that hold; of a table whose first one decides, that one. */
static void note_rows(struct recorder *c, const struct parameter *p,
                      const struct parameter_value *v, const struct rational *arguments,
                      uint32_t number)
{
    bool found = false;
    for (size_t i = 0; i < v->count && !(found && p->hit == HIT_FIRST); i++) {
        if (!decision_holds(&v->rows[i], p->column_count, arguments))
            continue;
        note(c, rig_mark_make(REACH_VALUE, 0, number, (uint32_t)i));
        found = true;
    }
    if (!found && v->has_otherwise)
        note(c, rig_mark_make(REACH_VALUE, 0, number, RIG_OTHERWISE));
}

/* Which dated value of the parameter this is; one that a case set is none. */
static size_t value_index(const struct parameter *p, const struct parameter_value *v)
{
    for (size_t i = 0; i < p->count; i++) {
        const struct parameter_value *one = &p->values[i];
        if (one->from == v->from && one->at.line == v->at.line &&
            one->at.column == v->at.column && one->at.file == v->at.file)
            return i;
    }
    return p->count;
}

/* --- what the engine tells --- */

static void on_begin(void *ctx, uint16_t field, uint32_t row)
{
    struct recorder *c = ctx;
    const struct field *f = &c->level->policy->model->fields[field];
    const struct example *e = c->now->example;
    (void)row;
    c->steps++;
    for (uint16_t k = 0; k < f->formula_count; k++) {
        bool is_over =
            k + 1 < f->formula_count && f->formulas[k + 1].from <= month_first_day(e->from);
        bool begins =
            f->formulas[k].from == DATE_ALWAYS || f->formulas[k].from <= month_first_day(e->to);
        if (begins && !is_over && !f->formulas[k].ended)
            note(c, rig_mark_make(REACH_FORMULA, 0, c->level->formulas[field][k], 0));
    }
}

static void on_end(void *ctx, uint16_t field, uint32_t row, const struct cell_outcome *o)
{
    (void)ctx;
    (void)field;
    (void)row;
    (void)o;
}

static void on_parameter(void *ctx, uint16_t parameter, const struct parameter_value *in_force,
                         const struct value *key, const struct value *value,
                         const struct rational *arguments)
{
    struct recorder *c = ctx;
    const struct parameter *p = &c->level->policy->model->parameters[parameter];
    size_t i = in_force ? value_index(p, in_force) : p->count;
    (void)value;
    c->test = 0;
    if (i == p->count)
        return;
    uint32_t number = c->level->values[parameter][i];
    if (parameter_is_single(p))
        note(c, rig_mark_make(REACH_VALUE, 0, number, 0));
    else if (arguments)
        note_rows(c, p, in_force, arguments, number);
    else
        note_lookup(c, p, in_force, key, number);
    c->test = p->kind == PARAMETER_COMPARISON ? number : 0;
}

static bool is_comparison(const char *op)
{
    return op[0] == '<' || op[0] == '>' || ((op[0] == '=' || op[0] == '~') && op[1] == '=');
}

static void on_step(void *ctx, const char *op, uint32_t position, const struct value *left,
                    const struct value *right, const struct value *result)
{
    struct recorder *c = ctx;
    uint32_t test = c->test, sub = result->kind == KIND_BOOLEAN && result->as.boolean;
    uint32_t offset = position & (LIMIT_SCRIPT_BYTES - 1);
    uint32_t file = c->level->files[position >> 20];
    c->test = 0;
    c->steps++;
    if (strcmp(op, "if") == 0) {
        note(c, rig_mark_make(REACH_CONDITION, file, offset, sub));
    } else if (is_comparison(op)) {
        sub |= (uint32_t)order_of(left, right) << 1;
        note(c, test ? rig_mark_make(REACH_TEST, 0, test, sub)
                     : rig_mark_make(REACH_COMPARISON, file, offset, sub));
    } else {
        note(c, rig_mark_make(REACH_STEP, file, offset, 0));
    }
}

/* --- running --- */

static int compare_marks(const void *left, const void *right)
{
    rig_mark a = *(const rig_mark *)left, b = *(const rig_mark *)right;
    return (a > b) - (a < b);
}

static size_t unique(rig_mark *marks, size_t n)
{
    size_t kept = 0;
    if (n)
        qsort(marks, n, sizeof *marks, compare_marks);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || marks[kept - 1] != marks[i])
            marks[kept++] = marks[i];
    return kept;
}

static enum hm_status run_case(struct recorder *c, struct rig_case *one, struct probe *probe,
                               const struct hm_host *host, struct diag *d)
{
    struct examples_report report;
    examples_init(&report);
    c->now = one;
    c->count = 0;
    c->steps = 0;
    enum hm_status st =
        examples_cases(&report, c->level->policy, &one->example, 1, probe, host, d);
    one->passed = st == HM_OK && report.cases == 1 && report.cases_failed == 0;
    one->steps = c->steps;
    one->mark_count = unique(c->marks, c->count);
    one->marks = mem_alloc((one->mark_count + 1) * sizeof *one->marks);
    if (one->marks && one->mark_count)
        memcpy(one->marks, c->marks, one->mark_count * sizeof *one->marks);
    examples_fini(&report);
    return st == HM_OK && (c->failed || !one->marks) ? diag_nomem(d, _("testing a policy"))
                                                     : st;
}

static enum hm_status run_level(struct rig *r, struct rig_level *level, struct hm_host *host,
                                const struct hm_host *caller, struct diag *d)
{
    struct recorder c = {.rig = r, .level = level};
    const struct luarun_observer observer = {.ctx = &c,
                                             .begin = on_begin,
                                             .end = on_end,
                                             .read = on_end,
                                             .parameter = on_parameter,
                                             .step = on_step};
    struct probe probe;
    enum hm_status st = HM_OK;
    probe_init(&probe);
    probe.observer = &observer;
    for (size_t i = 0; i < level->count && st == HM_OK; i++) {
        task_progress(caller, _("testing"), level->first + i, r->case_count);
        st = task_stopped(caller) ? HM_INTERRUPTED
                                  : run_case(&c, &r->cases[level->first + i], &probe, host, d);
    }
    probe_fini(&probe);
    mem_free(c.marks);
    return st;
}

static int compare_hits(const void *left, const void *right)
{
    const struct rig_hit *a = left, *b = right;
    if (a->mark != b->mark)
        return a->mark < b->mark ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

/* By mark, so that one can ask who reaches it. */
static enum hm_status index_hits(struct rig *r, struct diag *d)
{
    size_t room = 1;
    for (size_t i = 0; i < r->case_count; i++)
        room += r->cases[i].mark_count;
    mem_free(r->hits);
    r->hit_count = 0;
    r->hits = mem_calloc(room, sizeof *r->hits);
    if (!r->hits)
        return diag_nomem(d, _("testing a policy"));
    for (size_t i = 0; i < r->case_count; i++)
        for (size_t k = 0; k < r->cases[i].mark_count; k++)
            r->hits[r->hit_count++] = (struct rig_hit){r->cases[i].marks[k], (uint32_t)i};
    if (r->hit_count)
        qsort(r->hits, r->hit_count, sizeof *r->hits, compare_hits);
    return HM_OK;
}

enum hm_status rig_reach(struct rig *r, const struct hm_host *caller, struct diag *d)
{
    struct hm_host host = *caller;
    host.engine = HM_ENGINE_LUA;
    host.progress = NULL;
    for (size_t i = 0; i < r->level_count; i++)
        TRY(run_level(r, &r->levels[i], &host, caller, d));
    return index_hits(r, d);
}
