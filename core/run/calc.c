/* calc.c - lines -> batches -> frames -> engines -> lines, in the order they came.
 *
 * Records of one batch are gathered in groups by month; a group is one builder, one frame, one
 * evaluation per month. Its past months are builders too, filled from "history". A record's
 * month is known only after it was read: it is read into the group of the record before it and,
 * when its month turns out another, taken back and read again.
 *
 * Earlier months find a household by its id, so in a group with a past no id may be there
 * twice; such a record starts the next batch. With --months, each month's results are the next
 * one's past where formulas read it; a record with history of its own for such a month runs
 * alone.
 */
#include "run/calc.h"

#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "io/record.h"
#include "run/calc_outputs.h"
#include "run/determined.h"
#include "run/root.h"
#include "run/task.h"
#include "value/date.h"

#ifndef HM_BATCH_ROWS
#define HM_BATCH_ROWS 1024
#endif
enum {
    GROUPS = 64,             /* months in one batch */
    ENGINES = 36,            /* months kept ready: three years */
    LINES_PER_BATCH = 16384, /* records times months: bounds the text that waits */
    BATCH_BYTES = 8 << 20    /* of lines read */
};

struct earlier { /* one past month of a group */
    int32_t month;
    struct builder *builder;
};
struct group {
    int32_t month; /* the first one evaluated */
    struct builder *builder;
    struct map ids;
    struct earlier *past; /* ascending in nothing; past_used of past_made are in use */
    size_t past_used, past_made, past_cap;
    uint32_t rows;
};
struct slot { /* one record of the batch */
    struct group *group;
    uint32_t row;
    struct buf text;
};
struct ready { /* an engine for a month */
    struct evaluation evaluation;
    struct engine *engine;
    uint64_t used; /* when, in uses */
};

struct calc {
    const struct policy *policy;
    const struct calc_options *options;
    const struct hm_host *host;
    struct diag *diag;
    struct lines *in;
    struct calc_counts counts;
    struct calc_outputs outputs;
    uint8_t root;
    bool has_months; /* --month or --months: */
    int32_t from, to;
    bool feeds; /* a month's results are the past of the next one */
    struct record_reader *reader, *history_reader;
    struct record record; /* the one being read */
    struct group *groups;
    size_t group_count; /* in use; all have a builder or none yet */
    int32_t guess;      /* the month of the record before */
    struct slot *slots;
    size_t slot_count, slot_max;
    size_t batch_bytes; /* of the lines gathered */
    struct ready ready[ENGINES];
    uint64_t uses;
    struct buf out;
    enum hm_status fatal; /* a batch could not be evaluated or written: the run ends */
};

/* --- engines --- */

static struct ready *oldest(struct calc *c)
{
    struct ready *r = &c->ready[0];
    for (int i = 0; i < ENGINES; i++) {
        if (!c->ready[i].engine)
            return &c->ready[i];
        if (c->ready[i].used < r->used)
            r = &c->ready[i];
    }
    return r;
}

static enum hm_status engine_of(struct calc *c, int32_t month, struct engine **out)
{
    for (int i = 0; i < ENGINES; i++) {
        if (c->ready[i].engine && c->ready[i].evaluation.month == month) {
            c->ready[i].used = ++c->uses;
            *out = c->ready[i].engine;
            return HM_OK;
        }
    }
    struct ready *r = oldest(c);
    engine_close(r->engine);
    *r = (struct ready){.evaluation = {.policy = c->policy,
                                       .month = month,
                                       .outputs = c->outputs.ids,
                                       .output_count = c->outputs.count,
                                       .root = c->root,
                                       .patches = c->options->patches,
                                       .patch_count = c->options->patch_count,
                                       .formulas = c->options->formulas,
                                       .formula_count = c->options->formula_count,
                                       .probe = c->options->probe},
                        .used = ++c->uses};
    TRY(engine_open(&r->engine, task_engine(c->host), &r->evaluation, c->diag));
    *out = r->engine;
    return HM_OK;
}

