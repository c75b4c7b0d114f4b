package io.agentbridge.gateway.websocket;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One extension that a client offers, RFC 6455 section 9.1.
 *
 * @param name the extension's
 * @param parameters in the order in which they were said
 */
record ExtensionOffer(String name, List<Parameter> parameters) {
    /** A parameter, with a value or without. */
    record Parameter(String name, Optional<String> value) {}

    ExtensionOffer {
        parameters = List.copyOf(parameters);
    }

    /**
     * All offers of a handshake, the preferred one first.
     *
     * @param headers the values of its Sec-WebSocket-Extensions headers
     * @return empty if they are malformed, for which section 9.1 wants the handshake refused
     */
    static Optional<List<ExtensionOffer>> parse(Collection<String> headers) {
        List<ExtensionOffer> offers = new ArrayList<>();
        for (String header : headers) {
            Scanner scanner = new Scanner(header);
            do {
                // The list rule of HTTP, RFC 9110 section 5.6.1, has empty elements passed over.
                if (scanner.isAtElementsEnd()) {
                    continue;
                }
                Optional<ExtensionOffer> offer = scanner.offer();
                if (offer.isEmpty()) {
                    return Optional.empty();
                }
                offers.add(offer.get());
            } while (scanner.skip(','));
            if (!scanner.isAtEnd()) {
                return Optional.empty();
            }
        }
        return Optional.of(offers);
    }

    private static final class Scanner {
        private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

        private final String text;
        private int at;

        Scanner(String text) {
            this.text = text;
        }

        boolean isAtEnd() {
            skipSpace();
            return at == text.length();
        }

        boolean isAtElementsEnd() {
            return isAtEnd() || text.charAt(at) == ',';
        }

        boolean skip(char wanted) {
            boolean found = !isAtEnd() && text.charAt(at) == wanted;
            at += found ? 1 : 0;
            return found;
        }

        Optional<ExtensionOffer> offer() {
            String name = token();
            boolean wellFormed = !name.isEmpty();
            List<Parameter> parameters = new ArrayList<>();
            while (wellFormed && skip(';')) {
                String parameter = token();
                wellFormed = !parameter.isEmpty();
                Optional<String> value = Optional.empty();
                if (skip('=')) {
                    String said = skip('"') ? quoted() : token();
                    wellFormed &= !said.isEmpty();
                    value = Optional.of(said);
                }
                parameters.add(new Parameter(parameter, value));
            }
            return wellFormed ? Optional.of(new ExtensionOffer(name, parameters)) : Optional.empty();
        }

        /** Empty if there is none. */
        private String token() {
            skipSpace();
            int from = at;
            while (at < text.length() && isTokenCharacter(text.charAt(at))) {
                at++;
            }
            return text.substring(from, at);
        }

        /** What is quoted must be a token too, section 9.1; so it is empty if it is none. */
        private String quoted() {
            String content = token();
            return skip('"') ? content : "";
        }

        private void skipSpace() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        private static boolean isTokenCharacter(char c) {
            return (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || TOKEN_MARKS.indexOf(c) >= 0;
        }
    }
}
