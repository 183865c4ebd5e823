/* rows.c - households as bytes and back. See rows.h for the layout. */
#include "store/rows.h"

#include <string.h>
#include "base/limits.h"
#include "base/mem.h"

enum { RECORD_GONE = 1, HEAD_BYTES = 3 };

uint8_t *rows_lanes(const struct model *schema)
{
    uint8_t *lanes = mem_alloc(schema->field_count);
    for (size_t i = 0; lanes && i < schema->field_count; i++)
        lanes[i] = (uint8_t)lane_of_field(schema, &schema->fields[i]);
    return lanes;
}

/* --- writing --- */

struct encode {
    struct buf *out;
    const struct frame *f;
    const uint8_t *lanes;
    const uint16_t *plan; /* rows_plan, or NULL */
    struct diag *d;
    size_t counts_at; /* offset in out of the rows of each entity */
    enum hm_status st;
};

static void put_u16(struct buf *b, uint16_t v)
{
    uint8_t bytes[2] = {(uint8_t)v, (uint8_t)(v >> 8)};
    buf_put(b, bytes, sizeof bytes);
}

static bool fits(enum lane lane, int64_t v)
{
    switch (lane) {
    case LANE_U8:
        return v >= 0 && v <= UINT8_MAX;
    case LANE_U16:
        return v >= 0 && v <= UINT16_MAX;
    case LANE_I32:
        return v >= INT32_MIN && v <= INT32_MAX;
    default:
        return true;
    }
}

static struct str id_of(const struct frame *f, uint8_t entity, uint32_t row)
{
    const struct column *id = &f->entities[entity].id;
    return row < id->rows ? column_text(id, row) : (struct str){"", 0};
}

static void refuse(struct encode *e, uint8_t entity, uint32_t row, const char *field,
                   const char *what)
{
    struct str id = id_of(e->f, e->f->root, frame_root_row(e->f, entity, row));
    struct place at = {.field = field};
    e->st = diag_add(e->d, HM_LEVEL_ERROR, HM_DATA, &at,
                     _("correct the record and import it again"), _("household %.*s: %s"),
                     (int)id.n, id.p, what);
}

/* Values of one node on their way to the record: most are one or four bytes, too few for a call
 * each. */
struct batch {
    uint8_t bytes[256];
    size_t n;
};

static void flush(struct encode *e, struct batch *b)
{
    buf_put(e->out, b->bytes, b->n);
    b->n = 0;
}

/* One element of a lane; constant sizes, so that each is a single move. */
static inline void move_element(void *to, const void *from, enum lane lane)
{
    switch (lane) {
    case LANE_U8:
        memcpy(to, from, 1);
        break;
    case LANE_U16:
        memcpy(to, from, 2);
        break;
    case LANE_I32:
        memcpy(to, from, 4);
        break;
    default:
        memcpy(to, from, 8);
        break;
    }
}

static void put_text(struct encode *e, struct batch *b, const struct field *f,
                     const struct column *c, uint32_t row)
{
    struct str s = column_text(c, row);
    if (s.n > LIMIT_TEXT_BYTES) {
        refuse(e, f->entity, row, f->name, _("the text is too long"));
        return;
    }
    flush(e, b);
    put_u16(e->out, (uint16_t)s.n);
    buf_put(e->out, s.p, s.n);
}

static void put_cell(struct encode *e, struct batch *b, const struct field *f,
                     const struct column *c, uint32_t row)
{
    enum lane lane = (enum lane)e->lanes[f->id];
    size_t each = lane_bytes(lane);
    if (b->n + 8 > sizeof b->bytes)
        flush(e, b);
    if (c->lane == lane) {
        move_element(b->bytes + b->n, (const char *)c->data + row * each, lane);
    } else {
        int64_t v = column_int(c, row);
        if (!fits(lane, v))
            refuse(e, f->entity, row, f->name, _("the value is outside the declared range"));
        move_element(b->bytes + b->n, &v, lane); /* little-endian: the low bytes */
    }
    b->n += each;
}

static void put_field(struct encode *e, struct batch *b, const struct entity *entity,
                      uint16_t i, uint32_t row, size_t bits_at)
{
    uint16_t id = entity->fields[i];
    const struct column *c = &e->f->columns[id];
    if (row >= c->rows || !column_valid(c, row))
        return;
    e->out->data[bits_at + i / 8] |= (char)(1 << (i % 8));
    if (c->lane == LANE_TEXT)
        put_text(e, b, &e->f->model->fields[id], c, row);
    else
        put_cell(e, b, &e->f->model->fields[id], c, row);
}

