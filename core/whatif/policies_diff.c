/* policies_diff.c - pairs of policies, and for each its declarations side by side. An item that
 * several pairs of a region share stands in the same files: it is found again by the places of
 * its two declarations.
 */
#include "whatif/policies_diff.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "value/date.h"

struct work {
    struct policies_diff *out;
    struct map keys; /* of items */
    uint32_t pair;
    const struct policy *before, *after; /* of the pair at hand */
    const struct model *bm, *am;
    struct wording bw, aw;
    bool failed; /* no memory */
};

static struct str text(const char *s)
{
    return (struct str){s ? s : "", s ? strlen(s) : 0};
}

static bool same_text(const char *a, const char *b)
{
    return str_eq(text(a), text(b));
}

/* --- items --- */

static const struct place *place_of(const struct policies_item *i, bool after)
{
    static const struct place nowhere = {NULL, 0, 0, NULL};
    switch (i->kind) {
    case POLICIES_PARAMETER:
        return after ? (i->after.parameter ? &i->after.parameter->at : &nowhere)
                     : (i->before.parameter ? &i->before.parameter->at : &nowhere);
    case POLICIES_VARIABLE:
    case POLICIES_INPUT:
    case POLICIES_INDICATOR:
        return after ? (i->after.field ? &i->after.field->at : &nowhere)
                     : (i->before.field ? &i->before.field->at : &nowhere);
    default:
        return &nowhere;
    }
}

/* Two items of the same declarations are one. Their values and formulas may come from a level
 * above the declaration's, so these count as well. */
static void put_key(struct buf *out, const struct policies_item *i)
{
    const struct place *b = place_of(i, false), *a = place_of(i, true);
    buf_printf(out, "%d|%s|%u%d%d|%s:%u|%s:%u", i->kind, i->name, i->what, i->is_gone,
               i->is_new, b->file ? b->file : "", b->line, a->file ? a->file : "", a->line);
    for (size_t k = 0; k < i->value_count; k++) {
        const struct policies_value *v = &i->values[k];
        buf_printf(out, "|%u,%u", v->before ? v->before->at.line : 0,
                   v->after ? v->after->at.line : 0);
    }
    for (size_t k = 0; k < i->formula_count; k++) {
        const struct policies_formula *f = &i->formulas[k];
        buf_printf(out, "|%s%u,%s%u", f->before ? f->before->at.file : "",
                   f->before ? f->before->at.line : 0, f->after ? f->after->at.file : "",
                   f->after ? f->after->at.line : 0);
    }
}

static bool add_pair(struct policies_item *i, uint32_t pair)
{
    void *pairs = i->pairs;
    if (mem_grow(&pairs, &i->pair_cap, i->pair_count + 1, sizeof *i->pairs) != 0)
        return false;
    i->pairs = pairs;
    i->pairs[i->pair_count++] = pair;
    return true;
}

static void add_item(struct work *w, const struct policies_item *item)
{
    struct policies_diff *x = w->out;
    struct buf key;
    uint32_t at;
    buf_init(&key);
    put_key(&key, item);
    x->pairs[w->pair].differs = true;
    void *items = x->items;
    if (!buf_ok(&key)) {
        w->failed = true;
    } else if (map_get(&w->keys, (struct str){key.data, key.len}, &at)) {
        w->failed |= !add_pair(&x->items[at], w->pair);
    } else if (mem_grow(&items, &x->item_cap, x->item_count + 1, sizeof *x->items) != 0) {
        w->failed = true;
    } else {
        x->items = items;
        struct policies_item *mine = &x->items[x->item_count];
        *mine = *item;
        mine->before_policy = w->before;
        mine->after_policy = w->after;
        w->failed |=
            map_put(&w->keys, (struct str){key.data, key.len}, (uint32_t)x->item_count++) < 0 ||
            !add_pair(mine, w->pair);
    }
    buf_fini(&key);
}

static void *keep(struct work *w, size_t n, size_t each)
{
    void *p = arena_zalloc(&w->out->arena, n * each);
    w->failed |= !p;
    return p;
}

/* --- parameters --- */

static bool same_source(const struct parameter_value *a, const struct parameter_value *b)
{
    return a->status == b->status && same_text(a->source, b->source);
}

