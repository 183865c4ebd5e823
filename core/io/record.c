/* record.c - the reader of one household: objects, lists, ids, months, and what is wrong in
 * them.
 *
 * A row needs its id when it is made, but "id" may stand anywhere in its object: it is looked
 * for first (it usually is the first key). Facts of the row then go straight into the builder.
 * A refused fact is reported and skipped, so that one pass finds all faults of a record.
 */
#include "io/record.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include "base/buf.h"
#include "base/mem.h"
#include "io/json.h"
#include "io/record_keys.h"
#include "value/date.h"

struct level { /* of the path to the object being read */
    uint8_t entity;
    uint32_t index;
};
struct seen_id {
    struct str id;
    uint64_t hash;
};

struct record_reader {
    const struct model *model;
    struct record_rules rules;
    struct arena lasting; /* key tables, bounds */
    struct arena scratch; /* unescaped texts of the present record */
    struct record_cells cells;
    struct record_keys *keys; /* by entity */
    uint64_t **seen;          /* [entity][target]: serial of the last object that had the key */
    uint64_t serial;          /* of objects */
    struct seen_id *ids;      /* of the lists being read, inner ones last */
    size_t id_count, id_cap;
    struct buf path;
    record_refused_fn *listener;
    void *listener_ctx;
    struct str forced_id; /* of roots, whatever the text says; NULL: none */

    /* the present record */
    struct json json;
    struct str line;
    struct builder *builder;
    const struct place *at;
    struct diag *diag;
    struct record record;
    int32_t today;
    struct level levels[LIMIT_JSON_DEPTH + 1];
    unsigned depth; /* levels in use; the root is none */
    uint32_t members[LIMIT_ENTITIES];
    bool refused;
};

/* --- faults --- */

/* "history[0].persons[1]." and what comes after it. */
static const char *path_of(struct record_reader *r, const char *leaf, size_t leaf_bytes)
{
    buf_clear(&r->path);
    if (r->at && r->at->field)
        buf_puts(&r->path, r->at->field);
    for (unsigned i = 0; i < r->depth; i++)
        buf_printf(&r->path, r->path.len ? ".%s[%u]" : "%s[%u]",
                   r->model->entities[r->levels[i].entity].plural, r->levels[i].index);
    if (leaf_bytes && r->path.len)
        buf_putc(&r->path, '.');
    buf_put(&r->path, leaf, leaf_bytes);
    return buf_ok(&r->path) && r->path.len ? r->path.data : NULL;
}

static struct place place_of(struct record_reader *r, const char *start, const char *leaf)
{
    struct place p = {.field = path_of(r, leaf, strlen(leaf))};
    if (r->at) {
        p.file = r->at->file;
        p.line = r->at->line;
    }
    if (start >= r->line.p && start <= r->line.p + r->line.n)
        p.column = (uint32_t)str_utf8_len(r->line.p, (size_t)(start - r->line.p)) + 1;
    return p;
}

static struct record_sink sink_of(struct record_reader *r)
{
    r->refused = true;
    return (struct record_sink){r->diag, r->listener, r->listener_ctx, r->rules.is_store};
}

static struct str found_from(const struct record_reader *r, const char *start)
{
    return (struct str){start, r->json.at > start ? (size_t)(r->json.at - start) : 0};
}

