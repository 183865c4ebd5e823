/* control.c - see control.h. */
#include "run/control.h"

#include "value/date.h"

static enum hm_status is_in_force(struct store *s, const struct run_record *r, bool *out,
                                  struct diag *d)
{
    *out = true;
    for (int32_t month = r->from; month <= r->to && *out; month++) {
        uint32_t run = 0;
        enum hm_status st = publication_run(s, month, UINT64_MAX, &run, d);
        if (st != HM_OK && st != HM_NOT_FOUND)
            return st;
        *out = st == HM_OK && run == r->id;
    }
    return HM_OK;
}

enum hm_status control_publish(struct store *s, uint32_t run, const struct author *by,
                               bool *already, struct diag *d)
{
    struct run_record r;
    TRY(run_get(s, run, &r, d));
    enum hm_status st = is_in_force(s, &r, already, d);
    run_record_fini(&r);
    if (st != HM_OK || *already)
        return st;
    return run_publish(s, run, by, d);
}

static enum hm_status put_month(struct buf *out, struct store *s, int32_t month, bool json,
                                struct diag *d)
{
    uint32_t run = 0;
    enum hm_status st = publication_run(s, month, UINT64_MAX, &run, d);
    if (st != HM_OK && st != HM_NOT_FOUND)
        return st;
    if (json)
        buf_puts(out, "{\"month\":\"");
    month_put(out, month);
    if (json)
        buf_printf(out, "\",\"run\":%u}", st == HM_OK ? run : 0);
    else if (st == HM_OK)
        buf_printf(out, _(": run %u is in force\n"), run);
    else
        buf_puts(out, _(": nothing is in force\n"));
    return HM_OK;
}

enum hm_status control_in_force(struct buf *out, struct store *s, uint32_t run, bool json,
                                struct diag *d)
{
    struct run_record r;
    TRY(run_get(s, run, &r, d));
    enum hm_status st = HM_OK;
    for (int32_t month = r.from; month <= r.to && st == HM_OK; month++) {
        if (json && month > r.from)
            buf_putc(out, ',');
        st = put_month(out, s, month, json, d);
    }
    run_record_fini(&r);
    return st;
}
