/* view.c - facts in force for a month as known at a sequence number, block by block.
 *
 * The read transaction is renewed before every load, so that a long reader pins no old pages
 * for longer than a block: what a view reads belongs to committed versions, which never change.
 */
#include "store/view.h"

#include <string.h>
#include "base/mem.h"
#include "ir/ir.h"
#include "value/date.h"
#include "store/edits.h"
#include "store/ids.h"
#include "store/key.h"

const uint64_t view_no_fields[LIMIT_FIELDS / 64 + 1] = {0};

/* Facts are checked against the schema's limits when they are taken in. */
static bool limits_hold(const struct mapping *g)
{
    for (size_t i = 0; i < g->to->field_count; i++) {
        const struct mapping_field *m = &g->fields[i];
        int64_t lo, hi, theirs_lo, theirs_hi;
        if (m->from == NO_FIELD || !ir_fact_range(g->to, &g->to->fields[i], &lo, &hi))
            continue;
        bool known = ir_fact_range(g->from, &g->from->fields[m->from], &theirs_lo, &theirs_hi);
        if (!known || m->scale || theirs_lo < lo || theirs_hi > hi)
            return false;
    }
    return true;
}

static enum hm_status open_state(struct view *v, uint64_t sequence, struct diag *d)
{
    struct place at = {.file = v->store->path};
    struct state st;
    TRY(txn_begin(&v->txn, v->store->env, false, d));
    TRY(state_read(&st, &v->txn, d));
    if (sequence > st.committed)
        return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, &at,
                        _("ask for an earlier one; `huimin runs` shows what runs have read"),
                        _("sequence number %llu is not recorded yet, the last one is %llu"),
                        (unsigned long long)sequence, (unsigned long long)st.committed);
    v->sequence = sequence;
    v->checked = sequence;
    v->blocks = st.block_count;
    return store_check_schema(v->store, &v->txn, sequence, d);
}

enum hm_status view_open(struct view **out, struct store *s, const struct model *m,
                         int32_t month, uint64_t sequence, struct diag *d)
{
    struct view *v = mem_zalloc(sizeof *v);
    if (!v)
        return diag_nomem(d, _("reading the store"));
    v->store = s;
    v->model = m;
    v->month = state_month(month);
    v->only = NO_ENTITY;
    arena_init(&v->loaded);
    arena_init(&v->looked);
    arena_init(&v->peeked);
    constants_init(&v->constants);
    enum hm_status st = mapping_init(&v->map, s->schema, m, d);
    v->in_range = st == HM_OK && limits_hold(&v->map);
    v->wanted = mem_calloc(s->schema->field_count / 64 + 1, sizeof *v->wanted);
    if (st == HM_OK && !v->wanted)
        st = diag_nomem(d, _("reading the store"));
    if (st == HM_OK)
        st = open_state(v, sequence, d);
    if (st != HM_OK) {
        view_close(v);
        return st;
    }
    *out = v;
    return HM_OK;
}

void view_close(struct view *v)
{
    if (!v)
        return;
    txn_abort(&v->txn);
    if (v->run.id)
        mapping_fini(&v->run.map);
    catalog_free(v->run.fields);
    mapping_fini(&v->map);
    constants_fini(&v->constants);
    seen_fini(&v->seen);
    arena_fini(&v->loaded);
    arena_fini(&v->looked);
    frame_fini(&v->peeked_theirs);
    arena_fini(&v->peeked);
    mem_free(v->wanted);
    mem_free(v);
}

void view_keep(struct view *v)
{
    v->keeps = true;
}

uint32_t view_blocks(const struct view *v)
{
    return v->blocks;
}

const uint16_t *view_ordinals(const struct view *v)
{
    return v->ordinals;
}

