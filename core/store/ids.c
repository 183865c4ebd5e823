/* ids.c - id index entries: block, ordinal, birth and a short checksum over key and value. */
#include "store/ids.h"

#include <string.h>
#include "base/digest.h"
#include "base/limits.h"
#include "store/key.h"

static uint32_t sum_of(struct bytes key, const uint8_t *value)
{
    return (uint32_t)(digest_xxh64(key.p, key.n) ^ digest_xxh64(value, ID_VALUE_BYTES - 4));
}

enum hm_status ids_parse(struct id_entry *out, struct bytes key, struct bytes value,
                         const char *file, struct diag *d)
{
    const uint8_t *p = value.p;
    struct id_entry e;
    uint32_t sum = 0;
    if (value.n == ID_VALUE_BYTES)
        memcpy(&sum, p + 14, sizeof sum);
    if (value.n != ID_VALUE_BYTES || sum != sum_of(key, p)) {
        struct place at = {.file = file};
        return diag_add(d, HM_LEVEL_ERROR, HM_CORRUPT, &at,
                        _("the disk or a copy damaged the store: restore it from a backup"),
                        _("the index of household ids is damaged: a checksum differs"));
    }
    memcpy(&e.block, p, sizeof e.block);
    memcpy(&e.ordinal, p + 4, sizeof e.ordinal);
    memcpy(&e.birth, p + 6, sizeof e.birth);
    *out = e;
    return HM_OK;
}

enum hm_status ids_get(struct id_entry *out, struct txn *t, uint8_t root, struct str id,
                       struct diag *d)
{
    struct bytes value;
    if (id.n > LIMIT_ID_BYTES)
        return HM_NOT_FOUND;
    struct key key = key_id(root, id);
    TRY(txn_get(t, TABLE_ID, key_bytes(&key), &value, d));
    return ids_parse(out, key_bytes(&key), value, env_path(t->env), d);
}

enum hm_status ids_put(struct txn *t, uint8_t root, struct str id, const struct id_entry *e,
                       struct diag *d)
{
    struct key key = key_id(root, id);
    uint8_t value[ID_VALUE_BYTES];
    memcpy(value, &e->block, 4);
    memcpy(value + 4, &e->ordinal, 2);
    memcpy(value + 6, &e->birth, 8);
    uint32_t sum = sum_of(key_bytes(&key), value);
    memcpy(value + 14, &sum, sizeof sum);
    return txn_put(t, TABLE_ID, key_bytes(&key), (struct bytes){value, sizeof value}, d);
}
