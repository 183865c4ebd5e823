/* summary_read.c - summaries from the JSON that summary_json.c writes. Amounts are read as
 * text, so that no sum passes through a double. */
#include "run/summary.h"

#include <stdio.h>
#include <string.h>
#include "io/json.h"
#include "run/summary_fields.h"

/* Keys that a reader does not know are skipped, so that newer records stay readable. */
struct input {
    struct json j;
    struct summary *s;
    bool failed;
};

static bool is_key(struct str key, const char *word)
{
    return key.n == strlen(word) && memcmp(key.p, word, key.n) == 0;
}

static const char *take_text(struct input *in)
{
    struct str text;
    enum json_kind kind = json_value(&in->j, &text);
    if (kind == JSON_NULL)
        return NULL;
    if (kind != JSON_STRING) {
        in->failed = true;
        return NULL;
    }
    const char *copy = arena_strndup(&in->s->arena, text.p, text.n);
    in->failed |= copy == NULL;
    return copy;
}

static struct str take_number(struct input *in)
{
    struct str text = {"0", 1};
    if (json_value(&in->j, &text) != JSON_NUMBER)
        in->failed = true;
    return text;
}

static uint64_t take_count(struct input *in)
{
    struct str text = take_number(in);
    uint64_t v = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9')
            in->failed = true;
        v = v * 10 + (uint64_t)(text.p[i] - '0');
    }
    return v;
}

enum { MOST_DIGITS = 38 }; /* with the point, that many fit 127 bits */

static __int128 take_fen(struct input *in)
{
    struct str text = take_number(in);
    __int128 v = 0;
    bool negative = text.n > 0 && text.p[0] == '-';
    if (text.n > MOST_DIGITS)
        in->failed = true;
    for (size_t i = negative; i < text.n && !in->failed; i++) {
        if (text.p[i] == '.')
            continue;
        if (text.p[i] < '0' || text.p[i] > '9')
            in->failed = true;
        v = v * 10 + (text.p[i] - '0');
    }
    return negative ? -v : v;
}

static int64_t take_amount(struct input *in)
{
    __int128 fen = take_fen(in);
    in->failed |= fen < INT64_MIN || fen > INT64_MAX;
    return (int64_t)fen;
}

static bool take_line_member(struct input *in, struct str key, struct tally_line *l)
{
#define TAKE(name)                                                                             \
    if (is_key(key, #name)) {                                                                  \
        l->name = take_count(in);                                                              \
        return true;                                                                           \
    }
    LINE_COUNTERS(TAKE)
#undef TAKE
    if (is_key(key, "before_month"))
        l->before_fen = take_fen(in);
    else if (is_key(key, "after_month"))
        l->after_fen = take_fen(in);
    else
        return false;
    return true;
}

static void open_container(struct input *in, enum json_kind kind)
{
    struct str text;
    if (json_value(&in->j, &text) != kind)
        in->failed = true;
}

/* Room for the elements of an array: its length is counted first on a copy of the reader. */
static void *take_array(struct input *in, size_t each, size_t *count)
{
    open_container(in, JSON_ARRAY);
    struct json ahead = in->j;
    size_t n = 0;
    while (!in->failed && json_element(&ahead)) {
        if (!json_skip(&ahead, NULL))
            break;
        n++;
    }
    void *items = arena_zalloc(&in->s->arena, (n + 1) * each);
    in->failed |= items == NULL;
    *count = 0;
    return items;
}

static bool more(struct input *in)
{
    return !in->failed && json_element(&in->j);
}

static bool next(struct input *in, struct str *key)
{
    return !in->failed && json_member(&in->j, key);
}

static void read_items(struct input *in, struct summary_item **out, size_t *n)
{
    struct str key;
    *out = take_array(in, sizeof **out, n);
    while (more(in)) {
        struct summary_item *item = &(*out)[(*n)++];
        open_container(in, JSON_OBJECT);
        while (next(in, &key)) {
            if (is_key(key, "name"))
                item->name = take_text(in);
            else if (is_key(key, "zh"))
                item->zh = take_text(in);
            else if (!take_line_member(in, key, &item->line))
                json_skip(&in->j, NULL);
        }
    }
}

struct text_key {
    const char *name;
    const char **to;
};

/* Takes a text member named in the list; false when it is not there. */
static bool take_listed(struct input *in, struct str key, const struct text_key *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (is_key(key, list[i].name)) {
            *list[i].to = take_text(in);
            return true;
        }
    }
    return false;
}

