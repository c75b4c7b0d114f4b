package io.agentbridge.journal;

/** How much a proof tries: a little in every build, everything where the property {@value #LONG} is set. */
final class Proof {
    private static final String LONG = "agentbridge.long";

    private Proof() {}

    static boolean isLong() {
        return Boolean.getBoolean(LONG);
    }

    static int cases(int inShort, int inLong) {
        return isLong() ? inLong : inShort;
    }

    /** One line that can be searched for: what was tried, how often, and what came of it. */
    static void report(String name, long cases, String counts) {
        System.out.println("proof: " + name + " cases=" + cases + " " + counts + (isLong() ? " long" : ""));
    }
}
