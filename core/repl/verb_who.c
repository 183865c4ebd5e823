/* verb_who.c - who: households or members that change, or meet conditions.
 */
#include "repl/verb.h"

#include <string.h>
#include "base/i18n.h"
#include "report/table.h"
#include "report/whatif_sheets.h"

enum { CONDITIONS_MAX = 15, SHOWN = 20 };

/* `falls by > 500`: it rises by less than -500. */
static void turn(struct who_term *t)
{
    static const enum comparison turned[] = {
        [CMP_LT] = CMP_GT, [CMP_LE] = CMP_GE, [CMP_EQ] = CMP_EQ,
        [CMP_NE] = CMP_NE, [CMP_GE] = CMP_LE, [CMP_GT] = CMP_LT};
    t->op = turned[t->op];
    t->threshold = -t->threshold;
}

/* What stands behind the field: a change, a comparison, `unknown`. */
static enum hm_status read_relation(struct repl *r, struct verb_line *l, struct who_term *t,
                                    const struct field *f)
{
    bool changed = verb_take(l, "changed"), rises = !changed && verb_take(l, "rises");
    bool falls = !changed && !rises && verb_take(l, "falls");
    t->op = CMP_GT;
    if (verb_take(l, "unknown"))
        return t->kind = WHO_UNKNOWN, HM_OK;
    if (!changed && !rises && !falls) {
        t->kind = WHO_VALUE;
        TRY(verb_comparison(r, l, &t->op));
        return verb_value(r, l, f, &t->threshold);
    }
    t->kind = changed ? WHO_CHANGE : WHO_RISE;
    if (verb_take(l, "by")) {
        TRY(verb_comparison(r, l, &t->op));
        TRY(verb_value(r, l, f, &t->threshold));
    }
    if (falls)
        turn(t);
    return HM_OK;
}

static enum hm_status read_term(struct repl *r, struct verb_line *l, struct who_term *t)
{
    static const struct field size = {.name = "size", .type = {.kind = KIND_INTEGER}};
    const struct model *m = r->policy->model;
    const char *word = verb_peek(l);
    struct str name = {word ? word : "", word ? strlen(word) : 0};
    if (model_field(m, repl_root(r), name) == NO_FIELD && verb_take(l, "size")) {
        t->field = NO_FIELD;
        return read_relation(r, l, t, &size);
    }
    TRY(verb_field(r, l, &t->field));
    return read_relation(r, l, t, &m->fields[t->field]);
}

/* A first condition on the number of members needs a field to list: the household's first
 * result. */
static uint16_t any_field(const struct repl *r)
{
    const struct model *m = r->policy->model;
    for (size_t i = 0; i < m->field_count; i++)
        if (m->fields[i].entity == repl_root(r) && m->fields[i].is_result)
            return (uint16_t)i;
    return NO_FIELD;
}

static enum hm_status read_terms(struct repl *r, struct verb_line *l, struct who_term *terms,
                                 size_t *count, size_t *limit)
{
    bool is_or = false;
    do {
        if (*count == CONDITIONS_MAX)
            return verb_wrong(r, l, _("more than %d conditions"), (int)CONDITIONS_MAX);
        struct who_term *t = &terms[(*count)++];
        TRY(read_term(r, l, t));
        t->is_or = is_or;
        is_or = verb_take(l, "or");
    } while (is_or || verb_take(l, "and"));
    if (verb_take(l, "first"))
        TRY(verb_count_word(r, l, limit));
    return verb_peek(l)
               ? verb_expected(r, l, _("`and`, `or`, `first N` or the end of the line"))
               : HM_OK;
}

static bool needs_law(const struct who_term *terms, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (terms[i].kind == WHO_CHANGE || terms[i].kind == WHO_RISE)
            return true;
    return false;
}

/* The first condition that is about a field leads: its values are listed. */
static void lead(struct repl *r, struct who_request *q, struct who_term *terms, size_t count)
{
    if (terms[0].field == NO_FIELD) { /* always true, and what was first follows */
        q->field = any_field(r);
        q->kind = WHO_VALUE;
        q->op = CMP_GE;
        q->threshold = INT64_MIN;
        q->more = terms;
        q->more_count = count;
        return;
    }
    q->field = terms[0].field;
    q->kind = terms[0].kind;
    q->op = terms[0].op;
    q->threshold = terms[0].threshold;
    q->more = terms + 1;
    q->more_count = count - 1;
}

static enum hm_status put_who(struct repl *r, const struct who *w, bool law)
{
    struct buf count;
    const struct field *f = &r->policy->model->fields[w->field];
    whatif_who(&r->last, r->policy->model, w, law);
    if (r->json) {
        TRY(sheet_ok(&r->last, r->diag));
        buf_printf(&r->out, "{\"count\":%llu,\"rows\":", (unsigned long long)w->count);
        sheet_put_json(&r->last, &r->out);
        buf_putc(&r->out, '}');
        return HM_OK;
    }
    TRY(repl_put_sheet(r));
    buf_init(&count);
    table_put_count(&count, w->count);
    buf_printf(&r->out, _("%s in all"), count.data);
    if (law && f->type.kind == KIND_MONEY) {
        buf_clear(&count);
        table_put_fen(&count, w->difference);
        buf_printf(&r->out, _(", together they change by %s"), count.data);
    }
    buf_putc(&r->out, '\n');
    r->out.failed |= !buf_ok(&count);
    buf_fini(&count);
    return HM_OK;
}

enum hm_status verb_who(struct repl *r, struct verb_line *l)
{
    struct population *p;
    struct who_term terms[CONDITIONS_MAX];
    size_t count = 0, limit = SHOWN;
    struct who w;
    memset(terms, 0, sizeof terms);
    TRY(read_terms(r, l, terms, &count, &limit));
    struct who_request q = {.law = repl_alternative(r), .limit = limit};
    if (needs_law(terms, count) && !q.law)
        return verb_wrong(r, l, _("nothing was changed; `set` a parameter first"));
    lead(r, &q, terms, count);
    TRY(repl_population(r, &p));
    TRY(who_ask(&w, p, &q, r->diag));
    enum hm_status st = put_who(r, &w, q.law != NULL);
    who_fini(&w);
    return st;
}
