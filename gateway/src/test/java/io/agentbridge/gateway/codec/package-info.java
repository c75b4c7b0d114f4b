/** Specifications of the journal's format. */
@NullMarked
package io.agentbridge.gateway.codec;

import org.jspecify.annotations.NullMarked;
