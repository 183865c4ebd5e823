/* catalogue.c - reads a compiled message file (.mo): a head of seven words, a table of the
 * texts and one of their translations, both sorted by text. A file that is damaged counts as
 * none. */
#include "base/catalogue.h"

#include <string.h>
#include "base/fs.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"

enum { HEAD_WORDS = 7 };
#define CATALOGUE_MAGIC 0x950412DEu

static uint32_t word_at(const struct catalogue *c, size_t offset)
{
    uint32_t word;
    memcpy(&word, c->bytes + offset, sizeof word);
    return word;
}

/* Whether a table of lengths and offsets lies in the file, and all texts it tells of. */
static int is_sound(const struct catalogue *c, uint32_t table)
{
    if (table > c->size || c->size - table < (uint64_t)c->count * 8)
        return 0;
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t length = word_at(c, table + i * 8), at = word_at(c, table + i * 8 + 4);
        if (at >= c->size || length >= c->size - at || c->bytes[at + length] != '\0')
            return 0;
    }
    return 1;
}

void catalogue_of(struct catalogue *c, char *bytes, size_t size)
{
    *c = (struct catalogue){.bytes = bytes, .size = size};
    if (size >= HEAD_WORDS * 4 && word_at(c, 0) == CATALOGUE_MAGIC) {
        c->count = word_at(c, 8);
        c->ids = word_at(c, 12);
        c->texts = word_at(c, 16);
        if (is_sound(c, c->ids) && is_sound(c, c->texts))
            return;
    }
    catalogue_close(c);
}

bool catalogue_open(struct catalogue *c)
{
    char *bytes, *path = fs_join(i18n_folder(), "zh_CN/LC_MESSAGES/huimin.mo");
    size_t size;
    enum hm_status st = path ? HM_OK : HM_NOMEM;
    *c = (struct catalogue){0};
    if (path && fs_exists(path))
        st = fs_read(&bytes, &size, path, LIMIT_CATALOGUE_BYTES, NULL);
    else if (path)
        st = HM_NOT_FOUND;
    if (st == HM_OK)
        catalogue_of(c, bytes, size);
    mem_free(path);
    return st != HM_NOMEM;
}

void catalogue_close(struct catalogue *c)
{
    mem_free(c->bytes);
    *c = (struct catalogue){0};
}

const char *catalogue_text(const struct catalogue *c, const char *msgid)
{
    uint32_t low = 0, high = c->bytes && *msgid ? c->count : 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(msgid, c->bytes + word_at(c, c->ids + middle * 8 + 4));
        if (order == 0)
            return c->bytes + word_at(c, c->texts + middle * 8 + 4);
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return msgid;
}