/* Refuses what stands from `start` to where the reader is, at the field `leaf`. */
static void refuse(struct record_reader *r, const char *start, const char *leaf,
                   const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
static void refuse(struct record_reader *r, const char *start, const char *leaf,
                   const char *hint, const char *fmt, ...)
{
    struct record_sink to = sink_of(r);
    struct place at = place_of(r, start, leaf);
    struct buf text;
    va_list ap;
    buf_init(&text);
    va_start(ap, fmt);
    buf_vprintf(&text, fmt, ap);
    va_end(ap);
    record_refuse(&to, &at, found_from(r, start), hint, "%s", buf_ok(&text) ? text.data : fmt);
    buf_fini(&text);
}

static void out_of_memory(struct record_reader *r)
{
    if (r->json.fault == JSON_OK)
        r->json.fault = JSON_NO_MEMORY; /* ends every loop */
}

/* A value of another kind than expected: reports it, skipping it when it is a container. */
static void refuse_kind(struct record_reader *r, enum json_kind kind, const char *leaf,
                        const char *expected)
{
    const char *start = r->json.token;
    char shown[192];
    if (kind == JSON_OBJECT || kind == JSON_ARRAY)
        json_close(&r->json);
    if (kind == JSON_FAULT || r->json.fault != JSON_OK)
        return; /* reported at the end */
    record_excerpt(shown, found_from(r, start));
    refuse(r, start, leaf, NULL, _("found %s, expected %s"), shown, expected);
}

/* An entity below this root that has the field, or NULL. */
static const struct entity *owner_of(const struct record_reader *r, struct str name)
{
    for (size_t e = 0; e < r->model->entity_count; e++)
        if (r->model->entities[e].root == r->rules.root &&
            model_field(r->model, (uint8_t)e, name) != NO_FIELD)
            return &r->model->entities[e];
    return NULL;
}

static void refuse_unknown(struct record_reader *r, uint8_t entity, struct str key,
                           const char *start)
{
    char hint[2 * LIMIT_NAME_BYTES + 96] = "", shown[192];
    const struct entity *owner = owner_of(r, key);
    const char *near = model_nearest_field(r->model, entity, key);
    bool is_month = str_eq(key, (struct str){"month", 5});
    if (owner && owner->plural)
        snprintf(hint, sizeof hint, _("it belongs into the objects of \"%s\""), owner->plural);
    else if (owner)
        snprintf(hint, sizeof hint, _("it belongs to the %s itself"), owner->name);
    else if (is_month && entity == r->rules.root)
        snprintf(hint, sizeof hint, "%s", _("leave it out and give --month instead"));
    else if (near)
        diag_suggest(hint, sizeof hint, near);
    struct record_sink to = sink_of(r);
    if (!hint[0])
        record_hint_new(&to, hint, sizeof hint);
    record_excerpt(shown, key);
    struct place at = place_of(r, start, "");
    at.field = path_of(r, key.p, key.n < LIMIT_NAME_BYTES ? key.n : 0);
    record_refuse(&to, &at, key, hint, _("%s has no field \"%s\""),
                  r->model->entities[entity].name, shown);
}

/* --- ids --- */

/* The id of the object just opened, wherever it stands in it. JSON_NULL: it has none. */
static enum json_kind find_id(struct record_reader *r, struct str *id)
{
    struct json ahead = r->json;
    struct str key;
    ahead.raw = true;
    while (json_member(&ahead, &key)) {
        if (key.n == 2 && memcmp(key.p, "id", 2) == 0) {
            ahead.raw = false;
            return json_value(&ahead, id);
        }
        if (!json_skip(&ahead, NULL))
            break;
    }
    return JSON_NULL; /* a fault will be met again */
}

static uint64_t hash_id(struct str id)
{
    uint64_t h = id.n;
    for (size_t i = 0; i < id.n; i += 8) {
        uint64_t w = 0;
        memcpy(&w, id.p + i, id.n - i < 8 ? id.n - i : 8);
        h = (h ^ w) * UINT64_C(0x9E3779B97F4A7C15);
        h ^= h >> 29;
    }
    return h;
}

/* Whether another member of the same list (ids from `base` on) has this id; keeps it. */
static bool id_is_taken(struct record_reader *r, size_t base, struct str id)
{
    struct seen_id mine = {id, hash_id(id)};
    for (size_t i = base; i < r->id_count; i++)
        if (r->ids[i].hash == mine.hash && str_eq(r->ids[i].id, id))
            return true;
    void *ids = r->ids;
    if (mem_grow(&ids, &r->id_cap, r->id_count + 1, sizeof *r->ids) != 0)
        return out_of_memory(r), false;
    r->ids = ids;
    r->ids[r->id_count++] = mine;
    return false;
}

static bool has_control(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F)
            return true;
    return false;
}

/* Reads the value of "id", which the row already has. */
static void read_id(struct record_reader *r, size_t base)
{
    struct str id;
    enum json_kind kind = json_value(&r->json, &id);
    const char *start = r->json.token;
    char shown[192];
    if (kind == JSON_NULL)
        return;
    if (kind != JSON_STRING) {
        refuse_kind(r, kind, "id", _("a text in quotes"));
        return;
    }
    if (id.n == 0)
        refuse(r, start, "id", NULL, _("the id is empty"));
    else if (id.n > LIMIT_ID_BYTES)
        refuse(r, start, "id", NULL, _("the id has %zu bytes, at most %d are allowed"), id.n,
               LIMIT_ID_BYTES);
    else if (has_control(id))
        refuse(r, start, "id", NULL, _("the id holds a control character"));
    else if (r->depth > 0 && id_is_taken(r, base, id))
        refuse(r, start, "id", _("ids of one list must differ"),
               _("the id \"%s\" is there twice in this list"), record_excerpt(shown, id));
}

/* --- months and history --- */

