/** The JSON of the agents' pipes: guarded reading, exact writing. */
@NullMarked
package io.agentbridge.agents.json;

import org.jspecify.annotations.NullMarked;
