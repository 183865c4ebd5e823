/* record_put.c - rows of a frame as JSON: the form record.c reads. */
#include <string.h>

#include "io/idnumber.h"
#include "io/record.h"
#include "value/date.h"
#include "value/decimal.h"

void record_put_stored(struct buf *out, const struct model *m, const struct field *f, int64_t v)
{
    const struct enum_type *e;
    switch (f->type.kind) {
    case KIND_BOOLEAN:
        buf_puts(out, v ? "true" : "false");
        break;
    case KIND_NUMBER:
        decimal_put_scaled(out, v, f->type.decimals);
        break;
    case KIND_MONEY:
        decimal_put_money(out, v);
        break;
    case KIND_ENUM:
        e = &m->enums[f->type.enum_id];
        buf_json_string(out, e->values[v].name, strlen(e->values[v].name));
        break;
    case KIND_DATE:
    case KIND_MONTH:
        buf_putc(out, '"');
        if (f->type.kind == KIND_DATE)
            date_put(out, (int32_t)v);
        else
            month_put(out, (int32_t)v);
        buf_putc(out, '"');
        break;
    default:
        decimal_put_scaled(out, v, 0);
        break;
    }
}

static void put_key(struct buf *out, const char *name)
{
    if (buf_ok(out) && out->data[out->len - 1] != '{')
        buf_putc(out, ',');
    buf_putc(out, '"');
    buf_puts(out, name);
    buf_puts(out, "\":");
}

struct shape { /* what of a row is wanted */
    const struct frame *frame;
    bool facts, given, unmasked;
};

static void put_text(struct buf *out, struct str text, bool is_masked)
{
    struct buf shown;
    buf_init(&shown);
    if (is_masked) {
        idnumber_mask(&shown, text);
        text = (struct str){buf_ok(&shown) ? shown.data : "*", buf_ok(&shown) ? shown.len : 1};
    }
    buf_json_string(out, text.p, text.n);
    buf_fini(&shown);
}

static void put_field(struct buf *out, const struct shape *s, const struct field *f,
                      uint32_t row)
{
    const struct column *c = &s->frame->columns[f->id];
    if (c->rows == 0 || !column_valid(c, row))
        return;
    put_key(out, f->name);
    if (f->type.kind == KIND_TEXT) {
        put_text(out, column_text(c, row), f->is_personal && !s->unmasked);
    } else {
        record_put_stored(out, s->frame->model, f, column_int(c, row));
    }
}

static void put_row(struct buf *out, const struct shape *s, uint8_t entity, uint32_t row)
{
    const struct frame *f = s->frame;
    const struct entity *e = &f->model->entities[entity];
    buf_putc(out, '{');
    struct str id = column_text(&f->entities[entity].id, row);
    if (id.n) {
        put_key(out, "id");
        buf_json_string(out, id.p, id.n);
    }
    for (uint16_t i = 0; i < e->field_count; i++) {
        const struct field *field = &f->model->fields[e->fields[i]];
        if (field->kind == FIELD_INPUT ? s->facts : s->given)
            put_field(out, s, field, row);
    }
    for (uint8_t i = 0; i < e->child_count && buf_ok(out); i++) {
        uint32_t n = 0;
        const uint32_t *rows = f->entities[e->children[i]].rows
                                   ? frame_children(f, e->children[i], row, &n)
                                   : NULL;
        if (n == 0)
            continue;
        put_key(out, f->model->entities[e->children[i]].plural);
        buf_putc(out, '[');
        for (uint32_t k = 0; k < n && buf_ok(out); k++) {
            if (k > 0)
                buf_putc(out, ',');
            put_row(out, s, e->children[i], rows[k]);
        }
        buf_putc(out, ']');
    }
    buf_putc(out, '}');
}

void record_put(struct buf *out, const struct frame *f, uint32_t row, bool facts, bool given)
{
    struct shape s = {.frame = f, .facts = facts, .given = given};
    put_row(out, &s, f->root, row);
}

void record_put_whole(struct buf *out, const struct frame *f, uint32_t row, bool unmasked)
{
    struct shape s = {.frame = f, .facts = true, .given = true, .unmasked = unmasked};
    put_row(out, &s, f->root, row);
}
