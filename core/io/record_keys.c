/* record_keys.c - key tables: open addressing at most half full, over names and zh names. */
#include "io/record_keys.h"

#include <string.h>

/* Mixes length, head and tail: field names of one entity rarely agree in all three. */
static uint32_t hash(struct str s)
{
    uint64_t head = 0, tail = 0;
    size_t n = s.n < 8 ? s.n : 8;
    if (n) {
        memcpy(&head, s.p, n);
        memcpy(&tail, s.p + s.n - n, n);
    }
    uint64_t h = (head * UINT64_C(0x9E3779B97F4A7C15)) ^ (tail + s.n);
    h *= UINT64_C(0xC2B2AE3D27D4EB4F);
    return (uint32_t)(h >> 32);
}

uint16_t record_keys_find(const struct record_keys *k, struct str text)
{
    for (uint32_t at = hash(text) & k->mask; k->slots[at]; at = (at + 1) & k->mask)
        if (str_eq(k->keys[k->slots[at] - 1].text, text))
            return (uint16_t)(k->slots[at] - 1);
    return NO_KEY;
}

/* Adds one spelling; the first of two equal ones stays (the loader refuses such policies). */
static void add(struct record_keys *k, const char *text, enum record_key_kind kind,
                uint16_t number, uint16_t target)
{
    if (!text || !*text)
        return;
    struct str s = {text, strlen(text)};
    uint32_t at = hash(s) & k->mask;
    for (; k->slots[at]; at = (at + 1) & k->mask)
        if (str_eq(k->keys[k->slots[at] - 1].text, s))
            return;
    k->keys[k->count] = (struct record_key){
        .text = s, .kind = kind, .number = number, .target = target, .next = NO_KEY};
    k->slots[at] = (uint16_t)++k->count;
}

static void add_entity(struct record_keys *k, const struct model *m, const struct entity *e)
{
    add(k, "id", RECORD_ID, 0, k->targets++);
    for (uint16_t i = 0; i < e->field_count; i++) {
        const struct field *f = &m->fields[e->fields[i]];
        if (f->is_hidden)
            continue;
        add(k, f->name, RECORD_FIELD, f->id, k->targets);
        add(k, f->zh, RECORD_FIELD, f->id, k->targets++);
    }
    for (uint8_t i = 0; i < e->child_count; i++) {
        const struct entity *child = &m->entities[e->children[i]];
        add(k, child->plural, RECORD_LIST, child->id, k->targets);
        add(k, child->zh, RECORD_LIST, child->id, k->targets++);
    }
}

enum hm_status record_keys_make(struct record_keys *out, const struct model *m,
                                const struct entity *e, bool with_month, bool with_ignored,
                                struct arena *a)
{
    size_t most = 2u * ((size_t)e->field_count + e->child_count) + 5;
    size_t slots = 16;
    while (slots < most * 2)
        slots *= 2;
    struct record_keys k = {.mask = (uint32_t)(slots - 1), .first = NO_KEY};
    k.keys = arena_zalloc(a, most * sizeof *k.keys);
    k.slots = arena_zalloc(a, slots * sizeof *k.slots);
    if (!k.keys || !k.slots)
        return HM_NOMEM;
    add_entity(&k, m, e);
    if (with_month) {
        add(&k, "month", RECORD_MONTH, 0, k.targets++);
        add(&k, "history", RECORD_HISTORY, 0, k.targets++);
    }
    if (with_ignored) {
        add(&k, "missing", RECORD_IGNORED, 0, k.targets++);
        add(&k, "errors", RECORD_IGNORED, 0, k.targets++);
    }
    *out = k;
    return HM_OK;
}
