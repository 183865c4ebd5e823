/* store.c - creating, opening and closing; the schema, the state record and the writer's lock.
 *
 * The writer's lock is flock() on the data file through a descriptor of our own: the kernel
 * drops it with the process, however that ends. LMDB locks its -lock file only, so the two do
 * not meet. Who holds it is written into the store itself, for the message a second writer
 * gets.
 */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/digest.h"
#include "base/fs.h"
#include "base/mem.h"
#include "store/catalog.h"
#include "store/key.h"
#include "store/newfile.h"
#include "store/probe.h"
#include "store/rows.h"
#include "store/state.h"

static const char magic[8] = "HUIMIN\0";
static const char key_format[] = "format", key_schema[] = "schema", key_state[] = "state",
                  key_writer[] = "writer";

/* --- small records of the meta table: bytes and their sum --- */

static enum hm_status put_meta(struct txn *t, const char *key, struct buf *b, struct diag *d)
{
    buf_u64(b, buf_ok(b) ? digest_xxh64(b->data, b->len) : 0);
    if (!buf_ok(b))
        return diag_nomem(d, _("writing the store's head"));
    return txn_put(t, TABLE_META, key_text(key), (struct bytes){b->data, b->len}, d);
}

static enum hm_status damaged(const char *path, const char *what, struct diag *d)
{
    struct place at = {.file = path};
    return diag_add(d, HM_LEVEL_ERROR, HM_CORRUPT, &at,
                    _("the disk or a copy damaged the store: restore it from a backup"),
                    _("the store's %s is damaged: its checksum differs"), what);
}

/* HM_NOT_FOUND without a message when the record is not there. */
static enum hm_status get_meta(struct txn *t, const char *key, struct reader *out,
                               struct diag *d)
{
    struct bytes value;
    uint64_t sum = 0;
    TRY(txn_get(t, TABLE_META, key_text(key), &value, d));
    if (value.n >= sizeof sum) {
        value.n -= sizeof sum;
        memcpy(&sum, (const char *)value.p + value.n, sizeof sum);
        if (sum == digest_xxh64(value.p, value.n)) {
            *out = (struct reader){value.p, (const uint8_t *)value.p + value.n, false};
            return HM_OK;
        }
    }
    return damaged(env_path(t->env), key, d);
}

enum hm_status state_write(const struct state *st, struct txn *t, struct diag *d)
{
    struct buf b;
    buf_init(&b);
    buf_u64(&b, st->committed);
    buf_u64(&b, st->in_progress);
    buf_u32(&b, st->block_households);
    buf_u32(&b, st->block_count);
    buf_u32(&b, st->last_run);
    buf_u64(&b, st->publications);
    for (int i = 0; i < LIMIT_ENTITIES; i++) {
        buf_u32(&b, st->tails[i].block);
        buf_u32(&b, st->tails[i].used);
    }
    enum hm_status status = put_meta(t, key_state, &b, d);
    buf_fini(&b);
    return status;
}

enum hm_status state_read(struct state *out, struct txn *t, struct diag *d)
{
    struct reader r;
    struct state st;
    enum hm_status status = get_meta(t, key_state, &r, d);
    if (status == HM_NOT_FOUND)
        return damaged(env_path(t->env), key_state, d);
    if (status != HM_OK)
        return status;
    st.committed = read_u64(&r);
    st.in_progress = read_u64(&r);
    st.block_households = read_u32(&r);
    st.block_count = read_u32(&r);
    st.last_run = read_u32(&r);
    st.publications = read_u64(&r);
    for (int i = 0; i < LIMIT_ENTITIES; i++) {
        st.tails[i].block = read_u32(&r);
        st.tails[i].used = read_u32(&r);
    }
    if (r.failed)
        return damaged(env_path(t->env), key_state, d);
    *out = st;
    return HM_OK;
}

/* --- creating --- */

static enum hm_status put_head(struct txn *t, const struct model *m, uint32_t block_households,
                               struct diag *d)
{
    struct state st = {.block_households = block_households};
    struct buf b;
    TRY(store_put_format(t, STORE_FORMAT, d));
    buf_init(&b);
    catalog_put(&b, m);
    enum hm_status status = put_meta(t, key_schema, &b, d);
    buf_fini(&b);
    return status == HM_OK ? state_write(&st, t, d) : status;
}

