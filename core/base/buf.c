/* buf.c - growing bytes, and the little-endian fields of stored records. A buffer that owns
 * nothing yet (cap 0) points at a constant empty text. */
#include "base/buf.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"

static char *empty_text(void)
{
    return (char *)"";
}

void buf_init(struct buf *b)
{
    *b = (struct buf){.data = empty_text()};
}

void buf_fini(struct buf *b)
{
    if (b->cap)
        mem_free(b->data);
    buf_init(b);
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    b->failed = false;
    if (b->cap)
        b->data[0] = 0;
}

bool buf_ok(const struct buf *b)
{
    return !b->failed;
}

/* Room for n more bytes and the NUL. */
static bool reserve(struct buf *b, size_t n)
{
    if (b->failed)
        return false;
    if (b->cap && n < b->cap - b->len)
        return true;
    void *data = b->cap ? b->data : NULL;
    if (n > SIZE_MAX - b->len - 1 || mem_grow(&data, &b->cap, b->len + n + 1, 1) != 0) {
        b->failed = true;
        return false;
    }
    b->data = data;
    return true;
}

void buf_put(struct buf *b, const void *bytes, size_t n)
{
    if (!reserve(b, n))
        return;
    if (n)
        memcpy(b->data + b->len, bytes, n);
    b->len += n;
    b->data[b->len] = 0;
}

void buf_puts(struct buf *b, const char *s)
{
    buf_put(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
    buf_put(b, &c, 1);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    buf_vprintf(b, fmt, ap);
    va_end(ap);
}

void buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    if (n < 0)
        b->failed = true;
    else if (reserve(b, (size_t)n)) {
        vsnprintf(b->data + b->len, (size_t)n + 1, fmt, again);
        b->len += (size_t)n;
    }
    va_end(again);
}

static void put_json_escape(struct buf *b, unsigned char c)
{
    static const char short_names[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (const char *s = short_names; *s; s += 2) {
        if ((unsigned char)*s == c) {
            char pair[2] = {'\\', s[1]};
            buf_put(b, pair, 2);
            return;
        }
    }
    buf_printf(b, "\\u%04x", c);
}

void buf_json_string(struct buf *b, const char *s, size_t n)
{
    buf_putc(b, '"');
    size_t from = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
            continue;
        buf_put(b, s + from, i - from);
        put_json_escape(b, c);
        from = i + 1;
    }
    buf_put(b, s + from, n - from);
    buf_putc(b, '"');
}

void buf_json_member(struct buf *b, const char *key, const char *text)
{
    buf_printf(b, "\"%s\":", key);
    if (text)
        buf_json_string(b, text, strlen(text));
    else
        buf_puts(b, "null");
}

void buf_u8(struct buf *b, uint8_t v)
{
    buf_put(b, &v, 1);
}

static void put_little(struct buf *b, uint64_t v, unsigned bytes)
{
    uint8_t out[8];
    for (unsigned i = 0; i < bytes; i++)
        out[i] = (uint8_t)(v >> (8 * i));
    buf_put(b, out, bytes);
}

void buf_u32(struct buf *b, uint32_t v)
{
    put_little(b, v, 4);
}

void buf_u64(struct buf *b, uint64_t v)
{
    put_little(b, v, 8);
}

void buf_blob(struct buf *b, const void *bytes, size_t n)
{
    assert(n <= UINT32_MAX);
    buf_u32(b, (uint32_t)n);
    buf_put(b, bytes, n);
}

char *buf_take(struct buf *b)
{
    char *taken = reserve(b, 0) ? b->data : NULL;
    if (taken) {
        taken[b->len] = 0;
        b->cap = 0;
    }
    buf_fini(b);
    return taken;
}

static uint64_t read_little(struct reader *r, unsigned bytes)
{
    if (r->failed || (size_t)(r->end - r->at) < bytes) {
        r->failed = true;
        return 0;
    }
    uint64_t v = 0;
    for (unsigned i = 0; i < bytes; i++)
        v |= (uint64_t)r->at[i] << (8 * i);
    r->at += bytes;
    return v;
}

uint8_t read_u8(struct reader *r)
{
    return (uint8_t)read_little(r, 1);
}

uint32_t read_u32(struct reader *r)
{
    return (uint32_t)read_little(r, 4);
}

uint64_t read_u64(struct reader *r)
{
    return read_little(r, 8);
}

const char *read_blob(struct reader *r, size_t *n)
{
    uint32_t len = read_u32(r);
    if (r->failed || (size_t)(r->end - r->at) < len) {
        r->failed = true;
        *n = 0;
        return "";
    }
    const char *bytes = (const char *)r->at;
    r->at += len;
    *n = len;
    return bytes;
}
