/* figures.c - facts "facts.csv": published figures kept beside the scripts, one value a line:
 * entity,id,from,field,value,source,note. The file is one of the policy's sources; it is read
 * when everything is declared.
 */
#include "policy/data_sheet.h"

#include <stdio.h>
#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "value/date.h"
#include "vec/column.h"

enum csv_column { ENTITY, ID, FROM, FIELD, VALUE, SOURCE, NOTE, COLUMNS };

static const char *const column_names[COLUMNS] = {"entity", "id",     "from", "field",
                                                  "value",  "source", "note"};

/* A facts file being read. */
struct csv {
    struct loader *loader;
    struct data_sheet sheet;
    const char *level;
    int place_of[COLUMNS]; /* where the header has each column; -1: it has not */
    struct map seen;       /* entity, id, field, month -> index of the figure */
};

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

/* --- the call --- */

static struct place call_place(struct loader *l, const char *word)
{
    int line;
    struct script *s = loader_where(l, &line);
    return s ? loader_place(s, line, word) : (struct place){0};
}

/* Keeps the file for figures_read. */
static void name_file(struct loader *l, const char *file)
{
    struct place at = call_place(l, file);
    void *files = l->data_files;
    uint32_t source;
    if (!data_sheet_is_name(file)) {
        diag_add(l->diag, HM_LEVEL_ERROR, HM_DATA, &at,
                 _("give the name of a file in this folder that ends in .csv"),
                 _("\"%s\" cannot hold published figures"), file);
        return;
    }
    enum hm_status st =
        sources_data(&l->policy->sources, l->level, file, &at, &source, l->diag);
    l->starved |= st == HM_NOMEM;
    if (st != HM_OK)
        return;
    for (size_t i = 0; i < l->data_count; i++) {
        if (l->data_files[i] == source) {
            diag_error(l->diag, HM_DATA, &at, _("\"%s\" is included already"), file);
            return;
        }
    }
    if (mem_grow(&files, &l->data_cap, l->data_count + 1, sizeof *l->data_files) != 0) {
        l->starved = true;
        diag_nomem(l->diag, _("reading a policy"));
        return;
    }
    l->data_files = files;
    l->data_files[l->data_count++] = source;
}

int figures_facts(lua_State *L)
{
    struct loader *l = loader_of(L);
    if (!l)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s works only while the policy is loaded"),
                      "facts");
    if (lua_type(L, 1) != LUA_TSTRING)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s needs the name of a file in quotes"),
                      "facts");
    if (!l->level)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("a stdlib module cannot declare anything"));
    if (l->model)
        name_file(l, lua_tostring(L, 1));
    return 0;
}

/* --- the header --- */

static bool read_header(struct csv *c)
{
    bool good = true;
    for (int k = 0; k < COLUMNS; k++)
        c->place_of[k] = -1;
    for (size_t i = 0; i < c->sheet.count; i++) {
        int found = -1;
        for (int k = 0; k < COLUMNS; k++)
            if (str_eq(c->sheet.cells[i].text, str_of(column_names[k])))
                found = k;
        struct place at = data_sheet_place(&c->sheet, c->sheet.cells[i].column);
        if (found < 0 || c->place_of[found] >= 0) {
            diag_add(c->loader->diag, HM_LEVEL_ERROR, HM_DATA, &at,
                     _("the first line is entity,id,from,field,value,source,note"),
                     found < 0 ? _("there is no column \"%.*s\"")
                               : _("the column \"%.*s\" is there twice"),
                     (int)c->sheet.cells[i].text.n, c->sheet.cells[i].text.p);
            good = false;
        } else {
            c->place_of[found] = (int)i;
        }
    }
    for (int k = 0; k < NOTE && good; k++) {
        struct place at = data_sheet_place(&c->sheet, 1);
        if (c->place_of[k] >= 0)
            continue;
        diag_add(c->loader->diag, HM_LEVEL_ERROR, HM_DATA, &at,
                 _("the first line is entity,id,from,field,value,source,note"),
                 _("the column \"%s\" is missing"), column_names[k]);
        good = false;
    }
    return good;
}

/* --- one figure --- */

static struct data_sheet_cell cell_of(const struct csv *c, enum csv_column column)
{
    int at = c->place_of[column];
    if (at >= 0 && (size_t)at < c->sheet.count)
        return c->sheet.cells[at];
    return (struct data_sheet_cell){{"", 0}, 1};
}

/* Says what is wrong with a cell. The hint may be NULL or empty. */
static void refuse(const struct csv *c, enum csv_column column, const char *hint,
                   const char *fmt, ...) __attribute__((format(printf, 4, 5)));
