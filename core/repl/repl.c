/* repl.c - opening and closing a session, running one line, and how an answer looks. */
#include "repl/repl.h"

#include <string.h>
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "repl/lua_talk.h"
#include "repl/typed.h"
#include "repl/verb.h"
#include "run/ruleset.h"
#include "value/date.h"

enum { DEFAULT_COLUMNS = 80 };

/* --- opening --- */

enum hm_status repl_open(struct repl **out, struct store *store, const char *policy,
                         int32_t month, const struct hm_host *host, struct diag *d)
{
    struct repl *r = mem_zalloc(sizeof *r);
    if (!r)
        return diag_nomem(d, _("starting the session"));
    r->host = *host;
    r->diag = d;
    r->store = store;
    r->month = month;
    r->json = host->format == HM_FORMAT_JSON;
    arena_init(&r->line);
    buf_init(&r->out);
    buf_init(&r->log);
    sheet_init(&r->last);
    r->first_month = month;
    r->columns = host->columns ? host->columns : DEFAULT_COLUMNS;
    r->path = mem_strdup(policy);
    enum hm_status st = r->path && repl_states_init(&r->states)
                            ? ruleset_load(&r->policy, policy, NULL, d)
                            : diag_nomem(d, _("starting the session"));
    changes_init(&r->changes, r->policy);
    if (st != HM_OK) {
        repl_close(r);
        return st;
    }
    *out = r;
    return HM_OK;
}

void repl_close(struct repl *r)
{
    if (!r)
        return;
    lua_talk_close(r->lua);
    typed_fini(r);
    repl_drop_population(r);
    changes_fini(&r->changes);
    repl_states_fini(&r->states);
    policy_free(r->policy);
    sheet_fini(&r->last);
    buf_fini(&r->out);
    buf_fini(&r->log);
    mem_free(r->asked);
    mem_free(r->scenario_file);
    arena_fini(&r->line);
    mem_free(r->path);
    mem_free(r);
}

/* --- answering --- */

void repl_put_state(struct repl *r)
{
    const char *text = repl_states_now(&r->states);
    if (r->json)
        buf_printf(&r->out, "{\"undo\":%zu,\"redo\":%zu}", r->states.at,
                   r->states.count - 1 - r->states.at);
    else if (!*text)
        buf_printf(&r->out, "%s\n", _("the policy as it stands"));
    else
        buf_puts(&r->out, text);
}

enum hm_status repl_put_sheet(struct repl *r)
{
    TRY(sheet_ok(&r->last, r->diag));
    if (r->json)
        sheet_put_json(&r->last, &r->out);
    else
        sheet_put(&r->last, &r->out);
    return HM_OK;
}

/* The changes that hold, without "set ", one after the other. */
static void put_changes(struct repl *r, struct buf *out)
{
    const char *text = repl_states_now(&r->states);
    for (bool first = true; *text; first = false) {
        size_t n = strcspn(text, "\n");
        size_t skip = strncmp(text, "set ", 4) == 0 ? 4 : 0;
        if (r->json) {
            buf_puts(out, first ? "" : ",");
            buf_json_string(out, text, n);
        } else {
            buf_puts(out, first ? ": " : ", ");
            buf_put(out, text + skip, n - skip);
        }
        text += n + (text[n] == '\n');
    }
}

static void put_heading(struct repl *r, struct buf *out)
{
    month_put(out, r->month);
    if (r->population)
        buf_printf(out, _(", facts up to change %llu"),
                   (unsigned long long)population_sequence(r->population));
    if (!repl_alternative(r))
        buf_printf(out, ", %s", _("the policy as it stands"));
    put_changes(r, out);
    buf_putc(out, '\n');
}

/* On the clock, and of the processors: on a busy machine the second tells more. */
struct spent {
    uint64_t elapsed_ns, cpu_ns;
};

static void put_elapsed(struct buf *out, const struct spent *t)
{
    unsigned long long us = t->elapsed_ns / 1000, cpu_us = t->cpu_ns / 1000;
    buf_printf(out, _("(%llu.%llu ms, %llu.%llu ms of processor)\n"), us / 1000,
               us % 1000 / 100, cpu_us / 1000, cpu_us % 1000 / 100);
}

static void put_json(struct repl *r, const char *asked, const struct spent *t, struct buf *out)
{
    buf_puts(out, "{\"asked\":");
    buf_json_string(out, asked, strlen(asked));
    buf_puts(out, ",\"month\":\"");
    month_put(out, r->month);
    buf_puts(out, "\"");
    if (r->population)
        buf_printf(out, ",\"sequence\":%llu",
                   (unsigned long long)population_sequence(r->population));
    buf_puts(out, ",\"changes\":[");
    put_changes(r, out);
    buf_puts(out, "]");
    if (r->out.len)
        buf_printf(out, ",\"answer\":%s", r->out.data);
    if (r->timed)
        buf_printf(out, ",\"elapsed_us\":%llu,\"cpu_us\":%llu",
                   (unsigned long long)(t->elapsed_ns / 1000),
                   (unsigned long long)(t->cpu_ns / 1000));
    buf_puts(out, "}\n");
}

