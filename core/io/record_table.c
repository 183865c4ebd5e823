/* record_table.c - headers of tables: which entity, which column is what. */
#include "io/record_table.h"

#include <stdio.h>
#include <string.h>
#include "base/buf.h"
#include "io/record_loose.h"

struct header { /* being read */
    const struct model *model;
    uint8_t root;
    const struct column_map *map;
    const char *path;
    const struct str *cells;
    size_t n;
    const struct place *at;
    const struct record_sink *to;
};

static struct str str_of(const char *s)
{
    return s ? (struct str){s, strlen(s)} : (struct str){"", 0};
}

static bool is_called(const struct entity *e, struct str word)
{
    return str_eq(str_of(e->name), word) || (e->zh && str_eq(str_of(e->zh), word));
}

static bool is_id(struct str word)
{
    return str_eq(word, (struct str){"id", 2});
}

/* The entity above `e` that a column names, or NULL. */
static const struct entity *ancestor(const struct header *h, const struct entity *e,
                                     struct str word)
{
    for (uint8_t p = e->parent; p != NO_ENTITY; p = h->model->entities[p].parent)
        if (is_called(&h->model->entities[p], word))
            return &h->model->entities[p];
    return NULL;
}

/* --- what a column is --- */

enum meaning { NOTHING, LEFT_OUT, OWN_ID, ID_ABOVE, OWN_FIELD, ROOT_FIELD };
struct column {
    enum meaning meaning;
    uint8_t depth;  /* ID_ABOVE: of the entity whose id it is */
    uint16_t field; /* of the two last ones */
    const struct column_map_row *row;
};

static bool is_above(const struct header *h, const struct entity *e, uint8_t other)
{
    for (uint8_t p = e->parent; p != NO_ENTITY; p = h->model->entities[p].parent)
        if (p == other)
            return true;
    return false;
}

static struct column mapped(const struct header *h, const struct entity *e,
                            const struct column_map_row *row)
{
    struct column c = {.row = row, .field = row->field};
    if (row->target == COLUMN_LEFT_OUT)
        c.meaning = LEFT_OUT;
    else if (row->target == COLUMN_ID && row->entity == e->id)
        c.meaning = OWN_ID;
    else if (row->target == COLUMN_ID && is_above(h, e, row->entity))
        c = (struct column){ID_ABOVE, h->model->entities[row->entity].depth, 0, row};
    else if (row->target == COLUMN_FIELD && row->entity == e->id)
        c.meaning = OWN_FIELD;
    else if (row->target == COLUMN_FIELD && row->entity == h->root)
        c.meaning = ROOT_FIELD;
    return c;
}

/* What column i is in a table of e's rows. */
static struct column meaning_of(const struct header *h, const struct entity *e, size_t i)
{
    struct str word = record_loose_trim(h->cells[i]);
    const struct column_map_row *row = column_map_find(h->map, h->path, word);
    const struct entity *above = ancestor(h, e, word);
    struct column c = {.meaning = NOTHING};
    if (row)
        return mapped(h, e, row);
    if (is_id(word)) {
        c.meaning = OWN_ID;
    } else if (above) {
        c = (struct column){ID_ABOVE, above->depth, 0, NULL};
    } else if ((c.field = model_field(h->model, e->id, word)) != NO_FIELD) {
        c.meaning = OWN_FIELD;
    } else if (e->parent != NO_ENTITY &&
               (c.field = model_field(h->model, h->root, word)) != NO_FIELD) {
        c.meaning = ROOT_FIELD;
    }
    return c;
}

/* --- which entity --- */

static size_t unknown_columns(const struct header *h, const struct entity *e)
{
    size_t unknown = 0;
    for (size_t i = 0; i < h->n; i++) {
        enum meaning m = meaning_of(h, e, i).meaning;
        unknown += m == NOTHING || m == ROOT_FIELD;
    }
    return unknown;
}

/* Whether the file's name without folder holds the entity's name, plural or zh. */
static bool is_in_name(const char *path, const struct entity *e)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    return strstr(name, e->name) || (e->plural && strstr(name, e->plural)) ||
           (e->zh && strstr(name, e->zh));
}

/* Whether a column holds the root's id without being that of the root's own rows: members. */
static bool is_below_root(const struct header *h)
{
    bool has_link = false, has_members = false;
    for (size_t i = 0; i < h->n; i++) {
        struct str word = record_loose_trim(h->cells[i]);
        const struct column_map_row *row = column_map_find(h->map, h->path, word);
        if (!row && is_called(&h->model->entities[h->root], word))
            return true;
        has_link = has_link || (row && row->target == COLUMN_ID && row->entity == h->root);
        has_members =
            has_members || (row && row->target != COLUMN_LEFT_OUT && row->entity != h->root);
    }
    return has_link && has_members;
}

static enum hm_status refuse_entity(const struct header *h)
{
    char hint[160];
    const struct entity *root = &h->model->entities[h->root];
    const char *plural =
        root->child_count ? h->model->entities[root->children[0]].plural : root->name;
    snprintf(hint, sizeof hint, _("name the file after what it holds, such as %s.csv"), plural);
    return record_refuse(h->to, h->at, (struct str){"", 0}, hint,
                         _("the columns do not tell whose rows these are"));
}

