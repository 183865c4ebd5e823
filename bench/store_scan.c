/* store_scan.c - how fast the store takes households in and gives them out again.
 *
 * Makes a schema of about 60 fields like Ningbo's, records N households of three persons on
 * average, loads every block of a view (all columns; the numeric ones of a policy; again, with
 * checksums already verified), and writes results of a run as a recomputation does.
 *
 *   store_scan PATH [HOUSEHOLDS]     the file at PATH is made and removed
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "store/store.h"
#include "value/date.h"

enum { HOUSEHOLD, PERSON, ENTITIES, ROOT_FIELDS = 24, PERSON_FIELDS = 36, OUTPUTS = 16 };
enum { FIELDS = ROOT_FIELDS + PERSON_FIELDS + OUTPUTS, FRAME_HOUSEHOLDS = 4096 };

struct bench {
    struct model model;
    const char *path;
    uint32_t households;
    uint64_t persons;
    uint64_t seed;
    int32_t month;
};

static void die(const char *what, struct diag *d)
{
    for (size_t i = 0; i < d->count; i++)
        fprintf(stderr, "%s: %s\n", what, d->items[i].text);
    exit(1);
}

static void *need(void *p)
{
    if (!p)
        exit(3);
    return p;
}

static uint32_t draw(struct bench *b, uint32_t below)
{
    b->seed = b->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(b->seed >> 33) % below;
}

/* --- the schema --- */

static void make_entity(struct model *m, uint8_t id, const char *name, const char *plural,
                        uint8_t parent)
{
    struct entity *e = &m->entities[id];
    *e = (struct entity){.name = name, .plural = plural, .id = id, .parent = parent};
    e->fields = need(arena_zalloc(&m->arena, FIELDS * sizeof *e->fields));
    e->children = need(arena_zalloc(&m->arena, ENTITIES));
    map_init(&e->names);
    if (parent != NO_ENTITY)
        m->entities[parent].children[m->entities[parent].child_count++] = id;
}

/* Of ten fields: four flags or enums, four amounts, a date, an integer. */
static void make_field(struct model *m, uint16_t id)
{
    char name[32];
    struct field *f = &m->fields[id];
    uint8_t entity = id < ROOT_FIELDS || id >= ROOT_FIELDS + PERSON_FIELDS ? HOUSEHOLD : PERSON;
    enum field_kind kind = id < ROOT_FIELDS + PERSON_FIELDS ? FIELD_INPUT : FIELD_VARIABLE;
    snprintf(name, sizeof name, "field_%u", id);
    *f = (struct field){.name = need(arena_strdup(&m->arena, name)),
                        .id = id,
                        .entity = entity,
                        .kind = kind,
                        .sum_of = NO_FIELD};
    f->type.kind = id % 10 < 4   ? KIND_BOOLEAN
                   : id % 10 < 8 ? KIND_MONEY
                   : id % 10 < 9 ? KIND_DATE
                                 : KIND_INTEGER;
    if (kind == FIELD_VARIABLE)
        f->type.kind = KIND_MONEY;
    f->has_min = f->has_max = f->type.kind == KIND_MONEY || f->type.kind == KIND_INTEGER;
    f->min = f->max = (struct value){.kind = f->type.kind};
    if (f->type.kind == KIND_MONEY) {
        f->min.as.rational = rational_of(0);
        f->max.as.rational = rational_of(100000000);
    } else {
        f->max.as.integer = 200;
    }
    struct entity *e = &m->entities[entity];
    e->fields[e->field_count++] = id;
    map_put(&e->names, (struct str){f->name, strlen(f->name)}, id);
}

static void make_model(struct model *m)
{
    arena_init(&m->arena);
    m->name = "bench";
    m->entity_count = ENTITIES;
    m->entities = need(arena_zalloc(&m->arena, ENTITIES * sizeof *m->entities));
    make_entity(m, HOUSEHOLD, "household", NULL, NO_ENTITY);
    make_entity(m, PERSON, "person", "persons", HOUSEHOLD);
    m->field_count = FIELDS;
    m->fields = need(arena_zalloc(&m->arena, FIELDS * sizeof *m->fields));
    for (uint16_t i = 0; i < FIELDS; i++)
        make_field(m, i);
}

/* --- households --- */

