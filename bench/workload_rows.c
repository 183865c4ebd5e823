/* workload_rows.c - the reference workload as anyone would write it first: a loop over households,
 * a loop over their members. Compiled with the kernels' flags, once on i32 and once on i64
 * amounts.
 */
#include "workload.h"

static inline int64_t hup(int64_t num, int64_t den)
{
    return (2 * num + den) / (2 * den);
}

#define MIN(a, b) ((a) < (b) ? (a) : (b))

#define ROWS(NAME, T)                                                                          \
    struct NAME##_person {                                                                     \
        T pnet, s_amt, care, sp_val;                                                           \
        bool severe, noab, sp;                                                                 \
    };                                                                                         \
    static inline struct NAME##_person NAME##_of(const struct workload_person *p, T std)       \
    {                                                                                          \
        struct NAME##_person r;                                                                \
        T ded = p->workable ? MIN((T)hup(p->wage, 5), (T)50000) : 0;                           \
        r.pnet = p->wage - ded;                                                                \
        r.severe = p->dis_level == 1 || p->dis_level == 2 ||                                   \
                   (p->dis_level == 3 && (p->dis_cat == 3 || p->dis_cat == 4));                \
        int rate = r.severe ? 30 : 0;                                                          \
        if ((p->age_m >= 840 || p->age_m < 216 || p->illness) && rate < 20)                    \
            rate = 20;                                                                         \
        r.s_amt = (T)hup((int64_t)std * rate, 100);                                            \
        r.noab = (p->age_m >= 720 || p->age_m < 192 || p->dis_level == 1 ||                    \
                  p->dis_level == 2) &&                                                        \
                 !p->workable && p->wage == 0;                                                 \
        r.sp = r.severe && r.pnet < std;                                                       \
        r.sp_val = r.sp ? std - r.pnet + r.s_amt : 0;                                          \
        r.care = p->selfcare == 2 ? (T)hup(std, 2) : p->selfcare == 1 ? (T)hup(std, 4) : 0;    \
        return r;                                                                              \
    }                                                                                          \
    void workload_run_rows_##NAME(const struct workload_rows *rows, const int32_t stds[2],     \
                                  struct workload_row_result *out)                             \
    {                                                                                          \
        for (uint32_t i = 0; i < rows->count; i++) {                                           \
            const struct workload_household *h = &rows->households[i];                         \
            const struct workload_person *m = &rows->persons[h->first_person];                 \
            struct workload_row_result *o = &out[i];                                           \
            T std = stds[h->rural], income = h->inc[0] + h->inc[1] + h->inc[2] + h->inc[3];    \
            T supp = 0, sp_amt = 0, care = 0;                                                  \
            int noab = 0, sp_cnt = 0, n = h->members;                                          \
            for (int k = 0; k < n; k++) {                                                      \
                struct NAME##_person p = NAME##_of(&m[k], std);                                \
                income += p.pnet;                                                              \
                supp += p.s_amt;                                                               \
                sp_amt += p.sp_val;                                                            \
                care += p.care;                                                                \
                noab += p.noab;                                                                \
                sp_cnt += p.sp;                                                                \
            }                                                                                  \
            T pc = (T)hup(income, n);                                                          \
            bool assets = h->savings <= 24 * (int64_t)std * n &&                               \
                          h->housing <= 1 + h->rural && h->vehicle == 0;                       \
            bool base = h->hukou && assets, tekun = base && noab == n && pc < std;             \
            bool dibao = base && pc < std && !tekun;                                           \
            bool edge = base && pc >= std && pc <= 2 * std;                                    \
            bool rigid = h->hukou && pc > 2 * std && h->savings <= 36 * (int64_t)std * n &&    \
                         income - h->rigid_exp < n * std;                                      \
            T disliv = 0, nursing = 0, elderly = 0;                                            \
            int hours = 0;                                                                     \
            for (int k = 0; k < n && h->hukou; k++) {                                          \
                const struct workload_person *p = &m[k];                                       \
                struct NAME##_person q = NAME##_of(p, std);                                    \
                int hp = 0;                                                                    \
                if (p->age_m >= 1080)                                                          \
                    hp = p->selfcare == 2 ? 45 : p->selfcare == 1 ? 30 : 15;                   \
                else if (p->age_m >= 960 && p->selfcare > 0 && (tekun || dibao || edge))       \
                    hp = 20;                                                                   \
                if ((dibao || (edge && q.sp)) && p->dis_level >= 1)                            \
                    disliv += q.severe ? 11000 : 5500;                                         \
                if (!tekun && q.severe && hp == 0)                                             \
                    nursing += p->dis_level == 1 ? 11000 : 9000;                               \
                elderly += p->age_m >= 1200   ? 80000                                          \
                           : p->age_m >= 1080 ? 20000                                          \
                           : p->age_m >= 960  ? 8000                                           \
                                              : 0;                                             \
                hours += hp;                                                                   \
            }                                                                                  \
            T dibao_amt = dibao ? n * (std - pc) + supp : 0;                                   \
            T tekun_amt = tekun ? n * (T)hup((int64_t)std * 13, 10) + care : 0;                \
            sp_cnt = edge ? sp_cnt : 0;                                                        \
            sp_amt = edge ? sp_amt : 0;                                                        \
            T total = dibao_amt + sp_amt + tekun_amt + disliv + nursing + elderly;             \
            *o = (struct workload_row_result){                                                 \
                {income, pc, supp, dibao_amt, sp_amt, tekun_amt, disliv, nursing, elderly,     \
                 total},                                                                       \
                (uint16_t)hours,                                                               \
                assets,                                                                        \
                (uint8_t)sp_cnt,                                                               \
                (uint8_t)(tekun   ? 1                                                          \
                          : dibao ? 2                                                          \
                          : edge  ? (sp_cnt > 0 ? 3 : 4)                                       \
                          : rigid ? 5                                                          \
                                  : 0),                                                        \
                rigid,                                                                         \
                edge};                                                                         \
        }                                                                                      \
    }
ROWS(i32, int32_t)
ROWS(i64, int64_t)
