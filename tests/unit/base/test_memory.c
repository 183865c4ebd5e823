/* test_memory.c - mem, arena, buf, map and the faults that make them fail. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"
#include "base/map.h"
#include "base/mem.h"

static struct str text(const char *s)
{
    return (struct str){s, strlen(s)};
}

static void the_nth_allocation_fails(void **state)
{
    (void)state;
    fault_arm(FAULT_ALLOC, 3);
    void *a = mem_alloc(1), *b = mem_zalloc(0), *c = mem_calloc(2, 2), *d = mem_strdup("x");
    assert_non_null(a);
    assert_non_null(b);
    assert_null(c);
    assert_non_null(d); /* only that one */
    mem_free(a);
    mem_free(b);
    mem_free(d);
    setenv("HUIMIN_FAULT", "write:2", 1);
    fault_from_env();
    unsetenv("HUIMIN_FAULT");
    assert_false(fault_hit(FAULT_WRITE));
    assert_false(fault_hit(FAULT_SYNC));
    assert_true(fault_hit(FAULT_WRITE));
    assert_false(fault_hit(FAULT_WRITE));
}

static void growing_keeps_what_was_there(void **state)
{
    (void)state;
    void *items = NULL;
    size_t cap = 0;
    for (size_t n = 1; n <= 1000; n++) {
        assert_int_equal(mem_grow(&items, &cap, n, sizeof(size_t)), 0);
        ((size_t *)items)[n - 1] = n;
    }
    for (size_t n = 1; n <= 1000; n++)
        assert_int_equal(((size_t *)items)[n - 1], n);
    size_t before = cap;
    assert_int_equal(mem_grow(&items, &cap, SIZE_MAX / 2, sizeof(size_t)), -1);
    assert_int_equal(cap, before);
    fault_arm(FAULT_ALLOC, 1);
    assert_int_equal(mem_grow(&items, &cap, cap + 1, sizeof(size_t)), -1);
    assert_int_equal(((size_t *)items)[0], 1);
    mem_free(items);
    assert_null(mem_calloc(SIZE_MAX / 2, 3));
}

static void arena_alignment_and_reuse(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    size_t total = 0;
    for (size_t bytes = 0; bytes < 20000; bytes += 1 + bytes / 7) {
        char *p = arena_alloc(&a, bytes);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % (bytes >= 64 ? 64 : 16), 0);
        memset(p, (int)bytes & 255, bytes);
        total += bytes;
    }
    assert_int_equal(a.used_bytes, total);
    char *s = arena_strdup(&a, "低保");
    assert_string_equal(s, "低保");
    assert_string_equal(arena_strndup(&a, "abc", 2), "ab");
    arena_reset(&a);
    assert_int_equal(a.used_bytes, 0);
    char *zeros = arena_zalloc(&a, 3000);
    for (int i = 0; i < 3000; i++)
        assert_int_equal(zeros[i], 0);
    assert_null(arena_alloc(&a, SIZE_MAX - 8));
    arena_fini(&a);
    fault_arm(FAULT_ALLOC, 1);
    assert_null(arena_alloc(&a, 10));
    assert_non_null(arena_alloc(&a, 10));
    arena_fini(&a);
}

static void buffers(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b);
    assert_string_equal(b.data, "");
    buf_puts(&b, "a");
    buf_printf(&b, "%d-%s", 12, "低保");
    buf_putc(&b, '!');
    assert_string_equal(b.data, "a12-低保!");
    buf_clear(&b);
    assert_string_equal(b.data, "");
    buf_json_string(&b, "a\"\\\n\x01保\x7f", 9);
    assert_string_equal(b.data, "\"a\\\"\\\\\\n\\u0001保\\u007f\"");
    char *taken = buf_take(&b);
    assert_int_equal(strlen(taken), 24);
    assert_int_equal(b.len, 0);
    mem_free(taken);
    taken = buf_take(&b);
    assert_string_equal(taken, "");
    mem_free(taken);
}