static void read_moves(struct input *in, struct summary_month *m)
{
    struct str key;
    m->moves = take_array(in, sizeof *m->moves, &m->move_count);
    while (more(in)) {
        struct summary_move *v = &m->moves[m->move_count++];
        const struct text_key texts[] = {{"field", &v->field}, {"zh", &v->zh},
                                         {"from", &v->from},   {"from_zh", &v->from_zh},
                                         {"to", &v->to},       {"to_zh", &v->to_zh}};
        open_container(in, JSON_OBJECT);
        while (next(in, &key)) {
            if (is_key(key, "count"))
                v->count = take_count(in);
            else if (!take_listed(in, key, texts, 6))
                json_skip(&in->j, NULL);
        }
    }
}

static void read_reasons(struct input *in, struct summary_month *m)
{
    struct str key, text;
    m->reasons = take_array(in, sizeof *m->reasons, &m->reason_count);
    while (more(in)) {
        struct summary_reason *r = &m->reasons[m->reason_count++];
        const struct text_key texts[] = {
            {"field", &r->field}, {"text", &r->text}, {"example", &r->example}};
        open_container(in, JSON_OBJECT);
        while (next(in, &key)) {
            if (is_key(key, "count"))
                r->count = take_count(in);
            else if (is_key(key, "failed"))
                r->failed = json_value(&in->j, &text) == JSON_TRUE;
            else if (!take_listed(in, key, texts, 3))
                json_skip(&in->j, NULL);
        }
    }
}

static void read_placeholders(struct input *in, struct summary_month *m)
{
    struct str key;
    m->placeholders = take_array(in, sizeof *m->placeholders, &m->placeholder_count);
    while (more(in)) {
        struct summary_placeholder *p = &m->placeholders[m->placeholder_count++];
        const struct text_key texts[] = {{"name", &p->name},
                                         {"zh", &p->zh},
                                         {"from", &p->from},
                                         {"source", &p->source},
                                         {"place", &p->place}};
        open_container(in, JSON_OBJECT);
        while (next(in, &key))
            if (!take_listed(in, key, texts, 5))
                json_skip(&in->j, NULL);
    }
}

static void read_top(struct input *in, struct summary_month *m)
{
    struct str key;
    m->top = take_array(in, sizeof *m->top, &m->top_count);
    while (more(in)) {
        struct summary_change *c = &m->top[m->top_count++];
        open_container(in, JSON_OBJECT);
        while (next(in, &key)) {
            if (is_key(key, "id"))
                c->id = take_text(in);
            else if (is_key(key, "before"))
                c->before_fen = take_amount(in);
            else if (is_key(key, "after"))
                c->after_fen = take_amount(in);
            else
                json_skip(&in->j, NULL);
        }
    }
}

/* null stands for an open end. */
static int64_t take_edge(struct input *in, int64_t open)
{
    struct json ahead = in->j;
    struct str text;
    if (json_value(&ahead, &text) != JSON_NULL)
        return take_amount(in);
    in->j = ahead;
    return open;
}

static void read_bins(struct input *in, struct summary_month *m)
{
    struct str key;
    m->bins = take_array(in, sizeof *m->bins, &m->bin_count);
    while (more(in)) {
        struct summary_bin *bin = &m->bins[m->bin_count++];
        open_container(in, JSON_OBJECT);
        while (next(in, &key)) {
            if (is_key(key, "low"))
                bin->low_fen = take_edge(in, INT64_MIN);
            else if (is_key(key, "high"))
                bin->high_fen = take_edge(in, INT64_MAX);
            else if (is_key(key, "count"))
                bin->count = take_count(in);
            else
                json_skip(&in->j, NULL);
        }
    }
}

