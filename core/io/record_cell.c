/* record_cell.c - what a field accepts: types, grids, bounds, enum words; and saying why not.
 */
#include "io/record_cell.h"

#include <stdio.h>
#include <string.h>
#include "base/buf.h"
#include "base/limits.h"
#include "io/idnumber.h"
#include "io/record.h"
#include "model/unit.h"
#include "value/date.h"
#include "value/decimal.h"

static const int64_t POWER_OF_TEN[] = {1,
                                       10,
                                       100,
                                       1000,
                                       10000,
                                       100000,
                                       1000000,
                                       10000000,
                                       100000000,
                                       1000000000,
                                       INT64_C(10000000000),
                                       INT64_C(100000000000),
                                       INT64_C(1000000000000),
                                       INT64_C(10000000000000),
                                       INT64_C(100000000000000),
                                       INT64_C(1000000000000000),
                                       INT64_C(10000000000000000),
                                       INT64_C(100000000000000000),
                                       INT64_C(1000000000000000000)};
enum { DECIMALS_MAX = 18 };

static struct str str_of(const char *s)
{
    return s ? (struct str){s, strlen(s)} : (struct str){"", 0};
}

/* --- bounds --- */

/* A bound in stored units, rounded inwards: a min up, a max down. False: it does not fit, or
 * the type has no order that import checks. */
static bool bound_stored(int64_t *out, const struct value *v, const struct type *t, bool is_min)
{
    struct rational r;
    switch (v->kind) {
    case KIND_INTEGER:
        r = rational_of(v->as.integer);
        break;
    case KIND_NUMBER:
    case KIND_MONEY:
        r = v->as.rational;
        break;
    case KIND_DATE:
    case KIND_MONTH:
        *out = v->as.day;
        return true;
    default:
        return false;
    }
    if (t->kind == KIND_NUMBER && t->decimals <= DECIMALS_MAX &&
        rational_mul(&r, r, rational_of(POWER_OF_TEN[t->decimals])) != HM_TRAP_NONE)
        return false;
    *out = is_min ? rational_ceil(r) : rational_floor(r);
    return true;
}

static void cell_make(struct record_cell *c, const struct field *f)
{
    bool is_money = f->type.kind == KIND_MONEY;
    size_t n = strlen(f->name);
    *c = (struct record_cell){.field = f,
                              .low = is_money ? -LIMIT_MONEY_FEN : -INT64_MAX,
                              .high = is_money ? LIMIT_MONEY_FEN : INT64_MAX};
    int64_t bound;
    if (f->has_min && bound_stored(&bound, &f->min, &f->type, true) && bound > c->low)
        c->low = bound;
    if (f->has_max && bound_stored(&bound, &f->max, &f->type, false) && bound < c->high)
        c->high = bound;
    c->is_birth =
        f->type.kind == KIND_DATE && n >= 10 && strcmp(f->name + n - 10, "birth_date") == 0;
}

static int words_make(struct record_words *w, const struct enum_type *e, struct arena *a)
{
    w->count = e->count;
    w->names = arena_zalloc(a, (size_t)(e->count + 1) * sizeof *w->names);
    w->zh = arena_zalloc(a, (size_t)(e->count + 1) * sizeof *w->zh);
    if (!w->names || !w->zh)
        return -1;
    for (uint16_t i = 0; i < e->count; i++) {
        w->names[i] = str_of(e->values[i].name);
        w->zh[i] = str_of(e->values[i].zh);
    }
    return 0;
}

enum hm_status record_cells_make(struct record_cells *out, const struct model *m,
                                 struct arena *a)
{
    struct record_cells c = {.model = m};
    c.cells = arena_zalloc(a, (m->field_count + 1) * sizeof *c.cells);
    c.words = arena_zalloc(a, (m->enum_count + 1) * sizeof *c.words);
    if (!c.cells || !c.words)
        return HM_NOMEM;
    for (size_t i = 0; i < m->field_count; i++)
        cell_make(&c.cells[i], &m->fields[i]);
    for (size_t i = 0; i < m->enum_count; i++)
        if (words_make(&c.words[i], &m->enums[i], a) != 0)
            return HM_NOMEM;
    *out = c;
    return HM_OK;
}

/* --- reading --- */

static enum record_reason reason_of(enum decimal_status st)
{
    return st == DECIMAL_OK             ? RECORD_OK
           : st == DECIMAL_NOT_A_NUMBER ? RECORD_WRONG_TYPE
           : st == DECIMAL_TOO_FINE     ? RECORD_TOO_FINE
                                        : RECORD_TOO_LARGE;
}

