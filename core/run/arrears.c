/* arrears.c - the clauses, and one household's account.
 *
 * Order of settling: what is owed (leavers' clause, rounding), what was paid too much (waived,
 * reclaimed or withheld), then withholding, oldest month first: out of arrears before out of
 * the current month, out of the same line before the same benefit before any other.
 */
#include "run/arrears.h"

#include <string.h>
#include "base/mem.h"
#include "value/date.h"

/* --- clauses --- */

struct clause_reader {
    const struct model *model;
    int32_t month;
    const struct patch *patches;
    size_t patch_count;
    struct arena arena;
    struct diag *diag;
};

/* The value of a clause in force, or NULL when the policy does not declare it. */
static enum hm_status find_clause(struct clause_reader *r, const char *name,
                                  enum value_kind kind, const struct parameter **p,
                                  const struct value **out)
{
    int index = model_parameter(r->model, (struct str){name, strlen(name)});
    *out = NULL;
    if (index < 0)
        return HM_OK;
    struct parameter *patched = arena_alloc(&r->arena, sizeof *patched);
    if (!patched || parameter_patched(patched, &r->model->parameters[index], r->patches,
                                      r->patch_count, (uint16_t)index, &r->arena) != HM_OK)
        return diag_nomem(r->diag, _("reading the clauses of arrears"));
    const struct parameter_value *v = parameter_on(patched, month_first_day(r->month));
    if (!v || v->ended)
        return HM_OK;
    if (patched->kind != PARAMETER_SCALAR || patched->type.kind != kind)
        return diag_error(r->diag, HM_DATA, &patched->at,
                          _("parameter \"%s\" is a clause of arrears: expected a single %s"),
                          name, value_kind_name(kind));
    *p = patched;
    *out = &v->scalar;
    return HM_OK;
}

static enum hm_status bad_clause(struct clause_reader *r, const struct parameter *p,
                                 const char *expected)
{
    return diag_error(r->diag, HM_DATA, &p->at,
                      _("the value of clause \"%s\" makes no sense: expected %s"), p->name,
                      expected);
}

static enum hm_status read_flag(struct clause_reader *r, const char *name, bool *out)
{
    const struct parameter *p;
    const struct value *v;
    TRY(find_clause(r, name, KIND_BOOLEAN, &p, &v));
    *out = v ? v->as.boolean : *out;
    return HM_OK;
}

static enum hm_status read_months(struct clause_reader *r, const char *name, int64_t *out)
{
    const struct parameter *p;
    const struct value *v;
    TRY(find_clause(r, name, KIND_INTEGER, &p, &v));
    if (v && (v->as.integer < 0 || v->as.integer > LIMIT_ARREARS_MONTHS))
        return bad_clause(r, p, _("a number of months that is not negative, at most 60"));
    *out = v ? v->as.integer : *out;
    return HM_OK;
}

/* The position of an enum value's name among `words`. */
static enum hm_status read_word(struct clause_reader *r, const char *name,
                                const char *const *words, size_t n, size_t *out)
{
    const struct parameter *p;
    const struct value *v;
    TRY(find_clause(r, name, KIND_ENUM, &p, &v));
    if (!v)
        return HM_OK;
    const char *word = r->model->enums[p->type.enum_id].values[v->as.code].name;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(words[i], word) == 0) {
            *out = i;
            return HM_OK;
        }
    }
    return bad_clause(r, p, words[0]);
}

static enum hm_status read_amount(struct clause_reader *r, const char *name, int64_t *out)
{
    const struct parameter *p;
    const struct value *v;
    TRY(find_clause(r, name, KIND_MONEY, &p, &v));
    if (v && (v->as.rational.num < 0 || v->as.rational.den != 1))
        return bad_clause(r, p, _("an amount that is not negative, in whole fen"));
    *out = v ? v->as.rational.num : *out;
    return HM_OK;
}

static enum hm_status read_share(struct clause_reader *r, const char *name,
                                 struct rational *out)
{
    const struct parameter *p;
    const struct value *v;
    TRY(find_clause(r, name, KIND_NUMBER, &p, &v));
    if (!v)
        return HM_OK;
    struct rational share =
        v->kind == KIND_INTEGER ? rational_of(v->as.integer) : v->as.rational;
    if (share.num < 0 || share.num > share.den || share.den > 1000000)
        return bad_clause(r, p, _("a share from 0 to 1"));
    *out = share;
    return HM_OK;
}

static enum hm_status read_clauses(struct clause_reader *r, struct arrears_clauses *c)
{
    static const char *const over[] = {"set_off", "reclaim", "waive"};
    static const char *const rounding[] = {"per_month", "once"};
    size_t which = 0, once = 0;
    TRY(read_flag(r, "arrears_for_leavers", &c->for_leavers));
    TRY(read_flag(r, "arrears_set_off_across", &c->across));
    TRY(read_word(r, "arrears_overpayment", over, 3, &which));
    TRY(read_word(r, "arrears_rounding", rounding, 2, &once));
    TRY(read_amount(r, "arrears_waive_up_to", &c->waive_up_to_fen));
    TRY(read_share(r, "arrears_set_off_most", &c->set_off_most));
    TRY(read_months(r, "arrears_deadline_months", &c->deadline_months));
    TRY(read_months(r, "arrears_since_most", &c->since_most));
    c->over = (enum arrears_over)which;
    c->once = once == 1;
    return HM_OK;
}

