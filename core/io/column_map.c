/* column_map.c - reads mapping files, and finds a column's line. */
#include "io/column_map.h"

#include <stdio.h>
#include <string.h>
#include "base/limits.h"
#include "io/csv.h"
#include "io/record_cell.h"
#include "io/record_loose.h"

enum { COLUMN, FIELD, VALUES, TABLE, PARTS };

struct reading {
    const struct model *model;
    uint8_t root;
    struct arena *arena;
    struct diag *diag;
    struct csv *csv;
    size_t at[PARTS]; /* column of the file + 1; 0: it is not there */
    struct column_map map;
};

static bool is(struct str s, const char *word)
{
    return str_eq(s, (struct str){word, strlen(word)});
}

static enum hm_status refuse(struct reading *r, enum hm_status st, size_t cell,
                             const char *hint, const char *text, struct str found)
{
    char shown[192];
    struct place at = csv_place(r->csv, cell);
    return diag_add(r->diag, HM_LEVEL_ERROR, st, &at, hint, "%s: \"%s\"", text,
                    record_excerpt(shown, found));
}

/* --- targets --- */

static uint8_t find_entity(const struct model *m, uint8_t root, struct str name)
{
    for (uint8_t e = 0; e < m->entity_count; e++) {
        const struct entity *x = &m->entities[e];
        if (x->root == root && (is(name, x->name) || (x->zh && is(name, x->zh)) ||
                                (x->plural && is(name, x->plural))))
            return e;
    }
    return NO_ENTITY;
}

/* A field's name without its entity: the root's, else the only entity below that has it. */
static bool find_bare(struct column_map_row *out, const struct model *m, uint8_t root,
                      struct str name)
{
    unsigned found = 0;
    out->target = COLUMN_FIELD;
    for (uint8_t e = 0; e < m->entity_count; e++) {
        uint16_t field = m->entities[e].root == root ? model_field(m, e, name) : NO_FIELD;
        if (field == NO_FIELD)
            continue;
        if (e == root || found++ == 0) {
            out->entity = e;
            out->field = field;
        }
        if (e == root)
            return true;
    }
    return found == 1;
}

enum hm_status column_map_target(struct column_map_row *out, const struct model *m,
                                 uint8_t root, struct str text, char *hint, size_t hint_bytes)
{
    const char *dot = memchr(text.p, '.', text.n);
    hint[0] = '\0';
    if (is(text, "-")) {
        out->target = COLUMN_LEFT_OUT;
        return HM_OK;
    }
    if (!dot) {
        if (find_bare(out, m, root, text))
            return HM_OK;
        diag_suggest(hint, hint_bytes, model_nearest_field(m, root, text));
        return HM_NOT_FOUND;
    }
    struct str name = {dot + 1, text.n - (size_t)(dot + 1 - text.p)};
    out->entity = find_entity(m, root, (struct str){text.p, (size_t)(dot - text.p)});
    if (out->entity == NO_ENTITY)
        return HM_NOT_FOUND;
    out->target = is(name, "id") ? COLUMN_ID : COLUMN_FIELD;
    if (out->target == COLUMN_FIELD)
        out->field = model_field(m, out->entity, name);
    if (out->target == COLUMN_ID || out->field != NO_FIELD)
        return HM_OK;
    diag_suggest(hint, hint_bytes, model_nearest_field(m, out->entity, name));
    return HM_NOT_FOUND;
}

/* --- lines --- */

/* The header: which column of the file is what. */
static enum hm_status read_header(struct reading *r, const struct str *cells, size_t n)
{
    static const char *const names[PARTS][2] = {
        {"column", "列"}, {"field", "字段"}, {"values", "取值"}, {"table", "表"}};
    for (size_t i = 0; i < n; i++) {
        struct str word = record_loose_trim(cells[i]);
        int part = -1;
        for (int k = 0; k < PARTS; k++)
            part = is(word, names[k][0]) || is(word, names[k][1]) ? k : part;
        if (part < 0)
            return refuse(r, HM_DATA, i,
                          _("the header of a mapping is column,field,values,table"),
                          _("a mapping has no such column"), word);
        r->at[part] = i + 1;
    }
    if (r->at[COLUMN] && r->at[FIELD])
        return HM_OK;
    return refuse(r, HM_DATA, 0, _("the header of a mapping is column,field,values,table"),
                  _("the mapping's header lacks a column"),
                  (struct str){r->at[COLUMN] ? "field" : "column", r->at[COLUMN] ? 5 : 6});
}

static struct str keep(struct reading *r, struct str s)
{
    char *copy = arena_alloc(r->arena, s.n + 1);
    if (!copy)
        return (struct str){NULL, 0};
    memcpy(copy, s.p, s.n);
    copy[s.n] = '\0';
    return (struct str){copy, s.n};
}

static struct str cell_of(const struct reading *r, const struct str *cells, int part)
{
    return r->at[part] ? record_loose_trim(cells[r->at[part] - 1]) : (struct str){"", 0};
}

