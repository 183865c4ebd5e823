/* whatif_sweep.c - see whatif_sweep.h */
#include "whatif/whatif_sweep.h"

#include "base/mem.h"

static enum hm_status count_points(size_t *n, const struct sweep_request *q, struct diag *d)
{
    if (q->step <= 0 || q->from > q->to)
        return diag_error(d, HM_USAGE, NULL,
                          _("a sweep goes from the smaller value to the larger one, by a step "
                            "above zero"));
    uint64_t last = ((uint64_t)q->to - (uint64_t)q->from) / (uint64_t)q->step;
    if (last >= LIMIT_SWEEP_POINTS)
        return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL, _("give a larger step"),
                        _("a sweep has at most %d points"), LIMIT_SWEEP_POINTS);
    *n = (size_t)last + 1;
    return HM_OK;
}

enum hm_status sweep_ask(struct sweep *out, struct population *p, const struct sweep_request *q,
                         struct diag *d)
{
    struct sweep s = {0};
    TRY(dial_find(&s.scale, p, &q->dial, d));
    TRY(count_points(&s.count, q, d));
    s.points = mem_calloc(s.count, sizeof *s.points);
    if (!s.points)
        return diag_nomem(d, _("asking the households"));
    for (size_t i = 0; i < s.count; i++)
        s.points[i].value = q->from + (int64_t)i * q->step;
    enum hm_status st = points_ask(s.points, s.count, p, &q->dial, &s.scale, q->field, NULL, d);
    if (st == HM_OK)
        *out = s;
    else
        sweep_fini(&s);
    return st;
}

void sweep_fini(struct sweep *s)
{
    mem_free(s->points);
    *s = (struct sweep){0};
}
