/* region_pairs.c - dispatches random households to two random policies, and holds the results
 * against each policy alone. The households of one policy are gathered value by value through a
 * builder, so that nothing of the region's own way of splitting frames is used twice.
 */
#include "region_pairs.h"

#include "alternatives.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/limits.h"
#include "base/mem.h"

enum { FAMILIES = 60, MONTH = 2022 * 12 + 6 };
#define NOBODY UINT32_MAX

static char *copy(const char *s)
{
    char *p = mem_strdup(s);
    if (!p)
        abort();
    return p;
}

static struct source_file file_of(const char *name, const struct buf *text)
{
    char path[64];
    snprintf(path, sizeof path, "%s/policy.lua", name);
    return (struct source_file){.path = copy(path),
                                .shown_path = copy(path),
                                .text = copy(text->data),
                                .bytes = text->len};
}

enum hm_status region_load(struct policy **out, const char *name, const struct buf *text,
                           struct diag *d)
{
    struct sources s;
    sources_init(&s);
    s.files = mem_calloc(1, sizeof *s.files);
    if (!s.files)
        abort();
    s.count = s.cap = 1;
    s.name = copy(name);
    s.files[0] = file_of(name, text);
    enum hm_status st = policy_load_sources(out, &s, d);
    sources_fini(&s);
    return st;
}

static enum hm_status join(struct policy **out, struct policy **members, struct diag *d)
{
    struct sources s;
    sources_init(&s);
    s.name = copy("land");
    s.members = mem_calloc(2, sizeof *s.members);
    if (!s.members)
        abort();
    for (; s.member_count < 2; s.member_count++)
        s.members[s.member_count] = copy(members[s.member_count]->sources.name);
    for (size_t i = 0; i < 2; i++)
        if (sources_add(&s, &members[i]->sources.files[0], d) != HM_OK)
            abort();
    return policy_join(out, members, 2, &s, d);
}

/* --- families of both --- */

static void set_codes(struct choices *c, const struct model *m, uint8_t root, uint32_t rows,
                      struct builder *b)
{
    static const char *const codes[] = {"110101", "11",   "12",     "120105003",
                                        "1202",   "1101", "990101", "1"};
    uint16_t field = model_field(m, root, (struct str){"division_code", 13});
    uint32_t mixture = choices_below(c, 4); /* 0: all in one place */
    for (uint32_t r = 0; r < rows; r++) {
        uint32_t k = mixture == 0 ? 2 : choices_below(c, mixture == 1 ? 9 : 6);
        if (k == 8)
            continue; /* no code */
        struct value v = {KIND_TEXT, {.text = {codes[k], strlen(codes[k])}}};
        builder_set(b, field, r, &v);
    }
}

static bool make_frame(struct choices *c, const struct model *m, uint8_t root, uint32_t rows,
                       bool jagged, struct frame *out)
{
    struct builder *b;
    if (builder_new(&b, m, root) != HM_OK)
        abort();
    random_families(c, m, root, rows, b);
    set_codes(c, m, root, rows, b);
    bool ok = builder_finish(b, out, jagged, NULL, NULL) == HM_OK;
    builder_free(b);
    return ok;
}

static bool add_past(struct choices *c, struct frame *f, int32_t month)
{
    struct frame earlier = {0};
    uint32_t rows = f->entities[f->root].rows;
    bool ok =
        make_frame(c, f->model, f->root, rows - choices_below(c, rows / 2), false, &earlier) &&
        frame_add_past(f, month, &earlier, NULL) == HM_OK;
    frame_fini(&earlier);
    return ok;
}

/* --- one policy's part of them --- */

struct part {
    const struct model *model;
    struct frame frame;
    uint32_t *row_of[LIMIT_ENTITIES]; /* [its entity][row of the whole]: its row, or NOBODY */
};

static bool goes_by(const struct frame *f, uint32_t root, const char *prefix)
{
    struct value v;
    uint16_t field = model_field(f->model, f->root, (struct str){"division_code", 13});
    return column_value(&v, &f->columns[field], &f->model->fields[field], root) &&
           v.as.text.n >= 2 && memcmp(v.as.text.p, prefix, 2) == 0;
}

