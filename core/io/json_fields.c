/* json_fields.c - members in and out by a table. */
#include "io/json_fields.h"

#include <string.h>

static const char **text_of(void *record, const struct json_field *f)
{
    return (const char **)(void *)((char *)record + f->at);
}

static uint64_t *count_of(void *record, const struct json_field *f)
{
    return (uint64_t *)(void *)((char *)record + f->at);
}

bool json_count(uint64_t *out, struct str text)
{
    *out = 0;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < '0' || text.p[i] > '9' ||
            __builtin_mul_overflow(*out, UINT64_C(10), out) ||
            __builtin_add_overflow(*out, (uint64_t)(text.p[i] - '0'), out))
            return false;
    return text.n > 0;
}

void json_fields_clear(const struct json_fields *f, void *record)
{
    for (size_t i = 0; i < f->count; i++) {
        if (f->list[i].is_text)
            *text_of(record, &f->list[i]) = "";
        else
            *count_of(record, &f->list[i]) = 0;
    }
}

bool json_fields_take(const struct json_fields *f, void *record, struct str key,
                      enum json_kind kind, struct str text, struct arena *a, bool *hit)
{
    *hit = false;
    for (size_t i = 0; i < f->count; i++) {
        const struct json_field *field = &f->list[i];
        if (!str_eq(key, (struct str){field->name, strlen(field->name)}))
            continue;
        *hit = true;
        if (!field->is_text)
            return kind == JSON_NUMBER && json_count(count_of(record, field), text);
        return kind == JSON_STRING &&
               (*text_of(record, field) = arena_strndup(a, text.p, text.n)) != NULL;
    }
    return true;
}

void json_fields_put(const struct json_fields *f, const void *record, struct buf *out)
{
    for (size_t i = 0; i < f->count; i++) {
        const char *at = (const char *)record + f->list[i].at;
        const char *text;
        uint64_t count;
        buf_printf(out, ",\"%s\":", f->list[i].name);
        if (f->list[i].is_text) {
            memcpy(&text, at, sizeof text);
            buf_json_string(out, text ? text : "", text ? strlen(text) : 0);
        } else {
            memcpy(&count, at, sizeof count);
            buf_printf(out, "%llu", (unsigned long long)count);
        }
    }
}
