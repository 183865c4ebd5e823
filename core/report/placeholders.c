/* placeholders.c - collects placeholder values and what reads them, and writes the list. */
#include "report/placeholders.h"

#include <string.h>
#include "base/fs.h"
#include "base/mem.h"
#include "report/parameter_text.h"
#include "report/value_text.h"
#include "value/date.h"

void placeholders_init(struct placeholders *p)
{
    *p = (struct placeholders){0};
    arena_init(&p->arena);
}

void placeholders_fini(struct placeholders *p)
{
    for (size_t i = 0; i < p->count; i++)
        mem_free(p->groups[i].items);
    mem_free(p->groups);
    arena_fini(&p->arena);
    *p = (struct placeholders){0};
}

/* --- values on one line --- */

/* --- collecting --- */

struct collect {
    struct placeholders *into;
    const struct model *m;
    int32_t today;
    uint8_t *reached; /* of each field: whether the parameter at hand can change it */
    bool no_memory;
};

static const char *keep(struct collect *c, const char *text)
{
    if (!text)
        return NULL;
    const char *kept = arena_strdup(&c->into->arena, text);
    c->no_memory |= kept == NULL;
    return kept;
}

static bool reads_reached(const struct collect *c, const struct field *f)
{
    for (uint16_t i = 0; i < f->read_count; i++)
        if (c->reached[f->reads[i]])
            return true;
    return f->sum_of != NO_FIELD && c->reached[f->sum_of];
}

/* Marks what reads the parameter, and what reads that, until nothing more is found. */
static void reach(struct collect *c, uint16_t parameter)
{
    const struct model *m = c->m;
    memset(c->reached, 0, m->field_count);
    for (size_t i = 0; i < m->field_count; i++)
        for (uint16_t k = 0; k < m->fields[i].read_parameter_count; k++)
            c->reached[i] |= m->fields[i].reads_parameters[k] == parameter;
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < m->field_count; i++)
            if (!c->reached[i] && reads_reached(c, &m->fields[i])) {
                c->reached[i] = 1;
                more = true;
            }
    }
}

/* A child's result and its sum for the household are one. */
static bool is_told(const struct collect *c, size_t i)
{
    const struct field *f = &c->m->fields[i];
    return c->reached[i] && f->is_result && !f->is_hidden && f->sum_of == NO_FIELD;
}

static void keep_results(struct collect *c, struct placeholder *p)
{
    const struct model *m = c->m;
    size_t n = 0;
    for (size_t i = 0; i < m->field_count; i++)
        n += is_told(c, i);
    p->results = arena_alloc(&c->into->arena, (n + 1) * sizeof *p->results);
    p->results_zh = arena_alloc(&c->into->arena, (n + 1) * sizeof *p->results_zh);
    c->no_memory |= !p->results || !p->results_zh;
    for (int benefits = 1; benefits >= 0 && !c->no_memory; benefits--) {
        for (size_t i = 0; i < m->field_count; i++) {
            if (!is_told(c, i) || m->fields[i].is_benefit != (benefits == 1))
                continue;
            p->results[p->result_count] = keep(c, m->fields[i].name);
            p->results_zh[p->result_count++] = keep(c, m->fields[i].zh);
        }
        p->benefit_count = benefits ? p->result_count : p->benefit_count;
    }
}

static struct placeholder_group *group_of(struct collect *c, const char *level)
{
    struct placeholders *into = c->into;
    for (size_t i = 0; i < into->count; i++)
        if (strcmp(into->groups[i].level, level) == 0)
            return &into->groups[i];
    void *groups = into->groups;
    if (mem_grow(&groups, &into->cap, into->count + 1, sizeof *into->groups) != 0) {
        c->no_memory = true;
        return NULL;
    }
    into->groups = groups;
    struct placeholder_group *g = &into->groups[into->count++];
    *g = (struct placeholder_group){.level = keep(c, level)};
    for (size_t i = 0; i < c->m->citation_count; i++) {
        const struct citation *t = &c->m->citations[i];
        if (strcmp(t->kind, "policy") == 0 && strcmp(t->key, "zh") == 0 &&
            strcmp(t->level, level) == 0)
            g->zh = keep(c, t->text);
    }
    if (!g->level) /* no memory, said so */
        into->count--;
    return c->no_memory ? NULL : g;
}

