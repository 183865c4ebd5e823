/* data_source.h - registers that can be asked about persons (经济状况核对): a gateway's
 * address, what it is asked by, which facts its answers give, how fast it may be asked, how
 * long an answer counts, and on what law. `huimin verify` asks them (run/inquiry.h).
 */
#ifndef HM_MODEL_DATA_SOURCE_H
#define HM_MODEL_DATA_SOURCE_H

#include <stdbool.h>
#include "base/diag.h"
#include "value/value.h"

struct model;

/* A fact that the answers give. */
struct data_source_field {
    uint16_t field;   /* an input of the source's entity, or of one above it: then what is
                       * answered about all its rows is added up (booleans: any of them) */
    const char *name; /* the member of an answer that holds it */
    bool has_absent;
    struct value absent; /* the fact of whoever is not in the register */
};

struct data_source {
    const char *name, *zh, *law, *purpose, *note;
    const char *url; /* https; data_source_placeholder: an address to be given when asking */
    uint8_t entity;  /* whose rows are asked about */
    uint16_t key;    /* its text input that says who is meant */
    struct data_source_field *fields; /* in order of the fields' ids */
    size_t field_count;
    uint32_t batch;                /* rows in one request */
    uint32_t rate;                 /* requests a second */
    uint32_t concurrency;          /* requests at the same time */
    uint16_t ttl_days, ttl_months; /* one of them: how long an answer counts */
    struct place at;
    const char *level;
};

/* What is wrong with an address, for people; NULL: nothing. loopback_http: whether plain http
 * to this machine will do. */
const char *data_source_url_fault(const char *url, bool loopback_http);
/* Whether an address is none: its host ends in ".invalid" (RFC 2606). */
bool data_source_placeholder(const char *url);
/* The source of this name or zh, or -1. */
int data_source_find(const struct model *m, struct str name);
/* The first day on which an answer of this day does not count any more. */
int32_t data_source_expiry(const struct data_source *s, int32_t answered);

#endif
