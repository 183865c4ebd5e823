/* sources.c - the files a policy is made of: the chain of folders above a path, and the stdlib.
 *
 * Only reads and packs text; what is included or required is decided by loader.c. A file that
 * cannot be used keeps its entry with text == NULL, so that the loader can go on and find the
 * errors of all others in the same pass.
 */
#include "policy/loader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/str.h"

#define SOURCES_MAGIC 0x31534D48u /* "HMS1" */
#define REGION_MAGIC  0x31524D48u /* "HMR1": zh and the members' names, then as HMS1 */

/* One folder of the chain; [0] is the folder asked for, the last one the topmost. */
struct level {
    char *real;  /* symlinks resolved */
    char *shown; /* as the user would type it from where he stands; "" is that folder itself */
};
struct chain {
    struct level levels[LIMIT_POLICY_LEVELS];
    size_t count;
};

void sources_init(struct sources *s)
{
    *s = (struct sources){0};
}

static void file_fini(struct source_file *f)
{
    mem_free(f->path);
    mem_free(f->shown_path);
    mem_free(f->text);
}

void sources_fini(struct sources *s)
{
    for (size_t i = 0; i < s->count; i++)
        file_fini(&s->files[i]);
    for (size_t i = 0; i < s->member_count; i++)
        mem_free(s->members[i]);
    mem_free(s->members);
    mem_free(s->files);
    mem_free(s->name);
    mem_free(s->zh);
    sources_init(s);
}

/* Takes over path, shown_path and text, also when it fails. */
static enum hm_status add_file(struct sources *s, struct source_file file, struct diag *d)
{
    void *files = s->files;
    if (!file.path || !file.shown_path ||
        mem_grow(&files, &s->cap, s->count + 1, sizeof *s->files) != 0) {
        file_fini(&file);
        return diag_nomem(d, _("reading a policy"));
    }
    s->files = files;
    s->files[s->count++] = file;
    return HM_OK;
}

/* --- one file --- */

static enum hm_status check_utf8(const char *shown, const char *text, size_t n, struct diag *d)
{
    size_t bad = str_utf8_bad(text, n);
    if (bad == n)
        return HM_OK;
    uint32_t line = 1;
    size_t start = 0;
    for (size_t i = 0; i < bad; i++) {
        if (text[i] == '\n') {
            line++;
            start = i + 1;
        }
    }
    struct place at = {.file = shown,
                       .line = line,
                       .column = (uint32_t)str_utf8_len(text + start, bad - start) + 1};
    return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at,
                    _("save the file as UTF-8 (in many editors: \"Save with encoding\")"),
                    _("this is not UTF-8 text: found the byte 0x%02X"),
                    (unsigned)(unsigned char)text[bad]);
}

/* The real path, or NULL with the reason given: HM_NOMEM or what the system says. */
static char *real_path(const char *path, const char *doing, enum hm_status *st, struct diag *d)
{
    char *real = fs_real(path);
    if (!real)
        *st = errno == ENOMEM ? diag_nomem(d, doing) : diag_errno(d, doing, path);
    return real;
}

static bool is_inside(const char *file, const char *folder)
{
    size_t n = strlen(folder);
    return strncmp(file, folder, n) == 0 && (file[n] == '/' || (n == 1 && *folder == '/'));
}

/* Follows symlinks and refuses a file that lies outside of its folder. */
static enum hm_status check_inside(const char *shown, const char *real_folder, struct diag *d)
{
    enum hm_status st = HM_OK;
    char *real = real_path(shown, _("opening the file"), &st, d);
    if (!real)
        return st;
    bool inside = is_inside(real, real_folder);
    mem_free(real);
    if (inside)
        return HM_OK;
    struct place at = {.file = shown};
    return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at,
                    _("copy the file into the folder instead of linking to it"),
                    _("this symbolic link leads out of the policy's folder"));
}

/* "dir/name" where dir "" is the folder the user stands in. */
static char *shown_join(const char *dir, const char *name)
{
    return *dir ? fs_join(dir, name) : mem_strdup(name);
}

