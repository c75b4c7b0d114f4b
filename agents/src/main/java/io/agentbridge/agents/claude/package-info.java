/** The Claude Code CLI: one long-lived process an agent, stream-json and its control protocol over files and a pipe. */
@NullMarked
package io.agentbridge.agents.claude;

import org.jspecify.annotations.NullMarked;
