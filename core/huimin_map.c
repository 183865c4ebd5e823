/* huimin_map.c - mappings of columns behind the public interface. */
#include "base/fs.h"
#include "huimin_internal.h"
#include "policy/policy.h"
#include "run/map_suggest.h"
#include "run/ruleset.h"

static enum hm_status suggest(struct map_suggest *job, const struct model *m,
                              const struct hm_host *host)
{
    struct buf out;
    buf_init(&out);
    job->model = m;
    enum hm_status st = map_suggest(job, &out, api_diag(host));
    if (st == HM_OK)
        return api_write(host, &out);
    buf_fini(&out);
    return st;
}

enum hm_status hm_map_suggest(const char *target, const struct hm_map_options *o,
                              const struct hm_host *host)
{
    struct map_suggest job = {.path = o->file, .of = o->of, .encoding = o->encoding};
    struct policy *p;
    struct store *s;
    if (fs_is_dir(target)) {
        TRY(ruleset_load(&p, target, NULL, api_diag(host)));
        enum hm_status st = suggest(&job, p->model, host);
        policy_free(p);
        return st;
    }
    TRY(store_open(&s, target, STORE_READ, api_diag(host)));
    enum hm_status st = suggest(&job, store_schema(s), host);
    store_close(s);
    return st;
}
