/* doc_code.c - source text as HTML: words, texts, numbers and comments in their colours; what a
 * name stands for is taken from the tree, so that only true references are links.
 */
#include "report/doc_page.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"

/* --- addresses --- */

void doc_field_anchor(struct buf *out, const struct model *m, uint16_t field)
{
    const struct field *f = &m->fields[field];
    buf_puts(out, f->kind == FIELD_INPUT ? "i-" : "v-");
    html_anchor(out, m->entities[f->entity].name);
    buf_putc(out, '.');
    html_anchor(out, f->name);
}

void doc_parameter_anchor(struct buf *out, const struct parameter *p)
{
    buf_puts(out, "p-");
    html_anchor(out, p->name);
}

/* The Chinese word on the Chinese page, the name on the English one. */
static void put_link_words(struct buf *out, const char *name, const char *zh)
{
    buf_puts(out, "\" title=\"");
    html_text(out, name);
    buf_puts(out, "\">");
    if (zh) {
        buf_puts(out, "<span class=\"zh\">");
        html_text(out, zh);
        buf_puts(out, "</span><span class=\"en\">");
    }
    html_text(out, name);
    buf_puts(out, zh ? "</span></a>" : "</a>");
}

void doc_field_link(struct doc_page *page, uint16_t field)
{
    const struct field *f = &page->m->fields[field];
    buf_puts(page->h.out, "<a href=\"#");
    doc_field_anchor(page->h.out, page->m, field);
    put_link_words(page->h.out, f->name, f->zh);
}

void doc_parameter_link(struct doc_page *page, uint16_t parameter)
{
    const struct parameter *p = &page->m->parameters[parameter];
    buf_puts(page->h.out, "<a href=\"#");
    doc_parameter_anchor(page->h.out, p);
    put_link_words(page->h.out, p->name, p->zh);
}

/* --- what names stand for --- */

enum target_kind_of_name { TO_FIELD, TO_PARAMETER, TO_HELPER, TO_LIBRARY };
struct target {
    uint32_t first, last; /* bytes of the name */
    enum target_kind_of_name kind;
    uint32_t id;       /* field, parameter; HELPER: line */
    struct str module; /* LIBRARY */
};
struct names {
    struct doc_page *page;
    const struct ast_file *file;
    const struct ast_node *row; /* the formula's first name, a row of `entity`; or NULL */
    uint8_t entity;
    struct target *list;
    size_t count, cap;
    uint32_t from, to;
    bool no_memory;
};

static void add(struct names *n, const struct ast_node *name, struct target t)
{
    void *list = n->list;
    if (mem_grow(&list, &n->cap, n->count + 1, sizeof t) != 0) {
        n->no_memory = true;
        return;
    }
    n->list = list;
    t.first = name->first;
    t.last = name->last;
    n->list[n->count++] = t;
}

/* The only field of this name; NO_FIELD when several entities have one and none is sure. */
static uint16_t field_called(const struct model *m, struct str name)
{
    uint16_t found = NO_FIELD;
    for (size_t e = 0; e < m->entity_count; e++) {
        uint16_t f = model_field(m, (uint8_t)e, name);
        if (f == NO_FIELD || m->fields[f].is_hidden)
            continue;
        if (found == NO_FIELD || m->fields[found].sum_of == f)
            found = f;
        else if (m->fields[f].sum_of != found)
            return NO_FIELD;
    }
    return found;
}

static bool is_law(const struct ast_node *object)
{
    return object->kind == AST_NAME && object->text.n == 3 &&
           memcmp(object->text.p, "law", 3) == 0;
}

/* `local means = require "means"`: the module's name. */
static bool is_module(const struct names *n, const struct ast_node *object, struct str *module)
{
    const struct ast_node *chunk = n->file->chunk;
    for (uint32_t i = 0; object->kind == AST_NAME && chunk && i < chunk->kid_count; i++) {
        const struct ast_node *s = chunk->kids[i];
        if (s->kind != AST_LOCAL || s->kid_count < 2 || s->kids[1]->kid_count != 1 ||
            s->kids[0]->kids[0] != object->binding)
            continue;
        const struct ast_node *call = s->kids[1]->kids[0];
        if (call->kind != AST_CALL || call->kid_count != 2 ||
            call->kids[1]->kind != AST_STRING || call->kids[0]->kind != AST_NAME ||
            call->kids[0]->text.n != 7 || memcmp(call->kids[0]->text.p, "require", 7) != 0)
            continue;
        *module = call->kids[1]->text;
        return true;
    }
    return false;
}

