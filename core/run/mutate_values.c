/* mutate_values.c - mutants of parameters: each value one unit up and down, each edge of bands
 * moved and given to the other side, each comparison turned.
 */
#include <string.h>
#include "run/mutate_list.h"
#include "value/date.h"
#include "value/decimal.h"

/* --- texts --- */

static void put_value(struct buf *b, const struct model *m, const struct type *t,
                      const struct value *v)
{
    switch (v->kind) {
    case KIND_BOOLEAN:
        buf_puts(b, v->as.boolean ? "true" : "false");
        break;
    case KIND_INTEGER:
        buf_printf(b, "%lld", (long long)v->as.integer);
        break;
    case KIND_NUMBER:
        decimal_put_rational(b, v->as.rational);
        break;
    case KIND_MONEY:
        decimal_put_money_rational(b, v->as.rational, false);
        break;
    case KIND_ENUM:
        buf_puts(b, m->enums[t->enum_id].values[v->as.code].name);
        break;
    case KIND_DATE:
        date_put(b, v->as.day);
        break;
    case KIND_MONTH:
        month_put(b, v->as.day);
        break;
    default:
        buf_putc(b, '?');
    }
}

static const char *value_text(struct mutant_list *l, const struct parameter *p,
                              const struct value *v)
{
    struct buf b;
    buf_init(&b);
    put_value(&b, l->rig->levels[l->rig->own].policy->model, &p->type, v);
    const char *text = mutant_text(l, "%s", buf_ok(&b) ? b.data : "?");
    buf_fini(&b);
    return text;
}

static const char *edge_text(struct mutant_list *l, const struct parameter *p,
                             struct rational x)
{
    struct buf b;
    buf_init(&b);
    if (p->key.kind == KIND_MONEY)
        decimal_put_money_rational(&b, x, false);
    else
        decimal_put_rational(&b, x);
    const char *text = mutant_text(l, "%s", buf_ok(&b) ? b.data : "?");
    buf_fini(&b);
    return text;
}

static const char *row_text(struct mutant_list *l, const struct parameter *p,
                            const struct parameter_value *v, uint32_t row)
{
    const struct model *m = l->rig->levels[l->rig->own].policy->model;
    if (parameter_is_single(p))
        return "";
    if (row == RIG_OTHERWISE)
        return "[otherwise]";
    if (p->kind != PARAMETER_KEYED)
        return mutant_text(l, "[%u]", row + 1);
    if (p->key.kind == KIND_ENUM)
        return mutant_text(l, "[%s]",
                           m->enums[p->key.enum_id].values[v->entries[row].key].name);
    return mutant_text(l, "[%lld]", (long long)v->entries[row].key);
}

/* --- one unit up and down --- */

/* A yuan; one; a step of the last decimal that the value has. */
static struct rational unit_of(const struct value *v)
{
    if (v->kind == KIND_MONEY)
        return rational_of(v->as.rational.den == 1 && v->as.rational.num % 100 ? 1 : 100);
    int64_t den = 1;
    while (v->kind == KIND_NUMBER && den < 1000000 && den % v->as.rational.den != 0)
        den *= 10;
    return (struct rational){1, den};
}

/* The value moved by `sign` units, or turned; false: there is no such value. */
static bool nudged(const struct model *m, const struct type *t, const struct value *v, int sign,
                   struct value *out)
{
    *out = *v;
    switch (v->kind) {
    case KIND_BOOLEAN:
        out->as.boolean = !v->as.boolean;
        return sign > 0;
    case KIND_INTEGER:
        out->as.integer += sign;
        return sign > 0 || v->as.integer != 0;
    case KIND_ENUM:
        out->as.code = (uint8_t)((v->as.code + 1) % m->enums[t->enum_id].count);
        return sign > 0 && m->enums[t->enum_id].count > 1;
    case KIND_DATE:
    case KIND_MONTH:
        out->as.day += sign;
        return true;
    case KIND_NUMBER:
    case KIND_MONEY:
        if (sign < 0 && v->as.rational.num == 0)
            return false;
        return (sign > 0 ? rational_add : rational_sub)(&out->as.rational, v->as.rational,
                                                        unit_of(v)) == HM_TRAP_NONE;
    default:
        return false;
    }
}

struct place_of_value {
    size_t parameter, value;
    const struct parameter *p;
    const struct parameter_value *v;
};

