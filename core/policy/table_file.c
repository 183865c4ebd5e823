/* table_file.c - the rows of a table from a CSV file, as people keep them in a spreadsheet: a
 * column for each of the table's, by name or in Chinese, and one for the value. Cells may say
 * 80, 80-89, 80以上, >=80, [80,90), 基本|完全, or nothing (anything).
 */
#include "policy/data_sheet.h"

#include <stdio.h>
#include <string.h>
#include "base/limits.h"

/* Columns that are neither the table's nor the value are remarks. */
struct table_file {
    struct declaration *dc;
    const struct parameter *p;
    struct data_sheet sheet;
    int place_of[LIMIT_TABLE_COLUMNS]; /* where the header has each column */
    int value;
};

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

static bool is_word(struct str s, const char *word)
{
    return word && str_eq(s, str_of(word));
}

static void refuse(struct table_file *t, uint32_t column, const char *hint, const char *fmt,
                   ...) __attribute__((format(printf, 4, 5)));
static void refuse(struct table_file *t, uint32_t column, const char *hint, const char *fmt,
                   ...)
{
    char text[512];
    va_list ap;
    struct place at = data_sheet_place(&t->sheet, column);
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    t->dc->failed = true;
    diag_add(t->dc->loader->diag, HM_LEVEL_ERROR, HM_DATA, &at, hint && *hint ? hint : NULL,
             "%s", text);
}

/* --- the header --- */

static int column_named(const struct parameter *p, struct str word)
{
    for (size_t i = 0; i < p->column_count; i++)
        if (is_word(word, p->columns[i].name) || is_word(word, p->columns[i].zh))
            return (int)i;
    return -1;
}

static bool is_value_name(const struct parameter *p, struct str word)
{
    return is_word(word, "value") || is_word(word, "值") || is_word(word, p->name) ||
           is_word(word, p->zh);
}

static bool place_column(struct table_file *t, int *place, int at)
{
    const struct data_sheet_cell *cell = &t->sheet.cells[at];
    if (*place >= 0) {
        refuse(t, cell->column, NULL, _("the column \"%.*s\" is there twice"),
               (int)cell->text.n, cell->text.p);
        return false;
    }
    *place = at;
    return true;
}

static bool read_header(struct table_file *t)
{
    bool good = true;
    t->value = -1;
    for (size_t i = 0; i < t->p->column_count; i++)
        t->place_of[i] = -1;
    for (size_t i = 0; i < t->sheet.count; i++) {
        struct str word = t->sheet.cells[i].text;
        int column = column_named(t->p, word);
        if (column >= 0)
            good &= place_column(t, &t->place_of[column], (int)i);
        else if (is_value_name(t->p, word))
            good &= place_column(t, &t->value, (int)i);
    }
    for (size_t i = 0; i < t->p->column_count; i++) {
        if (t->place_of[i] >= 0)
            continue;
        const struct decision_column *c = &t->p->columns[i];
        refuse(t, 1, _("the first line names the columns, by name or in Chinese"),
               _("the column \"%s\" is missing"), c->zh ? c->zh : c->name);
        good = false;
    }
    if (t->value < 0)
        refuse(t, 1, _("the first line names the columns, by name or in Chinese"),
               _("the column \"%s\" is missing"), _("value"));
    return good && t->value >= 0;
}

/* --- what a cell says of a column --- */

static struct rational exact(const struct value *v)
{
    return v->kind == KIND_ENUM      ? rational_of(v->as.code)
           : v->kind == KIND_BOOLEAN ? rational_of(v->as.boolean)
           : v->kind == KIND_INTEGER ? rational_of(v->as.integer)
                                     : v->as.rational;
}

static struct str trimmed(struct str s)
{
    while (s.n && *s.p == ' ') {
        s.p++;
        s.n--;
    }
    while (s.n && s.p[s.n - 1] == ' ')
        s.n--;
    return s;
}

static bool read_number(const struct table_file *t, const struct type *type, struct str word,
                        struct rational *out)
{
    struct value v;
    word = trimmed(word);
    if (!word.n || !data_sheet_value(&v, t->dc->loader->model, type, word))
        return false;
    *out = exact(&v);
    return true;
}

static bool take_front(struct str *s, const char *word)
{
    size_t n = strlen(word);
    if (s->n < n || memcmp(s->p, word, n) != 0)
        return false;
    *s = (struct str){s->p + n, s->n - n};
    return true;
}

static bool take_back(struct str *s, const char *word)
{
    size_t n = strlen(word);
    if (s->n < n || memcmp(s->p + s->n - n, word, n) != 0)
        return false;
    s->n -= n;
    return true;
}

