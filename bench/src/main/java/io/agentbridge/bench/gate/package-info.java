/** The gate: starts the servers, measures them in turns, and holds the product to its targets. */
@NullMarked
package io.agentbridge.bench.gate;

import org.jspecify.annotations.NullMarked;
