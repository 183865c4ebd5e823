/* witness.c - moves the facts of a case, one at a time, to the edges of the comparisons that
 * `good` makes, and looks whether `bad` then gives something else.
 *
 * A fact and the difference of a comparison's two sides are taken for a straight line: two runs
 * give the point where it is zero, and the fen beside it are tried as well. Where the line is
 * no line nothing is lost but a try.
 */
#include "run/witness.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "exec/luarun.h"
#include "exec/probe.h"
#include "run/calc.h"
#include "run/examples_flat.h"
#include "value/date.h"
#include "value/decimal.h"

enum { LEAVES = 64, EVENTS = 400, CANDIDATES = 3000 };

struct leaf { /* a number, truth or date of the record */
    size_t first, last;
    struct rational value; /* number; of a date: its day */
    bool is_number, is_date, is_whole;
};
struct event { /* an ordered comparison, in order */
    uint32_t position;
    struct rational difference;
};
struct events {
    struct event items[EVENTS];
    size_t count;
    bool open; /* a comparison of the law was asked: its step comes next */
};
struct search {
    const struct witness_sides *s;
    const struct example *base;
    const char *record;
    struct leaf leaves[LEAVES];
    size_t leaf_count;
    struct buf outputs;
    struct buf lines;  /* the candidates, each with its number as id */
    uint32_t *leaf_of; /* by candidate */
    char (*text_of)[32];
    size_t count;
    struct diag *d;
};

/* --- the facts of the record --- */

static void add_leaf(struct search *w, size_t first, size_t last)
{
    struct leaf *l = &w->leaves[w->leaf_count];
    struct str text = {w->record + first, last - first};
    int32_t day;
    *l = (struct leaf){.first = first, .last = last};
    if (text.n > 2 && text.p[0] == '"') {
        l->is_date = date_parse(&day, (struct str){text.p + 1, text.n - 2});
        l->value = rational_of(l->is_date ? day : 0);
        w->leaf_count += l->is_date;
        return;
    }
    l->is_number = decimal_rational(&l->value, text) == DECIMAL_OK;
    l->is_whole = l->is_number && !memchr(text.p, '.', text.n);
    bool is_truth = *text.p == 't' || *text.p == 'f';
    w->leaf_count += l->is_number || is_truth;
}

static size_t string_end(const char *text, size_t i)
{
    for (i++; text[i] && text[i] != '"'; i++)
        if (text[i] == '\\' && text[i + 1])
            i++;
    return text[i] ? i + 1 : i;
}

/* Values stand behind a colon; lists and records are gone into. */
static void find_leaves(struct search *w)
{
    const char *t = w->record;
    bool is_value = false;
    for (size_t i = 0; t[i] && w->leaf_count < LEAVES;) {
        size_t first = i;
        if (t[i] == '"')
            i = string_end(t, i);
        else if (strchr("{}[],: \t", t[i]))
            i++;
        else
            i += strcspn(t + i, "{}[],: \t");
        if (is_value && !strchr("{}[],: \t", t[first]))
            add_leaf(w, first, i);
        if (t[first] == ':')
            is_value = true;
        else if (!strchr(" \t", t[first]))
            is_value = false;
    }
}

/* --- watching --- */

static void on_cell(void *ctx, uint16_t field, uint32_t row)
{
    (void)ctx;
    (void)field;
    (void)row;
}

static void on_outcome(void *ctx, uint16_t field, uint32_t row, const struct cell_outcome *o)
{
    (void)o;
    on_cell(ctx, field, row);
}

static void on_parameter(void *ctx, uint16_t parameter, const struct parameter_value *in_force,
                         const struct value *key, const struct value *value,
                         const struct rational *arguments)
{
    (void)ctx;
    (void)parameter;
    (void)in_force;
    (void)key;
    (void)value;
    (void)arguments;
}

static bool number_of(const struct value *v, struct rational *out)
{
    if (v->kind == KIND_INTEGER)
        *out = rational_of(v->as.integer);
    else if (v->kind == KIND_NUMBER || v->kind == KIND_MONEY)
        *out = v->as.rational;
    else if (v->kind == KIND_DATE || v->kind == KIND_MONTH)
        *out = rational_of(v->as.day);
    else
        return false;
    return true;
}