/* --- evaluating a batch --- */

static int32_t last_month(const struct calc *c, const struct group *g)
{
    return c->has_months ? c->to : g->month;
}

static enum hm_status put_month(struct calc *c, const struct group *g, const struct frame *f,
                                struct results *r, int32_t month)
{
    struct calc_values values = {.outputs = &c->outputs, .frame = f, .results = r};
    if (calc_issues_make(&values.issues, &c->outputs, f, r) != HM_OK)
        return diag_nomem(c->diag, _("writing results"));
    for (size_t i = 0; i < c->slot_count; i++) {
        struct slot *s = &c->slots[i];
        if (s->group != g)
            continue;
        struct calc_verdict v = calc_put(&s->text, &values, s->row, month);
        if (!buf_ok(&s->text))
            return diag_nomem(c->diag, _("writing results"));
        c->counts.results++;
        c->counts.undetermined += v.undetermined;
        c->counts.failed += v.failed;
    }
    return HM_OK;
}

/* The results of a month as the past of later ones, unless that month was given. */
static enum hm_status feed(struct calc *c, struct frame *f, const struct results *r,
                           int32_t month)
{
    struct frame determined;
    if (frame_past(f, month))
        return HM_OK;
    TRY(determined_frame(&determined, f, r, c->diag));
    enum hm_status st = frame_add_past(f, month, &determined, c->diag);
    if (st != HM_OK)
        frame_fini(&determined);
    return st;
}

static enum hm_status run_month(struct calc *c, const struct group *g, struct frame *f,
                                int32_t month)
{
    struct engine *engine;
    struct results results;
    TRY(engine_of(c, month, &engine));
    results_init(&results);
    enum hm_status st = engine_run(engine, f, &results, c->diag);
    if (st == HM_OK)
        st = put_month(c, g, f, &results, month);
    if (st == HM_OK && c->feeds && month < last_month(c, g))
        st = feed(c, f, &results, month);
    results_fini(&results);
    return st;
}

static enum hm_status add_past(struct calc *c, const struct group *g, struct frame *f)
{
    for (size_t i = 0; i < g->past_used; i++) {
        struct frame earlier;
        if (builder_rows(g->past[i].builder, c->root) == 0)
            continue; /* all its records were taken back */
        TRY(builder_finish(g->past[i].builder, &earlier, false, NULL, c->diag));
        enum hm_status st = frame_add_past(f, g->past[i].month, &earlier, c->diag);
        if (st != HM_OK) {
            frame_fini(&earlier);
            return st;
        }
    }
    return HM_OK;
}

static enum hm_status run_group(struct calc *c, struct group *g)
{
    struct frame frame;
    TRY(builder_finish(g->builder, &frame, false, NULL, c->diag));
    enum hm_status st = add_past(c, g, &frame);
    for (int32_t m = g->month; st == HM_OK && m <= last_month(c, g); m++)
        st = task_stopped(c->host) ? HM_INTERRUPTED : run_month(c, g, &frame, m);
    frame_fini(&frame);
    return st;
}

static void empty_group(struct group *g)
{
    map_fini(&g->ids);
    map_init(&g->ids);
    for (size_t i = 0; i < g->past_used; i++)
        builder_clear(g->past[i].builder);
    builder_clear(g->builder);
    g->past_used = 0;
    g->rows = 0;
}

