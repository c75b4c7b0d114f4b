/** Specifications of how agents are driven. */
@NullMarked
package io.agentbridge.gateway.driver;

import org.jspecify.annotations.NullMarked;
