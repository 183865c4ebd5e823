/* whatif_sheets.c - totals, histograms, lists of households, sweeps, goals and differences as
 * rows. Amounts keep their kind, so that every form of the sheet is exact.
 */
#include "report/whatif_sheets.h"

#include <string.h>
#include "base/i18n.h"
#include "report/table.h"
#include "report/value_text.h"

/* --- values and headings --- */

static struct value value_of(const struct type *t, int64_t stored)
{
    struct value v = {.kind = t->kind};
    switch (t->kind) {
    case KIND_BOOLEAN:
        v.as.boolean = stored != 0;
        break;
    case KIND_INTEGER:
        v.as.integer = stored;
        break;
    case KIND_ENUM:
        v.as.code = (uint8_t)stored;
        break;
    case KIND_DATE:
    case KIND_MONTH:
        v.as.day = (int32_t)stored;
        break;
    default:
        if (rational_make(&v.as.rational, stored, type_grid(t)) != HM_TRAP_NONE)
            v.as.rational = rational_of(stored);
    }
    return v;
}

void whatif_stored(struct buf *out, const struct model *m, const struct field *f,
                   int64_t stored)
{
    struct value v = value_of(&f->type, stored);
    value_text(out, m, &f->type, &v);
}

/* The kind a field's values and their differences have in a sheet. */
static enum sheet_kind kind_of(const struct type *t, bool is_change)
{
    switch (t->kind) {
    case KIND_MONEY:
        return is_change ? SHEET_CHANGE : SHEET_MONEY;
    case KIND_NUMBER:
        return SHEET_NUMBER;
    case KIND_INTEGER:
    case KIND_BOOLEAN:
        return is_change ? SHEET_CHANGE_COUNT : SHEET_COUNT;
    default:
        return SHEET_TEXT;
    }
}

/* The next cell: a sum or value in stored units. */
static void put_stored(struct sheet *s, const struct type *t, __int128 stored)
{
    struct rational r;
    if (t->kind != KIND_NUMBER)
        sheet_whole(s, stored);
    else if (rational_make(&r, stored, type_grid(t)) == HM_TRAP_NONE)
        sheet_rational(s, r);
    else
        sheet_none(s);
}

static bool has_sum(const struct type *t)
{
    return kind_of(t, false) != SHEET_TEXT;
}

/* "household.dibao_amount" as an officer calls it: 低保金 dibao_amount. */
static void put_name(struct buf *out, const struct field *f)
{
    value_text_name(out, f->name, f->zh);
}

static void begin(struct sheet *s, const char *name, enum sheet_shape shape,
                  const struct field *f)
{
    struct buf title;
    buf_init(&title);
    put_name(&title, f);
    sheet_begin(s, name, shape, title.data);
    s->failed |= !buf_ok(&title);
    buf_fini(&title);
}

/* A group's or county's label; "" is not known. */
static void put_label(struct sheet *s, const char *name, const char *zh)
{
    struct buf b;
    if (!name || !*name) {
        sheet_word(s, N_("not known"));
        return;
    }
    buf_init(&b);
    value_text_name(&b, name, zh && *zh ? zh : NULL);
    sheet_text(s, b.data);
    s->failed |= !buf_ok(&b);
    buf_fini(&b);
}

/* --- total --- */

static void put_group(struct sheet *s, const struct type *t, const struct totals_group *g,
                      bool law)
{
    sheet_whole(s, g->rows);
    if (law) {
        sheet_whole(s, g->before.some);
        if (has_sum(t))
            put_stored(s, t, g->before.sum);
    }
    sheet_whole(s, g->after.unknown);
    sheet_whole(s, g->after.some);
    if (has_sum(t)) {
        put_stored(s, t, g->after.sum);
        if (law)
            put_stored(s, t, g->after.sum - g->before.sum);
    }
}

void whatif_totals(struct sheet *s, const struct model *m, const struct totals *t, bool groups,
                   bool law)
{
    const struct field *f = &m->fields[t->field];
    bool sums = has_sum(&f->type);
    begin(s, "total", SHEET_PLAIN, f);
    if (groups)
        sheet_column(s, "group", _("group"), SHEET_TEXT);
    sheet_column(s, "rows", _("all"), SHEET_COUNT);
    if (law) {
        sheet_column(s, "some_before", _("have some, before"), SHEET_COUNT);
        if (sums)
            sheet_column(s, "before", _("before"), kind_of(&f->type, false));
    }
    sheet_column(s, "unknown", _("not known"), SHEET_COUNT);
    sheet_column(s, "some", _("have some"), SHEET_COUNT);
    if (sums)
        sheet_column(s, "total", law ? _("after") : _("total"), kind_of(&f->type, false));
    if (!groups)
        sheet_scalar(s);
    if (law && sums)
        sheet_column(s, "change", _("change"), kind_of(&f->type, true));
    for (size_t i = 0; groups && i < t->group_count; i++) {
        put_label(s, t->groups[i].name, t->groups[i].zh);
        put_group(s, &f->type, &t->groups[i], law);
    }
    if (groups)
        sheet_word(s, N_("total"));
    put_group(s, &f->type, &t->all, law);
}