static bool read_month(struct record_reader *r, int32_t *month)
{
    struct str text;
    enum json_kind kind = json_value(&r->json, &text);
    if (kind == JSON_NULL)
        return false;
    if (kind == JSON_STRING && month_parse(month, text))
        return true;
    refuse_kind(r, kind, "month", _("a month such as \"2024-07\""));
    return false;
}

/* The month of an object, without looking at anything else in it. */
static bool month_inside(struct record_reader *r, struct str object, int32_t *month)
{
    struct json j;
    struct str key, text;
    json_init(&j, object, &r->scratch);
    if (json_value(&j, &text) != JSON_OBJECT)
        return false;
    while (json_member(&j, &key)) {
        if (key.n == 5 && memcmp(key.p, "month", 5) == 0)
            return json_value(&j, &text) == JSON_STRING && month_parse(month, text);
        if (!json_skip(&j, NULL))
            break;
    }
    return false;
}

/* Keeps one object of "history", in order of months. */
static void keep_history(struct record_reader *r, struct str object, uint32_t index)
{
    struct record *out = &r->record;
    struct record_history h = {.json = object, .index = index};
    char leaf[32];
    snprintf(leaf, sizeof leaf, "history[%u]", index);
    if (object.n == 0 || object.p[0] != '{') {
        refuse(r, object.p, leaf, NULL, _("expected an object {...} with a month"));
        return;
    }
    if (!month_inside(r, object, &h.month)) {
        refuse(r, object.p, leaf, NULL,
               _("\"month\" is missing or no month such as \"2024-07\""));
        return;
    }
    size_t at = out->history_count;
    while (at > 0 && out->history[at - 1].month > h.month)
        at--;
    if (at > 0 && out->history[at - 1].month == h.month) {
        refuse(r, object.p, leaf, NULL, _("this month is there twice"));
        return;
    }
    if (out->history_count == LIMIT_HISTORY_MONTHS) {
        refuse(r, object.p, leaf, NULL, _("more than %d months of history"),
               LIMIT_HISTORY_MONTHS);
        return;
    }
    memmove(&out->history[at + 1], &out->history[at],
            (out->history_count - at) * sizeof *out->history);
    out->history[at] = h;
    out->history_count++;
}

static void read_history(struct record_reader *r)
{
    struct str text;
    enum json_kind kind = json_value(&r->json, &text);
    if (kind == JSON_NULL)
        return;
    if (kind != JSON_ARRAY) {
        refuse_kind(r, kind, "history", _("a list [...] of earlier determinations"));
        return;
    }
    for (uint32_t i = 0; json_element(&r->json); i++) {
        struct str object;
        if (json_skip(&r->json, &object))
            keep_history(r, object, i);
    }
}

/* --- facts --- */

/* A date of birth after today is still sound in a record for a later month (what-if). */
static bool is_for_later_month(struct record_reader *r)
{
    int32_t month;
    if (!r->rules.allows_month || !month_inside(r, r->line, &month) ||
        month_last_day(month) <= r->today)
        return false;
    r->today = month_last_day(month);
    return true;
}

static void refuse_cell(struct record_reader *r, const struct field *f, const char *start,
                        enum record_reason why)
{
    struct record_sink to = sink_of(r);
    struct place at = place_of(r, start, f->name);
    record_cell_refuse(&to, &at, &r->cells, f->id, why, found_from(r, start));
}

static void read_field(struct record_reader *r, uint16_t field, uint32_t row)
{
    const struct field *f = &r->model->fields[field];
    struct str text = {"", 0};
    int64_t stored = 0;
    enum json_kind kind = json_value(&r->json, &text);
    const char *start = r->json.token;
    if (kind == JSON_NULL || kind == JSON_FAULT)
        return;
    if (kind == JSON_OBJECT || kind == JSON_ARRAY)
        json_close(&r->json);
    else if (kind == JSON_TRUE || kind == JSON_FALSE)
        text = found_from(r, start);
    if (r->json.fault != JSON_OK)
        return;
    if (f->kind == FIELD_VARIABLE && !r->rules.allows_variables) {
        refuse(r, start, f->name, NULL, _("it is computed and cannot be given here"));
        return;
    }
    enum record_reason why = RECORD_WRONG_TYPE;
    if (json_fits(kind, f->type.kind))
        why = record_cell_stored(&stored, &r->cells, field, text, r->today);
    if (why == RECORD_IN_FUTURE && is_for_later_month(r))
        why = record_cell_stored(&stored, &r->cells, field, text, r->today);
    if (why != RECORD_OK)
        refuse_cell(r, f, start, why);
    else if (builder_put(r->builder, field, row, stored, text) != 0)
        out_of_memory(r);
}

