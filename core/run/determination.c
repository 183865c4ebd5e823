/* determination.c - see determination.h. */
#include "run/determination.h"

#include <string.h>
#include "run/calc_outputs.h"
#include "run/root.h"
#include "value/date.h"

struct work {
    struct view *view;
    struct calc_outputs outputs;
    uint32_t run;
    int32_t month;
};

static enum hm_status put_row(const struct work *w, struct frame *f, struct results *issues,
                              uint32_t row, struct buf *out, struct diag *d)
{
    struct calc_values v = {
        .outputs = &w->outputs, .frame = f, .results = issues, .is_stored = true};
    if (calc_issues_make(&v.issues, &w->outputs, f, issues) != HM_OK)
        return diag_nomem(d, _("reading a household"));
    calc_put(out, &v, row, w->month);
    return buf_ok(out) ? HM_OK : diag_nomem(d, _("reading a household"));
}

static enum hm_status get_one(const struct work *w, const char *id, struct buf *out,
                              struct diag *d)
{
    struct frame f;
    struct results issues;
    uint32_t block, row;
    TRY(view_find(w->view, (struct str){id, strlen(id)}, &block, &row, d));
    TRY(run_load(w->view, w->run, w->month, block, &f, NULL, d));
    results_init(&issues);
    enum hm_status st = run_load_issues(w->view, w->run, w->month, block, &issues, d);
    if (st == HM_OK)
        st = put_row(w, &f, &issues, row, out, d);
    results_fini(&issues);
    frame_fini(&f);
    return st;
}

static enum hm_status find_run(struct work *w, struct store *s, uint64_t publications,
                               struct run_record *r, struct diag *d)
{
    enum hm_status st = publication_run(s, w->month, publications, &w->run, d);
    if (st != HM_NOT_FOUND)
        return st == HM_OK ? run_get(s, w->run, r, d) : st;
    return diag_error(d, st, NULL, _("no determination is in force for %04d-%02d"),
                      month_year(w->month), month_number(w->month));
}

enum hm_status determination_get(struct store *s, const char *const *ids, size_t count,
                                 int32_t month, uint64_t publications, struct buf *out,
                                 struct diag *d)
{
    struct work w = {.month = month};
    struct run_record r;
    uint8_t root;
    enum hm_status first = HM_OK;
    TRY(root_in_store(&root, store_schema(s), NULL, d));
    TRY(find_run(&w, s, publications, &r, d));
    enum hm_status st = view_open(&w.view, s, store_schema(s), month, r.sequence, d);
    run_record_fini(&r);
    if (st != HM_OK)
        return st;
    st = calc_outputs_init(&w.outputs, store_schema(s), root, NULL, false, d);
    for (size_t i = 0; i < count && st == HM_OK; i++) {
        enum hm_status one = get_one(&w, ids[i], out, d);
        first = first == HM_OK ? one : first;
        st = one == HM_NOT_FOUND ? HM_OK : one;
    }
    calc_outputs_fini(&w.outputs);
    view_close(w.view);
    return st != HM_OK ? st : first;
}
