/* bind_dates.c - builtin functions on dates, months and ages (docs/language.md, section 2).
 * Dates and months outside the years 1800 to 2299 are errors.
 */
#include "policy/bind.h"

#include "value/date.h"

_Noreturn static void refuse_range(lua_State *L, const char *what)
{
    sandbox_raise(L, HM_TRAP_RANGE, 0, _("%s: no such day in the years 1800 to 2299"), what);
}

/* True for a date, false for a month; raises for anything else. */
static bool date_or_month(lua_State *L, int index, const char *what, int32_t *day)
{
    if (bind_date_at(day, L, index))
        return true;
    if (!bind_month_at(day, L, index))
        bind_refuse(L, index, what, _("a date or a month"));
    return false;
}

static int f_age(lua_State *L)
{
    int32_t birth = bind_need_date(L, 1, "age"), when;
    bool at_date = date_or_month(L, 2, "age", &when);
    int32_t age = at_date ? age_at_date(birth, when) : age_at_month(birth, when);
    if (age < 0)
        sandbox_raise(L, HM_TRAP_RANGE, 0,
                      _("age: the date of birth lies after the day asked for"));
    lua_pushinteger(L, age);
    bind_step(L, "age", 0, 1, 2);
    return 1;
}

static int f_months_between(lua_State *L)
{
    int32_t a, b;
    bool dates = date_or_month(L, 1, "months_between", &a);
    if (dates != date_or_month(L, 2, "months_between", &b))
        sandbox_raise(L, HM_TRAP_SCRIPT, 0,
                      _("months_between: give two dates or two months, not one of each"));
    lua_pushinteger(L, dates ? months_between_dates(a, b) : b - a);
    bind_step(L, "months_between", 0, 1, 2);
    return 1;
}

static int f_add_months(lua_State *L)
{
    int32_t day;
    bool is_date = date_or_month(L, 1, "add_months", &day);
    int64_t n = bind_need_integer(L, 2, "add_months");
    if (is_date ? !date_add_months(&day, day, n) : !month_add(&day, day, n))
        refuse_range(L, "add_months");
    if (is_date)
        bind_push_date(L, day);
    else
        bind_push_month(L, day);
    bind_step(L, "add_months", 0, 1, 2);
    return 1;
}

static int f_add_days(lua_State *L)
{
    int32_t day = bind_need_date(L, 1, "add_days");
    if (!date_add_days(&day, day, bind_need_integer(L, 2, "add_days")))
        refuse_range(L, "add_days");
    bind_push_date(L, day);
    bind_step(L, "add_days", 0, 1, 2);
    return 1;
}

static int f_month_of(lua_State *L)
{
    bind_push_month(L, date_month(bind_need_date(L, 1, "month_of")));
    bind_step(L, "month_of", 0, 1, 0);
    return 1;
}

static int32_t month_at(lua_State *L, const char *what)
{
    int32_t day;
    return date_or_month(L, 1, what, &day) ? date_month(day) : day;
}

static int f_year_of(lua_State *L)
{
    lua_pushinteger(L, month_year(month_at(L, "year_of")));
    bind_step(L, "year_of", 0, 1, 0);
    return 1;
}

static int f_month_number(lua_State *L)
{
    lua_pushinteger(L, month_number(month_at(L, "month_number")));
    bind_step(L, "month_number", 0, 1, 0);
    return 1;
}

/* A whole number as int; anything outside calendars becomes 0, which no date has. */
static int part_at(lua_State *L, int index)
{
    int64_t v = bind_need_integer(L, index, "date_of");
    return v > 0 && v <= DATE_YEAR_MAX ? (int)v : 0;
}

static int f_date_of(lua_State *L)
{
    int year = part_at(L, 1), month = part_at(L, 2), day = part_at(L, 3);
    int32_t date;
    if (!date_make(&date, year, month, day))
        refuse_range(L, "date_of");
    bind_push_date(L, date);
    bind_step(L, "date_of", 0, 0, 0);
    return 1;
}

static int f_first_day(lua_State *L)
{
    bind_push_date(L, month_first_day(bind_need_month(L, 1, "first_day")));
    bind_step(L, "first_day", 0, 1, 0);
    return 1;
}

static int f_last_day(lua_State *L)
{
    bind_push_date(L, month_last_day(bind_need_month(L, 1, "last_day")));
    bind_step(L, "last_day", 0, 1, 0);
    return 1;
}

void bind_dates_open(lua_State *L)
{
    static const struct bind_entry entries[] = {
        {"age", f_age},
        {"months_between", f_months_between},
        {"add_months", f_add_months},
        {"add_days", f_add_days},
        {"month_of", f_month_of},
        {"year_of", f_year_of},
        {"month_number", f_month_number},
        {"date_of", f_date_of},
        {"first_day", f_first_day},
        {"last_day", f_last_day},
        {NULL, NULL},
    };
    bind_register(L, NULL, entries);
}
