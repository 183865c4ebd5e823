/* asked.c - see asked.h. */
#include "whatif/asked.h"

#include <string.h>
#include "base/clock.h"
#include "io/record_cell.h"
#include "value/date.h"
#include "value/decimal.h"

static const int64_t RATE_MOST_FEN = 2000000;

/* --- values of fields --- */

/* The stored form of a value of a field. */
static enum hm_status read_value(int64_t *out, const struct family *f, uint16_t field,
                                 const char *text, struct diag *d)
{
    const struct model *m = family_policy(f)->model;
    struct arena a;
    struct record_cells cells;
    struct value v;
    struct str word = {text, strlen(text)};
    arena_init(&a);
    enum hm_status st = record_cells_make(&cells, m, &a);
    if (st != HM_OK)
        st = diag_nomem(d, _("reading a record"));
    int32_t last = month_last_day(family_month(f)), today = clock_china_day();
    enum record_reason why =
        st == HM_OK ? record_cell_read(&v, &cells, field, word, last > today ? last : today)
                    : RECORD_OK;
    if (why != RECORD_OK) {
        struct record_sink sink = {.diag = d};
        st = record_cell_refuse(&sink, &(struct place){.field = m->fields[field].name}, &cells,
                                field, why, word);
    } else if (st == HM_OK && !value_stored(out, &v, &m->fields[field].type)) {
        st = HM_USAGE;
    }
    arena_fini(&a);
    return st == HM_DATA ? HM_USAGE : st;
}

/* --- numbers of the law --- */

static enum hm_status no_parameter(const struct model *m, struct str name, struct diag *d)
{
    char hint[LIMIT_NAME_BYTES + 64];
    diag_suggest(hint, sizeof hint, model_nearest_parameter(m, name));
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL, *hint ? hint : NULL,
                    _("policy %s has no parameter \"%.*s\""), m->name, (int)name.n, name.p);
}

static bool parse_key(int64_t *out, const struct model *m, const struct parameter *p,
                      struct str key)
{
    if (p->key.kind != KIND_ENUM)
        return decimal_integer(out, key) == DECIMAL_OK;
    *out = enum_code(&m->enums[p->key.enum_id], key);
    return *out >= 0;
}

/* Which entry [key] is; -1: none. */
static int32_t entry_of(const struct family *f, const struct parameter *p, struct str key)
{
    const struct parameter_value *v = parameter_on(p, month_first_day(family_month(f)));
    int64_t code;
    if (!v || p->kind != PARAMETER_KEYED || !parse_key(&code, family_policy(f)->model, p, key))
        return -1;
    for (size_t i = 0; i < v->count; i++)
        if (v->entries[i].key == code)
            return (int32_t)i;
    return -1;
}

static enum hm_status find_parameter(struct solve_thing *out, const struct family *f,
                                     const struct family_law *law, const char *path,
                                     struct arena *a, struct diag *d)
{
    const struct model *m = family_policy(f)->model;
    const char *open = strchr(path, '[');
    struct str name = {path, open ? (size_t)(open - path) : strlen(path)};
    int index = model_parameter(m, name);
    if (index < 0)
        return no_parameter(m, name, d);
    int32_t entry = -1;
    if (open) {
        struct str key = {open + 1, strcspn(open + 1, "]")};
        entry = entry_of(f, &m->parameters[index], key);
        if (entry < 0)
            return diag_error(d, HM_USAGE, NULL, _("%s has no value for [%.*s]"),
                              m->parameters[index].name, (int)key.n, key.p);
    }
    if (solve_parameter(out, f, law, (uint16_t)index, entry, a))
        return HM_OK;
    return diag_error(d, HM_USAGE, NULL,
                      _("%s is not one number in force in this month that can be moved"),
                      m->parameters[index].name);
}

enum hm_status asked_thing(struct solve_thing *out, const struct family *f,
                           const struct family_law *law, const char *path, struct arena *a,
                           struct diag *d)
{
    struct family_cell c;
    bool is_known;
    if (strncmp(path, "law.", 4) == 0)
        return find_parameter(out, f, law, path + 4, a, d);
    TRY(family_find(f, path, &c, d));
    if (solve_fact(out, f, c, &is_known))
        return HM_OK;
    return diag_error(d, HM_USAGE, &(struct place){.field = path},
                      _("this is no number that can be moved"));
}