/* Whose row an expression is; NO_ENTITY where that is not plain. */
static uint8_t entity_of(const struct names *n, const struct ast_node *object)
{
    const struct model *m = n->page->m;
    if (object->kind == AST_NAME)
        return n->row && object->binding == n->row ? n->entity : NO_ENTITY;
    if (object->kind != AST_FIELD)
        return NO_ENTITY;
    uint8_t inner = entity_of(n, object->kids[0]);
    uint8_t parent = inner == NO_ENTITY ? NO_ENTITY : m->entities[inner].parent;
    struct str name = object->kids[1]->text;
    return parent != NO_ENTITY && model_entity(m, name) == parent ? parent : NO_ENTITY;
}

static uint16_t member_of(const struct names *n, const struct ast_node *object, struct str name)
{
    uint8_t entity = entity_of(n, object);
    uint16_t f = entity == NO_ENTITY ? NO_FIELD : model_field(n->page->m, entity, name);
    return f != NO_FIELD ? f : field_called(n->page->m, name);
}

static void add_member(struct names *n, const struct ast_node *object,
                       const struct ast_node *name)
{
    const struct model *m = n->page->m;
    struct str module;
    if (is_law(object)) {
        int p = model_parameter(m, name->text);
        if (p >= 0)
            add(n, name, (struct target){.kind = TO_PARAMETER, .id = (uint32_t)p});
    } else if (is_module(n, object, &module)) {
        add(n, name, (struct target){.kind = TO_LIBRARY, .module = module});
    } else {
        uint16_t f = member_of(n, object, name->text);
        if (f != NO_FIELD)
            add(n, name, (struct target){.kind = TO_FIELD, .id = f});
    }
}

/* A function of the same file, called by its name. */
static void add_helper(struct names *n, const struct ast_node *name)
{
    const struct ast_node *chunk = n->file->chunk;
    for (uint32_t i = 0; name->binding && chunk && i < chunk->kid_count; i++) {
        const struct ast_node *s = chunk->kids[i];
        bool is_function = s->kind == AST_LOCAL_FUNCTION && s->kids[0] == name->binding;
        if (is_function && name->binding != name)
            add(n, name, (struct target){.kind = TO_HELPER, .id = ast_line(n->file, s->first)});
    }
}

static bool is_list_function(const struct ast_node *name)
{
    static const char *const words[] = {"sum", "count", "any", "all", "max", "min"};
    for (size_t i = 0; name->kind == AST_NAME && i < sizeof words / sizeof *words; i++)
        if (name->text.n == strlen(words[i]) &&
            memcmp(name->text.p, words[i], name->text.n) == 0)
            return true;
    return false;
}

static void walk(struct names *n, const struct ast_node *node)
{
    if (!node || node->last <= n->from || node->first >= n->to)
        return;
    if (node->kind == AST_FIELD && node->kid_count == 2)
        add_member(n, node->kids[0], node->kids[1]);
    else if (node->kind == AST_INDEX && node->kid_count == 2 &&
             node->kids[1]->kind == AST_STRING && is_law(node->kids[0]))
        add_member(n, node->kids[0], node->kids[1]);
    else if (node->kind == AST_CALL && node->kid_count == 3 &&
             is_list_function(node->kids[0]) && node->kids[2]->kind == AST_STRING)
        add_member(n, node->kids[1], node->kids[2]);
    else if (node->kind == AST_NAME)
        add_helper(n, node);
    for (uint32_t i = 0; i < node->kid_count; i++)
        walk(n, node->kids[i]);
}

static int by_place(const void *a, const void *b)
{
    const struct target *x = a, *y = b;
    return x->first < y->first ? -1 : x->first > y->first;
}

/* --- words --- */

static const char *const keywords[] = {"and",   "break", "do",       "else", "elseif", "end",
                                       "false", "for",   "function", "goto", "if",     "in",
                                       "local", "nil",   "not",      "or",   "repeat", "return",
                                       "then",  "true",  "until",    "while"};

static bool is_keyword(const char *p, size_t n)
{
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (strlen(keywords[i]) == n && memcmp(keywords[i], p, n) == 0)
            return true;
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (unsigned char)c >= 0x80;
}

/* The bytes of what begins at p, and its class: k word of the language, n number, s text,
 * c comment, w name, 0 anything else. */
static size_t piece(const char *p, size_t n, char *class)
{
    size_t i = 1;
    *class = 0;
    if (n > 1 && p[0] == '-' && p[1] == '-') {
        *class = 'c';
        while (i < n && p[i] != '\n')
            i++;
    } else if (p[0] == '"' || p[0] == '\'') {
        *class = 's';
        while (i < n && p[i] != p[0])
            i += p[i] == '\\' && i + 1 < n ? 2 : 1;
        i = i < n ? i + 1 : n;
    } else if (is_digit(p[0])) {
        *class = 'n';
        while (i < n && (is_word(p[i]) || (p[i] == '.' && i + 1 < n && is_digit(p[i + 1]))))
            i++;
    } else if (is_word(p[0])) {
        while (i < n && is_word(p[i]))
            i++;
        *class = is_keyword(p, i) ? 'k' : 'w';
    }
    return i;
}

