/* luacats.c - the names of a policy and of all below it as definitions for an editor. */
#include "report/luacats.h"

#include <string.h>
#include <sys/stat.h>
#include "base/buf.h"
#include "base/fs.h"
#include "base/map.h"
#include "base/mem.h"
#include "policy/policy.h"
#include "report/luacats_language.h"
#include "report/parameter_text.h"
#include "value/date.h"

struct writer {
    const char *folder;
    struct luacats_totals *totals;
    struct diag *diag;
    struct buf entities, law, names; /* of all policies */
    struct buf globals;              /* for luacheck */
    struct map seen;                 /* "entity field", "law name", "global" */
    bool failed;
};

/* Whether it is met for the first time. */
static bool is_new(struct writer *w, const char *kind, const char *name)
{
    struct buf key;
    buf_init(&key);
    buf_printf(&key, "%s %s", kind, name);
    int put = buf_ok(&key) ? map_put(&w->seen, (struct str){key.data, key.len}, 0) : -1;
    buf_fini(&key);
    w->failed |= put < 0;
    return put == 1;
}

/* On one line, as a comment. */
static void put_line(struct buf *out, const char *text)
{
    for (; text && *text; text++)
        buf_putc(out, *text == '\n' ? ' ' : *text);
}

static const char *type_word(const struct type *t)
{
    switch (t->kind) {
    case KIND_BOOLEAN:
        return "boolean";
    case KIND_INTEGER:
        return "integer";
    case KIND_NUMBER:
        return "number";
    case KIND_MONEY:
        return "huimin.money";
    case KIND_DATE:
        return "huimin.date";
    case KIND_MONTH:
        return "huimin.month";
    case KIND_ENUM:
        return NULL; /* an alias of its own */
    default:
        return "string";
    }
}

static void put_type(struct buf *out, const struct model *m, const struct type *t)
{
    if (type_word(t))
        buf_puts(out, type_word(t));
    else
        buf_printf(out, "huimin.enum.%s", m->enums[t->enum_id].name);
}

/* A name that can stand behind ---@field as it is. */
static void put_field(struct buf *out, const struct model *m, const char *name,
                      const struct field *f, const char *same_as)
{
    buf_printf(out, "---@field %s ", name);
    put_type(out, m, &f->type);
    buf_printf(out, " %s", f->kind == FIELD_INPUT ? "事实" : "变量");
    if (same_as)
        buf_printf(out, ",即 %s", same_as);
    else
        buf_printf(out, ":%s", f->zh ? f->zh : "");
    if (f->unit)
        buf_printf(out, "(%s)", f->unit);
    if (f->law && !same_as) {
        buf_puts(out, ";依据:");
        put_line(out, f->law);
    }
    if (f->note && !same_as) {
        buf_puts(out, ";");
        put_line(out, f->note);
    }
    buf_putc(out, '\n');
}

/* --- entities --- */

static void put_entity_head(struct writer *w, const struct model *m, const struct entity *e)
{
    struct buf *out = &w->entities;
    buf_printf(out, "---%s\n---@class huimin.%s\n---@field id string\n",
               e->zh ? e->zh : e->name, e->name);
    if (e->parent != NO_ENTITY)
        buf_printf(out, "---@field %s huimin.%s 所在的%s\n", m->entities[e->parent].name,
                   m->entities[e->parent].name,
                   m->entities[e->parent].zh ? m->entities[e->parent].zh : "");
    for (uint8_t k = 0; k < e->child_count; k++) {
        const struct entity *child = &m->entities[e->children[k]];
        buf_printf(out, "---@field %s huimin.%s[] %s\n", child->plural, child->name,
                   child->zh ? child->zh : "");
    }
    buf_printf(out,
               "---@field before fun(self: any, months: integer): huimin.%s 几个月以前的认定\n",
               e->name);
}

