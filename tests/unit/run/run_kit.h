/* run_kit.h - stores with small blocks, families made from numbers, and runs over them, for the
 * tests of recomputation. */
#ifndef TEST_RUN_KIT_H
#define TEST_RUN_KIT_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/digest.h"
#include "io/record.h"
#include "run/recompute.h"
#include "store/key.h"
#include "store/state.h"
#include "value/date.h"

#define KIT_JANUARY (2022 * 12)
enum { KIT_BLOCK = 50, KIT_FAMILIES = 230 };

struct kit {
    char folder[64], path[96];
    struct policy *policy;
    struct store *store;
    struct hm_host host;
};

#define KIT_OK(call)                                                                           \
    do {                                                                                       \
        struct diag kit_diag;                                                                  \
        diag_init(&kit_diag);                                                                  \
        struct diag *d = &kit_diag;                                                            \
        (void)d;                                                                               \
        enum hm_status kit_status = (call);                                                    \
        for (size_t kit_i = 0; kit_status != HM_OK && kit_i < kit_diag.count; kit_i++)         \
            print_error("%s\n", kit_diag.items[kit_i].text);                                   \
        diag_fini(&kit_diag);                                                                  \
        assert_int_equal(kit_status, HM_OK);                                                   \
    } while (0)

/* Family n with something wrong or special about every few of them; salt changes facts. */
static inline void kit_family(struct buf *out, unsigned n, unsigned salt)
{
    unsigned x = (n * 2654435761u + salt * 40503u) >> 8;
    buf_clear(out);
    buf_printf(out, "{\"id\":\"H%05u\",\"division_code\":\"99030%u001\"", n, n % 4);
    if (n % 17 != 3)
        buf_printf(out, ",\"income\":%u.%02u", x % 3000, x % 100);
    if (n % 3 == 0)
        buf_printf(out, ",\"rent\":%u", x % 900);
    buf_puts(out, ",\"persons\":[");
    for (unsigned k = 0; k <= n % 4; k++)
        buf_printf(out, "%s{\"id\":\"p%u\",\"birth_date\":\"19%02u-0%u-15\"}", k ? "," : "", k,
                   20 + (n * 7 + k * 13) % 75, 1 + (n + k) % 9);
    buf_puts(out, "]}");
}

/* Families first .. first + n - 1 hold from a month on; or the one that `line` is. */
static inline void kit_take(struct kit *k, int32_t month, unsigned first, unsigned n,
                            unsigned salt, const char *given)
{
    const struct model *m = store_schema(k->store);
    struct record_rules rules = {.needs_id = true, .today = INT32_MAX};
    struct record_reader *reader;
    struct builder *b;
    struct frame f;
    struct ingest *g;
    struct buf line;
    rules.root = model_entity(m, (struct str){"household", 9});
    buf_init(&line);
    KIT_OK(record_reader_new(&reader, m, &rules));
    assert_int_equal(builder_new(&b, m, rules.root), HM_OK);
    for (unsigned i = 0; i < n; i++) {
        struct record record;
        kit_family(&line, first + i, salt);
        if (given) {
            buf_clear(&line);
            buf_puts(&line, given);
        }
        KIT_OK(record_parse(reader, b, (struct str){line.data, line.len}, NULL, &record, d));
    }
    KIT_OK(builder_finish(b, &f, false, NULL, d));
    KIT_OK(ingest_begin(&g, k->store, month, d));
    KIT_OK(ingest_add(g, &f, d));
    KIT_OK(ingest_commit(g, NULL, d));
    frame_fini(&f);
    builder_free(b);
    record_reader_free(reader);
    buf_fini(&line);
}

static inline void kit_import(struct kit *k, int32_t month, unsigned first, unsigned n,
                              unsigned salt)
{
    kit_take(k, month, first, n, salt, NULL);
}

static inline void kit_open_sized(struct kit *k, uint32_t block_households)
{
    memset(k, 0, sizeof *k);
    snprintf(k->folder, sizeof k->folder, "/tmp/huimin-run-XXXXXX");
    assert_non_null(mkdtemp(k->folder));
    snprintf(k->path, sizeof k->path, "%s/s.hm", k->folder);
    KIT_OK(policy_load(&k->policy, TEST_SOURCE_DIR "/tests/unit/run/town", d));
    KIT_OK(store_create_sized(k->path, k->policy->model, block_households, d));
    KIT_OK(store_open(&k->store, k->path, STORE_WRITE, d));
    k->host = (struct hm_host){.engine = HM_ENGINE_FAST, .threads = 1};
    kit_import(k, KIT_JANUARY, 0, KIT_FAMILIES, 1);
}

static inline void kit_open(struct kit *k)
{
    kit_open_sized(k, KIT_BLOCK);
}

static inline void kit_close(struct kit *k)
{
    char lock[128];
    store_close(k->store);
    policy_free(k->policy);
    snprintf(lock, sizeof lock, "%s-lock", k->path);
    unlink(k->path);
    unlink(lock);
    rmdir(k->folder);
}

struct kit_run {
    int32_t from, to;
    bool publish, full;
    const char *set;
};
/* Runs and gives the status; *out (may be NULL) by summary_fini of its summary. */
static inline enum hm_status kit_try(struct kit *k, struct kit_run r,
                                     struct recompute_result *out, struct diag *d)
{
    struct changes changes;
    struct recompute_result result = {.run = 0};
    changes_init(&changes, k->policy);
    enum hm_status st = r.set ? changes_set(&changes, r.set, r.from, d) : HM_OK;
    struct recompute_job job = {.store = k->store,
                                .policy = k->policy,
                                .changes = &changes,
                                .from = r.from,
                                .to = r.to,
                                .publish = r.publish,
                                .full = r.full,
                                .top = 5,
                                .host = &k->host};
    if (st == HM_OK)
        st = recompute_run(&job, &result, d);
    changes_fini(&changes);
    if (out)
        *out = result;
    else
        summary_fini(&result.summary);
    return st;
}

static inline struct recompute_result kit_run(struct kit *k, struct kit_run r)
{
    struct recompute_result result;
    KIT_OK(kit_try(k, r, &result, d));
    return result;
}

/* A digest of everything stored under a run's number. */
static inline uint64_t kit_bytes(struct kit *k, uint32_t run)
{
    struct txn t;
    struct scan s;
    struct key key = key_result(run, 0, 0, 0);
    uint64_t sum = 0;
    KIT_OK(txn_begin(&t, k->store->env, false, d));
    KIT_OK(scan_open(&s, &t, TABLE_RESULT, d));
    KIT_OK(scan_seek(&s, key_bytes(&key), d));
    while (s.found && key_read(s.key, 0, 4) == run) {
        uint64_t parts[3] = {sum, digest_xxh64(s.key.p, s.key.n),
                             digest_xxh64(s.value.p, s.value.n)};
        sum = digest_xxh64(parts, sizeof parts);
        KIT_OK(scan_next(&s, d));
    }
    scan_close(&s);
    txn_abort(&t);
    return sum;
}

/* The run's report as it must come out again; mem_free. */
static inline char *kit_report(struct kit *k, uint32_t run)
{
    struct run_record r;
    struct summary s;
    struct buf out;
    KIT_OK(run_get(k->store, run, &r, d));
    KIT_OK(summary_read(&s, r.summary, d));
    buf_init(&out);
    summary_put_lasting(&out, &s);
    summary_fini(&s);
    run_record_fini(&r);
    return buf_take(&out);
}

#endif