enum hm_status arrears_clauses_read(struct arrears_clauses *out, const struct model *m,
                                    int32_t month, const struct patch *patches,
                                    size_t patch_count, struct diag *d)
{
    struct arrears_clauses c = {
        .for_leavers = true,
        .over = ARREARS_SET_OFF,
        .set_off_most = {1, 1},
        .across = true,
        .since_most = LIMIT_ARREARS_MONTHS,
    };
    struct clause_reader r = {m, month, patches, patch_count, .diag = d};
    arena_init(&r.arena);
    enum hm_status st = read_clauses(&r, &c);
    arena_fini(&r.arena);
    if (st == HM_OK)
        *out = c;
    return st;
}

/* --- what is owed --- */

static bool is_sound(const struct arrears_cell *c)
{
    return c->due >= -LIMIT_MONEY_FEN && c->due <= LIMIT_MONEY_FEN &&
           c->paid >= -LIMIT_MONEY_FEN && c->paid <= LIMIT_MONEY_FEN;
}

/* Smaller than one step of the benefit's rounding: rounding paid it, nobody asks it back. */
static bool is_rounding(int64_t over, struct rounding r)
{
    return r.mode != ROUND_NONE && (__int128)over * r.step.den < r.step.num;
}

static int64_t rounded(int64_t fen, struct rounding r)
{
    struct rational out;
    if (rounding_apply(&out, rational_of(fen), r) != HM_TRAP_NONE)
        return fen;
    return out.den == 1 ? out.num : fen; /* steps below a fen change nothing here */
}

static void read_cell(struct arrears_account *a, struct arrears_cell *c,
                      const struct arrears_clauses *clauses)
{
    struct rounding r = a->lines[c->line].round;
    int64_t open = c->due - c->paid;
    c->owed = c->over = c->back = 0;
    c->rest = ARREARS_LATER;
    if (!c->known)
        return;
    if (open > 0)
        c->owed = clauses->once && c->month < a->month ? open : rounded(open, r);
    else if (open < 0 && !is_rounding(-open, r))
        c->over = -open;
}

/* One rounding for all months of a line; what it adds or takes falls on the last ones. */
static void round_once(struct arrears_account *a, uint32_t line)
{
    int64_t sum = 0;
    for (size_t i = 0; i < a->cell_count; i++)
        if (a->cells[i].line == line && a->cells[i].month < a->month)
            sum += a->cells[i].owed;
    int64_t change = rounded(sum, a->lines[line].round) - sum;
    for (size_t i = a->cell_count; i-- > 0 && change != 0;) {
        struct arrears_cell *c = &a->cells[i];
        if (c->line != line || c->month >= a->month || c->owed == 0)
            continue;
        int64_t step = change < -c->owed ? -c->owed : change;
        c->owed += step;
        change -= step;
    }
}

static void deny_leavers(struct arrears_account *a, uint32_t line)
{
    struct arrears_line *l = &a->lines[line];
    if (l->now_known && l->now != 0)
        return;
    for (size_t i = 0; i < a->cell_count; i++) {
        struct arrears_cell *c = &a->cells[i];
        if (c->line != line || c->month >= a->month)
            continue;
        *(l->now_known ? &l->denied : &l->held) += c->owed;
        c->owed = 0;
    }
}

static void sum_lines(struct arrears_account *a)
{
    for (size_t i = 0; i < a->cell_count; i++) {
        const struct arrears_cell *c = &a->cells[i];
        struct arrears_line *l = &a->lines[c->line];
        *(c->month == a->month ? &l->current : &l->arrears) += c->owed;
    }
}

/* --- what was paid too much --- */

enum nearness { SAME_LINE, SAME_ITEM, ANY_ITEM };

static bool is_near(const struct arrears_account *a, uint32_t line, uint32_t other,
                    enum nearness near)
{
    bool same_item = a->lines[line].item == a->lines[other].item;
    return near == SAME_LINE   ? line == other
           : near == SAME_ITEM ? same_item && line != other
                               : !same_item;
}

static int64_t whole_steps(int64_t fen, struct rounding r)
{
    if (r.mode != ROUND_NONE)
        r.mode = ROUND_DOWN;
    return rounded(fen, r);
}

/* Whole steps of the benefit's rounding, so that what is left is an amount it can have. */
static int64_t share_of(int64_t fen, const struct arrears_line *l,
                        const struct arrears_clauses *c)
{
    __int128 share = (__int128)fen * c->set_off_most.num / c->set_off_most.den;
    return whole_steps((int64_t)share, l->round);
}