static struct mutant *add(struct mutant_list *l, const struct place_of_value *w, uint32_t row,
                          const struct value_change *change)
{
    struct buf name;
    buf_init(&name);
    buf_printf(&name, "%s@", w->p->name);
    date_put(&name, w->v->from);
    buf_puts(&name, row_text(l, w->p, w->v, row));
    const char *text = mutant_text(l, "%s", buf_ok(&name) ? name.data : w->p->name);
    buf_fini(&name);
    struct mutant *m = mutant_add(l, MUTANT_VALUE, w->p->level, text, NULL, &w->v->at);
    struct value_change *kept = m ? arena_alloc(&l->out->arena, sizeof *kept) : NULL;
    if (!kept) {
        l->failed |= m != NULL;
        return NULL;
    }
    *kept = *change;
    kept->parameter = (uint16_t)w->parameter;
    kept->value = (uint32_t)w->value;
    kept->row = row;
    kept->number = l->rig->levels[l->rig->own].values[w->parameter][w->value];
    m->change = kept;
    return m;
}

static void reach_row(struct mutant_list *l, struct mutant *m, uint32_t row)
{
    rig_mark mark = rig_mark_make(REACH_VALUE, 0, m->change->number, row);
    mutant_reach(l, m, mark, mark);
}

static void list_value(struct mutant_list *l, const struct place_of_value *w, uint32_t row,
                       const struct value *v)
{
    const struct model *model = l->rig->levels[l->rig->own].policy->model;
    for (int sign = 1; sign >= -1; sign -= 2) {
        struct value_change change = {.part = CHANGE_VALUE};
        if (!nudged(model, &w->p->type, v, sign, &change.to))
            continue;
        struct mutant *m = add(l, w, row, &change);
        if (!m)
            continue;
        m->was = value_text(l, w->p, v);
        m->becomes = value_text(l, w->p, &change.to);
        reach_row(l, m, row);
    }
}

/* --- edges --- */

static struct rational edge_unit(const struct parameter *p)
{
    return rational_of(p->key.kind == KIND_MONEY ? 100 : 1);
}

static void list_edge(struct mutant_list *l, const struct place_of_value *w, uint32_t row,
                      const struct value_change *change, const char *was, const char *becomes)
{
    struct mutant *m = add(l, w, row, change);
    if (!m)
        return;
    m->was = was;
    m->becomes = becomes;
    reach_row(l, m, row);
    if (change->part == CHANGE_EDGE)
        reach_row(l, m, row + 1);
    reach_row(l, m, RIG_OTHERWISE);
}

static void list_moved(struct mutant_list *l, const struct place_of_value *w, uint32_t row,
                       enum change_part part, struct rational edge, bool closed_low)
{
    for (int sign = 1; sign >= -1; sign -= 2) {
        struct value_change change = {.part = part, .is_closed_low = closed_low};
        if ((sign > 0 ? rational_add : rational_sub)(&change.edge, edge, edge_unit(w->p)) ==
            HM_TRAP_NONE)
            list_edge(l, w, row, &change, edge_text(l, w->p, edge),
                      edge_text(l, w->p, change.edge));
    }
}

static void list_edges(struct mutant_list *l, const struct place_of_value *w)
{
    const struct parameter_value *v = w->v;
    bool is_whole = w->p->key.kind == KIND_INTEGER;
    if (v->count && v->bands[0].has_low)
        list_moved(l, w, 0, CHANGE_LOW, v->bands[0].low, true);
    if (v->count && v->bands[v->count - 1].has_high)
        list_moved(l, w, (uint32_t)v->count - 1, CHANGE_HIGH, v->bands[v->count - 1].high,
                   true);
    for (uint32_t i = 0; i + 1 < v->count; i++) {
        const struct band *upper = &v->bands[i + 1];
        if (!upper->has_low)
            continue;
        list_moved(l, w, i, CHANGE_EDGE, upper->low, upper->low_closed);
        if (is_whole || w->p->kind == PARAMETER_MARGINAL)
            continue;
        struct value_change change = {.part = CHANGE_EDGE, .edge = upper->low};
        change.is_closed_low = !upper->low_closed;
        const char *text = edge_text(l, w->p, upper->low);
        list_edge(l, w, i, &change,
                  mutant_text(l, "%s %s", upper->low_closed ? "from" : "above", text),
                  mutant_text(l, "%s %s", upper->low_closed ? "above" : "from", text));
    }
}

