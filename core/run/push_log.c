/* push_log.c - lines of JSON, one for a plan, one for each of its keys, one that ends the plan,
 * one for each acknowledgement. */
#include "run/push_log.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/clock.h"
#include "base/fs.h"
#include "base/limits.h"
#include "base/mem.h"
#include "io/json_fields.h"

/* Members of the line that begins a plan. */
static const struct json_field members[] = {
    {"what", offsetof(struct push_entry, what), true},
    {"month", offsetof(struct push_entry, month), true},
    {"time", offsetof(struct push_entry, time), true},
    {"subject", offsetof(struct push_entry, subject), true},
    {"to", offsetof(struct push_entry, to), true},
    {"to_digest", offsetof(struct push_entry, to_digest), true},
    {"since", offsetof(struct push_entry, since), true},
    {"sum", offsetof(struct push_entry, sum), true},
    {"publications", offsetof(struct push_entry, publications), false},
    {"payments", offsetof(struct push_entry, payments), false},
    {"run", offsetof(struct push_entry, run), false},
    {"batch_rows", offsetof(struct push_entry, batch_rows), false},
    {"batches", offsetof(struct push_entry, batches), false},
    {"rows", offsetof(struct push_entry, rows), false}};
static const struct json_fields fields = {members, sizeof members / sizeof *members};

static enum hm_status no_memory(struct diag *d)
{
    return diag_nomem(d, _("reading the log of deliveries"));
}

/* --- reading --- */

struct line { /* what a line says */
    struct push_entry head;
    uint64_t push, batch;
    const char *key;
    bool has_head, planned, acknowledged;
};

static bool is(struct str key, const char *name)
{
    return str_eq(key, (struct str){name, strlen(name)});
}

static bool read_member(struct line *l, struct str key, enum json_kind kind, struct str text,
                        struct arena *a)
{
    bool hit;
    if (!json_fields_take(&fields, &l->head, key, kind, text, a, &hit))
        return false;
    l->has_head |= is(key, "what");
    if (hit)
        return true;
    if (is(key, "push") || is(key, "batch"))
        return kind == JSON_NUMBER && json_count(is(key, "push") ? &l->push : &l->batch, text);
    if (is(key, "key"))
        return kind == JSON_STRING && (l->key = arena_strndup(a, text.p, text.n)) != NULL;
    l->head.unpaid |= is(key, "unpaid") && kind == JSON_TRUE;
    l->head.unmasked |= is(key, "unmasked") && kind == JSON_TRUE;
    l->planned |= is(key, "planned") && kind == JSON_TRUE;
    l->acknowledged |= is(key, "acknowledged") && kind == JSON_TRUE;
    return kind != JSON_OBJECT && kind != JSON_ARRAY;
}

static bool read_line(struct line *l, struct str text, struct arena *a)
{
    struct json j;
    struct str key, value;
    bool sound = true;
    memset(l, 0, sizeof *l);
    json_fields_clear(&fields, &l->head);
    json_init(&j, text, a);
    if (json_value(&j, &value) != JSON_OBJECT)
        return false;
    while (sound && json_member(&j, &key)) {
        enum json_kind kind = json_value(&j, &value);
        sound = kind != JSON_FAULT && read_member(l, key, kind, value, a);
    }
    return sound && json_finish(&j);
}

static enum hm_status add_entry(struct push_log *l, const struct push_entry *e, struct diag *d)
{
    void *entries = l->entries;
    if (e->batches > LIMIT_PUSH_BATCHES)
        return HM_DATA;
    if (mem_grow(&entries, &l->cap, l->count + 1, sizeof *l->entries) != 0)
        return no_memory(d);
    l->entries = entries;
    struct push_entry *to = &l->entries[l->count];
    *to = *e;
    to->number = (uint32_t)++l->count;
    to->keys = arena_zalloc(&l->arena, (e->batches + 1) * sizeof *to->keys);
    to->acknowledged = arena_zalloc(&l->arena, e->batches + 1);
    return to->keys && to->acknowledged ? HM_OK : no_memory(d);
}

static void acknowledge(struct push_entry *e, uint64_t k)
{
    e->acknowledged_count += !e->acknowledged[k];
    e->acknowledged[k] = true;
}

/* HM_DATA: the line fits nothing before it. */
static enum hm_status take_line(struct push_log *l, const struct line *line, struct diag *d)
{
    if (line->has_head)
        return line->push == l->count + 1 ? add_entry(l, &line->head, d) : HM_DATA;
    struct push_entry *e = l->count ? &l->entries[l->count - 1] : NULL;
    if (line->acknowledged && line->push >= 1 && line->push <= l->count)
        e = &l->entries[line->push - 1]; /* an older one may be gone on with */
    if (!e || line->push != e->number)
        return HM_DATA;
    if (line->planned) {
        e->planned = e->key_count == e->batches;
        return e->planned ? HM_OK : HM_DATA;
    }
    if (line->batch == 0 || line->batch > e->batches)
        return HM_DATA;
    if (line->acknowledged) {
        acknowledge(e, line->batch - 1);
        return HM_OK;
    }
    if (!line->key || line->batch != e->key_count + 1)
        return HM_DATA;
    e->keys[e->key_count++] = line->key;
    return HM_OK;
}

