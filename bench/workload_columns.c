/* workload_columns.c - the reference workload by hand on columns: the jagged layout, batches of
 * 4096 households, plain loops over narrow lanes that gcc vectorises. What the fast engine is
 * measured against.
 */
#include "workload.h"

#include <string.h>

enum { BATCH = 4096 };

/* Registers of a batch. */
struct batch {
    int32_t std[BATCH], income[BATCH], supp[BATCH], sp_amt[BATCH], care[BATCH], pc[BATCH];
    int32_t disliv[BATCH], nursing[BATCH], elderly[BATCH], hours[BATCH];
    uint8_t noab[BATCH], sp_cnt[BATCH], hukou[BATCH], tekun[BATCH], dibao[BATCH], edge[BATCH];
    uint8_t poor[BATCH];
};

/* floor(x / n + 1/2) for 0 <= x < 2^31, 1 <= n <= 6: exact in double, far below 2^51. */
static inline int32_t half_up(int32_t x, int32_t n)
{
    return (int32_t)(((double)x + (double)x + (double)n) / (double)(n + n));
}

static void first_members(const struct workload *w, struct batch *b, uint32_t at, uint32_t n,
                          uint32_t slot)
{
    uint32_t row = w->slot_begin[slot] + at;
    const int32_t *restrict wage = w->wage + row, *restrict std = b->std;
    const uint16_t *restrict age = w->age_m + row;
    const uint8_t *restrict level = w->dis_level + row, *restrict cat = w->dis_cat + row;
    const uint8_t *restrict selfcare = w->selfcare + row, *restrict illness = w->illness + row;
    const uint8_t *restrict workable = w->workable + row;
    int32_t *restrict income = b->income, *restrict supp = b->supp;
    int32_t *restrict sp_amt = b->sp_amt, *restrict care = b->care;
    uint8_t *restrict noab = b->noab, *restrict sp_cnt = b->sp_cnt;
    for (uint32_t i = 0; i < n; i++) {
        int32_t ded = half_up(wage[i], 5);
        ded = ded < 50000 ? ded : 50000;
        int32_t pnet = wage[i] - (workable[i] ? ded : 0);
        int severe = (level[i] == 1) | (level[i] == 2) |
                     ((level[i] == 3) & ((cat[i] == 3) | (cat[i] == 4)));
        int old = (age[i] >= 840) | (age[i] < 216) | illness[i];
        int32_t rate = severe ? 30 : old ? 20 : 0;
        int32_t s_amt = half_up(std[i] * rate, 100);
        int helpless = (age[i] >= 720) | (age[i] < 192) | (level[i] == 1) | (level[i] == 2);
        int sp = severe & (pnet < std[i]);
        int32_t half = half_up(std[i], 2), quarter = half_up(std[i], 4);
        income[i] += pnet;
        supp[i] += s_amt;
        sp_amt[i] += sp ? std[i] - pnet + s_amt : 0;
        care[i] += selfcare[i] == 2 ? half : selfcare[i] == 1 ? quarter : 0;
        noab[i] = (uint8_t)(noab[i] + (helpless & !workable[i] & (wage[i] == 0)));
        sp_cnt[i] = (uint8_t)(sp_cnt[i] + sp);
    }
}

static void second_members(const struct workload *w, struct batch *b, uint32_t at, uint32_t n,
                           uint32_t slot)
{
    uint32_t row = w->slot_begin[slot] + at;
    const int32_t *restrict wage = w->wage + row, *restrict std = b->std;
    const uint16_t *restrict age = w->age_m + row;
    const uint8_t *restrict level = w->dis_level + row, *restrict cat = w->dis_cat + row;
    const uint8_t *restrict selfcare = w->selfcare + row, *restrict workable = w->workable + row;
    const uint8_t *restrict hukou = b->hukou, *restrict tekun = b->tekun;
    const uint8_t *restrict dibao = b->dibao, *restrict edge = b->edge, *restrict poor = b->poor;
    int32_t *restrict disliv = b->disliv, *restrict nursing = b->nursing;
    int32_t *restrict elderly = b->elderly, *restrict hours = b->hours;
    for (uint32_t i = 0; i < n; i++) {
        int32_t ded = half_up(wage[i], 5);
        ded = ded < 50000 ? ded : 50000;
        int32_t pnet = wage[i] - (workable[i] ? ded : 0);
        int severe = (level[i] == 1) | (level[i] == 2) |
                     ((level[i] == 3) & ((cat[i] == 3) | (cat[i] == 4)));
        int sp = severe & (pnet < std[i]);
        int32_t oldest = selfcare[i] == 2 ? 45 : selfcare[i] == 1 ? 30 : 15;
        int helped = (age[i] >= 960) & (selfcare[i] > 0) & poor[i];
        int32_t hp = age[i] >= 1080 ? oldest : helped ? 20 : 0;
        hp = hukou[i] ? hp : 0;
        int lives = hukou[i] & (dibao[i] | (edge[i] & sp)) & (level[i] >= 1);
        int nursed = hukou[i] & !tekun[i] & severe & (hp == 0);
        int32_t elder = age[i] >= 1200   ? 80000
                        : age[i] >= 1080 ? 20000
                        : age[i] >= 960  ? 8000
                                         : 0;
        disliv[i] += lives ? (severe ? 11000 : 5500) : 0;
        nursing[i] += nursed ? (level[i] == 1 ? 11000 : 9000) : 0;
        elderly[i] += hukou[i] ? elder : 0;
        hours[i] += hp;
    }
}

