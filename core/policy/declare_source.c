/* declare_source.c - registers that can be asked about persons. Read when all fields are
 * declared. What cannot be asked or taken is refused here, so that `huimin verify` meets sound
 * declarations only.
 */
#include "policy/loader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/limits.h"
#include "vec/column.h"

enum { MOST_MONTHS = LIMIT_DATA_SOURCE_TTL_DAYS / 31 };

/* What every answer has beside the facts asked for (docs/verification.md). */
static const char *const own_members[] = {"found", "evidence", "answered"};

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

/* --- address --- */

static void read_url(struct declaration *dc, struct data_source *s, bool is_new)
{
    const char *url = declare_text(dc, "url");
    if (!url) {
        if (is_new && !declare_has(dc, "url"))
            declare_error(
                dc, NULL,
                _("where no address is known yet: url = \"https://NAME.invalid/...\""),
                _("`url` is missing: where is the register asked?"));
        return;
    }
    const char *fault = data_source_url_fault(url, false);
    if (fault)
        declare_error(dc, "url", _("for example url = \"https://gateway.example.cn/vehicles\""),
                      "%s", fault);
    else
        s->url = url;
}

/* --- whose rows, and by what they are known --- */

static bool read_entity(struct declaration *dc, struct data_source *s, bool is_new)
{
    uint8_t entity;
    if (!declare_entity_id(dc, "of", &entity)) {
        if (is_new && !declare_has(dc, "of"))
            declare_error(dc, NULL, _("for example of = person"),
                          _("`of` is missing: about whom is the register asked?"));
        return !is_new;
    }
    if (!is_new && entity != s->entity)
        declare_error(dc, "of", _("declare another source"),
                      _("a source cannot change about whom it is asked; it was %s"),
                      dc->loader->model->entities[s->entity].name);
    s->entity = is_new ? entity : s->entity;
    return true;
}

/* Says that an entity and those above it have no such field. */
static void no_field(struct declaration *dc, const char *path, uint8_t entity, const char *name)
{
    const struct model *m = dc->loader->model;
    char hint[256];
    diag_suggest(hint, sizeof hint, model_nearest_field(m, entity, str_of(name)));
    declare_error(dc, path, *hint ? hint : NULL, _("%s has no field \"%s\""),
                  m->entities[entity].name, name);
}

static void read_key(struct declaration *dc, struct data_source *s, bool is_new)
{
    const struct model *m = dc->loader->model;
    const char *name = declare_text(dc, "key");
    if (!name) {
        if (is_new && !declare_has(dc, "key"))
            declare_error(dc, NULL, _("for example key = \"id_number\""),
                          _("`key` is missing: by what does the register know a row?"));
        return;
    }
    uint16_t field = model_field(m, s->entity, str_of(name));
    if (field == NO_FIELD)
        no_field(dc, "key", s->entity, name);
    else if (m->fields[field].kind != FIELD_INPUT || m->fields[field].type.kind != KIND_TEXT)
        declare_error(dc, "key", _("for example key = \"id_number\""),
                      _("%s is no text that was given; the key must be one"), name);
    else
        s->key = field;
}

/* --- facts --- */

/* A field of the entity, or of one above it. */
static uint16_t find_field(const struct model *m, uint8_t entity, const char *name)
{
    uint16_t found = NO_FIELD;
    for (; found == NO_FIELD && entity != NO_ENTITY; entity = m->entities[entity].parent)
        found = model_field(m, entity, str_of(name));
    return found;
}

static bool can_be_added(enum value_kind kind)
{
    return kind == KIND_MONEY || kind == KIND_INTEGER || kind == KIND_NUMBER ||
           kind == KIND_BOOLEAN;
}

