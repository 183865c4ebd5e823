/* huimin_watch.c - watching a policy behind the public interface. */
#include "huimin_internal.h"

#include "report/watch_report.h"

static enum hm_status tell(void *ctx, const struct watch_round *round)
{
    const struct hm_host *host = ctx;
    struct buf out;
    buf_init(&out);
    if (host->format == HM_FORMAT_JSON)
        watch_report_json(&out, round);
    else
        watch_report_put(&out, round);
    return api_write(host, &out);
}

enum hm_status hm_check_watch(const char *policy, struct hm_store *s,
                              const struct hm_watch_options *o, const struct hm_host *host)
{
    bool wanted[LINT_COUNT];
    struct diag *d = api_diag(host);
    struct watch_options options = {.path = policy, .store = s ? s->store : NULL};
    struct hm_host own = *host;
    TRY(api_month(&options.month, o->month, "--month", d));
    if (o->lint) {
        TRY(lint_choose(wanted, o->lint, d));
        options.lints = wanted;
    }
    return watch_run(&options, host, tell, &own, d);
}
