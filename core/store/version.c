/* version.c - finds, reads and writes manifests. Value: root, rows, count, references,
 * checksum; the sum covers the key as well, so that a manifest under the wrong key is found. */
#include "store/version.h"

#include <string.h>
#include "base/buf.h"
#include "base/digest.h"
#include "base/mem.h"
#include "store/key.h"

static uint64_t sum_of(struct bytes key, const void *p, size_t n)
{
    return digest_xxh64(p, n) ^ digest_xxh64(key.p, key.n);
}

static enum hm_status corrupt(uint32_t block, const char *file, struct diag *d)
{
    struct place at = {.file = file};
    return diag_add(d, HM_LEVEL_ERROR, HM_CORRUPT, &at,
                    _("the disk or a copy damaged the store: restore it from a backup"),
                    _("block %u is damaged: the checksum of its table of contents differs"),
                    block);
}

enum hm_status version_parse(struct version *out, struct bytes key, struct bytes value,
                             const char *file, struct arena *a, struct diag *d)
{
    struct version v = {.exists = true,
                        .block = (uint32_t)key_read(key, 0, 4),
                        .month = (uint16_t)key_read(key, 4, 2),
                        .sequence = key_read(key, 6, 8)};
    struct reader r = {value.p, (const uint8_t *)value.p + value.n, false};
    uint64_t sum = 0;
    if (value.n < sizeof sum)
        return corrupt(v.block, file, d);
    memcpy(&sum, (const char *)value.p + value.n - sizeof sum, sizeof sum);
    if (sum != sum_of(key, value.p, value.n - sizeof sum))
        return corrupt(v.block, file, d);
    v.root = read_u8(&r);
    v.rows = read_u32(&r);
    v.count = read_u32(&r);
    if (v.count > value.n / 12)
        return corrupt(v.block, file, d);
    v.refs = arena_alloc(a, (v.count + 1) * sizeof *v.refs);
    if (!v.refs)
        return diag_nomem(d, _("reading a block"));
    for (size_t i = 0; i < v.count; i++) {
        uint32_t both = read_u32(&r);
        v.refs[i] = (struct column_ref){(uint16_t)(both >> 16), (uint16_t)both, read_u64(&r)};
    }
    *out = v;
    return HM_OK;
}

enum hm_status version_put(const struct version *v, struct txn *t, struct diag *d)
{
    struct key key = key_manifest(v->block, v->month, v->sequence);
    struct buf b;
    buf_init(&b);
    buf_u8(&b, v->root);
    buf_u32(&b, v->rows);
    buf_u32(&b, (uint32_t)v->count);
    for (size_t i = 0; i < v->count; i++) {
        buf_u32(&b, (uint32_t)v->refs[i].column << 16 | v->refs[i].month);
        buf_u64(&b, v->refs[i].sequence);
    }
    buf_u64(&b, buf_ok(&b) ? sum_of(key_bytes(&key), b.data, b.len) : 0);
    enum hm_status st = HM_OK;
    if (buf_ok(&b))
        st = txn_put(t, TABLE_MANIFEST, key_bytes(&key), (struct bytes){b.data, b.len}, d);
    else
        st = diag_nomem(d, _("writing a block"));
    buf_fini(&b);
    return st;
}

/* Steps back from (block, month, sequence) over versions that are not known yet. */
static enum hm_status seek(struct scan *s, uint32_t block, uint16_t month, uint64_t sequence,
                           struct diag *d)
{
    struct key key = key_manifest(block, month, sequence);
    TRY(scan_seek_back(s, key_bytes(&key), d));
    while (s->found && s->key.n == KEY_MANIFEST_BYTES && key_read(s->key, 0, 4) == block &&
           key_read(s->key, 6, 8) > sequence) {
        key = key_manifest(block, (uint16_t)key_read(s->key, 4, 2), sequence);
        TRY(scan_seek_back(s, key_bytes(&key), d));
    }
    s->found = s->found && s->key.n == KEY_MANIFEST_BYTES && key_read(s->key, 0, 4) == block;
    return HM_OK;
}

enum hm_status version_find(struct version *out, struct txn *t, uint32_t block, uint16_t month,
                            uint64_t sequence, struct arena *a, struct diag *d)
{
    struct scan s;
    TRY(scan_open(&s, t, TABLE_MANIFEST, d));
    enum hm_status st = seek(&s, block, month, sequence, d);
    if (st == HM_OK && s.found)
        st = version_parse(out, s.key, s.value, env_path(t->env), a, d);
    else if (st == HM_OK)
        *out = (struct version){.block = block, .month = month};
    scan_close(&s);
    return st;
}

const struct column_ref *version_ref(const struct version *v, uint16_t column)
{
    size_t low = 0, high = v->count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (v->refs[mid].column < column)
            low = mid + 1;
        else
            high = mid;
    }
    return low < v->count && v->refs[low].column == column ? &v->refs[low] : NULL;
}

static enum hm_status add_month(struct version_months *out, size_t *cap, uint16_t month,
                                struct arena *a)
{
    if (out->count && out->months[out->count - 1] == month)
        return HM_OK;
    if (out->count == *cap) {
        uint16_t *grown = arena_alloc(a, (*cap * 2 + 16) * sizeof *grown);
        if (!grown)
            return HM_NOMEM;
        if (out->count)
            memcpy(grown, out->months, out->count * sizeof *grown);
        out->months = grown;
        *cap = *cap * 2 + 16;
    }
    out->months[out->count++] = month;
    return HM_OK;
}

enum hm_status version_list(struct version_months *out, struct txn *t, uint32_t block,
                            uint64_t sequence, struct arena *a, struct diag *d)
{
    struct scan s;
    struct key key = key_manifest(block, 0, 0);
    struct version_months list = {0};
    size_t cap = 0;
    TRY(scan_open(&s, t, TABLE_MANIFEST, d));
    enum hm_status st = scan_seek(&s, key_bytes(&key), d);
    while (st == HM_OK && s.found && key_read(s.key, 0, 4) == block) {
        uint64_t known = key_read(s.key, 6, 8);
        if (known <= sequence) {
            list.newest = known > list.newest ? known : list.newest;
            if (add_month(&list, &cap, (uint16_t)key_read(s.key, 4, 2), a) != HM_OK) {
                st = diag_nomem(d, _("reading a block"));
                break;
            }
        }
        st = scan_next(&s, d);
    }
    scan_close(&s);
    if (st == HM_OK)
        *out = list;
    return st;
}
