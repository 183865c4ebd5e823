/* changelog.c - one record for each change of facts, by sequence number. */
#include "store/changelog.h"

#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/chain.h"
#include "store/sealed.h"
#include "value/date.h"

void change_record_fini(struct change_record *r)
{
    mem_free(r->reason);
    mem_free(r->files);
    r->reason = r->files = NULL;
}

enum hm_status changelog_put(struct txn *t, const struct change_record *r, struct diag *d)
{
    struct key key = key_number(r->sequence);
    struct buf b;
    buf_init(&b);
    sealed_put_text(&b, r->recorded);
    buf_u8(&b, r->recorded_by_then);
    sealed_put_text(&b, r->who);
    sealed_put_text(&b, r->what);
    buf_u32(&b, (uint32_t)r->month);
    buf_u64(&b, r->counts.added);
    buf_u64(&b, r->counts.replaced);
    buf_u64(&b, r->counts.unchanged);
    buf_u64(&b, r->counts.deleted);
    sealed_put_text(&b, r->reason);
    sealed_put_text(&b, r->files);
    enum hm_status st = sealed_put(t, TABLE_CHANGE, &key, &b, d);
    buf_fini(&b);
    return st;
}

enum hm_status changelog_parse(struct txn *t, struct bytes key, struct bytes value,
                               struct change_record *out, struct diag *d)
{
    const char *what = _("the record of a change");
    struct reader r;
    struct change_record x = {0};
    if (key.n != 8)
        return sealed_damaged(t, what, d);
    TRY(sealed_read(&r, t, key, value, what, d));
    x.sequence = key_read(key, 0, 8);
    sealed_get_text(&r, x.recorded, sizeof x.recorded);
    x.recorded_by_then = read_u8(&r) != 0;
    sealed_get_text(&r, x.who, sizeof x.who);
    sealed_get_text(&r, x.what, sizeof x.what);
    x.month = (int32_t)read_u32(&r);
    x.counts.added = read_u64(&r);
    x.counts.replaced = read_u64(&r);
    x.counts.unchanged = read_u64(&r);
    x.counts.deleted = read_u64(&r);
    x.reason = sealed_get_long_text(&r);
    x.files = sealed_get_long_text(&r);
    enum hm_status st = sealed_done(t, &r, !x.reason || !x.files, what, d);
    if (st == HM_OK)
        *out = x;
    else
        change_record_fini(&x);
    return st;
}

void changelog_details(struct buf *out, const struct change_record *r)
{
    buf_printf(out, "{\"sequence\":%llu,\"what\":", (unsigned long long)r->sequence);
    buf_json_string(out, r->what, strlen(r->what));
    if (r->month) {
        buf_puts(out, ",\"month\":\"");
        month_put(out, r->month);
        buf_puts(out, "\"");
    }
    buf_printf(out, ",\"added\":%llu,\"replaced\":%llu,\"unchanged\":%llu,\"deleted\":%llu",
               (unsigned long long)r->counts.added, (unsigned long long)r->counts.replaced,
               (unsigned long long)r->counts.unchanged, (unsigned long long)r->counts.deleted);
    buf_puts(out, ",\"files\":");
    buf_json_string(out, r->files ? r->files : "", r->files ? strlen(r->files) : 0);
    buf_puts(out, "}");
}

enum hm_status changelog_get(struct store *s, uint64_t sequence, struct change_record *out,
                             struct diag *d)
{
    struct place at = {.file = s->path};
    struct key key = key_number(sequence);
    struct bytes value;
    struct txn t;
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = txn_get(&t, TABLE_CHANGE, key_bytes(&key), &value, d);
    if (st == HM_OK)
        st = changelog_parse(&t, key_bytes(&key), value, out, d);
    txn_abort(&t);
    if (st == HM_NOT_FOUND)
        return diag_error(d, st, &at, _("there is no change number %llu of the facts"),
                          (unsigned long long)sequence);
    return st;
}

/* --- lists --- */

static enum hm_status list_changes(struct txn *t, struct change_record **list, size_t *n,
                                   struct diag *d)
{
    struct scan s;
    void *items = NULL;
    size_t cap = 0;
    TRY(scan_open(&s, t, TABLE_CHANGE, d));
    enum hm_status st = scan_first(&s, d);
    while (st == HM_OK && s.found) {
        if (mem_grow(&items, &cap, *n + 1, sizeof **list) != 0) {
            st = diag_nomem(d, _("reading the change log"));
            break;
        }
        *list = items;
        st = changelog_parse(t, s.key, s.value, &(*list)[*n], d);
        *n += st == HM_OK;
        if (st == HM_OK)
            st = scan_next(&s, d);
    }
    scan_close(&s);
    return st;
}

enum hm_status changelog_list(struct store *s, struct change_record **out, size_t *n,
                              struct diag *d)
{
    struct txn t;
    struct change_record *list = NULL;
    size_t count = 0;
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = list_changes(&t, &list, &count, d);
    txn_abort(&t);
    if (st != HM_OK) {
        for (size_t i = 0; i < count; i++)
            change_record_fini(&list[i]);
        mem_free(list);
        return st;
    }
    *out = list;
    *n = count;
    return HM_OK;
}

/* --- as known on a day --- */

/* "2026-11-22T03:15:00Z" as a day in China. */
static bool china_day(const char *text, int32_t *day)
{
    int32_t date;
    if (strlen(text) < 19 || !date_parse(&date, (struct str){text, 10}))
        return false;
    int hour = (text[11] - '0') * 10 + (text[12] - '0');
    if (hour < 0 || hour > 23)
        return false;
    *day = date + (hour * 3600 >= 24 * 3600 - CLOCK_CHINA_SECONDS);
    return true;
}

/* Times never go back, so the first one from the end that is not too late is it. */
static enum hm_status last_by(struct txn *t, int32_t day, uint64_t *out, struct diag *d)
{
    struct scan s;
    bool found = false;
    *out = 0;
    TRY(scan_open(&s, t, TABLE_CHANGE, d));
    enum hm_status st = scan_last(&s, d);
    while (st == HM_OK && s.found && !found) {
        struct change_record r;
        int32_t recorded;
        st = changelog_parse(t, s.key, s.value, &r, d);
        if (st != HM_OK)
            break;
        found = china_day(r.recorded, &recorded) && recorded <= day;
        *out = found ? r.sequence : 0;
        change_record_fini(&r);
        if (!found)
            st = scan_prev(&s, d);
    }
    scan_close(&s);
    return st;
}

enum hm_status store_sequence_on(struct store *s, int32_t day, uint64_t *out, struct diag *d)
{
    struct txn t;
    uint64_t sequence;
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = last_by(&t, day, &sequence, d);
    txn_abort(&t);
    if (st == HM_OK)
        *out = sequence;
    return st;
}