static bool field_ok(struct declaration *dc, const char *path, const struct data_source *s,
                     uint16_t id)
{
    const struct model *m = dc->loader->model;
    const struct field *f = &m->fields[id];
    if (f->kind != FIELD_INPUT)
        declare_error(dc, path, NULL, _("%s is computed; a source gives facts"), f->name);
    else if (f->type.kind == KIND_TEXT)
        declare_error(dc, path, NULL, _("%s is a text; a source gives facts of other types"),
                      f->name);
    else if (f->entity != s->entity && !can_be_added(f->type.kind))
        declare_error(dc, path,
                      _("amounts, numbers and booleans of all rows are added up for it"),
                      _("%s is of %s, and facts of type %s cannot be added up"), f->name,
                      m->entities[f->entity].name, type_name(&f->type, m->enums));
    else
        return true;
    return false;
}

static bool is_own_member(const struct model *m, const struct data_source *s, const char *word)
{
    for (size_t i = 0; i < sizeof own_members / sizeof *own_members; i++)
        if (strcmp(word, own_members[i]) == 0)
            return true;
    return s->key != NO_FIELD && strcmp(word, m->fields[s->key].name) == 0;
}

/* The member's name, the text on top of the stack; NULL when it is none. */
static const char *read_member(struct declaration *dc, const char *path,
                               const struct data_source *s)
{
    if (lua_type(dc->L, -1) != LUA_TSTRING) {
        declare_error(dc, path, _("for example vehicle_count = \"vehicles\""),
                      _("expected the answer's name for it in quotes, found %s"),
                      declare_found(dc, -1));
        return NULL;
    }
    if (!declare_check_text(dc, path))
        return NULL;
    const char *word = lua_tostring(dc->L, -1);
    if (*word == 0 || strlen(word) > LIMIT_NAME_BYTES) {
        declare_error(dc, path, NULL, _("a name has 1 to %d bytes"), LIMIT_NAME_BYTES);
        return NULL;
    }
    if (is_own_member(dc->loader->model, s, word)) {
        declare_error(dc, path, _("choose another name"),
                      _("every answer has \"%s\" already, with a meaning of its own"), word);
        return NULL;
    }
    return declare_keep(dc, word);
}

static bool is_fresh(struct declaration *dc, const char *path, const struct data_source *s,
                     uint16_t field, const char *word)
{
    for (size_t i = 0; i < s->field_count; i++)
        if (s->fields[i].field == field || strcmp(s->fields[i].name, word) == 0) {
            declare_error(dc, path, NULL, _("\"%s\" is there twice"),
                          s->fields[i].field == field ? dc->loader->model->fields[field].name
                                                      : word);
            return false;
        }
    return true;
}

static int by_field(const void *a, const void *b)
{
    uint16_t x = ((const struct data_source_field *)a)->field;
    uint16_t y = ((const struct data_source_field *)b)->field;
    return (x > y) - (x < y);
}

/* One entry of `fields`, its value on top of the stack. */
static void read_field(struct declaration *dc, struct data_source *s, const char *name)
{
    const char *path = declare_path(dc, "fields/%s", name);
    uint16_t field = find_field(dc->loader->model, s->entity, name);
    const char *word = read_member(dc, path, s);
    if (field == NO_FIELD)
        no_field(dc, path, s->entity, name);
    else if (field_ok(dc, path, s, field) && word && is_fresh(dc, path, s, field, word))
        s->fields[s->field_count++] = (struct data_source_field){.field = field, .name = word};
}

/* fields = { vehicle_count = "vehicles" }: replaces all earlier ones. */
static void read_fields(struct declaration *dc, struct data_source *s, bool is_new)
{
    const char **keys;
    if (!declare_get(dc, "fields")) {
        if (is_new)
            declare_error(dc, NULL, _("for example fields = { vehicle_count = \"vehicles\" }"),
                          _("`fields` is missing: which facts does the register give?"));
        return;
    }
    size_t n = lua_istable(dc->L, -1) ? declare_keys(dc, -1, &keys) : 0;
    if (n == 0 || n > LIMIT_DATA_SOURCE_FIELDS || lua_rawlen(dc->L, -1) > 0) {
        declare_error(dc, "fields", _("for example fields = { vehicle_count = \"vehicles\" }"),
                      _("`fields` is a table of 1 to %d facts and their names in an answer"),
                      LIMIT_DATA_SOURCE_FIELDS);
        n = 0;
    }
    s->fields = declare_alloc(dc, (n + 1) * sizeof *s->fields);
    s->field_count = 0;
    for (size_t i = 0; i < n; i++) {
        lua_getfield(dc->L, -1, keys[i]);
        read_field(dc, s, keys[i]);
        lua_pop(dc->L, 1);
    }
    qsort(s->fields, s->field_count, sizeof *s->fields, by_field);
    lua_pop(dc->L, 1);
}

