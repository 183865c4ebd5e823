/* vecinfo.c - see vecinfo.h. Each month of interest is compiled once for each root. */
#include "exec/vecinfo.h"

#include <string.h>
#include "base/mem.h"
#include "ir/lower.h"
#include "ir/program.h"
#include "value/date.h"

/* One compilation: the values, and what they were made from. */
struct build {
    struct arena arena;
    struct ir ir;
    struct lower_report report;
};

static void build_fini(struct build *b)
{
    ir_fini(&b->ir);
    arena_fini(&b->arena);
}

static enum hm_status build_init(struct build *b, const struct policy *p, uint8_t root,
                                 const uint16_t *fields, size_t count, int32_t month,
                                 struct diag *d)
{
    size_t n = policy_script_count(p);
    arena_init(&b->arena);
    ir_init(&b->ir, &b->arena, p->model, root, IR_ALL);
    struct ast_file **files = arena_alloc(&b->arena, (n + 1) * sizeof *files);
    for (size_t i = 0; files && i < n; i++)
        files[i] = policy_script(p, i);
    struct lower_request q = {.model = p->model,
                              .files = files,
                              .file_count = n,
                              .root = root,
                              .month = month,
                              .outputs = fields,
                              .output_count = count,
                              .passes = IR_ALL};
    enum hm_status st = files ? lower_outputs(&b->ir, &q, &b->report) : HM_NOMEM;
    if (st == HM_OK)
        return HM_OK;
    build_fini(b);
    return diag_nomem(d, _("compiling a policy"));
}

/* --- months --- */

/* The first month whose first day is not before the date. */
static int32_t month_from(int32_t date)
{
    int32_t month = date_month(date);
    return month_first_day(month) < date ? month + 1 : month;
}

int32_t vecinfo_latest_month(const struct model *m)
{
    int32_t latest = month_from(0);
    for (size_t i = 0; i < m->parameter_count; i++)
        for (size_t k = 0; k < m->parameters[i].count; k++) {
            const struct parameter_value *v = &m->parameters[i].values[k];
            if (!v->ended && v->from != DATE_ALWAYS && month_from(v->from) > latest)
                latest = month_from(v->from);
        }
    for (size_t i = 0; i < m->field_count; i++)
        for (size_t k = 0; k < m->fields[i].formula_count; k++) {
            int32_t from = m->fields[i].formulas[k].from;
            if (from != DATE_ALWAYS && month_from(from) > latest)
                latest = month_from(from);
        }
    return latest;
}

static int32_t month_of_formula(const struct field *f, uint16_t k, int32_t latest)
{
    if (k + 1 < f->formula_count)
        return month_from(f->formulas[k + 1].from) - 1;
    return latest;
}

/* --- formulas --- */

static enum hm_status list_formulas(struct vecinfo *v, const struct model *m)
{
    int32_t latest = vecinfo_latest_month(m);
    size_t n = 0;
    for (size_t i = 0; i < m->field_count; i++)
        n += m->fields[i].formula_count;
    v->formulas = arena_zalloc(&v->arena, (n + 1) * sizeof *v->formulas);
    if (!v->formulas)
        return HM_NOMEM;
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        for (uint16_t k = 0; k < f->formula_count; k++)
            v->formulas[v->count++] =
                (struct vecinfo_formula){.field = (uint16_t)i,
                                         .formula = k,
                                         .month = month_of_formula(f, k, latest),
                                         .is_ended = f->formulas[k].ended};
    }
    return HM_OK;
}

static const struct lower_reason *reason_of(const struct build *b, uint16_t field)
{
    for (size_t i = 0; i < b->report.slow_count; i++)
        if (b->report.slow[i].field == field)
            return &b->report.slow[i];
    return NULL;
}

static enum hm_status describe(struct vecinfo *v, struct vecinfo_formula *f,
                               const struct build *b, const struct policy *p)
{
    const struct lower_reason *reason = reason_of(b, f->field);
    if (reason) {
        f->at = reason->position ? policy_place(p, reason->position)
                                 : p->model->fields[f->field].formulas[f->formula].at;
        f->why = arena_strdup(&v->arena, reason->text);
        v->slow++;
        return f->why ? HM_OK : HM_NOMEM;
    }
    for (uint32_t i = 0; i < b->ir.output_count; i++) {
        const struct ir_output *o = &b->ir.outputs[i];
        if (o->field != f->field)
            continue;
        f->is_fast = true;
        f->lane = ir_at(&b->ir, o->num)->lane;
        f->den = o->den;
        f->has_den = o->den_ref != 0;
        f->has_doubt = o->doubt != 0;
    }
    v->fast++;
    return HM_OK;
}

/* All formulas of one root that are looked at in one month. */
static enum hm_status one_month(struct vecinfo *v, const struct policy *p, uint8_t root,
                                int32_t month, struct diag *d)
{
    const struct model *m = p->model;
    struct build b;
    size_t n = 0;
    uint16_t *fields = mem_calloc(m->field_count + 1, sizeof *fields);
    if (!fields)
        return diag_nomem(d, _("compiling a policy"));
    for (size_t i = 0; i < v->count; i++) {
        const struct vecinfo_formula *f = &v->formulas[i];
        bool wanted = f->month == month && !f->is_ended &&
                      m->entities[m->fields[f->field].entity].root == root;
        if (wanted)
            fields[n++] = f->field;
    }
    enum hm_status st = n ? build_init(&b, p, root, fields, n, month, d) : HM_OK;
    for (size_t i = 0, k = 0; n && st == HM_OK && i < v->count && k < n; i++) {
        struct vecinfo_formula *f = &v->formulas[i];
        if (f->field != fields[k] || f->month != month || f->is_ended)
            continue;
        k++;
        st = describe(v, f, &b, p);
    }
    if (n && st == HM_OK)
        build_fini(&b);
    mem_free(fields);
    return st;
}

