/* parameter_text.c - keys, bands, rows and values of parameters as text. */
#include "report/parameter_text.h"

#include <string.h>
#include "report/value_text.h"

void parameter_text_label(struct buf *out, const struct model *m, const struct type *t,
                          int64_t key)
{
    if (t->kind == KIND_ENUM) {
        const struct enum_value *v = &m->enums[t->enum_id].values[key];
        buf_puts(out, v->zh ? v->zh : v->name);
    } else if (t->kind == KIND_BOOLEAN) {
        buf_puts(out, key ? _("yes") : _("no"));
    } else {
        buf_printf(out, "%lld", (long long)key);
    }
}

static void put_edge(struct buf *out, const struct model *m, const struct type *t,
                     struct rational edge)
{
    struct value v = {.kind = t->kind == KIND_MONEY ? KIND_MONEY : KIND_NUMBER};
    v.as.rational = edge;
    value_text(out, m, t, &v);
}

/* "80 ≤ x < 90" */
static void put_band(struct buf *out, const struct model *m, const struct type *t,
                     const struct band *b)
{
    if (b->has_low) {
        put_edge(out, m, t, b->low);
        buf_puts(out, b->low_closed ? " ≤ " : " < ");
    }
    buf_putc(out, 'x');
    if (b->has_high) {
        buf_puts(out, b->high_closed ? " ≤ " : " < ");
        put_edge(out, m, t, b->high);
    }
}

static bool is_point(const struct band *b)
{
    return b->has_low && b->has_high && rational_cmp(b->low, b->high) == 0;
}

void parameter_text_cell(struct buf *out, const struct model *m, const struct parameter *p,
                         const struct parameter_value *v, size_t i, size_t column)
{
    const struct decision_cell *cell = &v->rows[i].cells[column];
    const struct type *t = &p->columns[column].type;
    bool listed = t->kind == KIND_ENUM || t->kind == KIND_BOOLEAN;
    if (cell->count == 0)
        buf_putc(out, '*');
    for (size_t k = 0; k < cell->count; k++) {
        const struct band *b = &cell->ranges[k];
        buf_puts(out, k ? " | " : "");
        if (listed)
            parameter_text_label(out, m, t, b->low.num);
        else if (is_point(b))
            put_edge(out, m, t, b->low);
        else
            put_band(out, m, t, b);
    }
}

static void put_row(struct buf *out, const struct model *m, const struct parameter *p,
                    const struct parameter_value *v, size_t i)
{
    const char *between = "";
    for (size_t c = 0; c < p->column_count; c++) {
        const struct decision_column *column = &p->columns[c];
        if (v->rows[i].cells[c].count == 0)
            continue;
        buf_printf(out, "%s%s ", between, column->zh ? column->zh : column->name);
        parameter_text_cell(out, m, p, v, i, c);
        between = ", ";
    }
    if (!*between)
        buf_puts(out, "*");
}

void parameter_text_key(struct buf *out, const struct model *m, const struct parameter *p,
                        const struct parameter_value *v, size_t i)
{
    if (p->kind == PARAMETER_KEYED)
        parameter_text_label(out, m, &p->key, v->entries[i].key);
    else if (p->kind == PARAMETER_TABLE)
        put_row(out, m, p, v, i);
    else
        put_band(out, m, &p->key, &v->bands[i]);
}

void parameter_text(struct buf *out, const struct model *m, const struct parameter *p,
                    const struct parameter_value *v)
{
    if (v->ended) {
        buf_puts(out, _("ended"));
        return;
    }
    if (p->kind == PARAMETER_COMPARISON)
        buf_puts(out, comparison_name(v->op));
    else if (p->kind == PARAMETER_SCALAR)
        value_text(out, m, &p->type, &v->scalar);
    for (size_t i = 0; i < v->count; i++) {
        buf_puts(out, i ? ", " : "");
        parameter_text_key(out, m, p, v, i);
        buf_puts(out, p->kind == PARAMETER_KEYED ? " " : ": ");
        value_text(out, m, &p->type, parameter_value_at(p, v, i));
    }
    if (v->has_otherwise) {
        buf_printf(out, "%s%s ", v->count ? ", " : "", _("otherwise"));
        value_text(out, m, &p->type, &v->otherwise);
    }
}

/* --- two values side by side --- */

static const char *kept(struct buf *b, struct arena *a)
{
    const char *text = buf_ok(b) && b->data ? arena_strdup(a, b->data) : NULL;
    buf_clear(b);
    return text ? text : "";
}

struct parameter_cells parameter_cells_of(const struct model *m, const struct parameter *p,
                                          const struct parameter_value *v, struct arena *a)
{
    struct parameter_cells c = {0};
    struct buf b;
    if (!v || v->ended || !(c.list = arena_zalloc(a, (v->count + 2) * sizeof *c.list)))
        return c;
    buf_init(&b);
    if (parameter_is_single(p)) {
        parameter_text(&b, m, p, v);
        c.list[c.count++] = (struct parameter_cell){"", kept(&b, a)};
    }
    for (size_t i = 0; i < v->count; i++) {
        parameter_text_key(&b, m, p, v, i);
        c.list[c.count].key = kept(&b, a);
        value_text(&b, m, &p->type, parameter_value_at(p, v, i));
        c.list[c.count++].value = kept(&b, a);
    }
    if (v->has_otherwise) {
        value_text(&b, m, &p->type, &v->otherwise);
        c.list[c.count++] = (struct parameter_cell){_("otherwise"), kept(&b, a)};
    }
    buf_fini(&b);
    return c;
}

static const char *find_cell(const struct parameter_cells *c, const char *key)
{
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->list[i].key, key) == 0)
            return c->list[i].value;
    return NULL;
}

static void put_change(struct buf *out, bool *more, const char *key, const char *before,
                       const char *after)
{
    buf_printf(out, "%s%s%s%s → %s", *more ? ", " : "", key, *key ? " " : "",
               before ? before : _("none"), after ? after : _("none"));
    *more = true;
}

void parameter_cells_put(struct buf *out, const struct parameter_cells *before,
                         const struct parameter_cells *after)
{
    bool more = false;
    for (size_t i = 0; i < after->count; i++) {
        const char *was = find_cell(before, after->list[i].key);
        if (!was || strcmp(was, after->list[i].value) != 0)
            put_change(out, &more, after->list[i].key, was, after->list[i].value);
    }
    for (size_t i = 0; i < before->count; i++)
        if (!find_cell(after, before->list[i].key))
            put_change(out, &more, before->list[i].key, before->list[i].value, NULL);
    if (!more) /* nothing on both sides, or the same */
        buf_puts(out, after->count ? after->list[0].value : _("none"));
}
