/* walk.c - statements of a formula, with types in place of values.
 *
 * Names have the type they were last given. A branch's changes are taken back before the next
 * branch is walked, and what all of them left is joined behind it. A loop's body is walked
 * once, as its first round; behind the loop a name may have any type it had before or inside.
 */
#include <string.h>

#include "base/mem.h"
#include "lang/infer.h"

enum { FLAG_REPORTED = 1, FLAG_BOUND = 2 };

static bool walk_statement(struct infer *c, const struct ast_node *n);

struct lang_type *infer_slot(const struct infer *c, const struct ast_node *n)
{
    return &c->types[n->file][n->id];
}

static void push_change(struct infer *c, struct infer_changes *list,
                        const struct ast_node *name, struct lang_type t)
{
    if (mem_grow((void **)&list->items, &list->cap, list->count + 1, sizeof *list->items) !=
        0) {
        c->nomem = true;
        return;
    }
    list->items[list->count++] = (struct infer_change){name, t};
}

/* While scripts themselves are walked a function can be called several times before any formula
 * uses what it made: names then have the types of all calls. */
void walk_set(struct infer *c, const struct ast_node *name, struct lang_type t)
{
    struct lang_type *slot = infer_slot(c, name);
    uint8_t *flags = &c->reported[name->file][name->id];

    if (c->quiet && name->level > 0 && (*flags & FLAG_BOUND))
        t = infer_join(c, *slot, t);
    *flags |= FLAG_BOUND;
    push_change(c, &c->log, name, *slot);
    push_change(c, &c->seen, name, t);
    *slot = t;
}

struct lang_type walk_get(const struct infer *c, const struct ast_node *binding)
{
    return binding->is_shared ? type_of_kind(L_ANY) : *infer_slot(c, binding);
}

static struct infer_change *find_change(const struct infer_changes *list,
                                        const struct ast_node *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].name == name)
            return &list->items[i];
    return NULL;
}

/* Undoes the changes since `mark`; what each name had at the end goes to out. */
static void take_back(struct infer *c, size_t mark, struct infer_changes *out)
{
    while (c->log.count > mark) {
        struct infer_change *last = &c->log.items[--c->log.count];
        if (!find_change(out, last->name))
            push_change(c, out, last->name, *infer_slot(c, last->name));
        *infer_slot(c, last->name) = last->type;
    }
}

/* What the branches that were walked leave behind. */
struct outcomes {
    struct infer_changes merged;
    unsigned fallen; /* branches whose end can be reached */
};

/* Ends a branch that began at `mark`. */
static void end_branch(struct infer *c, struct outcomes *o, size_t mark, bool falls)
{
    struct infer_changes own = {0};

    take_back(c, mark, &own);
    if (falls) {
        for (size_t i = 0; i < o->merged.count; i++) {
            struct infer_change *m = &o->merged.items[i];
            const struct infer_change *mine = find_change(&own, m->name);
            m->type = infer_join(c, m->type, mine ? mine->type : *infer_slot(c, m->name));
        }
        for (size_t i = 0; i < own.count; i++) {
            struct lang_type t = own.items[i].type;
            if (find_change(&o->merged, own.items[i].name))
                continue;
            if (o->fallen)
                t = infer_join(c, *infer_slot(c, own.items[i].name), t);
            push_change(c, &o->merged, own.items[i].name, t);
        }
        o->fallen++;
    }
    mem_free(own.items);
}

static void apply_outcomes(struct infer *c, struct outcomes *o)
{
    for (size_t i = 0; i < o->merged.count && o->fallen; i++)
        walk_set(c, o->merged.items[i].name, o->merged.items[i].type);
    mem_free(o->merged.items);
}

/* Every type a name had since `mark` is one it may have now. */
static void join_seen(struct infer *c, size_t mark)
{
    size_t end = c->seen.count;

    for (size_t i = mark; i < end; i++) {
        struct infer_change s = c->seen.items[i];
        struct lang_type joined = infer_join(c, *infer_slot(c, s.name), s.type);
        if (!type_identical(joined, *infer_slot(c, s.name)))
            walk_set(c, s.name, joined);
    }
}

bool walk_block(struct infer *c, const struct ast_node *block)
{
    bool falls = true;

    for (uint32_t i = 0; i < block->kid_count; i++)
        if (falls || block->kids[i]->kind == AST_LABEL)
            falls = walk_statement(c, block->kids[i]);
    return falls;
}

/* A loop's body, which may not run at all. */
static void walk_loop(struct infer *c, const struct ast_node *body)
{
    size_t mark = c->log.count, seen = c->seen.count;
    struct infer_changes own = {0};

    walk_block(c, body);
    take_back(c, mark, &own);
    mem_free(own.items);
    join_seen(c, seen);
}

