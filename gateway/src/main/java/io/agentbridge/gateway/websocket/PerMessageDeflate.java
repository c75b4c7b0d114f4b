package io.agentbridge.gateway.websocket;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The negotiation of permessage-deflate, RFC 7692 section 7.1. No context is taken over from one message to the next, in neither direction: a
 * deflater and an inflater for each connection would cost 240 KB, 2.4 GB for 10,000 clients; and what one message holds cannot be
 * told from the length of another.
 */
final class PerMessageDeflate {
    private static final String NAME = "permessage-deflate";
    private static final String SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";
    private static final String CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";
    private static final String SERVER_MAX_WINDOW_BITS = "server_max_window_bits";
    private static final String CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";
    private static final String ANSWER = NAME + "; " + SERVER_NO_CONTEXT_TAKEOVER + "; " + CLIENT_NO_CONTEXT_TAKEOVER;

    /** The only window that java.util.zip deflates with; it inflates any. */
    private static final int WINDOW_BITS = 15;

    private static final int LEAST_WINDOW_BITS = 8;

    private PerMessageDeflate() {}

    /** What to answer to the first offer that can be accepted, if any. */
    static Optional<String> accept(List<ExtensionOffer> offers) {
        for (ExtensionOffer offer : offers) {
            if (offer.name().equals(NAME)) {
                Optional<String> answer = accept(offer);
                if (answer.isPresent()) {
                    return answer;
                }
            }
        }
        return Optional.empty();
    }

    /** Section 7.1: an offer with an unknown parameter, a wrong value, or a parameter twice must be declined. */
    private static Optional<String> accept(ExtensionOffer offer) {
        Set<String> said = new HashSet<>();
        for (ExtensionOffer.Parameter parameter : offer.parameters()) {
            boolean acceptable =
                    switch (parameter.name()) {
                        case SERVER_NO_CONTEXT_TAKEOVER, CLIENT_NO_CONTEXT_TAKEOVER ->
                            parameter.value().isEmpty();
                        case SERVER_MAX_WINDOW_BITS ->
                            parameter.value().isPresent()
                                    && windowBits(parameter.value().get()) == WINDOW_BITS;
                        case CLIENT_MAX_WINDOW_BITS ->
                            parameter.value().isEmpty()
                                    || windowBits(parameter.value().get()) >= LEAST_WINDOW_BITS;
                        default -> false;
                    };
            if (!acceptable || !said.add(parameter.name())) {
                return Optional.empty();
            }
        }
        return Optional.of(
                said.contains(SERVER_MAX_WINDOW_BITS)
                        ? ANSWER + "; " + SERVER_MAX_WINDOW_BITS + "=" + WINDOW_BITS
                        : ANSWER);
    }

    /** From 8 to 15, without leading zeros; -1 for anything else. */
    private static int windowBits(String value) {
        return value.matches("[89]|1[0-5]") ? Integer.parseInt(value) : -1;
    }
}
