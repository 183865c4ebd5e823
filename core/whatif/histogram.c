/* histogram.c - one scan finds the ends, a second one counts between round edges. */
#include "whatif/histogram.h"

#include <assert.h>
#include <string.h>
#include "base/mem.h"
#include "whatif/cells.h"

enum { BINS = 20, BINS_MOST = 10000 };

struct counter {
    const struct histogram_request *q;
    struct histogram h;  /* of this thread; bins in the second scan */
    int64_t first, step; /* of the second scan: the lowest edge, the width */
};

/* --- the ends --- */

static enum hm_status find_ends(void *context, const struct scan_part *part, struct diag *d)
{
    struct counter *c = context;
    struct histogram *h = &c->h;
    struct cells cells;
    int64_t v;
    (void)d;
    cells_of(&cells, part->facts, &part->results[c->q->law ? 1 : 0], c->q->field);
    uint32_t rows = cells_rows(part->facts, c->q->field);
    for (uint32_t row = 0; row < rows; row++) {
        if (!cells_get(&cells, row, &v)) {
            h->unknown++;
            continue;
        }
        h->least = h->known == 0 || v < h->least ? v : h->least;
        h->greatest = h->known == 0 || v > h->greatest ? v : h->greatest;
        h->known++;
        h->zero += v == 0;
        h->sum += v;
    }
    return HM_OK;
}

static void join_ends(struct histogram *to, const struct histogram *from)
{
    if (from->known && (to->known == 0 || from->least < to->least))
        to->least = from->least;
    if (from->known && (to->known == 0 || from->greatest > to->greatest))
        to->greatest = from->greatest;
    to->known += from->known;
    to->unknown += from->unknown;
    to->zero += from->zero;
    to->sum += from->sum;
}

/* --- the bins --- */

static int64_t floor_to(int64_t v, int64_t step)
{
    int64_t rest = v % step;
    return v - (rest < 0 ? rest + step : rest);
}

/* 1, 2 or 5 times a power of ten, so that about `bins` of them reach over the width. */
static int64_t round_step(uint64_t width, size_t bins)
{
    static const int64_t heads[] = {1, 2, 5};
    for (int64_t power = 1;; power *= 10)
        for (int i = 0; i < 3; i++)
            if ((uint64_t)(heads[i] * power) * bins >= width || power >= INT64_MAX / 100)
                return heads[i] * power;
}

static bool is_number(const struct type *t)
{
    return t->kind == KIND_MONEY || t->kind == KIND_NUMBER || t->kind == KIND_INTEGER;
}

static enum hm_status plan_bins(struct histogram *h, const struct histogram_request *q,
                                bool number, int64_t *first, int64_t *step, struct diag *d)
{
    uint64_t width = (uint64_t)h->greatest - (uint64_t)h->least;
    *step = q->step > 0 ? q->step : round_step(width, q->bins ? q->bins : BINS);
    *step = number ? *step : 1;
    *first = floor_to(h->least, *step);
    uint64_t count = ((uint64_t)h->greatest - (uint64_t)*first) / (uint64_t)*step + 1;
    if (count > BINS_MOST)
        return diag_error(d, HM_USAGE, NULL, _("steps of that width give more than %d bins"),
                          BINS_MOST);
    h->bin_count = h->known ? (size_t)count : 0;
    h->bins = mem_calloc(h->bin_count + 3, sizeof *h->bins);
    if (!h->bins)
        return diag_nomem(d, _("asking the households"));
    for (size_t i = 0; i < h->bin_count; i++) {
        h->bins[i].low = *first + (int64_t)i * *step;
        h->bins[i].high = h->bins[i].low + (number ? *step : 0);
    }
    return HM_OK;
}

static enum hm_status count_bins(void *context, const struct scan_part *part, struct diag *d)
{
    struct counter *c = context;
    struct cells cells;
    int64_t v;
    (void)d;
    cells_of(&cells, part->facts, &part->results[c->q->law ? 1 : 0], c->q->field);
    uint32_t rows = cells_rows(part->facts, c->q->field);
    for (uint32_t row = 0; row < rows; row++) {
        if (!cells_get(&cells, row, &v))
            continue;
        struct histogram_bin *b =
            &c->h.bins[((uint64_t)v - (uint64_t)c->first) / (uint64_t)c->step];
        b->count++;
        b->sum += v;
    }
    return HM_OK;
}

/* Zero gets a bin of its own where there are other values beside it in its bin. */
static void part_zero(struct histogram *h)
{
    for (size_t i = 0; i < h->bin_count && h->zero; i++) {
        struct histogram_bin *b = &h->bins[i];
        if (b->low > 0 || b->high <= 0 || b->high == b->low + 1)
            continue;
        assert(b->low == 0); /* edges are multiples of the width */
        memmove(b + 1, b, (h->bin_count - i) * sizeof *b);
        h->bin_count++;
        b[0] = (struct histogram_bin){0, 0, h->zero, 0};
        b[1].low = 1;
        b[1].count -= h->zero;
        return;
    }
}

/* --- both --- */

static enum hm_status count(struct histogram *h, struct population *p, struct counter *counters,
                            unsigned n, void *const *contexts, struct diag *d)
{
    const struct histogram_request *q = counters[0].q;
    const struct type *t = &population_policy(p)->model->fields[q->field].type;
    struct cells_scan s = {q->law, &q->field, 1};
    int64_t first, step;
    TRY(cells_scan(p, &s, contexts, find_ends, d));
    for (unsigned w = 0; w < n; w++)
        join_ends(h, &counters[w].h);
    TRY(plan_bins(h, q, is_number(t), &first, &step, d));
    for (unsigned w = 0; w < n; w++) {
        counters[w].first = first;
        counters[w].step = step;
        counters[w].h.bins = mem_calloc(h->bin_count + 1, sizeof *h->bins);
        if (!counters[w].h.bins)
            return diag_nomem(d, _("asking the households"));
    }
    if (h->known)
        TRY(cells_scan(p, &s, contexts, count_bins, d));
    for (unsigned w = 0; w < n; w++) {
        for (size_t i = 0; i < h->bin_count; i++) {
            h->bins[i].count += counters[w].h.bins[i].count;
            h->bins[i].sum += counters[w].h.bins[i].sum;
        }
    }
    if (is_number(t))
        part_zero(h);
    return HM_OK;
}

enum hm_status histogram_ask(struct histogram *out, struct population *p,
                             const struct histogram_request *q, struct diag *d)
{
    const struct field *f = &population_policy(p)->model->fields[q->field];
    if (!is_number(&f->type) && f->type.kind != KIND_ENUM && f->type.kind != KIND_BOOLEAN)
        return diag_error(d, HM_USAGE, NULL,
                          _("%s is no number, enum or boolean: it has no histogram"), f->name);
    unsigned n = population_threads(p);
    void *contexts[LIMIT_THREADS];
    struct histogram h = {.field = q->field};
    struct counter *counters = mem_calloc(n, sizeof *counters);
    if (!counters)
        return diag_nomem(d, _("asking the households"));
    for (unsigned w = 0; w < n; w++) {
        counters[w].q = q;
        contexts[w] = &counters[w];
    }
    enum hm_status st = count(&h, p, counters, n, contexts, d);
    for (unsigned w = 0; w < n; w++)
        mem_free(counters[w].h.bins);
    mem_free(counters);
    if (st == HM_OK)
        *out = h;
    else
        mem_free(h.bins);
    return st;
}

void histogram_fini(struct histogram *h)
{
    mem_free(h->bins);
    *h = (struct histogram){0};
}
