/* policy.h - loading a policy: files -> sandboxed Lua -> checked model; and the Lua states that
 * run its formulas.
 */
#ifndef HM_POLICY_POLICY_H
#define HM_POLICY_POLICY_H

#include "base/buf.h"
#include "model/model.h"

/* The files a policy is made of, in load order, as text. They can come from folders or from a
 * store that kept them, so that an old run can be recomputed as it was. */
struct source_file {
    char
        *path; /* "cn/zhejiang/ningbo/dibao.lua", "stdlib/means.lua": from the topmost folder */
    char *shown_path; /* as messages print it */
    char *text;
    size_t bytes;
    bool is_data;  /* no script: published figures, rows of a table */
    bool is_named; /* a data file that this policy's scripts name */
};
struct sources {
    struct source_file *files;
    size_t count, cap;
    char *name; /* "cn/zhejiang/ningbo" */
    bool is_packed; /* read back: there are no other files */
    /* Of a region, whose files are those of all its policies: */
    char *zh;       /* its own label, or NULL */
    char **members; /* the names of its policies; NULL when this is one policy's files */
    size_t member_count;
};
void sources_init(struct sources *s);
void sources_fini(struct sources *s);
/* Reads the chain of folders that ends at `path`: path and every folder above it that has a
 * policy.lua, all their *.lua files, and the stdlib (HUIMIN_STDLIB, the build's, the
 * installed). */
enum hm_status sources_read(struct sources *s, const char *path, struct diag *d);
/* To and from one run of bytes (kept in the store under the policy's identity). */
enum hm_status sources_pack(const struct sources *s, struct buf *out);
enum hm_status sources_unpack(struct sources *s, const void *bytes, size_t n, struct diag *d);
/* Folders below `path` (itself included) that have a policy.lua and no such folder below. */
enum hm_status sources_leaves(char ***paths, size_t *n, const char *path, struct diag *d);
/* All folders in and below `path` that have a policy.lua, an upper one before those below it.
 */
enum hm_status sources_folders(char ***paths, size_t *n, const char *path, struct diag *d);

/* The files of one member of a region, as sources of their own (set up here). */
enum hm_status sources_member(struct sources *out, const struct sources *region, size_t member,
                              struct diag *d);
/* Adds a copy of a file that is not there yet. HM_DATA when one of the same path is there that
 * says something else. */
enum hm_status sources_add(struct sources *s, const struct source_file *f, struct diag *d);

struct policy {
    const struct model *model;
    struct sources sources;   /* owned */
    struct policy_code *code; /* parsed and rewritten scripts; private to policy/ */
    /* A region: policies for several places, one of which holds for each household: the one
     * whose division is the longest prefix of its division_code. Its model is the members'
     * joined; it has no scripts of its own, engine.h evaluates it all the same. */
    struct policy **members; /* owned; NULL: an ordinary policy */
    size_t member_count;
};

/* Loads a policy; all errors of all files go to d (file, line, column, nearest name). On errors
 * returns HM_DATA. Only files that were really used count for model->identity. */
enum hm_status policy_load(struct policy **out, const char *path, struct diag *d);
/* The same from sources in memory, which it takes over, also when it fails. */
enum hm_status policy_load_sources(struct policy **out, struct sources *s, struct diag *d);
/* Makes a region of n > 0 policies, each with a division. Takes over the policies and s (their
 * files, name, zh, the members' names in this order), also when it fails. HM_DATA: two claim
 * one division, or their fields do not go together. */
enum hm_status policy_join(struct policy **out, struct policy **members, size_t n,
                           struct sources *s, struct diag *d);
void policy_free(struct policy *p);

/* The place of a position of this policy's scripts, and the text of the construct there. */
struct place policy_place(const struct policy *p, uint32_t position);
struct str policy_snippet(const struct policy *p, uint32_t position);

/* Its scripts as trees, by ast_file.number; borrowed from the policy. */
struct ast_file;
size_t policy_script_count(const struct policy *p);
struct ast_file *policy_script(const struct policy *p, size_t number);

#endif
