/* whatif_words.c - names and values of facts, results and numbers of the law, for people and
 * for programs. */
#include "report/whatif_family.h"

#include <string.h>
#include "io/record.h"
#include "report/value_text.h"
#include "value/date.h"
#include "value/decimal.h"

static const struct model *model_of(const struct family *f)
{
    return family_policy(f)->model;
}

void whatif_heading(struct buf *out, const struct family *f)
{
    buf_printf(out, "%s  ", family_id(f));
    month_put(out, family_month(f));
    buf_puts(out, "  ");
    value_text_name(out, model_of(f)->name, model_of(f)->zh);
    buf_putc(out, '\n');
}

void whatif_json_heading(struct buf *out, const struct family *f)
{
    buf_puts(out, "\"household\":");
    buf_json_string(out, family_id(f), strlen(family_id(f)));
    buf_puts(out, ",\"month\":\"");
    month_put(out, family_month(f));
    buf_puts(out, "\",\"policy\":");
    buf_json_string(out, model_of(f)->name, strlen(model_of(f)->name));
}

void whatif_cell(struct buf *out, const struct family *f, struct family_cell c)
{
    const struct field *x = &model_of(f)->fields[c.field];
    family_path(f, c, out);
    if (x->zh && strcmp(x->zh, x->name) != 0)
        buf_printf(out, " %s", x->zh);
}

/* The key of an entry of a keyed parameter, or NULL. */
static const struct parameter_entry *entry_of(const struct family *f,
                                              const struct solve_thing *t)
{
    const struct parameter *p = &model_of(f)->parameters[t->parameter];
    const struct parameter_value *v = parameter_on(p, month_first_day(family_month(f)));
    bool is_keyed = t->entry >= 0 && v && (size_t)t->entry < v->count;
    return is_keyed ? &v->entries[t->entry] : NULL;
}

static void put_key(struct buf *out, const struct family *f, const struct solve_thing *t,
                    bool quoted)
{
    const struct parameter *p = &model_of(f)->parameters[t->parameter];
    const struct parameter_entry *e = entry_of(f, t);
    if (!e)
        return;
    if (p->key.kind != KIND_ENUM) {
        buf_printf(out, "%lld", (long long)e->key);
        return;
    }
    const char *name = model_of(f)->enums[p->key.enum_id].values[e->key].name;
    if (quoted)
        buf_json_string(out, name, strlen(name));
    else
        buf_puts(out, name);
}

void whatif_thing(struct buf *out, const struct family *f, const struct solve_thing *t)
{
    if (!t->is_parameter) {
        whatif_cell(out, f, t->cell);
        return;
    }
    const struct parameter *p = &model_of(f)->parameters[t->parameter];
    buf_printf(out, "law.%s", p->name);
    if (entry_of(f, t)) {
        buf_putc(out, '[');
        put_key(out, f, t, false);
        buf_putc(out, ']');
    }
    if (p->zh)
        buf_printf(out, " %s", p->zh);
}

void whatif_value(struct buf *out, const struct family *f, uint16_t field, int64_t stored)
{
    const struct field *x = &model_of(f)->fields[field];
    struct value v;
    record_cell_value(&v, &x->type, stored);
    value_text(out, model_of(f), &x->type, &v);
}

/* A number of the law at x steps. */
static struct value parameter_value(const struct parameter *p, const struct solve_thing *t,
                                    int64_t x)
{
    struct value v = {.kind = p->type.kind};
    if (v.kind == KIND_INTEGER)
        v.as.integer = x;
    else
        (void)rational_make(&v.as.rational, x, v.kind == KIND_NUMBER ? t->steps : 1);
    return v;
}

void whatif_thing_value(struct buf *out, const struct family *f, const struct solve_thing *t,
                        int64_t x)
{
    if (!t->is_parameter) {
        whatif_value(out, f, t->cell.field, x);
        return;
    }
    const struct parameter *p = &model_of(f)->parameters[t->parameter];
    struct value v = parameter_value(p, t, x);
    value_text(out, model_of(f), &p->type, &v);
}

void whatif_thing_json(struct buf *out, const struct family *f, const struct solve_thing *t)
{
    struct buf name;
    const char *zh;
    buf_init(&name);
    if (t->is_parameter) {
        const struct parameter *p = &model_of(f)->parameters[t->parameter];
        buf_printf(&name, "%s", p->name);
        zh = p->zh;
        buf_puts(out, "\"parameter\":");
    } else {
        family_path(f, t->cell, &name);
        zh = model_of(f)->fields[t->cell.field].zh;
        buf_puts(out, "\"fact\":");
    }
    buf_json_string(out, name.data ? name.data : "", name.len);
    buf_fini(&name);
    if (t->is_parameter && entry_of(f, t)) {
        buf_puts(out, ",\"key\":");
        put_key(out, f, t, true);
    }
    if (zh) {
        buf_puts(out, ",\"zh\":");
        buf_json_string(out, zh, strlen(zh));
    }
}

void whatif_thing_value_json(struct buf *out, const struct family *f,
                             const struct solve_thing *t, int64_t x)
{
    const struct model *m = model_of(f);
    if (!t->is_parameter) {
        record_put_stored(out, m, &m->fields[t->cell.field], x);
        return;
    }
    struct value v = parameter_value(&m->parameters[t->parameter], t, x);
    if (v.kind == KIND_MONEY)
        decimal_put_money(out, x);
    else if (v.kind == KIND_NUMBER)
        decimal_put_rational(out, v.as.rational);
    else
        buf_printf(out, "%lld", (long long)x);
}
