/** The reader that answers queries and writes snapshots: a second state, folded from published events. */
@NullMarked
package io.agentbridge.gateway.projection;

import org.jspecify.annotations.NullMarked;
