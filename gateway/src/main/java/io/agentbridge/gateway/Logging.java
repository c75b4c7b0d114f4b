package io.agentbridge.gateway;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What is logged, to standard error, a line each: our own notices, and warnings of the libraries. */
public final class Logging {
    /** Loggers lose their level when nobody holds them. */
    private static final List<Logger> QUIETED = List.of(
            quieted("io.undertow", Level.WARNING),
            quieted("org.xnio", Level.WARNING),
            quieted("org.jboss", Level.WARNING),
            quieted("net.openhft", Level.WARNING),
            // It warns that native libraries are missing that were left out on purpose.
            quieted("net.openhft.affinity", Level.SEVERE));

    private Logging() {}

    /** Must be called before anything logs. */
    public static void configure() {
        if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
            System.setProperty(
                    "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n");
        }
        if (QUIETED.isEmpty()) {
            throw new IllegalStateException("no logger was quieted");
        }
    }

    private static Logger quieted(String name, Level level) {
        Logger logger = Logger.getLogger(name);
        logger.setLevel(level);
        return logger;
    }
}
