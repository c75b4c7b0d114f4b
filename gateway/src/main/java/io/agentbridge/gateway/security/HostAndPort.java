package io.agentbridge.gateway.security;

import java.util.Locale;
import java.util.Optional;

/**
 * A host with an optional port, as in a Host header (RFC 9110 section 7.2), read strictly: names of letters, digits, dots and hyphens,
 * no trailing dot, IPv6 only in brackets, decimal ports without a sign or leading zero.
 *
 * @param host lower case
 * @param port -1 for none
 */
public record HostAndPort(String host, int port) {
    private static final int MAX_CHARS = 255;

    /** Empty for everything that is not exactly a host and port. */
    public static Optional<HostAndPort> parse(String value) {
        if (value.isEmpty() || value.length() > MAX_CHARS) {
            return Optional.empty();
        }
        int end = value.charAt(0) == '[' ? value.indexOf(']') + 1 : value.indexOf(':');
        String host = end < 0 ? value : value.substring(0, end);
        if (!(host.startsWith("[") ? isBracketed(host) : isName(host))) {
            return Optional.empty();
        }
        String rest = value.substring(host.length());
        if (rest.isEmpty()) {
            return Optional.of(new HostAndPort(host.toLowerCase(Locale.ROOT), -1));
        }
        if (rest.charAt(0) != ':') {
            return Optional.empty();
        }
        int port = port(rest.substring(1));
        return port < 0 ? Optional.empty() : Optional.of(new HostAndPort(host.toLowerCase(Locale.ROOT), port));
    }

    /** The port, or this one if there is none. */
    public int portOr(int defaultPort) {
        return port < 0 ? defaultPort : port;
    }

    private static boolean isName(String host) {
        if (host.isEmpty() || host.startsWith(".") || host.endsWith(".")) {
            return false;
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (!(isLetterOrDigit(c) || c == '.' || c == '-' || c == '_')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBracketed(String host) {
        if (host.length() < 4) {
            return false;
        }
        for (int i = 1; i < host.length() - 1; i++) {
            char c = host.charAt(i);
            if (!(Character.digit(c, 16) >= 0 && c < 128) && c != ':' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static int port(String digits) {
        if (digits.isEmpty() || digits.length() > 5 || digits.charAt(0) == '0') {
            return -1;
        }
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            port = port * 10 + (c - '0');
        }
        return port <= 0xFFFF ? port : -1;
    }
}
