/** Gives up the oldest part of the journal, and what only it needs, when there is more than is wanted. */
@NullMarked
package io.agentbridge.gateway.retention;

import org.jspecify.annotations.NullMarked;