static bool looked_at_before(const struct vecinfo *v, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (v->formulas[i].month == v->formulas[at].month)
            return true;
    return false;
}

enum hm_status vecinfo_make(struct vecinfo *out, const struct policy *p, struct diag *d)
{
    const struct model *m = p->model;
    struct vecinfo v = {0};
    arena_init(&v.arena);
    enum hm_status st = list_formulas(&v, m);
    for (size_t i = 0; st == HM_OK && i < v.count; i++) {
        if (looked_at_before(&v, i))
            continue;
        for (size_t e = 0; st == HM_OK && e < m->entity_count; e++)
            if (m->entities[e].root == e)
                st = one_month(&v, p, (uint8_t)e, v.formulas[i].month, d);
    }
    if (st != HM_OK) {
        vecinfo_fini(&v);
        return diag_nomem(d, _("compiling a policy"));
    }
    *out = v;
    return HM_OK;
}

void vecinfo_fini(struct vecinfo *v)
{
    arena_fini(&v->arena);
    *v = (struct vecinfo){0};
}

void vecinfo_put_lanes(const struct vecinfo_formula *f, struct buf *out)
{
    buf_puts(out, f->lane == 'B' ? "u8" : f->lane == 'I' ? "i32" : "i64");
    if (f->has_den)
        buf_puts(out, "/i64");
    else if (f->den != 1)
        buf_printf(out, "/%lld", (long long)f->den);
}

/* --- programs as text --- */

static enum hm_status print_program(struct buf *out, struct ir *ir, bool registers,
                                    struct diag *d)
{
    struct program program;
    if (!registers) {
        ir_dump(ir, out);
        return HM_OK;
    }
    if (program_make(&program, ir) != HM_OK)
        return diag_nomem(d, _("compiling a policy"));
    program_dump(&program, out);
    program_fini(&program);
    return HM_OK;
}

static enum hm_status verified(const struct ir *ir, enum hm_status on_break, struct diag *d)
{
    struct buf breaks;
    buf_init(&breaks);
    enum hm_status st = HM_OK;
    if (!ir_verify(ir, &breaks))
        st = diag_error(d, on_break, NULL, _("this is no sound program:\n%s"),
                        breaks.data ? breaks.data : "");
    buf_fini(&breaks);
    return st;
}

static void note_slow(const struct build *b, const struct policy *p, struct diag *d)
{
    char path[256];
    for (size_t i = 0; i < b->report.slow_count; i++) {
        const struct lower_reason *r = &b->report.slow[i];
        struct place at = {0};
        if (r->position)
            at = policy_place(p, r->position);
        model_field_path(p->model, r->field, path, sizeof path);
        diag_add(d, HM_LEVEL_NOTE, HM_OK, &at, NULL, _("%s is left to Lua: %s"), path, r->text);
    }
}

enum hm_status vecinfo_dump(struct buf *out, const struct policy *p, const uint16_t *fields,
                            size_t count, int32_t month, bool registers, struct diag *d)
{
    const struct model *m = p->model;
    struct build b;
    if (count == 0)
        return HM_OK;
    uint8_t root = m->entities[m->fields[fields[0]].entity].root;
    for (size_t i = 1; i < count; i++)
        if (m->entities[m->fields[fields[i]].entity].root != root)
            return diag_error(d, HM_USAGE, NULL,
                              _("%s and %s lie under different roots: a program has one"),
                              m->fields[fields[0]].name, m->fields[fields[i]].name);
    TRY(build_init(&b, p, root, fields, count, month, d));
    enum hm_status st = verified(&b.ir, HM_INTERNAL, d);
    if (st == HM_OK)
        st = print_program(out, &b.ir, registers, d);
    if (st == HM_OK)
        note_slow(&b, p, d);
    build_fini(&b);
    return st;
}

/* The root a program is for: that of the first output's entity. */
static uint8_t root_of_text(const struct model *m, const char *text)
{
    const char *at = strstr(text, "\noutput ");
    const char *dot = at ? strchr(at, '.') : NULL;
    if (!dot)
        return 0;
    at += 8;
    uint8_t entity = model_entity(m, (struct str){at, (size_t)(dot - at)});
    return entity == NO_ENTITY ? 0 : m->entities[entity].root;
}

enum hm_status vecinfo_read(struct buf *out, const struct policy *p, const char *text,
                            bool registers, struct diag *d)
{
    struct arena a;
    struct ir ir;
    arena_init(&a);
    ir_init(&ir, &a, p->model, root_of_text(p->model, text), IR_ALL);
    enum hm_status st = HM_OK;
    if (!ir_read(&ir, text))
        st = ir.failed
                 ? diag_nomem(d, _("reading a program"))
                 : diag_error(d, HM_DATA, NULL,
                              _("this is no program of policy %s, written by huimin dump"),
                              p->model->name);
    if (st == HM_OK)
        st = verified(&ir, HM_DATA, d);
    if (st == HM_OK)
        st = print_program(out, &ir, registers, d);
    ir_fini(&ir);
    arena_fini(&a);
    return st;
}
