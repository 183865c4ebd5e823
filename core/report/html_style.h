/* html_style.h - the style sheet and the few lines of script of every page. */
#ifndef HM_REPORT_HTML_STYLE_H
#define HM_REPORT_HTML_STYLE_H

extern const char html_style[], html_script[];

#endif