static enum hm_status take_lines(struct push_log *l, struct str text, struct diag *d)
{
    struct place at = {.file = l->path};
    for (size_t from = 0; from < text.n;) {
        const char *end = memchr(text.p + from, '\n', text.n - from);
        struct line line;
        size_t n = (size_t)(end - (text.p + from));
        at.line++;
        bool sound = read_line(&line, (struct str){text.p + from, n}, &l->arena);
        enum hm_status st = sound ? take_line(l, &line, d) : HM_DATA;
        if (st == HM_DATA)
            return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at,
                            _("take it back from a backup: without it nobody knows what was "
                              "delivered"),
                            _("the log of deliveries is damaged here"));
        TRY(st);
        from += n + 1;
    }
    return HM_OK;
}

/* --- opening --- */

static enum hm_status open_file(struct push_log *l, bool for_writing, struct diag *d)
{
    int how = for_writing ? O_RDWR | O_CREAT | O_NOFOLLOW : O_RDONLY;
    l->fd = open(l->path, how | O_CLOEXEC, 0600);
    if (l->fd < 0 && errno == ENOENT && !for_writing)
        return HM_OK;
    if (l->fd < 0)
        return diag_errno(d, _("opening the file"), l->path);
    if (for_writing && flock(l->fd, LOCK_EX | LOCK_NB) != 0)
        return diag_error(d, HM_BUSY, &(struct place){.file = l->path},
                          _("another push is under way"));
    return HM_OK;
}

static enum hm_status read_file(struct push_log *l, bool for_writing, struct diag *d)
{
    char *bytes;
    size_t n;
    if (l->fd < 0)
        return HM_OK;
    TRY(fs_read(&bytes, &n, l->path, LIMIT_PUSH_LOG_BYTES, d));
    while (n > 0 && bytes[n - 1] != '\n') /* a crash came between */
        n--;
    enum hm_status st = take_lines(l, (struct str){bytes, n}, d);
    mem_free(bytes);
    if (st == HM_OK && for_writing &&
        (ftruncate(l->fd, (off_t)n) != 0 || lseek(l->fd, (off_t)n, SEEK_SET) < 0))
        st = diag_errno(d, _("writing the file"), l->path);
    return st;
}

enum hm_status push_log_open(struct push_log *l, const char *path, bool for_writing,
                             struct diag *d)
{
    memset(l, 0, sizeof *l);
    l->fd = -1;
    arena_init(&l->arena);
    l->path = mem_strdup(path);
    if (!l->path)
        return no_memory(d);
    TRY(open_file(l, for_writing, d));
    return read_file(l, for_writing, d);
}

void push_log_close(struct push_log *l)
{
    if (l->fd >= 0)
        close(l->fd);
    mem_free(l->entries);
    mem_free(l->path);
    arena_fini(&l->arena);
    *l = (struct push_log){.fd = -1};
}

/* --- writing --- */

static enum hm_status append(struct push_log *l, struct buf *lines, struct diag *d)
{
    enum hm_status st =
        buf_ok(lines) ? fs_put(l->fd, l->path, lines->data, lines->len, d) : no_memory(d);
    if (st == HM_OK)
        st = fs_sync(l->fd, l->path, d);
    buf_fini(lines);
    return st;
}

static void put_head(struct buf *out, uint64_t number, const struct push_entry *e)
{
    buf_printf(out, "{\"push\":%llu", (unsigned long long)number);
    json_fields_put(&fields, e, out);
    buf_printf(out, ",\"unpaid\":%s,\"unmasked\":%s}\n", e->unpaid ? "true" : "false",
               e->unmasked ? "true" : "false");
}

enum hm_status push_log_plan(struct push_log *l, const struct push_entry *e, size_t *index,
                             struct diag *d)
{
    struct buf lines;
    uint64_t number = l->count + 1;
    TRY(add_entry(l, e, d));
    buf_init(&lines);
    put_head(&lines, number, e);
    struct push_entry *to = &l->entries[l->count - 1];
    for (uint64_t k = 0; k < e->batches; k++) {
        to->keys[k] = arena_strdup(&l->arena, e->keys[k]);
        lines.failed |= !to->keys[k];
        buf_printf(&lines, "{\"push\":%llu,\"batch\":%llu,\"key\":\"%s\"}\n",
                   (unsigned long long)number, (unsigned long long)k + 1, e->keys[k]);
    }
    buf_printf(&lines, "{\"push\":%llu,\"planned\":true}\n", (unsigned long long)number);
    TRY(append(l, &lines, d));
    TRY(fs_sync_folder(l->path, d));
    to->key_count = e->batches;
    to->planned = true;
    *index = l->count - 1;
    return HM_OK;
}

enum hm_status push_log_acknowledge(struct push_log *l, size_t index, uint64_t k,
                                    const char *receipt, struct diag *d)
{
    struct buf line;
    char now[32];
    struct push_entry *e = &l->entries[index];
    clock_iso(clock_unix_seconds(), now);
    buf_init(&line);
    buf_printf(&line, "{\"push\":%u,\"batch\":%llu,\"acknowledged\":true,\"at\":\"%s\"",
               e->number, (unsigned long long)k + 1, now);
    buf_puts(&line, ",\"receipt\":");
    buf_json_string(&line, receipt, strlen(receipt));
    buf_puts(&line, "}\n");
    TRY(append(l, &line, d));
    acknowledge(e, k);
    return HM_OK;
}
