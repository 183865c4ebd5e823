/* workload.h - the reference workload by hand, for comparison with the fast engine.
 *
 * The population is drawn from a seed; every field has the narrow lane that the policy's ranges
 * prove. Amounts are in fen. `i32` lanes hold all intermediate amounts; the i64 forms are the same
 * code on wide lanes. Both give the sixteen results in the order of bench/workload/policy.lua.
 */
#ifndef HM_BENCH_WORKLOAD_H
#define HM_BENCH_WORKLOAD_H

#include <stdbool.h>
#include <stdint.h>

enum { WORKLOAD_RESULTS = 16, WORKLOAD_MEMBERS_MAX = 6 };

/* Households sorted by member count, members slot by slot: the layout of a store block. */
struct workload {
    uint32_t households, persons;
    uint8_t *rural, *housing, *vehicle, *hukou, *members;
    int32_t *inc[4], *savings, *rigid_exp;
    uint16_t *age_m;
    uint8_t *dis_level, *dis_cat, *selfcare, *illness, *student, *workable;
    int32_t *wage;
    uint32_t slot_begin[WORKLOAD_MEMBERS_MAX + 1]; /* first member row of each slot */
};

struct workload_results {
    int32_t *money[10]; /* hh_income pc supp dibao_amt sp_amt tekun_amt disliv nursing elderly total */
    uint16_t *hours;
    uint8_t *asset_ok, *sp_cnt, *rating, *rigid, *edge;
};

/* Draws `households` of block number `block`; false when memory is short. */
bool workload_make(struct workload *w, uint64_t seed, uint32_t block, uint32_t households);
void workload_free(struct workload *w);
bool workload_results_make(struct workload_results *r, uint32_t households);
void workload_results_free(struct workload_results *r);

/* The standards in fen: [0] urban, [1] rural. */
extern const int32_t workload_std_old[2], workload_std_new[2];

/* The obvious loop: one household after the other, its members from rows grouped by household. */
struct workload_person {
    uint16_t age_m;
    uint8_t dis_level, dis_cat, selfcare, illness, student, workable;
    int32_t wage;
};
struct workload_household {
    uint8_t rural, housing, vehicle, hukou, members;
    int32_t inc[4], savings, rigid_exp;
    uint32_t first_person;
};
struct workload_rows {
    struct workload_household *households;
    struct workload_person *persons;
    uint32_t count;
};
struct workload_row_result {
    int64_t money[10];
    uint16_t hours;
    uint8_t asset_ok, sp_cnt, rating, rigid, edge;
};
/* order: for each row the household it holds; NULL: as in w, sorted by members. */
bool workload_rows_make(struct workload_rows *r, const struct workload *w,
                        const uint32_t *order);
void workload_rows_free(struct workload_rows *r);

void workload_run_rows_i32(const struct workload_rows *r, const int32_t std[2],
                           struct workload_row_result *out);
void workload_run_rows_i64(const struct workload_rows *r, const int32_t std[2],
                           struct workload_row_result *out);
/* Columns by hand, in batches, on the jagged layout. */
void workload_run_columns_i32(const struct workload *w, const int32_t std[2],
                              struct workload_results *out);

#endif
