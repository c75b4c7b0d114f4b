/** Specifications of recovery and verification. */
@NullMarked
package io.agentbridge.gateway.replay;

import org.jspecify.annotations.NullMarked;