static struct placeholder *add(struct collect *c, const char *level, const char *name,
                               const char *zh, const char *unit, int32_t from, int32_t until,
                               const char *source, const struct place *at)
{
    struct placeholder_group *g = group_of(c, level);
    void *items = g ? g->items : NULL;
    if (!g || mem_grow(&items, &g->cap, g->count + 1, sizeof *g->items) != 0) {
        c->no_memory = true;
        return NULL;
    }
    g->items = items;
    struct placeholder *p = &g->items[g->count++];
    *p = (struct placeholder){.name = keep(c, name),
                              .zh = keep(c, zh),
                              .unit = keep(c, unit),
                              .from = from,
                              .until = until,
                              .source = keep(c, source),
                              .at = {.file = keep(c, at->file), .line = at->line}};
    p->state = from > c->today                             ? PLACEHOLDER_FUTURE
               : until != DATE_ALWAYS && until <= c->today ? PLACEHOLDER_SUPERSEDED
                                                           : PLACEHOLDER_IN_FORCE;
    g->in_force += p->state == PLACEHOLDER_IN_FORCE;
    return p;
}

static void take_value(struct collect *c, struct placeholder *p, struct buf *text)
{
    c->no_memory |= !buf_ok(text);
    if (!c->no_memory && p)
        p->value = keep(c, text->data ? text->data : "");
    buf_fini(text);
}

static void collect_parameter(struct collect *c, uint16_t index)
{
    const struct parameter *p = &c->m->parameters[index];
    bool is_reached = false;
    for (size_t i = 0; i < p->count && !c->no_memory; i++) {
        const struct parameter_value *v = &p->values[i];
        struct buf text;
        if (v->status != CITED_PLACEHOLDER || v->ended)
            continue;
        if (!is_reached)
            reach(c, index);
        is_reached = true;
        struct placeholder *item =
            add(c, p->level, p->name, p->zh, p->unit, v->from,
                i + 1 < p->count ? p->values[i + 1].from : DATE_ALWAYS, v->source, &v->at);
        buf_init(&text);
        parameter_text(&text, c->m, p, v);
        take_value(c, item, &text);
        if (!c->no_memory)
            keep_results(c, item);
    }
}

static void collect_targets(struct collect *c, const struct indicator *n)
{
    for (size_t i = 0; i < n->target_count && !c->no_memory; i++) {
        const struct indicator_target *t = &n->targets[i];
        struct buf text;
        if (t->status != CITED_PLACEHOLDER)
            continue;
        struct placeholder *item =
            add(c, n->level, n->name, n->zh, n->unit, t->due, DATE_ALWAYS, t->source, &t->at);
        buf_init(&text);
        target_put(&text, t);
        take_value(c, item, &text);
        if (item)
            item->is_target = true;
    }
}

/* all: of the levels above as well. */
static enum hm_status collect_policy(struct placeholders *into, const struct model *m, bool all,
                                     int32_t today, struct diag *d)
{
    struct collect c = {.into = into, .m = m, .today = today};
    c.reached = mem_calloc(m->field_count + 1, 1);
    c.no_memory = !c.reached;
    for (size_t i = 0; i < m->parameter_count && !c.no_memory; i++)
        if (all || strcmp(m->parameters[i].level, m->name) == 0)
            collect_parameter(&c, (uint16_t)i);
    for (size_t i = 0; i < m->indicator_count && !c.no_memory; i++)
        if (all || strcmp(m->indicators[i].level, m->name) == 0)
            collect_targets(&c, &m->indicators[i]);
    mem_free(c.reached);
    return c.no_memory ? diag_nomem(d, _("listing placeholders")) : HM_OK;
}

/* Levels in the order of their names: an upper one before those below it. */
static void sort_groups(struct placeholders *p)
{
    for (size_t i = 1; i < p->count; i++) {
        struct placeholder_group g = p->groups[i];
        size_t k = i;
        for (; k > 0 && strcmp(p->groups[k - 1].level, g.level) > 0; k--)
            p->groups[k] = p->groups[k - 1];
        p->groups[k] = g;
    }
}

enum hm_status placeholders_read(struct placeholders *p, const char *folder, int32_t today,
                                 struct diag *d)
{
    char **folders;
    size_t n;
    TRY(sources_folders(&folders, &n, folder, d));
    enum hm_status st = HM_OK, worst = HM_OK;
    for (size_t i = 0; i < n && st == HM_OK; i++) {
        struct policy *policy;
        st = policy_load(&policy, folders[i], d);
        if (st == HM_DATA) {
            worst = HM_DATA;
            st = HM_OK;
            continue;
        }
        if (st != HM_OK)
            break;
        st = collect_policy(p, policy->model, i == 0, today, d);
        policy_free(policy);
    }
    fs_list_free(folders, n);
    sort_groups(p);
    return st != HM_OK ? st : worst;
}

