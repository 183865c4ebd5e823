/* inquiry_answer.c - requests out, answers in. docs/verification.md has the protocol. */
#include "run/inquiry_answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/digest.h"
#include "base/mem.h"
#include "io/idnumber.h"
#include "io/json.h"
#include "io/record.h"
#include "value/date.h"

enum { DAY_SECONDS = 86400, WHY_BYTES = 300 };

struct str inquiry_key(const struct inquiry_batch *b, size_t item)
{
    return (struct str){b->texts.data + b->items[item].key_at, b->items[item].key_bytes};
}

void inquiry_batch_fini(struct inquiry_batch *b)
{
    mem_free(b->items);
    mem_free(b->outcomes);
    buf_fini(&b->texts);
    buf_fini(&b->body);
    *b = (struct inquiry_batch){0};
}

/* --- asking --- */

void inquiry_batch_name(struct inquiry_batch *b, uint64_t counter)
{
    uint64_t parts[3] = {clock_monotonic_ns(), (uint64_t)getpid(), counter};
    snprintf(b->id, sizeof b->id, "%016llx-%llu",
             (unsigned long long)digest_xxh64(parts, sizeof parts),
             (unsigned long long)counter);
}

static int compare_texts(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

static int by_key(const void *left, const void *right, void *texts)
{
    const struct inquiry_question *a = left, *b = right;
    const char *at = texts;
    int c = compare_texts((struct str){at + a->key_at, a->key_bytes},
                          (struct str){at + b->key_at, b->key_bytes});
    return c ? c : a->ordinal - b->ordinal;
}

static void put_text(struct buf *out, const char *key, const char *text)
{
    buf_printf(out, "\"%s\":", key);
    buf_json_string(out, text ? text : "", text ? strlen(text) : 0);
    buf_putc(out, ',');
}

static void put_names(struct buf *out, const struct inquiry_source *s)
{
    buf_puts(out, "\"fields\":[");
    for (size_t i = 0; i < s->s->field_count; i++) {
        buf_puts(out, i ? "," : "");
        buf_json_string(out, s->s->fields[i].name, strlen(s->s->fields[i].name));
    }
    buf_puts(out, "],");
}

enum hm_status inquiry_batch_ask(struct inquiry_batch *b, const struct inquiry_source *s,
                                 int32_t month)
{
    qsort_r(b->items, b->count, sizeof *b->items, by_key, b->texts.data);
    void *outcomes = mem_calloc(b->count + 1, 1);
    mem_free(b->outcomes);
    b->outcomes = outcomes;
    buf_clear(&b->body);
    buf_putc(&b->body, '{');
    put_text(&b->body, "request", b->id);
    put_text(&b->body, "source", s->s->name);
    put_text(&b->body, "purpose", s->s->purpose);
    put_text(&b->body, "law", s->s->law);
    buf_puts(&b->body, "\"month\":\"");
    month_put(&b->body, month);
    buf_puts(&b->body, "\",");
    put_text(&b->body, "key", s->m->fields[s->s->key].name);
    put_names(&b->body, s);
    buf_puts(&b->body, "\"rows\":[");
    for (size_t i = 0; i < b->count; i++) {
        struct str key = inquiry_key(b, i);
        if (i && str_eq(key, inquiry_key(b, i - 1)))
            continue; /* who stands in two households is asked for once */
        buf_puts(&b->body, i ? "," : "");
        buf_json_string(&b->body, key.p, key.n);
    }
    buf_puts(&b->body, "]}");
    return outcomes && buf_ok(&b->body) ? HM_OK : HM_NOMEM;
}

/* --- reading: one answer --- */

/* What was made of a row's answer, and its text. */
struct made {
    struct evidence e;
    struct str raw;
};
struct reading {
    struct inquiry_reader *r;
    struct inquiry_batch *b;
    struct json json;
    struct arena scratch;
    struct buf text;
    struct made *made; /* by item */
    enum hm_status st; /* HM_NOMEM */
    int32_t today;
};
struct answer { /* as read; values in the reader's arena */
    struct str key;
    struct str id; /* ours to change */
    bool has_key, has_id, is_absent;
    int64_t answered_s;
    struct evidence_value values[LIMIT_DATA_SOURCE_FIELDS];
    uint64_t given; /* by field: met in this answer */
    uint32_t value_count;
    char why[WHY_BYTES]; /* "": sound */
    const char *field;
};

/* The first fault of an answer counts. */
static void fault(struct answer *a, const char *field, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
static void fault(struct answer *a, const char *field, const char *fmt, ...)
{
    va_list ap;
    if (a->why[0])
        return;
    va_start(ap, fmt);
    vsnprintf(a->why, sizeof a->why, fmt, ap);
    va_end(ap);
    idnumber_hide(a->why, strlen(a->why));
    a->field = field;
}

/* A text that outlives the answer, its long numbers hidden. */
static struct str keep(struct reading *x, struct str s)
{
    char *copy = arena_strndup(x->r->arena, s.p, s.n);
    if (!copy) {
        x->st = HM_NOMEM;
        return (struct str){"", 0};
    }
    idnumber_hide(copy, s.n);
    return (struct str){copy, s.n};
}

/* The key itself, wherever a register wrote it: its middle becomes stars. */
static void hide_key(char *text, size_t n, struct str key)
{
    enum { HEAD = 3, TAIL = 2 };
    if (key.n <= HEAD + TAIL)
        return;
    for (char *at = memmem(text, n, key.p, key.n); at;
         at = memmem(at + 1, n - (size_t)(at + 1 - text), key.p, key.n))
        memset(at + HEAD, '*', key.n - HEAD - TAIL);
}

static void read_id(struct reading *x, struct answer *a, enum json_kind kind, struct str text)
{
    bool printable = true;
    for (size_t i = 0; i < text.n && kind == JSON_STRING; i++)
        printable = printable && (unsigned char)text.p[i] >= ' ' && text.p[i] != 0x7F;
    if (kind != JSON_STRING || text.n == 0 || text.n > INQUIRY_EVIDENCE_BYTES || !printable) {
        fault(a, "evidence", _("the number of the answer must be text of 1 to %d bytes"),
              INQUIRY_EVIDENCE_BYTES);
        return;
    }
    a->id = keep(x, text);
    a->has_id = true;
}

/* "2026-11-22" or "2026-11-22T03:15:00Z". */
static bool read_time(struct str text, int64_t *out)
{
    int32_t day;
    unsigned h = 0, m = 0, s = 0;
    char copy[21] = {0};
    int end = 0;
    if ((text.n != 10 && text.n != 20) || !date_parse(&day, (struct str){text.p, 10}))
        return false;
    memcpy(copy, text.p, text.n);
    if (text.n == 20 && (sscanf(copy + 10, "T%2u:%2u:%2uZ%n", &h, &m, &s, &end) != 3 ||
                         end != 10 || h > 23 || m > 59 || s > 60))
        return false;
    *out = (int64_t)day * DAY_SECONDS + (int64_t)h * 3600 + (int64_t)m * 60 + s;
    if (text.n == 10) /* a day in China begins 8 hours earlier */
        *out -= CLOCK_CHINA_SECONDS;
    return true;
}

static int32_t china_day(int64_t unix_s)
{
    return (int32_t)((unix_s + CLOCK_CHINA_SECONDS) / DAY_SECONDS);
}

static void read_answered(struct reading *x, struct answer *a, enum json_kind kind,
                          struct str text)
{
    int64_t when;
    if (kind != JSON_STRING || !read_time(text, &when))
        fault(a, "answered",
              _("the time of the answer must be \"2024-10-02T08:00:00Z\" or a "
                "day"));
    else if (when > x->r->now_s + DAY_SECONDS)
        fault(a, "answered", _("the answer is from the future"));
    else if (data_source_expiry(x->r->source->s, china_day(when)) <= x->today)
        fault(a, "answered", _("the answer is older than it counts"));
    else
        a->answered_s = when;
}

/* The text of a refusal: type, range, word. */
static void refuse_value(struct reading *x, struct answer *a, uint16_t field,
                         enum record_reason reason, struct str found, const char *name)
{
    struct diag said;
    struct place at = {0};
    struct record_sink sink = {.diag = &said};
    diag_init(&said);
    record_cell_refuse(&sink, &at, x->r->cells, field, reason, found);
    fault(a, name, "%s", said.count ? said.items[0].text : "");
    diag_fini(&said);
}

static void read_value(struct reading *x, struct answer *a, size_t index, enum json_kind kind,
                       struct str text)
{
    const struct inquiry_source *s = x->r->source;
    const struct data_source_field *f = &s->s->fields[index];
    const struct field *field = &s->m->fields[f->field];
    int64_t stored;
    if (kind == JSON_TRUE || kind == JSON_FALSE)
        text = kind == JSON_TRUE ? (struct str){"true", 4} : (struct str){"false", 5};
    enum record_reason reason =
        json_fits(kind, field->type.kind)
            ? record_cell_stored(&stored, x->r->cells, f->field, text, x->today)
            : RECORD_WRONG_TYPE;
    if (reason != RECORD_OK) {
        refuse_value(x, a, f->field, reason, text, f->name);
        return;
    }
    buf_clear(&x->text);
    record_put_stored(&x->text, s->m, field, stored);
    struct str out = {x->text.data, x->text.len};
    if (out.n >= 2 && out.p[0] == '"')
        out = (struct str){out.p + 1, out.n - 2};
    a->values[a->value_count++] = (struct evidence_value){(uint8_t)index, keep(x, out)};
}

/* The index of a member among the source's fields; field_count: none. */
static size_t find_field(const struct data_source *s, struct str name)
{
    size_t i = 0;
    while (i < s->field_count &&
           !str_eq(name, (struct str){s->fields[i].name, strlen(s->fields[i].name)}))
        i++;
    return i;
}

static bool is_word(struct str a, const char *word)
{
    return str_eq(a, (struct str){word, strlen(word)});
}

static void read_member(struct reading *x, struct answer *a, struct str name)
{
    const struct inquiry_source *s = x->r->source;
    size_t index = find_field(s->s, name);
    bool is_key = is_word(name, s->m->fields[s->s->key].name);
    struct str text = {"", 0};
    enum json_kind kind = json_value(&x->json, &text);
    if (kind == JSON_OBJECT || kind == JSON_ARRAY) {
        json_close(&x->json);
        if (index < s->s->field_count)
            fault(a, s->s->fields[index].name, _("a list or an object is no value"));
    } else if (is_key && kind == JSON_STRING && !a->has_key) {
        a->key = text;
        a->has_key = true;
    } else if (is_word(name, "found") && (kind == JSON_TRUE || kind == JSON_FALSE)) {
        a->is_absent = kind == JSON_FALSE;
    } else if (is_word(name, "found")) {
        fault(a, "found", _("\"found\" is true or false"));
    } else if (is_word(name, "evidence")) {
        read_id(x, a, kind, text);
    } else if (is_word(name, "answered")) {
        read_answered(x, a, kind, text);
    } else if (index < s->s->field_count && kind != JSON_NULL) {
        if (a->given >> index & 1)
            fault(a, s->s->fields[index].name, _("it stands in the answer twice"));
        else
            read_value(x, a, index, kind, text);
        a->given |= UINT64_C(1) << index;
    } else if (index == s->s->field_count && kind != JSON_FAULT) {
        x->r->source->counts.unasked++;
    }
}

/* --- whose it is --- */

/* The first question with a key, or count. */
static size_t find_question(const struct inquiry_batch *b, struct str key)
{
    size_t low = 0, high = b->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_texts(inquiry_key(b, middle), key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < b->count && str_eq(inquiry_key(b, low), key) ? low : b->count;
}

static void make_one(struct reading *x, const struct answer *a, size_t item, struct str raw)
{
    const struct inquiry_question *q = &x->b->items[item];
    struct evidence e = {.block = q->block,
                         .ordinal = q->ordinal,
                         .key = evidence_key(a->key),
                         .status = a->why[0]      ? EVIDENCE_REFUSED
                                   : a->is_absent ? EVIDENCE_ABSENT
                                                  : EVIDENCE_FOUND,
                         .asked_s = x->b->asked_s,
                         .answered_s = a->answered_s,
                         .expires =
                             data_source_expiry(x->r->source->s, china_day(a->answered_s)),
                         .id = a->id};
    if (e.status == EVIDENCE_REFUSED) {
        e.why = keep(x, (struct str){a->why, strlen(a->why)});
        x->r->refused(x->r->ctx, x->b, q, a->field, a->why);
    } else if (a->value_count) {
        e.values = arena_alloc(x->r->arena, a->value_count * sizeof *e.values);
        if (!e.values) {
            x->st = HM_NOMEM;
            return;
        }
        memcpy(e.values, a->values, a->value_count * sizeof *e.values);
        e.value_count = a->value_count;
    }
    x->made[item] = (struct made){e, raw};
    x->b->outcomes[item] = (uint8_t)(e.status == EVIDENCE_FOUND    ? INQUIRY_FOUND
                                     : e.status == EVIDENCE_ABSENT ? INQUIRY_ABSENT
                                                                   : INQUIRY_REFUSED);
}

/* A second answer about one row: the same text again does no harm, another one makes both void.
 */
static void meet_again(struct reading *x, size_t item, struct str raw)
{
    const char *why = _("two answers about this person differ");
    x->r->source->counts.repeated++;
    if (str_eq(x->made[item].raw, raw))
        return;
    struct str key = inquiry_key(x->b, item);
    for (size_t i = item; i < x->b->count && str_eq(inquiry_key(x->b, i), key); i++) {
        struct evidence *e = &x->made[i].e;
        if (e->status == EVIDENCE_REFUSED)
            continue;
        e->status = EVIDENCE_REFUSED;
        e->value_count = 0;
        e->why = keep(x, (struct str){why, strlen(why)});
        x->b->outcomes[i] = INQUIRY_REFUSED;
        x->r->refused(x->r->ctx, x->b, &x->b->items[i], NULL, why);
    }
}

static void take(struct reading *x, struct answer *a, struct str raw)
{
    size_t item = a->has_key ? find_question(x->b, a->key) : x->b->count;
    if (item == x->b->count) {
        x->r->source->counts.strangers++;
        return;
    }
    if (x->b->outcomes[item] != INQUIRY_OPEN) {
        meet_again(x, item, raw);
        return;
    }
    if (!a->has_id)
        fault(a, "evidence", _("the answer has no number of its own"));
    if (a->is_absent && a->value_count)
        fault(
            a, "found",
            _("the register does not have this person and says something of it all the same"));
    if (a->has_id)
        hide_key((char *)(uintptr_t)a->id.p, a->id.n, a->key);
    hide_key(a->why, strlen(a->why), a->key);
    for (size_t i = item; i < x->b->count && x->st == HM_OK; i++) {
        if (!str_eq(inquiry_key(x->b, i), a->key))
            break;
        make_one(x, a, i, raw);
    }
}

static void read_answer(struct reading *x)
{
    struct answer a = {.answered_s = x->r->now_s};
    struct str text, name;
    enum json_kind kind = json_value(&x->json, &text);
    const char *begin = x->json.token;
    if (kind != JSON_OBJECT) {
        if (kind == JSON_ARRAY)
            json_close(&x->json);
        x->r->source->counts.strangers++;
        return;
    }
    while (x->st == HM_OK && json_member(&x->json, &name))
        read_member(x, &a, name);
    if (x->json.fault == JSON_OK && x->st == HM_OK)
        take(x, &a, (struct str){begin, (size_t)(x->json.at - begin)});
}

static void hand_over(struct reading *x)
{
    for (size_t i = 0; i < x->b->count && x->st == HM_OK; i++)
        if (x->b->outcomes[i] != INQUIRY_OPEN)
            x->st = x->r->taken(x->r->ctx, &x->made[i].e);
}

/* --- reading: all --- */

static enum hm_status refuse_all(struct reading *x, const char *why)
{
    x->r->refused(x->r->ctx, x->b, NULL, NULL, why);
    return HM_DATA;
}

/* First pass: well-formed, with our number and one list. Nothing is taken before that is known.
 */
static enum hm_status check_shape(struct reading *x, struct str body, struct str *answers)
{
    struct str name, text = {"", 0};
    bool is_ours = false, has_list = false;
    json_init(&x->json, body, &x->scratch);
    if (json_value(&x->json, &text) != JSON_OBJECT)
        return refuse_all(x, x->json.fault ? json_fault_text(x->json.fault)
                                           : _("the answer is no object of JSON"));
    while (json_member(&x->json, &name)) {
        struct str raw;
        if (is_word(name, "request")) {
            is_ours = json_value(&x->json, &text) == JSON_STRING && is_word(text, x->b->id);
        } else if (!json_skip(&x->json, &raw)) {
            break;
        } else if (is_word(name, "answers") && raw.n && raw.p[0] == '[') {
            *answers = raw;
            has_list = true;
        }
    }
    if (x->json.fault == JSON_NO_MEMORY)
        return HM_NOMEM;
    if (!json_finish(&x->json))
        return refuse_all(x, json_fault_text(x->json.fault));
    if (!is_ours)
        return refuse_all(x, _("the answer belongs to another request"));
    return has_list ? HM_OK : refuse_all(x, _("the answer has no list of answers"));
}

/* A text that ends early was met before: the first pass has been through all of it. */
static enum hm_status read_answers(struct reading *x, struct str answers)
{
    struct str text;
    json_init(&x->json, answers, &x->scratch);
    (void)json_value(&x->json, &text);
    while (x->st == HM_OK && json_element(&x->json))
        read_answer(x);
    if (x->st == HM_OK && !json_finish(&x->json)) {
        memset(x->b->outcomes, INQUIRY_OPEN, x->b->count);
        return x->json.fault == JSON_NO_MEMORY ? HM_NOMEM
                                               : refuse_all(x, json_fault_text(x->json.fault));
    }
    hand_over(x);
    return x->st;
}

enum hm_status inquiry_answer_read(struct inquiry_reader *r, struct inquiry_batch *b,
                                   struct str body)
{
    struct reading x = {.r = r, .b = b, .today = china_day(r->now_s)};
    struct str answers = {"", 0};
    arena_init(&x.scratch);
    buf_init(&x.text);
    enum hm_status st = check_shape(&x, body, &answers);
    if (st == HM_OK) {
        x.made = arena_zalloc(&x.scratch, (b->count + 1) * sizeof *x.made);
        st = x.made ? read_answers(&x, answers) : HM_NOMEM;
    }
    arena_fini(&x.scratch);
    buf_fini(&x.text);
    return st;
}
