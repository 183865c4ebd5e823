/* html.c - escaping and the frame of a page. The switch of languages is two radio buttons and a
 * rule of the style sheet; three lines of script only remember the choice. */
#include "report/html.h"

#include <string.h>
#include "base/i18n.h"
#include "report/html_style.h"

void html_escape(struct buf *out, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        switch (text[i]) {
        case '<':
            buf_puts(out, "&lt;");
            break;
        case '>':
            buf_puts(out, "&gt;");
            break;
        case '&':
            buf_puts(out, "&amp;");
            break;
        case '"':
            buf_puts(out, "&quot;");
            break;
        default:
            buf_putc(out, text[i]);
        }
    }
}

void html_text(struct buf *out, const char *text)
{
    if (text)
        html_escape(out, text, strlen(text));
}

void html_take(struct buf *out, struct buf *text)
{
    out->failed |= !buf_ok(text);
    html_escape(out, text->data, text->len);
    buf_fini(text);
}

void html_anchor(struct buf *out, const char *text)
{
    static const char kept[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    for (; *text; text++) {
        if (strchr(kept, *text))
            buf_putc(out, *text);
        else
            buf_printf(out, "_%02x", (unsigned)(unsigned char)*text);
    }
}

static void put_language(const struct html *h, const char *language, const char *text)
{
    buf_printf(h->out, "<span class=\"%s\" lang=\"%s\">", language,
               strcmp(language, "zh") == 0 ? "zh-CN" : "en");
    html_text(h->out, text);
    buf_puts(h->out, "</span>");
}

void html_both(const struct html *h, const char *msgid)
{
    put_language(h, "zh", catalogue_text(h->chinese, msgid));
    put_language(h, "en", msgid);
}

void html_bothf(const struct html *h, const char *msgid, ...)
{
    const char *const texts[] = {catalogue_text(h->chinese, msgid), msgid};
    static const char *const languages[] = {"zh", "en"};
    struct buf line;
    va_list ap;
    buf_init(&line);
    for (int i = 0; i < 2; i++) {
        buf_clear(&line);
        va_start(ap, msgid);
        buf_vprintf(&line, texts[i], ap);
        va_end(ap);
        put_language(h, languages[i], buf_ok(&line) ? line.data : "");
    }
    h->out->failed |= !buf_ok(&line);
    buf_fini(&line);
}

void html_element(const struct html *h, const char *element, const char *msgid)
{
    buf_printf(h->out, "<%s>", element);
    html_both(h, msgid);
    buf_printf(h->out, "</%s>", element);
}

void html_begin(const struct html *h, const char *title)
{
    bool zh = i18n_is_chinese();
    buf_printf(h->out,
               "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
               zh ? "zh-CN" : "en");
    buf_puts(h->out, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                     "<title>");
    html_text(h->out, title);
    buf_printf(h->out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n", html_style);
    buf_printf(h->out,
               "<input type=\"radio\" name=\"language\" id=\"to-zh\"%s>"
               "<input type=\"radio\" name=\"language\" id=\"to-en\"%s>\n",
               zh ? " checked" : "", zh ? "" : " checked");
    buf_puts(h->out, "<div class=\"switch\"><label for=\"to-zh\">中文</label>"
                     "<label for=\"to-en\">English</label></div>\n");
}

void html_end(const struct html *h)
{
    buf_printf(h->out, "<script>\n%s</script>\n</body>\n</html>\n", html_script);
}
