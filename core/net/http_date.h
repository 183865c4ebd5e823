/* http_date.h - the one date format of HTTP (RFC 9110): "Sun, 06 Nov 1994 08:49:37 GMT". */
#ifndef HM_NET_HTTP_DATE_H
#define HM_NET_HTTP_DATE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/str.h"

/* Unix seconds; false: not of this form, or no day of the calendar. The weekday is not read. */
bool http_date_parse(int64_t *out, struct str text);

#endif
