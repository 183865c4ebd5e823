/* edits.c - keeps single records, and decides which of them win over a block's rows. */
#include "store/edits.h"

#include <stdlib.h>
#include <string.h>
#include "base/digest.h"
#include "store/key.h"
#include "store/merge.h"

bool edits_add(struct edits *list, const struct edit *e, struct arena *a)
{
    if (list->count == list->cap) {
        size_t cap = list->cap * 2 + 64;
        struct edit *grown = arena_alloc(a, cap * sizeof *grown);
        if (!grown)
            return false;
        if (list->count)
            memcpy(grown, list->items, list->count * sizeof *grown);
        list->items = grown;
        list->cap = cap;
    }
    list->items[list->count++] = *e;
    return true;
}

/* The sum covers the key too: a record under the wrong key is found. */
static uint64_t sum_of(struct bytes key, const void *p, size_t n)
{
    return digest_xxh64(p, n) ^ digest_xxh64(key.p, key.n);
}

enum hm_status edits_put(struct txn *t, uint32_t block, const struct edit *e, struct diag *d)
{
    struct key key = key_edit(block, e->sequence, e->ordinal, e->month);
    uint64_t sum = sum_of(key_bytes(&key), e->record.p, e->record.n);
    void *to;
    TRY(txn_reserve(t, TABLE_EDIT, key_bytes(&key), sizeof sum + e->record.n, &to, d));
    memcpy(to, &sum, sizeof sum);
    memcpy((char *)to + sizeof sum, e->record.p, e->record.n);
    return HM_OK;
}

static enum hm_status corrupt(uint32_t block, uint16_t ordinal, const char *file,
                              struct diag *d)
{
    struct place at = {.file = file};
    return diag_add(d, HM_LEVEL_ERROR, HM_CORRUPT, &at,
                    _("the disk or a copy damaged the store: restore it from a backup"),
                    _("block %u is damaged: the checksum of household %u's record differs"),
                    block, ordinal);
}

enum hm_status edits_parse(struct edit *out, struct bytes key, struct bytes value,
                           const char *file, struct diag *d)
{
    struct edit e = {.sequence = key_read(key, 4, 8),
                     .ordinal = (uint16_t)key_read(key, 12, 2),
                     .month = (uint16_t)key_read(key, 14, 2)};
    uint64_t sum = 0;
    if (value.n >= sizeof sum) {
        memcpy(&sum, value.p, sizeof sum);
        e.record.p = (const uint8_t *)value.p + sizeof sum;
        e.record.n = value.n - sizeof sum;
    }
    if (!e.record.p || sum != sum_of(key, e.record.p, e.record.n))
        return corrupt((uint32_t)key_read(key, 0, 4), e.ordinal, file, d);
    *out = e;
    return HM_OK;
}

static bool in_range(const struct scan *s, uint32_t block, uint64_t upto)
{
    return s->found && s->key.n == KEY_EDIT_BYTES && key_read(s->key, 0, 4) == block &&
           key_read(s->key, 4, 8) <= upto;
}

enum hm_status edits_read(struct edits *list, struct txn *t, uint32_t block, uint64_t after,
                          uint64_t upto, uint16_t month, struct arena *a, struct diag *d)
{
    struct scan s;
    struct key from = key_edit(block, after + 1, 0, 0);
    TRY(scan_open(&s, t, TABLE_EDIT, d));
    enum hm_status st = scan_seek(&s, key_bytes(&from), d);
    while (st == HM_OK && in_range(&s, block, upto)) {
        struct edit e;
        if (key_read(s.key, 14, 2) <= month) {
            st = edits_parse(&e, s.key, s.value, env_path(t->env), d);
            if (st == HM_OK && !edits_add(list, &e, a))
                st = diag_nomem(d, _("reading households"));
        }
        if (st == HM_OK)
            st = scan_next(&s, d);
    }
    scan_close(&s);
    return st;
}

/* --- which records win --- */

static int by_household(const void *left, const void *right)
{
    const struct edit *a = left, *b = right;
    if (a->ordinal != b->ordinal)
        return a->ordinal < b->ordinal ? -1 : 1;
    if (a->month != b->month)
        return a->month < b->month ? -1 : 1;
    return a->sequence < b->sequence ? -1 : a->sequence > b->sequence;
}

/* The last edit of each household that holds in the month, in place. */
static size_t last_of_each(struct edits *list, uint16_t month, const struct edit **winners)
{
    size_t n = 0;
    if (list->count)
        qsort(list->items, list->count, sizeof *list->items, by_household);
    for (size_t i = 0; i < list->count; i++) {
        const struct edit *e = &list->items[i];
        if (e->month > month)
            continue;
        if (n && winners[n - 1]->ordinal == e->ordinal)
            winners[n - 1] = e;
        else
            winners[n++] = e;
    }
    return n;
}

/* For each ordinal, the month of the record that the base holds for it; 0 = none. A deletion is
 * a record too. */
static uint16_t *base_months(const struct block *base, uint32_t households, struct arena *a)
{
    uint16_t *months = arena_zalloc(a, households * sizeof *months + 64);
    uint32_t rows = base->ordinals ? base->frame.entities[base->frame.root].rows : 0;
    for (uint32_t r = 0; months && r < rows; r++) {
        if (base->ordinals[r] < households)
            months[base->ordinals[r]] = base->own[r];
    }
    for (uint32_t i = 0; months && i < base->gone_count; i++) {
        if (base->gone[i] >> 16 < households)
            months[base->gone[i] >> 16] = (uint16_t)base->gone[i];
    }
    return months;
}

enum hm_status edits_merge(struct block *out, const struct block *base, struct edits *list,
                           uint16_t month, const uint64_t *fields, const char *file,
                           struct arena *a, struct diag *d)
{
    const struct edit **winners = arena_alloc(a, (list->count + 1) * sizeof *winners);
    if (!winners)
        return diag_nomem(d, _("reading households"));
    size_t n = last_of_each(list, month, winners), kept = 0;
    if (n) {
        uint32_t households = (uint32_t)winners[n - 1]->ordinal + 1;
        const uint16_t *months = base_months(base, households, a);
        if (!months)
            return diag_nomem(d, _("reading households"));
        for (size_t i = 0; i < n; i++) {
            if (winners[i]->month >= months[winners[i]->ordinal])
                winners[kept++] = winners[i];
        }
    }
    if (kept)
        return merge_blocks(out, base, winners, (uint32_t)kept, fields, file, a, d);
    *out = *base;
    return HM_OK;
}
