/* pay_lists.c - reads and writes the lists' names in the summaries of payment batches. */
#include "run/pay_lists.h"

#include <string.h>
#include "io/json.h"
#include "run/pay_bank.h"
#include "value/date.h"
#include "value/decimal.h"

void pay_lists_put(struct buf *out, const struct pay_listed *l)
{
    buf_printf(out, "{\"list\":\"%s\",\"month\":\"", l->id);
    month_put(out, l->basis.month);
    if (l->basis.since) {
        buf_puts(out, "\",\"since\":\"");
        month_put(out, l->basis.since);
    }
    buf_printf(out, "\",\"unpaid\":%s,\"publications\":%llu,\"payments\":%u",
               l->basis.unpaid ? "true" : "false", (unsigned long long)l->basis.publications,
               l->basis.payments);
}

static bool is(struct str key, const char *name)
{
    return key.n == strlen(name) && memcmp(key.p, name, key.n) == 0;
}

/* False: the summary is not one of these. */
static bool parse(const char *json, struct pay_listed *out, struct arena *a)
{
    struct json j;
    struct str key, text;
    int64_t n;
    *out = (struct pay_listed){.id = ""};
    json_init(&j, (struct str){json, strlen(json)}, a);
    if (json_value(&j, &text) != JSON_OBJECT)
        return false;
    while (json_member(&j, &key)) {
        enum json_kind kind = json_value(&j, &text);
        if (is(key, "list") && kind == JSON_STRING && text.n < sizeof out->id)
            memcpy(out->id, text.p, text.n);
        else if (is(key, "month") && kind == JSON_STRING)
            month_parse(&out->basis.month, text);
        else if (is(key, "since") && kind == JSON_STRING)
            month_parse(&out->basis.since, text);
        else if (is(key, "unpaid"))
            out->basis.unpaid = kind == JSON_TRUE;
        else if (is(key, "publications") && kind == JSON_NUMBER &&
                 decimal_integer(&n, text) == DECIMAL_OK)
            out->basis.publications = (uint64_t)n;
        else if (is(key, "payments") && kind == JSON_NUMBER &&
                 decimal_integer(&n, text) == DECIMAL_OK)
            out->basis.payments = (uint32_t)n;
        else if (kind == JSON_OBJECT || kind == JSON_ARRAY)
            json_close(&j);
    }
    return json_finish(&j) && out->id[0] && out->basis.month;
}

enum hm_status pay_lists_find(struct store *s, int32_t month, const char *id,
                              struct pay_listed *out, struct diag *d)
{
    struct payment_batch *list = NULL;
    size_t n = 0;
    struct arena a;
    enum hm_status st = HM_NOT_FOUND;
    TRY(payment_list(s, &list, &n, d));
    arena_init(&a);
    for (size_t i = n; st == HM_NOT_FOUND && i-- > 0;) {
        struct pay_listed l;
        if (!list[i].summary || !parse(list[i].summary, &l, &a) || l.basis.month != month ||
            (id && strncmp(l.id, id, strlen(id)) != 0))
            continue;
        *out = l;
        st = HM_OK;
    }
    arena_fini(&a);
    payment_list_free(list, n);
    return st;
}

enum hm_status pay_lists_sum(struct store *s, const char *id, int64_t *batches, __int128 *fen,
                             struct diag *d)
{
    struct payment_batch *list = NULL;
    size_t n = 0;
    struct arena a;
    *batches = 0;
    *fen = 0;
    TRY(payment_list(s, &list, &n, d));
    arena_init(&a);
    for (size_t i = 0; i < n; i++) {
        struct pay_listed l;
        if (!list[i].summary || !parse(list[i].summary, &l, &a) || strcmp(l.id, id) != 0)
            continue;
        ++*batches;
        for (size_t k = 0; k < list[i].total_count; k++)
            *fen += list[i].totals[k].paid_fen + list[i].totals[k].returned_fen;
    }
    arena_fini(&a);
    payment_list_free(list, n);
    return HM_OK;
}

enum hm_status pay_lists_file(struct store *s, const char digest[DIGEST_HEX], uint32_t *batch,
                              struct diag *d)
{
    struct payment_batch *list = NULL;
    size_t n = 0;
    *batch = 0;
    TRY(payment_list(s, &list, &n, d));
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].source_digest, digest) == 0)
            *batch = list[i].id;
    payment_list_free(list, n);
    return HM_OK;
}

/* False: no memory. */
static bool take_references(const char *json, uint32_t batch, struct map *out, struct arena *a)
{
    struct json j;
    struct str key, text;
    bool ok = true;
    json_init(&j, (struct str){json, strlen(json)}, a);
    if (json_value(&j, &text) != JSON_OBJECT)
        return true;
    while (ok && json_member(&j, &key)) {
        enum json_kind kind = json_value(&j, &text);
        if (kind == JSON_OBJECT || kind == JSON_ARRAY)
            json_close(&j);
        if (kind != JSON_STRING || !is(key, "references"))
            continue;
        for (size_t i = 0; ok && i + BANK_MARK_HEX <= text.n; i += BANK_MARK_HEX)
            ok = map_put(out, (struct str){text.p + i, BANK_MARK_HEX}, batch) >= 0;
    }
    return ok;
}

enum hm_status pay_lists_references(struct store *s, int32_t month, struct map *out,
                                    struct diag *d)
{
    struct payment_batch *list = NULL;
    size_t n = 0;
    struct arena a;
    bool ok = true;
    TRY(payment_list(s, &list, &n, d));
    arena_init(&a);
    for (size_t i = 0; ok && i < n; i++)
        if (list[i].paid_in == month && list[i].summary)
            ok = take_references(list[i].summary, list[i].id, out, &a);
    arena_fini(&a);
    payment_list_free(list, n);
    return ok ? HM_OK : diag_nomem(d, _("reading payments"));
}
