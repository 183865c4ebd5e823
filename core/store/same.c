/* same.c - whether a block's facts are the same for two months and sequence numbers, told from
 * manifests and single records alone: no column is read.
 */
#include <string.h>
#include "store/edits.h"
#include "store/view.h"

static bool same_version(const struct version *a, const struct version *b)
{
    return a->exists == b->exists && a->month == b->month && a->sequence == b->sequence;
}

/* Different versions, and yet every column was written by the same one. */
static bool same_columns(const struct version *a, const struct version *b)
{
    bool same = a->exists && b->exists && a->root == b->root && a->rows == b->rows &&
                a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = a->refs[i].column == b->refs[i].column && a->refs[i].month == b->refs[i].month &&
               a->refs[i].sequence == b->refs[i].sequence;
    return same;
}

static bool same_edits(const struct edits *a, const struct edits *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = a->items[i].ordinal == b->items[i].ordinal &&
               a->items[i].month == b->items[i].month &&
               a->items[i].sequence == b->items[i].sequence;
    return same;
}

static enum hm_status compare(struct view *v, uint32_t block, uint16_t month, uint64_t sequence,
                              struct arena *a, bool *same, struct diag *d)
{
    struct version mine, other;
    struct edits mine_later = {0}, other_later = {0};
    TRY(version_find(&mine, &v->txn, block, v->month, v->sequence, a, d));
    TRY(version_find(&other, &v->txn, block, month, sequence, a, d));
    TRY(edits_read(&mine_later, &v->txn, block, mine.sequence, v->sequence, v->month, a, d));
    TRY(edits_read(&other_later, &v->txn, block, other.sequence, sequence, month, a, d));
    if (same_version(&mine, &other))
        *same = same_edits(&mine_later, &other_later);
    else
        *same = mine_later.count == 0 && other_later.count == 0 && same_columns(&mine, &other);
    return HM_OK;
}

enum hm_status view_same_facts(struct view *v, uint32_t block, int32_t month, uint64_t sequence,
                               bool *same, struct diag *d)
{
    struct arena a;
    *same = v->month == month && v->sequence == sequence;
    if (*same)
        return HM_OK;
    if (!v->txn.env)
        TRY(view_refresh(v, d));
    arena_init(&a);
    enum hm_status st = compare(v, block, state_month(month), sequence, &a, same, d);
    arena_fini(&a);
    return st;
}