/* --- hist --- */

static void put_range(struct sheet *s, const struct model *m, const struct field *f,
                      const struct histogram_bin *b)
{
    struct buf text;
    buf_init(&text);
    whatif_stored(&text, m, f, b->low);
    if (b->high != b->low) {
        buf_puts(&text, " .. ");
        whatif_stored(&text, m, f, b->high);
    }
    sheet_text(s, text.data);
    s->failed |= !buf_ok(&text);
    buf_fini(&text);
}

void whatif_histogram(struct sheet *s, const struct model *m, const struct histogram *h)
{
    const struct field *f = &m->fields[h->field];
    bool sums = has_sum(&f->type);
    begin(s, "hist", SHEET_BARS, f);
    sheet_column(s, "range", _("from .. below"), SHEET_TEXT);
    sheet_column(s, "count", _("count"), SHEET_COUNT);
    if (sums)
        sheet_column(s, "sum", _("sum"), kind_of(&f->type, false));
    if (sums)
        sheet_column(s, "low", _("from"), kind_of(&f->type, false));
    for (size_t i = 0; i < h->bin_count; i++) {
        put_range(s, m, f, &h->bins[i]);
        sheet_whole(s, h->bins[i].count);
        if (sums)
            put_stored(s, &f->type, h->bins[i].sum);
        if (sums)
            put_stored(s, &f->type, h->bins[i].low);
    }
    if (h->unknown == 0)
        return;
    sheet_word(s, N_("not known"));
    sheet_whole(s, h->unknown);
    for (int i = 0; sums && i < 2; i++)
        sheet_none(s);
}

/* --- who --- */

static void put_cell(struct sheet *s, const struct model *m, const struct field *f, bool known,
                     int64_t stored)
{
    struct buf text;
    if (!known) {
        sheet_none(s);
        return;
    }
    if (has_sum(&f->type)) {
        put_stored(s, &f->type, stored);
        return;
    }
    if (f->type.kind == KIND_BOOLEAN) {
        sheet_word(s, stored ? N_("yes") : N_("no"));
        return;
    }
    buf_init(&text);
    whatif_stored(&text, m, f, stored);
    sheet_text(s, text.data);
    s->failed |= !buf_ok(&text);
    buf_fini(&text);
}

void whatif_who(struct sheet *s, const struct model *m, const struct who *w, bool law)
{
    const struct field *f = &m->fields[w->field];
    enum sheet_kind kind = kind_of(&f->type, false);
    begin(s, "who", SHEET_PLAIN, f);
    sheet_column(s, "id", _("household"), SHEET_TEXT);
    sheet_column(s, "path", _("of"), SHEET_TEXT);
    sheet_column(s, "county", _("county"), SHEET_TEXT);
    if (law)
        sheet_column(s, "before", _("before"), kind);
    sheet_column(s, "value", law ? _("after") : _("value"), kind);
    if (law && has_sum(&f->type))
        sheet_column(s, "change", _("change"), kind_of(&f->type, true));
    for (size_t i = 0; i < w->row_count; i++) {
        const struct who_row *r = &w->rows[i];
        sheet_text(s, r->id);
        sheet_text(s, r->path);
        sheet_text(s, *r->county ? r->county : NULL);
        if (law)
            put_cell(s, m, f, r->known_before, r->before);
        put_cell(s, m, f, r->known_after, r->after);
        if (!law || !has_sum(&f->type))
            continue;
        if (r->known_before && r->known_after)
            put_stored(s, &f->type, (__int128)r->after - r->before);
        else
            sheet_none(s);
    }
}

/* --- sweep, goal --- */

static void put_title(struct sheet *s, const char *name, enum sheet_shape shape,
                      const struct parameter *p)
{
    struct buf title;
    buf_init(&title);
    value_text_name(&title, p->name, p->zh);
    sheet_begin(s, name, shape, title.data);
    s->failed |= !buf_ok(&title);
    buf_fini(&title);
}

/* A value of the dial, on a grid of 100 for money. */
static void put_dial(struct sheet *s, const struct dial_scale *d, int64_t steps)
{
    struct rational r;
    if (d->parameter->type.kind != KIND_NUMBER)
        sheet_whole(s, steps);
    else if (rational_make(&r, steps, d->grid) == HM_TRAP_NONE)
        sheet_rational(s, r);
    else
        sheet_none(s);
}