static void on_step(void *ctx, const char *op, uint32_t position, const struct value *left,
                    const struct value *right, const struct value *result)
{
    struct events *e = ctx;
    struct rational a, b, difference;
    (void)result;
    if (!strchr("<>=~", op[0]) || e->count == EVENTS || !number_of(left, &a) ||
        !number_of(right, &b) || rational_sub(&difference, a, b) != HM_TRAP_NONE)
        return;
    e->items[e->count++] = (struct event){position, difference};
}

/* --- running --- */

struct feed {
    const struct buf *in;
    size_t read;
    struct buf *out;
};

static ptrdiff_t on_read(void *ctx, char *bytes, size_t n)
{
    struct feed *f = ctx;
    size_t left = f->in->len - f->read;
    n = n < left ? n : left;
    memcpy(bytes, f->in->data + f->read, n);
    f->read += n;
    return (ptrdiff_t)n;
}

static int on_write(void *ctx, const void *bytes, size_t n)
{
    struct feed *f = ctx;
    buf_put(f->out, bytes, n);
    return !buf_ok(f->out);
}

static bool calculate(const struct search *w, const struct policy *p, struct probe *probe,
                      const struct buf *in, struct buf *out)
{
    struct feed feed = {in, 0, out};
    struct hm_host host = {.write = on_write, .ctx = &feed, .engine = HM_ENGINE_LUA};
    struct calc_options options = {.of = p->model->entities[w->base->root].name,
                                   .outputs = w->outputs.len ? w->outputs.data : NULL,
                                   .probe = probe};
    struct lines *lines;
    struct diag unused;
    diag_init(&unused);
    bool good = lines_from(&lines, "case", on_read, &feed, &unused) == HM_OK;
    if (good) {
        enum hm_status st = calc_run(p, &options, lines, &host, NULL, &unused);
        good = st == HM_OK || st == HM_DATA;
        lines_close(lines);
    }
    diag_fini(&unused);
    return good && buf_ok(out);
}

/* The record with one leaf written otherwise; number: its id. */
static void put_record(const struct search *w, struct buf *out, size_t number,
                       const struct leaf *l, const char *text)
{
    size_t id_end = string_end(w->record, 6); /* {"id":"..." */
    buf_printf(out, "{\"id\":\"%zu\"", number);
    buf_put(out, w->record + id_end, l->first - id_end);
    buf_puts(out, text);
    buf_puts(out, w->record + l->last);
    buf_putc(out, '\n');
}

static void put_leaf_value(struct buf *out, const struct leaf *l, struct rational x)
{
    if (l->is_date) {
        buf_putc(out, '"');
        date_put(out, (int32_t)rational_floor(x));
        buf_putc(out, '"');
    } else {
        decimal_put_rational(out, x);
    }
}

/* What the comparisons of `good` see when the leaf is x. */
static bool observe(const struct search *w, const struct leaf *l, struct rational x,
                    struct events *e)
{
    struct buf text, line, out;
    const struct luarun_observer observer = {.ctx = e,
                                             .begin = on_cell,
                                             .end = on_outcome,
                                             .read = on_outcome,
                                             .parameter = on_parameter,
                                             .step = on_step};
    e->count = 0;
    buf_init(&text);
    buf_init(&line);
    buf_init(&out);
    put_leaf_value(&text, l, x);
    put_record(w, &line, 0, l, buf_ok(&text) ? text.data : "0");
    w->s->good_probe->observer = &observer;
    bool good = buf_ok(&line) && calculate(w, w->s->good, w->s->good_probe, &line, &out);
    w->s->good_probe->observer = NULL;
    buf_fini(&text);
    buf_fini(&line);
    buf_fini(&out);
    return good;
}

/* --- candidates --- */

static void add_candidate(struct search *w, size_t leaf, const char *text)
{
    if (w->count == CANDIDATES || strlen(text) >= sizeof *w->text_of)
        return;
    put_record(w, &w->lines, w->count, &w->leaves[leaf], text);
    w->leaf_of[w->count] = (uint32_t)leaf;
    snprintf(w->text_of[w->count], sizeof *w->text_of, "%s", text);
    w->count++;
}

static void add_value(struct search *w, size_t leaf, struct rational x)
{
    struct buf text;
    buf_init(&text);
    put_leaf_value(&text, &w->leaves[leaf], x);
    if (buf_ok(&text))
        add_candidate(w, leaf, text.data);
    buf_fini(&text);
}