/* --- text --- */

enum { RESULTS_SHOWN = 6 };

static void put_results(struct buf *out, const struct placeholder *p)
{
    size_t shown = p->benefit_count > RESULTS_SHOWN ? p->benefit_count : RESULTS_SHOWN;
    if (p->result_count == 0)
        return;
    buf_printf(out, "      %s ", _("decides:"));
    for (size_t i = 0; i < p->result_count && i < shown; i++) {
        buf_puts(out, i ? ", " : "");
        value_text_name(out, p->results[i], p->results_zh[i]);
    }
    if (p->result_count > shown)
        buf_printf(out, _(" and %zu more results"), p->result_count - shown);
    buf_putc(out, '\n');
}

static void put_one(struct buf *out, const struct placeholder *p)
{
    buf_puts(out, "  ");
    value_text_name(out, p->name, p->zh);
    buf_puts(out, "  ");
    date_put(out, p->from);
    if (p->until != DATE_ALWAYS) {
        buf_puts(out, "..");
        date_put(out, p->until);
    }
    buf_printf(out, "  %s%s%s", p->value, p->unit ? " " : "", p->unit ? p->unit : "");
    if (p->is_target)
        buf_printf(out, "  (%s)", _("target"));
    if (p->state != PLACEHOLDER_IN_FORCE)
        buf_printf(out, "  (%s)",
                   p->state == PLACEHOLDER_FUTURE ? _("not yet in force") : _("superseded"));
    buf_printf(out, "\n      %s:%u: %s\n", p->at.file ? p->at.file : "", p->at.line,
               p->source ? p->source : _("no source"));
    put_results(out, p);
}

void placeholders_put(struct buf *out, const struct placeholders *p)
{
    size_t total = 0, in_force = 0;
    for (size_t i = 0; i < p->count; i++) {
        const struct placeholder_group *g = &p->groups[i];
        buf_puts(out, i ? "\n" : "");
        value_text_name(out, g->level, g->zh);
        buf_printf(out, _(": %zu values to be confirmed, %zu of them in force today\n"),
                   g->count, g->in_force);
        for (size_t k = 0; k < g->count; k++)
            put_one(out, &g->items[k]);
        total += g->count;
        in_force += g->in_force;
    }
    if (p->count != 1)
        buf_printf(out, _("%s%zu values to be confirmed, %zu of them in force today\n"),
                   p->count ? "\n" : "", total, in_force);
}

/* --- JSON --- */

static void put_date(struct buf *b, const char *key, int32_t date)
{
    buf_printf(b, ",\"%s\":", key);
    if (date == DATE_ALWAYS) {
        buf_puts(b, "null");
        return;
    }
    buf_putc(b, '"');
    date_put(b, date);
    buf_putc(b, '"');
}

static void json_one(struct buf *b, const struct placeholder_group *g,
                     const struct placeholder *p)
{
    static const char *const states[] = {"in_force", "superseded", "future"};
    const char *const keys[] = {"level", "level_zh", "name",   "zh",
                                "value", "unit",     "source", "file"};
    const char *const texts[] = {g->level, g->zh,   p->name,   p->zh,
                                 p->value, p->unit, p->source, p->at.file};
    buf_printf(b, "{\"kind\":\"%s\",", p->is_target ? "target" : "parameter");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        buf_json_member(b, keys[i], texts[i]);
        buf_putc(b, ',');
    }
    buf_printf(b, "\"line\":%u", p->at.line);
    put_date(b, "from", p->from);
    put_date(b, "until", p->until);
    buf_printf(b, ",\"state\":\"%s\",\"benefits\":%zu,\"results\":[", states[p->state],
               p->benefit_count);
    for (size_t i = 0; i < p->result_count; i++) {
        buf_puts(b, i ? "," : "");
        buf_json_string(b, p->results[i], strlen(p->results[i]));
    }
    buf_puts(b, "]}");
}

void placeholders_json(struct buf *out, const struct placeholders *p)
{
    const char *comma = "";
    buf_putc(out, '[');
    for (size_t i = 0; i < p->count; i++)
        for (size_t k = 0; k < p->groups[i].count; k++) {
            buf_puts(out, comma);
            json_one(out, &p->groups[i], &p->groups[i].items[k]);
            comma = ",";
        }
    buf_putc(out, ']');
}
