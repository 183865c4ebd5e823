/* measures_count.c - the arithmetic of the measures. Persons are ordered by the income a head
 * of their household; the order is that of exact fractions, found with whole keys: two
 * different incomes a head, y/n and y'/n' with at most 1000 persons, differ by at least 10^-6,
 * so that floor(y * 2^20 / n) tells them apart and keeps their order.
 */
#include <assert.h>
#include <string.h>
#include "base/mem.h"
#include "whatif/measures.h"

enum { KEY_SHIFT = 20 };
_Static_assert((1 << KEY_SHIFT) > LIMIT_MEMBERS * LIMIT_MEMBERS, "keys tell fractions apart");
#define INCOME_MOST (INT64_C(1) << 43) /* fen; keys stay in 64 bits */

struct keyed {
    int64_t key;
    uint32_t at; /* the row */
};

static int64_t key_of(int64_t fen, uint32_t people)
{
    int64_t scaled = fen * (INT64_C(1) << KEY_SHIFT), n = people;
    return scaled / n - (scaled % n < 0);
}

/* Least byte first; keys as unsigned, their sign turned. Stable, so that the order of equal
 * keys does not matter to anything: they are taken together. */
static void sort_keys(struct keyed *a, struct keyed *scratch, size_t n)
{
    for (unsigned shift = 0; shift < 64; shift += 8) {
        size_t starts[257] = {0};
        for (size_t i = 0; i < n; i++)
            starts[(((uint64_t)a[i].key ^ (UINT64_C(1) << 63)) >> shift & 255) + 1]++;
        bool one = false;
        for (size_t b = 1; b <= 256; b++)
            one = one || starts[b] == n;
        if (one)
            continue; /* all alike in this byte */
        for (size_t b = 1; b <= 256; b++)
            starts[b] += starts[b - 1];
        for (size_t i = 0; i < n; i++)
            scratch[starts[((uint64_t)a[i].key ^ (UINT64_C(1) << 63)) >> shift & 255]++] = a[i];
        memcpy(a, scratch, n * sizeof *a);
    }
}

/* --- Gini --- */

/* Persons of one income a head. */
struct step {
    int64_t key, fen_a_head;
    uint64_t people;
    __int128 income, benefit;
};

/* Sum over steps of income * (2 * persons below + own persons) = S; G = S / (N * total) - 1. */
struct gini {
    __int128 people, total, s;
};

static void gini_add(struct gini *g, const struct step *x, bool after)
{
    __int128 income = x->income + (after ? x->benefit : 0);
    g->s += income * (2 * g->people + x->people);
    g->people += x->people;
    g->total += income;
}

static struct measures_ratio gini_ratio(const struct gini *g)
{
    __int128 den = g->people * g->total;
    return den > 0 ? (struct measures_ratio){g->s - den, den} : (struct measures_ratio){0, 0};
}

/* --- deciles --- */

/* Persons of one income spread evenly where a boundary lies among them: what is cut off is the
 * floor of their part, and the next tenth gets the rest, so that all of it is counted once. */
struct dealing {
    struct measures_decile *deciles;
    uint64_t all;   /* persons */
    uint64_t dealt; /* so far */
    size_t decile;
    bool after;
};

static uint64_t boundary(const struct dealing *d, size_t decile)
{
    return (uint64_t)((__int128)d->all * (int)(decile + 1) / MEASURES_DECILES);
}

static __int128 part_of(__int128 whole, uint64_t part, uint64_t people)
{
    __int128 product = whole * part;
    return product / people - (product % people < 0);
}

static void deal_part(struct dealing *d, const struct step *x, uint64_t from, uint64_t to)
{
    struct measures_decile *t = &d->deciles[d->decile];
    __int128 income = part_of(x->income, to, x->people) - part_of(x->income, from, x->people);
    __int128 benefit =
        part_of(x->benefit, to, x->people) - part_of(x->benefit, from, x->people);
    if (d->after) {
        t->after_fen += income + benefit;
        return;
    }
    if (t->people == 0)
        t->from_fen = x->fen_a_head;
    t->to_fen = x->fen_a_head;
    t->people += to - from;
    t->income_fen += income;
    t->benefit_fen += benefit;
}

static void deal(struct dealing *d, const struct step *x)
{
    uint64_t done = 0;
    while (done < x->people) {
        while (d->decile + 1 < MEASURES_DECILES && boundary(d, d->decile) <= d->dealt)
            d->decile++;
        uint64_t room = d->decile + 1 < MEASURES_DECILES ? boundary(d, d->decile) - d->dealt
                                                         : x->people - done;
        uint64_t n = x->people - done < room ? x->people - done : room;
        deal_part(d, x, done, done + n);
        done += n;
        d->dealt += n;
    }
}

/* --- both, before and after benefits --- */

