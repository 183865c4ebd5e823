/* fetch_state.c - the state of a pull as one JSON object; a table says which member is which.
 */
#include "net/fetch_state.h"

#include <stddef.h>
#include "base/buf.h"
#include "base/fs.h"
#include "base/mem.h"
#include "io/json_fields.h"

enum { STATE_BYTES = 1 << 16 };

static const struct json_field members[] = {
    {"url", offsetof(struct fetch_state, url), true},
    {"next", offsetof(struct fetch_state, next), true},
    {"kind", offsetof(struct fetch_state, kind), true},
    {"page_tag", offsetof(struct fetch_state, page_tag), true},
    {"tag", offsetof(struct fetch_state, tag), true},
    {"modified", offsetof(struct fetch_state, modified), true},
    {"sha256", offsetof(struct fetch_state, sha256), true},
    {"used", offsetof(struct fetch_state, used), true},
    {"pages", offsetof(struct fetch_state, pages), false},
    {"records", offsetof(struct fetch_state, records), false},
    {"part_bytes", offsetof(struct fetch_state, part_bytes), false},
    {"page_bytes", offsetof(struct fetch_state, page_bytes), false}};
static const struct json_fields fields = {members, sizeof members / sizeof *members};

static bool read_member(struct fetch_state *s, struct str key, enum json_kind kind,
                        struct str text, struct arena *a)
{
    bool hit;
    if (!json_fields_take(&fields, s, key, kind, text, a, &hit))
        return false;
    s->complete |= str_eq(key, (struct str){"complete", 8}) && kind == JSON_TRUE;
    return kind != JSON_OBJECT && kind != JSON_ARRAY;
}

static bool read_all(struct fetch_state *s, struct str text, struct arena *a)
{
    struct json j;
    struct str key, value;
    bool sound = true;
    json_init(&j, text, a);
    if (json_value(&j, &value) != JSON_OBJECT)
        return false;
    while (sound && json_member(&j, &key)) {
        enum json_kind kind = json_value(&j, &value);
        sound = kind != JSON_FAULT && read_member(s, key, kind, value, a);
    }
    return sound && json_finish(&j) && s->url[0];
}

enum hm_status fetch_state_load(struct fetch_state *out, const char *path, struct arena *a)
{
    struct fetch_state s = {0};
    char *bytes;
    size_t n;
    json_fields_clear(&fields, &s);
    *out = s;
    if (fs_read(&bytes, &n, path, STATE_BYTES, NULL) != HM_OK)
        return HM_NOT_FOUND;
    bool sound = read_all(&s, (struct str){bytes, n}, a);
    mem_free(bytes);
    if (!sound)
        return HM_NOT_FOUND;
    *out = s;
    return HM_OK;
}

enum hm_status fetch_state_save(const struct fetch_state *s, const char *path, struct diag *d)
{
    struct buf out;
    buf_init(&out);
    buf_printf(&out, "{\"complete\":%s", s->complete ? "true" : "false");
    json_fields_put(&fields, s, &out);
    buf_puts(&out, "}\n");
    enum hm_status st = buf_ok(&out) ? fs_write(path, out.data, out.len, 0600, d)
                                     : diag_nomem(d, _("writing a file"));
    buf_fini(&out);
    return st;
}