static void put_entity_global(struct writer *w, const char *name, const char *zh)
{
    buf_printf(&w->names, "---@type huimin.entity %s\n%s = nil\n", zh ? zh : "", name);
    buf_printf(&w->globals, "    \"%s\",\n", name);
}

/* Fields of one entity over all policies stand together: they are gathered entity by entity. */
static void put_entity(struct writer *w, struct policy *const *policies, size_t n,
                       const struct model *first, const struct entity *e)
{
    put_entity_head(w, first, e);
    put_entity_global(w, e->name, e->zh);
    for (size_t i = 0; i < n; i++) {
        const struct model *m = policies[i]->model;
        uint8_t id = model_entity(m, (struct str){e->name, strlen(e->name)});
        for (size_t k = 0; id != NO_ENTITY && k < m->field_count; k++) {
            const struct field *f = &m->fields[k];
            if (f->entity != id || f->is_hidden || !is_new(w, e->name, f->name))
                continue;
            w->totals->fields++;
            put_field(&w->entities, m, f->name, f, NULL);
            if (f->zh && strcmp(f->zh, f->name) != 0 && is_new(w, e->name, f->zh))
                put_field(&w->entities, m, f->zh, f, f->name);
        }
    }
    buf_putc(&w->entities, '\n');
}

static void put_entities(struct writer *w, struct policy *const *policies, size_t n)
{
    struct buf row;
    buf_init(&row);
    for (size_t i = 0; i < n; i++) {
        const struct model *m = policies[i]->model;
        for (size_t e = 0; e < m->entity_count; e++) {
            if (!is_new(w, "entity", m->entities[e].name))
                continue;
            put_entity(w, policies, n, m, &m->entities[e]);
            buf_printf(&row, "%shuimin.%s", row.len ? ", " : "", m->entities[e].name);
        }
    }
    buf_puts(&w->entities, "---公式的第一个参数:of 说的那一种\n---@class huimin.row");
    if (row.len)
        buf_printf(&w->entities, ": %s", row.data);
    buf_puts(&w->entities, "\n\n");
    w->failed |= !buf_ok(&row);
    buf_fini(&row);
}

/* --- parameters, enums --- */

static void put_parameter_type(struct buf *out, const struct model *m,
                               const struct parameter *p)
{
    if (p->kind == PARAMETER_COMPARISON) {
        buf_puts(out, "fun(a: any, b: any): boolean");
        return;
    }
    if (p->kind != PARAMETER_SCALAR) {
        buf_puts(out, "table<");
        put_type(out, m, &p->key);
        buf_puts(out, ", ");
    }
    put_type(out, m, &p->type);
    if (p->kind != PARAMETER_SCALAR)
        buf_putc(out, '>');
}

static void put_parameter(struct writer *w, const struct model *m, const struct parameter *p,
                          const char *name, bool is_zh)
{
    struct buf *out = &w->law;
    const struct parameter_value *v = p->count ? &p->values[p->count - 1] : NULL;
    buf_printf(out, "---@field %s ", name);
    put_parameter_type(out, m, p);
    buf_printf(out, " %s%s", is_zh ? "即 " : "参数:", is_zh ? p->name : p->zh ? p->zh : "");
    if (p->unit)
        buf_printf(out, "(%s)", p->unit);
    if (v && !is_zh) {
        buf_puts(out, ";");
        date_put(out, v->from);
        buf_puts(out, v->ended ? " 起没有" : " 起");
        if (p->kind == PARAMETER_SCALAR && !v->ended) {
            buf_putc(out, ' ');
            parameter_text(out, m, p, v);
        }
        if (v->source) {
            buf_puts(out, ",");
            put_line(out, v->source);
        }
    }
    buf_putc(out, '\n');
}

