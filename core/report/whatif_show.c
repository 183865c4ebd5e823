/* whatif_show.c - see whatif_show.h. */
#include "report/whatif_show.h"

#include <string.h>
#include "io/record.h"
#include "report/table.h"
#include "model/unit.h"
#include "report/value_text.h"
#include "report/whatif_family.h"

static const struct model *model_of(const struct family *f)
{
    return family_policy(f)->model;
}

/* What a cell of a result is: its value, or why there is none. */
static void put_result(struct buf *out, const struct family *f, const struct results *r,
                       size_t column, uint32_t row)
{
    const struct result_column *c = &r->columns[column];
    if (result_state(c, row) == HM_TRAP_NONE) {
        whatif_value(out, f, c->field, result_stored(c, model_of(f), row));
        return;
    }
    for (size_t i = 0; i < r->issue_count; i++) {
        const struct result_issue *x = &r->issues[i];
        if (x->field != c->field || x->row != row)
            continue;
        buf_puts(out, x->trap == HM_TRAP_MISSING ? _("undetermined, needs: ") : _("error: "));
        for (const char *p = x->text; *p; p++)
            buf_puts(out, *p == '\n' ? ", " : (const char[]){*p, '\0'});
        return;
    }
}

/* --- facts --- */

static void put_fact(struct table *t, const struct family *f, uint16_t field, uint32_t row)
{
    const struct model *m = model_of(f);
    const struct field *x = &m->fields[field];
    const struct column *c = &family_frame(f)->columns[field];
    struct buf text;
    struct value v;
    if (c->rows == 0 || !column_valid(c, row))
        return;
    buf_init(&text);
    family_path(f, (struct family_cell){field, row}, &text);
    table_cell(t, "  %s", text.data);
    table_text(t, x->zh);
    buf_clear(&text);
    if (x->is_personal)
        buf_puts(&text, "***");
    else if (column_value(&v, c, x, row))
        value_text(&text, m, &x->type, &v);
    table_text(t, text.data);
    buf_clear(&text);
    unit_put(&text, x->unit);
    table_text(t, text.len ? text.data : NULL);
    buf_fini(&text);
}

/* The facts of one row, then those of its children. */
static void put_facts(struct table *t, const struct family *f, uint8_t entity, uint32_t row)
{
    const struct model *m = model_of(f);
    const struct entity *e = &m->entities[entity];
    for (uint16_t i = 0; i < e->field_count; i++)
        put_fact(t, f, e->fields[i], row);
    for (uint8_t k = 0; k < e->child_count; k++) {
        uint32_t n = 0;
        const uint32_t *rows = family_frame(f)->entities[e->children[k]].rows
                                   ? frame_children(family_frame(f), e->children[k], row, &n)
                                   : NULL;
        for (uint32_t i = 0; i < n; i++)
            put_facts(t, f, e->children[k], rows[i]);
    }
}

/* --- results --- */

/* Zero, false and none say nothing to anybody. */
static bool is_plain(const struct family *f, const struct result_column *c, uint32_t row)
{
    return result_state(c, row) == HM_TRAP_NONE && result_stored(c, model_of(f), row) == 0;
}

static void put_results(struct table *t, const struct family *f, const struct results *r)
{
    const struct model *m = model_of(f);
    for (size_t i = 0; i < r->column_count; i++) {
        const struct field *x = &m->fields[r->columns[i].field];
        for (uint32_t row = 0; row < r->columns[i].rows; row++) {
            struct buf text;
            if (is_plain(f, &r->columns[i], row))
                continue;
            buf_init(&text);
            family_path(f, (struct family_cell){x->id, row}, &text);
            table_cell(t, "  %s", text.data);
            table_text(t, x->zh);
            buf_clear(&text);
            put_result(&text, f, r, i, row);
            table_text(t, text.data);
            buf_clear(&text);
            unit_put(&text, x->unit);
            table_text(t, text.len ? text.data : NULL);
            buf_fini(&text);
        }
    }
}

void whatif_show_text(struct buf *out, const struct family *f, const struct results *r)
{
    struct table t;
    whatif_heading(out, f);
    table_init(&t, "llrl");
    put_facts(&t, f, family_frame(f)->root, 0);
    table_put_plain(&t, out);
    table_fini(&t);
    buf_printf(out, "\n%s\n", _("results that are not zero, false or none"));
    table_init(&t, "llrl");
    put_results(&t, f, r);
    table_put_plain(&t, out);
    table_fini(&t);
}

