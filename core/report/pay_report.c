/* pay_report.c - a payment list's totals. */
#include "report/pay_report.h"

#include <stdio.h>
#include <string.h>
#include "base/i18n.h"
#include "report/table.h"
#include "run/summary.h"
#include "value/date.h"

static const char *label(const struct pay_item *it)
{
    return i18n_is_chinese() && it->zh ? it->zh : it->name;
}

/* --- text --- */

static void put_sum_heads(struct table *t, const char *first)
{
    const char *heads[] = {first,           _("households or members"),
                           _("this month"), _("arrears"),
                           _("withheld"),   _("payable")};
    for (size_t i = 0; i < 6; i++)
        table_text(t, heads[i]);
}

static void put_sum(struct table *t, const char *name, const struct pay_sum *s)
{
    table_text(t, name);
    table_count(t, s->lines);
    table_fen(t, s->current);
    table_fen(t, s->arrears);
    table_fen(t, s->set_off);
    table_fen(t, s->payable);
}

static bool is_empty(const struct pay_sum *s)
{
    return s->lines == 0 && s->current == 0 && s->arrears == 0;
}

static void put_items(struct buf *out, const struct pay_list *l)
{
    struct table t;
    table_init(&t, "lrrrrr");
    put_sum_heads(&t, _("by benefit"));
    for (size_t i = 0; i < l->totals.items; i++)
        if (!is_empty(&l->totals.by_item[i]))
            put_sum(&t, label(&l->basis.items[i]), &l->totals.by_item[i]);
    put_sum(&t, _("all benefits"), &l->totals.all);
    buf_putc(out, '\n');
    table_put(&t, out);
    table_fini(&t);
}

static void add(struct pay_sum *to, const struct pay_area *a, size_t items)
{
    for (size_t i = 0; i < items; i++) {
        to->lines += a->items[i].lines;
        to->current += a->items[i].current;
        to->arrears += a->items[i].arrears;
        to->set_off += a->items[i].set_off;
        to->payable += a->items[i].payable;
    }
}

/* Counties, and below each its townships where the codes name them. */
static void put_areas(struct buf *out, const struct pay_list *l)
{
    struct table t;
    table_init(&t, "lrrrrr");
    put_sum_heads(&t, _("by place"));
    for (size_t i = 0; i < l->totals.area_count;) {
        struct pay_sum county = {0};
        char code[8];
        size_t end = i;
        snprintf(code, sizeof code, "%.6s", l->totals.areas[i].code);
        for (; end < l->totals.area_count && strncmp(l->totals.areas[end].code, code, 6) == 0 &&
               (*code || !*l->totals.areas[end].code);
             end++)
            add(&county, &l->totals.areas[end], l->totals.items);
        if (is_empty(&county)) {
            i = end;
            continue;
        }
        put_sum(&t, *code ? code : _("not known"), &county);
        for (; i < end; i++) {
            struct pay_sum township = {0};
            char name[32];
            add(&township, &l->totals.areas[i], l->totals.items);
            if (strlen(l->totals.areas[i].code) <= 6 || is_empty(&township))
                continue;
            snprintf(name, sizeof name, "  %s", l->totals.areas[i].code);
            put_sum(&t, name, &township);
        }
    }
    put_sum(&t, _("all places"), &l->totals.all);
    buf_putc(out, '\n');
    table_put(&t, out);
    table_fini(&t);
}

static bool has_month(const struct pay_list *l, size_t month)
{
    const struct pay_totals *t = &l->totals;
    for (size_t i = 0; i < t->items; i++) {
        const struct pay_month_sum *m = &t->by_month[month * t->items + i];
        if (m->owed || m->over)
            return true;
    }
    return false;
}