static void read_absent_one(struct declaration *dc, struct data_source *s, const char *name)
{
    const struct model *m = dc->loader->model;
    const char *path = declare_path(dc, "absent/%s", name);
    uint16_t field = find_field(m, s->entity, name);
    int64_t stored;
    for (size_t i = 0; i < s->field_count; i++) {
        struct data_source_field *f = &s->fields[i];
        if (f->field != field)
            continue;
        const struct type *t = &m->fields[field].type;
        f->has_absent = declare_value(dc, path, t, &f->absent);
        if (f->has_absent && !value_stored(&stored, &f->absent, t))
            declare_error(dc, path, NULL, _("%s has more decimals than %s holds: %s"), name,
                          type_name(t, m->enums), declare_found(dc, -1));
        return;
    }
    declare_error(dc, path, _("write it into `fields` as well"),
                  _("`absent` speaks of \"%s\", which is not among `fields`"), name);
}

/* absent = { vehicle_count = 0 }: the facts of whoever the register does not have. */
static void read_absent(struct declaration *dc, struct data_source *s)
{
    const char **keys;
    if (!declare_get(dc, "absent"))
        return;
    if (!lua_istable(dc->L, -1) || lua_rawlen(dc->L, -1) > 0) {
        declare_error(dc, "absent", _("for example absent = { vehicle_count = 0 }"),
                      _("expected a table in { }, found %s"), declare_found(dc, -1));
        lua_pop(dc->L, 1);
        return;
    }
    for (size_t i = 0; i < s->field_count; i++)
        s->fields[i].has_absent = false;
    size_t n = declare_keys(dc, -1, &keys);
    for (size_t i = 0; i < n; i++) {
        lua_getfield(dc->L, -1, keys[i]);
        read_absent_one(dc, s, keys[i]);
        lua_pop(dc->L, 1);
    }
    lua_pop(dc->L, 1);
}

/* --- how it is asked --- */

/* A whole number 1..most. True when stated. */
static bool read_count(struct declaration *dc, const char *key, uint32_t most, uint32_t *out)
{
    struct value v;
    if (!declare_get(dc, key))
        return false;
    bool good = !globals_mark(dc->L, -1) && bind_any(&v, dc->L, -1) && v.kind == KIND_INTEGER &&
                v.as.integer >= 1 && v.as.integer <= most;
    if (good)
        *out = (uint32_t)v.as.integer;
    else
        declare_error(dc, key, NULL, _("%s must be a whole number from 1 to %u, found %s"), key,
                      most, declare_found(dc, -1));
    lua_pop(dc->L, 1);
    return true;
}

static void read_pace(struct declaration *dc, struct data_source *s, bool is_new)
{
    uint32_t days = s->ttl_days, months = s->ttl_months;
    read_count(dc, "batch", LIMIT_DATA_SOURCE_BATCH, &s->batch);
    read_count(dc, "rate", LIMIT_DATA_SOURCE_RATE, &s->rate);
    read_count(dc, "concurrency", LIMIT_DATA_SOURCE_AT_ONCE, &s->concurrency);
    bool has_days = read_count(dc, "ttl_days", LIMIT_DATA_SOURCE_TTL_DAYS, &days);
    bool has_months = read_count(dc, "ttl_months", MOST_MONTHS, &months);
    if (has_days && has_months)
        declare_error(dc, "ttl_months", NULL,
                      _("say either ttl_days or ttl_months: how long an answer counts"));
    else if (is_new && !has_days && !has_months)
        declare_error(dc, NULL, _("for example ttl_days = 90 or ttl_months = 3"),
                      _("`ttl_days` is missing: how long does an answer count?"));
    s->ttl_days = (uint16_t)(has_months ? 0 : days);
    s->ttl_months = (uint16_t)(has_days ? 0 : months);
}

