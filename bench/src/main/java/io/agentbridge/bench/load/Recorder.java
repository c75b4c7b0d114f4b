package io.agentbridge.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Collects what happens in a run. Used by one thread. */
final class Recorder {
    private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int MAX_REASONS = 5;

    private final Histogram latency = new Histogram(MAX_NANOS, 3);
    private final Histogram lateness = new Histogram(MAX_NANOS, 3);
    private final List<String> reasons = new ArrayList<>();
    private long fromNanos = Long.MAX_VALUE;
    private long toNanos = Long.MAX_VALUE;
    private long answered;
    private long answeredInTime;
    private long errors;
    private long lost;

    /** Sets which requests count: those due in this time. */
    void measure(long from, long to) {
        fromNanos = from;
        toNanos = to;
    }

    private boolean counts(long nanos) {
        return nanos >= fromNanos && nanos < toNanos;
    }

    void sent(long due, long now) {
        if (counts(due)) {
            lateness.recordValue(bounded(now - due));
        }
    }

    void answered(long due, long now) {
        if (counts(due)) {
            latency.recordValue(bounded(now - due));
            answered++;
        }
        if (counts(now)) {
            answeredInTime++;
        }
    }

    void lost(long due, long now) {
        if (counts(due)) {
            latency.recordValue(bounded(now - due));
            lost++;
        }
    }

    void failed(String reason) {
        errors++;
        if (reasons.size() < MAX_REASONS) {
            reasons.add(reason);
        }
    }

    LoadReport report(int connections) {
        long nanos = toNanos - fromNanos;
        return new LoadReport(
                connections,
                answered,
                errors,
                lost,
                answeredInTime * 1e9 / nanos,
                Duration.ofNanos(nanos),
                latency,
                lateness,
                reasons);
    }

    private static long bounded(long nanos) {
        return Math.clamp(nanos, 0, MAX_NANOS);
    }
}