enum hm_status view_read(struct block *out, struct view *v, uint32_t block, uint16_t month,
                         uint64_t sequence, const uint64_t *schema_fields, struct arena *a,
                         struct diag *d)
{
    struct block_source source = {.txn = &v->txn,
                                  .schema = v->store->schema,
                                  .constants = &v->constants,
                                  .seen = &v->seen,
                                  .arena = a};
    struct block base;
    struct edits list = {0};
    if (sequence > v->checked)
        TRY(store_check_schema(v->store, &v->txn, sequence, d));
    v->checked = sequence > v->checked ? sequence : v->checked;
    TRY(block_read(&base, &source, block, month, sequence, schema_fields, d));
    TRY(edits_read(&list, &v->txn, block, base.version.sequence, sequence, month, a, d));
    return edits_merge(out, &base, &list, month, schema_fields, v->store->path, a, d);
}

/* The wanted fields in the schema's numbering; NULL for all. */
static const uint64_t *schema_fields(struct view *v, const uint64_t *fields)
{
    if (!fields)
        return NULL;
    memset(v->wanted, 0, (v->store->schema->field_count / 64 + 1) * sizeof *v->wanted);
    for (size_t i = 0; i < v->model->field_count; i++) {
        uint16_t from = v->map.fields[i].from;
        if (from != NO_FIELD && block_wants(fields, (uint16_t)i))
            v->wanted[from / 64] |= UINT64_C(1) << (from % 64);
    }
    return v->wanted;
}

enum hm_status view_refresh(struct view *v, struct diag *d)
{
    return v->txn.env ? txn_renew(&v->txn, d) : txn_begin(&v->txn, v->store->env, false, d);
}

enum hm_status view_borrow(struct txn *saved, struct view *v, struct diag *d)
{
    struct txn t;
    TRY(txn_begin(&t, v->store->env, false, d));
    *saved = v->txn;
    v->txn = t;
    return HM_OK;
}

void view_return(struct txn *saved, struct view *v)
{
    txn_abort(&v->txn);
    v->txn = *saved;
}

enum hm_status view_load(struct view *v, uint32_t block, const uint64_t *fields,
                         struct frame *out, struct diag *d)
{
    struct block b;
    struct frame f;
    assert(block < v->blocks);
    if (!v->keeps) {
        TRY(view_refresh(v, d));
        arena_reset(&v->loaded);
    }
    TRY(view_read(&b, v, block, v->month, v->sequence, schema_fields(v, fields), &v->loaded,
                  d));
    uint8_t root = mapping_root(&v->map, b.frame.root);
    if (frame_init(&f, v->model, root == NO_ENTITY ? 0 : root) != HM_OK)
        return diag_nomem(d, _("reading a block"));
    enum hm_status st = HM_OK;
    f.jagged = true;
    f.in_range = v->in_range;
    if (root != NO_ENTITY)
        st = view_translate(&f, &b.frame, &v->map, fields, false, v->store->path, d);
    else if (frame_link(&f, d) != HM_OK)
        st = HM_NOMEM;
    if (st != HM_OK) {
        frame_fini(&f);
        return st;
    }
    v->ordinals = b.ordinals;
    *out = f;
    return HM_OK;
}

enum hm_status view_load_apart(struct view *v, uint32_t block, struct arena *a,
                               struct frame *out, struct diag *d)
{
    struct block b;
    struct frame f;
    assert(block < v->blocks && v->keeps);
    TRY(view_read(&b, v, block, v->month, v->sequence, NULL, a, d));
    uint8_t root = mapping_root(&v->map, b.frame.root);
    if (frame_init(&f, v->model, root == NO_ENTITY ? 0 : root) != HM_OK)
        return diag_nomem(d, _("reading a block"));
    enum hm_status st = HM_OK;
    if (root != NO_ENTITY)
        st = view_translate(&f, &b.frame, &v->map, NULL, false, v->store->path, d);
    if (st != HM_OK)
        frame_fini(&f);
    else
        *out = f;
    return st;
}

/* --- finding households --- */

