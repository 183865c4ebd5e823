/* calc_outputs.c - choosing outputs by name, and printing them. */
#include "run/calc_outputs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "io/record.h"
#include "value/date.h"

/* --- choosing --- */

static struct str str_of(const char *s)
{
    return s ? (struct str){s, strlen(s)} : (struct str){"", 0};
}

static struct str trimmed(struct str s)
{
    while (s.n && (*s.p == ' ' || *s.p == '\t')) {
        s.p++;
        s.n--;
    }
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
        s.n--;
    return s;
}

static bool names_entity(const struct entity *e, struct str word)
{
    return str_eq(str_of(e->name), word) || (e->plural && str_eq(str_of(e->plural), word)) ||
           (e->zh && str_eq(str_of(e->zh), word));
}

/* Shows every variable called `name` in the entities that `owner` ("persons", or empty: all)
 * means; *input tells of a fact of that name. */
static bool show_name(struct calc_outputs *o, struct str owner, struct str name, bool *input)
{
    bool found = false;
    for (uint8_t e = 0; e < o->model->entity_count; e++) {
        const struct entity *entity = &o->model->entities[e];
        if (entity->root != o->root || (owner.n && !names_entity(entity, owner)))
            continue;
        uint16_t id = model_field(o->model, e, name);
        if (id == NO_FIELD)
            continue;
        if (o->model->fields[id].kind == FIELD_VARIABLE)
            found = o->is_shown[id] = true;
        else
            *input = true;
    }
    return found;
}

static const char *nearest_name(const struct calc_outputs *o, struct str name)
{
    const char *near = model_nearest_field(o->model, o->root, name);
    for (uint8_t e = 0; !near && e < o->model->entity_count; e++)
        if (o->model->entities[e].root == o->root)
            near = model_nearest_field(o->model, e, name);
    return near;
}

static enum hm_status show_word(struct calc_outputs *o, struct str word, struct diag *d)
{
    struct str owner = {"", 0}, name = word;
    struct place at = {.field = "--outputs"};
    bool is_input = false;
    char hint[2 * LIMIT_NAME_BYTES + 64] = "", shown[192];
    const char *dot = memchr(word.p, '.', word.n);
    if (dot) {
        owner = (struct str){word.p, (size_t)(dot - word.p)};
        name = (struct str){dot + 1, word.n - owner.n - 1};
    }
    if (show_name(o, owner, name, &is_input))
        return HM_OK;
    record_excerpt(shown, word);
    if (is_input)
        return diag_error(d, HM_USAGE, &at, _("\"%s\" is a given fact, it is not computed"),
                          shown);
    diag_suggest(hint, sizeof hint, nearest_name(o, name));
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, &at, hint, _("there is no variable \"%s\""),
                    shown);
}

static enum hm_status show_words(struct calc_outputs *o, const char *names, struct diag *d)
{
    enum hm_status st = HM_OK;
    size_t words = 0;
    while (*names) {
        size_t n = strcspn(names, ",");
        struct str word = trimmed((struct str){names, n});
        names += n + (names[n] == ',');
        if (word.n == 0)
            continue;
        words++;
        if (show_word(o, word, d) != HM_OK)
            st = HM_USAGE; /* go on: all unknown names at once */
    }
    if (words == 0)
        return diag_error(d, HM_USAGE, &(struct place){.field = "--outputs"},
                          _("expected names of variables such as dibao_amount,category"));
    return st;
}

/* Lists an entity's outputs, then those below it; true when something of it is shown. */
static bool list_entity(struct calc_outputs *o, const struct entity *e, bool with_results)
{
    bool shown = false;
    for (uint16_t i = 0; i < e->field_count; i++) {
        const struct field *f = &o->model->fields[e->fields[i]];
        if (!o->is_shown[f->id] && !(with_results && f->is_result))
            continue;
        o->column_of[f->id] = (uint16_t)o->count;
        o->ids[o->count++] = f->id;
        shown = shown || o->is_shown[f->id];
    }
    for (uint8_t i = 0; i < e->child_count; i++)
        if (list_entity(o, &o->model->entities[e->children[i]], with_results))
            shown = true;
    o->has_shown[e->id] = shown;
    return shown;
}

