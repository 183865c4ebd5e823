/* cmd_doc.c - huimin doc: a policy as pages to read and print, or what its declarations cite.
 */
#include "session.h"

#include <stdbool.h>
#include <string.h>

/* Takes --output out of the arguments: here it is a folder, which the library makes. */
static void take_output(struct args *a)
{
    size_t n = 0;
    for (size_t i = 0; i < a->given_count; i++)
        if (strcmp(a->given[i].option->name, "output") != 0)
            a->given[n++] = a->given[i];
    a->given_count = n;
}

int cmd_doc(const struct args *a)
{
    struct session s;
    struct args rest = *a;
    struct hm_doc_options options = {
        .folder = args_value(a, "output"),
        .citations = args_has(a, "citations"),
        .luacats = args_value(a, "luacats"),
    };
    bool lists = options.citations || options.luacats || args_has(a, "json");
    if (!lists && (!options.folder || strcmp(options.folder, "-") == 0)) {
        term_error(_("doc: say with -o where the pages shall go, for example -o site"));
        return 2;
    }
    if (lists)
        options.folder = NULL;
    else
        take_output(&rest);
    int rc = session_begin(&s, &rest);
    if (rc)
        return rc;
    session_engine(&s, a, HM_ENGINE_BOTH);
    return session_end(&s, hm_doc(args_operand(a, 0), &options, &s.host));
}
