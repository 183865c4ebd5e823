/* key.h - the keys of the store: big-endian, so that bytewise order is the order of meaning. */
#ifndef HM_STORE_KEY_H
#define HM_STORE_KEY_H

#include "base/str.h"
#include "store/env.h"

/* Columns that are no fields. */
enum {
    COLUMN_ID = 0xF000,      /* + entity: id texts */
    COLUMN_COUNT = 0xF100,   /* + entity: rows under each row of the parent */
    COLUMN_ORDINAL = 0xF200, /* of each root row */
    COLUMN_OWN = 0xF201,     /* month from which each root row's own record holds */
    COLUMN_GONE = 0xF202,  /* ordinal << 16 | month of households deleted from that month on */
    COLUMN_ISSUES = 0xF300 /* results: missing facts and errors */
};

struct key {
    uint8_t bytes[ENV_KEY_BYTES];
    size_t n;
};

static inline void key_u8(struct key *k, uint8_t v)
{
    k->bytes[k->n++] = v;
}
static inline void key_u16(struct key *k, uint16_t v)
{
    key_u8(k, (uint8_t)(v >> 8));
    key_u8(k, (uint8_t)v);
}
static inline void key_u32(struct key *k, uint32_t v)
{
    key_u16(k, (uint16_t)(v >> 16));
    key_u16(k, (uint16_t)v);
}
static inline void key_u64(struct key *k, uint64_t v)
{
    key_u32(k, (uint32_t)(v >> 32));
    key_u32(k, (uint32_t)v);
}
static inline struct bytes key_bytes(const struct key *k)
{
    return (struct bytes){k->bytes, k->n};
}

/* Reads big-endian numbers back; n is 1, 2, 4 or 8. The caller has checked the key's length. */
static inline uint64_t key_read(struct bytes key, size_t at, size_t n)
{
    const uint8_t *p = key.p;
    uint64_t v = 0;
    for (size_t i = 0; i < n; i++)
        v = v << 8 | p[at + i];
    return v;
}

enum {
    KEY_MANIFEST_BYTES = 14,
    KEY_COLUMN_BYTES = 16,
    KEY_EDIT_BYTES = 16,
    KEY_RESULT_BYTES = 12,
    KEY_PUBLISHED_BYTES = 10
};

static inline struct key key_manifest(uint32_t block, uint16_t month, uint64_t sequence)
{
    struct key k = {.n = 0};
    key_u32(&k, block);
    key_u16(&k, month);
    key_u64(&k, sequence);
    return k;
}
static inline struct key key_column(uint32_t block, uint16_t column, uint16_t month,
                                    uint64_t sequence)
{
    struct key k = {.n = 0};
    key_u32(&k, block);
    key_u16(&k, column);
    key_u16(&k, month);
    key_u64(&k, sequence);
    return k;
}
static inline struct key key_edit(uint32_t block, uint64_t sequence, uint16_t ordinal,
                                  uint16_t month)
{
    struct key k = {.n = 0};
    key_u32(&k, block);
    key_u64(&k, sequence);
    key_u16(&k, ordinal);
    key_u16(&k, month);
    return k;
}
static inline struct key key_result(uint32_t run, uint16_t month, uint32_t block,
                                    uint16_t field)
{
    struct key k = {.n = 0};
    key_u32(&k, run);
    key_u16(&k, month);
    key_u32(&k, block);
    key_u16(&k, field);
    return k;
}
static inline struct key key_run(uint32_t run)
{
    struct key k = {.n = 0};
    key_u32(&k, run);
    return k;
}
static inline struct key key_run_fields(uint32_t run)
{
    struct key k = key_run(run);
    key_u8(&k, 1);
    return k;
}
/* Of a change or a journal entry. */
static inline struct key key_number(uint64_t number)
{
    struct key k = {.n = 0};
    key_u64(&k, number);
    return k;
}
static inline struct key key_published(uint16_t month, uint64_t counter)
{
    struct key k = {.n = 0};
    key_u16(&k, month);
    key_u64(&k, counter);
    return k;
}
/* id.n <= LIMIT_ID_BYTES */
static inline struct key key_id(uint8_t root, struct str id)
{
    struct key k = {.n = 0};
    key_u8(&k, root);
    for (size_t i = 0; i < id.n; i++)
        key_u8(&k, (uint8_t)id.p[i]);
    return k;
}
/* identity: 64 hex digits, or "" */
static inline struct key key_policy(const char *identity)
{
    struct key k = {.n = 0};
    while (k.n < 64 && identity[k.n]) {
        k.bytes[k.n] = (uint8_t)identity[k.n];
        k.n++;
    }
    if (k.n == 0)
        k.bytes[k.n++] = '-'; /* keys have a byte */
    return k;
}
static inline struct bytes key_text(const char *s)
{
    return (struct bytes){s, __builtin_strlen(s)};
}

#endif