static void put_json_results(struct buf *out, const struct family *f, const struct results *r)
{
    const struct model *m = model_of(f);
    bool first = true;
    for (size_t i = 0; i < r->column_count; i++) {
        const struct result_column *c = &r->columns[i];
        for (uint32_t row = 0; row < c->rows; row++) {
            struct buf path;
            buf_init(&path);
            family_path(f, (struct family_cell){c->field, row}, &path);
            buf_puts(out, first ? "" : ",");
            buf_json_string(out, path.data ? path.data : "", path.len);
            buf_putc(out, ':');
            if (result_state(c, row) == HM_TRAP_NONE)
                record_put_stored(out, m, &m->fields[c->field], result_stored(c, m, row));
            else
                buf_puts(out, "null");
            buf_fini(&path);
            first = false;
        }
    }
}

void whatif_show_json(struct buf *out, const struct family *f, const struct results *r)
{
    buf_putc(out, '{');
    whatif_json_heading(out, f);
    buf_puts(out, ",\"facts\":");
    family_print(f, out);
    buf_puts(out, ",\"results\":{");
    put_json_results(out, f, r);
    buf_puts(out, "}}");
}

/* --- before and after --- */

void whatif_moved_heading(struct buf *out, const struct family *f)
{
    whatif_heading(out, f);
    for (size_t i = 0; i < family_set_count(f); i++) {
        struct family_cell c = family_set_cell(f, i);
        int64_t stored;
        whatif_cell(out, f, c);
        buf_puts(out, " = ");
        if (family_get(f, c, &stored))
            whatif_value(out, f, c.field, stored);
        else
            buf_puts(out, model_of(f)->fields[c.field].type.kind == KIND_TEXT ? "..." : "null");
        buf_putc(out, '\n');
    }
}

static bool is_same(const struct family *f, const struct result_column *a,
                    const struct result_column *b, uint32_t row)
{
    if (result_state(a, row) != result_state(b, row))
        return false;
    return result_state(a, row) != HM_TRAP_NONE ||
           result_stored(a, model_of(f), row) == result_stored(b, model_of(f), row);
}

static void add_moved(struct sheet *s, const struct family *f, const struct results *before,
                      const struct results *after, size_t i, uint32_t row)
{
    const struct result_column *a = &before->columns[i], *b = &after->columns[i];
    const struct field *x = &model_of(f)->fields[a->field];
    struct buf text;
    buf_init(&text);
    family_path(f, (struct family_cell){a->field, row}, &text);
    sheet_text(s, text.data);
    sheet_text(s, x->zh);
    buf_clear(&text);
    put_result(&text, f, before, i, row);
    sheet_text(s, text.data);
    buf_clear(&text);
    put_result(&text, f, after, i, row);
    sheet_text(s, text.data);
    bool known = result_state(a, row) == HM_TRAP_NONE && result_state(b, row) == HM_TRAP_NONE;
    if (known && x->type.kind == KIND_MONEY)
        sheet_whole(s, (__int128)result_stored(b, model_of(f), row) -
                           result_stored(a, model_of(f), row));
    else
        sheet_none(s);
    s->failed |= !buf_ok(&text);
    buf_fini(&text);
}

void whatif_moved_sheet(struct sheet *s, const struct family *f, const struct results *before,
                        const struct results *after)
{
    sheet_begin(s, "whatif", SHEET_PLAIN, NULL);
    sheet_column(s, "result", _("result"), SHEET_TEXT);
    sheet_column(s, "zh", _("Chinese"), SHEET_TEXT);
    sheet_column(s, "before", _("before"), SHEET_TEXT);
    sheet_column(s, "after", _("after"), SHEET_TEXT);
    sheet_column(s, "change", _("difference"), SHEET_CHANGE);
    for (size_t i = 0; i < before->column_count; i++)
        for (uint32_t row = 0; row < before->columns[i].rows; row++)
            if (!is_same(f, &before->columns[i], &after->columns[i], row))
                add_moved(s, f, before, after, i, row);
}
