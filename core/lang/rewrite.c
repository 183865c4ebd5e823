/* rewrite.c - writes a script again with exact operators and names that Lua can read.
 *
 * The text is copied from left to right; nodes that change put their own text between the
 * pieces. What stood between operands (blanks, comments, line ends) is always copied, so that
 * every construct keeps its line.
 */
#include "lang/rewrite.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/map.h"

/* Lua's own compiler takes 200 levels; some are in use when a script is loaded. */
enum { LUA_LEVELS = 160, THUNK_LEVELS = 2 };

struct writer {
    const struct ast_file *f;
    struct diag *d;
    struct buf body;
    uint32_t done; /* bytes of the text that were copied or left out */
    unsigned level;
    struct map constants; /* text of a number -> its place in __k */
    size_t errors;
    bool nomem;
};

static void emit(struct writer *w, const struct ast_node *n);

static void refuse(struct writer *w, uint32_t offset, const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

static void refuse(struct writer *w, uint32_t offset, const char *hint, const char *fmt, ...)
{
    struct place at = ast_place(w->f, offset);
    char text[256];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    w->errors++;
    diag_add(w->d, HM_LEVEL_ERROR, HM_DATA, &at, hint, "%s", text);
}

static void copy_to(struct writer *w, uint32_t offset)
{
    if (offset > w->done)
        buf_put(&w->body, w->f->text + w->done, offset - w->done);
    w->done = offset > w->done ? offset : w->done;
}

static void skip_to(struct writer *w, uint32_t offset)
{
    w->done = offset > w->done ? offset : w->done;
}

static bool is_word_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           c == '_';
}

/* Puts text that must not grow together with a word before it. */
static void put_word(struct writer *w, const char *text)
{
    if (w->body.len && is_word_byte(w->body.data[w->body.len - 1]))
        buf_putc(&w->body, ' ');
    buf_puts(&w->body, text);
}

static void put_position(struct writer *w, uint32_t offset)
{
    buf_printf(&w->body, ", %u)", ast_position(w->f, offset));
}

static bool is_ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

/* "__z", then ASCII as it is, "_" as "__", and others as "_XXXXXX" of six hex digits (which
 * begin with 0 or 1, never with '_'). */
void rewrite_name(struct str name, struct buf *out)
{
    if (is_ascii(name)) {
        buf_put(out, name.p, name.n);
        return;
    }
    buf_puts(out, "__z");
    for (size_t i = 0; i < name.n;) {
        unsigned char c = (unsigned char)name.p[i++];
        unsigned more = c < 0x80 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
        uint32_t cp = more ? c & (0x3Fu >> more) : c;
        for (; more && i < name.n; more--)
            cp = cp << 6 | ((unsigned char)name.p[i++] & 0x3Fu);
        if (c >= 0x80)
            buf_printf(out, "_%06X", cp);
        else if (c == '_')
            buf_puts(out, "__");
        else
            buf_putc(out, (char)c);
    }
}

static void put_quoted(struct writer *w, struct str s)
{
    buf_putc(&w->body, '"');
    buf_put(&w->body, s.p, s.n); /* a name: nothing to escape */
    buf_putc(&w->body, '"');
}

static bool is_global(const struct ast_node *n, const char *name)
{
    return n->kind == AST_NAME && !n->binding && n->text.n == strlen(name) &&
           memcmp(n->text.p, name, n->text.n) == 0;
}

/* What is evaluated later, or elsewhere: those arguments, from `first` on, become functions. */
static const struct lazy {
    const char *name, *hidden, *usage;
    uint32_t want, first;
} lazies[] = {
    {"known", "__known", N_("known(x) takes one argument in parentheses"), 1, 1},
    {"default", "__default", N_("default(x, value) takes two arguments"), 2, 1},
    {"before", "__before", N_("before(n, value) takes two arguments"), 2, 2},
};

static const struct lazy *lazy_of(const struct ast_node *n)
{
    for (size_t i = 0; i < sizeof lazies / sizeof *lazies; i++)
        if (is_global(n, lazies[i].name))
            return &lazies[i];
    return NULL;
}

static bool is_lazy(const struct ast_node *n)
{
    return lazy_of(n) != NULL;
}

/* A name at `first`, in the text or made up (the hidden self). */
static void emit_name(struct writer *w, uint32_t first, struct str name)
{
    copy_to(w, first);
    if (is_ascii(name))
        return;
    put_word(w, "");
    rewrite_name(name, &w->body);
    skip_to(w, first + (uint32_t)name.n);
}

