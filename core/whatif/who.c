/* who.c - every thread keeps the furthest rows it has seen; theirs are joined. */
#include "whatif/who.h"

#include <string.h>
#include "base/mem.h"
#include "whatif/cells.h"
#include "whatif/terms.h"

enum { ROWS = 20 };

struct found {
    char *id, *path; /* mem_free */
    char county[8];
    bool known_before, known_after;
    int64_t before, after;
};
struct seeker {
    const struct agenda *agenda;
    const struct who_request *q;
    struct found *list; /* furthest first */
    size_t count, limit;
    uint64_t all;
    __int128 difference;
    struct buf path;
};

/* --- order --- */

static uint64_t distance(const struct found *f)
{
    return f->after > f->before ? (uint64_t)f->after - (uint64_t)f->before
                                : (uint64_t)f->before - (uint64_t)f->after;
}

static int by_text(const struct found *a, const struct found *b)
{
    int order = strcmp(a->id, b->id);
    return order ? order : strcmp(a->path, b->path);
}

/* Whether a goes before b, as far as their values tell: -1, 0, 1. */
static int by_value(const struct who_request *q, const struct found *a, const struct found *b)
{
    if (q->kind == WHO_UNKNOWN || (q->kind == WHO_VALUE && q->op == CMP_EQ))
        return 0;
    if (q->kind == WHO_VALUE) {
        bool rising = q->op == CMP_LT || q->op == CMP_LE;
        int order = a->after < b->after ? -1 : a->after > b->after;
        return rising ? order : -order;
    }
    uint64_t x = distance(a), y = distance(b);
    return x > y ? -1 : x < y;
}

static bool goes_before(const struct who_request *q, const struct found *a,
                        const struct found *b)
{
    int order = by_value(q, a, b);
    return order ? order < 0 : by_text(a, b) < 0;
}

/* Takes f over, or lets it go. */
static void keep(struct seeker *s, const struct found *f)
{
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (goes_before(s->q, f, &s->list[mid]))
            high = mid;
        else
            low = mid + 1;
    }
    if (low == s->limit) {
        mem_free(f->id);
        mem_free(f->path);
        return;
    }
    if (s->count == s->limit) {
        mem_free(s->list[--s->count].id);
        mem_free(s->list[s->count].path);
    }
    memmove(&s->list[low + 1], &s->list[low], (s->count - low) * sizeof *s->list);
    s->list[low] = *f;
    s->count++;
}

/* --- a block --- */

/* Only what its value does not exclude is written down. */
static bool may_be_listed(const struct seeker *s, const struct found *f)
{
    return s->limit > 0 &&
           (s->count < s->limit || by_value(s->q, f, &s->list[s->count - 1]) <= 0);
}

static enum hm_status list_row(struct seeker *s, const struct frame *facts, struct found *f,
                               uint8_t entity, uint32_t row, struct diag *d)
{
    char scratch[24];
    uint32_t root = frame_root_row(facts, entity, row);
    struct str id = column_text(&facts->entities[facts->root].id, root);
    struct str county = cells_county(s->agenda, facts, root, scratch);
    buf_clear(&s->path);
    frame_cell_path(facts, s->q->field, row, &s->path);
    memcpy(f->county, county.p, county.n);
    f->id = mem_strndup(id.p, id.n);
    f->path = buf_ok(&s->path) ? mem_strdup(s->path.data) : NULL;
    if (!f->id || !f->path) {
        mem_free(f->id);
        mem_free(f->path);
        return diag_nomem(d, _("asking the households"));
    }
    keep(s, f);
    return HM_OK;
}

