/* tamper.h - changing a store behind its back: one value of one table, with or without making
 * its checksum right again. */
#ifndef TEST_STORE_TAMPER_H
#define TEST_STORE_TAMPER_H

#include "base/digest.h"
#include "runs_support.h"
#include "store/key.h"

struct raw {
    struct env *env;
    struct txn txn;
};

static inline void raw_open(struct raw *w, const char *path)
{
    OK(env_open(&w->env, path, true, 0, d));
    OK(txn_begin(&w->txn, w->env, true, d));
}

static inline void raw_close(struct raw *w)
{
    OK(txn_commit(&w->txn, d));
    env_close(w->env);
}

/* The n-th entry of a table, copied (mem_free). */
static inline char *raw_nth(struct raw *w, enum table table, size_t n, struct key *key,
                            size_t *bytes)
{
    struct scan s;
    OK(scan_open(&s, &w->txn, table, d));
    OK(scan_first(&s, d));
    for (size_t i = 0; i < n; i++)
        OK(scan_next(&s, d));
    assert_true(s.found);
    memcpy(key->bytes, s.key.p, s.key.n);
    key->n = s.key.n;
    *bytes = s.value.n;
    char *copy = mem_strndup(s.value.p, s.value.n);
    assert_non_null(copy);
    scan_close(&s);
    return copy;
}

static inline void raw_put(struct raw *w, enum table table, const struct key *key,
                           const char *value, size_t n)
{
    OK(txn_put(&w->txn, table, key_bytes(key), (struct bytes){value, n}, d));
}

/* Puts a sealed record whose checksum is right. */
static inline void raw_seal(struct raw *w, enum table table, const struct key *key, char *value,
                            size_t n)
{
    uint64_t sum = digest_xxh64(value, n - 8) ^ digest_xxh64(key->bytes, key->n);
    memcpy(value + n - 8, &sum, 8);
    raw_put(w, table, key, value, n);
}

/* Flips a bit of byte `at` (from the end when negative) of the n-th record. */
static inline void raw_flip(const char *path, enum table table, size_t nth, long at,
                            bool make_sum_right)
{
    struct raw w;
    struct key key;
    size_t n;
    raw_open(&w, path);
    char *value = raw_nth(&w, table, nth, &key, &n);
    value[at < 0 ? (size_t)((long)n + at) : (size_t)at] ^= 1;
    if (make_sum_right)
        raw_seal(&w, table, &key, value, n);
    else
        raw_put(&w, table, &key, value, n);
    mem_free(value);
    raw_close(&w);
}

static inline void raw_remove(const char *path, enum table table, size_t nth)
{
    struct raw w;
    struct key key;
    size_t n;
    raw_open(&w, path);
    mem_free(raw_nth(&w, table, nth, &key, &n));
    OK(txn_delete(&w.txn, table, key_bytes(&key), d));
    raw_close(&w);
}

#endif