static void walk(struct measures_side *out, const struct measures_row *rows,
                 const struct keyed *keys, size_t n, bool after)
{
    struct gini g = {0};
    struct dealing d = {.deciles = out->deciles, .all = out->people, .after = after};
    for (size_t i = 0, next; i < n; i = next) {
        struct step x = {.key = keys[i].key};
        const struct measures_row *first = &rows[keys[i].at];
        int64_t fen = first->income_fen + (after ? first->benefit_fen : 0);
        int64_t people = first->people;
        x.fen_a_head = fen / people - (fen % people < 0);
        for (next = i; next < n && keys[next].key == x.key; next++) {
            const struct measures_row *r = &rows[keys[next].at];
            x.people += r->people;
            x.income += r->income_fen;
            x.benefit += r->benefit_fen;
        }
        gini_add(&g, &x, after);
        deal(&d, &x);
    }
    *(after ? &out->gini_after : &out->gini_before) = gini_ratio(&g);
}

static bool fits(const struct measures_row *r)
{
    int64_t after = r->income_fen + r->benefit_fen;
    return r->income_fen > -INCOME_MOST && r->income_fen < INCOME_MOST &&
           after > -INCOME_MOST && after < INCOME_MOST;
}

enum hm_status measures_distribution(struct measures_side *out, const struct measures_row *rows,
                                     size_t n, struct diag *d)
{
    struct keyed *keys = mem_calloc(2 * n + 1, sizeof *keys);
    if (!keys || n > UINT32_MAX) {
        mem_free(keys);
        return diag_nomem(d, _("measuring a distribution"));
    }
    bool good = true;
    out->people = 0;
    for (size_t i = 0; i < n; i++) {
        assert(rows[i].people > 0 && rows[i].people <= LIMIT_MEMBERS);
        out->people += rows[i].people;
        good = good && fits(&rows[i]);
    }
    for (int after = 0; after <= 1 && good; after++) {
        for (size_t i = 0; i < n; i++)
            keys[i] = (struct keyed){
                key_of(rows[i].income_fen + (after ? rows[i].benefit_fen : 0), rows[i].people),
                (uint32_t)i};
        sort_keys(keys, keys + n, n);
        walk(out, rows, keys, n, after);
    }
    mem_free(keys);
    return good ? HM_OK
                : diag_error(d, HM_DATA, NULL,
                             _("a household's income is beyond %lld yuan: it cannot be right"),
                             (long long)(INCOME_MOST / 100));
}

/* --- poverty --- */

/* The place of a line and size in the list, or where it belongs. */
static size_t find_group(const struct measures_groups *g, int64_t line_fen, uint32_t people)
{
    size_t low = 0, high = g->count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        const struct measures_group *x = &g->list[mid];
        if (x->line_fen < line_fen || (x->line_fen == line_fen && x->people < people))
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

enum hm_status measures_group_add(struct measures_groups *g, const struct measures_group *x)
{
    size_t at = find_group(g, x->line_fen, x->people);
    if (at == g->count || g->list[at].line_fen != x->line_fen ||
        g->list[at].people != x->people) {
        void *list = g->list;
        if (mem_grow(&list, &g->cap, g->count + 1, sizeof *g->list) != 0)
            return HM_NOMEM;
        g->list = list;
        memmove(&g->list[at + 1], &g->list[at], (g->count - at) * sizeof *g->list);
        g->list[at] = (struct measures_group){.line_fen = x->line_fen, .people = x->people};
        g->count++;
    }
    g->list[at].households += x->households;
    g->list[at].gap_fen += x->gap_fen;
    g->list[at].square += x->square;
    return HM_OK;
}

#define CUT INT64_C(1000000000000) /* twelve decimals */

/* floor(num * 10^12 / den): den is below 10^22, and so is what is left of the division. */
static __int128 cut(__int128 num, __int128 den)
{
    __int128 whole = num / den, rest = num % den;
    while (den > (__int128)CUT * CUT) { /* beyond any line of the law */
        den /= 10;
        rest /= 10;
    }
    return whole * CUT + rest * CUT / den;
}

void measures_poverty_of(struct measures_poverty *out, const struct measures_groups *g,
                         uint64_t all_people)
{
    __int128 p1 = 0, p2 = 0, gap = 0; /* gap: of one line, all sizes */
    *out = (struct measures_poverty){0};
    for (size_t i = 0; i < g->count; i++) {
        const struct measures_group *x = &g->list[i];
        __int128 z = x->line_fen;
        out->households += x->households;
        out->people += x->households * x->people;
        out->gap_fen += x->gap_fen;
        gap += x->gap_fen;
        p2 += cut(x->square, z * z * x->people);
        if (i + 1 < g->count && g->list[i + 1].line_fen == x->line_fen)
            continue;
        p1 += cut(gap, z);
        gap = 0;
    }
    out->fgt0 = (struct measures_ratio){out->people, all_people};
    out->fgt1 = (struct measures_ratio){p1, (__int128)all_people * CUT};
    out->fgt2 = (struct measures_ratio){p2, (__int128)all_people * CUT};
}
