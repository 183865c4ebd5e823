/* exec_kit.h - shared by tests of exec/: a policy from text, a frame from a short notation, the
 * results as one line of text. Include after cmocka.h.
 *
 * Facts: rows separated by ';', each "entity field=value ..."; a child belongs to the last row
 * of its parent's entity. Money in yuan, as in records. History: "@2022-08" begins the facts of
 * an earlier month. Results: "x=1 y=?persons[0].wage z=!message"; rows of an output separated
 * by ','.
 */
#ifndef EXEC_KIT_H
#define EXEC_KIT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"
#include "exec/engine.h"
#include "value/date.h"
#include "value/decimal.h"

#define KIT_HEAD                                                                               \
    "policy { zh = \"试验\" }\n"                                                             \
    "entity \"household\" { zh = \"家庭\" }\n"                                               \
    "entity \"person\" { zh = \"成员\", of = household, plural = \"persons\" }\n"

enum { KIT_HEAD_LINES = 3 };

struct kit {
    char folder[64];
    struct policy *policy;
    struct frame frame;
    struct results results;
    struct evaluation e;
    uint16_t outputs[64];
};

static inline void kit_fail_diag(const char *what, const struct diag *d)
{
    for (size_t i = 0; i < d->count; i++)
        fprintf(stderr, "%s: %s:%u:%u: %s\n", what,
                d->items[i].at.file ? d->items[i].at.file : "", (unsigned)d->items[i].at.line,
                (unsigned)d->items[i].at.column, d->items[i].text);
    fail_msg("%s failed", what);
}

/* Writes and loads a policy; `text` follows KIT_HEAD. */
static void kit_policy(struct kit *k, const char *text)
{
    char path[96];
    struct diag d;
    memset(k, 0, sizeof *k);
    strcpy(k->folder, "/tmp/huimin-exec-XXXXXX");
    assert_non_null(mkdtemp(k->folder));
    snprintf(path, sizeof path, "%s/policy.lua", k->folder);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(KIT_HEAD, f);
    fputs(text, f);
    fclose(f);
    diag_init(&d);
    if (policy_load(&k->policy, k->folder, &d) != HM_OK)
        kit_fail_diag("load", &d);
    diag_fini(&d);
    remove(path);
    rmdir(k->folder);
    results_init(&k->results);
}

static struct value kit_value(const struct model *m, const struct field *f, struct str text)
{
    struct value v = {.kind = f->type.kind};
    int64_t n = 0;
    bool ok = true;
    switch (f->type.kind) {
    case KIND_BOOLEAN:
        v.as.boolean = text.p[0] == 't';
        break;
    case KIND_INTEGER:
        ok = decimal_integer(&v.as.integer, text) == DECIMAL_OK;
        break;
    case KIND_NUMBER:
        ok = decimal_rational(&v.as.rational, text) == DECIMAL_OK;
        break;
    case KIND_MONEY:
        ok = decimal_money(&n, text) == DECIMAL_OK;
        v.as.rational = rational_of(n);
        break;
    case KIND_ENUM:
        v.as.code = (uint8_t)enum_code(&m->enums[f->type.enum_id], text);
        break;
    case KIND_DATE:
        ok = date_parse(&v.as.day, text);
        break;
    case KIND_MONTH:
        ok = month_parse(&v.as.day, text);
        break;
    default:
        v.as.text = text;
        break;
    }
    if (!ok)
        fail_msg("bad value %.*s", (int)text.n, text.p);
    return v;
}

/* One row of the notation. last: newest row by entity. */
static void kit_row(struct builder *b, const struct model *m, char *words, uint32_t *last)
{
    char *save = NULL, *word = strtok_r(words, " \n", &save);
    if (!word)
        return;
    uint8_t entity = model_entity(m, (struct str){word, strlen(word)});
    assert_int_not_equal(entity, NO_ENTITY);
    uint8_t parent = m->entities[entity].parent;
    char id[16];
    snprintf(id, sizeof id, "r%u", (unsigned)builder_rows(b, entity));
    last[entity] = builder_row(b, entity, parent == NO_ENTITY ? 0 : last[parent],
                               (struct str){id, strlen(id)});
    while ((word = strtok_r(NULL, " \n", &save))) {
        char *equals = strchr(word, '=');
        assert_non_null(equals);
        struct str name = {word, (size_t)(equals - word)},
                   text = {equals + 1, strlen(equals + 1)};
        uint16_t field = model_field(m, entity, name);
        if (field == NO_FIELD)
            fail_msg("no field %s", word);
        struct value v = kit_value(m, &m->fields[field], text);
        assert_int_equal(builder_set(b, field, last[entity], &v), 0);
    }
}

static void kit_frame(struct frame *f, const struct model *m, const char *facts, bool jagged)
{
    struct builder *b;
    uint32_t last[LIMIT_ENTITIES] = {0};
    char *copy = strdup(facts), *save = NULL;
    assert_int_equal(builder_new(&b, m, 0), HM_OK);
    for (char *row = strtok_r(copy, ";", &save); row; row = strtok_r(NULL, ";", &save))
        kit_row(b, m, row, last);
    assert_int_equal(builder_finish(b, f, jagged, NULL, NULL), HM_OK);
    builder_free(b);
    free(copy);
}

