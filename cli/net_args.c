/* net_args.c - reads how a service is to be reached. There is no option for a token itself:
 * everybody on a machine can read command lines. */
#include "net_args.h"

#include <string.h>
#include "term.h"

enum { MOST_SECONDS = 24 * 3600, MOST_MS = 3600000, MOST_ATTEMPTS = 100 };

int net_args_number(const struct args *a, const char *name, uint64_t most, uint32_t *out)
{
    uint64_t v;
    int rc = args_number(a, name, 0, &v);
    if (rc == 0 && (v > most || (args_has(a, name) && v == 0))) {
        term_error(_("--%s: expected a number from 1 to %llu"), name, (unsigned long long)most);
        rc = 2;
    }
    *out = (uint32_t)v;
    return rc;
}

int net_args(struct hm_net_options *out, const struct args *a)
{
    int rc;
    uint32_t seconds;
    memset(out, 0, sizeof *out);
    out->ca_file = args_value(a, "ca-file");
    out->token_file = args_value(a, "token-file");
    out->cert_file = args_value(a, "cert-file");
    out->key_file = args_value(a, "key-file");
    out->insecure_http = args_has(a, "insecure-http");
    if ((rc = net_args_number(a, "timeout", MOST_SECONDS, &seconds)) != 0 ||
        (rc = net_args_number(a, "attempts", MOST_ATTEMPTS, &out->attempts)) != 0)
        return rc;
    out->timeout_ms = seconds * 1000;
    return net_args_number(a, "pause", MOST_MS, &out->pause_ms);
}

void net_args_take_output(struct args *a)
{
    size_t n = 0;
    for (size_t i = 0; i < a->given_count; i++)
        if (strcmp(a->given[i].option->name, "output") != 0)
            a->given[n++] = a->given[i];
    a->given_count = n;
}
