/** Strict JSON (RFC 8259): what comes from outside is validated as a whole before any of it is read, and text is written in one way. */
@NullMarked
package io.agentbridge.gateway.json;

import org.jspecify.annotations.NullMarked;