/* Reads dir/name; the entry is added even when the file cannot be used, with text NULL. */
static enum hm_status read_file(struct sources *s, const struct level *dir, const char *level,
                                const char *name, struct diag *d)
{
    struct source_file file = {.path = fs_join(level, name),
                               .shown_path = shown_join(dir->shown, name)};
    enum hm_status st = HM_NOMEM;
    if (file.shown_path)
        st = check_inside(file.shown_path, dir->real, d);
    if (st == HM_OK)
        st = fs_read(&file.text, &file.bytes, file.shown_path, LIMIT_SCRIPT_BYTES, d);
    if (st == HM_OK)
        st = check_utf8(file.shown_path, file.text, file.bytes, d);
    if (st != HM_OK) {
        mem_free(file.text);
        file.text = NULL;
        file.bytes = 0;
    }
    enum hm_status added = add_file(s, file, d);
    return added != HM_OK ? added : st;
}

static bool is_script(const char *name)
{
    size_t n = strlen(name);
    return n > 4 && strcmp(name + n - 4, ".lua") == 0;
}

/* All scripts of one folder; first: where the files that are limited together begin. Errors of
 * single files are collected; only lack of memory ends it. */
static enum hm_status read_folder(struct sources *s, const struct level *dir, const char *level,
                                  size_t first, struct diag *d)
{
    char **names = NULL;
    size_t n = 0;
    TRY(fs_list(&names, &n, *dir->shown ? dir->shown : ".", d));
    enum hm_status worst = HM_OK;
    for (size_t i = 0; i < n && worst != HM_NOMEM; i++) {
        if (!is_script(names[i]))
            continue;
        if (s->count - first >= LIMIT_POLICY_FILES) {
            struct place at = {.file = dir->shown};
            worst = diag_error(d, HM_DATA, &at, _("a policy has at most %d files"),
                               LIMIT_POLICY_FILES);
            break;
        }
        enum hm_status st = read_file(s, dir, level, names[i], d);
        if (st != HM_OK)
            worst = st == HM_NOMEM ? HM_NOMEM : HM_DATA;
    }
    fs_list_free(names, n);
    return worst;
}

/* --- the chain of folders --- */

static void chain_fini(struct chain *c)
{
    for (size_t i = 0; i < c->count; i++) {
        mem_free(c->levels[i].real);
        mem_free(c->levels[i].shown);
    }
}

/* Whether a folder has a policy.lua; *st = HM_NOMEM when that cannot be told. */
static bool has_policy(const char *dir, enum hm_status *st)
{
    char *file = fs_join(*dir ? dir : ".", "policy.lua");
    bool yes = file && fs_exists(file);
    if (!file)
        *st = HM_NOMEM;
    mem_free(file);
    return yes;
}

/* The path without trailing slashes and "./" in front; "" for the folder the user stands in. */
static char *tidy_path(const char *path)
{
    while (path[0] == '.' && path[1] == '/')
        for (path += 2; *path == '/';)
            path++;
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    if (n == 1 && *path == '.')
        n = 0;
    return mem_strndup(path, n);
}

static bool ends_in_dots(const char *shown)
{
    const char *slash = strrchr(shown, '/');
    const char *last = slash ? slash + 1 : shown;
    return strcmp(last, "..") == 0 || strcmp(last, ".") == 0;
}

/* The folder above, as the user would type it. */
static char *shown_parent(const char *shown)
{
    if (!*shown)
        return mem_strdup("..");
    if (ends_in_dots(shown))
        return fs_join(shown, "..");
    const char *slash = strrchr(shown, '/');
    if (!slash)
        return mem_strdup("");
    return mem_strndup(shown, slash == shown ? 1 : (size_t)(slash - shown));
}

/* The folder above `below`; real is taken over. What is shown falls back to the real path where
 * symlinks make "the folder above" something else than the text says. */