static enum hm_status fill_new(const char *path, const struct model *m, uint32_t households,
                               struct diag *d)
{
    struct env *env = NULL;
    struct txn txn = {0};
    enum hm_status st = HM_OK;
    TRY_DONE(env_open(&env, path, true, 0, d));
    TRY_DONE(txn_begin(&txn, env, true, d));
    TRY_DONE(put_head(&txn, m, households, d));
    TRY_DONE(txn_commit(&txn, d));
done:
    txn_abort(&txn);
    env_close(env);
    return st;
}

/* The store gets its name when it is whole, so that a killed `init` leaves no half one. */
enum hm_status store_create_sized(const char *path, const struct model *m,
                                  uint32_t block_households, struct diag *d)
{
    struct newfile half;
    enum hm_status st;
    assert(block_households > 0 && block_households <= LIMIT_BLOCK_HOUSEHOLDS);
    TRY(newfile_begin(&half, path, false, d));
    TRY_DONE(env_create(half.path, d));
    TRY_DONE(fill_new(half.path, m, block_households, d));
    TRY_DONE(newfile_keep(&half, d));
done:
    newfile_end(&half);
    return st;
}

enum hm_status store_create(const char *path, const struct model *m, struct diag *d)
{
    return store_create_sized(path, m, STORE_BLOCK_HOUSEHOLDS, d);
}

/* --- the schemas before the present one: until which sequence number, and the catalog --- */

static struct bytes key_older(unsigned generation, char out[16])
{
    snprintf(out, 16, "schema.%u", generation);
    return key_text(out);
}

static enum hm_status get_older(struct txn *t, unsigned generation, struct reader *r,
                                uint64_t *until, struct diag *d)
{
    char key[16];
    enum hm_status st = get_meta(t, key_older(generation, key).p, r, d);
    *until = st == HM_OK ? read_u64(r) : 0;
    return st;
}

enum hm_status store_put_schema(struct store *s, struct txn *t, const struct model *m,
                                uint64_t sequence, struct diag *d)
{
    char key[16];
    struct buf b;
    buf_init(&b);
    buf_u64(&b, sequence);
    catalog_put(&b, s->schema);
    enum hm_status st = put_meta(t, key_older(s->generation, key).p, &b, d);
    buf_clear(&b);
    catalog_put(&b, m);
    if (st == HM_OK)
        st = put_meta(t, key_schema, &b, d);
    buf_fini(&b);
    return st;
}

enum hm_status store_check_schema(const struct store *s, struct txn *t, uint64_t sequence,
                                  struct diag *d)
{
    struct place at = {.file = s->path};
    struct reader r;
    uint64_t until;
    enum hm_status st = get_older(t, s->generation, &r, &until, d);
    if (st == HM_NOT_FOUND || (st == HM_OK && sequence <= until))
        return HM_OK;
    if (st != HM_OK)
        return st;
    return diag_add(d, HM_LEVEL_ERROR, HM_BUSY, &at, _("repeat the command"),
                    _("the store got new fields while it was open"));
}

/* Links the schemas that the present one extended, the newest first. */
static enum hm_status read_older(struct store *s, struct txn *t, struct diag *d)
{
    struct model *last = NULL;
    enum hm_status st = HM_OK;
    unsigned n = 0;
    for (; n <= ROWS_GENERATIONS; n++) {
        struct model *m = NULL;
        struct reader r;
        uint64_t until;
        st = get_older(t, n, &r, &until, d);
        if (st == HM_OK)
            st = catalog_parse(&m, r.at, (size_t)(r.end - r.at), s->path, d);
        if (st != HM_OK)
            break;
        m->before = last;
        last = m;
        if (!catalog_extends(s->schema, m)) {
            st = damaged(s->path, key_schema, d);
            break;
        }
    }
    s->schema->before = last;
    s->generation = (uint8_t)n;
    return st == HM_NOT_FOUND ? HM_OK : st;
}

/* --- opening --- */