static void compare_values(struct work *w, struct policies_item *i)
{
    const struct parameter *p = i->before.parameter, *q = i->after.parameter;
    size_t a = 0, b = 0;
    i->values = keep(w, p->count + q->count + 1, sizeof *i->values);
    while (!w->failed && (a < p->count || b < q->count)) {
        struct policies_value v = {0};
        bool mine = a < p->count && (b == q->count || p->values[a].from <= q->values[b].from);
        bool theirs = b < q->count && (a == p->count || q->values[b].from <= p->values[a].from);
        v.before = mine ? &p->values[a++] : NULL;
        v.after = theirs ? &q->values[b++] : NULL;
        v.from = mine ? v.before->from : v.after->from;
        if (mine && theirs) {
            struct law_dated x = {w->bm, p, v.before}, y = {w->am, q, v.after};
            v.same_value = law_same_parameter(&x, &y);
            if (v.same_value && same_source(v.before, v.after))
                continue;
        }
        i->values[i->value_count++] = v;
        i->what |= v.same_value ? POLICIES_SOURCE : POLICIES_DATED;
    }
}

static void compare_parameter(struct work *w, const struct parameter *p,
                              const struct parameter *q)
{
    struct policies_item i = {
        .kind = POLICIES_PARAMETER, .name = q ? q->name : p->name, .zh = q ? q->zh : p->zh};
    int32_t day = month_first_day(w->out->month);
    i.before.parameter = p;
    i.after.parameter = q;
    i.is_gone = !q;
    i.is_new = !p;
    i.before_value = p ? parameter_on(p, day) : NULL;
    i.after_value = q ? parameter_on(q, day) : NULL;
    if (!p || !q) {
        add_item(w, &i);
        return;
    }
    struct law_dated x = {w->bm, p, i.before_value}, y = {w->am, q, i.after_value};
    if (!law_same_parameter(&x, &y))
        i.what |= POLICIES_IN_FORCE;
    if (p->kind != q->kind || !law_same_type(&p->type, w->bm, &q->type, w->am))
        i.what |= POLICIES_TYPE;
    if (!same_text(p->zh, q->zh) || !same_text(p->unit, q->unit) ||
        !same_text(p->note, q->note))
        i.what |= POLICIES_WORDS;
    compare_values(w, &i);
    if (i.what)
        add_item(w, &i);
}

static void compare_parameters(struct work *w)
{
    for (size_t i = 0; i < w->am->parameter_count; i++) {
        const struct parameter *q = &w->am->parameters[i];
        int at = model_parameter(w->bm, text(q->name));
        compare_parameter(w, at < 0 ? NULL : &w->bm->parameters[at], q);
    }
    for (size_t i = 0; i < w->bm->parameter_count; i++)
        if (model_parameter(w->am, text(w->bm->parameters[i].name)) < 0)
            compare_parameter(w, &w->bm->parameters[i], NULL);
}

/* --- fields --- */

static const struct wording_formula *worded(const struct wording *w, const struct formula *f)
{
    return f && f->number < w->count ? &w->formulas[f->number] : NULL;
}

/* 0, POLICIES_CALLED or POLICIES_FORMULA. */
static unsigned formula_change(const struct work *w, const struct formula *f,
                               const struct formula *g)
{
    if (!f || !g || f->ended || g->ended)
        return f && g && f->ended == g->ended ? 0 : POLICIES_FORMULA;
    const struct wording_formula *x = worded(&w->bw, f), *y = worded(&w->aw, g);
    if (!x || !y || !x->digest[0] || strcmp(x->own, y->own) != 0)
        return POLICIES_FORMULA;
    return strcmp(x->digest, y->digest) == 0 ? 0 : POLICIES_CALLED;
}

static void compare_formulas(struct work *w, struct policies_item *i)
{
    const struct field *p = i->before.field, *q = i->after.field;
    size_t a = 0, b = 0;
    i->formulas = keep(w, (size_t)p->formula_count + q->formula_count + 1, sizeof *i->formulas);
    while (!w->failed && (a < p->formula_count || b < q->formula_count)) {
        struct policies_formula v = {0};
        bool mine = a < p->formula_count &&
                    (b == q->formula_count || p->formulas[a].from <= q->formulas[b].from);
        bool theirs = b < q->formula_count &&
                      (a == p->formula_count || q->formulas[b].from <= p->formulas[a].from);
        v.before = mine ? &p->formulas[a++] : NULL;
        v.after = theirs ? &q->formulas[b++] : NULL;
        v.from = mine ? v.before->from : v.after->from;
        unsigned change = formula_change(w, v.before, v.after);
        v.same_text = change == POLICIES_CALLED;
        i->what |= change;
        if (change)
            i->formulas[i->formula_count++] = v;
    }
}

