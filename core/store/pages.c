/* pages.c - walks the trees of an LMDB 0.9 file (64 bit, little-endian) page by page.
 *
 * Invariants checked: a page number lies in the file and stands in its own page; a page has the
 * kind its depth asks for; every entry lies inside its page, keys rise; a large value's pages
 * lie in the file. Trees of tables hang below the main tree's entries; the free list is a tree
 * too.
 */
#include "store/pages.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "base/mem.h"
#include "store/env.h"

enum {
    HEAD_BYTES = 16,
    NODE_BYTES = 8,
    DB_BYTES = 48,
    DEPTH_MAX = 16,         /* a tree of 4096-byte pages is never as deep */
    QUICK_ENTRIES = 100000, /* leaves of larger tables are left to verify */
    PAGE_BRANCH = 1,
    PAGE_LEAF = 2,
    PAGE_OVERFLOW = 4,
    NODE_BIG = 1,
    NODE_TABLE = 2,
    META_DBS_AT = HEAD_BYTES + 24, /* free list, main tree */
    META_LAST_AT = HEAD_BYTES + 120,
    META_TXN_AT = HEAD_BYTES + 128,
    META_BYTES = HEAD_BYTES + 136
};
#define NO_PAGE UINT64_MAX

struct tree {
    uint16_t depth;
    uint64_t entries, root;
};

enum contents { CONTENTS_VALUES, CONTENTS_TABLES, CONTENTS_FREE };

struct walk {
    int fd;
    bool all;    /* pages_check's */
    bool leaves; /* of the tree being walked */
    enum contents contents;
    uint32_t page_bytes;
    uint64_t last_page, txn;
    uint8_t *pages[DEPTH_MAX]; /* one a level */
    uint64_t *owned;           /* a bit for each page that belongs to a tree */
    uint64_t entries;          /* in leaves of the tree being walked */
    struct tree tables[TABLE_COUNT + 8];
    size_t table_count, ours;
    const char *what; /* is wrong */
};

static uint16_t load16(const uint8_t *p)
{
    return (uint16_t)(p[0] | p[1] << 8);
}