static enum hm_status look_into(struct view *v, uint32_t block, struct diag *d)
{
    if (v->has_looked && v->looked_block == block)
        return HM_OK;
    v->has_looked = false;
    arena_reset(&v->looked);
    TRY(view_read(&v->look, v, block, v->month, v->sequence, view_no_fields, &v->looked, d));
    v->looked_block = block;
    v->has_looked = true;
    return HM_OK;
}

static enum hm_status find_row(struct view *v, const struct id_entry *e, uint32_t *row,
                               struct diag *d)
{
    TRY(look_into(v, e->block, d));
    const struct frame *f = &v->look.frame;
    uint32_t rows = f->root == NO_ENTITY ? 0 : f->entities[f->root].rows;
    for (uint32_t r = 0; r < rows; r++) {
        if (v->look.ordinals[r] == e->ordinal) {
            *row = r;
            return HM_OK;
        }
    }
    return HM_NOT_FOUND;
}

static enum hm_status not_found(struct view *v, struct str id, struct diag *d)
{
    struct place at = {.file = v->store->path};
    struct buf month;
    buf_init(&month);
    month_put(&month, v->month);
    const char *of =
        v->only == NO_ENTITY ? "household" : v->store->schema->entities[v->only].name;
    const char *when = buf_ok(&month) ? month.data : "?";
    enum hm_status st =
        strcmp(of, "household") == 0
            ? diag_add(d, HM_LEVEL_ERROR, HM_NOT_FOUND, &at, _("check the id and the month"),
                       _("there is no household %.*s in %s"), (int)id.n, id.p, when)
            : diag_add(d, HM_LEVEL_ERROR, HM_NOT_FOUND, &at, _("check the id and the month"),
                       _("there is no %s with the id %.*s in %s"), of, (int)id.n, id.p, when);
    buf_fini(&month);
    return st;
}

void view_only(struct view *v, uint8_t root)
{
    v->only = root;
}

enum hm_status view_locate(struct view *v, struct str id, struct id_entry *entry, uint32_t *row,
                           struct diag *d)
{
    const struct model *schema = v->store->schema;
    if (!v->txn.env)
        TRY(view_refresh(v, d));
    for (size_t i = 0; i < schema->entity_count; i++) {
        struct id_entry e;
        if (schema->entities[i].parent != NO_ENTITY || (v->only != NO_ENTITY && v->only != i))
            continue;
        enum hm_status st = ids_get(&e, &v->txn, (uint8_t)i, id, d);
        if (st == HM_OK)
            st = e.birth <= v->sequence ? find_row(v, &e, row, d) : HM_NOT_FOUND;
        if (st == HM_OK)
            *entry = e;
        if (st != HM_NOT_FOUND)
            return st;
    }
    return not_found(v, id, d);
}

enum hm_status view_find(struct view *v, struct str id, uint32_t *block, uint32_t *row,
                         struct diag *d)
{
    struct id_entry e;
    TRY(view_locate(v, id, &e, row, d));
    *block = e.block;
    return HM_OK;
}

/* --- all ids --- */

/* Which households a view has, by block and ordinal: a bit each. */
struct presence {
    uint64_t **bits; /* by block, in the arena; NULL = none */
    uint32_t blocks;
    struct arena arena;
};

static bool has(const struct presence *p, uint32_t block, uint16_t ordinal)
{
    return block < p->blocks && p->bits[block] &&
           (p->bits[block][ordinal / 64] >> (ordinal % 64) & 1);
}

