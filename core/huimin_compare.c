/* huimin_compare.c - comparing policies behind the public interface. */
#include "huimin_internal.h"

#include "base/clock.h"
#include "report/whatif_diff.h"
#include "run/ruleset.h"

enum { PAIRS_SEARCHED = 3 }; /* policies of a region in which a family is looked for */

/* In the first policies of a region whose results can differ, until one shows it. */
static enum hm_status find_family(struct smallest *out, struct whatif_diff *x,
                                  const struct hm_compare_options *o,
                                  const struct hm_host *host)
{
    size_t tried = 0;
    for (size_t i = 0; i < x->law->pair_count && tried < PAIRS_SEARCHED; i++) {
        const struct policies_pair *pair = &x->law->pairs[i];
        struct smallest_job job = {.pair = pair,
                                   .month = x->law->month,
                                   .max_members = (unsigned)o->max_members,
                                   .max_families = o->max_families,
                                   .host = host};
        if (!pair->before || !pair->after || pair->result_count == 0)
            continue;
        smallest_fini(out);
        TRY(smallest_find(out, &job, api_diag(host)));
        tried++;
        x->family = out;
        x->family_pair = i;
        if (out->count)
            break;
    }
    return HM_OK;
}

/* Everybody under both. Of two places all households are taken by the two policies that were
 * compared, wherever they live. */
static enum hm_status count_people(struct policies_people *out, const struct policies_diff *law,
                                   struct store *s, size_t top, const struct hm_host *host)
{
    bool places = policies_diff_places(law);
    return policies_people(out, s, places ? law->pairs[0].before : law->before,
                           places ? law->pairs[0].after : law->after, law->month, top, host,
                           api_diag(host));
}

static enum hm_status compare(struct whatif_diff *x, struct hm_store *s,
                              const struct hm_compare_options *o, const struct hm_host *host)
{
    struct smallest family = {0};
    struct policies_people people = {0};
    struct buf out;
    enum hm_status st = o->max_families ? find_family(&family, x, o, host) : HM_OK;
    enum hm_status counted = HM_OK;
    if (st == HM_OK && s)
        counted = count_people(&people, x->law, s->store, (size_t)o->top, host);
    x->people = s && counted == HM_OK ? &people : NULL;
    if (st == HM_OK && (counted == HM_OK || counted == HM_DATA)) {
        buf_init(&out);
        if (host->format == HM_FORMAT_JSON)
            whatif_diff_json(&out, x);
        else
            whatif_diff_text(&out, x);
        st = api_write(host, &out);
    }
    if (s && counted == HM_OK)
        policies_people_fini(&people);
    smallest_fini(&family);
    return st != HM_OK ? st : counted;
}

enum hm_status hm_compare(const char *before, const char *after, struct hm_store *s,
                          const struct hm_compare_options *o, const struct hm_host *host)
{
    struct diag *d = api_diag(host);
    struct policy *policies[2] = {NULL, NULL};
    struct policies_diff law = {0};
    int32_t month;
    TRY(api_month(&month, o->month, "--month", d));
    if (o->max_members > LIMIT_SMALLEST_MEMBERS)
        return diag_error(d, HM_USAGE, NULL, _("--max-members is at most %d"),
                          (int)LIMIT_SMALLEST_MEMBERS);
    enum hm_status st = ruleset_load(&policies[0], before, NULL, d);
    if (st == HM_OK)
        st = ruleset_load(&policies[1], after, NULL, d);
    if (st == HM_OK)
        st = policies_diff(&law, policies[0], policies[1], month, o->month == NULL, d);
    if (st == HM_OK) {
        struct whatif_diff x = {
            .law = &law, .before = before, .after = after, .full = o->full != 0};
        st = compare(&x, s, o, host);
    }
    policies_diff_fini(&law);
    for (int i = 0; i < 2; i++)
        if (policies[i])
            policy_free(policies[i]);
    return st;
}
