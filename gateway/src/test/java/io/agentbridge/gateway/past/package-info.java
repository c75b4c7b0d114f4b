/** Specifications of looks at the past. */
@NullMarked
package io.agentbridge.gateway.past;

import org.jspecify.annotations.NullMarked;
