/* huimin.h - the public interface of Huimin 惠民. The command line uses nothing else.
 * Conventions: functions return enum hm_status; results come through out-parameters that stay
 * untouched on failure; texts for people go to a struct hm_messages; output goes to a callback.
 */
#ifndef HUIMIN_H
#define HUIMIN_H

enum hm_status {
    HM_OK = 0,
    HM_DATA,        /* the data or the policy has errors            exit 1 */
    HM_USAGE,       /* the caller asked for something that cannot be exit 2 */
    HM_ENVIRONMENT, /* disk, network, permissions, locks            exit 3 */
    HM_NOMEM,       /* out of memory                                exit 3 */
    HM_CORRUPT,     /* a store that fails its checksums             exit 3 */
    HM_BUSY,        /* another process holds the store              exit 3 */
    HM_NOT_FOUND,   /* no such household, run, variable             exit 1 */
    HM_INTERNAL,    /* engines differ: a bug, never hidden          exit 1 */
    HM_INTERRUPTED  /* Ctrl-C                                       exit 130 */
};

enum hm_level { HM_LEVEL_ERROR, HM_LEVEL_WARNING, HM_LEVEL_NOTE };

#endif