static void read_owed(struct input *in, struct summary_month *m)
{
    struct str key;
    m->owed = take_array(in, sizeof *m->owed, &m->owed_count);
    while (more(in)) {
        struct summary_owed *o = &m->owed[m->owed_count++];
        const struct text_key texts[] = {{"name", &o->name}, {"zh", &o->zh}};
        open_container(in, JSON_OBJECT);
        while (next(in, &key)) {
            if (is_key(key, "underpaid"))
                o->underpaid = take_count(in);
            else if (is_key(key, "overpaid"))
                o->overpaid = take_count(in);
            else if (is_key(key, "owed"))
                o->owed_fen = take_fen(in);
            else if (is_key(key, "over"))
                o->over_fen = take_fen(in);
            else if (!take_listed(in, key, texts, 2))
                json_skip(&in->j, NULL);
        }
    }
}

static void read_worst(struct input *in, struct summary_month *m)
{
    struct str key;
    m->cliffs = take_array(in, sizeof *m->cliffs, &m->cliff_listed);
    while (more(in)) {
        struct summary_cliff *c = &m->cliffs[m->cliff_listed++];
        open_container(in, JSON_OBJECT);
        while (next(in, &key)) {
            if (is_key(key, "id"))
                c->id = take_text(in);
            else if (is_key(key, "before"))
                c->before_fen = take_amount(in);
            else if (is_key(key, "after"))
                c->after_fen = take_amount(in);
            else if (is_key(key, "income_before"))
                c->income_before_fen = take_amount(in);
            else if (is_key(key, "income_after"))
                c->income_after_fen = take_amount(in);
            else
                json_skip(&in->j, NULL);
        }
    }
}

static void read_cliffs(struct input *in, struct summary_month *m)
{
    struct str key;
    m->has_cliffs = true;
    open_container(in, JSON_OBJECT);
    while (next(in, &key)) {
        if (is_key(key, "count"))
            m->cliff_count = take_count(in);
        else if (is_key(key, "lost"))
            m->cliff_fen = take_fen(in);
        else if (is_key(key, "worst"))
            read_worst(in, m);
        else
            json_skip(&in->j, NULL);
    }
}

static void take_month_text(struct input *in, char out[16])
{
    const char *text = take_text(in);
    snprintf(out, 16, "%s", text ? text : "");
}

static void read_total(struct input *in, struct tally_line *l)
{
    struct str key;
    open_container(in, JSON_OBJECT);
    while (next(in, &key))
        if (!take_line_member(in, key, l))
            json_skip(&in->j, NULL);
}

static void read_month(struct input *in, struct summary_month *m)
{
    struct str key;
    open_container(in, JSON_OBJECT);
    while (next(in, &key)) {
        if (is_key(key, "month"))
            take_month_text(in, m->month);
        else if (is_key(key, "before_month"))
            take_month_text(in, m->before_month);
        else if (is_key(key, "before_run"))
            m->before_run = (uint32_t)take_count(in);
        else if (is_key(key, "households"))
            m->households = take_count(in);
        else if (is_key(key, "undetermined"))
            m->undetermined = take_count(in);
        else if (is_key(key, "failed"))
            m->failed = take_count(in);
        else if (is_key(key, "total"))
            read_total(in, &m->total);
        else if (is_key(key, "benefits"))
            read_items(in, &m->benefits, &m->benefit_count);
        else if (is_key(key, "counties"))
            read_items(in, &m->counties, &m->county_count);
        else if (is_key(key, "sizes"))
            read_items(in, &m->sizes, &m->size_count);
        else if (is_key(key, "ages"))
            read_items(in, &m->ages, &m->age_count);
        else if (is_key(key, "changes"))
            read_bins(in, m);
        else if (is_key(key, "cliffs"))
            read_cliffs(in, m);
        else if (is_key(key, "owed"))
            read_owed(in, m);
        else if (is_key(key, "moves"))
            read_moves(in, m);
        else if (is_key(key, "reasons"))
            read_reasons(in, m);
        else if (is_key(key, "placeholders"))
            read_placeholders(in, m);
        else if (is_key(key, "top"))
            read_top(in, m);
        else
            json_skip(&in->j, NULL);
    }
}