/* `break` that leaves this block's loop. */
static bool has_break(const struct ast_node *n)
{
    if (n->kind == AST_BREAK || n->kind == AST_GOTO)
        return true;
    if (n->kind == AST_WHILE || n->kind == AST_REPEAT || n->kind == AST_FOR ||
        n->kind == AST_FOR_IN || n->kind == AST_FUNCTION)
        return false;
    for (uint32_t i = 0; i < n->kid_count; i++)
        if (has_break(n->kids[i]))
            return true;
    return false;
}

static bool is_global_call(const struct ast_node *n, const char *name)
{
    return n->kind == AST_CALL && n->kids[0]->kind == AST_NAME && !n->kids[0]->binding &&
           n->kids[0]->text.n == strlen(name) &&
           memcmp(n->kids[0]->text.p, name, n->kids[0]->text.n) == 0;
}

/* A condition that asks type(x) sorts out what x is: nothing is known of x below it. */
static void forget_asked(struct infer *c, const struct ast_node *n)
{
    if (is_global_call(n, "type") && n->kid_count == 2 && n->kids[1]->kind == AST_NAME &&
        n->kids[1]->binding)
        walk_set(c, n->kids[1]->binding, type_of_kind(L_ANY));
    for (uint32_t i = 0; i < n->kid_count && n->kind != AST_FUNCTION; i++)
        forget_asked(c, n->kids[i]);
}

static bool walk_if(struct infer *c, const struct ast_node *n)
{
    struct outcomes o = {0};
    bool has_else = n->kid_count % 2 == 1, falls;

    for (uint32_t i = 0; i < n->kid_count; i += 2) {
        size_t mark;
        if (i + 1 < n->kid_count) {
            infer_condition(c, n->kids[i]);
            forget_asked(c, n->kids[i]);
        }
        mark = c->log.count;
        end_branch(c, &o, mark, walk_block(c, n->kids[i + 1 < n->kid_count ? i + 1 : i]));
    }
    if (!has_else)
        end_branch(c, &o, c->log.count, true);
    falls = o.fallen > 0;
    apply_outcomes(c, &o);
    return falls;
}

static bool walk_while(struct infer *c, const struct ast_node *n)
{
    infer_condition(c, n->kids[0]);
    walk_loop(c, n->kids[1]);
    return n->kids[0]->kind != AST_TRUE || has_break(n->kids[1]);
}

static bool walk_repeat(struct infer *c, const struct ast_node *n)
{
    size_t seen = c->seen.count;
    bool falls = walk_block(c, n->kids[0]);

    if (falls)
        infer_condition(c, n->kids[1]);
    join_seen(c, seen);
    return falls || has_break(n->kids[0]);
}

static bool walk_for(struct infer *c, const struct ast_node *n)
{
    uint32_t body = n->kid_count - 1;
    struct lang_type var = type_of_kind(L_INTEGER);
    bool down = false;

    for (uint32_t i = 1; i < body; i++) {
        struct lang_type t = infer_expression(c, n->kids[i]);
        if (t.kind != L_ANY && !type_is_number(t))
            infer_error(c, n->kids[i], NULL, _("a numeric for counts with integers, not %s"),
                        infer_describe(c, t).text);
        if (i == 1 || i == 2) {
            var.has_most = t.kind == L_INTEGER && t.has_most && (i == 1 || var.has_most);
            var.most = i == 1 || t.most > var.most ? t.most : var.most;
        } else {
            down = t.kind != L_INTEGER || !t.has_most || t.most < 0;
        }
    }
    var.has_most = var.has_most && !down;
    walk_set(c, n->kids[0], var);
    walk_loop(c, n->kids[body]);
    return true;
}

static bool walk_for_in(struct infer *c, const struct ast_node *n)
{
    struct lang_results r = infer_list(c, n->kids[1], 0);
    struct lang_type over = infer_result(&r, 0);
    const struct ast_node *names = n->kids[0];

    if (over.kind == L_LIST || over.kind == L_TABLE)
        infer_error(c, n->kids[1], _("write each(...) around it"),
                    _("a loop needs each(...), not the %s itself"),
                    infer_describe(c, over).text);
    else if (over.kind != L_ITERATOR && over.kind != L_ANY && over.kind != L_FUNCTION)
        infer_error(c, n->kids[1], NULL, _("a loop needs each(list), not %s"),
                    infer_describe(c, over).text);
    for (uint32_t i = 0; i < names->kid_count; i++)
        walk_set(c, names->kids[i],
                 over.kind == L_ITERATOR && i < 2 ? over.item[i] : type_of_kind(L_ANY));
    walk_loop(c, n->kids[2]);
    return true;
}

void walk_shape_set(struct infer *c, struct lang_shape *s, struct str name, struct lang_type t)
{
    struct lang_entry *e = shape_find(s, name);

    if (e) {
        e->type = infer_join(c, e->type, t);
        return;
    }
    e = arena_zalloc(&c->arena, sizeof *e);
    if (!e) {
        c->nomem = true;
        return;
    }
    *e = (struct lang_entry){name, t, s->entries};
    s->entries = e;
}

