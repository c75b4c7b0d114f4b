package io.agentbridge.bench.load;

import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What came of a run.
 *
 * @param answered requests of the measured time that were answered
 * @param errors answers that say something went wrong, answers to nothing that was asked, and broken connections
 * @param lost requests of the measured time without an answer when patience ended, or that could not be sent
 * @param perSecond answers a second that came during the measured time
 * @param latency nanoseconds from the moment each request was due; a lost one counts with the time until patience ended
 * @param lateness nanoseconds by which the generator itself sent requests later than they were due
 * @param reasons the first few errors, for people
 */
public record LoadReport(
        int connections,
        long answered,
        long errors,
        long lost,
        double perSecond,
        Duration measured,
        Histogram latency,
        Histogram lateness,
        List<String> reasons) {
    public LoadReport {
        reasons = List.copyOf(reasons);
    }

    /** Errors and lost answers; anything but 0 is a failed run. */
    public long failures() {
        return errors + lost;
    }

    /** The latency below which {@code percentile} of 100 requests stayed, in microseconds. */
    public double micros(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e3;
    }

    /** The average latency in microseconds. */
    public double meanMicros() {
        return latency.getMean() / 1e3;
    }
}
