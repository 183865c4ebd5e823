/* fuzz_parse.c - libFuzzer: any bytes through parsing and rewriting. Built with the preset
 * fuzz; seeds are the shipped scripts: fuzz_parse CORPUS policies stdlib.
 */
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/mem.h"
#include "lang/rewrite.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = mem_strndup((const char *)data, size); /* terminated, as scripts are */
    struct ast_file *f = NULL;
    struct diag d;
    struct buf out;

    if (!text)
        return 0;
    diag_init(&d);
    buf_init(&out);
    if (ast_parse(&f, "fuzz.lua", 0, text, size, &d) == HM_OK)
        rewrite_script(f, &out, &d);
    ast_free(f);
    buf_fini(&out);
    diag_fini(&d);
    mem_free(text);
    return 0;
}
