/** Any command as an agent: one process a prompt, the prompt on its input, its output the answer. */
@NullMarked
package io.agentbridge.agents.exec;

import org.jspecify.annotations.NullMarked;