static uint64_t load64(const uint8_t *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

static bool bad(struct walk *w, const char *what)
{
    w->what = what;
    return false;
}

/* --- pages --- */

static bool in_file(struct walk *w, uint64_t page, uint64_t count)
{
    if (page < 2 || count == 0 || page > w->last_page || count > w->last_page - page + 1)
        return bad(w, _("a page number lies outside the file"));
    return true;
}

static bool own(struct walk *w, uint64_t page, uint64_t count)
{
    if (!in_file(w, page, count))
        return false;
    for (uint64_t p = page; p < page + count; p++) {
        uint64_t bit = UINT64_C(1) << (p % 64);
        if (w->owned[p / 64] & bit)
            return bad(w, _("a page has two owners"));
        w->owned[p / 64] |= bit;
    }
    return true;
}

static bool read_page(struct walk *w, uint64_t page, unsigned level, bool is_leaf)
{
    uint8_t *to = w->pages[level];
    if (!own(w, page, 1))
        return false;
    if (pread(w->fd, to, w->page_bytes, (off_t)(page * w->page_bytes)) !=
        (ssize_t)w->page_bytes)
        return bad(w, _("a page cannot be read"));
    unsigned lower = load16(to + 12), upper = load16(to + 14);
    if (load64(to) != page || load16(to + 10) != (is_leaf ? PAGE_LEAF : PAGE_BRANCH))
        return bad(w, _("a page is not what it should be"));
    if (lower < HEAD_BYTES || lower % 2 != 0 || lower > upper || upper > w->page_bytes ||
        (!is_leaf && lower < HEAD_BYTES + 4))
        return bad(w, _("the room in a page is described wrongly"));
    return true;
}

static bool big_value(struct walk *w, uint64_t page, uint64_t bytes)
{
    uint64_t count = (HEAD_BYTES - 1 + bytes) / w->page_bytes + 1;
    uint8_t head[HEAD_BYTES];
    if (!w->all)
        return in_file(w, page, count);
    if (!own(w, page, count))
        return false;
    if (pread(w->fd, head, sizeof head, (off_t)(page * w->page_bytes)) != (ssize_t)sizeof head)
        return bad(w, _("a page cannot be read"));
    uint32_t said;
    memcpy(&said, head + 12, sizeof said);
    if (load64(head) != page || load16(head + 10) != PAGE_OVERFLOW || said != count)
        return bad(w, _("a page is not what it should be"));
    return true;
}

/* --- entries --- */

struct entry {
    const uint8_t *key, *value;
    size_t key_bytes, value_bytes;
    uint16_t flags;
    uint64_t child; /* of a branch */
};

static bool get_entry(struct walk *w, const uint8_t *page, unsigned i, bool is_leaf,
                      struct entry *e)
{
    unsigned at = load16(page + HEAD_BYTES + 2 * i);
    if (at < load16(page + 14) || at % 2 != 0 || at + NODE_BYTES > w->page_bytes)
        return bad(w, _("an entry lies outside its page"));
    const uint8_t *node = page + at;
    uint64_t low = load16(node) | (uint64_t)load16(node + 2) << 16;
    *e = (struct entry){.key = node + NODE_BYTES, .key_bytes = load16(node + 6)};
    size_t used = at + NODE_BYTES + e->key_bytes;
    if (is_leaf) {
        e->flags = load16(node + 4);
        e->value = e->key + e->key_bytes;
        e->value_bytes = low;
        used += e->flags & NODE_BIG ? sizeof(uint64_t) : low;
        if (e->flags & ~(NODE_BIG | NODE_TABLE))
            return bad(w, _("an entry is of an unknown kind"));
    } else {
        e->child = low | (uint64_t)load16(node + 4) << 32;
    }
    if (used > w->page_bytes)
        return bad(w, _("an entry lies outside its page"));
    return true;
}

/* The free list's keys are transaction numbers; all others are bytes. */
static bool rises(const struct walk *w, const struct entry *a, const struct entry *b)
{
    if (w->contents == CONTENTS_FREE)
        return a->key_bytes == 8 && b->key_bytes == 8 && load64(a->key) < load64(b->key);
    size_t n = a->key_bytes < b->key_bytes ? a->key_bytes : b->key_bytes;
    int order = memcmp(a->key, b->key, n);
    return order < 0 || (order == 0 && a->key_bytes < b->key_bytes);
}

/* Pages of one freed list: a count, then numbers, descending. */
static bool free_pages(struct walk *w, const struct entry *e, uint64_t big_page)
{
    uint8_t *copy = mem_alloc(e->value_bytes + 8);
    bool ok = copy != NULL || bad(w, NULL);
    if (ok && e->flags & NODE_BIG) {
        off_t at = (off_t)(big_page * w->page_bytes + HEAD_BYTES);
        ok = pread(w->fd, copy, e->value_bytes, at) == (ssize_t)e->value_bytes ||
             bad(w, _("a page cannot be read"));
    } else if (ok) {
        memcpy(copy, e->value, e->value_bytes);
    }
    uint64_t n = ok && e->value_bytes >= 8 ? load64(copy) : 0;
    if (ok && (e->value_bytes < 8 || n > e->value_bytes / 8 - 1))
        ok = bad(w, _("the list of free pages makes no sense"));
    for (uint64_t i = 0; ok && i < n; i++)
        ok = w->all ? own(w, load64(copy + 8 + 8 * i), 1)
                    : in_file(w, load64(copy + 8 + 8 * i), 1);
    mem_free(copy);
    return ok;
}

static bool is_ours(const struct entry *e)
{
    static const char *const names[] = {
#define X(id, name, what) name,
        TABLE_LIST(X)
#undef X
    };
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        if (e->key_bytes == strlen(names[i]) && memcmp(e->key, names[i], e->key_bytes) == 0)
            return true;
    }
    return false;
}

static bool add_table(struct walk *w, const struct entry *e)
{
    if (e->value_bytes != DB_BYTES)
        return bad(w, _("a table is described wrongly"));
    if (w->table_count == sizeof w->tables / sizeof *w->tables)
        return true; /* not ours, and then nothing of it is looked at */
    w->ours += is_ours(e);
    w->tables[w->table_count++] =
        (struct tree){load16(e->value + 6), load64(e->value + 32), load64(e->value + 40)};
    return true;
}

static bool leaf_entry(struct walk *w, const struct entry *e)
{
    uint64_t page = e->flags & NODE_BIG ? load64(e->value) : 0;
    bool is_table = (e->flags & NODE_TABLE) != 0;
    if (e->key_bytes == 0 || (is_table && w->contents != CONTENTS_TABLES))
        return bad(w, _("an entry is of an unknown kind"));
    if (e->flags & NODE_BIG && !big_value(w, page, e->value_bytes))
        return false;
    w->entries++;
    if (w->contents == CONTENTS_FREE)
        return free_pages(w, e, page);
    return !is_table || add_table(w, e);
}

/* --- trees --- */

static bool walk_page(struct walk *w, uint64_t page, unsigned level, unsigned depth)
{
    bool is_leaf = level + 1 == depth;
    struct entry e, before = {0};
    if (is_leaf && !w->leaves)
        return own(w, page, 1);
    if (!read_page(w, page, level, is_leaf))
        return false;
    unsigned n = (load16(w->pages[level] + 12) - HEAD_BYTES) / 2u;
    for (unsigned i = 0; i < n; i++) {
        if (!get_entry(w, w->pages[level], i, is_leaf, &e))
            return false;
        /* a branch's first key stands for everything below the second and is not looked at */
        if (i > (is_leaf ? 0u : 1u) && !rises(w, &before, &e))
            return bad(w, _("entries are out of order"));
        before = e;
        if (is_leaf ? !leaf_entry(w, &e) : !walk_page(w, e.child, level + 1, depth))
            return false;
    }
    return true;
}

