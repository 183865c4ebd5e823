/* scripts.c - a loaded policy's scripts as trees, for the compiler of the fast engine. */
#include "policy/loader.h"

size_t policy_script_count(const struct policy *p)
{
    return p->code ? p->code->count : 0;
}

struct ast_file *policy_script(const struct policy *p, size_t number)
{
    return p->code->scripts[number].ast;
}