/* A comparison in front (>=80, 不满80) or behind (80以上). */
static bool take_comparison(struct str *s, enum comparison *op)
{
    static const struct {
        const char *sign;
        enum comparison op;
    } signs[] = {{"≥", CMP_GE}, {"≤", CMP_LE}, {">=", CMP_GE}, {"<=", CMP_LE},
                 {">", CMP_GT}, {"<", CMP_LT}, {"＞", CMP_GT}, {"＜", CMP_LT}};
    static const char *const words[] = {"低于",   "不满",   "少于", "不超过", "不高于",
                                        "不低于", "不少于", "超过", "高于"};
    static const char *const behind[] = {"以内", "以下", "以上"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (take_front(s, signs[i].sign)) {
            *op = signs[i].op;
            return true;
        }
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (take_front(s, words[i]))
            return comparison_parse(op, str_of(words[i]));
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++)
        if (take_back(s, behind[i]))
            return comparison_parse(op, str_of(behind[i]));
    return false;
}

static struct band compared(enum comparison op, struct rational x)
{
    struct band b = {.low = x, .high = x};
    b.has_low = op == CMP_GE || op == CMP_GT;
    b.has_high = op == CMP_LE || op == CMP_LT;
    b.low_closed = op == CMP_GE;
    b.high_closed = op == CMP_LE;
    return b;
}

/* Splits "80-89" at what stands between; not at a sign in front. */
static bool split_at(struct str s, const char *between, struct str *a, struct str *b)
{
    size_t n = strlen(between);
    for (size_t i = 1; i + n <= s.n; i++) {
        if (memcmp(s.p + i, between, n) != 0)
            continue;
        *a = (struct str){s.p, i};
        *b = (struct str){s.p + i + n, s.n - i - n};
        return true;
    }
    return false;
}

/* "[80,90)" */
static bool read_interval(const struct table_file *t, const struct type *type, struct str s,
                          struct band *out)
{
    struct str a, b;
    bool closed_low = s.n && s.p[0] == '[', closed_high = s.n && s.p[s.n - 1] == ']';
    if (s.n < 3 || (!closed_low && s.p[0] != '(') || (!closed_high && s.p[s.n - 1] != ')'))
        return false;
    *out = (struct band){true, closed_low, true, closed_high, .low = {0, 1}};
    return split_at((struct str){s.p + 1, s.n - 2}, ",", &a, &b) &&
           read_number(t, type, a, &out->low) && read_number(t, type, b, &out->high);
}

static bool read_range(const struct table_file *t, const struct type *type, struct str s,
                       struct band *out)
{
    static const char *const between[] = {"..", "~", "～", "至", "—", "–", "-"};
    struct str a, b;
    struct rational x;
    enum comparison op;
    if (read_number(t, type, s, &x)) {
        *out = (struct band){true, true, true, true, .low = x, .high = x};
        return true;
    }
    if (read_interval(t, type, s, out))
        return true;
    for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
        *out = (struct band){true, true, true, true, .low = {0, 1}};
        if (split_at(s, between[i], &a, &b) && read_number(t, type, a, &out->low) &&
            read_number(t, type, b, &out->high))
            return true;
    }
    if (!take_comparison(&s, &op) || !read_number(t, type, s, &x))
        return false;
    *out = compared(op, x);
    return true;
}

static const char *cell_hint(const struct type *type)
{
    return type->kind == KIND_ENUM || type->kind == KIND_BOOLEAN
               ? _("several values stand with | between them; an empty cell is anything")
               : _("write 80, 80-89, 80以上, >=80, <90 or [80,90); an empty cell is anything");
}

static bool read_part(struct table_file *t, const struct decision_column *c, struct str s,
                      uint32_t at, struct band *out)
{
    bool listed = c->type.kind == KIND_ENUM || c->type.kind == KIND_BOOLEAN;
    const struct model *m = t->dc->loader->model;
    struct rational x;
    char near[256] = "";
    bool good = listed ? read_number(t, &c->type, s, &x) : read_range(t, &c->type, s, out);
    if (good && listed)
        *out = (struct band){true, true, true, true, .low = x, .high = x};
    if (!good) {
        if (c->type.kind == KIND_ENUM)
            data_sheet_suggest(&m->enums[c->type.enum_id], s, near, sizeof near);
        refuse(t, at, *near ? near : cell_hint(&c->type), _("%s: \"%.*s\" is no %s"),
               c->zh ? c->zh : c->name, (int)s.n, s.p, type_name(&c->type, m->enums));
    }
    if (good && band_is_empty(out)) {
        refuse(t, at, cell_hint(&c->type), _("%s: there is nothing in \"%.*s\""),
               c->zh ? c->zh : c->name, (int)s.n, s.p);
        good = false;
    }
    return good;
}