static void put_law(struct writer *w, struct policy *const *policies, size_t n)
{
    buf_puts(&w->law, "---当月的参数\n---@class huimin.law\n"
                      "---@field month huimin.month 核算的月份\n"
                      "---@field date huimin.date 它的第一天\n"
                      "---@field year integer 年份\n");
    for (size_t i = n; i-- > 0;) { /* the lowest level's value is the one to show */
        const struct model *m = policies[i]->model;
        for (size_t k = 0; k < m->parameter_count; k++) {
            const struct parameter *p = &m->parameters[k];
            if (!is_new(w, "law", p->name))
                continue;
            w->totals->parameters++;
            put_parameter(w, m, p, p->name, false);
            if (p->zh && strcmp(p->zh, p->name) != 0 && is_new(w, "law", p->zh))
                put_parameter(w, m, p, p->zh, true);
        }
    }
    buf_putc(&w->law, '\n');
}

static void put_enum(struct writer *w, const struct enum_type *e)
{
    struct buf *out = &w->names;
    w->totals->enums++;
    buf_printf(out, "---%s\n---@alias huimin.enum.%s\n", e->zh ? e->zh : e->name, e->name);
    for (uint16_t k = 0; k < e->count; k++)
        buf_printf(out, "---| '\"%s\"' # %s\n", e->values[k].name,
                   e->values[k].zh ? e->values[k].zh : "");
    buf_printf(out, "---@type huimin.type %s\n%s = nil\n\n", e->zh ? e->zh : "", e->name);
    buf_printf(&w->globals, "    \"%s\",\n", e->name);
}

static void put_enums(struct writer *w, struct policy *const *policies, size_t n)
{
    for (size_t i = n; i-- > 0;) {
        const struct model *m = policies[i]->model;
        for (size_t e = 0; e < m->enum_count; e++)
            if (is_new(w, "enum", m->enums[e].name))
                put_enum(w, &m->enums[e]);
    }
}

/* --- files --- */

static enum hm_status write_one(const struct writer *w, const char *name,
                                const struct buf *text, bool keeps)
{
    char *path = fs_join(w->folder, name);
    if (!path || !buf_ok(text)) {
        mem_free(path);
        return diag_nomem(w->diag, _("writing definitions for editors"));
    }
    enum hm_status st = HM_OK;
    if (!keeps || !fs_exists(path))
        st = fs_write(path, text->data, text->len, 0644, w->diag);
    mem_free(path);
    return st;
}

static enum hm_status make_folder(const char *path, struct diag *d)
{
    if (fs_is_dir(path) || mkdir(path, 0755) == 0)
        return HM_OK;
    return diag_errno(d, _("making the folder"), path);
}

static const char settings[] =
    "{\n"
    "  \"runtime.version\": \"Lua 5.4\",\n"
    "  \"runtime.unicodeName\": true,\n"
    "  \"runtime.path\": [\"?.lua\", \"../stdlib/?.lua\"],\n"
    "  \"runtime.builtin\": { \"io\": \"disable\", \"os\": \"disable\", \"debug\": "
    "\"disable\", "
    "\"coroutine\": \"disable\", \"package\": \"disable\", \"math\": \"disable\", "
    "\"utf8\": \"disable\" },\n"
    "  \"workspace.library\": [\".huimin\", \"../stdlib\"],\n"
    "  \"workspace.checkThirdParty\": false,\n"
    "  \"diagnostics.disable\": [\"lowercase-global\", \"missing-fields\", \"unused-local\", "
    "\"unused\"],\n"
    "  \"hint.enable\": true\n"
    "}\n";

/* The names a script may read, from the definitions of the language itself. */
static void put_language_globals(struct buf *out)
{
    for (const char *p = luacats_language; *p;) {
        size_t n = strcspn(p, "\n");
        size_t skip = strncmp(p, "function ", 9) == 0 ? 9 : 0;
        size_t word = strcspn(p + skip, " (");
        if (skip || (n > 6 && strncmp(p + n - 6, " = nil", 6) == 0))
            buf_printf(out, "    \"%.*s\",\n", (int)word, p + skip);
        p += n + (p[n] == '\n');
    }
    static const char *const lua[] = {"require", "pairs",    "ipairs", "type",  "select",
                                      "error",   "tostring", "assert", "table", "string"};
    for (size_t i = 0; i < sizeof lua / sizeof *lua; i++)
        buf_printf(out, "    \"%s\",\n", lua[i]);
}