static enum hm_status choose(struct calc_outputs *o, const char *names, bool with_results,
                             struct diag *d)
{
    const struct model *m = o->model;
    size_t fields = m->field_count + 1;
    o->ids = arena_zalloc(&o->arena, fields * sizeof *o->ids);
    o->column_of = arena_alloc(&o->arena, fields * sizeof *o->column_of);
    o->is_shown = arena_zalloc(&o->arena, fields * sizeof *o->is_shown);
    o->has_shown = arena_zalloc(&o->arena, m->entity_count * sizeof *o->has_shown);
    if (!o->ids || !o->column_of || !o->is_shown || !o->has_shown)
        return diag_nomem(d, _("choosing outputs"));
    memset(o->column_of, 0xFF, fields * sizeof *o->column_of); /* NO_FIELD */
    if (names)
        TRY(show_words(o, names, d));
    for (size_t i = 0; !names && i < m->field_count; i++)
        o->is_shown[i] = m->fields[i].is_result && m->fields[i].kind == FIELD_VARIABLE &&
                         m->entities[m->fields[i].entity].root == o->root;
    if (!list_entity(o, &m->entities[o->root], with_results))
        return diag_add(d, HM_LEVEL_ERROR, HM_DATA, NULL,
                        _("mark variables with result = true, or name them with --outputs"),
                        _("the policy %s has no results"), m->name);
    return HM_OK;
}

enum hm_status calc_outputs_init(struct calc_outputs *o, const struct model *m, uint8_t root,
                                 const char *names, bool with_results, struct diag *d)
{
    *o = (struct calc_outputs){.model = m, .root = root};
    arena_init(&o->arena);
    enum hm_status st = choose(o, names, with_results, d);
    if (st != HM_OK)
        calc_outputs_fini(o);
    return st;
}

void calc_outputs_fini(struct calc_outputs *o)
{
    arena_fini(&o->arena);
    *o = (struct calc_outputs){0};
}

/* --- printing --- */

struct place_in_line { /* of an issue: by output as printed, then as the engine gave it */
    uint32_t column, issue;
};

static int by_place(const void *left, const void *right)
{
    const struct place_in_line *a = left, *b = right;
    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    return a->issue < b->issue ? -1 : a->issue > b->issue;
}

enum hm_status calc_issues_make(struct calc_issues *i, const struct calc_outputs *o,
                                const struct frame *f, struct results *r)
{
    uint32_t roots = f->entities[f->root].rows;
    struct place_in_line *order = arena_alloc(&r->arena, (r->issue_count + 1) * sizeof *order);
    size_t n = 0;
    i->first = arena_zalloc(&r->arena, (roots + 1u) * sizeof *i->first);
    i->next = arena_zalloc(&r->arena, (r->issue_count + 1) * sizeof *i->next);
    if (!order || !i->first || !i->next)
        return HM_NOMEM;
    for (uint32_t k = 0; k < r->issue_count; k++)
        if (o->is_shown[r->issues[k].field])
            order[n++] = (struct place_in_line){o->column_of[r->issues[k].field], k};
    qsort(order, n, sizeof *order, by_place);
    while (n-- > 0) { /* backwards: chains come out in order */
        uint32_t k = order[n].issue;
        const struct result_issue *issue = &r->issues[k];
        uint32_t root = frame_root_row(f, o->model->fields[issue->field].entity, issue->row);
        i->next[k] = i->first[root];
        i->first[root] = k + 1;
    }
    return HM_OK;
}

enum hm_trap calc_value(int64_t *out, const struct calc_values *v, uint16_t field, uint32_t row)
{
    const struct model *m = v->outputs->model;
    if (!v->is_stored) {
        const struct result_column *c = &v->results->columns[v->outputs->column_of[field]];
        if (c->state[row] == HM_TRAP_NONE)
            *out = result_stored(c, m, row);
        return (enum hm_trap)c->state[row];
    }
    const struct column *c = &v->frame->columns[field];
    if (c->rows > 0 && column_valid(c, row)) {
        *out = column_int(c, row);
        return HM_TRAP_NONE;
    }
    uint32_t root = frame_root_row(v->frame, m->fields[field].entity, row);
    for (uint32_t k = v->issues.first[root]; k != 0; k = v->issues.next[k - 1])
        if (v->results->issues[k - 1].field == field && v->results->issues[k - 1].row == row)
            return v->results->issues[k - 1].trap;
    return HM_TRAP_COUNT;
}

