/* whatif_measures.c - the tables, each a sheet, and the three ways they are written. */
#include "report/whatif_measures.h"

#include <stdio.h>
#include <string.h>
#include "report/table.h"
#include "value/date.h"

/* Words for people, or for programs, which get the same ones in every language. */
static const char *word(bool plain, const char *code, const char *text)
{
    return plain ? code : text;
}

static bool has_two(const struct measures *m)
{
    return m->side_count > 1;
}

/* The first column where two laws are compared. */
static void law_column(struct sheet *s, const struct measures *m)
{
    if (has_two(m))
        sheet_column(s, "law", _("rules as"), SHEET_TEXT);
}

static void law_cell(struct sheet *s, const struct measures *m, bool plain, size_t side)
{
    if (has_two(m))
        sheet_text(s, side ? word(plain, "changed", _("changed"))
                           : word(plain, "as_it_stands", _("as it stands")));
}

static void ratio_cell(struct sheet *s, struct measures_ratio r)
{
    sheet_ratio(s, r.num, r.den);
}

/* num / den in fen, half up; not known without den. */
static void each_cell(struct sheet *s, __int128 fen, __int128 by)
{
    if (by <= 0) {
        sheet_none(s);
        return;
    }
    __int128 twice = 2 * fen + (fen < 0 ? -by : by);
    sheet_whole(s, twice / (2 * by));
}

static void line_cell(struct sheet *s, const struct measures_line *l, bool plain, size_t i)
{
    if (plain || !l->is_lawful)
        sheet_text(s, l->name);
    else
        sheet_text(s, i ? _("dibian line") : _("dibao line"));
}

/* --- the tables --- */

static void fill_summary(struct sheet *s, const struct measures *m, bool plain)
{
    sheet_begin(s, "summary", SHEET_PLAIN, _("households and persons"));
    law_column(s, m);
    sheet_column(s, "households", _("households"), SHEET_COUNT);
    sheet_column(s, "not_measured", _("not measured"), SHEET_COUNT);
    sheet_column(s, "people", _("persons"), SHEET_COUNT);
    sheet_column(s, "income", _("income a month"), SHEET_MONEY);
    sheet_column(s, "benefits", _("benefits a month"), SHEET_MONEY);
    sheet_column(s, "benefits_all", _("with those not measured"), SHEET_MONEY);
    sheet_column(s, "paid_households", _("households paid"), SHEET_COUNT);
    sheet_column(s, "paid_people", _("persons in them"), SHEET_COUNT);
    sheet_column(s, "gini_before", _("Gini before"), SHEET_NUMBER);
    sheet_column(s, "gini_after", _("Gini after benefits"), SHEET_NUMBER);
    for (size_t side = 0; side < m->side_count; side++) {
        const struct measures_side *x = &m->sides[side];
        law_cell(s, m, plain, side);
        sheet_whole(s, x->households);
        sheet_whole(s, x->unmeasured);
        sheet_whole(s, x->people);
        sheet_whole(s, x->income_fen);
        sheet_whole(s, x->benefit_fen);
        sheet_whole(s, x->all_benefit_fen);
        sheet_whole(s, x->paid_households);
        sheet_whole(s, x->paid_people);
        ratio_cell(s, x->gini_before);
        ratio_cell(s, x->gini_after);
    }
}

static void fill_poverty(struct sheet *s, const struct measures *m, bool plain)
{
    sheet_begin(s, "poverty", SHEET_PLAIN, _("persons below the lines"));
    law_column(s, m);
    sheet_column(s, "line", _("line"), SHEET_TEXT);
    sheet_column(s, "from", _("from"), SHEET_MONEY);
    sheet_column(s, "to", _("to"), SHEET_MONEY);
    sheet_column(s, "benefits", _("income"), SHEET_TEXT);
    sheet_column(s, "households", _("households"), SHEET_COUNT);
    sheet_column(s, "people", _("persons"), SHEET_COUNT);
    sheet_column(s, "gap", _("gap a month"), SHEET_MONEY);
    sheet_column(s, "fgt0", _("headcount"), SHEET_NUMBER);
    sheet_column(s, "fgt1", _("gap index"), SHEET_NUMBER);
    sheet_column(s, "fgt2", _("severity index"), SHEET_NUMBER);
    for (size_t side = 0; side < m->side_count; side++) {
        for (size_t i = 0; i < 2 * m->line_count; i++) {
            const struct measures_line *l = &m->sides[side].lines[i / 2];
            const struct measures_poverty *p = i % 2 ? &l->after : &l->before;
            law_cell(s, m, plain, side);
            line_cell(s, l, plain, i / 2);
            sheet_whole(s, l->low_fen);
            sheet_whole(s, l->high_fen);
            sheet_text(s, i % 2 ? word(plain, "after", _("with benefits"))
                                : word(plain, "before", _("before benefits")));
            sheet_whole(s, p->households);
            sheet_whole(s, p->people);
            sheet_whole(s, p->gap_fen);
            ratio_cell(s, p->fgt0);
            ratio_cell(s, p->fgt1);
            ratio_cell(s, p->fgt2);
        }
    }
}

