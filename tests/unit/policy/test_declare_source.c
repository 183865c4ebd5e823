/* test_declare_source.c - registers that can be asked: what a declaration becomes, what a level
 * below changes, every limit from both sides. Mistakes and their messages: tests/lang/broken.
 */
#include "policy_dir.h"

#include "value/date.h"

#define HEAD                                                                                   \
    "policy { zh = '市' }\n"                                                                  \
    "entity 'household' { zh = '家庭' }\n"                                                   \
    "entity 'person' { zh = '成员', of = household, plural = 'persons' }\n"                  \
    "input 'cars' { of = household, type = integer, zh = '车辆', min = 0 }\n"                \
    "input 'number' { of = person, type = text, personal = true }\n"                           \
    "input 'pension' { of = person, type = money, zh = '养老金' }\n"
#define REST "url = 'https://a.example/', purpose = 'x', law = 'y' }\n"

static struct policy *load(struct policy_dir *t, const char *rest, struct diag *d)
{
    struct buf text;
    buf_init(&text);
    buf_puts(&text, HEAD);
    buf_puts(&text, rest);
    policy_dir_make(t);
    policy_dir_text(t, "p/policy.lua", text.data);
    buf_fini(&text);
    return policy_dir_load(t, "p", d);
}

static void test_declared(void **state)
{
    (void)state;
    struct policy_dir t;
    struct diag d;
    diag_init(&d);
    struct policy *p = load(&t,
                            "source 'a' { zh = '登记', of = person, key = 'number', batch = 7, "
                            "fields = { pension = 'p', 车辆 = 'n' }, absent = { cars = 0 }, "
                            "ttl_months = 3, " REST,
                            &d);
    assert_non_null(p);
    assert_int_equal(d.count, 0);
    const struct model *m = p->model;
    assert_int_equal(m->data_source_count, 1);
    assert_int_equal(data_source_find(m, (struct str){"登记", 6}), 0);
    assert_int_equal(data_source_find(m, (struct str){"b", 1}), -1);
    const struct data_source *s = &m->data_sources[0];
    assert_string_equal(m->entities[s->entity].name, "person");
    assert_string_equal(m->fields[s->key].name, "number");
    assert_int_equal(s->field_count, 2);
    assert_string_equal(m->fields[s->fields[0].field].name, "cars"); /* in order of fields */
    assert_string_equal(s->fields[0].name, "n");
    assert_true(s->fields[0].has_absent && !s->fields[1].has_absent);
    assert_int_equal(s->fields[0].absent.as.integer, 0);
    assert_int_equal(s->batch * 100 + s->rate * 10 + s->concurrency, 700 + 50 + 2);
    int32_t day, until;
    assert_true(date_make(&day, 2024, 11, 30) && date_make(&until, 2025, 2, 28));
    assert_int_equal(data_source_expiry(s, day), until);
    policy_free(p);
    policy_dir_remove(&t);
    diag_fini(&d);
}

static void test_override(void **state)
{
    (void)state;
    struct policy_dir t;
    struct diag d;
    diag_init(&d);
    policy_dir_make(&t);
    policy_dir_text(&t, "p/policy.lua",
                    HEAD
                    "source 'a' { of = person, key = 'number', fields = { pension = 'p' }, "
                    "ttl_days = 90, note = 'n', " REST);
    policy_dir_text(&t, "p/city/policy.lua",
                    "policy { zh = '区' }\n"
                    "source 'a' { override = true, ttl_months = 1, rate = 9, "
                    "fields = { cars = 'c' }, url = 'https://city.example/' }\n");
    struct policy *p = policy_dir_load(&t, "p/city", &d);
    assert_non_null(p);
    assert_int_equal(d.count, 0);
    const struct data_source *s = &p->model->data_sources[0];
    assert_int_equal(p->model->data_source_count, 1);
    assert_string_equal(s->url, "https://city.example/");
    assert_string_equal(s->purpose, "x");
    assert_string_equal(s->note, "n");
    assert_int_equal(s->ttl_days, 0);
    assert_int_equal(s->ttl_months, 1);
    assert_int_equal(s->rate, 9);
    assert_int_equal(s->field_count, 1);
    assert_string_equal(s->fields[0].name, "c");
    assert_non_null(strstr(s->level, "city"));
    policy_free(p);
    policy_dir_remove(&t);
    diag_fini(&d);
}

