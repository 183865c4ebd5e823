/* huimin_doc.c - pages and lists about policies behind the public interface. */
#include "huimin_internal.h"

#include "report/citations.h"
#include "report/doc.h"
#include "report/luacats.h"

static enum hm_status list_citations(const char *policy, const struct hm_host *host)
{
    struct buf out;
    buf_init(&out);
    enum hm_status st =
        citations_put(&out, policy, host->format == HM_FORMAT_JSON, api_diag(host));
    if (st == HM_OK || st == HM_DATA) {
        enum hm_status written = api_write(host, &out);
        return st == HM_OK ? written : st;
    }
    buf_fini(&out);
    return st;
}

static enum hm_status write_luacats(const char *policy, const char *folder,
                                    const struct hm_host *host)
{
    struct luacats_totals t;
    struct buf out;
    TRY(luacats_write(&t, policy, folder, api_diag(host)));
    buf_init(&out);
    buf_printf(&out,
               _("definitions for editors in %s: %zu fields, %zu parameters, %zu enums of %zu "
                 "policies\n"),
               folder, t.fields, t.parameters, t.enums, t.policies);
    return api_write(host, &out);
}

enum hm_status hm_doc(const char *policy, const struct hm_doc_options *o,
                      const struct hm_host *host)
{
    struct doc_totals t;
    struct buf out;
    if (o->luacats)
        return write_luacats(policy, o->luacats, host);
    if (o->citations || !o->folder)
        return list_citations(policy, host);
    enum hm_status st = doc_write(&t, policy, o->folder, host, api_diag(host));
    if (st != HM_OK && st != HM_DATA)
        return st;
    buf_init(&out);
    buf_printf(&out, _("%zu pages in %s; %zu cases, %zu failed; %zu checks failed\n"), t.pages,
               o->folder, t.cases, t.cases_failed, t.checks_failed);
    enum hm_status written = api_write(host, &out);
    if (st == HM_OK && (t.cases_failed || t.checks_failed))
        st = HM_DATA;
    return st != HM_OK ? st : written;
}