static void fill_coverage(struct sheet *s, const struct measures *m, bool plain)
{
    sheet_begin(s, "coverage", SHEET_PLAIN,
                _("who is reached: persons below the line before benefits"));
    law_column(s, m);
    sheet_column(s, "line", _("line"), SHEET_TEXT);
    sheet_column(s, "poor", _("below it"), SHEET_COUNT);
    sheet_column(s, "poor_paid", _("of them paid"), SHEET_COUNT);
    sheet_column(s, "coverage", _("coverage"), SHEET_PERCENT);
    sheet_column(s, "other_paid", _("others paid"), SHEET_COUNT);
    sheet_column(s, "leakage_people", _("leakage (persons)"), SHEET_PERCENT);
    sheet_column(s, "leakage_money", _("leakage (money)"), SHEET_PERCENT);
    sheet_column(s, "spillover", _("paid above the line"), SHEET_PERCENT);
    sheet_column(s, "lifted", _("lifted"), SHEET_COUNT);
    sheet_column(s, "cost_per_lifted", _("cost a person lifted"), SHEET_MONEY);
    for (size_t side = 0; side < m->side_count; side++) {
        for (size_t i = 0; i < m->line_count; i++) {
            const struct measures_side *x = &m->sides[side];
            const struct measures_line *l = &x->lines[i];
            __int128 all = l->poor_fen + l->other_fen;
            law_cell(s, m, plain, side);
            line_cell(s, l, plain, i);
            sheet_whole(s, l->poor_paid + l->poor_unpaid);
            sheet_whole(s, l->poor_paid);
            sheet_ratio(s, l->poor_paid, (__int128)l->poor_paid + l->poor_unpaid);
            sheet_whole(s, l->other_paid);
            sheet_ratio(s, l->other_paid, (__int128)l->poor_paid + l->other_paid);
            sheet_ratio(s, l->other_fen, all);
            sheet_ratio(s, l->poor_fen - l->needed_fen, all);
            sheet_whole(s, l->lifted);
            each_cell(s, all, l->lifted);
        }
    }
}

static void fill_deciles(struct sheet *s, const struct measures *m, bool plain)
{
    sheet_begin(s, "deciles", SHEET_BARS, _("tenths of the persons by income a head"));
    law_column(s, m);
    sheet_column(s, "decile", _("tenth"), SHEET_COUNT);
    sheet_column(s, "people", _("persons"), SHEET_COUNT);
    sheet_column(s, "from", _("from"), SHEET_MONEY);
    sheet_column(s, "to", _("to"), SHEET_MONEY);
    sheet_column(s, "income_a_head", _("income a head"), SHEET_MONEY);
    sheet_column(s, "benefits_a_head", _("benefits a head"), SHEET_MONEY);
    sheet_column(s, "income_share", _("share of income"), SHEET_PERCENT);
    sheet_column(s, "benefit_share", _("share of benefits"), SHEET_PERCENT);
    sheet_column(s, "share_after", _("share with benefits"), SHEET_PERCENT);
    for (size_t side = 0; side < m->side_count; side++) {
        const struct measures_side *x = &m->sides[side];
        for (size_t i = 0; i < MEASURES_DECILES; i++) {
            const struct measures_decile *d = &x->deciles[i];
            law_cell(s, m, plain, side);
            sheet_whole(s, (__int128)i + 1);
            sheet_whole(s, d->people);
            each_cell(s, d->from_fen, d->people > 0); /* nobody: no bounds */
            each_cell(s, d->to_fen, d->people > 0);
            each_cell(s, d->income_fen, d->people);
            each_cell(s, d->benefit_fen, d->people);
            sheet_ratio(s, d->income_fen, x->income_fen);
            sheet_ratio(s, d->benefit_fen, x->benefit_fen);
            sheet_ratio(s, d->after_fen, x->income_fen + x->benefit_fen);
        }
    }
}

static void fill_topup(struct sheet *s, const struct measures *m, bool plain)
{
    sheet_begin(s, "topup", SHEET_PLAIN, _("average top-up against the standard (B1-08)"));
    law_column(s, m);
    sheet_column(s, "households", _("dibao households"), SHEET_COUNT);
    sheet_column(s, "covered", _("covered persons"), SHEET_COUNT);
    sheet_column(s, "paid", _("paid a month"), SHEET_MONEY);
    sheet_column(s, "average", _("a person"), SHEET_MONEY);
    sheet_column(s, "standard", _("average standard"), SHEET_MONEY);
    sheet_column(s, "ratio", _("of the standard"), SHEET_PERCENT);
    for (size_t side = 0; side < m->side_count; side++) {
        const struct measures_topup *t = &m->sides[side].topup;
        if (!t->is_known)
            continue;
        law_cell(s, m, plain, side);
        sheet_whole(s, t->households);
        sheet_whole(s, t->covered);
        sheet_whole(s, t->paid_fen);
        each_cell(s, t->paid_fen, t->covered);
        each_cell(s, t->standard_fen, t->covered);
        sheet_ratio(s, t->paid_fen, t->standard_fen);
    }
}

