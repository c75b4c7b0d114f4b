/** The command line of the benchmarks. */
@NullMarked
package io.agentbridge.bench;

import org.jspecify.annotations.NullMarked;
