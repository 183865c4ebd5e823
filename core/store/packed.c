/* packed.c - columns to bytes and back, with checksums. See packed.h for the layout. */
#include "store/packed.h"

#include <stdio.h>
#include <string.h>
#include "base/digest.h"
#include "base/limits.h"
#include "base/mem.h"
#include "store/key.h"
#include "store/narrow.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "columns are stored little-endian and used in place"
#endif

#define PACKED_MAGIC UINT32_C(0x31434D48) /* "HMC1" */
enum { PACKED_CONSTANT = 1, PACKED_VALID = 2, PACKED_BLOB = 4, PACKED_SHARED = 8 };
enum { PAGES_OF_ITS_OWN = 4096 };

struct packed_header {
    uint32_t magic;
    uint8_t lane, flags;
    uint16_t column;
    uint32_t rows, block;
    uint64_t data_bytes; /* behind the header, not counting validity */
    int64_t value;
    uint64_t body_sum, head_sum;
};
_Static_assert(sizeof(struct packed_header) == 48, "data must start at 64 in an overflow page");

static size_t round8(size_t n)
{
    return (n + 7) & ~(size_t)7;
}

static size_t valid_bytes(uint32_t rows)
{
    return ((size_t)rows + 63) / 64 * 8;
}

/* --- constants --- */

struct constant {
    enum lane lane;
    int64_t value;
    uint32_t rows;
    const void *data;
};

void constants_init(struct constants *c)
{
    *c = (struct constants){0};
    arena_init(&c->arena);
}

void constants_fini(struct constants *c)
{
    mem_free(c->items);
    arena_fini(&c->arena);
    constants_init(c);
}

static void fill(void *data, enum lane lane, int64_t value, uint32_t rows)
{
    if (lane == LANE_U8) {
        memset(data, (int)value, rows);
        return;
    }
    for (uint32_t r = 0; r < rows; r++) {
        if (lane == LANE_U16)
            ((uint16_t *)data)[r] = (uint16_t)value;
        else if (lane == LANE_I64)
            ((int64_t *)data)[r] = value;
        else
            ((int32_t *)data)[r] = (int32_t)value;
    }
}

static const void *constants_get(struct constants *c, enum lane lane, int64_t value,
                                 uint32_t rows)
{
    rows += lane == LANE_TEXT; /* offsets of empty texts */
    for (size_t i = 0; i < c->count; i++) {
        const struct constant *k = &c->items[i];
        if (k->lane == lane && k->value == value && k->rows >= rows)
            return k->data;
    }
    uint32_t room = 1024;
    while (room < rows)
        room *= 2;
    void *items = c->items;
    void *data = arena_alloc(&c->arena, room * lane_bytes(lane));
    if (!data || mem_grow(&items, &c->cap, c->count + 1, sizeof *c->items) != 0)
        return NULL;
    c->items = items;
    fill(data, lane, value, room);
    c->items[c->count++] = (struct constant){lane, value, room, data};
    return data;
}

/* --- planning --- */

static bool all_valid(const struct column *c)
{
    if (!c->valid)
        return true;
    uint32_t words = c->rows / 64, rest = c->rows % 64;
    for (uint32_t i = 0; i < words; i++) {
        if (~c->valid[i] != 0)
            return false;
    }
    return rest == 0 || (~c->valid[words] << (64 - rest)) == 0;
}

static uint32_t first_valid(const struct column *c)
{
    for (uint32_t r = 0; c->valid && r < c->rows; r++) {
        if (r % 64 == 0 && c->valid[r / 64] == 0) {
            r += 63;
            continue;
        }
        if (column_valid(c, r))
            return r;
    }
    return c->valid ? c->rows : 0;
}

/* True when the elements behind the first all equal it. */
static bool same_bytes(const struct column *c)
{
    size_t each = lane_bytes(c->lane);
    return c->rows < 2 ||
           memcmp(c->data, (const char *)c->data + each, (c->rows - 1) * each) == 0;
}

