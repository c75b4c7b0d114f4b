package io.agentbridge.bench.gate;

import java.util.List;
import java.util.Locale;

/** The gate's verdict as a table for people, and as JSON for programs. */
public final class GateTable {
    private static final String ROW = "%-44s %14s %-4s %16s  %-10s %s%n";

    private GateTable() {}

    /** The table, lines ended. */
    public static String text(List<Target> targets) {
        StringBuilder text =
                new StringBuilder(String.format(Locale.ROOT, ROW, "", "measured", "", "target", "verdict", "basis"));
        for (Target target : targets) {
            text.append(String.format(
                    Locale.ROOT,
                    ROW,
                    target.name(),
                    target.measured().isPresent() ? number(target.measured().getAsDouble()) : "not measured",
                    target.unit(),
                    (target.atMost() ? "<= " : ">= ") + number(target.bound()),
                    verdict(target),
                    target.basis()));
        }
        return text.toString();
    }

    /** One object with an array of targets. */
    public static String json(List<Target> targets) {
        StringBuilder json = new StringBuilder("{\"targets\":[");
        for (Target target : targets) {
            json.append(json.charAt(json.length() - 1) == '[' ? "\n" : ",\n")
                    .append(String.format(
                            Locale.ROOT,
                            "{\"name\":\"%s\",\"measured\":%s,\"unit\":\"%s\",\"at_most\":%b,\"bound\":%s,\"must\":%b,"
                                    + "\"met\":%b,\"basis\":\"%s\"}",
                            target.name(),
                            target.measured().isPresent() ? target.measured().getAsDouble() : "null",
                            target.unit(),
                            target.atMost(),
                            target.bound(),
                            target.must(),
                            target.isMet(),
                            target.basis()));
        }
        return json.append("\n]}\n").toString();
    }

    private static String verdict(Target target) {
        String met = target.isMet() ? "ok" : "MISSED";
        return target.must() ? met : "aim " + met;
    }

    private static String number(double value) {
        return String.format(
                Locale.ROOT, Math.abs(value) < 100 && value != Math.rint(value) ? "%,.2f" : "%,.0f", value);
    }
}