static void buffer_failure_is_sticky(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b);
    buf_puts(&b, "abc");
    fault_arm(FAULT_ALLOC, 1);
    for (int i = 0; i < 100; i++)
        buf_puts(&b, "0123456789");
    assert_false(buf_ok(&b));
    size_t len = b.len;
    buf_puts(&b, "more");
    assert_int_equal(b.len, len);
    assert_null(buf_take(&b));
    buf_puts(&b, "fresh");
    assert_true(buf_ok(&b));
    assert_string_equal(b.data, "fresh");
    buf_fini(&b);
}

static void fields_read_back(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b);
    buf_u8(&b, 200);
    buf_u32(&b, 0xDEADBEEF);
    buf_u64(&b, UINT64_C(0x0123456789ABCDEF));
    buf_blob(&b, "保", 3);
    assert_int_equal((uint8_t)b.data[1], 0xEF); /* little-endian */
    for (size_t cut = 0; cut <= b.len; cut++) {
        const uint8_t *bytes = (const uint8_t *)b.data;
        struct reader r = {bytes, bytes + cut, false};
        size_t n;
        uint8_t v8 = read_u8(&r);
        uint32_t v32 = read_u32(&r);
        uint64_t v64 = read_u64(&r);
        const char *blob = read_blob(&r, &n);
        assert_int_equal(r.failed, cut < b.len);
        if (r.failed)
            continue;
        assert_int_equal(v8, 200);
        assert_int_equal(v32, 0xDEADBEEF);
        assert_true(v64 == UINT64_C(0x0123456789ABCDEF));
        assert_int_equal(n, 3);
        assert_memory_equal(blob, "保", 3);
    }
    buf_fini(&b);
}

static void maps(void **state)
{
    (void)state;
    struct map m;
    map_init(&m);
    char key[16];
    uint32_t value;
    assert_false(map_get(&m, text("none"), &value));
    for (uint32_t i = 0; i < 5000; i++) {
        snprintf(key, sizeof key, "k%u", (unsigned)(i * 7919));
        assert_int_equal(map_put(&m, text(key), i), 1);
    }
    assert_int_equal(map_put(&m, text("k0"), 42), 0);
    assert_int_equal(m.count, 5000);
    for (uint32_t i = 1; i < 5000; i++) {
        snprintf(key, sizeof key, "k%u", (unsigned)(i * 7919));
        assert_true(map_get(&m, text(key), &value));
        assert_int_equal(value, i);
        assert_true(str_eq(m.entries[i].key, text(key))); /* in order of insertion */
    }
    assert_true(map_get(&m, text("k0"), &value));
    assert_int_equal(value, 42);
    assert_false(map_get(&m, text("k1"), &value));
    assert_int_equal(map_put(&m, (struct str){NULL, 0}, 7), 1);
    assert_true(map_get(&m, text(""), &value));
    map_fini(&m);
}

/* Wherever an allocation fails, a put says so and the map keeps what it had. */
static void maps_survive_short_memory(void **state)
{
    (void)state;
    for (uint64_t nth = 1; nth <= 30; nth++) {
        struct map m;
        map_init(&m);
        fault_arm(FAULT_ALLOC, nth);
        size_t put = 0;
        for (uint32_t i = 0; i < 40; i++) {
            char key[8];
            snprintf(key, sizeof key, "%u", (unsigned)i);
            put += map_put(&m, text(key), i) == 1;
        }
        fault_arm(FAULT_ALLOC, 0);
        assert_int_equal(put, 39);
        assert_int_equal(m.count, 39);
        map_fini(&m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nth_allocation_fails),
        cmocka_unit_test(growing_keeps_what_was_there),
        cmocka_unit_test(arena_alignment_and_reuse),
        cmocka_unit_test(buffers),
        cmocka_unit_test(buffer_failure_is_sticky),
        cmocka_unit_test(fields_read_back),
        cmocka_unit_test(maps),
        cmocka_unit_test(maps_survive_short_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
