/** The client: requests, commands to follow, events to watch, history to read. Begin with {@link io.agentbridge.client.AgentBridgeClient}. */
@NullMarked
package io.agentbridge.client;

import org.jspecify.annotations.NullMarked;
