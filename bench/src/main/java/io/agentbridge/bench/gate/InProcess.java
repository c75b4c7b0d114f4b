package io.agentbridge.bench.gate;

import java.io.IOException;
import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs a JMH benchmark for the gate. Of its iterations the best one counts: what the code costs when nothing else runs is what is
 * asked here, and disturbances only ever add.
 */
final class InProcess {
    private InProcess() {}

    /** The least time of an operation, in the benchmark's unit. */
    static double least(Class<?> benchmark, String method, GatePlan plan) throws IOException {
        return run(benchmark, method, plan).getMin();
    }

    /** The most operations a second. */
    static double most(Class<?> benchmark, String method, GatePlan plan) throws IOException {
        return run(benchmark, method, plan).getMax();
    }

    private static Statistics run(Class<?> benchmark, String method, GatePlan plan) throws IOException {
        TimeValue second = TimeValue.seconds(1);
        try {
            Collection<RunResult> results = new Runner(new OptionsBuilder()
                            .include(benchmark.getName() + "\\." + method + "$")
                            .param("agents", "100")
                            .forks(1)
                            .warmupTime(second)
                            .warmupIterations(plan.rounds())
                            .measurementTime(second)
                            .measurementIterations(plan.rounds())
                            .verbosity(VerboseMode.SILENT)
                            .shouldFailOnError(true)
                            .build())
                    .run();
            return results.iterator().next().getPrimaryResult().getStatistics();
        } catch (RunnerException e) {
            throw new IOException(
                    "The benchmark " + benchmark.getSimpleName() + "." + method + " did not run: " + e.getMessage(), e);
        }
    }
}
