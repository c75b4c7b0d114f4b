/** What the engine is told: requests of clients, reports of the agent driver, notices of the server. */
@NullMarked
package io.agentbridge.engine.input;

import org.jspecify.annotations.NullMarked;