void whatif_sweep(struct sheet *s, const struct sweep *w)
{
    put_title(s, "sweep", SHEET_CURVE, w->scale.parameter);
    sheet_column(s, "value", _("value"), kind_of(&w->scale.parameter->type, false));
    sheet_column(s, "total", _("total"), SHEET_MONEY);
    sheet_column(s, "change", _("change"), SHEET_CHANGE);
    sheet_column(s, "households", _("households"), SHEET_COUNT);
    sheet_column(s, "in", _("in"), SHEET_COUNT);
    sheet_column(s, "out", _("out"), SHEET_COUNT);
    sheet_column(s, "up", _("up"), SHEET_COUNT);
    sheet_column(s, "down", _("down"), SHEET_COUNT);
    sheet_column(s, "unknown", _("not known"), SHEET_COUNT);
    for (size_t i = 0; i < w->count; i++) {
        const struct tally_line *l = &w->points[i].line;
        put_dial(s, &w->scale, w->points[i].value);
        sheet_whole(s, l->after_fen);
        sheet_whole(s, l->after_fen - l->before_fen);
        sheet_whole(s, l->after_count);
        sheet_whole(s, l->in);
        sheet_whole(s, l->out);
        sheet_whole(s, l->up);
        sheet_whole(s, l->down);
        sheet_whole(s, l->unknown);
    }
}

static void put_point(struct sheet *s, const struct goal *g, const char *what,
                      const struct goal_point *p)
{
    sheet_word(s, what);
    put_dial(s, &g->scale, p->value);
    sheet_whole(s, p->total_fen);
    sheet_whole(s, p->families);
    sheet_word(s, p->holds ? N_("yes") : N_("no"));
}

void whatif_goal(struct sheet *s, const struct goal *g, const struct goal_request *q)
{
    put_title(s, "goal", SHEET_PLAIN, g->scale.parameter);
    sheet_column(s, "which", _("which"), SHEET_TEXT);
    sheet_column(s, "value", _("value"), kind_of(&g->scale.parameter->type, false));
    if (g->found)
        sheet_scalar(s);
    sheet_column(s, "total", _("total"), SHEET_MONEY);
    sheet_column(s, "households", _("households"), SHEET_COUNT);
    sheet_column(s, "holds", _("keeps to the bound"), SHEET_TEXT);
    if (g->found)
        put_point(s, g, q->smallest ? N_("smallest") : N_("largest"), &g->best);
    if (g->found && !g->is_edge)
        put_point(s, g, N_("one step further"), &g->beyond);
    for (size_t i = 0; !g->is_monotone && i < 2; i++)
        put_point(s, g, N_("out of order"), &g->odd[i]);
}

/* --- diff --- */

/* Who comes in, goes out, gets more or less is counted of households: not by age. */
static void put_moves(struct sheet *s, const struct tally_line *l, bool is_counted)
{
    const uint64_t moves[] = {l->in, l->out, l->up, l->down};
    for (size_t i = 0; i < 4; i++)
        if (is_counted)
            sheet_whole(s, moves[i]);
        else
            sheet_none(s);
}

static void put_line(struct sheet *s, const char *by, const char *name, const char *zh,
                     const struct tally_line *l)
{
    sheet_word(s, by);
    if (name)
        put_label(s, name, zh);
    else
        sheet_word(s, N_("total"));
    put_moves(s, l, strcmp(by, "age") != 0);
    sheet_whole(s, l->before_count);
    sheet_whole(s, l->after_count);
    sheet_whole(s, l->before_fen);
    sheet_whole(s, l->after_fen);
    sheet_whole(s, l->after_fen - l->before_fen);
}

static void put_items(struct sheet *s, const char *only, const char *by,
                      const struct summary_item *items, size_t n)
{
    if (only && strcmp(only, by) != 0)
        return;
    for (size_t i = 0; i < n; i++) {
        const struct tally_line *l = &items[i].line;
        if (l->before_count || l->after_count || l->before_fen || l->after_fen)
            put_line(s, by, items[i].name, items[i].zh, l);
    }
}

void whatif_diff(struct sheet *s, const struct summary_month *m, const char *by)
{
    sheet_begin(s, "diff", SHEET_PLAIN, NULL);
    sheet_column(s, "by", _("by"), SHEET_TEXT);
    sheet_column(s, "group", _("group"), SHEET_TEXT);
    sheet_column(s, "in", _("in"), SHEET_COUNT);
    sheet_column(s, "out", _("out"), SHEET_COUNT);
    sheet_column(s, "up", _("up"), SHEET_COUNT);
    sheet_column(s, "down", _("down"), SHEET_COUNT);
    sheet_column(s, "paid_before", _("paid before"), SHEET_COUNT);
    sheet_column(s, "paid_after", _("paid after"), SHEET_COUNT);
    sheet_column(s, "before", _("before"), SHEET_MONEY);
    sheet_column(s, "after", _("after"), SHEET_MONEY);
    sheet_column(s, "change", _("change"), SHEET_CHANGE);
    put_items(s, by, N_("benefit"), m->benefits, m->benefit_count);
    put_items(s, by, N_("county"), m->counties, m->county_count);
    put_items(s, by, N_("size"), m->sizes, m->size_count);
    put_items(s, by, N_("age"), m->ages, m->age_count);
    put_line(s, N_("all"), NULL, NULL, &m->total);
}