enum hm_status store_read_format(struct txn *t, uint32_t *out, struct diag *d)
{
    struct place at = {.file = env_path(t->env)};
    struct reader r;
    enum hm_status st = get_meta(t, key_format, &r, d);
    size_t n = st == HM_OK ? (size_t)(r.end - r.at) : 0;
    if (st == HM_NOT_FOUND ||
        (st == HM_OK && (n < sizeof magic + 4 || memcmp(r.at, magic, sizeof magic) != 0)))
        return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at,
                        _("check the path; `huimin init` makes a new store"),
                        _("this is an LMDB file, but no Huimin store"));
    if (st != HM_OK)
        return st;
    r.at += sizeof magic;
    *out = read_u32(&r);
    return HM_OK;
}

enum hm_status store_put_format(struct txn *t, uint32_t format, struct diag *d)
{
    struct buf b;
    buf_init(&b);
    buf_put(&b, magic, sizeof magic);
    buf_u32(&b, format);
    buf_blob(&b, HUIMIN_VERSION, strlen(HUIMIN_VERSION));
    enum hm_status st = put_meta(t, key_format, &b, d);
    buf_fini(&b);
    return st;
}

static enum hm_status check_format(struct store *s, struct txn *t, bool any, struct diag *d)
{
    struct place at = {.file = s->path};
    uint32_t format;
    TRY(store_read_format(t, &format, d));
    if (format > STORE_FORMAT)
        return diag_add(d, HM_LEVEL_ERROR, HM_ENVIRONMENT, &at,
                        _("open it with the newer program that wrote it"),
                        _("the store has format %u, this program knows formats up to %u"),
                        format, (unsigned)STORE_FORMAT);
    if (format < STORE_FORMAT && !any)
        return diag_add(d, HM_LEVEL_ERROR, HM_ENVIRONMENT, &at,
                        _("`huimin migrate STORE --backup FILE` raises it to this format"),
                        _("the store has format %u, this program works with format %u"), format,
                        (unsigned)STORE_FORMAT);
    if (format == STORE_FORMAT && !env_complete(t->env))
        return damaged(s->path, key_format, d);
    return HM_OK;
}

static enum hm_status read_head(struct store *s, bool any_format, struct diag *d)
{
    struct txn t;
    struct reader r;
    struct state state;
    enum hm_status st = txn_begin(&t, s->env, false, d);
    if (st != HM_OK)
        return st;
    TRY_DONE(check_format(s, &t, any_format, d));
    st = get_meta(&t, key_schema, &r, d);
    if (st == HM_NOT_FOUND)
        st = damaged(s->path, key_schema, d);
    if (st != HM_OK)
        goto done;
    TRY_DONE(catalog_parse(&s->schema, r.at, (size_t)(r.end - r.at), s->path, d));
    TRY_DONE(read_older(s, &t, d));
    s->lanes = rows_lanes(s->schema);
    if (!s->lanes)
        st = diag_nomem(d, _("opening a store"));
    else
        st = state_read(&state, &t, d);
    s->committed = st == HM_OK ? state.committed : 0;
done:
    txn_abort(&t);
    return st;
}

/* "pid 123, since 2026-...", as the holder wrote it; empty when that cannot be read. */
static void read_holder(const char *path, char *out, size_t out_bytes)
{
    struct env *env = NULL;
    struct txn t = {0};
    struct reader r;
    out[0] = '\0';
    if (env_open(&env, path, false, 0, NULL) == HM_OK &&
        txn_begin(&t, env, false, NULL) == HM_OK &&
        get_meta(&t, key_writer, &r, NULL) == HM_OK) {
        uint32_t pid = read_u32(&r);
        size_t n;
        const char *since = read_blob(&r, &n);
        if (!r.failed)
            snprintf(out, out_bytes, _("process %u, since %.*s"), pid, (int)n, since);
    }
    txn_abort(&t);
    env_close(env);
}

static enum hm_status say_held(const struct store *s, struct diag *d)
{
    struct place at = {.file = s->path};
    char holder[128];
    read_holder(s->path, holder, sizeof holder);
    return diag_add(d, HM_LEVEL_ERROR, HM_BUSY, &at,
                    _("wait until it has finished; reading is possible meanwhile"),
                    _("another process is writing to the store (%s)"),
                    holder[0] ? holder : _("it did not say which"));
}

/* One try. *moved: the file that was locked is not the path's any more, since a compaction put
 * a new one in its place. */
