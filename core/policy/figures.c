/* figures.c - facts "facts.csv": published figures kept beside the scripts, one value a line:
 * entity,id,from,field,value,source,note. The file is one of the policy's sources; it is read
 * when everything is declared.
 */
#include "policy/loader.h"

#include <stdio.h>
#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "value/date.h"
#include "value/decimal.h"
#include "vec/column.h"

enum csv_column { ENTITY, ID, FROM, FIELD, VALUE, SOURCE, NOTE, COLUMNS };

static const char *const column_names[COLUMNS] = {"entity", "id",     "from", "field",
                                                  "value",  "source", "note"};

struct cell {
    struct str text; /* without quotes */
    uint32_t column; /* of its first character, 1-based */
};
/* A facts file being read. */
struct csv {
    struct loader *loader;
    const struct source_file *file;
    const char *level;
    uint32_t line;
    struct cell cells[COLUMNS];
    size_t count;
    int place_of[COLUMNS]; /* where the header has each column; -1: it has not */
    struct map seen;       /* entity, id, field, month -> index of the figure */
};

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

static struct place place_at(const struct csv *c, uint32_t column)
{
    return (struct place){.file = c->file->shown_path, .line = c->line, .column = column};
}

/* --- the call --- */

static struct place call_place(struct loader *l, const char *word)
{
    int line;
    struct script *s = loader_where(l, &line);
    return s ? loader_place(s, line, word) : (struct place){0};
}

static bool is_plain_name(const char *file)
{
    size_t n = strlen(file);
    return !strchr(file, '/') && !strchr(file, '\\') && !strstr(file, "..") && n > 4 &&
           strcmp(file + n - 4, ".csv") == 0;
}