static const char *bin_name(bool plain, size_t bin)
{
    static const char *const codes[] = {"gains",        "nothing", "below_half",
                                        "half_or_more", "all",     "cliff"};
    static const char *const names[] = {
        N_("gains benefits"),     N_("loses nothing"),   N_("loses less than half"),
        N_("loses half or more"), N_("loses all of it"), N_("loses more (cliff, F-04)")};
    return word(plain, codes[bin], _(names[bin]));
}

static void fill_marginal(struct sheet *s, const struct measures *m, bool plain)
{
    struct buf title;
    buf_init(&title);
    buf_puts(&title, _("of what a member earns more: "));
    table_put_fen(&title, m->step_fen);
    buf_puts(&title, _(" yuan a month, in households that are paid"));
    sheet_begin(s, "marginal", SHEET_PLAIN, buf_ok(&title) ? title.data : NULL);
    buf_fini(&title);
    law_column(s, m);
    sheet_column(s, "household", _("the household"), SHEET_TEXT);
    sheet_column(s, "households", _("households"), SHEET_COUNT);
    sheet_column(s, "share", _("part of them"), SHEET_PERCENT);
    for (size_t side = 0; side < m->side_count; side++) {
        const struct measures_marginal *x = &m->sides[side].marginal;
        for (size_t i = 0; x->is_known && i < MEASURES_BINS; i++) {
            law_cell(s, m, plain, side);
            sheet_text(s, bin_name(plain, i));
            sheet_whole(s, x->bins[i]);
            sheet_ratio(s, x->bins[i], (__int128)x->households - x->unknown);
        }
    }
}

static void fill_cliffs(struct sheet *s, const struct measures *m, bool plain)
{
    sheet_begin(s, "cliffs", SHEET_PLAIN, _("what is lost, and the deepest cliffs"));
    law_column(s, m);
    sheet_column(s, "household", _("household"), SHEET_TEXT);
    sheet_column(s, "before", _("benefits before"), SHEET_MONEY);
    sheet_column(s, "after", _("after"), SHEET_MONEY);
    sheet_column(s, "change", _("change"), SHEET_CHANGE);
    sheet_column(s, "rate", _("of the rise"), SHEET_PERCENT);
    for (size_t side = 0; side < m->side_count; side++) {
        const struct measures_marginal *x = &m->sides[side].marginal;
        if (!x->is_known)
            continue;
        law_cell(s, m, plain, side);
        sheet_text(s, word(plain, "", _("all together")));
        sheet_none(s);
        sheet_none(s);
        sheet_whole(s, -x->lost_fen);
        sheet_ratio(s, x->lost_fen, ((__int128)x->households - x->unknown) * m->step_fen);
        for (size_t i = 0; i < x->worst_count; i++) {
            const struct measures_fall *f = &x->worst[i];
            law_cell(s, m, plain, side);
            sheet_text(s, f->id);
            sheet_whole(s, f->before_fen);
            sheet_whole(s, f->after_fen);
            sheet_whole(s, (__int128)f->after_fen - f->before_fen);
            sheet_ratio(s, (__int128)f->before_fen - f->after_fen, m->step_fen);
        }
    }
}

/* What the changes cost for what they reach. */
static void fill_change(struct sheet *s, const struct measures *m, bool plain)
{
    sheet_begin(s, "change", SHEET_PLAIN, _("what the change comes to"));
    sheet_column(s, "line", _("line"), SHEET_TEXT);
    sheet_column(s, "cost", _("cost a month"), SHEET_CHANGE);
    sheet_column(s, "poor", _("persons below, with benefits"), SHEET_CHANGE_COUNT);
    sheet_column(s, "gap", _("gap with benefits"), SHEET_CHANGE);
    sheet_column(s, "lifted", _("lifted"), SHEET_CHANGE_COUNT);
    sheet_column(s, "cost_per_lifted", _("cost a further person lifted"), SHEET_MONEY);
    for (size_t i = 0; has_two(m) && i < m->line_count; i++) {
        const struct measures_line *a = &m->sides[0].lines[i], *b = &m->sides[1].lines[i];
        __int128 cost = m->sides[1].benefit_fen - m->sides[0].benefit_fen;
        __int128 lifted = (__int128)b->lifted - a->lifted;
        line_cell(s, a, plain, i);
        sheet_whole(s, cost);
        sheet_whole(s, (__int128)b->after.people - a->after.people);
        sheet_whole(s, b->after.gap_fen - a->after.gap_fen);
        sheet_whole(s, lifted);
        each_cell(s, cost, lifted);
    }
}

