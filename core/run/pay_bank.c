/* pay_bank.c - reads a bank's report. All texts of a line are checked; what is wrong is told
 * with line, field, what was found, what was expected. */
#include "run/pay_bank.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <errno.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/mem.h"
#include "io/csv.h"
#include "io/idnumber.h"
#include "io/json.h"
#include "value/date.h"
#include "value/decimal.h"

enum bank_column {
    HOUSEHOLD,
    PERSON,
    BENEFIT,
    MONTH,
    AMOUNT,
    STATUS,
    DATE,
    REFERENCE,
    COLUMNS,
    PASSED, /* a column of the list that says nothing here */
    OTHER,  /* the bank's own */
};
enum { OTHERS_MOST = 32 };
static const struct {
    const char *name, *zh;
} column_names[COLUMNS] = {
    [HOUSEHOLD] = {"household", "户编号"},
    [PERSON] = {"person", "成员"},
    [BENEFIT] = {"benefit", "待遇"},
    [MONTH] = {"month", "月份"},
    [AMOUNT] = {"amount", "金额"},
    [STATUS] = {"status", "状态"},
    [DATE] = {"date", "日期"},
    [REFERENCE] = {"reference", "流水号"},
};
static const char *const passed_names[] = {"division",    "determined",     "current",
                                           "arrears",     "arrears_months", "withheld",
                                           "withheld_for"};
static const struct {
    const char *name, *zh;
} status_names[BANK_STATUSES] = {
    [BANK_PAID] = {"paid", "已发"},
    [BANK_RETURNED] = {"returned", "退回"},
    [BANK_FAILED] = {"failed", "失败"},
    [BANK_REPAID] = {"repaid", "退还"},
};

const char *bank_status_name(enum bank_status s)
{
    return status_names[s].name;
}

static bool is(struct str text, const char *word)
{
    return text.n == strlen(word) && memcmp(text.p, word, text.n) == 0;
}

static enum hm_status no_memory(struct diag *d)
{
    return diag_nomem(d, _("reading the bank's report"));
}

/* --- refusing --- */

void bank_refuse(struct bank_file *b, uint32_t line, const char *field, struct str found,
                 const char *hint, const char *fmt, ...)
{
    struct place at = {.file = b->path, .line = line, .field = field};
    struct buf text;
    va_list ap;
    buf_init(&text);
    va_start(ap, fmt);
    buf_vprintf(&text, fmt, ap);
    va_end(ap);
    if (buf_ok(&text) && text.len)
        idnumber_hide(text.data, text.len);
    const char *shown = buf_ok(&text) && text.len ? text.data : fmt;
    diag_add(b->diag, HM_LEVEL_ERROR, HM_DATA, &at, hint, "%s", shown);
    import_errors_add(&b->errors, &at, found, shown, hint);
    buf_fini(&text);
    b->refused++;
}

/* --- a line --- */

/* What stands in each column; p NULL = the column is not there. */
struct cells {
    struct str text[COLUMNS];
};

static int read_status(struct str text)
{
    for (int s = 0; s < BANK_STATUSES; s++)
        if (is(text, status_names[s].name) || is(text, status_names[s].zh))
            return s;
    return -1;
}

static bool read_date(struct str text, int32_t *date)
{
    char with[11];
    if (text.n == 8) { /* 20221025 */
        snprintf(with, sizeof with, "%.4s-%.2s-%.2s", text.p, text.p + 4, text.p + 6);
        text = (struct str){with, 10};
    }
    return date_parse(date, text);
}

static bool check_amount(struct bank_file *b, const struct cells *c, struct bank_line *l)
{
    struct str text = c->text[AMOUNT];
    int64_t fen = 0;
    enum decimal_status st = decimal_money(&fen, text);
    const char *hint = NULL;
    if (st == DECIMAL_OK && fen > 0 && fen <= LIMIT_MONEY_FEN) {
        l->fen = fen;
        return true;
    }
    if (st == DECIMAL_OK && fen < 0)
        hint =
            _("money that came back has the status returned, with its amount as it was paid");
    else if (st == DECIMAL_NOT_A_NUMBER)
        hint = _("write yuan without blanks or commas, as 1143.00");
    bank_refuse(b, l->line, "amount", text, hint,
                _("\"%.*s\": expected an amount of yuan above zero with at most two decimals"),
                (int)(text.n < 40 ? text.n : 40), text.p);
    return false;
}

