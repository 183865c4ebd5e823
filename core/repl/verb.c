/* verb.c - the table of verbs, and taking a line apart into words. */
#include "repl/verb.h"

#include <stdio.h>
#include <string.h>
#include "base/i18n.h"
#include "value/date.h"

const struct verb verb_table[] = {
#define VERB(name, usage, example, summary, description)                                       \
    {#name, usage, example, summary, description, verb_##name},
#include "repl/verb.def"
#undef VERB
};
const size_t verb_count = sizeof verb_table / sizeof *verb_table;

const struct verb *verb_find(struct str name)
{
    for (size_t i = 0; i < verb_count; i++)
        if (str_eq(name, (struct str){verb_table[i].name, strlen(verb_table[i].name)}))
            return &verb_table[i];
    return NULL;
}

/* --- splitting --- */

struct splitter {
    const char *line, *at;
    struct arena *arena;
    struct verb_line *out;
    size_t cap;
    char *word; /* the one in the making: as long as the line */
    size_t n;
    unsigned depth; /* of [ */
    bool is_quoted;
    size_t offset;
};

/* A full-width sign or blank (U+FF01..U+FF5E, U+3000) as the plain one; bytes it takes, or 0.
 */
static size_t full_width(const char *p, char *plain)
{
    const unsigned char *u = (const unsigned char *)p;
    if (u[0] == 0xE3 && u[1] == 0x80 && u[2] == 0x80)
        return *plain = ' ', 3;
    if (u[0] != 0xEF || (u[1] != 0xBC && u[1] != 0xBD) || u[2] < 0x80)
        return 0;
    unsigned code = (u[1] == 0xBC ? 0u : 0x40u) + (u[2] - 0x80u);
    if (code < 1 || code > 0x5E)
        return 0;
    *plain = (char)(code + 0x20);
    return 3;
}

static enum hm_status put_word(struct splitter *s, struct diag *d)
{
    struct verb_line *l = s->out;
    if (l->count + 1 >= s->cap) {
        size_t cap = s->cap ? 2 * s->cap : 16;
        struct verb_word *words = arena_alloc(s->arena, cap * sizeof *words);
        if (!words)
            return diag_nomem(d, _("reading a line"));
        if (l->count)
            memcpy(words, l->words, l->count * sizeof *words);
        l->words = words;
        s->cap = cap;
    }
    char *text = arena_strndup(s->arena, s->word, s->n);
    if (!text)
        return diag_nomem(d, _("reading a line"));
    l->words[l->count++] = (struct verb_word){text, s->offset, s->is_quoted};
    l->words[l->count] = (struct verb_word){NULL, strlen(s->line), false};
    s->n = 0;
    s->is_quoted = false;
    return HM_OK;
}

static enum hm_status end_word(struct splitter *s, struct diag *d)
{
    return s->n || s->is_quoted ? put_word(s, d) : HM_OK;
}

static bool is_sign(char c)
{
    return c == '=' || c == '<' || c == '>' || c == '~' || c == '!';
}

static enum hm_status take_quoted(struct splitter *s, struct diag *d)
{
    char quote = *s->at;
    const char *from = s->at++;
    for (; *s->at && *s->at != quote; s->at++) {
        if (*s->at == '\\' && (s->at[1] == quote || s->at[1] == '\\'))
            s->at++;
        s->word[s->n++] = *s->at;
    }
    if (!*s->at) {
        struct place at = {.column =
                               (uint32_t)str_utf8_len(s->line, (size_t)(from - s->line)) + 1};
        return diag_error(d, HM_USAGE, &at, _("the quote %c has no end"), quote);
    }
    s->at++;
    s->is_quoted = true;
    return HM_OK;
}

static enum hm_status take_sign(struct splitter *s, struct diag *d)
{
    char c;
    TRY(end_word(s, d));
    s->offset = (size_t)(s->at - s->line);
    for (unsigned i = 0; i < 2; i++) {
        c = *s->at;
        size_t wide = full_width(s->at, &c);
        if (!is_sign(c) || (i == 1 && c != '='))
            break;
        s->word[s->n++] = c;
        s->at += wide ? wide : 1;
    }
    return put_word(s, d);
}

static enum hm_status take(struct splitter *s, struct diag *d)
{
    char c = *s->at;
    size_t wide = full_width(s->at, &c);
    if (s->depth == 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) {
        s->at += wide ? wide : 1;
        return end_word(s, d);
    }
    if (s->depth == 0 && is_sign(c))
        return take_sign(s, d);
    if (s->n == 0 && !s->is_quoted)
        s->offset = (size_t)(s->at - s->line);
    if (s->depth == 0 && (c == '"' || c == '\'') && !wide)
        return take_quoted(s, d);
    s->depth += c == '[';
    s->depth -= c == ']' && s->depth > 0;
    if (wide)
        s->word[s->n++] = c;
    else
        s->word[s->n++] = *s->at;
    s->at += wide ? wide : 1;
    return HM_OK;
}

enum hm_status verb_split(struct verb_line *out, const char *text, struct arena *a,
                          struct diag *d)
{
    struct splitter s = {.line = text, .at = text, .arena = a, .out = out};
    *out = (struct verb_line){.text = text};
    s.word = arena_alloc(a, strlen(text) + 1);
    out->words = arena_zalloc(a, 2 * sizeof *out->words);
    if (!s.word || !out->words)
        return diag_nomem(d, _("reading a line"));
    s.cap = 2;
    out->words[0].offset = strlen(text);
    while (*s.at)
        TRY(take(&s, d));
    return end_word(&s, d);
}

/* --- words --- */

const char *verb_peek(const struct verb_line *l)
{
    return l->words[l->at].text;
}

const char *verb_next(struct verb_line *l)
{
    const char *text = verb_peek(l);
    l->at += text != NULL;
    return text;
}

bool verb_take(struct verb_line *l, const char *word)
{
    const struct verb_word *w = &l->words[l->at];
    if (!w->text || w->is_quoted || strcmp(w->text, word) != 0)
        return false;
    l->at++;
    return true;
}

const char *verb_rest(const struct verb_line *l)
{
    return l->text + l->words[l->at].offset;
}

/* --- what is wrong --- */

static struct place place_of(const struct verb_line *l, size_t word)
{
    return (struct place){.column = (uint32_t)str_utf8_len(l->text, l->words[word].offset) + 1};
}

static void put_hint(char *out, size_t bytes, const struct verb *v)
{
    snprintf(out, bytes, _("%s, for example: %s"), v->usage, v->example);
}

enum hm_status verb_expected(struct repl *r, const struct verb_line *l, const char *expected)
{
    char hint[512];
    struct place at = place_of(l, l->at);
    put_hint(hint, sizeof hint, l->verb);
    if (!verb_peek(l))
        return diag_add(r->diag, HM_LEVEL_ERROR, HM_USAGE, &at, hint,
                        _("%s: the line ends where %s is expected"), l->verb->name, expected);
    return diag_add(r->diag, HM_LEVEL_ERROR, HM_USAGE, &at, hint,
                    _("%s: \"%s\" stands where %s is expected"), l->verb->name, verb_peek(l),
                    expected);
}

enum hm_status verb_wrong(struct repl *r, const struct verb_line *l, const char *fmt, ...)
{
    char hint[512], text[1024];
    struct place at = place_of(l, l->at ? l->at - 1 : 0);
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    put_hint(hint, sizeof hint, l->verb);
    return diag_add(r->diag, HM_LEVEL_ERROR, HM_USAGE, &at, hint, "%s: %s", l->verb->name,
                    text);
}

enum hm_status verb_end(struct repl *r, const struct verb_line *l)
{
    return verb_peek(l) ? verb_expected(r, l, _("the end of the line")) : HM_OK;
}
