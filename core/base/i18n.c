/* i18n.c - gettext, set up so that Chinese works without an installed zh_CN locale: libc is put
 * into C.UTF-8 and told by LANGUAGE which catalogue to read. The state lives in libc. */
#include "base/i18n.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DOMAIN "huimin"

static int wants_chinese(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *set = getenv(names[i]);
        if (set && *set)
            return strncmp(set, "zh", 2) == 0;
    }
    return 0;
}

const char *i18n_folder(void)
{
    static const char built[] = HUIMIN_BUILD_LOCALEDIR;
    static const char installed[] = HUIMIN_INSTALL_DATADIR "/locale";
    const char *chosen = getenv("HUIMIN_LOCALEDIR");
    if (chosen && *chosen)
        return chosen;
    return access(built, R_OK) == 0 ? built : installed;
}

void i18n_start(void)
{
    setlocale(LC_CTYPE,
              "C.UTF-8"); /* the same everywhere: texts are UTF-8, whatever the user's */
    if (!wants_chinese()) {
        setlocale(LC_MESSAGES, "C");
        return;
    }
    if (!setlocale(LC_MESSAGES, "") || strcmp(setlocale(LC_MESSAGES, NULL), "C") == 0)
        setlocale(LC_MESSAGES, "C.UTF-8");
    setenv("LANGUAGE", "zh_CN", 1);
    bindtextdomain(DOMAIN, i18n_folder());
    bind_textdomain_codeset(DOMAIN, "UTF-8");
}

const char *i18n_text(const char *msgid)
{
    return *msgid ? dgettext(DOMAIN, msgid) : msgid;
}

int i18n_is_chinese(void)
{
    const char *locale = setlocale(LC_MESSAGES, NULL);
    return locale && strcmp(locale, "C") != 0 && wants_chinese();
}
