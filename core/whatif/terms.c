/* terms.c - see terms.h */
#include "whatif/terms.h"

enum hm_status terms_check(const struct who_request *q, const struct agenda *s, struct diag *d)
{
    const struct model *m = s->model;
    uint8_t entity = m->fields[q->field].entity;
    if (q->more_count > TERMS_MAX)
        return diag_error(d, HM_USAGE, NULL, _("more than %d conditions"), TERMS_MAX + 1);
    for (size_t i = 0; i < q->more_count; i++) {
        uint16_t field = q->more[i].field;
        if (field == NO_FIELD || m->fields[field].entity == entity ||
            m->fields[field].entity == s->root)
            continue;
        return diag_add(
            d, HM_LEVEL_ERROR, HM_USAGE, NULL, _("begin with a condition on the member"),
            _("%s is of a %s, and the first condition is about a %s"), m->fields[field].name,
            m->entities[m->fields[field].entity].name, m->entities[entity].name);
    }
    return HM_OK;
}

void terms_begin(struct terms *t, const struct who_request *q, const struct agenda *s,
                 const struct scan_part *part)
{
    *t = (struct terms){
        .q = q, .part = part, .agenda = s, .entity = s->model->fields[q->field].entity};
    for (size_t i = 0; i < q->more_count; i++) {
        if (q->more[i].field == NO_FIELD)
            continue;
        cells_of(&t->before[i], part->facts, &part->results[0], q->more[i].field);
        cells_of(&t->after[i], part->facts, &part->results[q->law ? 1 : 0], q->more[i].field);
    }
}

static bool compares(enum comparison op, __int128 a, __int128 b)
{
    return comparison_holds(op, a < b ? -1 : a > b);
}

bool terms_meets(enum who_kind kind, enum comparison op, int64_t threshold, bool known_before,
                 int64_t before, bool known_after, int64_t after)
{
    if (kind == WHO_UNKNOWN)
        return !known_after;
    if (kind == WHO_VALUE)
        return known_after && compares(op, after, threshold);
    if (!known_before || !known_after)
        return false;
    __int128 change = (__int128)after - before;
    return compares(op, kind == WHO_CHANGE && change < 0 ? -change : change, threshold);
}

static bool holds(const struct terms *t, size_t i, uint32_t row)
{
    const struct who_term *x = &t->q->more[i];
    const struct frame *facts = t->part->facts;
    int64_t before, after;
    uint32_t root = frame_root_row(facts, t->entity, row), members = 0;
    if (x->field == NO_FIELD) {
        if (t->agenda->member != NO_ENTITY)
            frame_children(facts, t->agenda->member, root, &members);
        return terms_meets(x->kind, x->op, x->threshold, true, members, true, members);
    }
    bool is_own = t->agenda->model->fields[x->field].entity == t->entity;
    uint32_t at = is_own ? row : root;
    bool known_before = cells_get(&t->before[i], at, &before);
    bool known_after = cells_get(&t->after[i], at, &after);
    return terms_meets(x->kind, x->op, x->threshold, known_before, before, known_after, after);
}

bool terms_hold(const struct terms *t, uint32_t row, bool first)
{
    bool group = first;
    for (size_t i = 0; i < t->q->more_count; i++) {
        if (t->q->more[i].is_or && group)
            return true;
        if (t->q->more[i].is_or)
            group = holds(t, i, row);
        else
            group = group && holds(t, i, row);
    }
    return group;
}
