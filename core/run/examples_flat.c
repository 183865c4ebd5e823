/* examples_flat.c - JSON records as paths and values. */
#include "run/examples_flat.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/buf.h"
#include "base/mem.h"
#include "value/decimal.h"

enum { PATH_BYTES = 512 };

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

void flat_init(struct flat *f, struct arena *a)
{
    *f = (struct flat){.arena = a};
    map_init(&f->paths);
}

void flat_fini(struct flat *f)
{
    mem_free(f->values);
    map_fini(&f->paths);
    flat_init(f, f->arena);
}

const struct flat_value *flat_get(const struct flat *f, const char *path)
{
    uint32_t i;
    return map_get(&f->paths, str_of(path), &i) ? &f->values[i] : NULL;
}

/* A new value; NULL: no memory. */
static struct flat_value *add_value(struct flat *f, const char *path, enum json_kind kind)
{
    void *values = f->values;
    const char *kept = arena_strdup(f->arena, path);
    if (!kept || mem_grow(&values, &f->cap, f->count + 1, sizeof *f->values) != 0)
        return NULL;
    f->values = values;
    if (map_put(&f->paths, str_of(path), (uint32_t)f->count) < 0)
        return NULL;
    struct flat_value *v = &f->values[f->count++];
    *v = (struct flat_value){.path = kept, .kind = kind};
    return v;
}

/* "person.age" for the field a path ends in. */
static const char *output_of(struct flat *f, const struct model *m, uint8_t entity,
                             struct str key)
{
    char text[PATH_BYTES];
    uint16_t field = m && entity != NO_ENTITY ? model_field(m, entity, key) : NO_FIELD;
    if (field == NO_FIELD || m->fields[field].kind != FIELD_VARIABLE)
        return NULL;
    snprintf(text, sizeof text, "%s.%s", m->entities[entity].name, m->fields[field].name);
    return arena_strdup(f->arena, text);
}

struct walk {
    struct flat *flat;
    const struct model *model;
    struct json json;
};

static bool add_object(struct walk *w, const char *prefix, uint8_t entity);

static bool add_text(struct walk *w, const char *path, enum json_kind kind, struct str text,
                     uint8_t entity, struct str key)
{
    static const char *const words[] = {
        [JSON_NULL] = "null", [JSON_FALSE] = "false", [JSON_TRUE] = "true"};
    struct flat_value *v = add_value(w->flat, path, kind);
    if (!v)
        return false;
    v->output = output_of(w->flat, w->model, entity, key);
    v->text = kind == JSON_NUMBER || kind == JSON_STRING
                  ? arena_strndup(w->flat->arena, text.p, text.n)
                  : words[kind];
    return v->text != NULL;
}

/* A list of texts, or of rows below. The array is open. */
static bool add_array(struct walk *w, const char *path, uint8_t child, uint8_t entity,
                      struct str key)
{
    char element[PATH_BYTES + 32];
    struct str text;
    const char *items[256];
    size_t n = 0, rows = 0;
    while (json_element(&w->json)) {
        enum json_kind kind = json_value(&w->json, &text);
        if (kind == JSON_OBJECT) {
            snprintf(element, sizeof element, "%s[%zu].", path, rows++);
            if (!add_object(w, element, child))
                return false;
        } else if (kind == JSON_STRING && n < 256) {
            items[n++] = arena_strndup(w->flat->arena, text.p, text.n);
        }
    }
    if (n == 0)
        return true;
    struct flat_value *v = add_value(w->flat, path, JSON_ARRAY);
    const char **kept = arena_alloc(w->flat->arena, n * sizeof *kept);
    if (!v || !kept)
        return false;
    memcpy(kept, items, n * sizeof *kept);
    v->items = kept;
    v->count = n;
    v->output = output_of(w->flat, w->model, entity, key);
    return true;
}

static uint8_t child_called(const struct model *m, uint8_t entity, struct str word)
{
    for (size_t i = 0; m && entity != NO_ENTITY && i < m->entity_count; i++)
        if (m->entities[i].parent == entity && str_eq(str_of(m->entities[i].plural), word))
            return (uint8_t)i;
    return NO_ENTITY;
}