static void put_fields(struct encode *e, const struct entity *entity, uint32_t row)
{
    static const uint8_t zeros[LIMIT_FIELDS / 8 + 1];
    struct batch b;
    b.n = 0; /* its bytes need no zeros */
    size_t bits_at = e->out->len;
    buf_put(e->out, zeros, (entity->field_count + 7u) / 8);
    const uint16_t *plan = e->plan;
    for (uint16_t k = plan ? plan[entity->id] : 0;
         k < (plan ? plan[entity->id + 1] : entity->field_count) && buf_ok(e->out); k++)
        put_field(e, &b, entity, plan ? plan[k] : k, row, bits_at);
    flush(e, &b);
}

uint16_t *rows_plan(const struct frame *f)
{
    const struct model *m = f->model;
    uint16_t *plan = mem_calloc(m->entity_count + 1 + m->field_count, sizeof *plan);
    uint16_t n = (uint16_t)(m->entity_count + 1);
    for (size_t e = 0; plan && e < m->entity_count; e++) {
        const struct entity *x = &m->entities[e];
        plan[e] = n;
        for (uint16_t i = 0; i < x->field_count; i++)
            if (f->columns[x->fields[i]].rows > 0)
                plan[n++] = i;
        plan[e + 1] = n;
    }
    return plan;
}

/* Adds to the rows of an entity in the record's head. */
static void count_rows(struct encode *e, uint8_t entity, uint32_t n)
{
    if (!buf_ok(e->out))
        return;
    uint8_t *at = (uint8_t *)e->out->data + e->counts_at + 2u * entity;
    uint32_t total = (uint32_t)at[0] + ((uint32_t)at[1] << 8) + n;
    at[0] = (uint8_t)total;
    at[1] = (uint8_t)(total >> 8);
    if (total > UINT16_MAX)
        e->st = HM_DATA;
}

/* Depth is that of the entity tree, at most LIMIT_ENTITIES. */
static void put_node(struct encode *e, uint8_t entity, uint32_t row)
{
    const struct entity *x = &e->f->model->entities[entity];
    struct str id = id_of(e->f, entity, row);
    if (id.n > LIMIT_ID_BYTES) {
        refuse(e, entity, row, "id", _("the id is too long"));
        return;
    }
    buf_u8(e->out, (uint8_t)id.n);
    buf_put(e->out, id.p, id.n);
    put_fields(e, x, row);
    for (uint8_t i = 0; i < x->child_count && e->st == HM_OK; i++) {
        uint32_t n;
        const uint32_t *rows = frame_children(e->f, x->children[i], row, &n);
        put_u16(e->out, (uint16_t)n);
        count_rows(e, x->children[i], n);
        if (n > entity_max_rows(&e->f->model->entities[x->children[i]]) || e->st != HM_OK) {
            refuse(e, entity, row, e->f->model->entities[x->children[i]].plural,
                   _("there are too many"));
            return;
        }
        for (uint32_t k = 0; k < n; k++)
            put_node(e, x->children[i], rows[k]);
    }
}

static void put_head(struct buf *out, uint8_t flags, uint8_t root, uint8_t entities)
{
    buf_u8(out, flags);
    buf_u8(out, root);
    buf_u8(out, entities);
}

enum hm_status rows_encode(struct buf *out, const struct frame *f, uint32_t row,
                           const uint8_t *lanes, uint8_t generation, const uint16_t *plan,
                           struct diag *d)
{
    static const uint8_t zeros[2 * LIMIT_ENTITIES];
    uint8_t entities = (uint8_t)f->model->entity_count;
    struct encode e = {
        .out = out, .f = f, .lanes = lanes, .plan = plan, .d = d, .counts_at = out->len + HEAD_BYTES};
    put_head(out, (uint8_t)(generation << 1), f->root, entities);
    buf_put(out, zeros, 2u * entities);
    count_rows(&e, f->root, 1);
    put_node(&e, f->root, row);
    if (e.st == HM_OK && !buf_ok(out))
        return diag_nomem(d, _("recording a household"));
    return e.st;
}

void rows_encode_gone(struct buf *out, uint8_t root)
{
    put_head(out, RECORD_GONE, root, 0);
}

bool rows_is_gone(const void *p, size_t n)
{
    return n >= HEAD_BYTES && (((const uint8_t *)p)[0] & RECORD_GONE);
}

uint8_t rows_root(const void *p, size_t n)
{
    return n >= HEAD_BYTES ? ((const uint8_t *)p)[1] : (uint8_t)NO_ENTITY;
}

/* --- reading --- */

/* A column being filled: room for all rows of its entity. */
struct filling {
    uint8_t *data;     /* elements of the lane */
    struct str *texts; /* LANE_TEXT */
    uint64_t *valid;
    uint32_t count; /* rows that have a value */
    size_t text_bytes;
    enum lane lane;
};
struct decode {
    struct frame *f;
    const struct model *as; /* the schema that the record went by */
    struct arena *a;
    struct reader r;
    uint32_t *next;         /* by entity: rows filled */
    struct filling *fields; /* by field */
    struct filling *ids;    /* by entity */
    bool nomem;
};