/* The steps of the leaf's grid around x. */
static void add_around(struct search *w, size_t leaf, struct rational x, int64_t grid)
{
    struct rational scaled;
    if (rational_mul(&scaled, x, rational_of(grid)) != HM_TRAP_NONE)
        return;
    int64_t at = rational_floor(scaled);
    for (int64_t step = -1; step <= 2; step++) {
        struct rational value;
        if (rational_make(&value, (__int128)at + step, grid) == HM_TRAP_NONE)
            add_value(w, leaf, value);
    }
}

/* Where the line through (x, f0) and (x + by, f1) is zero. */
static bool zero_of(struct rational x, struct rational by, struct rational f0,
                    struct rational f1, struct rational *out)
{
    struct rational slope, back;
    return rational_sub(&slope, f1, f0) == HM_TRAP_NONE && slope.num != 0 &&
           rational_mul(&back, f0, by) == HM_TRAP_NONE &&
           rational_div(&back, back, slope) == HM_TRAP_NONE &&
           rational_sub(out, x, back) == HM_TRAP_NONE;
}

static void move_number(struct search *w, size_t leaf, struct events *base,
                        struct events *moved)
{
    const struct leaf *l = &w->leaves[leaf];
    struct rational by = rational_of(l->is_date ? -3653 : l->is_whole ? 1 : 10), x, zero;
    if (rational_add(&x, l->value, by) != HM_TRAP_NONE || !observe(w, l, l->value, base) ||
        !observe(w, l, x, moved))
        return;
    for (size_t i = 0; i < base->count && i < moved->count; i++) {
        if (base->items[i].position != moved->items[i].position)
            break;
        if (zero_of(l->value, by, base->items[i].difference, moved->items[i].difference,
                    &zero)) {
            add_around(w, leaf, zero, 1);
            if (!l->is_date)
                add_around(w, leaf, zero, 100);
        }
    }
    add_around(w, leaf, l->value, 1);
}

static void make_candidates(struct search *w, struct events *base, struct events *moved)
{
    for (size_t i = 0; i < w->leaf_count; i++) {
        const struct leaf *l = &w->leaves[i];
        if (l->is_number || l->is_date)
            move_number(w, i, base, moved);
        else
            add_candidate(w, i, w->record[l->first] == 't' ? "false" : "true");
    }
}

/* --- the case --- */

/* JSON as a Lua table's inside; id and month of the root are left out. */
static void put_lua(struct buf *out, const char *t, size_t from)
{
    for (size_t i = from; t[i];) {
        size_t end = t[i] == '"' ? string_end(t, i) : i + 1;
        if (t[i] == '"' && t[end] == ':') {
            buf_put(out, t + i + 1, end - i - 2);
            buf_puts(out, " = ");
            end++;
        } else if (t[i] == '[' || t[i] == '{') {
            buf_puts(out, "{ ");
        } else if (t[i] == ']' || t[i] == '}') {
            buf_puts(out, " }");
        } else if (t[i] == ',') {
            buf_puts(out, ", ");
        } else {
            buf_put(out, t + i, end - i);
        }
        i = end;
    }
}

/* The first result that differs, as `name = value` of what is expected; false: none does. */
static bool put_expected(struct buf *out, const struct flat *good, const struct flat *bad)
{
    for (size_t i = 0; i < good->count; i++) {
        const struct flat_value *v = &good->values[i];
        const struct flat_value *other = flat_get(bad, v->path);
        if (!v->output || v->kind == JSON_NULL || !v->text || (other && flat_equal(v, other)))
            continue;
        const char *quote = v->kind == JSON_STRING ? "\"" : "";
        unsigned row = 0;
        char list[64], name[128];
        if (sscanf(v->path, "%63[a-z_][%u].%127s", list, &row, name) != 3) {
            buf_printf(out, "%s = %s%s%s", v->path, quote, v->text, quote);
            return true;
        }
        buf_printf(out, "%s = { ", list);
        for (unsigned k = 0; k < row; k++)
            buf_puts(out, "{}, ");
        buf_printf(out, "{ %s = %s%s%s } }", name, quote, v->text, quote);
        return true;
    }
    return false;
}

