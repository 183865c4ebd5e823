/* whatif_diff_family.c - the smallest family that two policies treat differently, as a case
 * that can be pasted into a policy.
 */
#include <string.h>
#include "report/table.h"
#include "report/value_text.h"
#include "report/whatif_diff.h"
#include "value/date.h"

enum { TOLD = 12 }; /* other results, each with its family */

static const char *or_none(const char *text)
{
    return text ? text : _("none");
}

/* --- the case --- */

static void put_root(struct buf *out, const struct smallest_family *f, bool *more)
{
    for (size_t i = 0; i < f->result_count; i++) {
        const struct smallest_result *r = &f->results[i];
        if (r->list || !r->after)
            continue;
        buf_printf(out, "%s%s = %s", *more ? ", " : "", r->name, r->after);
        *more = true;
    }
}

static unsigned rows_of(const struct smallest_family *f, const char *list)
{
    unsigned rows = 0;
    for (size_t i = 0; i < f->result_count; i++)
        if (f->results[i].list && strcmp(f->results[i].list, list) == 0 &&
            f->results[i].row >= rows)
            rows = f->results[i].row + 1;
    return rows;
}

static void put_list(struct buf *out, const struct smallest_family *f, const char *list)
{
    buf_printf(out, "%s = {", list);
    for (unsigned row = 0; row < rows_of(f, list); row++) {
        bool more = false;
        buf_puts(out, row ? ", {" : " {");
        for (size_t i = 0; i < f->result_count; i++) {
            const struct smallest_result *r = &f->results[i];
            if (!r->list || strcmp(r->list, list) != 0 || r->row != row || !r->after)
                continue;
            buf_printf(out, "%s %s = %s", more ? "," : "", r->name, r->after);
            more = true;
        }
        buf_puts(out, " }");
    }
    buf_puts(out, " }");
}

static bool is_first_of_list(const struct smallest_family *f, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (f->results[k].list && strcmp(f->results[k].list, f->results[i].list) == 0)
            return false;
    return true;
}

static void put_expect(struct buf *out, const struct smallest_family *f)
{
    bool more = false;
    buf_puts(out, "  expect = { ");
    put_root(out, f, &more);
    for (size_t i = 0; i < f->result_count; i++) {
        if (!f->results[i].list || !is_first_of_list(f, i))
            continue;
        buf_puts(out, more ? ", " : "");
        put_list(out, f, f->results[i].list);
        more = true;
    }
    buf_puts(out, " } }\n");
}

/* B's case: what A gives stands in remarks. */
static void put_case(struct buf *out, const struct whatif_diff *x,
                     const struct smallest_family *f)
{
    const struct model *bm = x->law->pairs[x->family_pair].before->model;
    const struct model *am = x->law->pairs[x->family_pair].after->model;
    for (size_t i = 0; i < f->result_count; i++)
        buf_printf(out, "-- %s  A %s: %s  B %s: %s\n", f->results[i].path, bm->name,
                   or_none(f->results[i].before), am->name, or_none(f->results[i].after));
    buf_printf(out, "case \"DIFF-1\" { zh = \"%s\", source = \"huimin diff\", month = \"",
               _("treated differently"));
    month_put(out, x->law->month);
    buf_printf(out, "\",\n  %s,\n", f->record);
    put_expect(out, f);
}

/* --- what was searched --- */

static void put_search(struct buf *out, const struct smallest *s)
{
    buf_printf(out,
               _("searched: %llu families; %zu results, %zu facts with %zu values; families of "
                 "%zu cases; any one fact moved, members up to %u"),
               (unsigned long long)s->evaluated, s->results, s->facts, s->values, s->cases,
               s->one_fact);
    if (s->two_facts)
        buf_printf(out, _("; any two facts, members up to %u"), s->two_facts);
    if (s->random)
        buf_printf(out, _("; %llu random ones"), (unsigned long long)s->random);
    buf_putc(out, '\n');
}

static const char *bare_name(const struct smallest_family *f)
{
    const char *dot = strchr(f->result, '.');
    return dot ? dot + 1 : f->result;
}