static bool same_bound(const struct work *w, bool has_p, const struct value *x, bool has_q,
                       const struct value *y, const struct field *p, const struct field *q)
{
    return has_p == has_q && (!has_p || law_same_value(x, &p->type, w->bm, y, &q->type, w->am));
}

static unsigned field_change(const struct work *w, const struct field *p, const struct field *q)
{
    struct value x = field_default(w->bm, p), y = field_default(w->am, q);
    unsigned what = 0;
    if (p->kind != q->kind || !law_same_type(&p->type, w->bm, &q->type, w->am))
        what |= POLICIES_TYPE;
    if (!law_same_value(&x, &p->type, w->bm, &y, &q->type, w->am))
        what |= POLICIES_DEFAULT;
    if (!same_bound(w, p->has_min, &p->min, q->has_min, &q->min, p, q) ||
        !same_bound(w, p->has_max, &p->max, q->has_max, &q->max, p, q))
        what |= POLICIES_RANGE;
    bool rounds = p->round.mode != ROUND_NONE;
    if (p->round.mode != q->round.mode ||
        (rounds && rational_cmp(p->round.step, q->round.step) != 0))
        what |= POLICIES_ROUNDING;
    if (p->is_result != q->is_result || p->is_benefit != q->is_benefit)
        what |= POLICIES_PAID;
    if (!same_text(p->zh, q->zh) || !same_text(p->unit, q->unit) ||
        !same_text(p->law, q->law) || !same_text(p->note, q->note))
        what |= POLICIES_WORDS;
    return what;
}

/* The sum of a member's result is told with that. */
static bool is_sum(const struct field *f)
{
    return !f || f->sum_of != NO_FIELD;
}

static void compare_field(struct work *w, const struct field *p, const struct field *q)
{
    if (is_sum(p) && is_sum(q))
        return;
    const struct field *f = q ? q : p;
    const struct model *m = q ? w->am : w->bm;
    char path[2 * LIMIT_NAME_BYTES + 2];
    struct policies_item i = {.kind = f->kind == FIELD_INPUT ? POLICIES_INPUT
                                      : f->is_hidden         ? POLICIES_INDICATOR
                                                             : POLICIES_VARIABLE,
                              .zh = f->zh,
                              .is_gone = !q,
                              .is_new = !p};
    model_field_path(m, f->id, path, sizeof path);
    i.name = arena_strdup(&w->out->arena, path);
    i.before.field = p;
    i.after.field = q;
    w->failed |= !i.name;
    if (w->failed)
        return;
    if (p && q) {
        i.what = field_change(w, p, q);
        if (p->kind == FIELD_VARIABLE && q->kind == FIELD_VARIABLE)
            compare_formulas(w, &i);
    }
    if (!p || !q || i.what)
        add_item(w, &i);
}

static const struct field *counterpart(const struct model *from, const struct field *f,
                                       const struct model *to)
{
    const char *entity = from->entities[f->entity].name;
    uint8_t e = model_entity(to, text(entity));
    if (e == NO_ENTITY)
        return NULL;
    if (!f->is_hidden) {
        uint16_t id = model_field(to, e, text(f->name));
        return id == NO_FIELD ? NULL : &to->fields[id];
    }
    for (size_t i = 0; i < to->field_count; i++) /* hidden ones have no names to look up */
        if (to->fields[i].is_hidden && to->fields[i].entity == e &&
            same_text(to->fields[i].name, f->name))
            return &to->fields[i];
    return NULL;
}

static void compare_fields(struct work *w)
{
    for (size_t i = 0; i < w->am->field_count && !w->failed; i++) {
        const struct field *q = &w->am->fields[i];
        compare_field(w, counterpart(w->am, q, w->bm), q);
    }
    for (size_t i = 0; i < w->bm->field_count && !w->failed; i++) {
        const struct field *p = &w->bm->fields[i];
        if (!counterpart(w->bm, p, w->am))
            compare_field(w, p, NULL);
    }
}

