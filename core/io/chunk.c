/* chunk.c - pieces and their text; counting lines eight bytes at a time. */
#include "io/chunk.h"

#include <assert.h>
#include <string.h>
#include "base/mem.h"

#define EACH_BYTE(b) ((uint64_t)(b)*UINT64_C(0x0101010101010101))

enum hm_status chunk_init(struct chunk *c)
{
    *c = (struct chunk){.bytes = mem_alloc(CHUNK_ROOM_BYTES)};
    return c->bytes ? HM_OK : HM_NOMEM;
}

void chunk_clear(struct chunk *c)
{
    for (size_t i = 0; i < c->count; i++)
        diag_fini(&c->pieces[i].faults);
    c->count = 0;
    c->used = 0;
}

void chunk_fini(struct chunk *c)
{
    chunk_clear(c);
    mem_free(c->bytes);
    mem_free(c->pieces);
    *c = (struct chunk){0};
}

enum hm_status chunk_add(struct chunk *c, enum chunk_kind kind, struct str text, uint32_t line)
{
    void *list = c->pieces;
    if (mem_grow(&list, &c->cap, c->count + 1, sizeof *c->pieces) != 0)
        return HM_NOMEM;
    c->pieces = list;
    struct chunk_piece *p = &c->pieces[c->count++];
    *p = (struct chunk_piece){.kind = kind, .text = text, .line = line};
    diag_init(&p->faults);
    return HM_OK;
}

enum hm_status chunk_copy(struct chunk *c, enum chunk_kind kind, struct str text, uint32_t line)
{
    char *to = c->bytes + c->used;
    assert(c->used + text.n <= CHUNK_ROOM_BYTES);
    TRY(chunk_add(c, kind, (struct str){to, text.n}, line));
    if (text.n)
        memcpy(to, text.p, text.n);
    c->used += text.n;
    return HM_OK;
}

/* High bit of each byte that is a newline; exact. */
static uint64_t newlines(const char *p)
{
    uint64_t w;
    memcpy(&w, p, 8);
    w ^= EACH_BYTE('\n');
    return ~(((w & EACH_BYTE(0x7F)) + EACH_BYTE(0x7F)) | w | EACH_BYTE(0x7F));
}

/* Newlines of whole words; each byte of a sum counts its column, up to 255 of them. */
static uint32_t count_words(const char *p, size_t words)
{
    uint32_t count = 0;
    while (words > 0) {
        size_t some = words < UINT8_MAX ? words : UINT8_MAX;
        uint64_t sums = 0;
        for (size_t i = 0; i < some; i++, p += 8)
            sums += newlines(p) >> 7;
        sums =
            (sums & UINT64_C(0x00FF00FF00FF00FF)) + (sums >> 8 & UINT64_C(0x00FF00FF00FF00FF));
        count += (uint32_t)(sums * UINT64_C(0x0001000100010001) >> 48);
        words -= some;
    }
    return count;
}

uint32_t chunk_count_lines(const char *p, size_t n)
{
    uint32_t count = count_words(p, n / 8);
    for (size_t i = n - n % 8; i < n; i++)
        count += p[i] == '\n';
    return count;
}

size_t chunk_first_lines(const char *p, size_t n, uint32_t lines)
{
    const char *at = p, *end = p + n;
    for (; lines > 0 && at; lines--) {
        at = memchr(at, '\n', (size_t)(end - at));
        at = at ? at + 1 : NULL;
    }
    return at ? (size_t)(at - p) : n;
}