/* "from=to;from=to". */
static enum hm_status read_words(struct reading *r, struct column_map_row *row, struct str text)
{
    size_t most = 1;
    for (size_t i = 0; i < text.n; i++)
        most += text.p[i] == ';';
    row->words = arena_zalloc(r->arena, most * sizeof *row->words);
    text = keep(r, text);
    if (!row->words || !text.p)
        return diag_nomem(r->diag, _("reading a mapping"));
    while (text.n) {
        const char *end = memchr(text.p, ';', text.n);
        struct str pair = {text.p, end ? (size_t)(end - text.p) : text.n};
        text = (struct str){text.p + pair.n + (end != NULL), text.n - pair.n - (end != NULL)};
        if (record_loose_trim(pair).n == 0)
            continue;
        const char *equals = memchr(pair.p, '=', pair.n);
        if (!equals)
            return refuse(r, HM_DATA, r->at[VALUES] - 1, _("write 城=urban;乡=rural"),
                          _("a translation has no ="), pair);
        struct str from = {pair.p, (size_t)(equals - pair.p)};
        struct str to = {equals + 1, pair.n - from.n - 1};
        row->words[row->word_count++] =
            (struct column_word){record_loose_trim(from), record_loose_trim(to)};
    }
    return HM_OK;
}

static enum hm_status read_line(struct reading *r, const struct str *cells)
{
    char hint[2 * LIMIT_NAME_BYTES + 96];
    struct str column = cell_of(r, cells, COLUMN), field = cell_of(r, cells, FIELD);
    struct column_map_row row = {.line = csv_place(r->csv, 0).line};
    if (column.n && column.p[0] == '#')
        return HM_OK;
    if (r->map.count == LIMIT_MAP_ROWS)
        return refuse(r, HM_DATA, 0, NULL, _("a mapping has too many lines"), column);
    if (field.n == 0)
        return refuse(r, HM_DATA, r->at[FIELD] - 1, _("write - to leave the column out"),
                      _("the mapping does not say which field this column is"), column);
    if (column_map_target(&row, r->model, r->root, field, hint, sizeof hint) != HM_OK)
        return refuse(r, HM_DATA, r->at[FIELD] - 1,
                      hint[0] ? hint
                              : _("write entity and field, as household.id; `huimin map "
                                  "suggest` writes a mapping to begin with"),
                      _("the mapping names a field that does not exist"), field);
    TRY(read_words(r, &row, cell_of(r, cells, VALUES)));
    row.column = keep(r, column);
    row.table = keep(r, cell_of(r, cells, TABLE));
    if (!row.column.p || !row.table.p)
        return diag_nomem(r->diag, _("reading a mapping"));
    for (size_t i = 0; i < r->map.count; i++)
        if (str_eq(r->map.rows[i].column, row.column) &&
            str_eq(r->map.rows[i].table, row.table))
            return refuse(r, HM_DATA, r->at[COLUMN] - 1, NULL,
                          _("the mapping names this column twice"), column);
    r->map.rows[r->map.count++] = row;
    return HM_OK;
}

static enum hm_status read_lines(struct reading *r)
{
    enum hm_status result = HM_OK;
    bool has_header = false;
    for (;;) {
        const struct str *cells;
        size_t n;
        bool more;
        enum hm_status st = csv_next(r->csv, &cells, &n, &more, r->diag);
        if (st == HM_OK && !more)
            return result;
        if (st == HM_OK)
            st = has_header ? read_line(r, cells) : read_header(r, cells, n);
        if (st != HM_OK && (st != HM_DATA || !has_header))
            return st;
        has_header = true;
        result = st == HM_OK ? result : st;
    }
}

enum hm_status column_map_read(struct column_map *out, const struct model *m, uint8_t root,
                               const char *path, struct arena *a, struct diag *d)
{
    struct reading r = {.model = m, .root = root, .arena = a, .diag = d};
    r.map.rows = arena_zalloc(a, LIMIT_MAP_ROWS * sizeof *r.map.rows);
    if (!r.map.rows)
        return diag_nomem(d, _("reading a mapping"));
    TRY(csv_open_as(&r.csv, path, SOURCE_DETECT, d));
    enum hm_status st = read_lines(&r);
    csv_close(r.csv);
    if (st == HM_OK)
        *out = r.map;
    return st;
}

/* --- use --- */

static bool is_within(struct str part, const char *whole)
{
    return part.n == 0 || memmem(whole, strlen(whole), part.p, part.n);
}

const struct column_map_row *column_map_find(const struct column_map *m, const char *table,
                                             struct str column)
{
    const struct column_map_row *found = NULL;
    column = record_loose_trim(column);
    for (size_t i = 0; m && i < m->count; i++) {
        const struct column_map_row *row = &m->rows[i];
        if (!str_eq(row->column, column) || !is_within(row->table, table))
            continue;
        if (!found || row->table.n) /* a line for this table goes before one for all */
            found = row;
    }
    return found;
}

struct str column_map_word(const struct column_map_row *r, struct str text)
{
    for (size_t i = 0; r && i < r->word_count; i++)
        if (str_eq(r->words[i].from, text))
            return r->words[i].to;
    return text;
}