/* --- enums and entities --- */

static const struct enum_type *find_enum(const struct model *m, const char *name)
{
    int at = model_enum(m, text(name));
    return at < 0 ? NULL : &m->enums[at];
}

static unsigned enum_change(const struct enum_type *p, const struct enum_type *q)
{
    unsigned what = same_text(p->zh, q->zh) ? 0 : POLICIES_WORDS;
    if (p->count != q->count)
        return what | POLICIES_TYPE;
    for (size_t i = 0; i < p->count; i++) {
        if (!same_text(p->values[i].name, q->values[i].name))
            what |= POLICIES_TYPE;
        else if (!same_text(p->values[i].zh, q->values[i].zh))
            what |= POLICIES_WORDS;
    }
    return what;
}

static void compare_enum(struct work *w, const struct enum_type *p, const struct enum_type *q)
{
    struct policies_item i = {.kind = POLICIES_ENUM,
                              .name = q ? q->name : p->name,
                              .zh = q ? q->zh : p->zh,
                              .is_gone = !q,
                              .is_new = !p};
    i.before.enumeration = p;
    i.after.enumeration = q;
    i.what = p && q ? enum_change(p, q) : 0;
    if (!p || !q || i.what)
        add_item(w, &i);
}

static void compare_entity(struct work *w, const struct entity *p, const struct entity *q)
{
    struct policies_item i = {.kind = POLICIES_ENTITY,
                              .name = q ? q->name : p->name,
                              .zh = q ? q->zh : p->zh,
                              .is_gone = !q,
                              .is_new = !p};
    i.before.entity = p;
    i.after.entity = q;
    if (p && q) {
        i.what |= entity_max_rows(p) == entity_max_rows(q) ? 0 : POLICIES_RANGE;
        i.what |=
            same_text(p->zh, q->zh) && same_text(p->plural, q->plural) ? 0 : POLICIES_WORDS;
    }
    if (!p || !q || i.what)
        add_item(w, &i);
}

static void compare_types(struct work *w)
{
    for (size_t i = 0; i < w->am->enum_count; i++)
        compare_enum(w, find_enum(w->bm, w->am->enums[i].name), &w->am->enums[i]);
    for (size_t i = 0; i < w->bm->enum_count; i++)
        if (!find_enum(w->am, w->bm->enums[i].name))
            compare_enum(w, &w->bm->enums[i], NULL);
    for (size_t i = 0; i < w->am->entity_count; i++) {
        const struct entity *q = &w->am->entities[i];
        uint8_t e = model_entity(w->bm, text(q->name));
        compare_entity(w, e == NO_ENTITY ? NULL : &w->bm->entities[e], q);
    }
    for (size_t i = 0; i < w->bm->entity_count; i++)
        if (model_entity(w->am, text(w->bm->entities[i].name)) == NO_ENTITY)
            compare_entity(w, &w->bm->entities[i], NULL);
}

/* --- what is only there or not --- */

struct named {
    const char *name, *zh;
};
struct names {
    size_t count;
    struct named *list;
};

static struct names names_of(struct work *w, const struct model *m, enum policies_kind kind)
{
    struct names n = {.count = kind == POLICIES_CHECK      ? m->check_count
                               : kind == POLICIES_SCENARIO ? m->scenario_count
                                                           : m->example_count};
    n.list = keep(w, n.count + 1, sizeof *n.list);
    for (size_t i = 0; n.list && i < n.count; i++)
        n.list[i] = kind == POLICIES_CHECK ? (struct named){m->checks[i].name, m->checks[i].zh}
                    : kind == POLICIES_SCENARIO
                        ? (struct named){m->scenarios[i].name, m->scenarios[i].zh}
                        : (struct named){m->examples[i].name, m->examples[i].zh};
    return n;
}

static void add_lacking(struct work *w, enum policies_kind kind, const struct names *of,
                        const struct names *in, bool is_new)
{
    for (size_t i = 0; i < of->count && !w->failed; i++) {
        size_t k = 0;
        while (k < in->count && strcmp(in->list[k].name, of->list[i].name) != 0)
            k++;
        struct policies_item item = {.kind = kind,
                                     .name = of->list[i].name,
                                     .zh = of->list[i].zh,
                                     .is_new = is_new,
                                     .is_gone = !is_new};
        if (k == in->count)
            add_item(w, &item);
    }
}

