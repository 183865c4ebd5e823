/* summary_json.c - summaries to JSON and back. Amounts are yuan with two decimals, read and
 * written as text, so that no sum passes through a double. */
#include "run/summary.h"

#include <stdio.h>
#include <string.h>
#include "io/json.h"

/* The counters of a line, once for both directions. */
#define LINE_COUNTERS(X)                                                                       \
    X(in)                                                                                      \
    X(out) X(up) X(down) X(same) X(none) X(unknown) X(before_count) X(after_count)

void summary_put_fen(struct buf *out, __int128 fen)
{
    char digits[48];
    size_t n = sizeof digits;
    unsigned __int128 v = fen < 0 ? -(unsigned __int128)fen : (unsigned __int128)fen;
    for (unsigned k = 0; v > 0 || k < 3; k++) {
        if (k == 2)
            digits[--n] = '.';
        digits[--n] = (char)('0' + (int)(v % 10));
        v /= 10;
    }
    if (fen < 0)
        digits[--n] = '-';
    buf_put(out, digits + n, sizeof digits - n);
}

/* --- writing --- */

static void put_text(struct buf *b, const char *key, const char *text)
{
    buf_printf(b, "\"%s\":", key);
    if (text)
        buf_json_string(b, text, strlen(text));
    else
        buf_puts(b, "null");
}

static void put_count(struct buf *b, const char *key, uint64_t n)
{
    buf_printf(b, "\"%s\":%llu", key, (unsigned long long)n);
}

static void put_fen(struct buf *b, const char *key, __int128 fen)
{
    buf_printf(b, "\"%s\":", key);
    summary_put_fen(b, fen);
}

static void put_line(struct buf *b, const struct tally_line *l)
{
#define PUT(name)                                                                              \
    put_count(b, #name, l->name);                                                              \
    buf_putc(b, ',');
    LINE_COUNTERS(PUT)
#undef PUT
    put_fen(b, "before_month", l->before_fen);
    buf_putc(b, ',');
    put_fen(b, "after_month", l->after_fen);
    buf_putc(b, ',');
    put_fen(b, "before_year", l->before_fen * 12);
    buf_putc(b, ',');
    put_fen(b, "after_year", l->after_fen * 12);
}

static void put_items(struct buf *b, const char *key, const struct summary_item *items,
                      size_t n)
{
    buf_printf(b, ",\"%s\":[", key);
    for (size_t i = 0; i < n; i++) {
        buf_puts(b, i ? ",{" : "{");
        put_text(b, "name", items[i].name);
        buf_putc(b, ',');
        put_text(b, "zh", items[i].zh);
        buf_putc(b, ',');
        put_line(b, &items[i].line);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void put_moves(struct buf *b, const struct summary_month *m)
{
    buf_puts(b, ",\"moves\":[");
    for (size_t i = 0; i < m->move_count; i++) {
        const struct summary_move *v = &m->moves[i];
        const char *texts[] = {v->field, v->zh, v->from, v->from_zh, v->to, v->to_zh};
        static const char *const keys[] = {"field", "zh", "from", "from_zh", "to", "to_zh"};
        buf_puts(b, i ? ",{" : "{");
        for (size_t k = 0; k < 6; k++) {
            put_text(b, keys[k], texts[k]);
            buf_putc(b, ',');
        }
        put_count(b, "count", v->count);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void put_reasons(struct buf *b, const struct summary_month *m)
{
    buf_puts(b, ",\"reasons\":[");
    for (size_t i = 0; i < m->reason_count; i++) {
        const struct summary_reason *r = &m->reasons[i];
        buf_printf(b, "%s{\"failed\":%s,", i ? "," : "", r->failed ? "true" : "false");
        put_text(b, "field", r->field);
        buf_putc(b, ',');
        put_text(b, "text", r->text);
        buf_putc(b, ',');
        put_text(b, "example", r->example);
        buf_putc(b, ',');
        put_count(b, "count", r->count);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void put_placeholders(struct buf *b, const struct summary_month *m)
{
    buf_puts(b, ",\"placeholders\":[");
    for (size_t i = 0; i < m->placeholder_count; i++) {
        const struct summary_placeholder *p = &m->placeholders[i];
        buf_puts(b, i ? ",{" : "{");
        put_text(b, "name", p->name);
        buf_putc(b, ',');
        put_text(b, "zh", p->zh);
        buf_putc(b, ',');
        put_text(b, "from", p->from);
        buf_putc(b, ',');
        put_text(b, "source", p->source);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void put_top(struct buf *b, const struct summary_month *m)
{
    buf_puts(b, ",\"top\":[");
    for (size_t i = 0; i < m->top_count; i++) {
        buf_puts(b, i ? ",{" : "{");
        put_text(b, "id", m->top[i].id);
        buf_putc(b, ',');
        put_fen(b, "before", m->top[i].before_fen);
        buf_putc(b, ',');
        put_fen(b, "after", m->top[i].after_fen);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void put_month(struct buf *b, const struct summary_month *m)
{
    buf_putc(b, '{');
    put_text(b, "month", m->month);
    buf_putc(b, ',');
    put_count(b, "before_run", m->before_run);
    buf_putc(b, ',');
    put_text(b, "before_month", m->before_month[0] ? m->before_month : NULL);
    buf_putc(b, ',');
    put_count(b, "households", m->households);
    buf_putc(b, ',');
    put_count(b, "undetermined", m->undetermined);
    buf_putc(b, ',');
    put_count(b, "failed", m->failed);
    buf_puts(b, ",\"total\":{");
    put_line(b, &m->total);
    buf_putc(b, '}');
    put_items(b, "benefits", m->benefits, m->benefit_count);
    put_items(b, "counties", m->counties, m->county_count);
    put_moves(b, m);
    put_reasons(b, m);
    put_placeholders(b, m);
    put_top(b, m);
    buf_putc(b, '}');
}

void summary_put(struct buf *out, const struct summary *s)
{
    buf_putc(out, '{');
    put_text(out, "policy", s->policy);
    buf_putc(out, ',');
    put_text(out, "policy_zh", s->policy_zh);
    buf_putc(out, ',');
    put_text(out, "identity", s->identity);
    buf_putc(out, ',');
    put_text(out, "changes", s->changes);
    buf_puts(out, ",\"months\":[");
    for (size_t i = 0; i < s->month_count; i++) {
        if (i)
            buf_putc(out, ',');
        put_month(out, &s->months[i]);
    }
    buf_puts(out, "]}");
}

/* --- reading --- */

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

static __int128 take_fen(struct input *in)
{
    struct str text = take_number(in);
    __int128 v = 0;
    bool negative = text.n > 0 && text.p[0] == '-';
    for (size_t i = negative; i < text.n; i++) {
        if (text.p[i] == '.')
            continue;
        if (text.p[i] < '0' || text.p[i] > '9')
            in->failed = true;
        v = v * 10 + (text.p[i] - '0');
    }
    return negative ? -v : v;
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
        const struct text_key texts[] = {
            {"name", &p->name}, {"zh", &p->zh}, {"from", &p->from}, {"source", &p->source}};
        open_container(in, JSON_OBJECT);
        while (next(in, &key))
            if (!take_listed(in, key, texts, 4))
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
                c->before_fen = (int64_t)take_fen(in);
            else if (is_key(key, "after"))
                c->after_fen = (int64_t)take_fen(in);
            else
                json_skip(&in->j, NULL);
        }
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
