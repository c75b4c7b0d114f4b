package io.agentbridge.gateway.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Where the server may listen: on loopback freely, elsewhere only with a token and TLS, or behind a proxy that has both. */
public final class BindPolicy {
    private BindPolicy() {}

    /**
     * Why the server must not listen there, if so; the text is for the user who starts it.
     *
     * @param tls whether this server speaks TLS itself
     * @param insecureProxy the user has said that a proxy in front does TLS
     */
    public static Optional<String> check(String host, AuthMode mode, boolean tls, boolean insecureProxy) {
        boolean loopback;
        try {
            loopback = host.equals("localhost") || isLoopback(InetAddress.getAllByName(host));
        } catch (UnknownHostException unknown) {
            return Optional.of("cannot listen on '" + host + "': no such host. Give an address of this machine.");
        }
        if (loopback) {
            return Optional.empty();
        }
        if (mode != AuthMode.TOKEN) {
            return Optional.of("'" + host + "' can be reached from other machines, so everyone there could drive your"
                    + " agents. Start with --auth=token, or listen on localhost.");
        }
        if (!tls && !insecureProxy) {
            return Optional.of(
                    "'" + host + "' can be reached from other machines, and without TLS the token can be read"
                            + " on the way. Give --tls-certificate and --tls-key; or, if a proxy in front does TLS, say"
                            + " --behind-tls-proxy.");
        }
        return Optional.empty();
    }

    private static boolean isLoopback(InetAddress[] addresses) {
        for (InetAddress address : addresses) {
            if (!address.isLoopbackAddress()) {
                return false;
            }
        }
        return addresses.length > 0;
    }
}
