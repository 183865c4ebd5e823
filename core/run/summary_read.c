/* summary_read.c - summaries from the JSON that summary_json.c writes: tables say which member
 * goes where. Amounts are read as text, so that no sum passes through a double. Members that no
 * table knows are skipped, so that newer records stay readable. */
#include "run/summary.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include "io/json.h"
#include "run/summary_fields.h"

struct input {
    struct json j;
    struct summary *s;
    bool failed;
};

static const char *take_text(struct input *in)
{
    struct str text;
    enum json_kind kind = json_value(&in->j, &text);
    if (kind == JSON_NULL)
        return NULL;
    if (kind != JSON_STRING) {
        in->failed = true;
        return NULL;
    }
    const char *copy = arena_strndup(&in->s->arena, text.p, text.n);
    in->failed |= copy == NULL;
    return copy;
}

static struct str take_number(struct input *in)
{
    struct str text = {"0", 1};
    if (json_value(&in->j, &text) != JSON_NUMBER)
        in->failed = true;
    return text;
}

static uint64_t take_count(struct input *in)
{
    struct str text = take_number(in);
    uint64_t v = 0;
    for (size_t i = 0; i < text.n; i++) {
        uint64_t digit = (uint64_t)(text.p[i] - '0');
        in->failed |= digit > 9 || __builtin_mul_overflow(v, UINT64_C(10), &v) ||
                      __builtin_add_overflow(v, digit, &v);
    }
    return v;
}

enum { MOST_DIGITS = 38 }; /* with the point, that many fit 127 bits */

static __int128 take_fen(struct input *in)
{
    struct str text = take_number(in);
    __int128 v = 0;
    bool negative = text.n > 0 && text.p[0] == '-';
    if (text.n > MOST_DIGITS)
        in->failed = true;
    for (size_t i = negative; i < text.n && !in->failed; i++) {
        if (text.p[i] == '.')
            continue;
        if (text.p[i] < '0' || text.p[i] > '9')
            in->failed = true;
        v = v * 10 + (text.p[i] - '0');
    }
    return negative ? -v : v;
}

static int64_t take_amount(struct input *in)
{
    __int128 fen = take_fen(in);
    in->failed |= fen < INT64_MIN || fen > INT64_MAX;
    return (int64_t)fen;
}

static void open_container(struct input *in, enum json_kind kind)
{
    struct str text;
    if (json_value(&in->j, &text) != kind)
        in->failed = true;
}

/* Room for the elements of an array: its length is counted first on a copy of the reader. */
static char *take_array(struct input *in, size_t each)
{
    open_container(in, JSON_ARRAY);
    struct json ahead = in->j;
    size_t n = 0;
    while (!in->failed && json_element(&ahead)) {
        if (!json_skip(&ahead, NULL))
            break;
        n++;
    }
    char *items = arena_zalloc(&in->s->arena, (n + 1) * each);
    in->failed |= items == NULL;
    return items;
}

static bool more(struct input *in)
{
    return !in->failed && json_element(&in->j);
}

/* --- tables --- */

enum slot_kind {
    SLOT_TEXT,   /* const char * */
    SLOT_MONTH,  /* char[16] */
    SLOT_COUNT,  /* uint64_t */
    SLOT_SMALL,  /* 32 bits: a run, a year */
    SLOT_FLAG,   /* bool */
    SLOT_AMOUNT, /* int64_t fen */
    SLOT_LOW,    /* the same; null: no lower end */
    SLOT_HIGH,   /* null: no upper end */
    SLOT_SUM,    /* __int128 fen */
    SLOT_OBJECT, /* a struct in place; `beside`: a bool that says it was there, or 0 */
    SLOT_LIST    /* a pointer to structs; `beside`: their number */
};
struct slot {
    const char *key;
    enum slot_kind kind;
    size_t at, beside; /* offsets in the struct */
    const struct shape *shape;
};
struct shape {
    const struct slot *slots;
    size_t count, bytes;
};
#define SHAPE(type, slots)                                                                     \
    {                                                                                          \
        slots, sizeof slots / sizeof *slots, sizeof(struct type)                               \
    }

