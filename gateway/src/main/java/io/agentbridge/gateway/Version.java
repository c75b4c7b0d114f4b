package io.agentbridge.gateway;

/** What this build calls itself. */
final class Version {
    /** From the jar's manifest; {@code development} for classes that run without one. */
    static final String TEXT = text();

    private Version() {}

    private static String text() {
        String written = Version.class.getPackage().getImplementationVersion();
        return written == null ? "development" : written;
    }
}
