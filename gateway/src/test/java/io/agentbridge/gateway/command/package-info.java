/** Specifications of the commands. */
@NullMarked
package io.agentbridge.gateway.command;

import org.jspecify.annotations.NullMarked;