static enum hm_status write_batch(struct calc *c)
{
    enum hm_status st = HM_OK;
    buf_clear(&c->out);
    for (size_t i = 0; i < c->group_count && st == HM_OK; i++)
        if (c->groups[i].rows > 0)
            st = run_group(c, &c->groups[i]);
    for (size_t i = 0; i < c->slot_count; i++) {
        if (st == HM_OK)
            buf_put(&c->out, c->slots[i].text.data, c->slots[i].text.len);
        buf_clear(&c->slots[i].text);
    }
    for (size_t i = 0; i < c->group_count; i++)
        empty_group(&c->groups[i]);
    c->group_count = 0;
    c->slot_count = 0;
    c->batch_bytes = 0;
    if (st != HM_OK)
        return st;
    if (!buf_ok(&c->out))
        return diag_nomem(c->diag, _("writing results"));
    task_progress(c->host, _("calculating"), lines_bytes(c->in), lines_total(c->in));
    if (c->out.len && c->host->write(c->host->ctx, c->out.data, c->out.len) != 0)
        return diag_error(c->diag, HM_ENVIRONMENT, NULL, _("the output was closed"));
    return task_stopped(c->host) ? HM_INTERRUPTED : HM_OK;
}

/* Evaluates what was gathered and writes it in the order it came. */
static enum hm_status flush(struct calc *c)
{
    enum hm_status st = write_batch(c);
    if (st != HM_OK)
        c->fatal = st;
    return st;
}

/* --- gathering a batch --- */

/* The group of a month, made when there is none; flushes when there is no room. */
static enum hm_status group_of(struct calc *c, int32_t month, struct group **out)
{
    for (size_t i = 0; i < c->group_count; i++) {
        if (c->groups[i].month == month) {
            *out = &c->groups[i];
            return HM_OK;
        }
    }
    if (c->group_count == GROUPS)
        TRY(flush(c));
    struct group *g = &c->groups[c->group_count];
    if (!g->builder && builder_new(&g->builder, c->policy->model, c->root) != HM_OK)
        return diag_nomem(c->diag, _("reading a record"));
    g->month = month;
    c->group_count++;
    *out = g;
    return HM_OK;
}

static enum hm_status earlier_of(struct calc *c, struct group *g, int32_t month,
                                 struct builder **out)
{
    for (size_t i = 0; i < g->past_used; i++) {
        if (g->past[i].month == month) {
            *out = g->past[i].builder;
            return HM_OK;
        }
    }
    if (g->past_used == g->past_made) {
        void *past = g->past;
        struct earlier made = {0};
        if (mem_grow(&past, &g->past_cap, g->past_made + 1, sizeof *g->past) != 0)
            return diag_nomem(c->diag, _("reading a record"));
        g->past = past;
        if (builder_new(&made.builder, c->policy->model, c->root) != HM_OK)
            return diag_nomem(c->diag, _("reading a record"));
        g->past[g->past_made++] = made;
    }
    g->past[g->past_used].month = month;
    *out = g->past[g->past_used++].builder;
    return HM_OK;
}

/* Reads the history of the record just read into the group's past; all of it or nothing. */
static enum hm_status read_history(struct calc *c, struct group *g, const struct place *line)
{
    struct builder *done[LIMIT_HISTORY_MONTHS];
    size_t count = 0;
    enum hm_status st = HM_OK;
    record_reader_force_id(c->history_reader, c->record.id);
    for (size_t i = 0; i < c->record.history_count; i++) {
        const struct record_history *h = &c->record.history[i];
        struct place at = *line;
        struct builder *builder = NULL;
        struct record earlier;
        char path[32];
        snprintf(path, sizeof path, "history[%u]", h->index);
        at.field = path;
        TRY(earlier_of(c, g, h->month, &builder));
        enum hm_status one =
            record_parse(c->history_reader, builder, h->json, &at, &earlier, c->diag);
        if (one == HM_OK)
            done[count++] = builder;
        else if (one == HM_DATA)
            st = HM_DATA;
        else
            return one;
    }
    for (size_t i = 0; st != HM_OK && i < count; i++)
        builder_rollback(done[i]);
    return st;
}

static enum hm_status refuse_without_month(struct calc *c, const struct place *line)
{
    struct place at = *line;
    at.field = "month";
    return diag_add(c->diag, HM_LEVEL_ERROR, HM_DATA, &at,
                    _("add \"month\":\"2024-07\" to the record or give --month"),
                    _("the record has no month"));
}

