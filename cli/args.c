/* args.c - takes the command line apart and says what is wrong with it. */
#include "args.h"

#include <assert.h>
#include <string.h>
#include "huimin.h"
#include "term.h"

enum { EXIT_USAGE = 2 };

static int usage(const struct command *c)
{
    if (c)
        term_note(_("Try \"huimin %s --help\"."), c->name);
    else
        term_note(_("Try \"huimin --help\"."));
    return EXIT_USAGE;
}

int args_unknown_command(const char *name)
{
    const char *near = command_nearest(name);
    if (near)
        term_error(_("there is no command \"%s\"; did you mean \"%s\"?"), name, near);
    else
        term_error(_("there is no command \"%s\""), name);
    return usage(NULL);
}

static int unknown_option(const struct command *c, const char *word)
{
    char name[64];
    size_t n = strcspn(word, "=");
    snprintf(name, sizeof name, "%.*s", (int)(n < 60 ? n : 60), word);
    const char *near = strncmp(name, "--", 2) == 0 ? command_nearest_option(c, name + 2) : NULL;
    if (near)
        term_error(_("%s has no option %s; did you mean --%s?"), c->name, name, near);
    else
        term_error(_("%s has no option %s"), c->name, name);
    return usage(c);
}

static int add(struct args *a, const struct option *o, const char *value)
{
    if (a->given_count == ARGS_OPTIONS_MAX) {
        term_error(_("more than %d options"), (int)ARGS_OPTIONS_MAX);
        return EXIT_USAGE;
    }
    a->given[a->given_count++] = (struct given){o, value};
    return 0;
}

/* One word that begins with "-". *next is the word after it, taken when the option needs it. */
static int take_option(struct args *a, const char *word, char **next)
{
    const struct command *c = a->command;
    const struct option *o;
    const char *value = NULL;
    if (word[1] == '-') {
        size_t n = strcspn(word + 2, "=");
        o = command_option(c, word + 2, n);
        value = word[2 + n] == '=' ? word + 2 + n + 1 : NULL;
    } else {
        o = command_letter(c, word[1]);
        value = word[2] ? word + 2 : NULL;
    }
    if (!o || (word[1] != '-' && value && !o->argument))
        return unknown_option(c, word);
    if (!o->argument && value) {
        term_error(_("--%s takes no value, but \"%s\" was given"), o->name, value);
        return usage(c);
    }
    if (o->argument && !value) {
        if (!*next) {
            term_error(_("--%s needs a value: %s"), o->name, o->argument);
            return usage(c);
        }
        value = *next;
        *next = NULL; /* taken */
    }
    return add(a, o, value);
}

static int count_operands(const struct args *a)
{
    const struct command *c = a->command;
    if (a->operand_count >= c->fewest && a->operand_count <= c->most)
        return 0;
    if (a->operand_count < c->fewest)
        term_error(_("%s needs %s"), c->name, c->operands);
    else
        term_error(_("%s takes %s; \"%s\" is one too many"), c->name, c->operands,
                   a->operands[c->most]);
    return usage(c);
}

/* Before the command only --help and --version make sense. */
static int take_global(struct args *a, const char *word)
{
    static const struct option version = {"version", 0, NULL, NULL};
    if (strcmp(word, "--version") == 0)
        return add(a, &version, NULL);
    const struct option *help = command_option(command_find("help"), "help", 4);
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        return add(a, help, NULL);
    term_error(_("an option before the command: %s"), word);
    return usage(NULL);
}

int args_parse(struct args *a, int argc, char **argv)
{
    memset(a, 0, sizeof *a);
    a->operands = (const char **)argv;
    int only_operands = 0;
    for (int i = 1; i < argc; i++) {
        char *word = argv[i];
        int rc = 0;
        if (!only_operands && strcmp(word, "--") == 0) {
            only_operands = 1;
        } else if (!only_operands && word[0] == '-' && word[1]) {
            char *next = i + 1 < argc ? argv[i + 1] : NULL;
            char *untaken = next;
            rc = a->command ? take_option(a, word, &next) : take_global(a, word);
            i += next != untaken;
        } else if (!a->command) {
            a->command = command_find(word);
            rc = a->command ? 0 : args_unknown_command(word);
        } else {
            a->operands[a->operand_count++] = word;
        }
        if (rc)
            return rc;
    }
    if (!a->command || args_has(a, "help"))
        return 0;
    return count_operands(a);
}

static const struct given *last(const struct args *a, const char *name)
{
    assert(!a->command || command_option(a->command, name, strlen(name)));
    for (size_t i = a->given_count; i > 0; i--)
        if (strcmp(a->given[i - 1].option->name, name) == 0)
            return &a->given[i - 1];
    return NULL;
}

int args_has(const struct args *a, const char *name)
{
    return last(a, name) != NULL;
}

const char *args_value(const struct args *a, const char *name)
{
    const struct given *g = last(a, name);
    return g ? g->value : NULL;
}

const char *args_format(const struct args *a)
{
    const char *format = args_value(a, "format"), *path = args_value(a, "output");
    const char *end = path && !format ? strrchr(path, '.') : NULL;
    if (end && (strcmp(end, ".xlsx") == 0 || strcmp(end, ".csv") == 0))
        return end + 1;
    return format;
}

size_t args_values(const struct args *a, const char *name, const char **out, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; i < a->given_count && n < max; i++)
        if (strcmp(a->given[i].option->name, name) == 0)
            out[n++] = a->given[i].value;
    return n;
}

const char *args_operand(const struct args *a, size_t i)
{
    return i < a->operand_count ? a->operands[i] : NULL;
}

int args_read_number(const char *what, const char *text, uint64_t *out)
{
    uint64_t v = 0;
    size_t n = strlen(text);
    int bad = n == 0 || n > 18;
    for (size_t i = 0; i < n && !bad; i++) {
        bad = text[i] < '0' || text[i] > '9';
        v = v * 10 + (uint64_t)(text[i] - '0');
    }
    if (bad) {
        term_error(_("%s: \"%s\" is not a whole number"), what, text);
        return EXIT_USAGE;
    }
    *out = v;
    return 0;
}

int args_number(const struct args *a, const char *name, uint64_t fallback, uint64_t *out)
{
    const char *text = args_value(a, name);
    char what[64];
    if (!text) {
        *out = fallback;
        return 0;
    }
    snprintf(what, sizeof what, "--%s", name);
    return args_read_number(what, text, out);
}
