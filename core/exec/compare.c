/* compare.c - do two runs of one evaluation agree? Every engine is held against the reference
 * engine with this.
 */
#include "exec/engine.h"

#include <string.h>
#include "value/decimal.h"

/* Issues of one column, walked along with its rows. */
struct issue_walk {
    const struct result_issue *at, *end;
};

static struct issue_walk issues_of(const struct results *r, uint16_t field)
{
    struct issue_walk w = {r->issues, r->issues};
    if (r->issue_count > 0)
        w.end += r->issue_count;
    while (w.at < w.end && w.at->field != field)
        w.at++;
    return w;
}

/* The issue of a row, if it has one; rows come ascending. */
static const char *issue_text(struct issue_walk *w, uint16_t field, uint32_t row)
{
    while (w->at < w->end && w->at->field == field && w->at->row < row)
        w->at++;
    bool found = w->at < w->end && w->at->field == field && w->at->row == row;
    return found ? w->at->text : "";
}

static void put_outcome(struct buf *b, const struct result_column *c, const struct model *m,
                        uint32_t row, const char *text)
{
    const struct field *f = &m->fields[c->field];
    struct rational r = {c->num[row], c->den ? c->den[row] : 1};
    if (c->state[row] == HM_TRAP_MISSING)
        buf_printf(b, _("missing (%s)"), text);
    else if (c->state[row] != HM_TRAP_NONE)
        buf_printf(b, _("error (%s)"), text);
    else if (f->type.kind == KIND_MONEY)
        decimal_put_money_rational(b, r, true);
    else
        decimal_put_rational(b, r);
}

/* "household N01 persons[0].x: the first run gave 1, the second 2" */
static enum hm_status tell(struct diag *d, const struct frame *f, const struct result_column *a,
                           const char *text_a, const struct result_column *b,
                           const char *text_b, uint32_t row)
{
    struct buf path, first, second;
    const struct model *m = f->model;
    uint32_t root = frame_root_row(f, m->fields[a->field].entity, row);
    const struct column *ids = &f->entities[f->root].id;
    struct str id = root < ids->rows ? column_text(ids, root) : (struct str){"", 0};
    buf_init(&path);
    buf_init(&first);
    buf_init(&second);
    frame_cell_path(f, a->field, row, &path);
    put_outcome(&first, a, m, row, text_a);
    put_outcome(&second, b, m, row, text_b);
    enum hm_status st;
    if (buf_ok(&path) && buf_ok(&first) && buf_ok(&second))
        st = diag_error(d, HM_DATA, NULL,
                        _("household %.*s (row %u), %s: one engine gives %s, the other %s"),
                        (int)id.n, id.p, (unsigned)root, path.data, first.data, second.data);
    else
        st = diag_nomem(d, _("comparing results"));
    buf_fini(&path);
    buf_fini(&first);
    buf_fini(&second);
    return st;
}

static bool same_cell(const struct result_column *a, const char *text_a,
                      const struct result_column *b, const char *text_b, uint32_t row)
{
    if (a->state[row] != b->state[row])
        return false;
    if (a->state[row] == HM_TRAP_MISSING)
        return strcmp(text_a, text_b) == 0;
    if (a->state[row] != HM_TRAP_NONE)
        return true;
    return a->num[row] == b->num[row] &&
           (a->den ? a->den[row] : 1) == (b->den ? b->den[row] : 1);
}

enum hm_status results_compare(const struct results *a, const struct results *b,
                               const struct evaluation *e, const struct frame *f,
                               struct diag *d)
{
    for (size_t i = 0; i < e->output_count; i++) {
        const struct result_column *x = &a->columns[i], *y = &b->columns[i];
        struct issue_walk wx = issues_of(a, x->field), wy = issues_of(b, y->field);
        for (uint32_t row = 0; row < x->rows; row++) {
            const char *text_x = issue_text(&wx, x->field, row);
            const char *text_y = issue_text(&wy, y->field, row);
            if (!same_cell(x, text_x, y, text_y, row))
                return tell(d, f, x, text_x, y, text_y, row);
        }
    }
    return HM_OK;
}
