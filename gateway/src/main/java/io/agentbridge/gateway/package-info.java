/** The program: one page that wires the rooms together, and the command line's entry. */
@NullMarked
package io.agentbridge.gateway;

import org.jspecify.annotations.NullMarked;