static enum hm_status add_presence(struct presence *p, struct view *v, uint32_t block,
                                   struct diag *d)
{
    struct block b;
    arena_reset(&v->looked);
    v->has_looked = false;
    TRY(view_read(&b, v, block, v->month, v->sequence, view_no_fields, &v->looked, d));
    uint32_t rows = b.frame.root == NO_ENTITY ? 0 : b.frame.entities[b.frame.root].rows;
    if (rows == 0)
        return HM_OK;
    p->bits[block] = arena_zalloc(&p->arena, 65536 / 8);
    if (!p->bits[block])
        return diag_nomem(d, _("reading the store"));
    for (uint32_t r = 0; r < rows; r++)
        p->bits[block][b.ordinals[r] / 64] |= UINT64_C(1) << (b.ordinals[r] % 64);
    return HM_OK;
}

static void presence_fini(struct presence *p)
{
    arena_fini(&p->arena);
    *p = (struct presence){0};
}

static enum hm_status presence_init(struct presence *p, struct view *v, struct diag *d)
{
    *p = (struct presence){.blocks = v->blocks};
    arena_init(&p->arena);
    p->bits = arena_zalloc(&p->arena, (v->blocks + 1u) * sizeof *p->bits);
    enum hm_status st = p->bits ? HM_OK : diag_nomem(d, _("reading the store"));
    for (uint32_t b = 0; b < v->blocks && st == HM_OK; b++)
        st = add_presence(p, v, b, d);
    if (st != HM_OK)
        presence_fini(p);
    return st;
}

struct listed {
    uint32_t block;
    uint16_t ordinal;
    uint8_t id_bytes;
    char id[LIMIT_ID_BYTES];
};
enum { LISTED_AT_ONCE = 1024 };

/* Up to LISTED_AT_ONCE ids behind `last`, copied, so that no cursor lives while fn runs. */
static enum hm_status list_ids(struct view *v, const struct presence *p, struct key *last,
                               struct listed *out, size_t *n, struct diag *d)
{
    struct txn t;
    struct scan s = {0};
    TRY(txn_begin(&t, v->store->env, false, d));
    enum hm_status st = scan_open(&s, &t, TABLE_ID, d);
    if (st == HM_OK)
        st = last->n ? scan_seek(&s, key_bytes(last), d) : scan_first(&s, d);
    bool skip =
        last->n && s.found && s.key.n == last->n && memcmp(s.key.p, last->bytes, last->n) == 0;
    if (st == HM_OK && skip)
        st = scan_next(&s, d);
    *n = 0;
    while (st == HM_OK && s.found && *n < LISTED_AT_ONCE) {
        struct id_entry e;
        st = ids_parse(&e, s.key, s.value, v->store->path, d);
        if (st != HM_OK)
            break;
        last->n = s.key.n < sizeof last->bytes ? s.key.n : sizeof last->bytes;
        memcpy(last->bytes, s.key.p, last->n);
        if (e.birth <= v->sequence && has(p, e.block, e.ordinal)) {
            struct listed *to = &out[(*n)++];
            *to = (struct listed){e.block, e.ordinal, (uint8_t)(last->n - 1), {0}};
            memcpy(to->id, last->bytes + 1, to->id_bytes);
        }
        st = scan_next(&s, d);
    }
    scan_close(&s);
    txn_abort(&t);
    return st;
}

enum hm_status view_each_id(struct view *v,
                            enum hm_status (*fn)(void *ctx, struct str id, uint32_t block,
                                                 uint16_t ordinal),
                            void *ctx, struct diag *d)
{
    struct presence p;
    struct key last = {.n = 0};
    size_t n = LISTED_AT_ONCE;
    TRY(presence_init(&p, v, d));
    struct listed *list = mem_calloc(LISTED_AT_ONCE, sizeof *list);
    enum hm_status st = list ? HM_OK : diag_nomem(d, _("reading the store"));
    while (st == HM_OK && n == LISTED_AT_ONCE) {
        st = list_ids(v, &p, &last, list, &n, d);
        for (size_t i = 0; i < n && st == HM_OK; i++)
            st = fn(ctx, (struct str){list[i].id, list[i].id_bytes}, list[i].block,
                    list[i].ordinal);
    }
    mem_free(list);
    presence_fini(&p);
    return st;
}
