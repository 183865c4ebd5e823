/* smallest.c - the search. Families grow in members, then in facts that are not plain; what the
 * cases of both policies give comes besides. Everything found is made smaller while its
 * difference stays, and told only when the reference engine agrees.
 */
#include "whatif/smallest.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "whatif/family.h"
#include "whatif/smallest_parts.h"

/* The smallest so far for one result. */
struct best {
    uint8_t class; /* SMALL_SAME: none */
    unsigned members, moved;
    struct small_shape shape;
    uint8_t *genes; /* [slot * SMALL_ROWS + row] */
};
struct seed { /* a family of a case */
    struct small_shape shape;
    uint8_t *genes;
};
struct search {
    struct small_world world;
    struct small_batch batch;
    struct best *best; /* by output */
    struct seed *seeds;
    size_t seed_count, seed_cap;
    struct smallest *out;
    struct diag *diag;
    uint64_t random; /* state */
};

static size_t gene_count(const struct small_world *w)
{
    return w->slot_count * SMALL_ROWS;
}

/* --- what a batch found --- */

static unsigned moved_facts(const struct search *s, uint32_t i)
{
    unsigned n = 0;
    for (size_t k = 0; k < s->world.slot_count; k++)
        for (unsigned r = 0; r < s->batch.shape.rows[s->world.slots[k].kind]; r++)
            n += *small_gene(&s->batch, k, r, i) != s->world.slots[k].base;
    return n;
}

static void keep_best(struct search *s, size_t output, uint32_t i, uint8_t class)
{
    struct best *b = &s->best[output];
    unsigned members = small_members(&s->batch.shape, s->world.kind_count);
    unsigned moved = moved_facts(s, i);
    if (b->class > class ||
        (b->class == class &&
         (b->members < members || (b->members == members && b->moved <= moved))))
        return;
    *b = (struct best){class, members, moved, s->batch.shape, b->genes};
    memset(b->genes, 0, gene_count(&s->world));
    for (size_t k = 0; k < s->world.slot_count; k++)
        for (unsigned r = 0; r < s->batch.shape.rows[s->world.slots[k].kind]; r++)
            b->genes[k * SMALL_ROWS + r] = *small_gene(&s->batch, k, r, i);
}

static enum hm_status run(struct search *s)
{
    if (s->batch.count == 0)
        return HM_OK;
    TRY(small_batch_run(&s->batch, &s->world, ENGINE_FAST, s->diag));
    for (size_t k = 0; k < s->world.output_count; k++) {
        const uint8_t *classes = &s->batch.classes[k * SMALL_BATCH];
        for (uint32_t i = 0; i < s->batch.count; i++)
            if (classes[i] != SMALL_SAME)
                keep_best(s, k, i, classes[i]);
    }
    return HM_OK;
}

static bool spent(const struct search *s)
{
    return s->world.evaluated >= s->world.job->max_families;
}

static bool all_found(const struct search *s)
{
    for (size_t k = 0; k < s->world.output_count; k++)
        if (s->best[k].class != SMALL_DIFFERS)
            return false;
    return true;
}

static bool any_found(const struct search *s)
{
    for (size_t k = 0; k < s->world.output_count; k++)
        if (s->best[k].class == SMALL_DIFFERS)
            return true;
    return false;
}

/* --- plain families --- */

/* The slot a missing fact's path names: "persons[0].birth_date". */
static size_t slot_at(const struct search *s, const char *path, size_t n)
{
    const struct small_world *w = &s->world;
    const char *dot = memchr(path, '.', n);
    const char *open = memchr(path, '[', n);
    const char *name = dot ? dot + 1 : path;
    size_t length = n - (size_t)(name - path);
    for (size_t i = 0; i < w->slot_count; i++) {
        const struct small_slot *x = &w->slots[i];
        const char *plural = x->kind ? w->kinds[x->kind].plural : NULL;
        bool same_kind = plural ? open && strlen(plural) == (size_t)(open - path) &&
                                      memcmp(plural, path, (size_t)(open - path)) == 0
                                : !open;
        if (same_kind && strlen(x->field->name) == length &&
            memcmp(x->field->name, name, length) == 0)
            return i;
    }
    return SIZE_MAX;
}

