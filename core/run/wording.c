/* wording.c - a formula's tree and, as far as names lead to them, the statements of the scripts
 * around it: locals, functions, globals, modules. A statement that changes something counts
 * wherever that thing is named. Declarations are left out: what they state is data of the model
 * and compared as such.
 */
#include "run/wording.h"

#include <string.h>
#include "base/mem.h"
#include "lang/ast.h"

/* A statement on a script's own level. */
struct statement {
    const struct ast_file *file;
    const struct ast_node *node;
    bool acts; /* runs code of the scripts while they load: what it changes is not known */
};
/* A local is told by when it is named first, not by its name. */
struct local {
    uint32_t round; /* of the formula that numbered it */
    uint32_t number;
};
/* Something a statement assigns to: a local by its declaration, a global by its name. */
struct assigned {
    uint32_t statement;
    const struct ast_node *binding; /* NULL: a global */
    struct str name;
};
struct work {
    const struct policy *policy;
    struct statement *statements;
    size_t statement_count, statement_cap;
    struct assigned *assigned;
    size_t assigned_count, assigned_cap;
    bool *taken; /* by statement: part of the formula at hand */
    uint32_t *stack;
    size_t depth;
    struct local **locals; /* [file][node of its declaration] */
    uint32_t round, local_count;
    struct buf text; /* what the formula at hand says */
    bool is_timed;
    bool nomem;
};

/* --- the statements of all scripts --- */

static bool is_word(const struct ast_node *n, const char *word)
{
    return (n->kind == AST_NAME || n->kind == AST_STRING) && n->text.n == strlen(word) &&
           memcmp(n->text.p, word, n->text.n) == 0;
}

/* The NAME a chain of fields and indices begins with, or NULL. */
static const struct ast_node *base_of(const struct ast_node *n)
{
    while (n->kind == AST_FIELD || n->kind == AST_INDEX || n->kind == AST_PAREN)
        n = n->kids[0];
    return n->kind == AST_NAME ? n : NULL;
}

/* `keyword "name" {...}`, `keyword {...}`, `include "file"`: its keyword, else NULL. */
static const struct ast_node *keyword_of(const struct ast_node *statement)
{
    if (statement->kind != AST_CALL_STATEMENT)
        return NULL;
    const struct ast_node *call = statement->kids[0];
    while (call->kind == AST_CALL && call->kid_count == 2) {
        const struct ast_node *argument = call->kids[1], *head = call->kids[0];
        if (argument->kind != AST_TABLE && argument->kind != AST_STRING)
            return NULL;
        if (head->kind == AST_NAME)
            return head->binding ? NULL : head;
        call = head;
    }
    return NULL;
}

static bool is_declaration(const struct ast_node *statement)
{
    static const char *const keywords[] = {
        "policy",   "enum", "entity",  "input",     "check", "variable", "parameter",
        "scenario", "case", "include", "indicator", "facts", "arrears"};
    const struct ast_node *word = keyword_of(statement);
    for (size_t i = 0; word && i < sizeof keywords / sizeof *keywords; i++)
        if (is_word(word, keywords[i]))
            return true;
    return false;
}

static void add_assigned(struct work *w, const struct ast_node *target)
{
    const struct ast_node *base = base_of(target);
    void *items = w->assigned;
    if (!base)
        return;
    if (mem_grow(&items, &w->assigned_cap, w->assigned_count + 1, sizeof *w->assigned) != 0) {
        w->nomem = true;
        return;
    }
    w->assigned = items;
    w->assigned[w->assigned_count++] =
        (struct assigned){(uint32_t)w->statement_count - 1, base->binding, base->text};
}

/* What a statement, or one inside it, assigns to. Calls may change what they are given. */
static void find_assigned(struct work *w, const struct ast_node *n)
{
    const struct ast_node *targets = n->kind == AST_ASSIGN ? n->kids[0] : NULL;
    for (uint32_t i = 0; targets && i < targets->kid_count; i++)
        add_assigned(w, targets->kids[i]);
    if (n->kind == AST_FUNCTION_STATEMENT)
        add_assigned(w, n->kids[0]);
    for (uint32_t i = 1; n->kind == AST_CALL && i < n->kid_count; i++)
        if (base_of(n->kids[i]))
            add_assigned(w, n->kids[i]);
    for (uint32_t i = 0; i < n->kid_count; i++)
        if (n->kids[i] && n->kids[i]->kind != AST_FUNCTION)
            find_assigned(w, n->kids[i]);
}