static enum hm_status try_lock(struct store *s, bool *moved, struct diag *d)
{
    struct stat mine, now;
    *moved = false;
    s->lock_fd = open(s->path, O_RDWR | O_CLOEXEC);
    if (s->lock_fd < 0)
        return diag_errno(d, _("opening for writing"), s->path);
    if (flock(s->lock_fd, LOCK_EX | LOCK_NB) == 0) {
        *moved = fstat(s->lock_fd, &mine) != 0 || stat(s->path, &now) != 0 ||
                 mine.st_ino != now.st_ino || mine.st_dev != now.st_dev;
        if (!*moved)
            return HM_OK;
    } else if (errno != EWOULDBLOCK) {
        return diag_errno(d, _("locking"), s->path);
    }
    close(s->lock_fd); /* or reading the holder's name would find the file open here */
    s->lock_fd = -1;
    return *moved ? HM_OK : say_held(s, d);
}

static enum hm_status take_lock(struct store *s, struct diag *d)
{
    bool moved = true;
    for (int tries = 0; moved && tries < 100; tries++)
        TRY(try_lock(s, &moved, d));
    return moved ? say_held(s, d) : HM_OK;
}

static enum hm_status sign_in(struct store *s, struct diag *d)
{
    struct txn t;
    struct buf b;
    char now[32];
    TRY(txn_begin(&t, s->env, true, d));
    clock_iso(clock_unix_seconds(), now);
    buf_init(&b);
    buf_u32(&b, (uint32_t)getpid());
    buf_blob(&b, now, strlen(now));
    enum hm_status st = put_meta(&t, key_writer, &b, d);
    buf_fini(&b);
    if (st == HM_OK)
        return txn_commit(&t, d);
    txn_abort(&t);
    return st;
}

static enum hm_status open_writer(struct store *s, struct diag *d)
{
    TRY(sign_in(s, d));
    TRY(sweep_facts(s, d));
    return sweep_payments(s, d);
}

/* The file's own name: LMDB's lock file stands beside the name it is opened by, so a symbolic
 * link would get another one. */
static char *own_name(const char *path)
{
    struct stat info;
    bool is_link = lstat(path, &info) == 0 && S_ISLNK(info.st_mode);
    return is_link ? fs_real(path) : mem_strdup(path);
}

enum hm_status store_open_any(struct store **out, const char *path, bool write, bool any_format,
                              struct diag *d)
{
    enum hm_status st;
    TRY(probe_file(path, d));
    TRY(probe_not_open_here(path, d));
    struct store *s = mem_zalloc(sizeof *s);
    if (!s)
        return diag_nomem(d, _("opening a store"));
    s->lock_fd = -1;
    s->path = own_name(path);
    if (!s->path) {
        st = diag_nomem(d, _("opening a store"));
        goto done;
    }
    if (write)
        TRY_DONE(take_lock(s, d));
    TRY_DONE(env_open(&s->env, s->path, write, 0, d));
    TRY_DONE(read_head(s, any_format, d));
    if (write && env_complete(s->env))
        TRY_DONE(open_writer(s, d));
    *out = s;
    s = NULL;
done:
    store_close(s);
    return st;
}

enum hm_status store_open(struct store **out, const char *path, enum store_mode mode,
                          struct diag *d)
{
    return store_open_any(out, path, mode == STORE_WRITE, false, d);
}

void store_close(struct store *s)
{
    if (!s)
        return;
    env_close(s->env);
    if (s->lock_fd >= 0)
        close(s->lock_fd);
    catalog_free(s->schema);
    mem_free(s->lanes);
    mem_free(s->path);
    mem_free(s);
}

const struct model *store_schema(const struct store *s)
{
    return s->schema;
}

uint64_t store_sequence(const struct store *s)
{
    struct txn t;
    struct state st = {.committed = s->committed};
    if (txn_begin(&t, s->env, false, NULL) != HM_OK)
        return st.committed;
    (void)state_read(&st, &t, NULL);
    txn_abort(&t);
    return st.committed;
}

enum hm_status store_take(struct store *s, struct diag *d)
{
    struct place at = {.file = s->path};
    if (!env_writable(s->env))
        return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, &at, _("open it for writing"),
                        _("the store was opened for reading only"));
    if (s->busy)
        return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, &at, _("finish or abandon it first"),
                        _("another change is being written through this handle"));
    s->busy = true;
    return HM_OK;
}

void store_give_back(struct store *s)
{
    s->busy = false;
}