#define LINE(type, path)                                                                       \
    {"before_month", SLOT_SUM, offsetof(struct type, path before_fen), 0, NULL},               \
    {                                                                                          \
        "after_month", SLOT_SUM, offsetof(struct type, path after_fen), 0, NULL                \
    }
#define COUNTER(name) {#name, SLOT_COUNT, offsetof(STRUCT, PATH name), 0, NULL},

#define STRUCT struct tally_line
#define PATH
static const struct slot line_slots[] = {LINE_COUNTERS(COUNTER) LINE(tally_line, )};
#undef STRUCT
#undef PATH
static const struct shape line_shape = SHAPE(tally_line, line_slots);

#define STRUCT struct summary_item
#define PATH   line.
static const struct slot item_slots[] = {
    {"name", SLOT_TEXT, offsetof(struct summary_item, name), 0, NULL},
    {"zh", SLOT_TEXT, offsetof(struct summary_item, zh), 0, NULL},
    LINE_COUNTERS(COUNTER) LINE(summary_item, line.)};
#undef STRUCT
#undef PATH
static const struct shape item_shape = SHAPE(summary_item, item_slots);

#define AT(field) offsetof(struct summary_move, field), 0, NULL
static const struct slot move_slots[] = {
    {"field", SLOT_TEXT, AT(field)}, {"zh", SLOT_TEXT, AT(zh)},
    {"from", SLOT_TEXT, AT(from)},   {"from_zh", SLOT_TEXT, AT(from_zh)},
    {"to", SLOT_TEXT, AT(to)},       {"to_zh", SLOT_TEXT, AT(to_zh)},
    {"count", SLOT_COUNT, AT(count)}};
#undef AT
static const struct shape move_shape = SHAPE(summary_move, move_slots);

#define AT(field) offsetof(struct summary_reason, field), 0, NULL
static const struct slot reason_slots[] = {{"field", SLOT_TEXT, AT(field)},
                                           {"text", SLOT_TEXT, AT(text)},
                                           {"example", SLOT_TEXT, AT(example)},
                                           {"failed", SLOT_FLAG, AT(failed)},
                                           {"count", SLOT_COUNT, AT(count)}};
#undef AT
static const struct shape reason_shape = SHAPE(summary_reason, reason_slots);

#define AT(field) offsetof(struct summary_placeholder, field), 0, NULL
static const struct slot placeholder_slots[] = {{"name", SLOT_TEXT, AT(name)},
                                                {"zh", SLOT_TEXT, AT(zh)},
                                                {"from", SLOT_TEXT, AT(from)},
                                                {"source", SLOT_TEXT, AT(source)},
                                                {"place", SLOT_TEXT, AT(place)}};
#undef AT
static const struct shape placeholder_shape = SHAPE(summary_placeholder, placeholder_slots);

#define AT(field) offsetof(struct summary_change, field), 0, NULL
static const struct slot change_slots[] = {{"id", SLOT_TEXT, AT(id)},
                                           {"before", SLOT_AMOUNT, AT(before_fen)},
                                           {"after", SLOT_AMOUNT, AT(after_fen)}};
#undef AT
static const struct shape change_shape = SHAPE(summary_change, change_slots);

#define AT(field) offsetof(struct summary_bin, field), 0, NULL
static const struct slot bin_slots[] = {{"low", SLOT_LOW, AT(low_fen)},
                                        {"high", SLOT_HIGH, AT(high_fen)},
                                        {"count", SLOT_COUNT, AT(count)}};
#undef AT
static const struct shape bin_shape = SHAPE(summary_bin, bin_slots);

#define AT(field) offsetof(struct summary_owed, field), 0, NULL
static const struct slot owed_slots[] = {{"name", SLOT_TEXT, AT(name)},
                                         {"zh", SLOT_TEXT, AT(zh)},
                                         {"underpaid", SLOT_COUNT, AT(underpaid)},
                                         {"overpaid", SLOT_COUNT, AT(overpaid)},
                                         {"owed", SLOT_SUM, AT(owed_fen)},
                                         {"over", SLOT_SUM, AT(over_fen)}};
#undef AT
static const struct shape owed_shape = SHAPE(summary_owed, owed_slots);

