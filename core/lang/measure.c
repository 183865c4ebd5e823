/* measure.c - numerators and denominators of indicators: what their functions return decides
 * what they are, and the unit must fit it.
 */
#include <string.h>

#include "lang/infer.h"

static enum value_kind measure_kind(struct lang_type t)
{
    switch (t.kind) {
    case L_BOOLEAN:
        return KIND_BOOLEAN;
    case L_INTEGER:
        return KIND_INTEGER;
    case L_NUMBER:
        return KIND_NUMBER;
    case L_MONEY:
        return KIND_MONEY;
    default:
        return KIND_NONE;
    }
}

static bool is_number(enum value_kind kind)
{
    return kind == KIND_INTEGER || kind == KIND_NUMBER;
}

void measure_return(struct infer *c, const struct ast_node *at, const struct field *f,
                    struct lang_type t)
{
    struct type *mine = &c->m->fields[f->id].type;
    enum value_kind kind = measure_kind(t);

    if (t.kind == L_ANY || (t.is_zero && mine->kind != KIND_BOOLEAN))
        return;
    if (kind == KIND_NONE)
        infer_error(c, at, NULL,
                    _("%s: boolean, integer, number or money can be added up, but the function "
                      "returns %s"),
                    f->name, infer_describe(c, t).text);
    else if (is_number(kind) && is_number(mine->kind))
        mine->kind = kind == mine->kind ? kind : KIND_NUMBER;
    else if (mine->kind != KIND_NONE && mine->kind != kind)
        infer_error(c, at, _("return the same kind of value everywhere"),
                    _("%s: the function returns %s here and %s elsewhere"), f->name,
                    infer_describe(c, t).text, type_name(mine, NULL));
    else
        mine->kind = kind;
}

/* --- units --- */

static bool is_money(const struct infer *c, uint16_t field)
{
    return field != NO_FIELD && c->m->fields[field].type.kind == KIND_MONEY;
}

static bool speaks_of_money(const char *unit)
{
    return strstr(unit, "yuan") || strstr(unit, "元");
}

static bool begins_with_money(const char *unit)
{
    return strncmp(unit, "yuan", 4) == 0 || strncmp(unit, "元", strlen("元")) == 0;
}

static void refuse(struct infer *c, const struct indicator *i, const char *hint,
                   const char *text)
{
    c->errors++;
    diag_add(c->d, HM_LEVEL_ERROR, HM_DATA, &i->at, hint, "indicator \"%s\": %s", i->name,
             text);
}

static void check_unit(struct infer *c, const struct indicator *i)
{
    bool is_amount = is_money(c, i->numerator) && !is_money(c, i->denominator);
    struct rational hundred = rational_of(100);

    if (!i->unit)
        return;
    if (is_amount && !speaks_of_money(i->unit))
        refuse(c, i, _("for example unit = \"yuan/person\""),
               _("the value is an amount of money, but the unit does not say so"));
    if (!is_amount && begins_with_money(i->unit))
        refuse(c, i, _("count money, or write what is counted"),
               _("the unit is an amount of money, but none is counted"));
    if (i->denominator != NO_FIELD && strcmp(i->unit, "%") == 0 &&
        rational_cmp(i->per, hundred) != 0)
        refuse(c, i, _("write per = 100"), _("a share in percent is counted per 100"));
}

void measure_finish(struct infer *c)
{
    for (size_t i = 0; i < c->m->field_count; i++)
        if (c->m->fields[i].is_hidden && c->m->fields[i].type.kind == KIND_NONE)
            c->m->fields[i].type.kind = KIND_NUMBER; /* only known when it runs */
    for (size_t i = 0; i < c->m->indicator_count; i++)
        check_unit(c, &c->m->indicators[i]);
}
