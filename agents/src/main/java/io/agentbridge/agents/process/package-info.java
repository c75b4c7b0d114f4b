/**
 * Supervision of processes: launching them so that they outlive the server, finding them again, talking to them, ending them
 * with all that they started.
 */
@NullMarked
package io.agentbridge.agents.process;

import org.jspecify.annotations.NullMarked;
