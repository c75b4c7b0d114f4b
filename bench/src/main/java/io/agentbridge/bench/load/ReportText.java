package io.agentbridge.bench.load;

import java.util.Locale;

/** A report as a few lines for people. */
public final class ReportText {
    private ReportText() {}

    /** The report under a title, lines ended. */
    public static String of(String title, LoadReport report) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %,d answers in %.1f s on %d connections, %,.0f/s, %d errors, %d lost%n"
                        + "  latency us: mean %.1f  p50 %.1f  p90 %.1f  p99 %.1f  p99.9 %.1f  max %.1f%n"
                        + "  sent later than due, us: p50 %.1f  p99 %.1f  max %.1f%n",
                title,
                report.answered(),
                report.measured().toNanos() / 1e9,
                report.connections(),
                report.perSecond(),
                report.errors(),
                report.lost(),
                report.meanMicros(),
                report.micros(50),
                report.micros(90),
                report.micros(99),
                report.micros(99.9),
                report.micros(100),
                report.lateness().getValueAtPercentile(50) / 1e3,
                report.lateness().getValueAtPercentile(99) / 1e3,
                report.lateness().getMaxValue() / 1e3));
        report.reasons()
                .forEach(reason -> text.append("  error: ").append(reason).append(System.lineSeparator()));
        return text.toString();
    }
}
