/** Specifications of what is deleted, and of what is not. */
@NullMarked
package io.agentbridge.gateway.projection;

import org.jspecify.annotations.NullMarked;
