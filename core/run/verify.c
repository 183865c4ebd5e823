/* verify.c - compares cell by cell. Bytes on disk are guarded by their checksums; here it is
 * shown that they say what the law and the facts say. */
#include "run/verify.h"

#include <string.h>
#include "base/mem.h"
#include "run/determined.h"
#include "value/date.h"
#include "value/decimal.h"

struct work {
    struct block_worker *worker;
    size_t k;
    const struct frame *computed, *stored; /* the same households, in the same rows */
    const struct results *results;         /* computed: issues */
    struct results issues;                 /* stored */
};

/* --- telling a difference --- */

static void put_value(struct buf *out, const struct model *m, const struct field *f,
                      const struct column *c, uint32_t row, const char *why)
{
    if (c->rows == 0 || !column_valid(c, row)) {
        buf_puts(out, why && *why ? why : _("no value"));
        return;
    }
    int64_t v = column_int(c, row);
    switch (f->type.kind) {
    case KIND_MONEY:
        summary_put_fen(out, v);
        break;
    case KIND_BOOLEAN:
        buf_puts(out, v ? "true" : "false");
        break;
    case KIND_ENUM:
        buf_puts(out, m->enums[f->type.enum_id].values[v].name);
        break;
    case KIND_DATE:
        date_put(out, (int32_t)v);
        break;
    case KIND_MONTH:
        month_put(out, (int32_t)v);
        break;
    case KIND_NUMBER: {
        struct rational exact = {v, 1};
        if (rational_div(&exact, exact, rational_of(type_grid(&f->type))) == HM_TRAP_NONE)
            decimal_put_rational(out, exact);
        break;
    }
    default:
        buf_printf(out, "%lld", (long long)v);
        break;
    }
}

static const char *reason_of(const struct results *r, uint16_t field, uint32_t row)
{
    for (size_t i = 0; i < r->issue_count; i++)
        if (r->issues[i].field == field && r->issues[i].row == row)
            return r->issues[i].text;
    return NULL;
}

static enum hm_status differ(const struct work *w, uint16_t field, uint32_t row)
{
    const struct frame *f = w->computed;
    const struct field *x = &f->model->fields[field];
    struct str id = column_text(&f->entities[f->root].id, frame_root_row(f, x->entity, row));
    struct buf text[4]; /* path, month, stored, computed */
    for (size_t i = 0; i < 4; i++)
        buf_init(&text[i]);
    frame_cell_path(f, field, row, &text[0]);
    month_put(&text[1], w->worker->plan->months[w->k].month);
    put_value(&text[2], f->model, x, &w->stored->columns[field], row,
              reason_of(&w->issues, field, row));
    put_value(&text[3], f->model, x, &f->columns[field], row,
              reason_of(w->results, field, row));
    bool ok = buf_ok(&text[0]) && buf_ok(&text[1]) && buf_ok(&text[2]) && buf_ok(&text[3]);
    enum hm_status st =
        !ok ? diag_nomem(&w->worker->diag, _("verifying a run"))
            : diag_add(&w->worker->diag, HM_LEVEL_ERROR, HM_DATA, NULL,
                       _("`huimin runs STORE verify --journal` tells whether the store was "
                         "changed; a backup has what was recorded"),
                       _("run %u, %s, household %.*s, %s: stored %s, computed again %s"),
                       w->worker->plan->run, text[1].data, (int)id.n, id.p, text[0].data,
                       text[2].data, text[3].data);
    for (size_t i = 0; i < 4; i++)
        buf_fini(&text[i]);
    return st;
}

static enum hm_status other_rows(const struct work *w, uint32_t block)
{
    return diag_error(&w->worker->diag, HM_DATA, NULL,
                      _("run %u: the results of block %u are not there, or are of other "
                        "households"),
                      w->worker->plan->run, block);
}

/* --- comparing --- */

static bool same_cell(const struct column *a, const struct column *b, uint32_t row)
{
    bool x = a->rows > 0 && column_valid(a, row), y = b->rows > 0 && column_valid(b, row);
    return x == y && (!x || column_int(a, row) == column_int(b, row));
}

