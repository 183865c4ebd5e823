/* metrics_report.c - one run's figures as a Prometheus text file (exposition format 0.0.4), for
 * the node exporter's textfile collector. No household is in it.
 */
#include "report/run_report.h"

#include <stddef.h>
#include <string.h>

static void put_head(struct buf *out, const char *name, const char *help)
{
    buf_printf(out, "# HELP huimin_%s %s\n# TYPE huimin_%s gauge\n", name, help, name);
}

static void put_one(struct buf *out, const char *name, const char *help, uint64_t value)
{
    put_head(out, name, help);
    buf_printf(out, "huimin_%s %llu\n", name, (unsigned long long)value);
}

static void put_counts(struct buf *out, const struct summary *s, const char *name,
                       const char *help, size_t offset)
{
    put_head(out, name, help);
    for (size_t i = 0; i < s->month_count; i++) {
        uint64_t value;
        memcpy(&value, (const char *)&s->months[i] + offset, sizeof value);
        buf_printf(out, "huimin_%s{month=\"%s\"} %llu\n", name, s->months[i].month,
                   (unsigned long long)value);
    }
}

static void put_changes(struct buf *out, const struct summary *s)
{
    put_head(out, "run_changes", "Households by what happens to their total.");
    for (size_t i = 0; i < s->month_count; i++) {
        const struct tally_line *l = &s->months[i].total;
#define PUT(change)                                                                            \
    buf_printf(out, "huimin_run_changes{month=\"%s\",change=\"" #change "\"} %llu\n",          \
               s->months[i].month, (unsigned long long)l->change);
        PUT(in)
        PUT(out)
        PUT(up)
        PUT(down)
        PUT(same)
        PUT(none)
        PUT(unknown)
#undef PUT
    }
}

static void put_cost(struct buf *out, const struct summary *s)
{
    put_head(out, "run_cost_yuan", "What a month costs before and after.");
    for (size_t i = 0; i < s->month_count; i++) {
        const struct summary_month *m = &s->months[i];
        buf_printf(out, "huimin_run_cost_yuan{month=\"%s\",side=\"before\"} ", m->month);
        summary_put_fen(out, m->total.before_fen);
        buf_printf(out, "\nhuimin_run_cost_yuan{month=\"%s\",side=\"after\"} ", m->month);
        summary_put_fen(out, m->total.after_fen);
        buf_putc(out, '\n');
    }
}

void run_report_metrics(struct buf *out, const struct run_report_outcome *o)
{
    put_one(out, "run_exit_status", "Exit status of the last recomputation (0 = done).",
            (uint64_t)o->exit_status);
    put_one(out, "run_end_time_seconds", "When it ended, in unix seconds.",
            (uint64_t)o->end_unix_s);
    if (!o->summary)
        return;
    const struct summary *s = o->summary;
    put_one(out, "run_id", "Number of the run (0 = rehearsed).", o->run);
    put_one(out, "run_published", "Whether it was published in the same step.", o->published);
    put_one(out, "run_evaluated", "Households evaluated, times months.", s->work.evaluated);
    put_one(out, "run_shared", "Households taken over unevaluated, times months.",
            s->work.shared);
    put_one(out, "run_sampled", "Households checked by the reference engine.", s->work.sampled);
    put_one(out, "run_duration_milliseconds", "How long it took.", s->work.elapsed_ms);
    put_counts(out, s, "run_households", "Households.",
               offsetof(struct summary_month, households));
    put_counts(out, s, "run_undetermined", "Households without a result for lack of a fact.",
               offsetof(struct summary_month, undetermined));
    put_counts(out, s, "run_failed", "Households with an error.",
               offsetof(struct summary_month, failed));
    put_changes(out, s);
    put_cost(out, s);
}
