/** Servers to compare with, each a process of its own. */
@NullMarked
package io.agentbridge.bench.peer;

import org.jspecify.annotations.NullMarked;