static void add_statement(struct work *w, const struct ast_file *f, const struct ast_node *n)
{
    void *items = w->statements;
    if (mem_grow(&items, &w->statement_cap, w->statement_count + 1, sizeof *w->statements) !=
        0) {
        w->nomem = true;
        return;
    }
    w->statements = items;
    w->statements[w->statement_count++] = (struct statement){f, n, false};
    find_assigned(w, n);
}

static bool is_assigned_global(const struct work *w, const struct ast_node *name)
{
    for (size_t i = 0; i < w->assigned_count; i++)
        if (!w->assigned[i].binding && str_eq(w->assigned[i].name, name->text))
            return true;
    return false;
}

/* Whether loading it calls something that is not one of the language's own functions. */
static bool calls_scripts(const struct work *w, const struct ast_node *n)
{
    if (n->kind == AST_FUNCTION)
        return false;
    if (n->kind == AST_METHOD)
        return true;
    if (n->kind == AST_CALL) {
        const struct ast_node *base = base_of(n->kids[0]);
        if (!base || base->binding || is_assigned_global(w, base))
            return true;
    }
    for (uint32_t i = 0; i < n->kid_count; i++)
        if (n->kids[i] && calls_scripts(w, n->kids[i]))
            return true;
    return false;
}

static void find_statements(struct work *w)
{
    for (size_t i = 0; i < policy_script_count(w->policy) && !w->nomem; i++) {
        const struct ast_file *f = policy_script(w->policy, i);
        const struct ast_node *chunk = f ? f->chunk : NULL;
        for (uint32_t k = 0; chunk && k < chunk->kid_count && !w->nomem; k++)
            if (!is_declaration(chunk->kids[k]))
                add_statement(w, f, chunk->kids[k]);
    }
    for (size_t i = 0; i < w->statement_count; i++)
        w->statements[i].acts = calls_scripts(w, w->statements[i].node);
}

/* --- what a formula reaches --- */

static void take(struct work *w, size_t statement)
{
    if (w->taken[statement])
        return;
    w->taken[statement] = true;
    w->stack[w->depth++] = (uint32_t)statement;
}

static void take_module(struct work *w, struct str name)
{
    for (size_t i = 0; i < w->statement_count; i++) {
        const char *path = w->statements[i].file->path;
        size_t n = strlen(path);
        if (n >= name.n + 4 && memcmp(path + n - 4 - name.n, name.p, name.n) == 0 &&
            memcmp(path + n - 4, ".lua", 4) == 0)
            take(w, i);
    }
}

static void follow_name(struct work *w, const struct ast_node *name)
{
    const struct ast_node *b = name->binding;
    for (size_t i = 0; b && i < w->statement_count; i++) {
        const struct statement *s = &w->statements[i];
        if (s->file->number == b->file && s->node->first <= b->first &&
            b->last <= s->node->last)
            take(w, i);
    }
    for (size_t i = 0; i < w->assigned_count; i++) {
        const struct assigned *a = &w->assigned[i];
        if (b ? a->binding == b : !a->binding && str_eq(a->name, name->text))
            take(w, a->statement);
    }
}

static bool is_time(const struct ast_node *n)
{
    return is_word(n, "month") || is_word(n, "date") || is_word(n, "year");
}

static void scan(struct work *w, const struct ast_node *n)
{
    if (n->kind == AST_NAME)
        follow_name(w, n);
    if (n->kind == AST_CALL && n->kid_count == 2 && n->kids[0]->kind == AST_NAME &&
        is_word(n->kids[0], "require") && n->kids[1]->kind == AST_STRING)
        take_module(w, n->kids[1]->text);
    if (n->kind == AST_FIELD && is_time(n->kids[1]))
        w->is_timed = true;
    /* law[word]: any word */
    if (n->kind == AST_INDEX && n->kids[0]->kind == AST_NAME)
        w->is_timed = true;
    for (uint32_t i = 0; i < n->kid_count; i++)
        if (n->kids[i])
            scan(w, n->kids[i]);
}

