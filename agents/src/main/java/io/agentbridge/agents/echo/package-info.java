/** The built-in backend: no process, answers by a script in the prompt. For a first look, for demonstrations and for tests. */
@NullMarked
package io.agentbridge.agents.echo;

import org.jspecify.annotations.NullMarked;
