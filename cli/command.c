/* command.c - builds the tables of command.def and finds things in them. */
#include "command.h"

#include <string.h>
#include "huimin.h"
#include "term.h"

#define COMMAND(name, fewest, most, operands, summary, description)                            \
    static const struct option options_##name[] = {
#define OPTION(name, letter, argument, help) {name, letter, argument, help},
#define COMMON(name, letter, argument, help)
#define END(name)                                                                              \
    {                                                                                          \
        NULL, 0, NULL, NULL                                                                    \
    }                                                                                          \
    }                                                                                          \
    ;
#include "command.def"
#undef COMMAND
#undef OPTION
#undef COMMON
#undef END

const struct option command_common[] = {
#define COMMAND(name, fewest, most, operands, summary, description)
#define OPTION(name, letter, argument, help)
#define COMMON(name, letter, argument, help) {name, letter, argument, help},
#define END(name)
#include "command.def"
#undef COMMAND
#undef OPTION
#undef COMMON
#undef END
    {NULL, 0, NULL, NULL}};

const struct command command_table[] = {
#define COMMAND(name, fewest, most, operands, summary, description)                            \
    {#name, fewest, most, operands, summary, description, options_##name, cmd_##name},
#define OPTION(name, letter, argument, help)
#define COMMON(name, letter, argument, help)
#define END(name)
#include "command.def"
#undef COMMAND
#undef OPTION
#undef COMMON
#undef END
};
const size_t command_count = sizeof command_table / sizeof *command_table;

enum { NAMES_MAX = 64 };

const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < command_count; i++)
        if (strcmp(command_table[i].name, name) == 0)
            return &command_table[i];
    return NULL;
}

static const struct option *find_option(const struct option *o, const char *name, size_t n)
{
    for (; o->name; o++)
        if (strlen(o->name) == n && memcmp(o->name, name, n) == 0)
            return o;
    return NULL;
}

const struct option *command_option(const struct command *c, const char *name, size_t length)
{
    const struct option *o = find_option(c->options, name, length);
    return o ? o : find_option(command_common, name, length);
}

static const struct option *find_letter(const struct option *o, char letter)
{
    for (; o->name; o++)
        if (o->letter && o->letter == letter)
            return o;
    return NULL;
}

const struct option *command_letter(const struct command *c, char letter)
{
    const struct option *o = find_letter(c->options, letter);
    return o ? o : find_letter(command_common, letter);
}

const char *command_nearest(const char *name)
{
    const char *names[NAMES_MAX];
    size_t n = 0;
    for (; n < command_count && n < NAMES_MAX; n++)
        names[n] = command_table[n].name;
    return hm_nearest(name, names, n);
}

const char *command_nearest_option(const struct command *c, const char *name)
{
    const char *names[NAMES_MAX];
    size_t n = 0;
    for (const struct option *o = c->options; o->name && n < NAMES_MAX; o++)
        names[n++] = o->name;
    for (const struct option *o = command_common; o->name && n < NAMES_MAX; o++)
        names[n++] = o->name;
    return hm_nearest(name, names, n);
}
