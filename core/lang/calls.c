/* calls.c - follows functions with the types of their arguments, and scripts with all their
 * declarations.
 *
 * Functions at the top of a file depend on nothing but their arguments: what they give and read
 * is kept for each set of argument types. Closures are walked at each call. A function that is
 * being walked already (recursion) gives ANY.
 */
#include <string.h>

#include "base/mem.h"
#include "lang/infer.h"

enum { CALL_DEPTH_MAX = 60, MODULE_FRESH = 0, MODULE_RUNNING, MODULE_DONE };

struct infer_memo {
    const struct ast_node *function;
    struct lang_results args, results;
    struct lang_reads reads;
    struct infer_memo *next;
};

static const struct lang_results unknown_results = {.is_open = true};

struct lang_reads calls_new_reads(struct infer *c)
{
    struct lang_reads r = {0};

    r.fields = arena_zalloc(&c->arena, (c->m->field_count + 1) * sizeof *r.fields);
    r.parameters = arena_zalloc(&c->arena, (c->m->parameter_count + 1) * sizeof *r.parameters);
    r.perhaps = arena_zalloc(&c->arena, c->m->field_count + 1);
    if (!r.fields || !r.parameters || !r.perhaps)
        c->nomem = true;
    return r;
}

static void add_reads(struct infer *c, struct lang_reads *to, const struct lang_reads *from)
{
    if (!to)
        return;
    for (size_t i = 0; i < c->m->field_count; i++) {
        to->perhaps[i] |= from->perhaps[i];
        if (!to->fields[i])
            to->fields[i] = from->fields[i];
    }
    for (size_t i = 0; i < c->m->parameter_count; i++)
        if (!to->parameters[i])
            to->parameters[i] = from->parameters[i];
    if (from->before_months > to->before_months)
        to->before_months = from->before_months;
}

static void bind_parameters(struct infer *c, const struct ast_node *function,
                            const struct lang_results *args, struct infer_call *call)
{
    const struct ast_node *params = function->kids[0];
    uint32_t n = params->kid_count;

    for (uint32_t i = 0; i < n; i++) {
        bool given = i < args->count;
        if (params->kids[i]->kind == AST_NAME)
            walk_set(c, params->kids[i], given ? args->v[i] : type_of_kind(L_ANY));
    }
    call->varargs = unknown_results;
}

/* Walks a function's body; c->reads collects. */
static void walk_function(struct infer *c, const struct ast_node *function,
                          const struct lang_results *args, struct infer_call *call)
{
    bool falls;

    call->function = function;
    call->outer = c->call;
    c->call = call;
    c->depth++;
    bind_parameters(c, function, args, call);
    falls = walk_block(c, function->kids[1]);
    if (falls && call->has_returned)
        call->results = unknown_results;
    else if (!call->has_returned && !falls)
        call->results = unknown_results; /* it only stops */
    c->depth--;
    c->call = call->outer;
    call->falls = falls;
}

static bool is_running(const struct infer *c, const struct ast_node *function)
{
    for (const struct infer_call *call = c->call; call; call = call->outer)
        if (call->function == function)
            return true;
    return false;
}

static bool same_arguments(const struct lang_results *a, const struct lang_results *b)
{
    if (a->count != b->count || a->is_open != b->is_open)
        return false;
    for (uint8_t i = 0; i < a->count; i++)
        if (!type_identical(a->v[i], b->v[i]))
            return false;
    return true;
}

static const struct infer_memo *find_memo(const struct infer *c,
                                          const struct ast_node *function,
                                          const struct lang_results *args)
{
    const struct infer_memo *m = c->memos;

    while (m && (m->function != function || !same_arguments(&m->args, args)))
        m = m->next;
    return m;
}

/* Walks a top-level function with reads of its own, and keeps both. */
static struct lang_results walk_kept(struct infer *c, const struct ast_node *site,
                                     const struct ast_node *function,
                                     const struct lang_results *args)
{
    struct lang_reads *outer = c->reads, own = calls_new_reads(c);
    struct infer_call call = {.site = site};
    struct infer_memo *memo;
    bool was_partial = c->is_partial;

    if (c->nomem)
        return unknown_results;
    c->reads = &own;
    c->is_partial = false;
    walk_function(c, function, args, &call);
    c->reads = outer;
    add_reads(c, outer, &own);
    memo = c->is_partial ? NULL : arena_alloc(&c->arena, sizeof *memo);
    if (memo) {
        *memo = (struct infer_memo){function, *args, call.results, own, c->memos};
        c->memos = memo;
    }
    c->is_partial |= was_partial;
    return call.results;
}

static struct lang_results follow(struct infer *c, const struct ast_node *site,
                                  const struct ast_node *function,
                                  const struct lang_results *args)
{
    struct infer_call call = {.site = site};
    const struct infer_memo *memo;

    if (is_running(c, function) || c->depth >= CALL_DEPTH_MAX || c->nomem) {
        c->is_partial = true;
        return unknown_results;
    }
    if (function->level > 0 || c->quiet) {
        walk_function(c, function, args, &call);
        return call.results;
    }
    memo = find_memo(c, function, args);
    if (!memo)
        return walk_kept(c, site, function, args);
    add_reads(c, c->reads, &memo->reads);
    return memo->results;
}

