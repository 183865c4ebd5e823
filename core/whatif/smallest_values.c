/* smallest_values.c - the world of the search: which rows a family can have, which results are
 * compared, and the facts that these read, with their values so far.
 */
#include <string.h>
#include "base/mem.h"
#include "ir/ir.h"
#include "whatif/smallest_parts.h"

static struct str text(const char *s)
{
    return (struct str){s, strlen(s)};
}

static bool reads(const struct small_world *w, bool after, uint16_t field)
{
    return w->reach[after][field / 64] >> (field % 64) & 1;
}

/* --- rows --- */

static uint8_t kind_of(const struct small_world *w, bool after, uint8_t entity)
{
    for (size_t k = 0; k < w->kind_count; k++)
        if ((after ? w->kinds[k].after : w->kinds[k].before) == entity)
            return (uint8_t)k;
    return NO_ENTITY;
}

static void add_kind(struct small_world *w, bool after, const struct entity *e)
{
    for (size_t k = 0; k < w->kind_count; k++) {
        if (strcmp(w->kinds[k].name, e->name) != 0)
            continue;
        *(after ? &w->kinds[k].after : &w->kinds[k].before) = e->id;
        return;
    }
    if (w->kind_count == SMALL_KINDS)
        return;
    struct small_kind *k = &w->kinds[w->kind_count++];
    *k = (struct small_kind){e->name, e->plural, NO_ENTITY, NO_ENTITY};
    *(after ? &k->after : &k->before) = e->id;
}

/* The household, then what stands right below it. */
static void find_kinds(struct small_world *w)
{
    for (int depth = 0; depth <= 1; depth++) {
        for (int side = 1; side >= 0; side--) {
            const struct model *m = w->sides[side].policy->model;
            uint8_t root = w->sides[side].evaluation.root;
            for (size_t i = 0; i < m->entity_count; i++)
                if (m->entities[i].root == root && m->entities[i].depth == depth)
                    add_kind(w, side, &m->entities[i]);
        }
    }
}

/* --- results --- */

static const uint8_t *enum_codes(struct small_world *w, const struct field *p,
                                 const struct field *q)
{
    const struct model *bm = w->sides[0].policy->model, *am = w->sides[1].policy->model;
    const struct enum_type *from = &bm->enums[p->type.enum_id];
    const struct enum_type *to = &am->enums[q->type.enum_id];
    uint8_t *codes = arena_alloc(&w->arena, 256);
    for (size_t i = 0; codes && i < 256; i++) {
        int code = i < from->count ? enum_code(to, text(from->values[i].name)) : -1;
        codes[i] = code < 0 ? 255 : (uint8_t)code;
    }
    return codes;
}

static uint16_t counterpart(const struct small_world *w, const struct field *q)
{
    const struct model *bm = w->sides[0].policy->model, *am = w->sides[1].policy->model;
    uint8_t e = model_entity(bm, text(am->entities[q->entity].name));
    uint16_t id = e == NO_ENTITY ? NO_FIELD : model_field(bm, e, text(q->name));
    if (id == NO_FIELD || bm->fields[id].kind != FIELD_VARIABLE ||
        bm->fields[id].type.kind != q->type.kind ||
        (q->type.kind == KIND_NUMBER && bm->fields[id].type.decimals != q->type.decimals))
        return NO_FIELD;
    return id;
}

static enum hm_status add_output(struct small_world *w, uint16_t after, uint16_t before,
                                 uint16_t *ids[2])
{
    const struct model *am = w->sides[1].policy->model;
    const struct field *q = &am->fields[after];
    struct small_output o = {.zh = q->zh, .after = after, .before = before};
    char path[2 * LIMIT_NAME_BYTES + 2];
    o.kind = kind_of(w, true, q->entity);
    if (o.kind == NO_ENTITY)
        return HM_OK; /* below the first level */
    model_field_path(am, after, path, sizeof path);
    o.name = arena_strdup(&w->arena, path);
    if (!o.name)
        return HM_NOMEM;
    for (int side = 0; side < 2; side++) {
        uint16_t field = side ? after : before;
        struct evaluation *e = &w->sides[side].evaluation;
        if (field == NO_FIELD)
            continue;
        *(side ? &o.after_index : &o.before_index) = e->output_count;
        ids[side][e->output_count++] = field;
    }
    if (before != NO_FIELD && q->type.kind == KIND_ENUM) {
        o.codes = enum_codes(w, &w->sides[0].policy->model->fields[before], q);
        if (!o.codes)
            return HM_NOMEM;
    }
    w->outputs[w->output_count++] = o;
    return HM_OK;
}