static void assign_global(struct infer *c, const struct ast_node *name, struct lang_type t)
{
    uint32_t index;

    if (!c->quiet) {
        infer_error(c, name, _("write `local` in front"),
                    _("\"%.*s\" is a global name; a formula can only assign to its locals"),
                    (int)name->text.n, name->text.p);
        return;
    }
    if (!map_get(&c->globals, name->text, &index)) {
        index = (uint32_t)c->globals.count;
        if (map_put(&c->globals, name->text, index) < 0 ||
            mem_grow((void **)&c->global_types, &c->global_cap, index + 1u,
                     sizeof *c->global_types) != 0) {
            c->nomem = true;
            return;
        }
    }
    c->global_types[index] = t;
}

static void assign_name(struct infer *c, const struct ast_node *name, struct lang_type t)
{
    if (!name->binding) {
        assign_global(c, name, t);
        return;
    }
    if (!c->quiet && name->binding->level == 0)
        infer_error(c, name, _("use a local of the formula"),
                    _("\"%.*s\" is a local of the whole file; a formula cannot change it"),
                    (int)name->text.n, name->text.p);
    walk_set(c, name->binding, t);
}

/* object.name = t or object[key] = t. */
static void assign_entry(struct infer *c, const struct ast_node *target, struct lang_type t)
{
    struct lang_type object = infer_expression(c, target->kids[0]);
    const struct ast_node *key = target->kids[1];

    if (target->kind == AST_INDEX)
        infer_expression(c, key);
    if (object.kind == L_TABLE && key->kind == AST_STRING) {
        walk_shape_set(c, object.shape, key->text, t);
    } else if (object.kind == L_TABLE) {
        object.shape->is_open = true;
        object.shape->element =
            object.shape->has_elements ? infer_join(c, object.shape->element, t) : t;
        object.shape->has_elements = true;
    } else if (object.kind != L_ANY) {
        infer_error(c, target, _("keep the value in a local"),
                    _("%s cannot be changed by a rule"), infer_describe(c, object).text);
    }
}

static void assign(struct infer *c, const struct ast_node *target, struct lang_type t)
{
    if (target->kind == AST_NAME)
        assign_name(c, target, t);
    else
        assign_entry(c, target, t);
}

static void walk_assign(struct infer *c, const struct ast_node *n)
{
    struct lang_results r = infer_list(c, n->kids[1], 0);

    for (uint32_t i = 0; i < n->kids[0]->kid_count; i++)
        assign(c, n->kids[0]->kids[i], infer_result(&r, i));
}

static void walk_local(struct infer *c, const struct ast_node *n)
{
    struct lang_results r = infer_list(c, n->kids[1], 0);

    for (uint32_t i = 0; i < n->kids[0]->kid_count; i++)
        walk_set(c, n->kids[0]->kids[i], infer_result(&r, i));
}

static void walk_return(struct infer *c, const struct ast_node *n)
{
    struct lang_results r = infer_list(c, n, 0);
    struct infer_call *call = c->call;
    uint8_t most = r.count > call->results.count ? r.count : call->results.count;

    check_return(c, n, &r);
    if (!call->has_returned) {
        call->results = r;
        call->has_returned = true;
        return;
    }
    for (uint32_t i = 0; i < most; i++)
        call->results.v[i] =
            infer_join(c, infer_result(&call->results, i), infer_result(&r, i));
    call->results.count = most;
    call->results.is_open |= r.is_open;
}

static bool walk_statement(struct infer *c, const struct ast_node *n)
{
    struct lang_type function = type_of_kind(L_FUNCTION);

    switch (n->kind) {
    case AST_LOCAL:
        walk_local(c, n);
        return true;
    case AST_LOCAL_FUNCTION:
    case AST_FUNCTION_STATEMENT:
        function.node = n->kids[1];
        if (n->kind == AST_LOCAL_FUNCTION)
            walk_set(c, n->kids[0], function);
        else
            assign(c, n->kids[0], function);
        return true;
    case AST_ASSIGN:
        walk_assign(c, n);
        return true;
    case AST_CALL_STATEMENT:
        infer_multi(c, n->kids[0]);
        return !is_global_call(n->kids[0], "error");
    case AST_DO:
        return walk_block(c, n->kids[0]);
    case AST_WHILE:
        return walk_while(c, n);
    case AST_REPEAT:
        return walk_repeat(c, n);
    case AST_IF:
        return walk_if(c, n);
    case AST_FOR:
        return walk_for(c, n);
    case AST_FOR_IN:
        return walk_for_in(c, n);
    case AST_RETURN:
        walk_return(c, n);
        return false;
    case AST_BREAK:
    case AST_GOTO:
        return false;
    case AST_LABEL:
        join_seen(c, 0);
        return true;
    default:
        return true;
    }
}
