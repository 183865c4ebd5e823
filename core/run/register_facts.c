/* register_facts.c - see register_facts.h. */
#include "run/register_facts.h"

#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "io/idnumber.h"

static enum hm_status nomem(struct diag *d)
{
    return diag_nomem(d, _("reading evidence"));
}

/* --- sources, as inquiries name them --- */

/* "person.id_number" in the schema; NO_FIELD when it has none. */
static uint16_t field_named(const struct model *m, struct str name)
{
    const char *dot = memchr(name.p, '.', name.n);
    if (!dot)
        return NO_FIELD;
    uint8_t e = model_entity(m, (struct str){name.p, (size_t)(dot - name.p)});
    return e == NO_ENTITY
               ? NO_FIELD
               : model_field(m, e, (struct str){dot + 1, name.n - (size_t)(dot + 1 - name.p)});
}

/* Those fields of an inquiry that the schema still has. */
static bool take_fields(struct inquiry_source *x, struct data_source *s,
                        const struct inquiry *q, const struct model *m, struct arena *a)
{
    struct str line;
    x->fields = arena_alloc(a, LIMIT_DATA_SOURCE_FIELDS * sizeof *x->fields);
    s->fields = arena_zalloc(a, LIMIT_DATA_SOURCE_FIELDS * sizeof *s->fields);
    if (!x->fields || !s->fields)
        return false;
    for (unsigned n = 0; n < LIMIT_DATA_SOURCE_FIELDS && (line = inquiry_field(q, n)).n; n++) {
        uint16_t field = field_named(m, line);
        if (field == NO_FIELD)
            continue;
        s->fields[s->field_count].field = field;
        x->fields[s->field_count++] = field;
    }
    return true;
}

static enum hm_status add_source(struct registers *r, const struct inquiry *q,
                                 const struct model *m, struct diag *d)
{
    struct str about = {q->about, strlen(q->about)};
    uint16_t key = field_named(m, about);
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->list[i].s->name, q->source) == 0)
            return HM_OK; /* a newer inquiry named it */
    if (key == NO_FIELD || r->count == LIMIT_DATA_SOURCES)
        return HM_OK;
    struct inquiry_source *x = &r->list[r->count];
    struct data_source *s = arena_zalloc(&r->arena, sizeof *s);
    if (!s || !(s->name = arena_strdup(&r->arena, q->source)))
        return nomem(d);
    *x = (struct inquiry_source){
        .s = s, .m = m, .key = key, .entity = m->fields[key].entity, .chosen = true};
    r->count++;
    return take_fields(x, s, q, m, &r->arena) ? HM_OK : nomem(d);
}

static enum hm_status find_sources(struct registers *r, struct store *s, struct diag *d)
{
    struct evidence_book *b;
    enum hm_status st = HM_OK;
    TRY(evidence_open(&b, s, d));
    for (uint32_t n = evidence_inquiries(b); n >= 1 && st == HM_OK; n--)
        st = add_source(r, evidence_inquiry(b, n), store_schema(s), d);
    evidence_close(b);
    return st;
}

enum hm_status registers_open(struct registers *r, struct store *s, int32_t month,
                              struct diag *d)
{
    *r = (struct registers){0};
    arena_init(&r->arena);
    r->list = arena_zalloc(&r->arena, LIMIT_DATA_SOURCES * sizeof *r->list);
    enum hm_status st = r->list ? find_sources(r, s, d) : nomem(d);
    if (st == HM_OK)
        st = standing_open(&r->standing, s, r->list, r->count, month, clock_china_day(), d);
    if (st != HM_OK)
        registers_close(r);
    return st;
}

void registers_close(struct registers *r)
{
    if (r->standing.book)
        standing_close(&r->standing);
    arena_fini(&r->arena);
}

/* --- ages --- */

static struct str key_of(const struct frame *f, const struct inquiry_source *s, uint32_t row)
{
    const struct column *c = &f->columns[s->key];
    return row < c->rows && column_valid(c, row) ? column_text(c, row) : (struct str){"", 0};
}

static void add_row(struct register_age *age, const struct registers *r, size_t source,
                    uint16_t ordinal, struct str key)
{
    size_t first, end;
    struct standing_asked asked = {source, evidence_key(key), UINT32_MAX, true};
    standing_household(&r->standing, ordinal, &first, &end);
    const struct evidence *e = standing_find(&r->standing, first, end, &asked);
    age->keyed++;
    if (!e)
        age->never++;
    else if (e->expires > r->standing.today)
        age->current++;
    else
        age->expired++;
}

enum hm_status register_ages_add(struct register_age *ages, struct registers *r, uint32_t block,
                                 const struct frame *f, const uint16_t *ordinals,
                                 struct diag *d)
{
    if (r->count == 0)
        return HM_OK;
    TRY(standing_load(&r->standing, block, STANDING_ALL, UINT64_MAX, d));
    for (size_t i = 0; i < r->count; i++) {
        const struct inquiry_source *s = &r->list[i];
        ages[i].source = s->s->name;
        if (f->model->entities[s->entity].root != f->root)
            continue;
        for (uint32_t row = 0; row < f->entities[s->entity].rows; row++) {
            struct str key = key_of(f, s, row);
            if (key.n)
                add_row(&ages[i], r, i, ordinals[frame_root_row(f, s->entity, row)], key);
        }
    }
    return HM_OK;
}

/* --- one household --- */

struct gathering {
    struct register_facts *out;
    struct registers *r;
    const struct frame *f;
    uint16_t ordinal;
    size_t source;
    uint32_t row;
    uint64_t key;
    const struct evidence *e;
    struct buf text;
    bool failed;
};