static bool is_constant(const struct column *c, uint32_t first)
{
    if (c->lane == LANE_TEXT) {
        const uint32_t *offset = c->data;
        return offset[0] == offset[c->rows];
    }
    if (!c->valid)
        return same_bytes(c);
    int64_t value = column_int(c, first);
    for (uint32_t r = first + 1; r < c->rows; r++) {
        if (column_valid(c, r) && column_int(c, r) != value)
            return false;
    }
    return true;
}

static size_t text_bytes(const struct column *c)
{
    const uint32_t *offset = c->data;
    return ((size_t)c->rows + 1) * sizeof *offset + offset[c->rows] - offset[0];
}

void packed_plan(struct packing *p, const struct column *c, enum lane lane)
{
    *p = (struct packing){.column = c, .lane = lane};
    uint32_t first = first_valid(c);
    p->missing = first >= c->rows;
    if (p->missing)
        return;
    p->has_valid = !all_valid(c);
    p->is_constant = is_constant(c, first);
    if (p->is_constant)
        p->value = lane == LANE_TEXT ? 0 : column_int(c, first);
    else
        p->data_bytes = lane == LANE_TEXT ? text_bytes(c) : c->rows * lane_bytes(lane);
    p->total_bytes = sizeof(struct packed_header) + round8(p->data_bytes) +
                     (p->has_valid ? valid_bytes(c->rows) : 0);
}

/* --- writing --- */

/* Small values lie at odd addresses, so elements are stored with memcpy, which costs nothing.
 */
static void write_text(const struct column *c, char *to)
{
    const uint32_t *offset = c->data;
    for (uint32_t r = 0; r <= c->rows; r++) {
        uint32_t at = offset[r] - offset[0];
        memcpy(to + r * sizeof at, &at, sizeof at);
    }
    memcpy(to + ((size_t)c->rows + 1) * sizeof *offset, c->bytes + offset[0],
           offset[c->rows] - offset[0]);
}

static void write_data(const struct packing *p, char *to)
{
    const struct column *c = p->column;
    if (p->lane == LANE_TEXT)
        write_text(c, to);
    else if (p->lane == c->lane)
        memcpy(to, c->data, p->data_bytes);
    else
        narrow_copy(to, c->data, c->rows, p->lane);
    memset(to + p->data_bytes, 0, round8(p->data_bytes) - p->data_bytes);
}

static void write_valid(const struct column *c, char *to)
{
    size_t n = valid_bytes(c->rows);
    memcpy(to, c->valid, n);
    if (c->rows % 64 != 0) {
        uint64_t last = c->valid[c->rows / 64] & ((UINT64_C(1) << c->rows % 64) - 1);
        memcpy(to + n - sizeof last, &last, sizeof last);
    }
}

/* The header's own sum covers everything before it. */
static void seal(struct packed_header *h, const char *body, size_t body_bytes, void *to)
{
    h->body_sum = digest_xxh64(body, body_bytes);
    h->head_sum = digest_xxh64(h, offsetof(struct packed_header, head_sum));
    memcpy(to, h, sizeof *h);
}

void packed_write(const struct packing *p, uint32_t block, uint16_t column, void *to)
{
    assert(!p->missing && (p->lane == p->column->lane || p->column->lane == LANE_I64));
    char *body = (char *)to + sizeof(struct packed_header);
    if (!p->is_constant)
        write_data(p, body);
    if (p->has_valid)
        write_valid(p->column, body + round8(p->data_bytes));
    struct packed_header h = {
        .magic = PACKED_MAGIC,
        .lane = (uint8_t)p->lane,
        .flags = (uint8_t)((p->is_constant ? PACKED_CONSTANT : 0) |
                           (p->has_valid ? PACKED_VALID : 0)),
        .column = column,
        .rows = p->column->rows,
        .block = block,
        .data_bytes = p->data_bytes,
        .value = p->value,
    };
    seal(&h, body, p->total_bytes - sizeof h, to);
}