/* The best entity below the root: fewest unknown columns, then by the file's name. */
static const struct entity *find_below(const struct header *h)
{
    const struct entity *best = NULL;
    size_t best_unknown = SIZE_MAX;
    bool is_tie = false;
    for (size_t i = 0; i < h->model->entity_count; i++) {
        const struct entity *e = &h->model->entities[i];
        if (e->root != h->root || e->parent == NO_ENTITY)
            continue;
        size_t unknown = unknown_columns(h, e);
        bool is_better = unknown < best_unknown;
        if (best && unknown == best_unknown &&
            is_in_name(h->path, e) != is_in_name(h->path, best))
            is_better = is_in_name(h->path, e);
        else if (best && unknown == best_unknown)
            is_tie = true;
        if (is_better) {
            best = e;
            best_unknown = unknown;
            is_tie = false;
        }
    }
    return is_tie && best_unknown == 0 && !is_in_name(h->path, best) ? NULL : best;
}

/* --- which column --- */

static enum hm_status refuse_column(const struct header *h, struct str word,
                                    const struct entity *e)
{
    char hint[2 * LIMIT_NAME_BYTES + 96] = "", shown[192];
    struct place at = *h->at;
    diag_suggest(hint, sizeof hint, model_nearest_field(h->model, e->id, word));
    if (h->map && !hint[0])
        snprintf(hint, sizeof hint, "%s", _("add it to the mapping, with - to leave it out"));
    if (!hint[0])
        record_hint_new(h->to, hint, sizeof hint);
    record_excerpt(shown, word);
    at.field = shown;
    return record_refuse(h->to, &at, word, hint, _("%s has no field \"%s\""), e->name, shown);
}

static enum hm_status refuse_twice(const struct header *h, struct str word)
{
    char shown[192];
    struct place at = *h->at;
    record_excerpt(shown, word);
    at.field = shown;
    return record_refuse(h->to, &at, word, NULL, _("the column is there twice"));
}

/* Notes what cell i is; HM_DATA when it is nothing or something for the second time. */
static enum hm_status match_cell(struct record_table *t, const struct header *h,
                                 const struct entity *e, uint32_t i)
{
    struct str word = record_loose_trim(h->cells[i]);
    struct column c = meaning_of(h, e, i);
    if (c.meaning == LEFT_OUT)
        return HM_OK;
    if (word.n == 0 && c.meaning == NOTHING) {
        t->nameless[i] = t->has_nameless = true; /* spreadsheets leave empty columns behind */
        return HM_OK;
    }
    if (c.meaning == NOTHING)
        return refuse_column(h, word, e);
    if (c.meaning == OWN_ID || c.meaning == ID_ABOVE) {
        uint32_t *place = c.meaning == OWN_ID ? &t->id : &t->above[c.depth];
        if (*place != NO_CELL)
            return refuse_twice(h, word);
        *place = i;
        return HM_OK;
    }
    for (uint32_t k = 0; k < i; k++)
        if (t->fields[k] == c.field)
            return refuse_twice(h, word);
    t->fields[i] = c.field;
    t->words[i] = c.row && c.row->word_count ? c.row : NULL;
    t->is_flat = t->is_flat || c.meaning == ROOT_FIELD;
    return HM_OK;
}

static enum hm_status refuse_absent(const struct header *h, const char *name)
{
    struct place at = *h->at;
    at.field = name;
    return record_refuse(
        h->to, &at, (struct str){"", 0},
        _("name it so, or say with `huimin map suggest` and --map which it is"),
        _("the table has no column \"%s\""), name);
}

static enum hm_status match_cells(struct record_table *t, const struct header *h,
                                  const struct entity *e)
{
    enum hm_status st = HM_OK;
    for (uint32_t i = 0; i < h->n; i++)
        if (match_cell(t, h, e, i) != HM_OK)
            st = HM_DATA;
    if (e->parent == NO_ENTITY && t->id == NO_CELL)
        st = refuse_absent(h, "id");
    for (uint8_t p = e->parent; p != NO_ENTITY; p = h->model->entities[p].parent)
        if (t->above[h->model->entities[p].depth] == NO_CELL)
            st = refuse_absent(h, h->model->entities[p].name);
    return st;
}

enum hm_status record_table_match(struct record_table *out, const struct model *m, uint8_t root,
                                  const struct column_map *map, const char *path,
                                  const struct str *cells, size_t n, const struct place *at,
                                  const struct record_sink *to, struct arena *a)
{
    struct header h = {m, root, map, path, cells, n, at, to};
    struct record_table t = {.id = NO_CELL, .count = n};
    const struct entity *e = is_below_root(&h) ? find_below(&h) : &m->entities[root];
    if (!e)
        return refuse_entity(&h);
    t.entity = e->id;
    memset(t.above, 0xFF, sizeof t.above); /* NO_CELL */
    t.fields = arena_alloc(a, n * sizeof *t.fields);
    t.words = arena_zalloc(a, n * sizeof *t.words);
    t.nameless = arena_zalloc(a, n * sizeof *t.nameless);
    if (!t.fields || !t.words || !t.nameless)
        return HM_NOMEM;
    memset(t.fields, 0xFF, n * sizeof *t.fields); /* NO_FIELD */
    TRY(match_cells(&t, &h, e));
    *out = t;
    return HM_OK;
}
