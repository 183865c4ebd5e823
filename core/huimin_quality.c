/* huimin_quality.c - checks of data behind the public interface. */
#include "huimin_internal.h"

#include <string.h>
#include "report/quality_report.h"

enum hm_status hm_quality(struct hm_store *s, const struct hm_quality_options *o,
                          const struct hm_host *host)
{
    struct diag *d = api_diag(host);
    struct quality_options options = {.of = o->of};
    struct quality_report report;
    struct buf out;
    TRY(api_month(&options.month, o->month, "--month", d));
    options.lists_all = o->format && strcmp(o->format, "csv") == 0;
    if (o->format && !options.lists_all)
        return diag_error(d, HM_USAGE, NULL, _("there is no format \"%s\": expected csv"),
                          o->format);
    enum hm_status st = quality_run(&report, s->store, &options, host, d);
    if (st == HM_OK && !options.lists_all) {
        buf_init(&out);
        if (host->format == HM_FORMAT_JSON)
            quality_report_json(&out, &report);
        else
            quality_report_text(&out, &report);
        st = api_write(host, &out);
    }
    bool has_errors = report.refused > 0;
    quality_report_fini(&report);
    return st == HM_OK && has_errors ? HM_DATA : st;
}