static void refuse(const struct csv *c, enum csv_column column, const char *hint,
                   const char *fmt, ...)
{
    char text[512];
    struct place at = data_sheet_place(&c->sheet, cell_of(c, column).column);
    va_list ap;
    at.field = column_names[column];
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    diag_add(c->loader->diag, HM_LEVEL_ERROR, HM_DATA, &at, hint && *hint ? hint : NULL, "%s",
             text);
}

static bool find_entity(const struct csv *c, struct figure *f)
{
    const struct model *m = c->loader->model;
    struct str word = cell_of(c, ENTITY).text;
    f->entity = model_entity(m, word);
    if (f->entity == NO_ENTITY) {
        struct str names[LIMIT_ENTITIES];
        char hint[256];
        for (size_t i = 0; i < m->entity_count; i++)
            names[i] = str_of(m->entities[i].name);
        int near = str_nearest(word, names, m->entity_count);
        diag_suggest(hint, sizeof hint, near < 0 ? NULL : names[near].p);
        refuse(c, ENTITY, hint, _("there is no entity \"%.*s\""), (int)word.n, word.p);
        return false;
    }
    if (m->entities[f->entity].parent == NO_ENTITY)
        return true;
    refuse(c, ENTITY, _("for example city or institution"),
           _("%s belongs to %s; published figures are of entities that stand alone"),
           m->entities[f->entity].name, m->entities[m->entities[f->entity].root].name);
    return false;
}

static bool find_field(const struct csv *c, struct figure *f)
{
    const struct model *m = c->loader->model;
    struct str word = cell_of(c, FIELD).text;
    f->field = model_field(m, f->entity, word);
    if (f->field != NO_FIELD)
        return true;
    char hint[256];
    diag_suggest(hint, sizeof hint, model_nearest_field(m, f->entity, word));
    refuse(c, FIELD, hint, _("%s has no field \"%.*s\""), m->entities[f->entity].name,
           (int)word.n, word.p);
    return false;
}

static bool read_from(const struct csv *c, struct figure *f)
{
    struct str word = cell_of(c, FROM).text;
    int32_t date;
    if (month_parse(&f->month, word))
        return true;
    if (date_parse(&date, word)) {
        f->month = date_month(date);
        return true;
    }
    refuse(c, FROM, _("write the day as \"2024-12-31\" or the month as \"2024-12\""),
           _("\"%.*s\" is no date of the years 1800 to 2299"), (int)word.n, word.p);
    return false;
}

static bool is_in_range(const struct field *f, const struct value *v)
{
    int64_t n, bound;
    if (f->type.kind == KIND_TEXT || !value_stored(&n, v, &f->type))
        return true;
    if (f->has_min && value_stored(&bound, &f->min, &f->type) && n < bound)
        return false;
    return !(f->has_max && value_stored(&bound, &f->max, &f->type) && n > bound);
}

static bool read_value(const struct csv *c, struct figure *out)
{
    const struct model *m = c->loader->model;
    const struct field *f = &m->fields[out->field];
    struct str word = cell_of(c, VALUE).text;
    int64_t stored;
    if (word.n == 0 || !data_sheet_value(&out->value, m, &f->type, word)) {
        char near[256] = "";
        if (f->type.kind == KIND_ENUM)
            data_sheet_suggest(&m->enums[f->type.enum_id], word, near, sizeof near);
        refuse(c, VALUE, *near ? near : data_sheet_value_hint(&f->type),
               _("%s is of type %s, found \"%.*s\""), f->name, type_name(&f->type, m->enums),
               (int)word.n, word.p);
        return false;
    }
    if (f->type.kind != KIND_TEXT && !value_stored(&stored, &out->value, &f->type)) {
        refuse(c, VALUE, NULL, _("%s has more decimals than %s holds: %.*s"), f->name,
               type_name(&f->type, m->enums), (int)word.n, word.p);
        return false;
    }
    if (is_in_range(f, &out->value))
        return true;
    refuse(c, VALUE, NULL, _("%.*s lies outside of what %s can be"), (int)word.n, word.p,
           f->name);
    return false;
}

static const char *keep(struct csv *c, struct str text)
{
    const char *kept = arena_strndup(&c->loader->model->arena, text.p, text.n);
    c->loader->starved |= kept == NULL;
    return kept;
}

/* Each figure once: the same row, field and month in any file is a mistake. */
static bool is_fresh(struct csv *c, const struct figure *f)
{
    const struct model *m = c->loader->model;
    char key[LIMIT_ID_BYTES + 64];
    snprintf(key, sizeof key, "%u %u %d %s", f->entity, f->field, f->month, f->id);
    uint32_t other;
    if (map_get(&c->seen, str_of(key), &other)) {
        const struct place *at = &m->figures[other].at;
        refuse(c, VALUE, _("keep one of the two"),
               _("this figure is given already in %s, line %u"), at->file, at->line);
        return false;
    }
    int put = map_put(&c->seen, str_of(key), (uint32_t)m->figure_count);
    c->loader->starved |= put < 0;
    return put >= 0;
}