static bool walk_tree(struct walk *w, const struct tree *t, enum contents contents, bool leaves)
{
    if (t->root == NO_PAGE)
        return t->entries == 0 || bad(w, _("a table is described wrongly"));
    if (t->depth == 0 || t->depth > DEPTH_MAX)
        return bad(w, _("a table is described wrongly"));
    w->contents = contents;
    w->leaves = leaves;
    w->entries = 0;
    if (!walk_page(w, t->root, 0, t->depth))
        return false;
    if (leaves && w->entries != t->entries)
        return bad(w, _("a table has another number of entries than it says"));
    return true;
}

static bool walk_file(struct walk *w, const struct tree roots[2])
{
    if (!walk_tree(w, &roots[1], CONTENTS_TABLES, true))
        return false;
    if (w->ours < TABLE_FIRST_FORMAT)
        return true; /* somebody else's file: env.c will say so */
    for (size_t i = 0; i < w->table_count; i++) {
        bool leaves = w->all || w->tables[i].entries <= QUICK_ENTRIES;
        if (!walk_tree(w, &w->tables[i], CONTENTS_VALUES, leaves))
            return false;
    }
    return walk_tree(w, &roots[0], CONTENTS_FREE, true);
}

/* --- the file --- */

static bool read_meta(struct walk *w, uint64_t at, uint64_t txn, struct tree roots[2])
{
    uint8_t m[META_BYTES];
    if (pread(w->fd, m, sizeof m, (off_t)at) != (ssize_t)sizeof m)
        return false;
    uint64_t number = load64(m + META_TXN_AT);
    memcpy(&w->page_bytes, m + META_DBS_AT, sizeof w->page_bytes);
    if (txn ? number != txn : number < w->txn)
        return false;
    w->txn = number;
    w->last_page = load64(m + META_LAST_AT);
    for (int i = 0; i < 2; i++) {
        const uint8_t *db = m + META_DBS_AT + i * DB_BYTES;
        roots[i] = (struct tree){load16(db + 6), load64(db + 32), load64(db + 40)};
    }
    return true;
}

/* The state of transaction `txn`, or the newest. False when there is none (any more). */
static bool find_state(struct walk *w, uint64_t txn, struct tree roots[2])
{
    bool found = read_meta(w, 0, txn, roots);
    return read_meta(w, w->page_bytes, txn, roots) || found;
}

static bool reserve(struct walk *w)
{
    bool ok = true;
    for (int i = 0; i < DEPTH_MAX; i++) {
        w->pages[i] = mem_alloc(w->page_bytes);
        ok = ok && w->pages[i];
    }
    w->owned = mem_calloc(w->last_page / 64 + 1, sizeof *w->owned);
    return ok && w->owned;
}

static void release(struct walk *w)
{
    for (int i = 0; i < DEPTH_MAX; i++)
        mem_free(w->pages[i]);
    mem_free(w->owned);
}

static enum hm_status damaged(const char *path, const char *what, struct diag *d)
{
    struct place at = {.file = path};
    return diag_add(d, HM_LEVEL_ERROR, HM_CORRUPT, &at,
                    _("the disk or a copy damaged the store: restore it from a backup"),
                    _("the store's index is damaged: %s"), what);
}

static enum hm_status check_once(int fd, const char *path, uint64_t txn, bool all,
                                 uint64_t *seen_txn, struct diag *d)
{
    struct walk w = {.fd = fd, .all = all};
    struct tree roots[2];
    if (!find_state(&w, txn, roots))
        return HM_NOT_FOUND;
    *seen_txn = w.txn;
    enum hm_status st = HM_OK;
    if (w.page_bytes < 512 || w.page_bytes > 65536 || w.last_page > UINT64_MAX >> 20)
        return damaged(path, _("a table is described wrongly"), d);
    if (!reserve(&w))
        st = diag_nomem(d, _("opening the store"));
    else if (!walk_file(&w, roots))
        st = w.what ? damaged(path, w.what, d) : diag_nomem(d, _("opening the store"));
    release(&w);
    return st;
}

enum hm_status pages_check(const char *path, uint64_t txn, bool all, struct diag *d)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return diag_errno(d, _("opening"), path);
    enum hm_status st = HM_OK;
    for (int tries = 0; tries < 20; tries++) {
        struct diag found;
        uint64_t first = 0, then = 0;
        struct tree roots[2];
        struct walk again = {.fd = fd};
        diag_init(&found);
        st = check_once(fd, path, txn, all, &first, &found);
        then = find_state(&again, 0, roots) ? again.txn : first;
        bool moved = !txn && st == HM_CORRUPT && then != first;
        if (!moved)
            diag_move(d, &found);
        diag_fini(&found);
        if (!moved)
            break;
    }
    close(fd);
    return st;
}
