/* types.c - comparing, joining and naming the types of inference. */
#include "lang/types.h"

#include <stdio.h>
#include <string.h>

static bool mentions(const char *unit, const char *word)
{
    return unit && strstr(unit, word) != NULL;
}

struct lang_type type_declared(const struct type *t, const char *unit)
{
    static const uint8_t kinds[KIND_COUNT] = {
        [KIND_NONE] = L_ANY,      [KIND_BOOLEAN] = L_BOOLEAN, [KIND_INTEGER] = L_INTEGER,
        [KIND_NUMBER] = L_NUMBER, [KIND_MONEY] = L_MONEY,     [KIND_ENUM] = L_ENUM,
        [KIND_DATE] = L_DATE,     [KIND_MONTH] = L_MONTH,     [KIND_TEXT] = L_TEXT,
    };
    struct lang_type out = {.kind = kinds[t->kind], .id = t->enum_id};

    if (mentions(unit, "/year") || mentions(unit, "/年"))
        out.period = PERIOD_YEAR;
    else if (mentions(unit, "/month") || mentions(unit, "/月"))
        out.period = PERIOD_MONTH;
    return out;
}

bool type_is_number(struct lang_type t)
{
    return t.kind == L_INTEGER || t.kind == L_NUMBER;
}

bool type_is_quantity(struct lang_type t)
{
    return type_is_number(t) || t.kind == L_MONEY;
}

bool type_have_order(struct lang_type a, struct lang_type b)
{
    if (a.kind == L_ANY || b.kind == L_ANY)
        return true;
    if (type_is_quantity(a) && type_is_quantity(b))
        return (a.kind == L_MONEY) == (b.kind == L_MONEY) || a.is_zero || b.is_zero;
    return a.kind == b.kind && (a.kind == L_DATE || a.kind == L_MONTH);
}

static bool has_text(const struct lang_text *texts, const struct ast_node *node)
{
    for (; texts; texts = texts->next)
        if (texts->node == node)
            return true;
    return false;
}

/* Both lists in one; NULL (unknown) when either is or memory is short. */
static const struct lang_text *join_texts(const struct lang_text *a, const struct lang_text *b,
                                          struct arena *arena)
{
    if (!a || !b)
        return NULL;
    for (; b; b = b->next) {
        struct lang_text *t;
        if (has_text(a, b->node))
            continue;
        t = arena_alloc(arena, sizeof *t);
        if (!t)
            return NULL;
        *t = (struct lang_text){b->node, a};
        a = t;
    }
    return a;
}

static bool all_in_enum(const struct lang_text *texts, const struct enum_type *e)
{
    for (; texts; texts = texts->next)
        if (enum_code(e, texts->node->text) < 0)
            return false;
    return true;
}

static struct lang_type join_quantities(struct lang_type a, struct lang_type b)
{
    struct lang_type out = a;

    if (a.kind == L_MONEY || b.kind == L_MONEY) {
        if (a.kind != b.kind && !a.is_zero && !b.is_zero)
            return type_of_kind(L_ANY);
        out.kind = L_MONEY;
    } else if (a.kind != b.kind) {
        out.kind = L_NUMBER;
    }
    out.is_zero = a.is_zero && b.is_zero;
    out.has_most = a.has_most && b.has_most;
    out.most = a.most > b.most ? a.most : b.most;
    out.period = a.is_zero                           ? b.period
                 : b.is_zero || a.period == b.period ? a.period
                                                     : PERIOD_NONE;
    return out;
}

struct lang_type type_join(struct lang_type a, struct lang_type b, const struct model *m,
                           struct arena *arena)
{
    if (type_is_quantity(a) && type_is_quantity(b))
        return join_quantities(a, b);
    if (a.kind == L_TEXT && b.kind == L_TEXT) {
        a.texts = join_texts(a.texts, b.texts, arena);
        return a;
    }
    if (a.kind == L_ENUM && b.kind == L_TEXT)
        return all_in_enum(b.texts, &m->enums[a.id]) ? a : b;
    if (a.kind == L_TEXT && b.kind == L_ENUM)
        return all_in_enum(a.texts, &m->enums[b.id]) ? b : a;
    if (!type_same(a, b))
        return type_of_kind(L_ANY);
    a.period = a.period == b.period ? a.period : PERIOD_NONE;
    return a;
}

bool type_same(struct lang_type a, struct lang_type b)
{
    return a.kind == b.kind && a.id == b.id && a.index == b.index && a.node == b.node &&
           a.shape == b.shape && a.item == b.item;
}

bool type_identical(struct lang_type a, struct lang_type b)
{
    return type_same(a, b) && a.period == b.period && a.is_zero == b.is_zero &&
           a.has_most == b.has_most && (!a.has_most || a.most == b.most) && a.texts == b.texts;
}

void type_describe(struct lang_type t, const struct model *m, char *out, size_t out_bytes)
{
    static const char *const words[] = {
        [L_ANY] = N_("something"),     [L_NIL] = N_("nil"),
        [L_BOOLEAN] = N_("boolean"),   [L_INTEGER] = N_("integer"),
        [L_NUMBER] = N_("number"),     [L_MONEY] = N_("money"),
        [L_ENUM] = N_("enum"),         [L_DATE] = N_("date"),
        [L_MONTH] = N_("month"),       [L_TEXT] = N_("text"),
        [L_ROW] = N_("row"),           [L_HISTORY] = N_("earlier row"),
        [L_LIST] = N_("list"),         [L_ITERATOR] = N_("each(...)"),
        [L_LAW] = N_("law"),           [L_PARAMETER] = N_("parameter"),
        [L_ROUNDING] = N_("rounding"), [L_TABLE] = N_("table"),
        [L_FUNCTION] = N_("function"), [L_BUILTIN] = N_("function"),
    };
    const char *word = _(words[t.kind]);

    if (t.kind == L_ENUM)
        snprintf(out, out_bytes, "%s %s", word, m->enums[t.id].name);
    else if (t.kind == L_ROW || t.kind == L_LIST || t.kind == L_HISTORY)
        snprintf(out, out_bytes, "%s %s", word, m->entities[t.id].name);
    else if (t.kind == L_PARAMETER)
        snprintf(out, out_bytes, "%s %s", word, m->parameters[t.index].name);
    else
        snprintf(out, out_bytes, "%s", word);
}

struct lang_entry *shape_find(const struct lang_shape *s, struct str name)
{
    struct lang_entry *e = s->entries;

    while (e && !str_eq(e->name, name))
        e = e->next;
    return e;
}
