/* net_args.c - reads how a service is to be reached. There is no option for a token itself:
 * everybody on a machine can read command lines. */
#include "net_args.h"

#include <string.h>
#include "term.h"

enum { MOST_SECONDS = 24 * 3600, MOST_MS = 3600000 };

static int read_number(const struct args *a, const char *name, uint64_t most, uint32_t each,
                       uint32_t *out)
{
    uint64_t v;
    int rc = args_number(a, name, 0, &v);
    if (rc)
        return rc;
    if (v > most || (args_has(a, name) && v == 0)) {
        term_error(_("--%s: expected a number from 1 to %llu"), name, (unsigned long long)most);
        return 2;
    }
    *out = (uint32_t)v * each;
    return 0;
}

int net_args(struct hm_net_options *out, const struct args *a)
{
    int rc;
    memset(out, 0, sizeof *out);
    out->ca_file = args_value(a, "ca-file");
    out->token_file = args_value(a, "token-file");
    out->cert_file = args_value(a, "cert-file");
    out->key_file = args_value(a, "key-file");
    out->insecure_http = args_has(a, "insecure-http");
    if ((rc = read_number(a, "timeout", MOST_SECONDS, 1000, &out->timeout_ms)) != 0 ||
        (rc = read_number(a, "attempts", 100, 1, &out->attempts)) != 0)
        return rc;
    return read_number(a, "pause", MOST_MS, 1, &out->pause_ms);
}

void net_args_take_output(struct args *a)
{
    size_t n = 0;
    for (size_t i = 0; i < a->given_count; i++)
        if (strcmp(a->given[i].option->name, "output") != 0)
            a->given[n++] = a->given[i];
    a->given_count = n;
}