/* A value in the part's terms. */
static struct value own_value(const struct frame *f, const struct field *theirs,
                              const struct part *p, const struct field *mine, struct value v)
{
    if (v.kind != KIND_ENUM)
        return v;
    const char *name = f->model->enums[theirs->type.enum_id].values[v.as.code].name;
    v.as.code = (uint8_t)enum_code(&p->model->enums[mine->type.enum_id],
                                   (struct str){name, strlen(name)});
    return v;
}

static void copy_cells(const struct frame *f, uint8_t theirs, uint32_t row, struct part *p,
                       uint8_t mine, uint32_t to, struct builder *b)
{
    for (size_t i = 0; i < p->model->field_count; i++) {
        const struct field *g = &p->model->fields[i];
        struct value v;
        if (g->entity != mine)
            continue;
        uint16_t id = model_field(f->model, theirs, (struct str){g->name, strlen(g->name)});
        const struct field *h = &f->model->fields[id];
        if (!column_value(&v, &f->columns[id], h, row))
            continue;
        v = own_value(f, h, p, g, v);
        builder_set(b, g->id, to, &v);
    }
}

static uint32_t add_row(const struct frame *f, uint8_t theirs, uint32_t row, struct part *p,
                        uint8_t mine, uint32_t parent, struct builder *b)
{
    uint32_t to = builder_row(b, mine, parent, column_text(&f->entities[theirs].id, row));
    copy_cells(f, theirs, row, p, mine, to, b);
    p->row_of[mine][row] = to;
    return to;
}

/* The rows of f of one policy, or, in an earlier month, all of them. */
static bool gather(const struct frame *f, struct part *p, const char *prefix)
{
    const struct model *m = p->model;
    struct builder *b;
    uint8_t root = model_entity(m, (struct str){"household", 9});
    if (builder_new(&b, m, root) != HM_OK)
        abort();
    for (size_t e = 0; e < m->entity_count; e++) {
        const char *name = m->entities[e].name;
        uint8_t theirs = model_entity(f->model, (struct str){name, strlen(name)});
        uint32_t rows = f->entities[theirs].rows;
        p->row_of[e] = mem_calloc(rows + 1u, sizeof(uint32_t));
        if (!p->row_of[e])
            abort();
        memset(p->row_of[e], 0xFF, rows * sizeof(uint32_t));
    }
    for (uint32_t r = 0; r < f->entities[f->root].rows; r++) {
        if (prefix && !goes_by(f, r, prefix))
            continue;
        uint32_t top = add_row(f, f->root, r, p, root, 0, b);
        for (size_t e = 0; e < m->entity_count; e++) {
            const char *name = m->entities[e].name;
            uint32_t n;
            if (m->entities[e].parent != root)
                continue;
            uint8_t theirs = model_entity(f->model, (struct str){name, strlen(name)});
            const uint32_t *rows = frame_children(f, theirs, r, &n);
            for (uint32_t k = 0; k < n; k++)
                add_row(f, theirs, rows[k], p, (uint8_t)e, top, b);
        }
    }
    bool ok = builder_finish(b, &p->frame, false, NULL, NULL) == HM_OK;
    builder_free(b);
    return ok;
}

static void forget_rows(struct part *p)
{
    for (size_t e = 0; e < LIMIT_ENTITIES; e++)
        mem_free(p->row_of[e]);
}

static bool gather_past(const struct frame *f, struct part *p)
{
    bool ok = true;
    for (size_t i = 0; ok && i < f->past_count; i++) {
        struct part then = {.model = p->model};
        ok = gather(f->past[i].frame, &then, NULL) &&
             frame_add_past(&p->frame, f->past[i].month, &then.frame, NULL) == HM_OK;
        frame_fini(&then.frame);
        forget_rows(&then);
    }
    return ok;
}

/* --- comparing --- */

