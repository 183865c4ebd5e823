/* mutate.c - makes the list of mutants and runs them on all threads.
 *
 * A changed value or rounding is a model that shares everything else with the policy's own, so
 * that a thread's sandboxes serve all of them. Changed script text is a policy loaded anew.
 */
#include "run/mutate.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/thread.h"
#include "exec/checkrun.h"
#include "run/lint_state.h"
#include "run/mutate_list.h"
#include "run/task.h"
#include "run/witness.h"

void mutants_init(struct mutants *m)
{
    *m = (struct mutants){0};
    arena_init(&m->arena);
}

void mutants_fini(struct mutants *m)
{
    mem_free(m->items);
    arena_fini(&m->arena);
    mutants_init(m);
}

/* --- the list --- */

const char *mutant_text(struct mutant_list *l, const char *fmt, ...)
{
    struct buf b;
    va_list ap;
    buf_init(&b);
    va_start(ap, fmt);
    buf_vprintf(&b, fmt, ap);
    va_end(ap);
    const char *text = buf_ok(&b) ? arena_strndup(&l->out->arena, b.data, b.len) : NULL;
    buf_fini(&b);
    l->failed |= !text;
    return text ? text : "";
}

struct by_steps {
    uint32_t number;
    uint64_t steps;
};

static int compare_steps(const void *left, const void *right)
{
    const struct by_steps *a = left, *b = right;
    if (a->steps != b->steps)
        return a->steps < b->steps ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

/* Gives the newest mutant the cases noted for it. */
static void finish_newest(struct mutant_list *l)
{
    const struct rig *r = l->rig;
    size_t n = 0;
    if (l->out->count == 0)
        return;
    struct mutant *m = &l->out->items[l->out->count - 1];
    struct by_steps *list = mem_calloc(r->case_count + 1, sizeof *list);
    uint32_t *cases = NULL;
    for (uint32_t i = 0; list && i < r->case_count; i++)
        if (l->reached[i] && r->cases[i].passed)
            list[n++] = (struct by_steps){i, r->cases[i].steps};
    if (list)
        cases = arena_alloc(&l->out->arena, (n + 1) * sizeof *cases);
    l->failed |= !cases;
    if (cases) {
        qsort(list, n, sizeof *list, compare_steps);
        for (size_t i = 0; i < n; i++)
            cases[i] = list[i].number;
        m->cases = cases;
        m->case_count = n;
    }
    mem_free(list);
    memset(l->reached, 0, r->case_count);
}

static bool begins(const char *text, const char *with)
{
    return text && strncmp(text, with, strlen(with)) == 0;
}

static bool is_wanted(const struct mutant_list *l, const char *level, const char *name,
                      const char *file, const struct place *at)
{
    const char *only = l->options->only;
    if (only)
        return begins(name, only) || begins(file, only) || begins(at->file, only);
    return l->options->everything ||
           strcmp(level, l->rig->levels[l->rig->own].policy->model->name) == 0;
}

struct mutant *mutant_add(struct mutant_list *l, enum mutant_kind kind, const char *level,
                          const char *name, const char *file, const struct place *at)
{
    struct mutants *out = l->out;
    void *items = out->items;
    if (l->failed || !is_wanted(l, level, name, file, at))
        return NULL;
    finish_newest(l);
    if (mem_grow(&items, &out->cap, out->count + 1, sizeof *out->items) != 0) {
        l->failed = true;
        return NULL;
    }
    out->items = items;
    struct mutant *m = &out->items[out->count++];
    *m = (struct mutant){.kind = kind, .name = name, .file = file, .at = *at};
    return m;
}

void mutant_reach(struct mutant_list *l, struct mutant *m, rig_mark low, rig_mark high)
{
    size_t n;
    const struct rig_hit *hit = rig_hits(l->rig, low, high, &n);
    (void)m;
    for (size_t i = 0; i < n; i++)
        l->reached[hit[i].number] = 1;
}

static int compare_mutants(const void *left, const void *right)
{
    const struct mutant *a = left, *b = right;
    int c = place_compare(&a->at, &b->at);
    if (c)
        return c;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    c = strcmp(a->name, b->name);
    if (!c)
        c = strcmp(a->was, b->was);
    return c ? c : strcmp(a->becomes, b->becomes);
}

/* Of many, so many: every n-th. */
static void thin_out(struct mutants *m, size_t limit)
{
    if (limit == 0 || m->count <= limit)
        return;
    for (size_t i = 0; i < limit; i++)
        m->items[i] = m->items[i * m->count / limit];
    m->left_out = m->count - limit;
    m->count = limit;
}

static enum hm_status make_list(struct mutants *out, const struct rig *r,
                                const struct mutate_options *o, struct diag *d)
{
    struct mutant_list l = {.out = out, .rig = r, .options = o};
    struct sites sites;
    TRY(rig_sites(r, r->own, &sites, d));
    l.reached = mem_zalloc(r->case_count + 1);
    l.failed = !l.reached;
    if (!l.failed) {
        mutate_list_values(&l);
        mutate_list_sites(&l, &sites);
        mutate_list_roundings(&l);
    }
    if (!l.failed)
        finish_newest(&l);
    mem_free(l.reached);
    sites_fini(&sites);
    if (l.failed)
        return diag_nomem(d, _("testing a policy"));
    if (out->count)
        qsort(out->items, out->count, sizeof *out->items, compare_mutants);
    thin_out(out, o->limit);
    return HM_OK;
}

/* --- a mutated policy --- */

/* What a thread has of one level: the policy's own data, of which one thing is changed. */
struct workbench {
    struct policy policy;
    struct model model;
    struct parameter *parameters;
    struct field *fields;
    struct probe probe;
};

struct shared {
    struct mutants *mutants;
    const struct rig *rig;
    const struct mutate_options *options;
    const struct hm_host *caller;
    struct hm_host host; /* of the cases: the reference engine, no output */
    struct buf *packed;  /* by level: the sources */
    struct mutex *lock;
    size_t next; /* mutant */
    enum hm_status status;
    struct diag *diag;
};

struct worker {
    struct shared *shared;
    struct workbench *benches; /* by level */
    struct arena arena;        /* of one mutant */
    struct probe good;         /* of the rig's own policy, unchanged */
    struct diag diag;
};

static enum hm_status bench_open(struct workbench *b, const struct policy *p)
{
    const struct model *m = p->model;
    b->parameters = mem_calloc(m->parameter_count + 1, sizeof *b->parameters);
    b->fields = mem_calloc(m->field_count + 1, sizeof *b->fields);
    probe_init(&b->probe);
    if (!b->parameters || !b->fields)
        return HM_NOMEM;
    memcpy(b->parameters, m->parameters, m->parameter_count * sizeof *b->parameters);
    memcpy(b->fields, m->fields, m->field_count * sizeof *b->fields);
    b->model = *m;
    b->model.parameters = b->parameters;
    b->model.fields = b->fields;
    b->policy = *p;
    b->policy.model = &b->model;
    return HM_OK;
}

static void bench_close(struct workbench *b)
{
    probe_fini(&b->probe);
    mem_free(b->parameters);
    mem_free(b->fields);
}

/* The parameter of this level that has the value of that number; -1: it has none. */
static int find_value(const struct rig_level *level, const struct rig *r,
                      const struct value_change *c, size_t *value)
{
    const char *name = r->levels[r->own].policy->model->parameters[c->parameter].name;
    const struct model *m = level->policy->model;
    int i = model_parameter(m, (struct str){name, strlen(name)});
    for (size_t k = 0; i >= 0 && k < m->parameters[i].count; k++) {
        if (level->values[i][k] == c->number) {
            *value = k;
            return i;
        }
    }
    return -1;
}

/* Puts the changed value into the bench; false: this level does not have it. */
static bool bench_value(struct worker *w, size_t level, const struct value_change *c,
                        enum hm_status *st)
{
    struct workbench *b = &w->benches[level];
    const struct rig *r = w->shared->rig;
    size_t k;
    int i = find_value(&r->levels[level], r, c, &k);
    if (i < 0)
        return false;
    struct parameter *p = &b->parameters[i];
    struct parameter_value *values = arena_alloc(&w->arena, (p->count + 1) * sizeof *values);
    if (values)
        memcpy(values, p->values, p->count * sizeof *values);
    if (!values || !value_changed(&values[k], p, &p->values[k], c, &w->arena))
        *st = HM_NOMEM;
    else
        p->values = values;
    return true;
}

/* The field of the level with the same name and place; NO_FIELD: it is another one there. */
static uint16_t find_field(const struct rig *r, size_t level, uint16_t field)
{
    const struct model *own = r->levels[r->own].policy->model;
    const struct model *m = r->levels[level].policy->model;
    const struct field *f = &own->fields[field];
    const char *entity = own->entities[f->entity].name;
    uint8_t e = model_entity(m, (struct str){entity, strlen(entity)});
    uint16_t i =
        e == NO_ENTITY ? NO_FIELD : model_field(m, e, (struct str){f->name, strlen(f->name)});
    if (i == NO_FIELD || m->fields[i].at.line != f->at.line)
        return NO_FIELD;
    return i;
}

static void bench_restore(struct workbench *b, const struct policy *p)
{
    const struct model *m = p->model;
    memcpy(b->parameters, m->parameters, m->parameter_count * sizeof *b->parameters);
    memcpy(b->fields, m->fields, m->field_count * sizeof *b->fields);
}

/* The policy of a level with other text in one file. HM_DATA: it cannot be loaded; NULL in
 * *out: the level does not read the file. */
static enum hm_status load_text(struct worker *w, size_t level, const struct mutant *m,
                                struct policy **out)
{
    const struct buf *packed = &w->shared->packed[level];
    struct sources s;
    struct diag own;
    *out = NULL;
    sources_init(&s);
    TRY(sources_unpack(&s, packed->data, packed->len, &w->diag));
    for (size_t i = 0; i < s.count; i++) {
        struct source_file *f = &s.files[i];
        struct buf text;
        if (strcmp(f->path, m->file) != 0)
            continue;
        buf_init(&text);
        buf_put(&text, f->text, m->first);
        buf_puts(&text, m->becomes);
        buf_put(&text, f->text + m->last, f->bytes - m->last);
        mem_free(f->text);
        f->bytes = text.len;
        f->text = buf_take(&text);
        if (!f->text) {
            sources_fini(&s);
            return HM_NOMEM;
        }
        diag_init(&own);
        enum hm_status st = policy_load_sources(out, &s, &own);
        diag_fini(&own);
        return st;
    }
    sources_fini(&s);
    return HM_OK;
}

/* --- running cases on it --- */

enum { CHUNK_FIRST = 1, CHUNK_GROWTH = 4, CHUNK_MOST = 64 };

/* Up to `most` of the mutant's cases of a level, from *at on. */
static size_t take_chunk(const struct rig *r, const struct mutant *m, size_t level, size_t *at,
                         size_t most, uint32_t *numbers)
{
    size_t n = 0;
    for (; *at < m->case_count && n < most; (*at)++)
        if (r->cases[m->cases[*at]].level == level)
            numbers[n++] = m->cases[*at];
    return n;
}

/* Runs the mutant's cases of one level, a few at first, until one of them notices. */
static enum hm_status run_cases(struct worker *w, struct mutant *m, size_t level,
                                const struct policy *p, struct probe *probe)
{
    const struct rig *r = w->shared->rig;
    const struct example *base = r->levels[level].policy->model->examples;
    const struct example *chunk[CHUNK_MOST];
    uint32_t numbers[CHUNK_MOST];
    size_t at = 0, most = CHUNK_FIRST, n;
    enum hm_status st = HM_OK;
    while (st == HM_OK && !m->killer && (n = take_chunk(r, m, level, &at, most, numbers)) > 0) {
        struct examples_report report;
        for (size_t i = 0; i < n; i++)
            chunk[i] = &p->model->examples[r->cases[numbers[i]].example - base];
        examples_init(&report);
        st = examples_cases(&report, p, chunk, n, probe, &w->shared->host, &w->diag);
        for (size_t i = 0; st == HM_OK && !m->killer && i < report.count; i++)
            if (!report.outcomes[i].passed)
                m->killer = r->cases[numbers[i]].example->name;
        examples_fini(&report);
        most = most * CHUNK_GROWTH < CHUNK_MOST ? most * CHUNK_GROWTH : CHUNK_MOST;
    }
    return st;
}

static bool reads(const struct check *c, uint16_t parameter)
{
    for (uint16_t i = 0; i < c->read_parameter_count; i++)
        if (c->reads_parameters[i] == parameter)
            return true;
    return false;
}

/* Checks that hold for the values as they are and do not for the changed one. */
static enum hm_status run_checks(struct worker *w, struct mutant *m, const struct policy *p)
{
    const struct model *model = p->model;
    struct check_results results;
    bool any = false;
    for (size_t i = 0; i < model->check_count; i++)
        any |= reads(&model->checks[i], m->change->parameter);
    if (!any)
        return HM_OK;
    checkrun_init(&results);
    enum hm_status st = checkrun_all(&results, p, 0, 0, NULL, 0, &w->diag);
    for (size_t i = 0; st == HM_OK && !m->killer && i < results.count; i++) {
        const struct check_result *one = &results.items[i];
        if (one->outcome != CHECK_HOLDS && !one->check->is_warning &&
            reads(one->check, m->change->parameter))
            m->killer = one->check->name;
    }
    checkrun_fini(&results);
    return st;
}

enum { WITNESS_CASES = 8 };

/* Looks for a case that would notice the survivor, near those that come to it. */
static void find_witness(struct worker *w, struct mutant *m, const struct policy *bad,
                         struct probe *bad_probe)
{
    const struct rig *r = w->shared->rig;
    const struct witness_sides sides = {.good = r->levels[r->own].policy,
                                        .bad = bad,
                                        .good_probe = &w->good,
                                        .bad_probe = bad_probe,
                                        .host = &w->shared->host,
                                        .arena = &w->arena};
    const char *found = NULL;
    size_t tried = 0;
    for (size_t i = 0; i < m->case_count && tried < WITNESS_CASES && !found; i++) {
        const struct rig_case *c = &r->cases[m->cases[i]];
        if (c->level != r->own)
            continue;
        tried++;
        found = witness_find(&sides, c->example, &w->diag);
    }
    if (!found)
        return;
    mutex_lock(w->shared->lock);
    m->witness = arena_strdup(&w->shared->mutants->arena, found);
    mutex_unlock(w->shared->lock);
}

/* The mutant on one level. */
static enum hm_status run_level(struct worker *w, struct mutant *m, size_t level)
{
    struct workbench *b = &w->benches[level];
    const struct rig *r = w->shared->rig;
    enum hm_status st = HM_OK;
    if (m->kind == MUTANT_VALUE || m->kind == MUTANT_ROUNDING) {
        bool is_there = true;
        if (m->kind == MUTANT_VALUE) {
            is_there = bench_value(w, level, m->change, &st);
        } else {
            uint16_t field = find_field(r, level, m->field);
            is_there = field != NO_FIELD;
            if (is_there)
                b->fields[field].round = m->rounding;
        }
        if (st == HM_OK && is_there)
            st = run_cases(w, m, level, &b->policy, &b->probe);
        if (st == HM_OK && !m->killer && level == r->own && m->kind == MUTANT_VALUE)
            st = run_checks(w, m, &b->policy);
        if (st == HM_OK && !m->killer && level == r->own && is_there)
            find_witness(w, m, &b->policy, &b->probe);
        bench_restore(b, r->levels[level].policy);
        return st;
    }
    struct policy *p;
    struct probe probe;
    st = load_text(w, level, m, &p);
    if (st == HM_DATA)
        m->fate = MUTANT_REFUSED;
    if (st != HM_OK || !p)
        return st == HM_DATA ? HM_OK : st;
    probe_init(&probe);
    st = run_cases(w, m, level, p, &probe);
    if (st == HM_OK && !m->killer && level == r->own)
        find_witness(w, m, p, &probe);
    probe_fini(&probe);
    policy_free(p);
    return st;
}

/* Its own level first: most cases are there. */
static enum hm_status run_mutant(struct worker *w, struct mutant *m)
{
    const struct rig *r = w->shared->rig;
    arena_reset(&w->arena);
    if (m->case_count == 0 && m->kind != MUTANT_VALUE)
        return HM_OK;
    for (size_t i = 0; i < r->level_count && !m->killer && m->fate != MUTANT_REFUSED; i++) {
        size_t level = i == 0 ? r->own : i <= r->own ? i - 1 : i;
        TRY(run_level(w, m, level));
    }
    if (m->killer)
        m->fate = MUTANT_KILLED;
    else if (m->fate != MUTANT_REFUSED && m->case_count)
        m->fate = MUTANT_SURVIVED;
    return HM_OK;
}

/* --- all threads --- */

/* The number of the next mutant to run, or SIZE_MAX. */
static size_t take_next(struct shared *s, bool tells)
{
    mutex_lock(s->lock);
    size_t n = s->status == HM_OK && s->next < s->mutants->count ? s->next++ : SIZE_MAX;
    mutex_unlock(s->lock);
    if (tells && n != SIZE_MAX)
        task_progress(s->caller, _("mutants"), n, s->mutants->count);
    return n;
}

static void end_with(struct shared *s, enum hm_status st, struct diag *own)
{
    mutex_lock(s->lock);
    if (s->status == HM_OK) {
        s->status = st;
        diag_move(s->diag, own);
    }
    mutex_unlock(s->lock);
}

static enum hm_status worker_open(struct worker *w, struct shared *s)
{
    *w = (struct worker){.shared = s};
    arena_init(&w->arena);
    probe_init(&w->good);
    diag_init(&w->diag);
    w->benches = mem_calloc(s->rig->level_count + 1, sizeof *w->benches);
    if (!w->benches)
        return HM_NOMEM;
    for (size_t i = 0; i < s->rig->level_count; i++)
        TRY(bench_open(&w->benches[i], s->rig->levels[i].policy));
    return HM_OK;
}

static void worker_close(struct worker *w)
{
    for (size_t i = 0; w->benches && i < w->shared->rig->level_count; i++)
        bench_close(&w->benches[i]);
    mem_free(w->benches);
    probe_fini(&w->good);
    arena_fini(&w->arena);
    diag_fini(&w->diag);
}

static void work(void *ctx, unsigned k)
{
    struct shared *s = ctx;
    struct worker w;
    enum hm_status st = worker_open(&w, s);
    while (st == HM_OK) {
        size_t i = take_next(s, k == 0);
        if (i == SIZE_MAX)
            break;
        st = task_stopped(s->caller) ? HM_INTERRUPTED : run_mutant(&w, &s->mutants->items[i]);
        diag_clear(&w.diag);
    }
    if (st != HM_OK)
        end_with(s, st, &w.diag);
    worker_close(&w);
}

static enum hm_status pack_levels(struct shared *s)
{
    s->packed = mem_calloc(s->rig->level_count + 1, sizeof *s->packed);
    if (!s->packed)
        return HM_NOMEM;
    for (size_t i = 0; i < s->rig->level_count; i++) {
        buf_init(&s->packed[i]);
        TRY(sources_pack(&s->rig->levels[i].policy->sources, &s->packed[i]));
    }
    return HM_OK;
}

/* What a survivor's reader wants to know. */
static void explain_survivors(struct mutants *out, const struct rig *r)
{
    const struct lint_run lints = {.policy = r->levels[r->own].policy};
    for (size_t i = 0; i < out->count; i++) {
        struct mutant *m = &out->items[i];
        if (m->fate != MUTANT_SURVIVED)
            continue;
        struct str comment = lint_comment_at(&lints, &m->at);
        m->nearest = r->cases[m->cases[0]].example->name;
        if (lint_comment_names(comment, LINT_MUTANT))
            m->meant = arena_strndup(&out->arena, comment.p, comment.n);
    }
}

enum hm_status mutate_run(struct mutants *out, const struct rig *r,
                          const struct mutate_options *o, const struct hm_host *host,
                          struct diag *d)
{
    struct shared s = {
        .mutants = out, .rig = r, .options = o, .caller = host, .host = *host, .diag = d};
    s.host.engine = HM_ENGINE_LUA;
    s.host.progress = NULL;
    s.host.stopped = NULL;
    TRY(make_list(out, r, o, d));
    if (mutex_new(&s.lock) != HM_OK)
        return diag_nomem(d, _("testing a policy"));
    s.status = pack_levels(&s);
    if (s.status == HM_OK)
        thread_run(task_threads(host), work, &s);
    if (s.status == HM_OK)
        explain_survivors(out, r);
    for (size_t i = 0; s.packed && i < r->level_count; i++)
        buf_fini(&s.packed[i]);
    mem_free(s.packed);
    mutex_free(s.lock);
    return s.status == HM_NOMEM ? diag_nomem(d, _("testing a policy")) : s.status;
}