static bool check_date(struct bank_file *b, struct str text, uint32_t line)
{
    int32_t date;
    int shown = (int)(text.n < 40 ? text.n : 40);
    const char *why = NULL;
    if (text.n == 0)
        return true;
    if (!read_date(text, &date))
        why = _("\"%.*s\" is no date: expected 2022-10-25");
    else if (date > b->to)
        why = _("\"%.*s\" is later than today: a report says what was done");
    else if (date < b->from)
        why = _("\"%.*s\" lies more than a year before the month that is recorded");
    if (why)
        bank_refuse(b, line, "date", text, NULL, why, shown, text.p);
    return !why;
}

static bool check_words(struct bank_file *b, const struct cells *c, struct bank_line *l,
                        int32_t month)
{
    struct str text = c->text[STATUS];
    int32_t found;
    int status = text.n ? read_status(text) : BANK_PAID;
    if (status < 0) {
        bank_refuse(b, l->line, "status", text, NULL,
                    _("\"%.*s\": expected paid, returned, failed or repaid"),
                    (int)(text.n < 40 ? text.n : 40), text.p);
        return false;
    }
    l->status = (uint8_t)status;
    text = c->text[MONTH];
    if (text.n && (!month_parse(&found, text) || found != month)) {
        bank_refuse(b, l->line, "month", text,
                    _("the month is that of the list; arrears are paid with it"),
                    _("\"%.*s\": this report is recorded for %04d-%02d"),
                    (int)(text.n < 40 ? text.n : 40), text.p, month_year(month),
                    month_number(month));
        return false;
    }
    return check_date(b, c->text[DATE], l->line);
}

/* 1: a new one; 0: it stood on an earlier line, and was refused; -1: no memory. */
static int note_reference(struct bank_file *b, struct str reference, uint32_t line)
{
    uint32_t before;
    if (reference.n == 0)
        return 1;
    if (!map_get(&b->references, reference, &before))
        return map_put(&b->references, reference, line) < 0 ? -1 : 1;
    bank_refuse(b, line, "reference", reference, NULL,
                _("the same payment as on line %u: reference \"%.*s\" stands twice"), before,
                (int)(reference.n < 64 ? reference.n : 64), reference.p);
    return 0;
}

uint64_t bank_reference_mark(struct str reference, enum bank_status s)
{
    return reference.n ? digest_xxh64(reference.p, reference.n) + s : 0;
}

/* False: an earlier batch recorded it, and the line was refused. */
static bool is_unused(struct bank_file *b, const struct bank_line *l, struct str reference)
{
    char hex[BANK_MARK_HEX + 1];
    uint32_t batch;
    snprintf(hex, sizeof hex, "%016llx", (unsigned long long)l->reference);
    if (l->reference == 0 || !map_get(&b->used, (struct str){hex, BANK_MARK_HEX}, &batch))
        return true;
    bank_refuse(b, l->line, "reference", reference,
                _("ask the bank: a new payment has a reference of its own"),
                _("batch %u of this month has reference \"%.*s\" already"), batch,
                (int)(reference.n < 64 ? reference.n : 64), reference.p);
    return false;
}

static struct str keep(struct bank_file *b, struct str text)
{
    if (text.n == 0)
        return (struct str){"", 0};
    return (struct str){arena_strndup(&b->arena, text.p, text.n), text.n};
}

/* Appends the line to its household's; -1: no memory. */
static int append(struct bank_file *b, struct bank_line l, const struct cells *c)
{
    void *lines = b->lines;
    uint32_t first;
    if (mem_grow(&lines, &b->cap, b->count + 1, sizeof *b->lines) != 0)
        return -1;
    b->lines = lines;
    l.household = keep(b, c->text[HOUSEHOLD]);
    l.person = keep(b, c->text[PERSON]);
    l.benefit = keep(b, c->text[BENEFIT]);
    if (!l.household.p || !l.person.p || !l.benefit.p)
        return -1;
    if (map_get(&b->households, l.household, &first)) {
        l.next = b->lines[first].next; /* the first line stays where it is */
        b->lines[first].next = (uint32_t)b->count + 1;
    } else if (map_put(&b->households, l.household, (uint32_t)b->count) < 0) {
        return -1;
    }
    b->by_status[l.status]++;
    b->lines[b->count++] = l;
    return 0;
}