static uint16_t get_u16(struct reader *r)
{
    uint16_t low = read_u8(r);
    return (uint16_t)(low | read_u8(r) << 8);
}

static const uint8_t *get_bytes(struct reader *r, size_t n)
{
    if (r->failed || (size_t)(r->end - r->at) < n) {
        r->failed = true;
        return NULL;
    }
    r->at += n;
    return r->at - n;
}

static void *room(struct decode *x, size_t bytes)
{
    void *p = arena_zalloc(x->a, bytes + 64);
    x->nomem = x->nomem || !p;
    return p;
}

/* Memory for a column comes with its first value: most fields of most records are absent. */
static bool open_filling(struct decode *x, struct filling *c, enum lane lane, uint32_t rows)
{
    c->lane = lane;
    c->valid = room(x, (rows + 63u) / 64 * 8);
    if (lane == LANE_TEXT)
        c->texts = room(x, rows * sizeof *c->texts);
    else
        c->data = room(x, rows * lane_bytes(lane));
    return !x->nomem;
}

static void fill_text(struct filling *c, uint32_t row, struct str s)
{
    c->texts[row] = s;
    c->text_bytes += s.n;
    c->valid[row / 64] |= UINT64_C(1) << (row % 64);
    c->count++;
}

static void get_cell(struct decode *x, uint16_t id, uint32_t row)
{
    const struct field *f = &x->f->model->fields[id];
    struct filling *c = &x->fields[id];
    if (!c->valid &&
        !open_filling(x, c, lane_of_field(x->f->model, f), x->f->entities[f->entity].rows))
        return;
    if (c->lane == LANE_TEXT) {
        size_t n = get_u16(&x->r);
        const uint8_t *p = get_bytes(&x->r, n);
        if (p)
            fill_text(c, row, (struct str){(const char *)p, n});
        return;
    }
    enum lane lane = lane_of_field(x->as, &x->as->fields[id]);
    size_t each = lane_bytes(lane);
    const uint8_t *p = get_bytes(&x->r, each);
    if (!p)
        return;
    if (lane == c->lane) {
        move_element(c->data + row * each, p, lane);
    } else {
        int64_t cell = 0; /* cells of records are not aligned */
        move_element(&cell, p, lane);
        int64_t v = column_int(&(struct column){.lane = lane, .rows = 1, .data = &cell}, 0);
        move_element(c->data + row * lane_bytes(c->lane), &v, c->lane);
    }
    c->valid[row / 64] |= UINT64_C(1) << (row % 64);
    c->count++;
}

static bool running(const struct decode *x)
{
    return !x->nomem && !x->r.failed;
}

static void get_node(struct decode *x, uint8_t entity, uint32_t parent)
{
    const struct entity *e = &x->as->entities[entity];
    const struct entity *now = &x->f->model->entities[entity];
    struct frame_entity *out = &x->f->entities[entity];
    uint32_t row = x->next[entity];
    size_t id_bytes = read_u8(&x->r);
    const uint8_t *id = get_bytes(&x->r, id_bytes);
    const uint8_t *bits = get_bytes(&x->r, (e->field_count + 7u) / 8);
    if (!running(x) || row >= out->rows) {
        x->r.failed = true;
        return;
    }
    x->next[entity]++;
    if (out->parent)
        ((uint32_t *)(uintptr_t)out->parent)[row] = parent;
    fill_text(&x->ids[entity], row, (struct str){(const char *)id, id_bytes});
    for (unsigned byte = 0; byte < (e->field_count + 7u) / 8; byte++) {
        for (unsigned left = bits[byte]; left && running(x); left &= left - 1) {
            unsigned i = byte * 8 + (unsigned)__builtin_ctz(left);
            if (i < e->field_count)
                get_cell(x, e->fields[i], row);
        }
    }
    for (uint8_t i = 0; i < now->child_count && running(x); i++) {
        uint8_t child = now->children[i];
        uint32_t n = i < e->child_count ? get_u16(&x->r) : 0;
        uint32_t *begin = (uint32_t *)(uintptr_t)x->f->entities[child].child_begin;
        begin[row] = x->next[child];
        for (uint32_t k = 0; k < n && running(x); k++)
            get_node(x, child, row);
        begin[row + 1] = x->next[child];
    }
}

/* The schema by which a record was written; NULL when it makes no sense. */
static const struct model *schema_of(const struct model *m, const struct record_bytes *r)
{
    unsigned newest = 0;
    for (const struct model *b = m->before; b; b = b->before)
        newest++;
    unsigned generation = r->n ? r->p[0] >> 1 : 0;
    if (generation > newest)
        return NULL;
    for (; newest > generation; newest--)
        m = m->before;
    return r->n >= HEAD_BYTES + 2 * m->entity_count && r->p[2] == m->entity_count ? m : NULL;
}

