package io.agentbridge.bench.gate;

import java.util.OptionalDouble;

/**
 * One line of the gate.
 *
 * @param name what is held to it
 * @param measured empty if it could not be measured, which misses the target
 * @param bound what {@code measured} must not cross
 * @param atMost whether the bound is an upper one
 * @param unit of both
 * @param must whether missing it fails the gate; else it is only aimed at
 * @param basis how the bound comes about, for people
 */
public record Target(
        String name, OptionalDouble measured, double bound, boolean atMost, String unit, boolean must, String basis) {
    /** Whether it is met. */
    public boolean isMet() {
        return measured.isPresent() && (atMost ? measured.getAsDouble() <= bound : measured.getAsDouble() >= bound);
    }
}