static enum hm_status take_line(struct bank_file *b, const struct cells *c, uint32_t line,
                                int32_t month)
{
    struct bank_line l = {.line = line};
    struct str id = c->text[HOUSEHOLD];
    if (b->count >= LIMIT_BANK_LINES) {
        struct place at = {.file = b->path, .line = line};
        return diag_error(b->diag, HM_DATA, &at, _("more than %d lines: record it in parts"),
                          (int)LIMIT_BANK_LINES);
    }
    if (id.n == 0 || id.n > LIMIT_ID_BYTES) {
        bank_refuse(b, line, "household", id, NULL,
                    _("expected a household's id of 1 to %d bytes"), (int)LIMIT_ID_BYTES);
        return HM_OK;
    }
    if (!check_amount(b, c, &l) || !check_words(b, c, &l, month))
        return HM_OK;
    l.reference = bank_reference_mark(c->text[REFERENCE], (enum bank_status)l.status);
    if (!is_unused(b, &l, c->text[REFERENCE]))
        return HM_OK;
    int fresh = note_reference(b, c->text[REFERENCE], line);
    if (fresh < 0 || (fresh && append(b, l, c) != 0))
        return no_memory(b->diag);
    return HM_OK;
}

/* --- columns --- */

static bool contains(struct str text, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= text.n; i++)
        if (memcmp(text.p + i, word, n) == 0)
            return true;
    return false;
}

/* The column that an unknown name seems to mean, or NULL: to pass it over could take a payment
 * that came back for one that was made. */
static const char *meant(struct str name)
{
    struct str names[COLUMNS];
    for (int i = 0; i < COLUMNS; i++) {
        names[i] = (struct str){column_names[i].name, strlen(column_names[i].name)};
        if (contains(name, column_names[i].zh))
            return column_names[i].zh;
    }
    int near = str_nearest(name, names, COLUMNS);
    return near >= 0 ? column_names[near].name : NULL;
}

/* A column that is not used; the names are told at the end. False: no memory. */
static bool pass_over(struct bank_file *b, struct str name)
{
    uint32_t before;
    return b->others.count >= OTHERS_MOST || map_get(&b->others, name, &before) ||
           map_put(&b->others, name, 1) >= 0;
}

static void warn_others(struct bank_file *b)
{
    struct place at = {.file = b->path};
    struct buf names;
    buf_init(&names);
    for (size_t i = 0; i < b->others.count; i++) {
        struct str name = b->others.entries[i].key;
        size_t n = name.n < 64 ? name.n : 64;
        while (n < name.n && n > 0 && ((unsigned char)name.p[n] & 0xC0) == 0x80)
            n--;
        buf_puts(&names, i ? ", " : "");
        buf_put(&names, name.p, n);
    }
    if (b->others.count >= OTHERS_MOST)
        buf_puts(&names, ", ...");
    if (buf_ok(&names) && names.len) {
        idnumber_hide(names.data, names.len);
        diag_add(b->diag, HM_LEVEL_WARNING, HM_OK, &at,
                 _("if one of them says what a column of the report says, give it that "
                   "column's name"),
                 _("columns that are not used: %s"), names.data);
    }
    buf_fini(&names);
}

/* --- CSV --- */

static enum bank_column find_column(struct str name)
{
    for (int i = 0; i < COLUMNS; i++)
        if (is(name, column_names[i].name) || is(name, column_names[i].zh))
            return (enum bank_column)i;
    if (is(name, "payable"))
        return AMOUNT;
    for (size_t i = 0; i < sizeof passed_names / sizeof *passed_names; i++)
        if (is(name, passed_names[i]))
            return PASSED;
    return OTHER;
}