static enum hm_status write_luacheck(const struct writer *w)
{
    struct buf text;
    buf_init(&text);
    buf_puts(&text, "-- luacheck: 由 huimin doc --luacats 生成。规则里能用的名称只有这些。\n"
                    "std = { read_globals = {\n");
    put_language_globals(&text);
    buf_put(&text, w->globals.data, w->globals.len);
    buf_puts(&text, "} }\n"
                    "exclude_files = { \".huimin\" }\n"
                    "max_line_length = false\n"
                    "unused_args = false -- 公式的参数总是两个,不一定都用\n");
    enum hm_status st = write_one(w, ".luacheckrc", &text, false);
    buf_fini(&text);
    return st;
}

static enum hm_status write_all(struct writer *w)
{
    struct buf text = {0}, names;
    char *hidden = fs_join(w->folder, ".huimin");
    enum hm_status st = hidden ? make_folder(w->folder, w->diag) : HM_NOMEM;
    if (st == HM_OK)
        st = make_folder(hidden, w->diag);
    mem_free(hidden);
    TRY(st);
    buf_init(&text);
    buf_puts(&text, settings);
    st = write_one(w, ".luarc.json", &text, true);
    buf_clear(&text);
    buf_puts(&text, luacats_language);
    if (st == HM_OK)
        st = write_one(w, ".huimin/language.lua", &text, false);
    buf_fini(&text);
    buf_init(&names);
    buf_puts(&names,
             "---@meta\n-- 由 huimin doc --luacats 生成,不要改:规则改了就再生成一次。\n\n");
    const struct buf *const parts[] = {&w->entities, &w->law, &w->names};
    for (size_t i = 0; i < 3; i++) {
        buf_put(&names, parts[i]->data, parts[i]->len);
        names.failed |= !buf_ok(parts[i]);
    }
    if (st == HM_OK)
        st = write_one(w, ".huimin/names.lua", &names, false);
    buf_fini(&names);
    return st == HM_OK ? write_luacheck(w) : st;
}

static enum hm_status gather(struct writer *w, char **folders, size_t n)
{
    struct policy **policies = mem_calloc(n + 1, sizeof *policies);
    size_t count = 0;
    enum hm_status st = policies ? HM_OK : HM_NOMEM;
    for (size_t i = 0; i < n && st == HM_OK; i++) {
        struct diag own;
        diag_init(&own);
        st = policy_load(&policies[count], folders[i], &own);
        diag_merge(w->diag, &own);
        diag_fini(&own);
        count += st == HM_OK;
    }
    if (st == HM_OK) {
        w->totals->policies = count;
        put_entities(w, policies, count);
        put_law(w, policies, count);
        put_enums(w, policies, count);
    }
    for (size_t i = 0; i < count; i++)
        policy_free(policies[i]);
    mem_free(policies);
    return st == HM_OK && w->failed ? HM_NOMEM : st;
}

enum hm_status luacats_write(struct luacats_totals *out, const char *path, const char *folder,
                             struct diag *d)
{
    struct writer w = {.folder = folder, .totals = out, .diag = d};
    char **folders;
    size_t n;
    *out = (struct luacats_totals){0};
    TRY(sources_folders(&folders, &n, path, d));
    struct buf *const bufs[] = {&w.entities, &w.law, &w.names, &w.globals};
    for (size_t i = 0; i < 4; i++)
        buf_init(bufs[i]);
    map_init(&w.seen);
    enum hm_status st = gather(&w, folders, n);
    if (st == HM_OK)
        st = write_all(&w);
    for (size_t i = 0; i < 4; i++)
        buf_fini(bufs[i]);
    map_fini(&w.seen);
    fs_list_free(folders, n);
    return st == HM_NOMEM ? diag_nomem(d, _("writing definitions for editors")) : st;
}
