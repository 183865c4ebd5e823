/* issues.c - writes and reads the list of rows without a value. See issues.h for the layout. */
#include "store/issues.h"

#include <string.h>

static void put_number(struct buf *b, uint64_t v)
{
    uint8_t bytes[10];
    size_t n = 0;
    for (; v >= 0x80; v >>= 7)
        bytes[n++] = (uint8_t)(v | 0x80);
    bytes[n++] = (uint8_t)v;
    buf_put(b, bytes, n);
}

static uint64_t get_number(struct reader *r)
{
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 64 && !r->failed; shift += 7) {
        uint8_t byte = read_u8(r);
        v |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return v;
    }
    r->failed = true;
    return 0;
}

static void put_texts(struct buf *out, const struct map *texts)
{
    put_number(out, texts->count);
    for (size_t i = 0; i < texts->count; i++) {
        put_number(out, texts->entries[i].key.n);
        buf_put(out, texts->entries[i].key.p, texts->entries[i].key.n);
    }
}

/* Index behind the last issue of the field at `from`. */
static size_t field_end(const struct result_issue *list, size_t n, size_t from)
{
    size_t at = from;
    while (at < n && list[at].field == list[from].field &&
           (at == from || list[at].row >= list[at - 1].row))
        at++;
    return at;
}

enum hm_status issues_encode(struct buf *out, const struct result_issue *list, size_t n,
                             struct diag *d)
{
    struct map texts;
    bool ok = true;
    map_init(&texts);
    for (size_t i = 0; i < n && ok; i++) {
        const char *text = list[i].text ? list[i].text : "";
        struct str s = {text, strlen(text)};
        uint32_t known;
        ok = map_get(&texts, s, &known) || map_put(&texts, s, (uint32_t)texts.count) > 0;
    }
    if (ok) {
        put_texts(out, &texts);
        put_number(out, n);
    }
    for (size_t from = 0, end; from < n && ok; from = end) {
        uint32_t row = 0;
        end = field_end(list, n, from);
        put_number(out, list[from].field);
        put_number(out, end - from);
        for (size_t i = from; i < end; i++) {
            const char *text = list[i].text ? list[i].text : "";
            uint32_t number = 0;
            (void)map_get(&texts, (struct str){text, strlen(text)}, &number);
            put_number(out, list[i].row - row);
            put_number(out, (uint64_t)list[i].trap);
            put_number(out, number);
            row = list[i].row;
        }
    }
    map_fini(&texts);
    return ok && buf_ok(out) ? HM_OK : diag_nomem(d, _("recording results"));
}

static const char **get_texts(struct reader *r, size_t *count, struct arena *a, bool *nomem)
{
    size_t n = get_number(r);
    if (r->failed || n > (size_t)(r->end - r->at)) {
        r->failed = true;
        return NULL;
    }
    const char **texts = arena_alloc(a, (n + 1) * sizeof *texts);
    *nomem = !texts;
    for (size_t i = 0; i < n && texts && !*nomem && !r->failed; i++) {
        size_t bytes = get_number(r);
        if (r->failed || bytes > (size_t)(r->end - r->at)) {
            r->failed = true;
            return NULL;
        }
        texts[i] = arena_strndup(a, (const char *)r->at, bytes);
        *nomem = !texts[i];
        r->at += bytes;
    }
    *count = n;
    return texts;
}

static void get_field(struct reader *r, struct result_issue *list, size_t *at, size_t n,
                      const char *const *texts, size_t text_count)
{
    uint64_t field = get_number(r), count = get_number(r), row = 0;
    if (field > UINT16_MAX || count == 0 || count > n - *at) {
        r->failed = true;
        return;
    }
    for (uint64_t i = 0; i < count && !r->failed; i++) {
        row += get_number(r);
        uint64_t trap = get_number(r), text = get_number(r);
        if (r->failed || row > UINT32_MAX || trap >= HM_TRAP_COUNT || text >= text_count) {
            r->failed = true;
            return;
        }
        list[(*at)++] = (struct result_issue){(uint16_t)field, (uint32_t)row,
                                              (enum hm_trap)trap, texts[text]};
    }
}

enum hm_status issues_decode(struct result_issue **out, size_t *n, const void *bytes,
                             size_t byte_count, struct arena *a)
{
    struct reader r = {bytes, (const uint8_t *)bytes + byte_count, false};
    size_t text_count = 0, at = 0;
    bool nomem = false;
    const char **texts = get_texts(&r, &text_count, a, &nomem);
    if (nomem)
        return HM_NOMEM;
    size_t count = r.failed ? 0 : get_number(&r);
    if (r.failed || count > byte_count)
        return HM_CORRUPT;
    struct result_issue *list = arena_alloc(a, (count + 1) * sizeof *list);
    if (!list)
        return HM_NOMEM;
    while (at < count && !r.failed)
        get_field(&r, list, &at, count, texts, text_count);
    if (r.failed || r.at != r.end)
        return HM_CORRUPT;
    *out = list;
    *n = count;
    return HM_OK;
}
