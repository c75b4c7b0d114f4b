package io.agentbridge.gateway.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692 section 7.1: what is offered, and what is answered. */
class PerMessageDeflateTest {
    private static final String ACCEPTED = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    private static String answer(String... headers) {
        return ExtensionOffer.parse(List.of(headers))
                .flatMap(PerMessageDeflate::accept)
                .orElse("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate; client_max_window_bits=8",
                "permessage-deflate; client_max_window_bits=15",
                "permessage-deflate; client_max_window_bits=\"10\"",
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                " permessage-deflate ;\tserver_no_context_takeover ",
                "x-webkit-deflate-frame, permessage-deflate",
                "mux; max-channels=4; flow-control, permessage-deflate",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate",
                ", permessage-deflate,,",
            })
    void an_offer_is_accepted_without_context_takeover(String offer) {
        assertEquals(ACCEPTED, answer(offer));
    }

    @Test
    void the_window_of_fifteen_bits_is_confirmed_because_it_was_asked_for() {
        assertEquals(ACCEPTED + "; server_max_window_bits=15", answer("permessage-deflate; server_max_window_bits=15"));
    }

    @Test
    void offers_may_come_in_several_headers() {
        assertEquals(ACCEPTED, answer("foo; bar=\"baz\"", "permessage-deflate"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate; server_max_window_bits=10",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=015",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=08",
                "permessage-deflate; client_max_window_bits=ten",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; client_no_context_takeover=true",
                "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
                "permessage-deflate; unknown",
                "permessage-deflate2",
                "permessage-bzip2",
                "",
            })
    void what_cannot_be_promised_or_is_not_of_the_rfc_is_declined(String offer) {
        assertTrue(ExtensionOffer.parse(List.of(offer)).isPresent(), "well-formed");
        assertEquals("none", answer(offer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate;",
                "permessage-deflate; =15",
                "permessage-deflate; client_max_window_bits=",
                "permessage-deflate; client_max_window_bits=\"\"",
                "permessage-deflate; client_max_window_bits=\"1 0\"",
                "permessage-deflate; client_max_window_bits=\"10",
                "permessage-deflate client_max_window_bits",
                "permessage-deflate; a b",
                "; permessage-deflate",
                "=",
                "\"permessage-deflate\"",
                "permessage deflate",
                "permessage-deflate;;client_max_window_bits",
                "perm\u00e4ssage-deflate",
            })
    void what_is_malformed_is_no_list_of_offers(String header) {
        assertEquals(Optional.empty(), ExtensionOffer.parse(List.of(header)));
        assertFalse(ExtensionOffer.parse(List.of("permessage-deflate", header)).isPresent(), "nor beside a good one");
    }
}