static void list_comparison(struct mutant_list *l, const struct place_of_value *w)
{
    static const enum comparison turned[][2] = {
        [CMP_LT] = {CMP_LE, CMP_GE}, [CMP_LE] = {CMP_LT, CMP_GT}, [CMP_EQ] = {CMP_NE, CMP_NE},
        [CMP_NE] = {CMP_EQ, CMP_EQ}, [CMP_GE] = {CMP_GT, CMP_LT}, [CMP_GT] = {CMP_GE, CMP_LE}};
    for (int i = 0; i < 2; i++) {
        struct value_change change = {.part = CHANGE_OP, .op = turned[w->v->op][i]};
        if (i == 1 && change.op == turned[w->v->op][0])
            continue;
        struct mutant *m = add(l, w, 0, &change);
        if (!m)
            continue;
        m->was = comparison_name(w->v->op);
        m->becomes = comparison_name(change.op);
        reach_row(l, m, 0);
    }
}

static void list_one(struct mutant_list *l, const struct place_of_value *w)
{
    const struct parameter_value *v = w->v;
    switch (w->p->kind) {
    case PARAMETER_SCALAR:
        list_value(l, w, 0, &v->scalar);
        break;
    case PARAMETER_COMPARISON:
        list_comparison(l, w);
        break;
    case PARAMETER_KEYED:
        for (uint32_t i = 0; i < v->count; i++)
            list_value(l, w, i, &v->entries[i].value);
        break;
    case PARAMETER_TABLE:
        for (uint32_t i = 0; i < v->count; i++)
            list_value(l, w, i, &v->rows[i].value);
        break;
    case PARAMETER_BANDS:
    case PARAMETER_MARGINAL:
        for (uint32_t i = 0; i < v->count; i++)
            list_value(l, w, i, &v->bands[i].value);
        list_edges(l, w);
        break;
    }
    if (v->has_otherwise)
        list_value(l, w, RIG_OTHERWISE, &v->otherwise);
}

/* What nobody has published yet is no rule to be tested. */
static bool is_wanted_value(const struct mutant_list *l, const struct parameter *p)
{
    return l->options->everything ||
           strcmp(p->level, l->rig->levels[l->rig->own].policy->model->name) == 0;
}

void mutate_list_values(struct mutant_list *l)
{
    const struct model *m = l->rig->levels[l->rig->own].policy->model;
    for (size_t i = 0; i < m->parameter_count; i++) {
        const struct parameter *p = &m->parameters[i];
        for (size_t k = 0; k < p->count; k++) {
            struct place_of_value w = {i, k, p, &p->values[k]};
            if (p->values[k].status == CITED_PLACEHOLDER)
                l->out->placeholders += is_wanted_value(l, p);
            else if (!p->values[k].ended)
                list_one(l, &w);
        }
    }
}

/* --- making the change --- */

static void change_bands(struct band *bands, size_t n, const struct value_change *c)
{
    struct band *b = &bands[c->row];
    if (c->part == CHANGE_VALUE) {
        b->value = c->to;
    } else if (c->part == CHANGE_LOW) {
        b->low = c->edge;
    } else if (c->part == CHANGE_HIGH || c->row + 1 >= n) {
        b->high = c->edge;
    } else {
        /* whole numbers may have been written as upto 79, from 80: both sides follow */
        b->high = b[1].low = c->edge;
        b->high_closed = !c->is_closed_low;
        b[1].low_closed = c->is_closed_low;
    }
}

bool value_changed(struct parameter_value *out, const struct parameter *p,
                   const struct parameter_value *v, const struct value_change *c,
                   struct arena *a)
{
    *out = *v;
    if (c->part == CHANGE_OP) {
        out->op = c->op;
    } else if (c->row == RIG_OTHERWISE) {
        out->otherwise = c->to;
    } else if (p->kind == PARAMETER_SCALAR) {
        out->scalar = c->to;
    } else if (p->kind == PARAMETER_KEYED) {
        out->entries = arena_alloc(a, (v->count + 1) * sizeof *out->entries);
        if (!out->entries)
            return false;
        memcpy(out->entries, v->entries, v->count * sizeof *out->entries);
        out->entries[c->row].value = c->to;
    } else if (p->kind == PARAMETER_TABLE) {
        out->rows = arena_alloc(a, (v->count + 1) * sizeof *out->rows);
        if (!out->rows)
            return false;
        memcpy(out->rows, v->rows, v->count * sizeof *out->rows);
        out->rows[c->row].value = c->to;
    } else {
        out->bands = arena_alloc(a, (v->count + 1) * sizeof *out->bands);
        if (!out->bands)
            return false;
        memcpy(out->bands, v->bands, v->count * sizeof *out->bands);
        change_bands(out->bands, v->count, c);
    }
    return true;
}