/* --- objects and lists --- */

static void read_object(struct record_reader *r, uint8_t entity, uint32_t parent, size_t ids);

static void read_list(struct record_reader *r, uint8_t entity, uint32_t parent)
{
    const char *plural = r->model->entities[entity].plural;
    const uint32_t max = entity_max_rows(&r->model->entities[entity]);
    struct str text;
    enum json_kind kind = json_value(&r->json, &text);
    size_t ids = r->id_count;
    if (kind == JSON_NULL)
        return;
    if (kind != JSON_ARRAY) {
        refuse_kind(r, kind, plural, _("a list [...] of objects"));
        return;
    }
    struct level *level = &r->levels[r->depth++];
    *level = (struct level){entity, 0};
    for (; json_element(&r->json); level->index++) {
        if (r->members[entity]++ == max) {
            refuse(r, r->json.at, "", NULL, _("more than %d %s in one record"), (int)max,
                   plural);
            json_skip(&r->json, NULL);
            json_close(&r->json);
            break;
        }
        kind = json_value(&r->json, &text);
        if (kind == JSON_OBJECT)
            read_object(r, entity, parent, ids);
        else
            refuse_kind(r, kind, "", _("an object {...}"));
    }
    r->depth--;
    r->id_count = ids;
}

static void read_member(struct record_reader *r, const struct record_key *key, uint32_t row,
                        size_t ids)
{
    switch (key->kind) {
    case RECORD_FIELD:
        read_field(r, key->number, row);
        break;
    case RECORD_LIST:
        read_list(r, (uint8_t)key->number, row);
        break;
    case RECORD_ID:
        read_id(r, ids);
        break;
    case RECORD_MONTH:
        r->record.has_month = read_month(r, &r->record.month);
        break;
    case RECORD_HISTORY:
        read_history(r);
        break;
    case RECORD_IGNORED:
        json_skip(&r->json, NULL);
        break;
    }
}

/* Makes the row of the object just opened; UINT32_MAX when memory is short. */
static uint32_t add_row(struct record_reader *r, uint8_t entity, uint32_t parent)
{
    struct str id = {"", 0};
    const char *start = r->json.at - 1;
    enum json_kind kind = find_id(r, &id);
    if (kind != JSON_STRING || id.n > LIMIT_ID_BYTES) /* refused when it is read */
        id = (struct str){"", 0};
    if (r->depth == 0 && r->forced_id.p)
        id = r->forced_id;
    if (kind == JSON_NULL && r->depth == 0 && r->rules.needs_id)
        refuse(r, start, "id", _("every household needs one, such as \"id\":\"330203-0001\""),
               _("the id is missing"));
    uint32_t row = builder_row(r->builder, entity, parent, id);
    if (row == UINT32_MAX)
        out_of_memory(r);
    if (r->depth == 0) {
        r->record.row = row;
        r->record.id = id;
    }
    return row;
}

static void read_object(struct record_reader *r, uint8_t entity, uint32_t parent, size_t ids)
{
    struct record_keys *keys = &r->keys[entity];
    uint64_t *seen = r->seen[entity], object = ++r->serial;
    uint16_t *guess = &keys->first;
    uint32_t row = add_row(r, entity, parent);
    struct str key, none = {"", 0};
    bool hit;
    while (json_member_guess(&r->json, &key, *guess == NO_KEY ? none : keys->keys[*guess].text,
                             &hit)) {
        const char *start = r->json.token;
        uint16_t k = hit ? *guess : record_keys_find(keys, key);
        if (k == NO_KEY) {
            refuse_unknown(r, entity, key, start);
            json_skip(&r->json, NULL);
            continue;
        }
        *guess = k;
        guess = &keys->keys[k].next;
        if (seen[keys->keys[k].target] == object) {
            char shown[192];
            record_excerpt(shown, key);
            refuse(r, start, shown, NULL, _("the field is there twice"));
            json_skip(&r->json, NULL);
            continue;
        }
        seen[keys->keys[k].target] = object;
        read_member(r, &keys->keys[k], row, ids);
    }
}

/* --- a record --- */