/* Whether the record has history inside the months being calculated. */
static bool must_be_alone(const struct calc *c)
{
    for (size_t i = 0; c->feeds && i < c->record.history_count; i++)
        if (c->record.history[i].month >= c->from && c->record.history[i].month < c->to)
            return true;
    return false;
}

/* Whether the record just read cannot share its batch with those before it. */
static bool must_wait(const struct calc *c, const struct group *g)
{
    uint32_t row;
    if (c->slot_count == 0)
        return false;
    if (must_be_alone(c))
        return true;
    bool has_past = c->feeds || g->past_used > 0 || c->record.history_count > 0;
    return has_past && map_get(&g->ids, c->record.id, &row);
}

static enum hm_status keep(struct calc *c, struct group *g, bool alone)
{
    if (map_put(&g->ids, c->record.id, c->record.row) < 0)
        return diag_nomem(c->diag, _("reading a record"));
    g->rows++;
    c->slots[c->slot_count].group = g;
    c->slots[c->slot_count].row = c->record.row;
    c->slot_count++;
    bool is_full = c->slot_count == c->slot_max || c->batch_bytes >= BATCH_BYTES;
    return alone || is_full ? flush(c) : HM_OK;
}

/* One line into its group. HM_DATA: refused. */
static enum hm_status take(struct calc *c, struct str line, const struct place *at)
{
    struct group *g = NULL;
    for (;;) {
        TRY(group_of(c, c->has_months ? c->from : c->guess, &g));
        TRY(record_parse(c->reader, g->builder, line, at, &c->record, c->diag));
        if (!c->has_months && !c->record.has_month) {
            builder_rollback(g->builder);
            return refuse_without_month(c, at);
        }
        int32_t month = c->has_months ? c->from : c->record.month;
        if (month == g->month && !must_wait(c, g))
            break;
        builder_rollback(g->builder);
        if (month == g->month)
            TRY(flush(c));
        c->guess = month;
    }
    enum hm_status st = read_history(c, g, at);
    if (st != HM_OK) {
        builder_rollback(g->builder);
        return st;
    }
    c->batch_bytes += line.n;
    return keep(c, g, must_be_alone(c));
}

static enum hm_status read_all(struct calc *c)
{
    for (;;) {
        struct str line;
        bool more = true;
        if (c->slot_count > 0 && lines_waits(c->in))
            TRY(flush(c)); /* what can be answered is answered before waiting */
        enum hm_status st = lines_next(c->in, &line, &more, c->diag);
        if (st == HM_OK && !more)
            break;
        c->counts.records++;
        if (st == HM_OK) {
            struct place at = lines_place(c->in);
            st = take(c, line, &at);
        }
        if (st == HM_DATA && c->fatal == HM_OK)
            c->counts.refused++;
        else if (st != HM_OK)
            return st;
    }
    TRY(flush(c));
    return c->counts.refused || c->counts.failed ? HM_DATA : HM_OK;
}

/* --- setting up --- */

static enum hm_status read_months(struct calc *c)
{
    const char *one = c->options->month, *span = c->options->months;
    struct place at = {.field = span ? "--months" : "--month"};
    if (span) {
        const char *dots = strstr(span, "..");
        if (one)
            return diag_error(c->diag, HM_USAGE, &at,
                              _("--month and --months exclude each other"));
        if (!dots || !month_parse(&c->from, (struct str){span, (size_t)(dots - span)}) ||
            !month_parse(&c->to, (struct str){dots + 2, strlen(dots + 2)}))
            return diag_error(c->diag, HM_USAGE, &at,
                              _("found \"%s\", expected months such as 2024-01..2024-12"),
                              span);
    } else if (one) {
        if (!month_parse(&c->from, (struct str){one, strlen(one)}))
            return diag_error(c->diag, HM_USAGE, &at,
                              _("found \"%s\", expected a month such as 2024-07"), one);
        c->to = c->from;
    }
    if (c->to < c->from)
        return diag_error(c->diag, HM_USAGE, &at, _("the last month lies before the first"));
    if (c->to - c->from >= LIMIT_MONTHS_PER_CALC)
        return diag_error(c->diag, HM_USAGE, &at, _("more than %d months"),
                          LIMIT_MONTHS_PER_CALC);
    c->has_months = one || span;
    return HM_OK;
}