static const char *keep(struct gathering *x, const char *p, size_t n)
{
    char *copy = arena_strndup(&x->out->arena, p, n);
    x->failed |= copy == NULL;
    if (copy)
        idnumber_hide(copy, n);
    return copy ? copy : "";
}

static const char *keep_where(struct gathering *x)
{
    buf_clear(&x->text);
    frame_cell_path(x->f, x->r->list[x->source].key, x->row, &x->text);
    const char *dot = buf_ok(&x->text) ? strrchr(x->text.data, '.') : NULL;
    return dot ? keep(x, x->text.data, (size_t)(dot - x->text.data)) : "";
}

static void add_fact(struct gathering *x, const char *fact, const char *zh, const char *said,
                     const struct evidence_use *use)
{
    void *list = x->out->list;
    if (mem_grow(&list, &x->out->cap, x->out->count + 1, sizeof *x->out->list) != 0) {
        x->failed = true;
        return;
    }
    x->out->list = list;
    x->out->list[x->out->count++] = (struct register_fact){
        .source = keep(x, x->r->list[x->source].s->name, strlen(x->r->list[x->source].s->name)),
        .where = keep_where(x),
        .fact = fact,
        .zh = zh,
        .said = said,
        .number = keep(x, x->e->id.p, x->e->id.n),
        .answered_s = x->e->answered_s,
        .expires = x->e->expires,
        .is_expired = x->e->expires <= x->r->standing.today,
        .is_used = use != NULL,
        .how = use ? use->how : EVIDENCE_FILLED};
}

/* Each field the answer speaks of. */
static void add_answer(struct gathering *x)
{
    const struct inquiry_source *s = &x->r->list[x->source];
    struct buf scratch;
    if (x->e->status == EVIDENCE_ABSENT) {
        add_fact(x, "", "", "", NULL);
        return;
    }
    buf_init(&scratch);
    for (size_t i = 0; i < s->s->field_count; i++) {
        const struct field *field = &s->m->fields[s->fields[i]];
        bool is_own = field->entity == s->entity;
        struct str said = standing_value(&x->r->standing, x->e, x->source, i, &scratch);
        if (said.n == 0)
            continue;
        buf_clear(&x->text);
        inquiry_fact_name(s, s->m, i, &x->text);
        const char *fact = buf_ok(&x->text) ? keep(x, x->text.data, x->text.len) : "";
        const char *zh = field->zh ? keep(x, field->zh, strlen(field->zh)) : "";
        add_fact(x, fact, zh, keep(x, said.p, said.n),
                 standing_use(&x->r->standing, x->ordinal, is_own ? x->key : 0, x->source, i));
    }
    buf_fini(&scratch);
}

static void gather(struct gathering *x, uint32_t root_row)
{
    size_t first, end;
    standing_household(&x->r->standing, x->ordinal, &first, &end);
    for (x->source = 0; x->source < x->r->count; x->source++) {
        const struct inquiry_source *s = &x->r->list[x->source];
        if (x->f->model->entities[s->entity].root != x->f->root)
            continue;
        for (x->row = 0; x->row < x->f->entities[s->entity].rows; x->row++) {
            struct str key = key_of(x->f, s, x->row);
            if (key.n == 0 || frame_root_row(x->f, s->entity, x->row) != root_row)
                continue;
            x->key = evidence_key(key);
            struct standing_asked asked = {x->source, x->key, UINT32_MAX, true};
            x->e = standing_find(&x->r->standing, first, end, &asked);
            if (x->e)
                add_answer(x);
        }
    }
}

static enum hm_status read_household(struct gathering *x, struct view *v, struct str id,
                                     uint64_t sequence, struct diag *d)
{
    struct frame f;
    uint32_t block, row;
    TRY(view_find(v, id, &block, &row, d));
    TRY(view_load(v, block, NULL, &f, d));
    x->f = &f;
    x->ordinal = view_ordinals(v)[row];
    enum hm_status st = standing_load(&x->r->standing, block, x->ordinal, sequence, d);
    if (st == HM_OK)
        gather(x, row);
    frame_fini(&f);
    return st == HM_OK && x->failed ? nomem(d) : st;
}

enum hm_status register_facts_read(struct register_facts *out, struct store *s, struct str id,
                                   int32_t month, uint64_t sequence, struct diag *d)
{
    struct registers r;
    struct view *v = NULL;
    *out = (struct register_facts){0};
    arena_init(&out->arena);
    TRY(registers_open(&r, s, month, d));
    struct gathering x = {.out = out, .r = &r};
    buf_init(&x.text);
    enum hm_status st = HM_OK;
    if (r.count)
        st = view_open(&v, s, store_schema(s), month, sequence, d);
    if (st == HM_OK && r.count)
        st = read_household(&x, v, id, sequence, d);
    view_close(v);
    buf_fini(&x.text);
    registers_close(&r);
    return st;
}

void register_facts_fini(struct register_facts *x)
{
    mem_free(x->list);
    arena_fini(&x->arena);
    *x = (struct register_facts){0};
}

const char *evidence_how_name(enum evidence_how how)
{
    static const char *const names[] = {
        [EVIDENCE_FILLED] = N_("filled"),
        [EVIDENCE_RENEWED] = N_("renewed"),
        [EVIDENCE_ACCEPTED] = N_("taken over"),
        [EVIDENCE_KEPT] = N_("kept declared"),
    };
    return names[how];
}