static enum hm_status bad_column(const struct place *at, struct str name, struct diag *d)
{
    char hint[LIMIT_NAME_BYTES + 64];
    diag_suggest(hint, sizeof hint, meant(name));
    return diag_add(d, HM_LEVEL_ERROR, HM_DATA, at, hint,
                    _("a bank's report has no column \"%.*s\"; it has household, person, "
                      "benefit, month, amount, status, date, reference"),
                    (int)(name.n < 64 ? name.n : 64), name.p);
}

static enum hm_status missing_column(const struct bank_file *b, enum bank_column c,
                                     uint32_t line)
{
    struct place at = {.file = b->path, .line = line, .field = column_names[c].name};
    return diag_error(b->diag, HM_DATA, &at, _("the column %s (%s) is missing"),
                      column_names[c].name, column_names[c].zh);
}

static enum hm_status read_head(struct bank_file *b, struct csv *csv, uint8_t *columns,
                                size_t *n)
{
    const struct str *cells;
    bool more, seen[OTHER + 1] = {false};
    TRY(csv_next(csv, &cells, n, &more, b->diag));
    for (size_t i = 0; more && i < *n; i++) {
        struct place at = csv_place(csv, i);
        enum bank_column c = find_column(cells[i]);
        if (c == OTHER && meant(cells[i]))
            return bad_column(&at, cells[i], b->diag);
        if (c == OTHER && cells[i].n && !pass_over(b, cells[i]))
            return no_memory(b->diag);
        if (c < COLUMNS && seen[c])
            return diag_error(b->diag, HM_DATA, &at, _("the column %s stands twice"),
                              column_names[c].name);
        seen[c] = true;
        columns[i] = (uint8_t)c;
    }
    if (!more || !seen[HOUSEHOLD])
        return missing_column(b, HOUSEHOLD, 1);
    return seen[AMOUNT] ? HM_OK : missing_column(b, AMOUNT, 1);
}

static enum hm_status read_rows(struct bank_file *b, struct csv *csv, int32_t month,
                                const struct hm_host *host)
{
    uint8_t columns[LIMIT_CSV_COLUMNS];
    const struct str *cells;
    size_t n;
    bool more = true;
    TRY(read_head(b, csv, columns, &n));
    while (more) {
        enum hm_status st = csv_next(csv, &cells, &n, &more, b->diag);
        if (st == HM_DATA) {
            struct place at = csv_place(csv, 0);
            import_errors_add(&b->errors, &at, csv_row(csv), _("this row cannot be read"),
                              NULL);
            b->refused++;
            more = true;
            continue;
        }
        TRY(st);
        if (!more)
            break;
        struct cells c = {{{NULL, 0}}};
        for (size_t i = 0; i < n; i++)
            if (columns[i] < COLUMNS)
                c.text[columns[i]] = cells[i];
        TRY(take_line(b, &c, csv_place(csv, 0).line, month));
        task_progress(host, _("reading the bank's report"), csv_bytes(csv), csv_total(csv));
    }
    return HM_OK;
}

static enum hm_status read_csv(struct bank_file *b, int32_t month, const struct hm_host *host)
{
    struct csv *csv;
    TRY(csv_open(&csv, b->path, b->diag));
    csv_watch(csv, host->stopped, host->ctx);
    enum hm_status st = read_rows(b, csv, month, host);
    csv_close(csv);
    return st;
}

/* --- NDJSON --- */

/* False: refused, with a message. */
static bool read_object(struct bank_file *b, struct str line, uint32_t number,
                        struct arena *scratch, struct cells *c)
{
    struct json j;
    struct str key, text;
    json_init(&j, line, scratch);
    bool ok = json_value(&j, &text) == JSON_OBJECT;
    while (ok && json_member(&j, &key)) {
        enum bank_column at = find_column(key);
        enum json_kind kind = json_value(&j, &text);
        if (kind == JSON_OBJECT || kind == JSON_ARRAY)
            json_close(&j);
        if (at == OTHER && !meant(key)) {
            b->starved |= !pass_over(b, key);
            continue;
        }
        if (at == OTHER ||
            (at < COLUMNS && kind != JSON_NUMBER && kind != JSON_STRING && kind != JSON_NULL)) {
            bank_refuse(b, number, NULL, key, NULL,
                        _("\"%.*s\" is no text, number or name of a bank's report"),
                        (int)(key.n < 64 ? key.n : 64), key.p);
            return false;
        }
        if (at < COLUMNS && kind != JSON_NULL)
            c->text[at] = text;
    }
    if (ok && json_finish(&j))
        return true;
    bank_refuse(b, number, NULL, line, NULL, _("expected one object of JSON a line: %s"),
                j.fault ? json_fault_text(j.fault) : _("this is none"));
    return false;
}

