/** What happened: the facts that the engine derives from its inputs, in one gap-free order. */
@NullMarked
package io.agentbridge.engine.event;

import org.jspecify.annotations.NullMarked;
