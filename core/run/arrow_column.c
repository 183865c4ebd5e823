/* arrow_column.c - schemas and arrays. Numbers, dates, enum codes, texts and validity are lent
 * as they lie in the block; booleans are packed, and what lies in a narrower lane than the
 * stream's is widened, into the batch's memory.
 */
#include "run/arrow_column.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/mem.h"
#include "io/idnumber.h"
#include "value/date.h"

/* --- what a column is --- */

static char lane_format(enum lane lane)
{
    static const char formats[] = {'C', 'S', 'i', 'l'};
    return formats[lane];
}

void arrow_column_of(struct arrow_column *out, const struct model *m, const struct field *f,
                     bool unmasked, bool decimal)
{
    bool is_input = f->kind == FIELD_INPUT;
    *out = (struct arrow_column){.show = ARROW_WHOLE,
                                 .field = f->id,
                                 .name = f->name,
                                 .lane = is_input ? lane_of_field(m, f) : LANE_I64};
    switch (f->type.kind) {
    case KIND_BOOLEAN:
        out->show = ARROW_BIT;
        snprintf(out->format, sizeof out->format, "b");
        return;
    case KIND_ENUM:
        out->show = ARROW_WORD;
        out->lane = LANE_U8;
        break;
    case KIND_DATE:
        out->lane = LANE_I32;
        snprintf(out->format, sizeof out->format, "tdD");
        return;
    case KIND_MONTH:
        out->show = ARROW_MONTH;
        snprintf(out->format, sizeof out->format, "tdD");
        return;
    case KIND_TEXT:
        out->show = f->is_personal && !unmasked ? ARROW_MASKED : ARROW_TEXT;
        snprintf(out->format, sizeof out->format, "u");
        return;
    case KIND_MONEY:
    case KIND_NUMBER:
        if (!decimal)
            break;
        out->show = ARROW_DECIMAL;
        snprintf(out->format, sizeof out->format, "d:38,%u",
                 f->type.kind == KIND_MONEY ? 2u : (unsigned)f->type.decimals);
        return;
    default:
        break;
    }
    out->format[0] = lane_format(out->lane);
}

/* --- schemas --- */

static void release_schema(struct ArrowSchema *s)
{
    for (int64_t i = 0; i < s->n_children; i++) {
        if (s->children[i] && s->children[i]->release)
            s->children[i]->release(s->children[i]);
        mem_free(s->children[i]);
    }
    if (s->dictionary && s->dictionary->release)
        s->dictionary->release(s->dictionary);
    mem_free(s->children);
    mem_free(s->dictionary);
    mem_free(s->private_data);
    s->release = NULL;
}

static void put_count(struct buf *b, int32_t n)
{
    buf_put(b, &n, sizeof n); /* of the machine's own byte order, as the interface has it */
}

static void put_pair(struct buf *b, const char *key, const char *text)
{
    put_count(b, (int32_t)strlen(key));
    buf_puts(b, key);
    put_count(b, (int32_t)strlen(text));
    buf_puts(b, text);
}

static const char *kind_name(const struct type *t)
{
    static const char *const names[KIND_COUNT] = {
        [KIND_BOOLEAN] = "boolean", [KIND_INTEGER] = "integer", [KIND_NUMBER] = "number",
        [KIND_MONEY] = "money",     [KIND_ENUM] = "enum",       [KIND_DATE] = "date",
        [KIND_MONTH] = "month",     [KIND_TEXT] = "text"};
    return names[t->kind];
}

/* Name, Chinese name, unit, and by how much whole numbers are scaled. */
static void put_metadata(struct buf *b, const struct arrow_column *c, const struct field *f)
{
    char scale[8] = "0";
    bool is_scaled = f->type.kind == KIND_MONEY || f->type.kind == KIND_NUMBER;
    if (is_scaled)
        snprintf(scale, sizeof scale, "%u",
                 f->type.kind == KIND_MONEY ? 2u : (unsigned)f->type.decimals);
    put_count(b, 2 + (is_scaled && c->show == ARROW_WHOLE) + (f->unit != NULL));
    put_pair(b, "huimin.type", kind_name(&f->type));
    put_pair(b, "huimin.zh", f->zh ? f->zh : "");
    if (is_scaled && c->show == ARROW_WHOLE)
        put_pair(b, "huimin.scale", scale);
    if (f->unit)
        put_pair(b, "huimin.unit", f->unit);
}