static enum hm_status read_lines(struct bank_file *b, struct lines *l, int32_t month,
                                 const struct hm_host *host)
{
    struct str line;
    struct arena scratch;
    bool more = true;
    enum hm_status st = HM_OK;
    arena_init(&scratch);
    while (st == HM_OK) {
        st = lines_next(l, &line, &more, b->diag);
        if (st == HM_DATA) {
            b->refused++;
            st = HM_OK;
            continue;
        }
        if (st != HM_OK || !more)
            break;
        struct cells c = {{{NULL, 0}}};
        uint32_t number = lines_place(l).line;
        arena_reset(&scratch);
        if (read_object(b, line, number, &scratch, &c))
            st = take_line(b, &c, number, month);
        task_progress(host, _("reading the bank's report"), lines_bytes(l), lines_total(l));
    }
    arena_fini(&scratch);
    return st;
}

static enum hm_status read_ndjson(struct bank_file *b, int32_t month,
                                  const struct hm_host *host)
{
    struct lines *l;
    TRY(lines_open(&l, b->path, b->diag));
    lines_watch(l, host->stopped, host->ctx);
    enum hm_status st = read_lines(b, l, month, host);
    lines_close(l);
    return st;
}

/* --- the whole --- */

static bool ends_with(const char *path, const char *end)
{
    size_t n = strlen(path), m = strlen(end);
    return n >= m && strcmp(path + n - m, end) == 0;
}

static enum hm_status digest_file(struct bank_file *b)
{
    char piece[1 << 14];
    struct digest *sha;
    ssize_t n = 0;
    int fd = open(b->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return diag_errno(b->diag, _("reading"), b->path);
    enum hm_status st = digest_new(&sha);
    while (st == HM_OK &&
           ((n = read(fd, piece, sizeof piece)) > 0 || (n < 0 && errno == EINTR)))
        if (n > 0)
            digest_add(sha, piece, (size_t)n);
    if (st == HM_OK && n < 0)
        st = diag_errno(b->diag, _("reading"), b->path);
    else if (st != HM_OK)
        st = no_memory(b->diag);
    if (st == HM_OK)
        digest_hex(sha, b->digest);
    close(fd);
    digest_free(sha);
    return st;
}

enum hm_status bank_open(struct bank_file *b, const char *path, struct diag *d)
{
    *b = (struct bank_file){.path = path, .diag = d, .errors = {.fd = -1}};
    map_init(&b->households);
    map_init(&b->references);
    map_init(&b->others);
    map_init(&b->used);
    arena_init(&b->arena);
    return digest_file(b);
}

enum hm_status bank_read(struct bank_file *b, int32_t month, const char *errors_path,
                         const struct hm_host *host)
{
    b->to = clock_china_day();
    b->from = month_first_day(month - 12);
    TRY(import_errors_open(&b->errors, errors_path, b->diag));
    TRY(ends_with(b->path, ".csv") ? read_csv(b, month, host) : read_ndjson(b, month, host));
    if (b->starved)
        return no_memory(b->diag);
    if (b->count == 0 && b->refused == 0)
        return diag_error(b->diag, HM_DATA, &(struct place){.file = b->path},
                          _("the bank's report has no line"));
    warn_others(b);
    return HM_OK;
}

enum hm_status bank_fini(struct bank_file *b)
{
    enum hm_status st = import_errors_close(&b->errors, b->diag);
    map_fini(&b->households);
    map_fini(&b->references);
    map_fini(&b->others);
    map_fini(&b->used);
    mem_free(b->lines);
    arena_fini(&b->arena);
    b->lines = NULL;
    b->count = b->cap = 0;
    return st;
}

struct bank_line *bank_find(const struct bank_file *b, struct str household)
{
    uint32_t first;
    return map_get(&b->households, household, &first) ? &b->lines[first] : NULL;
}
