/* declare_bands.c - the bands of a parameter: edges, gaps and overlaps; and the ranges in the
 * cells of tables.
 */
#include "policy/loader.h"

#include <stdlib.h>
#include <string.h>
#include "value/decimal.h"

struct numbered_band {
    struct band band;
    size_t number; /* as written, from 1 */
};

/* The edge on top of the stack. */
static bool read_edge(struct declaration *dc, const char *path, const struct type *key,
                      struct rational *out)
{
    struct value v;
    if (!declare_value(dc, path, key, &v))
        return false;
    *out = v.kind == KIND_INTEGER ? rational_of(v.as.integer) : v.as.rational;
    return true;
}

/* `closed` or `open` names the edge, not both; *has tells whether one is there. */
static bool read_side(struct declaration *dc, const char *path, const struct type *key,
                      const char *closed, const char *open, bool *has, bool *is_closed,
                      struct rational *edge)
{
    lua_State *L = dc->L;
    bool good = true;
    bool has_closed = lua_getfield(L, -1, closed) != LUA_TNIL;
    bool has_open = lua_getfield(L, -2, open) != LUA_TNIL;
    *has = has_closed || has_open;
    *is_closed = has_closed;
    if (has_closed && has_open) {
        declare_error(dc, path, NULL, _("a band has `%s` or `%s`, not both"), closed, open);
        good = false;
    } else if (*has) {
        lua_pushvalue(L, has_closed ? -2 : -1);
        good =
            read_edge(dc, declare_path(dc, "%s/%s", path, has_closed ? closed : open), key, edge);
        lua_pop(L, 1);
    }
    lua_pop(L, 2);
    return good;
}

bool declare_range(struct declaration *dc, const char *path, const struct type *key,
                   struct band *out)
{
    bool good =
        read_side(dc, path, key, "from", "above", &out->has_low, &out->low_closed, &out->low);
    good &=
        read_side(dc, path, key, "upto", "below", &out->has_high, &out->high_closed, &out->high);
    return good;
}

/* The band on top of the stack. */
static bool read_band(struct declaration *dc, const char *path, const struct parameter *p,
                      struct band *out)
{
    if (!lua_istable(dc->L, -1)) {
        declare_error(dc, path, _("for example { from = 80, below = 90, yuan(50) }"),
                      _("expected a band, found %s"), declare_found(dc, -1));
        return false;
    }
    declare_check_keys(dc, -1, path, "1 from above below upto", false);
    bool good = declare_range(dc, path, &p->key, out);
    lua_rawgeti(dc->L, -1, 1);
    good &= declare_value(dc, declare_path(dc, "%s/1", path), &p->type, &out->value);
    lua_pop(dc->L, 1);
    return good;
}

/* Below which x the band lies: integers make closed upper edges open ones, so that `upto = 79`
 * and `from = 80` meet. */
static void meeting_edges(const struct band *below, const struct band *above, bool whole,
                          struct rational *high, bool *high_closed, struct rational *low,
                          bool *low_closed)
{
    *high = below->high;
    *high_closed = below->high_closed;
    *low = above->low;
    *low_closed = above->low_closed;
    if (whole && *high_closed && rational_add(high, *high, rational_of(1)) == HM_TRAP_NONE)
        *high_closed = false;
    if (whole && !*low_closed && rational_add(low, *low, rational_of(1)) == HM_TRAP_NONE)
        *low_closed = true;
}

static int compare_bands(const void *a, const void *b)
{
    const struct band *x = &((const struct numbered_band *)a)->band;
    const struct band *y = &((const struct numbered_band *)b)->band;
    if (!x->has_low || !y->has_low)
        return x->has_low - y->has_low;
    int order = rational_cmp(x->low, y->low);
    return order ? order : y->low_closed - x->low_closed;
}

