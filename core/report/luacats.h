/* luacats.h - what an editor needs to know of a policy's language: definitions (LuaCATS) of
 * declarations, functions, entities with all their fields, parameters with values and sources,
 * enums, with Chinese labels; settings for lua-language-server and luacheck.
 */
#ifndef HM_REPORT_LUACATS_H
#define HM_REPORT_LUACATS_H

#include "base/diag.h"

struct luacats_totals {
    size_t policies, fields, parameters, enums;
};
/* Writes DIR/.luarc.json, DIR/.luacheckrc (unless they are there), DIR/.huimin/language.lua and
 * DIR/.huimin/policy.lua, for the policy at `path` and all below it. HM_DATA when one has
 * errors.
 */
enum hm_status luacats_write(struct luacats_totals *out, const char *path, const char *folder,
                             struct diag *d);

#endif
