/* mutant_report.c - mutants for people and for programs. */
#include "report/mutant_report.h"

#include <string.h>
#include "report/table.h"

static const char *const kind_names[MUTANT_KINDS] = {"value",  "comparison", "condition",
                                                     "number", "function",   "rounding"};
static const char *const kind_titles[MUTANT_KINDS] = {
    N_("values of parameters"), N_("comparisons"), N_("conditions"),
    N_("numbers in formulas"),  N_("functions"),   N_("roundings")};
static const char *const fate_names[] = {"unreached", "killed", "refused", "survived"};

struct counts {
    size_t total, killed, refused, survived, meant, unreached;
};

static struct counts count(const struct mutants *m, int kind)
{
    struct counts c = {0};
    for (size_t i = 0; i < m->count; i++) {
        if (kind >= 0 && (int)m->items[i].kind != kind)
            continue;
        c.total++;
        c.killed += m->items[i].fate == MUTANT_KILLED;
        c.refused += m->items[i].fate == MUTANT_REFUSED;
        c.survived += m->items[i].fate == MUTANT_SURVIVED && !m->items[i].meant;
        c.meant += m->items[i].meant != NULL;
        c.unreached += m->items[i].fate == MUTANT_UNREACHED;
    }
    return c;
}

static void put_row(struct table *t, const char *name, struct counts c)
{
    table_text(t, name);
    table_count(t, c.total);
    table_count(t, c.killed);
    table_count(t, c.refused);
    table_count(t, c.survived);
    table_count(t, c.meant);
    table_count(t, c.unreached);
}

static void put_counts(struct buf *out, const struct mutants *m)
{
    struct table t;
    table_init(&t, "lrrrrrr");
    const char *heads[] = {_("changed"),  _("mutants"),   _("noticed by a case"),  _("refused"),
                           _("survived"), _("explained"), _("no case comes there")};
    for (size_t i = 0; i < 7; i++)
        table_text(&t, heads[i]);
    for (int k = 0; k < MUTANT_KINDS; k++)
        put_row(&t, i18n_text(kind_titles[k]), count(m, k));
    put_row(&t, _("all"), count(m, -1));
    table_put(&t, out);
    table_fini(&t);
    if (m->placeholders)
        buf_printf(out, _("%zu values still to be confirmed were left as they are\n"),
                   m->placeholders);
    if (m->left_out)
        buf_printf(out, _("%zu more mutants were left out (--limit)\n"), m->left_out);
}

static void put_one_line(struct buf *out, const char *text)
{
    for (; *text; text++)
        buf_putc(out, *text == '\n' ? ' ' : *text);
}

static void put_mutant(struct buf *out, const struct mutant *m, bool tells_fate)
{
    buf_printf(out, "%s:%u:%u: %s: ", m->at.file ? m->at.file : "", m->at.line, m->at.column,
               m->name);
    put_one_line(out, m->was);
    buf_puts(out, " → ");
    put_one_line(out, m->becomes);
    if (tells_fate)
        buf_printf(out, "  [%s%s%s]", fate_names[m->fate], m->killer ? ": " : "",
                   m->killer ? m->killer : "");
    else
        buf_printf(out, _("  (%zu cases come here, the shortest is %s)"), m->case_count,
                   m->nearest);
    buf_putc(out, '\n');
    if (!tells_fate && m->witness)
        buf_printf(out, _("  this case would notice:\n%s\n"), m->witness);
}

void mutant_report_put(struct buf *out, const struct mutants *m, bool all)
{
    bool any = false;
    for (size_t i = 0; i < m->count; i++) {
        if (!all && (m->items[i].fate != MUTANT_SURVIVED || m->items[i].meant))
            continue;
        put_mutant(out, &m->items[i], all);
        any = true;
    }
    if (any)
        buf_putc(out, '\n');
    put_counts(out, m);
}

/* --- JSON --- */

static void put_text(struct buf *b, const char *key, const char *text)
{
    buf_printf(b, ",\"%s\":", key);
    if (text)
        buf_json_string(b, text, strlen(text));
    else
        buf_puts(b, "null");
}

static void json_mutant(struct buf *out, const struct mutant *m)
{
    buf_printf(out, "{\"kind\":\"%s\",\"fate\":\"%s\",\"line\":%u,\"column\":%u,\"cases\":%zu",
               kind_names[m->kind], fate_names[m->fate], m->at.line, m->at.column,
               m->case_count);
    const char *const keys[] = {"file",       "name",    "was",     "becomes",
                                "noticed_by", "nearest", "witness", "meant"};
    const char *const texts[] = {m->at.file, m->name,    m->was,     m->becomes,
                                 m->killer,  m->nearest, m->witness, m->meant};
    for (size_t i = 0; i < 8; i++)
        put_text(out, keys[i], texts[i]);
    buf_putc(out, '}');
}

void mutant_report_json(struct buf *out, const struct mutants *m)
{
    struct counts c = count(m, -1);
    buf_printf(
        out,
        "{\"mutants\":%zu,\"killed\":%zu,\"refused\":%zu,\"survived\":%zu,"
        "\"meant\":%zu,\"unreached\":%zu,\"left_out\":%zu,\"placeholders\":%zu,\"items\":[",
        c.total, c.killed, c.refused, c.survived, c.meant, c.unreached, m->left_out,
        m->placeholders);
    for (size_t i = 0; i < m->count; i++) {
        if (i)
            buf_putc(out, ',');
        json_mutant(out, &m->items[i]);
    }
    buf_puts(out, "]}\n");
}