static void compare_names(struct work *w)
{
    for (int kind = POLICIES_CHECK; kind <= POLICIES_CASE && !w->failed; kind++) {
        struct names b = names_of(w, w->bm, (enum policies_kind)kind);
        struct names a = names_of(w, w->am, (enum policies_kind)kind);
        if (w->failed)
            return;
        add_lacking(w, (enum policies_kind)kind, &a, &b, true);
        add_lacking(w, (enum policies_kind)kind, &b, &a, false);
    }
}

/* --- a pair --- */

static enum hm_status find_results(struct work *w, struct policies_pair *p, struct diag *d)
{
    const struct model *m = w->am;
    uint8_t root = model_entity(m, text("household"));
    p->results = keep(w, m->field_count + 1, sizeof *p->results);
    if (!p->results)
        return diag_nomem(d, _("comparing policies"));
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        if (f->kind == FIELD_VARIABLE && f->is_result && !f->is_hidden &&
            m->entities[f->entity].root == root && (p->law.may_change[i / 64] >> (i % 64) & 1))
            p->results[p->result_count++] = f->id;
    }
    return HM_OK;
}

static enum hm_status compare_law(struct work *w, struct policies_pair *p, struct diag *d)
{
    struct changes none_before, none_after;
    changes_init(&none_before, w->before);
    changes_init(&none_after, w->after);
    struct law_side x = {w->before, &w->bw, &none_before, 0, w->out->month};
    struct law_side y = {w->after, &w->aw, &none_after, 0, w->out->month};
    enum hm_status st = law_compare(&p->law, &x, &y, true, &w->out->arena, d);
    changes_fini(&none_before);
    changes_fini(&none_after);
    return st == HM_OK ? find_results(w, p, d) : st;
}

static enum hm_status compare_declarations(struct work *w, struct diag *d)
{
    compare_parameters(w);
    if (!w->failed)
        compare_fields(w);
    if (!w->failed)
        compare_types(w);
    if (!w->failed)
        compare_names(w);
    return w->failed ? diag_nomem(d, _("comparing policies")) : HM_OK;
}

static enum hm_status compare_pair(struct work *w, struct policies_pair *p, struct diag *d)
{
    if (!p->before || !p->after)
        return HM_OK;
    w->before = p->before;
    w->after = p->after;
    w->bm = p->before->model;
    w->am = p->after->model;
    TRY(wording_init(&w->bw, p->before, d));
    enum hm_status st = wording_init(&w->aw, p->after, d);
    if (st == HM_OK)
        st = compare_law(w, p, d);
    if (st == HM_OK)
        st = compare_declarations(w, d);
    wording_fini(&w->aw);
    wording_fini(&w->bw);
    return st;
}

/* --- the pairs --- */

static bool same_place(const struct model *a, const struct model *b)
{
    return same_text(a->division, b->division);
}

/* Policies of a region go by their divisions. */
static void pair_members(struct policies_diff *x)
{
    const struct policy *b = x->before, *a = x->after;
    for (size_t i = 0; i < b->member_count; i++) {
        struct policies_pair *p = &x->pairs[x->pair_count++];
        *p = (struct policies_pair){.before = b->members[i], .before_member = (uint16_t)i};
        for (size_t k = 0; k < a->member_count; k++) {
            if (!same_place(p->before->model, a->members[k]->model))
                continue;
            p->after = a->members[k];
            p->after_member = (uint16_t)k;
        }
    }
    for (size_t k = 0; k < a->member_count; k++) {
        bool found = false;
        for (size_t i = 0; i < b->member_count; i++)
            found = found || same_place(b->members[i]->model, a->members[k]->model);
        if (!found)
            x->pairs[x->pair_count++] = (struct policies_pair){
                .after = a->members[k], .after_member = (uint16_t)k, .differs = true};
    }
    for (size_t i = 0; i < x->pair_count; i++)
        x->pairs[i].differs = !x->pairs[i].before || !x->pairs[i].after;
}

/* A folder's policy for families: its only one, or of those below it a lowest one, that of the
 * first division (a city's seat). What stands above it is part of it. */
