/* history.c - finds and lends earlier determinations. */
#include "run/history.h"

#include "base/mem.h"
#include "value/date.h"

enum hm_status history_init(struct history *h, struct store *s, int32_t month, unsigned months,
                            uint64_t as_of, struct diag *d)
{
    h->count = 0;
    h->months = mem_calloc(months + 1, sizeof *h->months);
    if (!h->months)
        return diag_nomem(d, _("reading earlier determinations"));
    for (unsigned n = 1; n <= months; n++) {
        struct history_month *m = &h->months[h->count];
        if (!month_add(&m->month, month, -(int64_t)n))
            continue;
        enum hm_status st = publication_run(s, m->month, as_of, &m->run, NULL);
        if (st != HM_OK && st != HM_NOT_FOUND)
            return diag_error(d, st, NULL, _("the published runs cannot be read"));
        m->run = st == HM_OK ? m->run : 0;
        h->count++;
    }
    return HM_OK;
}

void history_fini(struct history *h)
{
    mem_free(h->months);
    *h = (struct history){0};
}

static struct history_own *find_own(struct history_own *own, size_t n, int32_t month)
{
    for (size_t i = 0; i < n; i++)
        if (own[i].month == month)
            return &own[i];
    return NULL;
}

static enum hm_status lend_published(struct frame *f, struct view *v, uint32_t block,
                                     const struct history_month *m, struct diag *d)
{
    struct frame earlier;
    const uint16_t *ordinals;
    enum hm_status st = run_load(v, m->run, m->month, block, &earlier, &ordinals, d);
    if (st == HM_NOT_FOUND) /* the block is newer than that run */
        return HM_OK;
    if (st != HM_OK)
        return st;
    st = frame_add_past(f, m->month, &earlier, d);
    if (st != HM_OK)
        frame_fini(&earlier);
    return st;
}

enum hm_status history_lend(struct frame *f, struct view *v, uint32_t block,
                            const struct history *h, struct history_own *own, size_t own_count,
                            struct diag *d)
{
    for (size_t i = 0; i < h->count; i++) {
        struct history_own *mine = find_own(own, own_count, h->months[i].month);
        if (mine)
            TRY(frame_add_past(f, mine->month, &mine->frame, d));
        else if (h->months[i].run)
            TRY(lend_published(f, v, block, &h->months[i], d));
    }
    return HM_OK;
}

void history_give_back(struct frame *f, struct history_own *own, size_t own_count)
{
    for (size_t i = 0; i < f->past_count; i++) {
        struct history_own *mine = find_own(own, own_count, f->past[i].month);
        if (mine) {
            mine->frame = *f->past[i].frame;
            *f->past[i].frame = (struct frame){0};
        }
    }
}
