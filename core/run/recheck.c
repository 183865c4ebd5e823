/* recheck.c - draws rows by a hash of seed, month and block, and holds what the run found for
 * them against what the reference engine gives: value, state, and what is missing.
 */
#include "run/recheck.h"

#include <string.h>
#include "base/digest.h"
#include "base/mem.h"
#include "vec/pick.h"

uint64_t recheck_default(uint64_t households)
{
    uint64_t share = households / RECHECK_ONE_IN;
    return share > RECHECK_LEAST ? share : RECHECK_LEAST;
}

void recheck_fini(struct recheck *c)
{
    if (c->engine)
        engine_close(c->engine);
    *c = (struct recheck){0};
}

/* --- drawing --- */

static uint64_t mix(const struct recheck_plan *p, int32_t month, uint32_t block, uint32_t k)
{
    uint64_t key[3] = {p->seed, (uint64_t)(uint32_t)month << 32 | block, k};
    return digest_xxh64(key, sizeof key);
}

/* How many of the sample fall on this block; where few do, the seed says on which. */
static uint32_t share_of(const struct recheck_plan *p, int32_t month, uint32_t block,
                         uint32_t rows)
{
    uint64_t n = p->block_count ? p->block_count : 1;
    uint64_t turned = (block + mix(p, month, UINT32_MAX, 0) % n) % n;
    unsigned __int128 sample = p->sample;
    uint64_t share = (uint64_t)(sample * (turned + 1) / n - sample * turned / n);
    return share < rows ? (uint32_t)share : rows;
}

/* One row of each of n equal stretches: each row at most once. */
static void draw(const struct recheck_plan *p, int32_t month, uint32_t block, uint32_t rows,
                 uint32_t *out, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++) {
        uint32_t first = (uint32_t)((uint64_t)rows * k / n);
        uint32_t end = (uint32_t)((uint64_t)rows * (k + 1) / n);
        out[k] = first + (uint32_t)(mix(p, month, block, k) % (end - first));
    }
}

/* --- comparing --- */

static const struct result_column *find_column(const struct results *r, uint16_t field)
{
    for (size_t i = 0; i < r->column_count; i++)
        if (r->columns[i].field == field)
            return &r->columns[i];
    return NULL;
}

static const char *issue_text(const struct results *r, uint16_t field, uint32_t row)
{
    for (size_t i = 0; i < r->issue_count; i++)
        if (r->issues[i].field == field && r->issues[i].row == row)
            return r->issues[i].text;
    return "";
}

struct cell {
    const struct results *results;
    const struct result_column *column;
    uint32_t row;
};

static bool same(const struct cell *exact, const struct cell *found, const struct model *m)
{
    const struct result_column *a = exact->column, *b = found->column;
    enum hm_trap state = result_state(a, exact->row);
    if (state != result_state(b, found->row))
        return false;
    if (state != HM_TRAP_NONE)
        return strcmp(issue_text(exact->results, a->field, exact->row),
                      issue_text(found->results, b->field, found->row)) == 0;
    struct rational x = {a->num[exact->row], a->den ? a->den[exact->row] : 1};
    if (b->data)
        return result_stored_form(&m->fields[a->field].type, x) ==
               result_stored(b, m, found->row);
    return x.num == b->num[found->row] && x.den == (b->den ? b->den[found->row] : 1);
}

static enum hm_status differ(const struct frame *f, uint16_t field, uint32_t row,
                             struct diag *d)
{
    struct buf path;
    uint8_t entity = f->model->fields[field].entity;
    struct str id = column_text(&f->entities[f->root].id, frame_root_row(f, entity, row));
    buf_init(&path);
    frame_cell_path(f, field, row, &path);
    enum hm_status st = diag_add(
        d, HM_LEVEL_ERROR, HM_INTERNAL, NULL,
        _("run it with --engine lua, and report the rule and the household's facts"),
        _("the two engines differ on %.*s: %s"), (int)id.n, id.p, path.data ? path.data : "");
    buf_fini(&path);
    return st;
}

static enum hm_status compare(const struct results *exact, const struct pick *p,
                              const struct results *r, const struct frame *f, struct diag *d)
{
    for (size_t i = 0; i < exact->column_count; i++) {
        const struct result_column *c = &exact->columns[i], *found = find_column(r, c->field);
        uint8_t entity = f->model->fields[c->field].entity;
        for (uint32_t row = 0; found && row < c->rows; row++) {
            struct cell x = {exact, c, row}, y = {r, found, p->from[entity][row]};
            if (!same(&x, &y, f->model))
                return differ(f, c->field, y.row, d);
        }
    }
    return HM_OK;
}

enum hm_status recheck_block(struct recheck *c, const struct evaluation *e,
                             const struct frame *f, const struct results *r,
                             const struct recheck_plan *plan, uint32_t block, struct diag *d)
{
    uint32_t rows = f->entities[f->root].rows, n = share_of(plan, e->month, block, rows);
    struct pick p;
    struct results exact;
    if (n == 0)
        return HM_OK;
    if (!c->engine) {
        c->exact = *e;
        c->exact.stored = false;
        TRY(engine_open(&c->engine, ENGINE_LUA, &c->exact, d));
    }
    uint32_t *drawn = mem_calloc(n, sizeof *drawn);
    if (!drawn)
        return diag_nomem(d, _("checking a sample"));
    draw(plan, e->month, block, rows, drawn, n);
    enum hm_status st = pick_rows(&p, f, drawn, n, false, NULL, d);
    mem_free(drawn);
    if (st != HM_OK)
        return st;
    results_init(&exact);
    st = engine_run(c->engine, &p.frame, &exact, d);
    if (st == HM_OK)
        st = compare(&exact, &p, r, f, d);
    if (st == HM_OK)
        c->checked += n;
    results_fini(&exact);
    pick_fini(&p);
    return st;
}
