/* help.c - writes what command.def says, in four forms. */
#include "help.h"

#include <ctype.h>
#include <string.h>
#include "term.h"

enum { HELP_COLUMNS = 80, OPTION_COLUMNS = 28 };

/* Bytes of the next piece that must not be broken: an ASCII word, or one wide character. */
static size_t piece(const char *text)
{
    size_t n = 1;
    if ((unsigned char)text[0] >= 0x80)
        while (((unsigned char)text[n] & 0xC0) == 0x80)
            n++;
    else
        while (text[n] && text[n] != ' ' && (unsigned char)text[n] < 0x80)
            n++;
    return n;
}

/* Breaks at blanks, and anywhere between wide characters. */
static void put_wrapped(FILE *out, const char *text, size_t indent, size_t column)
{
    char word[256];
    size_t blank = 0;
    while (*text) {
        if (*text == ' ') {
            blank = 1;
            text++;
            continue;
        }
        size_t n = piece(text);
        n = n < sizeof word ? n : sizeof word - 1;
        memcpy(word, text, n);
        word[n] = '\0';
        size_t width = hm_width(word);
        if (column + blank + width > HELP_COLUMNS && column > indent) {
            fprintf(out, "\n%*s", (int)indent, "");
            column = indent;
            blank = 0;
        }
        fprintf(out, "%s%s", blank ? " " : "", word);
        column += blank + width;
        blank = 0;
        text += n;
    }
    fputc('\n', out);
}

static void put_option(FILE *out, const struct option *o)
{
    char left[96];
    int n = o->letter ? snprintf(left, sizeof left, "  -%c, --%s", o->letter, o->name)
                      : snprintf(left, sizeof left, "      --%s", o->name);
    if (o->argument && n > 0)
        snprintf(left + n, sizeof left - (size_t)n, " %s", o->argument);
    fprintf(out, "%-*s", OPTION_COLUMNS, left);
    if (strlen(left) >= OPTION_COLUMNS)
        fprintf(out, "\n%*s", OPTION_COLUMNS, "");
    put_wrapped(out, _(o->help), OPTION_COLUMNS, OPTION_COLUMNS);
}

static void put_options(FILE *out, const struct option *o)
{
    for (; o->name; o++)
        put_option(out, o);
}

void help_all(FILE *out)
{
    fprintf(out, _("usage: huimin COMMAND [OPTIONS] OPERANDS\n"));
    put_wrapped(out, _("Huimin runs civil-affairs rules written in Lua over households."), 0,
                0);
    fprintf(out, "\n%s\n", _("Commands:"));
    for (size_t i = 0; i < command_count; i++) {
        fprintf(out, "  %-12s", command_table[i].name);
        put_wrapped(out, _(command_table[i].summary), 14, 14);
    }
    fprintf(out, "\n%s\n", _("Options of every command:"));
    put_options(out, command_common);
    fprintf(out, "\n%s\n",
            _("Exit codes: 0 done; 1 the data or the policy has errors; 2 wrong usage;\n"
              "3 the environment failed (disk, permissions, locks); 130 interrupted."));
}

void help_command(FILE *out, const struct command *c)
{
    fprintf(out, _("usage: huimin %s [OPTIONS] %s\n"), c->name, c->operands);
    put_wrapped(out, _(c->description), 0, 0);
    if (c->options->name) {
        fprintf(out, "\n%s\n", _("Options:"));
        put_options(out, c->options);
    }
    fprintf(out, "\n%s\n", _("Options of every command:"));
    put_options(out, command_common);
}

/* Text for roff: a leading dot and backslashes would be commands. */
static void put_roff(FILE *out, const char *text)
{
    if (*text == '.' || *text == '\'')
        fputs("\\&", out);
    for (; *text; text++) {
        if (*text == '\\')
            fputs("\\e", out);
        else if (*text == '-')
            fputs("\\-", out);
        else
            fputc(*text, out);
    }
}

static void man_options(FILE *out, const struct option *o)
{
    for (; o->name; o++) {
        fputs(".TP\n", out);
        if (o->letter)
            fprintf(out, "\\fB\\-%c\\fR, ", o->letter);
        fputs("\\fB\\-\\-", out);
        put_roff(out, o->name);
        fputs("\\fR", out);
        if (o->argument) {
            fputs(" \\fI", out);
            put_roff(out, o->argument);
            fputs("\\fR", out);
        }
        fputc('\n', out);
        put_roff(out, o->help);
        fputc('\n', out);
    }
}

void help_man(FILE *out)
{
    fprintf(out, ".\\\" Made by: huimin help --man\n.TH HUIMIN 1 \"\" \"Huimin %s\" \"\"\n",
            hm_version());
    fputs(".SH NAME\nhuimin \\- run civil\\-affairs rules over households\n.SH SYNOPSIS\n",
          out);
    fputs(".B huimin\n\\fICOMMAND\\fR [\\fIOPTIONS\\fR] \\fIOPERANDS\\fR\n.SH COMMANDS\n", out);
    for (size_t i = 0; i < command_count; i++) {
        const struct command *c = &command_table[i];
        fprintf(out, ".SS huimin %s ", c->name);
        put_roff(out, c->operands);
        fputc('\n', out);
        put_roff(out, c->description);
        fputc('\n', out);
        man_options(out, c->options);
    }
    fputs(".SH OPTIONS OF EVERY COMMAND\n", out);
    man_options(out, command_common);
    fputs(".SH EXIT STATUS\n0 done; 1 the data or the policy has errors; 2 wrong usage; 3 the\n"
          "environment failed (disk, permissions, locks); 130 interrupted.\n"
          ".SH ENVIRONMENT\n.TP\nLC_ALL, LC_MESSAGES, LANG\nzh* gives messages in Chinese.\n"
          ".TP\nHUIMIN_STDLIB\nThe folder of the Lua helpers that policies may require.\n"
          ".SH FILES\nA policy is a folder with a policy.lua; a store is one file.\n",
          out);
}

void help_verbs(FILE *out)
{
    for (size_t i = 0; i < hm_verb_count(); i++) {
        struct hm_verb v;
        hm_verb_get(i, &v);
        fprintf(out, "### %s\n`%s`: %s. ", v.name, v.usage, v.summary);
        fprintf(out, "%s\n```\n%s\n```\n", v.description, v.example);
    }
}

static void put_words(FILE *out, const struct option *o)
{
    for (; o->name; o++)
        fprintf(out, " --%s", o->name);
}

void help_completion(FILE *out)
{
    fputs("# bash completion for huimin. Made by: huimin help --completion\n"
          "_huimin()\n{\n"
          "    local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} words=\n"
          "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
          "        words=\"",
          out);
    for (size_t i = 0; i < command_count; i++)
        fprintf(out, "%s%s", i ? " " : "", command_table[i].name);
    fputs(" --help --version\"\n    else\n        case $command in\n", out);
    for (size_t i = 0; i < command_count; i++) {
        fprintf(out, "        %s) words=\"", command_table[i].name);
        put_words(out, command_table[i].options);
        fputs("\" ;;\n", out);
    }
    fputs("        esac\n        words=\"$words", out);
    put_words(out, command_common);
    fputs("\"\n"
          "        [ \"$command\" = runs ] && words=\"$words list show diff publish verify\"\n"
          "    fi\n"
          "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
          "    case $word in -*) ;; *) [ \"$COMP_CWORD\" -gt 1 ] &&\n"
          "        COMPREPLY+=($(compgen -f -- \"$word\")) ;;\n    esac\n"
          "}\n"
          "complete -o filenames -F _huimin huimin\n",
          out);
}
