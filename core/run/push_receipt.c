/* push_receipt.c - reads a receipt. */
#include "run/push_receipt.h"

#include <string.h>
#include "io/json.h"
#include "value/decimal.h"

static bool is(struct str key, const char *name)
{
    return str_eq(key, (struct str){name, strlen(name)});
}

struct push_receipt push_receipt_read(struct str body, const char *our_key)
{
    struct push_receipt r = {.same_key = true};
    struct arena a;
    struct json j;
    struct str key, text;
    arena_init(&a);
    json_init(&j, body, &a);
    bool is_object = json_value(&j, &text) == JSON_OBJECT;
    while (is_object && json_member(&j, &key)) {
        enum json_kind kind = json_value(&j, &text);
        if (kind == JSON_OBJECT || kind == JSON_ARRAY)
            json_close(&j);
        else if (is(key, "rows") && kind == JSON_NUMBER)
            r.has_rows = decimal_integer(&r.rows, text) == DECIMAL_OK;
        else if (is(key, "key") && kind == JSON_STRING)
            r.same_key = is(text, our_key);
        else if (is(key, "receipt") && kind == JSON_STRING && text.n <= PUSH_RECEIPT_CHARS)
            memcpy(r.text, text.p, text.n);
    }
    bool sound = is_object && json_finish(&j);
    arena_fini(&a);
    r.is_object = sound;
    return sound ? r : (struct push_receipt){.same_key = false};
}
