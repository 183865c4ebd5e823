/* buf.h - a growing run of bytes, always NUL-terminated one past its end. Failure is sticky:
 * after one failed growth every later call does nothing, and the caller asks buf_ok() once. */
#ifndef HM_BASE_BUF_H
#define HM_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
    char *data;
    size_t len, cap;
    bool failed;
};

void buf_init(struct buf *b);
void buf_fini(struct buf *b);
void buf_clear(struct buf *b); /* length 0, failure forgotten, memory kept */
bool buf_ok(const struct buf *b);
void buf_put(struct buf *b, const void *bytes, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *fmt, va_list ap);
void buf_json_string(struct buf *b, const char *s,
                     size_t n); /* quoted and escaped, UTF-8 kept */
/* "key":"text", or "key":null. */
void buf_json_member(struct buf *b, const char *key, const char *text);
/* Little-endian fixed-width fields, for records in the store. */
void buf_u8(struct buf *b, uint8_t v);
void buf_u32(struct buf *b, uint32_t v);
void buf_u64(struct buf *b, uint64_t v);
void buf_blob(struct buf *b, const void *bytes, size_t n); /* u32 length, then the bytes */
char *
buf_take(struct buf *b); /* hands the bytes over (mem_free) and empties b; NULL if failed */

/* Reads back what buf_u8.. wrote; `failed` is set when the bytes run out. */
struct reader {
    const uint8_t *at, *end;
    bool failed;
};
uint8_t read_u8(struct reader *r);
uint32_t read_u32(struct reader *r);
uint64_t read_u64(struct reader *r);
const char *read_blob(struct reader *r, size_t *n); /* borrowed: from the reader's bytes */

#endif
