package io.agentbridge.gateway.security;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A web origin (RFC 6454 section 6.2): scheme, host and port, nothing else.
 *
 * @param scheme {@code http} or {@code https}
 * @param host lower case; an IPv6 address in brackets
 * @param port explicit, or the scheme's default
 */
public record Origin(String scheme, String host, int port) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Reads an Origin header's value; empty for {@code null}, other schemes, and everything that is more than an origin. */
    public static Optional<Origin> parse(String value) {
        int colon = value.indexOf("://");
        if (colon < 0) {
            return Optional.empty();
        }
        String scheme = value.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return Optional.empty();
        }
        return HostAndPort.parse(value.substring(colon + 3))
                .map(place -> new Origin(scheme, place.host(), place.portOr(scheme.equals("http") ? 80 : 443)));
    }

    /** Whether a page of this origin comes from this machine itself, whatever its port. */
    public boolean isLoopback() {
        return LOOPBACK.contains(host);
    }
}
