/** Tells people what events say: a sentence for each, and whole conversations with agents. */
@NullMarked
package io.agentbridge.gateway.story;

import org.jspecify.annotations.NullMarked;