static void emit_kids(struct writer *w, const struct ast_node *n)
{
    for (uint32_t i = 0; i < n->kid_count; i++)
        emit(w, n->kids[i]);
    copy_to(w, n->last);
}

static void emit_condition(struct writer *w, const struct ast_node *n)
{
    bool is_joined =
        n->kind == AST_AND || n->kind == AST_OR; /* begins where its left side does */
    copy_to(w, n->first);
    put_word(w, "__cond(");
    w->level++;
    emit(w, n);
    w->level--;
    put_position(w, is_joined ? n->op : n->first);
}

/* The left side of `or`: a condition, unless it is the idiom `c and x`; in a chain each by
 * itself. */
static void emit_left_of_or(struct writer *w, const struct ast_node *n)
{
    if (n->kind == AST_AND) {
        emit(w, n);
    } else if (n->kind == AST_OR) {
        emit_left_of_or(w, n->kids[0]);
        emit_left_of_or(w, n->kids[1]);
    } else if (n->kind == AST_PAREN) {
        emit_left_of_or(w, n->kids[0]);
        copy_to(w, n->last);
    } else {
        emit_condition(w, n);
    }
}

/* a OP b as name(a, b, POS). */
static void emit_operation(struct writer *w, const struct ast_node *n, const char *name,
                           uint32_t op_bytes)
{
    copy_to(w, n->first);
    put_word(w, name);
    buf_putc(&w->body, '(');
    emit(w, n->kids[0]);
    copy_to(w, n->op);
    while (w->body.len && w->body.data[w->body.len - 1] == ' ')
        w->body.len--;
    buf_putc(&w->body, ',');
    skip_to(w, n->op + op_bytes);
    if (w->f->text[w->done] != ' ')
        buf_putc(&w->body, ' ');
    emit(w, n->kids[1]);
    put_position(w, n->op);
}

static void put_constant(struct writer *w, const char *sign, struct str number)
{
    struct buf text;
    struct str key;
    uint32_t index = 0;

    buf_init(&text);
    buf_puts(&text, sign);
    buf_put(&text, number.p, number.n);
    key = (struct str){text.data, text.len};
    if (!buf_ok(&text)) {
        w->nomem = true;
    } else if (!map_get(&w->constants, key, &index)) {
        index = (uint32_t)w->constants.count + 1;
        if (map_put(&w->constants, key, index) < 0)
            w->nomem = true;
    }
    put_word(w, "__k[");
    buf_printf(&w->body, "%u]", index);
    buf_fini(&text);
}

static void emit_integer(struct writer *w, const struct ast_node *n)
{
    const char *text = w->f->text + n->first;
    uint32_t bytes = n->last - n->first;
    bool hex = bytes > 1 && (text[1] == 'x' || text[1] == 'X');

    copy_to(w, n->first);
    if (!hex &&
        (memchr(text, '.', bytes) || memchr(text, 'e', bytes) || memchr(text, 'E', bytes))) {
        put_word(w, "");
        buf_printf(&w->body, "%lld", (long long)n->integer);
        skip_to(w, n->last);
    }
    copy_to(w, n->last);
}

static void emit_minus(struct writer *w, const struct ast_node *n)
{
    const struct ast_node *operand = n->kids[0];

    copy_to(w, n->first);
    if (operand->kind == AST_INTEGER) {
        emit(w, operand);
    } else if (operand->kind == AST_NUMBER) {
        skip_to(w, n->op + 1);
        copy_to(w, operand->first);
        put_constant(w, "-", operand->text);
        skip_to(w, operand->last);
    } else {
        put_word(w, "__unm(");
        skip_to(w, n->op + 1);
        emit(w, operand);
        put_position(w, n->op);
    }
}

static void emit_field(struct writer *w, const struct ast_node *n)
{
    const struct ast_node *key = n->kids[1];

    emit(w, n->kids[0]);
    copy_to(w, n->op);
    if (is_ascii(key->text)) {
        copy_to(w, key->last);
        return;
    }
    skip_to(w, n->op + 1);
    copy_to(w, key->first);
    buf_putc(&w->body, '[');
    put_quoted(w, key->text);
    buf_putc(&w->body, ']');
    skip_to(w, key->last);
}

static void emit_pair(struct writer *w, const struct ast_node *n)
{
    const struct ast_node *key = n->kids[0];

    copy_to(w, key->first);
    if (!is_ascii(key->text)) {
        buf_putc(&w->body, '[');
        put_quoted(w, key->text);
        buf_putc(&w->body, ']');
        skip_to(w, key->last);
    }
    emit(w, n->kids[1]);
}