static enum hm_status take(void *context, const struct scan_part *part, struct diag *d)
{
    struct seeker *s = context;
    const struct who_request *q = s->q;
    uint8_t entity = s->agenda->model->fields[q->field].entity;
    uint32_t rows = cells_rows(part->facts, q->field);
    struct cells was, is;
    cells_of(&was, part->facts, &part->results[0], q->field);
    cells_of(&is, part->facts, &part->results[q->law ? 1 : 0], q->field);
    struct terms terms;
    terms_begin(&terms, q, s->agenda, part);
    for (uint32_t row = 0; row < rows; row++) {
        struct found f = {0};
        f.known_before = cells_get(&was, row, &f.before);
        f.known_after = cells_get(&is, row, &f.after);
        bool first = terms_meets(q->kind, q->op, q->threshold, f.known_before, f.before,
                                 f.known_after, f.after);
        if (!terms_hold(&terms, row, first))
            continue;
        s->all++;
        if (f.known_before && f.known_after)
            s->difference += (__int128)f.after - f.before;
        if (may_be_listed(s, &f))
            TRY(list_row(s, part->facts, &f, entity, row, d));
    }
    return HM_OK;
}

/* --- all --- */

static bool take_over(struct who *w, const struct seeker *s)
{
    w->rows = arena_zalloc(&w->arena, (s->count + 1) * sizeof *w->rows);
    for (size_t i = 0; w->rows && i < s->count; i++) {
        const struct found *f = &s->list[i];
        struct who_row *r = &w->rows[w->row_count++];
        *r = (struct who_row){.known_before = f->known_before,
                              .known_after = f->known_after,
                              .before = f->before,
                              .after = f->after};
        r->id = arena_strdup(&w->arena, f->id);
        r->path = arena_strdup(&w->arena, f->path);
        r->county = arena_strdup(&w->arena, f->county);
        if (!r->id || !r->path || !r->county)
            return false;
    }
    return w->rows != NULL;
}

static void join(struct seeker *to, struct seeker *from)
{
    to->all += from->all;
    to->difference += from->difference;
    for (size_t i = 0; i < from->count; i++)
        keep(to, &from->list[i]);
    from->count = 0;
}

static void seeker_fini(struct seeker *s)
{
    for (size_t i = 0; i < s->count; i++) {
        mem_free(s->list[i].id);
        mem_free(s->list[i].path);
    }
    mem_free(s->list);
    buf_fini(&s->path);
}

enum hm_status who_ask(struct who *out, struct population *p, const struct who_request *q,
                       struct diag *d)
{
    unsigned n = population_threads(p);
    void *contexts[LIMIT_THREADS];
    uint16_t fields[TERMS_MAX + 1] = {q->field};
    struct cells_scan s = {q->law, fields, 1};
    struct who w = {.field = q->field};
    TRY(terms_check(q, population_agenda(p), d));
    for (size_t i = 0; i < q->more_count; i++)
        if (q->more[i].field != NO_FIELD)
            fields[s.field_count++] = q->more[i].field;
    struct seeker *seekers = mem_calloc(n, sizeof *seekers);
    if (!seekers)
        return diag_nomem(d, _("asking the households"));
    arena_init(&w.arena);
    bool ok = true;
    for (unsigned k = 0; k < n; k++) {
        struct seeker *x = &seekers[k];
        x->agenda = population_agenda(p);
        x->q = q;
        x->limit = q->limit ? q->limit : ROWS;
        x->limit = x->limit < LIMIT_WHO_ROWS ? x->limit : LIMIT_WHO_ROWS;
        buf_init(&x->path);
        x->list = mem_calloc(x->limit + 1, sizeof *x->list);
        ok = ok && x->list;
        contexts[k] = x;
    }
    enum hm_status st =
        ok ? cells_scan(p, &s, contexts, take, d) : diag_nomem(d, _("asking the households"));
    for (unsigned k = 1; k < n && st == HM_OK; k++)
        join(&seekers[0], &seekers[k]);
    w.count = seekers[0].all;
    w.difference = seekers[0].difference;
    if (st == HM_OK && !take_over(&w, &seekers[0]))
        st = diag_nomem(d, _("asking the households"));
    for (unsigned k = 0; k < n; k++)
        seeker_fini(&seekers[k]);
    mem_free(seekers);
    if (st == HM_OK)
        *out = w;
    else
        arena_fini(&w.arena);
    return st;
}

void who_fini(struct who *w)
{
    arena_fini(&w->arena);
    *w = (struct who){0};
}
