/* fuzz_policy.c - any text as a policy: refused with messages or loaded, and then it runs in a
 * sandbox as well. Start it with tests/lang/broken/<name>/policy.lua as its corpus.
 */
#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "policy/sandbox.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void add_file(struct sources *s, const char *path, const char *text, size_t n)
{
    void *files = s->files;
    if (mem_grow(&files, &s->cap, s->count + 1, sizeof *s->files) != 0)
        return;
    s->files = files;
    s->files[s->count++] =
        (struct source_file){mem_strdup(path), mem_strdup(path), mem_strndup(text, n), n};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char module[] = "return { half = function (x) return x / 2 end }\n";
    const char *text = (const char *)data;
    struct sources s;
    struct policy *p = NULL;
    struct sandbox *sandbox = NULL;
    struct diag d;
    if (n > 8192 || str_utf8_bad(text, n) != n) /* sources_read refuses it */
        return 0;
    sources_init(&s);
    diag_init(&d);
    s.name = mem_strdup("p");
    add_file(&s, "p/policy.lua", text, n);
    add_file(&s, "p/other.lua", text, n / 2);
    add_file(&s, "stdlib/payment.lua", module, sizeof module - 1);
    if (policy_load_sources(&p, &s, &d) == HM_OK && policy_sandbox(&sandbox, p, &d) == HM_OK)
        sandbox_free(sandbox);
    policy_free(p);
    diag_fini(&d);
    return 0;
}