/* A number of the field's type in stored units. */
static enum record_reason read_number(int64_t *out, const struct type *t, struct str text)
{
    switch (t->kind) {
    case KIND_MONEY:
        return reason_of(decimal_money(out, text));
    case KIND_NUMBER:
        return reason_of(decimal_scaled(out, text, t->decimals));
    default:
        return reason_of(decimal_integer(out, text));
    }
}

static bool looks_like_date(struct str t, size_t n)
{
    if (t.n != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (i == 4 || i == 7 ? t.p[i] != '-' : t.p[i] < '0' || t.p[i] > '9')
            return false;
    return true;
}

static enum record_reason read_day(int32_t *out, const struct record_cell *c, struct str text,
                                   int32_t today)
{
    bool is_month = c->field->type.kind == KIND_MONTH;
    if (!(is_month ? month_parse(out, text) : date_parse(out, text)))
        return looks_like_date(text, is_month ? 7 : 10) ? RECORD_NO_SUCH_DATE
                                                        : RECORD_WRONG_TYPE;
    return c->is_birth && *out > today ? RECORD_IN_FUTURE : RECORD_OK;
}

static inline bool is_word(struct str word, struct str text)
{
    return word.n == text.n && word.p[0] == text.p[0] && memcmp(word.p, text.p, text.n) == 0;
}

static enum record_reason read_word(uint8_t *code, const struct record_words *w,
                                    struct str text)
{
    if (text.n == 0)
        return RECORD_UNKNOWN_WORD;
    for (uint16_t i = 0; i < w->count; i++) {
        if (is_word(w->names[i], text) || is_word(w->zh[i], text)) {
            *code = (uint8_t)i;
            return RECORD_OK;
        }
    }
    return RECORD_UNKNOWN_WORD;
}

static enum record_reason read_boolean(bool *out, struct str text)
{
    if (text.n == 4 && memcmp(text.p, "true", 4) == 0) {
        *out = true;
        return RECORD_OK;
    }
    if (text.n == 5 && memcmp(text.p, "false", 5) == 0) {
        *out = false;
        return RECORD_OK;
    }
    static const char *const words[] = {"false", "true", "FALSE", "TRUE", "0", "1", "否", "是"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_eq(text, str_of(words[i]))) {
            *out = i & 1;
            return RECORD_OK;
        }
    }
    return RECORD_WRONG_TYPE;
}

static enum record_reason within(const struct record_cell *c, int64_t v)
{
    return v < c->low ? RECORD_TOO_LOW : v > c->high ? RECORD_TOO_HIGH : RECORD_OK;
}

/* Each kind by itself, as it is stored. */
static enum record_reason read_stored(int64_t *out, const struct record_cells *c,
                                      const struct record_cell *cell, struct str text,
                                      int32_t today)
{
    const struct type *t = &cell->field->type;
    enum record_reason why = RECORD_WRONG_TYPE;
    bool boolean = false;
    int32_t day = 0;
    uint8_t code = 0;
    switch (t->kind) {
    case KIND_BOOLEAN:
        why = read_boolean(&boolean, text);
        *out = boolean;
        return why;
    case KIND_INTEGER:
    case KIND_NUMBER:
    case KIND_MONEY:
        why = read_number(out, t, text);
        return why == RECORD_OK ? within(cell, *out) : why;
    case KIND_DATE:
    case KIND_MONTH:
        why = read_day(&day, cell, text, today);
        *out = day;
        return why == RECORD_OK ? within(cell, day) : why;
    case KIND_ENUM:
        why = read_word(&code, &c->words[t->enum_id], text);
        *out = code;
        return why;
    case KIND_TEXT:
        return text.n > LIMIT_TEXT_BYTES ? RECORD_TOO_LONG : RECORD_OK;
    case KIND_NONE:
    case KIND_COUNT:
        break;
    }
    return why;
}

enum record_reason record_cell_stored(int64_t *out, const struct record_cells *c,
                                      uint16_t field, struct str text, int32_t today)
{
    int64_t stored = 0;
    enum record_reason why = read_stored(&stored, c, &c->cells[field], text, today);
    if (why == RECORD_OK)
        *out = stored;
    return why;
}

/* Each member of *out is written by itself: a struct value put together here and copied out was
 * a seventh of an import, waiting for its own stores. */
void record_cell_value(struct value *out, const struct type *t, int64_t stored)
{
    out->kind = t->kind;
    switch (t->kind) {
    case KIND_BOOLEAN:
        out->as.boolean = stored != 0;
        break;
    case KIND_ENUM:
        out->as.code = (uint8_t)stored;
        break;
    case KIND_NUMBER:
        (void)rational_make(&out->as.rational, stored, POWER_OF_TEN[t->decimals]);
        break;
    case KIND_MONEY:
        out->as.rational = rational_of(stored);
        break;
    case KIND_DATE:
    case KIND_MONTH:
        out->as.day = (int32_t)stored;
        break;
    default:
        out->as.integer = stored;
        break;
    }
}