#define AT(field) offsetof(struct summary_cliff, field), 0, NULL
static const struct slot cliff_slots[] = {{"id", SLOT_TEXT, AT(id)},
                                          {"before", SLOT_AMOUNT, AT(before_fen)},
                                          {"after", SLOT_AMOUNT, AT(after_fen)},
                                          {"income_before", SLOT_AMOUNT, AT(income_before_fen)},
                                          {"income_after", SLOT_AMOUNT, AT(income_after_fen)}};
#undef AT
static const struct shape cliff_shape = SHAPE(summary_cliff, cliff_slots);

#define AT(field) offsetof(struct summary_month, field), 0, NULL
#define LIST(field, number, of)                                                                \
    SLOT_LIST, offsetof(struct summary_month, field), offsetof(struct summary_month, number),  \
        &of##_shape
static const struct slot cliffs_slots[] = {{"count", SLOT_COUNT, AT(cliff_count)},
                                           {"lost", SLOT_SUM, AT(cliff_fen)},
                                           {"worst", LIST(cliffs, cliff_listed, cliff)}};
static const struct shape cliffs_shape = SHAPE(summary_month, cliffs_slots);

static const struct slot month_slots[] = {
    {"month", SLOT_MONTH, AT(month)},
    {"before_month", SLOT_MONTH, AT(before_month)},
    {"before_run", SLOT_SMALL, AT(before_run)},
    {"households", SLOT_COUNT, AT(households)},
    {"undetermined", SLOT_COUNT, AT(undetermined)},
    {"failed", SLOT_COUNT, AT(failed)},
    {"total", SLOT_OBJECT, offsetof(struct summary_month, total), 0, &line_shape},
    {"benefits", LIST(benefits, benefit_count, item)},
    {"counties", LIST(counties, county_count, item)},
    {"sizes", LIST(sizes, size_count, item)},
    {"ages", LIST(ages, age_count, item)},
    {"changes", LIST(bins, bin_count, bin)},
    {"cliffs", SLOT_OBJECT, 0, offsetof(struct summary_month, has_cliffs), &cliffs_shape},
    {"owed", LIST(owed, owed_count, owed)},
    {"moves", LIST(moves, move_count, move)},
    {"reasons", LIST(reasons, reason_count, reason)},
    {"placeholders", LIST(placeholders, placeholder_count, placeholder)},
    {"top", LIST(top, top_count, change)}};
#undef AT
#undef LIST
static const struct shape month_shape = SHAPE(summary_month, month_slots);

#define AT(field) offsetof(struct summary_year, field), 0, NULL
static const struct slot year_slots[] = {{"year", SLOT_SMALL, AT(year)},
                                         {"months", SLOT_COUNT, AT(months)},
                                         {"before", SLOT_SUM, AT(before_fen)},
                                         {"after", SLOT_SUM, AT(after_fen)}};
#undef AT
static const struct shape year_shape = SHAPE(summary_year, year_slots);

#define STRUCT struct summary_budget
#define PATH
#define SUM(name) {#name, SLOT_SUM, offsetof(struct summary_budget, name##_fen), 0, NULL},
static const struct slot budget_slots[] = {
    BUDGET_COUNTS(COUNTER)
        BUDGET_AMOUNTS(SUM){"year", SLOT_SMALL, offsetof(struct summary_budget, year), 0, NULL},
    {"appropriation", SLOT_AMOUNT, offsetof(struct summary_budget, appropriation_fen), 0, NULL},
    {"source", SLOT_TEXT, offsetof(struct summary_budget, source), 0, NULL}};
#undef STRUCT
#undef SUM
static const struct shape budget_shape = SHAPE(summary_budget, budget_slots);

#define STRUCT struct summary_work
static const struct slot work_slots[] = {WORK_COUNTS(COUNTER)};
#undef STRUCT
#undef PATH
static const struct shape work_shape = SHAPE(summary_work, work_slots);