static enum hm_status chain_add_parent(struct chain *c, const struct level *below, char *real,
                                       struct diag *d)
{
    char *shown = shown_parent(below->shown);
    char *check = shown ? fs_real(*shown ? shown : ".") : NULL;
    if (!check || strcmp(check, real) != 0) {
        mem_free(shown);
        shown = mem_strdup(real);
    }
    mem_free(check);
    if (!shown) {
        mem_free(real);
        return diag_nomem(d, _("reading a policy"));
    }
    c->levels[c->count++] = (struct level){real, shown};
    return HM_OK;
}

static enum hm_status chain_walk_up(struct chain *c, struct diag *d)
{
    for (;;) {
        const struct level *below = &c->levels[c->count - 1];
        const char *slash = strrchr(below->real, '/');
        if (!slash || slash[1] == 0)
            return HM_OK;
        size_t n = slash == below->real ? 1 : (size_t)(slash - below->real);
        char *real = mem_strndup(below->real, n);
        if (!real)
            return diag_nomem(d, _("reading a policy"));
        enum hm_status st = HM_OK;
        if (!has_policy(real, &st)) {
            mem_free(real);
            return st == HM_OK ? HM_OK : diag_nomem(d, _("reading a policy"));
        }
        if (c->count == LIMIT_POLICY_LEVELS) {
            mem_free(real);
            struct place at = {.file = below->shown};
            return diag_error(d, HM_DATA, &at,
                              _("policy folders nest at most %d deep, and there is one more "
                                "policy.lua above"),
                              LIMIT_POLICY_LEVELS);
        }
        TRY(chain_add_parent(c, below, real, d));
    }
}

static enum hm_status chain_read(struct chain *c, const char *path, struct diag *d)
{
    struct place at = {.file = path};
    enum hm_status st = HM_OK;
    char *real = real_path(path, _("opening the policy"), &st, d);
    if (!real)
        return st;
    char *shown = tidy_path(path);
    c->levels[0] = (struct level){real, shown};
    c->count = 1;
    if (!shown)
        return diag_nomem(d, _("reading a policy"));
    if (!fs_is_dir(path))
        return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, &at,
                        _("give the folder, for example policies/cn/zhejiang/ningbo"),
                        _("this is a file; a policy is a folder with a policy.lua"));
    bool found = has_policy(path, &st);
    if (st != HM_OK)
        return diag_nomem(d, _("reading a policy"));
    if (!found)
        return diag_add(
            d, HM_LEVEL_ERROR, HM_USAGE, &at,
            _("give a folder that has one, for example policies/cn/zhejiang/ningbo"),
            _("there is no policy.lua in this folder"));
    return chain_walk_up(c, d);
}

static const char *last_part(const char *real)
{
    const char *slash = strrchr(real, '/');
    return slash ? slash + 1 : real;
}

/* --- the stdlib --- */

