/* i18n.h - message translation. _() looks a msgid up, N_() only marks it for extraction. */
#ifndef HM_BASE_I18N_H
#define HM_BASE_I18N_H

/* Chooses the language from LC_ALL, LC_MESSAGES, LANG (zh* = Chinese, else English) and binds the
 * catalogue: HUIMIN_LOCALEDIR, the build's own folder, or the installed one. Works where the zh_CN
 * locale itself is not installed. Call once at start-up; without it all texts stay English. */
void i18n_start(void);
const char *i18n_text(const char *msgid) __attribute__((format_arg(1)));
int i18n_is_chinese(void);
/* Where the catalogues are: HUIMIN_LOCALEDIR, the build's own folder, or the installed one. */
const char *i18n_folder(void);

#define _(msgid)  i18n_text(msgid)
#define N_(msgid) msgid

#endif