size_t packed_shared_bytes(void)
{
    return sizeof(struct packed_header);
}

void packed_write_shared(uint32_t run, uint16_t month, uint32_t block, uint16_t column,
                         void *to)
{
    struct packed_header h = {.magic = PACKED_MAGIC,
                              .flags = PACKED_SHARED,
                              .column = column,
                              .block = block,
                              .value = (int64_t)((uint64_t)run << 16 | month)};
    seal(&h, "", 0, to);
}

bool packed_is_shared(struct bytes value, uint32_t *run, uint16_t *month)
{
    struct packed_header h;
    if (value.n != sizeof h)
        return false;
    memcpy(&h, value.p, sizeof h);
    if (h.magic != PACKED_MAGIC || h.flags != PACKED_SHARED ||
        h.head_sum != digest_xxh64(&h, offsetof(struct packed_header, head_sum)))
        return false;
    *run = (uint32_t)((uint64_t)h.value >> 16);
    *month = (uint16_t)h.value;
    return true;
}

size_t packed_blob_bytes(size_t n)
{
    return sizeof(struct packed_header) + n;
}

void packed_write_blob(const void *bytes, size_t n, uint32_t block, uint16_t column, void *to)
{
    char *body = (char *)to + sizeof(struct packed_header);
    memcpy(body, bytes, n);
    struct packed_header h = {.magic = PACKED_MAGIC,
                              .flags = PACKED_BLOB,
                              .column = column,
                              .block = block,
                              .data_bytes = n};
    seal(&h, body, n, to);
}

/* --- reading --- */

void packed_name(const struct model *m, uint16_t column, char *out, size_t out_bytes)
{
    uint16_t entity = column & 0xFF;
    const char *of = entity < m->entity_count ? m->entities[entity].name : "?";
    if (column < m->field_count)
        model_field_path(m, column, out, out_bytes);
    else if (column == COLUMN_ORDINAL || column == COLUMN_OWN || column == COLUMN_GONE)
        snprintf(out, out_bytes, "%s", _("the list of households"));
    else if (column == COLUMN_ISSUES)
        snprintf(out, out_bytes, "%s", _("the list of missing facts"));
    else if ((column & 0xFF00) == COLUMN_ID)
        snprintf(out, out_bytes, _("the ids of %s"), of);
    else if ((column & 0xFF00) == COLUMN_COUNT)
        snprintf(out, out_bytes, _("the number of %s"), of);
    else
        snprintf(out, out_bytes, _("column %u"), column);
}

static enum hm_status corrupt(const struct packed_place *at, const char *what, struct diag *d)
{
    char name[2 * LIMIT_NAME_BYTES + 2];
    packed_name(at->model, at->column, name, sizeof name);
    struct place place = {.file = at->file, .field = name};
    return diag_add(d, HM_LEVEL_ERROR, HM_CORRUPT, &place,
                    _("the disk or a copy damaged the store: restore it from a backup"),
                    _("block %u is damaged: %s"), at->block, what);
}

/* Sizes of the parts must make up the value exactly; then no read leaves it. */
static bool sizes_fit(const struct packed_header *h, size_t n)
{
    size_t body = n - sizeof *h;
    if (h->data_bytes > body)
        return false;
    if (h->flags & PACKED_SHARED)
        return body == 0;
    if (h->flags & PACKED_BLOB)
        return h->data_bytes == body;
    size_t valid = h->flags & PACKED_VALID ? valid_bytes(h->rows) : 0;
    if (h->lane >= LANE_COUNT || round8(h->data_bytes) + valid != body)
        return false;
    if (h->flags & PACKED_CONSTANT)
        return h->data_bytes == 0;
    size_t fixed = ((size_t)h->rows + (h->lane == LANE_TEXT)) * lane_bytes((enum lane)h->lane);
    return h->lane == LANE_TEXT ? h->data_bytes >= fixed : h->data_bytes == fixed;
}

