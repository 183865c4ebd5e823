/* scaffold.c - makes a policy folder from texts, and proves that what it made loads and passes.
 */
#include "run/scaffold.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "run/examples.h"
#include "run/scaffold_texts.h"

struct scaffold {
    const char *path; /* as the user gave it, without slashes at its end */
    char *above;      /* the folder above; owned */
    const char *name; /* of the folder */
    const struct scaffold_options *options;
    struct policy *parent; /* owned; NULL: there is none above */
    struct diag *diag;
};

/* standard.lua comes last: it is left out where the levels above leave nothing to be filled in.
 */
static const char *const file_names[] = {"policy.lua", "subsidy.lua", "cases.lua",
                                         "standard.lua"};
static const char *const file_texts[] = {SCAFFOLD_POLICY, SCAFFOLD_RULE, SCAFFOLD_CASES,
                                         SCAFFOLD_STANDARD};
enum { FILES = 4 };

/* --- what is there --- */

static enum hm_status check_name(const struct scaffold *s)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz", more[] = "0123456789_";
    bool good = *s->name && strchr(letters, *s->name);
    for (const char *p = s->name; *p && good; p++)
        good = strchr(letters, *p) || strchr(more, *p);
    if (good && strlen(s->name) <= LIMIT_NAME_BYTES / 2)
        return HM_OK;
    struct place at = {.file = s->path};
    return diag_add(s->diag, HM_LEVEL_ERROR, HM_USAGE, &at,
                    _("for example policies/cn/zhejiang/shaoxing"),
                    _("the folder's name becomes part of names in rules: lower-case letters, "
                      "digits and _, a letter first"));
}

/* It stands in texts of rules, in remarks and as a title. */
static enum hm_status check_zh(const struct scaffold *s)
{
    const char *zh = s->options->zh;
    bool good = !zh || *zh;
    for (const char *p = zh; p && *p && good; p++)
        good = (unsigned char)*p >= ' ' && *p != 0x7F && !strchr("\"\\[]", *p);
    if (good)
        return HM_OK;
    return diag_add(s->diag, HM_LEVEL_ERROR, HM_USAGE, NULL, _("for example --zh 绍兴市"),
                    _("--zh: a name without quotes, brackets and line ends is expected"));
}

static enum hm_status check_free(const struct scaffold *s)
{
    struct place at = {.file = s->path};
    if (!fs_exists(s->path))
        return HM_OK;
    return diag_add(s->diag, HM_LEVEL_ERROR, HM_USAGE, &at,
                    _("choose another name, or change the files that are there"),
                    _("there is something of this name already, and nothing is overwritten"));
}

static enum hm_status load_parent(struct scaffold *s)
{
    char *file = fs_join(s->above, "policy.lua");
    if (!file)
        return diag_nomem(s->diag, _("making a policy"));
    bool has_policy = fs_exists(file);
    mem_free(file);
    struct place at = {.file = s->above};
    if (!fs_is_dir(s->above))
        return diag_add(s->diag, HM_LEVEL_ERROR, HM_USAGE, &at, _("make it first"),
                        _("there is no such folder"));
    return has_policy ? policy_load(&s->parent, s->above, s->diag) : HM_OK;
}

static struct str str_of(const char *text)
{
    return (struct str){text, strlen(text)};
}

/* Whether the levels above have households, members and their birthdays. */
static bool has_entities(const struct scaffold *s)
{
    const struct model *m = s->parent ? s->parent->model : NULL;
    uint8_t home = m ? model_entity(m, str_of("household")) : NO_ENTITY;
    uint8_t person = m ? model_entity(m, str_of("person")) : NO_ENTITY;
    if (home == NO_ENTITY || person == NO_ENTITY || m->entities[person].parent != home ||
        strcmp(m->entities[person].plural, "persons") != 0)
        return false;
    uint16_t birth = model_field(m, person, str_of("birth_date"));
    return birth != NO_FIELD && m->fields[birth].type.kind == KIND_DATE;
}

/* --- parameters without a value --- */

static bool is_open(const struct parameter *p)
{
    return p->count == 0;
}

static size_t file_count(const struct scaffold *s)
{
    for (size_t i = 0; s->parent && i < s->parent->model->parameter_count; i++)
        if (is_open(&s->parent->model->parameters[i]))
            return FILES;
    return FILES - 1;
}

