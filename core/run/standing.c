/* standing.c - see standing.h. */
#include "run/standing.h"

#include <string.h>
#include "base/mem.h"
#include "io/record.h"
#include "vec/column.h"

enum { NO_SOURCE = 0xFFFF, NO_LINE = 0xFF };

/* Lines of an inquiry's fields by the index of its source's field. */
struct standing_terms {
    uint16_t source;
    uint8_t line_of[LIMIT_DATA_SOURCE_FIELDS];
};

static struct str text(const char *s)
{
    return (struct str){s, strlen(s)};
}

/* --- what inquiries spoke of --- */

static enum hm_status make_terms(struct standing *x, struct standing_terms *out,
                                 const struct inquiry *q, struct buf *name, struct diag *d)
{
    size_t i = 0;
    *out = (struct standing_terms){.source = NO_SOURCE};
    memset(out->line_of, NO_LINE, sizeof out->line_of);
    while (i < x->source_count && strcmp(x->sources[i].s->name, q->source) != 0)
        i++;
    if (i == x->source_count)
        return HM_OK;
    out->source = (uint16_t)i;
    for (size_t k = 0; k < x->sources[i].s->field_count; k++) {
        struct str line;
        buf_clear(name);
        inquiry_fact_name(&x->sources[i], x->schema, k, name);
        if (!buf_ok(name))
            return diag_nomem(d, _("reading evidence"));
        for (uint8_t n = 0; (line = inquiry_field(q, n)).n > 0; n++)
            if (str_eq(line, (struct str){name->data, name->len}))
                out->line_of[k] = n;
    }
    return HM_OK;
}

enum hm_status standing_open(struct standing *x, struct store *s,
                             const struct inquiry_source *sources, size_t n, int32_t month,
                             int32_t today, struct diag *d)
{
    struct buf name;
    *x = (struct standing){.sources = sources,
                           .source_count = n,
                           .schema = store_schema(s),
                           .month = month,
                           .today = today};
    TRY(evidence_open(&x->book, s, d));
    uint32_t count = evidence_inquiries(x->book);
    x->terms = mem_calloc(count + 1u, sizeof *x->terms);
    enum hm_status st = x->terms ? HM_OK : diag_nomem(d, _("reading evidence"));
    buf_init(&name);
    for (uint32_t i = 0; i < count && st == HM_OK; i++)
        st = make_terms(x, &x->terms[i], evidence_inquiry(x->book, i + 1), &name, d);
    buf_fini(&name);
    if (st != HM_OK)
        standing_close(x);
    return st;
}

void standing_close(struct standing *x)
{
    evidence_close(x->book);
    mem_free(x->terms);
    x->book = NULL;
    x->terms = NULL;
}

enum hm_status standing_load(struct standing *x, uint32_t block, int32_t ordinal,
                             uint64_t sequence, struct diag *d)
{
    return evidence_load(x->book, block, ordinal, sequence, &x->block, d);
}

/* --- answers --- */

/* The first item of an ordinal or a later one. */
static size_t lower(const struct standing *x, uint32_t ordinal)
{
    size_t low = 0, high = x->block.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (x->block.items[middle].ordinal < ordinal)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void standing_household(const struct standing *x, uint16_t ordinal, size_t *first, size_t *end)
{
    *first = lower(x, ordinal);
    *end = lower(x, ordinal + 1u);
}

const struct evidence *standing_find(const struct standing *x, size_t first, size_t end,
                                     const struct standing_asked *asked)
{
    for (size_t i = end; i-- > first;) { /* the newest come last */
        const struct evidence *e = &x->block.items[i];
        if (e->key == asked->key && e->status != EVIDENCE_REFUSED &&
            e->inquiry <= asked->upto && x->terms[e->inquiry - 1].source == asked->source &&
            evidence_inquiry(x->book, e->inquiry)->month <= x->month)
            return asked->also_expired || e->expires > x->today ? e : NULL;
    }
    return NULL;
}

struct str standing_value(const struct standing *x, const struct evidence *e, size_t source,
                          size_t field, struct buf *scratch)
{
    const struct data_source_field *f = &x->sources[source].s->fields[field];
    uint8_t line = x->terms[e->inquiry - 1].line_of[field];
    int64_t stored;
    if (e->status == EVIDENCE_FOUND) {
        for (uint32_t i = 0; i < e->value_count; i++)
            if (e->values[i].field == line)
                return e->values[i].text;
        return (struct str){"", 0};
    }
    const struct model *m = x->sources[source].m;
    const struct field *to = &m->fields[f->field];
    buf_clear(scratch);
    if (line != NO_LINE && f->has_absent && value_stored(&stored, &f->absent, &to->type))
        record_put_stored(scratch, m, to, stored);
    struct str out = {buf_ok(scratch) ? scratch->data : "", scratch->len};
    if (out.n >= 2 && out.p[0] == '"') /* words and dates without their quotes */
        out = (struct str){out.p + 1, out.n - 2};
    return out.n ? out : text("");
}

uint8_t standing_line(const struct standing *x, uint32_t inquiry, size_t field)
{
    return x->terms[inquiry - 1].line_of[field];
}

/* The first use of an ordinal or a later one. */
static size_t lower_use(const struct standing *x, uint32_t ordinal)
{
    size_t low = 0, high = x->block.use_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (x->block.uses[middle].ordinal < ordinal)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct evidence_use *standing_use(const struct standing *x, uint16_t ordinal,
                                        uint64_t key, size_t source, size_t field)
{
    for (size_t i = lower_use(x, ordinal + 1u), first = lower_use(x, ordinal); i-- > first;) {
        const struct evidence_use *u = &x->block.uses[i];
        if (u->key != key || u->inquiry == 0 || u->inquiry > evidence_inquiries(x->book))
            continue;
        const struct standing_terms *t = &x->terms[u->inquiry - 1];
        if (t->source == source && t->line_of[field] == u->field)
            return u;
    }
    return NULL;
}