static enum hm_status check(struct packed_header *h, struct bytes value,
                            const struct packed_place *at, struct diag *d)
{
    if (value.n < sizeof *h)
        return corrupt(at, _("it is too short"), d);
    memcpy(h, value.p, sizeof *h);
    if (h->magic != PACKED_MAGIC ||
        h->head_sum != digest_xxh64(h, offsetof(struct packed_header, head_sum)))
        return corrupt(at, _("the checksum of its header differs"), d);
    if (h->column != at->column || h->block != at->block)
        return corrupt(at, _("it belongs to another column or block"), d);
    if (!sizes_fit(h, value.n))
        return corrupt(at, _("its parts do not make up its length"), d);
    if (at->verify &&
        h->body_sum != digest_xxh64((const char *)value.p + sizeof *h, value.n - sizeof *h))
        return corrupt(at, _("the checksum of its data differs"), d);
    return HM_OK;
}

/* Offsets rise and end with the bytes: looked at once per value, together with its sum. */
static bool offsets_rise(const struct column *c, uint64_t data_bytes)
{
    const uint32_t *offset = c->data;
    uint64_t bytes = data_bytes - ((uint64_t)c->rows + 1) * sizeof *offset;
    for (uint32_t r = 0; r < c->rows; r++) {
        if (offset[r] > offset[r + 1])
            return false;
    }
    return offset[0] == 0 && offset[c->rows] == bytes;
}

/* Small values lie on pages that move as their neighbours change, so they are copied; large
 * ones have pages of their own that stay where they are for as long as the value exists. */
static const char *aligned_body(const struct packed_header *h, struct bytes value,
                                struct arena *a)
{
    const char *body = (const char *)value.p + sizeof *h;
    size_t n = value.n - sizeof *h;
    if (n == 0 || (value.n >= PAGES_OF_ITS_OWN && ((uintptr_t)body & 63) == 0))
        return body;
    char *copy = arena_alloc(a, n < 64 ? 64 : n);
    if (copy)
        memcpy(copy, body, n);
    return copy;
}

enum hm_status packed_read(struct column *out, struct bytes value,
                           const struct packed_place *at, struct constants *constants,
                           struct arena *a, struct diag *d)
{
    struct packed_header h;
    TRY(check(&h, value, at, d));
    if (h.flags & (PACKED_BLOB | PACKED_SHARED))
        return corrupt(at, _("it holds no column"), d);
    const char *body = aligned_body(&h, value, a);
    struct column c = {.lane = (enum lane)h.lane, .rows = h.rows, .data = body};
    if (body && h.flags & PACKED_CONSTANT)
        c.data = constants_get(constants, c.lane, h.value, h.rows);
    if (!body || !c.data)
        return diag_nomem(d, _("reading a block"));
    if (c.lane == LANE_TEXT) {
        c.bytes =
            h.flags & PACKED_CONSTANT ? "" : body + ((size_t)h.rows + 1) * sizeof(uint32_t);
        if (at->verify && !(h.flags & PACKED_CONSTANT) && !offsets_rise(&c, h.data_bytes))
            return corrupt(at, _("its texts overlap"), d);
    }
    if (h.flags & PACKED_VALID)
        c.valid = (const uint64_t *)(const void *)(body + round8(h.data_bytes));
    *out = c;
    return HM_OK;
}

enum hm_status packed_read_blob(struct bytes *out, struct bytes value,
                                const struct packed_place *at, struct diag *d)
{
    struct packed_header h;
    TRY(check(&h, value, at, d));
    if (!(h.flags & PACKED_BLOB))
        return corrupt(at, _("it holds a column"), d);
    *out = (struct bytes){(const char *)value.p + sizeof h, h.data_bytes};
    return HM_OK;
}
