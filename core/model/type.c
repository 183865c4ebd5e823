/* type.c - enum look-ups and the names of types in messages. */
#include "model/type.h"

#include <string.h>

static bool is_name(const char *name, struct str word)
{
    return name && strlen(name) == word.n && memcmp(name, word.p, word.n) == 0;
}

int enum_code(const struct enum_type *e, struct str word)
{
    for (uint16_t i = 0; i < e->count; i++) {
        if (is_name(e->values[i].name, word) || is_name(e->values[i].zh, word))
            return i;
    }
    return -1;
}

int64_t type_grid(const struct type *t)
{
    int64_t steps = 1;
    for (unsigned i = 0; t->kind == KIND_NUMBER && i < t->decimals; i++)
        steps *= 10;
    return steps;
}

const char *type_name(const struct type *t, const struct enum_type *enums)
{
    return t->kind == KIND_ENUM && enums ? enums[t->enum_id].name : value_kind_name(t->kind);
}