static bool read_cell(struct table_file *t, const struct decision_column *c,
                      const struct data_sheet_cell *cell, struct decision_cell *out)
{
    struct str rest = cell->text, part = {rest.p, 0};
    size_t room = 1;
    for (size_t i = 0; i < rest.n; i++)
        room += rest.p[i] == '|';
    out->ranges = declare_alloc(t->dc, room * sizeof *out->ranges);
    if (!rest.n || is_word(rest, "*") || is_word(rest, "任意"))
        return true;
    bool good = true;
    for (size_t i = 0; i <= rest.n; i++) {
        if (i < rest.n && rest.p[i] != '|')
            continue;
        part.n = (size_t)(rest.p + i - part.p);
        good &= read_part(t, c, trimmed(part), cell->column, &out->ranges[out->count++]);
        part.p = rest.p + i + 1;
    }
    return good;
}

/* --- rows --- */

static bool read_value(struct table_file *t, struct value *out)
{
    const struct model *m = t->dc->loader->model;
    const struct data_sheet_cell *cell = &t->sheet.cells[t->value];
    const struct type *type = &t->p->type;
    char near[256] = "";
    if (cell->text.n && data_sheet_value(out, m, type, cell->text)) {
        if (type->kind == KIND_TEXT)
            out->as.text.p =
                arena_strndup(&t->dc->loader->model->arena, cell->text.p, cell->text.n);
        if (type->kind == KIND_TEXT && !out->as.text.p)
            declare_nomem(t->dc);
        return true;
    }
    if (type->kind == KIND_ENUM)
        data_sheet_suggest(&m->enums[type->enum_id], cell->text, near, sizeof near);
    refuse(t, cell->column, *near ? near : data_sheet_value_hint(type),
           _("%s: \"%.*s\" is no %s"), t->p->zh ? t->p->zh : t->p->name, (int)cell->text.n,
           cell->text.p, type_name(type, m->enums));
    return false;
}

static bool read_row(struct table_file *t, struct decision_row *out)
{
    bool good = true;
    size_t last = (size_t)t->value;
    for (size_t c = 0; c < t->p->column_count; c++)
        last = (size_t)t->place_of[c] > last ? (size_t)t->place_of[c] : last;
    if (t->sheet.count <= last) {
        refuse(t, 1, NULL, _("the line has %zu cells; at least %d are expected"),
               t->sheet.count, (int)last + 1);
        return false;
    }
    out->cells = declare_alloc(t->dc, t->p->column_count * sizeof *out->cells);
    for (size_t c = 0; c < t->p->column_count; c++)
        good &=
            read_cell(t, &t->p->columns[c], &t->sheet.cells[t->place_of[c]], &out->cells[c]);
    return good & read_value(t, &out->value);
}

static bool read_rows(struct table_file *t, struct parameter_value *out, uint32_t *lines)
{
    bool good = true;
    if (data_sheet_next(&t->sheet) && !read_header(t))
        return false;
    while (data_sheet_next(&t->sheet)) {
        if (out->count == LIMIT_TABLE_ROWS) {
            refuse(t, 1, _("split it into smaller tables"), _("a table has at most %d rows"),
                   LIMIT_TABLE_ROWS);
            return false;
        }
        lines[out->count] = t->sheet.line;
        good &= read_row(t, &out->rows[out->count++]);
    }
    if (good && out->count == 0) {
        t->sheet.line = 1;
        refuse(t, 1, _("a line for each row, below the names of the columns"),
               _("the table has no rows"));
        good = false;
    }
    return good;
}

static size_t lines_in(const struct source_file *f)
{
    size_t n = 1;
    for (size_t i = 0; i < f->bytes; i++)
        n += f->text[i] == '\n';
    return n < LIMIT_TABLE_ROWS ? n : LIMIT_TABLE_ROWS;
}

bool table_file_read(struct declaration *dc, const char *path, const char *file,
                     const struct parameter *p, struct parameter_value *out, uint32_t **lines)
{
    struct loader *l = dc->loader;
    struct table_file t = {.dc = dc, .p = p};
    struct place at = declare_place(dc, path);
    uint32_t source;
    if (!data_sheet_is_name(file)) {
        declare_error(dc, path, _("give the name of a file in this folder that ends in .csv"),
                      _("\"%s\" cannot hold a table"), file);
        return false;
    }
    enum hm_status st =
        sources_data(&l->policy->sources, dc->level, file, &at, &source, l->diag);
    if (st == HM_NOMEM)
        declare_nomem(dc);
    dc->failed |= st != HM_OK;
    if (st != HM_OK || !l->policy->sources.files[source].text)
        return false;
    const struct source_file *f = &l->policy->sources.files[source];
    out->rows = declare_alloc(dc, lines_in(f) * sizeof *out->rows);
    *lines = declare_alloc(dc, lines_in(f) * sizeof **lines);
    if (!data_sheet_open(&t.sheet, l, f, LIMIT_TABLE_COLUMNS + 32))
        declare_nomem(dc);
    return read_rows(&t, out, *lines);
}