/* Many facts are the same for nearly everybody, as in real files. */
static void fill_row(struct bench *b, struct builder *to, uint8_t entity, uint32_t row)
{
    const struct entity *e = &b->model.entities[entity];
    for (uint16_t i = 0; i < e->field_count; i++) {
        const struct field *f = &b->model.fields[e->fields[i]];
        struct value v = {.kind = f->type.kind};
        bool common = draw(b, 100) < 70;
        if (f->kind == FIELD_VARIABLE || (f->id % 7 == 3 && common))
            continue;
        if (v.kind == KIND_BOOLEAN)
            v.as.boolean = !common;
        else if (v.kind == KIND_MONEY)
            v.as.rational = rational_of(common ? 0 : draw(b, 9000) * 100);
        else if (v.kind == KIND_DATE)
            v.as.day = (int32_t)draw(b, 30000) - 12000;
        else
            v.as.integer = common ? 0 : draw(b, 200);
        if (builder_set(to, f->id, row, &v) != 0)
            exit(3);
    }
}

static void make_frame(struct bench *b, struct builder *to, uint32_t first, uint32_t n,
                       struct frame *f, struct diag *d)
{
    for (uint32_t i = first; i < first + n; i++) {
        char id[32];
        snprintf(id, sizeof id, "3302%08u", i);
        uint32_t row = builder_row(to, HOUSEHOLD, 0, (struct str){id, strlen(id)});
        uint32_t persons = 1 + draw(b, 5);
        fill_row(b, to, HOUSEHOLD, row);
        for (uint32_t k = 0; k < persons; k++) {
            snprintf(id, sizeof id, "p%u", k + 1);
            fill_row(b, to, PERSON, builder_row(to, PERSON, row, (struct str){id, strlen(id)}));
        }
        b->persons += persons;
    }
    if (builder_finish(to, f, false, NULL, d) != HM_OK)
        die("frame", d);
}

/* --- measuring --- */

/* Wall clock, and what this process used of the processor (both kinds), since a beginning. */
struct watch {
    uint64_t wall_ns, cpu_ns;
};

static struct watch watch_now(void)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    uint64_t us = (uint64_t)(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
    uint64_t s = (uint64_t)(use.ru_utime.tv_sec + use.ru_stime.tv_sec);
    return (struct watch){clock_monotonic_ns(), s * 1000000000 + us * 1000};
}

static struct watch watch_since(struct watch began)
{
    struct watch now = watch_now();
    return (struct watch){now.wall_ns - began.wall_ns, now.cpu_ns - began.cpu_ns};
}

static void report(const struct bench *b, const char *what, struct watch took)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    printf("%-44s %7.2f s %8.1f ns a household (processor %8.1f)  peak %ld MiB\n", what,
           (double)took.wall_ns / 1e9, (double)took.wall_ns / b->households,
           (double)took.cpu_ns / b->households, use.ru_maxrss / 1024);
}

static void take_in(struct bench *b, struct store *s, const char *what, struct diag *d)
{
    struct ingest *g;
    struct builder *to;
    struct watch add = {0}, began = watch_now();
    if (ingest_begin(&g, s, b->month, d) != HM_OK || builder_new(&to, &b->model, HOUSEHOLD))
        die("ingest", d);
    for (uint32_t at = 0; at < b->households; at += FRAME_HOUSEHOLDS) {
        uint32_t left = b->households - at;
        struct frame f;
        make_frame(b, to, at, left < FRAME_HOUSEHOLDS ? left : FRAME_HOUSEHOLDS, &f, d);
        struct watch before = watch_now();
        if (ingest_add(g, &f, d) != HM_OK)
            die("ingest", d);
        struct watch took = watch_since(before);
        add.wall_ns += took.wall_ns;
        add.cpu_ns += took.cpu_ns;
        frame_fini(&f);
    }
    struct watch before = watch_now();
    if (ingest_commit(g, NULL, d) != HM_OK)
        die("ingest", d);
    struct watch took = watch_since(before);
    add.wall_ns += took.wall_ns;
    add.cpu_ns += took.cpu_ns;
    builder_free(to);
    report(b, what, watch_since(began));
    report(b, "  of this in the store", add);
}

static uint64_t load_all(struct bench *b, struct view *v, const uint64_t *fields,
                         struct diag *d)
{
    uint64_t rows = 0;
    for (uint32_t k = 0; k < view_blocks(v); k++) {
        struct frame f;
        if (view_load(v, k, fields, &f, d) != HM_OK)
            die("view", d);
        rows += f.entities[HOUSEHOLD].rows;
        frame_fini(&f);
    }
    if (rows != b->households)
        exit(1);
    return rows;
}