/* The same family shows it: of the first result, or of a member's result its sum. */
static bool is_shown(const struct smallest *s, size_t i)
{
    const struct smallest_family *f = &s->families[i];
    for (size_t k = 0; k < s->count; k++)
        if (k != i && strcmp(s->families[k].record, f->record) == 0 &&
            (k == 0 || (strcmp(bare_name(&s->families[k]), bare_name(f)) == 0 &&
                        strncmp(f->result, "household.", 10) == 0)))
            return true;
    return false;
}

/* Other results with a smallest family of their own. */
static void put_others(struct buf *out, const struct smallest *s)
{
    struct table t;
    table_init(&t, "lrrrrl");
    const char *heads[] = {_("result"), _("members"), _("facts"), "A", "B", _("family")};
    for (size_t i = 0; i < 6; i++)
        table_text(&t, heads[i]);
    size_t told = 0;
    for (size_t i = 1; i < s->count && told < TOLD; i++) {
        const struct smallest_family *f = &s->families[i];
        const struct smallest_result *r = &f->results[0];
        for (size_t k = 0; k < f->result_count; k++)
            if (strcmp(f->results[k].name, bare_name(f)) == 0)
                r = &f->results[k];
        if (is_shown(s, i))
            continue;
        told++;
        table_cell(&t, "%s %s", f->result, f->zh ? f->zh : "");
        table_count(&t, f->members);
        table_count(&t, f->facts);
        table_text(&t, or_none(r->before));
        table_text(&t, or_none(r->after));
        table_text(&t, f->record);
    }
    if (told) {
        buf_printf(out, "\n%s\n", _("the smallest families for other results"));
        table_put(&t, out);
    }
    table_fini(&t);
}

void diff_family_put(struct buf *out, const struct whatif_diff *x)
{
    const struct smallest *s = x->family;
    if (!s)
        return;
    if (s->count == 0) {
        buf_printf(out, "\n%s\n", _("no family was found that is treated differently"));
        put_search(out, s);
        return;
    }
    const struct smallest_family *f = &s->families[0];
    buf_printf(out,
               _("\nthe smallest family found that is treated differently (members %u, facts "
                 "%u)\n"),
               f->members, f->facts);
    put_case(out, x, f);
    put_search(out, s);
    put_others(out, s);
}

/* --- JSON --- */

static void put_family_json(struct buf *out, const struct smallest_family *f)
{
    buf_printf(out, "{\"members\":%u,\"facts\":%u,\"refused\":%s", f->members, f->facts,
               f->is_refused ? "true" : "false");
    diff_json_text(out, "result", f->result);
    diff_json_text(out, "record", f->record);
    buf_puts(out, ",\"results\":[");
    for (size_t i = 0; i < f->result_count; i++) {
        buf_puts(out, i ? ",{\"path\":" : "{\"path\":");
        buf_json_string(out, f->results[i].path, strlen(f->results[i].path));
        diff_json_text(out, "a", f->results[i].before);
        diff_json_text(out, "b", f->results[i].after);
        buf_putc(out, '}');
    }
    buf_puts(out, "]}");
}

void diff_family_json(struct buf *out, const struct whatif_diff *x)
{
    const struct smallest *s = x->family;
    if (!s)
        return;
    buf_printf(out,
               ",\"searched\":{\"families\":%llu,\"results\":%zu,\"facts\":%zu,\"values\":%zu,"
               "\"members\":%u,\"one_fact\":%u,\"two_facts\":%u,\"cases\":%zu,\"random\":%llu}",
               (unsigned long long)s->evaluated, s->results, s->facts, s->values, s->members,
               s->one_fact, s->two_facts, s->cases, (unsigned long long)s->random);
    buf_puts(out, ",\"families\":[");
    for (size_t i = 0; i < s->count; i++) {
        buf_puts(out, i ? "," : "");
        put_family_json(out, &s->families[i]);
    }
    buf_putc(out, ']');
}