static int words_schema(struct ArrowSchema *out)
{
    struct ArrowSchema *d = mem_zalloc(sizeof *d);
    if (!d)
        return ENOMEM;
    *d = (struct ArrowSchema){.format = "u", .flags = 0, .release = release_schema};
    out->dictionary = d;
    return 0;
}

static int column_schema(struct ArrowSchema *out, const struct arrow_column *c,
                         const struct model *m)
{
    struct buf text; /* format, name, metadata, one after the other */
    bool has_field = c->show != ARROW_ID && c->show != ARROW_PARENT;
    size_t name_at = strlen(c->format) + 1, metadata_at = name_at + strlen(c->name) + 1;
    buf_init(&text);
    buf_put(&text, c->format, name_at);
    buf_put(&text, c->name, strlen(c->name) + 1);
    if (has_field)
        put_metadata(&text, c, &m->fields[c->field]);
    char *bytes = buf_take(&text);
    if (!bytes)
        return ENOMEM;
    *out = (struct ArrowSchema){.format = bytes,
                                .name = bytes + name_at,
                                .metadata = has_field ? bytes + metadata_at : NULL,
                                .flags = has_field ? ARROW_FLAG_NULLABLE : 0,
                                .release = release_schema,
                                .private_data = bytes};
    if (c->show == ARROW_WORD && words_schema(out) != 0) {
        out->release(out);
        return ENOMEM;
    }
    return 0;
}

int arrow_schema(struct ArrowSchema *out, const struct arrow_column *columns, size_t n,
                 const struct model *m)
{
    struct ArrowSchema s = {.format = "+s", .name = "", .release = release_schema};
    s.children = mem_calloc(n, sizeof *s.children);
    if (!s.children)
        return ENOMEM;
    for (size_t i = 0; i < n; i++) {
        s.children[i] = mem_zalloc(sizeof *s.children[i]);
        s.n_children = (int64_t)i + 1;
        if (!s.children[i] || column_schema(s.children[i], &columns[i], m) != 0) {
            s.release(&s);
            return ENOMEM;
        }
    }
    *out = s;
    return 0;
}

/* --- batches --- */

struct arrow_batch {
    _Atomic unsigned refs; /* arrays not yet released */
    void (*let_go)(void *owner);
    void *owner;
    struct arena arena; /* what is not in the store's map, and what was converted */
    struct frame frame;
};

struct arrow_batch *arrow_batch_new(void (*let_go)(void *owner), void *owner)
{
    struct arrow_batch *b = mem_zalloc(sizeof *b);
    if (!b)
        return NULL;
    atomic_init(&b->refs, 1);
    b->let_go = let_go;
    b->owner = owner;
    arena_init(&b->arena);
    return b;
}

void arrow_batch_drop(struct arrow_batch *b)
{
    if (atomic_fetch_sub(&b->refs, 1) > 1)
        return;
    frame_fini(&b->frame);
    arena_fini(&b->arena);
    b->let_go(b->owner);
    mem_free(b);
}

struct frame *arrow_batch_frame(struct arrow_batch *b)
{
    return &b->frame;
}

struct arena *arrow_batch_arena(struct arrow_batch *b)
{
    return &b->arena;
}

/* --- arrays --- */

struct lent { /* private data of an array */
    struct arrow_batch *batch;
    const void *buffers[3];
};

static void release_array(struct ArrowArray *a)
{
    struct lent *l = a->private_data;
    for (int64_t i = 0; i < a->n_children; i++) {
        if (a->children[i] && a->children[i]->release) /* else it was moved away */
            a->children[i]->release(a->children[i]);
        mem_free(a->children[i]);
    }
    if (a->dictionary && a->dictionary->release)
        a->dictionary->release(a->dictionary);
    mem_free(a->children);
    mem_free(a->dictionary);
    a->release = NULL;
    arrow_batch_drop(l->batch);
    mem_free(l);
}

/* An array of `rows` with `buffers` yet to be set; ENOMEM. */
static int open_array(struct ArrowArray *out, struct arrow_batch *b, int64_t rows, int buffers)
{
    struct lent *l = mem_zalloc(sizeof *l);
    if (!l)
        return ENOMEM;
    l->batch = b;
    atomic_fetch_add(&b->refs, 1);
    *out = (struct ArrowArray){.length = rows,
                               .n_buffers = buffers,
                               .buffers = l->buffers,
                               .release = release_array,
                               .private_data = l};
    return 0;
}