static void give_out(struct bench *b, struct store *s, struct diag *d)
{
    uint64_t few[FIELDS / 64 + 1] = {0};
    for (uint16_t i = 0; i < FIELDS; i++) {
        if (i % 2 == 0)
            few[i / 64] |= UINT64_C(1) << (i % 64);
    }
    struct view *v;
    struct watch began = watch_now();
    if (view_open(&v, s, &b->model, b->month, store_sequence(s), d) != HM_OK)
        die("view", d);
    load_all(b, v, few, d);
    report(b, "loading half of the columns, verified", watch_since(began));
    began = watch_now();
    load_all(b, v, few, d);
    report(b, "the same again", watch_since(began));
    began = watch_now();
    load_all(b, v, NULL, d);
    report(b, "loading all columns, half of them verified", watch_since(began));
    view_close(v);
}

static void run_all(struct bench *b, struct store *s, struct diag *d)
{
    struct run_record r = {.from = b->month, .to = b->month, .sequence = store_sequence(s)};
    struct run_writer *w;
    struct results out;
    struct result_column columns[OUTPUTS];
    int64_t *num = need(mem_calloc(LIMIT_BLOCK_HOUSEHOLDS, OUTPUTS * sizeof *num));
    uint8_t *states = need(mem_calloc(LIMIT_BLOCK_HOUSEHOLDS, 1));
    results_init(&out);
    out.columns = columns;
    out.column_count = OUTPUTS;
    for (size_t i = 0; i < (size_t)LIMIT_BLOCK_HOUSEHOLDS * OUTPUTS; i++)
        num[i] = draw(b, 100) < 80 ? 0 : draw(b, i % 3 ? 200000 : 30000); /* fen */
    struct watch put = {0}, began = watch_now();
    struct view *v;
    if (view_open(&v, s, &b->model, b->month, r.sequence, d) != HM_OK ||
        run_begin(&w, s, &r, "files", 5, d) != HM_OK)
        die("run", d);
    uint64_t none[FIELDS / 64 + 1] = {0};
    for (uint32_t k = 0; k < view_blocks(v); k++) {
        struct frame f;
        if (view_load(v, k, none, &f, d) != HM_OK)
            die("run", d);
        for (uint16_t i = 0; i < OUTPUTS; i++)
            columns[i] =
                (struct result_column){.field = (uint16_t)(ROOT_FIELDS + PERSON_FIELDS + i),
                                       .rows = f.entities[HOUSEHOLD].rows,
                                       .num = num + (size_t)i * LIMIT_BLOCK_HOUSEHOLDS,
                                       .state = states};
        frame_fini(&f);
        struct watch before = watch_now();
        if (run_put(w, b->month, k, &out, &b->model, d) != HM_OK)
            die("run", d);
        struct watch took = watch_since(before);
        put.wall_ns += took.wall_ns;
        put.cpu_ns += took.cpu_ns;
    }
    struct watch before = watch_now();
    if (run_finish(w, &r, true, d) != HM_OK)
        die("run", d);
    struct watch took = watch_since(before);
    put.wall_ns += took.wall_ns;
    put.cpu_ns += took.cpu_ns;
    report(b, "storing 16 results, durable", watch_since(began));
    report(b, "  of this in run_put and run_finish", put);
    view_close(v);
    out.columns = NULL;
    out.column_count = 0;
    results_fini(&out);
    mem_free(num);
    mem_free(states);
}

int main(int argc, char **argv)
{
    struct bench b = {.path = argc > 1 ? argv[1] : NULL, .seed = 20261122};
    struct store *s;
    struct stat info;
    struct diag d;
    char lock[4096];
    if (argc < 2) {
        fprintf(stderr, "usage: store_scan PATH [HOUSEHOLDS]\n");
        return 2;
    }
    b.households = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 1000000;
    month_make(&b.month, 2022, 7);
    diag_init(&d);
    make_model(&b.model);
    if (store_create(b.path, &b.model, &d) || store_open(&s, b.path, STORE_WRITE, &d))
        die(b.path, &d);
    take_in(&b, s, "making households and taking them in", &d);
    stat(b.path, &info);
    printf("%u households, %llu persons, %d inputs, %.1f bytes a household\n", b.households,
           (unsigned long long)b.persons, ROOT_FIELDS + PERSON_FIELDS,
           (double)info.st_blocks * 512 / b.households);
    give_out(&b, s, &d);
    run_all(&b, s, &d);
    b.month++;
    b.seed++; /* other facts for the same ids: spilled, and merged block by block */
    take_in(&b, s, "all of them again, for the next month", &d);
    struct watch began = watch_now();
    if (store_verify(s, &d) != HM_OK)
        die("verify", &d);
    report(&b, "verifying everything", watch_since(began));
    store_close(s);
    unlink(b.path);
    snprintf(lock, sizeof lock, "%s-lock", b.path);
    unlink(lock);
    for (int i = 0; i < ENTITIES; i++)
        map_fini(&b.model.entities[i].names);
    arena_fini(&b.model.arena);
    diag_fini(&d);
    return 0;
}
