/* import_ids.c - open addressing, at most two thirds full. */
#include "run/import_ids.h"

#include <string.h>
#include "base/digest.h"
#include "base/limits.h"
#include "base/mem.h"

void import_ids_init(struct import_ids *i)
{
    *i = (struct import_ids){0};
}

void import_ids_fini(struct import_ids *i)
{
    mem_free(i->slots);
    import_ids_init(i);
}

/* Two halves of different bytes: the id, and the id behind a letter. */
struct import_id import_id_of(struct str id)
{
    char text[LIMIT_ID_BYTES + 1] = "#";
    size_t n = id.n < LIMIT_ID_BYTES ? id.n : LIMIT_ID_BYTES;
    memcpy(text + 1, id.p, n);
    struct import_id f = {.high = digest_xxh64(text, n + 1), .low = digest_xxh64(id.p, id.n)};
    f.low |= f.high == 0;
    return f;
}

static size_t find_slot(const struct import_ids *i, const struct import_id *f)
{
    size_t mask = i->slot_count - 1, at = f->low & mask;
    while (!import_id_is_empty(&i->slots[at]) &&
           (i->slots[at].low != f->low || i->slots[at].high != f->high))
        at = (at + 1) & mask;
    return at;
}

static enum hm_status grow(struct import_ids *i)
{
    if (i->slot_count > 0 && i->count * 3 + 3 <= i->slot_count * 2)
        return HM_OK;
    struct import_ids wider = {.slot_count = i->slot_count ? i->slot_count * 2 : 4096,
                               .count = i->count};
    wider.slots = mem_calloc(wider.slot_count, sizeof *wider.slots);
    if (!wider.slots)
        return HM_NOMEM;
    for (size_t k = 0; k < i->slot_count; k++)
        if (!import_id_is_empty(&i->slots[k]))
            wider.slots[find_slot(&wider, &i->slots[k])] = i->slots[k];
    mem_free(i->slots);
    *i = wider;
    return HM_OK;
}

enum hm_status import_ids_note(struct import_ids *i, const struct import_id *id,
                               struct import_id *first)
{
    TRY(grow(i));
    struct import_id *slot = &i->slots[find_slot(i, id)];
    if (!import_id_is_empty(slot)) {
        *first = *slot;
        return HM_DATA;
    }
    *slot = *id;
    i->count++;
    return HM_OK;
}

enum hm_status import_ids_add(struct import_ids *i, struct str id, uint32_t number,
                              uint32_t other, struct import_id *first)
{
    struct import_id f = import_id_of(id);
    f.numbers[0] = number;
    f.numbers[1] = other;
    return import_ids_note(i, &f, first);
}

struct import_id *import_ids_look(const struct import_ids *i, const struct import_id *id)
{
    if (i->slot_count == 0)
        return NULL;
    struct import_id *slot = &i->slots[find_slot(i, id)];
    return import_id_is_empty(slot) ? NULL : slot;
}

struct import_id *import_ids_find(const struct import_ids *i, struct str id)
{
    struct import_id f = import_id_of(id);
    return import_ids_look(i, &f);
}