enum record_reason record_cell_read(struct value *out, const struct record_cells *c,
                                    uint16_t field, struct str text, int32_t today)
{
    int64_t stored = 0;
    enum record_reason why = record_cell_stored(&stored, c, field, text, today);
    if (why == RECORD_OK)
        record_cell_take(out, c, field, stored, text);
    return why;
}

void record_cell_take(struct value *out, const struct record_cells *c, uint16_t field,
                      int64_t stored, struct str text)
{
    const struct type *t = &c->cells[field].field->type;
    record_cell_value(out, t, stored);
    if (t->kind == KIND_TEXT)
        out->as.text = text;
}

/* --- saying why not --- */

const char *record_excerpt(char out[192], struct str found)
{
    enum { READ_AHEAD = 24 }; /* a number that is cut is hidden all the same */
    char seen[180 + READ_AHEAD];
    size_t n = 0, characters = 0, ahead = found.n < sizeof seen ? found.n : sizeof seen;
    if (ahead > 0)
        memcpy(seen, found.p, ahead);
    idnumber_hide(seen, ahead);
    while (n < found.n && n < 180) {
        size_t next = n + 1;
        while (next < found.n && ((unsigned char)found.p[next] & 0xC0) == 0x80)
            next++;
        if (characters == 40 || next > 180)
            break;
        characters++;
        n = next;
    }
    for (size_t i = 0; i < n; i++)
        out[i] = (unsigned char)seen[i] < 0x20 ? ' ' : seen[i];
    snprintf(out + n, 192 - n, "%s", n < found.n ? "…" : "");
    return out;
}

static const char *expected(const struct type *t)
{
    switch (t->kind) {
    case KIND_BOOLEAN:
        return _("true or false");
    case KIND_INTEGER:
        return _("a whole number");
    case KIND_NUMBER:
        return _("a number");
    case KIND_MONEY:
        return _("an amount in yuan such as 1143.50");
    case KIND_ENUM:
        return _("one of its words, in quotes");
    case KIND_DATE:
        return _("a date such as \"2024-07-01\"");
    case KIND_MONTH:
        return _("a month such as \"2024-07\"");
    default:
        return _("a text in quotes");
    }
}

/* "did you mean X?", or the list of words while it is short. */
static void suggest_word(struct buf *hint, const struct record_words *w, struct str found)
{
    char near[LIMIT_NAME_BYTES * 2 + 64] = "";
    if (found.n >= 2 && found.p[0] == '"') /* as it stands in the file */
        found = (struct str){found.p + 1, found.n - 2};
    int i = str_nearest(found, w->names, w->count);
    int z = i < 0 ? str_nearest(found, w->zh, w->count) : -1;
    if (i >= 0 || z >= 0)
        diag_suggest(near, sizeof near, i >= 0 ? w->names[i].p : w->zh[z].p);
    buf_puts(hint, near);
    if (near[0] || w->count > 12)
        return;
    buf_puts(hint, _("allowed: "));
    for (uint16_t k = 0; k < w->count; k++)
        buf_printf(hint, k ? ", %.*s" : "%.*s", (int)w->names[k].n, w->names[k].p);
}

/* The bound that was broken, with its unit: "1000000.00 yuan/month". */
static void put_bound(struct buf *out, const struct record_cells *c, uint16_t field, bool low)
{
    const struct record_cell *cell = &c->cells[field];
    record_put_stored(out, c->model, cell->field, low ? cell->low : cell->high);
    if (cell->field->unit) {
        buf_putc(out, ' ');
        unit_put(out, cell->field->unit);
    }
}

static const char *bound_hint(const struct field *f)
{
    return f->type.kind == KIND_MONEY
               ? _("amounts are in yuan, not in ten thousand yuan or fen")
               : NULL;
}

static enum hm_status refuse_decimals(const struct record_sink *to, const struct place *at,
                                      const struct type *t, struct str found, const char *shown)
{
    if (t->kind == KIND_INTEGER)
        return record_refuse(to, at, found, NULL, _("found %s, expected a whole number"),
                             shown);
    return record_refuse(to, at, found, _("round it before it is sent"),
                         _("%s has too many decimals: at most %d are kept"), shown,
                         t->kind == KIND_MONEY ? 2 : (int)t->decimals);
}