/* Gives what is missing a plain value; true when anything was given. */
static bool supply(struct search *s, const struct results *r)
{
    bool any = false;
    for (size_t i = 0; i < r->issue_count; i++) {
        if (r->issues[i].trap != HM_TRAP_MISSING)
            continue;
        const char *line = r->issues[i].text;
        while (line && *line) {
            size_t n = strcspn(line, "\n"), at = slot_at(s, line, n);
            if (at != SIZE_MAX && s->world.slots[at].base == 0 &&
                s->world.slots[at].count > 1) {
                s->world.slots[at].base = 1;
                any = true;
            }
            line += n + (line[n] == '\n');
        }
    }
    return any;
}

/* Facts that the results of a plain family need get plain values. */
static enum hm_status find_plain(struct search *s)
{
    struct small_world *w = &s->world;
    struct small_shape shape = {{1}};
    enum hm_status st = HM_OK;
    bool more = true;
    for (size_t k = 0; k < w->kind_count; k++)
        shape.rows[k] = 1;
    w->sides[0].evaluation.bare = w->sides[1].evaluation.bare = false;
    for (unsigned round = 0; more && st == HM_OK && round <= w->slot_count; round++) {
        small_batch_start(&s->batch, w, &shape, 1);
        st = small_batch_run(&s->batch, w, ENGINE_LUA, s->diag);
        more = false;
        for (int side = 0; st == HM_OK && side < 2; side++)
            more |= supply(s, &w->sides[side].results);
    }
    w->sides[0].evaluation.bare = w->sides[1].evaluation.bare = true;
    return st;
}

/* Of a household with members somebody lives in it: the first entity below it. */
static bool is_family(const struct small_shape *shape, const struct small_world *w)
{
    return w->kind_count == 1 || shape->rows[1] > 0;
}

/* --- the families of cases --- */

static void take_cell(struct search *s, struct seed *seed, bool after, const struct frame *f,
                      uint16_t field, uint32_t row, unsigned index)
{
    const struct column *c = &f->columns[field];
    if (!column_valid(c, row))
        return;
    size_t slot = small_slot_of(&s->world, after, field);
    if (slot == SIZE_MAX)
        return;
    uint8_t gene = c->lane == LANE_TEXT
                       ? small_text(&s->world, slot, column_text(c, row))
                       : small_value(&s->world, slot, after, column_int(c, row));
    if (gene)
        seed->genes[slot * SMALL_ROWS + index] = gene;
}

static bool shape_of(struct small_shape *out, const struct small_world *w, bool after,
                     const struct frame *f)
{
    *out = (struct small_shape){{1}};
    for (size_t k = 1; k < w->kind_count; k++) {
        uint8_t id = after ? w->kinds[k].after : w->kinds[k].before;
        uint32_t rows = id == NO_ENTITY ? 0 : f->entities[id].rows;
        if (rows > SMALL_ROWS)
            return false;
        out->rows[k] = (uint8_t)rows;
    }
    return true;
}

static enum hm_status add_seed(struct search *s, bool after, const struct frame *f)
{
    struct small_world *w = &s->world;
    void *seeds = s->seeds;
    struct seed seed;
    if (!shape_of(&seed.shape, w, after, f) || !is_family(&seed.shape, w))
        return HM_OK;
    seed.genes = mem_zalloc((size_t)SMALL_SLOTS * SMALL_ROWS);
    if (!seed.genes || mem_grow(&seeds, &s->seed_cap, s->seed_count + 1, sizeof seed) != 0) {
        mem_free(seed.genes);
        return diag_nomem(s->diag, _("looking for the smallest family"));
    }
    s->seeds = seeds;
    for (size_t k = 0; k < w->kind_count; k++) {
        uint8_t id = after ? w->kinds[k].after : w->kinds[k].before;
        for (size_t i = 0; id != NO_ENTITY && i < f->model->field_count; i++)
            for (uint32_t r = 0; f->model->fields[i].entity == id && r < f->columns[i].rows;
                 r++)
                take_cell(s, &seed, after, f, (uint16_t)i, r, r);
    }
    s->seeds[s->seed_count++] = seed;
    return HM_OK;
}