/* The folder of the stdlib; NULL when there is none (a policy may do without). */
static const char *stdlib_folder(void)
{
    const char *asked = getenv("HUIMIN_STDLIB");
    const char *const places[] = {asked && *asked ? asked : HUIMIN_BUILD_STDLIB,
                                  HUIMIN_BUILD_STDLIB, HUIMIN_INSTALL_DATADIR "/huimin/stdlib"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (fs_is_dir(places[i]))
            return places[i];
    return NULL;
}

/* A path below the folder the user stands in, without that folder; otherwise as it is. */
static char *shorten(const char *real)
{
    char *here = fs_real(".");
    const char *shown = real;
    if (here && is_inside(real, here))
        shown = real + strlen(here) + (here[1] != '\0'); /* "/" alone ends in its slash */
    char *out = mem_strdup(shown);
    mem_free(here);
    return out;
}

static enum hm_status read_stdlib(struct sources *s, struct diag *d)
{
    const char *folder = stdlib_folder();
    if (!folder)
        return HM_OK;
    char *real = fs_real(folder);
    struct level dir = {real, real ? shorten(real) : NULL};
    enum hm_status st = dir.shown ? read_folder(s, &dir, "stdlib", s->count, d)
                                  : diag_nomem(d, _("reading a policy"));
    mem_free(dir.real);
    mem_free(dir.shown);
    return st;
}

/* From the top down, each folder under its name from the topmost one ("cn/zhejiang"). */
static enum hm_status read_chain(struct sources *s, const struct chain *c, struct diag *d)
{
    enum hm_status worst = HM_OK;
    for (size_t i = c->count; i-- > 0;) {
        const char *last = last_part(c->levels[i].real);
        char *name = s->name ? fs_join(s->name, last) : mem_strdup(last);
        mem_free(s->name);
        s->name = name;
        if (!name)
            return diag_nomem(d, _("reading a policy"));
        enum hm_status st = read_folder(s, &c->levels[i], name, 0, d);
        if (st == HM_NOMEM)
            return st;
        worst = st != HM_OK ? st : worst;
    }
    return worst;
}

enum hm_status sources_read(struct sources *s, const char *path, struct diag *d)
{
    struct chain chain = {.count = 0};
    enum hm_status st = chain_read(&chain, path, d);
    if (st == HM_OK)
        st = read_chain(s, &chain, d);
    if (st != HM_NOMEM && s->name) {
        enum hm_status library = read_stdlib(s, d);
        st = library != HM_OK ? library : st;
    }
    chain_fini(&chain);
    return st;
}

/* --- data files --- */

static bool is_data_name(const char *path)
{
    size_t n = strlen(path);
    return n > 4 && strcmp(path + n - 4, ".csv") == 0;
}

static bool find_file(const struct sources *s, const char *path, uint32_t *out)
{
    for (size_t i = 0; i < s->count; i++) {
        if (strcmp(s->files[i].path, path) != 0)
            continue;
        *out = (uint32_t)i;
        return true;
    }
    return false;
}

/* The folder of a level, as the user would type it, from where its policy.lua was read. */
static char *level_folder(const struct sources *s, const char *level)
{
    uint32_t i;
    char *script = fs_join(level, "policy.lua");
    bool found = script && find_file(s, script, &i);
    mem_free(script);
    if (!found)
        return NULL;
    const char *shown = s->files[i].shown_path, *slash = strrchr(shown, '/');
    return mem_strndup(shown, slash ? (size_t)(slash - shown) : 0);
}

static enum hm_status read_data(struct sources *s, const char *level, const char *name,
                                const struct place *at, struct diag *d)
{
    char *folder = level_folder(s, level);
    char *file = folder ? shown_join(folder, name) : NULL;
    char *real = folder ? fs_real(*folder ? folder : ".") : NULL;
    struct level dir = {real, folder};
    enum hm_status st = HM_DATA;
    if (!folder || !file || !real)
        st = diag_nomem(d, _("reading a policy"));
    else if (!fs_exists(file))
        diag_error(d, HM_DATA, at, _("there is no file \"%s\" in %s"), name, level);
    else
        st = read_file(s, &dir, level, name, d);
    mem_free(real);
    mem_free(file);
    mem_free(folder);
    return st;
}

enum hm_status sources_data(struct sources *s, const char *level, const char *name,
                            const struct place *at, uint32_t *out, struct diag *d)
{
    char *path = fs_join(level, name);
    enum hm_status st = HM_OK;
    if (!path)
        return diag_nomem(d, _("reading a policy"));
    if (!find_file(s, path, out)) {
        st = s->is_packed ? diag_error(d, HM_DATA, at, _("there is no file \"%s\" in %s"), name,
                                       level)
                          : read_data(s, level, name, at, d);
        if (st == HM_OK)
            find_file(s, path, out);
    }
    if (st == HM_OK)
        s->files[*out].is_data = s->files[*out].is_named = true;
    mem_free(path);
    return st;
}

/* --- to and from bytes --- */

static void pack_region(const struct sources *s, struct buf *out)
{
    const char *zh = s->zh ? s->zh : "";
    buf_u32(out, REGION_MAGIC);
    buf_blob(out, zh, strlen(zh));
    buf_u32(out, (uint32_t)s->member_count);
    for (size_t i = 0; i < s->member_count; i++)
        buf_blob(out, s->members[i], strlen(s->members[i]));
}

enum hm_status sources_pack(const struct sources *s, struct buf *out)
{
    if (s->members)
        pack_region(s, out);
    buf_u32(out, SOURCES_MAGIC);
    buf_blob(out, s->name, strlen(s->name));
    buf_u32(out, (uint32_t)s->count);
    for (size_t i = 0; i < s->count; i++) {
        const struct source_file *f = &s->files[i];
        buf_blob(out, f->path, strlen(f->path));
        buf_blob(out, f->shown_path, strlen(f->shown_path));
        buf_blob(out, f->text ? f->text : "", f->bytes);
    }
    return buf_ok(out) ? HM_OK : HM_NOMEM;
}

static char *read_text(struct reader *r, size_t *n)
{
    const char *p = read_blob(r, n);
    return r->failed ? NULL : mem_strndup(p, *n);
}

static enum hm_status unpack_files(struct sources *s, struct reader *r, struct diag *d)
{
    uint32_t count = read_u32(r);
    for (uint32_t i = 0; i < count && !r->failed; i++) {
        size_t n;
        struct source_file f = {.path = read_text(r, &n), .shown_path = read_text(r, &n)};
        f.text = read_text(r, &f.bytes);
        f.is_data = f.path && is_data_name(f.path);
        if (r->failed || !f.text) {
            file_fini(&f);
            return r->failed ? HM_OK : diag_nomem(d, _("reading a policy"));
        }
        TRY(add_file(s, f, d));
    }
    return HM_OK;
}

static enum hm_status unpack_region(struct sources *s, struct reader *r, struct diag *d)
{
    size_t n;
    char *zh = read_text(r, &n);
    uint32_t count = read_u32(r);
    s->zh = zh && *zh ? zh : NULL;
    if (zh && !*zh)
        mem_free(zh);
    if (r->failed || count > LIMIT_REGION_POLICIES)
        return HM_OK; /* damaged: the caller says so */
    s->members = mem_calloc(count + 1u, sizeof *s->members);
    if (!zh || !s->members)
        return diag_nomem(d, _("reading a policy"));
    for (; s->member_count < count && !r->failed; s->member_count++)
        if (!(s->members[s->member_count] = read_text(r, &n)))
            return r->failed ? HM_OK : diag_nomem(d, _("reading a policy"));
    return HM_OK;
}

enum hm_status sources_unpack(struct sources *s, const void *bytes, size_t n, struct diag *d)
{
    struct reader r = {.at = bytes, .end = (const uint8_t *)bytes + n};
    uint32_t magic = read_u32(&r);
    size_t name_bytes;
    if (magic == REGION_MAGIC) {
        TRY(unpack_region(s, &r, d));
        magic = read_u32(&r);
    }
    s->name = read_text(&r, &name_bytes);
    s->is_packed = true;
    if (!s->name && !r.failed)
        return diag_nomem(d, _("reading a policy"));
    TRY(unpack_files(s, &r, d));
    if (r.failed || magic != SOURCES_MAGIC || r.at != r.end ||
        s->count > (s->member_count + 2) * LIMIT_POLICY_FILES)
        return diag_error(d, HM_CORRUPT, NULL,
                          _("the policy's scripts cannot be read back: the record is damaged"));
    return HM_OK;
}

/* --- regions --- */

static enum hm_status copy_file(struct sources *s, const struct source_file *f, struct diag *d)
{
    struct source_file copy = {.path = mem_strdup(f->path),
                               .shown_path = mem_strdup(f->shown_path),
                               .text = mem_strndup(f->text ? f->text : "", f->bytes),
                               .bytes = f->bytes,
                               .is_data = f->is_data};
    if (!copy.text) {
        file_fini(&copy);
        return diag_nomem(d, _("reading a policy"));
    }
    return add_file(s, copy, d);
}

enum hm_status sources_add(struct sources *s, const struct source_file *f, struct diag *d)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct source_file *there = &s->files[i];
        if (strcmp(there->path, f->path) != 0)
            continue;
        if (there->bytes == f->bytes && memcmp(there->text, f->text, f->bytes) == 0)
            return HM_OK;
        struct place at = {.file = f->shown_path};
        return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at,
                        _("give one of the two topmost folders another name"),
                        _("%s has the same name below its topmost folder and says something "
                          "else"),
                        there->shown_path);
    }
    return copy_file(s, f, d);
}

