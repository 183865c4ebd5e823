/* known.c - see known.h. */
#include "run/known.h"

#include <string.h>
#include "base/mem.h"
#include "store/changelog.h"
#include "value/date.h"

/* Times are kept in UTC; a day in China ends at 16:00 of it. */
static enum hm_status last_publication(uint64_t *out, struct store *s, const char *end,
                                       struct diag *d)
{
    struct publication *list = NULL;
    size_t n = 0;
    TRY(publication_list(s, 0, &list, &n, d));
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i].when, end) < 0 && list[i].counter > *out)
            *out = list[i].counter;
        publication_fini(&list[i]);
    }
    mem_free(list);
    return HM_OK;
}

enum hm_status known_on(struct known *out, struct store *s, int32_t day, struct diag *d)
{
    struct known k;
    struct buf text;
    TRY(store_sequence_on(s, day, &k.sequence, d));
    buf_init(&text);
    date_put(&text, day);
    enum hm_status st = HM_OK;
    if (k.sequence == 0)
        st = diag_error(d, HM_NOT_FOUND, NULL, _("on %s the store knew nothing yet"),
                        buf_ok(&text) ? text.data : "?");
    buf_puts(&text, "T16:00:00Z");
    if (st == HM_OK && !buf_ok(&text))
        st = diag_nomem(d, _("reading the store"));
    if (st == HM_OK)
        st = last_publication(&k.publications, s, text.data, d);
    buf_fini(&text);
    if (st == HM_OK)
        *out = k;
    return st;
}