static int64_t count_nulls(const struct column *c)
{
    int64_t valid = 0;
    if (!c->valid)
        return 0;
    for (uint32_t r = 0; r < c->rows; r += 64) {
        uint64_t mask = c->rows - r >= 64 ? UINT64_MAX : (UINT64_C(1) << (c->rows - r)) - 1;
        valid += __builtin_popcountll(c->valid[r / 64] & mask);
    }
    return (int64_t)c->rows - valid;
}

static int set_texts(struct lent *l, const struct column *c)
{
    l->buffers[1] = c->data;
    l->buffers[2] = c->bytes ? c->bytes : "";
    return 0;
}

static int set_masked(struct lent *l, const struct column *c, struct arena *a)
{
    uint32_t *offset = arena_alloc(a, (c->rows + 1u) * sizeof *offset);
    struct buf shown;
    buf_init(&shown);
    for (uint32_t r = 0; offset && r < c->rows; r++) {
        offset[r] = (uint32_t)shown.len;
        if (column_valid(c, r))
            idnumber_mask(&shown, column_text(c, r));
    }
    char *bytes = offset && buf_ok(&shown) ? arena_alloc(a, shown.len + 1) : NULL;
    if (bytes) {
        offset[c->rows] = (uint32_t)shown.len;
        memcpy(bytes, shown.len ? shown.data : "", shown.len);
        l->buffers[1] = offset;
        l->buffers[2] = bytes;
    }
    buf_fini(&shown);
    return bytes ? 0 : ENOMEM;
}

static int set_bits(struct lent *l, const struct column *c, struct arena *a)
{
    uint8_t *bits = arena_zalloc(a, (c->rows + 63u) / 64 * 8);
    for (uint32_t r = 0; bits && r < c->rows; r++)
        bits[r / 8] |= (uint8_t)((column_int(c, r) != 0) << (r % 8));
    l->buffers[1] = bits;
    return bits ? 0 : ENOMEM;
}

/* An integer of a lane. */
static void put_whole(void *to, uint32_t row, enum lane lane, int64_t v)
{
    switch (lane) {
    case LANE_U8:
        ((uint8_t *)to)[row] = (uint8_t)v;
        break;
    case LANE_U16:
        ((uint16_t *)to)[row] = (uint16_t)v;
        break;
    case LANE_I32:
        ((int32_t *)to)[row] = (int32_t)v;
        break;
    default:
        ((int64_t *)to)[row] = v;
        break;
    }
}

static int set_whole(struct lent *l, const struct column *c, enum lane lane, struct arena *a)
{
    l->buffers[1] = c->data;
    if (c->lane == lane)
        return 0;
    void *wide = arena_alloc(a, c->rows * lane_bytes(lane));
    for (uint32_t r = 0; wide && r < c->rows; r++)
        put_whole(wide, r, lane, column_int(c, r));
    l->buffers[1] = wide;
    return wide ? 0 : ENOMEM;
}

static int set_decimals(struct lent *l, const struct column *c, struct arena *a)
{
    __int128 *wide = arena_alloc(a, c->rows * sizeof *wide + 64);
    for (uint32_t r = 0; wide && r < c->rows; r++)
        wide[r] = column_int(c, r);
    l->buffers[1] = wide;
    return wide ? 0 : ENOMEM;
}

static int set_months(struct lent *l, const struct column *c, struct arena *a)
{
    int32_t *days = arena_zalloc(a, c->rows * sizeof *days);
    for (uint32_t r = 0; days && r < c->rows; r++)
        if (column_valid(c, r))
            days[r] = month_first_day((int32_t)column_int(c, r));
    l->buffers[1] = days;
    return days ? 0 : ENOMEM;
}

/* The names of an enum's values, by code. */
static int set_words(struct ArrowArray *out, struct arrow_batch *b, const struct enum_type *e)
{
    struct ArrowArray *words = mem_zalloc(sizeof *words);
    if (!words || open_array(words, b, e->count, 3) != 0) {
        mem_free(words);
        return ENOMEM;
    }
    out->dictionary = words;
    struct lent *l = words->private_data;
    int32_t *offset = arena_alloc(&b->arena, (e->count + 1u) * sizeof *offset);
    size_t total = 0;
    for (uint16_t i = 0; i < e->count; i++)
        total += strlen(e->values[i].name);
    char *bytes = arena_alloc(&b->arena, total + 1);
    if (!offset || !bytes)
        return ENOMEM;
    offset[0] = 0;
    for (uint16_t i = 0; i < e->count; i++) {
        size_t n = strlen(e->values[i].name);
        memcpy(bytes + offset[i], e->values[i].name, n);
        offset[i + 1] = offset[i] + (int32_t)n;
    }
    l->buffers[1] = offset;
    l->buffers[2] = bytes;
    return 0;
}