static enum hm_status write_answer(struct repl *r, const char *asked, const struct spent *t)
{
    struct buf all;
    enum hm_status st = HM_OK;
    buf_init(&all);
    if (r->json) {
        put_json(r, asked, t, &all);
    } else {
        if (r->answered)
            put_heading(r, &all);
        buf_put(&all, r->out.data, r->out.len);
        if (r->timed)
            put_elapsed(&all, t);
    }
    if (!buf_ok(&all) || !buf_ok(&r->out))
        st = diag_nomem(r->diag, _("writing the report"));
    else if (all.len && r->host.write(r->host.ctx, all.data, all.len) != 0)
        st = HM_ENVIRONMENT; /* the caller knows why its output is closed */
    buf_fini(&all);
    return st;
}

static struct str first_word(const char *text)
{
    size_t n = 0;
    while ((text[n] >= 'a' && text[n] <= 'z') || text[n] == '_')
        n++;
    return (struct str){text, n};
}

/* The verb a line begins with; NULL: it is Lua. A verb's name that is called, indexed or
 * assigned to (`total("x")`, `set = 1`) is Lua too. */
static const struct verb *verb_of(const char *text)
{
    struct str word = first_word(text);
    const char *rest = word.p + word.n;
    const struct verb *v = verb_find(word);
    if (!v || !(*rest == '\0' || *rest == ' ' || *rest == '\t' || *rest == '\n'))
        return NULL;
    rest += strspn(rest, " \t");
    return *rest == '(' || *rest == '{' || (*rest == '=' && rest[1] != '=') ? NULL : v;
}

static enum hm_status run_verb(struct repl *r, const struct verb *v, const char *text)
{
    struct verb_line l;
    TRY(verb_split(&l, text, &r->line, r->diag));
    l.verb = v;
    l.at = 1; /* behind the verb */
    return v->run(r, &l);
}

static bool is_utf8_text(const char *text)
{
    return str_utf8_bad(text, strlen(text)) == strlen(text);
}

/* A copy without blanks at its ends, in the line's arena. */
static char *trimmed(struct repl *r, const char *text)
{
    text += strspn(text, " \t\r\n");
    size_t n = strlen(text);
    while (n > 0 && strchr(" \t\r\n", text[n - 1]))
        n--;
    return arena_strndup(&r->line, text, n);
}

static bool is_comment(const char *text)
{
    return *text == '\0' || *text == '#' ||
           (strncmp(text, "--", 2) == 0 && !strchr(text, '\n'));
}

/* For `save session`, and as the heading of what is plotted. */
static void keep_line(struct repl *r, const struct verb *v, const char *line)
{
    if (v && (v->run == verb_quit || v->run == verb_save || v->run == verb_help))
        return;
    if (r->log.len + strlen(line) < LIMIT_SESSION_LOG_BYTES) {
        buf_printf(&r->log, "%s\n", line);
        r->logged++;
    }
    if (v && (v->run == verb_plot || v->run == verb_export))
        return;
    mem_free(r->asked);
    r->asked = mem_strdup(line);
}

enum hm_status repl_line(struct repl *r, const char *text)
{
    arena_reset(&r->line);
    buf_clear(&r->out);
    r->answered = false;
    if (strlen(text) > LIMIT_SCRIPT_BYTES || !is_utf8_text(text))
        return diag_error(r->diag, HM_DATA, NULL,
                          _("the line is not UTF-8, or longer than %d bytes"),
                          LIMIT_SCRIPT_BYTES);
    const char *line = trimmed(r, text);
    if (!line)
        return diag_nomem(r->diag, _("reading a line"));
    if (is_comment(line))
        return HM_OK;
    uint64_t from = clock_monotonic_ns(), cpu_from = clock_cpu_ns();
    const struct verb *v = verb_of(line);
    if (v)
        TRY(run_verb(r, v, line));
    else
        TRY(typed_is(line) ? typed_line(r, line) : lua_talk_run(r, line));
    keep_line(r, v, line);
    struct spent spent = {clock_monotonic_ns() - from, clock_cpu_ns() - cpu_from};
    return write_answer(r, line, &spent);
}

bool repl_incomplete(struct repl *r, const char *text)
{
    (void)r;
    text += strspn(text, " \t\r\n");
    if (strlen(text) > LIMIT_SCRIPT_BYTES || !is_utf8_text(text) || is_comment(text))
        return false;
    if (typed_is(text))
        return typed_incomplete(text);
    return !verb_of(text) && lua_talk_incomplete(text);
}
