/* html.h - writing pages of HTML: escaping, and texts in both languages side by side, of which
 * the page shows one (classes "zh" and "en"). Pages need neither network nor scripts.
 */
#ifndef HM_REPORT_HTML_H
#define HM_REPORT_HTML_H

#include "base/buf.h"
#include "base/catalogue.h"

struct html {
    struct buf *out;           /* borrowed */
    const struct catalogue *chinese; /* borrowed */
};

/* Escaped, for text and for attributes in double quotes. NULL is nothing. */
void html_escape(struct buf *out, const char *text, size_t n);
void html_text(struct buf *out, const char *text);
/* The same for a buffer, which it ends; its failure becomes one of out. */
void html_take(struct buf *out, struct buf *text);
/* The same as an address inside the page: only letters, digits, '.', '_' and '-' stay. */
void html_anchor(struct buf *out, const char *text);

/* A text of the interface, N_("..."), in both languages. */
void html_both(const struct html *h, const char *msgid);
void html_bothf(const struct html *h, const char *msgid, ...)
    __attribute__((format(printf, 2, 3)));
/* <th>, <dt>, ... around a text of the interface. */
void html_element(const struct html *h, const char *element, const char *msgid);

/* From <!DOCTYPE to the switch of languages; title is plain text. */
void html_begin(const struct html *h, const char *title);
void html_end(const struct html *h);

#endif
