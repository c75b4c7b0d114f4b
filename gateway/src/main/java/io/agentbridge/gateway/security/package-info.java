/** Who may talk to this server: which Host and Origin, whose socket, which token. Everything is compared whole, never by prefix. */
@NullMarked
package io.agentbridge.gateway.security;

import org.jspecify.annotations.NullMarked;