/* Whether `KEY = n` is taken. */
static bool takes(const char *key, long n)
{
    struct policy_dir t;
    struct diag d;
    char text[300];
    diag_init(&d);
    snprintf(
        text, sizeof text,
        "source 'a' { of = person, key = 'number', fields = { pension = 'p' }, %s%s = %ld, "
        "%s",
        strncmp(key, "ttl", 3) == 0 ? "" : "ttl_days = 1, ", key, n, REST);
    struct policy *p = load(&t, text, &d);
    bool taken = p != NULL;
    assert_int_equal(d.errors, !taken);
    policy_free(p);
    policy_dir_remove(&t);
    diag_fini(&d);
    return taken;
}

static void test_limits(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        long most;
    } limits[] = {{"batch", LIMIT_DATA_SOURCE_BATCH},
                  {"rate", LIMIT_DATA_SOURCE_RATE},
                  {"concurrency", LIMIT_DATA_SOURCE_AT_ONCE},
                  {"ttl_days", LIMIT_DATA_SOURCE_TTL_DAYS},
                  {"ttl_months", LIMIT_DATA_SOURCE_TTL_DAYS / 31}};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        assert_true(takes(limits[i].key, 1));
        assert_true(takes(limits[i].key, limits[i].most - 1));
        assert_true(takes(limits[i].key, limits[i].most));
        assert_false(takes(limits[i].key, limits[i].most + 1));
        assert_false(takes(limits[i].key, 0));
    }
}

/* n registers with a fact each, or one with n facts. */
static bool takes_many(unsigned n, bool facts)
{
    struct policy_dir t;
    struct diag d;
    struct buf text;
    diag_init(&d);
    buf_init(&text);
    for (unsigned i = 0; i < n; i++)
        buf_printf(&text, "input 'f%u' { of = person, type = integer }\n", i);
    for (unsigned i = 0; i < n && !facts; i++)
        buf_printf(&text,
                   "source 's%u' { of = person, key = 'number', fields = { f%u = 'f' }, "
                   "ttl_days = 1, " REST,
                   i, i);
    if (facts)
        buf_puts(&text, "source 's' { of = person, key = 'number', ttl_days = 1, fields = { ");
    for (unsigned i = 0; i < n && facts; i++)
        buf_printf(&text, "f%u = 'f%u', ", i, i);
    if (facts)
        buf_puts(&text, "}, " REST);
    struct policy *p = load(&t, text.data, &d);
    bool taken = p != NULL;
    buf_fini(&text);
    policy_free(p);
    policy_dir_remove(&t);
    diag_fini(&d);
    return taken;
}

static void test_many(void **state)
{
    (void)state;
    for (int facts = 0; facts < 2; facts++) {
        unsigned most = facts ? LIMIT_DATA_SOURCE_FIELDS : LIMIT_DATA_SOURCES;
        assert_true(takes_many(most - 1, facts));
        assert_true(takes_many(most, facts));
        assert_false(takes_many(most + 1, facts));
    }
}

static void test_urls(void **state)
{
    (void)state;
    assert_null(data_source_url_fault("https://a.example:8443/x?y=1", false));
    assert_null(data_source_url_fault("http://[::1]:80/x", true));
    assert_null(data_source_url_fault("http://localhost/x", true));
    assert_non_null(data_source_url_fault("http://localhost/x", false));
    assert_non_null(data_source_url_fault("http://localhost.example/x", true));
    assert_non_null(data_source_url_fault("http://a.example/", true));
    assert_non_null(data_source_url_fault("https:///x", false));
    assert_non_null(data_source_url_fault("https://u:p@a.example/", false));
    assert_non_null(data_source_url_fault("https://a.example/ x", false));
    assert_non_null(data_source_url_fault("https://a.example/x#y", false));
    assert_non_null(data_source_url_fault("ftp://a.example/", true));
    assert_true(data_source_placeholder("https://cars.gateway.invalid/v1"));
    assert_true(data_source_placeholder("https://cars.invalid:443"));
    assert_false(data_source_placeholder("https://cars.invalid.example/"));
    assert_false(data_source_placeholder("https://a.example/x.invalid"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_declared), cmocka_unit_test(test_override),
        cmocka_unit_test(test_limits),   cmocka_unit_test(test_many),
        cmocka_unit_test(test_urls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