static const struct policy *lowest_policy(const struct policy *p, uint16_t *member)
{
    const struct policy *found = p->members ? NULL : p;
    *member = 0;
    for (size_t i = 0; i < p->member_count; i++) {
        const char *mine = p->members[i]->model->division;
        const char *best = found ? found->model->division : "";
        size_t n = strlen(mine), least = strlen(best);
        if (n < least || (n == least && strcmp(mine, best) >= 0))
            continue;
        found = p->members[i];
        *member = (uint16_t)i;
    }
    return found;
}

/* Two places, of which one or both have policies below them. */
static void pair_folders(struct policies_diff *x)
{
    struct policies_pair *p = &x->pairs[0];
    *p = (struct policies_pair){0};
    p->before = lowest_policy(x->before, &p->before_member);
    p->after = lowest_policy(x->after, &p->after_member);
    x->pair_count = 1;
}

static bool any_whole(const struct policies_diff *x)
{
    for (size_t i = 0; i < x->pair_count; i++)
        if (x->pairs[i].before && x->pairs[i].after)
            return true;
    return false;
}

static enum hm_status make_pairs(struct policies_diff *x, struct diag *d)
{
    size_t most = x->before->member_count + x->after->member_count + 1;
    x->pairs = arena_zalloc(&x->arena, most * sizeof *x->pairs);
    if (!x->pairs)
        return diag_nomem(d, _("comparing policies"));
    if (x->before->members && x->after->members) {
        pair_members(x);
        if (any_whole(x))
            return HM_OK;
    }
    pair_folders(x);
    return HM_OK;
}

static enum hm_status compare_all(struct policies_diff *x, struct diag *d)
{
    struct work w = {.out = x};
    enum hm_status st = make_pairs(x, d);
    map_init(&w.keys);
    for (uint32_t i = 0; st == HM_OK && i < x->pair_count; i++) {
        w.pair = i;
        st = compare_pair(&w, &x->pairs[i], d);
    }
    map_fini(&w.keys);
    return st;
}

static void start(struct policies_diff *x, const struct policy *before,
                  const struct policy *after, int32_t month)
{
    *x = (struct policies_diff){.before = before, .after = after, .month = month};
    arena_init(&x->arena);
}

/* The latest month in which something begins that differs; 0: there is none. */
static int32_t latest_difference(const struct policies_diff *x)
{
    int32_t latest = 0;
    for (size_t i = 0; i < x->item_count; i++) {
        const struct policies_item *item = &x->items[i];
        for (size_t k = 0; k < item->value_count; k++) {
            int32_t day = item->values[k].from, month = date_month(day);
            month += month_first_day(month) < day;
            if (!item->values[k].same_value && month > latest)
                latest = month;
        }
        for (size_t k = 0; k < item->formula_count; k++) {
            int32_t day = item->formulas[k].from;
            int32_t month = day == DATE_ALWAYS ? 0 : date_month(day);
            month += month && month_first_day(month) < day;
            latest = month > latest ? month : latest;
        }
    }
    return latest;
}

enum hm_status policies_diff(struct policies_diff *out, const struct policy *before,
                             const struct policy *after, int32_t month, bool may_choose,
                             struct diag *d)
{
    struct policies_diff x;
    start(&x, before, after, month);
    enum hm_status st = compare_all(&x, d);
    int32_t other =
        st == HM_OK && may_choose && !policies_diff_matters(&x) ? latest_difference(&x) : 0;
    if (other && other != month) {
        policies_diff_fini(&x);
        start(&x, before, after, other);
        x.month_chosen = true;
        st = compare_all(&x, d);
    }
    if (st == HM_OK)
        *out = x;
    else
        policies_diff_fini(&x);
    return st;
}

void policies_diff_fini(struct policies_diff *x)
{
    for (size_t i = 0; i < x->item_count; i++)
        mem_free(x->items[i].pairs);
    mem_free(x->items);
    arena_fini(&x->arena);
    *x = (struct policies_diff){0};
}

bool policies_diff_matters(const struct policies_diff *x)
{
    for (size_t i = 0; i < x->pair_count; i++)
        if (!x->pairs[i].before || !x->pairs[i].after || x->pairs[i].result_count)
            return true;
    return false;
}

bool policies_diff_places(const struct policies_diff *x)
{
    const struct policies_pair *p = &x->pairs[0];
    return x->pair_count == 1 && p->before && p->after &&
           !same_place(p->before->model, p->after->model);
}
