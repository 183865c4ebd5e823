/* value_text.c - one way to write each kind of value. */
#include "report/value_text.h"

#include <string.h>
#include "report/table.h"
#include "value/date.h"
#include "value/decimal.h"

void value_text_name(struct buf *out, const char *name, const char *zh)
{
    buf_puts(out, name);
    if (zh && *zh && strcmp(zh, name) != 0)
        buf_printf(out, " %s", zh);
}

static void put_enum(struct buf *out, const struct model *m, const struct type *type,
                     const struct value *v)
{
    const struct enum_type *t = &m->enums[type->enum_id];
    const struct enum_value *w = &t->values[v->as.code];
    value_text_name(out, w->name, w->zh);
}

static void put_money(struct buf *out, struct rational fen)
{
    if (fen.den == 1)
        table_put_fen(out, fen.num);
    else
        decimal_put_money_rational(out, fen, true);
}

void value_text(struct buf *out, const struct model *m, const struct type *type,
                const struct value *v)
{
    switch (v->kind) {
    case KIND_NONE:
    case KIND_COUNT:
        buf_puts(out, "-");
        break;
    case KIND_BOOLEAN:
        buf_puts(out, v->as.boolean ? _("yes") : _("no"));
        break;
    case KIND_INTEGER:
        buf_printf(out, "%lld", (long long)v->as.integer);
        break;
    case KIND_NUMBER:
        decimal_put_rational(out, v->as.rational);
        break;
    case KIND_MONEY:
        put_money(out, v->as.rational);
        break;
    case KIND_ENUM:
        if (type)
            put_enum(out, m, type, v);
        break;
    case KIND_DATE:
        date_put(out, v->as.day);
        break;
    case KIND_MONTH:
        month_put(out, v->as.day);
        break;
    case KIND_TEXT:
        buf_put(out, v->as.text.p, v->as.text.n);
        break;
    }
}