static enum hm_status read_steps(int64_t *out, const struct solve_thing *t,
                                 const struct family *f, const char *text, struct diag *d)
{
    const struct parameter *p = &family_policy(f)->model->parameters[t->parameter];
    struct str word = {text, strlen(text)};
    struct rational r;
    bool good;
    if (p->type.kind == KIND_MONEY)
        good = decimal_money(out, word) == DECIMAL_OK;
    else {
        good = decimal_rational(&r, word) == DECIMAL_OK &&
               rational_mul(&r, r, rational_of(t->steps)) == HM_TRAP_NONE && r.den == 1;
        *out = good ? r.num : 0;
    }
    if (good)
        return HM_OK;
    return diag_error(d, HM_USAGE, NULL, _("\"%s\" is no value of %s"), text, p->name);
}

enum hm_status asked_value(int64_t *out, const struct solve_thing *t, const struct family *f,
                           const char *text, struct diag *d)
{
    if (t->is_parameter)
        TRY(read_steps(out, t, f, text, d));
    else
        TRY(read_value(out, f, t->cell.field, text, d));
    if (*out >= t->lo && *out <= t->hi)
        return HM_OK;
    return diag_error(d, HM_USAGE, NULL, _("%s lies outside what can be searched here"), text);
}

enum hm_status asked_span(struct rate_request *q, const char *from, const char *to,
                          struct diag *d)
{
    const struct solve_thing *t = &q->thing;
    const struct model *m = family_policy(q->family)->model;
    const struct type *type =
        t->is_parameter ? &m->parameters[t->parameter].type : &m->fields[t->cell.field].type;
    bool is_money = type->kind == KIND_MONEY;
    if (t->is_choice)
        return diag_error(d, HM_USAGE, NULL, _("this is no number that can be moved"));
    q->from = is_money && t->lo < 0 ? 0 : t->lo;
    q->to = is_money && t->hi > RATE_MOST_FEN ? RATE_MOST_FEN : t->hi;
    if (from)
        TRY(asked_value(&q->from, t, q->family, from, d));
    if (to)
        TRY(asked_value(&q->to, t, q->family, to, d));
    if (q->from < q->to)
        return HM_OK;
    return diag_error(d, HM_USAGE, NULL, _("the first value must be below the second one"));
}

/* --- results --- */

enum hm_status asked_result(struct family_cell *out, const struct family *f, const char *path,
                            struct diag *d)
{
    TRY(family_find(f, path, out, d));
    const struct field *x = &family_policy(f)->model->fields[out->field];
    if (x->kind == FIELD_VARIABLE && x->type.kind != KIND_TEXT)
        return HM_OK;
    return diag_error(d, HM_USAGE, &(struct place){.field = path},
                      _("\"%s\" is a given fact, it is not computed"), x->name);
}

enum hm_status asked_wanted(struct switch_request *q, const char *text, struct diag *d)
{
    static const struct {
        const char *sign;
        enum comparison op;
    } signs[] = {{"<=", CMP_LE}, {">=", CMP_GE}, {"~=", CMP_NE}, {"!=", CMP_NE},
                 {"==", CMP_EQ}, {"<", CMP_LT},  {">", CMP_GT},  {"=", CMP_EQ}};
    const struct field *x = &family_policy(q->family)->model->fields[q->result.field];
    if (!text || !*text)
        return HM_OK;
    q->is_wanted = true;
    q->op = CMP_EQ;
    text += strspn(text, " ");
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t n = strlen(signs[i].sign);
        if (strncmp(text, signs[i].sign, n) != 0)
            continue;
        q->op = signs[i].op;
        text += n;
        break;
    }
    text += strspn(text, " ");
    bool ordered = x->type.kind != KIND_ENUM && x->type.kind != KIND_BOOLEAN;
    if (!ordered && q->op != CMP_EQ && q->op != CMP_NE)
        return diag_error(d, HM_USAGE, NULL, _("%s has no order: use = or ~="), x->name);
    return read_value(&q->value, q->family, q->result.field, text, d);
}
