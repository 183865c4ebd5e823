/* dial.c - see dial.h */
#include "whatif/dial.h"

#include <string.h>
#include "value/date.h"
#include "value/decimal.h"

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

/* "name[key]" in its two parts; without brackets the key is empty. */
static void split(const char *text, struct str *name, struct str *key)
{
    size_t n = strlen(text);
    const char *bracket = strchr(text, '[');
    *name = (struct str){text, bracket ? (size_t)(bracket - text) : n};
    *key = (struct str){"", 0};
    if (bracket && n > name->n + 1 && text[n - 1] == ']')
        *key = (struct str){bracket + 1, n - name->n - 2};
}

static unsigned decimals_of(const struct type *t)
{
    return t->kind == KIND_MONEY ? 2 : t->kind == KIND_NUMBER ? t->decimals : 0;
}

static enum hm_status no_parameter(const struct model *m, struct str name, struct diag *d)
{
    char hint[LIMIT_NAME_BYTES + 64];
    diag_suggest(hint, sizeof hint, model_nearest_parameter(m, name));
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL, hint,
                    _("the policy has no parameter \"%.*s\""), (int)name.n, name.p);
}

/* The value in force: the parameter's, or its entry for the key. */
static const struct value *value_of(const struct model *m, const struct parameter *q,
                                    const struct parameter_value *v, struct str key)
{
    int64_t number;
    if (q->kind == PARAMETER_SCALAR)
        return key.n ? NULL : &v->scalar;
    if (q->key.kind == KIND_ENUM)
        number = enum_code(&m->enums[q->key.enum_id], key);
    else if (decimal_integer(&number, key) != DECIMAL_OK)
        return NULL;
    for (size_t i = 0; i < v->count; i++)
        if (v->entries[i].key == number)
            return &v->entries[i].value;
    return NULL;
}

/* In steps of the grid, rounded down. */
static int64_t steps_of(const struct value *v, const struct type *t)
{
    if (v->kind == KIND_INTEGER)
        return v->as.integer;
    __int128 num = (__int128)v->as.rational.num * type_grid(t);
    __int128 den = v->as.rational.den, steps = num / den;
    return (int64_t)(steps - (num % den < 0));
}

static enum hm_status find_value(struct dial_scale *s, const struct model *m, uint16_t member,
                                 const struct dial *dial, struct str key, struct diag *d)
{
    const struct changes *c = dial->with;
    struct parameter patched;
    struct arena a;
    arena_init(&a);
    size_t n = 0, count = c ? c->patch_count : 0;
    struct patch *mine = arena_alloc(&a, (count + 1) * sizeof *mine);
    for (size_t i = 0; mine && i < count; i++)
        if (c->patches[i].member == member)
            mine[n++] = c->patches[i];
    uint16_t index = (uint16_t)(s->parameter - m->parameters);
    enum hm_status st =
        mine && parameter_patched(&patched, s->parameter, mine, n, index, &a) == HM_OK
            ? HM_OK
            : diag_nomem(d, _("asking the households"));
    const struct parameter_value *v =
        st == HM_OK ? parameter_on(&patched, month_first_day(dial->from_month)) : NULL;
    const struct value *x = v ? value_of(m, s->parameter, v, key) : NULL;
    s->has_value = x != NULL;
    if (x)
        s->value = steps_of(x, &s->parameter->type);
    arena_fini(&a);
    return st;
}

static enum hm_status check(const struct parameter *q, struct str key, struct diag *d)
{
    enum value_kind kind = q->type.kind;
    bool number = kind == KIND_MONEY || kind == KIND_NUMBER || kind == KIND_INTEGER;
    if (!number || (q->kind != PARAMETER_SCALAR && q->kind != PARAMETER_KEYED))
        return diag_error(d, HM_USAGE, NULL,
                          _("%s is no number of money, share or count that could be moved"),
                          q->name);
    if (q->kind == PARAMETER_KEYED && key.n == 0)
        return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL, _("write NAME[KEY]"),
                        _("%s has several values, one for each key"), q->name);
    return HM_OK;
}

/* The scale of one policy; HM_NOT_FOUND: it has no such parameter. */
static enum hm_status find_in(struct dial_scale *out, const struct model *m, uint16_t member,
                              const struct dial *dial, struct diag *d)
{
    struct dial_scale s = {0};
    struct str name, key;
    split(dial->name, &name, &key);
    int index = model_parameter(m, name);
    if (index < 0)
        return HM_NOT_FOUND;
    s.parameter = &m->parameters[index];
    TRY(check(s.parameter, key, d));
    s.grid = s.parameter->type.kind == KIND_MONEY ? 100 : type_grid(&s.parameter->type);
    TRY(find_value(&s, m, member, dial, key, d));
    *out = s;
    return HM_OK;
}

enum hm_status dial_find(struct dial_scale *out, const struct population *p,
                         const struct dial *dial, struct diag *d)
{
    const struct policy *policy = population_policy(p);
    size_t n = policy->members ? policy->member_count : 1;
    struct dial_scale found;
    bool any = false;
    for (size_t i = 0; i < n && !(any && found.has_value); i++) {
        const struct model *m = policy->members ? policy->members[i]->model : policy->model;
        struct dial_scale s;
        enum hm_status st = find_in(&s, m, (uint16_t)i, dial, d);
        if (st != HM_OK && st != HM_NOT_FOUND)
            return st;
        if (st == HM_OK && (!any || s.has_value)) {
            found = s;
            any = true;
        }
    }
    if (any) {
        *out = found;
        return HM_OK;
    }
    struct str name, key;
    split(dial->name, &name, &key);
    return no_parameter(policy->model, name, d);
}

enum hm_status dial_number(int64_t *steps, const struct dial_scale *s, const char *text,
                           struct diag *d)
{
    const struct type *t = &s->parameter->type;
    if (decimal_scaled(steps, str_of(text), decimals_of(t)) == DECIMAL_OK)
        return HM_OK;
    return diag_error(d, HM_USAGE, NULL, _("%s: \"%s\" is no number of at most %u decimals"),
                      s->parameter->name, text, decimals_of(t));
}

void dial_put(struct buf *out, const struct dial_scale *s, int64_t steps)
{
    decimal_put_scaled(out, steps, decimals_of(&s->parameter->type));
}

enum hm_status dial_set(struct changes *out, const struct population *p,
                        const struct dial *dial, const struct dial_scale *s, int64_t steps,
                        struct diag *d)
{
    struct buf text;
    buf_init(&text);
    buf_printf(&text, "%s=", dial->name);
    dial_put(&text, s, steps);
    changes_init(out, population_policy(p));
    enum hm_status st = HM_OK;
    if (dial->with && dial->with->text.data)
        st = changes_read(out, dial->with->text.data, d);
    if (st == HM_OK)
        st = buf_ok(&text) ? changes_set(out, text.data, dial->from_month, d)
                           : diag_nomem(d, _("asking the households"));
    buf_fini(&text);
    if (st != HM_OK)
        changes_fini(out);
    return st;
}