static const char *sample_value(const struct type *t)
{
    switch (t->kind) {
    case KIND_BOOLEAN:
        return "false";
    case KIND_MONEY:
        return "yuan(0)";
    case KIND_DATE:
        return "date \"2024-01-01\"";
    case KIND_MONTH:
        return "month \"2024-01\"";
    case KIND_TEXT:
    case KIND_ENUM:
        return "\"\"";
    default:
        return "0";
    }
}

static void put_sample(struct buf *out, const struct model *m, const struct parameter *p)
{
    const char *value = sample_value(&p->type);
    switch (p->kind) {
    case PARAMETER_SCALAR:
        buf_puts(out, value);
        break;
    case PARAMETER_COMPARISON:
        buf_puts(out, "\"<\"");
        break;
    case PARAMETER_KEYED:
        buf_printf(out, "{ %s = %s }",
                   p->key.kind == KIND_ENUM ? m->enums[p->key.enum_id].values[0].name : "[1]",
                   value);
        break;
    case PARAMETER_BANDS:
    case PARAMETER_MARGINAL:
        buf_printf(out, "{ { from = 0, %s } }", value);
        break;
    case PARAMETER_TABLE:
        buf_puts(out, "{ }");
        break;
    }
}

static void put_open_parameters(struct buf *out, const struct scaffold *s)
{
    const struct model *m = s->parent->model;
    for (size_t i = 0; i < m->parameter_count; i++) {
        const struct parameter *p = &m->parameters[i];
        if (!is_open(p))
            continue;
        buf_printf(out, "\n-- parameter \"%s\" { override = true, -- %s%s%s%s%s\n", p->name,
                   p->zh ? p->zh : "", p->unit ? "," : "", p->unit ? p->unit : "",
                   p->note ? ";" : "", p->note ? p->note : "");
        buf_puts(out, "--   [\"2024-01-01\"] = { ");
        put_sample(out, m, p);
        buf_puts(out, ", source = \"\" },\n-- }\n");
    }
}

/* --- texts --- */

static void put_division(struct buf *out, const struct scaffold *s)
{
    if (s->options->division)
        buf_printf(out, ", division = \"%s\"", s->options->division);
}

static void put_above(struct buf *out, const struct scaffold *s)
{
    if (s->parent)
        buf_printf(out,
                   "上级%s(%s)的规定在这里都有效,\n"
                   "-- 这里只写自己的数字和不同的地方;改写上级的要写 override = true。",
                   s->parent->model->zh ? s->parent->model->zh : "", s->parent->model->name);
    else
        buf_puts(out, "上面没有别的规定。");
}

static void put_path(struct buf *out, const struct scaffold *s)
{
    buf_printf(out, "%s%s%s", s->parent ? s->parent->model->name : "", s->parent ? "/" : "",
               s->name);
}

static void put_word(struct buf *out, const struct scaffold *s, struct str word)
{
    const char *zh = s->options->zh ? s->options->zh : s->name;
    if (str_eq(word, str_of("NAME")))
        buf_puts(out, s->name);
    else if (str_eq(word, str_of("ZH")))
        buf_puts(out, zh);
    else if (str_eq(word, str_of("PATH")))
        put_path(out, s);
    else if (str_eq(word, str_of("SHOWN")))
        buf_puts(out, s->path);
    else if (str_eq(word, str_of("ABOVE")))
        put_above(out, s);
    else if (str_eq(word, str_of("DIVISION")))
        put_division(out, s);
    else if (str_eq(word, str_of("ENTITIES")) && !has_entities(s))
        buf_puts(out, SCAFFOLD_ENTITIES);
    else if (str_eq(word, str_of("STANDARD")) && file_count(s) == FILES)
        buf_puts(out, SCAFFOLD_INCLUDE_STANDARD);
}

static void fill(struct buf *out, const struct scaffold *s, const char *text)
{
    for (const char *p = text; *p;) {
        size_t n = strcspn(p, "@");
        buf_put(out, p, n);
        p += n;
        if (!*p)
            break;
        size_t word = strcspn(p + 1, "@");
        put_word(out, s, (struct str){p + 1, word});
        p += word + 2;
    }
}

