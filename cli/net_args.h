/* net_args.h - the options that all commands have that talk to services. */
#ifndef HM_CLI_NET_ARGS_H
#define HM_CLI_NET_ARGS_H

#include "args.h"
#include "huimin.h"

/* 0, or 2 after saying what is wrong. The command has all of these options. */
int net_args(struct hm_net_options *out, const struct args *a);
/* A number from 1 to `most` of an option, 0 when it is not given; 0, or 2 as above. */
int net_args_number(const struct args *a, const char *name, uint64_t most, uint32_t *out);
/* A copy of the arguments without --output: the library writes that file itself. */
void net_args_take_output(struct args *a);

#endif