static inline void kit_facts(struct kit *k, const char *facts)
{
    char *copy = strdup(facts), *save = NULL;
    char *part = strtok_r(copy, "@", &save);
    kit_frame(&k->frame, k->policy->model, part ? part : "", false);
    while ((part = strtok_r(NULL, "@", &save))) {
        struct frame earlier;
        int32_t month;
        assert_true(month_parse(&month, (struct str){part, 7}));
        kit_frame(&earlier, k->policy->model, part + 7, false);
        assert_int_equal(frame_add_past(&k->frame, month, &earlier, NULL), HM_OK);
    }
    free(copy);
}

/* "household.total person.x" -> field ids. */
static void kit_outputs(struct kit *k, const char *names)
{
    char *copy = strdup(names), *save = NULL;
    const struct model *m = k->policy->model;
    k->e.output_count = 0;
    for (char *w = strtok_r(copy, " ", &save); w; w = strtok_r(NULL, " ", &save)) {
        char *dot = strchr(w, '.');
        uint8_t entity = 0;
        if (dot) {
            entity = model_entity(m, (struct str){w, (size_t)(dot - w)});
            w = dot + 1;
        }
        uint16_t field = model_field(m, entity, (struct str){w, strlen(w)});
        if (field == NO_FIELD)
            fail_msg("no output %s", w);
        k->outputs[k->e.output_count++] = field;
    }
    free(copy);
}

static void kit_evaluation(struct kit *k, const char *outputs, const char *month)
{
    k->e.policy = k->policy;
    k->e.outputs = k->outputs;
    assert_true(month_parse(&k->e.month, (struct str){month, 7}));
    kit_outputs(k, outputs);
}

static inline void kit_run(struct kit *k)
{
    struct engine *engine;
    struct diag d;
    diag_init(&d);
    if (engine_open(&engine, ENGINE_LUA, &k->e, &d) != HM_OK)
        kit_fail_diag("open", &d);
    if (engine_run(engine, &k->frame, &k->results, &d) != HM_OK)
        kit_fail_diag("run", &d);
    engine_close(engine);
    diag_fini(&d);
}

static const char *kit_issue(const struct results *r, uint16_t field, uint32_t row)
{
    for (size_t i = 0; i < r->issue_count; i++)
        if (r->issues[i].field == field && r->issues[i].row == row)
            return r->issues[i].text;
    return "no issue";
}

static void kit_put(struct buf *b, const struct kit *k, const struct result_column *c,
                    uint32_t row)
{
    const struct model *m = k->policy->model;
    const struct type *t = &m->fields[c->field].type;
    struct rational r = {c->num[row], c->den ? c->den[row] : 1};
    if (c->state[row] != HM_TRAP_NONE) {
        buf_putc(b, c->state[row] == HM_TRAP_MISSING ? '?' : '!');
        buf_puts(b, kit_issue(&k->results, c->field, row));
        return;
    }
    switch (t->kind) {
    case KIND_BOOLEAN:
        buf_puts(b, r.num ? "true" : "false");
        break;
    case KIND_MONEY:
        decimal_put_money_rational(b, r, true);
        break;
    case KIND_ENUM:
        buf_puts(b, m->enums[t->enum_id].values[r.num].name);
        break;
    case KIND_DATE:
        date_put(b, (int32_t)r.num);
        break;
    case KIND_MONTH:
        month_put(b, (int32_t)r.num);
        break;
    default:
        decimal_put_rational(b, r);
        break;
    }
}

/* All results as text; mem_free. */
static inline char *kit_text(const struct kit *k)
{
    struct buf b;
    buf_init(&b);
    for (size_t i = 0; i < k->results.column_count; i++) {
        const struct result_column *c = &k->results.columns[i];
        buf_printf(&b, "%s%s=", i ? " " : "", k->policy->model->fields[c->field].name);
        for (uint32_t row = 0; row < c->rows; row++) {
            if (row)
                buf_putc(&b, ',');
            kit_put(&b, k, c, row);
        }
    }
    return buf_take(&b);
}

static void kit_fini(struct kit *k)
{
    results_fini(&k->results);
    frame_fini(&k->frame);
    policy_free(k->policy);
}

/* Loads, evaluates and compares with `want`; "~part" wants a part only. */
static inline void kit_expect(const char *policy, const char *facts, const char *outputs,
                              const char *month, const char *want)
{
    struct kit k;
    kit_policy(&k, policy);
    kit_facts(&k, facts);
    kit_evaluation(&k, outputs, month);
    kit_run(&k);
    char *got = kit_text(&k);
    bool ok = want[0] == '~' ? strstr(got, want + 1) != NULL : strcmp(got, want) == 0;
    if (!ok)
        fail_msg("%s\nwith %s\n  gave %s\n  want %s", policy, facts, got, want);
    mem_free(got);
    kit_fini(&k);
}

#endif