const char *declare_edge(struct declaration *dc, const struct type *key, struct rational edge)
{
    struct buf b;
    buf_init(&b);
    if (key->kind == KIND_MONEY)
        decimal_put_money_rational(&b, edge, false);
    else
        decimal_put_rational(&b, edge);
    const char *text = buf_ok(&b) ? declare_path(dc, "%s", b.data) : "?";
    buf_fini(&b);
    return text;
}

bool declare_check_range(struct declaration *dc, const char *path, const struct type *key,
                         const struct band *b)
{
    if (!band_is_empty(b))
        return true;
    declare_error(dc, path, NULL, _("the band from %s to %s is empty"),
                  declare_edge(dc, key, b->low), declare_edge(dc, key, b->high));
    return false;
}

static bool check_neighbours(struct declaration *dc, const char *path,
                             const struct parameter *p, const struct band *below,
                             const struct band *above, bool gaps_are_fine)
{
    struct rational high, low;
    bool high_closed, low_closed;
    bool whole = p->key.kind == KIND_INTEGER && p->kind == PARAMETER_BANDS;
    if (!below->has_high || !above->has_low) {
        declare_error(dc, path, NULL,
                      _("two bands overlap: one has no upper edge, and another "
                        "begins at %s"),
                      above->has_low ? declare_edge(dc, &p->key, above->low) : _("no lower edge"));
        return false;
    }
    meeting_edges(below, above, whole, &high, &high_closed, &low, &low_closed);
    int order = rational_cmp(high, low);
    bool touch = p->kind == PARAMETER_MARGINAL || high_closed != low_closed;
    if (order == 0 && touch)
        return true;
    if (order > 0 || (order == 0 && high_closed)) {
        declare_error(dc, path, NULL,
                      _("two bands overlap: one ends at %s, the next begins at %s"),
                      declare_edge(dc, &p->key, below->high), declare_edge(dc, &p->key, above->low));
        return false;
    }
    if (gaps_are_fine)
        return true;
    declare_error(dc, path, _("move an edge, or add otherwise = ..."),
                  _("there is a gap between two bands: one ends at %s, the next begins at %s"),
                  declare_edge(dc, &p->key, below->high), declare_edge(dc, &p->key, above->low));
    return false;
}

/* Sorts the bands and looks at the edges between them. */
static bool check_all(struct declaration *dc, const char *path, const struct parameter *p,
                      struct numbered_band *list, size_t n, bool gaps_are_fine)
{
    bool good = true;
    qsort(list, n, sizeof *list, compare_bands);
    for (size_t i = 1; i < n; i++) {
        const char *place = declare_path(dc, "%s/%zu", path, list[i].number);
        good &= check_neighbours(dc, place, p, &list[i - 1].band, &list[i].band, gaps_are_fine);
    }
    return good;
}

bool declare_bands(struct declaration *dc, const char *path, const struct parameter *p,
                   bool has_otherwise, struct parameter_value *out)
{
    lua_State *L = dc->L;
    size_t n = lua_istable(L, -1) ? (size_t)lua_rawlen(L, -1) : 0;
    if (n == 0) {
        declare_error(dc, path,
                      _("for example { { below = 80, yuan(0) }, { from = 80, yuan(50) } }"),
                      _("expected a list of bands, found %s"), declare_found(dc, -1));
        return false;
    }
    bool good = true;
    struct numbered_band *list = declare_alloc(dc, n * sizeof *list);
    for (size_t i = 0; i < n; i++) {
        const char *place = declare_path(dc, "%s/%zu", path, i + 1);
        list[i].number = i + 1;
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        good &=
            read_band(dc, place, p, &list[i].band) && declare_check_range(dc, place, &p->key, &list[i].band);
        lua_pop(L, 1);
    }
    if (!good || !check_all(dc, path, p, list, n, has_otherwise))
        return false;
    out->bands = declare_alloc(dc, n * sizeof *out->bands);
    out->count = n;
    for (size_t i = 0; i < n; i++)
        out->bands[i] = list[i].band;
    return true;
}