/* Adds up the rows of each entity; the heads say them, so that columns have their size at once.
 */
static bool sum_rows(struct decode *x, const struct record_bytes *records, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const uint8_t *p = records[i].p;
        const struct model *as = schema_of(x->f->model, &records[i]);
        if (!as || p[0] & RECORD_GONE || p[1] != x->f->root)
            return false;
        for (size_t e = 0; e < as->entity_count; e++)
            x->f->entities[e].rows +=
                (uint32_t)p[HEAD_BYTES + 2 * e] + ((uint32_t)p[HEAD_BYTES + 2 * e + 1] << 8);
    }
    return true;
}

static void open_entities(struct decode *x)
{
    const struct model *m = x->f->model;
    for (size_t i = 0; i < m->entity_count && !x->nomem; i++) {
        const struct entity *e = &m->entities[i];
        struct frame_entity *out = &x->f->entities[i];
        if (e->root != x->f->root)
            continue;
        open_filling(x, &x->ids[i], LANE_TEXT, out->rows);
        if (e->parent == NO_ENTITY)
            continue;
        uint32_t *identity = room(x, out->rows * sizeof *identity);
        out->parent = room(x, out->rows * sizeof *out->parent);
        out->child_begin = room(x, (x->f->entities[e->parent].rows + 1u) * sizeof *identity);
        for (uint32_t r = 0; identity && r < out->rows; r++)
            identity[r] = r;
        out->child_rows = identity;
    }
}

static void close_filling(struct decode *x, struct column *out, struct filling *c,
                          uint32_t rows)
{
    if (!c->valid || c->count == 0)
        return;
    *out = (struct column){c->lane, rows, c->data, NULL, c->count == rows ? NULL : c->valid};
    if (c->lane != LANE_TEXT)
        return;
    uint32_t *offset = room(x, (rows + 1u) * sizeof *offset);
    char *bytes = room(x, c->text_bytes);
    if (!offset || !bytes)
        return;
    for (uint32_t r = 0; r < rows; r++) {
        struct str s = c->texts[r];
        if (s.n)
            memcpy(bytes + offset[r], s.p, s.n);
        offset[r + 1] = offset[r] + (uint32_t)s.n;
    }
    out->data = offset;
    out->bytes = bytes;
}

static void close_columns(struct decode *x)
{
    const struct model *m = x->f->model;
    for (size_t i = 0; i < m->field_count; i++)
        close_filling(x, &x->f->columns[i], &x->fields[i],
                      x->f->entities[m->fields[i].entity].rows);
    for (size_t i = 0; i < m->entity_count; i++)
        close_filling(x, &x->f->entities[i].id, &x->ids[i], x->f->entities[i].rows);
}

static void decode_all(struct decode *x, const struct record_bytes *records, uint32_t n)
{
    const struct model *m = x->f->model;
    open_entities(x);
    for (uint32_t i = 0; i < n && running(x); i++) {
        x->as = schema_of(m, &records[i]);
        size_t head = HEAD_BYTES + 2 * x->as->entity_count;
        x->r = (struct reader){records[i].p + head, records[i].p + records[i].n, false};
        get_node(x, x->f->root, 0);
        x->r.failed = x->r.failed || x->r.at != x->r.end;
    }
    for (size_t i = 0; i < m->entity_count; i++)
        x->r.failed = x->r.failed || x->next[i] != x->f->entities[i].rows;
    if (running(x))
        close_columns(x);
}

enum hm_status rows_decode(struct frame *out, const struct record_bytes *records, uint32_t n,
                           const struct model *schema, uint8_t root, const char *file,
                           struct arena *a, struct diag *d)
{
    struct place at = {.file = file};
    struct frame f = {.model = schema, .root = root};
    struct decode x = {.f = &f, .a = a};
    f.entities = room(&x, schema->entity_count * sizeof *f.entities);
    f.columns = room(&x, schema->field_count * sizeof *f.columns);
    x.next = room(&x, schema->entity_count * sizeof *x.next);
    x.ids = room(&x, schema->entity_count * sizeof *x.ids);
    x.fields = room(&x, schema->field_count * sizeof *x.fields);
    if (!x.nomem) {
        x.r.failed = !sum_rows(&x, records, n);
        if (!x.r.failed)
            decode_all(&x, records, n);
    }
    if (x.nomem)
        return diag_nomem(d, _("reading households"));
    if (x.r.failed)
        return diag_add(d, HM_LEVEL_ERROR, HM_CORRUPT, &at,
                        _("the disk or a copy damaged the store: restore it from a backup"),
                        _("the record of a household makes no sense"));
    *out = f;
    return HM_OK;
}
