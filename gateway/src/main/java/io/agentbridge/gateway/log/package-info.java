/** The newest published events in memory, encoded once, and cursors that read them from there or from the journal. */
@NullMarked
package io.agentbridge.gateway.log;

import org.jspecify.annotations.NullMarked;
