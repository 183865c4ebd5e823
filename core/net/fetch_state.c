/* fetch_state.c - the state of a pull as one JSON object; a table says which member is which.
 */
#include "net/fetch_state.h"

#include <stddef.h>
#include <string.h>
#include "base/buf.h"
#include "base/fs.h"
#include "base/mem.h"
#include "io/json.h"

enum { STATE_BYTES = 1 << 16 };

static const struct {
    const char *name;
    size_t at;
} texts[] = {{"url", offsetof(struct fetch_state, url)},
             {"next", offsetof(struct fetch_state, next)},
             {"kind", offsetof(struct fetch_state, kind)},
             {"page_tag", offsetof(struct fetch_state, page_tag)},
             {"tag", offsetof(struct fetch_state, tag)},
             {"modified", offsetof(struct fetch_state, modified)},
             {"sha256", offsetof(struct fetch_state, sha256)},
             {"used", offsetof(struct fetch_state, used)}},
  counts[] = {{"pages", offsetof(struct fetch_state, pages)},
              {"records", offsetof(struct fetch_state, records)},
              {"part_bytes", offsetof(struct fetch_state, part_bytes)},
              {"page_bytes", offsetof(struct fetch_state, page_bytes)}};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char **text_of(struct fetch_state *s, size_t i)
{
    return (const char **)(void *)((char *)s + texts[i].at);
}

static uint64_t *count_of(struct fetch_state *s, size_t i)
{
    return (uint64_t *)(void *)((char *)s + counts[i].at);
}

static bool read_count(uint64_t *out, struct str text)
{
    *out = 0;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < '0' || text.p[i] > '9' ||
            __builtin_mul_overflow(*out, UINT64_C(10), out) ||
            __builtin_add_overflow(*out, (uint64_t)(text.p[i] - '0'), out))
            return false;
    return text.n > 0;
}

static bool read_member(struct fetch_state *s, struct str key, enum json_kind kind,
                        struct str text, struct arena *a)
{
    for (size_t i = 0; i < COUNT(texts); i++)
        if (str_eq(key, (struct str){texts[i].name, strlen(texts[i].name)}))
            return kind == JSON_STRING &&
                   (*text_of(s, i) = arena_strndup(a, text.p, text.n)) != NULL;
    for (size_t i = 0; i < COUNT(counts); i++)
        if (str_eq(key, (struct str){counts[i].name, strlen(counts[i].name)}))
            return kind == JSON_NUMBER && read_count(count_of(s, i), text);
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
    for (size_t i = 0; i < COUNT(texts); i++)
        *text_of(&s, i) = "";
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
    struct fetch_state copy = *s;
    struct buf out;
    buf_init(&out);
    buf_printf(&out, "{\"complete\":%s", s->complete ? "true" : "false");
    for (size_t i = 0; i < COUNT(texts); i++) {
        const char *text = *text_of(&copy, i);
        buf_printf(&out, ",\"%s\":", texts[i].name);
        buf_json_string(&out, text, strlen(text));
    }
    for (size_t i = 0; i < COUNT(counts); i++)
        buf_printf(&out, ",\"%s\":%llu", counts[i].name,
                   (unsigned long long)*count_of(&copy, i));
    buf_puts(&out, "}\n");
    enum hm_status st = buf_ok(&out) ? fs_write(path, out.data, out.len, 0600, d)
                                     : diag_nomem(d, _("writing a file"));
    buf_fini(&out);
    return st;
}