/* Whether a file belongs to the chain of folders that ends at `name`, or to the stdlib. */
static bool is_of_chain(const char *path, const char *name)
{
    const char *slash = strrchr(path, '/');
    size_t n = slash ? (size_t)(slash - path) : 0;
    if (n == 6 && strncmp(path, "stdlib", n) == 0)
        return true;
    return strncmp(path, name, n) == 0 && (name[n] == '/' || name[n] == 0);
}

enum hm_status sources_member(struct sources *out, const struct sources *region, size_t member,
                              struct diag *d)
{
    const char *name = region->members[member];
    sources_init(out);
    out->is_packed = true;
    out->name = mem_strdup(name);
    enum hm_status st = out->name ? HM_OK : diag_nomem(d, _("reading a policy"));
    for (size_t i = 0; i < region->count && st == HM_OK; i++)
        if (is_of_chain(region->files[i].path, name))
            st = copy_file(out, &region->files[i], d);
    if (st != HM_OK)
        sources_fini(out);
    return st;
}

/* --- leaves --- */

struct leaves {
    char **paths;
    size_t count, cap;
    bool all; /* inner folders too, an upper one before those below it */
};

static void leaves_fini(struct leaves *l)
{
    for (size_t i = 0; i < l->count; i++)
        mem_free(l->paths[i]);
    mem_free(l->paths);
}

