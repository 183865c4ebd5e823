/* verb_session.c - verbs about the session itself: help, month, time, quit. */
#include "repl/verb.h"

#include <string.h>
#include "base/i18n.h"
#include "report/table.h"
#include "value/date.h"

/* --- help --- */

static void help_json(struct repl *r, const struct verb *v)
{
    const char *texts[][2] = {{"verb", v->name},
                              {"usage", v->usage},
                              {"example", v->example},
                              {"summary", _(v->summary)},
                              {"description", _(v->description)}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buf_printf(&r->out, "%s\"%s\":", i ? "," : "{", texts[i][0]);
        buf_json_string(&r->out, texts[i][1], strlen(texts[i][1]));
    }
    buf_putc(&r->out, '}');
}

static void help_one(struct repl *r, const struct verb *v)
{
    if (r->json) {
        help_json(r, v);
        return;
    }
    buf_printf(&r->out, "%s\n    %s\n    %s\n    %s\n", v->usage, _(v->summary),
               _(v->description), v->example);
}

static void help_all(struct repl *r)
{
    struct table t;
    if (r->json) {
        for (size_t i = 0; i < verb_count; i++) {
            buf_putc(&r->out, i ? ',' : '[');
            help_json(r, &verb_table[i]);
        }
        buf_putc(&r->out, ']');
        return;
    }
    table_init(&t, "ll");
    for (size_t i = 0; i < verb_count; i++) {
        table_text(&t, verb_table[i].usage);
        table_text(&t, _(verb_table[i].summary));
    }
    table_put_plain(&t, &r->out);
    table_fini(&t);
    buf_printf(&r->out, "%s\n", _("Anything else is Lua: law.dibao_standard * 12"));
}

enum hm_status verb_help(struct repl *r, struct verb_line *l)
{
    const char *word = verb_next(l);
    if (!word)
        return help_all(r), HM_OK;
    const struct verb *v = verb_find((struct str){word, strlen(word)});
    TRY(verb_end(r, l));
    if (!v)
        return verb_wrong(r, l, _("there is no verb \"%s\""), word);
    help_one(r, v);
    return HM_OK;
}

/* --- month, time, quit --- */

enum hm_status verb_month(struct repl *r, struct verb_line *l)
{
    int32_t month = r->month;
    if (verb_peek(l))
        TRY(verb_month_word(r, l, &month));
    TRY(verb_end(r, l));
    TRY(repl_set_month(r, month));
    if (!r->json) {
        month_put(&r->out, month);
        buf_putc(&r->out, '\n');
    }
    return HM_OK;
}

enum hm_status verb_time(struct repl *r, struct verb_line *l)
{
    bool on = verb_take(l, "on"), off = !on && verb_take(l, "off");
    TRY(verb_end(r, l));
    r->timed = on || (!off && !r->timed);
    return HM_OK;
}

enum hm_status verb_quit(struct repl *r, struct verb_line *l)
{
    TRY(verb_end(r, l));
    r->ended = true;
    return HM_OK;
}
