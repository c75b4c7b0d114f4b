package io.agentbridge.bench.gate;

import io.agentbridge.bench.load.LoadReport;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What was measured, round by round. */
public final class Measurements {
    private static final int MAX_REASONS = 10;

    private final Map<Quantity, List<Double>> rounds = new EnumMap<>(Quantity.class);
    private final List<String> reasons = new ArrayList<>();
    private long failures;

    /** Adds a round's figure. */
    public void add(Quantity quantity, double value) {
        rounds.computeIfAbsent(quantity, key -> new ArrayList<>()).add(value);
    }

    /** Notes what went wrong in a run. */
    public void addFailures(String run, LoadReport report) {
        failures += report.failures();
        if (report.lost() > 0) {
            addReason(run + ": " + report.lost() + " answers were lost");
        }
        report.reasons().forEach(reason -> addReason(run + ": " + reason));
    }

    private void addReason(String reason) {
        if (reasons.size() < MAX_REASONS) {
            reasons.add(reason);
        }
    }

    /** The median over the rounds; empty if it was not measured. */
    public OptionalDouble median(Quantity quantity) {
        List<Double> sorted =
                rounds.getOrDefault(quantity, List.of()).stream().sorted().toList();
        if (sorted.isEmpty()) {
            return OptionalDouble.empty();
        }
        int middle = sorted.size() / 2;
        return OptionalDouble.of(
                sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
    }

    /** Answers that were wrong or lost, over all runs. */
    public long failures() {
        return failures;
    }

    /** The first few of them, for people. */
    public List<String> reasons() {
        return List.copyOf(reasons);
    }
}