static enum hm_status refuse_bound(const struct record_sink *to, const struct place *at,
                                   const struct record_cells *c, uint16_t field, bool low,
                                   struct str found, const char *shown)
{
    struct buf bound;
    buf_init(&bound);
    put_bound(&bound, c, field, low);
    const char *limit = buf_ok(&bound) ? bound.data : "?";
    enum hm_status st =
        low ? record_refuse(to, at, found, NULL, _("%s is too low: at least %s"), shown, limit)
            : record_refuse(to, at, found, bound_hint(c->cells[field].field),
                            _("%s is too high: at most %s"), shown, limit);
    buf_fini(&bound);
    return st;
}

static enum hm_status refuse_word(const struct record_sink *to, const struct place *at,
                                  const struct record_cells *c, const struct type *t,
                                  struct str found, const char *shown)
{
    struct buf hint;
    buf_init(&hint);
    suggest_word(&hint, &c->words[t->enum_id], found);
    enum hm_status st =
        record_refuse(to, at, found, buf_ok(&hint) ? hint.data : NULL,
                      _("%s is not a value of %s"), shown, type_name(t, c->model->enums));
    buf_fini(&hint);
    return st;
}

/* For a text that looks like a date whose year is out of range; NULL otherwise. */
static const char *year_hint(struct str found)
{
    int year = 0;
    size_t at = found.n && found.p[0] == '"';
    for (size_t i = at; i < at + 4 && i < found.n && found.p[i] >= '0' && found.p[i] <= '9';
         i++)
        year = year * 10 + (found.p[i] - '0');
    return year < DATE_YEAR_MIN || year > DATE_YEAR_MAX ? _("years run from 1800 to 2299")
                                                        : NULL;
}

enum hm_status record_cell_refuse(const struct record_sink *to, const struct place *at,
                                  const struct record_cells *c, uint16_t field,
                                  enum record_reason reason, struct str found)
{
    const struct type *t = &c->cells[field].field->type;
    char shown[192];
    if (c->cells[field].field->is_personal)
        found = (struct str){"…", strlen("…")};
    record_excerpt(shown, found);
    switch (reason) {
    case RECORD_TOO_FINE:
        return refuse_decimals(to, at, t, found, shown);
    case RECORD_TOO_LARGE:
        return record_refuse(to, at, found, NULL, _("%s is too large a number"), shown);
    case RECORD_TOO_LOW:
    case RECORD_TOO_HIGH:
        return refuse_bound(to, at, c, field, reason == RECORD_TOO_LOW, found, shown);
    case RECORD_UNKNOWN_WORD:
        return refuse_word(to, at, c, t, found, shown);
    case RECORD_NO_SUCH_DATE:
        return record_refuse(to, at, found, year_hint(found),
                             _("there is no date %s in the calendar"), shown);
    case RECORD_IN_FUTURE:
        return record_refuse(to, at, found, NULL, _("the date of birth %s lies in the future"),
                             shown);
    case RECORD_TOO_LONG:
        return record_refuse(to, at, found, NULL,
                             _("the text has %zu bytes, at most %d are kept"), found.n,
                             LIMIT_TEXT_BYTES);
    case RECORD_SHEET_ERROR:
        return record_refuse(to, at, found, _("mend the formula, or put its value there"),
                             _("the spreadsheet's formula ended in an error: %s"), shown);
    case RECORD_ROUNDED:
        return record_refuse(
            to, at, found, _("format the column as text before the numbers are typed"),
            _("%s was rounded by the spreadsheet: its last digits are lost"), shown);
    case RECORD_OK:
    case RECORD_WRONG_TYPE:
        break;
    }
    return record_refuse(to, at, found, NULL, _("found %s, expected %s"), shown, expected(t));
}

void record_hint_new(const struct record_sink *to, char *hint, size_t bytes)
{
    if (to->is_store)
        snprintf(hint, bytes, "%s",
                 _("if a newer policy has it: `huimin migrate STORE --policy POLICY` adds it"));
}

enum hm_status record_refuse(const struct record_sink *to, const struct place *at,
                             struct str found, const char *hint, const char *fmt, ...)
{
    struct buf text;
    struct place shown = *at; /* a key may be anything */
    char field[256];
    va_list ap;
    if (at->field) {
        snprintf(field, sizeof field, "%s", at->field);
        field[str_utf8_bad(field, strlen(field))] = '\0'; /* a cut character */
        idnumber_hide(field, strlen(field));
        shown.field = field;
    }
    buf_init(&text);
    va_start(ap, fmt);
    buf_vprintf(&text, fmt, ap);
    va_end(ap);
    const char *words = buf_ok(&text) && text.data ? text.data : fmt;
    diag_add(to->diag, HM_LEVEL_ERROR, HM_DATA, &shown, hint, "%s", words);
    if (to->refused)
        to->refused(to->ctx, &shown, found, words, hint);
    buf_fini(&text);
    return HM_DATA;
}