static void ratings(const struct workload *w, struct batch *b, struct workload_results *out,
                    uint32_t at, uint32_t n)
{
    const int32_t *restrict savings = w->savings + at, *restrict rigid_exp = w->rigid_exp + at;
    const uint8_t *restrict rural = w->rural + at, *restrict housing = w->housing + at;
    const uint8_t *restrict vehicle = w->vehicle + at, *restrict members = w->members + at;
    uint8_t *restrict asset_ok = out->asset_ok + at, *restrict sp_cnt = out->sp_cnt + at;
    uint8_t *restrict rating = out->rating + at, *restrict rigid_out = out->rigid + at;
    uint8_t *restrict edge_out = out->edge + at;
    int32_t *restrict pc_out = out->money[1] + at, *restrict dibao_amt = out->money[3] + at;
    int32_t *restrict sp_amt = out->money[4] + at, *restrict tekun_amt = out->money[5] + at;
    for (uint32_t i = 0; i < n; i++) {
        int32_t m = members[i], std = b->std[i], pc = half_up(b->income[i], m);
        int assets = (savings[i] <= 24 * std * m) & (housing[i] <= 1 + rural[i]) &
                     (vehicle[i] == 0);
        int base = b->hukou[i] & assets;
        int tekun = base & (b->noab[i] == m) & (pc < std);
        int dibao = base & (pc < std) & !tekun;
        int edge = base & (pc >= std) & (pc <= 2 * std);
        int rigid = b->hukou[i] & (pc > 2 * std) & (savings[i] <= 36 * std * m) &
                    (b->income[i] - rigid_exp[i] < m * std);
        b->pc[i] = pc_out[i] = pc;
        b->tekun[i] = (uint8_t)tekun;
        b->dibao[i] = (uint8_t)dibao;
        b->edge[i] = edge_out[i] = (uint8_t)edge;
        b->poor[i] = (uint8_t)(tekun | dibao | edge);
        asset_ok[i] = (uint8_t)assets;
        sp_cnt[i] = edge ? b->sp_cnt[i] : 0;
        sp_amt[i] = edge ? b->sp_amt[i] : 0;
        dibao_amt[i] = dibao ? m * (std - pc) + b->supp[i] : 0;
        tekun_amt[i] = tekun ? m * half_up(std * 13, 10) + b->care[i] : 0;
        int special = sp_cnt[i] > 0 ? 3 : 4;
        int rest = edge ? special : rigid ? 5 : 0;
        rating[i] = (uint8_t)(tekun ? 1 : dibao ? 2 : rest);
        rigid_out[i] = (uint8_t)rigid;
    }
}

static void start(const struct workload *w, struct batch *b, const int32_t std[2], uint32_t at,
                  uint32_t n)
{
    memset(b->supp, 0, sizeof b->supp);
    memset(b->sp_amt, 0, sizeof b->sp_amt);
    memset(b->care, 0, sizeof b->care);
    memset(b->disliv, 0, sizeof b->disliv);
    memset(b->nursing, 0, sizeof b->nursing);
    memset(b->elderly, 0, sizeof b->elderly);
    memset(b->hours, 0, sizeof b->hours);
    memset(b->noab, 0, sizeof b->noab);
    memset(b->sp_cnt, 0, sizeof b->sp_cnt);
    memcpy(b->hukou, w->hukou + at, n);
    const int32_t urban = std[0], rural = std[1];
    for (uint32_t i = 0; i < n; i++) {
        b->std[i] = w->rural[at + i] ? rural : urban;
        b->income[i] =
            w->inc[0][at + i] + w->inc[1][at + i] + w->inc[2][at + i] + w->inc[3][at + i];
    }
}

static void finish(const struct batch *b, struct workload_results *out, uint32_t at, uint32_t n)
{
    int32_t *restrict total = out->money[9] + at;
    const int32_t *restrict dibao = out->money[3] + at, *restrict sp = out->money[4] + at;
    const int32_t *restrict tekun = out->money[5] + at;
    memcpy(out->money[0] + at, b->income, n * sizeof *total);
    memcpy(out->money[2] + at, b->supp, n * sizeof *total);
    memcpy(out->money[6] + at, b->disliv, n * sizeof *total);
    memcpy(out->money[7] + at, b->nursing, n * sizeof *total);
    memcpy(out->money[8] + at, b->elderly, n * sizeof *total);
    for (uint32_t i = 0; i < n; i++) {
        total[i] = dibao[i] + sp[i] + tekun[i] + b->disliv[i] + b->nursing[i] + b->elderly[i];
        out->hours[at + i] = (uint16_t)b->hours[i];
    }
}

static uint32_t slot_rows(const struct workload *w, uint32_t slot, uint32_t at, uint32_t n)
{
    uint32_t size = w->slot_begin[slot + 1] - w->slot_begin[slot];
    return size <= at ? 0 : size - at < n ? size - at : n;
}

void workload_run_columns_i32(const struct workload *w, const int32_t std[2],
                              struct workload_results *out)
{
    static _Thread_local struct batch b;
    for (uint32_t at = 0; at < w->households; at += BATCH) {
        uint32_t n = w->households - at < BATCH ? w->households - at : BATCH;
        start(w, &b, std, at, n);
        for (uint32_t k = 0; k < WORKLOAD_MEMBERS_MAX; k++)
            first_members(w, &b, at, slot_rows(w, k, at, n), k);
        ratings(w, &b, out, at, n);
        for (uint32_t k = 0; k < WORKLOAD_MEMBERS_MAX; k++)
            second_members(w, &b, at, slot_rows(w, k, at, n), k);
        finish(&b, out, at, n);
    }
}