/* --- files --- */

static enum hm_status write_files(struct scaffold *s)
{
    if (mkdir(s->path, 0755) != 0)
        return diag_errno(s->diag, _("making the folder"), s->path);
    for (size_t i = 0; i < file_count(s); i++) {
        struct buf text;
        char *path = fs_join(s->path, file_names[i]);
        buf_init(&text);
        fill(&text, s, file_texts[i]);
        if (i == FILES - 1)
            put_open_parameters(&text, s);
        enum hm_status st = path && buf_ok(&text)
                                ? fs_write(path, text.data, text.len, 0644, s->diag)
                                : diag_nomem(s->diag, _("making a policy"));
        mem_free(path);
        buf_fini(&text);
        TRY(st);
    }
    return HM_OK;
}

/* What did not come to an end leaves nothing behind. */
static void take_back(const struct scaffold *s)
{
    for (size_t i = 0; i < FILES; i++) {
        char *path = fs_join(s->path, file_names[i]);
        if (path)
            unlink(path);
        mem_free(path);
    }
    rmdir(s->path);
}

/* Loads and tests it, as `huimin check` and `huimin test` will. */
static enum hm_status prove(struct scaffold *s, size_t *cases, const struct hm_host *host)
{
    struct policy *p;
    struct examples_report report;
    TRY(policy_load(&p, s->path, s->diag));
    examples_init(&report);
    enum hm_status st = examples_policy(&report, p, false, false, NULL, host, s->diag);
    *cases = report.cases;
    if (st == HM_OK && report.cases_failed)
        st = diag_error(s->diag, HM_DATA, NULL, _("a case of the new policy fails: %s: %s"),
                        report.outcomes[0].name,
                        report.outcomes[0].fault_count ? report.outcomes[0].faults[0].found
                                                       : "");
    examples_fini(&report);
    policy_free(p);
    return st;
}

static void put_report(struct scaffold_report *out, const struct scaffold *s)
{
    struct buf *b = &out->text;
    buf_printf(b, _("made %s"), s->path);
    if (s->parent) {
        buf_puts(b, ", ");
        buf_printf(b, _("below %s"), s->parent->model->name);
    }
    buf_putc(b, '\n');
    for (size_t i = 0; i < file_count(s); i++)
        buf_printf(b, "  %s/%s\n", s->path, file_names[i]);
    buf_printf(b, _("%zu cases, all pass. Next:\n"), out->cases);
    buf_printf(b, "  huimin check --watch %s\n", s->path);
    if (!s->options->division && s->parent && s->parent->model->division)
        buf_printf(b, "  %s\n",
                   _("policy.lua: add the division code; a region needs it to find its "
                     "households"));
}

static enum hm_status make(struct scaffold *s, struct scaffold_report *out,
                           const struct hm_host *host)
{
    TRY(check_name(s));
    TRY(check_zh(s));
    TRY(check_free(s));
    TRY(load_parent(s));
    enum hm_status st = write_files(s);
    if (st == HM_OK)
        st = prove(s, &out->cases, host);
    if (st != HM_OK)
        take_back(s);
    else
        put_report(out, s);
    return st;
}

enum hm_status scaffold_make(struct scaffold_report *out, const char *path,
                             const struct scaffold_options *o, const struct hm_host *host,
                             struct diag *d)
{
    struct scaffold s = {.options = o, .diag = d};
    *out = (struct scaffold_report){0};
    buf_init(&out->text);
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    char *trimmed = mem_strndup(path, n);
    if (!trimmed)
        return diag_nomem(d, _("making a policy"));
    const char *slash = strrchr(trimmed, '/');
    s.path = trimmed;
    s.name = slash ? slash + 1 : trimmed;
    s.above = slash ? mem_strndup(trimmed, slash == trimmed ? 1 : (size_t)(slash - trimmed))
                    : mem_strdup(".");
    enum hm_status st = s.above ? make(&s, out, host) : diag_nomem(d, _("making a policy"));
    policy_free(s.parent);
    mem_free(s.above);
    mem_free(trimmed);
    return st;
}

void scaffold_fini(struct scaffold_report *r)
{
    buf_fini(&r->text);
}