/* A column nobody supplied: all rows null. */
static int set_nothing(struct ArrowArray *out, const struct arrow_column *c, struct arena *a)
{
    struct lent *l = out->private_data;
    size_t each = c->show == ARROW_DECIMAL ? 16 : 8;
    void *zeros = arena_zalloc(a, ((size_t)out->length + 64) * each);
    for (int64_t i = 0; i < out->n_buffers; i++)
        l->buffers[i] = zeros;
    out->null_count = out->length;
    return zeros ? 0 : ENOMEM;
}

static int set_column(struct ArrowArray *out, struct arrow_batch *b,
                      const struct arrow_column *c, const struct column *from)
{
    struct lent *l = out->private_data;
    l->buffers[0] = from->valid;
    out->null_count = count_nulls(from);
    switch (c->show) {
    case ARROW_TEXT:
        return set_texts(l, from);
    case ARROW_MASKED:
        return set_masked(l, from, &b->arena);
    case ARROW_BIT:
        return set_bits(l, from, &b->arena);
    case ARROW_DECIMAL:
        return set_decimals(l, from, &b->arena);
    case ARROW_MONTH:
        return set_months(l, from, &b->arena);
    default:
        return set_whole(l, from, c->lane, &b->arena);
    }
}

static int column_array(struct ArrowArray *out, struct arrow_batch *b, uint8_t entity,
                        const struct arrow_column *c)
{
    const struct frame *f = &b->frame;
    const struct column *from = &f->columns[c->field];
    bool is_text = c->show == ARROW_TEXT || c->show == ARROW_MASKED;
    if (open_array(out, b, f->entities[entity].rows, is_text ? 3 : 2) != 0)
        return ENOMEM;
    int rc = from->rows ? set_column(out, b, c, from) : set_nothing(out, c, &b->arena);
    if (rc == 0 && c->show == ARROW_WORD)
        rc = set_words(out, b, &f->model->enums[f->model->fields[c->field].type.enum_id]);
    return rc;
}

static int id_array(struct ArrowArray *out, struct arrow_batch *b, uint8_t entity)
{
    static const struct arrow_column text = {.show = ARROW_TEXT};
    const struct frame_entity *e = &b->frame.entities[entity];
    if (open_array(out, b, e->rows, 3) != 0)
        return ENOMEM;
    if (e->id.rows > 0)
        return set_texts(out->private_data, &e->id);
    int rc = set_nothing(out, &text, &b->arena);
    ((struct lent *)out->private_data)->buffers[0] = NULL; /* none has one: all empty */
    out->null_count = 0;
    return rc;
}

static int parent_array(struct ArrowArray *out, struct arrow_batch *b, uint8_t entity,
                        int64_t first)
{
    const struct frame_entity *e = &b->frame.entities[entity];
    if (open_array(out, b, e->rows, 2) != 0)
        return ENOMEM;
    int64_t *rows = arena_alloc(&b->arena, e->rows * sizeof *rows);
    for (uint32_t r = 0; rows && r < e->rows; r++)
        rows[r] = first + e->parent[r];
    ((struct lent *)out->private_data)->buffers[1] = rows;
    return rows ? 0 : ENOMEM;
}

int arrow_batch_array(struct ArrowArray *out, struct arrow_batch *b, uint8_t entity,
                      const struct arrow_column *columns, size_t n, int64_t first_parent)
{
    struct ArrowArray a;
    if (open_array(&a, b, b->frame.entities[entity].rows, 1) != 0)
        return ENOMEM;
    a.children = mem_calloc(n, sizeof *a.children);
    int rc = a.children ? 0 : ENOMEM;
    for (size_t i = 0; i < n && rc == 0; i++) {
        struct ArrowArray *child = mem_zalloc(sizeof *child);
        a.children[i] = child;
        a.n_children = (int64_t)i + 1;
        rc = !child                            ? ENOMEM
             : columns[i].show == ARROW_ID     ? id_array(child, b, entity)
             : columns[i].show == ARROW_PARENT ? parent_array(child, b, entity, first_parent)
                                               : column_array(child, b, entity, &columns[i]);
    }
    if (rc == 0)
        *out = a;
    else
        a.release(&a);
    return rc;
}