static bool is_told(const struct model *m, const char *name)
{
    for (size_t i = 0; i < m->example_count; i++)
        if (strcmp(m->examples[i].name, name) == 0)
            return true;
    return false;
}

/* Cases of both by the same name are taken as the later policy has them. */
static enum hm_status take_cases(struct search *s)
{
    for (int side = 1; side >= 0; side--) {
        const struct policy *p = s->world.sides[side].policy;
        for (size_t i = 0; i < p->model->example_count; i++) {
            const struct example *e = &p->model->examples[i];
            struct family *f;
            if (e->root != s->world.sides[side].evaluation.root || e->patch_count ||
                (side == 0 && is_told(s->world.sides[1].policy->model, e->name)))
                continue;
            if (family_from_json(&f, p, s->world.job->month, e->record_json, NULL) != HM_OK)
                continue; /* born after the month, for one */
            enum hm_status st = add_seed(s, side, family_frame(f));
            family_close(f);
            TRY(st);
        }
    }
    s->out->cases = s->seed_count;
    return HM_OK;
}

static bool same_shape(const struct small_shape *a, const struct small_shape *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

static void put_genes(struct search *s, const uint8_t *genes, uint32_t i)
{
    for (size_t k = 0; k < s->world.slot_count; k++)
        for (unsigned r = 0; r < s->batch.shape.rows[s->world.slots[k].kind]; r++)
            *small_gene(&s->batch, k, r, i) = genes[k * SMALL_ROWS + r];
}

/* All of them as they are, those of one shape together. */
static enum hm_status try_seeds(struct search *s)
{
    for (size_t i = 0; i < s->seed_count; i++) {
        bool seen = false;
        for (size_t k = 0; k < i && !seen; k++)
            seen = same_shape(&s->seeds[k].shape, &s->seeds[i].shape);
        if (seen)
            continue;
        uint32_t n = 0;
        small_batch_start(&s->batch, &s->world, &s->seeds[i].shape, SMALL_BATCH);
        for (size_t k = i; k < s->seed_count && n < SMALL_BATCH; k++)
            if (same_shape(&s->seeds[k].shape, &s->seeds[i].shape))
                put_genes(s, s->seeds[k].genes, n++);
        s->batch.count = n;
        TRY(run(s));
    }
    return HM_OK;
}

/* --- one and two facts moved --- */

struct cell {
    size_t slot;
    unsigned row;
};

/* Starts the next batch when this one is full. */
static enum hm_status next_family(struct search *s, const struct small_shape *shape,
                                  const uint8_t *genes, uint32_t *n)
{
    if (*n < SMALL_BATCH)
        return HM_OK;
    s->batch.count = *n;
    TRY(run(s));
    *n = 0;
    small_batch_start(&s->batch, &s->world, shape, SMALL_BATCH);
    for (uint32_t i = 0; genes && i < SMALL_BATCH; i++)
        put_genes(s, genes, i);
    return HM_OK;
}

/* Which fact each family of the batch has moved: values that fail where the plain family does
 * not are not combined with others. */
struct moved {
    uint32_t slot;
    uint8_t value;
};

static void mark_bad(struct search *s, const struct moved *moved, bool *plain_fails)
{
    for (uint32_t i = 0; i < s->batch.count; i++) {
        if (moved[i].value == 0) /* the plain one, which comes first */
            *plain_fails = s->batch.failed[i];
        else if (s->batch.failed[i] && !*plain_fails)
            s->world.slots[moved[i].slot].is_bad[moved[i].value] = true;
    }
}

static enum hm_status move_one(struct search *s, const struct small_shape *shape)
{
    const struct small_world *w = &s->world;
    struct moved *moved = mem_calloc(SMALL_BATCH, sizeof *moved);
    bool plain_fails = false;
    uint32_t n = 1; /* after the plain one itself */
    if (!moved)
        return diag_nomem(s->diag, _("looking for the smallest family"));
    enum hm_status st = HM_OK;
    small_batch_start(&s->batch, w, shape, SMALL_BATCH);
    for (size_t k = 0; k < w->slot_count && st == HM_OK; k++) {
        const struct small_slot *x = &w->slots[k];
        for (uint8_t v = 1; v < x->count && shape->rows[x->kind] && st == HM_OK; v++) {
            bool full = n == SMALL_BATCH;
            st = next_family(s, shape, NULL, &n);
            if (full)
                mark_bad(s, moved, &plain_fails);
            moved[n] = (struct moved){(uint32_t)k, v};
            *small_gene(&s->batch, k, 0, n++) = v;
        }
    }
    s->batch.count = n;
    if (st == HM_OK)
        st = run(s);
    if (st == HM_OK)
        mark_bad(s, moved, &plain_fails);
    mem_free(moved);
    return st;
}

/* The same with any row of a family that is not plain. */
static enum hm_status move_one_of(struct search *s, const struct seed *seed)
{
    const struct small_world *w = &s->world;
    uint32_t n = 0;
    small_batch_start(&s->batch, w, &seed->shape, SMALL_BATCH);
    for (uint32_t i = 0; i < SMALL_BATCH; i++)
        put_genes(s, seed->genes, i);
    for (size_t k = 0; k < w->slot_count; k++) {
        const struct small_slot *x = &w->slots[k];
        for (unsigned r = 0; r < seed->shape.rows[x->kind]; r++) {
            for (uint8_t v = 1; v < x->count; v++) {
                TRY(next_family(s, &seed->shape, seed->genes, &n));
                *small_gene(&s->batch, k, r, n++) = v;
            }
        }
    }
    s->batch.count = n;
    return run(s);
}

static enum hm_status pair_values(struct search *s, const struct small_shape *shape,
                                  struct cell a, struct cell b, uint32_t *n)
{
    const struct small_slot *x = &s->world.slots[a.slot], *y = &s->world.slots[b.slot];
    for (uint8_t v = 1; v < x->count; v++) {
        for (uint8_t u = 1; u < y->count && v != x->base && !x->is_bad[v]; u++) {
            if (u == y->base || y->is_bad[u])
                continue;
            TRY(next_family(s, shape, NULL, n));
            *small_gene(&s->batch, a.slot, a.row, *n) = v;
            *small_gene(&s->batch, b.slot, b.row, *n) = u;
            ++*n;
        }
    }
    return HM_OK;
}

/* Two facts of the first row, or one of the first and one of the second. */
static enum hm_status move_two(struct search *s, const struct small_shape *shape)
{
    const struct small_world *w = &s->world;
    uint32_t n = 0;
    small_batch_start(&s->batch, w, shape, SMALL_BATCH);
    for (size_t k = 0; k < w->slot_count; k++) {
        for (size_t m = k; m < w->slot_count; m++) {
            uint8_t kind = w->slots[m].kind;
            if (shape->rows[w->slots[k].kind] == 0 || shape->rows[kind] == 0)
                continue;
            struct cell a = {k, 0}, b = {m, 0}, c = {m, 1};
            if (m > k)
                TRY(pair_values(s, shape, a, b, &n));
            if (kind == w->slots[k].kind && shape->rows[kind] > 1)
                TRY(pair_values(s, shape, a, c, &n));
        }
        if (spent(s))
            break;
    }
    s->batch.count = n;
    return run(s);
}

/* --- shapes --- */

/* The next shape in order of members; false after the last with max members. */
static bool next_shape(struct small_shape *shape, const struct small_world *w, unsigned members,
                       bool first)
{
    size_t kinds = w->kind_count;
    unsigned rest = members;
    if (first) {
        *shape = (struct small_shape){{1}};
        for (size_t k = 1; k < kinds; k++) { /* as many of the first kind as there may be */
            unsigned n = rest < SMALL_ROWS ? rest : SMALL_ROWS;
            shape->rows[k] = (uint8_t)n;
            rest -= n;
        }
        return rest == 0;
    }
    /* The lexicographically next smaller one with the same sum. */
    unsigned behind = 0;
    for (size_t k = kinds; k-- > 1;) {
        if (shape->rows[k] > 0 && k + 1 < kinds) {
            rest = behind + 1;
            size_t room = (kinds - k - 1) * SMALL_ROWS;
            if (rest <= room) {
                shape->rows[k]--;
                for (size_t j = k + 1; j < kinds; j++) {
                    unsigned n = rest < SMALL_ROWS ? rest : SMALL_ROWS;
                    shape->rows[j] = (uint8_t)n;
                    rest -= n;
                }
                return true;
            }
        }
        behind += shape->rows[k];
    }
    return false;
}

static enum hm_status each_shape(struct search *s, unsigned members, bool two)
{
    struct small_shape shape;
    for (bool more = next_shape(&shape, &s->world, members, true); more && !spent(s);
         more = next_shape(&shape, &s->world, members, false))
        if (is_family(&shape, &s->world))
            TRY(two ? move_two(s, &shape) : move_one(s, &shape));
    return HM_OK;
}

static unsigned smallest_members(const struct search *s)
{
    unsigned least = UINT32_MAX;
    for (size_t k = 0; k < s->world.output_count; k++)
        if (s->best[k].class == SMALL_DIFFERS && s->best[k].members < least)
            least = s->best[k].members;
    return least;
}

/* By members: first one fact, then two, as long as a smaller family may still be found. */
static enum hm_status search_shapes(struct search *s)
{
    unsigned most = s->world.job->max_members;
    for (unsigned m = 0; m <= most && !spent(s); m++) {
        TRY(each_shape(s, m, false));
        if (!spent(s))
            s->out->one_fact = m;
    }
    for (unsigned m = 0; m <= most && !spent(s) && m <= smallest_members(s); m++) {
        if (all_found(s) && m == smallest_members(s))
            break; /* one fact was enough */
        TRY(each_shape(s, m, true));
        if (!spent(s))
            s->out->two_facts = m;
    }
    return HM_OK;
}

/* --- when that was not enough --- */

static enum hm_status near_seeds(struct search *s)
{
    for (size_t i = 0; i < s->seed_count && !any_found(s) && !spent(s); i++)
        TRY(move_one_of(s, &s->seeds[i]));
    return HM_OK;
}

static uint32_t dice(struct search *s, uint32_t sides)
{
    s->random = s->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((s->random >> 33) % sides);
}

/* A quarter of the facts take any of their values. */
static void scatter_genes(struct search *s, const struct small_shape *shape, uint32_t i)
{
    for (size_t k = 0; k < s->world.slot_count; k++) {
        const struct small_slot *x = &s->world.slots[k];
        for (unsigned r = 0; r < shape->rows[x->kind]; r++) {
            if (x->count < 2 || dice(s, 4) != 0)
                continue;
            uint8_t v = (uint8_t)(1 + dice(s, x->count - 1u));
            if (!x->is_bad[v])
                *small_gene(&s->batch, k, r, i) = v;
        }
    }
}

static enum hm_status try_random(struct search *s)
{
    struct small_shape shape;
    while (!any_found(s) && !spent(s)) {
        for (unsigned m = 1; m <= s->world.job->max_members && !spent(s); m++) {
            for (bool more = next_shape(&shape, &s->world, m, true); more && !spent(s);
                 more = next_shape(&shape, &s->world, m, false)) {
                if (!is_family(&shape, &s->world))
                    continue;
                small_batch_start(&s->batch, &s->world, &shape, SMALL_BATCH);
                for (uint32_t i = 0; i < SMALL_BATCH; i++)
                    scatter_genes(s, &shape, i);
                TRY(run(s));
                s->out->random += SMALL_BATCH;
            }
        }
        if (s->world.job->max_members == 0)
            break;
    }
    return HM_OK;
}

/* --- making it smaller --- */

/* Families that lack one row, or state one fact less or more plainly; the first whose result
 * still differs in the same way is taken. */
static void without_row(struct search *s, const struct best *b, size_t kind, unsigned row,
                        uint32_t i)
{
    for (size_t k = 0; k < s->world.slot_count; k++) {
        unsigned rows = s->batch.shape.rows[s->world.slots[k].kind];
        for (unsigned r = 0; r < rows; r++) {
            unsigned from = s->world.slots[k].kind == kind && r >= row ? r + 1 : r;
            *small_gene(&s->batch, k, r, i) = b->genes[k * SMALL_ROWS + from];
        }
    }
}

static bool take_first(struct search *s, size_t output)
{
    struct best *b = &s->best[output];
    const uint8_t *classes = &s->batch.classes[output * SMALL_BATCH];
    for (uint32_t i = 0; i < s->batch.count; i++) {
        if (classes[i] != b->class)
            continue;
        b->shape = s->batch.shape;
        for (size_t k = 0; k < s->world.slot_count; k++)
            for (unsigned r = 0; r < SMALL_ROWS; r++)
                b->genes[k * SMALL_ROWS + r] = r < b->shape.rows[s->world.slots[k].kind]
                                                   ? *small_gene(&s->batch, k, r, i)
                                                   : 0;
        return true;
    }
    return false;
}

static enum hm_status fewer_rows(struct search *s, size_t output, bool *done)
{
    const struct best *b = &s->best[output];
    *done = false;
    for (size_t k = 1; k < s->world.kind_count && !*done; k++) {
        unsigned rows = b->shape.rows[k];
        if (rows == 0)
            continue;
        struct small_shape shape = b->shape;
        shape.rows[k]--;
        if (!is_family(&shape, &s->world))
            continue;
        small_batch_start(&s->batch, &s->world, &shape, rows);
        for (unsigned r = 0; r < rows; r++)
            without_row(s, b, k, r, r);
        TRY(small_batch_run(&s->batch, &s->world, ENGINE_FAST, s->diag));
        *done = take_first(s, output);
    }
    return HM_OK;
}

static enum hm_status fewer_facts(struct search *s, size_t output, bool *done)
{
    const struct best *b = &s->best[output];
    uint32_t n = 0;
    small_batch_start(&s->batch, &s->world, &b->shape, SMALL_BATCH);
    for (uint32_t i = 0; i < SMALL_BATCH; i++)
        put_genes(s, b->genes, i);
    for (int plain = 0; plain <= 1; plain++) {
        for (size_t k = 0; k < s->world.slot_count; k++) {
            const struct small_slot *x = &s->world.slots[k];
            for (unsigned r = 0; r < b->shape.rows[x->kind] && n < SMALL_BATCH; r++) {
                uint8_t gene = b->genes[k * SMALL_ROWS + r];
                if (gene > (plain ? x->base : 0))
                    *small_gene(&s->batch, k, r, n++) = plain ? x->base : 0;
            }
        }
    }
    s->batch.count = n;
    *done = false;
    if (n == 0)
        return HM_OK;
    TRY(small_batch_run(&s->batch, &s->world, ENGINE_FAST, s->diag));
    *done = take_first(s, output);
    return HM_OK;
}

static enum hm_status shrink(struct search *s, size_t output)
{
    bool rows = true, facts = true;
    while (rows || facts) {
        TRY(fewer_rows(s, output, &rows));
        TRY(fewer_facts(s, output, &facts));
    }
    return HM_OK;
}

/* --- telling --- */

/* Both engines on both policies: anything else is a bug of ours. */
static enum hm_status verify(struct search *s, size_t output, struct smallest_family *f)
{
    struct best *b = &s->best[output];
    struct smallest_family again = {0};
    small_batch_start(&s->batch, &s->world, &b->shape, 1);
    put_genes(s, b->genes, 0);
    TRY(small_batch_run(&s->batch, &s->world, ENGINE_FAST, s->diag));
    TRY(small_describe(&again, &s->world, &s->batch, &s->out->arena, s->diag));
    TRY(small_batch_run(&s->batch, &s->world, ENGINE_LUA, s->diag));
    TRY(small_describe(f, &s->world, &s->batch, &s->out->arena, s->diag));
    bool same = f->result_count == again.result_count;
    for (size_t i = 0; same && i < f->result_count; i++) {
        const struct smallest_result *x = &f->results[i], *y = &again.results[i];
        same = strcmp(x->path, y->path) == 0 && !x->before == !y->before &&
               !x->after == !y->after && (!x->before || strcmp(x->before, y->before) == 0) &&
               (!x->after || strcmp(x->after, y->after) == 0);
    }
    if (same && f->result_count)
        return HM_OK;
    return diag_error(s->diag, HM_INTERNAL, NULL,
                      _("the engines differ on the family %s; please report it"), f->record);
}

static int by_size(const void *left, const void *right)
{
    const struct smallest_family *a = left, *b = right;
    if (a->is_refused != b->is_refused)
        return a->is_refused ? 1 : -1;
    if (a->members != b->members)
        return a->members < b->members ? -1 : 1;
    if (a->facts != b->facts)
        return a->facts < b->facts ? -1 : 1;
    return strcmp(a->result, b->result);
}

static enum hm_status tell(struct search *s)
{
    struct smallest *out = s->out;
    out->families =
        arena_zalloc(&out->arena, (s->world.output_count + 1) * sizeof *out->families);
    if (!out->families)
        return diag_nomem(s->diag, _("looking for the smallest family"));
    for (size_t k = 0; k < s->world.output_count; k++) {
        if (s->best[k].class == SMALL_SAME)
            continue;
        struct smallest_family *f = &out->families[out->count++];
        f->result = arena_strdup(&out->arena, s->world.outputs[k].name);
        f->zh = s->world.outputs[k].zh;
        f->is_refused = s->best[k].class == SMALL_REFUSED;
        if (!f->result)
            return diag_nomem(s->diag, _("looking for the smallest family"));
        TRY(shrink(s, k));
        TRY(verify(s, k, f));
    }
    if (out->count)
        qsort(out->families, out->count, sizeof *out->families, by_size);
    return HM_OK;
}

static enum hm_status find(struct search *s)
{
    TRY(find_plain(s));
    TRY(try_seeds(s));
    TRY(search_shapes(s));
    if (!any_found(s))
        TRY(near_seeds(s));
    if (!any_found(s))
        TRY(try_random(s));
    s->out->evaluated = s->world.evaluated;
    return tell(s);
}

static enum hm_status start(struct search *s)
{
    struct small_world *w = &s->world;
    TRY(take_cases(s)); /* they may bring facts and values of their own */
    TRY(small_batch_init(&s->batch, w, s->diag));
    s->best = mem_calloc(w->output_count + 1, sizeof *s->best);
    for (size_t k = 0; s->best && k < w->output_count; k++) {
        s->best[k].genes = mem_zalloc(gene_count(w) + 1);
        if (!s->best[k].genes)
            return diag_nomem(s->diag, _("looking for the smallest family"));
    }
    if (!s->best)
        return diag_nomem(s->diag, _("looking for the smallest family"));
    s->out->results = w->output_count;
    s->out->members = w->job->max_members;
    s->out->facts = w->slot_count;
    for (size_t i = 0; i < w->slot_count; i++)
        s->out->values += w->slots[i].count - 1u;
    return HM_OK;
}

enum hm_status smallest_find(struct smallest *out, const struct smallest_job *job,
                             struct diag *d)
{
    struct smallest found = {0};
    struct search s = {.out = &found, .diag = d, .random = 1};
    arena_init(&found.arena);
    enum hm_status st = small_world_open(&s.world, job, d);
    if (st == HM_OK && s.world.output_count)
        st = start(&s);
    if (st == HM_OK && s.world.output_count)
        st = find(&s);
    for (size_t k = 0; s.best && k < s.world.output_count; k++)
        mem_free(s.best[k].genes);
    for (size_t i = 0; i < s.seed_count; i++)
        mem_free(s.seeds[i].genes);
    mem_free(s.best);
    mem_free(s.seeds);
    small_batch_fini(&s.batch);
    small_world_close(&s.world);
    if (st == HM_OK)
        *out = found;
    else
        smallest_fini(&found);
    return st;
}

void smallest_fini(struct smallest *s)
{
    arena_fini(&s->arena);
    *s = (struct smallest){0};
}