/* The tree without its layout: comments, blanks and the names of locals make no difference. */
static void put_node(struct work *w, const struct ast_node *n)
{
    struct buf *out = &w->text;
    if (!n) {
        buf_u8(out, UINT8_MAX);
        return;
    }
    buf_u8(out, n->kind);
    buf_u8(out, n->is_method);
    buf_u32(out, n->kid_count);
    if (n->binding) {
        struct local *l = &w->locals[n->binding->file][n->binding->id];
        if (l->round != w->round)
            *l = (struct local){w->round, w->local_count++};
        buf_u32(out, l->number);
    } else {
        buf_blob(out, n->text.p, n->text.n);
    }
    buf_u64(out, (uint64_t)n->integer);
    for (uint32_t i = 0; i < n->kid_count; i++)
        put_node(w, n->kids[i]);
}

static enum hm_status write_down(struct work *w, struct wording_formula *out,
                                 const struct ast_node *body, struct diag *d)
{
    memset(w->taken, 0, w->statement_count);
    w->depth = 0;
    w->is_timed = false;
    scan(w, body);
    for (size_t i = 0; i < w->statement_count; i++)
        if (w->statements[i].acts)
            take(w, i);
    while (w->depth > 0)
        scan(w, w->statements[w->stack[--w->depth]].node);
    w->round++;
    w->local_count = 0;
    buf_clear(&w->text);
    put_node(w, body);
    size_t own = w->text.len;
    for (size_t i = 0; i < w->statement_count; i++)
        if (w->taken[i])
            put_node(w, w->statements[i].node);
    if (!buf_ok(&w->text))
        return diag_nomem(d, _("comparing policies"));
    digest_bytes(w->text.data, own, out->own);
    digest_bytes(w->text.data, w->text.len, out->digest);
    out->is_timed = w->is_timed;
    return HM_OK;
}

static enum hm_status each_formula(struct wording *out, struct work *w, struct diag *d)
{
    const struct model *m = w->policy->model;
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        for (uint16_t k = 0; f->kind == FIELD_VARIABLE && k < f->formula_count; k++) {
            const struct formula *x = &f->formulas[k];
            if (!x->ended && x->body && x->number < out->count)
                TRY(write_down(w, &out->formulas[x->number], x->body, d));
        }
    }
    return HM_OK;
}

static bool make_locals(struct work *w)
{
    size_t n = policy_script_count(w->policy);
    w->locals = mem_calloc(n + 1, sizeof *w->locals);
    for (size_t i = 0; w->locals && i < n; i++) {
        const struct ast_file *f = policy_script(w->policy, i);
        w->locals[i] = mem_calloc((f ? f->node_count : 0) + 1, sizeof **w->locals);
        if (!w->locals[i])
            return false;
    }
    return w->locals != NULL;
}

static void work_fini(struct work *w)
{
    for (size_t i = 0; w->locals && i < policy_script_count(w->policy); i++)
        mem_free(w->locals[i]);
    mem_free(w->locals);
    mem_free(w->statements);
    mem_free(w->assigned);
    mem_free(w->taken);
    mem_free(w->stack);
    buf_fini(&w->text);
}

enum hm_status wording_init(struct wording *out, const struct policy *p, struct diag *d)
{
    struct work w = {.policy = p};
    struct wording found = {.count = p->model->function_count};
    buf_init(&w.text);
    find_statements(&w);
    found.formulas = mem_calloc(found.count + 1, sizeof *found.formulas);
    w.taken = mem_zalloc(w.statement_count + 1);
    w.stack = mem_calloc(w.statement_count + 1, sizeof *w.stack);
    enum hm_status st = HM_OK;
    if (w.nomem || !found.formulas || !w.taken || !w.stack || !make_locals(&w))
        st = diag_nomem(d, _("comparing policies"));
    if (st == HM_OK)
        st = each_formula(&found, &w, d);
    work_fini(&w);
    if (st == HM_OK)
        *out = found;
    else
        wording_fini(&found);
    return st;
}

void wording_fini(struct wording *w)
{
    mem_free(w->formulas);
    *w = (struct wording){0};
}