static const char *issue_text(const struct results *r, uint16_t field, uint32_t row)
{
    for (size_t i = 0; i < r->issue_count; i++)
        if (r->issues[i].field == field && r->issues[i].row == row)
            return r->issues[i].text;
    return "";
}

static bool same_value(const struct model *m, const struct result_column *a, uint32_t x,
                       const struct model *n, const struct result_column *b, uint32_t y)
{
    if (m->fields[a->field].type.kind == KIND_ENUM) {
        const struct enum_type *e = &m->enums[m->fields[a->field].type.enum_id];
        const struct enum_type *g = &n->enums[n->fields[b->field].type.enum_id];
        return strcmp(e->values[a->num[x]].name, g->values[b->num[y]].name) == 0;
    }
    return a->num[x] == b->num[y] && (a->den ? a->den[x] : 1) == (b->den ? b->den[y] : 1);
}

struct pairing {
    const struct model *whole;
    const struct results *all;
    const struct part *part;
    const struct results *own;
};

static bool same_cell(const struct pairing *w, const struct result_column *a, uint32_t row,
                      const struct result_column *b)
{
    const struct model *m = w->part->model;
    uint32_t mine = w->part->row_of[m->fields[b->field].entity][row];
    if (mine == NOBODY)
        return true;
    if (a->state[row] != b->state[mine])
        return false;
    if (a->state[row] != HM_TRAP_NONE)
        return strcmp(issue_text(w->all, a->field, row), issue_text(w->own, b->field, mine)) ==
               0;
    return same_value(w->whole, a, row, m, b, mine);
}

static bool same_column(const struct pairing *w, const struct result_column *b, uint64_t *cells)
{
    const struct model *m = w->part->model;
    const struct field *f = &m->fields[b->field];
    const char *entity = m->entities[f->entity].name;
    uint16_t field =
        model_field(w->whole, model_entity(w->whole, (struct str){entity, strlen(entity)}),
                    (struct str){f->name, strlen(f->name)});
    for (size_t i = 0; i < w->all->column_count; i++) {
        const struct result_column *a = &w->all->columns[i];
        for (uint32_t row = 0; a->field == field && row < a->rows; row++, ++*cells) {
            if (same_cell(w, a, row, b))
                continue;
            fprintf(stderr, "%s.%s, row %u: the region differs from %s alone\n", entity,
                    f->name, (unsigned)row, m->name);
            return false;
        }
    }
    return true;
}

static size_t variables(const struct model *m, uint8_t root, uint16_t *out)
{
    size_t n = 0;
    for (size_t i = 0; i < m->field_count; i++)
        if (m->fields[i].kind == FIELD_VARIABLE &&
            m->entities[m->fields[i].entity].root == root)
            out[n++] = (uint16_t)i;
    return n;
}

static bool evaluate(const struct policy *p, enum engine_kind kind, bool stored,
                     const struct frame *f, struct results *r, struct diag *d)
{
    uint16_t *outputs = mem_calloc(LIMIT_FIELDS, sizeof *outputs);
    struct evaluation e = {.policy = p, .outputs = outputs, .month = MONTH, .root = f->root};
    struct engine *engine;
    if (!outputs)
        abort();
    e.output_count = variables(p->model, f->root, outputs);
    e.stored = stored;
    bool ok = engine_open(&engine, kind, &e, d) == HM_OK;
    if (ok) {
        ok = engine_run(engine, f, r, d) == HM_OK;
        engine_close(engine);
    }
    mem_free(outputs);
    return ok;
}

static bool compare_part(const struct policy *region, size_t number, const struct frame *f,
                         const struct results *all, struct region_tally *t, struct diag *d)
{
    const struct policy *member = region->members[number];
    struct part p = {.model = member->model};
    struct results own;
    results_init(&own);
    bool ok = gather(f, &p, member->model->division) && gather_past(f, &p) &&
              evaluate(member, ENGINE_FAST, false, &p.frame, &own, d);
    struct pairing w = {region->model, all, &p, &own};
    for (size_t i = 0; ok && i < own.column_count; i++)
        ok = same_column(&w, &own.columns[i], &t->cells);
    results_fini(&own);
    frame_fini(&p.frame);
    forget_rows(&p);
    return ok;
}

