/* verb_measures.c - measures: how income and benefits are distributed, under the policy as it
 * stands and under the session's changes.
 */
#include "repl/verb.h"

#include <string.h>
#include "report/whatif_measures.h"
#include "value/decimal.h"

enum { STEP_FEN = 10000 };

/* The table a word names, or SIZE_MAX. */
static size_t find_table(const char *word)
{
    for (size_t i = 0; whatif_measures_table(i); i++)
        if (strcmp(whatif_measures_table(i), word) == 0)
            return i;
    return SIZE_MAX;
}

static enum hm_status read_line(struct repl *r, struct verb_line *l, struct measures_options *o)
{
    const char *line = verb_next(l);
    if (!line)
        return verb_expected(r, l, _("an amount, as standard*1.5 or 1267"));
    if (o->line_count == MEASURES_LINES)
        return verb_wrong(r, l, _("at most %d lines"), (int)MEASURES_LINES);
    o->lines[o->line_count++] = line;
    return HM_OK;
}

static enum hm_status read_step(struct repl *r, struct verb_line *l, struct measures_options *o)
{
    const char *word = verb_next(l);
    if (!word)
        return verb_expected(r, l, _("an amount in yuan"));
    if (decimal_money(&o->step_fen, (struct str){word, strlen(word)}) != DECIMAL_OK ||
        o->step_fen < 0 || o->step_fen > LIMIT_MONEY_FEN)
        return verb_wrong(r, l, _("\"%s\" is no amount in yuan"), word);
    return HM_OK;
}

static enum hm_status read_words(struct repl *r, struct verb_line *l,
                                 struct measures_options *o, size_t *table)
{
    while (verb_peek(l)) {
        if (verb_take(l, "line"))
            TRY(read_line(r, l, o));
        else if (verb_take(l, "step"))
            TRY(read_step(r, l, o));
        else if (!o->benefit && verb_take(l, "of"))
            o->benefit = verb_next(l);
        else if (*table == SIZE_MAX && (*table = find_table(verb_peek(l))) != SIZE_MAX)
            (void)verb_next(l);
        else
            return verb_expected(
                r, l,
                _("summary, poverty, coverage, deciles, topup, marginal, cliffs, change, line, "
                  "of or step"));
    }
    return HM_OK;
}

static enum hm_status put(struct repl *r, const struct measures *m, size_t table)
{
    whatif_measures_sheet(&r->last, m, table == SIZE_MAX ? 0 : table, r->json);
    TRY(sheet_ok(&r->last, r->diag));
    if (table != SIZE_MAX)
        return repl_put_sheet(r);
    if (r->json)
        whatif_measures_json(&r->out, m);
    else
        whatif_measures_text(&r->out, m);
    return HM_OK;
}

enum hm_status verb_measures(struct repl *r, struct verb_line *l)
{
    struct measures_options o = {.step_fen = STEP_FEN};
    struct population *p;
    struct measures m;
    size_t table = SIZE_MAX;
    TRY(read_words(r, l, &o, &table));
    TRY(repl_population(r, &p));
    TRY(measures_take(&m, p, repl_alternative(r), &o, r->diag));
    enum hm_status st = put(r, &m, table);
    measures_fini(&m);
    return st;
}