/* `...` of this function, which a function around the argument would hide. */
static bool has_vararg(const struct ast_node *n)
{
    if (n->kind == AST_VARARG)
        return true;
    for (uint32_t i = 0; i < n->kid_count && n->kind != AST_FUNCTION; i++)
        if (has_vararg(n->kids[i]))
            return true;
    return false;
}

/* known(e), default(e, v), before(n, e) */
static void emit_lazy(struct writer *w, const struct ast_node *n)
{
    const struct ast_node *callee = n->kids[0];
    const struct lazy *lazy = lazy_of(callee);

    if (n->kid_count != lazy->want + 1 || w->f->text[n->last - 1] != ')') {
        refuse(w, n->first, NULL, "%s", i18n_text(lazy->usage));
        return;
    }
    if (has_vararg(n)) {
        refuse(w, n->first, _("put it into a local first"),
               _("'...' cannot be used inside %s()"), lazy->name);
        return;
    }
    copy_to(w, n->first);
    put_word(w, lazy->hidden);
    skip_to(w, callee->last);
    w->level += THUNK_LEVELS;
    for (uint32_t i = 1; i < lazy->first; i++)
        emit(w, n->kids[i]);
    for (uint32_t i = lazy->first; i <= lazy->want; i++) {
        copy_to(w, n->kids[i]->first);
        put_word(w, "function() return ");
        emit(w, n->kids[i]);
        buf_puts(&w->body, " end");
    }
    w->level -= THUNK_LEVELS;
    copy_to(w, n->last - 1);
    put_position(w, n->op);
    skip_to(w, n->last);
}

static bool has_wide_field(const struct ast_node *target)
{
    for (; target->kind == AST_FIELD; target = target->kids[0])
        if (!is_ascii(target->kids[1]->text))
            return true;
    return false;
}

static bool refuse_redefinition(struct writer *w, const struct ast_node *target)
{
    if (!is_lazy(target))
        return false;
    refuse(w, target->first, NULL, _("'%.*s' belongs to the language and cannot be redefined"),
           (int)target->text.n, target->text.p);
    return true;
}

/* `function t.名(...)` becomes `t["名"] = function (...)`. */
static void emit_function_statement(struct writer *w, const struct ast_node *n)
{
    const struct ast_node *target = n->kids[0];

    if (refuse_redefinition(w, target))
        return;
    copy_to(w, n->first);
    if (has_wide_field(target)) {
        if (n->is_method)
            refuse(w, target->op, _("write function t.name(self, ...)"),
                   _("a method's name must be in ASCII"));
        skip_to(w, n->first + (uint32_t)strlen("function"));
        emit(w, target);
        buf_puts(&w->body, " = function ");
    } else {
        emit(w, target);
    }
    emit(w, n->kids[1]);
}

static void emit_method(struct writer *w, const struct ast_node *n)
{
    if (!is_ascii(n->kids[1]->text))
        refuse(w, n->kids[1]->first, _("write t.name(t, ...)"),
               _("a method's name must be in ASCII"));
    emit_kids(w, n);
}

static void emit_label(struct writer *w, const struct ast_node *n)
{
    emit_name(w, n->op, n->text);
    copy_to(w, n->last);
}

/* Statements with conditions: the kids in order, those that decide as conditions. */
static void emit_branches(struct writer *w, const struct ast_node *n)
{
    for (uint32_t i = 0; i < n->kid_count; i++) {
        bool is_body = n->kids[i]->kind == AST_BLOCK;
        if (is_body)
            emit(w, n->kids[i]);
        else
            emit_condition(w, n->kids[i]);
    }
    copy_to(w, n->last);
}

static void emit_logic(struct writer *w, const struct ast_node *n)
{
    if (n->kind == AST_OR)
        emit_left_of_or(w, n->kids[0]);
    else
        emit_condition(w, n->kids[0]);
    emit(w, n->kids[1]);
}

static void emit_assignment(struct writer *w, const struct ast_node *n)
{
    for (uint32_t i = 0; i < n->kids[0]->kid_count; i++)
        if (refuse_redefinition(w, n->kids[0]->kids[i]))
            return;
    emit_kids(w, n);
}

static void emit_word(struct writer *w, const struct ast_node *n)
{
    if (is_lazy(n))
        refuse(w, n->first, NULL, _("'%.*s' can only be called, as %.*s(...)"), (int)n->text.n,
               n->text.p, (int)n->text.n, n->text.p);
    if (n->first < n->last)
        emit_name(w, n->first, n->text);
    copy_to(w, n->last);
}

static void refuse_operator(struct writer *w, const struct ast_node *n)
{
    if (n->kind == AST_POW)
        refuse(w, n->op, _("write x * x"), _("the operator ^ does not exist in rules"));
    else
        refuse(w, n->op, NULL, _("bit operators do not exist in rules"));
    emit_kids(w, n);
}