/* Results of both; where there are none, those that only the later policy has. */
static enum hm_status find_outputs(struct small_world *w)
{
    const struct policies_pair *pair = w->job->pair;
    const struct model *am = w->sides[1].policy->model;
    uint16_t *ids[2];
    for (int side = 0; side < 2; side++) {
        ids[side] = arena_alloc(&w->arena, (pair->result_count + 1) * sizeof **ids);
        if (!ids[side])
            return HM_NOMEM;
        w->sides[side].evaluation.outputs = ids[side];
    }
    w->outputs = arena_zalloc(&w->arena, (pair->result_count + 1) * sizeof *w->outputs);
    if (!w->outputs)
        return HM_NOMEM;
    for (size_t i = 0; i < pair->result_count; i++) {
        uint16_t before = counterpart(w, &am->fields[pair->results[i]]);
        if (before != NO_FIELD)
            TRY(add_output(w, pair->results[i], before, ids));
    }
    for (size_t i = 0; w->output_count == 0 && i < pair->result_count; i++)
        TRY(add_output(w, pair->results[i], NO_FIELD, ids));
    return HM_OK;
}

static enum hm_status find_reach(struct small_world *w, int side)
{
    const struct model *m = w->sides[side].policy->model;
    const struct evaluation *e = &w->sides[side].evaluation;
    uint16_t *stack = arena_alloc(&w->arena, (m->field_count + 1) * sizeof *stack);
    w->reach[side] = arena_zalloc(&w->arena, (m->field_count / 64 + 1) * sizeof(uint64_t));
    if (!stack || !w->reach[side])
        return HM_NOMEM;
    (void)model_reach(m, e->outputs, e->output_count, w->reach[side], stack);
    return HM_OK;
}

/* --- slots --- */

static bool allot(struct small_world *w, struct small_slot *s)
{
    s->of_before = arena_alloc(&w->arena, SMALL_VALUES * sizeof *s->of_before);
    s->of_after = arena_alloc(&w->arena, SMALL_VALUES * sizeof *s->of_after);
    s->is_bad = arena_zalloc(&w->arena, SMALL_VALUES * sizeof *s->is_bad);
    s->count = 1; /* not given */
    return s->of_before && s->of_after && s->is_bad;
}

static uint16_t other_field(const struct small_world *w, bool after, const struct field *f)
{
    const struct model *mine = w->sides[after].policy->model;
    const struct model *theirs = w->sides[!after].policy->model;
    uint8_t e = model_entity(theirs, text(mine->entities[f->entity].name));
    uint16_t id = e == NO_ENTITY ? NO_FIELD : model_field(theirs, e, text(f->name));
    if (id == NO_FIELD || theirs->fields[id].type.kind != f->type.kind ||
        theirs->fields[id].kind != f->kind ||
        (f->type.kind == KIND_NUMBER && theirs->fields[id].type.decimals != f->type.decimals))
        return NO_FIELD;
    return id;
}

size_t small_slot_of(struct small_world *w, bool after, uint16_t field)
{
    const struct model *m = w->sides[after].policy->model;
    const struct field *f = &m->fields[field];
    for (size_t i = 0; i < w->slot_count; i++)
        if ((after ? w->slots[i].after : w->slots[i].before) == field)
            return i;
    struct small_slot s = {.field = f, .model = m, .kind = kind_of(w, after, f->entity)};
    uint16_t other = other_field(w, after, f);
    bool is_read = reads(w, after, field) || (other != NO_FIELD && reads(w, !after, other));
    s.before = after ? other : field;
    s.after = after ? field : other;
    if (s.after != NO_FIELD) {
        s.model = w->sides[1].policy->model;
        s.field = &s.model->fields[s.after];
    }
    if (!is_read || s.kind == NO_ENTITY || f->is_hidden || w->slot_count == SMALL_SLOTS ||
        !allot(w, &s))
        return SIZE_MAX;
    w->slots[w->slot_count] = s;
    return w->slot_count++;
}

/* The code of the same enum value on the other side; 255: it has none. */
static int64_t translated(const struct small_world *w, const struct small_slot *s, bool after,
                          int64_t stored)
{
    uint16_t mine = after ? s->after : s->before, theirs = after ? s->before : s->after;
    if (s->field->type.kind != KIND_ENUM || theirs == NO_FIELD)
        return stored;
    const struct model *m = w->sides[after].policy->model;
    const struct model *n = w->sides[!after].policy->model;
    const char *name = m->enums[m->fields[mine].type.enum_id].values[stored].name;
    int code = enum_code(&n->enums[n->fields[theirs].type.enum_id], text(name));
    return code < 0 ? 255 : code;
}