/* --- writing --- */

/* Blanks that every line but the first has in front. */
static size_t common_indent(const char *p, size_t n)
{
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < n; i++) {
        if (p[i] != '\n')
            continue;
        size_t blanks = 0;
        while (i + 1 + blanks < n && p[i + 1 + blanks] == ' ')
            blanks++;
        if (i + 1 + blanks < n && p[i + 1 + blanks] != '\n' && blanks < least)
            least = blanks;
    }
    return least == SIZE_MAX ? 0 : least;
}

static void open_link(struct names *n, const struct target *t)
{
    struct buf *out = n->page->h.out;
    buf_puts(out, "<a href=\"#");
    switch (t->kind) {
    case TO_FIELD:
        doc_field_anchor(out, n->page->m, (uint16_t)t->id);
        buf_puts(out, "\" title=\"");
        html_text(out, n->page->m->fields[t->id].zh);
        break;
    case TO_PARAMETER:
        doc_parameter_anchor(out, &n->page->m->parameters[t->id]);
        buf_puts(out, "\" title=\"");
        html_text(out, n->page->m->parameters[t->id].zh);
        break;
    case TO_HELPER:
        buf_printf(out, "f-%u.%u", n->file->number, t->id);
        break;
    case TO_LIBRARY:
        buf_puts(out, "lib-");
        html_escape(out, t->module.p, t->module.n);
        break;
    }
    buf_puts(out, "\">");
}

/* The Chinese word of what a name stands for; NULL when it is written so, or has none. */
static const char *chinese_of(const struct names *n, const struct target *t, struct str written)
{
    const struct model *m = n->page->m;
    const char *zh = NULL;
    if (t->kind == TO_FIELD)
        zh = m->fields[t->id].zh;
    else if (t->kind == TO_PARAMETER)
        zh = m->parameters[t->id].zh;
    return zh && !str_eq((struct str){zh, strlen(zh)}, written) ? zh : NULL;
}

/* A name as written, and its Chinese word, of which the page shows one. */
static void put_name(struct names *n, const struct target *t, struct str written)
{
    struct buf *out = n->page->h.out;
    const char *zh = chinese_of(n, t, written);
    open_link(n, t);
    buf_puts(out, zh ? "<span class=\"w\">" : "");
    html_escape(out, written.p, written.n);
    if (zh) {
        buf_puts(out, "</span><span class=\"z\">");
        html_text(out, zh);
        buf_puts(out, "</span>");
    }
    buf_puts(out, "</a>");
}

static void put_piece(struct names *n, const char *p, size_t size, char class)
{
    struct buf *out = n->page->h.out;
    bool coloured = class && class != 'w';
    if (coloured)
        buf_printf(out, "<span class=\"%c\">", class);
    html_escape(out, p, size);
    buf_puts(out, coloured ? "</span>" : "");
}

static void put_text(struct names *n)
{
    const char *text = n->file->text;
    size_t indent = common_indent(text + n->from, n->to - n->from), next = 0;
    for (uint32_t at = n->from; at < n->to;) {
        char class;
        size_t size = piece(text + at, n->to - at, &class);
        while (next < n->count && n->list[next].first < at)
            next++;
        bool linked = next < n->count && n->list[next].first == at;
        if (linked)
            put_name(n, &n->list[next], (struct str){text + at, size});
        else
            put_piece(n, text + at, size, class);
        at += (uint32_t)size;
        size_t blanks = 0;
        bool is_new_line = text[at - 1] == '\n';
        while (is_new_line && blanks < indent && at < n->to && text[at] == ' ') {
            blanks++;
            at++;
        }
    }
}

static void put_code(struct names *n)
{
    struct doc_page *page = n->page;
    walk(n, n->file->chunk);
    if (n->count)
        qsort(n->list, n->count, sizeof *n->list, by_place);
    buf_puts(page->h.out, "<pre>");
    put_text(n);
    buf_puts(page->h.out, "</pre>\n");
    page->h.out->failed |= n->no_memory;
    mem_free(n->list);
}

void doc_code(struct doc_page *page, const struct ast_file *file, uint32_t first, uint32_t last)
{
    struct names n = {.page = page, .file = file, .from = first, .to = last};
    n.entity = NO_ENTITY;
    put_code(&n);
}

void doc_formula(struct doc_page *page, const struct ast_node *body, uint8_t entity)
{
    struct names n = {.page = page, .entity = entity};
    if (!body)
        return;
    n.file = policy_script(page->policy, body->file);
    n.from = body->first;
    n.to = body->last;
    if (body->kind == AST_FUNCTION && body->kids[0]->kid_count > 0)
        n.row = body->kids[0]->kids[0];
    put_code(&n);
}