static void read_years(struct input *in, struct summary *s)
{
    struct str key;
    s->years = take_array(in, sizeof *s->years, &s->year_count);
    while (more(in)) {
        struct summary_year *y = &s->years[s->year_count++];
        open_container(in, JSON_OBJECT);
        while (next(in, &key)) {
            if (is_key(key, "year"))
                y->year = (int32_t)take_count(in);
            else if (is_key(key, "months"))
                y->months = take_count(in);
            else if (is_key(key, "before"))
                y->before_fen = take_fen(in);
            else if (is_key(key, "after"))
                y->after_fen = take_fen(in);
            else
                json_skip(&in->j, NULL);
        }
    }
}

static bool take_budget_member(struct input *in, struct str key, struct summary_budget *g)
{
#define TAKE(name)                                                                             \
    if (is_key(key, #name)) {                                                                  \
        g->name = take_count(in);                                                              \
        return true;                                                                           \
    }
    BUDGET_COUNTS(TAKE)
#undef TAKE
#define TAKE(name)                                                                             \
    if (is_key(key, #name)) {                                                                  \
        g->name##_fen = take_fen(in);                                                          \
        return true;                                                                           \
    }
    BUDGET_AMOUNTS(TAKE)
#undef TAKE
    return false;
}

static void read_budget(struct input *in, struct summary_budget *g)
{
    struct str key;
    open_container(in, JSON_OBJECT);
    while (next(in, &key)) {
        if (is_key(key, "year"))
            g->year = (int32_t)take_count(in);
        else if (is_key(key, "appropriation"))
            g->appropriation_fen = take_amount(in);
        else if (is_key(key, "source"))
            g->source = take_text(in);
        else if (!take_budget_member(in, key, g))
            json_skip(&in->j, NULL);
    }
}

static void read_work(struct input *in, struct summary_work *w)
{
    struct str key;
    open_container(in, JSON_OBJECT);
    while (next(in, &key)) {
#define TAKE(name)                                                                             \
    if (is_key(key, #name)) {                                                                  \
        w->name = take_count(in);                                                              \
        continue;                                                                              \
    }
        WORK_COUNTS(TAKE)
#undef TAKE
        json_skip(&in->j, NULL);
    }
}

static void read_summary(struct input *in)
{
    struct summary *s = in->s;
    const struct text_key texts[] = {{"policy", &s->policy},
                                     {"policy_zh", &s->policy_zh},
                                     {"identity", &s->identity},
                                     {"changes", &s->changes}};
    struct str key;
    open_container(in, JSON_OBJECT);
    while (next(in, &key)) {
        if (is_key(key, "months")) {
            s->months = take_array(in, sizeof *s->months, &s->month_count);
            while (more(in))
                read_month(in, &s->months[s->month_count++]);
        } else if (is_key(key, "years")) {
            read_years(in, s);
        } else if (is_key(key, "budget")) {
            read_budget(in, &s->budget);
        } else if (is_key(key, "work")) {
            read_work(in, &s->work);
        } else if (!take_listed(in, key, texts, 4)) {
            json_skip(&in->j, NULL);
        }
    }
}

enum hm_status summary_read(struct summary *s, const char *json, struct diag *d)
{
    struct arena scratch;
    struct summary read = {0};
    struct input in = {.s = &read};
    arena_init(&read.arena);
    arena_init(&scratch);
    json_init(&in.j, (struct str){json, strlen(json)}, &scratch);
    read_summary(&in);
    bool ok = !in.failed && json_finish(&in.j);
    arena_fini(&scratch);
    if (!ok) {
        arena_fini(&read.arena);
        return diag_error(d, HM_CORRUPT, NULL, _("a run's summary is damaged"));
    }
    *s = read;
    return HM_OK;
}