static void refuse_syntax(struct record_reader *r)
{
    const struct json *j = &r->json;
    const char *at = j->begin + j->fault_offset, *hint = NULL;
    char shown[192];
    if (j->fault == JSON_NOT_UTF8)
        hint = _("save the file as UTF-8 (not GBK, GB18030 or UTF-16)");
    else if (j->fault == JSON_ENDS_EARLY)
        hint = _("a record must stand on one line of its own");
    r->depth = 0;
    struct str rest = {at, (size_t)(j->end - at)};
    record_excerpt(shown, j->fault == JSON_NOT_UTF8 ? (struct str){"", 0} : rest);
    struct record_sink to = sink_of(r);
    struct place place = place_of(r, at, "");
    if (shown[0])
        record_refuse(&to, &place, rest, hint, _("%s, at byte %zu: %s"),
                      json_fault_text(j->fault), j->fault_offset + 1, shown);
    else
        record_refuse(&to, &place, rest, hint, _("%s, at byte %zu"), json_fault_text(j->fault),
                      j->fault_offset + 1);
}

static void read_root(struct record_reader *r)
{
    struct str text;
    enum json_kind kind = json_value(&r->json, &text);
    if (kind == JSON_OBJECT) {
        read_object(r, r->rules.root, 0, 0);
        if (r->rules.is_history && !r->record.has_month && r->json.fault == JSON_OK)
            refuse(r, r->line.p, "month", NULL, _("the month is missing"));
    } else if (kind == JSON_ARRAY) {
        r->json.at = r->json.end; /* one list of all records: say so once, not how it goes on */
        refuse(r, r->line.p, "", _("write one household a line, without [ and commas between"),
               _("found a list, expected an object {...}"));
    } else {
        refuse_kind(r, kind, "", _("an object {...}"));
    }
    json_finish(&r->json);
}

enum hm_status record_parse(struct record_reader *r, struct builder *b, struct str line,
                            const struct place *at, struct record *out, struct diag *d)
{
    arena_reset(&r->scratch);
    json_init(&r->json, line, &r->scratch);
    r->line = line;
    r->builder = b;
    r->at = at;
    r->diag = d;
    r->today = r->rules.today;
    r->depth = 0;
    r->id_count = 0;
    r->refused = false;
    r->record.has_month = false;
    r->record.history_count = 0;
    memset(r->members, 0, sizeof r->members);
    builder_mark(b);
    read_root(r);
    enum json_fault fault = r->json.fault;
    if (fault != JSON_OK && fault != JSON_NO_MEMORY)
        refuse_syntax(r);
    if (fault == JSON_NO_MEMORY || r->refused) {
        builder_rollback(b);
        return fault == JSON_NO_MEMORY ? diag_nomem(d, _("reading a record")) : HM_DATA;
    }
    memcpy(out, &r->record, offsetof(struct record, history));
    memcpy(out->history, r->record.history,
           r->record.history_count * sizeof *r->record.history);
    out->history_count = r->record.history_count;
    return HM_OK;
}

/* --- the reader --- */

static enum hm_status make_tables(struct record_reader *r)
{
    const struct model *m = r->model;
    TRY(record_cells_make(&r->cells, m, &r->lasting));
    r->keys = arena_zalloc(&r->lasting, m->entity_count * sizeof *r->keys);
    r->seen = arena_zalloc(&r->lasting, m->entity_count * sizeof *r->seen);
    if (!r->keys || !r->seen)
        return HM_NOMEM;
    for (size_t e = 0; e < m->entity_count; e++) {
        if (m->entities[e].root != r->rules.root)
            continue;
        bool is_root = e == r->rules.root;
        TRY(record_keys_make(&r->keys[e], m, &m->entities[e], is_root && r->rules.allows_month,
                             is_root && r->rules.is_history, &r->lasting));
        r->seen[e] = arena_zalloc(&r->lasting, r->keys[e].targets * sizeof **r->seen);
        if (!r->seen[e])
            return HM_NOMEM;
    }
    return HM_OK;
}

enum hm_status record_reader_new(struct record_reader **out, const struct model *m,
                                 const struct record_rules *rules)
{
    struct record_reader *r = mem_zalloc(sizeof *r);
    if (!r)
        return HM_NOMEM;
    r->model = m;
    r->rules = *rules;
    arena_init(&r->lasting);
    arena_init(&r->scratch);
    buf_init(&r->path);
    if (make_tables(r) != HM_OK) {
        record_reader_free(r);
        return HM_NOMEM;
    }
    *out = r;
    return HM_OK;
}

void record_reader_free(struct record_reader *r)
{
    if (!r)
        return;
    arena_fini(&r->lasting);
    arena_fini(&r->scratch);
    buf_fini(&r->path);
    mem_free(r->ids);
    mem_free(r);
}

void record_reader_force_id(struct record_reader *r, struct str id)
{
    r->forced_id = id;
}

void record_reader_listen(struct record_reader *r, record_refused_fn *fn, void *ctx)
{
    r->listener = fn;
    r->listener_ctx = ctx;
}
