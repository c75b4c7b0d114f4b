/** The load generator: connections, workloads, paces, and what came of them. */
@NullMarked
package io.agentbridge.bench.load;

import org.jspecify.annotations.NullMarked;