static void put_months(struct buf *out, const struct pay_list *l)
{
    const struct pay_totals *t = &l->totals;
    struct table table;
    char month[16];
    bool any = false;
    table_init(&table, "lllrrrrr");
    const char *heads[] = {
        _("arrears by month"), _("run"),  _("benefit"), _("underpaid"), _("owed"),
        _("paid too much"),    _("over"), _("withheld")};
    for (size_t i = 0; i < 8; i++)
        table_text(&table, heads[i]);
    for (size_t k = 0; k < t->month_count; k++) {
        const struct pay_month *pm = &l->basis.months[k];
        for (size_t i = 0; i < t->items; i++) {
            const struct pay_month_sum *m = &t->by_month[k * t->items + i];
            bool arrears = pm->month != l->basis.month && m->owed;
            if (!arrears && !m->over)
                continue;
            any = true;
            snprintf(month, sizeof month, "%04d-%02d", month_year(pm->month),
                     month_number(pm->month));
            table_text(&table, month);
            table_cell(&table, "%u", pm->run);
            table_text(&table, label(&l->basis.items[i]));
            table_count(&table, pm->month == l->basis.month ? 0 : m->underpaid);
            table_fen(&table, pm->month == l->basis.month ? 0 : m->owed);
            table_count(&table, m->overpaid);
            table_fen(&table, m->over);
            table_fen(&table, m->back);
        }
    }
    if (any) {
        buf_putc(out, '\n');
        table_put(&table, out);
    }
    table_fini(&table);
}

static void put_amount(struct table *t, const char *what, __int128 fen)
{
    if (fen == 0)
        return;
    table_text(t, what);
    table_fen(t, fen);
}

static void put_count(struct table *t, const char *what, uint64_t n)
{
    if (n == 0)
        return;
    table_text(t, what);
    table_count(t, n);
}

static void put_rest(struct buf *out, const struct pay_list *l)
{
    const struct pay_totals *t = &l->totals;
    struct table table;
    table_init(&table, "lr");
    put_amount(&table, _("to be withheld from later months"), t->remaining);
    put_amount(&table, _("to be paid back (list: --part overpaid)"), t->reclaim);
    put_amount(&table, _("paid too much and waived"), t->waived);
    put_amount(&table, _("owed to those who left, who get no arrears"), t->denied);
    put_amount(&table, _("held: not known whether they left"), t->held);
    put_amount(&table, _("arrears beyond the deadline"), t->late_fen);
    put_count(&table, _("households with an undetermined benefit (list: --part held)"),
              t->undetermined);
    put_count(&table, _("households that the month does not have"), t->left);
    if (table.cells) {
        buf_putc(out, '\n');
        table_put_plain(&table, out);
    }
    table_fini(&table);
}

/* The runs in force, months of one run together. */
static void put_basis(struct buf *out, const struct pay_basis *b)
{
    buf_printf(out, _("basis %llu/%u: determinations "), (unsigned long long)b->publications,
               b->payments);
    for (size_t i = 0; i < b->month_count;) {
        size_t end = i;
        while (end + 1 < b->month_count && b->months[end + 1].run == b->months[i].run &&
               b->months[end + 1].month == b->months[end].month + 1)
            end++;
        buf_puts(out, i ? ", " : "");
        month_put(out, b->months[i].month);
        if (end > i) {
            buf_puts(out, "..");
            month_put(out, b->months[end].month);
        }
        buf_printf(out, _(" (run %u)"), b->months[i].run);
        i = end + 1;
    }
    buf_printf(out, _("; payments up to batch %u\n"), b->payments);
    if (b->unpaid_count) {
        buf_puts(out, _("no payment is recorded for"));
        for (size_t i = 0; i < b->unpaid_count; i++) {
            buf_putc(out, ' ');
            month_put(out, b->unpaid[i]);
        }
        buf_puts(out, _(": not taken for arrears (record them, or give --unpaid)\n"));
    }
}

void pay_report_text(struct buf *out, const struct pay_list *l)
{
    buf_puts(out, _("payment list for "));
    month_put(out, l->basis.month);
    buf_printf(out, _(", list %.12s, policy %s\n"), l->id, l->basis.policy->model->name);
    put_basis(out, &l->basis);
    buf_printf(out, _("%llu households are paid\n"), (unsigned long long)l->totals.households);
    put_items(out, l);
    put_areas(out, l);
    if (l->totals.month_count > 1 || has_month(l, 0))
        put_months(out, l);
    put_rest(out, l);
}

/* --- JSON --- */

static void put_key_fen(struct buf *out, const char *key, __int128 fen)
{
    buf_printf(out, ",\"%s\":", key);
    summary_put_fen(out, fen);
}