/* Functions handed to something unknown are perhaps called, with anything. */
static struct lang_results call_unknown(struct infer *c, const struct ast_node *site,
                                        const struct lang_results *args)
{
    for (uint8_t i = 0; i < args->count; i++)
        if (args->v[i].kind == L_FUNCTION)
            follow(c, site, args->v[i].node, &unknown_results);
    return unknown_results;
}

/* law.p(a, b, ...): an argument for each column. */
static struct lang_results call_table(struct infer *c, const struct ast_node *site,
                                      const struct parameter *p,
                                      const struct lang_results *args)
{
    struct lang_results r = {.v = {type_declared(&p->type, p->unit)}, .count = 1};

    if (args->count != p->column_count && !args->is_open)
        infer_error(c, site, NULL, _("%s takes %u arguments, found %u"), p->name,
                    (unsigned)p->column_count, args->count);
    for (uint32_t i = 0; i < p->column_count && i < args->count; i++)
        names_check_key(c, site, p->columns[i].name, &p->columns[i].type, args->v[i]);
    return r;
}

static struct lang_results call_parameter(struct infer *c, const struct ast_node *site,
                                          const struct parameter *p,
                                           const struct lang_results *args)
{
    struct lang_results r = {.v = {type_of_kind(L_BOOLEAN)}, .count = 1};
    bool equality = false;

    if (p->kind == PARAMETER_TABLE)
        return call_table(c, site, p, args);
    if (p->kind != PARAMETER_COMPARISON) {
        infer_error(c, site, _("look it up with [key]"), _("%s is no function"), p->name);
        return unknown_results;
    }
    for (size_t i = 0; i < p->count; i++)
        equality |=
            !p->values[i].ended && (p->values[i].op == CMP_EQ || p->values[i].op == CMP_NE);
    if (args->count != 2 && !args->is_open)
        infer_error(c, site, NULL, _("%s takes %u arguments, found %u"), p->name, 2u,
                    args->count);
    else
        infer_compare(c, site, infer_result(args, 0), infer_result(args, 1), !equality);
    return r;
}

struct lang_results calls_invoke(struct infer *c, const struct ast_node *site,
                                 struct lang_type callee, const struct lang_results *args)
{
    switch (callee.kind) {
    case L_FUNCTION:
        return follow(c, site, callee.node, args);
    case L_BUILTIN:
        return builtin_call(c, site, callee, args);
    case L_PARAMETER:
        return call_parameter(c, site, &c->m->parameters[callee.index], args);
    case L_ANY:
        return call_unknown(c, site, args);
    default:
        infer_error(c, site, NULL, _("%s cannot be called"), infer_describe(c, callee).text);
        return unknown_results;
    }
}

void calls_formula(struct infer *c, const struct ast_node *function, const struct field *field,
                   const struct lang_results *args, struct lang_reads *reads)
{
    struct infer_call call = {.field = field, .is_check = field == NULL};
    bool was_partial = c->is_partial;

    c->reads = reads;
    c->log.count = 0;
    c->seen.count = 0;
    walk_function(c, function, args, &call);
    c->reads = NULL;
    c->is_partial = was_partial;
    if (call.falls)
        check_falls(c, function, call.has_returned);
}

/* --- scripts --- */

static void walk_script(struct infer *c, size_t i)
{
    struct infer_call call = {0}, *outer = c->call;

    if (!c->files[i] || c->module_states[i] != MODULE_FRESH)
        return;
    c->module_states[i] = MODULE_RUNNING;
    call.varargs = unknown_results;
    c->call = &call;
    walk_block(c, c->files[i]->chunk);
    c->call = outer;
    c->modules[i] = infer_result(&call.results, 0);
    if (c->modules[i].kind == L_TABLE)
        c->modules[i].shape->is_module = true;
    else
        c->modules[i] = type_of_kind(L_ANY);
    c->module_states[i] = MODULE_DONE;
}

/* "…/stdlib/NAME.lua" */
static bool is_module_path(const char *path, struct str name)
{
    static const char folder[] = "stdlib/";
    size_t n = strlen(path), tail = sizeof folder - 1 + name.n + 4;

    return n >= tail && memcmp(path + n - tail, folder, sizeof folder - 1) == 0 &&
           memcmp(path + n - 4 - name.n, name.p, name.n) == 0 &&
           memcmp(path + n - 4, ".lua", 4) == 0;
}

struct lang_type calls_require(struct infer *c, struct str module)
{
    for (size_t i = 0; i < c->file_count; i++)
        if (c->files[i] && is_module_path(c->files[i]->path, module)) {
            if (c->quiet)
                walk_script(c, i);
            return c->module_states[i] == MODULE_DONE ? c->modules[i] : type_of_kind(L_ANY);
        }
    return type_of_kind(L_ANY);
}

void calls_load(struct infer *c)
{
    c->quiet = true;
    for (size_t i = 0; i < c->file_count; i++)
        walk_script(c, i);
    c->quiet = false;
    c->is_partial = false;
}
