/* bench_regions.c - several policies in one run: the reference workload as a region of copies
 * of its policy, and what it costs to sort the households of a block by policy.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/fs.h"
#include "base/mem.h"

enum { PLACES = 16, SCRIPT_BYTES = 1 << 20 };

/* --- a region of the workload --- */

static char *copy(const char *s)
{
    char *p = mem_strdup(s);
    if (!p)
        bench_die("no memory", NULL);
    return p;
}

/* "1100", "1200", ...: a province each. */
static void place_code(char out[8], unsigned k)
{
    snprintf(out, 8, "%u00", 11 + k % PLACES);
}

static struct policy *place_policy(const struct bench *b, unsigned k)
{
    static const char head[] = "policy { zh = \"基准\" }";
    char path[512], code[8], *script;
    size_t n;
    struct policy *p;
    struct sources s;
    struct buf text;
    struct diag d;
    diag_init(&d);
    buf_init(&text);
    sources_init(&s);
    snprintf(path, sizeof path, "%s/bench/workload/policy.lua", b->source);
    if (fs_read(&script, &n, path, SCRIPT_BYTES, &d) != HM_OK)
        bench_die(path, &d);
    const char *at = strstr(script, head);
    place_code(code, k);
    if (!at)
        bench_die("the workload's policy has another head", NULL);
    buf_put(&text, script, (size_t)(at - script));
    buf_printf(&text, "policy { zh = \"基准\", division = \"%s\" }%s", code, at + strlen(head));
    buf_puts(&text, "\ninput \"division_code\" { of = household, type = text }\n");
    mem_free(script);
    snprintf(path, sizeof path, "place%u/policy.lua", k);
    s.files = bench_alloc(1, sizeof *s.files);
    s.count = s.cap = 1;
    s.files[0] =
        (struct source_file){.path = copy(path), .shown_path = copy(path), .bytes = text.len};
    s.files[0].text = buf_take(&text);
    snprintf(path, sizeof path, "place%u", k);
    s.name = copy(path);
    if (policy_load_sources(&p, &s, &d) != HM_OK)
        bench_die("a policy of the region", &d);
    sources_fini(&s);
    diag_fini(&d);
    return p;
}

static struct policy *region(const struct bench *b)
{
    struct policy *members[PLACES], *p;
    struct sources s;
    struct diag d;
    diag_init(&d);
    sources_init(&s);
    s.name = copy("region");
    s.members = bench_alloc(PLACES, sizeof *s.members);
    for (unsigned k = 0; k < PLACES; k++) {
        members[k] = place_policy(b, k);
        s.members[s.member_count++] = copy(members[k]->sources.name);
        if (sources_add(&s, &members[k]->sources.files[0], &d) != HM_OK)
            bench_die("a policy of the region", &d);
    }
    if (policy_join(&p, members, PLACES, &s, &d) != HM_OK)
        bench_die("the region", &d);
    diag_fini(&d);
    return p;
}

/* --- codes --- */

/* Household i of a block lies in place i % places, or the whole block in one. */
static void put_codes(struct frame *f, unsigned block, unsigned places, bool whole)
{
    static const char name[] = "division_code";
    uint16_t field = model_field(f->model, f->root, (struct str){name, sizeof name - 1});
    uint32_t rows = f->entities[f->root].rows;
    uint32_t *offsets = arena_alloc(&f->arena, (rows + 1u) * sizeof *offsets);
    char *bytes = arena_alloc(&f->arena, rows * 8u + 1u);
    if (!offsets || !bytes)
        bench_die("no memory", NULL);
    for (uint32_t r = 0; r < rows; r++) {
        char code[8];
        /* scattered, as neighbours in a store are */
        place_code(code, whole ? block % places : (r * 2654435761u >> 7) % places);
        offsets[r] = r * 6;
        memcpy(bytes + offsets[r], code, 4);
        memcpy(bytes + offsets[r] + 4, "01", 2);
    }
    offsets[rows] = rows * 6;
    f->columns[field] =
        (struct column){.lane = LANE_TEXT, .rows = rows, .data = offsets, .bytes = bytes};
}

static double measure(const struct policy *p, const struct bench *b, unsigned places,
                      bool whole)
{
    struct crowd people;
    struct task task;
    struct engine *engine;
    struct results results;
    double ns[BENCH_ROUNDS];
    population_make(&people, p, b->households, 0);
    task_make(&task, p, "2024-06");
    for (uint32_t i = 0; places && i < people.count; i++)
        put_codes(&people.frames[i], i, places, whole);
    results_init(&results);
    if (engine_open(&engine, ENGINE_FAST, &task.evaluation, NULL) != HM_OK)
        bench_die("opening the engine", NULL);
    for (int round = -1; round < BENCH_ROUNDS; round++) { /* the first one compiles */
        uint64_t begin = bench_thread_ns();
        for (uint32_t i = 0; i < people.count; i++)
            if (engine_run(engine, &people.frames[i], &results, NULL) != HM_OK)
                bench_die("running the engine", NULL);
        if (round >= 0)
            ns[round] = (double)(bench_thread_ns() - begin) / (double)people.households;
    }
    engine_close(engine);
    results_fini(&results);
    population_free(&people);
    return bench_median(ns, BENCH_ROUNDS);
}

void bench_regions(const struct bench *b)
{
    char folder[512];
    snprintf(folder, sizeof folder, "%s/bench/workload", b->source);
    struct policy *alone = bench_policy(folder), *land = region(b);
    printf("\nseveral policies in one run: %llu households, %d policies of the workload\n",
           (unsigned long long)b->households, (int)PLACES);
    double one = measure(alone, b, 0, false);
    bench_line("one policy", one, "ns/household", NULL);
    bench_line("region, all blocks of one place", measure(land, b, 1, true), "ns/household",
               NULL);
    bench_line("region, each block of one place", measure(land, b, PLACES, true),
               "ns/household", NULL);
    for (unsigned places = 2; places <= PLACES; places *= 2) {
        char what[64], note[64];
        double ns = measure(land, b, places, false);
        snprintf(what, sizeof what, "region, each block of %u places mixed", places);
        snprintf(note, sizeof note, "%.2f times one policy", ns / one);
        bench_line(what, ns, "ns/household", note);
    }
    policy_free(alone);
    policy_free(land);
}