static void put_json_sum(struct buf *out, const struct pay_sum *s)
{
    buf_printf(out, "\"lines\":%llu", (unsigned long long)s->lines);
    put_key_fen(out, "current", s->current);
    put_key_fen(out, "arrears", s->arrears);
    put_key_fen(out, "withheld", s->set_off);
    put_key_fen(out, "payable", s->payable);
}

static void put_json_basis(struct buf *out, const struct pay_basis *b)
{
    buf_printf(out, ",\"basis\":\"%llu/%u\",\"months\":[", (unsigned long long)b->publications,
               b->payments);
    for (size_t i = 0; i < b->month_count; i++) {
        buf_puts(out, i ? ",{\"month\":\"" : "{\"month\":\"");
        month_put(out, b->months[i].month);
        buf_printf(out, "\",\"run\":%u}", b->months[i].run);
    }
    buf_puts(out, "],\"unpaid\":[");
    for (size_t i = 0; i < b->unpaid_count; i++) {
        buf_puts(out, i ? ",\"" : "\"");
        month_put(out, b->unpaid[i]);
        buf_putc(out, '"');
    }
    buf_putc(out, ']');
}

static void put_json_months(struct buf *out, const struct pay_list *l)
{
    const struct pay_totals *t = &l->totals;
    bool first = true;
    buf_puts(out, "],\"by_month\":[");
    for (size_t k = 0; k < t->month_count * t->items; k++) {
        const struct pay_month_sum *m = &t->by_month[k];
        if (!m->owed && !m->over && !m->unknown)
            continue;
        buf_puts(out, first ? "{\"month\":\"" : ",{\"month\":\"");
        month_put(out, l->basis.months[k / t->items].month);
        buf_printf(out,
                   "\",\"benefit\":\"%s\",\"underpaid\":%llu,\"overpaid\":%llu,"
                   "\"undetermined\":%llu",
                   l->basis.items[k % t->items].name, (unsigned long long)m->underpaid,
                   (unsigned long long)m->overpaid, (unsigned long long)m->unknown);
        put_key_fen(out, "owed", m->owed);
        put_key_fen(out, "over", m->over);
        put_key_fen(out, "withheld", m->back);
        buf_putc(out, '}');
        first = false;
    }
    buf_puts(out, "]");
}

void pay_report_json(struct buf *out, const struct pay_list *l)
{
    const struct pay_totals *t = &l->totals;
    buf_puts(out, "{\"month\":\"");
    month_put(out, l->basis.month);
    buf_printf(out, "\",\"list\":\"%s\",\"policy\":\"%s\"", l->id,
               l->basis.policy->model->name);
    put_json_basis(out, &l->basis);
    buf_printf(out, ",\"households\":%llu,", (unsigned long long)t->households);
    put_json_sum(out, &t->all);
    put_key_fen(out, "later", t->remaining);
    put_key_fen(out, "reclaim", t->reclaim);
    put_key_fen(out, "waived", t->waived);
    put_key_fen(out, "denied", t->denied);
    put_key_fen(out, "held", t->held);
    put_key_fen(out, "late", t->late_fen);
    buf_printf(out, ",\"undetermined\":%llu,\"left\":%llu,\"benefits\":[",
               (unsigned long long)t->undetermined, (unsigned long long)t->left);
    for (size_t i = 0; i < t->items; i++) {
        buf_printf(out, "%s{\"name\":\"%s\",", i ? "," : "", l->basis.items[i].name);
        put_json_sum(out, &t->by_item[i]);
        buf_putc(out, '}');
    }
    buf_puts(out, "],\"places\":[");
    for (size_t i = 0; i < t->area_count; i++) {
        struct pay_sum sum = {0};
        add(&sum, &t->areas[i], t->items);
        buf_puts(out, i ? ",{\"division\":" : "{\"division\":");
        buf_json_string(out, t->areas[i].code, strlen(t->areas[i].code));
        buf_printf(out, ",\"households\":%llu,", (unsigned long long)t->areas[i].households);
        put_json_sum(out, &sum);
        buf_putc(out, '}');
    }
    put_json_months(out, l);
    buf_puts(out, "}\n");
}