/* Keeps the file for figures_read. */
static void name_file(struct loader *l, const char *file)
{
    struct place at = call_place(l, file);
    void *files = l->data_files;
    uint32_t source;
    if (!is_plain_name(file)) {
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

/* --- lines and cells --- */

/* The cell that begins at *p; *p moves behind it and its comma. Quotes are taken off in place
 * of a copy: a cell with doubled quotes is copied. False: no memory, or a quote is not closed.
 */
static bool take_cell(struct csv *c, const char *line, const char **p, const char *end,
                      struct cell *out)
{
    struct arena *a = &c->loader->scratch;
    out->column = (uint32_t)str_utf8_len(line, (size_t)(*p - line)) + 1;
    if (*p == end || **p != '"') {
        const char *from = *p;
        while (*p < end && **p != ',')
            ++*p;
        out->text = (struct str){from, (size_t)(*p - from)};
        return true;
    }
    char *text = arena_alloc(a, (size_t)(end - *p) + 1);
    size_t n = 0;
    if (!text) {
        c->loader->starved = true;
        return false;
    }
    for (++*p; *p < end; ++*p) {
        if (**p == '"' && (*p + 1 == end || (*p)[1] != '"'))
            break;
        *p += **p == '"';
        text[n++] = **p;
    }
    bool is_closed = *p < end;
    *p += is_closed;
    out->text = (struct str){text, n};
    return is_closed && (*p == end || **p == ',');
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

/* Splits a line; false when it cannot be read (said so). */
static bool split(struct csv *c, const char *line, size_t n)
{
    const char *p = line, *end = line + n;
    c->count = 0;
    for (;;) {
        struct cell cell;
        if (!take_cell(c, line, &p, end, &cell)) {
            struct place at = place_at(c, cell.column);
            diag_add(c->loader->diag, HM_LEVEL_ERROR, HM_DATA, &at,
                     _("a quote inside a quoted cell is written twice"),
                     _("this quoted cell does not end with a quote before the next comma"));
            return false;
        }
        cell.text = trimmed(cell.text);
        if (c->count == COLUMNS) {
            struct place at = place_at(c, cell.column);
            diag_add(c->loader->diag, HM_LEVEL_ERROR, HM_DATA, &at,
                     _("put a cell with a comma in it into quotes"),
                     _("one cell too many: a line has at most %d"), COLUMNS);
            return false;
        }
        c->cells[c->count++] = cell;
        if (p == end)
            return true;
        p++;
    }
}

static bool read_header(struct csv *c)
{
    bool good = true;
    for (int k = 0; k < COLUMNS; k++)
        c->place_of[k] = -1;
    for (size_t i = 0; i < c->count; i++) {
        int found = -1;
        for (int k = 0; k < COLUMNS; k++)
            if (str_eq(c->cells[i].text, str_of(column_names[k])))
                found = k;
        struct place at = place_at(c, c->cells[i].column);
        if (found < 0 || c->place_of[found] >= 0) {
            diag_add(c->loader->diag, HM_LEVEL_ERROR, HM_DATA, &at,
                     _("the first line is entity,id,from,field,value,source,note"),
                     found < 0 ? _("there is no column \"%.*s\"")
                               : _("the column \"%.*s\" is there twice"),
                     (int)c->cells[i].text.n, c->cells[i].text.p);
            good = false;
        } else {
            c->place_of[found] = (int)i;
        }
    }
    for (int k = 0; k < NOTE && good; k++) {
        struct place at = place_at(c, 1);
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

static struct cell cell_of(const struct csv *c, enum csv_column column)
{
    int at = c->place_of[column];
    if (at >= 0 && (size_t)at < c->count)
        return c->cells[at];
    return (struct cell){{"", 0}, 1};
}

/* Says what is wrong with a cell. The hint may be NULL or empty. */
static void refuse(const struct csv *c, enum csv_column column, const char *hint,
                   const char *fmt, ...) __attribute__((format(printf, 4, 5)));
static void refuse(const struct csv *c, enum csv_column column, const char *hint,
                   const char *fmt, ...)
{
    char text[512];
    struct place at = place_at(c, cell_of(c, column).column);
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

static bool parse_boolean(struct value *v, struct str word)
{
    static const char *const words[] = {"true", "false", "是", "否"};
    for (size_t i = 0; i < 4; i++) {
        if (!str_eq(word, str_of(words[i])))
            continue;
        v->as.boolean = i % 2 == 0;
        return true;
    }
    return false;
}

static bool parse_code(struct value *v, const struct enum_type *e, struct str word)
{
    int code = enum_code(e, word);
    v->as.code = (uint8_t)(code < 0 ? 0 : code);
    return code >= 0;
}

static bool parse_money(struct value *v, struct str word)
{
    int64_t fen;
    bool good = decimal_money(&fen, word) == DECIMAL_OK;
    v->as.rational = rational_of(good ? fen : 0);
    return good;
}

/* The text of a cell as a value of the type; false when it is none. */
static bool parse_value(struct value *v, const struct model *m, const struct type *t,
                        struct str word)
{
    v->kind = t->kind;
    switch (t->kind) {
    case KIND_BOOLEAN:
        return parse_boolean(v, word);
    case KIND_INTEGER:
        return decimal_integer(&v->as.integer, word) == DECIMAL_OK;
    case KIND_NUMBER:
        return decimal_rational(&v->as.rational, word) == DECIMAL_OK;
    case KIND_MONEY:
        return parse_money(v, word);
    case KIND_ENUM:
        return parse_code(v, &m->enums[t->enum_id], word);
    case KIND_DATE:
        return date_parse(&v->as.day, word);
    case KIND_MONTH:
        return month_parse(&v->as.day, word);
    default:
        v->as.text = word;
        return true;
    }
}

static const char *value_hint(const struct type *t)
{
    switch (t->kind) {
    case KIND_BOOLEAN:
        return _("write true or false");
    case KIND_INTEGER:
        return _("a whole number in digits, without blanks, commas or words");
    case KIND_NUMBER:
        return _("a number in digits, without blanks, commas, percent signs or words");
    case KIND_MONEY:
        return _("yuan, at most two decimals");
    case KIND_DATE:
        return _("write the day as \"2024-12-31\"");
    case KIND_MONTH:
        return _("write it as \"2024-07\"");
    default:
        return NULL;
    }
}

/* The value of an enum that is nearest to the word. */
static void suggest_value(const struct enum_type *e, struct str word, char *out,
                          size_t out_bytes)
{
    struct str names[2 * LIMIT_ENUM_VALUES];
    size_t n = 0;
    for (uint16_t i = 0; i < e->count; i++) {
        names[n++] = str_of(e->values[i].name);
        if (e->values[i].zh)
            names[n++] = str_of(e->values[i].zh);
    }
    int near = str_nearest(word, names, n);
    diag_suggest(out, out_bytes, near < 0 ? NULL : names[near].p);
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
    if (word.n == 0 || !parse_value(&out->value, m, &f->type, word)) {
        char near[256] = "";
        if (f->type.kind == KIND_ENUM)
            suggest_value(&m->enums[f->type.enum_id], word, near, sizeof near);
        refuse(c, VALUE, *near ? near : value_hint(&f->type),
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
    struct figure f = {.at = place_at(c, cell_of(c, VALUE).column)};
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

static bool is_blank(struct str line)
{
    return trimmed(line).n == 0;
}

static void read_line(struct csv *c, struct str line, bool *has_header, bool *good_header)
{
    if (is_blank(line) || line.p[0] == '#' || !split(c, line.p, line.n))
        return;
    if (!*has_header) {
        *has_header = true;
        *good_header = read_header(c);
        return;
    }
    if (!*good_header)
        return;
    if (c->count < NOTE) {
        struct place at = place_at(c, 1);
        diag_add(c->loader->diag, HM_LEVEL_ERROR, HM_DATA, &at,
                 _("a line is entity,id,from,field,value,source,note"),
                 _("the line has %zu cells; at least %d are expected"), c->count, (int)NOTE);
        return;
    }
    read_figure(c);
}

static void read_file(struct csv *c)
{
    const char *p = c->file->text, *end = p + c->file->bytes;
    bool has_header = false, good_header = false;
    if (c->file->bytes >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
        p += 3; /* spreadsheets write it */
    for (c->line = 1; p < end && !c->loader->starved; c->line++) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        const char *next = stop ? stop + 1 : end;
        stop = stop ? stop : end;
        if (stop > p && stop[-1] == '\r')
            stop--;
        read_line(c, (struct str){p, (size_t)(stop - p)}, &has_header, &good_header);
        p = next;
    }
    if (!has_header) {
        c->line = 1;
        struct place at = place_at(c, 1);
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
        c.file = &l->policy->sources.files[l->data_files[i]];
        const char *slash = strrchr(c.file->path, '/');
        c.level = arena_strndup(&l->model->arena, c.file->path,
                                (size_t)(slash ? slash - c.file->path : 0));
        if (c.level && c.file->text)
            read_file(&c);
        l->starved |= c.level == NULL;
    }
    map_fini(&c.seen);
    if (l->starved)
        diag_nomem(l->diag, _("reading a policy"));
}