#define AT(field) offsetof(struct summary, field)
static const struct slot summary_slots[] = {
    {"policy", SLOT_TEXT, AT(policy), 0, NULL},
    {"policy_zh", SLOT_TEXT, AT(policy_zh), 0, NULL},
    {"identity", SLOT_TEXT, AT(identity), 0, NULL},
    {"changes", SLOT_TEXT, AT(changes), 0, NULL},
    {"months", SLOT_LIST, AT(months), AT(month_count), &month_shape},
    {"years", SLOT_LIST, AT(years), AT(year_count), &year_shape},
    {"budget", SLOT_OBJECT, AT(budget), 0, &budget_shape},
    {"work", SLOT_OBJECT, AT(work), 0, &work_shape}};
#undef AT
static const struct shape summary_shape = SHAPE(summary, summary_slots);

/* --- reading by them --- */

static void read_object(struct input *in, const struct shape *shape, char *to);

static void read_list(struct input *in, const struct slot *slot, char *to)
{
    size_t n = 0;
    char *items = take_array(in, slot->shape->bytes);
    memcpy(to + slot->at, &items, sizeof items);
    while (more(in))
        read_object(in, slot->shape, items + n++ * slot->shape->bytes);
    memcpy(to + slot->beside, &n, sizeof n);
}

/* null stands for an open end. */
static int64_t take_edge(struct input *in, int64_t open)
{
    struct json ahead = in->j;
    struct str text;
    if (json_value(&ahead, &text) != JSON_NULL)
        return take_amount(in);
    in->j = ahead;
    return open;
}

static void take_small(struct input *in, void *to)
{
    uint64_t v = take_count(in);
    uint32_t small = (uint32_t)v;
    in->failed |= v > INT32_MAX;
    memcpy(to, &small, sizeof small);
}

static void take_slot(struct input *in, const struct slot *slot, char *to)
{
    void *at = to + slot->at;
    struct str text;
    const char *word;
    switch (slot->kind) {
    case SLOT_TEXT:
        *(const char **)at = take_text(in);
        break;
    case SLOT_MONTH:
        word = take_text(in);
        snprintf(at, 16, "%s", word ? word : "");
        break;
    case SLOT_COUNT:
        *(uint64_t *)at = take_count(in);
        break;
    case SLOT_SMALL:
        take_small(in, at);
        break;
    case SLOT_FLAG:
        *(bool *)at = json_value(&in->j, &text) == JSON_TRUE;
        break;
    case SLOT_AMOUNT:
        *(int64_t *)at = take_amount(in);
        break;
    case SLOT_LOW:
        *(int64_t *)at = take_edge(in, INT64_MIN);
        break;
    case SLOT_HIGH:
        *(int64_t *)at = take_edge(in, INT64_MAX);
        break;
    case SLOT_SUM:
        *(__int128 *)at = take_fen(in);
        break;
    case SLOT_OBJECT:
        if (slot->beside)
            *(bool *)(to + slot->beside) = true;
        read_object(in, slot->shape, at);
        break;
    case SLOT_LIST:
        read_list(in, slot, to);
        break;
    }
}

static const struct slot *find_slot(const struct shape *shape, struct str key)
{
    for (size_t i = 0; i < shape->count; i++) {
        const char *word = shape->slots[i].key;
        if (strlen(word) == key.n && memcmp(word, key.p, key.n) == 0)
            return &shape->slots[i];
    }
    return NULL;
}

static void read_object(struct input *in, const struct shape *shape, char *to)
{
    struct str key;
    open_container(in, JSON_OBJECT);
    while (!in->failed && json_member(&in->j, &key)) {
        const struct slot *slot = find_slot(shape, key);
        if (slot)
            take_slot(in, slot, to);
        else
            json_skip(&in->j, NULL);
    }
}

enum hm_status summary_read(struct summary *s, const char *json, struct diag *d)
{
    struct arena scratch;
    struct summary read = {0};
    struct input in = {.s = &read};
    arena_init(&read.arena);
    arena_init(&scratch);
    json_init(&in.j, (struct str){json, strlen(json)}, &scratch);
    read_object(&in, &summary_shape, (char *)&read);
    bool ok = !in.failed && json_finish(&in.j);
    arena_fini(&scratch);
    if (!ok) {
        arena_fini(&read.arena);
        return diag_error(d, HM_CORRUPT, NULL, _("a run's summary is damaged"));
    }
    *s = read;
    return HM_OK;
}
