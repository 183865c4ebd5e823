/* test_population.c - a scan gives what a recomputation gives, for any engine and any number of
 * threads, and leaves the store as it is.
 */
#include "../run/run_kit.h"

#include "base/fault.h"
#include "whatif/population.h"

#define MONTH(n) (KIT_JANUARY + (n)-1)
enum { THREADS = 3, ALTERNATIVES = 3 };

static const char *const SETS[ALTERNATIVES] = {NULL, "standard=1330", "rent_cap=50"};

struct sums {
    const struct agenda *agenda;
    uint64_t households, blocks;
    __int128 fen[ALTERNATIVES];
    uint64_t missing[ALTERNATIVES];
};

/* Adds up every benefit of every household. */
static enum hm_status add_up(void *context, const struct scan_part *part, struct diag *d)
{
    struct sums *s = context;
    (void)d;
    s->blocks++;
    s->households += part->facts->entities[s->agenda->root].rows;
    for (size_t a = 0; a < ALTERNATIVES; a++) {
        for (size_t i = 0; i < part->results[a].column_count; i++) {
            const struct result_column *c = &part->results[a].columns[i];
            for (uint32_t r = 0; r < c->rows; r++) {
                if (result_state(c, r) == HM_TRAP_NONE)
                    s->fen[a] += result_stored(c, s->agenda->model, r);
                else
                    s->missing[a]++;
            }
        }
    }
    return HM_OK;
}

struct question {
    struct changes changes[ALTERNATIVES];
    const struct changes *alternatives[ALTERNATIVES];
    struct scan_request scan;
    struct sums sums[THREADS];
    void *contexts[THREADS];
};

static void question_init(struct question *q, struct kit *k)
{
    memset(q, 0, sizeof *q);
    for (size_t a = 0; a < ALTERNATIVES; a++) {
        changes_init(&q->changes[a], k->policy);
        if (SETS[a])
            KIT_OK(changes_set(&q->changes[a], SETS[a], MONTH(5), d));
        q->alternatives[a] = SETS[a] ? &q->changes[a] : NULL;
    }
}

static void question_fini(struct question *q)
{
    for (size_t a = 0; a < ALTERNATIVES; a++)
        changes_fini(&q->changes[a]);
}

static enum hm_status ask(struct question *q, struct population *p, struct diag *d)
{
    const struct agenda *agenda = population_agenda(p);
    q->scan = (struct scan_request){.alternatives = q->alternatives,
                                    .alternative_count = ALTERNATIVES,
                                    .outputs = agenda->benefits,
                                    .output_count = agenda->benefit_count};
    for (size_t k = 0; k < THREADS; k++) {
        q->sums[k] = (struct sums){.agenda = agenda};
        q->contexts[k] = &q->sums[k];
    }
    enum hm_status st = population_scan(p, &q->scan, q->contexts, add_up, d);
    for (size_t k = 1; k < THREADS; k++) {
        q->sums[0].blocks += q->sums[k].blocks;
        q->sums[0].households += q->sums[k].households;
        for (size_t a = 0; a < ALTERNATIVES; a++) {
            q->sums[0].fen[a] += q->sums[k].fen[a];
            q->sums[0].missing[a] += q->sums[k].missing[a];
        }
    }
    return st;
}

static __int128 rehearsed(struct kit *k, const char *set)
{
    struct changes changes;
    struct recompute_result r;
    changes_init(&changes, k->policy);
    if (set)
        KIT_OK(changes_set(&changes, set, MONTH(5), d));
    struct recompute_job job = {.store = k->store,
                                .policy = k->policy,
                                .changes = &changes,
                                .from = MONTH(5),
                                .to = MONTH(5),
                                .rehearse = true,
                                .host = &k->host};
    KIT_OK(recompute_run(&job, &r, d));
    __int128 fen = r.summary.months[0].total.after_fen;
    summary_fini(&r.summary);
    changes_fini(&changes);
    return fen;
}

static void test_sums_are_those_of_a_rehearsal(void **state)
{
    static const enum hm_engine engines[] = {HM_ENGINE_FAST, HM_ENGINE_LUA, HM_ENGINE_BOTH};
    struct kit k;
    struct question q;
    (void)state;
    kit_open(&k);
    question_init(&q, &k);
    for (size_t i = 0; i < 3; i++) {
        for (unsigned threads = 1; threads <= THREADS; threads += 2) {
            struct population *p = NULL;
            k.host.engine = engines[i];
            k.host.threads = threads;
            KIT_OK(population_open(&p, k.store, k.policy, MONTH(5), &k.host, d));
            assert_int_equal(population_households(p), KIT_FAMILIES);
            KIT_OK(ask(&q, p, d));
            assert_int_equal(q.sums[0].households, KIT_FAMILIES);
            for (size_t a = 0; a < ALTERNATIVES; a++) {
                assert_true(q.sums[0].fen[a] == rehearsed(&k, SETS[a]));
                assert_true(q.sums[0].missing[a] > 0);
            }
            population_close(p);
        }
    }
    question_fini(&q);
    kit_close(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sums_are_those_of_a_rehearsal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