/* --- the declaration --- */

static void keep(const char **into, const char *stated)
{
    *into = stated ? stated : *into;
}

static void read_texts(struct declaration *dc, struct data_source *s, bool is_new)
{
    keep(&s->zh, declare_text(dc, "zh"));
    keep(&s->law, declare_text(dc, "law"));
    keep(&s->purpose, declare_text(dc, "purpose"));
    keep(&s->note, declare_text(dc, "note"));
    if (!s->purpose && is_new && !declare_has(dc, "purpose"))
        declare_error(dc, NULL, _("for example purpose = \"低保申请家庭经济状况核对\""),
                      _("`purpose` is missing: personal data are asked for one purpose only"));
    if (!s->law)
        declare_warning(dc, NULL, _("for example law = \"社会救助暂行办法 第五十八条\""),
                        _("the source does not say which law allows to ask it"));
}

/* Two registers that give one fact would contradict each other. */
static void check_alone(struct declaration *dc, const struct data_source *s)
{
    const struct model *m = dc->loader->model;
    for (size_t i = 0; i < m->data_source_count; i++) {
        const struct data_source *other = &m->data_sources[i];
        if (strcmp(other->name, dc->name) == 0)
            continue;
        if (s->zh && other->zh && strcmp(s->zh, other->zh) == 0)
            declare_error(dc, "zh", _("choose another name"),
                          _("\"%s\" is taken by %s (%s, line %u)"), s->zh, other->name,
                          other->at.file ? other->at.file : "?", other->at.line);
        for (size_t a = 0; a < s->field_count; a++)
            for (size_t b = 0; b < other->field_count; b++)
                if (s->fields[a].field == other->fields[b].field)
                    declare_error(dc, "fields", _("let one of the two give it"),
                                  _("%s is given by the source \"%s\" already (%s, line %u)"),
                                  m->fields[s->fields[a].field].name, other->name,
                                  other->at.file ? other->at.file : "?", other->at.line);
    }
}

static void read_source(struct declaration *dc, struct data_source *s, bool is_new)
{
    read_texts(dc, s, is_new);
    read_url(dc, s, is_new);
    if (!read_entity(dc, s, is_new))
        return;
    read_key(dc, s, is_new);
    read_fields(dc, s, is_new);
    read_absent(dc, s);
    read_pace(dc, s, is_new);
    check_alone(dc, s);
    s->at = dc->at;
    s->level = dc->level;
}

void declare_source(struct declaration *dc)
{
    struct loader *l = dc->loader;
    struct model *m = l->model;
    struct data_source s = {.key = NO_FIELD, .batch = 100, .rate = 5, .concurrency = 2};
    int found = data_source_find(m, str_of(dc->name));
    if (found >= 0 && strcmp(m->data_sources[found].name, dc->name) != 0)
        found = -1; /* another one's zh */
    if (!inherit_check_override(dc, found >= 0 ? &m->data_sources[found].at : NULL,
                                INHERIT_SOURCE))
        return;
    if (found >= 0)
        s = m->data_sources[found];
    else
        s.name = declare_keep(dc, dc->name);
    if (found >= 0 && s.field_count) { /* those above keep theirs */
        struct data_source_field *copy = declare_alloc(dc, s.field_count * sizeof *copy);
        memcpy(copy, s.fields, s.field_count * sizeof *copy);
        s.fields = copy;
    }
    read_source(dc, &s, found < 0);
    if (found < 0) {
        void *sources = m->data_sources;
        struct data_source *fresh =
            declare_append(dc, &sources, &m->data_source_count, &l->data_source_cap, sizeof s,
                           LIMIT_DATA_SOURCES);
        m->data_sources = sources;
        if (!fresh)
            return;
        found = (int)m->data_source_count - 1;
    }
    m->data_sources[found] = s;
}