static const struct {
    const char *name;
    void (*fill)(struct sheet *s, const struct measures *m, bool plain);
} tables[] = {{"summary", fill_summary}, {"poverty", fill_poverty}, {"coverage", fill_coverage},
              {"deciles", fill_deciles}, {"topup", fill_topup},     {"marginal", fill_marginal},
              {"cliffs", fill_cliffs},   {"change", fill_change}};
enum { TABLES = sizeof tables / sizeof *tables };

const char *whatif_measures_table(size_t i)
{
    return i < TABLES ? tables[i].name : NULL;
}

void whatif_measures_sheet(struct sheet *s, const struct measures *m, size_t table, bool plain)
{
    tables[table].fill(s, m, plain);
}

/* --- writing --- */

static void put_used(struct buf *out, const struct measures *m)
{
    month_put(out, m->month);
    buf_printf(out, _("; income: %s; persons: %s; benefits: %s\n"), m->income, m->people,
               m->benefit ? m->benefit : _("all"));
    if (m->line_count == 0)
        buf_puts(out, _("no poverty line: the policy has no standard; name one with --line\n"));
}

void whatif_measures_text(struct buf *out, const struct measures *m)
{
    put_used(out, m);
    for (size_t i = 0; i < TABLES; i++) {
        struct sheet s;
        sheet_init(&s);
        tables[i].fill(&s, m, false);
        if (sheet_rows(&s)) {
            buf_putc(out, '\n');
            sheet_put(&s, out);
        }
        out->failed |= s.failed;
        sheet_fini(&s);
    }
}

static void put_json(struct buf *out, const char *key, const char *text)
{
    buf_printf(out, ",\"%s\":", key);
    if (text)
        buf_json_string(out, text, strlen(text));
    else
        buf_puts(out, "null");
}

void whatif_measures_json(struct buf *out, const struct measures *m)
{
    buf_puts(out, "{\"month\":\"");
    month_put(out, m->month);
    buf_putc(out, '"');
    put_json(out, "income", m->income);
    put_json(out, "persons", m->people);
    put_json(out, "benefit", m->benefit);
    for (size_t i = 0; i < TABLES; i++) {
        struct sheet s;
        sheet_init(&s);
        tables[i].fill(&s, m, true);
        buf_printf(out, ",\"%s\":", tables[i].name);
        sheet_put_json(&s, out);
        out->failed |= s.failed;
        sheet_fini(&s);
    }
    buf_putc(out, '}');
}

static void put_quoted(struct buf *out, const struct buf *cell)
{
    bool quotes = cell->len && strpbrk(cell->data, ",\"\n");
    buf_puts(out, quotes ? "\"" : "");
    for (size_t i = 0; i < cell->len; i++) {
        buf_putc(out, cell->data[i]);
        if (quotes && cell->data[i] == '"')
            buf_putc(out, '"');
    }
    buf_puts(out, quotes ? "\"" : "");
}

/* The texts of a row name it; every number is a line of its own. */
static void put_row(struct buf *out, const struct sheet *s, size_t row)
{
    struct buf name, cell;
    buf_init(&name);
    buf_init(&cell);
    for (size_t c = 0; c < s->column_count; c++) {
        bool names =
            s->columns[c].kind == SHEET_TEXT || strcmp(s->columns[c].name, "decile") == 0;
        if (!names)
            continue;
        buf_puts(&name, name.len ? "; " : "");
        sheet_put_cell(s, row, c, &name);
    }
    for (size_t c = 0; c < s->column_count; c++) {
        if (s->columns[c].kind == SHEET_TEXT || strcmp(s->columns[c].name, "decile") == 0)
            continue;
        buf_clear(&cell);
        sheet_put_cell(s, row, c, &cell);
        buf_printf(out, "%s,", s->name);
        put_quoted(out, &name);
        buf_printf(out, ",%s,%s\n", s->columns[c].name, cell.len ? cell.data : "");
    }
    out->failed |= !buf_ok(&name) || !buf_ok(&cell);
    buf_fini(&name);
    buf_fini(&cell);
}

void whatif_measures_csv(struct buf *out, const struct measures *m)
{
    buf_puts(out, "table,row,measure,value\n");
    for (size_t i = 0; i < TABLES; i++) {
        struct sheet s;
        sheet_init(&s);
        tables[i].fill(&s, m, true);
        for (size_t row = 0; row < sheet_rows(&s); row++)
            put_row(out, &s, row);
        out->failed |= s.failed;
        sheet_fini(&s);
    }
}
