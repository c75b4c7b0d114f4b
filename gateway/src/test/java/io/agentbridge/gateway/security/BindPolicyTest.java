package io.agentbridge.gateway.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BindPolicyTest {
    @Test
    void loopback_is_free_and_elsewhere_needs_a_token_and_tls_or_a_proxy() {
        for (AuthMode mode : AuthMode.values()) {
            for (boolean tls : new boolean[] {false, true}) {
                for (boolean proxy : new boolean[] {false, true}) {
                    for (String loopback : new String[] {"localhost", "127.0.0.1", "::1", "127.3.2.1"}) {
                        assertTrue(BindPolicy.check(loopback, mode, tls, proxy).isEmpty(), loopback);
                    }
                    for (String open : new String[] {"0.0.0.0", "::", "192.0.2.7"}) {
                        boolean allowed = mode == AuthMode.TOKEN && (tls || proxy);
                        assertEquals(
                                allowed,
                                BindPolicy.check(open, mode, tls, proxy).isEmpty(),
                                open);
                    }
                }
            }
        }
    }

    @Test
    void a_refusal_says_what_to_do() {
        assertTrue(BindPolicy.check("0.0.0.0", AuthMode.LOCAL, true, true)
                .orElseThrow()
                .contains("--auth=token"));
        assertTrue(BindPolicy.check("0.0.0.0", AuthMode.TOKEN, false, false)
                .orElseThrow()
                .contains("--insecure-proxy"));
    }
}
