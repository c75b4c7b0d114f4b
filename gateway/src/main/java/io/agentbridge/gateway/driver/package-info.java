/** The reader that carries out intents: it starts, prompts, answers and stops agents, and reports what they do. */
@NullMarked
package io.agentbridge.gateway.driver;

import org.jspecify.annotations.NullMarked;