/* The entity and the field of "persons[0].age" below `entity`. */
static uint8_t entity_of_path(const struct model *m, uint8_t entity, struct str *key)
{
    for (;;) {
        const char *dot = memchr(key->p, '.', key->n);
        const char *bracket = dot ? memchr(key->p, '[', (size_t)(dot - key->p)) : NULL;
        if (!bracket)
            return entity;
        entity = child_called(m, entity, (struct str){key->p, (size_t)(bracket - key->p)});
        *key = (struct str){dot + 1, key->n - (size_t)(dot + 1 - key->p)};
    }
}

/* Members of the object that is open. */
static bool add_object(struct walk *w, const char *prefix, uint8_t entity)
{
    struct str key, text;
    while (json_member(&w->json, &key)) {
        char path[PATH_BYTES];
        snprintf(path, sizeof path, "%s%.*s", prefix, (int)key.n, key.p);
        enum json_kind kind = json_value(&w->json, &text);
        bool is_issues = kind == JSON_OBJECT;
        struct str last = key;
        uint8_t owner = entity_of_path(w->model, entity, &last);
        bool good = true;
        if (is_issues) {
            strncat(path, "/", sizeof path - strlen(path) - 1);
            good = add_object(w, path, NO_ENTITY);
        } else if (kind == JSON_ARRAY) {
            good = add_array(w, path, child_called(w->model, entity, key), owner, last);
        } else if (kind != JSON_FAULT) {
            good = add_text(w, path, kind, text, owner, last);
        }
        if (!good)
            return false;
    }
    return w->json.fault == JSON_OK;
}

bool flat_add(struct flat *f, const struct model *m, uint8_t root, const char *json)
{
    struct walk w = {.flat = f, .model = m};
    struct str text;
    if (!json)
        return true;
    json_init(&w.json, str_of(json), f->arena);
    if (json_value(&w.json, &text) != JSON_OBJECT)
        return false;
    return add_object(&w, "", root) && json_finish(&w.json);
}

bool flat_equal(const struct flat_value *a, const struct flat_value *b)
{
    struct rational x, y;
    if (a->kind != b->kind || !a->text || !b->text)
        return false;
    if (a->kind != JSON_NUMBER)
        return strcmp(a->text, b->text) == 0;
    return decimal_rational(&x, str_of(a->text)) == DECIMAL_OK &&
           decimal_rational(&y, str_of(b->text)) == DECIMAL_OK && rational_cmp(x, y) == 0;
}

/* The sum of two numbers as text; NULL: no memory or no sum. */
static const char *sum_text(struct arena *arena, const char *a, const char *b)
{
    struct rational x, y;
    struct buf text;
    if (decimal_rational(&x, str_of(a)) != DECIMAL_OK ||
        decimal_rational(&y, str_of(b)) != DECIMAL_OK || rational_add(&x, x, y) != HM_TRAP_NONE)
        return NULL;
    buf_init(&text);
    decimal_put_rational(&text, x);
    const char *kept = buf_ok(&text) ? arena_strdup(arena, text.data) : NULL;
    buf_fini(&text);
    return kept;
}

bool flat_sum(struct flat *totals, const struct flat *line)
{
    for (size_t i = 0; i < line->count; i++) {
        const struct flat_value *v = &line->values[i];
        uint32_t at;
        if (!map_get(&totals->paths, str_of(v->path), &at)) {
            struct flat_value *fresh = add_value(totals, v->path, v->kind);
            if (!fresh)
                return false;
            const char *path = fresh->path;
            *fresh = *v;
            fresh->path = path;
            continue;
        }
        struct flat_value *sum = &totals->values[at];
        if (v->kind != JSON_NUMBER || sum->kind != JSON_NUMBER) {
            if (v->kind == JSON_NULL)
                *sum = *v;
            continue;
        }
        sum->text = sum_text(totals->arena, sum->text, v->text);
        if (!sum->text)
            return false;
    }
    return true;
}