static const char *put_case(const struct search *w, size_t candidate, const char *good_line,
                            const char *bad_line)
{
    const struct model *m = w->s->good->model;
    struct flat good, bad;
    struct buf record, text, expected;
    const char *kept = NULL;
    flat_init(&good, w->s->arena);
    flat_init(&bad, w->s->arena);
    buf_init(&record);
    buf_init(&text);
    buf_init(&expected);
    put_record(w, &record, candidate, &w->leaves[w->leaf_of[candidate]], w->text_of[candidate]);
    if (record.len)
        record.data[--record.len] = '\0'; /* the end of its line */
    const char *month = buf_ok(&record) ? strstr(record.data, ",\"month\":\"") : NULL;
    if (month && flat_add(&good, m, w->base->root, good_line) &&
        flat_add(&bad, m, w->base->root, bad_line) && put_expected(&expected, &good, &bad)) {
        size_t month_end = string_end(month, 9);
        buf_printf(&text, "case \"%s-m\" { source = \"...\", month = \"%.7s\",\n  %s = { ",
                   w->base->name, month + 10, m->entities[w->base->root].name);
        put_lua(&text, month, month_end + (month[month_end] == ','));
        buf_printf(&text, ",\n  expect = { %s } }", expected.data ? expected.data : "");
        kept = buf_ok(&text) ? arena_strndup(w->s->arena, text.data, text.len) : NULL;
    }
    flat_fini(&good);
    flat_fini(&bad);
    buf_fini(&record);
    buf_fini(&text);
    buf_fini(&expected);
    return kept;
}

/* The first line that differs; lines begin with the candidate's number as id. */
static const char *compare(const struct search *w, struct buf *good, struct buf *bad)
{
    char *a = good->data, *b = bad->data;
    while (a && b && *a && *b) {
        char *a_end = strchr(a, '\n'), *b_end = strchr(b, '\n');
        unsigned long number = 0;
        if (!a_end || !b_end)
            break;
        *a_end = *b_end = '\0';
        if (strcmp(a, b) != 0 && sscanf(a, "{\"id\":\"%lu\"", &number) == 1 &&
            number < w->count) {
            const char *found = put_case(w, number, a, b);
            if (found)
                return found;
        }
        a = a_end + 1;
        b = b_end + 1;
    }
    return NULL;
}

static void put_outputs(struct search *w)
{
    struct flat expected;
    flat_init(&expected, w->s->arena);
    if (flat_add(&expected, w->s->good->model, w->base->root, w->base->expect_json))
        for (size_t i = 0; i < expected.count; i++)
            if (expected.values[i].output)
                buf_printf(&w->outputs, "%s%s", w->outputs.len ? "," : "",
                           expected.values[i].output);
    flat_fini(&expected);
}

static const char *search(struct search *w, struct events *two)
{
    struct buf good, bad;
    const char *found = NULL;
    put_outputs(w);
    find_leaves(w);
    make_candidates(w, &two[0], &two[1]);
    buf_init(&good);
    buf_init(&bad);
    if (w->count && buf_ok(&w->lines) && buf_ok(&w->outputs) &&
        calculate(w, w->s->good, w->s->good_probe, &w->lines, &good) &&
        calculate(w, w->s->bad, w->s->bad_probe, &w->lines, &bad))
        found = compare(w, &good, &bad);
    buf_fini(&good);
    buf_fini(&bad);
    return found;
}

const char *witness_find(const struct witness_sides *s, const struct example *base,
                         struct diag *d)
{
    struct search *w;
    if (base->patch_count || base->from != base->to || !base->expect_json ||
        strncmp(base->record_json, "{\"id\":\"", 7) != 0)
        return NULL;
    w = mem_zalloc(sizeof *w);
    struct events *two = mem_calloc(2, sizeof *two);
    if (w) {
        *w = (struct search){.s = s, .base = base, .record = base->record_json, .d = d};
        w->leaf_of = mem_calloc(CANDIDATES, sizeof *w->leaf_of);
        w->text_of = mem_calloc(CANDIDATES, sizeof *w->text_of);
        buf_init(&w->outputs);
        buf_init(&w->lines);
    }
    const char *found = w && two && w->leaf_of && w->text_of ? search(w, two) : NULL;
    if (w) {
        buf_fini(&w->outputs);
        buf_fini(&w->lines);
        mem_free(w->leaf_of);
        mem_free(w->text_of);
    }
    mem_free(w);
    mem_free(two);
    return found;
}