static bool read_texts(struct csv *c, struct figure *f)
{
    struct str id = cell_of(c, ID).text, source = cell_of(c, SOURCE).text;
    struct str note = cell_of(c, NOTE).text;
    bool good = true;
    if (id.n == 0) {
        refuse(c, ID, _("the division code or the name of the row"), _("the id is missing"));
        good = false;
    } else if (id.n > LIMIT_ID_BYTES) {
        refuse(c, ID, _("the division code or the name of the row"),
               _("the id is longer than %d bytes"), LIMIT_ID_BYTES);
        good = false;
    }
    if (source.n == 0) {
        refuse(c, SOURCE, _("write the document and the place in it"),
               _("the figure has no source"));
        good = false;
    }
    if (!good)
        return false;
    f->id = keep(c, id);
    f->source = keep(c, source);
    f->note = note.n ? keep(c, note) : NULL;
    return !c->loader->starved;
}

static void cite(struct csv *c, const struct figure *f, const char *key, const char *text)
{
    char name[LIMIT_ID_BYTES + 2 * LIMIT_NAME_BYTES + 8];
    const struct model *m = c->loader->model;
    snprintf(name, sizeof name, "%s/%s/%s", m->entities[f->entity].name, f->id,
             m->fields[f->field].name);
    if (text)
        cite_add(c->loader, "facts", keep(c, str_of(name)), key, text, &f->at, c->level);
}

static void read_figure(struct csv *c)
{
    struct loader *l = c->loader;
    struct model *m = l->model;
    struct figure f = {.at = data_sheet_place(&c->sheet, cell_of(c, VALUE).column)};
    bool is_named = find_entity(c, &f) && find_field(c, &f);
    bool good = read_from(c, &f);
    good &= is_named && read_value(c, &f);
    good &= read_texts(c, &f);
    if (!good || !is_fresh(c, &f))
        return;
    if (f.value.kind == KIND_TEXT)
        f.value.as.text.p = keep(c, f.value.as.text);
    void *figures = m->figures;
    struct figure *fresh =
        m->figure_count < LIMIT_FIGURES
            ? loader_append(l, &figures, &m->figure_count, &l->figure_cap, sizeof f)
            : NULL;
    m->figures = figures;
    if (!fresh) {
        refuse(c, VALUE, NULL, _("one too many: a policy has at most %d published figures"),
               LIMIT_FIGURES);
        return;
    }
    *fresh = f;
    cite(c, &f, "source", f.source);
    cite(c, &f, "note", f.note);
}

/* --- a file --- */

static void read_line(struct csv *c, bool *has_header, bool *good_header)
{
    if (!*has_header) {
        *has_header = true;
        *good_header = read_header(c);
        return;
    }
    if (!*good_header)
        return;
    if (c->sheet.count < NOTE) {
        struct place at = data_sheet_place(&c->sheet, 1);
        diag_add(c->loader->diag, HM_LEVEL_ERROR, HM_DATA, &at,
                 _("a line is entity,id,from,field,value,source,note"),
                 _("the line has %zu cells; at least %d are expected"), c->sheet.count,
                 (int)NOTE);
        return;
    }
    read_figure(c);
}

static void read_file(struct csv *c)
{
    bool has_header = false, good_header = false;
    while (data_sheet_next(&c->sheet))
        read_line(c, &has_header, &good_header);
    if (!has_header && !c->loader->starved) {
        c->sheet.line = 1;
        struct place at = data_sheet_place(&c->sheet, 1);
        diag_add(c->loader->diag, HM_LEVEL_ERROR, HM_DATA, &at,
                 _("the first line is entity,id,from,field,value,source,note"),
                 _("the file is empty"));
    }
}

void figures_read(struct loader *l)
{
    struct csv c = {.loader = l};
    map_init(&c.seen);
    for (size_t i = 0; i < l->data_count && !l->starved; i++) {
        const struct source_file *file = &l->policy->sources.files[l->data_files[i]];
        const char *slash = strrchr(file->path, '/');
        c.level = arena_strndup(&l->model->arena, file->path,
                                (size_t)(slash ? slash - file->path : 0));
        if (c.level && file->text && data_sheet_open(&c.sheet, l, file, COLUMNS))
            read_file(&c);
        l->starved |= c.level == NULL;
    }
    map_fini(&c.seen);
    if (l->starved)
        diag_nomem(l->diag, _("reading a policy"));
}