static bool same_stored(const struct policy *region, const struct results *exact,
                        const struct results *stored)
{
    bool ok = exact->issue_count == stored->issue_count;
    for (size_t i = 0; ok && i < exact->column_count; i++) {
        const struct result_column *a = &exact->columns[i], *b = &stored->columns[i];
        for (uint32_t r = 0; ok && r < a->rows; r++)
            ok = result_state(a, r) == result_state(b, r) &&
                 (result_state(a, r) != HM_TRAP_NONE ||
                  result_stored(a, region->model, r) == result_stored(b, region->model, r));
    }
    if (!ok)
        fprintf(stderr, "the region's stored form differs\n");
    return ok;
}

/* Several laws in one pass over the region. */
static bool compare_alternatives(struct choices *c, const struct policy *region,
                                 const struct frame *f, struct diag *d)
{
    uint16_t *outputs = mem_calloc(LIMIT_FIELDS, sizeof *outputs);
    struct evaluation e = {
        .policy = region, .outputs = outputs, .month = MONTH, .root = f->root};
    if (!outputs)
        abort();
    e.output_count = variables(region->model, f->root, outputs);
    bool ok = alternatives_agree(c, &e, f, d);
    mem_free(outputs);
    return ok;
}

static bool compare(struct choices *c, const struct policy *region, struct region_tally *t,
                    struct diag *d)
{
    struct frame f = {0};
    struct results all, stored;
    uint8_t root = model_entity(region->model, (struct str){"household", 9});
    results_init(&all);
    results_init(&stored);
    bool ok = make_frame(c, region->model, root, FAMILIES, choices_below(c, 2), &f);
    for (int32_t n = 2; ok && n >= 1; n--)
        ok = choices_below(c, 3) == 0 || add_past(c, &f, MONTH - n);
    ok = ok && evaluate(region, ENGINE_BOTH, false, &f, &all, d) &&
         evaluate(region, ENGINE_FAST, true, &f, &stored, d) &&
         same_stored(region, &all, &stored);
    for (size_t i = 0; ok && i < 2; i++)
        ok = compare_part(region, i, &f, &all, t, d);
    ok = ok && compare_alternatives(c, region, &f, d);
    results_fini(&all);
    results_fini(&stored);
    frame_fini(&f);
    return ok;
}

static void print(const struct buf *a, const struct buf *b, const struct diag *d, FILE *out)
{
    fprintf(out, "%s\n-- and\n%s", a->data, b->data);
    for (size_t i = 0; i < d->count && i < 12; i++)
        fprintf(out, "%s:%u:%u: %s\n", d->items[i].at.file ? d->items[i].at.file : "",
                d->items[i].at.line, d->items[i].at.column, d->items[i].text);
}

bool region_pair(struct choices *c, struct region_tally *t, bool show)
{
    struct buf text[2];
    struct policy *members[2] = {NULL, NULL}, *region = NULL;
    struct diag d;
    diag_init(&d);
    buf_init(&text[0]);
    buf_init(&text[1]);
    random_neighbours(c, &text[0], &text[1]);
    bool loads = region_load(&members[0], "first", &text[0], &d) == HM_OK &&
                 region_load(&members[1], "second", &text[1], &d) == HM_OK;
    bool ok = true;
    t->policies++;
    if (loads) {
        ok = join(&region, members, &d) == HM_OK && compare(c, region, t, &d);
        policy_free(region);
        t->pairs += FAMILIES;
    } else {
        t->refused++;
        policy_free(members[0]);
        policy_free(members[1]);
    }
    if (!ok || show)
        print(&text[0], &text[1], &d, ok ? stdout : stderr);
    buf_fini(&text[0]);
    buf_fini(&text[1]);
    diag_fini(&d);
    return ok;
}