static bool reads_past(const struct model *m)
{
    for (size_t i = 0; i < m->field_count; i++)
        if (m->fields[i].before_months > 0)
            return true;
    return false;
}

static enum hm_status find_root(struct calc *c)
{
    return root_find(&c->root, c->policy->model, c->options->of, c->diag);
}

static enum hm_status make_readers(struct calc *c)
{
    const struct model *m = c->policy->model;
    struct record_rules rules = {
        .root = c->root, .allows_month = true, .allows_variables = true};
    rules.today = clock_china_day();
    if (c->has_months && month_last_day(c->to) > rules.today)
        rules.today = month_last_day(c->to);
    TRY(record_reader_new(&c->reader, m, &rules));
    rules.is_history = true;
    return record_reader_new(&c->history_reader, m, &rules);
}

static enum hm_status set_up(struct calc *c)
{
    TRY(find_root(c));
    TRY(read_months(c));
    c->feeds = c->has_months && c->to > c->from && reads_past(c->policy->model);
    TRY(calc_outputs_init(&c->outputs, c->policy->model, c->root, c->options->outputs, c->feeds,
                          c->diag));
    size_t months = c->has_months ? (size_t)(c->to - c->from) + 1 : 1;
    c->slot_max = LINES_PER_BATCH / months < HM_BATCH_ROWS ? LINES_PER_BATCH / months
                                                           : (size_t)HM_BATCH_ROWS;
    c->slots = mem_calloc(c->slot_max, sizeof *c->slots);
    c->groups = mem_calloc(GROUPS, sizeof *c->groups);
    if (!c->slots || !c->groups || make_readers(c) != HM_OK)
        return diag_nomem(c->diag, _("preparing to calculate"));
    for (size_t i = 0; i < c->slot_max; i++)
        buf_init(&c->slots[i].text);
    for (size_t i = 0; i < GROUPS; i++)
        map_init(&c->groups[i].ids);
    lines_watch(c->in, c->host->stopped, c->host->ctx);
    return HM_OK;
}

static void tear_down(struct calc *c)
{
    for (int i = 0; i < ENGINES; i++)
        engine_close(c->ready[i].engine);
    for (size_t i = 0; c->groups && i < GROUPS; i++) {
        struct group *g = &c->groups[i];
        builder_free(g->builder);
        map_fini(&g->ids);
        for (size_t k = 0; k < g->past_made; k++)
            builder_free(g->past[k].builder);
        mem_free(g->past);
    }
    for (size_t i = 0; c->slots && i < c->slot_max; i++)
        buf_fini(&c->slots[i].text);
    mem_free(c->groups);
    mem_free(c->slots);
    record_reader_free(c->reader);
    record_reader_free(c->history_reader);
    calc_outputs_fini(&c->outputs);
    buf_fini(&c->out);
}

enum hm_status calc_run(const struct policy *p, const struct calc_options *o, struct lines *in,
                        const struct hm_host *host, struct calc_counts *counts, struct diag *d)
{
    struct calc *c = mem_zalloc(sizeof *c);
    if (!c)
        return diag_nomem(d, _("preparing to calculate"));
    c->policy = p;
    c->options = o;
    c->host = host;
    c->diag = d;
    c->in = in;
    buf_init(&c->out);
    enum hm_status st = set_up(c);
    if (st == HM_OK)
        st = read_all(c);
    if (counts)
        *counts = c->counts;
    tear_down(c);
    mem_free(c);
    return st;
}