/* What may still be withheld from a line: all of its arrears, then a share of the month. */
static int64_t room(const struct arrears_line *l, const struct arrears_clauses *c,
                    bool of_current)
{
    int64_t most = l->arrears;
    if (of_current)
        most += share_of(l->current, l, c);
    return most > l->set_off ? most - l->set_off : 0;
}

static enum hm_status take(struct arrears_account *a, uint32_t line, uint32_t cell, int64_t fen,
                           struct diag *d)
{
    void *items = a->takes;
    struct arrears_take *last = a->take_count ? &a->takes[a->take_count - 1] : NULL;
    a->lines[line].set_off += fen;
    a->cells[cell].back += fen;
    if (last && last->line == line && last->cell == cell) {
        last->fen += fen;
        return HM_OK;
    }
    if (mem_grow(&items, &a->take_cap, a->take_count + 1, sizeof *a->takes) != 0)
        return diag_nomem(d, _("settling arrears"));
    a->takes = items;
    a->takes[a->take_count++] = (struct arrears_take){line, cell, fen};
    return HM_OK;
}

static enum hm_status withhold(struct arrears_account *a, uint32_t cell,
                               const struct arrears_clauses *c, struct diag *d)
{
    int last = c->across ? ANY_ITEM : SAME_ITEM;
    const struct arrears_cell *x = &a->cells[cell];
    for (int of_current = 0; of_current < 2; of_current++)
        for (int near = SAME_LINE; near <= last; near++)
            for (uint32_t l = 0; l < a->line_count && x->back < x->over; l++) {
                if (!is_near(a, x->line, l, (enum nearness)near))
                    continue;
                int64_t most = room(&a->lines[l], c, of_current), rest = x->over - x->back;
                if (most < rest) /* a part leaves whole steps to be withheld later */
                    most = whole_steps(most, a->lines[x->line].round);
                if (most > 0)
                    TRY(take(a, l, cell, most < rest ? most : rest, d));
            }
    return HM_OK;
}

/* Whether later months may give something to withhold from. */
static bool goes_on(const struct arrears_account *a, uint32_t line,
                    const struct arrears_clauses *c)
{
    for (uint32_t l = 0; c->set_off_most.num > 0 && l < a->line_count; l++) {
        bool counts = c->across || a->lines[l].item == a->lines[line].item;
        if (counts &&
            (!a->lines[l].now_known || share_of(a->lines[l].now, &a->lines[l], c) > 0))
            return true;
    }
    return false;
}

/* The clause looks at what the household still has too much, all months together. */
static bool is_waived(const struct arrears_account *a, const struct arrears_clauses *c)
{
    __int128 total = 0;
    for (size_t i = 0; i < a->cell_count; i++)
        total += a->cells[i].over;
    return c->over == ARREARS_WAIVE || total <= c->waive_up_to_fen;
}

static enum hm_status claim(struct arrears_account *a, const struct arrears_clauses *c,
                            struct diag *d)
{
    bool waived = is_waived(a, c);
    int64_t *const sums[] = {[ARREARS_LATER] = &a->remaining,
                             [ARREARS_TO_RECLAIM] = &a->reclaim,
                             [ARREARS_WAIVED] = &a->waived};
    for (uint32_t i = 0; i < a->cell_count; i++) {
        struct arrears_cell *x = &a->cells[i];
        bool withheld = !waived && c->over == ARREARS_SET_OFF && !x->gone;
        if (x->over == 0)
            continue;
        if (withheld)
            TRY(withhold(a, i, c, d));
        x->rest = waived                               ? ARREARS_WAIVED
                  : withheld && goes_on(a, x->line, c) ? ARREARS_LATER
                                                       : ARREARS_TO_RECLAIM;
        int64_t *sum = sums[x->rest];
        if (__builtin_add_overflow(*sum, x->over - x->back, sum))
            return diag_error(d, HM_DATA, NULL, _("sums of arrears leave 64 bits"));
    }
    return HM_OK;
}

enum hm_status arrears_settle(struct arrears_account *a, const struct arrears_clauses *c,
                              struct diag *d)
{
    a->take_count = 0;
    a->waived = a->remaining = a->reclaim = 0;
    for (size_t i = 0; i < a->line_count; i++) {
        struct arrears_line *l = &a->lines[i];
        l->current = l->arrears = l->set_off = l->denied = l->held = 0;
    }
    for (size_t i = 0; i < a->cell_count; i++) {
        if (!is_sound(&a->cells[i]))
            return diag_error(d, HM_DATA, NULL, _("an amount paid is beyond all limits"));
        read_cell(a, &a->cells[i], c);
    }
    for (uint32_t l = 0; l < a->line_count; l++) {
        if (c->once)
            round_once(a, l);
        if (!c->for_leavers)
            deny_leavers(a, l);
    }
    sum_lines(a);
    return claim(a, c, d);
}

void arrears_account_fini(struct arrears_account *a)
{
    mem_free(a->takes);
    a->takes = NULL;
    a->take_count = a->take_cap = 0;
}
