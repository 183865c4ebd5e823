/* data_sheet.c - CSV files of a policy's folder: lines, cells, and the values in them. */
#include "policy/data_sheet.h"

#include <string.h>
#include "base/limits.h"
#include "value/date.h"
#include "value/decimal.h"

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

bool data_sheet_is_name(const char *file)
{
    size_t n = strlen(file);
    return !strchr(file, '/') && !strchr(file, '\\') && !strstr(file, "..") && n > 4 &&
           strcmp(file + n - 4, ".csv") == 0;
}

struct place data_sheet_place(const struct data_sheet *s, uint32_t column)
{
    return (struct place){.file = s->file->shown_path, .line = s->line, .column = column};
}

bool data_sheet_open(struct data_sheet *s, struct loader *l, const struct source_file *file,
                     size_t room)
{
    *s = (struct data_sheet){.loader = l,
                             .file = file,
                             .next = file->text,
                             .end = file->text + file->bytes,
                             .room = room,
                             .cells = arena_alloc(&l->scratch, room * sizeof *s->cells)};
    if (file->bytes >= 3 && memcmp(s->next, "\xEF\xBB\xBF", 3) == 0)
        s->next += 3;
    l->starved |= s->cells == NULL;
    return s->cells != NULL;
}

/* --- lines and cells --- */

/* The cell that begins at *p; *p moves behind it and its comma. Quotes are taken off in place
 * of a copy: a cell with doubled quotes is copied. False: no memory, or a quote is not closed.
 */
static bool take_cell(struct data_sheet *s, const char *line, const char **p, const char *end,
                      struct data_sheet_cell *out)
{
    struct arena *a = &s->loader->scratch;
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
        s->loader->starved = true;
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

/* False when the line cannot be read (said so). */
static bool split(struct data_sheet *s, const char *line, size_t n)
{
    const char *p = line, *end = line + n;
    s->count = 0;
    for (;;) {
        struct data_sheet_cell cell;
        if (!take_cell(s, line, &p, end, &cell)) {
            struct place at = data_sheet_place(s, cell.column);
            diag_add(s->loader->diag, HM_LEVEL_ERROR, HM_DATA, &at,
                     _("a quote inside a quoted cell is written twice"),
                     _("this quoted cell does not end with a quote before the next comma"));
            return false;
        }
        cell.text = trimmed(cell.text);
        if (s->count == s->room) {
            struct place at = data_sheet_place(s, cell.column);
            diag_add(s->loader->diag, HM_LEVEL_ERROR, HM_DATA, &at,
                     _("put a cell with a comma in it into quotes"),
                     _("one cell too many: a line has at most %d"), (int)s->room);
            return false;
        }
        s->cells[s->count++] = cell;
        if (p == end)
            return true;
        p++;
    }
}

/* Whether a cell of the line has anything in it: Excel leaves rows of commas. */
static bool says_something(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] != ',' && p[i] != ' ' && p[i] != '\t')
            return true;
    return false;
}

bool data_sheet_next(struct data_sheet *s)
{
    while (s->next < s->end && !s->loader->starved) {
        const char *p = s->next, *stop = memchr(p, '\n', (size_t)(s->end - p));
        s->next = stop ? stop + 1 : s->end;
        stop = stop ? stop : s->end;
        if (stop > p && stop[-1] == '\r')
            stop--;
        s->line++;
        size_t n = (size_t)(stop - p);
        if (says_something(p, n) && *p != '#' && split(s, p, n))
            return true;
    }
    return false;
}

/* --- values --- */

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

bool data_sheet_value(struct value *v, const struct model *m, const struct type *t,
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

const char *data_sheet_value_hint(const struct type *t)
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

void data_sheet_suggest(const struct enum_type *e, struct str word, char *out, size_t out_bytes)
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