static enum hm_status compare_values(const struct work *w)
{
    const struct agenda *a = &w->worker->plan->agenda;
    for (size_t i = 0; i < a->output_count; i++) {
        uint16_t field = a->outputs[i];
        const struct column *x = &w->computed->columns[field], *y = &w->stored->columns[field];
        uint32_t rows = w->computed->entities[w->computed->model->fields[field].entity].rows;
        for (uint32_t r = 0; r < rows; r++)
            if (!same_cell(x, y, r))
                return differ(w, field, r);
    }
    return HM_OK;
}

/* Both lists are in the order of an evaluation. */
static enum hm_status compare_issues(const struct work *w)
{
    size_t n = w->results->issue_count, m = w->issues.issue_count;
    for (size_t i = 0; i < n || i < m; i++) {
        const struct result_issue *x = i < n ? &w->results->issues[i] : NULL;
        const struct result_issue *y = i < m ? &w->issues.issues[i] : NULL;
        const struct result_issue *either = x ? x : y;
        bool same = x && y && x->field == y->field && x->row == y->row && x->trap == y->trap &&
                    strcmp(x->text ? x->text : "", y->text ? y->text : "") == 0;
        if (!same)
            return differ(w, either->field, either->row);
    }
    return HM_OK;
}

static bool same_rows(const struct frame *a, const struct frame *b)
{
    bool same = a->root == b->root;
    for (size_t e = 0; same && e < a->model->entity_count; e++)
        same = a->entities[e].rows == b->entities[e].rows;
    return same;
}

enum hm_status verify_block(struct block_worker *bw, uint32_t block, size_t k)
{
    struct work w = {.worker = bw, .k = k, .results = block_results(bw)};
    struct frame computed, stored;
    const struct plan_month *m = bw->plan->months[k].plan;
    enum hm_status st = view_load(bw->views[k], block, bw->plan->counted, &computed, &bw->diag);
    if (st != HM_OK)
        return st;
    struct frame facts = computed;
    st = determined_frame(&computed, &facts, w.results, &bw->diag);
    frame_fini(&facts);
    if (st != HM_OK)
        return st;
    st = run_load(bw->views[k], bw->plan->run, m->month, block, &stored, NULL, &bw->diag);
    if (st != HM_OK) {
        st = st == HM_NOT_FOUND ? other_rows(&w, block) : st;
        frame_fini(&computed);
        return st;
    }
    results_init(&w.issues);
    w.computed = &computed;
    w.stored = &stored;
    st = run_load_issues(bw->views[k], bw->plan->run, m->month, block, &w.issues, &bw->diag);
    if (st == HM_OK && !same_rows(&computed, &stored))
        st = other_rows(&w, block);
    if (st == HM_OK)
        st = compare_values(&w);
    if (st == HM_OK)
        st = compare_issues(&w);
    results_fini(&w.issues);
    frame_fini(&stored);
    frame_fini(&computed);
    return st;
}

/* --- the report --- */

/* The first place where two texts differ, with what stands around it. */
static enum hm_status other_report(const struct buf *a, const struct buf *b, uint32_t run,
                                   struct diag *d)
{
    enum { AROUND = 40 };
    size_t at = 0;
    while (at < a->len && at < b->len && a->data[at] == b->data[at])
        at++;
    size_t from = at < AROUND ? 0 : at - AROUND;
    return diag_error(d, HM_DATA, NULL,
                      _("the report of run %u differs: recorded ...%.80s, computed again "
                        "...%.80s"),
                      run, a->data + from, b->data + from);
}

enum hm_status verify_summary(const struct summary *s, const struct run_record *r,
                              struct diag *d)
{
    struct summary recorded;
    struct buf was, is;
    TRY(summary_read(&recorded, r->summary ? r->summary : "", d));
    buf_init(&was);
    buf_init(&is);
    summary_put_lasting(&was, &recorded);
    summary_put_lasting(&is, s);
    enum hm_status st = HM_OK;
    if (!buf_ok(&was) || !buf_ok(&is))
        st = diag_nomem(d, _("verifying a run"));
    else if (strcmp(was.data, is.data) != 0)
        st = other_report(&was, &is, r->id, d);
    buf_fini(&was);
    buf_fini(&is);
    summary_fini(&recorded);
    return st;
}