static void put_key(struct buf *out, const char *name)
{
    if (buf_ok(out) && out->data[out->len - 1] != '{')
        buf_putc(out, ',');
    buf_putc(out, '"');
    buf_puts(out, name);
    buf_puts(out, "\":");
}

static void put_id(struct buf *out, const struct calc_values *v, uint8_t entity, uint32_t row)
{
    const struct column *ids = &v->frame->entities[entity].id;
    struct str id = ids->rows ? column_text(ids, row) : (struct str){"", 0};
    if (id.n == 0)
        return;
    put_key(out, "id");
    buf_json_string(out, id.p, id.n);
}

static void put_results(struct buf *out, const struct calc_values *v, const struct entity *e,
                        uint32_t row)
{
    const struct model *m = v->outputs->model;
    for (uint16_t i = 0; i < e->field_count; i++) {
        const struct field *f = &m->fields[e->fields[i]];
        if (!v->outputs->is_shown[f->id])
            continue;
        int64_t stored;
        enum hm_trap trap = calc_value(&stored, v, f->id, row);
        if (trap == HM_TRAP_COUNT)
            continue;
        put_key(out, f->name);
        if (trap == HM_TRAP_NONE)
            record_put_stored(out, m, f, stored);
        else
            buf_puts(out, "null");
    }
}

static void put_children(struct buf *out, const struct calc_values *v, const struct entity *e,
                         uint32_t row)
{
    const struct model *m = v->outputs->model;
    for (uint8_t i = 0; i < e->child_count && buf_ok(out); i++) {
        const struct entity *child = &m->entities[e->children[i]];
        uint32_t n = 0;
        const uint32_t *rows = NULL;
        if (v->outputs->has_shown[child->id])
            rows = frame_children(v->frame, child->id, row, &n);
        if (n == 0)
            continue;
        put_key(out, child->plural);
        buf_putc(out, '[');
        for (uint32_t k = 0; k < n && buf_ok(out); k++) {
            buf_puts(out, k ? ",{" : "{");
            put_id(out, v, child->id, rows[k]);
            put_results(out, v, child, rows[k]);
            put_children(out, v, child, rows[k]);
            buf_putc(out, '}');
        }
        buf_putc(out, ']');
    }
}

/* "fact one\nfact two" as ["fact one","fact two"]. */
static void put_lines(struct buf *out, const char *text)
{
    buf_putc(out, '[');
    for (bool first = true; *text; first = false) {
        size_t n = strcspn(text, "\n");
        if (!first)
            buf_putc(out, ',');
        buf_json_string(out, text, n);
        text += n + (text[n] == '\n');
    }
    buf_putc(out, ']');
}

/* "missing":{...} or "errors":{...} of one household; whether there was any. */
static bool put_issues(struct buf *out, const struct calc_values *v, uint32_t row, bool missing)
{
    bool any = false;
    struct buf path;
    buf_init(&path);
    for (uint32_t k = v->issues.first[row]; k != 0; k = v->issues.next[k - 1]) {
        const struct result_issue *issue = &v->results->issues[k - 1];
        const char *text = issue->text ? issue->text : "";
        if ((issue->trap == HM_TRAP_MISSING) != missing)
            continue;
        if (!any) {
            put_key(out, missing ? "missing" : "errors");
            buf_putc(out, '{');
        }
        any = true;
        buf_clear(&path);
        frame_cell_path(v->frame, issue->field, issue->row, &path);
        put_key(out, buf_ok(&path) ? path.data : "?");
        if (missing)
            put_lines(out, text);
        else
            buf_json_string(out, text, strlen(text));
    }
    if (any)
        buf_putc(out, '}');
    buf_fini(&path);
    return any;
}

struct calc_verdict calc_put(struct buf *out, const struct calc_values *v, uint32_t row,
                             int32_t month)
{
    const struct entity *root = &v->outputs->model->entities[v->outputs->root];
    struct calc_verdict verdict;
    buf_putc(out, '{');
    put_id(out, v, root->id, row);
    put_key(out, "month");
    buf_putc(out, '"');
    month_put(out, month);
    buf_putc(out, '"');
    put_results(out, v, root, row);
    put_children(out, v, root, row);
    verdict.undetermined = put_issues(out, v, row, true);
    verdict.failed = put_issues(out, v, row, false);
    buf_puts(out, "}\n");
    return verdict;
}