/* Whether that policy takes the value as a fact. */
static bool fits(const struct small_world *w, bool after, uint16_t field, int64_t v)
{
    const struct model *m = w->sides[after].policy->model;
    int64_t lo, hi;
    if (field == NO_FIELD || !ir_fact_range(m, &m->fields[field], &lo, &hi))
        return true;
    return v >= lo && v <= hi;
}

uint8_t small_value(struct small_world *w, size_t slot, bool after, int64_t stored)
{
    struct small_slot *s = &w->slots[slot];
    int64_t other = translated(w, s, after, stored);
    if (other == 255 && s->field->type.kind == KIND_ENUM)
        return 0; /* a value of one policy only */
    return small_values(w, slot, after ? other : stored, after ? stored : other);
}

uint8_t small_values(struct small_world *w, size_t slot, int64_t b, int64_t a)
{
    struct small_slot *s = &w->slots[slot];
    if (!fits(w, false, s->before, b) || !fits(w, true, s->after, a))
        return 0;
    for (uint8_t i = 1; i < s->count; i++)
        if (s->of_before[i] == b && s->of_after[i] == a)
            return i;
    if (s->count == SMALL_VALUES)
        return 0;
    s->of_before[s->count] = b;
    s->of_after[s->count] = a;
    return s->count++;
}

size_t small_keep_text(struct small_world *w, struct str t)
{
    size_t at = 0;
    while (at < w->text_count && !str_eq(w->texts[at], t))
        at++;
    if (at == w->text_count) {
        void *texts = w->texts;
        char *copy = arena_strndup(&w->arena, t.p, t.n);
        if (!copy || mem_grow(&texts, &w->text_cap, at + 1, sizeof *w->texts) != 0)
            return SIZE_MAX;
        w->texts = texts;
        w->texts[w->text_count++] = (struct str){copy, t.n};
    }
    return at;
}

uint8_t small_text(struct small_world *w, size_t slot, struct str t)
{
    size_t at = small_keep_text(w, t);
    return at == SIZE_MAX ? 0 : small_value(w, slot, true, (int64_t)at);
}

static void find_slots(struct small_world *w)
{
    for (int side = 1; side >= 0; side--) {
        const struct model *m = w->sides[side].policy->model;
        for (size_t i = 0; i < m->field_count; i++)
            if (m->fields[i].kind == FIELD_INPUT && reads(w, side, (uint16_t)i))
                (void)small_slot_of(w, side, (uint16_t)i);
    }
}

/* --- the whole --- */

static enum hm_status open_side(struct small_world *w, int side, struct diag *d)
{
    struct small_side *s = &w->sides[side];
    const struct policies_pair *pair = w->job->pair;
    s->policy = side ? pair->after : pair->before;
    results_init(&s->results);
    s->evaluation =
        (struct evaluation){.policy = s->policy,
                            .month = w->job->month,
                            .root = model_entity(s->policy->model, text("household")),
                            .stored = true,
                            .bare = true};
    if (s->evaluation.root == NO_ENTITY)
        return diag_error(d, HM_DATA, NULL, _("policy %s has no entity \"household\""),
                          s->policy->model->name);
    return HM_OK;
}

enum hm_status small_world_open(struct small_world *w, const struct smallest_job *job,
                                struct diag *d)
{
    *w = (struct small_world){.job = job};
    arena_init(&w->arena);
    TRY(open_side(w, 0, d));
    TRY(open_side(w, 1, d));
    find_kinds(w);
    w->slots = arena_zalloc(&w->arena, SMALL_SLOTS * sizeof *w->slots);
    enum hm_status st = w->slots ? find_outputs(w) : HM_NOMEM;
    if (st == HM_OK)
        st = find_reach(w, 0);
    if (st == HM_OK)
        st = find_reach(w, 1);
    if (st != HM_OK)
        return diag_nomem(d, _("looking for the smallest family"));
    find_slots(w);
    return small_fill_values(w, d);
}

void small_world_close(struct small_world *w)
{
    for (int side = 0; side < 2; side++) {
        struct small_side *s = &w->sides[side];
        engine_close(s->engine);
        if (s->policy)
            results_fini(&s->results);
        if (s->has_frame)
            frame_fini(&s->frame);
    }
    mem_free(w->texts);
    arena_fini(&w->arena);
}
