/* cause.c - two traces side by side. */
#include "whatif/cause.h"

#include <string.h>

struct pairing {
    int64_t threshold;
    struct cause *out;
    struct arena *arena;
    unsigned depth;
};

/* --- differences --- */

static bool jumps_money(const struct pairing *p, const struct value *a, const struct value *b)
{
    struct rational d;
    if (rational_sub(&d, a->as.rational, b->as.rational) != HM_TRAP_NONE)
        return true;
    struct rational size = {d.num < 0 ? -d.num : d.num, d.den};
    return rational_cmp(size, rational_of(p->threshold)) > 0;
}

/* Whether a cell is another one on the other side, by more than a small step. */
static bool jumps(const struct pairing *p, const struct trace_cell *b,
                  const struct trace_cell *a)
{
    if (b->trap != a->trap)
        return true;
    if (b->trap != HM_TRAP_NONE || value_equal(&b->value, &a->value))
        return false;
    return b->value.kind != KIND_MONEY || jumps_money(p, &b->value, &a->value);
}

static bool same_step(const struct trace_event *b, const struct trace_event *a)
{
    if (b->kind != a->kind)
        return false;
    switch (b->kind) {
    case TRACE_READ:
        return b->cell->field == a->cell->field && b->cell->row == a->cell->row;
    case TRACE_PARAMETER:
        return b->parameter == a->parameter;
    default:
        return b->at.line == a->at.line && b->at.column == a->at.column;
    }
}

/* --- what was found --- */

static struct value kept_value(struct arena *a, struct value v)
{
    if (v.kind == KIND_TEXT) {
        const char *text = arena_strndup(a, v.as.text.p, v.as.text.n);
        v.as.text = text ? (struct str){text, v.as.text.n} : (struct str){"", 0};
    }
    return v;
}

static void keep(struct pairing *p, const struct trace_cell *cell, const struct trace_event *b,
                 const struct trace_event *a)
{
    bool is_step = b->kind == TRACE_STEP;
    *p->out = (struct cause){
        .is_found = true,
        .field = cell->field,
        .row = cell->row,
        .path = arena_strdup(p->arena, cell->path),
        .at = b->kind == TRACE_PARAMETER ? cell->formula : b->at,
        .text = b->kind == TRACE_PARAMETER ? (struct str){"", 0} : b->snippet,
        .op = is_step ? arena_strdup(p->arena, b->op) : NULL,
        .parameter = b->kind == TRACE_PARAMETER ? (int32_t)b->parameter : -1,
    };
    if (is_step) {
        p->out->left_before = kept_value(p->arena, b->left);
        p->out->right_before = kept_value(p->arena, b->right);
        p->out->left_after = kept_value(p->arena, a->left);
        p->out->right_after = kept_value(p->arena, a->right);
    } else if (b->kind == TRACE_PARAMETER) {
        p->out->left_before = kept_value(p->arena, b->result);
        p->out->left_after = kept_value(p->arena, a->result);
    }
}

/* --- side by side --- */

static bool look_into(struct pairing *p, const struct trace_cell *b,
                      const struct trace_cell *a);

static bool look_at(struct pairing *p, const struct trace_cell *cell,
                    const struct trace_event *b, const struct trace_event *a)
{
    if (b->kind == TRACE_READ)
        return jumps(p, b->cell, a->cell) && look_into(p, b->cell, a->cell);
    bool other = !value_equal(&b->result, &a->result);
    bool answers = b->result.kind == KIND_BOOLEAN;
    bool looks_up = b->kind == TRACE_PARAMETER && b->key.kind != KIND_NONE;
    if (!other || (!answers && !looks_up))
        return false;
    keep(p, cell, b, a);
    return true;
}

static bool look_into(struct pairing *p, const struct trace_cell *b, const struct trace_cell *a)
{
    if (p->depth >= LIMIT_FORMULA_DEPTH)
        return false;
    p->depth++;
    const struct trace_event *x = b->events, *y = a->events;
    bool found = false;
    for (; !found && x && y && same_step(x, y); x = x->next, y = y->next)
        found = look_at(p, b, x, y);
    p->depth--;
    return found;
}

static enum hm_status trace_at(struct solve *s, struct trace *t, const uint16_t *outputs,
                               size_t count, int64_t x, struct diag *d)
{
    TRY(solve_put(s, x));
    struct evaluation e = {.policy = family_policy(s->family),
                           .month = family_month(s->family),
                           .outputs = outputs,
                           .output_count = count,
                           .root = family_frame(s->family)->root,
                           .patches = s->law->patches,
                           .patch_count = s->law->patch_count,
                           .formulas = s->law->formulas,
                           .formula_count = s->law->formula_count,
                           .probe = family_probe(s->family)};
    enum hm_status st = trace_run(t, &e, family_frame(s->family), 0, d);
    solve_put_back(s);
    return st;
}

enum hm_status cause_open(struct cause_pair *out, struct solve *s, const uint16_t *outputs,
                          size_t count, int64_t before, int64_t after, struct diag *d)
{
    trace_init(&out->before);
    trace_init(&out->after);
    TRY(trace_at(s, &out->before, outputs, count, before, d));
    return trace_at(s, &out->after, outputs, count, after, d);
}

void cause_close(struct cause_pair *p)
{
    trace_fini(&p->before);
    trace_fini(&p->after);
}

void cause_find(struct cause *out, const struct cause_pair *pair, uint16_t output,
                int64_t threshold_fen, struct arena *a)
{
    struct pairing p = {.threshold = threshold_fen, .out = out, .arena = a};
    *out = (struct cause){.parameter = -1};
    for (size_t i = 0; !out->is_found && i < pair->before.output_count; i++) {
        const struct trace_cell *x = pair->before.outputs[i], *y = pair->after.outputs[i];
        if (x->field == output && jumps(&p, x, y))
            (void)look_into(&p, x, y);
    }
}
