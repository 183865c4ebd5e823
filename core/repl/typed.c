/* typed.c - families typed into a session as JSON: {"id":"X","persons":[{"id":"p1"}]}. What is
 * kept is the text: it is read again for each question, under the policy and the month of then.
 */
#include "repl/typed.h"

#include <string.h>
#include "base/i18n.h"
#include "base/mem.h"
#include "repl/verb.h"
#include "whatif/family.h"

struct typed {
    struct typed *next;
    char *id, *json;
};

/* --- telling JSON from Lua --- */

static const char *behind_blanks(const char *p)
{
    return p + strspn(p, " \t\r\n");
}

/* Behind the closing quote of a text in quotes; its end when there is none. */
static const char *behind_text(const char *p)
{
    for (p++; *p && *p != '"'; p++)
        p += *p == '\\' && p[1];
    return *p ? p + 1 : p;
}

bool typed_is(const char *line)
{
    const char *p = behind_blanks(line);
    if (*p != '{')
        return false;
    p = behind_blanks(p + 1);
    return *p == '"' && *behind_blanks(behind_text(p)) == ':';
}

bool typed_incomplete(const char *text)
{
    long depth = 0;
    const char *p = text;
    while (*p) {
        depth += *p == '{' || *p == '[';
        depth -= *p == '}' || *p == ']';
        p = *p == '"' ? behind_text(p) : p + 1;
    }
    return depth > 0;
}

/* --- keeping --- */

static void drop(struct typed *t)
{
    mem_free(t->id);
    mem_free(t->json);
    mem_free(t);
}

void typed_fini(struct repl *r)
{
    while (r->typed) {
        struct typed *next = r->typed->next;
        drop(r->typed);
        r->typed = next;
    }
}

const char *typed_find(const struct repl *r, const char *id)
{
    for (const struct typed *t = r->typed; t; t = t->next)
        if (strcmp(t->id, id) == 0)
            return t->json;
    return NULL;
}

const char *typed_id(const struct repl *r, size_t i)
{
    const struct typed *t = r->typed;
    while (t && i-- > 0)
        t = t->next;
    return t ? t->id : NULL;
}

static size_t kept_bytes(const struct repl *r)
{
    size_t n = 0;
    for (const struct typed *t = r->typed; t; t = t->next)
        n += strlen(t->json);
    return n;
}

static enum hm_status keep(struct repl *r, const char *id, const char *json)
{
    if (kept_bytes(r) + strlen(json) > LIMIT_SESSION_TYPED_BYTES)
        return diag_add(r->diag, HM_LEVEL_ERROR, HM_USAGE, NULL,
                        _("put them into a store: `huimin init`, `huimin import`"),
                        _("more families than a session holds"));
    struct typed *t = mem_zalloc(sizeof *t);
    if (t) {
        t->id = mem_strdup(id);
        t->json = mem_strdup(json);
    }
    if (!t || !t->id || !t->json) {
        if (t)
            drop(t);
        return diag_nomem(r->diag, _("reading a line"));
    }
    t->next = r->typed;
    r->typed = t;
    for (struct typed **at = &t->next; *at; at = &(*at)->next)
        if (strcmp((*at)->id, id) == 0) {
            struct typed *older = *at;
            *at = older->next;
            drop(older);
            break;
        }
    return HM_OK;
}

/* --- a line --- */

/* `show` of the id, which may hold anything. */
static enum hm_status show(struct repl *r, const char *id, const char *line)
{
    struct verb_word words[] = {{"show", 0, false}, {id, 0, true}, {NULL, strlen(line), false}};
    struct verb_line l = {
        .verb = verb_find((struct str){"show", 4}), .text = line, .words = words, .count = 2};
    l.at = 1;
    return verb_show(r, &l);
}

enum hm_status typed_line(struct repl *r, const char *line)
{
    struct family *f;
    if (r->policy->member_count)
        return diag_add(r->diag, HM_LEVEL_ERROR, HM_USAGE, NULL,
                        _("start with the folder of one place, as policies/cn/zhejiang/ningbo"),
                        _("a typed family needs the law of one place, and the session has %zu"),
                        r->policy->member_count);
    TRY(family_from_json(&f, r->policy, r->month, line, r->diag));
    const char *id = arena_strdup(&r->line, family_id(f) ? family_id(f) : "");
    family_close(f);
    if (!id)
        return diag_nomem(r->diag, _("reading a line"));
    if (!*id)
        return diag_add(r->diag, HM_LEVEL_ERROR, HM_DATA, &(struct place){.field = "id"},
                        _("write {\"id\":\"X\", ...}: then `show X`, `why X`, family(\"X\")"),
                        _("the family has no id by which it could be asked about"));
    TRY(keep(r, id, line));
    return show(r, id, line);
}