static enum hm_status leaves_add(struct leaves *l, const char *path, struct diag *d)
{
    void *paths = l->paths;
    char *copy = mem_strdup(path);
    if (!copy || mem_grow(&paths, &l->cap, l->count + 1, sizeof *l->paths) != 0) {
        mem_free(copy);
        return diag_nomem(d, _("listing policies"));
    }
    l->paths = paths;
    l->paths[l->count++] = copy;
    return HM_OK;
}

static bool is_link(const char *path)
{
    char target[2];
    return readlink(path, target, sizeof target) >= 0;
}

/* Depth first, in the order of names. Symbolic links to folders are not followed. */
static enum hm_status leaves_walk(struct leaves *l, const char *path, unsigned depth,
                                  struct diag *d)
{
    char **names = NULL;
    size_t n = 0;
    TRY(fs_list(&names, &n, *path ? path : ".", d));
    size_t before = l->count;
    enum hm_status st = HM_OK;
    if (l->all && has_policy(path, &st) && st == HM_OK)
        st = leaves_add(l, *path ? path : ".", d);
    for (size_t i = 0; i < n && st == HM_OK; i++) {
        char *child = shown_join(path, names[i]);
        if (!child)
            st = diag_nomem(d, _("listing policies"));
        else if (depth < LIMIT_POLICY_LEVELS && !is_link(child) && fs_is_dir(child))
            st = leaves_walk(l, child, depth + 1, d);
        mem_free(child);
    }
    fs_list_free(names, n);
    if (st == HM_OK && !l->all && l->count == before && has_policy(path, &st))
        st = leaves_add(l, *path ? path : ".", d);
    return st;
}

static enum hm_status list_folders(char ***paths, size_t *n, const char *path, bool all,
                                   struct diag *d)
{
    struct leaves found = {.all = all};
    char *tidy = tidy_path(path);
    enum hm_status st =
        tidy ? leaves_walk(&found, tidy, 0, d) : diag_nomem(d, _("listing policies"));
    mem_free(tidy);
    if (st == HM_OK && found.count == 0) {
        struct place at = {.file = path};
        st =
            diag_error(d, HM_USAGE, &at, _("there is no policy.lua here or in a folder below"));
    }
    if (st != HM_OK) {
        leaves_fini(&found);
        return st;
    }
    *paths = found.paths;
    *n = found.count;
    return HM_OK;
}

enum hm_status sources_leaves(char ***paths, size_t *n, const char *path, struct diag *d)
{
    return list_folders(paths, n, path, false, d);
}

enum hm_status sources_folders(char ***paths, size_t *n, const char *path, struct diag *d)
{
    return list_folders(paths, n, path, true, d);
}