/* What stands for an operator, and how long its sign is. */
static const struct {
    const char *name;
    uint32_t bytes;
} operations[AST_KIND_COUNT] = {
    [AST_ADD] = {"__add", 1},       [AST_SUB] = {"__sub", 1},   [AST_MUL] = {"__mul", 1},
    [AST_DIV] = {"__div", 1},       [AST_IDIV] = {"__idiv", 2}, [AST_MOD] = {"__mod", 1},
    [AST_EQ] = {"__eq", 2},         [AST_NE] = {"__ne", 2},     [AST_LT] = {"__lt", 1},
    [AST_LE] = {"__le", 2},         [AST_GT] = {"__gt", 1},     [AST_GE] = {"__ge", 2},
    [AST_CONCAT] = {"__concat", 2},
};

static void emit_node(struct writer *w, const struct ast_node *n)
{
    if (operations[n->kind].name) {
        emit_operation(w, n, operations[n->kind].name, operations[n->kind].bytes);
        return;
    }
    switch (n->kind) {
    case AST_POW:
    case AST_BAND:
    case AST_BOR:
    case AST_BXOR:
    case AST_SHL:
    case AST_SHR:
    case AST_BNOT:
        refuse_operator(w, n);
        break;
    case AST_AND:
    case AST_OR:
        emit_logic(w, n);
        break;
    case AST_NOT:
        emit_condition(w, n->kids[0]);
        break;
    case AST_UNM:
        emit_minus(w, n);
        break;
    case AST_INTEGER:
        emit_integer(w, n);
        break;
    case AST_NUMBER:
        copy_to(w, n->first);
        put_constant(w, "", n->text);
        skip_to(w, n->last);
        break;
    case AST_NAME:
        emit_word(w, n);
        break;
    case AST_FIELD:
        emit_field(w, n);
        break;
    case AST_PAIR:
        emit_pair(w, n);
        break;
    case AST_METHOD:
        emit_method(w, n);
        break;
    case AST_CALL:
        if (is_lazy(n->kids[0]))
            emit_lazy(w, n);
        else
            emit_kids(w, n);
        break;
    case AST_IF:
    case AST_WHILE:
    case AST_REPEAT:
        emit_branches(w, n);
        break;
    case AST_FUNCTION_STATEMENT:
        emit_function_statement(w, n);
        break;
    case AST_ASSIGN:
        emit_assignment(w, n);
        break;
    case AST_GOTO:
    case AST_LABEL:
        emit_label(w, n);
        break;
    default:
        emit_kids(w, n);
    }
}

static void emit(struct writer *w, const struct ast_node *n)
{
    unsigned levels = n->kind != AST_BLOCK && n->kind != AST_LIST && n->kind != AST_ITEM &&
                      n->kind != AST_PAIR && n->kind != AST_SLOT;

    w->level += levels;
    if (w->level < LUA_LEVELS)
        emit_node(w, n);
    else if (!w->errors)
        refuse(w, n->first, _("move a part into a local or a function"),
               _("nested too deeply"));
    w->level -= levels;
}

static void put_constants(const struct writer *w, struct buf *out)
{
    if (!w->constants.count)
        return;
    buf_puts(out, "local __k={");
    for (size_t i = 0; i < w->constants.count; i++) {
        struct str text = w->constants.entries[i].key;
        buf_printf(out, "%s__number(\"%.*s\")", i ? "," : "", (int)text.n, text.p);
    }
    buf_puts(out, "} ");
}

enum hm_status rewrite_script(const struct ast_file *f, struct buf *out, struct diag *d)
{
    struct writer w = {.f = f, .d = d};
    enum hm_status st = HM_OK;

    buf_init(&w.body);
    map_init(&w.constants);
    if (f->bytes >= 3 && memcmp(f->text, "\xEF\xBB\xBF", 3) == 0)
        w.done = 3;
    if (f->text[w.done] == '#')
        w.done += (uint32_t)strcspn(f->text + w.done, "\r\n");
    emit(&w, f->chunk);
    copy_to(&w, (uint32_t)f->bytes);
    if (w.errors)
        st = HM_DATA;
    if (st == HM_OK) {
        put_constants(&w, out);
        buf_put(out, w.body.data, w.body.len);
    }
    if (w.nomem || !buf_ok(&w.body) || !buf_ok(out))
        st = diag_nomem(d, _("rewriting a script"));
    map_fini(&w.constants);
    buf_fini(&w.body);
    return st;
}
